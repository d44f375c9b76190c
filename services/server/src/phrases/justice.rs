//! The sentences of the chapter `justice`: courts, cabinets, numbers, codes and dates; never a name.

use chrono::NaiveDate;
use domain::codes::{Code, PartieAudience};
use domain::justice::{
    AppelForme, ArretRendu, AudienceFixee, AudienceRenvoyee, AudienceTenue, CabinetChange,
    DecisionRendue, DemandeRecue, Dessaisi, DossierOuvert, DroitDeVisite, Event, Saisie,
};

use super::with;

pub(super) fn phrase(event: &Event) -> String {
    match event {
        Event::DossierOuvert(fait) => ouvert(fait),
        Event::CabinetChange(fait) => change(fait),
        Event::Dessaisi(fait) => dessaisi(fait),
        Event::Saisie(fait) => saisie(fait),
        Event::DecisionRendue(fait) => rendue(fait),
        Event::DecisionNotifiee(fait) => {
            format!("Décision notifiée : {}.", fait.partie.libelle())
        }
        Event::AudienceFixee(fait) => fixee(fait),
        Event::ConvocationRecue(fait) => {
            format!("Convocation à l'audience reçue : {}.", fait.partie.libelle())
        }
        Event::AudienceRenvoyee(fait) => renvoyee(fait),
        Event::AudienceTenue(fait) => tenue(fait),
        Event::DossierConsulte(fait) => {
            format!("Dossier consulté au greffe : {}.", fait.partie.libelle())
        }
        Event::EnfantEntendu(fait) => {
            format!("Audition de l'enfant par le juge : {}.", fait.audition.libelle())
        }
        Event::AvocatDemande(fait) => format!("Avocat demandé : {}.", fait.partie.libelle()),
        Event::AvocatDesigne(fait) => format!("Avocat désigné : {}.", fait.partie.libelle()),
        Event::AdministrateurDesigne(_) => "Administrateur ad hoc désigné pour l'enfant.".into(),
        Event::CommuniqueAuParquet(_) => "Dossier communiqué au procureur pour avis.".into(),
        Event::RetourneParParquet(_) => "Dossier retourné au juge par le procureur.".into(),
        Event::DemandeRecue(fait) => demande(fait),
        Event::DemandeRepondue(_) => "Réponse à la demande de la justice.".into(),
        Event::AppelForme(fait) => appel(fait),
        Event::ArretRendu(fait) => arret(fait),
        Event::InterdictionLevee(_) => "Interdiction de sortie du territoire levée.".into(),
        Event::HospitalisationTerminee(_) => "Fin du placement en psychiatrie.".into(),
    }
}

fn ouvert(fait: &DossierOuvert) -> String {
    format!(
        "Dossier judiciaire ouvert : {}{}{}{}.",
        fait.juridiction,
        with(", cabinet ", fait.cabinet.as_deref()),
        with(", AE ", fait.numero_ae.as_deref()),
        with(", parquet ", fait.numero_parquet.as_deref()),
    )
}

fn change(fait: &CabinetChange) -> String {
    format!(
        "Dossier judiciaire transmis{}{}{}.",
        with(" au cabinet ", fait.cabinet.as_deref()),
        with(", AE ", fait.numero_ae.as_deref()),
        with(", parquet ", fait.numero_parquet.as_deref()),
    )
}

fn dessaisi(fait: &Dessaisi) -> String {
    let to = with(", Département ", fait.vers_departement.as_deref());
    format!("Dessaisissement au profit du {}{to}.", fait.vers_juridiction)
}

fn saisie(fait: &Saisie) -> String {
    format!(
        "Saisine : {}, par {}{}.",
        fait.autorite.libelle(),
        fait.auteur.libelle(),
        with(", ", fait.motif.map(Code::libelle)),
    )
}

