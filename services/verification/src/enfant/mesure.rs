//! What each measure of a child is: from when to when it runs, and from when it is carried out.

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::codes::{Autorite, Code as _, MentionDecision, NatureMesure};
use domain::droit;
use domain::mesure::Termes;
use uuid::Uuid;

use super::{Enfant, Mesure};
use crate::natures::{fonde_un_accueil, rang, survit_a_la_majorite};

/// Why a measure that was renewed ended.
const RENOUVELLEMENT: &str = "renouvellement";

/// One measure that has a day of effect.
#[derive(Clone, Debug, PartialEq)]
pub struct MesureSuivie<'a> {
    /// Which.
    pub mesure: Uuid,
    /// Its kind.
    pub nature: NatureMesure,
    /// What the Département calls it.
    pub libelle_local: Option<&'a str>,
    /// The decision it comes from, that brothers and sisters may share.
    pub decision: Uuid,
    /// By contract or arrêté.
    pub administrative: bool,
    /// Who decided it.
    pub autorite: Autorite,
    /// Links it to what it renews.
    pub chaine: Uuid,
    /// Pronounced or signed.
    pub prononcee: NaiveDate,
    /// Takes effect.
    pub effet: NaiveDate,
    /// Last day, included.
    pub terme: Option<NaiveDate>,
    /// First day it no longer runs; the term is not one of these.
    pub fin: Option<NaiveDate>,
    /// The measure it names as the one it renews.
    pub precedente: Option<Uuid>,
    /// Why it ended that day.
    pub motif: Option<&'static str>,
    /// Carried out from that day.
    pub exercee: Option<NaiveDate>,
    /// Received by the ASE.
    pub recue: Option<NaiveDate>,
    /// First given to a service.
    pub attribuee: Option<NaiveDate>,
    /// The service it was last given to.
    pub operateur: Option<&'a str>,
    /// Nothing of its chain came before.
    pub premiere: bool,
    /// The PPE is due that day.
    pub projet_du: Option<NaiveDate>,
    /// The délégation in charge, as the order told.
    pub service: Option<&'a str>,
}

/// One measure as told, decided or not, its day of effect fixed or not.
pub(crate) struct MesureDite<'a> {
    /// Which.
    pub(crate) mesure: Uuid,
    /// How it was decided; none: nobody told.
    pub(crate) decidee: Option<DecisionDite<'a>>,
    /// Takes effect.
    pub(crate) effet: Option<NaiveDate>,
    /// Last day, included, of a measure that was decided.
    pub(crate) terme: Option<NaiveDate>,
    /// First day it no longer runs; the term is not one of these.
    pub(crate) fin: Option<NaiveDate>,
    /// First carried out, else given to a service.
    pub(crate) commencee: Option<NaiveDate>,
}

/// How a measure was decided.
pub(crate) struct DecisionDite<'a> {
    /// Pronounced or signed.
    pub(crate) le: NaiveDate,
    /// What it says.
    pub(crate) termes: &'a Termes,
    /// The measure it renews.
    pub(crate) precedente: Option<Uuid>,
    /// By contract or arrêté.
    pub(crate) administrative: bool,
}

impl MesureSuivie<'_> {
    /// Not ended on a day.
    #[must_use]
    pub fn non_finie(&self, le: NaiveDate) -> bool {
        self.fin.is_none_or(|fin| le < fin)
    }

    /// In force on a day, carried out or not.
    #[must_use]
    pub fn en_vigueur(&self, le: NaiveDate) -> bool {
        self.effet <= le && self.terme.is_none_or(|terme| le <= terme) && self.non_finie(le)
    }

    /// First day it no longer runs, the day after its term among what ends it.
    #[must_use]
    pub fn cesse(&self) -> Option<NaiveDate> {
        let lapsed = self.terme.and_then(|terme| terme.succ_opt());
        self.fin.into_iter().chain(lapsed).min()
    }

    /// First day it no longer runs, when something else than a renewal ended it.
    #[must_use]
    pub fn finie_sans_suite(&self) -> Option<NaiveDate> {
        self.fin.filter(|_| self.motif != Some(RENOUVELLEMENT))
    }

    /// Carried out on a day.
    #[must_use]
    pub fn exercee_le(&self, le: NaiveDate) -> bool {
        self.exercee.is_some_and(|exercee| exercee <= le)
    }
}

