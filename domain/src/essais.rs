//! What tests are written with: facts, a day, a command, what follows. Facts, never states.
//!
//! ```text
//! given([le("2026-01-05", inscrite_nee_le("2015-03-04"))])
//!     .on("2026-01-10")
//!     .when(contracter(aed(M1).until("2027-01-10")))
//!     .then(expect!["mesure_contractee"]);
//! ```
//!
//! Everything is recorded in the order given, so the fact number n is the event number n of the file.
//! Built on the test kit of cqrs-es; what it adds is the day of the act, and French.

mod specimens;
pub(crate) mod table;
pub(crate) mod vies;

use chrono::NaiveDate;
use cqrs_es::test::TestFramework;
use expect_test::Expect;
use uuid::Uuid;

use crate::codes::{
    Autorite, Canal, Conclusion, EmetteurSignalement, LieuAccueil, Mandant, MentionDecision,
    MotifAttente, MotifChangementLieu, MotifEffacement, MotifFin, MotifNonQualification,
    MotifSortie, Motifsig, NatureMesure, Orientation, Origip, PorteDEntree, QualiteDecideur, Sexe,
    Signataire, SourceNaissance, Titulaire, Transip,
};
use crate::decision::{self, Suite};
use crate::dossier;
use crate::enfant::{Commande, Contexte, Demande, Enfant, Parcours};
use crate::evaluation;
use crate::evenement::{Acte, Evenement};
use crate::histoire::Cible;
use crate::identite::{self, EtatCivil, Naissance};
use crate::ids::{
    AccueilId, ChaineId, DecisionId, EnfantId, EvaluationId, InformationId, MesureId, ProjetId,
    TransfertId,
};
use crate::refus::Refus;
use crate::sealed::Sealed;
use crate::temps::{Precision, Survenu};
use crate::{Decideur, accueil, competence, information, mesure, projet_pour_enfant as projet};

pub(crate) const I1: InformationId = InformationId(Uuid::from_u128(0x11));
pub(crate) const I2: InformationId = InformationId(Uuid::from_u128(0x12));
pub(crate) const E1: EvaluationId = EvaluationId(Uuid::from_u128(0x21));
pub(crate) const D1: DecisionId = DecisionId(Uuid::from_u128(0x31));
pub(crate) const M1: MesureId = MesureId(Uuid::from_u128(0x41));
pub(crate) const M2: MesureId = MesureId(Uuid::from_u128(0x42));
pub(crate) const A1: AccueilId = AccueilId(Uuid::from_u128(0x51));
pub(crate) const A2: AccueilId = AccueilId(Uuid::from_u128(0x52));
pub(crate) const A3: AccueilId = AccueilId(Uuid::from_u128(0x53));
pub(crate) const P1: ProjetId = ProjetId(Uuid::from_u128(0x61));
pub(crate) const T1: TransfertId = TransfertId(Uuid::from_u128(0x71));

/// The child of the test kit: cqrs-es builds it by default.
pub(crate) const LEA: EnfantId = EnfantId(Uuid::nil());

/// A day, written as on paper.
pub(crate) fn jour(texte: &str) -> NaiveDate {
    texte.parse().expect("a date AAAA-MM-JJ")
}

/// A fact on its day.
pub(crate) fn le(jour_dit: &str, evenement: Evenement) -> Acte {
    let le = jour(jour_dit);
    Acte { survenu: Survenu::le(le), connu_le: le, evenement }
}

/// The file of Léa, born that day, opened on 1 January 2026.
pub(crate) fn lea_nee_le(naissance: &str) -> Acte {
    le("2026-01-01", inscrite_nee_le(naissance))
}

/// The file of a child of ten.
pub(crate) fn lea() -> Acte {
    lea_nee_le("2015-03-04")
}

/// A file: facts, in the order in which they were recorded.
pub(crate) fn enfant(id: EnfantId, faits: impl IntoIterator<Item = Acte>) -> Enfant {
    let mut enfant = Enfant::nouveau(id);
    for fait in faits {
        enfant.push_acte(fait);
    }
    enfant
}

/// The parcours these facts make.
pub(crate) fn parcours(faits: impl IntoIterator<Item = Acte>) -> Parcours {
    enfant(LEA, faits).parcours()
}

