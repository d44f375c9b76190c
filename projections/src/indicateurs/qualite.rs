//! What the figures stand on: what the law finds wrong in the record, and what the record does not say.

use domain::codes::{Code as _, NatureMesure};
use domain::droit::Charge;
use domain::mesure::maximum;

use super::sql::{de_la_delegation, en_vigueur, residence, valide};
use super::{Agregat, Cadre, Calcul, Resultat, par_cle};
use crate::registre::{Definition, Registres, Section};

/// The definitions of the family.
pub(super) const DEFINITIONS: &[Definition] = &[Definition {
    calcul: |cadre| Box::pin(j6(cadre)),
    id: "J6",
    version: 1,
    registres: Registres::depuis(2),
    section: Section::Qualite,
    libelle: "Qualité des données",
    unite: "irrégularité",
    genre: "stock",
    numerateur: "irrégularités ouvertes ; enfants et mesures auxquels il manque une donnée",
    denominateur: "enfants suivis ; mesures en vigueur",
    regle_de_date: "dernier jour de la période",
    territoire: "délégation responsable de l'enfant le dernier jour, à défaut celle que dit la mesure ; pour les irrégularités et les effets à fixer, la première seulement",
    date_de_l_age: "",
    source: "Définitions du registre, famille J ; articles dits par chaque irrégularité",
    definition: "Irrégularités : ce que la loi trouve à redire d'un dossier au dernier jour, d'après les faits survenus ce jour ou avant et connus à la position du rapport, par sorte et par qui doit le fait manquant ; une par sorte et par objet ; enfants distincts. Enfants suivis : enfants distincts dont une mesure est en vigueur le dernier jour ; sans commune : leur dernière résidence déclarée, de ce jour ou d'avant, ne dit pas de commune, ou aucune n'est déclarée. Sans terme : mesures en vigueur le dernier jour, d'une nature dont la loi borne la durée à cette date, dont le terme n'est pas dit. Sans effet : mesures décidées dont le jour d'effet reste à fixer. Le maximum propre au « PEAD » est celui des AEMO renforcées ou avec hébergement dont le libellé local est ce mot seul, majuscules ou non.",
    sommes: &[],
}];

/// The kinds of findings, as printed. One that is not here is counted apart.
const SORTES: [(&str, &str); 24] = [
    ("INFORMATION_NON_ENREGISTREE", "Information dont la réception manque"),
    ("TRANSFERT_SANS_ACCUSE", "Transfert sans accusé de réception"),
    ("TRANSFERT_PAR_VOIE_ORDINAIRE", "Transfert par voie ordinaire"),
    ("TRANSFERT_SANS_INFORMATION_DES_PARENTS", "Transfert sans information des parents"),
    ("EVALUATEUR_SEUL", "Évaluation par une seule personne"),
    ("SUITE_REFUSEE_SANS_REVISION", "Suite refusée sans nouvelle décision"),
    ("SANS_TITRE", "Enfant accueilli sans titre"),
    ("ACCORD_RETIRE", "Mesure poursuivie malgré un accord retiré"),
    ("MESURE_ADMINISTRATIVE_MAINTENUE", "Aide à domicile maintenue malgré le juge"),
    ("CONTRAT_TROP_COURT", "Contrat plus court que le minimum"),
    ("CHANGEMENT_SANS_ACCORD", "Changement de lieu sans accord"),
    ("DECISION_NON_ENREGISTREE", "Mesure exercée, décision manquante"),
    ("AU_DELA_DU_MAXIMUM", "Durée au-delà du maximum"),
    ("CONSENTEMENT_MANQUANT", "Consentement manquant"),
    ("RENOUVELLEMENT_TARDIF", "Renouvellement après le terme"),
    ("TERME_SANS_DECISION", "Terme passé sans décision"),
    ("PROJET_MANQUANT", "Projet pour l'enfant manquant"),
    ("REEXAMEN_EN_RETARD", "Information différée à réexaminer"),
    ("RAPPORT_NON_VALIDE", "Rapport parti sans validation"),
    ("RAPPORT_SANS_EVALUATION", "Rapport sans évaluation pluridisciplinaire"),
    ("BESOINS_DE_SANTE_NON_VERSES", "Besoins de santé absents du projet"),
    ("EMANCIPATION_AVANT_SEIZE_ANS", "Émancipation avant seize ans"),
    ("RECUEIL_SANS_INFORMATION", "Recueil sans information des parents"),
    ("REFUS_SANS_RECOURS", "Refus sans voies de recours"),
];

