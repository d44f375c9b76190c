//! Incidents, access to the file, rights over one's data (rules IN).
//!
//! A request and its answer are writings: the answer is about the request. Silence is read, never
//! recorded: an implicit refusal is an échéance that passed.
//!
//! # Invariants
//!
//! - A request outlives the measure: neither the end of the follow-up nor majority closes it.

use uuid::Uuid;

use super::Echeance;
use crate::codes::GenreEcrit;
use crate::droit::{Charge, Duree, Genre, LOI, Regle};
use crate::ecrit::Recu;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::temps::{Survenu, plus_jours};

/// The rows.
pub(super) const REGLES: &[Regle] = &[
    Regle {
        id: "IN-01",
        article: "CASF, art. L331-8-1 et R331-8 à R331-10 ; arrêté du 28 décembre 2016",
        genre: Genre::Immediate,
        verification: "V",
        declencheur: "incident dans un établissement, un service ou un lieu de vie",
        condition: "dysfonctionnement ou événement qui menace une personne accueillie",
        cloture: "déclaration à l'autorité",
        charge: Charge::Service,
        explication: "L'établissement déclare sans délai à l'autorité l'événement qui menace une personne accueillie.",
        ..LOI
    },
    Regle {
        id: "IN-02",
        article: "CRPA, art. R*311-12 et R311-13",
        genre: Genre::OnRequest,
        duree: Duree::Mois(1),
        verification: "V26",
        declencheur: "demande de communication du dossier",
        condition: "le silence vaut refus",
        cloture: "réponse à la demande de communication",
        explication: "Une demande de communication du dossier reçoit une réponse dans le mois ; le silence vaut refus.",
        ..LOI
    },
    Regle {
        id: "IN-02-CADA",
        article: "CRPA, art. R343-1",
        genre: Genre::OnRequest,
        duree: Duree::Mois(2),
        verification: "V26",
        declencheur: "refus implicite de communiquer le dossier",
        condition: "délai du demandeur",
        cloture: "saisine de la CADA",
        charge: Charge::Tiers,
        explication: "Le demandeur peut saisir la CADA dans les deux mois du refus implicite.",
        ..LOI
    },
    Regle {
        id: "IN-02-AVIS",
        article: "CRPA, art. R343-3",
        genre: Genre::OnRequest,
        duree: Duree::Mois(1),
        verification: "V26",
        declencheur: "saisine de la CADA",
        condition: "",
        cloture: "avis de la CADA",
        charge: Charge::Tiers,
        explication: "La CADA rend son avis dans le mois de sa saisine.",
        ..LOI
    },
    Regle {
        id: "IN-03",
        article: "CRPA, art. L232-4",
        genre: Genre::OnRequest,
        duree: Duree::Mois(1),
        verification: "V26",
        declencheur: "demande des motifs d'un refus implicite",
        condition: "",
        cloture: "communication des motifs",
        explication: "Les motifs d'un refus implicite sont communiqués dans le mois de la demande.",
        ..LOI
    },
    Regle {
        id: "IN-04",
        article: "RGPD, art. 12 § 3",
        genre: Genre::OnRequest,
        duree: Duree::Mois(1),
        verification: "M",
        declencheur: "demande d'exercice d'un droit sur ses données",
        condition: "prorogeable de deux mois",
        cloture: "réponse à la demande",
        explication: "Une demande d'exercice d'un droit sur ses données reçoit une réponse dans le mois.",
        ..LOI
    },
];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let mut found = incidents(parcours);
    found.extend(consultation(parcours));
    found.extend(reponses(parcours));
    found
}

/// IN-01.
fn incidents(parcours: &Parcours) -> Vec<Echeance> {
    let due = parcours.ecrit.incidents.iter().filter_map(|survenu| {
        let incident = survenu.fait.incident.0;
        let declared = premier(parcours, GenreEcrit::DeclarationIncident, incident);
        Some(Echeance::ouvrir("IN-01", incident, survenu.survenu)?.tenue_par(declared))
    });
    due.collect()
}

/// The first writing of a kind about an object, sent or received.
fn premier(parcours: &Parcours, genre: GenreEcrit, objet: Uuid) -> Option<Survenu> {
    let sent = parcours.ecrit.emis_pour(genre, objet).map(|emis| emis.survenu);
    let about = parcours.ecrit.recus_de(genre).filter(|recu| recu.fait.objet == Some(objet));
    sent.chain(about.map(|recu| recu.survenu)).min()
}

/// IN-02: the answer, then what silence opens.
fn consultation(parcours: &Parcours) -> Vec<Echeance> {
    let requests = parcours.ecrit.recus_de(GenreEcrit::DemandeDossier);
    requests.flat_map(|demande| demande_du_dossier(parcours, demande)).collect()
}

