//! Specimens of the chapters `information`, `evaluation` and `decision`, beyond those of `main.rs`.

use domain::codes::{
    Canal, Conclusion, Correspondant, Danger, FacteurFamilial, GenreSuite, MembreCommission,
    MiseEnCause, Mobilisation, MotifDetachement, MotifReaffectation, MotifSansAvis, NiveauDomaine,
    OrganismeSocial, PresenceDanger, ProfessionEvaluateur, SigneAlerte, Tentative, Titulaire,
    Transip, VuSeul,
};
use domain::decision::{self, Notifiee, SuiteRealisee, SuiteRefusee};
use domain::evaluation::{
    self, Avis, CommissionTenue, ComplementRecu, DesaccordNote, EnfantApprecie, EquipeDesignee,
    Evaluateur, ParentsInformes, RapportPartage, Reprise, TentativeNotee,
};
use domain::evenement::Evenement;
use domain::ids::ExpediteurId;
use domain::information::{
    self, AdresseDemandee, AdresseRecue, Completee, DangerGraveConstate, DemenagementConnu,
    Detachee, MisEnCause, NavetteEnvoyee, NavetteRetournee, SuitesDemandees, TransfertAccuse,
};
use uuid::Uuid;

use super::{
    AUTRE_INFORMATION, DECISION, EVALUATION, INFORMATION, MESURE, decideur, jour, some, texte,
};

pub(super) fn specimens() -> Vec<Evenement> {
    let mut all: Vec<Evenement> = informations().into_iter().map(Evenement::Information).collect();
    all.extend(evaluations().into_iter().map(Evenement::Evaluation));
    all.extend(decisions().into_iter().map(Evenement::Decision));
    all
}

fn informations() -> Vec<information::Event> {
    use information::Event;
    vec![
        Event::NavetteEnvoyee(NavetteEnvoyee {
            information: INFORMATION,
            service: "dt-saintes".to_owned(),
            attendu_le: Some(jour("2026-03-06")),
        }),
        Event::NavetteRetournee(NavetteRetournee {
            information: INFORMATION,
            service: "dt-saintes".to_owned(),
            famille_connue: Some(true),
            reponse: texte("Suivie par la PMI jusqu'en 2024."),
        }),
        Event::Completee(Completee {
            information: INFORMATION,
            transmetteur: Transip::EnseignementPublic,
            canal: Canal::Telephone,
            complement: texte("Absente depuis lundi."),
        }),
        Event::Detachee(Detachee {
            information: AUTRE_INFORMATION,
            principale: INFORMATION,
            motif: MotifDetachement::FaitsDistincts,
        }),
        Event::MisEnCause(MisEnCause {
            information: INFORMATION,
            mis_en_cause: vec![MiseEnCause::AssistantFamilial],
        }),
        Event::SuitesDemandees(SuitesDemandees {
            information: INFORMATION,
            expediteur_id: Some(ExpediteurId(Uuid::from_u128(0x81))),
            canal: Canal::Courrier,
        }),
        Event::TransfertAccuse(TransfertAccuse {
            information: INFORMATION,
            numero: some("AR-2026-12"),
        }),
        Event::DemenagementConnu(DemenagementConnu {
            information: INFORMATION,
            vers_departement: some("79"),
        }),
        Event::AdresseDemandee(AdresseDemandee {
            information: INFORMATION,
            organisme: OrganismeSocial::Caf,
            recue_le: Some(jour("2026-03-05")),
        }),
        Event::AdresseRecue(AdresseRecue {
            information: INFORMATION,
            organisme: OrganismeSocial::Caf,
            connue: true,
            adresse: texte("2 rue Imaginaire"),
        }),
        Event::DangerGraveConstate(DangerGraveConstate {
            information: INFORMATION,
            evaluation: Some(EVALUATION),
            dangers: vec![Danger::ViolencesPhysiques],
        }),
    ]
}

