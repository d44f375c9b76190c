//! Extracts handed over that no longer say what is held to be true, and what is owed: a rectified extract.
//!
//! Derived from what is recorded: the events an extract showed, against those that count now. Nothing is stored, and
//! nothing is to be closed by hand: a later extract for the same judicial file that shows the line as it now stands, or
//! no longer shows what never happened, ends the alert; so does the correction undone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use crate::droit::Charge;
use crate::ecrit::{self, ExtraitRemis};
use crate::evenement::Evenement;
use crate::histoire::{Cible, Datee, Effectif, Enregistre, effective};
use crate::ids::ExtraitId;
use crate::irregularites::Irregularite;

/// An extract that should be rectified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ARectifier {
    /// Which.
    pub extrait: ExtraitId,
    /// The day it was handed over.
    pub remis_le: NaiveDate,
    /// To which court.
    pub juridiction: String,
    /// The events that do not stand as it showed them, or that it should have shown.
    pub evenements: Vec<Cible>,
    /// The day of the first correction it does not know.
    pub depuis: NaiveDate,
}

/// The form of each event that counts: the rectification it takes its words from, if any.
type Formes = BTreeMap<Cible, Option<u32>>;

/// The extracts of a file (and of those merged into it) that a correction has overtaken, oldest first.
#[must_use]
pub fn extraits_a_rectifier(enregistres: &[Enregistre]) -> Vec<ARectifier> {
    let histoire = effective(enregistres);
    let remis: Vec<Datee<ExtraitRemis>> = histoire.iter().filter_map(remise).collect();
    if remis.is_empty() {
        return Vec::new();
    }
    let now = formes(&histoire);
    let mut found = Vec::new();
    for (rank, extrait) in remis.iter().enumerate() {
        let wrong = overtaken(extrait, enregistres, &histoire, &now);
        let later = &remis[rank + 1..];
        let open: Vec<Cible> = wrong
            .into_iter()
            .filter(|cible| !later.iter().any(|other| mends(other, &extrait.fait, *cible, &now)))
            .collect();
        if !open.is_empty() {
            let depuis = corrected_on(enregistres, &extrait.fait, &open).unwrap_or(extrait.le());
            found.push(ARectifier {
                extrait: extrait.fait.extrait,
                remis_le: extrait.le(),
                juridiction: extrait.fait.juridiction.clone(),
                evenements: open,
                depuis,
            });
        }
    }
    found
}

/// The same, as findings of the file on a day.
#[must_use]
pub fn irregularites_d_extraits(enregistres: &[Enregistre], au: NaiveDate) -> Vec<Irregularite> {
    let found = extraits_a_rectifier(enregistres).into_iter();
    found.filter(|one| one.depuis <= au).map(|one| finding(&one)).collect()
}

fn finding(one: &ARectifier) -> Irregularite {
    let ARectifier { extrait, remis_le, juridiction, evenements, depuis } = one;
    let versions: Vec<String> =
        evenements.iter().map(|cible| format!("n° {}", cible.version)).collect();
    Irregularite {
        code: "EXTRAIT_A_RECTIFIER",
        article: "CPC, art. 1187",
        objet: extrait.0,
        charge: Charge::Ase,
        depuis: *depuis,
        phrase: format!(
            "L'extrait remis le {} ({juridiction}) ne dit plus ce qui est tenu pour vrai ({}) : remettre un extrait \
             rectificatif.",
            remis_le.format("%d/%m/%Y"),
            versions.join(", ")
        ),
    }
}

fn remise(effectif: &Effectif) -> Option<Datee<ExtraitRemis>> {
    if let Evenement::Ecrit(ecrit::Event::ExtraitRemis(fait)) = &effectif.evenement {
        Some(effectif.datee(fait))
    } else {
        None
    }
}

fn formes<'a>(histoire: impl IntoIterator<Item = &'a Effectif>) -> Formes {
    histoire.into_iter().map(|effectif| (effectif.cible, effectif.rectifie_par)).collect()
}

/// The lines an extract shows that do not stand as shown, and those restored since, about what it spoke of.
fn overtaken(
    extrait: &Datee<ExtraitRemis>,
    enregistres: &[Enregistre],
    histoire: &[Effectif],
    now: &Formes,
) -> Vec<Cible> {
    let fait = &extrait.fait;
    let moved =
        fait.lignes.iter().filter(|ligne| now.get(&ligne.cible) != Some(&ligne.rectifie_par));
    let mut found: BTreeSet<Cible> = moved.map(|ligne| ligne.cible).collect();
    let known = enregistres.iter().filter(|recorded| recorded.position <= fait.connu_a);
    let then = formes(&effective(known));
    let shown: BTreeSet<Cible> = fait.lignes.iter().map(|ligne| ligne.cible).collect();
    let spoken: BTreeSet<Uuid> = enregistres
        .iter()
        .filter(|recorded| shown.contains(&recorded.cible))
        .filter_map(|recorded| recorded.acte.evenement.objet())
        .collect();
    let restored = histoire.iter().filter(|effectif| {
        effectif.position <= fait.connu_a
            && effectif.survenu.le <= fait.au
            && !then.contains_key(&effectif.cible)
            && effectif.evenement.objet().is_some_and(|objet| spoken.contains(&objet))
    });
    found.extend(restored.map(|effectif| effectif.cible));
    found.into_iter().collect()
}

/// Whether a later extract, for the same judicial file, tells an event as it stands now.
fn mends(later: &Datee<ExtraitRemis>, of: &ExtraitRemis, cible: Cible, now: &Formes) -> bool {
    let fait = &later.fait;
    if fait.dossier != of.dossier || fait.connu_a <= of.connu_a {
        return false;
    }
    let shown = fait.lignes.iter().find(|ligne| ligne.cible == cible);
    now.get(&cible).copied() == shown.map(|ligne| ligne.rectifie_par)
}

/// The day of the first correction, recorded after what the extract knew, of one of these events or of what
/// corrects them.
fn corrected_on(
    enregistres: &[Enregistre],
    extrait: &ExtraitRemis,
    cibles: &[Cible],
) -> Option<NaiveDate> {
    let mut about: BTreeSet<Cible> = cibles.iter().copied().collect();
    let mut corrections: Vec<&Enregistre> =
        enregistres.iter().filter(|one| one.acte.evenement.correction().is_some()).collect();
    corrections.sort_by_key(|one| one.position);
    let mut first = None;
    for one in corrections {
        let target = one.acte.evenement.correction().and_then(crate::dossier::Event::cible);
        if target.is_some_and(|target| about.contains(&target)) {
            about.insert(one.cible);
            if extrait.connu_a < one.position {
                first.get_or_insert(one.acte.connu_le.max(one.acte.survenu.le));
            }
        }
    }
    first
}