fn demande_du_dossier(parcours: &Parcours, demande: &Datee<Recu>) -> Vec<Echeance> {
    let objet = demande.fait.ecrit.0;
    let of = |genre| premier(parcours, genre, objet);
    let answered = of(GenreEcrit::ReponseDemandeDossier);
    let Some(answer) = Echeance::ouvrir("IN-02", objet, demande.survenu) else { return vec![] };
    let answer = answer.tenue_par(answered);
    let refused = answer.legale().map(|limite| Survenu::le(plus_jours(limite, 1)));
    let silent = refused.filter(|refus| answered.is_none_or(|answered| refus.le <= answered.le));
    let seized = of(GenreEcrit::SaisineCada);
    let appeal = silent.and_then(|refus| Echeance::ouvrir("IN-02-CADA", objet, refus));
    let appeal = appeal.map(|appeal| {
        let satisfied = answered.map(|answered| answered.le);
        appeal.tenue_par(seized).sans_objet_depuis(satisfied, "dossier communiqué")
    });
    let avis = seized.and_then(|seized| Echeance::ouvrir("IN-02-AVIS", objet, seized));
    let avis = avis.map(|avis| avis.tenue_par(of(GenreEcrit::AvisCada)));
    [Some(answer), appeal, avis].into_iter().flatten().collect()
}