fn evaluations() -> Vec<evaluation::Event> {
    use evaluation::Event;
    vec![
        Event::EquipeDesignee(EquipeDesignee {
            evaluation: EVALUATION,
            membres: vec![Evaluateur {
                agent: "agent-0009".to_owned(),
                profession: Some(ProfessionEvaluateur::Educateur),
                service: some("dt-saintes"),
            }],
            service: some("dt-royan"),
            motif: Some(MotifReaffectation::Absence),
            decideur: decideur(),
        }),
        Event::ParentsInformes(ParentsInformes {
            evaluation: EVALUATION,
            titulaires: vec![Titulaire::Mere, Titulaire::Pere],
            voie: Some(Canal::Telephone),
        }),
        Event::TentativeNotee(TentativeNotee {
            evaluation: EVALUATION,
            genre: Tentative::Visite,
            note: texte("Volets clos, avis de passage laissé."),
        }),
        Event::Reprise(Reprise { evaluation: EVALUATION }),
        Event::ComplementRecu(ComplementRecu {
            evaluation: EVALUATION,
            conclusion: Some(Conclusion::Danger),
            synthese: texte("Le médecin scolaire confirme."),
        }),
        Event::DesaccordNote(DesaccordNote {
            evaluation: EVALUATION,
            agent: "agent-0008".to_owned(),
            conclusion: Some(Conclusion::Danger),
            propositions: vec![GenreSuite::TransmissionParquet],
            argument: texte("L'aide acceptée ne suffira pas."),
        }),
        Event::EnfantApprecie(apprecie()),
        Event::CommissionTenue(CommissionTenue {
            evaluation: EVALUATION,
            avis: vec![Avis {
                membre: MembreCommission::Pmi,
                suite: GenreSuite::AideAdministrative,
            }],
            compte_rendu: texte("Avis partagés."),
        }),
        Event::RapportPartage(RapportPartage {
            evaluation: EVALUATION,
            avec: vec![Titulaire::Mere],
        }),
    ]
}

fn apprecie() -> EnfantApprecie {
    EnfantApprecie {
        evaluation: EVALUATION,
        developpement_sante: Some(NiveauDomaine::Vigilance),
        scolarite: Some(NiveauDomaine::PasDeDifficulte),
        relations_sociales: Some(NiveauDomaine::NonEvalue),
        contexte_de_vie: Some(NiveauDomaine::Risque),
        reponses_parentales: Some(NiveauDomaine::Danger),
        signes_alerte: vec![SigneAlerte::Alimentation],
        facteurs: vec![FacteurFamilial::Isolement],
        danger: Some(PresenceDanger::Risque),
        dangers: vec![Danger::Negligences],
        immediat: Some(false),
        mobilisation: Some(Mobilisation::EnPartie),
        vu_seul: Some(VuSeul::Oui),
        sans_avis_enfant: Some(MotifSansAvis::AgeOuMaturite),
        sans_avis_titulaires: Some(MotifSansAvis::Absence),
        faits: texte("Arrive sans avoir mangé."),
        propos: texte("Dit à l'infirmière avoir faim."),
        ressources: texte("Une grand-mère présente."),
        avis_enfant: texte("Voudrait que sa mère soit aidée."),
        avis_titulaires: texte("La mère demande de l'aide."),
        analyse: texte("La mère peut être soutenue."),
    }
}

fn decisions() -> Vec<decision::Event> {
    use decision::Event;
    vec![
        Event::SuiteRealisee(SuiteRealisee {
            decision: DECISION,
            suite: GenreSuite::AideAdministrative,
            mesure: Some(MESURE),
        }),
        Event::SuiteRefusee(SuiteRefusee {
            decision: DECISION,
            suite: GenreSuite::AideAdministrative,
            par: vec![Titulaire::Pere],
        }),
        Event::Notifiee(Notifiee {
            decision: DECISION,
            destinataires: vec![Correspondant::Mere, Correspondant::Pere],
            voie: Some(Canal::LettreRecommandee),
        }),
    ]
}