/// Opens a test with facts.
pub(crate) fn given(faits: impl IntoIterator<Item = Acte>) -> Given {
    Given { faits: faits.into_iter().collect() }
}

pub(crate) struct Given {
    faits: Vec<Acte>,
}

impl Given {
    /// The day of the act, which is also the day it is recorded.
    pub(crate) fn on(self, jour_dit: &str) -> On {
        let le = jour(jour_dit);
        let contexte = Contexte {
            aujourd_hui: le,
            survenu: Survenu::le(le),
            connu_le: None,
            version_attendue: None,
        };
        On { faits: self.faits, contexte }
    }
}

pub(crate) struct On {
    faits: Vec<Acte>,
    contexte: Contexte,
}

impl On {
    /// Recorded on another day than that of the act.
    pub(crate) fn recorded_on(mut self, jour_dit: &str) -> Self {
        self.contexte.aujourd_hui = jour(jour_dit);
        self
    }

    /// Known by the Département on that day.
    pub(crate) fn known_on(mut self, jour_dit: &str) -> Self {
        self.contexte.connu_le = Some(jour(jour_dit));
        self
    }

    /// By someone who was looking at that version of the object.
    pub(crate) fn having_read(mut self, version: u32) -> Self {
        self.contexte.version_attendue = Some(version);
        self
    }

    pub(crate) fn when(self, commande: Commande) -> Outcome {
        let Self { faits, contexte } = self;
        let framework = TestFramework::<Enfant>::with(());
        let decided = framework.given(faits.clone()).when(Demande { commande, contexte });
        Outcome { faits, decided: decided.inspect_result() }
    }
}

/// What came of a command.
#[must_use = "say what follows: `.then`, `.then_refused` or `.then_already_so`"]
pub(crate) struct Outcome {
    faits: Vec<Acte>,
    decided: Result<Vec<Acte>, Refus>,
}

impl Outcome {
    /// Recorded, under these stored names.
    #[track_caller]
    pub(crate) fn then(self, names: Expect) {
        names.assert_eq(&self.recorded().join(", "));
    }

    /// Recorded; the file goes on.
    #[track_caller]
    pub(crate) fn then_file(self) -> Vec<Acte> {
        let mut faits = self.faits;
        faits.extend(self.decided.expect("recorded"));
        faits
    }

    /// Nothing to write: it is already so.
    #[track_caller]
    pub(crate) fn then_already_so(self) {
        assert_eq!(self.recorded(), Vec::<String>::new());
    }

    /// Refused: the code, what the professional reads, the article.
    #[track_caller]
    pub(crate) fn then_refused(self, answer: Expect) {
        let refus = self.decided.expect_err("refused");
        answer.assert_eq(&refusal(&refus));
    }

    #[track_caller]
    fn recorded(&self) -> Vec<String> {
        let actes = self.decided.as_ref().expect("recorded");
        actes.iter().map(|acte| acte.evenement.nom().to_owned()).collect()
    }
}

/// A refusal on one line.
pub(crate) fn refusal(refus: &Refus) -> String {
    let article = refus.article().map(|article| format!(" ({article})")).unwrap_or_default();
    format!("{} · {refus}{article}", refus.code())
}

/// Who decides, in these tests.
pub(crate) fn cadre() -> Option<Decideur> {
    Some(Decideur {
        agent: "cadre.crip".into(),
        qualite: QualiteDecideur::DelegueCrip,
        delegation: Some("arrêté 2025-117".into()),
        signe_le: None,
        electronique: true,
    })
}

// Facts and commands, named as one speaks. A fact is what a command of the same kind records.

pub(crate) fn fait(commande: Commande) -> Evenement {
    let sans_fait = "a correction is not a fact";
    let mut evenement = crate::enfant::asked(&commande).expect(sans_fait);
    evenement.confie_les_scelles(LEA);
    evenement
}

pub(crate) fn naissance(le: &str) -> Naissance {
    Naissance { le: jour(le), precision: Precision::Jour, source: SourceNaissance::EtatCivil }
}

