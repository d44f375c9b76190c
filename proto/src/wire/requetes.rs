//! Every request of the contract is a command of the reprise: one door for them all.
//!
//! [`requetes!`] names each request once: what it is in the reprise, and that it is read. How each is
//! read stands with its chapter, in one of three forms: one payload for all the children of the
//! head ([`shared!`]), one payload a child ([`one_each!`]), or by hand.
//!
//! # Invariants
//!
//! - A command names at least one child, and each only once.
//! - When a request says something of each child, `entete.enfants` is empty or names the same ones.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::enfant::Commande;
use domain::ids::EnfantId;
use domain::temps::Survenu;
use uuid::Uuid;

use super::commun::Entete;
use super::reader::{Field, Reader};
use super::{ActeDemande, Demande};
use crate::commun::v1 as fil;
use crate::reprise::v1::commande::Commande as Une;

/// The most children one act may be about: every payload is repeated for each of them.
pub const ENFANTS_MAX: usize = 200;

/// A request that can be understood.
pub(super) trait Requete {
    /// Reads the head, then the rest; `None` leaves at least one violation.
    fn read(self, reader: &mut Reader) -> Option<Demande>;
}

macro_rules! requetes {
    ($( $chapter:ident { $( $variant:ident = $request:ident ),+ $(,)? } )+) => {
        $( $(
            impl From<crate::$chapter::v1::$request> for crate::reprise::v1::Commande {
                fn from(request: crate::$chapter::v1::$request) -> Self {
                    Self { commande: Some(Une::$variant(request)) }
                }
            }
        )+ )+

        /// Reads any command.
        pub(super) fn read(commande: Une, reader: &mut Reader) -> Option<Demande> {
            match commande {
                $( $( Une::$variant(request) => request.read(reader), )+ )+
            }
        }
    };
}

