//! The demonstration's table, three ways: published, computed by the engine, counted without it.
//!
//! The simulator's CSV alone is counted by naive code that knows no event; the same rows come out of
//! the report over gRPC. What is published agrees exactly, for the Charente-Maritime, for two other sets
//! of targets and for two other seeds.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use parcours_tests::departement::{Rapports, importe};
use parcours_tests::serveur::Serveur;
use simulateur::{Cibles, LigneCible, Statut, Verite, compter, simuler, tableau};

/// The engine and the CSV agree on every row, and with what is published.
async fn trois_comptes_pour(cibles: &str, graine: u64) {
    let cibles = Cibles::lire(cibles).unwrap();
    let lignes = tableau(&cibles);
    let simulation = simuler(&cibles, graine);
    let mut csv = Vec::new();
    simulation.verite.ecrire_csv(&mut csv).unwrap();
    let comptes = compter(&Verite::lire_csv(csv.as_slice()).unwrap(), &lignes);

    let serveur = Serveur::simule().await;
    let commandes = simulation.commandes.len() as u64;
    let bilan = importe(&serveur, simulation.commandes).await;
    assert!(
        bilan.rejets.is_empty(),
        "{} rejets, dont {:#?}",
        bilan.rejets.len(),
        &bilan.rejets[..bilan.rejets.len().min(5)]
    );
    assert_eq!(bilan.faites, commandes);

    let mut rapports = Rapports::a(&serveur, bilan.repere.unwrap());
    let mut ecarts = Vec::new();
    for (ligne, compte) in lignes.iter().zip(comptes) {
        let calcule = rapports.valeur(ligne).await;
        let compte = compte.map(|compte| (compte.num, compte.den));
        if calcule.is_none() || calcule != compte || !as_published(ligne, calcule) {
            ecarts.push(format!(
                "{} [{} {} {}] publié {}, calculé {calcule:?}, compté {compte:?}",
                ligne.intitule,
                ligne.indicateur,
                ligne.cle,
                ligne.periode,
                ligne.publie.affiche()
            ));
        }
    }
    assert!(ecarts.is_empty(), "{ecarts:#?}");
}

/// What is published agrees; only a contradiction of the sources may not.
fn as_published(ligne: &LigneCible, calcule: Option<(u64, u64)>) -> bool {
    let exact = match ligne.statut {
        Statut::Publie | Statut::Fourchette => !ligne.contradictoire,
        Statut::PublieDrees | Statut::Deduit | Statut::Lecture => false,
    };
    !exact || calcule.is_some_and(|(num, den)| ligne.publie.convient(num, den))
}

#[tokio::test]
async fn le_tableau_de_la_charente_maritime_s_accorde() {
    trois_comptes_pour(simulateur::CHARENTE_MARITIME, 1).await;
}

#[tokio::test]
async fn le_tableau_s_accorde_avec_d_autres_cibles() {
    trois_comptes_pour(include_str!("../../services/simulateur/donnees/essai_a.json"), 1).await;
}

#[tokio::test]
async fn le_tableau_s_accorde_avec_d_autres_cibles_encore() {
    trois_comptes_pour(include_str!("../../services/simulateur/donnees/essai_b.json"), 1).await;
}

#[tokio::test]
async fn le_tableau_s_accorde_avec_une_autre_graine() {
    trois_comptes_pour(include_str!("../../services/simulateur/donnees/essai_b.json"), 2).await;
}

#[tokio::test]
async fn le_tableau_s_accorde_avec_une_troisieme_graine() {
    trois_comptes_pour(include_str!("../../services/simulateur/donnees/essai_b.json"), 3).await;
}