fn etat_civil() -> Sealed<EtatCivil> {
    let civil = EtatCivil { nom: "Nom".into(), prenoms: "Léa".into(), nom_naissance_mere: None };
    Sealed::nouveau(civil)
}

pub(crate) fn inscrire(naissance: Option<Naissance>) -> Commande {
    let inscrit = identite::Inscrit { etat_civil: etat_civil(), naissance, sexe: Sexe::Feminin };
    Commande::Identite(identite::Command::Inscrire(inscrit))
}

pub(crate) fn inscrite_nee_le(le: &str) -> Evenement {
    fait(inscrire(Some(naissance(le))))
}

pub(crate) fn signaler_non_identifie() -> Commande {
    Commande::Identite(identite::Command::SignalerNonIdentifie(identite::NonIdentifieSignale {
        description: Sealed::nouveau("Un petit, résidence des Pins".into()),
        age_apparent_ans: Some(4),
        sexe: Sexe::NeSaitPas,
    }))
}

pub(crate) fn identifier(le: &str) -> Commande {
    Commande::Identite(identite::Command::Identifier(identite::Identifie {
        etat_civil: etat_civil(),
        naissance: Some(naissance(le)),
        sexe: Sexe::Feminin,
    }))
}

pub(crate) fn fixer_naissance(le: &str) -> Commande {
    let fixee = identite::NaissanceFixee { naissance: naissance(le) };
    Commande::Identite(identite::Command::FixerNaissance(fixee))
}

pub(crate) fn declarer_residence(commune: &str) -> Commande {
    Commande::Identite(identite::Command::DeclarerResidence(identite::ResidenceDeclaree {
        commune: Some(commune.into()),
        adresse: None,
        service_responsable: None,
    }))
}

pub(crate) fn declarer_deces() -> Commande {
    Commande::Identite(identite::Command::DeclarerDeces(identite::Decede {}))
}

pub(crate) fn declarer_emancipation() -> Commande {
    Commande::Identite(identite::Command::DeclarerEmancipation(identite::Emancipe {}))
}

pub(crate) fn recevoir(information: InformationId) -> Commande {
    Commande::Information(information::Command::Recevoir(information::Recue {
        information,
        arrivee_crip: None,
        ecrite_le: None,
        porte_d_entree: PorteDEntree::Crip,
        service_entree: None,
        canal: Canal::Courriel,
        transmetteur: Transip::EducationNationale,
        origine: Origip::PersonnelSocial,
        organisation: None,
        reference_externe: None,
        expediteur_id: None,
        expediteur: None,
        recit: None,
        dangers_allegues: vec![],
        parents_informes: None,
        urgence: false,
        commune: None,
        reaffectee_de: None,
    }))
}

pub(crate) fn qualifier(information: InformationId) -> Commande {
    qualifier_par(cadre(), information)
}

pub(crate) fn qualifier_par(decideur: Option<Decideur>, information: InformationId) -> Commande {
    Commande::Information(information::Command::Qualifier(information::Qualifiee {
        information,
        dangers: vec![],
        delai_reduit_jours: None,
        decideur,
    }))
}

pub(crate) fn ne_pas_qualifier(decideur: Option<Decideur>) -> Commande {
    Commande::Information(information::Command::NePasQualifier(information::NonQualifiee {
        information: I1,
        motif: MotifNonQualification::PasDeDanger,
        orientation: Orientation::DroitCommun,
        decideur,
    }))
}

pub(crate) fn rattacher(information: InformationId, principale: InformationId) -> Commande {
    let rattachee = information::Rattachee { information, principale };
    Commande::Information(information::Command::Rattacher(rattachee))
}

pub(crate) fn marquer_doublon(information: InformationId, original: InformationId) -> Commande {
    let doublon = information::DoublonMarque { information, original };
    Commande::Information(information::Command::MarquerDoublon(doublon))
}

pub(crate) fn signaler(emetteur: EmetteurSignalement, decideur: Option<Decideur>) -> Commande {
    Commande::Information(information::Command::Signaler(information::Signalee {
        information: I1,
        motif: Motifsig::DangerGraveImmediat,
        emetteur,
        oral_a: None,
        ecrit_a: None,
        parquet: None,
        numero_parquet: None,
        urgence: true,
        evaluation: None,
        decideur,
        pieces: vec![],
    }))
}

