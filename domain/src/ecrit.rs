//! Writings: what was received, what was sent, to whom, by which way, and whether it arrived.
//!
//! A writing closes the deadlines that ask for one (informing the parents, the judge, the sender): the
//! chapters that owe it ask this one ([`Etat::emis_pour`]).
//!
//! ```text
//!  written by a service: received ─▶ validated ─▶ sent to the judge ─▶ acknowledged
//!  written by the Département:       validated ─▶ sent              ─▶ acknowledged
//!                                                  └▶ its content made known to the parents, to the child
//! ```
//!
//! # Invariants
//!
//! - A writing is received once and sent once. Received from a service then sent on, it is one writing
//!   of one kind with two dates: it is not sent before it was received.
//! - Who approved it did so before it left; its acknowledgement follows it.
//! - What it says is a pièce, never a field.
//! - Requests for the file and their answers are writings too: an answer is about the request.

mod differee;
mod extrait;
mod incident;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{Canal, Correspondant, GenreEcrit, IssueReexamen};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EcritId, EnfantId, PieceId};
use crate::refus::Refus;

pub use differee::{Differee, Reexaminee, Retenue};
pub use extrait::{ExtraitRemis, LigneMontree, Retrait};
pub use incident::IncidentSurvenu;

/// Every writing of the child's file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub ecrits: BTreeMap<EcritId, Ecrit>,
    /// What is withheld, by the writing that would tell it and its object (nil: the child himself).
    pub retenues: BTreeMap<(GenreEcrit, Uuid), Retenue>,
    /// Incidents, oldest first.
    pub incidents: Vec<Datee<IncidentSurvenu>>,
    /// Extracts handed over, oldest first.
    pub extraits: Vec<Datee<ExtraitRemis>>,
}

/// What is known of one writing. Its acknowledgement may be known first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ecrit {
    /// Sent: once in a sound history.
    pub emis: Vec<Datee<Emis>>,
    /// Received: once in a sound history.
    pub recus: Vec<Datee<Recu>>,
    /// Acknowledged, oldest first.
    pub accuses: Vec<Datee<Accuse>>,
    /// Approved, oldest first.
    pub validations: Vec<Datee<Valide>>,
    /// Made known, oldest first.
    pub communications: Vec<Datee<Communique>>,
}

/// What may be asked of a writing.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The Département sends one.
    Emettre(Emis),
    /// The Département received one.
    Recevoir(Recu),
    /// Its receiver acknowledged it.
    NoterAccuse(Accuse),
    /// The Département approves it, before it leaves.
    Valider(Valide),
    /// Its content was made known to a parent or to the child.
    NoterCommunication(Communique),
    /// What should be told is withheld.
    Differer(Differee),
    /// The withholding is examined again.
    Reexaminer(Reexaminee),
    /// An incident touched the child.
    SignalerIncident(IncidentSurvenu),
    /// An extract is handed over to a judge.
    RemettreExtrait(ExtraitRemis),
}

evenements! {
    /// Sent by the Département.
    Emis = "ecrit_emis.v1",
    /// Received by the Département.
    Recu = "ecrit_recu.v1",
    /// Acknowledged by its receiver.
    Accuse = "ecrit_accuse.v1",
    /// Approved before it leaves.
    Valide = "ecrit_valide.v1",
    /// Its content was made known.
    Communique = "ecrit_communique.v1",
    /// What should be told is withheld.
    Differee = "information_differee.v1",
    /// The withholding was examined again.
    Reexaminee = "information_differee_reexaminee.v1",
    /// An incident touched the child.
    IncidentSurvenu = "incident_survenu.v1",
    /// An extract was handed over to a judge.
    ExtraitRemis = "extrait_remis.v1",
}

/// What a report covers, and how it was made.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rapport {
    /// First day of the period.
    pub du: Option<NaiveDate>,
    /// Last day of the period.
    pub au: Option<NaiveDate>,
    /// Whether it follows a pluridisciplinary evaluation (CASF L223-5); absent: not said.
    pub evaluation_pluridisciplinaire: Option<bool>,
    /// For the judge: whether it holds the pediatric, psychic and social bilan of the C. civ., art. 375.
    pub bilan_pediatrique_psychique_social: Option<bool>,
}

