//! Tests of an adult's stream.

use uuid::Uuid;

use super::*;
use crate::codes::MotifEffacement;
use crate::essais::jour;
use crate::evenement::Recordable;
use crate::sealed::Sealed;

const MERE: PersonneId = PersonneId(Uuid::from_u128(0x71));
const PERE: PersonneId = PersonneId(Uuid::from_u128(0x72));

fn inscrire(nom: &str) -> Command {
    let (nom, prenoms) = (nom.to_owned(), "Anne".to_owned());
    let identite = IdentitePersonne { nom, prenoms, nom_naissance: None, nee_le: None };
    Command::Inscrire(Inscrite { identite: Sealed::nouveau(identite), expediteur: false })
}

fn adresse(dite: &str, secrete_pour: Vec<PersonneId>) -> AdresseDeclaree {
    AdresseDeclaree { adresse: Sealed::nouveau(dite.to_owned()), secrete_pour }
}

fn le(jour_dit: &str) -> Contexte {
    let le = jour(jour_dit);
    let survenu = Survenu::le(le);
    let aujourd_hui = le.max(jour("2026-06-01"));
    Contexte { aujourd_hui, survenu, connu_le: None, version_attendue: None }
}

/// An adult and what happened, in the order of entry.
fn personne(commands: Vec<(&str, Command)>) -> Personne {
    let mut personne = Personne::nouvelle(MERE);
    for (jour_dit, command) in commands {
        for acte in personne.decide(command, &le(jour_dit)).expect("accepted") {
            personne.flux_mut().push_acte(acte);
        }
    }
    personne
}

fn addresses(personne: &Personne, au: &str) -> Vec<String> {
    let fiche = personne.au(jour(au));
    let said = |adresse: &Datee<AdresseDeclaree>| adresse.fait.adresse.clair().cloned();
    fiche.adresses.iter().filter_map(said).collect()
}

#[test]
fn une_adresse_vaut_de_son_jour_et_se_garde_secrete_d_un_autre() {
    let mother = personne(vec![
        ("2026-01-10", inscrire("Roux")),
        ("2026-03-01", Command::DeclarerAdresse(adresse("ailleurs", vec![PERE]))),
        ("2025-02-01", Command::DeclarerAdresse(adresse("rue des Pins", vec![]))),
    ]);
    assert_eq!(addresses(&mother, "2026-02-28"), ["rue des Pins"]);
    assert_eq!(addresses(&mother, "2026-03-01"), ["rue des Pins", "ailleurs"]);
    let last = mother.au(jour("2026-03-01")).adresses.pop().expect("an address");
    assert_eq!(last.fait.secrete_pour, [PERE]);
}

#[test]
fn tout_ce_qui_est_dit_d_elle_est_scelle_sous_sa_cle() {
    let mother = personne(vec![
        ("2026-01-10", inscrire("Roux")),
        ("2026-03-01", Command::DeclarerAdresse(adresse("ailleurs", vec![PERE]))),
    ]);
    for inscrit in mother.flux().inscrits() {
        let data = inscrit.acte.evenement.to_stored().data.to_string();
        assert!(data.contains(&format!("\"sujet\":\"{}\"", MERE.0)), "{data}");
    }
}

#[test]
fn on_ne_s_inscrit_qu_une_fois_et_rien_ne_precede_l_inscription() {
    let nobody = Personne::nouvelle(MERE);
    let refused = nobody.decide(Command::DeclarerDeces(Decedee {}), &le("2026-01-10"));
    assert_eq!(refused, Err(Refus::PersonneInconnue));
    let mother = personne(vec![("2026-01-10", inscrire("Roux"))]);
    assert_eq!(mother.decide(inscrire("Roux"), &le("2026-01-10")), Ok(vec![]), "already so");
    assert_eq!(
        mother.decide(inscrire("Leroux"), &le("2026-01-11")),
        Err(Refus::PersonneDejaInscrite)
    );
}

#[test]
fn une_correction_se_fait_comme_pour_un_enfant() {
    let motif = || "erreur de saisie".to_owned();
    let annuler = |version| Command::Annuler(Annulee { version, motif: motif() });
    let rectifier = |version, dite: &str| Command::Rectifier {
        version,
        motif: motif(),
        remplacement: Box::new(Event::AdresseDeclaree(adresse(dite, vec![]))),
        survenu: None,
    };
    let mut facts = vec![
        ("2026-01-10", inscrire("Roux")),
        ("2026-02-01", Command::DeclarerAdresse(adresse("rue des Pins", vec![]))),
        ("2026-02-02", rectifier(2, "rue des Ormes")),
    ];
    assert_eq!(addresses(&personne(facts.clone()), "2026-06-01"), ["rue des Ormes"]);
    facts.push(("2026-02-03", annuler(3)));
    assert_eq!(addresses(&personne(facts.clone()), "2026-06-01"), ["rue des Pins"]);
    facts.push(("2026-02-04", annuler(2)));
    let now = personne(facts);
    assert!(addresses(&now, "2026-06-01").is_empty());
    assert_eq!(now.flux().annules(), [2, 3].into());
    let other = now.decide(rectifier(1, "x"), &le("2026-02-05"));
    assert_eq!(other, Err(Refus::RemplacementDAutreNature));
    assert_eq!(
        now.decide(annuler(9), &le("2026-02-05")),
        Err(Refus::EvenementInconnu { version: 9 })
    );
}

#[test]
fn rien_ne_suit_un_effacement_et_l_effacement_redit_est_deja_fait() {
    let effacer = || {
        let (motif, decision) = (MotifEffacement::TermeDeConservation, "visa 2036-004".to_owned());
        Command::Effacer(Effacee { motif, decision })
    };
    let mother = personne(vec![("2026-01-10", inscrire("Roux")), ("2026-06-01", effacer())]);
    assert_eq!(mother.effacee_le(), Some(jour("2026-06-01")));
    assert_eq!(mother.decide(effacer(), &le("2026-06-01")), Ok(vec![]));
    let refused = mother.decide(Command::DeclarerDeces(Decedee {}), &le("2026-06-01"));
    assert_eq!(refused, Err(Refus::DossierEfface { le: jour("2026-06-01") }));
}

#[test]
fn chaque_forme_enregistree_se_relit() {
    let mother = personne(vec![
        ("2026-01-10", inscrire("Roux")),
        ("2026-02-01", Command::DeclarerAdresse(adresse("rue des Pins", vec![PERE]))),
        ("2026-02-01", Command::DeclarerDeces(Decedee {})),
    ]);
    for inscrit in mother.flux().inscrits() {
        let event = &inscrit.acte.evenement;
        let again = <Event as Recordable>::from_stored(event.to_stored()).expect("its own form");
        assert_eq!(again, *event);
    }
}
