//! Placement episodes: where the child really is, day after day.
//!
//! # Invariants
//!
//! - An admission is an observation: a child who entered a foyer at 2 a.m. entered it, order or not.
//! - At most one *principal* episode at a time; relays, holidays and hospital are not principal.
//! - A change of place ends one episode and begins another, the same day.
//! - Fugue and hospital are absences: the episode, and the measure, go on.
//!
//! - A change of place is decided before it happens: the decision starts the notices to the judge.
//!
//! Deliberately absent: capacity of places; the notices themselves, which are writings.

#[cfg(test)]
mod tests;
mod titres;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Organisation;
use crate::codes::{Absence, LieuAccueil, MotifChangementLieu, MotifSeparation, MotifSortie};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{AccueilId, LieuId, MesureId};
use crate::refus::Refus;

pub use titres::Titre;

/// Every episode of the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub accueils: BTreeMap<AccueilId, Accueil>,
}

/// What is known of one episode.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accueil {
    /// Beginnings: one in a sound history.
    pub debuts: Vec<Datee<Debut>>,
    /// Ends: one in a sound history.
    pub fins: Vec<Datee<Fin>>,
    /// Absences noted, oldest first.
    pub absences: Vec<Datee<AbsenceConstatee>>,
    /// Returns, oldest first.
    pub retours: Vec<NaiveDate>,
    /// Changes of place decided, oldest first.
    pub changements: Vec<Datee<ChangementDecide>>,
    /// Separations from brothers and sisters, oldest first.
    pub separations: Vec<Datee<FratrieSeparee>>,
    /// The brothers and sisters are together again, oldest first.
    pub reunions: Vec<NaiveDate>,
    /// Renewals of a stay in pouponnière: one in a sound history.
    pub renouvellements: Vec<Datee<SejourRenouvele>>,
}

/// How an episode begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Debut {
    /// The measure it executes, when known.
    pub mesure: Option<MesureId>,
    /// The place.
    pub lieu: Lieu,
    /// Not a relay, a holiday or a hospital.
    pub principal: bool,
    /// In emergency.
    pub urgence: bool,
    /// When the judge was told of the change that begins it, if told with it.
    pub juge_informe_le: Option<NaiveDate>,
    /// The episode it follows in a change of place.
    pub precedent: Option<AccueilId>,
}

/// How an episode ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Fin {
    /// The child left.
    Sortie(MotifSortie),
    /// The place changed.
    Changement(MotifChangementLieu),
}

/// What may be asked of an episode.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The child entered.
    Admettre(Admis),
    /// The place changes.
    ChangerDeLieu(LieuChange),
    /// The child left.
    Terminer(Termine),
    /// The child is away.
    ConstaterAbsence(AbsenceConstatee),
    /// The child is back.
    ConstaterRetour(RetourConstate),
    /// The place will change, or changes at once.
    DeciderChangement(ChangementDecide),
    /// Brothers and sisters are separated.
    SeparerFratrie(FratrieSeparee),
    /// They are together again.
    ReunirFratrie(FratrieReunie),
    /// A stay in pouponnière goes on after an evaluation.
    RenouvelerSejour(SejourRenouvele),
}

evenements! {
    /// The child entered.
    Admis = "accueil_admis.v1",
    /// The place changed.
    LieuChange = "accueil_lieu_change.v1",
    /// The child left.
    Termine = "accueil_termine.v1",
    /// The child is away.
    AbsenceConstatee = "absence_constatee.v1",
    /// The child is back.
    RetourConstate = "retour_constate.v1",
    /// The place will change, or changes at once.
    ChangementDecide = "accueil_changement_decide.v1",
    /// Brothers and sisters are separated.
    FratrieSeparee = "fratrie_separee.v1",
    /// They are together again.
    FratrieReunie = "fratrie_reunie.v1",
    /// A stay in pouponnière goes on after an evaluation.
    SejourRenouvele = "sejour_renouvele.v1",
}