/// IN-03 and IN-04: a request, its answer.
fn reponses(parcours: &Parcours) -> Vec<Echeance> {
    let pairs = [
        ("IN-03", GenreEcrit::DemandeMotifs, GenreEcrit::CommunicationMotifs),
        ("IN-04", GenreEcrit::DemandeRgpd, GenreEcrit::ReponseRgpd),
    ];
    let due = pairs.into_iter().flat_map(|(id, demande, reponse)| {
        parcours.ecrit.recus_de(demande).filter_map(move |recu| {
            let objet = recu.fait.ecrit.0;
            let answered = premier(parcours, reponse, objet);
            Some(Echeance::ouvrir(id, objet, recu.survenu)?.tenue_par(answered))
        })
    });
    due.collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::codes::{CategorieIncident, Correspondant, GenreEcrit, PersonneMenacee};
    use crate::echeances::{Echeance, Etat};
    use crate::ecrit::{Command, Emis, IncidentSurvenu, Recu};
    use crate::enfant::Commande;
    use crate::essais::*;
    use crate::evenement::{Acte, Evenement};
    use crate::ids::{EcritId, IncidentId};
    use crate::temps::Survenu;

    const DEMANDE: EcritId = EcritId(Uuid::from_u128(0x91));
    const INCIDENT: IncidentId = IncidentId(Uuid::from_u128(0x92));

    fn recu(ecrit: EcritId, genre: GenreEcrit, objet: Option<Uuid>) -> Evenement {
        fait(Commande::Ecrit(Command::Recevoir(Recu {
            ecrit,
            genre,
            auteur: Correspondant::JeuneMajeur,
            objet,
            service: None,
            rapport: None,
            pieces: vec![],
        })))
    }

    fn emis(genre: GenreEcrit, objet: Uuid) -> Evenement {
        fait(Commande::Ecrit(Command::Emettre(Emis {
            ecrit: EcritId(Uuid::from_u128(0x99)),
            genre,
            destinataire: Correspondant::JeuneMajeur,
            objet: Some(objet),
            voie: None,
            numero: None,
            decideur: cadre(),
            rapport: None,
            pieces: vec![],
        })))
    }

    fn demande(genre: GenreEcrit, on: &str) -> Vec<Acte> {
        vec![lea(), le(on, recu(DEMANDE, genre, None))]
    }

    fn with(faits: &[Acte], on: &str, evenement: Evenement) -> Vec<Acte> {
        [faits.to_vec(), vec![le(on, evenement)]].concat()
    }

    fn of(faits: &[Acte], id: &str) -> Option<Echeance> {
        let found = super::echeances(&parcours(faits.to_vec()));
        found.into_iter().find(|echeance| echeance.regle.id == id)
    }

    #[track_caller]
    fn state(faits: &[Acte], id: &str, au: &str) -> Etat {
        of(faits, id).expect("opened").etat(Survenu::le(jour(au)))
    }

    /// The answer keeps it on the last day, and is late on the next.
    #[track_caller]
    fn limit(faits: &[Acte], act: impl Fn() -> Evenement, id: &str, last: &str, late: &str) {
        assert_eq!(state(faits, id, last), Etat::Ouverte);
        assert_eq!(state(faits, id, late), Etat::Depassee);
        assert_eq!(state(&with(faits, last, act()), id, last), Etat::Tenue);
        assert_eq!(state(&with(faits, late, act()), id, late), Etat::TenueEnRetard);
    }

    #[test]
    fn in_01_un_incident_se_declare_sans_delai() {
        let incident = IncidentSurvenu {
            incident: INCIDENT,
            categorie: CategorieIncident::ViolenceDUsager,
            menaces: vec![PersonneMenacee::LEnfant],
            accueil: None,
            organisation: None,
            recit: None,
        };
        let incident = Commande::Ecrit(Command::SignalerIncident(incident));
        let faits = vec![lea(), le("2026-03-01", fait(incident))];
        assert_eq!(state(&faits, "IN-01", "2026-03-02"), Etat::Ouverte);
        let declaration = recu(DEMANDE, GenreEcrit::DeclarationIncident, Some(INCIDENT.0));
        assert_eq!(
            state(&with(&faits, "2026-03-02", declaration), "IN-01", "2026-03-02"),
            Etat::Tenue
        );
    }

    #[test]
    fn in_02_le_silence_d_un_mois_vaut_refus() {
        let asked = demande(GenreEcrit::DemandeDossier, "2026-01-31");
        let answer = || emis(GenreEcrit::ReponseDemandeDossier, DEMANDE.0);
        limit(&asked, answer, "IN-02", "2026-02-28", "2026-03-01");
        let answered = with(&asked, "2026-02-28", answer());
        assert!(of(&answered, "IN-02-CADA").is_none(), "answered: nothing to appeal");
    }

    #[test]
    fn in_02_cada_le_refus_implicite_ouvre_deux_mois_au_demandeur() {
        let asked = demande(GenreEcrit::DemandeDossier, "2026-01-31");
        assert_eq!(state(&asked, "IN-02-CADA", "2026-02-28"), Etat::AVenir);
        let seizure = EcritId(Uuid::from_u128(0x95));
        let seizure = || recu(seizure, GenreEcrit::SaisineCada, Some(DEMANDE.0));
        limit(&asked, seizure, "IN-02-CADA", "2026-05-01", "2026-05-02");
        let late = emis(GenreEcrit::ReponseDemandeDossier, DEMANDE.0);
        let late = with(&asked, "2026-03-10", late);
        assert_eq!(state(&late, "IN-02-CADA", "2026-03-10"), Etat::SansObjet);
    }

    #[test]
    fn in_02_avis_la_cada_repond_dans_le_mois() {
        let seizure =
            recu(EcritId(Uuid::from_u128(0x95)), GenreEcrit::SaisineCada, Some(DEMANDE.0));
        let asked = demande(GenreEcrit::DemandeDossier, "2026-01-31");
        let seized = with(&asked, "2026-03-15", seizure);
        let avis = EcritId(Uuid::from_u128(0x96));
        let avis = || recu(avis, GenreEcrit::AvisCada, Some(DEMANDE.0));
        limit(&seized, avis, "IN-02-AVIS", "2026-04-15", "2026-04-16");
    }

    #[test]
    fn in_03_les_motifs_se_communiquent_dans_le_mois() {
        let asked = demande(GenreEcrit::DemandeMotifs, "2026-03-15");
        let answer = || emis(GenreEcrit::CommunicationMotifs, DEMANDE.0);
        limit(&asked, answer, "IN-03", "2026-04-15", "2026-04-16");
    }

    #[test]
    fn in_04_une_demande_rgpd_recoit_une_reponse_dans_le_mois() {
        let asked = demande(GenreEcrit::DemandeRgpd, "2026-03-15");
        let answer = || emis(GenreEcrit::ReponseRgpd, DEMANDE.0);
        limit(&asked, answer, "IN-04", "2026-04-15", "2026-04-16");
        assert_eq!(of(&asked, "IN-04").expect("opened").regle.verification, "M");
    }

    /// Pitfall 35: what is owed on a file that is closed is owed still.
    #[test]
    fn piege_35_une_echeance_survit_a_la_fin_du_suivi() {
        let closed = vec![
            lea_nee_le("2008-03-04"),
            le("2026-01-10", fait(ordonner(aemo(M1).until("2026-12-31")))),
            le("2026-02-01", fait(lever(M1))),
            le("2026-03-10", recu(DEMANDE, GenreEcrit::DemandeDossier, None)),
        ];
        assert_eq!(state(&closed, "IN-02", "2026-04-10"), Etat::Ouverte);
        assert_eq!(state(&closed, "IN-02", "2026-04-11"), Etat::Depassee);
    }
}
