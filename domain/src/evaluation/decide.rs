//! What the Département may do with an évaluation, and what cannot be true of one.

use chrono::NaiveDate;
use uuid::Uuid;

use super::evenements::{Command, ComplementDemande, EquipeDesignee, Event, Mandatee};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::information::Information;
use crate::refus::Refus;

/// Decides a command about an évaluation, from the parcours on the day of the act.
///
/// # Errors
///
/// A mandate without a qualified information; a complement to no report.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Mandater(mandatee) => mandater(parcours, mandatee, le),
        Command::DemanderComplement(complement) => demander_complement(parcours, complement),
        Command::DesignerEquipe(equipe) => designer_equipe(equipe),
        Command::Joindre(_)
        | Command::NoterContact(_)
        | Command::ConstaterEmpechement(_)
        | Command::RemettreRapport(_)
        | Command::InformerParents(_)
        | Command::NoterTentative(_)
        | Command::Reprendre(_)
        | Command::RecevoirComplement(_)
        | Command::NoterDesaccord(_)
        | Command::Apprecier(_)
        | Command::TenirCommission(_)
        | Command::PartagerRapport(_) => Ok(command.event()),
    }
}

/// A team that changes says why, and who decided.
fn designer_equipe(equipe: EquipeDesignee) -> Result<Event, Refus> {
    if equipe.membres.is_empty() {
        return Err(Refus::EquipeVide);
    }
    if equipe.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    Ok(Event::EquipeDesignee(equipe))
}

fn mandater(parcours: &Parcours, mandatee: Mandatee, le: NaiveDate) -> Result<Event, Refus> {
    let evaluation = mandatee.evaluation;
    let known = parcours.evaluation.evaluations.get(&evaluation);
    if known.is_some_and(|known| !known.mandats.is_empty()) {
        return Err(Refus::EvaluationDejaMandatee { evaluation });
    }
    if mandatee.decideur.is_none() {
        return Err(Refus::DecideurManquant);
    }
    let here = |information: &&Information| information.retiree.is_none();
    if cited(parcours, &mandatee).filter(here).any(|information| qualified(information, le)) {
        Ok(Event::Mandatee(mandatee))
    } else {
        Err(Refus::MandatSansIp)
    }
}

/// The informations a mandate cites, as this child has them.
fn cited<'a>(
    parcours: &'a Parcours,
    mandatee: &'a Mandatee,
) -> impl Iterator<Item = &'a Information> {
    let known = &parcours.information.informations;
    mandatee.informations.iter().filter_map(|information| known.get(information))
}

fn qualified(information: &Information, le: NaiveDate) -> bool {
    information.qualifiee().is_some_and(|(qualification, _)| qualification.le() <= le)
}

/// An information it cites was qualified by then; one that went to another child since still counts.
fn founded(parcours: &Parcours, mandat: &Datee<Mandatee>) -> bool {
    cited(parcours, &mandat.fait).any(|information| qualified(information, mandat.le()))
}

fn demander_complement(parcours: &Parcours, complement: ComplementDemande) -> Result<Event, Refus> {
    let evaluation = complement.evaluation;
    let known = parcours.evaluation.evaluations.get(&evaluation);
    if known.is_none_or(|known| known.rapports.is_empty()) {
        return Err(Refus::RapportNonRemis { evaluation });
    }
    Ok(Event::ComplementDemande(complement))
}

/// What cannot be true of the évaluations together.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for (&evaluation, known) in &parcours.evaluation.evaluations {
        let mut report = |refus| found.push((evaluation.0, refus));
        if known.mandats.len() > 1 {
            report(Refus::EvaluationDejaMandatee { evaluation });
        }
        if known.mandats.iter().any(|mandat| !founded(parcours, mandat)) {
            report(Refus::MandatSansIp);
        }
        let remis = known.premier_rapport().map(Datee::le);
        let asked = known.complements.iter().map(Datee::le).min();
        if asked.is_some_and(|asked| remis.is_none_or(|remis| asked < remis)) {
            report(Refus::RapportNonRemis { evaluation });
        }
        if let (Some(mandat), Some(remis)) = (known.mandat().map(Datee::le), remis)
            && remis < mandat
        {
            report(Refus::RapportAvantMandat { evaluation, mandat });
        }
    }
}
