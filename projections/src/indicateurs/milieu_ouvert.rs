//! Family B: AED and AEMO.
//!
//! A measure is one child's. *En vigueur* on the last day D: effect ≤ D ≤ term, and not ended on D or
//! before; executed or not. What is past its term or not yet in effect is said beside, never inside.

pub(super) mod seconde;

use super::{
    Agregat, Cadre, Calcul, RESPONSABLE, Resultat, Ventilation, compte, moyenne, part, seules,
};
use crate::registre::{Definition, Registres, Section, Somme};

const SOURCE: &str =
    "Définitions du registre, famille B (règle de la DREES : mesures exercées ou non)";
const AU_DERNIER_JOUR: &str = "en vigueur le dernier jour de la période";

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(b1(cadre)),
        id: "B1",
        version: 1,
        registres: Registres::depuis_et_avant(1, 2),
        section: Section::Stocks,
        libelle: "Aides éducatives à domicile (AED)",
        unite: "mesure",
        genre: "stock",
        numerateur: "AED et AED renforcées en vigueur",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: SOURCE,
        definition: "AED et AED renforcées en vigueur le dernier jour : effet au plus tard ce jour, terme ce jour ou après, sans fin, renouvellement, majorité, émancipation ni décès avant ou ce jour, exercées ou non. À côté : celles qui ne sont pas exercées, celles qui s'exercent encore après leur terme, celles dont l'effet est différé.",
        sommes: &[],
    },
    Definition {
        calcul: |cadre| Box::pin(b2(cadre)),
        id: "B2",
        version: 1,
        registres: Registres::depuis_et_avant(1, 2),
        section: Section::Stocks,
        libelle: "Actions éducatives en milieu ouvert (AEMO)",
        unite: "mesure",
        genre: "stock",
        numerateur: "AEMO, AEMO renforcées et AEMO avec hébergement en vigueur",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: SOURCE,
        definition: "AEMO, AEMO renforcées et AEMO avec hébergement en vigueur le dernier jour, exercées ou non ; les lignes à côté sont celles de B1, et les renforcées sont dites à part.",
        sommes: &[],
    },
    Definition {
        calcul: |cadre| Box::pin(b3(cadre)),
        id: "B3",
        version: 1,
        registres: Registres::depuis_et_avant(1, 2),
        section: Section::Stocks,
        libelle: "Taux de judiciarisation",
        unite: "mesure",
        genre: "stock",
        numerateur: "AEMO (B2)",
        denominateur: "AED et AEMO (B1 + B2)",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: SOURCE,
        definition: "Part des AEMO parmi les AED et AEMO en vigueur le même jour. Variantes : mesures exercées seulement ; avec les placements à domicile que le Département appelle « PEAD », comptés avec les AEMO.",
        sommes: &[
            Somme { total: "taux.num", parties: &["B2:en_vigueur"] },
            Somme { total: "taux.den", parties: &["B1:en_vigueur", "B2:en_vigueur"] },
            Somme {
                total: "B2:en_vigueur",
                parties: &["B2:dont_non_executees", "taux_executees.num"],
            },
            Somme {
                total: "taux.den",
                parties: &["B1:dont_non_executees", "B2:dont_non_executees", "taux_executees.den"],
            },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(b4(cadre)),
        id: "B4",
        version: 1,
        registres: Registres::depuis_et_avant(1, 2),
        section: Section::Offre,
        libelle: "Mesures en attente d'exercice",
        unite: "mesure",
        genre: "stock",
        numerateur: "mesures en vigueur dont l'exercice n'a pas commencé",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: SOURCE,
        definition: "AED, AEMO non renforcées et AEMO renforcées en vigueur dont aucun acte n'a commencé l'exercice le dernier jour. Jours d'attente moyens depuis l'effet, depuis la réception par l'ASE, depuis l'attribution au service, chacun sur les mesures dont la date est connue.",
        sommes: &[
            Somme { total: "B1:dont_non_executees", parties: &["aed"] },
            Somme { total: "B2:dont_non_executees", parties: &["aemo", "aemo_r"] },
            Somme { total: "age_depuis_effet.den", parties: &["aed", "aemo", "aemo_r"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(b5(cadre)),
        id: "B5",
        version: 1,
        registres: Registres::depuis(1),
        section: Section::Decisions,
        libelle: "Délai de mise en œuvre",
        unite: "mesure",
        genre: "cohorte",
        numerateur: "mesures dont le premier acte a lieu dans le délai",
        denominateur: "premières mesures d'une chaîne dont l'effet est dans la période",
        regle_de_date: "date d'effet dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Premières AED et AEMO d'une chaîne (ni renouvellement, ni nouvelle décision sur la même chaîne) dont l'effet tombe dans la période : part exercée à 30, 90, 180 et 365 jours de l'effet ; délai moyen, médian et des neuf dixièmes de celles qui ont commencé ; part jamais exercée, finie ou échue sans premier acte au jour d'observation.",
        sommes: &[],
    },
];

/// One row an AED or AEMO, with the délégation in charge of the child on the last day.
macro_rules! mesures {
    ($reste:literal) => {
        concat!(
            "with mesure as (
                 select fait.famille, fait.nature, fait.libelle_local, fait.prononcee_le,
                        fait.effet_le, fait.terme_le, fait.fin_le, fait.recue_le,
                        fait.attribuee_le, fait.demarree_le, fait.premiere_de_chaine,
                        coalesce(fait.demarree_le <= $4, false) as exercee,
                        fait.fin_le is null or $4 < fait.fin_le as non_finie,
                        fait.effet_le <= $4 and (fait.terme_le is null or $4 <= fait.terme_le)
                            and (fait.fin_le is null or $4 < fait.fin_le) as en_vigueur,
                        coalesce(residence.service_responsable, fait.service_responsable)
                            as service
                   from projections.fait_mesure as fait
                   left join projections.fait_residence as residence
                     on residence.log_id = $1 and residence.enfant = fait.enfant
                    and residence.from_position <= $2
                    and (residence.to_position is null or $2 < residence.to_position)
                    and residence.depuis <= $4
                    and (residence.jusqu_a is null or $4 < residence.jusqu_a)
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and (fait.famille in ('aide_a_domicile', 'milieu_ouvert')
                         or fait.libelle_local ilike 'pead%'))
             ",
            $reste
        )
    };
}

/// What B1 to B4 count on the last day, a row a délégation.
async fn stock<'a>(cadre: &'a Cadre<'_>) -> Calcul<&'a Agregat> {
    let read = || {
        cadre.ligne(
            mesures!(
                "select service,
                        count(*) filter (where aed and en_vigueur) as aed,
                        count(*) filter (where aed and en_vigueur and exercee) as aed_exercees,
                        count(*) filter (where aed and echue) as aed_echues,
                        count(*) filter (where aed and differee) as aed_differees,
                        count(*) filter (where aemo and en_vigueur) as aemo,
                        count(*) filter (where aemo and en_vigueur and exercee) as aemo_exercees,
                        count(*) filter (where aemo and echue) as aemo_echues,
                        count(*) filter (where aemo and differee) as aemo_differees,
                        count(*) filter (where renforcee and en_vigueur) as aemo_r,
                        count(*) filter (where renforcee and en_vigueur and exercee)
                            as aemo_r_exercees,
                        count(*) filter (where en_vigueur and not aed and not aemo) as pead,
                        sum($4 - effet_le) filter (where en_attente) as age_depuis_effet,
                        count(*) filter (where en_attente and recue_le <= $4) as recues,
                        sum($4 - recue_le) filter (where en_attente and recue_le <= $4)
                            as age_depuis_reception,
                        count(*) filter (where en_attente and attribuee_le <= $4) as attribuees,
                        sum($4 - attribuee_le) filter (where en_attente and attribuee_le <= $4)
                            as age_depuis_attribution
                   from (select mesure.service, mesure.en_vigueur, mesure.exercee,
                                mesure.effet_le, mesure.recue_le, mesure.attribuee_le,
                                mesure.famille = 'aide_a_domicile' as aed,
                                mesure.famille = 'milieu_ouvert' as aemo,
                                mesure.nature = 'aemo_renforcee' as renforcee,
                                mesure.terme_le < $4 and mesure.non_finie and mesure.exercee
                                    as echue,
                                mesure.prononcee_le <= $4 and $4 < mesure.effet_le
                                    and mesure.non_finie as differee,
                                mesure.en_vigueur and not mesure.exercee
                                    and mesure.famille in ('aide_a_domicile', 'milieu_ouvert')
                                    as en_attente
                           from mesure
                          where $5::text[] is null or mesure.service = any ($5)) as vue
                  group by service"
            ),
            cadre.services(),
        )
    };
    cadre.partage.milieu_ouvert.get_or_try_init(read).await
}

pub(super) async fn b1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = stock(cadre).await?;
    let (en_vigueur, exercees) = (row.n("aed")?, row.n("aed_exercees")?);
    Ok(seules(vec![
        compte("en_vigueur", "AED en vigueur", en_vigueur),
        compte("dont_non_executees", "dont non exercées", en_vigueur - exercees),
        compte("echues_encore_exercees", ECHUES, row.n("aed_echues")?),
        compte("a_effet_differe", DIFFEREES, row.n("aed_differees")?),
    ]))
}

const ECHUES: &str = "À côté : échues, encore exercées";
const DIFFEREES: &str = "À côté : à effet différé";

pub(super) async fn b2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = stock(cadre).await?;
    let (en_vigueur, exercees) = (row.n("aemo")?, row.n("aemo_exercees")?);
    Ok(seules(vec![
        compte("en_vigueur", "AEMO en vigueur", en_vigueur),
        compte("dont_non_executees", "dont non exercées", en_vigueur - exercees),
        compte("echues_encore_exercees", ECHUES, row.n("aemo_echues")?),
        compte("a_effet_differe", DIFFEREES, row.n("aemo_differees")?),
        compte("dont_renforcees", "dont renforcées", row.n("aemo_r")?),
    ]))
}

