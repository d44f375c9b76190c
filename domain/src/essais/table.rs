//! One command an event, so that nothing the domain records is left out of a property.
//!
//! The specimens are the words: one JSON a stored event, kept for the journal's sake. A test says on which
//! day, and in what it differs. The chapters below are matched without a wildcard: a new event does not
//! compile until its command is named here.

use serde_json::Value;

use super::specimens::SPECIMENS;
use crate::enfant::Commande;
use crate::evenement::{Evenement, Stored};
use crate::projet_pour_enfant as projet;
use crate::{
    accueil, autonomie, competence, decision, dossier, ecrit, entourage, evaluation, fratrie,
    identite, information, justice, mesure, piece, sante, situation, statut,
};

/// The specimen of an event, but for what is said otherwise; `null` leaves a field out, and `#51` is short
/// for the identifier that ends in these digits.
pub(crate) fn specimen(nom: &str, autrement: Value) -> Evenement {
    let found = SPECIMENS.iter().find(|(known, _)| *known == nom);
    let (_, text) = found.unwrap_or_else(|| panic!("{nom}: no specimen of that name is listed"));
    let mut data: Value = serde_json::from_str(text).expect("a specimen is JSON");
    merge(&mut data, autrement);
    let stored = Stored { nom: nom.to_owned(), version: 1, data };
    Evenement::from_stored(stored).unwrap_or_else(|cause| panic!("{nom}: {cause}"))
}

/// The command that asks for the specimen.
pub(crate) fn demander(nom: &str, autrement: Value) -> Commande {
    commande(specimen(nom, autrement)).expect("a command asks for it")
}

fn merge(data: &mut Value, autrement: Value) {
    match (data, autrement) {
        (Value::Object(fields), Value::Object(said)) => {
            for (field, value) in said {
                if value.is_null() {
                    fields.remove(&field);
                } else {
                    merge(fields.entry(field).or_insert(Value::Null), value);
                }
            }
        }
        (data, autrement) => *data = whole(autrement),
    }
}

/// `#51` is `00000000-0000-0000-0000-000000000051`, wherever it stands.
fn whole(said: Value) -> Value {
    match said {
        Value::String(text) => match text.strip_prefix('#') {
            Some(digits) => Value::String(format!("00000000-0000-0000-0000-{digits:0>12}")),
            None => Value::String(text),
        },
        Value::Array(items) => items.into_iter().map(whole).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(field, value)| (field, whole(value))).collect()
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_)) => plain,
    }
}

/// The command that asks for an event; none for what only two files together can do.
pub(crate) fn commande(evenement: Evenement) -> Option<Commande> {
    match evenement {
        Evenement::Identite(event) => identite(event),
        Evenement::Information(event) => information(event),
        Evenement::Evaluation(event) => evaluation(event),
        Evenement::Decision(event) => decision(event),
        Evenement::Mesure(event) => mesure(event),
        Evenement::Accueil(event) => accueil(event),
        Evenement::Projet(event) => projet(event),
        Evenement::Statut(event) => statut(event),
        Evenement::Ecrit(event) => ecrit(event),
        Evenement::Justice(event) => justice(event),
        Evenement::Autonomie(event) => autonomie(event),
        Evenement::Sante(event) => sante(event),
        Evenement::Situation(event) => situation(event),
        Evenement::Fratrie(event) => fratrie(event),
        Evenement::Competence(event) => competence(event),
        Evenement::Entourage(event) => entourage(event),
        Evenement::Piece(event) => piece(event),
        Evenement::Dossier(event) => dossier(event),
    }
}

