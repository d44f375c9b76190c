//! Every command of the contract: all of them go to the same executor.
//!
//! Invariant: there is nothing to decide here. A name, a request, [`Guichet::commander`].

use proto::commun::v1::Recu;
use tonic::{Request, Response, Status};

use crate::guichet::Guichet;

macro_rules! commandes {
    ($area:ident, $module:ident :: $service:ident, $name:literal {
        $( $method:ident($request:ident) = $rpc:literal; )+
    }) => {
        #[tonic::async_trait]
        impl proto::$area::v1::$module::$service for Guichet {
            $(
                async fn $method(
                    &self,
                    request: Request<proto::$area::v1::$request>,
                ) -> Result<Response<Recu>, Status> {
                    self.commander(concat!($name, "/", $rpc), request).await
                }
            )+
        }
    };
}

commandes! { identite, identite_service_server::IdentiteService, "parcours.identite.v1.IdentiteService" {
    inscrire(InscrireRequest) = "Inscrire";
    signaler_non_identifie(SignalerNonIdentifieRequest) = "SignalerNonIdentifie";
    identifier(IdentifierRequest) = "Identifier";
    fixer_naissance(FixerNaissanceRequest) = "FixerNaissance";
    declarer_residence(DeclarerResidenceRequest) = "DeclarerResidence";
    reconnaitre_mna(ReconnaitreMnaRequest) = "ReconnaitreMna";
    declarer_emancipation(DeclarerEmancipationRequest) = "DeclarerEmancipation";
    declarer_deces(DeclarerDecesRequest) = "DeclarerDeces";
    signaler_a_naitre(SignalerANaitreRequest) = "SignalerANaitre";
    constater_naissance(ConstaterNaissanceRequest) = "ConstaterNaissance";
    clore_prenatal(ClorePrenatalRequest) = "ClorePrenatal";
    mettre_al_abri(MettreAlAbriRequest) = "MettreALAbri";
    prolonger_mise_al_abri(ProlongerMiseAlAbriRequest) = "ProlongerMiseALAbri";
    accorder_repit(AccorderRepitRequest) = "AccorderRepit";
    evaluer_minorite(EvaluerMinoriteRequest) = "EvaluerMinorite";
    refuser_minorite(RefuserMinoriteRequest) = "RefuserMinorite";
} }

commandes! { information, information_service_server::InformationService, "parcours.information.v1.InformationService" {
    recevoir(RecevoirRequest) = "Recevoir";
    qualifier(QualifierRequest) = "Qualifier";
    rattacher(RattacherRequest) = "Rattacher";
    marquer_doublon(MarquerDoublonRequest) = "MarquerDoublon";
    reaffecter(ReaffecterRequest) = "Reaffecter";
    signaler(SignalerRequest) = "Signaler";
    noter_retour_parquet(NoterRetourParquetRequest) = "NoterRetourParquet";
    transferer(TransfererRequest) = "Transferer";
    envoyer_navette(EnvoyerNavetteRequest) = "EnvoyerNavette";
    noter_retour_navette(NoterRetourNavetteRequest) = "NoterRetourNavette";
    noter_complement(NoterComplementRequest) = "NoterComplement";
    detacher(DetacherRequest) = "Detacher";
    noter_mise_en_cause(NoterMiseEnCauseRequest) = "NoterMiseEnCause";
    noter_demande_de_suites(NoterDemandeDeSuitesRequest) = "NoterDemandeDeSuites";
    noter_accuse_transfert(NoterAccuseTransfertRequest) = "NoterAccuseTransfert";
    noter_demenagement(NoterDemenagementRequest) = "NoterDemenagement";
    demander_adresse(DemanderAdresseRequest) = "DemanderAdresse";
    noter_reponse_adresse(NoterReponseAdresseRequest) = "NoterReponseAdresse";
    constater_danger_grave(ConstaterDangerGraveRequest) = "ConstaterDangerGrave";
} }

commandes! { evaluation, evaluation_service_server::EvaluationService, "parcours.evaluation.v1.EvaluationService" {
    mandater(MandaterRequest) = "Mandater";
    joindre(JoindreRequest) = "Joindre";
    noter_contact(NoterContactRequest) = "NoterContact";
    constater_empechement(ConstaterEmpechementRequest) = "ConstaterEmpechement";
    remettre_rapport(RemettreRapportRequest) = "RemettreRapport";
    demander_complement(DemanderComplementRequest) = "DemanderComplement";
    designer_equipe(DesignerEquipeRequest) = "DesignerEquipe";
    informer_parents(InformerParentsRequest) = "InformerParents";
    noter_tentative(NoterTentativeRequest) = "NoterTentative";
    reprendre(ReprendreRequest) = "Reprendre";
    recevoir_complement(RecevoirComplementRequest) = "RecevoirComplement";
    noter_desaccord(NoterDesaccordRequest) = "NoterDesaccord";
    apprecier(ApprecierRequest) = "Apprecier";
    tenir_commission(TenirCommissionRequest) = "TenirCommission";
    partager_rapport(PartagerRapportRequest) = "PartagerRapport";
} }