/// Of these, the one a placed child counts by: first in the hierarchy, then the last to take effect.
#[must_use]
pub fn principale<'a>(
    mesures: impl IntoIterator<Item = &'a MesureSuivie<'a>>,
) -> Option<&'a MesureSuivie<'a>> {
    let placing = mesures.into_iter().filter(|mesure| rang(mesure.nature).is_some());
    placing.min_by_key(|mesure| (rang(mesure.nature), Reverse(mesure.effet), mesure.mesure))
}

impl Mesure {
    /// Its kind, once decided.
    pub(super) fn nature(&self) -> Option<NatureMesure> {
        self.decidees.first().map(|decidee| decidee.termes.nature)
    }

    /// Its day of effect: as fixed since, else as decided, else the day it was pronounced, unless the decision
    /// suspends it.
    pub(super) fn effet(&self) -> Option<NaiveDate> {
        let decidee = self.decidees.first()?;
        let suspended = decidee.termes.mentions.contains(&MentionDecision::EffetSuspendu);
        let pronounced = (!suspended).then_some(decidee.le);
        self.effets_fixes.last().copied().or(decidee.termes.effet_le).or(pronounced)
    }

    fn terme(&self) -> Option<NaiveDate> {
        let decided = self.decidees.first().and_then(|decidee| decidee.termes.terme_le);
        self.termes_modifies.last().copied().or(decided)
    }

    /// The measure that takes over, and the day it does.
    pub(super) fn suivante(&self) -> Option<(NaiveDate, Uuid)> {
        let replaced = self.fins.iter().filter_map(|(le, next, _)| Some((*le, (*next)?)));
        replaced.chain(self.renouvellements.last().copied()).min()
    }
}