pub(crate) fn mandater(informations: &[InformationId], decideur: Option<Decideur>) -> Commande {
    Commande::Evaluation(evaluation::Command::Mandater(evaluation::Mandatee {
        evaluation: E1,
        informations: informations.to_vec(),
        service: "DT de La Rochelle".into(),
        mandant: Mandant::Crip,
        equipe: vec![],
        decideur,
    }))
}

pub(crate) fn remettre_rapport() -> Commande {
    Commande::Evaluation(evaluation::Command::RemettreRapport(evaluation::RapportRemis {
        evaluation: E1,
        conclusion: Conclusion::Danger,
        dangers: vec![],
        propositions: vec![],
        synthese: None,
    }))
}

pub(crate) fn demander_complement() -> Commande {
    let complement = evaluation::ComplementDemande { evaluation: E1, attendu_le: None };
    Commande::Evaluation(evaluation::Command::DemanderComplement(complement))
}

pub(crate) fn decider(
    suites: Vec<Suite>,
    evaluation: Option<EvaluationId>,
    decideur: Option<Decideur>,
) -> Commande {
    Commande::Decision(decision::Command::Decider(decision::Prise {
        decision: D1,
        evaluation,
        informations: vec![],
        suites,
        motivation: None,
        decideur,
    }))
}

pub(crate) fn reviser_decision(suites: Vec<Suite>, decideur: Option<Decideur>) -> Commande {
    Commande::Decision(decision::Command::Reviser(decision::Revisee {
        decision: D1,
        suites,
        motif: crate::codes::MotifRevision::FaitsNouveaux,
        decideur,
    }))
}

/// The terms of a measure, completed as one speaks.
#[derive(Clone)]
pub(crate) struct Mesure(pub(crate) mesure::Termes);

fn termes(mesure: MesureId, nature: NatureMesure, autorite: Autorite) -> Mesure {
    Mesure(mesure::Termes {
        mesure,
        decision: D1,
        chaine: ChaineId(M1.0),
        nature,
        fondement: None,
        libelle_local: None,
        autorite,
        effet_le: None,
        terme_le: None,
        notifiee_le: None,
        recue_le: None,
        service_responsable: None,
        consentements: vec![],
        decideur: None,
        mentions: vec![],
    })
}

/// A contract with both parents' consent, signed by the delegate.
pub(crate) fn aed(mesure: MesureId) -> Mesure {
    let mut aed = termes(mesure, NatureMesure::Aed, Autorite::President);
    aed.0.consentements = vec![Titulaire::Mere, Titulaire::Pere];
    aed.0.decideur = cadre();
    aed
}

pub(crate) fn aemo(mesure: MesureId) -> Mesure {
    termes(mesure, NatureMesure::Aemo, Autorite::JugeDesEnfants)
}

pub(crate) fn placement(mesure: MesureId) -> Mesure {
    termes(mesure, NatureMesure::PlacementAse, Autorite::JugeDesEnfants)
}

pub(crate) fn jeune_majeur(mesure: MesureId) -> Mesure {
    let mut contrat = termes(mesure, NatureMesure::ContratJeuneMajeur, Autorite::President);
    contrat.0.consentements = vec![Titulaire::JeuneMajeur];
    contrat.0.decideur = cadre();
    contrat
}

impl Mesure {
    pub(crate) fn of_nature(mut self, nature: NatureMesure) -> Self {
        self.0.nature = nature;
        self
    }

    pub(crate) fn mentioning(mut self, mention: MentionDecision) -> Self {
        self.0.mentions.push(mention);
        self
    }

    /// By its local label.
    pub(crate) fn called(mut self, label: &str) -> Self {
        self.0.libelle_local = Some(label.into());
        self
    }

    /// On the basis written in the decision.
    pub(crate) fn founded_on(mut self, basis: &str) -> Self {
        self.0.fondement = Some(basis.into());
        self
    }

    pub(crate) fn notified(mut self, jour_dit: &str) -> Self {
        self.0.notifiee_le = Some(jour(jour_dit));
        self
    }