fn identite(event: identite::Event) -> Option<Commande> {
    use identite::{Command, Event};
    Some(Commande::Identite(match event {
        Event::Inscrit(fait) => Command::Inscrire(fait),
        Event::NonIdentifieSignale(fait) => Command::SignalerNonIdentifie(fait),
        Event::Identifie(fait) => Command::Identifier(fait),
        Event::NaissanceFixee(fait) => Command::FixerNaissance(fait),
        Event::ResidenceDeclaree(fait) => Command::DeclarerResidence(fait),
        Event::MnaReconnu(fait) => Command::ReconnaitreMna(fait),
        Event::Emancipe(fait) => Command::DeclarerEmancipation(fait),
        Event::Decede(fait) => Command::DeclarerDeces(fait),
        Event::ANaitreSignale(fait) => Command::SignalerANaitre(fait),
        Event::Ne(fait) => Command::ConstaterNaissance(fait),
        Event::PrenatalClos(fait) => Command::ClorePrenatal(fait),
        Event::MisALAbri(fait) => Command::MettreALAbri(fait),
        Event::MiseALAbriProlongee(fait) => Command::ProlongerMiseALAbri(fait),
        Event::RepitAccorde(fait) => Command::AccorderRepit(fait),
        Event::MinoriteEvaluee(fait) => Command::EvaluerMinorite(fait),
        Event::MinoriteRefusee(fait) => Command::RefuserMinorite(fait),
    }))
}

fn information(event: information::Event) -> Option<Commande> {
    use information::{Command, Event};
    Some(Commande::Information(match event {
        Event::Recue(fait) => Command::Recevoir(fait),
        Event::Qualifiee(fait) => Command::Qualifier(fait),
        Event::NonQualifiee(fait) => Command::NePasQualifier(fait),
        Event::Rattachee(fait) => Command::Rattacher(fait),
        Event::DoublonMarque(fait) => Command::MarquerDoublon(fait),
        Event::Retiree(_) => return None,
        Event::Signalee(fait) => Command::Signaler(fait),
        Event::RetourParquetRecu(fait) => Command::NoterRetourParquet(fait),
        Event::Transferee(fait) => Command::Transferer(fait),
        Event::NavetteEnvoyee(fait) => Command::EnvoyerNavette(fait),
        Event::NavetteRetournee(fait) => Command::NoterRetourNavette(fait),
        Event::Completee(fait) => Command::NoterComplement(fait),
        Event::Detachee(fait) => Command::Detacher(fait),
        Event::MisEnCause(fait) => Command::NoterMiseEnCause(fait),
        Event::SuitesDemandees(fait) => Command::NoterDemandeDeSuites(fait),
        Event::TransfertAccuse(fait) => Command::NoterAccuseTransfert(fait),
        Event::DemenagementConnu(fait) => Command::NoterDemenagement(fait),
        Event::AdresseDemandee(fait) => Command::DemanderAdresse(fait),
        Event::AdresseRecue(fait) => Command::NoterReponseAdresse(fait),
        Event::DangerGraveConstate(fait) => Command::ConstaterDangerGrave(fait),
    }))
}

fn evaluation(event: evaluation::Event) -> Option<Commande> {
    use evaluation::{Command, Event};
    Some(Commande::Evaluation(match event {
        Event::Mandatee(fait) => Command::Mandater(fait),
        Event::EnfantJoint(fait) => Command::Joindre(fait),
        Event::ContactNote(fait) => Command::NoterContact(fait),
        Event::Empechee(fait) => Command::ConstaterEmpechement(fait),
        Event::RapportRemis(fait) => Command::RemettreRapport(fait),
        Event::ComplementDemande(fait) => Command::DemanderComplement(fait),
        Event::EquipeDesignee(fait) => Command::DesignerEquipe(fait),
        Event::ParentsInformes(fait) => Command::InformerParents(fait),
        Event::TentativeNotee(fait) => Command::NoterTentative(fait),
        Event::Reprise(fait) => Command::Reprendre(fait),
        Event::ComplementRecu(fait) => Command::RecevoirComplement(fait),
        Event::DesaccordNote(fait) => Command::NoterDesaccord(fait),
        Event::EnfantApprecie(fait) => Command::Apprecier(fait),
        Event::CommissionTenue(fait) => Command::TenirCommission(fait),
        Event::RapportPartage(fait) => Command::PartagerRapport(fait),
    }))
}

