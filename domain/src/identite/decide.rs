//! What the Département may do with an identity, and what cannot be true of one.

use uuid::Uuid;

use super::etat::Etat;
use super::evenements::{Command, Event, Identifie};
use super::minorite;
use crate::refus::Refus;

/// Decides a command about the identity.
///
/// # Errors
///
/// When the file already exists, does not exist, the child is already identified or already born, or an
/// assessment of minority rests on what the law forbids.
pub fn decide(etat: &Etat, command: Command) -> Result<Event, Refus> {
    match command {
        Command::Inscrire(inscrit) => new_file(etat, Event::Inscrit(inscrit)),
        Command::SignalerNonIdentifie(signale) => {
            new_file(etat, Event::NonIdentifieSignale(signale))
        }
        Command::Identifier(identifie) => identifier(etat, identifie),
        Command::FixerNaissance(fixee) => Ok(Event::NaissanceFixee(fixee)),
        Command::DeclarerResidence(residence) => Ok(Event::ResidenceDeclaree(residence)),
        Command::ReconnaitreMna(mna) => Ok(Event::MnaReconnu(mna)),
        Command::DeclarerEmancipation(emancipe) => Ok(Event::Emancipe(emancipe)),
        Command::DeclarerDeces(decede) => Ok(Event::Decede(decede)),
        Command::SignalerANaitre(signale) => new_file(etat, Event::ANaitreSignale(signale)),
        Command::ConstaterNaissance(ne) => naitre(etat, Event::Ne(ne)),
        Command::ClorePrenatal(clos) => naitre(etat, Event::PrenatalClos(clos)),
        Command::MettreALAbri(fait) => Ok(Event::MisALAbri(fait)),
        Command::ProlongerMiseALAbri(fait) => {
            etat.minorite(fait.minorite).prolonger(&fait)?;
            Ok(Event::MiseALAbriProlongee(fait))
        }
        Command::AccorderRepit(fait) => Ok(Event::RepitAccorde(fait)),
        Command::EvaluerMinorite(fait) => {
            minorite::licite(&fait)?;
            Ok(Event::MinoriteEvaluee(fait))
        }
        Command::RefuserMinorite(fait) => {
            etat.minorite(fait.minorite).refuser(&fait)?;
            Ok(Event::MinoriteRefusee(fait))
        }
    }
}

/// Only a child reported before his birth is born in his file.
fn naitre(etat: &Etat, event: Event) -> Result<Event, Refus> {
    if etat.a_naitre.is_empty() { Err(Refus::PasANaitre) } else { Ok(event) }
}

/// What cannot be true of an identity: a file opened twice, a child identified or born twice.
pub(crate) fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    let mut impossible = |id, refus| found.push((id, refus));
    if 1 < etat.inscrits.len() + etat.non_identifies.len() + etat.a_naitre.len() {
        impossible(Uuid::nil(), Refus::EnfantDejaInscrit);
    }
    if 1 < etat.identifies.len() || (etat.inscrits.len() == 1 && !etat.identifies.is_empty()) {
        impossible(Uuid::nil(), Refus::EnfantDejaIdentifie);
    }
    if 1 < etat.nes.len() + etat.prenatals_clos.len() {
        impossible(Uuid::nil(), Refus::EnfantDejaNe);
    }
    for (&minorite, known) in &etat.minorites {
        if known.prolongee_sans_mise_a_l_abri() {
            impossible(minorite.0, Refus::MiseALAbriInconnue { minorite });
        }
        if known.trop_prolongee() {
            impossible(minorite.0, Refus::MiseALAbriTropProlongee { minorite });
        }
    }
}

fn new_file(etat: &Etat, event: Event) -> Result<Event, Refus> {
    if etat.existe() { Err(Refus::EnfantDejaInscrit) } else { Ok(event) }
}

fn identifier(etat: &Etat, identifie: Identifie) -> Result<Event, Refus> {
    if etat.identifie() { Err(Refus::EnfantDejaIdentifie) } else { Ok(Event::Identifie(identifie)) }
}
