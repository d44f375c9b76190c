//! The lines no single event says: each measure with its dates, orders that nobody carries out yet and how long they
//! have waited, and what is due next.
//!
//! A wait is one of three, each named by the day it runs from: the effect (what the child waits), the reception by
//! the ASE (what the Département owes), the allocation to a service (what that service owes). An order whose effect is
//! deferred does not wait: 0 day, apart.

use chrono::NaiveDate;
use uuid::Uuid;

use super::perimetre::Perimetre;
use super::{Ligne, Titre, montree};
use crate::codes::Code as _;
use crate::echeances::{Etat, echeances};
use crate::ecrit::LigneMontree;
use crate::enfant::Parcours;
use crate::histoire::{Datee, Effectif};
use crate::ids::MesureId;
use crate::mesure::Mesure;
use crate::temps::Survenu;

/// Days to come that are of use to a judge who prepares a hearing.
const ECHEANCES_MAX: usize = 20;

pub(super) fn lignes(
    parcours: &Parcours,
    perimetre: &Perimetre,
    shown: &[&Effectif],
    au: NaiveDate,
) -> Vec<(Titre, Vec<Ligne>)> {
    let known = parcours.mesure.mesures.iter().filter(|(id, _)| perimetre.mesures.contains(id));
    let mut ordered: Vec<(MesureId, &Mesure)> = known
        .filter(|(_, mesure)| mesure.decidee().is_some())
        .map(|(&id, mesure)| (id, mesure))
        .collect();
    ordered.sort_by_key(|(id, mesure)| (mesure.decidee().map(Datee::le), *id));
    let stated = ordered.iter().filter_map(|&(id, mesure)| etat(parcours, id, mesure, shown, au));
    let waits = ordered.iter().filter_map(|&(id, mesure)| attend(parcours, id, mesure, shown, au));
    vec![
        (Titre::Mesures, stated.collect()),
        (Titre::SansExecution, waits.collect()),
        (Titre::Echeances, prochaines(parcours, perimetre, shown, au)),
    ]
}

/// What is shown about an object; nothing is said of one of which nothing is shown.
fn sur(shown: &[&Effectif], objet: Uuid) -> Option<Vec<LigneMontree>> {
    let about = shown.iter().filter(|effectif| effectif.evenement.objet() == Some(objet));
    let cites: Vec<LigneMontree> = about.map(|effectif| montree(effectif)).collect();
    (!cites.is_empty()).then_some(cites)
}

fn etat(
    parcours: &Parcours,
    id: MesureId,
    mesure: &Mesure,
    shown: &[&Effectif],
    au: NaiveDate,
) -> Option<Ligne> {
    let prononcee = mesure.decidee()?;
    let executee = parcours.executee_le(id).filter(|executee| *executee <= au);
    let etat = mesure.etat(&parcours.identite, executee, au);
    let ended = mesure.fin(&parcours.identite).filter(|fin| *fin <= au);
    let dates = [
        ("prononcée le", Some(prononcee.le())),
        ("effet le", mesure.effet()),
        ("reçue par l'ASE le", mesure.recue_le()),
        ("attribuée le", mesure.attributions.last().map(Datee::le)),
        ("exécutée depuis le", executee),
        ("terme le", mesure.terme()),
        ("finie le", ended),
    ];
    let dates = dates.iter().filter_map(|(mot, le)| Some(format!("{mot} {}", jour((*le)?))));
    let dates: Vec<String> = dates.collect();
    let texte = format!("{} : {} ; {}.", nom(mesure), etat.libelle(), dates.join(", "));
    Some(Ligne { le: prononcee.le(), texte: Some(texte), cites: sur(shown, id.0)? })
}

fn nom(mesure: &Mesure) -> String {
    let termes = mesure.decidee().map(|decidee| &decidee.fait.termes);
    let nature = termes.map(|termes| termes.nature.libelle()).unwrap_or_default();
    match termes.and_then(|termes| termes.libelle_local.as_deref()) {
        Some(local) => format!("{nature} (« {local} »)"),
        None => nature.to_owned(),
    }
}

/// An order in force, or to come, that nobody has begun to carry out.
fn attend(
    parcours: &Parcours,
    id: MesureId,
    mesure: &Mesure,
    shown: &[&Effectif],
    au: NaiveDate,
) -> Option<Ligne> {
    if parcours.executee_le(id).is_some_and(|executee| executee <= au) {
        return None;
    }
    let prononcee = mesure.decidee()?.le();
    let effet = mesure.effet();
    let over = mesure.finie_le(&parcours.identite).is_some_and(|fin| fin <= au);
    let deferred = effet.is_none_or(|effet| au < effet);
    let texte = if over {
        return None;
    } else if deferred {
        let from = effet.map_or_else(|| "à un jour qui n'est pas fixé".to_owned(), de);
        format!("{} : effet différé, {from} ; 0 jour d'attente.", nom(mesure))
    } else {
        let waits = [
            ("l'effet", effet),
            ("la réception par l'ASE", mesure.recue_le()),
            ("l'attribution", mesure.attributions.last().map(Datee::le)),
        ];
        let waits = waits.map(|(depuis, le)| match le {
            Some(le) => format!("{} depuis {depuis} ({})", jours(le, au), jour(le)),
            None => format!("pas encore d'attente depuis {depuis}"),
        });
        format!("{} : non exécutée ; {}.", nom(mesure), waits.join(" ; "))
    };
    Some(Ligne { le: prononcee, texte: Some(texte), cites: sur(shown, id.0)? })
}

fn de(effet: NaiveDate) -> String {
    format!("à compter du {}", jour(effet))
}

fn jours(depuis: NaiveDate, au: NaiveDate) -> String {
    let count = (au - depuis).num_days().max(0);
    if count < 2 { format!("{count} jour") } else { format!("{count} jours") }
}

fn jour(le: NaiveDate) -> String {
    le.format("%d/%m/%Y").to_string()
}

/// What is due of the objects of the file, and not yet kept.
fn prochaines(
    parcours: &Parcours,
    perimetre: &Perimetre,
    shown: &[&Effectif],
    au: NaiveDate,
) -> Vec<Ligne> {
    let open = echeances(parcours).into_iter().filter(|echeance| {
        let etat = echeance.etat(Survenu::le(au));
        let due = etat == Etat::Ouverte || etat == Etat::Depassee;
        due && perimetre.contient(echeance.objet)
    });
    let told = open.filter_map(|echeance| {
        let le = echeance.legale()?;
        let late = if le < au { " (dépassée)" } else { "" };
        let texte = format!(
            "{} : {}, au plus tard le {}{late}.",
            echeance.regle.charge.libelle(),
            echeance.regle.explication.trim_end_matches('.'),
            jour(le),
        );
        Some(Ligne { le, texte: Some(texte), cites: sur(shown, echeance.objet)? })
    });
    told.take(ECHEANCES_MAX).collect()
}
