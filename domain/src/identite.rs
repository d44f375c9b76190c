//! Who the child is, as far as is known, and where he lives.
//!
//! A birth date is a claim with a source: a later judgment fixes another. A minor whom nobody can
//! name yet has a provisional file, identified later; until then he is in no distinct count. A child not
//! yet born has a prenatal file, which his birth opens again: no information is qualified before it.
//!
//! # Invariants
//!
//! - A file is opened once: by an inscription, by the reporting of an unidentified minor or of a child to
//!   be born.
//! - Of the births claimed, the one of the strongest source counts; of one source, the last ([`rang`]).
//! - Names, description and address are sealed under the child's key. Birth date, sex, commune and
//!   service stay clear: figures need them, and no figure opens a seal.
//!
//! Deliberately absent: the search for duplicates and the merge of files.

mod minorite;
#[cfg(test)]
mod tests_minorite;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::{MotifPrenatalClos, Sexe, SourceNaissance};
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, MinoriteId, PersonneId};
use crate::refus::Refus;
use crate::sealed::Sealed;
use crate::temps::{Precision, majorite};

pub use minorite::{
    Minorite, MinoriteEvaluee, MinoriteRefusee, MisALAbri, MiseALAbriProlongee, RepitAccorde,
};

/// The child's identity and residences, folded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Inscriptions: one in a sound history.
    pub inscrits: Vec<Datee<Inscrit>>,
    /// Reportings of an unidentified minor.
    pub non_identifies: Vec<Datee<NonIdentifieSignale>>,
    /// Identifications.
    pub identifies: Vec<Datee<Identifie>>,
    /// Children reported before their birth.
    pub a_naitre: Vec<Datee<ANaitreSignale>>,
    /// Births of those children: one in a sound history.
    pub nes: Vec<Datee<Ne>>,
    /// Prenatal alerts that no birth followed.
    pub prenatals_clos: Vec<Datee<PrenatalClos>>,
    /// Assessments of minority.
    pub minorites: BTreeMap<MinoriteId, Minorite>,
    /// Births fixed, oldest first.
    pub naissances: Vec<Datee<Naissance>>,
    /// Residences, oldest first.
    pub residences: Vec<Datee<ResidenceDeclaree>>,
    /// Recognised as an unaccompanied minor.
    pub mna: Option<NaiveDate>,
    /// Emancipated.
    pub emancipe: Option<NaiveDate>,
    /// Died.
    pub decede: Option<NaiveDate>,
}

/// What may be asked of the identity.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens the file of a known child.
    Inscrire(Inscrit),
    /// Opens a provisional file.
    SignalerNonIdentifie(NonIdentifieSignale),
    /// Names the unidentified minor.
    Identifier(Identifie),
    /// Fixes the birth date.
    FixerNaissance(NaissanceFixee),
    /// Says where the child lives and which délégation is in charge.
    DeclarerResidence(ResidenceDeclaree),
    /// Recognises an unaccompanied minor.
    ReconnaitreMna(MnaReconnu),
    /// Emancipation.
    DeclarerEmancipation(Emancipe),
    /// Death.
    DeclarerDeces(Decede),
    /// Opens the file of a child to be born.
    SignalerANaitre(ANaitreSignale),
    /// The child is born.
    ConstaterNaissance(Ne),
    /// The prenatal alert ends without a birth to follow.
    ClorePrenatal(PrenatalClos),
    /// Emergency shelter of a person who says he is an unaccompanied minor.
    MettreALAbri(MisALAbri),
    /// It goes on.
    ProlongerMiseALAbri(MiseALAbriProlongee),
    /// A temps de répit is granted.
    AccorderRepit(RepitAccorde),
    /// Minority and isolation are assessed.
    EvaluerMinorite(MinoriteEvaluee),
    /// The Département refuses to take charge.
    RefuserMinorite(MinoriteRefusee),
}