    /// In effect from that day.
    pub(crate) fn from(mut self, jour_dit: &str) -> Self {
        self.0.effet_le = Some(jour(jour_dit));
        self
    }

    /// Until that day, included.
    pub(crate) fn until(mut self, jour_dit: &str) -> Self {
        self.0.terme_le = Some(jour(jour_dit));
        self
    }

    pub(crate) fn without_consent(mut self) -> Self {
        self.0.consentements.clear();
        self
    }

    pub(crate) fn without_signatory(mut self) -> Self {
        self.0.decideur = None;
        self
    }
}

pub(crate) fn ordonner(mesure: Mesure) -> Commande {
    Commande::Mesure(mesure::Command::Ordonner(mesure.0))
}

pub(crate) fn contracter(mesure: Mesure) -> Commande {
    Commande::Mesure(mesure::Command::Contracter(mesure.0))
}

pub(crate) fn renouveler(precedente: MesureId, mesure: Mesure) -> Commande {
    let renouvelee = mesure::Renouvelee { precedente, mesure: mesure.0 };
    Commande::Mesure(mesure::Command::Renouveler(renouvelee))
}

pub(crate) fn recevoir_mesure(mesure: MesureId) -> Commande {
    Commande::Mesure(mesure::Command::Recevoir(mesure::Recue { mesure }))
}

pub(crate) fn attribuer(mesure: MesureId) -> Commande {
    let attribuee = mesure::Attribuee { mesure, service: "AEMO 17".into() };
    Commande::Mesure(mesure::Command::Attribuer(attribuee))
}

pub(crate) fn mettre_en_attente(mesure: MesureId) -> Commande {
    let motif = MotifAttente::DefautDePersonnel;
    let attente = mesure::MiseEnAttente { mesure, motif, rang: None };
    Commande::Mesure(mesure::Command::MettreEnAttente(attente))
}

pub(crate) fn demarrer(mesure: MesureId) -> Commande {
    Commande::Mesure(mesure::Command::Demarrer(mesure::Demarree { mesure }))
}

pub(crate) fn suspendre(mesure: MesureId) -> Commande {
    let motif = crate::codes::MotifSuspension::Hospitalisation;
    Commande::Mesure(mesure::Command::Suspendre(mesure::Suspendue { mesure, motif }))
}

pub(crate) fn reprendre(mesure: MesureId) -> Commande {
    Commande::Mesure(mesure::Command::Reprendre(mesure::Reprise { mesure }))
}

pub(crate) fn lever(mesure: MesureId) -> Commande {
    Commande::Mesure(mesure::Command::Lever(mesure::Levee {
        mesure,
        motif: MotifFin::AbsenceDeDanger,
        situation_apres: None,
        decision: None,
    }))
}

pub(crate) fn terminer(mesure: MesureId) -> Commande {
    Commande::Mesure(mesure::Command::Terminer(mesure::Terminee {
        mesure,
        motif: MotifFin::Echeance,
        situation_apres: None,
        remplacee_par: None,
    }))
}

/// The measure gives way to another.
pub(crate) fn remplacer(mesure: MesureId, par: MesureId) -> Commande {
    Commande::Mesure(mesure::Command::Terminer(mesure::Terminee {
        mesure,
        motif: MotifFin::Remplacement,
        situation_apres: None,
        remplacee_par: Some(par),
    }))
}

fn lieu(genre: LieuAccueil) -> accueil::Lieu {
    accueil::Lieu { genre, lieu: None, organisation: None, commune: None, secret: false }
}

/// Enters a foyer, as the place where she lives.
pub(crate) fn admettre(accueil: AccueilId) -> Commande {
    admettre_a(accueil, LieuAccueil::FoyerDeLEnfance)
}

/// Enters a place of that kind, as the place where she lives.
pub(crate) fn admettre_a(accueil: AccueilId, genre: LieuAccueil) -> Commande {
    Commande::Accueil(accueil::Command::Admettre(accueil::Admis {
        accueil,
        mesure: Some(M1),
        lieu: lieu(genre),
        principal: true,
        urgence: false,
    }))
}

