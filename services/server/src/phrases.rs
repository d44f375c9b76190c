//! One French sentence an event, for whoever reads a chronology.
//!
//! # Invariants
//!
//! - No personal data: codes, dates, services and editions only. What is sealed is not even looked at.
//! - Every event has its sentence: there is no default arm, the compiler asks for the next one.
//!
//! Deliberately absent: the date of the event and who typed it, which stand beside the sentence.

mod accueil;
mod autonomie;
mod competence;
mod decision;
mod ecrit;
mod entourage;
mod evaluation;
mod fratrie;
mod information;
mod justice;
mod mesure;
mod naissance;
mod piece;
mod projet;
mod sante;
mod situation;
mod statut;

use chrono::NaiveDate;
use domain::codes::Code;
use domain::evenement::Evenement;
use domain::{dossier, identite};

/// The sentence of an event.
#[must_use]
pub(crate) fn phrase(evenement: &Evenement) -> String {
    match evenement {
        Evenement::Identite(event) => identite(event),
        Evenement::Information(event) => information::phrase(event),
        Evenement::Evaluation(event) => evaluation::phrase(event),
        Evenement::Decision(event) => decision::phrase(event),
        Evenement::Mesure(event) => mesure::phrase(event),
        Evenement::Accueil(event) => accueil::phrase(event),
        Evenement::Projet(event) => projet::phrase(event),
        Evenement::Statut(event) => statut::phrase(event),
        Evenement::Ecrit(event) => ecrit::phrase(event),
        Evenement::Justice(event) => justice::phrase(event),
        Evenement::Autonomie(event) => autonomie::phrase(event),
        Evenement::Sante(event) => sante::phrase(event),
        Evenement::Situation(event) => situation::phrase(event),
        Evenement::Fratrie(event) => fratrie::phrase(event),
        Evenement::Competence(event) => competence::phrase(event),
        Evenement::Entourage(event) => entourage::phrase(event),
        Evenement::Piece(event) => piece::phrase(event),
        Evenement::Dossier(event) => dossier(event),
    }
}

fn identite(event: &identite::Event) -> String {
    match event {
        identite::Event::Inscrit(_) => "Ouverture du dossier.".into(),
        identite::Event::NonIdentifieSignale(_) => {
            "Ouverture d'un dossier provisoire : mineur non identifié.".into()
        }
        identite::Event::Identifie(_) => "Le mineur est identifié.".into(),
        identite::Event::NaissanceFixee(fixee) => {
            format!("Date de naissance fixée ({}).", fixee.naissance.source.libelle())
        }
        identite::Event::ResidenceDeclaree(residence) => format!(
            "Résidence déclarée{}{}.",
            with(", commune ", residence.commune.as_deref()),
            with(", service responsable : ", residence.service_responsable.as_deref()),
        ),
        identite::Event::MnaReconnu(identite::MnaReconnu {}) => {
            "Reconnu mineur non accompagné.".into()
        }
        identite::Event::Emancipe(identite::Emancipe {}) => "Émancipation.".into(),
        identite::Event::Decede(identite::Decede {}) => "Décès.".into(),
        identite::Event::ANaitreSignale(signale) => {
            format!("Alerte prénatale{}.", dated(", terme prévu le ", signale.terme_prevu_le))
        }
        identite::Event::Ne(_) => "Naissance.".into(),
        identite::Event::PrenatalClos(clos) => {
            format!("Fin de l'alerte prénatale : {}.", clos.motif.libelle())
        }
        identite::Event::MisALAbri(_) => "Accueil provisoire d'urgence : mise à l'abri.".into(),
        identite::Event::MiseALAbriProlongee(_) => "Mise à l'abri prolongée de cinq jours.".into(),
        identite::Event::RepitAccorde(repit) => naissance::repit(repit),
        identite::Event::MinoriteEvaluee(evaluee) => naissance::evaluee(evaluee),
        identite::Event::MinoriteRefusee(refusee) => naissance::refusee(refusee),
    }
}