commandes! { decision, decision_service_server::DecisionService, "parcours.decision.v1.DecisionService" {
    decider(DeciderRequest) = "Decider";
    reviser(ReviserRequest) = "Reviser";
    constater_realisation(ConstaterRealisationRequest) = "ConstaterRealisation";
    constater_refus(ConstaterRefusRequest) = "ConstaterRefus";
    notifier(NotifierRequest) = "Notifier";
} }

commandes! { mesure, mesure_service_server::MesureService, "parcours.mesure.v1.MesureService" {
    ordonner(OrdonnerRequest) = "Ordonner";
    contracter(ContracterRequest) = "Contracter";
    recevoir(RecevoirRequest) = "Recevoir";
    attribuer(AttribuerRequest) = "Attribuer";
    mettre_en_attente(MettreEnAttenteRequest) = "MettreEnAttente";
    missionner(MissionnerRequest) = "Missionner";
    demarrer(DemarrerRequest) = "Demarrer";
    suspendre(SuspendreRequest) = "Suspendre";
    reprendre(ReprendreRequest) = "Reprendre";
    renouveler(RenouvelerRequest) = "Renouveler";
    lever(LeverRequest) = "Lever";
    terminer(TerminerRequest) = "Terminer";
    preconiser(PreconiserRequest) = "Preconiser";
    constater_ecart(ConstaterEcartRequest) = "ConstaterEcart";
    noter_refus_orientation(NoterRefusOrientationRequest) = "NoterRefusOrientation";
    noter_contact_en_attente(NoterContactEnAttenteRequest) = "NoterContactEnAttente";
    noter_solution_provisoire(NoterSolutionProvisoireRequest) = "NoterSolutionProvisoire";
    noter_accord(NoterAccordRequest) = "NoterAccord";
    modifier(ModifierRequest) = "Modifier";
    fixer_effet(FixerEffetRequest) = "FixerEffet";
    constater_prealables(ConstaterPrealablesRequest) = "ConstaterPrealables";
    fixer_droit_de_visite(FixerDroitDeVisiteRequest) = "FixerDroitDeVisite";
    noter_visite(NoterVisiteRequest) = "NoterVisite";
    restituer(RestituerRequest) = "Restituer";
} }

commandes! { accueil, accueil_service_server::AccueilService, "parcours.accueil.v1.AccueilService" {
    admettre(AdmettreRequest) = "Admettre";
    changer_de_lieu(ChangerDeLieuRequest) = "ChangerDeLieu";
    terminer(TerminerRequest) = "Terminer";
    constater_absence(ConstaterAbsenceRequest) = "ConstaterAbsence";
    constater_retour(ConstaterRetourRequest) = "ConstaterRetour";
    decider_changement(DeciderChangementRequest) = "DeciderChangement";
    separer_fratrie(SeparerFratrieRequest) = "SeparerFratrie";
    reunir_fratrie(ReunirFratrieRequest) = "ReunirFratrie";
    renouveler_sejour(RenouvelerSejourRequest) = "RenouvelerSejour";
} }

commandes! { projet, projet_pour_enfant_service_server::ProjetPourEnfantService, "parcours.projet.v1.ProjetPourEnfantService" {
    etablir(EtablirRequest) = "Etablir";
    reviser(ReviserRequest) = "Reviser";
    signer(SignerRequest) = "Signer";
    noter_refus_de_signer(NoterRefusDeSignerRequest) = "NoterRefusDeSigner";
    evaluer_objectif(EvaluerObjectifRequest) = "EvaluerObjectif";
    remettre(RemettreRequest) = "Remettre";
    saisir_la_commission(SaisirLaCommissionRequest) = "SaisirLaCommission";
    noter_avis_de_la_commission(NoterAvisDeLaCommissionRequest) = "NoterAvisDeLaCommission";
    examiner_la_stabilite(ExaminerLaStabiliteRequest) = "ExaminerLaStabilite";
    confier_la_reference(ConfierLaReferenceRequest) = "ConfierLaReference";
} }

commandes! { competence, competence_service_server::CompetenceService, "parcours.competence.v1.CompetenceService" {
    fixer(FixerRequest) = "Fixer";
    transmettre(TransmettreRequest) = "Transmettre";
    noter_acceptation(NoterAcceptationRequest) = "NoterAcceptation";
    recevoir(RecevoirRequest) = "Recevoir";
} }