/// A place.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lieu {
    /// What kind.
    pub genre: LieuAccueil,
    /// Which, when known.
    pub lieu: Option<LieuId>,
    /// The organisation that runs it.
    pub organisation: Option<Organisation>,
    /// INSEE.
    pub commune: Option<String>,
    /// The judge keeps it secret (C. civ., art. 375-7).
    pub secret: bool,
}

/// The child entered.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Admis {
    /// Which episode.
    pub accueil: AccueilId,
    /// The measure it executes, when known.
    pub mesure: Option<MesureId>,
    /// The place.
    pub lieu: Lieu,
    /// Not a relay, a holiday or a hospital.
    pub principal: bool,
    /// In emergency.
    pub urgence: bool,
}

/// The place changed.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LieuChange {
    /// The episode that ends.
    pub accueil: AccueilId,
    /// The one that begins.
    pub nouvel_accueil: AccueilId,
    /// The new place.
    pub lieu: Lieu,
    /// Why.
    pub motif: MotifChangementLieu,
    /// When the judge was told (CASF L223-3).
    pub juge_informe_le: Option<NaiveDate>,
}

/// The child left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Termine {
    /// Which episode.
    pub accueil: AccueilId,
    /// Why.
    pub motif: MotifSortie,
}

/// The child is away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AbsenceConstatee {
    /// From which episode.
    pub accueil: AccueilId,
    /// How.
    pub genre: Absence,
}

/// The child is back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetourConstate {
    /// To which episode.
    pub accueil: AccueilId,
}

/// The ASE decides to change the place. `survenu` is the day of the decision, or its instant in an
/// emergency: the judge is told within hours of it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangementDecide {
    /// The episode that will end.
    pub accueil: AccueilId,
    /// The day foreseen; absent in an emergency.
    pub prevu_le: Option<NaiveDate>,
    /// At once.
    pub urgence: bool,
    /// Why.
    pub motif: MotifChangementLieu,
}

/// From this episode on the child no longer lives with his brothers and sisters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FratrieSeparee {
    /// Which episode.
    pub accueil: AccueilId,
    /// Why.
    pub motif: MotifSeparation,
}

/// Brothers and sisters live together again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FratrieReunie {
    /// The episode in which they were separated.
    pub accueil: AccueilId,
}

/// A stay in pouponnière goes on after an evaluation, once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SejourRenouvele {
    /// Which episode.
    pub accueil: AccueilId,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Admettre(event) => Event::Admis(event),
            Self::ChangerDeLieu(event) => Event::LieuChange(event),
            Self::Terminer(event) => Event::Termine(event),
            Self::ConstaterAbsence(event) => Event::AbsenceConstatee(event),
            Self::ConstaterRetour(event) => Event::RetourConstate(event),
            Self::DeciderChangement(event) => Event::ChangementDecide(event),
            Self::SeparerFratrie(event) => Event::FratrieSeparee(event),
            Self::ReunirFratrie(event) => Event::FratrieReunie(event),
            Self::RenouvelerSejour(event) => Event::SejourRenouvele(event),
        }
    }
}

impl Event {
    /// The episode it is about: the one that ends, for a change of place.
    #[must_use]
    pub fn accueil(&self) -> AccueilId {
        match self {
            Self::Admis(event) => event.accueil,
            Self::LieuChange(event) => event.accueil,
            Self::Termine(event) => event.accueil,
            Self::AbsenceConstatee(event) => event.accueil,
            Self::RetourConstate(event) => event.accueil,
            Self::ChangementDecide(event) => event.accueil,
            Self::FratrieSeparee(event) => event.accueil,
            Self::FratrieReunie(event) => event.accueil,
            Self::SejourRenouvele(event) => event.accueil,
        }
    }
}

impl Accueil {
    /// The beginning, when it is known.
    #[must_use]
    pub fn debut(&self) -> Option<&Datee<Debut>> {
        self.debuts.first()
    }

    /// The first day on which the child is no longer there.
    #[must_use]
    pub fn fin(&self) -> Option<NaiveDate> {
        self.fins.iter().map(Datee::le).min()
    }

    /// The child lives there on that day (absences are not ends).
    #[must_use]
    pub fn ouvert(&self, le: NaiveDate) -> bool {
        self.debut().is_some_and(|debut| debut.le() <= le) && self.fin().is_none_or(|fin| le < fin)
    }

