//! The walk through the journal: child after child, each folded, counted and forgotten.
//!
//! Invariant: a file merged into another counts with it, and for nothing alone; which files are one is asked at each
//! of the two positions read (the report's, and the evening of its last day).

use chrono::NaiveDate;
use domain::histoire::Enregistre;
use domain::temps::{ZONE, jour_legal};
use projections::territoires::{carte, population, territoire};
use projections::tranches;
use serde_json::{Value, json};

use crate::cadre::Cadre;
use crate::constat::{Panne, Reference};
use crate::enfant::Enfant;
use crate::histoire::{qui_vaut, reunion};
use crate::lecture::{Flux, Journal};
use crate::nombres;
use crate::rapport::Dit;
use crate::table::{self, Comptes};

/// What was read, and counted.
pub(crate) struct Lecture {
    cadre: Cadre,
    comptes: Comptes,
    pub(crate) evenements: u64,
    pub(crate) enfants: u64,
}

impl Lecture {
    /// Reads every child as recorded at the position of a report.
    pub(crate) fn faire(journal: &mut Journal<'_>, told: &Dit) -> Result<Self, Panne> {
        let soir = journal.soir(told.au, told.position)?;
        let cadre = cadre(journal, told, soir.is_some())?;
        let mut lecture = Self { cadre, comptes: Comptes::default(), evenements: 0, enfants: 0 };
        for (le, conseil) in journal.conseils(told.position)? {
            lecture.comptes.conseille(le, &conseil);
        }
        let mut after = None;
        loop {
            let page = journal.enfants(after, told.position)?;
            let Some(last) = page.last() else { return Ok(lecture) };
            after = Some(last.enfant);
            for flux in page {
                lecture.prend(journal, &flux, told.position, soir)?;
            }
        }
    }

    fn prend(
        &mut self,
        journal: &mut Journal<'_>,
        flux: &Flux,
        position: u64,
        soir: Option<u64>,
    ) -> Result<(), Panne> {
        self.enfants += 1;
        self.evenements += flux.enregistres.len() as u64;
        if let Some(enfant) = enfant(journal, flux, position)? {
            self.comptes.voir(&self.cadre, &enfant);
        }
        let Some(soir) = soir else { return Ok(()) };
        if let Some(enfant) = enfant(journal, flux, soir)? {
            self.comptes.voir_le_soir(&self.cadre, &enfant);
        }
        Ok(())
    }

    /// The day the data go to, and the files of reference the counts are joined with, as a report writes them.
    pub(crate) fn se_fonde_sur(&self) -> (Value, Value) {
        let day = |le: NaiveDate| json!(le.format("%Y-%m-%d").to_string());
        let mut references = json!({});
        if let Some(carte) = self.cadre.carte {
            references["territoires"] = json!({
                "version": carte.version,
                "valide_du": day(carte.valide_du),
                "source": carte.source,
                "reserve": carte.reserve,
            });
        }
        if let Some(known) = self.cadre.population {
            references["population"] = json!({"source": known.source, "reserve": known.reserve});
            if let Some(edition) = &known.edition {
                references["population"]["edition"] = json!(edition);
            }
        }
        let ages = ("tranches_d_age", tranches::ages());
        for (name, bands) in [ages, ("tranches_d_attente", tranches::attentes())] {
            references[name] = json!({"version": bands.version, "source": bands.source});
        }
        (day(self.cadre.observation), references)
    }

    /// What the events say of an indicator; none: the second path does not count that version.
    pub(crate) fn recompte(&self, reference: &Reference) -> Option<nombres::Dit> {
        table::recompte(&self.cadre, &self.comptes, &reference.id, reference.version)
    }
}

/// What a report was asked for.
fn cadre(journal: &mut Journal<'_>, told: &Dit, soir_couvert: bool) -> Result<Cadre, Panne> {
    let (carte, territoire) = match &told.territoire {
        None => (carte(&told.departement), None),
        Some(slug) => {
            let known = territoire(&told.departement, slug);
            let (carte, territoire) = known.ok_or(Panne::TerritoireInconnu)?;
            (Some(carte), Some(territoire))
        }
    };
    let last = journal.a(told.position)?;
    Ok(Cadre {
        departement: told.departement.clone(),
        du: told.du,
        au: told.au,
        observation: last.map_or(told.au, |(_, recorded_at)| jour_legal(recorded_at, ZONE)),
        soir_couvert,
        carte,
        population: population(&told.departement, told.registre),
        territoire,
    })
}

/// The child of a stream as recorded at a position, with the files merged into his; none when his own was merged
/// into another, or did not begin.
fn enfant(journal: &mut Journal<'_>, flux: &Flux, position: u64) -> Result<Option<Enfant>, Panne> {
    let mut recorded = jusqu_a(&flux.enregistres, position);
    let merged = reunion(flux.enfant, &recorded);
    if recorded.is_empty() || merged.principal.is_some() {
        return Ok(None);
    }
    if !merged.absorbes.is_empty() {
        for other in journal.flux(&merged.absorbes, position)? {
            recorded.extend(other.enregistres);
        }
    }
    Ok(Some(Enfant::replier(flux.enfant, &qui_vaut(flux.enfant, &recorded))))
}

fn jusqu_a(enregistres: &[Enregistre], position: u64) -> Vec<Enregistre> {
    enregistres.iter().filter(|recorded| recorded.position <= position).cloned().collect()
}
