//! The second path: the figures of every report, counted again from the raw events by other hands, agree; and what
//! is altered, in the rows or in the report, is found where it is.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod fautes;
mod oracle;
mod registre_2_crip;
mod registre_2_droits;
mod registre_2_justice;
mod registre_2_stocks_et_flux;
mod relecture;
mod trouve;

use chiffres::Monde;
use chiffres::hasard::{Hasard, annee_au_hasard, avec_des_corrections};
use chiffres::recits::{annee_de_la_crip, milieu_ouvert, placements};
use eventstore::Position;
use projections::rapport::Demande;
use projections::registre::{self, definitions};
use projections::territoires::carte;

/// The registry of the first reports.
const REGISTRE: u32 = 1;

/// A line that says nothing: a value of none, over whatever.
fn vide(line: &str) -> bool {
    let value = line.split_once(' ').map_or(line, |(_, value)| value);
    value == "absente" || value == "0" || value.starts_with("0/")
}

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

/// Whatever the report of 2022 says there, by the first registry, the events say too.
async fn s_accorde(monde: &Monde, territoire: Option<&str>, position: Position, contexte: &str) {
    let contexte = format!("{contexte}, {territoire:?}, {position}");
    tient(monde, &pour_2022(territoire, Some(position)), &contexte).await;
}

/// Whatever a report says, the events say too, and each of its figures is counted again.
async fn tient(monde: &Monde, demande: &Demande, contexte: &str) {
    let rapport = monde.rapport(demande).await;
    let constat = monde.second_chemin_de(&rapport.json, &demande.indicateurs).await;
    let said: Vec<String> = constat.ecarts.iter().map(ToString::to_string).collect();
    assert!(said.is_empty(), "{contexte}:\n{}", said.join("\n"));
    assert_eq!(constat.position, rapport.position.get(), "{contexte}");
    let asked = demande.indicateurs.len();
    let every = definitions(demande.registre.unwrap_or(registre::REGISTRE)).len();
    assert_eq!(constat.verifies.len(), if asked == 0 { every } else { asked }, "{contexte}");
    assert_eq!(constat.non_couverts, [], "{contexte}");
}

/// No definition of any registry is without its second count; and no report is refused for where or what it is asked.
#[tokio::test]
async fn chaque_definition_de_chaque_registre_a_son_second_chemin() {
    let monde = population().await;
    monde.runner().catch_up().await.unwrap();
    for registre in 1..=registre::REGISTRE {
        let by = |territoire| Demande {
            registre: Some(registre),
            ..chiffres::pour_2022(territoire, None)
        };
        for territoire in territoires() {
            tient(&monde, &by(territoire), &format!("registre {registre}, {territoire:?}")).await;
        }
        // A Département of which no map is known.
        let ailleurs = Demande { departement: "75".into(), ..by(None) };
        assert!(carte("75").is_none());
        tient(&monde, &ailleurs, "sans carte").await;
        let days = Demande { periode: "2022-02-01/2022-09-15".parse().unwrap(), ..by(None) };
        tient(&monde, &days, "quelques mois").await;
        // Chosen, in another order than the registry's.
        let choisis = vec!["D1".to_owned(), "A1".to_owned()];
        for territoire in [None, Some("haute_saintonge")] {
            let some = Demande { indicateurs: choisis.clone(), ..by(territoire) };
            tient(&monde, &some, "quelques indicateurs").await;
        }
    }
    let one = Demande { indicateurs: vec!["A1".to_owned()], ..chiffres::pour_2022(None, None) };
    let rapport = monde.rapport(&one).await.json;
    let whole = monde.second_chemin(&rapport).await;
    assert!(!whole.tient(), "a report of some indicators does not pass for the whole registry");
    let others = ["A1", "A2", "Z9"].map(str::to_owned);
    let said = monde.second_chemin_de(&rapport, &others).await;
    let missing: Vec<&str> = said.ecarts.iter().map(|ecart| &*ecart.indicateur).collect();
    assert_eq!(missing, ["A2", "Z9"]);
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
