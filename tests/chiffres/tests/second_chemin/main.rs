//! The second path: the figures of every report, counted again from the raw events by other hands, agree; and what
//! is altered, in the rows or in the report, is found where it is.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod fautes;
mod oracle;
mod registre_2_crip;
mod registre_2_droits;
mod registre_2_stocks_et_flux;
mod trouve;

use chiffres::Monde;
use chiffres::hasard::{Hasard, annee_au_hasard, avec_des_corrections};
use chiffres::recits::{annee_de_la_crip, milieu_ouvert, placements};
use eventstore::Position;
use projections::rapport::Demande;
use projections::registre::definitions;
use projections::territoires::carte;

/// The registry the second path counts whole.
const REGISTRE: u32 = 1;

/// The report of 2022 by that registry.
fn pour_2022(territoire: Option<&str>, position: Option<Position>) -> Demande {
    Demande { registre: Some(REGISTRE), ..chiffres::pour_2022(territoire, position) }
}

/// The population told by hand.
async fn population() -> Monde {
    let mut monde = Monde::nouveau().await;
    let told = [annee_de_la_crip(), milieu_ouvert(), placements()];
    monde.raconte(told.into_iter().flatten().collect()).await;
    monde
}

/// The whole Département, then each territory.
fn territoires() -> Vec<Option<&'static str>> {
    let known = carte("17").unwrap().territoires.iter();
    [None].into_iter().chain(known.map(|territoire| Some(&*territoire.slug))).collect()
}

/// Whatever the report of 2022 says there, the events say too.
async fn s_accorde(monde: &Monde, territoire: Option<&str>, position: Position, contexte: &str) {
    let rapport = monde.rapport(&pour_2022(territoire, Some(position))).await;
    let constat = monde.second_chemin(&rapport.json).await;
    let said: Vec<String> = constat.ecarts.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{contexte}, {territoire:?}, {position}:\n{}", said.join("\n"));
    assert_eq!(constat.position, rapport.position.get(), "{contexte}");
    assert_eq!(constat.verifies.len(), definitions(REGISTRE).len(), "{contexte}");
    assert_eq!(constat.non_couverts, [], "{contexte}");
}

#[tokio::test]
async fn la_population_dite_a_la_main_se_recompte_des_evenements() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    let head = monde.tete().await;
    for part in [0, 1, 4, 9, 12, 16, 20] {
        let position = Position::new(head.get() * part / 20);
        for territoire in territoires() {
            s_accorde(&monde, territoire, position, "à la main").await;
        }
    }
    let constat = monde.second_chemin(&monde.rapport(&pour_2022(None, None)).await.json).await;
    assert_eq!((constat.evenements_lus, &*constat.journal), (head.get(), "17/parcours"));
    assert!(constat.tient() && constat.enfants_lus == 25, "{constat:?}");
}

/// A year of many children, drawn, with corrections and merges.
async fn annee(graine: u64, enfants: u128) -> Monde {
    let mut hasard = Hasard(graine);
    let told = annee_au_hasard(&mut hasard, enfants);
    let mut monde = Monde::nouveau().await;
    monde.raconte(avec_des_corrections(&mut hasard, told)).await;
    monde.runner_par(211).catch_up().await.unwrap();
    monde
}

#[tokio::test]
async fn une_annee_tiree_au_hasard_se_recompte_des_evenements() {
    for graine in [11, 12, 13, 14] {
        let monde = annee(graine, 200).await;
        let mut hasard = Hasard(graine + 1000);
        let head = monde.tete().await.get();
        let contexte = format!("graine {graine}");
        for territoire in [None, Some("haute_saintonge")] {
            s_accorde(&monde, territoire, Position::new(head), &contexte).await;
        }
        for _ in 0..4 {
            let position = Position::new(hasard.moins_de(head));
            s_accorde(&monde, None, position, &contexte).await;
        }
        let chiffres = monde.chiffres_du_registre(REGISTRE).await;
        for (indicateur, cle) in
            [("A1", "recues"), ("A2", "ip"), ("B2", "en_vigueur"), ("D1", "droit")]
        {
            let counted: u32 = chiffres.valeur(indicateur, cle).parse().unwrap();
            assert!(counted > 3, "{contexte}: {indicateur} {cle} {counted}");
        }
    }
}