evenements! {
    /// The file is opened.
    Inscrit = "enfant_inscrit.v1",
    /// A provisional file is opened.
    NonIdentifieSignale = "enfant_non_identifie_signale.v1",
    /// The unidentified minor is named.
    Identifie = "enfant_identifie.v1",
    /// The birth date is fixed.
    NaissanceFixee = "naissance_fixee.v1",
    /// The residence is declared.
    ResidenceDeclaree = "residence_declaree.v1",
    /// Recognised as an unaccompanied minor.
    MnaReconnu = "mna_reconnu.v1",
    /// Emancipated.
    Emancipe = "enfant_emancipe.v1",
    /// Died.
    Decede = "enfant_decede.v1",
    /// The file of a child to be born is opened.
    ANaitreSignale = "enfant_a_naitre_signale.v1",
    /// The child is born.
    Ne = "enfant_ne.v1",
    /// The prenatal alert ended without a birth to follow.
    PrenatalClos = "prenatal_clos.v1",
    /// Emergency shelter began.
    MisALAbri = "mis_a_l_abri.v1",
    /// It went on.
    MiseALAbriProlongee = "mise_a_l_abri_prolongee.v1",
    /// A temps de répit was granted.
    RepitAccorde = "repit_accorde.v1",
    /// Minority and isolation were assessed.
    MinoriteEvaluee = "minorite_evaluee.v1",
    /// The Département refused to take charge.
    MinoriteRefusee = "minorite_refusee.v1",
}

/// Names of a child.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EtatCivil {
    /// Surname.
    pub nom: String,
    /// First names.
    pub prenoms: String,
    /// Birth name of the mother, part of the national pseudonym.
    pub nom_naissance_mere: Option<String>,
}

/// A birth date and its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naissance {
    /// The day; the first day of the month or year when only that is known.
    pub le: NaiveDate,
    /// How precisely.
    pub precision: Precision,
    /// Who says so.
    pub source: SourceNaissance,
}

/// The file of a child is opened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inscrit {
    /// Names, sealed.
    pub etat_civil: Sealed<EtatCivil>,
    /// Birth, when known.
    pub naissance: Option<Naissance>,
    /// Sex.
    pub sexe: Sexe,
}

/// A minor nobody can name yet.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NonIdentifieSignale {
    /// « Un petit, résidence des Pins »: sealed.
    pub description: Sealed<String>,
    /// Apparent age, in years.
    pub age_apparent_ans: Option<u32>,
    /// Sex, when seen.
    pub sexe: Sexe,
}

/// The unidentified minor is named.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identifie {
    /// Names, sealed.
    pub etat_civil: Sealed<EtatCivil>,
    /// Birth, when known.
    pub naissance: Option<Naissance>,
    /// Sex.
    pub sexe: Sexe,
}

/// The birth date is fixed, by a judgment or a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NaissanceFixee {
    /// The birth.
    pub naissance: Naissance,
}

/// Where the child lives from that day.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResidenceDeclaree {
    /// INSEE code; absent: unknown or abroad.
    pub commune: Option<String>,
    /// Sealed.
    pub adresse: Option<Sealed<String>>,
    /// The délégation territoriale in charge. Never a territory: the map changes.
    pub service_responsable: Option<String>,
}

/// Recognised as an unaccompanied minor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MnaReconnu {}

/// Emancipated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Emancipe {}

/// Died.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decede {}

/// A child is to be born into danger: an alert, never an information préoccupante.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ANaitreSignale {
    /// « La grossesse de Mme … »: sealed.
    pub description: Sealed<String>,
    /// The expected day of birth.
    pub terme_prevu_le: Option<NaiveDate>,
    /// The mother, when she has a file.
    pub mere: Option<PersonneId>,
}

/// The child is born: `survenu` is the day of birth.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ne {
    /// Names, sealed; absent: not yet known.
    pub etat_civil: Option<Sealed<EtatCivil>>,
    /// Sex.
    pub sexe: Sexe,
}