/// Enters a family for a week-end.
pub(crate) fn admettre_en_relais(accueil: AccueilId) -> Commande {
    Commande::Accueil(accueil::Command::Admettre(accueil::Admis {
        accueil,
        mesure: None,
        lieu: lieu(LieuAccueil::AssistantFamilial),
        principal: false,
        urgence: false,
    }))
}

pub(crate) fn changer_de_lieu(accueil: AccueilId, nouvel_accueil: AccueilId) -> Commande {
    Commande::Accueil(accueil::Command::ChangerDeLieu(accueil::LieuChange {
        accueil,
        nouvel_accueil,
        lieu: lieu(LieuAccueil::AssistantFamilial),
        motif: MotifChangementLieu::InteretDeLEnfant,
        juge_informe_le: None,
    }))
}

pub(crate) fn sortir(accueil: AccueilId) -> Commande {
    let motif = MotifSortie::RetourEnFamille;
    Commande::Accueil(accueil::Command::Terminer(accueil::Termine { accueil, motif }))
}

pub(crate) fn etablir_projet(decideur: Option<Decideur>) -> Commande {
    Commande::Projet(projet::Command::Etablir(projet::Etabli {
        projet: P1,
        objectifs: None,
        rubriques: vec![],
        objectifs_suivis: vec![],
        reference: None,
        decideur,
    }))
}

pub(crate) fn reviser_projet(edition: u32) -> Commande {
    Commande::Projet(projet::Command::Reviser(projet::Revise {
        projet: P1,
        edition,
        motif: None,
        objectifs: None,
        rubriques: vec![],
        objectifs_suivis: vec![],
        reference: None,
        decideur: cadre(),
    }))
}

pub(crate) fn signer_projet(edition: u32) -> Commande {
    let signe = projet::Signe { projet: P1, edition, signataire: Signataire::Mere };
    Commande::Projet(projet::Command::Signer(signe))
}

/// The event number n of Léa's file.
pub(crate) fn evenement(version: u32) -> Cible {
    Cible { flux: LEA, version }
}

pub(crate) fn annuler(version: u32) -> Commande {
    let annule = dossier::Annule { cible: evenement(version), motif: "erreur de saisie".into() };
    Commande::Dossier(dossier::Command::Annuler(annule))
}

/// It happened otherwise; `survenu` absent: on the same day.
pub(crate) fn rectifier(version: u32, remplacement: Evenement, survenu: Option<&str>) -> Commande {
    Commande::Dossier(dossier::Command::Rectifier {
        cible: evenement(version),
        motif: "erreur de saisie".into(),
        remplacement: Box::new(remplacement),
        survenu: survenu.map(|le| Survenu::le(jour(le))),
    })
}

pub(crate) fn effacer() -> Commande {
    let motif = MotifEffacement::TermeDeConservation;
    let efface = dossier::Efface { motif, decision: "visa 2036-004".into() };
    Commande::Dossier(dossier::Command::Effacer(efface))
}

/// The file of Léa leaves for the Gironde.
pub(crate) fn transmettre(decideur: Option<Decideur>) -> Commande {
    Commande::Competence(competence::Command::Transmettre(competence::Transmis {
        transfert: T1,
        vers_departement: "33".into(),
        voie: Canal::Courrier,
        numero: None,
        decideur,
        pieces: vec![],
    }))
}

/// The Gironde acknowledges it, with its effect.
pub(crate) fn accepter(effet_le: &str) -> Commande {
    Commande::Competence(competence::Command::NoterAcceptation(competence::Accepte {
        transfert: T1,
        vers_departement: "33".into(),
        effet_le: Some(jour(effet_le)),
        numero: None,
    }))
}

/// The Gironde sends the file back.
pub(crate) fn revenir() -> Commande {
    Commande::Competence(competence::Command::Recevoir(competence::RecuDAilleurs {
        transfert: T1,
        de_departement: "33".into(),
        vers_departement: "17".into(),
        effet_le: None,
        resume: None,
        pieces: vec![],
    }))
}

/// What the professional finds irregular on a day.
pub(crate) fn irregularites(faits: Vec<Acte>, au: &str) -> Vec<String> {
    let found = crate::irregularites::irregularites(&parcours(faits), jour(au));
    found.iter().map(|one| format!("{} · {} ({})", one.code, one.phrase, one.article)).collect()
}