    /// The absence that lasts on a day: the episode, and the measure, go on.
    #[must_use]
    pub fn absence_au(&self, le: NaiveDate) -> Option<&Datee<AbsenceConstatee>> {
        let last = self.absences.iter().rfind(|absence| absence.le() <= le)?;
        let back = self.retours.iter().any(|&retour| last.le() <= retour && retour <= le);
        (!back && self.ouvert(le)).then_some(last)
    }

    /// The separation that lasts on a day.
    #[must_use]
    pub fn separation_au(&self, le: NaiveDate) -> Option<&Datee<FratrieSeparee>> {
        let last = self.separations.iter().rfind(|separation| separation.le() <= le)?;
        let together = self.reunions.iter().any(|&again| last.le() <= again && again <= le);
        (!together).then_some(last)
    }
}

impl Etat {
    /// The principal episode open on a day.
    #[must_use]
    pub fn principal_au(&self, le: NaiveDate) -> Option<(&AccueilId, &Accueil)> {
        self.accueils.iter().find(|(_, accueil)| {
            accueil.ouvert(le) && accueil.debut().is_some_and(|debut| debut.fait.principal)
        })
    }
}

/// Decides a command about an episode, from the parcours on the day of the act.
///
/// # Errors
///
/// An episode begun twice, or a change or end of an episode that is not open.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Admettre(admis) => {
            not_begun(parcours, admis.accueil)?;
            Ok(Event::Admis(admis))
        }
        Command::ChangerDeLieu(change) => {
            open(parcours, change.accueil, le)?;
            not_begun(parcours, change.nouvel_accueil)?;
            Ok(Event::LieuChange(change))
        }
        Command::Terminer(termine) => {
            open(parcours, termine.accueil, le)?;
            Ok(Event::Termine(termine))
        }
        Command::RenouvelerSejour(renouvele) => {
            open(parcours, renouvele.accueil, le)?;
            let known = parcours.accueil.accueils.get(&renouvele.accueil);
            if known.is_some_and(|known| !known.renouvellements.is_empty()) {
                return Err(Refus::SejourDejaRenouvele { accueil: renouvele.accueil });
            }
            Ok(Event::SejourRenouvele(renouvele))
        }
        Command::DeciderChangement(decide) => {
            there(parcours, decide.accueil, le)?;
            Ok(Event::ChangementDecide(decide))
        }
        observed @ (Command::ConstaterAbsence(_)
        | Command::ConstaterRetour(_)
        | Command::SeparerFratrie(_)
        | Command::ReunirFratrie(_)) => Ok(observed.event()),
    }
}

fn not_begun(parcours: &Parcours, accueil: AccueilId) -> Result<(), Refus> {
    let known = parcours.accueil.accueils.get(&accueil);
    if known.is_some_and(|known| !known.debuts.is_empty()) {
        return Err(Refus::AccueilDejaOuvert { accueil });
    }
    Ok(())
}

fn open(parcours: &Parcours, accueil: AccueilId, le: NaiveDate) -> Result<(), Refus> {
    let known = parcours.accueil.accueils.get(&accueil);
    if known.is_some_and(|known| known.ouvert(le)) {
        return Ok(());
    }
    Err(Refus::AccueilNonOuvert { accueil, le })
}

