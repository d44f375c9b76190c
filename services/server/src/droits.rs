//! Who may call what, and what shows personal data: one table, one line an RPC.
//!
//! # Invariants
//!
//! - Every RPC of the contract has its line; one without a line is refused to everybody.
//! - A line says whether the answer holds personal data. If it does, it goes through the gate
//!   ([`crate::porte`]); if not, the line says why not. `tests/coverage.rs` walks the descriptor.
//! - Deciding is pure: a role, a name.
//!
//! Deliberately absent: purpose, child and time as conditions, and break-glass.

use crate::jetons::Role;

/// Whether the answer of an RPC holds personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acces {
    /// It does: a receipt is committed before the first byte leaves.
    Gated,
    /// It does not, and why.
    Open(&'static str),
}

/// One RPC of the contract.
#[derive(Clone, Copy, Debug)]
pub struct Rpc {
    /// `parcours.<area>.v1.<Service>/<Method>`.
    pub nom: &'static str,
    /// Who may call it.
    pub roles: &'static [Role],
    /// What its answer holds.
    pub acces: Acces,
}

const RECU: Acces =
    Acces::Open("répond un repère et des versions : rien que l'appelant n'ait envoyé");
const COMPTE: Acces =
    Acces::Open("répond des comptes et des refus : rien que l'appelant n'ait envoyé");
const CHIFFRES: Acces = Acces::Open("des chiffres et des définitions, sans personne");
const ETAT: Acces = Acces::Open("des positions, des dates et des comptes : aucun enfant");
const CERTIFICAT: Acces = Acces::Open(
    "un certificat : des clés, des dates et des comptes, rien de ce qu'elles fermaient",
);
const REGLES: Acces = Acces::Open("les règles de la loi et leurs sources, sans personne");
const REGLEMENT: Acces =
    Acces::Open("des réglages, des délégations et un compte de conseils : aucun enfant");
const TETE: Acces = Acces::Open("une taille, une racine et des signatures : aucun événement");

/// Who keeps the cases.
const DOSSIERS: &[Role] = &[Role::Crip, Role::Reprise];
/// Who keeps the ledger of published figures.
const LEDGER: &[Role] = &[Role::Odpe, Role::Reprise];
/// Who says that two files are those of one child: never an import.
const REUNION: &[Role] = &[Role::Crip];
/// Who follows measures and places.
const MESURES: &[Role] = &[Role::Crip, Role::Justice, Role::Reprise];
/// Who types what was done before us, or by other means.
const REPRISE: &[Role] = &[Role::Reprise];
/// Who hands an extract over to a judge.
const EXTRAIT: &[Role] = &[Role::Justice];
/// Who reads a file.
const LECTURE: &[Role] = &[Role::Crip, Role::Justice];
/// Who looks whether a file exists before opening one; who may not read it is told no more than that.
const RECHERCHE: &[Role] = &[Role::Crip, Role::Justice, Role::Reprise];
/// Who ends a file: nobody who fills it.
const EFFACEMENT: &[Role] = &[Role::Archives];
/// Who is shown that an event is in the journal: who reads a file, and the machine that checks.
const PREUVE: &[Role] = &[Role::Crip, Role::Justice, Role::Technique];

const fn commande(nom: &'static str, roles: &'static [Role]) -> Rpc {
    Rpc { nom, roles, acces: RECU }
}

const fn gated(nom: &'static str, roles: &'static [Role]) -> Rpc {
    Rpc { nom, roles, acces: Acces::Gated }
}

const fn open(nom: &'static str, roles: &'static [Role], acces: Acces) -> Rpc {
    Rpc { nom, roles, acces }
}