/// The prenatal alert ended without a birth to follow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrenatalClos {
    /// Why.
    pub motif: MotifPrenatalClos,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Inscrire(event) => Event::Inscrit(event),
            Self::SignalerNonIdentifie(event) => Event::NonIdentifieSignale(event),
            Self::Identifier(event) => Event::Identifie(event),
            Self::FixerNaissance(event) => Event::NaissanceFixee(event),
            Self::DeclarerResidence(event) => Event::ResidenceDeclaree(event),
            Self::ReconnaitreMna(event) => Event::MnaReconnu(event),
            Self::DeclarerEmancipation(event) => Event::Emancipe(event),
            Self::DeclarerDeces(event) => Event::Decede(event),
            Self::SignalerANaitre(event) => Event::ANaitreSignale(event),
            Self::ConstaterNaissance(event) => Event::Ne(event),
            Self::ClorePrenatal(event) => Event::PrenatalClos(event),
            Self::MettreALAbri(event) => Event::MisALAbri(event),
            Self::ProlongerMiseALAbri(event) => Event::MiseALAbriProlongee(event),
            Self::AccorderRepit(event) => Event::RepitAccorde(event),
            Self::EvaluerMinorite(event) => Event::MinoriteEvaluee(event),
            Self::RefuserMinorite(event) => Event::MinoriteRefusee(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one: an assessment of minority.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::MisALAbri(fait) => Some(fait.minorite.0),
            Self::MiseALAbriProlongee(fait) => Some(fait.minorite.0),
            Self::RepitAccorde(fait) => Some(fait.minorite.0),
            Self::MinoriteEvaluee(fait) => Some(fait.minorite.0),
            Self::MinoriteRefusee(fait) => Some(fait.minorite.0),
            Self::Inscrit(_)
            | Self::NonIdentifieSignale(_)
            | Self::Identifie(_)
            | Self::NaissanceFixee(_)
            | Self::ResidenceDeclaree(_)
            | Self::MnaReconnu(_)
            | Self::Emancipe(_)
            | Self::Decede(_)
            | Self::ANaitreSignale(_)
            | Self::Ne(_)
            | Self::PrenatalClos(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::Inscrit(inscrit) => inscrit.etat_civil.confie_a(enfant.0),
            Self::NonIdentifieSignale(signale) => signale.description.confie_a(enfant.0),
            Self::Identifie(identifie) => identifie.etat_civil.confie_a(enfant.0),
            Self::ResidenceDeclaree(residence) => {
                if let Some(adresse) = &mut residence.adresse {
                    adresse.confie_a(enfant.0);
                }
            }
            Self::ANaitreSignale(signale) => signale.description.confie_a(enfant.0),
            Self::Ne(ne) => {
                if let Some(etat_civil) = &mut ne.etat_civil {
                    etat_civil.confie_a(enfant.0);
                }
            }
            Self::NaissanceFixee(_)
            | Self::MnaReconnu(_)
            | Self::Emancipe(_)
            | Self::Decede(_)
            | Self::PrenatalClos(_)
            | Self::MisALAbri(_)
            | Self::MiseALAbriProlongee(_)
            | Self::RepitAccorde(_)
            | Self::MinoriteEvaluee(_)
            | Self::MinoriteRefusee(_) => {}
        }
    }
}

impl Etat {
    /// The birth now held to be true: of the strongest source, and of one source the last claimed.
    #[must_use]
    pub fn naissance(&self) -> Option<&Naissance> {
        self.naissances.iter().map(|datee| &datee.fait).max_by_key(|claim| rang(claim.source))
    }

    /// Reported before birth and not born on a day, as far as is known.
    #[must_use]
    pub fn a_naitre_au(&self, le: NaiveDate) -> bool {
        !self.a_naitre.is_empty() && self.naissance().is_none_or(|naissance| le < naissance.le)
    }

    /// The names, when the file has some.
    #[must_use]
    pub fn etat_civil(&self) -> Option<&Sealed<EtatCivil>> {
        let inscrit = self.inscrits.last().map(|datee| &datee.fait.etat_civil);
        let ne = self.nes.iter().rev().find_map(|datee| datee.fait.etat_civil.as_ref());
        self.identifies.last().map(|datee| &datee.fait.etat_civil).or(ne).or(inscrit)
    }

    /// Sex, as last said.
    #[must_use]
    pub fn sexe(&self) -> Sexe {
        let inscrit = self.inscrits.last().map(|datee| datee.fait.sexe);
        let signale = self.non_identifies.last().map(|datee| datee.fait.sexe);
        let identifie = self.identifies.last().map(|datee| datee.fait.sexe);
        let ne = self.nes.last().map(|datee| datee.fait.sexe);
        identifie.or(ne).or(inscrit).or(signale).unwrap_or(Sexe::NeSaitPas)
    }