fn rendue(fait: &DecisionRendue) -> String {
    let mut said = vec![capital(fait.genre.libelle())];
    said.extend(fait.effet_le.map(|le| format!("effet {}", date(le))));
    said.extend(fait.terme_le.map(|le| format!("terme {}", date(le))));
    said.extend(fait.droits_de_visite.iter().map(visite));
    said.extend(fait.rapports_le.iter().map(|le| format!("rapport pour le {}", date(*le))));
    said.extend(fait.rapport_tous_les_mois.map(|mois| format!("rapport tous les {mois} mois")));
    let allocations = fait.allocations.map(|code| format!("allocations {}", code.libelle()));
    said.extend(allocations);
    said.extend(fait.actes_autorises.iter().map(|code| format!("autorise : {}", code.libelle())));
    said.extend(fait.demandes_rejetees.iter().map(|code| format!("rejette : {}", code.libelle())));
    for (so, words) in [
        (fait.lieu_secret, "lieu d'accueil secret"),
        (fait.interdiction_sortie, "interdiction de sortie du territoire"),
        (fait.hospitalisation_psychiatrique, "placement en psychiatrie"),
        (fait.juge_du_lieu, "juge du lieu où l'enfant a été trouvé"),
    ] {
        said.extend(so.then(|| words.to_owned()));
    }
    format!("{}.", said.join(" ; "))
}

fn visite(droit: &DroitDeVisite) -> String {
    let mut said = vec![format!("{} : {}", droit.titulaire.libelle(), droit.forme.libelle())];
    said.extend(droit.frequence.map(|code| code.libelle().to_owned()));
    said.extend(droit.tiers.map(|code| code.libelle().to_owned()));
    said.join(", ")
}

fn fixee(fait: &AudienceFixee) -> String {
    format!(
        "Audience fixée au {}{}{}.",
        date(fait.prevue.le),
        with(", cabinet ", fait.cabinet.as_deref()),
        with(", ", fait.objet.map(Code::libelle)),
    )
}

fn renvoyee(fait: &AudienceRenvoyee) -> String {
    let to = fait.prevue.map(|prevue| format!(" au {}", date(prevue.le))).unwrap_or_default();
    format!("Audience renvoyée{to} : {}.", fait.motif.libelle())
}

fn tenue(fait: &AudienceTenue) -> String {
    let presents: Vec<&str> = fait.presents.iter().map(|partie| partie.libelle()).collect();
    let presents = if presents.is_empty() { None } else { Some(presents.join(", ")) };
    let delibere = fait.delibere_le.map(date);
    format!(
        "Audience tenue{}{}.",
        with(", présents : ", presents.as_deref()),
        with(", délibéré au ", delibere.as_deref()),
    )
}

fn demande(fait: &DemandeRecue) -> String {
    let pour = fait.pour_le.map(date);
    format!(
        "Demande de la justice ({}) : {}{}.",
        fait.autorite.libelle(),
        fait.objet.libelle(),
        with(", pour le ", pour.as_deref()),
    )
}

fn appel(fait: &AppelForme) -> String {
    let execution = match fait.execution_provisoire {
        Some(true) => ", exécution provisoire",
        Some(false) => ", sans exécution provisoire",
        None => "",
    };
    let who = if fait.partie == PartieAudience::Departement {
        "le Département"
    } else {
        fait.partie.libelle()
    };
    format!("Appel formé par {who}{execution}.")
}

fn arret(fait: &ArretRendu) -> String {
    let effet = fait.effet_le.map(date);
    let ended = match fait.mesures_finies.len() {
        0 => String::new(),
        1 => ", met fin à une mesure".to_owned(),
        many => format!(", met fin à {many} mesures"),
    };
    let effet = with(", effet ", effet.as_deref());
    format!("Arrêt de la cour d'appel : {}{ended}{effet}.", fait.sens.libelle())
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn date(le: NaiveDate) -> String {
    le.format("%d/%m/%Y").to_string()
}
