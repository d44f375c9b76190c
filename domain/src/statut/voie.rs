//! Where the child stands on the legal track on a day: one status at a time, whatever his measures.
//!
//! A status that measures give (accueil provisoire, assistance éducative) may be told as well: it lasts no
//! longer than the measures it came from.

use chrono::NaiveDate;

use super::{AutoriteConstatee, Recueil};
use crate::codes::{
    DecisionAutorite, FondementAse, NatureMesure, StatutJuridique, TitulaireAutorite, VoieJuridique,
};
use crate::enfant::Parcours;
use crate::histoire::Datee;

const ASSISTANCE_EDUCATIVE: &[NatureMesure] = &[
    NatureMesure::Mjie,
    NatureMesure::Aemo,
    NatureMesure::AemoRenforcee,
    NatureMesure::AemoHebergement,
    NatureMesure::OppParquet,
    NatureMesure::OppJuge,
    NatureMesure::PlacementAse,
    NatureMesure::PlacementDirect,
    NatureMesure::TiersDigneDeConfiance,
    NatureMesure::AutreParent,
];

const ACCUEIL_PROVISOIRE: &[NatureMesure] = &[
    NatureMesure::AccueilProvisoire,
    NatureMesure::AccueilDurableBenevole,
    NatureMesure::Accueil72h,
    NatureMesure::Recueil5Jours,
];

const CONFIE: &[NatureMesure] = &[
    NatureMesure::OppParquet,
    NatureMesure::OppJuge,
    NatureMesure::PlacementAse,
    NatureMesure::DelegationAutoriteParentale,
    NatureMesure::Tutelle,
];

/// Each status with the day it takes effect, oldest first; of one day, the end of another comes first.
fn statuts(parcours: &Parcours) -> Vec<(NaiveDate, StatutJuridique)> {
    let etat = &parcours.statut;
    let mut found: Vec<(NaiveDate, StatutJuridique)> = Vec::new();
    let told = etat.constats.iter();
    found.extend(told.map(|one| (one.fait.effet(one.le()), one.fait.statut)));
    for one in &etat.autorites {
        let statut = statut_de(&one.fait);
        found.extend(statut.map(|statut| (one.fait.effet(one.le()), statut)));
    }
    for recueil in etat.recueils.values() {
        let pv = recueil.pv.iter().map(|pv| (pv.le(), StatutJuridique::PupilleProvisoire));
        let admissions = recueil.admissions.iter();
        let admis = admissions.map(|one| (one.fait.effet(one.le()), StatutJuridique::Pupille));
        found.extend(pv.chain(admis));
        found.extend(fini(parcours, recueil).map(|le| (le, StatutJuridique::SansMesure)));
    }
    found.sort_by_key(|(le, statut)| (*le, *statut != StatutJuridique::SansMesure));
    found
}

/// The day the status of pupille ended: by an act of the procedure, or by a restitution after the admission.
#[must_use]
pub fn fini(parcours: &Parcours, recueil: &Recueil) -> Option<NaiveDate> {
    let Some(admis) = recueil.admission().map(Datee::le) else { return recueil.fini() };
    let rendus = parcours.mesure.mesures.values().filter_map(|mesure| mesure.restituee.as_ref());
    let rendu = rendus.map(Datee::le).filter(|le| admis <= *le).min();
    rendu.into_iter().chain(recueil.fini()).min()
}

/// The préfet is tutor of a pupille, which is the status. A judgment between the parents ends a delegation; a retrait or a délaissement only opens the way to
/// another status.
fn statut_de(fait: &AutoriteConstatee) -> Option<StatutJuridique> {
    match fait.decision {
        DecisionAutorite::Tutelle => {
            (fait.titulaire != TitulaireAutorite::Prefet).then_some(StatutJuridique::Tutelle)
        }
        DecisionAutorite::Delegation => (!fait.partielle).then_some(StatutJuridique::Delegation),
        DecisionAutorite::Jaf => Some(StatutJuridique::SansMesure),
        DecisionAutorite::Retrait
        | DecisionAutorite::Delaissement
        | DecisionAutorite::Aucune
        | DecisionAutorite::NeSaitPas => None,
    }
}

