//! Specimens of the chapter `justice`.

use domain::Decideur;
use domain::codes::{
    ActeNonUsuel, AllocationsFamiliales, AuditionEnfant, AuteurSaisine, Autorite, DemandeAuJuge,
    FormeVisite, FrequenceVisite, GenreDecisionJudiciaire, MotifRenvoi, MotifSaisine,
    ObjetAudience, ObjetDemande, PartieAudience, PresenceTiers, QualiteDecideur, QualiteMagistrat,
    SensArret, Titulaire,
};
use domain::ids::{
    AudienceId, DecisionId, DemandeJusticeId, DossierJudiciaireId, EcritId, MesureId, PieceId,
};
use domain::justice::{
    AdministrateurDesigne, AppelForme, ArretRendu, AudienceFixee, AudienceRenvoyee, AudienceTenue,
    AvocatDemande, AvocatDesigne, CabinetChange, CommuniqueAuParquet, ConvocationRecue,
    DecisionNotifiee, DecisionRendue, DemandeRecue, DemandeRepondue, Dessaisi, DossierConsulte,
    DossierOuvert, DroitDeVisite, EnfantEntendu, Event, HospitalisationTerminee, InterdictionLevee,
    RetourneParParquet, Saisie,
};
use domain::sealed::Sealed;
use domain::temps::Survenu;
use uuid::Uuid;

use super::ENFANT;

const DOSSIER: DossierJudiciaireId = DossierJudiciaireId(Uuid::from_u128(0xa1));
const AUTRE_DOSSIER: DossierJudiciaireId = DossierJudiciaireId(Uuid::from_u128(0xa2));
const AUDIENCE: AudienceId = AudienceId(Uuid::from_u128(0xb1));
const DEMANDE: DemandeJusticeId = DemandeJusticeId(Uuid::from_u128(0xc1));
const DECISION: DecisionId = DecisionId(Uuid::from_u128(0x31));
const AUTRE_DECISION: DecisionId = DecisionId(Uuid::from_u128(0x32));
const MESURE: MesureId = MesureId(Uuid::from_u128(0x41));
const PIECE: PieceId = PieceId(Uuid::from_u128(0xe1));

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

fn sealed(text: &str) -> Option<Sealed<String>> {
    let mut sealed = Sealed::nouveau(text.to_owned());
    sealed.confie_a(ENFANT.0);
    Some(sealed)
}

fn decideur() -> Option<Decideur> {
    Some(Decideur {
        agent: "cadre.astreinte".to_owned(),
        qualite: QualiteDecideur::CadreAstreinte,
        delegation: Some("arrêté 2025-117".to_owned()),
        signe_le: None,
        electronique: true,
    })
}

fn hour() -> Survenu {
    Survenu::a("2026-04-02T12:00:00Z".parse().expect("an instant"), domain::temps::ZONE)
}

pub(super) fn specimens() -> Vec<Event> {
    [files(), hearings(), decisions(), requests()].concat()
}

fn files() -> Vec<Event> {
    vec![
        Event::DossierOuvert(DossierOuvert {
            dossier: DOSSIER,
            juridiction: "TJ La Rochelle".to_owned(),
            cabinet: Some("cabinet 2".to_owned()),
            magistrat: Some(QualiteMagistrat::JugeDesEnfants),
            numero_ae: Some("A26/0123".to_owned()),
            numero_parquet: Some("26 012 000123".to_owned()),
            departement: Some("17".to_owned()),
        }),
        Event::CabinetChange(CabinetChange {
            dossier: DOSSIER,
            cabinet: Some("cabinet 3".to_owned()),
            numero_ae: Some("A26/0456".to_owned()),
            numero_parquet: Some("26 012 000456".to_owned()),
        }),
        Event::Dessaisi(Dessaisi {
            dossier: DOSSIER,
            vers_juridiction: "TJ Poitiers".to_owned(),
            vers_departement: Some("86".to_owned()),
            nouveau_dossier: Some(AUTRE_DOSSIER),
            departements_informes: Some(true),
        }),
        Event::Saisie(Saisie {
            autorite: Autorite::Procureur,
            auteur: AuteurSaisine::Departement,
            dossier: Some(DOSSIER),
            mesure: Some(MESURE),
            decision: Some(DECISION),
            motif: Some(MotifSaisine::RefusDuRepresentant),
            decideur: decideur(),
        }),
        Event::AvocatDemande(AvocatDemande { dossier: DOSSIER, partie: PartieAudience::Enfant }),
        Event::AvocatDesigne(AvocatDesigne { dossier: DOSSIER, partie: PartieAudience::Enfant }),
        Event::AdministrateurDesigne(AdministrateurDesigne { dossier: DOSSIER }),
        Event::CommuniqueAuParquet(CommuniqueAuParquet { dossier: DOSSIER }),
        Event::RetourneParParquet(RetourneParParquet { dossier: DOSSIER }),
    ]
}

