//! What may be told of the CRIP beside the ordinary: a sender, an urgence, a navette, a complement, a writing.

use chrono::{DateTime, Utc};
use domain::codes::{
    Canal, Correspondant, EmetteurSignalement, GenreEcrit, PorteDEntree, Sexe, Transip,
};
use domain::ecrit::{self, Emis};
use domain::evaluation::{self, ComplementDemande, ComplementRecu};
use domain::evenement::Evenement;
use domain::identite;
use domain::ids::{EcritId, EvaluationId, InformationId};
use domain::information::{self, NavetteEnvoyee, NavetteRetournee, SuitesDemandees};

use crate::dits::{inscrit, recue, signalee};
use crate::id;

/// Born, and of that sex.
pub fn inscrit_de_sexe(naissance: &str, sexe: Sexe) -> Evenement {
    let mut evenement = inscrit(naissance);
    if let Evenement::Identite(identite::Event::Inscrit(inscrit)) = &mut evenement {
        inscrit.sexe = sexe;
    }
    evenement
}

/// Received from somebody, by the CRIP.
pub fn recue_de(information: u128, transmetteur: Transip) -> Evenement {
    let mut evenement = recue(information, PorteDEntree::Crip, None);
    if let Evenement::Information(information::Event::Recue(recue)) = &mut evenement {
        recue.transmetteur = transmetteur;
    }
    evenement
}

/// The same, said to be urgent.
pub fn recue_en_urgence(information: u128, transmetteur: Transip) -> Evenement {
    let mut evenement = recue_de(information, transmetteur);
    if let Evenement::Information(information::Event::Recue(recue)) = &mut evenement {
        recue.urgence = true;
    }
    evenement
}

/// Signalled by the Département, by telephone at an instant.
pub fn signalee_a(information: u128, oral_a: &str) -> Evenement {
    let mut evenement = signalee(information, EmetteurSignalement::Departement);
    if let Evenement::Information(information::Event::Signalee(signalee)) = &mut evenement {
        signalee.oral_a = Some(oral_a.parse::<DateTime<Utc>>().unwrap());
        signalee.urgence = true;
    }
    evenement
}

pub fn navette_envoyee(information: u128, service: &str) -> Evenement {
    Evenement::Information(information::Event::NavetteEnvoyee(NavetteEnvoyee {
        information: InformationId(id(information)),
        service: service.into(),
        attendu_le: None,
    }))
}

pub fn navette_retournee(information: u128, service: &str) -> Evenement {
    Evenement::Information(information::Event::NavetteRetournee(NavetteRetournee {
        information: InformationId(id(information)),
        service: service.into(),
        famille_connue: None,
        reponse: None,
    }))
}

pub fn suites_demandees(information: u128) -> Evenement {
    Evenement::Information(information::Event::SuitesDemandees(SuitesDemandees {
        information: InformationId(id(information)),
        expediteur_id: None,
        canal: Canal::Courrier,
    }))
}

pub fn complement_demande(evaluation: u128) -> Evenement {
    Evenement::Evaluation(evaluation::Event::ComplementDemande(ComplementDemande {
        evaluation: EvaluationId(id(evaluation)),
        attendu_le: None,
    }))
}

pub fn complement_recu(evaluation: u128) -> Evenement {
    Evenement::Evaluation(evaluation::Event::ComplementRecu(ComplementRecu {
        evaluation: EvaluationId(id(evaluation)),
        conclusion: None,
        synthese: None,
    }))
}

/// A writing to the sender of an information.
pub fn ecrit_a_l_expediteur(ecrit: u128, genre: GenreEcrit, information: u128) -> Evenement {
    Evenement::Ecrit(ecrit::Event::Emis(Emis {
        ecrit: EcritId(id(ecrit)),
        genre,
        destinataire: Correspondant::Expediteur,
        objet: Some(id(information)),
        voie: None,
        numero: None,
        decideur: None,
        rapport: None,
        pieces: vec![],
    }))
}