requetes! {
    identite {
        IdentiteInscrire = InscrireRequest,
        IdentiteSignalerNonIdentifie = SignalerNonIdentifieRequest,
        IdentiteIdentifier = IdentifierRequest,
        IdentiteFixerNaissance = FixerNaissanceRequest,
        IdentiteDeclarerResidence = DeclarerResidenceRequest,
        IdentiteReconnaitreMna = ReconnaitreMnaRequest,
        IdentiteDeclarerEmancipation = DeclarerEmancipationRequest,
        IdentiteDeclarerDeces = DeclarerDecesRequest,
        IdentiteSignalerANaitre = SignalerANaitreRequest,
        IdentiteConstaterNaissance = ConstaterNaissanceRequest,
        IdentiteClorePrenatal = ClorePrenatalRequest,
        IdentiteMettreALAbri = MettreAlAbriRequest,
        IdentiteProlongerMiseALAbri = ProlongerMiseAlAbriRequest,
        IdentiteAccorderRepit = AccorderRepitRequest,
        IdentiteEvaluerMinorite = EvaluerMinoriteRequest,
        IdentiteRefuserMinorite = RefuserMinoriteRequest,
    }
    information {
        InformationRecevoir = RecevoirRequest,
        InformationQualifier = QualifierRequest,
        InformationRattacher = RattacherRequest,
        InformationMarquerDoublon = MarquerDoublonRequest,
        InformationReaffecter = ReaffecterRequest,
        InformationSignaler = SignalerRequest,
        InformationNoterRetourParquet = NoterRetourParquetRequest,
        InformationTransferer = TransfererRequest,
        InformationEnvoyerNavette = EnvoyerNavetteRequest,
        InformationNoterRetourNavette = NoterRetourNavetteRequest,
        InformationNoterComplement = NoterComplementRequest,
        InformationDetacher = DetacherRequest,
        InformationNoterMiseEnCause = NoterMiseEnCauseRequest,
        InformationNoterDemandeDeSuites = NoterDemandeDeSuitesRequest,
        InformationNoterAccuseTransfert = NoterAccuseTransfertRequest,
        InformationNoterDemenagement = NoterDemenagementRequest,
        InformationDemanderAdresse = DemanderAdresseRequest,
        InformationNoterReponseAdresse = NoterReponseAdresseRequest,
        InformationConstaterDangerGrave = ConstaterDangerGraveRequest,
    }
    evaluation {
        EvaluationMandater = MandaterRequest,
        EvaluationJoindre = JoindreRequest,
        EvaluationNoterContact = NoterContactRequest,
        EvaluationConstaterEmpechement = ConstaterEmpechementRequest,
        EvaluationRemettreRapport = RemettreRapportRequest,
        EvaluationDemanderComplement = DemanderComplementRequest,
        EvaluationDesignerEquipe = DesignerEquipeRequest,
        EvaluationInformerParents = InformerParentsRequest,
        EvaluationNoterTentative = NoterTentativeRequest,
        EvaluationReprendre = ReprendreRequest,
        EvaluationRecevoirComplement = RecevoirComplementRequest,
        EvaluationNoterDesaccord = NoterDesaccordRequest,
        EvaluationApprecier = ApprecierRequest,
        EvaluationTenirCommission = TenirCommissionRequest,
        EvaluationPartagerRapport = PartagerRapportRequest,
    }
    decision {
        DecisionDecider = DeciderRequest,
        DecisionReviser = ReviserRequest,
        DecisionConstaterRealisation = ConstaterRealisationRequest,
        DecisionConstaterRefus = ConstaterRefusRequest,
        DecisionNotifier = NotifierRequest,
    }
    mesure {
        MesureOrdonner = OrdonnerRequest,
        MesureContracter = ContracterRequest,
        MesureRecevoir = RecevoirRequest,
        MesureAttribuer = AttribuerRequest,
        MesureMettreEnAttente = MettreEnAttenteRequest,
        MesureMissionner = MissionnerRequest,
        MesureDemarrer = DemarrerRequest,
        MesureSuspendre = SuspendreRequest,
        MesureReprendre = ReprendreRequest,
        MesureRenouveler = RenouvelerRequest,
        MesureLever = LeverRequest,
        MesureTerminer = TerminerRequest,
        MesurePreconiser = PreconiserRequest,
        MesureConstaterEcart = ConstaterEcartRequest,
        MesureNoterRefusOrientation = NoterRefusOrientationRequest,
        MesureNoterContactEnAttente = NoterContactEnAttenteRequest,
        MesureNoterSolutionProvisoire = NoterSolutionProvisoireRequest,
        MesureNoterAccord = NoterAccordRequest,
        MesureModifier = ModifierRequest,
        MesureFixerEffet = FixerEffetRequest,
        MesureConstaterPrealables = ConstaterPrealablesRequest,
        MesureFixerDroitDeVisite = FixerDroitDeVisiteRequest,
        MesureNoterVisite = NoterVisiteRequest,
        MesureRestituer = RestituerRequest,
    }
    accueil {
        AccueilAdmettre = AdmettreRequest,
        AccueilChangerDeLieu = ChangerDeLieuRequest,
        AccueilTerminer = TerminerRequest,
        AccueilConstaterAbsence = ConstaterAbsenceRequest,
        AccueilConstaterRetour = ConstaterRetourRequest,
        AccueilDeciderChangement = DeciderChangementRequest,
        AccueilSeparerFratrie = SeparerFratrieRequest,
        AccueilReunirFratrie = ReunirFratrieRequest,
        AccueilRenouvelerSejour = RenouvelerSejourRequest,
    }
    projet {
        ProjetEtablir = EtablirRequest,
        ProjetReviser = ReviserRequest,
        ProjetSigner = SignerRequest,
        ProjetNoterRefusDeSigner = NoterRefusDeSignerRequest,
        ProjetEvaluerObjectif = EvaluerObjectifRequest,
        ProjetRemettre = RemettreRequest,
        ProjetSaisirLaCommission = SaisirLaCommissionRequest,
        ProjetNoterAvisDeLaCommission = NoterAvisDeLaCommissionRequest,
        ProjetExaminerLaStabilite = ExaminerLaStabiliteRequest,
        ProjetConfierLaReference = ConfierLaReferenceRequest,
    }
    statut {
        StatutConstater = ConstaterRequest,
        StatutConstaterAutorite = ConstaterAutoriteRequest,
        StatutDresserPv = DresserPvRequest,
        StatutReprendre = ReprendreRequest,
        StatutAdmettrePupille = AdmettrePupilleRequest,
        StatutNotifierAdmission = NotifierAdmissionRequest,
        StatutFormerRecours = FormerRecoursRequest,
        StatutJugerRecours = JugerRecoursRequest,
        StatutTenirConseil = TenirConseilRequest,
        StatutFinirPupille = FinirPupilleRequest,
        StatutConsentirAdoption = ConsentirAdoptionRequest,
        StatutRetracterConsentement = RetracterConsentementRequest,
        StatutObserverRelations = ObserverRelationsRequest,
        StatutProposerSoutien = ProposerSoutienRequest,
        StatutDemanderDelaissement = DemanderDelaissementRequest,
        StatutJugerDelaissement = JugerDelaissementRequest,
        StatutDemanderDelegation = DemanderDelegationRequest,
        StatutNoterAvisJuge = NoterAvisJugeRequest,
    }
    ecrit {
        EcritEmettre = EmettreRequest,
        EcritRecevoir = RecevoirRequest,
        EcritNoterAccuse = NoterAccuseRequest,
        EcritValider = ValiderRequest,
        EcritNoterCommunication = NoterCommunicationRequest,
        EcritDifferer = DiffererRequest,
        EcritReexaminer = ReexaminerRequest,
        EcritSignalerIncident = SignalerIncidentRequest,
        EcritRemettreExtrait = RemettreExtraitRequest,
    }
    justice {
        JusticeOuvrirDossier = OuvrirDossierRequest,
        JusticeChangerDeCabinet = ChangerDeCabinetRequest,
        JusticeDessaisir = DessaisirRequest,
        JusticeSaisir = SaisirRequest,
        JusticeRendre = RendreRequest,
        JusticeNotifier = NotifierRequest,
        JusticeFixerAudience = FixerAudienceRequest,
        JusticeRecevoirConvocation = RecevoirConvocationRequest,
        JusticeRenvoyerAudience = RenvoyerAudienceRequest,
        JusticeTenirAudience = TenirAudienceRequest,
        JusticeConsulterDossier = ConsulterDossierRequest,
        JusticeEntendreEnfant = EntendreEnfantRequest,
        JusticeDemanderAvocat = DemanderAvocatRequest,
        JusticeDesignerAvocat = DesignerAvocatRequest,
        JusticeDesignerAdministrateur = DesignerAdministrateurRequest,
        JusticeCommuniquerAuParquet = CommuniquerAuParquetRequest,
        JusticeRetournerParParquet = RetournerParParquetRequest,
        JusticeRecevoirDemande = RecevoirDemandeRequest,
        JusticeRepondreDemande = RepondreDemandeRequest,
        JusticeFormerAppel = FormerAppelRequest,
        JusticeRendreArret = RendreArretRequest,
        JusticeLeverInterdiction = LeverInterdictionRequest,
        JusticeTerminerHospitalisation = TerminerHospitalisationRequest,
    }
    autonomie {
        AutonomieTenirEntretien = TenirEntretienRequest,
        AutonomieDeclinerEntretien = DeclinerEntretienRequest,
        AutonomieEtablirProjet = EtablirProjetRequest,
        AutonomieProposer = ProposerRequest,
        AutonomieRepondre = RepondreRequest,
        AutonomieDecider = DeciderRequest,
        AutonomieEngagerAnnee = EngagerAnneeRequest,
        AutonomiePasserEnCommission = PasserEnCommissionRequest,
        AutonomieSortir = SortirRequest,
        AutonomieRevenir = RevenirRequest,
    }
    sante {
        SanteNoterActe = NoterActeRequest,
        SanteDesignerReferent = DesignerReferentRequest,
    }
    situation {
        SituationObserver = ObserverRequest,
    }
    recherche {
        RechercheEcarterDoublon = EcarterDoublonRequest,
        RechercheRouvrirDoublon = RouvrirDoublonRequest,
    }
    departement {
        DepartementFixerReglage = FixerReglageRequest,
        DepartementDonnerDelegation = DonnerDelegationRequest,
        DepartementFixerAstreinte = FixerAstreinteRequest,
        DepartementNoterConseil = NoterConseilRequest,
        DepartementArreter = ArreterRequest,
        DepartementPublierChiffre = PublierChiffreRequest,
    }
    activite {
        ActiviteEmettre = EmettreRequest,
    }
    personne {
        PersonneInscrire = InscrireRequest,
        PersonneDeclarerAdresse = DeclarerAdresseRequest,
        PersonneDeclarerTelephone = DeclarerTelephoneRequest,
        PersonneDeclarerDeces = DeclarerDecesRequest,
        PersonneAnnuler = AnnulerRequest,
        PersonneRectifier = RectifierRequest,
        PersonneEffacer = EffacerRequest,
        PersonneLier = LierRequest,
        PersonneFinirLien = FinirLienRequest,
        PersonneObserverMenage = ObserverMenageRequest,
        PersonneQuitterMenage = QuitterMenageRequest,
    }
    piece {
        PieceVerser = VerserRequest,
    }
    dossier {
        DossierAnnuler = AnnulerRequest,
        DossierRectifier = RectifierRequest,
        DossierEffacer = EffacerRequest,
        DossierFusionner = FusionnerRequest,
        DossierDisjoindre = DisjoindreRequest,
    }
    competence {
        CompetenceFixer = FixerRequest,
        CompetenceTransmettre = TransmettreRequest,
        CompetenceNoterAcceptation = NoterAcceptationRequest,
        CompetenceRecevoir = RecevoirRequest,
    }
}