/// Sent by the Département. `survenu` is the day (or the instant, where the law counts hours) it left.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Emis {
    /// Which writing.
    pub ecrit: EcritId,
    /// What it is.
    pub genre: GenreEcrit,
    /// To whom.
    pub destinataire: Correspondant,
    /// What it is about: an information, a mesure, an accueil, a request…
    pub objet: Option<Uuid>,
    /// By which way; absent: not said.
    pub voie: Option<Canal>,
    /// Number of the registered letter or of the message.
    pub numero: Option<String>,
    /// Who signed it for the Département.
    pub decideur: Option<Decideur>,
    /// For a report.
    pub rapport: Option<Rapport>,
    /// What is joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// Received by the Département. `survenu` is the day it arrived.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recu {
    /// Which writing.
    pub ecrit: EcritId,
    /// What it is.
    pub genre: GenreEcrit,
    /// From whom.
    pub auteur: Correspondant,
    /// What it is about.
    pub objet: Option<Uuid>,
    /// The service that wrote it.
    pub service: Option<String>,
    /// For a report.
    pub rapport: Option<Rapport>,
    /// What is joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// Acknowledged by its receiver.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accuse {
    /// Which writing.
    pub ecrit: EcritId,
    /// Number of the acknowledgement.
    pub numero: Option<String>,
}

/// Approved by the Département, before it leaves.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Valide {
    /// Which writing.
    pub ecrit: EcritId,
    /// Who approved it.
    pub decideur: Option<Decideur>,
}

/// Its content was made known (CASF L223-5): to a holder of authority, or to the child by his age.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Communique {
    /// Which writing.
    pub ecrit: EcritId,
    /// To whom.
    pub a: Correspondant,
    /// By which way; absent: not said.
    pub voie: Option<Canal>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Emettre(event) => Event::Emis(event),
            Self::Recevoir(event) => Event::Recu(event),
            Self::NoterAccuse(event) => Event::Accuse(event),
            Self::Valider(event) => Event::Valide(event),
            Self::NoterCommunication(event) => Event::Communique(event),
            Self::Differer(event) => Event::Differee(event),
            Self::Reexaminer(event) => Event::Reexaminee(event),
            Self::SignalerIncident(event) => Event::IncidentSurvenu(event),
            Self::RemettreExtrait(event) => Event::ExtraitRemis(event),
        }
    }
}

impl Event {
    /// The object it is about: the writing, else what is withheld, else the incident.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Emis(event) => Some(event.ecrit.0),
            Self::Recu(event) => Some(event.ecrit.0),
            Self::Accuse(event) => Some(event.ecrit.0),
            Self::Valide(event) => Some(event.ecrit.0),
            Self::Communique(event) => Some(event.ecrit.0),
            Self::Differee(event) => event.objet,
            Self::Reexaminee(event) => event.objet,
            Self::IncidentSurvenu(event) => Some(event.incident.0),
            Self::ExtraitRemis(event) => Some(event.extrait.0),
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        let texte = match self {
            Self::Differee(differee) => &mut differee.precision,
            Self::IncidentSurvenu(incident) => &mut incident.recit,
            Self::Emis(_)
            | Self::Recu(_)
            | Self::Accuse(_)
            | Self::Valide(_)
            | Self::Communique(_)
            | Self::Reexaminee(_)
            | Self::ExtraitRemis(_) => return,
        };
        if let Some(texte) = texte {
            texte.confie_a(enfant.0);
        }
    }
}

/// Whether a kind of writing is a report on the child's situation (CASF L223-5, C. civ. 375).
#[must_use]
pub fn est_un_rapport(genre: GenreEcrit) -> bool {
    genre == GenreEcrit::RapportEcheance
        || genre == GenreEcrit::RapportSituation
        || genre == GenreEcrit::RapportAnnuel
}