pub(super) async fn b3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let rows = stock(cadre).await?;
    let [aed, aemo, pead] = [rows.n("aed")?, rows.n("aemo")?, rows.n("pead")?];
    let [aed_exercees, aemo_exercees] = [rows.n("aed_exercees")?, rows.n("aemo_exercees")?];
    let valeurs = vec![
        part("taux", "Taux de judiciarisation", aemo, aemo + aed),
        part(
            "taux_executees",
            "Mesures exercées seulement",
            aemo_exercees,
            aemo_exercees + aed_exercees,
        ),
        part("taux_avec_pead", "Avec les PEAD", aemo + pead, aemo + pead + aed),
    ];
    Ok(Resultat { valeurs, ventilations: vec![b3_par_territoire(cadre, rows)?] })
}

fn b3_par_territoire(cadre: &Cadre<'_>, rows: &Agregat) -> Calcul<Ventilation> {
    let mut by_place = Vec::with_capacity(rows.0.len());
    for row in &rows.0 {
        let service: Option<&str> = row.try_get("service")?;
        let line: (i64, i64) = (row.try_get("aemo")?, row.try_get("aed")?);
        by_place.extend(cadre.carte.map(|carte| (carte.du_service(service), line)));
    }
    let add = |sum: &mut (i64, i64), (aemo, aed)| {
        sum.0 += aemo;
        sum.1 += aed;
    };
    let taux = |cle: &str, libelle: &str, (aemo, aed)| part(cle, libelle, aemo, aemo + aed);
    let lignes = cadre.par_territoire(by_place, add, taux);
    Ok(Ventilation { axe: "territoire", de: "taux", lignes })
}