fn decision(event: decision::Event) -> Option<Commande> {
    use decision::{Command, Event};
    Some(Commande::Decision(match event {
        Event::Prise(fait) => Command::Decider(fait),
        Event::Revisee(fait) => Command::Reviser(fait),
        Event::SuiteRealisee(fait) => Command::ConstaterRealisation(fait),
        Event::SuiteRefusee(fait) => Command::ConstaterRefus(fait),
        Event::Notifiee(fait) => Command::Notifier(fait),
    }))
}

fn mesure(event: mesure::Event) -> Option<Commande> {
    use mesure::{Command, Event};
    Some(Commande::Mesure(match event {
        Event::Ordonnee(fait) => Command::Ordonner(fait.mesure),
        Event::Contractee(fait) => Command::Contracter(fait.mesure),
        Event::Renouvelee(fait) => Command::Renouveler(fait),
        Event::Recue(fait) => Command::Recevoir(fait),
        Event::Attribuee(fait) => Command::Attribuer(fait),
        Event::MiseEnAttente(fait) => Command::MettreEnAttente(fait),
        Event::Missionnee(fait) => Command::Missionner(fait),
        Event::Demarree(fait) => Command::Demarrer(fait),
        Event::Suspendue(fait) => Command::Suspendre(fait),
        Event::Reprise(fait) => Command::Reprendre(fait),
        Event::Levee(fait) => Command::Lever(fait),
        Event::Terminee(fait) => Command::Terminer(fait),
        Event::Preconisee(fait) => Command::Preconiser(fait),
        Event::EcartConstate(fait) => Command::ConstaterEcart(fait),
        Event::OrientationRefusee(fait) => Command::NoterRefusOrientation(fait),
        Event::ContactEnAttente(fait) => Command::NoterContactEnAttente(fait),
        Event::SolutionProvisoire(fait) => Command::NoterSolutionProvisoire(fait),
        Event::AccordNote(fait) => Command::NoterAccord(fait),
        Event::Modifiee(fait) => Command::Modifier(fait),
        Event::EffetFixe(fait) => Command::FixerEffet(fait),
        Event::PrealablesConstates(fait) => Command::ConstaterPrealables(fait),
        Event::DroitDeVisiteFixe(fait) => Command::FixerDroitDeVisite(fait),
        Event::VisiteNotee(fait) => Command::NoterVisite(fait),
        Event::Restitue(fait) => Command::Restituer(fait),
    }))
}

fn accueil(event: accueil::Event) -> Option<Commande> {
    use accueil::{Command, Event};
    Some(Commande::Accueil(match event {
        Event::Admis(fait) => Command::Admettre(fait),
        Event::LieuChange(fait) => Command::ChangerDeLieu(fait),
        Event::Termine(fait) => Command::Terminer(fait),
        Event::AbsenceConstatee(fait) => Command::ConstaterAbsence(fait),
        Event::RetourConstate(fait) => Command::ConstaterRetour(fait),
        Event::ChangementDecide(fait) => Command::DeciderChangement(fait),
        Event::FratrieSeparee(fait) => Command::SeparerFratrie(fait),
        Event::FratrieReunie(fait) => Command::ReunirFratrie(fait),
        Event::SejourRenouvele(fait) => Command::RenouvelerSejour(fait),
    }))
}

fn projet(event: projet::Event) -> Option<Commande> {
    use projet::{Command, Event};
    Some(Commande::Projet(match event {
        Event::Etabli(fait) => Command::Etablir(fait),
        Event::Revise(fait) => Command::Reviser(fait),
        Event::Signe(fait) => Command::Signer(fait),
        Event::SignatureRefusee(fait) => Command::NoterRefusDeSigner(fait),
        Event::ObjectifEvalue(fait) => Command::EvaluerObjectif(fait),
        Event::Remis(fait) => Command::Remettre(fait),
        Event::CessecSaisie(fait) => Command::SaisirLaCommission(fait),
        Event::AvisCessec(fait) => Command::NoterAvisDeLaCommission(fait),
        Event::StabiliteExaminee(fait) => Command::ExaminerLaStabilite(fait),
        Event::ReferenceConfiee(fait) => Command::ConfierLaReference(fait),
    }))
}

