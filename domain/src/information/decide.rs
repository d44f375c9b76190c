//! What the Département may do with an information, and what cannot be true of one.

use chrono::NaiveDate;
use uuid::Uuid;

use super::etat::{Etat, Information};
use super::evenements::{
    AdresseDemandee, Command, Detachee, DoublonMarque, Event, NavetteEnvoyee, NonQualifiee,
    Qualifiee, Rattachee, Recue, Signalee, Transferee,
};
use crate::Decideur;
use crate::codes::{EmetteurSignalement, TitreTransfert};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::InformationId;
use crate::refus::Refus;

/// Decides a command about an information, from the parcours on the day of the act.
///
/// # Errors
///
/// The refusals of first analysis: unknown information, already qualified, child of age…
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Recevoir(recue) => recevoir(parcours, recue),
        Command::Qualifier(qualifiee) => qualifier(parcours, qualifiee, le),
        Command::NePasQualifier(non_qualifiee) => ne_pas_qualifier(parcours, non_qualifiee),
        Command::Rattacher(rattachee) => rattacher(parcours, rattachee),
        Command::MarquerDoublon(doublon) => marquer_doublon(parcours, doublon),
        Command::Signaler(signalee) => signaler(parcours, signalee),
        Command::Transferer(transferee) => transferer(parcours, transferee, le),
        Command::EnvoyerNavette(navette) => envoyer_navette(parcours, navette),
        Command::Detacher(detachee) => detacher(parcours, detachee),
        Command::DemanderAdresse(demande) => demander_adresse(parcours, demande),
        Command::NoterRetourParquet(_)
        | Command::NoterRetourNavette(_)
        | Command::NoterComplement(_)
        | Command::NoterMiseEnCause(_)
        | Command::NoterDemandeDeSuites(_)
        | Command::NoterAccuseTransfert(_)
        | Command::NoterDemenagement(_)
        | Command::NoterReponseAdresse(_)
        | Command::ConstaterDangerGrave(_) => observer(parcours, command.event()),
    }
}

/// What others did, or what happened, is recorded whatever is missing before it; but not in the file of a
/// child out of which the information was taken.
fn observer(parcours: &Parcours, event: Event) -> Result<Event, Refus> {
    let information = event.information();
    let known = parcours.information.informations.get(&information);
    if known.is_some_and(|known| known.retiree.is_some()) {
        return Err(Refus::InformationInconnue { information });
    }
    Ok(event)
}

fn known(parcours: &Parcours, information: InformationId) -> Result<&Information, Refus> {
    parcours
        .information
        .informations
        .get(&information)
        .filter(|known| !known.recues.is_empty() && known.retiree.is_none())
        .ok_or(Refus::InformationInconnue { information })
}

fn recevoir(parcours: &Parcours, recue: Recue) -> Result<Event, Refus> {
    let received = parcours.information.informations.get(&recue.information);
    if received.is_some_and(|known| !known.recues.is_empty() && known.retiree.is_none()) {
        return Err(Refus::InformationDejaRecue { information: recue.information });
    }
    Ok(Event::Recue(recue))
}

fn qualifier(parcours: &Parcours, qualifiee: Qualifiee, le: NaiveDate) -> Result<Event, Refus> {
    let information = qualifiee.information;
    not_yet_qualified(known(parcours, information)?, information)?;
    if !parcours.identite.mineur_au(le) {
        return Err(Refus::EnfantMajeur { le });
    }
    if parcours.identite.a_naitre_au(le) {
        return Err(Refus::EnfantANaitre);
    }
    decided_by(qualifiee.decideur.as_ref())?;
    Ok(Event::Qualifiee(qualifiee))
}

fn ne_pas_qualifier(parcours: &Parcours, non_qualifiee: NonQualifiee) -> Result<Event, Refus> {
    let information = non_qualifiee.information;
    not_yet_qualified(known(parcours, information)?, information)?;
    decided_by(non_qualifiee.decideur.as_ref())?;
    Ok(Event::NonQualifiee(non_qualifiee))
}

fn not_yet_qualified(known: &Information, information: InformationId) -> Result<(), Refus> {
    if known.qualifications.is_empty() {
        Ok(())
    } else {
        Err(Refus::InformationDejaQualifiee { information })
    }
}

fn decided_by(decideur: Option<&Decideur>) -> Result<(), Refus> {
    decideur.map(|_| ()).ok_or(Refus::DecideurManquant)
}

fn rattacher(parcours: &Parcours, rattachee: Rattachee) -> Result<Event, Refus> {
    let information = rattachee.information;
    known(parcours, information)?;
    if information == rattachee.principale {
        return Err(Refus::InformationRattacheeAElleMeme { information });
    }
    let principale = known(parcours, rattachee.principale)?;
    if !principale.principale() {
        return Err(Refus::InformationNonPrincipale { information: rattachee.principale });
    }
    Ok(Event::Rattachee(rattachee))
}

