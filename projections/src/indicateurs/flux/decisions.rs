//! What was decided in the period, by whom; and what became of the AED proposed.

use domain::codes::{Code as _, NatureMesure};

use super::super::vies::coupes::{combien, par_cle};
use super::super::vies::{Mesure, vies};
use super::super::{Cadre, Calcul, RESPONSABLE_SEULE, Resultat, Ventilation, compte, seules};
use super::{RESPONSABLE, SOURCE};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the decisions.
pub(in super::super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(x10(cadre)),
        id: "X10",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Decisions,
        libelle: "Mesures décidées dans la période",
        unite: "mesure ; décision ; enfant",
        genre: "flux",
        numerateur: "mesures prononcées ou signées dans la période",
        denominateur: "",
        regle_de_date: "jour du prononcé ou de la signature dans la période",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Mesures de toute nature prononcées ou signées dans la période, renouvellements compris, que l'effet soit dans la période ou non ; celle dont l'effet est suspendu compte dès que son jour d'effet est fixé. Trois unités : la mesure (une par enfant), la décision (jugement, ordonnance, arrêté ou contrat, que des frères et sœurs partagent), l'enfant. Source : parquet pour une ordonnance de placement provisoire du parquet ; administrative pour un contrat ou un arrêté ; juge pour toute autre.",
        sommes: &[Somme {
            total: "mesures@source/parquet",
            parties: &["mesures@nature/opp_parquet"],
        }],
    },
    Definition {
        calcul: |cadre| Box::pin(x11(cadre)),
        id: "X11",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Decisions,
        libelle: "AED proposées, signées, refusées",
        unite: "décision d'un enfant",
        genre: "cohorte",
        numerateur: "décisions qui proposent une AED, par issue",
        denominateur: "décisions qui proposent une AED",
        regle_de_date: "jour de la décision dans la période ; issues connues au jour d'observation",
        territoire: RESPONSABLE_SEULE,
        date_de_l_age: "",
        source: "Définitions du registre, famille X ; CASF, art. L222-2 et L223-2",
        definition: "Décisions de la période, une par enfant, dont une suite est une aide administrative de nature AED ou AED renforcée. Signée : une AED de l'enfant a été signée du jour de la décision au jour d'observation, et avant la décision suivante qui en propose une. Sinon refusée : une révision de la décision pour refus des titulaires, au plus tard le jour d'observation, ne laisse plus d'AED. Sinon en attente. Délai : jours de la décision à la première de ces signatures. Proposer se lit dans la décision d'origine, non dans ses révisions ; toute AED de l'enfant prononcée dans l'intervalle, renouvellement compris, vaut signature dès que son jour d'effet est fixé. Refusée : du jour de la première révision pour refus, si aucune AED ne reste après la dernière révision.",
        sommes: &[
            Somme {
                total: "proposees",
                parties: &["signees.num", "refusees.num", "en_attente.num"],
            },
            Somme { total: "proposees", parties: &["signees.den"] },
            Somme { total: "proposees", parties: &["refusees.den"] },
            Somme { total: "proposees", parties: &["en_attente.den"] },
            Somme { total: "signees.num", parties: &["delai_moyen.den"] },
        ],
    },
];

/// Who decided.
fn source(mesure: &Mesure) -> &'static str {
    if mesure.nature == NatureMesure::OppParquet {
        "parquet"
    } else if mesure.administrative {
        "administrative"
    } else {
        "juge"
    }
}

const SOURCES: [(&str, &str); 3] = [
    ("administrative", "Département, par contrat ou arrêté"),
    ("juge", "juge"),
    ("parquet", "parquet"),
];

async fn x10(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let mut decided = Vec::new();
    for vie in lives {
        let kept = vie.mesures.iter().filter(|mesure| cadre.retient(vie.service_de(mesure)));
        let within = kept.filter(|mesure| (cadre.du..=cadre.au).contains(&mesure.prononcee_le));
        decided.extend(within.map(|mesure| (vie.enfant, mesure)));
    }
    let mut children: Vec<_> = decided.iter().map(|(enfant, _)| *enfant).collect();
    children.dedup();
    let mut decisions: Vec<_> = decided.iter().map(|(_, mesure)| mesure.decision).collect();
    decisions.sort_unstable();
    decisions.dedup();
    let told = |(cle, libelle): &(&str, &str)| ((*cle).to_owned(), (*libelle).to_owned());
    let sources = par_cle(SOURCES.iter().map(told), decided.iter().map(|(_, m)| source(m)));
    let natures = NatureMesure::TOUS.iter().map(|nature| told(&(nature.cle(), nature.libelle())));
    let natures = par_cle(natures, decided.iter().map(|(_, mesure)| mesure.nature.cle()));
    Ok(Resultat {
        valeurs: vec![
            compte("mesures", "Mesures décidées", combien(&decided)),
            compte("decisions", "Décisions distinctes", combien(&decisions)),
            compte("enfants", "Enfants distincts", combien(&children)),
        ],
        ventilations: vec![
            Ventilation { axe: "source", de: "mesures", lignes: sources },
            Ventilation { axe: "nature", de: "mesures", lignes: natures },
        ],
    })
}

async fn x11(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            "with proposee as (
                 select fait.enfant, fait.decision, fait.prise_le, fait.aed_refusee_le,
                        lead(fait.prise_le) over (partition by fait.enfant
                                                  order by fait.prise_le, fait.decision)
                            as suivante_le
                   from projections.fait_decision as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.aed_proposee),
                  suivie as (
                 select proposee.prise_le, proposee.aed_refusee_le, min(fait.prononcee_le) as signee_le
                   from proposee
                   left join projections.fait_mesure as fait
                     on fait.log_id = $1 and fait.enfant = proposee.enfant
                    and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.famille = 'aide_a_domicile'
                    and fait.prononcee_le >= proposee.prise_le and fait.prononcee_le <= $6
                    and (proposee.suivante_le is null or fait.prononcee_le < proposee.suivante_le)
                   left join projections.fait_residence as residence
                     on residence.log_id = $1 and residence.enfant = proposee.enfant
                    and residence.from_position <= $2
                    and (residence.to_position is null or $2 < residence.to_position)
                    and residence.depuis <= $4
                    and (residence.jusqu_a is null or $4 < residence.jusqu_a)
                  where proposee.prise_le between $3 and $4
                    and ($5::text[] is null or residence.service_responsable = any ($5))
                  group by proposee.enfant, proposee.decision, proposee.prise_le,
                           proposee.aed_refusee_le)
             select count(*) as proposees,
                    count(signee_le) as signees,
                    count(*) filter (where signee_le is null and aed_refusee_le <= $6) as refusees,
                    count(*) filter (
                          where signee_le is null
                            and (aed_refusee_le is null or $6 < aed_refusee_le)) as en_attente,
                    sum(signee_le - prise_le) as delai_moyen,
                    percentile_disc(0.5) within group (order by signee_le - prise_le)::bigint
                        as delai_median,
                    percentile_disc(0.9) within group (order by signee_le - prise_le)::bigint
                        as delai_p90
               from suivie",
            cadre.services(),
        )
        .await?;
    Ok(seules(vec![
        row.compte("proposees", "AED proposées")?,
        row.part("signees", "Signées", "proposees")?,
        row.part("refusees", "Refusées", "proposees")?,
        row.part("en_attente", "Ni signées ni refusées", "proposees")?,
        row.moyenne("delai_moyen", "Délai moyen de signature", "signees")?,
        row.jours("delai_median", "Délai médian de signature")?,
        row.jours("delai_p90", "9 signées sur 10 en moins de")?,
    ]))
}