commandes! { statut, statut_service_server::StatutService, "parcours.statut.v1.StatutService" {
    constater(ConstaterRequest) = "Constater";
    constater_autorite(ConstaterAutoriteRequest) = "ConstaterAutorite";
    dresser_pv(DresserPvRequest) = "DresserPv";
    reprendre(ReprendreRequest) = "Reprendre";
    admettre_pupille(AdmettrePupilleRequest) = "AdmettrePupille";
    notifier_admission(NotifierAdmissionRequest) = "NotifierAdmission";
    former_recours(FormerRecoursRequest) = "FormerRecours";
    juger_recours(JugerRecoursRequest) = "JugerRecours";
    tenir_conseil(TenirConseilRequest) = "TenirConseil";
    finir_pupille(FinirPupilleRequest) = "FinirPupille";
    consentir_adoption(ConsentirAdoptionRequest) = "ConsentirAdoption";
    retracter_consentement(RetracterConsentementRequest) = "RetracterConsentement";
    observer_relations(ObserverRelationsRequest) = "ObserverRelations";
    proposer_soutien(ProposerSoutienRequest) = "ProposerSoutien";
    demander_delaissement(DemanderDelaissementRequest) = "DemanderDelaissement";
    juger_delaissement(JugerDelaissementRequest) = "JugerDelaissement";
    demander_delegation(DemanderDelegationRequest) = "DemanderDelegation";
    noter_avis_juge(NoterAvisJugeRequest) = "NoterAvisJuge";
} }

commandes! { ecrit, ecrit_service_server::EcritService, "parcours.ecrit.v1.EcritService" {
    emettre(EmettreRequest) = "Emettre";
    recevoir(RecevoirRequest) = "Recevoir";
    noter_accuse(NoterAccuseRequest) = "NoterAccuse";
    valider(ValiderRequest) = "Valider";
    noter_communication(NoterCommunicationRequest) = "NoterCommunication";
    differer(DiffererRequest) = "Differer";
    reexaminer(ReexaminerRequest) = "Reexaminer";
    signaler_incident(SignalerIncidentRequest) = "SignalerIncident";
    remettre_extrait(RemettreExtraitRequest) = "RemettreExtrait";
} }

commandes! { justice, justice_service_server::JusticeService, "parcours.justice.v1.JusticeService" {
    ouvrir_dossier(OuvrirDossierRequest) = "OuvrirDossier";
    changer_de_cabinet(ChangerDeCabinetRequest) = "ChangerDeCabinet";
    dessaisir(DessaisirRequest) = "Dessaisir";
    saisir(SaisirRequest) = "Saisir";
    rendre(RendreRequest) = "Rendre";
    notifier(NotifierRequest) = "Notifier";
    fixer_audience(FixerAudienceRequest) = "FixerAudience";
    recevoir_convocation(RecevoirConvocationRequest) = "RecevoirConvocation";
    renvoyer_audience(RenvoyerAudienceRequest) = "RenvoyerAudience";
    tenir_audience(TenirAudienceRequest) = "TenirAudience";
    consulter_dossier(ConsulterDossierRequest) = "ConsulterDossier";
    entendre_enfant(EntendreEnfantRequest) = "EntendreEnfant";
    demander_avocat(DemanderAvocatRequest) = "DemanderAvocat";
    designer_avocat(DesignerAvocatRequest) = "DesignerAvocat";
    designer_administrateur(DesignerAdministrateurRequest) = "DesignerAdministrateur";
    communiquer_au_parquet(CommuniquerAuParquetRequest) = "CommuniquerAuParquet";
    retourner_par_parquet(RetournerParParquetRequest) = "RetournerParParquet";
    recevoir_demande(RecevoirDemandeRequest) = "RecevoirDemande";
    repondre_demande(RepondreDemandeRequest) = "RepondreDemande";
    former_appel(FormerAppelRequest) = "FormerAppel";
    rendre_arret(RendreArretRequest) = "RendreArret";
    lever_interdiction(LeverInterdictionRequest) = "LeverInterdiction";
    terminer_hospitalisation(TerminerHospitalisationRequest) = "TerminerHospitalisation";
} }

commandes! { autonomie, autonomie_service_server::AutonomieService, "parcours.autonomie.v1.AutonomieService" {
    tenir_entretien(TenirEntretienRequest) = "TenirEntretien";
    decliner_entretien(DeclinerEntretienRequest) = "DeclinerEntretien";
    etablir_projet(EtablirProjetRequest) = "EtablirProjet";
    proposer(ProposerRequest) = "Proposer";
    repondre(RepondreRequest) = "Repondre";
    decider(DeciderRequest) = "Decider";
    engager_annee(EngagerAnneeRequest) = "EngagerAnnee";
    passer_en_commission(PasserEnCommissionRequest) = "PasserEnCommission";
    sortir(SortirRequest) = "Sortir";
    revenir(RevenirRequest) = "Revenir";
} }

commandes! { sante, sante_service_server::SanteService, "parcours.sante.v1.SanteService" {
    noter_acte(NoterActeRequest) = "NoterActe";
    designer_referent(DesignerReferentRequest) = "DesignerReferent";
} }

commandes! { situation, situation_service_server::SituationService, "parcours.situation.v1.SituationService" {
    observer(ObserverRequest) = "Observer";
} }