/// There that day, that of his leaving included: a change in urgency is decided on the day it happens,
/// whichever is typed first.
fn there(parcours: &Parcours, accueil: AccueilId, le: NaiveDate) -> Result<(), Refus> {
    let known = parcours.accueil.accueils.get(&accueil);
    let left_today = known.is_some_and(|known| known.debut().is_some() && known.fin() == Some(le));
    if left_today { Ok(()) } else { open(parcours, accueil, le) }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Admis(admis) => begin(
            etat,
            effectif,
            admis.accueil,
            Debut {
                mesure: admis.mesure,
                lieu: admis.lieu.clone(),
                principal: admis.principal,
                urgence: admis.urgence,
                juge_informe_le: None,
                precedent: None,
            },
        ),
        Event::LieuChange(change) => change_place(etat, effectif, change),
        Event::Termine(termine) => end(etat, effectif, termine.accueil, Fin::Sortie(termine.motif)),
        Event::AbsenceConstatee(absence) => {
            let entry = etat.accueils.entry(absence.accueil).or_default();
            entry.absences.push(effectif.datee(absence));
        }
        Event::RetourConstate(retour) => {
            let entry = etat.accueils.entry(retour.accueil).or_default();
            entry.retours.push(effectif.survenu.le);
        }
        Event::ChangementDecide(decide) => {
            let entry = etat.accueils.entry(decide.accueil).or_default();
            entry.changements.push(effectif.datee(decide));
        }
        Event::FratrieSeparee(separee) => {
            let entry = etat.accueils.entry(separee.accueil).or_default();
            entry.separations.push(effectif.datee(separee));
        }
        Event::FratrieReunie(reunie) => {
            let entry = etat.accueils.entry(reunie.accueil).or_default();
            entry.reunions.push(effectif.survenu.le);
        }
        Event::SejourRenouvele(renouvele) => {
            let entry = etat.accueils.entry(renouvele.accueil).or_default();
            entry.renouvellements.push(effectif.datee(renouvele));
        }
    }
}

fn begin(etat: &mut Etat, effectif: &Effectif, accueil: AccueilId, debut: Debut) {
    etat.accueils.entry(accueil).or_default().debuts.push(effectif.datee(&debut));
}

fn end(etat: &mut Etat, effectif: &Effectif, accueil: AccueilId, fin: Fin) {
    etat.accueils.entry(accueil).or_default().fins.push(effectif.datee(&fin));
}

fn change_place(etat: &mut Etat, effectif: &Effectif, change: &LieuChange) {
    let left = etat.accueils.get(&change.accueil).and_then(Accueil::debut);
    let principal = left.is_none_or(|debut| debut.fait.principal);
    end(etat, effectif, change.accueil, Fin::Changement(change.motif));
    begin(
        etat,
        effectif,
        change.nouvel_accueil,
        Debut {
            mesure: None,
            lieu: change.lieu.clone(),
            principal,
            urgence: false,
            juge_informe_le: change.juge_informe_le,
            precedent: Some(change.accueil),
        },
    );
}

/// What cannot be true of the episodes together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&accueil, known) in &etat.accueils {
        let mut report = |refus| found.push((accueil.0, refus));
        if known.debuts.len() > 1 {
            report(Refus::AccueilDejaOuvert { accueil });
        }
        if known.renouvellements.len() > 1 {
            report(Refus::SejourDejaRenouvele { accueil });
        }
        if let (None, Some(fin)) = (known.debut(), known.fin()) {
            report(Refus::AccueilNonOuvert { accueil, le: fin });
        }
        if let Some(second) = known.fins.iter().map(Datee::le).max()
            && known.fins.len() > 1
        {
            report(Refus::AccueilNonOuvert { accueil, le: second });
        }
        if let (Some(debut), Some(fin)) = (known.debut().map(Datee::le), known.fin())
            && fin < debut
        {
            report(Refus::SortieAvantEntree { accueil, entree: debut });
        }
    }
    overlaps(etat, found);
}

fn overlaps(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    let mut principals: Vec<(NaiveDate, Option<NaiveDate>, AccueilId)> = etat
        .accueils
        .iter()
        .filter_map(|(&id, accueil)| {
            let debut = accueil.debut().filter(|debut| debut.fait.principal)?;
            Some((debut.le(), accueil.fin(), id))
        })
        .collect();
    principals.sort_unstable_by_key(|&(debut, fin, id)| (debut, fin.unwrap_or(NaiveDate::MAX), id));
    for pair in principals.windows(2) {
        let [(_, fin, ouvert), (debut, _, accueil)] = pair else { continue };
        if fin.is_none_or(|fin| *debut < fin) {
            let refus = Refus::DejaAccueilli { ouvert: *ouvert, le: *debut };
            found.push((accueil.0, refus));
        }
    }
}
