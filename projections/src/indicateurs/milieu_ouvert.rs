//! Family B: AED and AEMO.
//!
//! A measure is one child's. *En vigueur* on the last day D: effect ≤ D ≤ term, and not ended on D or
//! before; executed or not. What is past its term or not yet in effect is said beside, never inside.

use super::{Agregat, Cadre, Calcul, Resultat, Ventilation, part, seules};
use crate::registre::{Definition, Figure};

const SOURCE: &str =
    "Définitions du registre, famille B (règle de la DREES : mesures exercées ou non)";
const AU_DERNIER_JOUR: &str = "en vigueur le dernier jour de la période";
const RESPONSABLE: &str = "délégation responsable de l'enfant le dernier jour";

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        figure: Figure::B1,
        id: "B1",
        version: 1,
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
    },
    Definition {
        figure: Figure::B2,
        id: "B2",
        version: 1,
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
    },
    Definition {
        figure: Figure::B3,
        id: "B3",
        version: 1,
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
    },
    Definition {
        figure: Figure::B4,
        id: "B4",
        version: 1,
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
    },
    Definition {
        figure: Figure::B5,
        id: "B5",
        version: 1,
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

pub(super) async fn b1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            mesures!(
                "select count(*) filter (where en_vigueur) as en_vigueur,
                        count(*) filter (where en_vigueur and not exercee)
                            as dont_non_executees,
                        count(*) filter (where terme_le < $4 and non_finie and exercee)
                            as echues_encore_exercees,
                        count(*) filter (where prononcee_le <= $4 and $4 < effet_le and non_finie)
                            as a_effet_differe
                   from mesure
                  where famille = 'aide_a_domicile'
                    and ($5::text[] is null or service = any ($5))"
            ),
            cadre.services(),
        )
        .await?;
    Ok(seules(stock(&row, "AED en vigueur")?))
}

fn stock(row: &Agregat, libelle: &str) -> Calcul<Vec<super::Valeur>> {
    Ok(vec![
        row.compte("en_vigueur", libelle)?,
        row.compte("dont_non_executees", "dont non exercées")?,
        row.compte("echues_encore_exercees", "À côté : échues, encore exercées")?,
        row.compte("a_effet_differe", "À côté : à effet différé")?,
    ])
}

pub(super) async fn b2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            mesures!(
                "select count(*) filter (where en_vigueur) as en_vigueur,
                        count(*) filter (where en_vigueur and not exercee)
                            as dont_non_executees,
                        count(*) filter (where terme_le < $4 and non_finie and exercee)
                            as echues_encore_exercees,
                        count(*) filter (where prononcee_le <= $4 and $4 < effet_le and non_finie)
                            as a_effet_differe,
                        count(*) filter (where en_vigueur and nature = 'aemo_renforcee')
                            as dont_renforcees
                   from mesure
                  where famille = 'milieu_ouvert'
                    and ($5::text[] is null or service = any ($5))"
            ),
            cadre.services(),
        )
        .await?;
    let mut valeurs = stock(&row, "AEMO en vigueur")?;
    valeurs.push(row.compte("dont_renforcees", "dont renforcées")?);
    Ok(seules(valeurs))
}

pub(super) async fn b3(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let rows = cadre
        .lignes(
            mesures!(
                "select service,
                        count(*) filter (where famille = 'milieu_ouvert') as aemo,
                        count(*) filter (where famille = 'aide_a_domicile') as aed,
                        count(*) filter (where famille = 'milieu_ouvert' and exercee)
                            as aemo_exercees,
                        count(*) filter (where famille = 'aide_a_domicile' and exercee)
                            as aed_exercees,
                        count(*) filter (
                              where famille not in ('milieu_ouvert', 'aide_a_domicile')) as pead
                   from mesure
                  where en_vigueur and ($5::text[] is null or service = any ($5))
                  group by service"
            ),
            cadre.services(),
        )
        .await?;
    let mut total = Judiciarisation::default();
    let mut by_place = Vec::with_capacity(rows.len());
    for row in rows {
        let service: Option<String> = row.try_get("service")?;
        let line = Judiciarisation::new(&Agregat(row))?;
        total.add(line);
        by_place.extend(cadre.carte.map(|carte| (carte.du_service(service.as_deref()), line)));
    }
    let taux = |cle: &str, libelle: &str, line: Judiciarisation| {
        part(cle, libelle, line.aemo, line.aemo + line.aed)
    };
    let lignes = cadre.par_territoire(by_place, |sum, line| sum.add(line), taux);
    Ok(Resultat {
        valeurs: total.valeurs(),
        ventilations: vec![Ventilation { axe: "territoire", lignes }],
    })
}

/// What the rate is made of.
#[derive(Clone, Copy, Default)]
struct Judiciarisation {
    aemo: i64,
    aed: i64,
    aemo_exercees: i64,
    aed_exercees: i64,
    pead: i64,
}

impl Judiciarisation {
    fn new(row: &Agregat) -> Calcul<Self> {
        Ok(Self {
            aemo: row.n("aemo")?,
            aed: row.n("aed")?,
            aemo_exercees: row.n("aemo_exercees")?,
            aed_exercees: row.n("aed_exercees")?,
            pead: row.n("pead")?,
        })
    }

    fn add(&mut self, other: Self) {
        let Self { aemo, aed, aemo_exercees, aed_exercees, pead } = other;
        self.aemo += aemo;
        self.aed += aed;
        self.aemo_exercees += aemo_exercees;
        self.aed_exercees += aed_exercees;
        self.pead += pead;
    }

    fn valeurs(self) -> Vec<super::Valeur> {
        let Self { aemo, aed, aemo_exercees, aed_exercees, pead } = self;
        let (avec_pead, exercees) = (aemo + pead, aemo_exercees + aed_exercees);
        vec![
            part("taux", "Taux de judiciarisation", aemo, aemo + aed),
            part("taux_executees", "Mesures exercées seulement", aemo_exercees, exercees),
            part("taux_avec_pead", "Avec les PEAD", avec_pead, avec_pead + aed),
        ]
    }
}

pub(super) async fn b4(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            mesures!(
                "select count(*) filter (where famille = 'aide_a_domicile') as aed,
                        count(*) filter (
                              where famille = 'milieu_ouvert' and nature <> 'aemo_renforcee')
                            as aemo,
                        count(*) filter (where nature = 'aemo_renforcee') as aemo_r,
                        count(*) as attentes,
                        sum($4 - effet_le) as age_depuis_effet,
                        count(*) filter (where recue_le <= $4) as recues,
                        sum($4 - recue_le) filter (where recue_le <= $4) as age_depuis_reception,
                        count(*) filter (where attribuee_le <= $4) as attribuees,
                        sum($4 - attribuee_le) filter (where attribuee_le <= $4)
                            as age_depuis_attribution
                   from mesure
                  where en_vigueur and not exercee
                    and famille in ('aide_a_domicile', 'milieu_ouvert')
                    and ($5::text[] is null or service = any ($5))"
            ),
            cadre.services(),
        )
        .await?;
    Ok(seules(vec![
        row.compte("aed", "AED en attente")?,
        row.compte("aemo", "AEMO non renforcées en attente")?,
        row.compte("aemo_r", "AEMO renforcées en attente")?,
        row.moyenne("age_depuis_effet", "Attente moyenne depuis l'effet", "attentes")?,
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
