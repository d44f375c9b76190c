//! Every event of a child's stream, in both directions, from one list.
//!
//! The list names each event once; the names in quotes are those of the `oneof`, which are the stored
//! names. An event that is missing from the domain's side, or from the contract's, does not compile.

use domain::evenement::Evenement;
use domain::{
    accueil, autonomie, competence, decision, dossier, ecrit, entourage, evaluation, fratrie,
    identite, information, justice, mesure, piece, projet_pour_enfant, sante, situation, statut,
};

use super::reader::{Reader, Wire};
use crate::dossier::v1 as fil;
use crate::dossier::v1::evenement::Evenement as Un;

macro_rules! tell {
    ($event:ident) => {
        $event.to_wire()
    };
    ($event:ident $boxed:ident) => {
        $boxed::new($event.to_wire())
    };
}

macro_rules! take {
    ($event:ident) => {
        $event
    };
    ($event:ident $boxed:ident) => {
        *$event
    };
}

macro_rules! evenements {
    ($(
        $chapter:ident, $module:ident {
            $( $event:ident = $variant:ident $name:literal $(boxed $boxed:ident)? ),+ $(,)?
        }
    )+) => {
        impl Wire for Evenement {
            type Message = fil::Evenement;

            fn to_wire(&self) -> fil::Evenement {
                let un = match self {
                    $( $(
                        Self::$chapter($module::Event::$event(event)) => {
                            Un::$variant(tell!(event $($boxed)?))
                        }
                    )+ )+
                };
                fil::Evenement { evenement: Some(un) }
            }

            fn from_wire(message: fil::Evenement, reader: &mut Reader) -> Option<Self> {
                let fil::Evenement { evenement } = message;
                let Some(un) = evenement else { return reader.missing() };
                match un {
                    $( $(
                        Un::$variant(event) => reader
                            .inside($name, |reader| Wire::from_wire(take!(event $($boxed)?), reader))
                            .map(|event| Self::$chapter($module::Event::$event(event))),
                    )+ )+
                }
            }
        }
    };
}