/// Requests that say one thing of all the children of the head:
/// `Request { payload } => Chapter(Command)`.
macro_rules! shared {
    ($( $request:path { $($payload:ident)? } => $chapter:ident($command:expr); )+) => { $(
        impl $crate::wire::requetes::Requete for $request {
            fn read(self, reader: &mut $crate::wire::Reader) -> Option<$crate::wire::Demande> {
                let Self { entete $(, $payload)? } = self;
                let head = $crate::wire::requetes::Head::read(entete, reader);
                let enfants = head.some_children(reader);
                $( let $payload = reader.field(stringify!($payload), $payload); )?
                let commande = domain::enfant::Commande::$chapter($command $(($payload?))?);
                head.demande($crate::wire::requetes::for_all(enfants?, &commande))
            }
        }
    )+ };
}
pub(super) use shared;

/// Requests that say something of each child:
/// `Request { list: Item { payload } } => Chapter(Command)`.
macro_rules! one_each {
    ($(
        $request:path { $list:ident: $item:path { $payload:ident } }
            => $chapter:ident($command:expr);
    )+) => { $(
        impl $crate::wire::requetes::Requete for $request {
            fn read(self, reader: &mut $crate::wire::Reader) -> Option<$crate::wire::Demande> {
                let Self { entete, $list } = self;
                let head = $crate::wire::requetes::Head::read(entete, reader);
                let items = $list.into_iter().map(|$item { enfant, $payload }| (enfant, $payload));
                let read_one = |$payload, reader: &mut $crate::wire::Reader| {
                    let $payload = reader.field(stringify!($payload), $payload)?;
                    Some(domain::enfant::Commande::$chapter($command($payload)))
                };
                let asked = head.each_child(stringify!($list), items.collect(), reader, read_one);
                head.demande($crate::wire::ActeDemande::Fratrie(asked?))
            }
        }
    )+ };
}
pub(super) use one_each;