fn dossier(event: &dossier::Event) -> String {
    match event {
        dossier::Event::Annule(annule) => {
            format!("L'événement n° {} est annulé.", annule.cible.version)
        }
        dossier::Event::Rectifie(rectifie) => {
            format!("L'événement n° {} est rectifié.", rectifie.cible.version)
        }
        dossier::Event::Efface(efface) => format!(
            "Le dossier est effacé : {} (décision {}).",
            efface.motif.libelle(),
            efface.decision
        ),
        dossier::Event::Reuni(reuni) if reuni.avec == reuni.principal => {
            "Dossier réuni au dossier principal du même enfant.".into()
        }
        dossier::Event::Reuni(_) => "Un autre dossier du même enfant est réuni à celui-ci.".into(),
        dossier::Event::Disjoint(disjoint) if disjoint.avec == disjoint.principal => {
            "Dossier disjoint : ce n'était pas le même enfant.".into()
        }
        dossier::Event::Disjoint(disjoint) => format!(
            "Un dossier réuni est disjoint : ce n'était pas le même enfant ; {} événement(s) lui sont rendus.",
            disjoint.rendus.len(),
        ),
    }
}

fn list<C: Code>(codes: &[C]) -> String {
    let told: Vec<&str> = codes.iter().map(|code| code.libelle()).collect();
    told.join(", ")
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn with(before: &str, text: Option<&str>) -> String {
    text.map_or_else(String::new, |text| format!("{before}{text}"))
}

fn dated(before: &str, le: Option<NaiveDate>) -> String {
    le.map_or_else(String::new, |le| format!("{before}{}", le.format("%d/%m/%Y")))
}

#[cfg(test)]
mod tests {
    use domain::codes::{Autorite, Canal, Danger, NatureMesure, Origip, PorteDEntree, Transip};
    use domain::ids::{ChaineId, DecisionId, InformationId, MesureId};
    use domain::mesure::{self, Termes};
    use domain::sealed::Sealed;
    use expect_test::expect;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn une_information_se_raconte_sans_ce_qui_est_scelle() {
        let recue = domain::information::Recue {
            information: InformationId(Uuid::from_u128(1)),
            arrivee_crip: None,
            ecrite_le: None,
            porte_d_entree: PorteDEntree::Crip,
            service_entree: None,
            canal: Canal::Courriel,
            transmetteur: Transip::EnseignementPublic,
            origine: Origip::Mineur,
            organisation: None,
            reference_externe: None,
            expediteur_id: None,
            expediteur: None,
            recit: Some(Sealed::nouveau("Zoé a dit que…".to_owned())),
            dangers_allegues: vec![Danger::Negligences],
            parents_informes: None,
            urgence: true,
            commune: None,
            reaffectee_de: None,
        };
        let told = phrase(&Evenement::Information(domain::information::Event::Recue(recue)));
        expect!["Information reçue en urgence par CRIP (courriel), transmise par : établissement public d'enseignement."]
            .assert_eq(&told);
    }

    #[test]
    fn une_mesure_dit_sa_nature_son_auteur_et_ses_dates() {
        let mesure = Termes {
            mesure: MesureId(Uuid::from_u128(1)),
            decision: DecisionId(Uuid::from_u128(2)),
            chaine: ChaineId(Uuid::from_u128(3)),
            nature: NatureMesure::PlacementAse,
            fondement: None,
            libelle_local: None,
            autorite: Autorite::JugeDesEnfants,
            effet_le: None,
            terme_le: NaiveDate::from_ymd_opt(2026, 9, 30),
            notifiee_le: None,
            recue_le: None,
            service_responsable: None,
            consentements: vec![],
            decideur: None,
            mentions: vec![],
        };
        let event = mesure::Event::Ordonnee(mesure::Ordonnee { mesure });
        expect!["Mesure ordonnée : placement à l'aide sociale à l'enfance, par juge des enfants, jusqu'au 30/09/2026."]
            .assert_eq(&phrase(&Evenement::Mesure(event)));
    }
}
