//! The cuts of A1, A2, A4, A8 and A14: by door, transmitter, territory, and age by sex. Each sums to the value it cuts.

use domain::codes::{Code, PorteDEntree, Sexe, Transip};

use super::{Cadre, Calcul, Resultat, Ventilation, a1, a2, a4, a8, cohorte, compte, informations};
use crate::indicateurs::Valeur;
use crate::indicateurs::nombre;
use crate::tranches;

pub(in crate::indicateurs) async fn a1_ventilee(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut resultat = a1(cadre).await?;
    let rows = cadre
        .lignes(
            cohorte!(
                "select porte, transmetteur, count(*) as n
                   from information
                  where recue and ($5::text[] is null or commune = any ($5))
                  group by porte, transmetteur"
            ),
            cadre.communes(),
        )
        .await?;
    let mut portes = Lignes::par_code::<PorteDEntree>();
    let mut transmetteurs = Lignes::par_code::<Transip>();
    for row in &rows {
        let n = nombre(row, "n")?;
        portes.ajoute(row.try_get("porte")?, n);
        transmetteurs.ajoute(row.try_get("transmetteur")?, n);
    }
    resultat.ventilations.push(portes.en_ventilation("porte", "recues"));
    resultat.ventilations.push(transmetteurs.en_ventilation("transmetteur", "recues"));
    Ok(resultat)
}

pub(in crate::indicateurs) async fn a2_ventilee(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut resultat = a2(cadre).await?;
    let rows = informations(cadre).await?;
    let lu = |row: &tokio_postgres::Row| nombre(row, "qualifiees");
    let cut = cadre.par_commune("ip", &rows.0, lu, |sum, n| *sum += n, compte)?;
    resultat.ventilations.extend(cut);
    Ok(resultat)
}

pub(in crate::indicateurs) async fn a8_ventilee(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut resultat = a8(cadre).await?;
    let rows = informations(cadre).await?;
    for (de, num) in [("qualifiees", "qualifiees"), ("evaluees_sur_principales", "evaluees")] {
        resultat.ventilations.extend(cadre.parts_par_commune(rows, de, num, "principales")?);
    }
    Ok(resultat)
}

/// Each child once, at his age on the first arrival of the period that makes him count.
pub(in crate::indicateurs) async fn a4_ventilee(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let mut resultat = a4(cadre).await?;
    let rows = cadre
        .lignes(
            "with nomme as (
                 select fait.enfant, fait.arrivee, fait.commune,
                        bool_or(fait.doublon_le is null) over nommes as recue,
                        bool_or(fait.doublon_le is null and fait.rattachee_le is null) over nommes
                            and bool_or(fait.qualifiee_le is not null) over nommes as ip
                   from projections.fait_information as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.arrivee between $3 and $4 and fait.retiree_le is null
                 window nommes as (partition by fait.information)),
             compte as (
                 select enfant.enfant, enfant.sexe,
                        case when enfant.precision <> 'inconnue' then enfant.naissance end
                            as naissance,
                        min(nomme.arrivee) as premiere,
                        min(nomme.arrivee) filter (where nomme.ip) as premiere_ip
                   from nomme
                   join projections.fait_enfant as enfant
                     on enfant.log_id = $1 and enfant.enfant = nomme.enfant
                    and enfant.from_position <= $2
                    and (enfant.to_position is null or $2 < enfant.to_position)
                  where nomme.recue and enfant.identifie
                    and (enfant.majorite_le is null or nomme.arrivee < enfant.majorite_le)
                    and ($5::text[] is null or nomme.commune = any ($5))
                  group by enfant.enfant, enfant.sexe, enfant.naissance, enfant.precision)
             select vu.de, compte.sexe,
                    (case when vu.arrivee < compte.naissance then -1
                          else extract(year from age(vu.arrivee, compte.naissance)) end)::bigint
                        as ans,
                    count(*) as n
               from compte
              cross join lateral (values ('a4a', compte.premiere), ('a4b', compte.premiere_ip))
                      as vu (de, arrivee)
              where vu.arrivee is not null
              group by 1, 2, 3",
            cadre.communes(),
        )
        .await?;
    for de in ["a4a", "a4b"] {
        let mut lines = Lignes::par_age_et_sexe();
        for row in &rows {
            if row.try_get::<_, &str>("de")? == de {
                let (ans, sexe): (Option<i64>, &str) = (row.try_get("ans")?, row.try_get("sexe")?);
                let band = ans.and_then(|ans| tranches::ages().de(ans));
                let band = band.map(|rang| tranches::ages().tranches[rang].cle.as_str());
                let cle = band.map(|band| format!("{band}_{sexe}"));
                lines.ajoute(cle.as_deref(), nombre(row, "n")?);
            }
        }
        resultat.ventilations.push(lines.en_ventilation("age_et_sexe", de));
    }
    Ok(resultat)
}

/// Lines known beforehand, and that of what was not told.
pub(super) struct Lignes(Vec<(String, String, i64)>);

impl Lignes {
    fn de(known: impl IntoIterator<Item = (String, String)>) -> Self {
        let others = [("non_renseigne".to_owned(), "Non renseigné".to_owned())];
        Self(known.into_iter().chain(others).map(|(cle, libelle)| (cle, libelle, 0)).collect())
    }

    pub(super) fn par_code<C: Code>() -> Self {
        Self::de(C::TOUS.iter().map(|code| (code.cle().to_owned(), code.libelle().to_owned())))
    }

    fn par_age_et_sexe() -> Self {
        let bands = tranches::ages().tranches.iter();
        Self::de(bands.flat_map(|band| {
            Sexe::TOUS.iter().map(|sexe| {
                let cle = format!("{}_{}", band.cle, sexe.cle());
                (cle, format!("{}, sexe {}", band.libelle, sexe.libelle()))
            })
        }))
    }

    /// Adds to the line of a key; what has no line was not told in words of the list.
    pub(super) fn ajoute(&mut self, cle: Option<&str>, n: i64) {
        let last = self.0.len() - 1;
        let rang = self.0.iter().position(|(known, _, _)| Some(known.as_str()) == cle);
        self.0[rang.unwrap_or(last)].2 += n;
    }

    pub(super) fn en_ventilation(self, axe: &'static str, de: &'static str) -> Ventilation {
        let lines = self.0.into_iter();
        let lignes: Vec<Valeur> =
            lines.map(|(cle, libelle, n)| compte(&cle, &libelle, n)).collect();
        Ventilation { axe, de, lignes }
    }
}