fn statut(event: statut::Event) -> Option<Commande> {
    use statut::{Command, Event};
    Some(Commande::Statut(match event {
        Event::Constate(fait) => Command::Constater(fait),
        Event::AutoriteConstatee(fait) => Command::ConstaterAutorite(fait),
        Event::PvDresse(fait) => Command::DresserPv(fait),
        Event::EnfantRepris(fait) => Command::Reprendre(fait),
        Event::PupilleAdmis(fait) => Command::AdmettrePupille(fait),
        Event::AdmissionNotifiee(fait) => Command::NotifierAdmission(fait),
        Event::RecoursForme(fait) => Command::FormerRecours(fait),
        Event::RecoursJuge(fait) => Command::JugerRecours(fait),
        Event::ConseilTenu(fait) => Command::TenirConseil(fait),
        Event::PupilleFini(fait) => Command::FinirPupille(fait),
        Event::AdoptionConsentie(fait) => Command::ConsentirAdoption(fait),
        Event::ConsentementRetracte(fait) => Command::RetracterConsentement(fait),
        Event::RelationsObservees(fait) => Command::ObserverRelations(fait),
        Event::SoutienPropose(fait) => Command::ProposerSoutien(fait),
        Event::DelaissementDemande(fait) => Command::DemanderDelaissement(fait),
        Event::DelaissementJuge(fait) => Command::JugerDelaissement(fait),
        Event::DelegationDemandee(fait) => Command::DemanderDelegation(fait),
        Event::AvisJugeRecu(fait) => Command::NoterAvisJuge(fait),
    }))
}

fn ecrit(event: ecrit::Event) -> Option<Commande> {
    use ecrit::{Command, Event};
    Some(Commande::Ecrit(match event {
        Event::Emis(fait) => Command::Emettre(fait),
        Event::Recu(fait) => Command::Recevoir(fait),
        Event::Accuse(fait) => Command::NoterAccuse(fait),
        Event::Valide(fait) => Command::Valider(fait),
        Event::Communique(fait) => Command::NoterCommunication(fait),
        Event::Differee(fait) => Command::Differer(fait),
        Event::Reexaminee(fait) => Command::Reexaminer(fait),
        Event::IncidentSurvenu(fait) => Command::SignalerIncident(fait),
        Event::ExtraitRemis(fait) => Command::RemettreExtrait(fait),
    }))
}

fn justice(event: justice::Event) -> Option<Commande> {
    use justice::{Command, Event};
    Some(Commande::Justice(match event {
        Event::DossierOuvert(fait) => Command::OuvrirDossier(fait),
        Event::CabinetChange(fait) => Command::ChangerDeCabinet(fait),
        Event::Dessaisi(fait) => Command::Dessaisir(fait),
        Event::Saisie(fait) => Command::Saisir(fait),
        Event::DecisionRendue(fait) => Command::Rendre(fait),
        Event::DecisionNotifiee(fait) => Command::Notifier(fait),
        Event::AudienceFixee(fait) => Command::FixerAudience(fait),
        Event::ConvocationRecue(fait) => Command::RecevoirConvocation(fait),
        Event::AudienceRenvoyee(fait) => Command::RenvoyerAudience(fait),
        Event::AudienceTenue(fait) => Command::TenirAudience(fait),
        Event::DossierConsulte(fait) => Command::ConsulterDossier(fait),
        Event::EnfantEntendu(fait) => Command::EntendreEnfant(fait),
        Event::AvocatDemande(fait) => Command::DemanderAvocat(fait),
        Event::AvocatDesigne(fait) => Command::DesignerAvocat(fait),
        Event::AdministrateurDesigne(fait) => Command::DesignerAdministrateur(fait),
        Event::CommuniqueAuParquet(fait) => Command::CommuniquerAuParquet(fait),
        Event::RetourneParParquet(fait) => Command::RetournerParParquet(fait),
        Event::DemandeRecue(fait) => Command::RecevoirDemande(fait),
        Event::DemandeRepondue(fait) => Command::RepondreDemande(fait),
        Event::AppelForme(fait) => Command::FormerAppel(fait),
        Event::ArretRendu(fait) => Command::RendreArret(fait),
        Event::InterdictionLevee(fait) => Command::LeverInterdiction(fait),
        Event::HospitalisationTerminee(fait) => Command::TerminerHospitalisation(fait),
    }))
}