impl Ecrit {
    /// When it was sent, if it was.
    #[must_use]
    pub fn emis_le(&self) -> Option<&Datee<Emis>> {
        self.emis.first()
    }

    /// When it was received, if it was.
    #[must_use]
    pub fn recu_le(&self) -> Option<&Datee<Recu>> {
        self.recus.first()
    }

    /// What it is, by its sending, else by its reception.
    #[must_use]
    pub fn genre(&self) -> Option<GenreEcrit> {
        let sent = self.emis.first().map(|emis| emis.fait.genre);
        sent.or(self.recus.first().map(|recu| recu.fait.genre))
    }

    /// What it is about.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        let sent = self.emis.first().and_then(|emis| emis.fait.objet);
        sent.or(self.recus.first().and_then(|recu| recu.fait.objet))
    }

    /// The two kinds under which it is recorded, when it was received as one and sent as another.
    fn deux_genres(&self) -> bool {
        let received = self.recus.iter().map(|recu| recu.fait.genre);
        let sent = self.emis.iter().map(|emis| emis.fait.genre);
        let genres: Vec<GenreEcrit> = received.chain(sent).collect();
        genres.windows(2).any(|pair| pair[0] != pair[1])
    }
}

impl Etat {
    fn ecrit(&mut self, ecrit: EcritId) -> &mut Ecrit {
        self.ecrits.entry(ecrit).or_default()
    }

    fn retenue(&mut self, genre: GenreEcrit, objet: Option<Uuid>) -> &mut Retenue {
        self.retenues.entry((genre, objet.unwrap_or(Uuid::nil()))).or_default()
    }

    /// The writings of a kind sent about an object, oldest first.
    pub fn emis_pour(&self, genre: GenreEcrit, objet: Uuid) -> impl Iterator<Item = &Datee<Emis>> {
        let mut found: Vec<_> = self
            .ecrits
            .values()
            .flat_map(|ecrit| &ecrit.emis)
            .filter(|emis| emis.fait.genre == genre && emis.fait.objet == Some(objet))
            .collect();
        found.sort_by_key(|emis| emis.survenu);
        found.into_iter()
    }

    /// The writings of a kind received, oldest first.
    pub fn recus_de(&self, genre: GenreEcrit) -> impl Iterator<Item = &Datee<Recu>> {
        let mut found: Vec<_> = self
            .ecrits
            .values()
            .flat_map(|ecrit| &ecrit.recus)
            .filter(|recu| recu.fait.genre == genre)
            .collect();
        found.sort_by_key(|recu| recu.survenu);
        found.into_iter()
    }

    /// The day since which an information is withheld, while it is: its deadline has no object from
    /// that day, and whom it is withheld from is not shown it.
    #[must_use]
    pub fn differee_depuis(&self, genre: GenreEcrit, objet: Uuid) -> Option<NaiveDate> {
        self.retenues.get(&(genre, objet)).and_then(Retenue::depuis)
    }