fn charges() -> impl Iterator<Item = (&'static str, &'static str)> {
    Charge::TOUS.into_iter().map(|charge| (charge.cle(), charge.libelle()))
}

/// The findings open on the last day, a row a kind and who owes.
async fn ouvertes(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let sql = concat!(
        "select sorte, charge, count(*) as irregularites,
                count(*) filter (where premiere) as enfants_concernes
           from (select trouvee.code as sorte, trouvee.charge,
                        row_number() over (partition by trouvee.enfant) = 1 as premiere
                   from projections.fait_irregularite as trouvee
                   ",
        residence!("trouvee"),
        "
                  where ",
        valide!("trouvee"),
        " and trouvee.ouverte_le <= $4
                    and (trouvee.fermee_le is null or $4 < trouvee.fermee_le) and ",
        de_la_delegation!(),
        ") as ouverte
          group by sorte, charge"
    );
    cadre.ligne(sql, cadre.services()).await
}

/// What is missing of the children followed and of their measures, on the last day.
async fn lacunes(cadre: &Cadre<'_>) -> Calcul<Agregat> {
    let bornees: Vec<_> = NatureMesure::TOUS
        .iter()
        .filter(|nature| maximum(**nature, cadre.au).is_some())
        .map(|nature| format!("'{}'", nature.cle()))
        .collect();
    let sql = format!(
        concat!(
            "select count(*) filter (where bornee) as mesures_bornees,
                    count(*) filter (where bornee and terme_le is null) as sans_terme,
                    count(*) filter (where premiere) as suivis,
                    count(*) filter (where premiere and commune is null) as sans_commune
               from (select fait.terme_le, residence.commune, fait.nature in ({natures}) as bornee,
                            row_number() over (partition by fait.enfant) = 1 as premiere
                       from projections.fait_mesure as fait
                       ",
            residence!("fait"),
            " where ",
            valide!("fait"),
            " and ",
            en_vigueur!("fait", "$4"),
            " and ",
            de_la_delegation!("fait"),
            ") as suivie"
        ),
        natures = bornees.join(", ")
    );
    cadre.ligne(&sql, cadre.services()).await
}

const SANS_EFFET: &str = concat!(
    "select count(*) as sans_effet
       from projections.fait_execution as execution
       ",
    residence!("execution"),
    " where ",
    valide!("execution"),
    " and execution.effet_a_fixer and ",
    de_la_delegation!()
);

pub(super) async fn j6(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let (ouvertes, lacunes) = (ouvertes(cadre).await?, lacunes(cadre).await?);
    let effets = cadre.ligne(SANS_EFFET, cadre.services()).await?;
    Ok(Resultat {
        valeurs: vec![
            ouvertes.compte("irregularites", "Irrégularités ouvertes")?,
            ouvertes.compte("enfants_concernes", "Enfants concernés")?,
            lacunes.part("sans_commune", "Enfants suivis sans commune", "suivis")?,
            lacunes.part("sans_terme", "Mesures sans terme", "mesures_bornees")?,
            effets.compte("sans_effet", "Mesures dont l'effet reste à fixer")?,
        ],
        ventilations: vec![
            par_cle(("sorte", "irregularites"), SORTES.into_iter(), &ouvertes)?,
            par_cle(("charge", "irregularites"), charges(), &ouvertes)?,
        ],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chaque_sorte_se_dit_une_fois() {
        let mut codes: Vec<_> = SORTES.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), SORTES.len());
    }
}
