//! How long: of those who left and of those present, never one for the other.

use domain::codes::LieuAccueil;

use super::super::vies::coupes::{combien, durees};
use super::super::vies::sejours::Stock;
use super::super::vies::{Accueil, Intervalle, Vie, vies};
use super::super::{Cadre, Calcul, Resultat, compte, seules};
use super::{RESPONSABLE, SOURCE};
use crate::registre::{Definition, Registres, Section, Somme};

/// The definitions of the durations.
pub(in super::super) const DEFINITIONS: &[Definition] = &[
    Definition {
        calcul: |cadre| Box::pin(x7(cadre)),
        id: "X7",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Durées",
        unite: "enfant",
        genre: "flux",
        numerateur: "jours de séjour",
        denominateur: "séjours finis dans la période ; séjours en cours le dernier jour",
        regle_de_date: "jour de sortie dans la période ; en cours le dernier jour",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: SOURCE,
        definition: "Pour chaque stock X1 à X5, nombre de jours du séjour (X1), renouvellements compris : de ceux dont le jour de sortie est dans la période (sortis), du premier jour à la veille de la sortie, et de ceux en cours le dernier jour (présents), du premier jour à ce dernier jour, les deux compris. Moyenne exacte, médiane et neuvième décile au rang le plus proche. Les deux séries ne se remplacent pas : la première ne connaît que ceux qui sont partis, la seconde que ceux qui restent.",
        sommes: &[
            Somme { total: "aed_sortis_moyenne.den", parties: &["X1:sorties"] },
            Somme { total: "aed_presents_moyenne.den", parties: &["X1:enfants_apres"] },
            Somme { total: "aemo_sortis_moyenne.den", parties: &["X2:sorties"] },
            Somme { total: "aemo_presents_moyenne.den", parties: &["X2:enfants_apres"] },
            Somme { total: "accueil_sortis_moyenne.den", parties: &["X3:sorties"] },
            Somme { total: "accueil_presents_moyenne.den", parties: &["X3:enfants_apres"] },
            Somme { total: "mna_sortis_moyenne.den", parties: &["X4:sorties"] },
            Somme { total: "mna_presents_moyenne.den", parties: &["X4:enfants_apres"] },
            Somme { total: "jeune_majeur_sortis_moyenne.den", parties: &["X5:sorties"] },
            Somme { total: "jeune_majeur_presents_moyenne.den", parties: &["X5:enfants_apres"] },
        ],
    },
    Definition {
        calcul: |cadre| Box::pin(d11(cadre)),
        id: "D11",
        version: 1,
        registres: Registres::depuis(2),
        section: Section::Flux,
        libelle: "Séjours en foyer de l'enfance",
        unite: "accueil",
        genre: "flux",
        numerateur: "accueils principaux au foyer de l'enfance ou à la pouponnière",
        denominateur: "",
        regle_de_date: "premier jour, ou premier jour ailleurs, dans la période ; en cours le dernier jour",
        territoire: RESPONSABLE,
        date_de_l_age: "",
        source: "Définitions du registre, famille D ; schéma départemental 2025-2029 de la Charente-Maritime, fiche-action 6",
        definition: "Accueils principaux dont le lieu est un foyer de l'enfance ou une pouponnière, des enfants dont une mesure est en vigueur dans la période ou la veille, ou prononcée dans la période : entrées, dont premiers accueils (aucun accueil principal de l'enfant n'a commencé avant), sorties, présents le dernier jour. Durée en jours, du premier jour à la veille du départ pour les sortis, au dernier jour compris pour les présents. La délégation est celle de l'enfant le dernier jour, à défaut celle de sa dernière mesure. Chaque accueil compte : passer du foyer à la pouponnière est une sortie et une entrée ; un accueil fini le jour où il commence ne compte pas.",
        sommes: &[
            Somme { total: "sortis_moyenne.den", parties: &["sorties"] },
            Somme { total: "presents_moyenne.den", parties: &["presents"] },
        ],
    },
];

/// Days of what ended in the period, and of what is in course on its last day.
fn jours(cadre: &Cadre<'_>, known: impl Iterator<Item = Intervalle>) -> (Vec<i64>, Vec<i64>) {
    let (mut left, mut present) = (Vec::new(), Vec::new());
    for Intervalle { entree, sortie } in known.filter(|known| known.entree <= cadre.au) {
        match sortie.filter(|sortie| *sortie <= cadre.au) {
            Some(sortie) if cadre.du <= sortie => left.push((sortie - entree).num_days()),
            Some(_) => {}
            None => present.push((cadre.au - entree).num_days() + 1),
        }
    }
    (left, present)
}

async fn x7(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let mut valeurs = Vec::new();
    for (cle, libelle, stock) in [
        ("aed", "AED", Stock::Aed),
        ("aemo", "AEMO", Stock::Aemo),
        ("accueil", "Accueil", Stock::Accueil),
        ("mna", "Mineurs non accompagnés", Stock::Mna),
        ("jeune_majeur", "Jeunes majeurs", Stock::JeuneMajeur),
    ] {
        let known = cadre.sejours(lives, stock);
        let (left, present) = jours(cadre, known.iter().map(|sejour| sejour.intervalle));
        valeurs.extend(durees(&format!("{cle}_sortis"), &format!("{libelle}, sortis"), left));
        valeurs.extend(durees(
            &format!("{cle}_presents"),
            &format!("{libelle}, présents"),
            present,
        ));
    }
    Ok(seules(valeurs))
}

fn in_the_foyer(accueil: &Accueil) -> bool {
    accueil.principal
        && matches!(accueil.lieu, LieuAccueil::FoyerDeLEnfance | LieuAccueil::Pouponniere)
}

/// He had been in a principal place before.
fn taken_in_before(vie: &Vie, accueil: &Accueil) -> bool {
    vie.accueils.iter().any(|known| known.principal && known.depuis < accueil.depuis)
}

async fn d11(cadre: &Cadre<'_>) -> Calcul<Resultat> {
    let lives = vies(cadre).await?;
    let mut stays = Vec::new();
    let (mut entered, mut first) = (0, 0);
    for vie in lives {
        let service = vie.mesures.last().and_then(|mesure| vie.service_de(mesure));
        if !cadre.retient(service) {
            continue;
        }
        for accueil in vie.accueils.iter().filter(|accueil| in_the_foyer(accueil)) {
            let Some(stay) = Intervalle::new(accueil.depuis, accueil.jusqu_a) else { continue };
            stays.push(stay);
            if (cadre.du..=cadre.au).contains(&stay.entree) {
                entered += 1;
                first += i64::from(!taken_in_before(vie, accueil));
            }
        }
    }
    let (left, present) = jours(cadre, stays.into_iter());
    let mut valeurs = vec![
        compte("entrees", "Entrées", entered),
        compte("premiers_accueils", "dont premiers accueils de l'enfant", first),
        compte("sorties", "Sorties", combien(&left)),
        compte("presents", "Présents le dernier jour", combien(&present)),
    ];
    valeurs.extend(durees("sortis", "Sortis", left));
    valeurs.extend(durees("presents", "Présents", present));
    Ok(seules(valeurs))
}