/// The table.
pub const RPCS: &[Rpc] = &[
    commande("parcours.identite.v1.IdentiteService/Inscrire", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/SignalerNonIdentifie", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/Identifier", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/FixerNaissance", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/DeclarerResidence", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/ReconnaitreMna", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/DeclarerEmancipation", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/DeclarerDeces", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/SignalerANaitre", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/ConstaterNaissance", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/ClorePrenatal", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/MettreALAbri", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/ProlongerMiseALAbri", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/AccorderRepit", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/EvaluerMinorite", DOSSIERS),
    commande("parcours.identite.v1.IdentiteService/RefuserMinorite", DOSSIERS),
    commande("parcours.information.v1.InformationService/Recevoir", DOSSIERS),
    commande("parcours.information.v1.InformationService/Qualifier", DOSSIERS),
    commande("parcours.information.v1.InformationService/Rattacher", DOSSIERS),
    commande("parcours.information.v1.InformationService/MarquerDoublon", DOSSIERS),
    commande("parcours.information.v1.InformationService/Reaffecter", DOSSIERS),
    commande("parcours.information.v1.InformationService/Signaler", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterRetourParquet", DOSSIERS),
    commande("parcours.information.v1.InformationService/Transferer", DOSSIERS),
    commande("parcours.information.v1.InformationService/EnvoyerNavette", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterRetourNavette", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterComplement", DOSSIERS),
    commande("parcours.information.v1.InformationService/Detacher", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterMiseEnCause", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterDemandeDeSuites", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterAccuseTransfert", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterDemenagement", DOSSIERS),
    commande("parcours.information.v1.InformationService/DemanderAdresse", DOSSIERS),
    commande("parcours.information.v1.InformationService/NoterReponseAdresse", DOSSIERS),
    commande("parcours.information.v1.InformationService/ConstaterDangerGrave", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/Mandater", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/Joindre", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/NoterContact", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/ConstaterEmpechement", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/RemettreRapport", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/DemanderComplement", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/DesignerEquipe", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/InformerParents", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/NoterTentative", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/Reprendre", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/RecevoirComplement", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/NoterDesaccord", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/Apprecier", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/TenirCommission", DOSSIERS),
    commande("parcours.evaluation.v1.EvaluationService/PartagerRapport", DOSSIERS),
    commande("parcours.decision.v1.DecisionService/Decider", DOSSIERS),
    commande("parcours.decision.v1.DecisionService/Reviser", DOSSIERS),
    commande("parcours.decision.v1.DecisionService/ConstaterRealisation", DOSSIERS),
    commande("parcours.decision.v1.DecisionService/ConstaterRefus", DOSSIERS),
    commande("parcours.decision.v1.DecisionService/Notifier", DOSSIERS),
    commande("parcours.mesure.v1.MesureService/Ordonner", MESURES),
    commande("parcours.mesure.v1.MesureService/Contracter", MESURES),
    commande("parcours.mesure.v1.MesureService/Recevoir", MESURES),
    commande("parcours.mesure.v1.MesureService/Attribuer", MESURES),
    commande("parcours.mesure.v1.MesureService/MettreEnAttente", MESURES),
    commande("parcours.mesure.v1.MesureService/Missionner", MESURES),
    commande("parcours.mesure.v1.MesureService/Demarrer", MESURES),
    commande("parcours.mesure.v1.MesureService/Suspendre", MESURES),
    commande("parcours.mesure.v1.MesureService/Reprendre", MESURES),
    commande("parcours.mesure.v1.MesureService/Renouveler", MESURES),
    commande("parcours.mesure.v1.MesureService/Lever", MESURES),
    commande("parcours.mesure.v1.MesureService/Terminer", MESURES),
    commande("parcours.mesure.v1.MesureService/Preconiser", MESURES),
    commande("parcours.mesure.v1.MesureService/ConstaterEcart", MESURES),
    commande("parcours.mesure.v1.MesureService/NoterRefusOrientation", MESURES),
    commande("parcours.mesure.v1.MesureService/NoterContactEnAttente", MESURES),
    commande("parcours.mesure.v1.MesureService/NoterSolutionProvisoire", MESURES),
    commande("parcours.mesure.v1.MesureService/NoterAccord", MESURES),
    commande("parcours.mesure.v1.MesureService/Modifier", MESURES),
    commande("parcours.mesure.v1.MesureService/FixerEffet", MESURES),
    commande("parcours.mesure.v1.MesureService/ConstaterPrealables", MESURES),
    commande("parcours.mesure.v1.MesureService/FixerDroitDeVisite", MESURES),
    commande("parcours.mesure.v1.MesureService/NoterVisite", MESURES),
    commande("parcours.mesure.v1.MesureService/Restituer", MESURES),
    commande("parcours.accueil.v1.AccueilService/Admettre", MESURES),
    commande("parcours.accueil.v1.AccueilService/ChangerDeLieu", MESURES),
    commande("parcours.accueil.v1.AccueilService/Terminer", MESURES),
    commande("parcours.accueil.v1.AccueilService/ConstaterAbsence", MESURES),
    commande("parcours.accueil.v1.AccueilService/ConstaterRetour", MESURES),
    commande("parcours.accueil.v1.AccueilService/DeciderChangement", MESURES),
    commande("parcours.accueil.v1.AccueilService/SeparerFratrie", MESURES),
    commande("parcours.accueil.v1.AccueilService/ReunirFratrie", MESURES),
    commande("parcours.accueil.v1.AccueilService/RenouvelerSejour", MESURES),
    commande("parcours.projet.v1.ProjetPourEnfantService/Etablir", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/Reviser", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/Signer", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/NoterRefusDeSigner", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/EvaluerObjectif", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/Remettre", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/SaisirLaCommission", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/NoterAvisDeLaCommission", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/ExaminerLaStabilite", DOSSIERS),
    commande("parcours.projet.v1.ProjetPourEnfantService/ConfierLaReference", DOSSIERS),
    commande("parcours.statut.v1.StatutService/Constater", MESURES),
    commande("parcours.statut.v1.StatutService/ConstaterAutorite", MESURES),
    commande("parcours.statut.v1.StatutService/DresserPv", MESURES),
    commande("parcours.statut.v1.StatutService/Reprendre", MESURES),
    commande("parcours.statut.v1.StatutService/AdmettrePupille", MESURES),
    commande("parcours.statut.v1.StatutService/NotifierAdmission", MESURES),
    commande("parcours.statut.v1.StatutService/FormerRecours", MESURES),
    commande("parcours.statut.v1.StatutService/JugerRecours", MESURES),
    commande("parcours.statut.v1.StatutService/TenirConseil", MESURES),
    commande("parcours.statut.v1.StatutService/FinirPupille", MESURES),
    commande("parcours.statut.v1.StatutService/ConsentirAdoption", MESURES),
    commande("parcours.statut.v1.StatutService/RetracterConsentement", MESURES),
    commande("parcours.statut.v1.StatutService/ObserverRelations", MESURES),
    commande("parcours.statut.v1.StatutService/ProposerSoutien", MESURES),
    commande("parcours.statut.v1.StatutService/DemanderDelaissement", MESURES),
    commande("parcours.statut.v1.StatutService/JugerDelaissement", MESURES),
    commande("parcours.statut.v1.StatutService/DemanderDelegation", MESURES),
    commande("parcours.statut.v1.StatutService/NoterAvisJuge", MESURES),
    commande("parcours.ecrit.v1.EcritService/Emettre", MESURES),
    commande("parcours.ecrit.v1.EcritService/Recevoir", MESURES),
    commande("parcours.ecrit.v1.EcritService/NoterAccuse", MESURES),
    commande("parcours.ecrit.v1.EcritService/Valider", MESURES),
    commande("parcours.ecrit.v1.EcritService/NoterCommunication", MESURES),
    commande("parcours.ecrit.v1.EcritService/Differer", DOSSIERS),
    commande("parcours.ecrit.v1.EcritService/Reexaminer", DOSSIERS),
    commande("parcours.ecrit.v1.EcritService/SignalerIncident", MESURES),
    commande("parcours.ecrit.v1.EcritService/RemettreExtrait", REPRISE),
    commande("parcours.justice.v1.JusticeService/OuvrirDossier", MESURES),
    commande("parcours.justice.v1.JusticeService/ChangerDeCabinet", MESURES),
    commande("parcours.justice.v1.JusticeService/Dessaisir", MESURES),
    commande("parcours.justice.v1.JusticeService/Saisir", MESURES),
    commande("parcours.justice.v1.JusticeService/Rendre", MESURES),
    commande("parcours.justice.v1.JusticeService/Notifier", MESURES),
    commande("parcours.justice.v1.JusticeService/FixerAudience", MESURES),
    commande("parcours.justice.v1.JusticeService/RecevoirConvocation", MESURES),
    commande("parcours.justice.v1.JusticeService/RenvoyerAudience", MESURES),
    commande("parcours.justice.v1.JusticeService/TenirAudience", MESURES),
    commande("parcours.justice.v1.JusticeService/ConsulterDossier", MESURES),
    commande("parcours.justice.v1.JusticeService/EntendreEnfant", MESURES),
    commande("parcours.justice.v1.JusticeService/DemanderAvocat", MESURES),
    commande("parcours.justice.v1.JusticeService/DesignerAvocat", MESURES),
    commande("parcours.justice.v1.JusticeService/DesignerAdministrateur", MESURES),
    commande("parcours.justice.v1.JusticeService/CommuniquerAuParquet", MESURES),
    commande("parcours.justice.v1.JusticeService/RetournerParParquet", MESURES),
    commande("parcours.justice.v1.JusticeService/RecevoirDemande", MESURES),
    commande("parcours.justice.v1.JusticeService/RepondreDemande", MESURES),
    commande("parcours.justice.v1.JusticeService/FormerAppel", MESURES),
    commande("parcours.justice.v1.JusticeService/RendreArret", MESURES),
    commande("parcours.justice.v1.JusticeService/LeverInterdiction", MESURES),
    commande("parcours.justice.v1.JusticeService/TerminerHospitalisation", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/TenirEntretien", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/DeclinerEntretien", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/EtablirProjet", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/Proposer", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/Repondre", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/Decider", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/EngagerAnnee", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/PasserEnCommission", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/Sortir", MESURES),
    commande("parcours.autonomie.v1.AutonomieService/Revenir", MESURES),
    commande("parcours.sante.v1.SanteService/NoterActe", DOSSIERS),
    commande("parcours.sante.v1.SanteService/DesignerReferent", DOSSIERS),
    commande("parcours.situation.v1.SituationService/Observer", DOSSIERS),
    commande("parcours.dossier.v1.DossierService/Annuler", DOSSIERS),
    commande("parcours.dossier.v1.DossierService/Rectifier", DOSSIERS),
    commande("parcours.dossier.v1.DossierService/Fusionner", REUNION),
    commande("parcours.dossier.v1.DossierService/Disjoindre", REUNION),
    gated("parcours.dossier.v1.DossierService/Previsualiser", DOSSIERS),
    commande("parcours.competence.v1.CompetenceService/Fixer", DOSSIERS),
    commande("parcours.competence.v1.CompetenceService/Transmettre", DOSSIERS),
    commande("parcours.competence.v1.CompetenceService/NoterAcceptation", DOSSIERS),
    commande("parcours.competence.v1.CompetenceService/Recevoir", DOSSIERS),
    open("parcours.dossier.v1.DossierService/Effacer", EFFACEMENT, CERTIFICAT),
    gated("parcours.dossier.v1.DossierService/Extraire", EXTRAIT),
    gated("parcours.dossier.v1.DossierService/Lire", LECTURE),
    gated("parcours.dossier.v1.DossierService/Chronologie", LECTURE),
    gated("parcours.file.v1.FileService/Lister", &[Role::Crip]),
    gated("parcours.recherche.v1.RechercheService/Chercher", RECHERCHE),
    gated("parcours.recherche.v1.RechercheService/Doublons", &[Role::Crip]),
    commande("parcours.recherche.v1.RechercheService/EcarterDoublon", DOSSIERS),
    commande("parcours.recherche.v1.RechercheService/RouvrirDoublon", DOSSIERS),
    gated("parcours.echeancier.v1.EcheancierService/Lister", LECTURE),
    open("parcours.echeancier.v1.EcheancierService/Regles", &Role::TOUS, REGLES),
    commande("parcours.personne.v1.PersonneService/Inscrire", MESURES),
    commande("parcours.personne.v1.PersonneService/DeclarerAdresse", MESURES),
    commande("parcours.personne.v1.PersonneService/DeclarerTelephone", MESURES),
    commande("parcours.personne.v1.PersonneService/DeclarerDeces", MESURES),
    commande("parcours.personne.v1.PersonneService/Annuler", MESURES),
    commande("parcours.personne.v1.PersonneService/Rectifier", MESURES),
    open("parcours.personne.v1.PersonneService/Effacer", EFFACEMENT, RECU),
    commande("parcours.personne.v1.PersonneService/Lier", MESURES),
    commande("parcours.personne.v1.PersonneService/FinirLien", MESURES),
    commande("parcours.personne.v1.PersonneService/ObserverMenage", MESURES),
    commande("parcours.personne.v1.PersonneService/QuitterMenage", MESURES),
    gated("parcours.personne.v1.PersonneService/Lire", LECTURE),
    gated("parcours.personne.v1.PersonneService/LireExpediteur", &[Role::Crip]),
    commande("parcours.piece.v1.PieceService/Verser", MESURES),
    commande("parcours.piece.v1.PieceService/Deposer", MESURES),
    gated("parcours.piece.v1.PieceService/Lire", LECTURE),
    commande("parcours.departement.v1.DepartementService/FixerReglage", DOSSIERS),
    commande("parcours.departement.v1.DepartementService/DonnerDelegation", DOSSIERS),
    commande("parcours.departement.v1.DepartementService/FixerAstreinte", DOSSIERS),
    commande("parcours.departement.v1.DepartementService/NoterConseil", DOSSIERS),
    commande("parcours.departement.v1.DepartementService/Arreter", &[Role::Odpe]),
    commande("parcours.departement.v1.DepartementService/PublierChiffre", LEDGER),
    open("parcours.departement.v1.DepartementService/Lire", &Role::TOUS, REGLEMENT),
    gated("parcours.acces.v1.AccesService/Lister", &[Role::Crip]),
    open("parcours.activite.v1.ActiviteService/Produire", &[Role::Odpe], CHIFFRES),
    commande("parcours.activite.v1.ActiviteService/Emettre", &[Role::Odpe]),
    open("parcours.activite.v1.ActiviteService/LireEmission", &[Role::Odpe], CHIFFRES),
    open("parcours.activite.v1.ActiviteService/Comparer", &[Role::Odpe], CHIFFRES),
    open("parcours.activite.v1.ActiviteService/Trajectoires", &[Role::Odpe], CHIFFRES),
    open("parcours.activite.v1.ActiviteService/Prevoir", &[Role::Odpe], CHIFFRES),
    open("parcours.activite.v1.ActiviteService/Definitions", &Role::TOUS, CHIFFRES),
    open("parcours.activite.v1.ActiviteService/Etat", &[Role::Odpe, Role::Technique], ETAT),
    open("parcours.activite.v1.ActiviteService/ExpliquerEcarts", &[Role::Odpe], CHIFFRES),
    open("parcours.reprise.v1.RepriseService/Importer", &[Role::Reprise], COMPTE),
    open("parcours.journal.v1.JournalService/Tete", &Role::TOUS, TETE),
    gated("parcours.journal.v1.JournalService/Preuve", PREUVE),
    gated("parcours.journal.v1.JournalService/Abonner", &[Role::Technique]),
    open("parcours.journal.v1.JournalService/Ancrer", &[Role::Technique], TETE),
];

/// Whether a role may call an RPC.
#[must_use]
pub fn permet(role: Role, rpc: &str) -> bool {
    RPCS.iter().any(|ligne| ligne.nom == rpc && ligne.roles.contains(&role))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use expect_test::expect;

    use super::*;

    #[test]
    fn chaque_rpc_a_une_seule_ligne() {
        let noms: BTreeSet<_> = RPCS.iter().map(|rpc| rpc.nom).collect();
        assert_eq!(noms.len(), RPCS.len());
    }

    #[test]
    fn une_rpc_sans_ligne_est_refusee_a_tous() {
        assert!(Role::TOUS.iter().all(|role| !permet(*role, "parcours.x.v1.X/Y")));
    }

    /// The golden matrix, by service where all its methods are alike.
    #[test]
    fn la_matrice_des_droits() {
        let mut lines: Vec<String> = Vec::new();
        for rpc in RPCS {
            let marks = Role::TOUS.map(|role| if permet(role, rpc.nom) { role.nom() } else { "-" });
            let [crip, justice, odpe, reprise, technique, archives] = marks;
            let (service, method) = rpc.nom.split_once('/').unwrap();
            let service = service.rsplit('.').next().unwrap();
            let gate = if rpc.acces == Acces::Gated { " porte" } else { "" };
            lines.push(format!(
                "{crip:4} {justice:7} {odpe:4} {reprise:7} {technique:9} {archives:8} {service}/{method}{gate}"
            ));
        }
        expect![[r#"
            crip -       -    reprise -         -        IdentiteService/Inscrire
            crip -       -    reprise -         -        IdentiteService/SignalerNonIdentifie
            crip -       -    reprise -         -        IdentiteService/Identifier
            crip -       -    reprise -         -        IdentiteService/FixerNaissance
            crip -       -    reprise -         -        IdentiteService/DeclarerResidence
            crip -       -    reprise -         -        IdentiteService/ReconnaitreMna
            crip -       -    reprise -         -        IdentiteService/DeclarerEmancipation
            crip -       -    reprise -         -        IdentiteService/DeclarerDeces
            crip -       -    reprise -         -        IdentiteService/SignalerANaitre
            crip -       -    reprise -         -        IdentiteService/ConstaterNaissance
            crip -       -    reprise -         -        IdentiteService/ClorePrenatal
            crip -       -    reprise -         -        IdentiteService/MettreALAbri
            crip -       -    reprise -         -        IdentiteService/ProlongerMiseALAbri
            crip -       -    reprise -         -        IdentiteService/AccorderRepit
            crip -       -    reprise -         -        IdentiteService/EvaluerMinorite
            crip -       -    reprise -         -        IdentiteService/RefuserMinorite
            crip -       -    reprise -         -        InformationService/Recevoir
            crip -       -    reprise -         -        InformationService/Qualifier
            crip -       -    reprise -         -        InformationService/Rattacher
            crip -       -    reprise -         -        InformationService/MarquerDoublon
            crip -       -    reprise -         -        InformationService/Reaffecter
            crip -       -    reprise -         -        InformationService/Signaler
            crip -       -    reprise -         -        InformationService/NoterRetourParquet
            crip -       -    reprise -         -        InformationService/Transferer
            crip -       -    reprise -         -        InformationService/EnvoyerNavette
            crip -       -    reprise -         -        InformationService/NoterRetourNavette
            crip -       -    reprise -         -        InformationService/NoterComplement
            crip -       -    reprise -         -        InformationService/Detacher
            crip -       -    reprise -         -        InformationService/NoterMiseEnCause
            crip -       -    reprise -         -        InformationService/NoterDemandeDeSuites
            crip -       -    reprise -         -        InformationService/NoterAccuseTransfert
            crip -       -    reprise -         -        InformationService/NoterDemenagement
            crip -       -    reprise -         -        InformationService/DemanderAdresse
            crip -       -    reprise -         -        InformationService/NoterReponseAdresse
            crip -       -    reprise -         -        InformationService/ConstaterDangerGrave
            crip -       -    reprise -         -        EvaluationService/Mandater
            crip -       -    reprise -         -        EvaluationService/Joindre
            crip -       -    reprise -         -        EvaluationService/NoterContact
            crip -       -    reprise -         -        EvaluationService/ConstaterEmpechement
            crip -       -    reprise -         -        EvaluationService/RemettreRapport
            crip -       -    reprise -         -        EvaluationService/DemanderComplement
            crip -       -    reprise -         -        EvaluationService/DesignerEquipe
            crip -       -    reprise -         -        EvaluationService/InformerParents
            crip -       -    reprise -         -        EvaluationService/NoterTentative
            crip -       -    reprise -         -        EvaluationService/Reprendre
            crip -       -    reprise -         -        EvaluationService/RecevoirComplement
            crip -       -    reprise -         -        EvaluationService/NoterDesaccord
            crip -       -    reprise -         -        EvaluationService/Apprecier
            crip -       -    reprise -         -        EvaluationService/TenirCommission
            crip -       -    reprise -         -        EvaluationService/PartagerRapport
            crip -       -    reprise -         -        DecisionService/Decider
            crip -       -    reprise -         -        DecisionService/Reviser
            crip -       -    reprise -         -        DecisionService/ConstaterRealisation
            crip -       -    reprise -         -        DecisionService/ConstaterRefus
            crip -       -    reprise -         -        DecisionService/Notifier
            crip justice -    reprise -         -        MesureService/Ordonner
            crip justice -    reprise -         -        MesureService/Contracter
            crip justice -    reprise -         -        MesureService/Recevoir
            crip justice -    reprise -         -        MesureService/Attribuer
            crip justice -    reprise -         -        MesureService/MettreEnAttente
            crip justice -    reprise -         -        MesureService/Missionner
            crip justice -    reprise -         -        MesureService/Demarrer
            crip justice -    reprise -         -        MesureService/Suspendre
            crip justice -    reprise -         -        MesureService/Reprendre
            crip justice -    reprise -         -        MesureService/Renouveler
            crip justice -    reprise -         -        MesureService/Lever
            crip justice -    reprise -         -        MesureService/Terminer
            crip justice -    reprise -         -        MesureService/Preconiser
            crip justice -    reprise -         -        MesureService/ConstaterEcart
            crip justice -    reprise -         -        MesureService/NoterRefusOrientation
            crip justice -    reprise -         -        MesureService/NoterContactEnAttente
            crip justice -    reprise -         -        MesureService/NoterSolutionProvisoire
            crip justice -    reprise -         -        MesureService/NoterAccord
            crip justice -    reprise -         -        MesureService/Modifier
            crip justice -    reprise -         -        MesureService/FixerEffet
            crip justice -    reprise -         -        MesureService/ConstaterPrealables
            crip justice -    reprise -         -        MesureService/FixerDroitDeVisite
            crip justice -    reprise -         -        MesureService/NoterVisite
            crip justice -    reprise -         -        MesureService/Restituer
            crip justice -    reprise -         -        AccueilService/Admettre
            crip justice -    reprise -         -        AccueilService/ChangerDeLieu
            crip justice -    reprise -         -        AccueilService/Terminer
            crip justice -    reprise -         -        AccueilService/ConstaterAbsence
            crip justice -    reprise -         -        AccueilService/ConstaterRetour
            crip justice -    reprise -         -        AccueilService/DeciderChangement
            crip justice -    reprise -         -        AccueilService/SeparerFratrie
            crip justice -    reprise -         -        AccueilService/ReunirFratrie
            crip justice -    reprise -         -        AccueilService/RenouvelerSejour
            crip -       -    reprise -         -        ProjetPourEnfantService/Etablir
            crip -       -    reprise -         -        ProjetPourEnfantService/Reviser
            crip -       -    reprise -         -        ProjetPourEnfantService/Signer
            crip -       -    reprise -         -        ProjetPourEnfantService/NoterRefusDeSigner
            crip -       -    reprise -         -        ProjetPourEnfantService/EvaluerObjectif
            crip -       -    reprise -         -        ProjetPourEnfantService/Remettre
            crip -       -    reprise -         -        ProjetPourEnfantService/SaisirLaCommission
            crip -       -    reprise -         -        ProjetPourEnfantService/NoterAvisDeLaCommission
            crip -       -    reprise -         -        ProjetPourEnfantService/ExaminerLaStabilite
            crip -       -    reprise -         -        ProjetPourEnfantService/ConfierLaReference
            crip justice -    reprise -         -        StatutService/Constater
            crip justice -    reprise -         -        StatutService/ConstaterAutorite
            crip justice -    reprise -         -        StatutService/DresserPv
            crip justice -    reprise -         -        StatutService/Reprendre
            crip justice -    reprise -         -        StatutService/AdmettrePupille
            crip justice -    reprise -         -        StatutService/NotifierAdmission
            crip justice -    reprise -         -        StatutService/FormerRecours
            crip justice -    reprise -         -        StatutService/JugerRecours
            crip justice -    reprise -         -        StatutService/TenirConseil
            crip justice -    reprise -         -        StatutService/FinirPupille
            crip justice -    reprise -         -        StatutService/ConsentirAdoption
            crip justice -    reprise -         -        StatutService/RetracterConsentement
            crip justice -    reprise -         -        StatutService/ObserverRelations
            crip justice -    reprise -         -        StatutService/ProposerSoutien
            crip justice -    reprise -         -        StatutService/DemanderDelaissement
            crip justice -    reprise -         -        StatutService/JugerDelaissement
            crip justice -    reprise -         -        StatutService/DemanderDelegation
            crip justice -    reprise -         -        StatutService/NoterAvisJuge
            crip justice -    reprise -         -        EcritService/Emettre
            crip justice -    reprise -         -        EcritService/Recevoir
            crip justice -    reprise -         -        EcritService/NoterAccuse
            crip justice -    reprise -         -        EcritService/Valider
            crip justice -    reprise -         -        EcritService/NoterCommunication
            crip -       -    reprise -         -        EcritService/Differer
            crip -       -    reprise -         -        EcritService/Reexaminer
            crip justice -    reprise -         -        EcritService/SignalerIncident
            -    -       -    reprise -         -        EcritService/RemettreExtrait
            crip justice -    reprise -         -        JusticeService/OuvrirDossier
            crip justice -    reprise -         -        JusticeService/ChangerDeCabinet
            crip justice -    reprise -         -        JusticeService/Dessaisir
            crip justice -    reprise -         -        JusticeService/Saisir
            crip justice -    reprise -         -        JusticeService/Rendre
            crip justice -    reprise -         -        JusticeService/Notifier
            crip justice -    reprise -         -        JusticeService/FixerAudience
            crip justice -    reprise -         -        JusticeService/RecevoirConvocation
            crip justice -    reprise -         -        JusticeService/RenvoyerAudience
            crip justice -    reprise -         -        JusticeService/TenirAudience
            crip justice -    reprise -         -        JusticeService/ConsulterDossier
            crip justice -    reprise -         -        JusticeService/EntendreEnfant
            crip justice -    reprise -         -        JusticeService/DemanderAvocat
            crip justice -    reprise -         -        JusticeService/DesignerAvocat
            crip justice -    reprise -         -        JusticeService/DesignerAdministrateur
            crip justice -    reprise -         -        JusticeService/CommuniquerAuParquet
            crip justice -    reprise -         -        JusticeService/RetournerParParquet
            crip justice -    reprise -         -        JusticeService/RecevoirDemande
            crip justice -    reprise -         -        JusticeService/RepondreDemande
            crip justice -    reprise -         -        JusticeService/FormerAppel
            crip justice -    reprise -         -        JusticeService/RendreArret
            crip justice -    reprise -         -        JusticeService/LeverInterdiction
            crip justice -    reprise -         -        JusticeService/TerminerHospitalisation
            crip justice -    reprise -         -        AutonomieService/TenirEntretien
            crip justice -    reprise -         -        AutonomieService/DeclinerEntretien
            crip justice -    reprise -         -        AutonomieService/EtablirProjet
            crip justice -    reprise -         -        AutonomieService/Proposer
            crip justice -    reprise -         -        AutonomieService/Repondre
            crip justice -    reprise -         -        AutonomieService/Decider
            crip justice -    reprise -         -        AutonomieService/EngagerAnnee
            crip justice -    reprise -         -        AutonomieService/PasserEnCommission
            crip justice -    reprise -         -        AutonomieService/Sortir
            crip justice -    reprise -         -        AutonomieService/Revenir
            crip -       -    reprise -         -        SanteService/NoterActe
            crip -       -    reprise -         -        SanteService/DesignerReferent
            crip -       -    reprise -         -        SituationService/Observer
            crip -       -    reprise -         -        DossierService/Annuler
            crip -       -    reprise -         -        DossierService/Rectifier
            crip -       -    -       -         -        DossierService/Fusionner
            crip -       -    -       -         -        DossierService/Disjoindre
            crip -       -    reprise -         -        DossierService/Previsualiser porte
            crip -       -    reprise -         -        CompetenceService/Fixer
            crip -       -    reprise -         -        CompetenceService/Transmettre
            crip -       -    reprise -         -        CompetenceService/NoterAcceptation
            crip -       -    reprise -         -        CompetenceService/Recevoir
            -    -       -    -       -         archives DossierService/Effacer
            -    justice -    -       -         -        DossierService/Extraire porte
            crip justice -    -       -         -        DossierService/Lire porte
            crip justice -    -       -         -        DossierService/Chronologie porte
            crip -       -    -       -         -        FileService/Lister porte
            crip justice -    reprise -         -        RechercheService/Chercher porte
            crip -       -    -       -         -        RechercheService/Doublons porte
            crip -       -    reprise -         -        RechercheService/EcarterDoublon
            crip -       -    reprise -         -        RechercheService/RouvrirDoublon
            crip justice -    -       -         -        EcheancierService/Lister porte
            crip justice odpe reprise technique archives EcheancierService/Regles
            crip justice -    reprise -         -        PersonneService/Inscrire
            crip justice -    reprise -         -        PersonneService/DeclarerAdresse
            crip justice -    reprise -         -        PersonneService/DeclarerTelephone
            crip justice -    reprise -         -        PersonneService/DeclarerDeces
            crip justice -    reprise -         -        PersonneService/Annuler
            crip justice -    reprise -         -        PersonneService/Rectifier
            -    -       -    -       -         archives PersonneService/Effacer
            crip justice -    reprise -         -        PersonneService/Lier
            crip justice -    reprise -         -        PersonneService/FinirLien
            crip justice -    reprise -         -        PersonneService/ObserverMenage
            crip justice -    reprise -         -        PersonneService/QuitterMenage
            crip justice -    -       -         -        PersonneService/Lire porte
            crip -       -    -       -         -        PersonneService/LireExpediteur porte
            crip justice -    reprise -         -        PieceService/Verser
            crip justice -    reprise -         -        PieceService/Deposer
            crip justice -    -       -         -        PieceService/Lire porte
            crip -       -    reprise -         -        DepartementService/FixerReglage
            crip -       -    reprise -         -        DepartementService/DonnerDelegation
            crip -       -    reprise -         -        DepartementService/FixerAstreinte
            crip -       -    reprise -         -        DepartementService/NoterConseil
            -    -       odpe -       -         -        DepartementService/Arreter
            -    -       odpe reprise -         -        DepartementService/PublierChiffre
            crip justice odpe reprise technique archives DepartementService/Lire
            crip -       -    -       -         -        AccesService/Lister porte
            -    -       odpe -       -         -        ActiviteService/Produire
            -    -       odpe -       -         -        ActiviteService/Emettre
            -    -       odpe -       -         -        ActiviteService/LireEmission
            -    -       odpe -       -         -        ActiviteService/Comparer
            -    -       odpe -       -         -        ActiviteService/Trajectoires
            -    -       odpe -       -         -        ActiviteService/Prevoir
            crip justice odpe reprise technique archives ActiviteService/Definitions
            -    -       odpe -       technique -        ActiviteService/Etat
            -    -       odpe -       -         -        ActiviteService/ExpliquerEcarts
            -    -       -    reprise -         -        RepriseService/Importer
            crip justice odpe reprise technique archives JournalService/Tete
            crip justice -    -       technique -        JournalService/Preuve porte
            -    -       -    -       technique -        JournalService/Abonner porte
            -    -       -    -       technique -        JournalService/Ancrer"#]]
        .assert_eq(&lines.join("\n"));
    }
}
