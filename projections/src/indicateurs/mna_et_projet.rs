//! Families E and F: unaccompanied minors, and the projet pour l'enfant (PPE).

use super::accueil::accueillis_au;
use super::{Cadre, Calcul, RESPONSABLE, Resultat, seules};
use crate::registre::{Definition, Registres, Section};

const AU_DERNIER_JOUR: &str = "en vigueur le dernier jour de la période";

/// The definitions of the families.
pub(super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(e1(cadre)),
        id: "E1",
        version: 1,
        registres: Registres::depuis(1),
        section: Section::Stocks,
        libelle: "Mineurs non accompagnés",
        unite: "enfant",
        genre: "stock",
        numerateur: "enfants reconnus mineurs non accompagnés, pris en charge",
        denominateur: "",
        regle_de_date: AU_DERNIER_JOUR,
        territoire: RESPONSABLE,
        date_de_l_age: "dernier jour de la période",
        source: "Définitions du registre, famille E",
        definition: "E1a : mineurs le dernier jour, reconnus non accompagnés, dans D1-droit. E1b : tous âges, arrivés comme mineurs non accompagnés, dans D1-droit ou en contrat jeune majeur.",
        sommes: &[],
    },
    Definition {
        calcul: |cadre| Box::pin(f1(cadre)),
        id: "F1",
        version: 1,
        registres: Registres::depuis(1),
        section: Section::Projets,
        libelle: "Projets pour l'enfant",
        unite: "enfant",
        genre: "stock",
        numerateur: "mineurs dont le projet est établi, à jour, ou établi à temps",
        denominateur: "mineurs accompagnés depuis trois mois ; pour F1c, mineurs dont une mesure a pris effet",
        regle_de_date: "dernier jour de la période ; pour F1c, date d'effet dans la période",
        territoire: "délégation responsable de l'enfant le dernier jour, pour F1c aussi : celle de la résidence déclarée ; sans délégation dite, la première, par son nom, de celles que disent ses mesures retenues",
        date_de_l_age: "dernier jour de la période",
        source: "Définitions du registre, famille F ; CASF, art. L223-1-1 et D223-12",
        definition: "Mineurs distincts dont une mesure (AED, AEMO, confiés, placements directs) est en vigueur le dernier jour, dans une chaîne qui a pris effet trois mois avant au moins. F1a : part dont le projet est établi ; un refus de signer ne l'efface pas. F1b : part dont la dernière édition a douze mois au plus (six avant trois ans) et n'est pas antérieure au dernier rapport d'évaluation. F1c : parmi les mineurs dont une première mesure de chaîne a pris effet dans la période, part dont le projet est établi dans les trois mois.",
        sommes: &[],
    },
];

pub(super) async fn e1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let in_force = accueillis_au(cadre).await?;
    let all_ages = cadre
        .ligne(
            "select count(distinct enfant.enfant) as e1b
               from projections.fait_enfant as enfant
               join projections.fait_mesure as fait
                 on fait.log_id = $1 and fait.enfant = enfant.enfant
                and fait.from_position <= $2
                and (fait.to_position is null or $2 < fait.to_position)
                and (fait.famille in ('confie', 'placement_direct')
                     or fait.nature = 'contrat_jeune_majeur')
                and fait.effet_le <= $4 and (fait.terme_le is null or $4 <= fait.terme_le)
                and (fait.fin_le is null or $4 < fait.fin_le)
               left join projections.fait_residence as residence
                 on residence.log_id = $1 and residence.enfant = enfant.enfant
                and residence.from_position <= $2
                and (residence.to_position is null or $2 < residence.to_position)
                and residence.depuis <= $4
                and (residence.jusqu_a is null or $4 < residence.jusqu_a)
              where enfant.log_id = $1 and enfant.from_position <= $2
                and (enfant.to_position is null or $2 < enfant.to_position)
                and enfant.mna_le <= $4
                and ($5::text[] is null
                     or coalesce(residence.service_responsable, fait.service_responsable)
                        = any ($5))",
            cadre.services(),
        )
        .await?;
    Ok(seules(vec![
        in_force.compte("e1a", "Mineurs non accompagnés accueillis")?,
        all_ages.compte("e1b", "Arrivés non accompagnés, tous âges")?,
    ]))
}

