//! What an extract shows of a file, what it leaves out, and when it must be rectified.

use expect_test::expect;

use super::*;
use crate::codes::{Code as _, EmetteurSignalement, LieuAccueil};
use crate::decision::Suite;
use crate::ecrit::{Command, ExtraitRemis};
use crate::enfant::{Commande, Enfant};
use crate::essais::*;
use crate::evenement::Acte;
use crate::histoire::Cible;
use crate::ids::ExtraitId;
use crate::justice::essais::{DJ1, DJ2, J1, fixer_audience, jugement, ouvrir_dossier, rendre};
use crate::sealed::Sealed;

const X1: ExtraitId = ExtraitId(uuid::Uuid::from_u128(0xe1));
const X2: ExtraitId = ExtraitId(uuid::Uuid::from_u128(0xe2));

fn portee(au: &str, profil: ProfilExtrait) -> Portee {
    Portee { dossier: DJ1, au: jour(au), profil }
}

/// From an information to a placement whose place the judge keeps secret.
fn place() -> Vec<Acte> {
    vec![
        lea(),
        le("2026-01-02", fait(declarer_residence("17300"))),
        le("2026-01-05", fait(recevoir(I1))),
        le("2026-01-06", fait(qualifier(I1))),
        le("2026-01-07", fait(signaler(EmetteurSignalement::Departement, cadre()))),
        le("2026-01-09", fait(ouvrir_dossier(DJ1))),
        le(
            "2026-01-12",
            fait(rendre(jugement(J1).with(|rendue| {
                rendue.dossier = Some(DJ1);
                rendue.mesures = vec![M1];
                rendue.lieu_secret = true;
                rendue.precisions = Some(Sealed::nouveau("L'adresse n'est pas dite.".into()));
            }))),
        ),
        le("2026-01-12", fait(ordonner(placement(M1).until("2027-01-11")))),
        le("2026-01-14", fait(recevoir_mesure(M1))),
        le("2026-01-20", fait(attribuer(M1))),
        le("2026-01-26", fait(admettre_a(A1, LieuAccueil::AssistantFamilial))),
        le("2026-02-01", fait(fixer_audience("2026-12-15"))),
    ]
}

fn histoire(faits: &[Acte]) -> Vec<Effectif> {
    enfant(LEA, faits.to_vec()).histoire()
}

/// A section, as one reads it: the lines whose sentence is not that of an event are written out.
fn lue(section: &Section) -> String {
    let mut text = String::new();
    for Rubrique { titre, lignes } in &section.rubriques {
        text.push_str(&format!("{titre}\n"));
        for Ligne { le, texte, cites } in lignes {
            let cites: Vec<String> =
                cites.iter().map(|one| one.cible.version.to_string()).collect();
            let said = texte.as_deref().unwrap_or("…");
            text.push_str(&format!("  {le} {said} [{}]\n", cites.join(" ")));
        }
    }
    let removed: Vec<String> =
        section.retraits.iter().map(|(why, count)| format!("{} {count}", why.cle())).collect();
    text + &format!("retraits : {}\n", removed.join(", "))
}

