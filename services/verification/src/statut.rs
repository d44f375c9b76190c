//! Family F, continued: the status of the child. Who examined it, when it changed, and the pupilles.
//!
//! ```text
//!  what is told or judged, from its effect ──▶ the last of a day ──▶ the status, unless it says that none runs
//!                                                                        └─▶ else what the measures say
//! ```
//!
//! Invariant: a child counts as soon as he is read; of an act, a code is kept until the report is told.

mod procedures;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::codes::{
    CasPupille, Code as _, DecisionAutorite, EvolutionStatut, NatureMesure, StatutJuridique,
    TitulaireAutorite,
};
use domain::evenement::Evenement;
use domain::projet_pour_enfant::Event as Projet;
use domain::statut::{AutoriteConstatee, Event as Statut};
use domain::temps::{moins_mois, plus_mois};
use uuid::Uuid;

use crate::cadre::Cadre;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::{ACCUEIL_PROVISOIRE, ASSISTANCE_EDUCATIVE, CONFIE};
use crate::nombres::{Coupe, Dit, combien, compte, par_cle, par_code, part};

use procedures::{FINS, Procedure, procedures};

/// Months a child is small, and months an avis has to be followed by something.
const JEUNE_MOIS: u32 = 36;
const SUITE_MOIS: u32 = 12;

/// What the family keeps while children are read.
#[derive(Debug, Default)]
pub(crate) struct Comptes {
    jeunes: i64,
    jeunes_examines: i64,
    /// What each avis of the period proposes.
    avis: Vec<&'static str>,
    examines: i64,
    changes: i64,
    sans_recul: i64,
    pupilles: i64,
    provisoires: i64,
    /// The case of each admission of the period.
    admissions: Vec<&'static str>,
    /// How each admission that ended in the period did.
    sorties: Vec<&'static str>,
    delaissements_demandes: i64,
    delaissements_declares: i64,
    delaissements_rejetes: i64,
}

impl Comptes {
    /// Takes a child into account.
    pub(crate) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let mesures = enfant.mesures_suivies();
        let responsable = enfant.delegation(cadre.au);
        let confie = mesures.iter().any(|mesure| {
            CONFIE.contains(&mesure.nature)
                && mesure.en_vigueur(cadre.au)
                && cadre.service_demande(responsable.or(mesure.service))
        });
        let avis = avis(enfant);
        let small = |naissance| cadre.au < plus_mois(naissance, JEUNE_MOIS);
        if enfant.ouvert && confie && enfant.naissance().is_some_and(small) {
            let since = moins_mois(cadre.au, SUITE_MOIS);
            let recent = avis.iter().any(|(le, _)| since < *le && *le <= cadre.au);
            self.jeunes += 1;
            self.jeunes_examines += i64::from(recent);
        }
        if !cadre.service_demande(responsable) {
            return;
        }
        let procedures = procedures(enfant);
        let statuts = Statuts { enfant, mesures: &mesures, dits: dits(enfant, &procedures) };
        self.examens(cadre, &statuts, &avis);
        match statuts.au(cadre.au) {
            Some(StatutJuridique::Pupille) => self.pupilles += 1,
            Some(StatutJuridique::PupilleProvisoire) => self.provisoires += 1,
            Some(
                StatutJuridique::SansMesure
                | StatutJuridique::AccueilProvisoire
                | StatutJuridique::AssistanceEducative
                | StatutJuridique::Delegation
                | StatutJuridique::Tutelle,
            )
            | None => {}
        }
        self.procedures(cadre, &procedures);
        self.delaissements(cadre, enfant);
    }

    fn examens(
        &mut self,
        cadre: &Cadre,
        statuts: &Statuts<'_>,
        avis: &[(NaiveDate, EvolutionStatut)],
    ) {
        let given = avis.iter().filter(|(le, _)| cadre.dans_la_periode(Some(*le)));
        let mut some = false;
        for (le, proposed) in given {
            some = true;
            let until = plus_mois(*le, SUITE_MOIS);
            let changed =
                statuts.debuts().any(|debut| *le < debut && debut <= until.min(cadre.observation));
            self.avis.push(proposed.cle());
            self.changes += i64::from(changed);
            self.sans_recul += i64::from(!changed && cadre.observation < until);
        }
        self.examines += i64::from(some);
    }

    fn procedures(&mut self, cadre: &Cadre, procedures: &[Procedure]) {
        for known in procedures {
            let Some((admis, cas)) = known.admise else { continue };
            if cadre.dans_la_periode(Some(admis)) {
                self.admissions.push(cas.cle());
            }
            let ended = known.finie.filter(|(fini, _)| admis <= *fini);
            if let Some((fini, how)) = ended
                && cadre.dans_la_periode(Some(fini))
            {
                self.sorties.push(how);
            }
        }
    }

    /// What the Département asked, and what was judged: the first of each request.
    fn delaissements(&mut self, cadre: &Cadre, enfant: &Enfant) {
        let (mut asked, mut judged) = (BTreeSet::new(), BTreeSet::<Uuid>::new());
        for (le, event) in actes(enfant) {
            let of_it = i64::from(cadre.dans_la_periode(Some(le)));
            if let Statut::DelaissementDemande(demande) = event
                && asked.insert(demande.requete.0)
            {
                self.delaissements_demandes += of_it;
            }
            if let Statut::DelaissementJuge(juge) = event
                && judged.insert(juge.requete.0)
            {
                self.delaissements_declares += if juge.declare { of_it } else { 0 };
                self.delaissements_rejetes += if juge.declare { 0 } else { of_it };
            }
        }
    }
}

