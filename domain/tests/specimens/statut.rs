//! Specimens of the chapter `statut`.

use chrono::NaiveDate;
use domain::codes::{
    CasPupille, Correspondant, DecisionAutorite, DemandeurDelegation, FinPupille, FondementAse,
    ObjetConseil, ReceveurConsentement, RelationsParentales, StatutJuridique, Titulaire,
    TitulaireAutorite,
};
use domain::ids::{RecueilId, RequeteId};
use domain::statut::{
    AdmissionNotifiee, AdoptionConsentie, AutoriteConstatee, AvisJugeRecu, ConseilTenu,
    ConsentementRetracte, Constate, DelaissementDemande, DelaissementJuge, DelegationDemandee,
    EnfantRepris, Event, PupilleAdmis, PupilleFini, PvDresse, RecoursForme, RecoursJuge,
    RelationsObservees, SoutienPropose,
};
use uuid::Uuid;

const RECUEIL: RecueilId = RecueilId(Uuid::from_u128(0x71));
const REQUETE: RequeteId = RequeteId(Uuid::from_u128(0x72));

pub(super) fn specimens() -> Vec<Event> {
    autorites().into_iter().chain(pupilles()).chain(requetes()).collect()
}

fn jour() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 4, 1)
}

fn autorites() -> [Event; 2] {
    [
        Event::Constate(Constate {
            statut: StatutJuridique::Pupille,
            fondement: Some("CASF, art. L224-4 1°".to_owned()),
            fondement_ase: Some(FondementAse::Pupille),
            effet_le: jour(),
        }),
        Event::AutoriteConstatee(AutoriteConstatee {
            titulaire: TitulaireAutorite::President,
            decision: DecisionAutorite::Tutelle,
            partielle: false,
            effet_le: jour(),
            juridiction: Some("TJ La Rochelle".to_owned()),
            requete: Some(REQUETE),
        }),
    ]
}

fn pupilles() -> [Event; 10] {
    [
        Event::PvDresse(PvDresse {
            recueil: RECUEIL,
            cas: CasPupille::RemisParUnParent,
            remis_par: vec![Titulaire::Mere],
            informes: Some(true),
            decideur: super::decideur(),
        }),
        Event::EnfantRepris(EnfantRepris { recueil: RECUEIL, par: Titulaire::Pere }),
        Event::PupilleAdmis(PupilleAdmis {
            recueil: RECUEIL,
            cas: CasPupille::RemisParUnParent,
            effet_le: jour(),
            decideur: super::decideur(),
        }),
        Event::AdmissionNotifiee(AdmissionNotifiee {
            recueil: RECUEIL,
            destinataire: Correspondant::Mere,
        }),
        Event::RecoursForme(RecoursForme { recueil: RECUEIL, par: Correspondant::Mere }),
        Event::RecoursJuge(RecoursJuge { recueil: RECUEIL, admission_annulee: true }),
        Event::ConseilTenu(ConseilTenu {
            recueil: RECUEIL,
            objets: vec![ObjetConseil::Situation, ObjetConseil::ProjetDeVie],
        }),
        Event::PupilleFini(PupilleFini { recueil: RECUEIL, fin: FinPupille::Adoption }),
        Event::AdoptionConsentie(AdoptionConsentie {
            par: Titulaire::Mere,
            devant: ReceveurConsentement::Notaire,
        }),
        Event::ConsentementRetracte(ConsentementRetracte { par: Titulaire::Mere }),
    ]
}

fn requetes() -> [Event; 6] {
    [
        Event::RelationsObservees(RelationsObservees {
            parent: Titulaire::Pere,
            relations: RelationsParentales::Absentes,
            depuis: jour(),
        }),
        Event::SoutienPropose(SoutienPropose { parents: vec![Titulaire::Pere] }),
        Event::DelaissementDemande(DelaissementDemande {
            requete: REQUETE,
            parents: vec![Titulaire::Pere],
            decideur: super::decideur(),
        }),
        Event::DelaissementJuge(DelaissementJuge { requete: REQUETE, declare: true }),
        Event::DelegationDemandee(DelegationDemandee {
            requete: REQUETE,
            demandeur: DemandeurDelegation::Ase,
        }),
        Event::AvisJugeRecu(AvisJugeRecu { requete: REQUETE, favorable: Some(true) }),
    ]
}
