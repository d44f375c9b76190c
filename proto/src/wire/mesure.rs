//! Legal measures: events and requests of their chapter.

use domain::codes::{
    AuteurContact, BeneficiaireDroit, EcartMesure, GenreSolution, IssueSansExecution, IssueVisite,
    MentionDecision, ModeContact, MotifEcart, MotifRefusOrientation, ObjetModification,
    PositionTitulaire, Preconisateur,
};
use domain::ids::{ChaineId, MesureId};
use domain::mesure::{
    AccordNote, Attribuee, Command, ContactEnAttente, Contractee, Demarree, DroitDeVisiteFixe,
    EcartConstate, EffetFixe, Levee, MiseEnAttente, Missionnee, Modifiee, Ordonnee,
    OrientationRefusee, PrealablesConstates, Preconisee, Recue, Renouvelee, Reprise, Restitue,
    SolutionProvisoire, Suspendue, Termes, Terminee, VisiteNotee,
};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::{one_each, shared};
use crate::mesure::v1 as fil;

codes! {
    AuteurContact, BeneficiaireDroit, EcartMesure, GenreSolution, IssueSansExecution, IssueVisite,
    MentionDecision, ModeContact, MotifEcart, MotifRefusOrientation, ObjetModification,
    PositionTitulaire, Preconisateur,
}

// Without a chain, the measure begins one, which takes its identifier.
wire_struct!(Termes => fil::Mesure {
    mesure,
    decision,
    chaine = mesure.map(|mesure: MesureId| ChaineId(mesure.0)),
    nature,
    fondement,
    libelle_local,
    autorite,
    effet_le,
    terme_le,
    notifiee_le,
    recue_le,
    service_responsable,
    consentements,
    decideur,
    mentions,
});
wire_struct!(Ordonnee => fil::Ordonnee { mesure });
wire_struct!(Contractee => fil::Contractee { mesure });
wire_struct!(Renouvelee => fil::Renouvelee { precedente, mesure });
wire_struct!(Recue => fil::Recue { mesure });
wire_struct!(Attribuee => fil::Attribuee { mesure, service });
wire_struct!(MiseEnAttente => fil::MiseEnAttente { mesure, motif, rang });
wire_struct!(Missionnee => fil::Missionnee { mesure });
wire_struct!(Demarree => fil::Demarree { mesure });
wire_struct!(Suspendue => fil::Suspendue { mesure, motif });
wire_struct!(Reprise => fil::Reprise { mesure });
wire_struct!(Levee => fil::Levee { mesure, motif, situation_apres, decision });
wire_struct!(Terminee => fil::Terminee { mesure, motif, situation_apres, remplacee_par });
wire_struct!(Preconisee => fil::Preconisee { mesure, nature, par, libelle_local, evaluation });
wire_struct!(EcartConstate => fil::EcartConstate { mesure, ecart, motif, executee });
wire_struct!(OrientationRefusee => fil::OrientationRefusee { mesure, service, motif });
wire_struct!(ContactEnAttente => fil::ContactEnAttente { mesure, par, mode, enfant_vu });
wire_struct!(SolutionProvisoire => fil::SolutionProvisoire { mesure, genre, accueil });
wire_struct!(AccordNote => fil::AccordNote { mesure, titulaire, position, voie });
wire_struct!(Modifiee => fil::Modifiee { mesure, objet, terme_le, decision });
wire_struct!(EffetFixe => fil::EffetFixe { mesure, effet_le, apres });
wire_struct!(PrealablesConstates => fil::PrealablesConstates {
    mesure, option_familiale_le, enfant_entendu_le, sans_discernement,
});
wire_struct!(DroitDeVisiteFixe => fil::DroitDeVisiteFixe {
    mesure, beneficiaire, forme, frequence, tiers, jusqu_au, decision,
});
wire_struct!(VisiteNotee => fil::VisiteNotee { mesure, beneficiaire, issue });
wire_struct!(Restitue => fil::Restitue { mesure });

one_each! {
    fil::OrdonnerRequest { mesures: fil::MesureEnfant { mesure } } => Mesure(Command::Ordonner);
    fil::ContracterRequest { mesures: fil::MesureEnfant { mesure } } => Mesure(Command::Contracter);
    fil::RenouvelerRequest { renouvellements: fil::RenouvellementEnfant { renouvelee } }
        => Mesure(Command::Renouveler);
}

shared! {
    fil::RecevoirRequest { recue } => Mesure(Command::Recevoir);
    fil::AttribuerRequest { attribuee } => Mesure(Command::Attribuer);
    fil::MettreEnAttenteRequest { attente } => Mesure(Command::MettreEnAttente);
    fil::MissionnerRequest { missionnee } => Mesure(Command::Missionner);
    fil::DemarrerRequest { demarree } => Mesure(Command::Demarrer);
    fil::SuspendreRequest { suspendue } => Mesure(Command::Suspendre);
    fil::ReprendreRequest { reprise } => Mesure(Command::Reprendre);
    fil::LeverRequest { levee } => Mesure(Command::Lever);
    fil::TerminerRequest { terminee } => Mesure(Command::Terminer);
    fil::PreconiserRequest { preconisee } => Mesure(Command::Preconiser);
    fil::ConstaterEcartRequest { ecart } => Mesure(Command::ConstaterEcart);
    fil::NoterRefusOrientationRequest { refus } => Mesure(Command::NoterRefusOrientation);
    fil::NoterContactEnAttenteRequest { contact } => Mesure(Command::NoterContactEnAttente);
    fil::NoterSolutionProvisoireRequest { solution } => Mesure(Command::NoterSolutionProvisoire);
    fil::NoterAccordRequest { accord } => Mesure(Command::NoterAccord);
    fil::ModifierRequest { modifiee } => Mesure(Command::Modifier);
    fil::FixerEffetRequest { effet } => Mesure(Command::FixerEffet);
    fil::ConstaterPrealablesRequest { prealables } => Mesure(Command::ConstaterPrealables);
    fil::FixerDroitDeVisiteRequest { droit } => Mesure(Command::FixerDroitDeVisite);
    fil::NoterVisiteRequest { visite } => Mesure(Command::NoterVisite);
    fil::RestituerRequest { restitue } => Mesure(Command::Restituer);
}