impl Enfant {
    /// Every measure told of him.
    pub(crate) fn mesures_dites(&self) -> Vec<MesureDite<'_>> {
        let told = self.mesures.iter().map(|(&mesure, known)| {
            let decidee = known.decidees.first().map(|decidee| DecisionDite {
                le: decidee.le,
                termes: &decidee.termes,
                precedente: decidee.precedente,
                administrative: decidee.administrative,
            });
            let given = known.attributions.first().map(|(le, _)| *le);
            MesureDite {
                mesure,
                decidee,
                effet: known.effet(),
                terme: known.terme().filter(|_| !known.decidees.is_empty()),
                fin: self.fin(known),
                commencee: known.actes.first().copied().or(given),
            }
        });
        told.collect()
    }

    /// Every measure of his that has a day of effect.
    #[must_use]
    pub fn mesures_suivies(&self) -> Vec<MesureSuivie<'_>> {
        self.mesures.iter().filter_map(|(&id, known)| self.suivie(id, known)).collect()
    }

    /// The first day a measure that follows another was pronounced: it names it, its effect fixed or not, or it is of
    /// its chain and takes effect later.
    pub(crate) fn suite_prononcee(&self, before: &MesureSuivie<'_>) -> Option<NaiveDate> {
        let decided = self.mesures.values().filter_map(|known| {
            let decidee = known.decidees.first()?;
            let later = known.effet().is_some_and(|effet| before.effet < effet);
            let of_its_chain = decidee.termes.chaine.0 == before.chaine && later;
            (decidee.precedente == Some(before.mesure) || of_its_chain).then_some(decidee.le)
        });
        decided.min()
    }

    /// The kind of a measure, its effect fixed or not; none: nobody told who decided it.
    pub(crate) fn nature_de(&self, mesure: Uuid) -> Option<NatureMesure> {
        self.mesures.get(&mesure)?.nature()
    }

    /// From when a measure is carried out.
    pub(crate) fn exercee_depuis(&self, mesure: Uuid) -> Option<NaiveDate> {
        self.exercee(mesure, self.mesures.len())
    }

    fn suivie<'a>(&'a self, id: Uuid, known: &'a Mesure) -> Option<MesureSuivie<'a>> {
        let (decidee, effet) = (known.decidees.first()?, known.effet()?);
        let termes = &decidee.termes;
        let (debut, premiere) = self.chaine(termes.chaine.0).unwrap_or((effet, id));
        Some(MesureSuivie {
            mesure: id,
            nature: termes.nature,
            libelle_local: termes.libelle_local.as_deref(),
            decision: termes.decision.0,
            administrative: decidee.administrative,
            autorite: termes.autorite,
            chaine: termes.chaine.0,
            prononcee: decidee.le,
            effet,
            terme: known.terme(),
            fin: self.fin(known),
            precedente: decidee.precedente,
            motif: self.fin(known).map(|fin| self.motif_de_fin(known, fin)),
            exercee: self.exercee(id, self.mesures.len()),
            recue: known.recues.last().copied().or(termes.recue_le),
            attribuee: known.attributions.first().map(|(le, _)| *le),
            operateur: known.attributions.last().map(|(_, service)| service.as_str()),
            premiere: premiere == id && decidee.precedente.is_none(),
            projet_du: droit::regle("DO-01", debut).map(|regle| regle.duree.depuis(debut)),
            service: termes.service_responsable.as_deref(),
        })
    }

    /// The first day of a chain, and the measure that begins it.
    fn chaine(&self, chaine: Uuid) -> Option<(NaiveDate, Uuid)> {
        let of_it = self.mesures.iter().filter(|(_, known)| {
            known.decidees.first().is_some_and(|decidee| decidee.termes.chaine.0 == chaine)
        });
        of_it.filter_map(|(&id, known)| Some((known.effet()?, id))).min()
    }

    /// The first day a measure no longer runs: an end told, a renewal, an arrêt, and for a minor's measure
    /// majority, emancipation; death for all.
    fn fin(&self, known: &Mesure) -> Option<NaiveDate> {
        let survives = known.nature().is_some_and(survit_a_la_majorite);
        let of_age = self.majorite().into_iter().chain(self.emancipe).filter(|_| !survives);
        let told = known.fins.iter().map(|(le, ..)| *le);
        let renewed = known.renouvellements.last().map(|(le, _)| *le);
        told.chain(known.infirmees.iter().copied())
            .chain(renewed)
            .chain(of_age)
            .chain(self.decede)
            .min()
    }

    /// Why it ended on the day it did: what the act says, else what happened that day.
    fn motif_de_fin(&self, known: &Mesure, fin: NaiveDate) -> &'static str {
        let survives = known.nature().is_some_and(survit_a_la_majorite);
        if let Some((.., motif)) = known.fins.iter().find(|(le, ..)| *le == fin) {
            motif.cle()
        } else if known.renouvellements.last().is_some_and(|(le, _)| *le == fin) {
            RENOUVELLEMENT
        } else if known.infirmees.contains(&fin) {
            "infirmation"
        } else if self.decede == Some(fin) {
            "deces"
        } else if !survives && self.emancipe == Some(fin) {
            "emancipation"
        } else {
            "majorite"
        }
    }

    /// From when a measure is carried out: its own first act or entry; else since what it takes over from was;
    /// never before its own effect. `reste` bounds a ring no sound history has.
    fn exercee(&self, id: Uuid, reste: usize) -> Option<NaiveDate> {
        let known = self.mesures.get(&id).filter(|_| 0 < reste)?;
        let acted = known.actes.first().copied();
        if let Some(began) = acted.into_iter().chain(self.premiere_entree(id)).min() {
            return Some(known.effet().map_or(began, |effet| began.max(effet)));
        }
        let decidee = known.decidees.first()?;
        let (since, before) = match decidee.precedente {
            Some(before) => (None, before),
            None => self.remplace_a_domicile(id, known)?,
        };
        let before = self.exercee(before, reste - 1)?;
        Some([since, known.effet(), Some(before)].into_iter().flatten().max().unwrap_or(before))
    }

    /// The measure of the same nature, carried out at home, that this one replaces; one that waits has its own
    /// first act to come.
    fn remplace_a_domicile(&self, id: Uuid, known: &Mesure) -> Option<(Option<NaiveDate>, Uuid)> {
        let nature = known.nature().filter(|nature| !fonde_un_accueil(*nature))?;
        if known.attentes > 0 {
            return None;
        }
        self.mesures.iter().find_map(|(&before, other)| {
            let (since, next) = other.suivante()?;
            (next == id && other.nature() == Some(nature)).then_some((Some(since), before))
        })
    }
}
