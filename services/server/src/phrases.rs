//! One French sentence an event, for whoever reads a chronology.
//!
//! # Invariants
//!
//! - No personal data: codes, dates, services and editions only. What is sealed is not even looked at.
//! - Every event has its sentence: there is no default arm, the compiler asks for the next one.
//!
//! Deliberately absent: the date of the event and who typed it, which stand beside the sentence.

mod autonomie;
mod competence;
mod ecrit;
mod entourage;
mod fratrie;
mod justice;
mod projet;
mod piece;
mod sante;
mod situation;
mod statut;

use chrono::NaiveDate;
use domain::codes::Code;
use domain::decision::Suite;
use domain::evenement::Evenement;
use domain::mesure::Termes;
use domain::{accueil, decision, dossier, evaluation, identite, information, mesure};

/// The sentence of an event.
#[must_use]
pub(crate) fn phrase(evenement: &Evenement) -> String {
    match evenement {
        Evenement::Identite(event) => identite(event),
        Evenement::Information(event) => information(event),
        Evenement::Evaluation(event) => evaluation(event),
        Evenement::Decision(event) => decision(event),
        Evenement::Mesure(event) => mesure(event),
        Evenement::Accueil(event) => accueil(event),
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
    }
}

fn information(event: &information::Event) -> String {
    match event {
        information::Event::Recue(recue) => format!(
            "Information reçue{} par {} ({}), transmise par : {}.",
            if recue.urgence { " en urgence" } else { "" },
            recue.porte_d_entree.libelle(),
            recue.canal.libelle(),
            recue.transmetteur.libelle(),
        ),
        information::Event::Qualifiee(qualifiee) => format!(
            "Information qualifiée de préoccupante{}{}.",
            with(" : ", some(list(&qualifiee.dangers)).as_deref()),
            qualifiee
                .delai_reduit_jours
                .map_or_else(String::new, |jours| format!(" ; délai réduit à {jours} jours")),
        ),
        information::Event::NonQualifiee(non) => format!(
            "Information non qualifiée : {} ; orientation : {}.",
            non.motif.libelle(),
            non.orientation.libelle(),
        ),
        information::Event::Rattachee(_) => {
            "Information rattachée à une information principale.".into()
        }
        information::Event::DoublonMarque(_) => "Même message reçu deux fois : doublon.".into(),
        information::Event::Retiree(_) => {
            "Information retirée : saisie sur un autre enfant.".into()
        }
        information::Event::Signalee(signalee) => format!(
            "Signalement au parquet par {} : {}{}.",
            signalee.emetteur.libelle(),
            signalee.motif.libelle(),
            if signalee.urgence { ", en urgence" } else { "" },
        ),
        information::Event::RetourParquetRecu(retour) => {
            format!("Retour du parquet : {}.", retour.suite.libelle())
        }
        information::Event::Transferee(transferee) => format!(
            "Information transférée au Département {} ({}).",
            transferee.vers_departement,
            transferee.canal.libelle(),
        ),
    }
}

fn evaluation(event: &evaluation::Event) -> String {
    match event {
        evaluation::Event::Mandatee(mandatee) => format!(
            "Évaluation confiée à {}, mandant : {}.",
            mandatee.service,
            mandatee.mandant.libelle(),
        ),
        evaluation::Event::EnfantJoint(joint) => {
            format!("Joint à l'évaluation du foyer : {}.", joint.motif.libelle())
        }
        evaluation::Event::ContactNote(contact) => {
            format!("Évaluation, contact : {}.", contact.genre.libelle())
        }
        evaluation::Event::Empechee(empechee) => {
            format!("Évaluation empêchée : {}.", empechee.motif.libelle())
        }
        evaluation::Event::RapportRemis(rapport) => format!(
            "Rapport d'évaluation remis : {}{}.",
            rapport.conclusion.libelle(),
            with(" ; propositions : ", some(list(&rapport.propositions)).as_deref()),
        ),
        evaluation::Event::ComplementDemande(complement) => format!(
            "Complément d'évaluation demandé{}.",
            dated(", attendu le ", complement.attendu_le),
        ),
    }
}

fn decision(event: &decision::Event) -> String {
    match event {
        decision::Event::Prise(prise) => format!("Décision : {}.", suites(&prise.suites)),
        decision::Event::Revisee(revisee) => {
            format!("Décision révisée ({}) : {}.", revisee.motif.libelle(), suites(&revisee.suites),)
        }
    }
}

