//! Where the writings, the health and the projects of a child stand on a day.
//!
//! Invariant: states are the domain's; what is written here is only which fact goes in which field.

use chrono::NaiveDate;
use domain::codes::{Code, DestinatairePpe, GenreEcrit};
use domain::ecrit::{Ecrit, IncidentSurvenu};
use domain::enfant::Parcours;
use domain::histoire::Datee;
use domain::ids::EcritId;
use domain::projet_pour_enfant::{Contenu, Objectif, Projet};
use domain::sante::besoins_a_verser;
use proto::dossier::v1 as fil;

use super::etats::of_object;

fn day(le: Option<NaiveDate>) -> String {
    le.map(|le| le.to_string()).unwrap_or_default()
}

fn keys<C: Code>(codes: impl IntoIterator<Item = C>) -> Vec<String> {
    codes.into_iter().map(|code| code.cle().to_owned()).collect()
}

pub(super) fn ecrits(parcours: &Parcours) -> Vec<fil::EtatEcrit> {
    parcours.ecrit.ecrits.iter().map(|(&id, ecrit)| state(parcours, id, ecrit)).collect()
}

fn state(parcours: &Parcours, id: EcritId, ecrit: &Ecrit) -> fil::EtatEcrit {
    fil::EtatEcrit {
        ecrit: id.0.to_string(),
        genre: keys(ecrit.genre()).concat(),
        objet: ecrit.objet().map(|objet| objet.to_string()).unwrap_or_default(),
        recu_le: day(ecrit.recu_le().map(Datee::le)),
        valide_le: day(ecrit.validations.first().map(Datee::le)),
        emis_le: day(ecrit.emis_le().map(Datee::le)),
        accuse_le: day(ecrit.accuses.first().map(Datee::le)),
        connu_de: keys(ecrit.communications.iter().map(|communique| communique.fait.a)),
        cache_a_la_famille: ecrit.genre().is_some() && !parcours.ecrit.montrable_a_la_famille(id),
        version: of_object(parcours, id.0),
    }
}

pub(super) fn retenues(parcours: &Parcours) -> Vec<fil::EtatRetenue> {
    let known = parcours.ecrit.retenues.iter();
    let held = known.filter_map(|((genre, objet), retenue)| {
        Some(fil::EtatRetenue {
            genre: genre.cle().to_owned(),
            objet: if objet.is_nil() { String::new() } else { objet.to_string() },
            depuis: retenue.depuis()?.to_string(),
            a_reexaminer_le: day(retenue.a_reexaminer_le()),
        })
    });
    held.collect()
}

pub(super) fn incidents(parcours: &Parcours) -> Vec<fil::EtatIncident> {
    let told = |survenu: &Datee<IncidentSurvenu>| fil::EtatIncident {
        incident: survenu.fait.incident.0.to_string(),
        categorie: survenu.fait.categorie.cle().to_owned(),
        survenu_le: survenu.le().to_string(),
        declare_le: day(declare_le(parcours, &survenu.fait)),
    };
    parcours.ecrit.incidents.iter().map(told).collect()
}

fn declare_le(parcours: &Parcours, incident: &IncidentSurvenu) -> Option<NaiveDate> {
    let (genre, objet) = (GenreEcrit::DeclarationIncident, incident.incident.0);
    let received = parcours.ecrit.recus_de(genre).filter(|recu| recu.fait.objet == Some(objet));
    parcours.ecrit.emis_pour(genre, objet).map(Datee::le).chain(received.map(Datee::le)).min()
}

/// Nothing when nothing is known of the child's health.
pub(super) fn sante(parcours: &Parcours) -> Option<fil::EtatSante> {
    let state = fil::EtatSante {
        besoins_a_verser: keys(besoins_a_verser(parcours)),
        vaccination: keys(parcours.sante.vaccination()).concat(),
        referents: keys(parcours.sante.referents.iter().map(|designe| designe.fait.role)),
    };
    (state != fil::EtatSante::default()).then_some(state)
}

/// The headings of the last edition, its objectives, and to whom it was handed over.
pub(super) fn derniere_edition(projet: &Projet) -> fil::EtatProjet {
    let edition = projet.edition();
    let Some(contenu) = projet.contenu(edition) else { return fil::EtatProjet::default() };
    let handed = projet.remises.iter().filter(|remis| remis.fait.edition == edition);
    fil::EtatProjet {
        rubriques: keys(contenu.rubriques.iter().map(|one| one.rubrique)),
        objectifs: contenu.objectifs.iter().map(|one| objectif(projet, one)).collect(),
        remis_a: keys(handed.map(|remis| remis.fait.destinataire)),
        vues: vues(contenu),
        ..fil::EtatProjet::default()
    }
}

fn objectif(projet: &Projet, objectif: &Objectif) -> fil::EtatObjectif {
    fil::EtatObjectif {
        objectif: objectif.objectif.0.to_string(),
        rubrique: objectif.rubrique.cle().to_owned(),
        acteur: objectif.acteur.cle().to_owned(),
        jusqu_au: day(objectif.jusqu_au),
        resultat: keys(projet.resultat(objectif.objectif)).concat(),
    }
}

/// What each is shown, when the edition has anything to show.
fn vues(contenu: Contenu<'_>) -> Vec<fil::VueProjet> {
    if contenu.rubriques.is_empty() && contenu.objectifs.is_empty() {
        return Vec::new();
    }
    let vue = |&pour: &DestinatairePpe| fil::VueProjet {
        destinataire: pour.cle().to_owned(),
        rubriques: keys(contenu.rubriques_pour(pour).into_iter().map(|one| one.rubrique)),
        objectifs: contenu
            .objectifs_pour(pour)
            .into_iter()
            .map(|one| one.objectif.0.to_string())
            .collect(),
    };
    DestinatairePpe::TOUS.iter().map(vue).collect()
}
