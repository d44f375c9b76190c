//! The writings: one life of a report, what cannot be, and what is withheld.

use expect_test::expect;
use uuid::Uuid;

use super::*;
use crate::codes::MotifDiffere;
use crate::enfant::Commande;
use crate::essais::*;
use crate::evenement::Acte;

const C1: EcritId = EcritId(Uuid::from_u128(0x91));

fn emettre(genre: GenreEcrit) -> Commande {
    Commande::Ecrit(Command::Emettre(Emis {
        ecrit: C1,
        genre,
        destinataire: Correspondant::JugeDesEnfants,
        objet: Some(M1.0),
        voie: Some(Canal::MessagerieSecurisee),
        numero: None,
        decideur: cadre(),
        rapport: None,
        pieces: vec![],
    }))
}

fn recevoir_ecrit(genre: GenreEcrit) -> Commande {
    Commande::Ecrit(Command::Recevoir(Recu {
        ecrit: C1,
        genre,
        auteur: Correspondant::ServiceHabilite,
        objet: Some(M1.0),
        service: None,
        rapport: None,
        pieces: vec![],
    }))
}

fn accuser() -> Commande {
    Commande::Ecrit(Command::NoterAccuse(Accuse { ecrit: C1, numero: None }))
}

fn valider(decideur: Option<Decideur>) -> Commande {
    Commande::Ecrit(Command::Valider(Valide { ecrit: C1, decideur }))
}

fn differer(decideur: Option<Decideur>) -> Commande {
    Commande::Ecrit(Command::Differer(Differee {
        genre: GenreEcrit::RapportAnnuel,
        objet: Some(C1.0),
        motif: MotifDiffere::MiseEnDanger,
        precision: Some(Sealed::nouveau("Menaces du père.".into())),
        reexaminer_le: jour("2026-06-01"),
        decideur,
    }))
}

fn reexaminer(issue: IssueReexamen, prochain: Option<&str>) -> Commande {
    Commande::Ecrit(Command::Reexaminer(Reexaminee {
        genre: GenreEcrit::RapportAnnuel,
        objet: Some(C1.0),
        issue,
        reexaminer_le: prochain.map(jour),
        decideur: cadre(),
    }))
}

fn file(faits: impl IntoIterator<Item = Acte>) -> Vec<Acte> {
    std::iter::once(lea()).chain(faits).collect()
}

fn envoye_le(le_jour: &str) -> Vec<Acte> {
    file([le(le_jour, fait(emettre(GenreEcrit::RapportAnnuel)))])
}

use crate::sealed::Sealed;

#[test]
fn un_rapport_recu_valide_puis_envoye_est_un_seul_ecrit() {
    let recu = file([le("2026-03-01", fait(recevoir_ecrit(GenreEcrit::RapportAnnuel)))]);
    let valide = given(recu).on("2026-03-03").when(valider(cadre())).then_file();
    let envoye =
        given(valide).on("2026-03-04").when(emettre(GenreEcrit::RapportAnnuel)).then_file();
    let accuse = given(envoye).on("2026-03-06").when(accuser()).then_file();
    let parcours = parcours(accuse);
    let ecrit = &parcours.ecrit.ecrits[&C1];
    assert_eq!(parcours.ecrit.ecrits.len(), 1);
    assert_eq!(ecrit.recu_le().map(Datee::le), Some(jour("2026-03-01")));
    assert_eq!(ecrit.emis_le().map(Datee::le), Some(jour("2026-03-04")));
    assert_eq!(ecrit.validations[0].le(), jour("2026-03-03"));
    assert_eq!(ecrit.accuses[0].le(), jour("2026-03-06"));
}

#[test]
fn un_ecrit_part_une_fois_et_arrive_une_fois() {
    given(envoye_le("2026-03-04"))
        .on("2026-03-05")
        .when(emettre(GenreEcrit::RapportAnnuel))
        .then_refused(expect!["ECRIT_DEJA_EMIS · Cet écrit est déjà parti."]);
    let recu = file([le("2026-03-01", fait(recevoir_ecrit(GenreEcrit::NoteIncident)))]);
    given(recu.clone())
        .on("2026-03-02")
        .when(recevoir_ecrit(GenreEcrit::NoteIncident))
        .then_refused(expect!["ECRIT_DEJA_RECU · Cet écrit est déjà reçu."]);
    given(recu).on("2026-03-02").when(emettre(GenreEcrit::RapportAnnuel)).then_refused(expect![
        "ECRIT_DE_DEUX_GENRES · Un même écrit ne peut pas être reçu sous un genre et envoyé sous un autre."
    ]);
}