#[test]
fn le_magistrat_lit_toute_la_saisine_et_rien_d_autre() {
    let mut faits = place();
    faits.push(le("2026-02-02", fait(contracter(aed(M2)))));
    faits.push(le("2026-02-03", fait(ouvrir_dossier(DJ2))));
    let section = section(&histoire(&faits), &portee("2026-02-10", ProfilExtrait::Magistrat));
    expect![[r#"
        L'enfant
          2026-01-01 … [1]
          2026-01-02 … [2]
        Ce qui a conduit à la saisine
          2026-01-05 … [3]
          2026-01-06 … [4]
          2026-01-07 … [5]
        Le dossier judiciaire et les décisions
          2026-01-09 … [6]
          2026-01-12 … [7]
        Les mesures ordonnées
          2026-01-12 placement à l'aide sociale à l'enfance : effective ; prononcée le 12/01/2026, effet le 12/01/2026, reçue par l'ASE le 14/01/2026, attribuée le 20/01/2026, exécutée depuis le 26/01/2026, terme le 11/01/2027. [8 9 10]
        L'exécution des mesures, jour par jour
          2026-01-12 … [8]
          2026-01-14 … [9]
          2026-01-20 … [10]
        Les lieux d'accueil
          2026-01-26 … [11]
        Prochaines échéances
          2026-01-12 juge des enfants : Avant de confier l'enfant hors de sa famille, on évalue l'accueil par un membre de la famille ou un tiers digne de confiance et on entend l'enfant capable de discernement, sauf urgence, au plus tard le 12/01/2026 (dépassée). [8 9 10]
          2026-01-20 juge des enfants : La décision du juge est notifiée dans les huit jours, au plus tard le 20/01/2026 (dépassée). [7]
          2026-04-12 aide sociale à l'enfance : Le projet pour l'enfant est établi dans les trois mois du début de la mesure, au plus tard le 12/04/2026. [8 9 10]
          2027-01-03 service en charge de la mesure : Le rapport d'échéance arrive au juge assez tôt avant le terme pour que l'audience puisse être convoquée, au plus tard le 03/01/2027. [8 9 10]
          2027-01-11 juge des enfants : Une mesure d'assistance éducative ne dépasse pas deux ans, au plus tard le 11/01/2027. [8 9 10]
          2027-01-12 aide sociale à l'enfance : La situation de l'enfant fait l'objet d'un rapport au moins une fois par an, au plus tard le 12/01/2027. [8 9 10]
          2027-01-12 aide sociale à l'enfance : Le rapport sur un enfant confié est transmis chaque année à l'autorité judiciaire, au plus tard le 12/01/2027. [8 9 10]
          2027-01-12 service en charge de la mesure : Le service qui exerce la mesure transmet chaque année un rapport au juge des enfants, au plus tard le 12/01/2027. [8 9 10]
          2027-01-12 service en charge de la mesure : Le service rend compte au juge à la date que fixe la décision, à défaut chaque année, au plus tard le 12/01/2027. [8 9 10]
          2028-01-12 aide sociale à l'enfance : Tous les deux ans, le service examine d'autres mesures que le placement pour assurer la stabilité de l'enfant, au plus tard le 12/01/2028. [8 9 10]
        retraits : hors_saisine 3
    "#]]
    .assert_eq(&lue(&section));
    assert_eq!(section.montrees.len() + 3, faits.len(), "each event is shown or counted");
}

#[test]
fn le_contradictoire_ne_dit_ni_expediteur_ni_adresse_ni_lieu_secret() {
    let section =
        section(&histoire(&place()), &portee("2026-02-10", ProfilExtrait::Contradictoire));
    let text = lue(&section);
    let removed = text.lines().last().unwrap_or_default();
    assert_eq!(removed, "retraits : expediteur 1, lieu_secret 2, adresse 1");
    let shown: Vec<u32> = section.montrees.iter().map(|one| one.cible.version).collect();
    assert_eq!(shown, [1, 4, 5, 6, 7, 8, 9, 12], "neither 2, 3, 10 nor 11");
    assert!(section.lieu_secret);
}

#[test]
fn un_scelle_que_rien_ne_nomme_reste_ferme_aux_parties() {
    use ProfilExtrait::{Contradictoire, Magistrat};
    assert_eq!(scelle_retire(Magistrat, true, "expediteur"), Some(MotifRetrait::Expediteur));
    assert_eq!(scelle_retire(Magistrat, true, "synthese"), None);
    assert_eq!(scelle_retire(Contradictoire, false, "etat_civil"), None);
    assert_eq!(scelle_retire(Contradictoire, false, "precisions"), None);
    let closed = scelle_retire(Contradictoire, true, "precisions");
    assert_eq!(closed, Some(MotifRetrait::LieuSecret));
    assert_eq!(scelle_retire(Contradictoire, false, "synthese"), Some(MotifRetrait::Recit));
    assert_eq!(scelle_retire(Contradictoire, false, "nouveau"), Some(MotifRetrait::Recit));
}

fn waits(faits: &[Acte], au: &str) -> Vec<String> {
    let section = section(&histoire(faits), &portee(au, ProfilExtrait::Magistrat));
    let found = section.rubriques.into_iter().find(|one| one.titre == Titre::SansExecution.texte());
    let lignes = found.map(|one| one.lignes).unwrap_or_default();
    lignes.into_iter().filter_map(|ligne| ligne.texte).collect()
}

#[test]
fn une_attente_dit_de_quel_jour_elle_court() {
    let mut faits = vec![
        lea(),
        le("2026-01-09", fait(ouvrir_dossier(DJ1))),
        le("2026-01-12", fait(ordonner(aemo(M1).until("2027-01-11")))),
        le("2026-01-12", fait(ordonner(placement(M2).from("2026-03-01").until("2027-01-11")))),
        le("2026-01-15", fait(recevoir_mesure(M1))),
    ];
    expect![[r#"
        [
            "action éducative en milieu ouvert : non exécutée ; 20 jours depuis l'effet (12/01/2026) ; 17 jours depuis la réception par l'ASE (15/01/2026) ; pas encore d'attente depuis l'attribution.",
            "placement à l'aide sociale à l'enfance : effet différé, à compter du 01/03/2026 ; 0 jour d'attente.",
        ]
    "#]]
    .assert_debug_eq(&waits(&faits, "2026-02-01"));
    faits.push(le("2026-02-03", fait(demarrer(M1))));
    faits.push(le("2026-03-05", fait(lever(M2))));
    assert_eq!(waits(&faits, "2026-03-06"), Vec::<String>::new());
    assert_eq!(waits(&faits, "2026-02-02").len(), 2, "that day it still waited");
}

#[test]
fn ce_qui_est_prononce_apres_le_jour_demande_n_y_est_pas() {
    let section = section(&histoire(&place()), &portee("2026-01-11", ProfilExtrait::Magistrat));
    assert!(section.montrees.iter().all(|one| one.cible.version <= 6), "{section:?}");
}

#[test]
fn un_classement_sans_signalement_n_a_conduit_a_aucune_saisine() {
    let mut faits = vec![lea(), le("2026-01-05", fait(recevoir(I1)))];
    faits.push(le("2026-01-06", fait(decider(vec![Suite::SansSuite], None, cadre()))));
    faits.push(le("2026-01-09", fait(ouvrir_dossier(DJ1))));
    let section = section(&histoire(&faits), &portee("2026-02-01", ProfilExtrait::Magistrat));
    assert_eq!(section.retraits.get(&MotifRetrait::HorsSaisine), Some(&2), "{section:?}");
}

fn remettre(extrait: ExtraitId, faits: &[Acte], au: &str) -> Commande {
    let section = section(&histoire(faits), &portee(au, ProfilExtrait::Magistrat));
    Commande::Ecrit(Command::RemettreExtrait(ExtraitRemis {
        extrait,
        dossier: DJ1,
        juridiction: "TJ La Rochelle".into(),
        cabinet: None,
        numero_ae: None,
        profil: ProfilExtrait::Magistrat,
        au: jour(au),
        connu_a: u64::try_from(faits.len()).expect("a few facts"),
        lignes: section.montrees,
        retraits: vec![],
        empreinte: "17".repeat(32),
        adresse: None,
        taille: 64,
        racine: "5e".repeat(32),
        decideur: cadre(),
    }))
}

fn remis(mut faits: Vec<Acte>, extrait: ExtraitId, le: &str) -> Vec<Acte> {
    let commande = remettre(extrait, &faits, le);
    faits = given(faits).on(le).when(commande).then_file();
    faits
}

fn corrige(faits: Vec<Acte>, le: &str, commande: Commande) -> Vec<Acte> {
    given(faits).on(le).when(commande).then_file()
}

fn alertes(faits: &[Acte]) -> Vec<String> {
    let lea: Enfant = enfant(LEA, faits.to_vec());
    let found = extraits_a_rectifier(lea.recorded()).into_iter();
    found
        .map(|one| {
            let versions: Vec<u32> = one.evenements.iter().map(|cible| cible.version).collect();
            format!("{} {versions:?} depuis le {}", one.extrait, one.depuis)
        })
        .collect()
}

#[test]
fn un_extrait_se_remet_une_fois_et_par_qui_l_atteste() {
    let faits = remis(place(), X1, "2026-02-10");
    let again = remettre(X1, &faits, "2026-02-11");
    given(faits)
        .on("2026-02-11")
        .when(again)
        .then_refused(expect!["EXTRAIT_DEJA_REMIS · Cet extrait est déjà remis."]);
    let Commande::Ecrit(Command::RemettreExtrait(unsigned)) = remettre(X2, &place(), "2026-02-10")
    else {
        panic!("an extract")
    };
    let unsigned = ExtraitRemis { decideur: None, ..unsigned };
    given(place())
        .on("2026-02-10")
        .when(Commande::Ecrit(Command::RemettreExtrait(unsigned)))
        .then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
}

#[test]
fn une_ligne_montree_puis_annulee_ou_rectifiee_demande_un_extrait_rectificatif() {
    let faits = remis(place(), X1, "2026-02-10");
    assert_eq!(alertes(&faits), Vec::<String>::new());
    let annulee = corrige(faits.clone(), "2026-02-20", annuler(11));
    expect![[r#"
        [
            "extrait-00000000-0000-0000-0000-0000000000e1 [11] depuis le 2026-02-20",
        ]
    "#]]
    .assert_debug_eq(&alertes(&annulee));
    let other = fait(admettre_a(A1, LieuAccueil::FoyerDeLEnfance));
    let rectifiee = corrige(faits, "2026-02-21", rectifier(11, other, None));
    assert_eq!(alertes(&rectifiee).len(), 1);
    let lea = enfant(LEA, rectifiee);
    let before = irregularites_d_extraits(lea.recorded(), jour("2026-02-20"));
    assert_eq!(before, [], "not yet");
    let findings = irregularites_d_extraits(lea.recorded(), jour("2026-02-21"));
    expect!["L'extrait remis le 10/02/2026 (TJ La Rochelle) ne dit plus ce qui est tenu pour vrai (n° 11) : remettre un extrait rectificatif."]
        .assert_eq(&findings[0].phrase);
}

#[test]
fn une_correction_d_une_ligne_qu_il_ne_montre_pas_ne_l_atteint_pas() {
    let mut faits = place();
    faits.push(le("2026-02-02", fait(contracter(aed(M2)))));
    let faits = remis(faits, X1, "2026-02-10");
    let faits = corrige(faits, "2026-02-20", annuler(13));
    assert_eq!(alertes(&faits), Vec::<String>::new());
}

#[test]
fn l_alerte_finit_avec_la_correction_annulee_ou_un_extrait_qui_la_dit() {
    let faits = remis(place(), X1, "2026-02-10");
    let wrong = corrige(faits, "2026-02-20", annuler(11));
    let undone = corrige(wrong.clone(), "2026-02-21", annuler(14));
    assert_eq!(alertes(&undone), Vec::<String>::new());
    let again = remis(wrong, X2, "2026-02-22");
    assert_eq!(alertes(&again), Vec::<String>::new());
    let restored = corrige(again, "2026-02-23", annuler(14));
    expect![[r#"
        []
    "#]]
    .assert_debug_eq(&alertes(&restored));
    assert_eq!(evenement(11), Cible { flux: LEA, version: 11 });
}