fn suites(suites: &[Suite]) -> String {
    let told: Vec<String> = suites.iter().map(suite).collect();
    told.join(" ; ")
}

fn suite(suite: &Suite) -> String {
    let genre = suite.genre().libelle();
    match suite {
        Suite::SansSuite | Suite::PoursuiteMesure | Suite::Transfert => genre.to_owned(),
        Suite::SansSuiteAvecOrientation { orientation } => {
            format!("{genre} ({})", orientation.libelle())
        }
        Suite::AideAdministrative { nature } | Suite::ModificationMesure { nature } => {
            format!("{genre} ({})", nature.libelle())
        }
        Suite::TransmissionParquet { motif_signalement } => {
            format!("{genre} ({})", motif_signalement.libelle())
        }
        Suite::SansObjet { motif_sans_objet } => {
            format!("{genre} ({})", motif_sans_objet.libelle())
        }
    }
}

fn mesure(event: &mesure::Event) -> String {
    match event {
        mesure::Event::Ordonnee(mesure::Ordonnee { mesure }) => {
            format!("Mesure ordonnée : {}.", termes(mesure))
        }
        mesure::Event::Contractee(mesure::Contractee { mesure }) => {
            format!("Mesure administrative décidée : {}.", termes(mesure))
        }
        mesure::Event::Renouvelee(renouvelee) => {
            format!("Mesure renouvelée : {}.", termes(&renouvelee.mesure))
        }
        mesure::Event::Recue(_) => "Décision reçue par l'aide sociale à l'enfance.".into(),
        mesure::Event::Attribuee(attribuee) => {
            format!("Mesure attribuée à {}.", attribuee.service)
        }
        mesure::Event::MiseEnAttente(attente) => format!(
            "Mesure en attente : {}{}.",
            attente.motif.libelle(),
            attente.rang.map_or_else(String::new, |rang| format!(", rang {rang}")),
        ),
        mesure::Event::Missionnee(_) => "Un professionnel est chargé de la mesure.".into(),
        mesure::Event::Demarree(_) => "La mesure démarre.".into(),
        mesure::Event::Suspendue(suspendue) => {
            format!("Mesure suspendue : {}.", suspendue.motif.libelle())
        }
        mesure::Event::Reprise(_) => "La mesure reprend.".into(),
        mesure::Event::Levee(levee) => {
            format!("Mainlevée de la mesure : {}.", levee.motif.libelle())
        }
        mesure::Event::Terminee(terminee) => {
            format!("Fin de la mesure : {}.", terminee.motif.libelle())
        }
    }
}

fn termes(termes: &Termes) -> String {
    format!(
        "{}, par {}{}{}",
        termes.nature.libelle(),
        termes.autorite.libelle(),
        dated(", à compter du ", termes.effet_le),
        dated(", jusqu'au ", termes.terme_le),
    )
}

fn accueil(event: &accueil::Event) -> String {
    match event {
        accueil::Event::Admis(admis) => format!(
            "Accueil{}{} : {}.",
            if admis.urgence { " en urgence" } else { "" },
            if admis.principal { "" } else { " relais" },
            admis.lieu.genre.libelle(),
        ),
        accueil::Event::LieuChange(change) => format!(
            "Changement de lieu d'accueil : {} ({}).",
            change.lieu.genre.libelle(),
            change.motif.libelle(),
        ),
        accueil::Event::Termine(termine) => {
            format!("Fin de l'accueil : {}.", termine.motif.libelle())
        }
        accueil::Event::AbsenceConstatee(absence) => {
            format!("Absence constatée : {}.", absence.genre.libelle())
        }
        accueil::Event::RetourConstate(_) => "Retour constaté.".into(),
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
    use domain::sealed::Sealed;
    use expect_test::expect;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn une_information_se_raconte_sans_ce_qui_est_scelle() {
        let recue = information::Recue {
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
        let told = phrase(&Evenement::Information(information::Event::Recue(recue)));
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
        };
        let event = mesure::Event::Ordonnee(mesure::Ordonnee { mesure });
        expect!["Mesure ordonnée : placement à l'aide sociale à l'enfance, par juge des enfants, jusqu'au 30/09/2026."]
            .assert_eq(&phrase(&Evenement::Mesure(event)));
    }
}
