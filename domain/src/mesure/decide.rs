//! What is refused of a measure: an act the law forbids, a record that contradicts itself.

use chrono::NaiveDate;
use uuid::Uuid;

use super::accord::{consenti, encore_mineur};
use super::{Command, Contractee, Etat, Event, Mesure, Ordonnee, Renouvelee, Termes};
use crate::autonomie::au_dela_du_droit;
use crate::codes::NatureMesure;
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::refus::Refus;

/// Decides a command about a measure, from the parcours on the day of the act.
///
/// # Errors
///
/// A measure decided twice, a contract without consent or beyond the maximum, an unknown precedent.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Ordonner(termes) => {
            new_measure(parcours, &termes)?;
            Ok(Event::Ordonnee(Ordonnee { mesure: termes }))
        }
        Command::Contracter(termes) => contracter(parcours, termes, le),
        Command::Renouveler(renouvelee) => renouveler(parcours, renouvelee, le),
        observed @ (Command::Recevoir(_)
        | Command::Attribuer(_)
        | Command::MettreEnAttente(_)
        | Command::Missionner(_)
        | Command::Demarrer(_)
        | Command::Suspendre(_)
        | Command::Reprendre(_)
        | Command::Lever(_)
        | Command::Terminer(_)
        | Command::Preconiser(_)
        | Command::ConstaterEcart(_)
        | Command::NoterRefusOrientation(_)
        | Command::NoterContactEnAttente(_)
        | Command::NoterSolutionProvisoire(_)
        | Command::NoterAccord(_)
        | Command::Modifier(_)
        | Command::FixerEffet(_)
        | Command::ConstaterPrealables(_)
        | Command::FixerDroitDeVisite(_)
        | Command::NoterVisite(_)
        | Command::Restituer(_)) => Ok(observed.event()),
    }
}

fn new_measure(parcours: &Parcours, termes: &Termes) -> Result<(), Refus> {
    let known = parcours.mesure.mesures.get(&termes.mesure);
    if known.is_some_and(|known| !known.decidees.is_empty()) {
        return Err(Refus::MesureDejaDecidee { mesure: termes.mesure });
    }
    Ok(())
}

fn contracter(parcours: &Parcours, termes: Termes, le: NaiveDate) -> Result<Event, Refus> {
    new_measure(parcours, &termes)?;
    agreed(parcours, &termes, le)?;
    Ok(Event::Contractee(Contractee { mesure: termes }))
}

/// What the law asks of a measure the Département itself takes (CASF L223-2, L223-5).
fn agreed(parcours: &Parcours, termes: &Termes, le: NaiveDate) -> Result<(), Refus> {
    encore_mineur(parcours, termes.nature, termes.effet(le).max(le))?;
    if !sans_accord(termes.nature) {
        consenti(parcours, termes, le)?;
    }
    if termes.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    accompagnable(parcours, termes, le)?;
    match (termes.terme_le, termes.au_dela_du_maximum(le)) {
        (Some(terme), Some(regle)) => {
            let limite = termes.limite(le).unwrap_or(terme);
            Err(Refus::AuDelaDuMaximum { terme, limite, article: regle.article })
        }
        (Some(_) | None, _) => Ok(()),
    }
}

/// A young adult is accompanied until the eve of his 21 years, or to the end of the year he has begun (CASF,
/// art. L222-5 5° and last al.).
fn accompagnable(parcours: &Parcours, termes: &Termes, le: NaiveDate) -> Result<(), Refus> {
    let terme = termes.terme_le.unwrap_or_else(|| termes.effet(le));
    match au_dela_du_droit(parcours, termes.nature, terme) {
        Some((limite, regle)) => {
            Err(Refus::AuDelaDuMaximum { terme, limite, article: regle.article })
        }
        None => Ok(()),
    }
}

/// A child received in an emergency: no accord is asked for (CASF, art. L223-2 al. 2 and 5).
pub(crate) fn sans_accord(nature: NatureMesure) -> bool {
    matches!(nature, NatureMesure::Recueil5Jours | NatureMesure::Accueil72h)
}

/// A renewal belongs to the chain of what it renews, whatever the request says.
fn renouveler(
    parcours: &Parcours,
    mut renouvelee: Renouvelee,
    le: NaiveDate,
) -> Result<Event, Refus> {
    new_measure(parcours, &renouvelee.mesure)?;
    let precedente = renouvelee.precedente;
    if precedente == renouvelee.mesure.mesure {
        return Err(Refus::MesureDejaDecidee { mesure: precedente });
    }
    let known = parcours.mesure.mesures.get(&precedente).and_then(Mesure::decidee);
    let Some(known) = known else { return Err(Refus::MesureInconnue { mesure: precedente }) };
    if known.fait.administrative {
        agreed(parcours, &renouvelee.mesure, le)?;
    }
    renouvelee.mesure.chaine = known.fait.termes.chaine;
    Ok(Event::Renouvelee(renouvelee))
}

/// What cannot be true of the measures together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&mesure, known) in &etat.mesures {
        let mut report = |refus| found.push((mesure.0, refus));
        if known.renouvelee.is_some() && known.decidees.is_empty() {
            report(Refus::MesureInconnue { mesure });
        }
        if let Some(precedente) = renouvelee_trop_tot(etat, known) {
            report(Refus::MesureInconnue { mesure: precedente });
        }
        if known.decidees.len() > 1 {
            report(Refus::MesureDejaDecidee { mesure });
        }
        if known.effets_fixes.len() > 1 {
            report(Refus::EffetDejaFixe { mesure });
        }
        if known.fins.len() > 1 {
            report(Refus::MesureDejaFinie { mesure });
        }
        if let (Some(effet), Some(terme)) = (known.effet(), known.terme())
            && terme < effet
        {
            report(Refus::TermeAvantEffet { effet, terme });
        }
        let prononcee = known.decidee().map(Datee::le);
        let fin = known.fins.iter().map(Datee::le).min();
        if let (Some(prononcee), Some(fin)) = (prononcee, fin)
            && fin < prononcee
        {
            report(Refus::FinAvantDecision { mesure, prononcee });
        }
        if let (Some(demarrage), Some(fin)) = (known.dernier_demarrage, fin)
            && fin < demarrage
        {
            report(Refus::DemarrageApresLaFin { mesure, fin });
        }
    }
}

/// Renewed before it was decided: what is not yet a measure has nothing to go on.
fn renouvelee_trop_tot(etat: &Etat, known: &Mesure) -> Option<MesureId> {
    let decidee = known.decidee()?;
    let precedente = decidee.fait.precedente?;
    let before = etat.mesures.get(&precedente)?.decidee()?.le();
    (decidee.le() < before).then_some(precedente)
}