/// The same command for each child.
pub(super) fn for_all(enfants: Vec<EnfantId>, commande: &Commande) -> ActeDemande {
    ActeDemande::Fratrie(enfants.into_iter().map(|enfant| (enfant, commande.clone())).collect())
}

/// What was read of a head, each part apart, so that the fault of one does not hide another's.
#[derive(Default)]
pub(super) struct Head {
    entete: Option<EnteteCommande>,
    /// `None` when they could not be read.
    enfants: Option<Vec<EnfantId>>,
}

struct EnteteCommande {
    entete: Entete,
    commande_id: Uuid,
    survenu: Survenu,
    connu_le: Option<NaiveDate>,
    version_attendue: Option<u32>,
    enregistre_a: Option<DateTime<Utc>>,
}

impl Head {
    pub(super) fn read(entete: Option<fil::EnteteCommande>, reader: &mut Reader) -> Self {
        reader.inside("entete", |reader| match entete {
            Some(entete) => Self::read_fields(entete, reader),
            None => {
                reader.missing::<()>();
                Self::default()
            }
        })
    }

    fn read_fields(message: fil::EnteteCommande, reader: &mut Reader) -> Self {
        let fil::EnteteCommande {
            entete,
            commande_id,
            enfants,
            survenu,
            connu_le,
            version_attendue,
            enregistre_a,
        } = message;
        let entete = reader.field("entete", entete);
        let commande_id = reader.field("commande_id", commande_id);
        let enfants = reader.inside("enfants", |reader| distinct(enfants, reader));
        let survenu = reader.field("survenu", survenu);
        let connu_le = reader.field("connu_le", connu_le);
        let enregistre_a = reader.field("enregistre_a", enregistre_a);
        let complete = || {
            Some(EnteteCommande {
                entete: entete?,
                commande_id: commande_id?,
                survenu: survenu?,
                connu_le: connu_le?,
                version_attendue,
                enregistre_a: enregistre_a?,
            })
        };
        Self { entete: complete(), enfants }
    }

