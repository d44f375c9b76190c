//! Family G: health and handicap. What was done and what is known, never an illness.

use super::accueil::accueillis;
use super::sql::{de_la_delegation, en_vigueur, residence, valide};
use super::{Cadre, Calcul, DERNIER_JOUR, RESPONSABLE, Resultat, seules};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(g1(cadre)),
        id: "G1",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Sante,
        libelle: "Bilan de santé annuel",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants dont un bilan ou un suivi médical a moins de douze mois",
        denominateur: "enfants confiés le dernier jour et douze mois plus tôt",
        regle_de_date: "dernier jour de la période",
        territoire: RESPONSABLE,
        date_de_l_age: DERNIER_JOUR,
        source: "Définitions du registre, famille G ; CASF, art. L223-1-1 ; schéma 2025-2029 de la Charente-Maritime, fiche 8",
        definition: "Enfants distincts, mineurs le dernier jour, qu'une mesure de la famille « confiés à l'ASE » en vigueur confie ce jour, et qu'une telle mesure, la même ou une autre, confiait déjà le même quantième douze mois plus tôt ; part de ceux pour qui un bilan de santé et de prévention à l'entrée ou un suivi médical a été fait dans les douze mois qui finissent le dernier jour (le premier de ces jours exclu). Dont ceux pour qui un bilan bucco-dentaire l'a été.",
        sommes: &[Somme { total: "bilan.den", parties: &["bilan_dentaire.den"] }],
    },
    Definition {
        calcul: |cadre| Box::pin(g2(cadre)),
        id: "G2",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Sante,
        libelle: "Double vulnérabilité",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants accueillis dont un handicap est reconnu ou une orientation de la CDAPH connue",
        denominateur: "enfants accueillis (D1-droit) hors mineurs non accompagnés",
        regle_de_date: "dernier jour de la période",
        territoire: RESPONSABLE,
        date_de_l_age: DERNIER_JOUR,
        source: "Définitions du registre, famille G ; annexe 2-8 CASF, variables 16 et 17",
        definition: "Enfants de D1-droit qui ne sont pas reconnus mineurs non accompagnés au dernier jour, selon la dernière observation, de ce jour ou d'avant, de chacune des deux rubriques « handicap reconnu » et « orientation de la CDAPH » : droit, quand l'une des deux est oui ; sans droit, quand le handicap est non ; ne sait pas, quand l'une des deux le dit ; sinon non renseigné (jamais demandé, sans objet, ou seule une orientation négative est connue).",
        sommes: &[
            Somme { total: "D1:hors_mna", parties: &["droit.den"] },
            Somme {
                total: "droit.den",
                parties: &["droit.num", "sans_droit", "ne_sait_pas", "non_renseigne"],
            },
        ],
    },
];

pub(super) async fn g1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let sql = concat!(
        "select count(*) as confies,
                count(*) filter (where bilan) as bilan,
                count(*) filter (where bilan_dentaire) as bilan_dentaire
           from (select fait.enfant,
                        coalesce(bool_or(acte.acte in ('bilan_entree', 'suivi')), false) as bilan,
                        coalesce(bool_or(acte.acte = 'bilan_dentaire'), false) as bilan_dentaire
                   from projections.fait_mesure as fait
                   join projections.fait_mesure as avant
                     on avant.enfant = fait.enfant and ",
        valide!("avant"),
        "
                    and avant.famille = 'confie' and ",
        en_vigueur!("avant", "($4 - interval '12 months')"),
        "
                   join projections.fait_enfant as enfant on enfant.enfant = fait.enfant and ",
        valide!("enfant"),
        "
                   left join projections.fait_acte_sante as acte
                     on acte.enfant = fait.enfant and ",
        valide!("acte"),
        "
                    and acte.le <= $4 and $4 - interval '12 months' < acte.le
                   ",
        residence!("fait"),
        "
                  where ",
        valide!("fait"),
        " and fait.famille = 'confie' and ",
        en_vigueur!("fait", "$4"),
        "
                    and (enfant.majorite_le is null or $4 < enfant.majorite_le) and ",
        de_la_delegation!("fait"),
        "
                  group by fait.enfant) as confie"
    );
    let row = cadre.ligne(sql, cadre.services()).await?;
    Ok(seules(vec![
        row.part("bilan", "Bilan ou suivi médical de moins de douze mois", "confies")?,
        row.part("bilan_dentaire", "Bilan bucco-dentaire de moins de douze mois", "confies")?,
    ]))
}

pub(super) async fn g2(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let row = cadre
        .ligne(
            accueillis!(
                ", derniere as (
                 select distinct on (fait.enfant, fait.rubrique)
                        fait.enfant, fait.rubrique, fait.connaissance, fait.valeur
                   from projections.fait_situation as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.rubrique in ('handicap', 'orientation_cdaph') and fait.le <= $4
                  order by fait.enfant, fait.rubrique, fait.le desc),
                  observe as (
                 select enfant, bool_or(valeur = 'oui') is true as oui,
                        bool_or(rubrique = 'handicap' and valeur = 'non') is true as non,
                        bool_or(connaissance = 'ne_sait_pas') is true as ne_sait_pas
                   from derniere
                  group by enfant)
                 select count(*) as hors_mna,
                        count(*) filter (where oui) as droit,
                        count(*) filter (where not oui and non) as sans_droit,
                        count(*) filter (where not oui and not non and ne_sait_pas)
                            as ne_sait_pas,
                        count(*) filter (where not coalesce(oui or non or ne_sait_pas, false))
                            as non_renseigne
                   from accueilli
                   left join observe on observe.enfant = accueilli.enfant
                  where not accueilli.mna
                    and ($5::text[] is null or accueilli.service = any ($5))"
            ),
            cadre.services(),
        )
        .await?;
    Ok(seules(vec![
        row.part("droit", "Handicap reconnu ou orientation de la CDAPH", "hors_mna")?,
        row.compte("sans_droit", "Sans handicap reconnu")?,
        row.compte("ne_sait_pas", "Ne sait pas")?,
        row.compte("non_renseigne", "Non renseigné")?,
    ]))
}
