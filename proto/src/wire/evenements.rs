//! Every event of a child's stream, in both directions, from one list.
//!
//! The list names each event once; the names in quotes are those of the `oneof`, which are the stored
//! names. An event that is missing from the domain's side, or from the contract's, does not compile.

use domain::evenement::Evenement;
use domain::{
    accueil, autonomie, decision, dossier, ecrit, evaluation, fratrie, identite, information,
    justice, mesure, projet_pour_enfant, sante, situation, statut,
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
    }
    Evaluation, evaluation {
        Mandatee = EvaluationMandatee "evaluation_mandatee",
        EnfantJoint = EnfantJoint "enfant_joint",
        ContactNote = ContactNote "contact_note",
        Empechee = EvaluationEmpechee "evaluation_empechee",
        RapportRemis = RapportRemis "rapport_remis",
        ComplementDemande = ComplementDemande "complement_demande",
    }
    Decision, decision {
        Prise = DecisionPrise "decision_prise",
        Revisee = DecisionRevisee "decision_revisee",
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
    }
    Accueil, accueil {
        Admis = AccueilAdmis "accueil_admis",
        LieuChange = AccueilLieuChange "accueil_lieu_change",
        Termine = AccueilTermine "accueil_termine",
        AbsenceConstatee = AbsenceConstatee "absence_constatee",
        RetourConstate = RetourConstate "retour_constate",
    }
    Projet, projet_pour_enfant {
        Etabli = ProjetEtabli "projet_etabli",
        Revise = ProjetRevise "projet_revise",
        Signe = ProjetSigne "projet_signe",
        SignatureRefusee = ProjetSignatureRefusee "projet_signature_refusee",
    }
    Statut, statut {
        Constate = StatutConstate "statut_constate",
    }
    Ecrit, ecrit {
        Emis = EcritEmis "ecrit_emis",
        Recu = EcritRecu "ecrit_recu",
        Accuse = EcritAccuse "ecrit_accuse",
    }
    Justice, justice {
        DossierOuvert = DossierJudiciaireOuvert "dossier_judiciaire_ouvert",
    }
    Autonomie, autonomie {
        EntretienTenu = EntretienAutonomieTenu "entretien_autonomie_tenu",
    }
    Sante, sante {
        ActeRealise = ActeSanteRealise "acte_sante_realise",
    }
    Situation, situation {
        Observee = SituationObservee "situation_observee",
    }
    Fratrie, fratrie {
        Partage = ObjetPartage "objet_partage",
    }
    Dossier, dossier {
        Annule = EvenementAnnule "evenement_annule",
        Rectifie = EvenementRectifie "evenement_rectifie" boxed Box,
        Efface = DossierEfface "dossier_efface",
    }
}
