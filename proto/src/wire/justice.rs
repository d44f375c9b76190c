//! What passes between the child and the courts: events and requests of this chapter.

use domain::codes::{
    ActeNonUsuel, AllocationsFamiliales, AuditionEnfant, AuteurSaisine, DemandeAuJuge, FormeVisite,
    FrequenceVisite, GenreDecisionJudiciaire, MotifRenvoi, MotifSaisine, ObjetAudience,
    ObjetDemande, PartieAudience, PresenceTiers, QualiteMagistrat, SensArret,
};
use domain::justice::{
    AdministrateurDesigne, AppelForme, ArretRendu, AudienceFixee, AudienceRenvoyee, AudienceTenue,
    AvocatDemande, AvocatDesigne, CabinetChange, Command, CommuniqueAuParquet, ConvocationRecue,
    DecisionNotifiee, DecisionRendue, DemandeRecue, DemandeRepondue, Dessaisi, DossierConsulte,
    DossierOuvert, DroitDeVisite, EnfantEntendu, HospitalisationTerminee, InterdictionLevee,
    RetourneParParquet, Saisie,
};

use super::leaves::codes;
use super::reader::{Field, Reader, Wire, wire_struct};
use super::requetes::{one_each, shared};
use crate::justice::v1 as fil;

codes! {
    ActeNonUsuel, AllocationsFamiliales, AuditionEnfant, AuteurSaisine, DemandeAuJuge, FormeVisite,
    FrequenceVisite, GenreDecisionJudiciaire, MotifRenvoi, MotifSaisine, ObjetAudience,
    ObjetDemande, PartieAudience, PresenceTiers, QualiteMagistrat, SensArret,
}

wire_struct!(DroitDeVisite => fil::DroitDeVisite { titulaire, forme, frequence, tiers });

impl Field<Vec<fil::DroitDeVisite>> for Vec<DroitDeVisite> {
    fn write(&self) -> Vec<fil::DroitDeVisite> {
        self.iter().map(Wire::to_wire).collect()
    }

    fn read(wire: Vec<fil::DroitDeVisite>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, DroitDeVisite::from_wire)
    }
}

wire_struct!(DossierOuvert => fil::DossierOuvert {
    dossier, juridiction, cabinet, numero_ae, numero_parquet, magistrat, departement,
});
wire_struct!(CabinetChange => fil::CabinetChange { dossier, cabinet, numero_ae, numero_parquet });
wire_struct!(Dessaisi => fil::Dessaisi {
    dossier, vers_juridiction, vers_departement, nouveau_dossier, departements_informes,
});
wire_struct!(Saisie => fil::Saisie {
    autorite, auteur, dossier, mesure, decision, motif, decideur,
});
wire_struct!(DecisionRendue => fil::DecisionRendue {
    decision, genre, autorite, dossier, audience, precedente, juge_du_lieu, effet_le, terme_le,
    notifiee_le, recue_le, mesures, droits_de_visite, rapports_le, rapport_tous_les_mois,
    allocations, actes_autorises, lieu_secret, interdiction_sortie,
    interdiction_sortie_jusqu_au, hospitalisation_psychiatrique, avis_medical_le,
    demandes_rejetees, precisions, pieces,
});
wire_struct!(DecisionNotifiee => fil::DecisionNotifiee { decision, partie });
wire_struct!(AudienceFixee => fil::AudienceFixee {
    audience, dossier, prevue, cabinet, objet, decision,
});
wire_struct!(ConvocationRecue => fil::ConvocationRecue { audience, partie });
wire_struct!(AudienceRenvoyee => fil::AudienceRenvoyee { audience, motif, prevue });
wire_struct!(AudienceTenue => fil::AudienceTenue { audience, presents, representant, delibere_le });
wire_struct!(DossierConsulte => fil::DossierConsulte { audience, partie });
wire_struct!(EnfantEntendu => fil::EnfantEntendu { audition, audience, dossier });
wire_struct!(AvocatDemande => fil::AvocatDemande { dossier, partie });
wire_struct!(AvocatDesigne => fil::AvocatDesigne { dossier, partie });
wire_struct!(AdministrateurDesigne => fil::AdministrateurDesigne { dossier });
wire_struct!(CommuniqueAuParquet => fil::CommuniqueAuParquet { dossier });
wire_struct!(RetourneParParquet => fil::RetourneParParquet { dossier });
wire_struct!(DemandeRecue => fil::DemandeRecue {
    demande, autorite, objet, pour_le, dossier, texte, pieces,
});
wire_struct!(DemandeRepondue => fil::DemandeRepondue { demande, ecrit });
wire_struct!(AppelForme => fil::AppelForme {
    decision, partie, execution_provisoire, numero, decideur,
});
wire_struct!(ArretRendu => fil::ArretRendu { arret, decision, sens, effet_le, mesures_finies });
wire_struct!(InterdictionLevee => fil::InterdictionLevee { decision });
wire_struct!(HospitalisationTerminee => fil::HospitalisationTerminee { decision });

one_each! {
    fil::RendreRequest { dispositifs: fil::DispositifEnfant { rendue } }
        => Justice(Command::Rendre);
    fil::EntendreEnfantRequest { auditions: fil::AuditionEnfant { entendu } }
        => Justice(Command::EntendreEnfant);
    fil::RendreArretRequest { arrets: fil::ArretEnfant { rendu } } => Justice(Command::RendreArret);
}

shared! {
    fil::OuvrirDossierRequest { ouvert } => Justice(Command::OuvrirDossier);
    fil::ChangerDeCabinetRequest { change } => Justice(Command::ChangerDeCabinet);
    fil::DessaisirRequest { dessaisi } => Justice(Command::Dessaisir);
    fil::SaisirRequest { saisie } => Justice(Command::Saisir);
    fil::NotifierRequest { notifiee } => Justice(Command::Notifier);
    fil::FixerAudienceRequest { fixee } => Justice(Command::FixerAudience);
    fil::RecevoirConvocationRequest { convocation } => Justice(Command::RecevoirConvocation);
    fil::RenvoyerAudienceRequest { renvoi } => Justice(Command::RenvoyerAudience);
    fil::TenirAudienceRequest { tenue } => Justice(Command::TenirAudience);
    fil::ConsulterDossierRequest { consulte } => Justice(Command::ConsulterDossier);
    fil::DemanderAvocatRequest { demande } => Justice(Command::DemanderAvocat);
    fil::DesignerAvocatRequest { designe } => Justice(Command::DesignerAvocat);
    fil::DesignerAdministrateurRequest { designe } => Justice(Command::DesignerAdministrateur);
    fil::CommuniquerAuParquetRequest { communique } => Justice(Command::CommuniquerAuParquet);
    fil::RetournerParParquetRequest { retour } => Justice(Command::RetournerParParquet);
    fil::RecevoirDemandeRequest { recue } => Justice(Command::RecevoirDemande);
    fil::RepondreDemandeRequest { reponse } => Justice(Command::RepondreDemande);
    fil::FormerAppelRequest { appel } => Justice(Command::FormerAppel);
    fil::LeverInterdictionRequest { levee } => Justice(Command::LeverInterdiction);
    fil::TerminerHospitalisationRequest { terminee } => Justice(Command::TerminerHospitalisation);
}
