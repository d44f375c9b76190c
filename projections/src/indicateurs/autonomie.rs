//! Family E, continued: young adults, and the way there.

use super::sql::{de_la_delegation, en_vigueur, residence, valide};
use super::{Agregat, Cadre, Calcul, Resultat, seules};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(e4(cadre)),
        id: "E4",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Sortants,
        libelle: "Accompagnement des jeunes majeurs",
        unite: "accompagnement",
        genre: "flux",
        numerateur: "jeunes en contrat ; demandes, accords, refus et arrêts de la période",
        denominateur: "",
        regle_de_date: "dernier jour de la période pour le stock ; premier jour de la demande, de l'accord, du refus ou de l'arrêt dans la période pour les flux",
        territoire: "délégation responsable de l'enfant le dernier jour, à défaut celle que dit la mesure ; pour les demandes et les autres actes, la première seulement",
        date_de_l_age: "",
        source: "Définitions du registre, famille E ; CASF, art. L222-5 5°",
        definition: "Stock : personnes distinctes dont un contrat jeune majeur est en vigueur le dernier jour (effet au plus tard ce jour, terme ce jour ou après, sans fin avant ou ce jour), exécuté ou non. Un accompagnement est demandé du premier de ces jours : la première réponse du jeune, si elle est oui ; le premier accord ; le premier refus. Une proposition sans réponse ou déclinée n'est pas une demande. Demandes de la période : accompagnements demandés dans la période, et jeunes distincts qui demandent ; leur issue au jour d'observation est l'accord si le premier accord n'est pas après le premier refus, sinon le refus, sinon l'attente. À côté, du jour de chaque premier acte dans la période : propositions, réponses négatives, accords, refus, arrêts.",
        sommes: &[Somme { total: "demandes", parties: &["accordees", "refusees", "en_attente"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(e5(cadre)),
        id: "E5",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Sortants,
        libelle: "Entretien des 17 ans et sorties sèches",
        unite: "jeune",
        genre: "cohorte",
        numerateur: "jeunes dont l'entretien fut tenu ; sorties sans contrat et avec un besoin non couvert",
        denominateur: "jeunes confiés la veille de leurs 18 ans ; sorties entre 18 et 21 ans",
        regle_de_date: "18 ans dans la période pour l'entretien ; jour de la sortie dans la période pour les sorties",
        territoire: "délégation responsable de l'enfant le dernier jour, à défaut celle que dit la mesure ; pour les sorties, la première seulement",
        date_de_l_age: "jour de la sortie",
        source: "Définitions du registre, famille E ; CASF, art. L222-5-1 et R222-6",
        definition: "Entretien : jeunes dont les 18 ans tombent dans la période et qu'une mesure de la famille « confiés à l'ASE » confiait la veille (effet avant les 18 ans, terme la veille ou après, sans fin avant les 18 ans) ; leur premier entretien « un an avant la majorité » tenu avant les 18 ans l'est à 17 ans quand il est tenu au plus tard le jour des 17 ans, après 17 ans sinon ; faute d'entretien tenu, décliné s'il fut décliné avant les 18 ans ; sinon non tenu. Sorties : sorties de l'aide sociale à l'enfance de la période, du jour des 18 ans à la veille des 21 ans. Avec contrat : un contrat jeune majeur a pris effet au plus tard le jour de la sortie. Sans contrat : le dernier projet d'accès à l'autonomie, de ce jour ou d'avant, dit que les six besoins sont couverts, ou qu'un au moins ne l'est pas (sortie sèche) ; sans projet, les besoins ne sont pas connus.",
        sommes: &[
            Somme {
                total: "tenus.den",
                parties: &["tenus_a_17_ans", "tenus_apres_17_ans", "declines", "non_tenus"],
            },
            Somme { total: "tenus.num", parties: &["tenus_a_17_ans", "tenus_apres_17_ans"] },
            Somme {
                total: "seches.den",
                parties: &["avec_contrat", "besoins_couverts", "seches.num", "besoins_inconnus"],
            },
        ],
    },
];

/// The accompaniments, with the day each was asked.
async fn accompagnements(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) filter (where propose_le between $3 and $4) as propositions,
                count(*) filter (where not accepte and repondu_le between $3 and $4) as declinees,
                count(*) filter (where demande) as demandes,
                count(distinct enfant) filter (where demande) as demandeurs,
                count(*) filter (where demande and issue = 'accord') as accordees,
                count(*) filter (where demande and issue = 'refus') as refusees,
                count(*) filter (where demande and issue is null) as en_attente,
                count(*) filter (where accorde_le between $3 and $4) as accords,
                count(*) filter (where refuse_le between $3 and $4) as refus,
                count(*) filter (where arrete_le between $3 and $4) as arrets
           from (select fait.enfant, fait.propose_le, fait.repondu_le, fait.accepte,
                        fait.accorde_le, fait.refuse_le, fait.arrete_le,
                        least(case when fait.accepte then fait.repondu_le end, fait.accorde_le,
                              fait.refuse_le) between $3 and $4 as demande,
                        case when fait.accorde_le <= least(fait.refuse_le, $6) then 'accord'
                             when fait.refuse_le <= $6 then 'refus' end as issue
                   from projections.fait_accompagnement as fait
                   ",
        residence!("fait"),
        "
                  where ",
        valide!("fait"),
        " and ",
        de_la_delegation!(),
        ") as accompagnement"
    );
    cadre.ligne(sql, cadre.services()).await
}