fn hearings() -> Vec<Event> {
    vec![
        Event::AudienceFixee(AudienceFixee {
            audience: AUDIENCE,
            dossier: Some(DOSSIER),
            prevue: hour(),
            cabinet: Some("cabinet 2".to_owned()),
            objet: Some(ObjetAudience::Echeance),
            decision: Some(DECISION),
        }),
        Event::ConvocationRecue(ConvocationRecue {
            audience: AUDIENCE,
            partie: PartieAudience::Departement,
        }),
        Event::AudienceRenvoyee(AudienceRenvoyee {
            audience: AUDIENCE,
            motif: MotifRenvoi::RapportManquant,
            prevue: Some(hour()),
        }),
        Event::AudienceTenue(AudienceTenue {
            audience: AUDIENCE,
            presents: vec![PartieAudience::Mere, PartieAudience::AvocatEnfant],
            representant: Some("referent.ase".to_owned()),
            delibere_le: Some(day("2026-04-16")),
        }),
        Event::DossierConsulte(DossierConsulte {
            audience: AUDIENCE,
            partie: PartieAudience::Departement,
        }),
        Event::EnfantEntendu(EnfantEntendu {
            audition: AuditionEnfant::EntenduSeul,
            audience: Some(AUDIENCE),
            dossier: Some(DOSSIER),
        }),
    ]
}

fn decisions() -> Vec<Event> {
    vec![
        Event::DecisionRendue(dispositif()),
        Event::DecisionNotifiee(DecisionNotifiee {
            decision: DECISION,
            partie: PartieAudience::Departement,
        }),
        Event::AppelForme(AppelForme {
            decision: DECISION,
            partie: PartieAudience::Departement,
            execution_provisoire: Some(true),
            numero: Some("RG 26/00123".to_owned()),
            decideur: decideur(),
        }),
        Event::ArretRendu(ArretRendu {
            arret: AUTRE_DECISION,
            decision: DECISION,
            sens: SensArret::Infirme,
            effet_le: Some(day("2026-07-01")),
            mesures_finies: vec![MESURE],
        }),
        Event::InterdictionLevee(InterdictionLevee { decision: DECISION }),
        Event::HospitalisationTerminee(HospitalisationTerminee { decision: DECISION }),
    ]
}

fn dispositif() -> DecisionRendue {
    DecisionRendue {
        decision: DECISION,
        genre: GenreDecisionJudiciaire::Jugement,
        autorite: Autorite::JugeDesEnfants,
        dossier: Some(DOSSIER),
        audience: Some(AUDIENCE),
        precedente: Some(AUTRE_DECISION),
        juge_du_lieu: false,
        effet_le: Some(day("2026-04-20")),
        terme_le: Some(day("2027-04-20")),
        notifiee_le: Some(day("2026-04-22")),
        recue_le: Some(day("2026-04-24")),
        mesures: vec![MESURE],
        droits_de_visite: vec![DroitDeVisite {
            titulaire: Titulaire::Pere,
            forme: FormeVisite::VisiteMediatisee,
            frequence: Some(FrequenceVisite::Mensuelle),
            tiers: Some(PresenceTiers::Permanente),
        }],
        rapports_le: vec![day("2026-10-20")],
        rapport_tous_les_mois: Some(6),
        allocations: Some(AllocationsFamiliales::MaintenuesALaMere),
        actes_autorises: vec![ActeNonUsuel::PapiersDIdentite],
        lieu_secret: true,
        interdiction_sortie: true,
        interdiction_sortie_jusqu_au: Some(day("2028-04-20")),
        hospitalisation_psychiatrique: false,
        avis_medical_le: Some(day("2026-04-10")),
        demandes_rejetees: vec![DemandeAuJuge::Mainlevee],
        precisions: sealed("La remise se fait au service."),
        pieces: vec![PIECE],
    }
}

fn requests() -> Vec<Event> {
    vec![
        Event::DemandeRecue(DemandeRecue {
            demande: DEMANDE,
            autorite: Autorite::JugeDesEnfants,
            objet: ObjetDemande::Renseignements,
            pour_le: Some(day("2026-05-15")),
            dossier: Some(DOSSIER),
            texte: sealed("Bien vouloir me renseigner sous quinze jours."),
            pieces: vec![PIECE],
        }),
        Event::DemandeRepondue(DemandeRepondue {
            demande: DEMANDE,
            ecrit: Some(EcritId(Uuid::from_u128(0xd1))),
        }),
    ]
}
