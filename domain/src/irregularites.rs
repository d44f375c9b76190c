//! What is irregular in a history, found and never stored.
//!
//! A refusal is for what cannot be true. What happened elsewhere or earlier is recorded as it
//! happened; what the law finds wrong in it is derived here, with its article and its age, and
//! disappears when the missing fact arrives.

use chrono::NaiveDate;

use crate::droit;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::mesure::{Mesure, survit_a_la_majorite};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Irregularite {
    /// Stable code.
    pub code: &'static str,
    /// The article.
    pub article: &'static str,
    /// The measure it is about.
    pub mesure: MesureId,
    /// Since when.
    pub depuis: NaiveDate,
    /// One French sentence.
    pub phrase: String,
}

/// The findings of a parcours on a day, in the order of the measures.
#[must_use]
pub fn irregularites(parcours: &Parcours, au: NaiveDate) -> Vec<Irregularite> {
    let mut found = Vec::new();
    for (&id, mesure) in &parcours.mesure.mesures {
        found.extend(decision_inconnue(id, mesure));
        found.extend(au_dela_du_maximum(id, mesure));
        found.extend(consentement_manquant(id, mesure));
        found.extend(renouvellement_tardif(parcours, id, mesure));
        found.extend(echue(parcours, id, mesure, au));
        found.extend(sans_projet(parcours, id, mesure, au));
    }
    found
}

/// Executed, but nobody recorded who ordered it.
fn decision_inconnue(mesure: MesureId, known: &Mesure) -> Option<Irregularite> {
    let depuis = known.demarree.or(known.attributions.first().map(Datee::le))?;
    known.decidee().is_none().then(|| Irregularite {
        code: "DECISION_NON_ENREGISTREE",
        article: "C. civ., art. 375 ; CASF, art. L223-2",
        mesure,
        depuis,
        phrase: "La mesure s'exerce, mais la décision qui la fonde n'est pas enregistrée.".into(),
    })
}

fn au_dela_du_maximum(mesure: MesureId, known: &Mesure) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let regle = decidee.fait.termes.au_dela_du_maximum(decidee.le())?;
    Some(Irregularite {
        code: "AU_DELA_DU_MAXIMUM",
        article: regle.article,
        mesure,
        depuis: decidee.le(),
        phrase: format!("La durée décidée dépasse le maximum. {}", regle.explication),
    })
}

fn consentement_manquant(mesure: MesureId, known: &Mesure) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let missing = decidee.fait.administrative && decidee.fait.termes.consentements.is_empty();
    missing.then(|| Irregularite {
        code: "CONSENTEMENT_MANQUANT",
        article: "CASF, art. L223-2",
        mesure,
        depuis: decidee.le(),
        phrase: "Aucun accord écrit des représentants légaux n'est enregistré.".into(),
    })
}

/// Decided after the term: a re-ordering. The days between are *sans titre*.
fn renouvellement_tardif(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
) -> Option<Irregularite> {
    let decidee = known.decidee()?;
    let precedente = parcours.mesure.mesures.get(&decidee.fait.precedente?)?;
    let terme = precedente.terme()?;
    let jours = (decidee.le() - terme).num_days();
    (jours > 0).then(|| Irregularite {
        code: "RENOUVELLEMENT_TARDIF",
        article: "C. civ., art. 375",
        mesure,
        depuis: terme,
        phrase: format!("La mesure a été décidée {jours} jour(s) après le terme de la précédente."),
    })
}

fn echue(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
    au: NaiveDate,
) -> Option<Irregularite> {
    let terme = known.terme()?;
    let ended = known.fin(&parcours.identite).is_some_and(|fin| fin <= au);
    (terme < au && !ended).then(|| Irregularite {
        code: "TERME_SANS_DECISION",
        article: "C. civ., art. 375 ; CASF, art. L223-5",
        mesure,
        depuis: terme,
        phrase: format!("Le terme du {} est passé sans décision.", terme.format("%d/%m/%Y")),
    })
}

/// Three months after the effect, a minor with a measure has a PPE (DO-01).
fn sans_projet(
    parcours: &Parcours,
    mesure: MesureId,
    known: &Mesure,
    au: NaiveDate,
) -> Option<Irregularite> {
    let nature = known.decidee()?.fait.termes.nature;
    let effet = known.effet()?;
    let regle = droit::regle("DO-01", effet)?;
    let du = regle.duree.depuis(effet);
    let none = parcours.projet.projets.values().all(|projet| projet.etabli().is_none());
    let concerned = !survit_a_la_majorite(nature) && known.en_vigueur(&parcours.identite, au);
    (concerned && none && du < au).then(|| Irregularite {
        code: "PROJET_MANQUANT",
        article: regle.article,
        mesure,
        depuis: du,
        phrase: "Aucun projet pour l'enfant n'est établi trois mois après l'effet.".into(),
    })
}
