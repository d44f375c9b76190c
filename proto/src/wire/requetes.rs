//! Every request of the contract is a command of the reprise: one door for them all.
//!
//! The list below names each request once. A command added to `reprise.proto` does not compile in
//! [`super::demande`] until it is read there; its line here lets a handler write `request.into()`.

use crate::reprise::v1::Commande;
use crate::reprise::v1::commande::Commande as Une;

macro_rules! requetes {
    ($( $chapter:ident { $( $variant:ident = $request:ident ),+ $(,)? } )+) => { $( $(
        impl From<crate::$chapter::v1::$request> for Commande {
            fn from(request: crate::$chapter::v1::$request) -> Self {
                Self { commande: Some(Une::$variant(request)) }
            }
        }
    )+ )+ };
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
    }
    evaluation {
        EvaluationMandater = MandaterRequest,
        EvaluationJoindre = JoindreRequest,
        EvaluationNoterContact = NoterContactRequest,
        EvaluationConstaterEmpechement = ConstaterEmpechementRequest,
        EvaluationRemettreRapport = RemettreRapportRequest,
        EvaluationDemanderComplement = DemanderComplementRequest,
    }
    decision {
        DecisionDecider = DeciderRequest,
        DecisionReviser = ReviserRequest,
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
    }
    accueil {
        AccueilAdmettre = AdmettreRequest,
        AccueilChangerDeLieu = ChangerDeLieuRequest,
        AccueilTerminer = TerminerRequest,
        AccueilConstaterAbsence = ConstaterAbsenceRequest,
        AccueilConstaterRetour = ConstaterRetourRequest,
    }
    projet {
        ProjetEtablir = EtablirRequest,
        ProjetReviser = ReviserRequest,
        ProjetSigner = SignerRequest,
        ProjetNoterRefusDeSigner = NoterRefusDeSignerRequest,
    }
    dossier {
        DossierAnnuler = AnnulerRequest,
        DossierRectifier = RectifierRequest,
    }
}