/// A day on which two statuses would take effect together.
pub(super) fn deux_statuts(parcours: &Parcours) -> Option<NaiveDate> {
    let mut real = statuts(parcours);
    real.retain(|(_, statut)| *statut != StatutJuridique::SansMesure);
    real.windows(2).find(|two| two[0].0 == two[1].0 && two[0].1 != two[1].1).map(|two| two[0].0)
}

/// The status told or judged that runs on a day, and since when; none: the measures say it.
fn dit(parcours: &Parcours, le: NaiveDate) -> Option<(NaiveDate, StatutJuridique)> {
    let last = statuts(parcours).into_iter().rfind(|(effet, _)| *effet <= le)?;
    let runs = last.1 != StatutJuridique::SansMesure && !passe(parcours, last, le);
    runs.then_some(last)
}

/// The measures a status comes from, when it is one that measures give.
fn natures_de(statut: StatutJuridique) -> &'static [NatureMesure] {
    match statut {
        StatutJuridique::AccueilProvisoire => ACCUEIL_PROVISOIRE,
        StatutJuridique::AssistanceEducative => ASSISTANCE_EDUCATIVE,
        StatutJuridique::SansMesure
        | StatutJuridique::Delegation
        | StatutJuridique::Tutelle
        | StatutJuridique::PupilleProvisoire
        | StatutJuridique::Pupille => &[],
    }
}

/// Whether a status told ended by a day with the measures it came from: it does not outlive the last of them.
fn passe(
    parcours: &Parcours,
    (effet, statut): (NaiveDate, StatutJuridique),
    le: NaiveDate,
) -> bool {
    let natures = natures_de(statut);
    let of_it = parcours.mesure.mesures.values().filter(|mesure| {
        mesure.decidee().is_some_and(|decidee| natures.contains(&decidee.fait.termes.nature))
    });
    let ends = of_it.filter_map(|mesure| mesure.finie_le(&parcours.identite));
    let mut over = ends.filter(|fin| effet < *fin && *fin <= le);
    over.any(|fin| !court(parcours, natures, fin))
}

fn court(parcours: &Parcours, natures: &[NatureMesure], le: NaiveDate) -> bool {
    parcours.mesure.mesures.values().any(|mesure| {
        mesure.decidee().is_some_and(|decidee| natures.contains(&decidee.fait.termes.nature))
            && mesure.en_vigueur(&parcours.identite, le)
    })
}

/// Whether a measure of assistance éducative runs on a day.
#[must_use]
pub fn assistance_educative(parcours: &Parcours, le: NaiveDate) -> bool {
    court(parcours, ASSISTANCE_EDUCATIVE, le)
}

/// Where a person stands on the legal track on a day.
#[must_use]
pub fn voie(parcours: &Parcours, le: NaiveDate) -> VoieJuridique {
    let identite = &parcours.identite;
    let emancipe = identite.emancipe.is_some_and(|emancipe| emancipe <= le);
    if emancipe || !identite.mineur_au(le) {
        let majeur = !identite.mineur_au(le);
        return apres_l_autorite(parcours, le, majeur);
    }
    dit(parcours, le).map_or_else(|| selon_les_mesures(parcours, le), |dit| dite(dit.1))
}

/// Of age or emancipated: nobody holds authority over him any more.
fn apres_l_autorite(parcours: &Parcours, le: NaiveDate, majeur: bool) -> VoieJuridique {
    let sorti = parcours.autonomie.sorties.iter().any(|sortie| sortie.le() <= le);
    match (court(parcours, &[NatureMesure::ContratJeuneMajeur], le), sorti) {
        (true, true) => VoieJuridique::Retour,
        (true, false) => VoieJuridique::JeuneMajeur,
        (false, true) => VoieJuridique::Sorti,
        (false, false) if majeur => VoieJuridique::Majeur,
        (false, false) => VoieJuridique::Emancipe,
    }
}