pub(super) async fn e4(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let sql = concat!(
        "select count(distinct fait.enfant) as en_contrat
           from projections.fait_mesure as fait
           ",
        residence!("fait"),
        " where ",
        valide!("fait"),
        " and fait.nature = 'contrat_jeune_majeur' and ",
        en_vigueur!("fait", "$4"),
        " and ",
        de_la_delegation!("fait")
    );
    let stock = cadre.ligne(sql, cadre.services()).await?;
    let flux = accompagnements(cadre).await?;
    Ok(seules(vec![
        stock.compte("en_contrat", "Jeunes en contrat jeune majeur")?,
        flux.compte("demandes", "Accompagnements demandés")?,
        flux.compte("demandeurs", "Jeunes qui demandent")?,
        flux.compte("accordees", "dont accordés")?,
        flux.compte("refusees", "dont refusés")?,
        flux.compte("en_attente", "dont sans décision")?,
        flux.compte("propositions", "À côté : propositions de la période")?,
        flux.compte("declinees", "À côté : propositions déclinées")?,
        flux.compte("accords", "À côté : accords de la période")?,
        flux.compte("refus", "À côté : refus de la période")?,
        flux.compte("arrets", "À côté : arrêts de la période")?,
    ]))
}

/// Those who come of age in the period, confided on the eve.
async fn majeurs(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) as jeunes,
                count(tenu_le) as tenus,
                count(*) filter (where tenu_le <= majorite_le - interval '12 months')
                    as tenus_a_17_ans,
                count(*) filter (where majorite_le - interval '12 months' < tenu_le)
                    as tenus_apres_17_ans,
                count(*) filter (where tenu_le is null and decline) as declines,
                count(*) filter (where tenu_le is null and not decline) as non_tenus
           from (select fait.enfant, enfant.majorite_le, bool_or(entretien.tenu is false) is true
                            as decline,
                        min(entretien.le) filter (where entretien.tenu) as tenu_le
                   from projections.fait_enfant as enfant
                   join projections.fait_mesure as fait
                     on fait.enfant = enfant.enfant and ",
        valide!("fait"),
        "
                    and fait.famille = 'confie' and fait.effet_le < enfant.majorite_le
                    and (fait.terme_le is null or enfant.majorite_le <= fait.terme_le + 1)
                    and (fait.fin_le is null or enfant.majorite_le <= fait.fin_le)
                   left join projections.fait_entretien as entretien
                     on entretien.enfant = enfant.enfant and ",
        valide!("entretien"),
        "
                    and entretien.genre = 'dix_sept_ans' and entretien.le < enfant.majorite_le
                   ",
        residence!("enfant"),
        "
                  where ",
        valide!("enfant"),
        " and enfant.majorite_le between $3 and $4 and ",
        de_la_delegation!("fait"),
        "
                  group by fait.enfant, enfant.majorite_le) as jeune"
    );
    cadre.ligne(sql, cadre.services()).await
}

/// The exits of the period between 18 and 21.
async fn sorties(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select count(*) as sorties,
                count(*) filter (where contrat) as avec_contrat,
                count(*) filter (where not contrat and non_couverts = '') as besoins_couverts,
                count(*) filter (where not contrat and non_couverts <> '') as seches,
                count(*) filter (where not contrat and non_couverts is null) as besoins_inconnus
           from (select exists (
                            select
                              from projections.fait_mesure as fait
                             where fait.enfant = sortie.enfant and ",
        valide!("fait"),
        "
                               and fait.nature = 'contrat_jeune_majeur'
                               and fait.effet_le <= sortie.le) as contrat,
                        (select projet.non_couverts
                           from projections.fait_projet_autonomie as projet
                          where projet.enfant = sortie.enfant and ",
        valide!("projet"),
        "
                            and projet.le <= sortie.le
                          order by projet.le desc
                          limit 1) as non_couverts
                   from projections.fait_sortie as sortie
                   join projections.fait_enfant as enfant on enfant.enfant = sortie.enfant and ",
        valide!("enfant"),
        "
                   ",
        residence!("sortie"),
        "
                  where ",
        valide!("sortie"),
        " and sortie.le between $3 and $4 and enfant.majorite_le <= sortie.le
                    and sortie.le < enfant.majorite_le + interval '3 years' and ",
        de_la_delegation!(),
        ") as sortie"
    );
    cadre.ligne(sql, cadre.services()).await
}

pub(super) async fn e5(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let (majeurs, sorties) = (majeurs(cadre).await?, sorties(cadre).await?);
    Ok(seules(vec![
        majeurs.part("tenus", "Entretiens tenus avant 18 ans", "jeunes")?,
        majeurs.compte("tenus_a_17_ans", "dont tenus à 17 ans au plus tard")?,
        majeurs.compte("tenus_apres_17_ans", "dont tenus après 17 ans")?,
        majeurs.compte("declines", "Entretiens déclinés")?,
        majeurs.compte("non_tenus", "Entretiens non tenus")?,
        sorties.part("seches", "Sorties sèches entre 18 et 21 ans", "sorties")?,
        sorties.compte("avec_contrat", "Sorties après un contrat jeune majeur")?,
        sorties.compte("besoins_couverts", "Sorties sans contrat, besoins couverts")?,
        sorties.compte("besoins_inconnus", "Sorties sans contrat, besoins non renseignés")?,
    ]))
}