pub(super) async fn b4(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = stock(cadre).await?;
    let waiting = |all: &str, executed: &str| Ok(row.n(all)? - row.n(executed)?);
    let aed: i64 = waiting("aed", "aed_exercees")?;
    let aemo: i64 = waiting("aemo", "aemo_exercees")?;
    let aemo_r: i64 = waiting("aemo_r", "aemo_r_exercees")?;
    let effet = row.n("age_depuis_effet")?;
    Ok(seules(vec![
        compte("aed", "AED en attente", aed),
        compte("aemo", "AEMO non renforcées en attente", aemo - aemo_r),
        compte("aemo_r", "AEMO renforcées en attente", aemo_r),
        moyenne("age_depuis_effet", "Attente moyenne depuis l'effet", effet, aed + aemo),
        row.moyenne("age_depuis_reception", "Attente moyenne depuis la réception", "recues")?,
        row.moyenne(
            "age_depuis_attribution",
            "Attente moyenne depuis l'attribution",
            "attribuees",
        )?,
    ]))
}

pub(super) async fn b5(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            mesures!(
                "select count(*) as premieres,
                        count(delai) as exercees,
                        count(*) filter (where delai <= 30) as a_30_jours,
                        count(*) filter (where delai <= 90) as a_90_jours,
                        count(*) filter (where delai <= 180) as a_180_jours,
                        count(*) filter (where delai <= 365) as a_365_jours,
                        sum(delai) as moyenne,
                        percentile_disc(0.5) within group (order by delai)::bigint as mediane,
                        percentile_disc(0.9) within group (order by delai)::bigint as p90,
                        count(*) filter (
                              where delai is null and (fin_le <= $6 or terme_le < $6))
                            as jamais_executees
                   from (select mesure.fin_le, mesure.terme_le,
                                case when mesure.demarree_le is not null
                                     then greatest(mesure.demarree_le - mesure.effet_le, 0) end
                                    as delai
                           from mesure
                          where mesure.premiere_de_chaine
                            and mesure.famille in ('aide_a_domicile', 'milieu_ouvert')
                            and mesure.effet_le between $3 and $4
                            and ($5::text[] is null or mesure.service = any ($5))) as premiere"
            ),
            cadre.services(),
        )
        .await?;
    Ok(seules(vec![
        row.part("a_30_jours", "Exercées à 30 jours", "premieres")?,
        row.part("a_90_jours", "Exercées à 90 jours", "premieres")?,
        row.part("a_180_jours", "Exercées à 180 jours", "premieres")?,
        row.part("a_365_jours", "Exercées à 365 jours", "premieres")?,
        row.moyenne("moyenne", "Délai moyen des exercées", "exercees")?,
        row.jours("mediane", "Délai médian des exercées")?,
        row.jours("p90", "9 exercées sur 10 en moins de")?,
        row.part("jamais_executees", "Finies ou échues sans exercice", "premieres")?,
    ]))
}
