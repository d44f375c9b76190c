//! The child's legal status: events and requests of this chapter.

use domain::codes::{
    CasPupille, DecisionAutorite, DemandeurDelegation, FinPupille, FondementAse, ObjetConseil,
    ReceveurConsentement, RelationsParentales, StatutJuridique, TitulaireAutorite, VoieJuridique,
};
use domain::statut::{
    AdmissionNotifiee, AdoptionConsentie, AutoriteConstatee, AvisJugeRecu, Command, ConseilTenu,
    ConsentementRetracte, Constate, DelaissementDemande, DelaissementJuge, DelegationDemandee,
    EnfantRepris, PupilleAdmis, PupilleFini, PvDresse, RecoursForme, RecoursJuge,
    RelationsObservees, SoutienPropose,
};

use super::leaves::codes;
use super::reader::wire_struct;
use super::requetes::shared;
use crate::statut::v1 as fil;

codes! {
    CasPupille, DecisionAutorite, DemandeurDelegation, FinPupille, FondementAse, ObjetConseil,
    ReceveurConsentement, RelationsParentales, StatutJuridique, TitulaireAutorite, VoieJuridique,
}

wire_struct!(Constate => fil::Constate { statut, fondement, fondement_ase, effet_le });
wire_struct!(AutoriteConstatee => fil::AutoriteConstatee { titulaire, decision, partielle, effet_le, juridiction, requete });
wire_struct!(PvDresse => fil::PvDresse { recueil, cas, remis_par, informes, decideur });
wire_struct!(EnfantRepris => fil::EnfantRepris { recueil, par });
wire_struct!(PupilleAdmis => fil::PupilleAdmis { recueil, cas, effet_le, decideur });
wire_struct!(AdmissionNotifiee => fil::AdmissionNotifiee { recueil, destinataire });
wire_struct!(RecoursForme => fil::RecoursForme { recueil, par });
wire_struct!(RecoursJuge => fil::RecoursJuge { recueil, admission_annulee });
wire_struct!(ConseilTenu => fil::ConseilTenu { recueil, objets });
wire_struct!(PupilleFini => fil::PupilleFini { recueil, fin });
wire_struct!(AdoptionConsentie => fil::AdoptionConsentie { par, devant });
wire_struct!(ConsentementRetracte => fil::ConsentementRetracte { par });
wire_struct!(RelationsObservees => fil::RelationsObservees { parent, relations, depuis });
wire_struct!(SoutienPropose => fil::SoutienPropose { parents });
wire_struct!(DelaissementDemande => fil::DelaissementDemande { requete, parents, decideur });
wire_struct!(DelaissementJuge => fil::DelaissementJuge { requete, declare });
wire_struct!(DelegationDemandee => fil::DelegationDemandee { requete, demandeur });
wire_struct!(AvisJugeRecu => fil::AvisJugeRecu { requete, favorable });

shared! {
    fil::ConstaterRequest { constat } => Statut(Command::Constater);
    fil::ConstaterAutoriteRequest { autorite } => Statut(Command::ConstaterAutorite);
    fil::DresserPvRequest { pv } => Statut(Command::DresserPv);
    fil::ReprendreRequest { reprise } => Statut(Command::Reprendre);
    fil::AdmettrePupilleRequest { admission } => Statut(Command::AdmettrePupille);
    fil::NotifierAdmissionRequest { notification } => Statut(Command::NotifierAdmission);
    fil::FormerRecoursRequest { recours } => Statut(Command::FormerRecours);
    fil::JugerRecoursRequest { jugement } => Statut(Command::JugerRecours);
    fil::TenirConseilRequest { conseil } => Statut(Command::TenirConseil);
    fil::FinirPupilleRequest { fin } => Statut(Command::FinirPupille);
    fil::ConsentirAdoptionRequest { consentement } => Statut(Command::ConsentirAdoption);
    fil::RetracterConsentementRequest { retractation } => Statut(Command::RetracterConsentement);
    fil::ObserverRelationsRequest { relations } => Statut(Command::ObserverRelations);
    fil::ProposerSoutienRequest { soutien } => Statut(Command::ProposerSoutien);
    fil::DemanderDelaissementRequest { demande } => Statut(Command::DemanderDelaissement);
    fil::JugerDelaissementRequest { jugement } => Statut(Command::JugerDelaissement);
    fil::DemanderDelegationRequest { demande } => Statut(Command::DemanderDelegation);
    fil::NoterAvisJugeRequest { avis } => Statut(Command::NoterAvisJuge);
}
