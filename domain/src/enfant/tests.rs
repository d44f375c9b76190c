//! What a child's file takes, refuses and says, whatever the chapter.

use expect_test::expect;
use proptest::prelude::*;
use proptest::sample::{Index, Selector};

use super::*;
use crate::decision::Suite;
use crate::essais::*;

const TOM: EnfantId = EnfantId(Uuid::from_u128(2));
const ZOE: EnfantId = EnfantId(Uuid::from_u128(3));

fn contexte(le: &str) -> Contexte {
    let le = jour(le);
    let survenu = Survenu::le(le);
    Contexte { aujourd_hui: le, survenu, connu_le: None, version_attendue: None }
}

/// The same file, when a name shadows it.
fn dossier() -> Acte {
    lea()
}

fn du_9_janvier(id: EnfantId) -> Enfant {
    enfant(id, [lea(), le("2026-01-09", fait(recevoir(I1)))])
}

// The three dates.

#[test]
fn un_fait_date_d_aujourd_hui_au_plus_tard() {
    given([lea()]).on("2026-02-01").when(recevoir(I1)).then(expect!["information_recue"]);
    given([lea()])
        .on("2026-02-02")
        .recorded_on("2026-02-01")
        .when(recevoir(I1))
        .then_refused(expect!["DATE_FUTURE · La date du 02/02/2026 est dans l'avenir."]);
}

#[test]
fn un_fait_est_connu_entre_le_jour_ou_il_survient_et_celui_ou_il_est_enregistre() {
    let connu = |le: &str| {
        given([lea()]).on("2026-02-01").recorded_on("2026-02-20").known_on(le).when(recevoir(I1))
    };
    connu("2026-01-31").then_refused(expect!["CONNU_AVANT_SURVENU · Le fait serait connu le 31/01/2026, avant d'être survenu le 01/02/2026."]);
    connu("2026-02-01").then(expect!["information_recue"]);
    connu("2026-02-20").then(expect!["information_recue"]);
    connu("2026-02-21").then_refused(expect!["CONNU_APRES_ENREGISTREMENT · Le fait ne peut pas être connu le 21/02/2026, après son enregistrement."]);
}

#[test]
fn un_fait_est_connu_le_jour_de_son_enregistrement_quand_rien_n_est_dit() {
    let dossier =
        given([lea()]).on("2026-02-01").recorded_on("2026-02-20").when(recevoir(I1)).then_file();
    assert_eq!(dossier[1].connu_le, jour("2026-02-20"));
}

// The version one was looking at.

#[test]
fn un_objet_change_depuis_sa_lecture_est_a_relire() {
    let qualifiee =
        || [lea(), le("2026-01-09", fait(recevoir(I1))), le("2026-01-12", fait(qualifier(I1)))];
    let mandat = || mandater(&[I1], cadre());
    let signalement = || signaler(crate::codes::EmetteurSignalement::Tiers, None);
    let having_read = |version| given(qualifiee()).on("2026-01-15").having_read(version);
    having_read(3).when(signalement()).then(expect!["information_signalee"]);
    having_read(2).when(signalement()).then_refused(expect![
        "VERSION_DEPASSEE · Cet objet a changé depuis sa lecture (version 2 lue, 3 aujourd'hui)."
    ]);
    having_read(0).when(mandat()).then(expect!["evaluation_mandatee"]);
}

#[test]
fn une_rectification_change_la_version_de_l_objet() {
    let rectifiee = given([lea(), le("2026-01-09", fait(recevoir(I1)))])
        .on("2026-01-15")
        .when(rectifier(2, fait(recevoir(I1)), Some("2026-01-08")))
        .then_file();
    given(rectifiee.clone())
        .on("2026-01-16")
        .having_read(2)
        .when(qualifier(I1))
        .then_refused(expect!["VERSION_DEPASSEE · Cet objet a changé depuis sa lecture (version 2 lue, 3 aujourd'hui)."]);
    given(rectifiee)
        .on("2026-01-16")
        .having_read(3)
        .when(qualifier(I1))
        .then(expect!["information_qualifiee"]);
}