evenements! {
    Identite, identite {
        Inscrit = EnfantInscrit "enfant_inscrit",
        NonIdentifieSignale = EnfantNonIdentifieSignale "enfant_non_identifie_signale",
        Identifie = EnfantIdentifie "enfant_identifie",
        NaissanceFixee = NaissanceFixee "naissance_fixee",
        ResidenceDeclaree = ResidenceDeclaree "residence_declaree",
        MnaReconnu = MnaReconnu "mna_reconnu",
        Emancipe = EnfantEmancipe "enfant_emancipe",
        Decede = EnfantDecede "enfant_decede",
        ANaitreSignale = EnfantANaitreSignale "enfant_a_naitre_signale",
        Ne = EnfantNe "enfant_ne",
        PrenatalClos = PrenatalClos "prenatal_clos",
        MisALAbri = MisALAbri "mis_a_l_abri",
        MiseALAbriProlongee = MiseALAbriProlongee "mise_a_l_abri_prolongee",
        RepitAccorde = RepitAccorde "repit_accorde",
        MinoriteEvaluee = MinoriteEvaluee "minorite_evaluee",
        MinoriteRefusee = MinoriteRefusee "minorite_refusee",
    }
    Information, information {
        Recue = InformationRecue "information_recue",
        Qualifiee = InformationQualifiee "information_qualifiee",
        NonQualifiee = InformationNonQualifiee "information_non_qualifiee",
        Rattachee = InformationRattachee "information_rattachee",
        DoublonMarque = InformationDoublonMarque "information_doublon_marque",
        Retiree = InformationRetiree "information_retiree",
        Signalee = InformationSignalee "information_signalee",
        RetourParquetRecu = RetourParquetRecu "retour_parquet_recu",
        Transferee = InformationTransferee "information_transferee",
        NavetteEnvoyee = NavetteEnvoyee "navette_envoyee",
        NavetteRetournee = NavetteRetournee "navette_retournee",
        Completee = InformationCompletee "information_completee",
        Detachee = InformationDetachee "information_detachee",
        MisEnCause = MiseEnCauseNotee "mise_en_cause_notee",
        SuitesDemandees = SuitesDemandees "suites_demandees",
        TransfertAccuse = TransfertAccuse "transfert_accuse",
        DemenagementConnu = DemenagementConnu "demenagement_connu",
        AdresseDemandee = AdresseDemandee "adresse_demandee",
        AdresseRecue = AdresseRecue "adresse_recue",
        DangerGraveConstate = DangerGraveConstate "danger_grave_constate",
    }
    Evaluation, evaluation {
        Mandatee = EvaluationMandatee "evaluation_mandatee",
        EnfantJoint = EnfantJoint "enfant_joint",
        ContactNote = ContactNote "contact_note",
        Empechee = EvaluationEmpechee "evaluation_empechee",
        RapportRemis = RapportRemis "rapport_remis",
        ComplementDemande = ComplementDemande "complement_demande",
        EquipeDesignee = EquipeDesignee "equipe_designee",
        ParentsInformes = ParentsInformes "parents_informes",
        TentativeNotee = TentativeNotee "tentative_notee",
        Reprise = EvaluationReprise "evaluation_reprise",
        ComplementRecu = ComplementRecu "complement_recu",
        DesaccordNote = DesaccordNote "desaccord_note",
        EnfantApprecie = EnfantApprecie "enfant_apprecie",
        CommissionTenue = CommissionTenue "commission_tenue",
        RapportPartage = RapportPartage "rapport_partage",
    }
    Decision, decision {
        Prise = DecisionPrise "decision_prise",
        Revisee = DecisionRevisee "decision_revisee",
        SuiteRealisee = SuiteRealisee "suite_realisee",
        SuiteRefusee = SuiteRefusee "suite_refusee",
        Notifiee = DecisionNotifiee "decision_notifiee",
    }
    Mesure, mesure {
        Ordonnee = MesureOrdonnee "mesure_ordonnee",
        Contractee = MesureContractee "mesure_contractee",
        Renouvelee = MesureRenouvelee "mesure_renouvelee",
        Recue = MesureRecue "mesure_recue",
        Attribuee = MesureAttribuee "mesure_attribuee",
        MiseEnAttente = MesureMiseEnAttente "mesure_mise_en_attente",
        Missionnee = MesureMissionnee "mesure_missionnee",
        Demarree = MesureDemarree "mesure_demarree",
        Suspendue = MesureSuspendue "mesure_suspendue",
        Reprise = MesureReprise "mesure_reprise",
        Levee = MesureLevee "mesure_levee",
        Terminee = MesureTerminee "mesure_terminee",
        Preconisee = MesurePreconisee "mesure_preconisee",
        EcartConstate = MesureEcartConstate "mesure_ecart_constate",
        OrientationRefusee = OrientationRefusee "orientation_refusee",
        ContactEnAttente = ContactEnAttenteNote "contact_en_attente_note",
        SolutionProvisoire = SolutionProvisoireNotee "solution_provisoire_notee",
        AccordNote = AccordNote "accord_note",
        Modifiee = MesureModifiee "mesure_modifiee",
        EffetFixe = MesureEffetFixe "mesure_effet_fixe",
        PrealablesConstates = PrealablesConstates "prealables_constates",
        DroitDeVisiteFixe = DroitDeVisiteFixe "droit_de_visite_fixe",
        VisiteNotee = VisiteNotee "visite_notee",
        Restitue = PupilleRestitue "pupille_restitue",
    }
    Accueil, accueil {
        Admis = AccueilAdmis "accueil_admis",
        LieuChange = AccueilLieuChange "accueil_lieu_change",
        Termine = AccueilTermine "accueil_termine",
        AbsenceConstatee = AbsenceConstatee "absence_constatee",
        RetourConstate = RetourConstate "retour_constate",
        ChangementDecide = AccueilChangementDecide "accueil_changement_decide",
        FratrieSeparee = FratrieSeparee "fratrie_separee",
        FratrieReunie = FratrieReunie "fratrie_reunie",
        SejourRenouvele = SejourRenouvele "sejour_renouvele",
    }
    Projet, projet_pour_enfant {
        Etabli = ProjetEtabli "projet_etabli",
        Revise = ProjetRevise "projet_revise",
        Signe = ProjetSigne "projet_signe",
        SignatureRefusee = ProjetSignatureRefusee "projet_signature_refusee",
        ObjectifEvalue = ObjectifEvalue "objectif_evalue",
        Remis = ProjetRemis "projet_remis",
        CessecSaisie = CessecSaisie "cessec_saisie",
        AvisCessec = CessecAvisRendu "cessec_avis_rendu",
        StabiliteExaminee = StabiliteExaminee "stabilite_examinee",
        ReferenceConfiee = ReferenceConfiee "reference_confiee",
    }
    Statut, statut {
        Constate = StatutConstate "statut_constate",
        AutoriteConstatee = AutoriteParentaleConstatee "autorite_parentale_constatee",
        PvDresse = PvRecueilDresse "pv_recueil_dresse",
        EnfantRepris = EnfantRepris "enfant_repris",
        PupilleAdmis = PupilleAdmis "pupille_admis",
        AdmissionNotifiee = AdmissionNotifiee "admission_notifiee",
        RecoursForme = RecoursAdmissionForme "recours_admission_forme",
        RecoursJuge = RecoursAdmissionJuge "recours_admission_juge",
        ConseilTenu = ConseilDeFamilleTenu "conseil_de_famille_tenu",
        PupilleFini = PupilleFini "pupille_fini",
        AdoptionConsentie = AdoptionConsentie "adoption_consentie",
        ConsentementRetracte = ConsentementRetracte "consentement_retracte",
        RelationsObservees = RelationsParentalesObservees "relations_parentales_observees",
        SoutienPropose = SoutienParentalPropose "soutien_parental_propose",
        DelaissementDemande = DelaissementDemande "delaissement_demande",
        DelaissementJuge = DelaissementJuge "delaissement_juge",
        DelegationDemandee = DelegationDemandee "delegation_demandee",
        AvisJugeRecu = AvisJugeDelegationRecu "avis_juge_delegation_recu",
    }
    Ecrit, ecrit {
        Emis = EcritEmis "ecrit_emis",
        Recu = EcritRecu "ecrit_recu",
        Accuse = EcritAccuse "ecrit_accuse",
        Valide = EcritValide "ecrit_valide",
        Communique = EcritCommunique "ecrit_communique",
        Differee = InformationDifferee "information_differee",
        Reexaminee = InformationDiffereeReexaminee "information_differee_reexaminee",
        IncidentSurvenu = IncidentSurvenu "incident_survenu",
        ExtraitRemis = ExtraitRemis "extrait_remis",
    }
    Justice, justice {
        DossierOuvert = DossierJudiciaireOuvert "dossier_judiciaire_ouvert",
        CabinetChange = DossierJudiciaireCabinetChange "dossier_judiciaire_cabinet_change",
        Dessaisi = DossierJudiciaireDessaisi "dossier_judiciaire_dessaisi",
        Saisie = AutoriteJudiciaireSaisie "autorite_judiciaire_saisie",
        DecisionRendue = DecisionJudiciaireRendue "decision_judiciaire_rendue",
        DecisionNotifiee = DecisionJudiciaireNotifiee "decision_judiciaire_notifiee",
        AudienceFixee = AudienceFixee "audience_fixee",
        ConvocationRecue = ConvocationRecue "convocation_recue",
        AudienceRenvoyee = AudienceRenvoyee "audience_renvoyee",
        AudienceTenue = AudienceTenue "audience_tenue",
        DossierConsulte = DossierJudiciaireConsulte "dossier_judiciaire_consulte",
        EnfantEntendu = EnfantEntendu "enfant_entendu",
        AvocatDemande = AvocatDemande "avocat_demande",
        AvocatDesigne = AvocatDesigne "avocat_designe",
        AdministrateurDesigne = AdministrateurAdHocDesigne "administrateur_ad_hoc_designe",
        CommuniqueAuParquet = DossierJudiciaireCommunique "dossier_judiciaire_communique",
        RetourneParParquet = DossierJudiciaireRetourne "dossier_judiciaire_retourne",
        DemandeRecue = DemandeJusticeRecue "demande_justice_recue",
        DemandeRepondue = DemandeJusticeRepondue "demande_justice_repondue",
        AppelForme = AppelForme "appel_forme",
        ArretRendu = ArretRendu "arret_rendu",
        InterdictionLevee = InterdictionSortieLevee "interdiction_sortie_levee",
        HospitalisationTerminee = HospitalisationPsychiatriqueTerminee "hospitalisation_psychiatrique_terminee",
    }
    Autonomie, autonomie {
        EntretienTenu = EntretienAutonomieTenu "entretien_autonomie_tenu",
        EntretienDecline = EntretienAutonomieDecline "entretien_autonomie_decline",
        ProjetAutonomieEtabli = ProjetAutonomieEtabli "projet_autonomie_etabli",
        AccompagnementPropose = AccompagnementPropose "accompagnement_propose",
        ReponseDuJeune = AccompagnementRepondu "accompagnement_repondu",
        AccompagnementDecide = AccompagnementDecide "accompagnement_decide",
        AnneeEngagee = AnneeScolaireEngagee "annee_scolaire_engagee",
        CommissionTenue = CommissionAutonomieTenue "commission_autonomie_tenue",
        SortieAse = SortieAse "sortie_ase",
        RetourAse = RetourAse "retour_ase",
    }
    Sante, sante {
        ActeRealise = ActeSanteRealise "acte_sante_realise",
        ReferentDesigne = ReferentSanteDesigne "referent_sante_designe",
    }
    Situation, situation {
        Observee = SituationObservee "situation_observee",
    }
    Fratrie, fratrie {
        Partage = ObjetPartage "objet_partage",
    }
    Competence, competence {
        Fixee = CompetenceFixee "competence_fixee",
        Transmis = DossierTransmis "dossier_transmis",
        Accepte = TransfertAccepte "transfert_accepte",
        RecuDAilleurs = DossierRecuDAilleurs "dossier_recu_d_ailleurs",
    }
    Entourage, entourage {
        LienDeclare = LienDeclare "lien_declare",
        LienFini = LienFini "lien_fini",
        MenageObserve = MenageObserve "menage_observe",
        MenageQuitte = MenageQuitte "menage_quitte",
    }
    Piece, piece {
        Versee = PieceVersee "piece_versee",
    }
    Dossier, dossier {
        Annule = EvenementAnnule "evenement_annule",
        Rectifie = EvenementRectifie "evenement_rectifie" boxed Box,
        Efface = DossierEfface "dossier_efface",
        Reuni = DossiersReunis "dossiers_reunis",
        Disjoint = DossiersDisjoints "dossiers_disjoints",
    }
}