    /// The children of the head, when the act is about them.
    pub(super) fn some_children(&self, reader: &mut Reader) -> Option<Vec<EnfantId>> {
        let enfants = self.enfants.clone()?;
        if enfants.is_empty() {
            return reader.inside("entete", |reader| reader.inside("enfants", no_child));
        }
        Some(enfants)
    }

    /// Blames the head for naming children where the act is about none.
    pub(super) fn no_child(&self, reader: &mut Reader) {
        if self.enfants.as_ref().is_some_and(|enfants| !enfants.is_empty()) {
            let message = "Cet acte ne porte sur aucun enfant.";
            reader.inside("entete", |reader| {
                reader.blame_at::<()>("enfants", "ENFANT_DE_TROP", message)
            });
        }
    }

    /// Blames the head for naming other children than the rest of the request.
    pub(super) fn only_these_children(&self, named: &BTreeSet<EnfantId>, reader: &mut Reader) {
        let Some(enfants) = &self.enfants else { return };
        if enfants.is_empty() || named.iter().eq(&enfants.iter().copied().collect::<BTreeSet<_>>())
        {
            return;
        }
        let message = "L'en-tête ne nomme pas les mêmes enfants que le reste de la demande.";
        reader.inside("entete", |reader| {
            reader.blame_at::<()>("enfants", "ENFANTS_DISCORDANTS", message)
        });
    }

    /// Reads what is asked of each child.
    pub(super) fn each_child<M>(
        &self,
        list: &'static str,
        items: Vec<(String, M)>,
        reader: &mut Reader,
        mut read: impl FnMut(M, &mut Reader) -> Option<Commande>,
    ) -> Option<Vec<(EnfantId, Commande)>> {
        let mut named = BTreeSet::new();
        let count = items.len();
        let asked = reader.inside(list, |reader| {
            some_but_not_too_many(count, reader)?;
            reader.each(items, |(enfant, item), reader| {
                let enfant =
                    reader.inside("enfant", |reader| named_once(enfant, &mut named, reader));
                let commande = read(item, reader);
                Some((enfant?, commande?))
            })
        });
        if named.len() == count {
            self.only_these_children(&named, reader);
        }
        asked
    }

    /// The whole of what is asked, when the head could be read.
    pub(super) fn demande(self, acte: ActeDemande) -> Option<Demande> {
        let EnteteCommande {
            entete: Entete { departement, finalite, correlation },
            commande_id,
            survenu,
            connu_le,
            version_attendue,
            enregistre_a,
        } = self.entete?;
        Some(Demande {
            departement,
            finalite,
            correlation,
            commande_id,
            survenu,
            connu_le,
            version_attendue,
            enregistre_a,
            vues: Vec::new(),
            acte,
        })
    }
}

/// Children, each named once; perhaps none.
fn distinct(enfants: Vec<String>, reader: &mut Reader) -> Option<Vec<EnfantId>> {
    if !enfants.is_empty() {
        some_but_not_too_many(enfants.len(), reader)?;
    }
    let mut named = BTreeSet::new();
    reader.each(enfants, |enfant, reader| named_once(enfant, &mut named, reader))
}

fn some_but_not_too_many(count: usize, reader: &mut Reader) -> Option<()> {
    if count == 0 {
        return no_child(reader);
    }
    if count > ENFANTS_MAX {
        let message = format!("Un acte porte sur {ENFANTS_MAX} enfants au plus.");
        return reader.blame("TROP_D_ENFANTS", message);
    }
    Some(())
}

fn no_child<T>(reader: &mut Reader) -> Option<T> {
    reader.blame("ENFANT_MANQUANT", "Il faut nommer au moins un enfant.")
}

fn named_once(
    enfant: String,
    named: &mut BTreeSet<EnfantId>,
    reader: &mut Reader,
) -> Option<EnfantId> {
    let enfant = EnfantId::read(enfant, reader)?;
    if named.insert(enfant) {
        return Some(enfant);
    }
    reader.blame("ENFANT_EN_DOUBLE", "Cet enfant est déjà nommé plus haut.")
}