/// The status of a minor on a day that a tutor's word goes with, or another told; none: the parents'.
pub(crate) fn statut(enfant: &Enfant, le: NaiveDate) -> Option<StatutJuridique> {
    let mesures = enfant.mesures_suivies();
    let procedures = procedures(enfant);
    Statuts { enfant, mesures: &mesures, dits: dits(enfant, &procedures) }.au(le)
}

/// The first avis on each examination.
fn avis(enfant: &Enfant) -> Vec<(NaiveDate, EvolutionStatut)> {
    let mut examined = BTreeSet::new();
    let told = enfant.faits.iter().filter_map(|fait| {
        let Evenement::Projet(Projet::AvisCessec(avis)) = &fait.evenement else { return None };
        Some((fait.le(), avis.examen.0, avis.avis))
    });
    let first = told.filter(|(_, examen, _)| examined.insert(*examen));
    first.map(|(le, _, avis)| (le, avis)).collect()
}

/// What the chapter of the status tells, each fact with its day.
fn actes(enfant: &Enfant) -> impl Iterator<Item = (NaiveDate, &Statut)> {
    enfant.faits.iter().filter_map(|fait| {
        let Evenement::Statut(event) = &fait.evenement else { return None };
        Some((fait.le(), event))
    })
}

/// Every status told or judged, and every end, from its effect; of one day, an end comes first.
fn dits(enfant: &Enfant, procedures: &[Procedure]) -> Vec<(NaiveDate, StatutJuridique)> {
    let mut found: Vec<(NaiveDate, StatutJuridique)> = Vec::new();
    for (le, event) in actes(enfant) {
        if let Statut::Constate(constate) = event {
            found.push((constate.effet_le.unwrap_or(le), constate.statut));
        }
    }
    for (le, event) in actes(enfant) {
        if let Statut::AutoriteConstatee(dite) = event {
            let effet = dite.effet_le.unwrap_or(le);
            found.extend(d_une_autorite(dite).map(|statut| (effet, statut)));
        }
    }
    for known in procedures {
        found.extend(known.pv.iter().map(|le| (*le, StatutJuridique::PupilleProvisoire)));
        found.extend(known.admissions.iter().map(|le| (*le, StatutJuridique::Pupille)));
        found.extend(known.finie.map(|(le, _)| (le, StatutJuridique::SansMesure)));
    }
    found.sort_by_key(|(le, statut)| (*le, *statut != StatutJuridique::SansMesure));
    found
}

/// The status a decision on authority gives: a whole delegation, a tutelle; a judgment between parents ends both.
fn d_une_autorite(dite: &AutoriteConstatee) -> Option<StatutJuridique> {
    match dite.decision {
        DecisionAutorite::Delegation => (!dite.partielle).then_some(StatutJuridique::Delegation),
        DecisionAutorite::Tutelle => {
            (dite.titulaire != TitulaireAutorite::Prefet).then_some(StatutJuridique::Tutelle)
        }
        DecisionAutorite::Jaf => Some(StatutJuridique::SansMesure),
        DecisionAutorite::Retrait
        | DecisionAutorite::Delaissement
        | DecisionAutorite::Aucune
        | DecisionAutorite::NeSaitPas => None,
    }
}

/// What a child's status may be read from.
struct Statuts<'a> {
    enfant: &'a Enfant,
    mesures: &'a [MesureSuivie<'a>],
    dits: Vec<(NaiveDate, StatutJuridique)>,
}