#[test]
fn l_accuse_suit_l_envoi_dans_quelque_ordre_qu_on_les_saisisse() {
    let accuse = |jour_dit: &str| {
        given(envoye_le("2026-03-04")).on(jour_dit).recorded_on("2026-03-10").when(accuser())
    };
    accuse("2026-03-04").then(expect!["ecrit_accuse"]);
    accuse("2026-03-03").then_refused(expect![
        "ACCUSE_AVANT_ENVOI · L'accusé de réception précéderait l'envoi de l'écrit, le 04/03/2026."
    ]);
    let accuse_first = file([le("2026-03-03", fait(accuser()))]);
    given(accuse_first).on("2026-03-04").when(emettre(GenreEcrit::RapportAnnuel)).then_refused(
        expect!["ACCUSE_AVANT_ENVOI · L'accusé de réception précéderait l'envoi de l'écrit, le 04/03/2026."],
    );
}

#[test]
fn on_ne_transmet_pas_ce_qu_on_n_a_pas_recu_et_on_valide_avant_l_envoi() {
    given(envoye_le("2026-03-04"))
        .on("2026-03-05")
        .when(recevoir_ecrit(GenreEcrit::RapportAnnuel))
        .then_refused(expect!["ENVOI_AVANT_RECEPTION · L'écrit serait transmis le 04/03/2026, avant d'avoir été reçu du service."]);
    given(envoye_le("2026-03-04")).on("2026-03-05").when(valider(cadre())).then_refused(expect![
        "VALIDATION_APRES_ENVOI · L'écrit est parti le 04/03/2026 : il ne se valide plus."
    ]);
    given([lea()]).on("2026-03-04").when(valider(None)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given([lea()]).on("2026-03-04").when(valider(cadre())).then(expect!["ecrit_valide"]);
}

/// Pitfall 34: withheld with a reason, a date, a new examination, and out of the family's sight.
#[test]
fn piege_34_une_information_differee_est_motivee_datee_reexaminee_et_cachee() {
    given([lea()]).on("2026-03-01").when(differer(None)).then_refused(expect![
        "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
    ]);
    given([lea()]).on("2026-03-01").when(reexaminer(IssueReexamen::Levee, None)).then_refused(
        expect!["INFORMATION_NON_DIFFEREE · Cette information n'est pas différée à cette date."],
    );
    let differe = given(envoye_le("2026-02-20")).on("2026-03-01").when(differer(cadre()));
    let differe = differe.then_file();
    let shown = |faits: &[Acte]| parcours(faits.to_vec()).ecrit.montrable_a_la_famille(C1);
    let since = |faits: &[Acte]| {
        parcours(faits.to_vec()).ecrit.differee_depuis(GenreEcrit::RapportAnnuel, C1.0)
    };
    assert!(shown(&envoye_le("2026-02-20")) && !shown(&differe));
    assert_eq!(since(&differe), Some(jour("2026-03-01")));
    given(differe.clone())
        .on("2026-06-01")
        .when(reexaminer(IssueReexamen::Maintenue, None))
        .then_refused(expect!["REEXAMEN_SANS_DATE · Une information encore différée demande le jour de son prochain réexamen. (CASF, art. D226-2-6)"]);
    let goes_on = reexaminer(IssueReexamen::Maintenue, Some("2026-09-01"));
    let goes_on = given(differe).on("2026-06-01").when(goes_on).then_file();
    let retenue = |faits: &[Acte]| {
        let parcours = parcours(faits.to_vec());
        parcours.ecrit.retenues[&(GenreEcrit::RapportAnnuel, C1.0)].a_reexaminer_le()
    };
    assert_eq!(retenue(&goes_on), Some(jour("2026-09-01")));
    let lifted =
        given(goes_on).on("2026-09-01").when(reexaminer(IssueReexamen::Levee, None)).then_file();
    assert!(shown(&lifted));
    assert_eq!(since(&lifted), None);
    assert_eq!(retenue(&lifted), None);
}