fn selon_les_mesures(parcours: &Parcours, le: NaiveDate) -> VoieJuridique {
    let runs = |natures| court(parcours, natures, le);
    if runs(&[NatureMesure::Pupille]) {
        VoieJuridique::Pupille
    } else if runs(&[NatureMesure::Tutelle]) {
        VoieJuridique::Tutelle
    } else if runs(&[NatureMesure::DelegationAutoriteParentale]) {
        VoieJuridique::Delegation
    } else if runs(ASSISTANCE_EDUCATIVE) {
        VoieJuridique::AssistanceEducative
    } else if runs(ACCUEIL_PROVISOIRE) {
        VoieJuridique::AccueilProvisoire
    } else {
        VoieJuridique::SansMesure
    }
}

fn dite(statut: StatutJuridique) -> VoieJuridique {
    match statut {
        StatutJuridique::SansMesure => VoieJuridique::SansMesure,
        StatutJuridique::AccueilProvisoire => VoieJuridique::AccueilProvisoire,
        StatutJuridique::AssistanceEducative => VoieJuridique::AssistanceEducative,
        StatutJuridique::Delegation => VoieJuridique::Delegation,
        StatutJuridique::Tutelle => VoieJuridique::Tutelle,
        StatutJuridique::PupilleProvisoire => VoieJuridique::PupilleProvisoire,
        StatutJuridique::Pupille => VoieJuridique::Pupille,
    }
}

/// On which ground of article L222-5 the ASE has the charge of a person on a day, if it has: from what
/// runs that day, else as it was recorded.
#[must_use]
pub fn fondement_ase(parcours: &Parcours, le: NaiveDate) -> Option<FondementAse> {
    if court(parcours, &[NatureMesure::ContratJeuneMajeur], le) {
        return Some(FondementAse::JeuneMajeur);
    }
    if !parcours.identite.mineur_au(le)
        || parcours.identite.emancipe.is_some_and(|since| since <= le)
    {
        return None;
    }
    let dit = dit(parcours, le);
    if dit.is_some_and(|dit| dit.1 == StatutJuridique::Pupille)
        || court(parcours, &[NatureMesure::Pupille], le)
    {
        Some(FondementAse::Pupille)
    } else if court(parcours, CONFIE, le) || autorite_du_president(parcours, le) {
        Some(FondementAse::Confie)
    } else if court(parcours, ACCUEIL_PROVISOIRE, le)
        || dit.is_some_and(|dit| dit.1 == StatutJuridique::PupilleProvisoire)
    {
        Some(FondementAse::AccueilProvisoire)
    } else if court(parcours, &[NatureMesure::AccueilParentEnfant], le) {
        Some(FondementAse::ParentEnfant)
    } else {
        recorded(parcours, le)
    }
}

/// A délégation or a tutelle that the president of the conseil départemental holds.
fn autorite_du_president(parcours: &Parcours, le: NaiveDate) -> bool {
    parcours.statut.autorite_au(le).is_some_and(|one| {
        one.fait.titulaire == TitulaireAutorite::President
            && [DecisionAutorite::Delegation, DecisionAutorite::Tutelle]
                .contains(&one.fait.decision)
    })
}

fn recorded(parcours: &Parcours, le: NaiveDate) -> Option<FondementAse> {
    let told = parcours.statut.constats.iter().filter(|one| one.fait.effet(one.le()) <= le);
    let last = told.max_by_key(|one| one.fait.effet(one.le()))?;
    let over = passe(parcours, (last.fait.effet(last.le()), last.fait.statut), le);
    last.fait.fondement_ase.filter(|_| !over)
}