fn marquer_doublon(parcours: &Parcours, doublon: DoublonMarque) -> Result<Event, Refus> {
    let information = doublon.information;
    known(parcours, information)?;
    if information == doublon.original {
        return Err(Refus::InformationRattacheeAElleMeme { information });
    }
    known(parcours, doublon.original)?;
    Ok(Event::DoublonMarque(doublon))
}

/// A third party's signalement is an observation; the Département's own is an act.
fn signaler(parcours: &Parcours, signalee: Signalee) -> Result<Event, Refus> {
    match signalee.emetteur {
        EmetteurSignalement::Departement => {
            known(parcours, signalee.information)?;
            decided_by(signalee.decideur.as_ref())?;
            Ok(Event::Signalee(signalee))
        }
        EmetteurSignalement::Tiers | EmetteurSignalement::TiersSansCopie => {
            observer(parcours, Event::Signalee(signalee))
        }
    }
}

fn transferer(parcours: &Parcours, transferee: Transferee, le: NaiveDate) -> Result<Event, Refus> {
    known(parcours, transferee.information)?;
    let consented = transferee.accord_ecrit_le.is_some_and(|accord| accord <= le);
    if transferee.titre == Some(TitreTransfert::Prestation) && !consented {
        return Err(Refus::AccordDeTransfertManquant);
    }
    Ok(Event::Transferee(transferee))
}

fn envoyer_navette(parcours: &Parcours, navette: NavetteEnvoyee) -> Result<Event, Refus> {
    known(parcours, navette.information)?;
    Ok(Event::NavetteEnvoyee(navette))
}

fn detacher(parcours: &Parcours, detachee: Detachee) -> Result<Event, Refus> {
    let information = detachee.information;
    let attached = known(parcours, information)?.rattachee.as_ref();
    if attached.is_none_or(|attached| attached.fait.principale != detachee.principale) {
        return Err(Refus::InformationNonRattachee { information });
    }
    Ok(Event::Detachee(detachee))
}

fn demander_adresse(parcours: &Parcours, demande: AdresseDemandee) -> Result<Event, Refus> {
    known(parcours, demande.information)?;
    Ok(Event::AdresseDemandee(demande))
}

/// What cannot be true of the informations together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&information, known) in &etat.informations {
        let mut report = |refus| found.push((information.0, refus));
        if known.recues.is_empty() && acted_upon(known) {
            report(Refus::InformationInconnue { information });
        }
        if let Some(transferee) = known.transferee.as_ref().map(Datee::le)
            && known.accuses.iter().any(|accuse| accuse.le() < transferee)
        {
            report(Refus::AccuseAvantTransfert { information, transferee });
        }
        if known.detachements.iter().any(|detachee| !was_attached(known, detachee)) {
            report(Refus::InformationNonRattachee { information });
        }
        if known.recues.len() > 1 {
            report(Refus::InformationDejaRecue { information });
        }
        if known.qualifications.len() > 1 {
            report(Refus::InformationDejaQualifiee { information });
        }
        if let (Some(arrivee), Some(first)) = (known.arrivee(), premier_acte(known))
            && first < arrivee
        {
            report(Refus::AvantReception { information, arrivee });
        }
    }
}

/// Something was done about it that needs its reception.
fn acted_upon(known: &Information) -> bool {
    !known.qualifications.is_empty()
        || !known.rattachements.is_empty()
        || known.doublon.is_some()
        || known.retiree.is_some()
        || known.transferee.is_some()
        || known.signalements_du_departement().next().is_some()
        || !known.navettes.is_empty()
        || !known.adresses_demandees.is_empty()
}

/// The day of the first thing the Département did with it: nothing is done with what is not there yet.
fn premier_acte(known: &Information) -> Option<NaiveDate> {
    let treated = known.qualifications.iter().map(Datee::le);
    let treated = treated.chain(known.rattachements.iter().map(Datee::le));
    let treated = treated.chain(known.doublon.iter().map(Datee::le));
    let treated = treated.chain(known.transferee.iter().map(Datee::le));
    let treated = treated.chain(known.signalements_du_departement().map(Datee::le));
    let treated = treated.chain(known.navettes.iter().map(Datee::le));
    treated.chain(known.adresses_demandees.iter().map(Datee::le)).min()
}

fn was_attached(known: &Information, detachee: &Datee<Detachee>) -> bool {
    known.rattachements.iter().any(|rattachee| {
        rattachee.fait.principale == detachee.fait.principale && rattachee.le() <= detachee.le()
    })
}