fn autonomie(event: autonomie::Event) -> Option<Commande> {
    use autonomie::{Command, Event};
    Some(Commande::Autonomie(match event {
        Event::EntretienTenu(fait) => Command::TenirEntretien(fait),
        Event::EntretienDecline(fait) => Command::DeclinerEntretien(fait),
        Event::ProjetAutonomieEtabli(fait) => Command::EtablirProjet(fait),
        Event::AccompagnementPropose(fait) => Command::Proposer(fait),
        Event::ReponseDuJeune(fait) => Command::Repondre(fait),
        Event::AccompagnementDecide(fait) => Command::Decider(fait),
        Event::AnneeEngagee(fait) => Command::EngagerAnnee(fait),
        Event::CommissionTenue(fait) => Command::PasserEnCommission(fait),
        Event::SortieAse(fait) => Command::Sortir(fait),
        Event::RetourAse(fait) => Command::Revenir(fait),
    }))
}

fn sante(event: sante::Event) -> Option<Commande> {
    use sante::{Command, Event};
    Some(Commande::Sante(match event {
        Event::ActeRealise(fait) => Command::NoterActe(fait),
        Event::ReferentDesigne(fait) => Command::DesignerReferent(fait),
    }))
}

fn situation(event: situation::Event) -> Option<Commande> {
    use situation::{Command, Event};
    Some(Commande::Situation(match event {
        Event::Observee(fait) => Command::Observer(fait),
    }))
}

fn fratrie(event: fratrie::Event) -> Option<Commande> {
    use fratrie::{Command, Event};
    Some(Commande::Fratrie(match event {
        Event::Partage(fait) => Command::Partager(fait),
    }))
}

fn competence(event: competence::Event) -> Option<Commande> {
    use competence::{Command, Event};
    Some(Commande::Competence(match event {
        Event::Fixee(fait) => Command::Fixer(fait),
        Event::Transmis(fait) => Command::Transmettre(fait),
        Event::Accepte(fait) => Command::NoterAcceptation(fait),
        Event::RecuDAilleurs(fait) => Command::Recevoir(fait),
    }))
}

fn entourage(event: entourage::Event) -> Option<Commande> {
    use entourage::{Command, Event};
    Some(Commande::Entourage(match event {
        Event::LienDeclare(fait) => Command::Lier(fait),
        Event::LienFini(fait) => Command::FinirLien(fait),
        Event::MenageObserve(fait) => Command::ObserverMenage(fait),
        Event::MenageQuitte(fait) => Command::QuitterMenage(fait),
    }))
}

fn piece(event: piece::Event) -> Option<Commande> {
    use piece::{Command, Event};
    Some(Commande::Piece(match event {
        Event::Versee(fait) => Command::Verser(fait),
    }))
}

fn dossier(event: dossier::Event) -> Option<Commande> {
    use dossier::{Command, Event};
    match event {
        Event::Annule(annule) => Some(Commande::Dossier(Command::Annuler(annule))),
        Event::Rectifie(dossier::Rectifie { cible, motif, remplacement, survenu }) => {
            let survenu = Some(survenu);
            Some(Commande::Dossier(Command::Rectifier { cible, motif, remplacement, survenu }))
        }
        Event::Efface(efface) => Some(Commande::Dossier(Command::Effacer(efface))),
        Event::Reuni(_) | Event::Disjoint(_) => None,
    }
}