impl Statuts<'_> {
    /// The status of a minor on a day: a pupille, under tutelle or delegation, or another; none of who is not one.
    fn au(&self, le: NaiveDate) -> Option<StatutJuridique> {
        if !self.enfant.mineur(le) || self.enfant.emancipe().is_some_and(|since| since <= le) {
            return None;
        }
        let told = self.dits.iter().rfind(|(effet, _)| *effet <= le);
        if let Some((effet, statut)) = told
            && *statut != StatutJuridique::SansMesure
            && !self.passe(*effet, *statut, le)
        {
            return Some(*statut);
        }
        let runs = |nature: NatureMesure| {
            self.mesures.iter().any(|mesure| mesure.nature == nature && mesure.en_vigueur(le))
        };
        let by_measure = [
            (NatureMesure::Pupille, StatutJuridique::Pupille),
            (NatureMesure::Tutelle, StatutJuridique::Tutelle),
            (NatureMesure::DelegationAutoriteParentale, StatutJuridique::Delegation),
        ];
        by_measure.into_iter().find(|(nature, _)| runs(*nature)).map(|(_, statut)| statut)
    }

    /// A status that measures give does not outlive the last of them.
    fn passe(&self, effet: NaiveDate, statut: StatutJuridique, le: NaiveDate) -> bool {
        let natures = match statut {
            StatutJuridique::AccueilProvisoire => ACCUEIL_PROVISOIRE,
            StatutJuridique::AssistanceEducative => ASSISTANCE_EDUCATIVE,
            StatutJuridique::SansMesure
            | StatutJuridique::Delegation
            | StatutJuridique::Tutelle
            | StatutJuridique::PupilleProvisoire
            | StatutJuridique::Pupille => &[],
        };
        let of_it = || self.mesures.iter().filter(|mesure| natures.contains(&mesure.nature));
        let mut ends = of_it().filter_map(MesureSuivie::cesse);
        ends.any(|fin| effet < fin && fin <= le && !of_it().any(|other| other.en_vigueur(fin)))
    }

    /// The days on which a status of delegation, of tutelle or of pupille begins.
    fn debuts(&self) -> impl Iterator<Item = NaiveDate> {
        let mut days: BTreeSet<NaiveDate> = self.dits.iter().map(|(le, _)| *le).collect();
        for mesure in self.mesures {
            days.insert(mesure.effet);
            days.extend(mesure.cesse());
        }
        days.into_iter().filter(|le| {
            let before = le.pred_opt().and_then(|eve| self.au(eve));
            let now = self.au(*le);
            now != before && now.is_some_and(durable)
        })
    }
}

fn durable(statut: StatutJuridique) -> bool {
    match statut {
        StatutJuridique::Delegation
        | StatutJuridique::Tutelle
        | StatutJuridique::PupilleProvisoire
        | StatutJuridique::Pupille => true,
        StatutJuridique::SansMesure
        | StatutJuridique::AccueilProvisoire
        | StatutJuridique::AssistanceEducative => false,
    }
}

/// The commission, and what follows it.
pub(crate) fn f2(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { jeunes, jeunes_examines, avis, examines, changes, sans_recul, .. } = comptes;
    let rendus = combien(avis.iter());
    let lignes = vec![
        part(
            "jeunes_examines",
            "Moins de trois ans examinés dans l'année",
            *jeunes_examines,
            *jeunes,
        ),
        compte("avis_rendus", "Avis rendus", rendus),
        compte("enfants_examines", "Enfants examinés", *examines),
        part("statut_change", "Statut changé dans les douze mois", *changes, rendus),
        compte("sans_recul", "dont sans changement, douze mois non écoulés", *sans_recul),
    ];
    let cut = par_code::<EvolutionStatut>(avis.iter().copied());
    Dit { lignes, coupes: vec![Coupe { axe: "avis", total: "avis_rendus", lignes: cut }] }
}

/// The pupilles.
pub(crate) fn f3(_: &Cadre, comptes: &Comptes) -> Dit {
    let Comptes { admissions, sorties, .. } = comptes;
    let lignes = vec![
        compte("pupilles", "Pupilles de l'État", comptes.pupilles),
        compte("provisoires", "Pupilles à titre provisoire", comptes.provisoires),
        compte("admissions", "Admissions de la période", combien(admissions.iter())),
        compte("sorties", "Sorties de la période", combien(sorties.iter())),
        compte("delaissements_demandes", "Délaissements demandés", comptes.delaissements_demandes),
        compte("delaissements_declares", "Délaissements déclarés", comptes.delaissements_declares),
        compte("delaissements_rejetes", "Délaissements rejetés", comptes.delaissements_rejetes),
    ];
    let cas = par_code::<CasPupille>(admissions.iter().copied());
    let fins = par_cle(FINS.into_iter(), sorties.iter().copied());
    let coupes = vec![
        Coupe { axe: "cas", total: "admissions", lignes: cas },
        Coupe { axe: "fin", total: "sorties", lignes: fins },
    ];
    Dit { lignes, coupes }
}