    /// A file exists.
    #[must_use]
    pub fn existe(&self) -> bool {
        !self.inscrits.is_empty() || !self.non_identifies.is_empty() || !self.a_naitre.is_empty()
    }

    /// Somebody can name the child.
    #[must_use]
    pub fn identifie(&self) -> bool {
        !self.inscrits.is_empty()
            || !self.identifies.is_empty()
            || self.nes.iter().any(|ne| ne.fait.etat_civil.is_some())
    }

    fn minorite(&self, id: MinoriteId) -> Minorite {
        self.minorites.get(&id).cloned().unwrap_or_default()
    }

    /// Where he lived on a day.
    #[must_use]
    pub fn residence_au(&self, le: NaiveDate) -> Option<&ResidenceDeclaree> {
        self.residences.iter().rev().find(|datee| datee.le() <= le).map(|datee| &datee.fait)
    }

    /// The day of majority, when the birth is known.
    #[must_use]
    pub fn majorite(&self) -> Option<NaiveDate> {
        self.naissance().map(|naissance| majorite(naissance.le))
    }

    /// Not known to be of age on that day.
    #[must_use]
    pub fn mineur_au(&self, le: NaiveDate) -> bool {
        self.majorite().is_none_or(|majorite| le < majorite)
    }
}

/// How strong the source of a birth date is: a judgment over a document, a document over an assessment,
/// what is declared over what is seen.
#[must_use]
pub fn rang(source: SourceNaissance) -> u8 {
    match source {
        SourceNaissance::DecisionJudiciaire => 4,
        SourceNaissance::EtatCivil => 3,
        SourceNaissance::Evaluation => 2,
        SourceNaissance::Declaration => 1,
        SourceNaissance::Apparence => 0,
    }
}

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

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Inscrit(inscrit) => {
            etat.inscrits.push(effectif.datee(inscrit));
            claim(etat, effectif, inscrit.naissance.as_ref());
        }
        Event::NonIdentifieSignale(signale) => etat.non_identifies.push(effectif.datee(signale)),
        Event::Identifie(identifie) => {
            etat.identifies.push(effectif.datee(identifie));
            claim(etat, effectif, identifie.naissance.as_ref());
        }
        Event::NaissanceFixee(fixee) => claim(etat, effectif, Some(&fixee.naissance)),
        Event::ResidenceDeclaree(residence) => etat.residences.push(effectif.datee(residence)),
        Event::MnaReconnu(MnaReconnu {}) => {
            etat.mna.get_or_insert(effectif.survenu.le);
        }
        Event::Emancipe(Emancipe {}) => {
            etat.emancipe.get_or_insert(effectif.survenu.le);
        }
        Event::Decede(Decede {}) => {
            etat.decede.get_or_insert(effectif.survenu.le);
        }
        Event::ANaitreSignale(signale) => etat.a_naitre.push(effectif.datee(signale)),
        Event::Ne(ne) => {
            etat.nes.push(effectif.datee(ne));
            claim(etat, effectif, Some(&born(effectif)));
        }
        Event::PrenatalClos(clos) => etat.prenatals_clos.push(effectif.datee(clos)),
        Event::MisALAbri(fait) => {
            minorite_of(etat, fait.minorite).mises_a_l_abri.push(effectif.datee(fait));
        }
        Event::MiseALAbriProlongee(fait) => {
            minorite_of(etat, fait.minorite).prolongations.push(effectif.datee(fait));
        }
        Event::RepitAccorde(fait) => {
            minorite_of(etat, fait.minorite).repits.push(effectif.datee(fait));
        }
        Event::MinoriteEvaluee(fait) => {
            minorite_of(etat, fait.minorite).evaluations.push(effectif.datee(fait));
        }
        Event::MinoriteRefusee(fait) => {
            minorite_of(etat, fait.minorite).refus.push(effectif.datee(fait));
        }
    }
}

