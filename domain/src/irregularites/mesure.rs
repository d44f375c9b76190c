//! What is irregular in the measures.

use chrono::NaiveDate;

use super::Irregularite;
use crate::droit::{self, Charge};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::mesure::{Mesure, survit_a_la_majorite};

/// The findings of a parcours on a day, in the order of the measures.
pub(super) fn irregularites(parcours: &Parcours, au: NaiveDate) -> Vec<Irregularite> {
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
        objet: mesure.0,
        charge: Charge::Ase,
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
        objet: mesure.0,
        charge: Charge::Ase,
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
        objet: mesure.0,
        charge: Charge::Ase,
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
        objet: mesure.0,
        charge: Charge::Ase,
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
        objet: mesure.0,
        charge: Charge::Ase,
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
        objet: mesure.0,
        charge: Charge::Ase,
        depuis: du,
        phrase: "Aucun projet pour l'enfant n'est établi trois mois après l'effet.".into(),
    })
}