/// One row a minor whose measures the given conditions keep, with his délégation and his PPE.
macro_rules! accompagnes {
    ($colonnes:literal, $mesures:literal, $reste:literal) => {
        concat!(
            "with accompagne as (
                 select enfant.enfant, min(enfant.naissance) as naissance,
                        min(coalesce(residence.service_responsable, fait.service_responsable))
                            as service,
                        ",
            $colonnes,
            "
                   from projections.fait_mesure as fait
                   join projections.fait_enfant as enfant
                     on enfant.log_id = $1 and enfant.enfant = fait.enfant
                    and enfant.from_position <= $2
                    and (enfant.to_position is null or $2 < enfant.to_position)
                   left join projections.fait_residence as residence
                     on residence.log_id = $1 and residence.enfant = fait.enfant
                    and residence.from_position <= $2
                    and (residence.to_position is null or $2 < residence.to_position)
                    and residence.depuis <= $4
                    and (residence.jusqu_a is null or $4 < residence.jusqu_a)
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                    and fait.famille <> 'autre'
                    and ",
            $mesures,
            "
                  group by enfant.enfant),
                  projet as (
                 select fait.enfant, min(fait.etabli_le) as etabli_le,
                        max(fait.edite_le) filter (where fait.edite_le <= $4) as edite_le,
                        max(coalesce(fait.rapport_suivant_le, 'infinity'))
                            filter (where fait.edite_le <= $4) as rapport_suivant_le
                   from projections.fait_ppe as fait
                  where fait.log_id = $1 and fait.from_position <= $2
                    and (fait.to_position is null or $2 < fait.to_position)
                  group by fait.enfant)
             ",
            $reste
        )
    };
}

pub(super) async fn f1(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let stock = cadre
        .ligne(
            accompagnes!(
                "min(fait.ppe_du_le) as du_le",
                "fait.ppe_du_le <= $4
                    and fait.effet_le <= $4 and (fait.terme_le is null or $4 <= fait.terme_le)
                    and (fait.fin_le is null or $4 < fait.fin_le)
                    and (enfant.majorite_le is null or $4 < enfant.majorite_le)",
                "select count(*) as accompagnes,
                        count(*) filter (where projet.etabli_le <= $4) as f1a,
                        count(*) filter (
                              where projet.edite_le
                                    >= case when $4 < accompagne.naissance + interval '3 years'
                                            then $4 - interval '6 months'
                                            else $4 - interval '12 months' end
                                and $4 < projet.rapport_suivant_le) as f1b
                   from accompagne
                   left join projet on projet.enfant = accompagne.enfant
                  where $5::text[] is null or accompagne.service = any ($5)"
            ),
            cadre.services(),
        )
        .await?;
    let cohorte = cadre
        .ligne(
            accompagnes!(
                "min(fait.ppe_du_le) as du_le",
                "fait.premiere_de_chaine and fait.effet_le between $3 and $4
                    and (enfant.majorite_le is null or fait.effet_le < enfant.majorite_le)",
                "select count(*) as commences,
                        count(*) filter (where projet.etabli_le <= accompagne.du_le) as f1c
                   from accompagne
                   left join projet on projet.enfant = accompagne.enfant
                  where $5::text[] is null or accompagne.service = any ($5)"
            ),
            cadre.services(),
        )
        .await?;
    Ok(seules(vec![
        stock.part("f1a", "Mineurs accompagnés avec un projet établi", "accompagnes")?,
        stock.part("f1b", "Mineurs accompagnés avec un projet à jour", "accompagnes")?,
        cohorte.part("f1c", "Projets établis dans les trois mois", "commences")?,
    ]))
}