fn minorite_of(etat: &mut Etat, id: MinoriteId) -> &mut Minorite {
    etat.minorites.entry(id).or_default()
}

/// The birth that the fact of being born says: the maternity's word, until a civil act gives another.
fn born(effectif: &Effectif) -> Naissance {
    let precision = effectif.survenu.precision.max(Precision::Jour);
    Naissance { le: effectif.survenu.le, precision, source: SourceNaissance::Declaration }
}

/// Takes into account what a later event says of who the child already was: his file, his birth.
pub(crate) fn evolve_later(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Inscrit(_)
        | Event::NonIdentifieSignale(_)
        | Event::ANaitreSignale(_)
        | Event::NaissanceFixee(_) => {
            evolve(etat, effectif, event);
        }
        Event::Ne(_) => claim(etat, effectif, Some(&born(effectif))),
        Event::Identifie(identifie) => claim(etat, effectif, identifie.naissance.as_ref()),
        Event::ResidenceDeclaree(_)
        | Event::MnaReconnu(_)
        | Event::Emancipe(_)
        | Event::Decede(_)
        | Event::PrenatalClos(_)
        | Event::MisALAbri(_)
        | Event::MiseALAbriProlongee(_)
        | Event::RepitAccorde(_)
        | Event::MinoriteEvaluee(_)
        | Event::MinoriteRefusee(_) => {}
    }
}