    /// Whether a writing may be shown to the parents or to the child: it is not withheld, nor is what
    /// it is about (withheld information stays out of their portal).
    #[must_use]
    pub fn montrable_a_la_famille(&self, ecrit: EcritId) -> bool {
        let Some(known) = self.ecrits.get(&ecrit) else { return false };
        let Some(genre) = known.genre() else { return false };
        let about = [Some(ecrit.0), known.objet(), Some(Uuid::nil())];
        about.into_iter().flatten().all(|objet| self.differee_depuis(genre, objet).is_none())
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// An approval, a withholding or an extract nobody decided, a new examination of what is not withheld.
pub fn decide(parcours: &Parcours, command: Command) -> Result<Event, Refus> {
    let signed = match &command {
        Command::Valider(valide) => valide.decideur.is_some(),
        Command::Differer(differee) => differee.decideur.is_some(),
        Command::RemettreExtrait(extrait) => extrait.decideur.is_some(),
        Command::Reexaminer(reexaminee) => {
            withheld(parcours, reexaminee)?;
            reexaminee.decideur.is_some()
        }
        Command::Emettre(_)
        | Command::Recevoir(_)
        | Command::NoterAccuse(_)
        | Command::NoterCommunication(_)
        | Command::SignalerIncident(_) => true,
    };
    if signed { Ok(command.event()) } else { Err(Refus::DecideurManquant) }
}

fn withheld(parcours: &Parcours, reexaminee: &Reexaminee) -> Result<(), Refus> {
    let objet = reexaminee.objet.unwrap_or(Uuid::nil());
    let depuis = parcours.ecrit.differee_depuis(reexaminee.genre, objet);
    if depuis.is_none() {
        return Err(Refus::InformationNonDifferee);
    }
    let goes_on = reexaminee.issue == IssueReexamen::Maintenue;
    if goes_on && reexaminee.reexaminer_le.is_none() {
        return Err(Refus::ReexamenSansDate);
    }
    Ok(())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Emis(fait) => etat.ecrit(fait.ecrit).emis.push(effectif.datee(fait)),
        Event::Recu(fait) => etat.ecrit(fait.ecrit).recus.push(effectif.datee(fait)),
        Event::Accuse(fait) => etat.ecrit(fait.ecrit).accuses.push(effectif.datee(fait)),
        Event::Valide(fait) => etat.ecrit(fait.ecrit).validations.push(effectif.datee(fait)),
        Event::Communique(fait) => {
            etat.ecrit(fait.ecrit).communications.push(effectif.datee(fait));
        }
        Event::Differee(fait) => {
            etat.retenue(fait.genre, fait.objet).differees.push(effectif.datee(fait));
        }
        Event::Reexaminee(fait) => {
            etat.retenue(fait.genre, fait.objet).reexamens.push(effectif.datee(fait));
        }
        Event::IncidentSurvenu(fait) => etat.incidents.push(effectif.datee(fait)),
        Event::ExtraitRemis(fait) => etat.extraits.push(effectif.datee(fait)),
    }
}

/// What cannot be true of the writings together.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for (ecrit, known) in &parcours.ecrit.ecrits {
        found.extend(impossible(known).into_iter().map(|refus| (ecrit.0, refus)));
    }
    let extraits = &parcours.ecrit.extraits;
    for (rank, remis) in extraits.iter().enumerate() {
        let extrait = remis.fait.extrait;
        if extraits.iter().take(rank).any(|earlier| earlier.fait.extrait == extrait) {
            found.push((extrait.0, Refus::ExtraitDejaRemis { extrait }));
        }
    }
    for ((_, objet), retenue) in &parcours.ecrit.retenues {
        if retenue.reexaminee_sans_etre_differee() {
            found.push((*objet, Refus::InformationNonDifferee));
        }
    }
}

fn impossible(ecrit: &Ecrit) -> Vec<Refus> {
    let sent = ecrit.emis.iter().map(Datee::le).min();
    let received = ecrit.recus.iter().map(Datee::le).max();
    let acknowledged = ecrit.accuses.iter().map(Datee::le).min();
    let approved = ecrit.validations.iter().map(Datee::le).max();
    let before = |early: Option<NaiveDate>, late: Option<NaiveDate>| {
        early.zip(late).is_some_and(|(early, late)| early < late)
    };
    let mut found = Vec::new();
    let mut report = |so: bool, refus: Refus| {
        if so {
            found.push(refus);
        }
    };
    report(ecrit.emis.len() > 1, Refus::EcritDejaEmis);
    report(ecrit.recus.len() > 1, Refus::EcritDejaRecu);
    report(ecrit.deux_genres(), Refus::EcritDeDeuxGenres);
    if let Some(emis) = sent {
        report(before(acknowledged, sent), Refus::AccuseAvantEnvoi { emis });
        report(before(sent, received), Refus::EnvoiAvantReception { emis });
        report(before(sent, approved), Refus::ValidationApresEnvoi { emis });
    }
    found
}

#[cfg(test)]
mod tests;