// A fratrie.

#[test]
fn un_acte_de_fratrie_est_refuse_en_entier_et_propose_les_autres() {
    let lea = du_9_janvier(LEA);
    let tom = enfant(TOM, [lea_nee_le("2008-01-01"), le("2026-01-09", fait(recevoir(I1)))]);
    let zoe = Enfant::nouveau(ZOE);
    let demandes = vec![(&lea, qualifier(I1)), (&tom, qualifier(I1)), (&zoe, qualifier(I1))];
    let refus = decide_fratrie(demandes, &contexte("2026-01-12")).expect_err("refused");
    assert_eq!(refus.possibles, [LEA]);
    let lines: Vec<String> =
        refus.refuses.iter().map(|(enfant, refus)| format!("{enfant} {}", refus.code())).collect();
    expect![[r#"
        [
            "enfant-00000000-0000-0000-0000-000000000002 ENFANT_MAJEUR",
            "enfant-00000000-0000-0000-0000-000000000003 ENFANT_INCONNU",
        ]
    "#]]
    .assert_debug_eq(&lines);
}

#[test]
fn un_acte_de_fratrie_passe_pour_tous_et_dit_qui_l_avait_deja() {
    let lea = du_9_janvier(LEA);
    let tom = enfant(TOM, [dossier()]);
    let decided =
        decide_fratrie(vec![(&lea, recevoir(I1)), (&tom, recevoir(I1))], &contexte("2026-01-09"));
    let counts: Vec<_> = decided.expect("done").iter().map(|(id, a)| (*id, a.len())).collect();
    assert_eq!(counts, [(LEA, 0), (TOM, 1)]);
}

// The wrong child.

fn after(mut enfant: Enfant, actes: &[Acte]) -> Enfant {
    for acte in actes {
        enfant.push_acte(acte.clone());
    }
    enfant
}

/// Moves I1, and gives back both files.
fn move_i1(de: Enfant, vers: Enfant, le: &str) -> (Enfant, Enfant) {
    let moved = reaffecter(&de, &vers, I1, "autre enfant".into(), &[], &contexte(le));
    let mut moved = moved.expect("moved").actes;
    let (_, into) = moved.remove(1);
    let (_, out) = moved.remove(0);
    (after(de, &out), after(vers, &into))
}

#[test]
fn une_information_reaffectee_quitte_l_un_et_garde_ses_dates_chez_l_autre() {
    let lea = after(du_9_janvier(LEA), &[le("2026-01-12", fait(qualifier(I1)))]);
    let tom = enfant(TOM, [dossier()]);
    let (lea, tom) = move_i1(lea, tom, "2026-01-20");
    assert!(lea.parcours().information.informations[&I1].retiree.is_some());
    let chez_tom = tom.parcours();
    let chez_tom = &chez_tom.information.informations[&I1];
    assert_eq!(chez_tom.arrivee(), Some(jour("2026-01-09")));
    assert!(chez_tom.qualifiee().is_some());
    let refus = lea.decide(qualifier(I1), &contexte("2026-01-21")).expect_err("gone");
    expect!["INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."]
        .assert_eq(&refusal(&refus));
}

#[test]
fn une_information_reaffectee_puis_rendue_recommence_ou_elle_en_etait() {
    let lea = du_9_janvier(LEA);
    let tom = enfant(TOM, [dossier()]);
    let (lea, tom) = move_i1(lea, tom, "2026-01-20");
    let (tom, lea) = move_i1(tom, lea, "2026-01-22");
    assert!(lea.parcours().contradictions().is_empty());
    lea.decide(qualifier(I1), &contexte("2026-01-23")).expect("it is here again");
    let (lea, tom) = move_i1(lea, tom, "2026-01-25");
    assert!(tom.parcours().contradictions().is_empty());
    assert_eq!(tom.parcours().information.informations[&I1].recues.len(), 1);
    assert!(lea.parcours().information.informations[&I1].retiree.is_some());
}

#[test]
fn on_ne_reaffecte_que_ce_qu_on_a_vers_qui_ne_l_a_pas() {
    let tom = enfant(TOM, [dossier()]);
    let refused = |de: &Enfant, vers: &Enfant| {
        let moved = reaffecter(de, vers, I1, "autre enfant".into(), &[], &contexte("2026-01-20"));
        let refus = moved.expect_err("refused");
        format!("{} {}", refus.refuses[0].0, refusal(&refus.refuses[0].1))
    };
    let lea = du_9_janvier(LEA);
    expect!["enfant-00000000-0000-0000-0000-000000000002 INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."].assert_eq(&refused(&tom, &lea));
    expect!["enfant-00000000-0000-0000-0000-000000000002 INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."].assert_eq(&refused(&lea, &du_9_janvier(TOM)));
    expect!["enfant-00000000-0000-0000-0000-000000000003 ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."].assert_eq(&refused(&lea, &Enfant::nouveau(ZOE)));
    expect!["enfant-00000000-0000-0000-0000-000000000000 INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."].assert_eq(&refused(&lea, &lea));
}

// Orders of entry.

/// What others did, each fact on its day, in the order of the days.
fn observations() -> Vec<(&'static str, Commande)> {
    vec![
        ("2026-01-02", declarer_residence("17300")),
        ("2026-01-09", recevoir(I1)),
        ("2026-01-11", recevoir(I2)),
        ("2026-02-01", ordonner(placement(M1).until("2026-08-01"))),
        ("2026-02-03", recevoir_mesure(M1)),
        ("2026-02-05", attribuer(M1)),
        ("2026-02-08", mettre_en_attente(M1)),
        ("2026-02-20", admettre_en_relais(A3)),
        ("2026-03-01", admettre(A1)),
        ("2026-03-01", demarrer(M1)),
        ("2026-03-20", remettre_rapport()),
        ("2026-04-01", suspendre(M1)),
        ("2026-04-10", reprendre(M1)),
        ("2026-05-01", declarer_residence("17415")),
        ("2026-06-01", changer_de_lieu(A1, A2)),
        ("2026-06-15", fixer_naissance("2014-03-04")),
        ("2026-07-01", sortir(A2)),
        ("2026-07-02", lever(M1)),
    ]
}

fn late(le: &str) -> Contexte {
    Contexte { aujourd_hui: jour("2027-01-01"), ..contexte(le) }
}

/// Enters observations as they come; one that finds no ground yet waits for the others.
fn enter(mut waiting: Vec<(&'static str, Commande)>) -> Enfant {
    let mut enfant = enfant(LEA, [lea()]);
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|(le, commande)| match enfant.decide(commande.clone(), &late(le)) {
            Ok(actes) => {
                actes.into_iter().for_each(|acte| enfant.push_acte(acte));
                false
            }
            Err(_) => true,
        });
        assert!(waiting.len() < before, "refused for ever: {waiting:?}");
    }
    enfant
}

/// What happened when, whatever the order of entry.
fn said(enfant: &Enfant) -> Vec<String> {
    let mut lines: Vec<String> = enfant
        .histoire()
        .iter()
        .map(|effectif| format!("{} {:?}", effectif.survenu, effectif.evenement))
        .collect();
    lines.sort();
    lines
}

/// The parcours, without the numbers of the events it comes from.
fn state(enfant: &Enfant) -> String {
    let Parcours { identite, information, evaluation, decision, mesure, accueil, projet, .. } =
        enfant.parcours();
    let state = format!(
        "{identite:#?}{information:#?}{evaluation:#?}{decision:#?}{mesure:#?}{accueil:#?}{projet:#?}"
    );
    let numbered = |line: &&str| !line.trim_start().starts_with("version: ");
    state.lines().filter(numbered).collect::<Vec<_>>().join("\n")
}

fn shuffled() -> impl Strategy<Value = Vec<(&'static str, Commande)>> {
    Just(observations()).prop_shuffle()
}

#[test]
fn toutes_les_observations_s_enregistrent() {
    assert_eq!(enter(observations()).version(), 1 + 18);
}

proptest! {
    #[test]
    fn des_observations_dans_n_importe_quel_ordre_font_la_meme_histoire(desordre in shuffled()) {
        let (droit, desordre) = (enter(observations()), enter(desordre));
        prop_assert_eq!(said(&droit), said(&desordre));
        prop_assert_eq!(state(&droit), state(&desordre));
    }

    /// Facts are annulled, restored, moved and moved back at random; the file then says what a
    /// file written right the first time would say.
    #[test]
    fn une_histoire_corrigee_egale_une_histoire_ecrite_juste(
        hasard in proptest::collection::vec(any::<(Index, Selector)>(), 0..24),
    ) {
        let mut corrected = enter(observations());
        let last = corrected.version();
        for (cible, choix) in hasard {
            let commande = random_correction(&corrected, last, cible, choix);
            for acte in corrected.decide(commande, &late("2026-12-01")).unwrap_or_default() {
                corrected.push_acte(acte);
            }
        }
        let right = written_right(&corrected);
        prop_assert_eq!(said(&corrected), said(&right));
        prop_assert_eq!(state(&corrected), state(&right));
        prop_assert!(corrected.parcours().contradictions().is_empty());
    }

    #[test]
    fn aujourd_hui_ne_decide_de_rien_que_de_l_avenir(
        acte in 0..18usize, jours in 0..400u64, autres_jours in 0..400u64,
    ) {
        let (le, commande) = observations().swap_remove(acte);
        let connu = Some(jour(le));
        let day = |days| jour(le) + chrono::Days::new(days);
        let on = |today| {
            let contexte = Contexte { aujourd_hui: today, connu_le: connu, ..contexte(le) };
            enfant(LEA, [lea()]).decide(commande.clone(), &contexte)
        };
        prop_assert_eq!(on(day(jours)), on(day(autres_jours)));
        let yesterday = jour(le).pred_opt().expect("a day before");
        prop_assert_eq!(on(yesterday), Err(Refus::DateFuture { le: jour(le) }));
    }
}

/// The corrections, read one by one as their words say: an event stands unless an annulment that
/// stands names it; it says what the last rectification that stands says.
fn stands(recorded: &[Enregistre], cible: Cible) -> bool {
    let annuls = |e: &&Enregistre| match e.acte.evenement.correction() {
        Some(dossier::Event::Annule(annule)) => annule.cible == cible,
        Some(
            dossier::Event::Rectifie(_)
            | dossier::Event::Efface(_)
            | dossier::Event::Reuni(_)
            | dossier::Event::Disjoint(_),
        )
        | None => false,
    };
    !recorded.iter().filter(annuls).any(|annulment| stands(recorded, annulment.cible))
}

fn rectified(recorded: &[Enregistre], original: &Enregistre) -> Acte {
    let mut acte = original.acte.clone();
    for later in recorded.iter().filter(|later| stands(recorded, later.cible)) {
        if let Evenement::Dossier(dossier::Event::Rectifie(rectifie)) = &later.acte.evenement
            && rectifie.cible == original.cible
        {
            acte.survenu = rectifie.survenu;
            acte.evenement = (*rectifie.remplacement).clone();
        }
    }
    acte
}

/// The same story, written by someone who makes no mistake.
fn written_right(corrected: &Enfant) -> Enfant {
    let recorded = corrected.recorded();
    let facts = recorded.iter().filter(|e| !matches!(e.acte.evenement, Evenement::Dossier(_)));
    let standing = facts.filter(|fact| stands(recorded, fact.cible));
    enfant(LEA, standing.map(|fact| rectified(recorded, fact)))
}

/// Annuls any event, or moves one of the first ones to another of the days of the story.
fn random_correction(enfant: &Enfant, last: u32, cible: Index, choix: Selector) -> Commande {
    let count = enfant.recorded().len();
    let any = u32::try_from(cible.index(count)).expect("a small file") + 1;
    let recorded = &enfant.recorded()[cible.index(last as usize)];
    let days: Vec<&str> = observations().into_iter().map(|(le, _)| le).collect();
    let day = choix.select(days);
    let one_of_the_first = recorded.cible.version;
    choix.select([
        annuler(any),
        rectifier(one_of_the_first, recorded.acte.evenement.clone(), Some(day)),
    ])
}

#[test]
fn l_agregat_se_relit_de_ses_evenements() {
    let enfant = enter(observations());
    let written = serde_json::to_string(&enfant).expect("json");
    let read: Enfant = serde_json::from_str(&written).expect("an aggregate");
    assert_eq!(state(&read), state(&enfant));
    assert_eq!(read.version(), enfant.version());
}

#[test]
fn une_decision_demande_un_rapport_meme_quand_il_arrive_apres_dans_la_saisie() {
    let decision = || decider(vec![Suite::SansSuite], Some(E1), cadre());
    given([lea()]).on("2026-03-25").when(decision()).then_refused(expect!["RAPPORT_NON_REMIS · Le rapport de cette évaluation n'est pas remis à cette date. (CASF, art. D226-2-7)"]);
    given([lea(), le("2026-03-20", fait(remettre_rapport()))])
        .on("2026-03-25")
        .when(decision())
        .then(expect!["decision_prise"]);
}

/// Something of every chapter the tests can say, corrections of any event included.
fn anything(version: u32) -> Vec<Commande> {
    vec![
        inscrire(None),
        signaler_non_identifie(),
        identifier("2015-03-04"),
        fixer_naissance("2014-03-04"),
        declarer_residence("17300"),
        declarer_deces(),
        declarer_emancipation(),
        recevoir(I1),
        recevoir(I2),
        qualifier(I1),
        ne_pas_qualifier(cadre()),
        rattacher(I2, I1),
        marquer_doublon(I2, I1),
        mandater(&[I1], cadre()),
        remettre_rapport(),
        demander_complement(),
        decider(vec![Suite::SansSuite], Some(E1), cadre()),
        reviser_decision(vec![Suite::PoursuiteMesure], cadre()),
        ordonner(placement(M1).until("2026-08-01")),
        contracter(aed(M2).until("2026-12-31")),
        recevoir_mesure(M1),
        attribuer(M1),
        mettre_en_attente(M1),
        demarrer(M1),
        suspendre(M1),
        reprendre(M1),
        lever(M1),
        terminer(M2),
        admettre(A1),
        admettre_en_relais(A3),
        changer_de_lieu(A1, A2),
        sortir(A1),
        etablir_projet(cadre()),
        reviser_projet(2),
        signer_projet(1),
        transmettre(cadre()),
        accepter("2026-06-01"),
        revenir(),
        annuler(version),
        rectifier(version, fait(declarer_residence("17415")), Some("2026-03-03")),
        effacer(),
    ]
}

proptest! {
    /// Any sequence of commands, on any days, either is refused or leaves a history without contradiction;
    /// and the day on which it is typed decides nothing.
    #[test]
    fn toute_suite_de_commandes_laisse_une_histoire_sans_contradiction(
        story in proptest::collection::vec((any::<Index>(), 0..360u64, 1..30u32), 1..40),
    ) {
        let mut enfant = enfant(LEA, [lea()]);
        for (choice, day, version) in story {
            let mut all = anything(version);
            let commande = all.swap_remove(choice.index(all.len()));
            let le = jour("2026-01-01") + chrono::Days::new(day);
            let typed_on = |today: &str| {
                let aujourd_hui = jour(today);
                let survenu = Survenu::le(le);
                let contexte =
                    Contexte { aujourd_hui, survenu, connu_le: Some(le), version_attendue: None };
                enfant.decide(commande.clone(), &contexte)
            };
            let decided = typed_on("2027-01-01");
            // An erasure is dated of the day it is recorded: the one act that looks at it.
            if !matches!(commande, Commande::Dossier(dossier::Command::Effacer(_))) {
                prop_assert_eq!(&decided, &typed_on("2030-06-30"));
            }
            for acte in decided.unwrap_or_default() {
                enfant.push_acte(acte);
            }
            prop_assert_eq!(enfant.parcours().contradictions(), vec![]);
        }
    }
}