fn claim(etat: &mut Etat, effectif: &Effectif, naissance: Option<&Naissance>) {
    if let Some(naissance) = naissance {
        etat.naissances.push(effectif.datee(naissance));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::enfant::Parcours;
    use crate::essais::*;

    #[test]
    fn un_dossier_s_ouvre_une_fois() {
        let ouvrir = || inscrire(Some(naissance("2015-03-04")));
        given([]).on("2026-01-10").when(ouvrir()).then(expect!["enfant_inscrit"]);
        given([lea()]).on("2026-01-10").when(ouvrir()).then_refused(expect![
            "ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."
        ]);
        given([lea()]).on("2026-01-10").when(signaler_non_identifie()).then_refused(expect![
            "ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."
        ]);
    }

    #[test]
    fn ouvrir_le_meme_dossier_le_meme_jour_est_deja_fait() {
        given([lea()])
            .on("2026-01-01")
            .when(inscrire(Some(naissance("2015-03-04"))))
            .then_already_so();
    }

    #[test]
    fn un_dossier_anterieur_a_celui_qui_existe_est_refuse_aussi() {
        given([lea()]).on("2025-12-31").when(inscrire(None)).then_refused(expect![
            "ENFANT_DEJA_INSCRIT · Le dossier de cet enfant est déjà ouvert."
        ]);
    }

    #[test]
    fn rien_ne_s_enregistre_sans_dossier_ouvert() {
        given([])
            .on("2026-01-10")
            .when(recevoir(I1))
            .then_refused(expect!["ENFANT_INCONNU · Aucun dossier n'est ouvert pour cet enfant."]);
        given([le("2026-01-10", fait(signaler_non_identifie()))])
            .on("2026-01-10")
            .when(recevoir(I1))
            .then(expect!["information_recue"]);
    }

    #[test]
    fn un_enfant_s_identifie_une_fois() {
        let inconnu = || le("2026-01-05", fait(signaler_non_identifie()));
        let dossier =
            given([inconnu()]).on("2026-01-20").when(identifier("2021-06-01")).then_file();
        assert!(enfant(LEA, dossier.clone()).parcours().identite.identifie());
        given(dossier.clone())
            .on("2026-01-21")
            .when(identifier("2021-06-02"))
            .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
        given(dossier)
            .on("2026-01-10")
            .recorded_on("2026-01-21")
            .when(identifier("2021-06-02"))
            .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
        given([lea()])
            .on("2026-01-20")
            .when(identifier("2015-03-04"))
            .then_refused(expect!["ENFANT_DEJA_IDENTIFIE · Cet enfant est déjà identifié."]);
    }

    #[test]
    fn la_derniere_naissance_fixee_est_tenue_pour_vraie() {
        let parcours = parcours([
            lea_nee_le("2015-03-04"),
            le("2026-02-01", fait(fixer_naissance("2007-03-04"))),
        ]);
        let identite = &parcours.identite;
        assert_eq!(identite.naissance().map(|naissance| naissance.le), Some(jour("2007-03-04")));
        assert_eq!(identite.majorite(), Some(jour("2025-03-04")));
    }

    #[test]
    fn on_est_mineur_la_veille_de_ses_dix_huit_ans_et_plus_le_jour_meme() {
        let identite = parcours([lea_nee_le("2008-01-15")]).identite;
        assert!(identite.mineur_au(jour("2026-01-14")));
        assert!(!identite.mineur_au(jour("2026-01-15")));
    }

    #[test]
    fn un_dossier_ouvert_plus_tard_dit_deja_qui_etait_l_enfant() {
        let majeure = [lea_nee_le("2007-12-01"), le("2025-12-20", fait(recevoir(I1)))];
        given(majeure)
            .on("2025-12-22")
            .recorded_on("2026-01-05")
            .when(qualifier(I1))
            .then_refused(expect!["ENFANT_MAJEUR · La personne est majeure le 22/12/2025 : une information ne se qualifie que pour un mineur. (C. civ., art. 375)"]);
        let histoire = enfant(LEA, [lea(), le("2026-01-02", fait(declarer_residence("17300")))]);
        let identite = Parcours::au(&histoire.histoire(), jour("2025-12-31")).identite;
        assert!(identite.identifie() && identite.residences.is_empty());
        let inconnue = [
            le("2026-01-05", fait(signaler_non_identifie())),
            le("2026-01-20", fait(identifier("2007-12-01"))),
        ];
        let histoire = enfant(LEA, inconnue).histoire();
        let identite = Parcours::au(&histoire, jour("2026-01-10")).identite;
        assert!(!identite.identifie() && !identite.mineur_au(jour("2026-01-10")));
    }

    #[test]
    fn la_residence_est_celle_du_jour() {
        let identite = parcours([
            lea(),
            le("2026-03-01", fait(declarer_residence("17415"))),
            le("2026-02-01", fait(declarer_residence("17300"))),
        ])
        .identite;
        let commune = |le: &str| {
            identite.residence_au(jour(le)).and_then(|residence| residence.commune.clone())
        };
        assert_eq!(commune("2026-01-31"), None);
        assert_eq!(commune("2026-02-28").as_deref(), Some("17300"));
        assert_eq!(commune("2026-03-01").as_deref(), Some("17415"));
    }

    #[test]
    fn une_mesure_peut_dater_du_jour_de_la_naissance_et_pas_de_la_veille() {
        let nourrisson = || [lea_nee_le("2026-01-01")];
        given(nourrisson())
            .on("2026-01-01")
            .when(ordonner(placement(M1)))
            .then(expect!["mesure_ordonnee"]);
        given(nourrisson())
            .on("2025-12-31")
            .recorded_on("2026-01-05")
            .when(ordonner(placement(M1)))
            .then_refused(expect![
                "AVANT_LA_NAISSANCE · Le fait précède la naissance de l'enfant, le 01/01/2026."
            ]);
    }

    #[test]
    fn rien_ne_s_exerce_apres_le_jour_du_deces() {
        let decedee = || [lea(), le("2026-05-10", fait(declarer_deces()))];
        given(decedee()).on("2026-05-10").when(terminer(M1)).then(expect!["mesure_terminee"]);
        given(decedee())
            .on("2026-05-11")
            .when(terminer(M1))
            .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 10/05/2026."]);
        given(decedee())
            .on("2026-05-11")
            .when(admettre(A1))
            .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 10/05/2026."]);
    }

    #[test]
    fn un_deces_ne_precede_pas_une_mesure_demarree() {
        let suivie = || [lea(), le("2026-05-10", fait(demarrer(M1)))];
        given(suivie()).on("2026-05-10").when(declarer_deces()).then(expect!["enfant_decede"]);
        given(suivie())
            .on("2026-05-09")
            .recorded_on("2026-05-12")
            .when(declarer_deces())
            .then_refused(expect!["APRES_LE_DECES · L'enfant est décédé le 09/05/2026."]);
    }
}
