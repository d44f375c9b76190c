//! Reports due to the judge (J1): the days they are due, what was sent, what the greffe acknowledged.
//!
//! Invariant: the days due on a measure are served one after the other, each by the first report still free that is not
//! before the day due before it.

use chrono::NaiveDate;
use domain::calendrier::prorogee;
use domain::codes::{Autorite, Correspondant, GenreEcrit, NatureMesure};
use domain::ecrit::Event as Ecrit;
use domain::evenement::Evenement;
use domain::justice::{DecisionRendue, Event as Justice};
use domain::temps::{Survenu, majorite, moins_jours, plus_mois};
use uuid::Uuid;

use crate::cadre::Cadre;
use crate::ecrits::RAPPORTS;
use crate::enfant::{Enfant, MesureSuivie};
use crate::natures::{AEMO, DIRECT};
use crate::nombres::{Dit, compte, part};

/// Without a day or a period of the decision's own: each year.
const CHAQUE_ANNEE: u32 = 12;

/// A report for the end of a measure is due that many days before its term.
const AVANT_LE_TERME: u32 = 8;

/// Reports due of one kind.
#[derive(Debug, Default)]
struct Dus {
    tous: i64,
    a_temps: i64,
    en_retard: i64,
}

/// What is kept of reports.
#[derive(Debug, Default)]
pub(super) struct Comptes {
    periodiques: Dus,
    d_echeance: Dus,
    envoyes: i64,
    accuses: i64,
}

impl Dus {
    fn prend(&mut self, cadre: &Cadre, remis: Option<NaiveDate>, dernier_jour: NaiveDate) {
        let in_time = remis.is_some_and(|remis| remis <= dernier_jour);
        let late = remis.is_some_and(|remis| remis <= cadre.observation) && !in_time;
        self.tous += 1;
        self.a_temps += i64::from(in_time);
        self.en_retard += i64::from(late);
    }

    fn attendus(&self) -> i64 {
        self.tous - self.a_temps - self.en_retard
    }
}

impl Comptes {
    pub(super) fn voir(&mut self, cadre: &Cadre, enfant: &Enfant, mesures: &[MesureSuivie<'_>]) {
        let responsable = enfant.delegation(cadre.au);
        let ecrits = ecrits(enfant);
        for mesure in mesures.iter().filter(|mesure| du_juge(mesure)) {
            if cadre.service_demande(responsable.or(mesure.service)) {
                let days = jours_dus(enfant, mesure);
                self.periodiques(cadre, mesure, &days, &ecrits);
                self.d_echeance(cadre, mesure, &days, &ecrits);
            }
        }
        if cadre.service_demande(responsable) {
            self.envois(cadre, &ecrits);
        }
    }

    fn periodiques(
        &mut self,
        cadre: &Cadre,
        mesure: &MesureSuivie<'_>,
        days: &[NaiveDate],
        ecrits: &[Ecrits<'_>],
    ) {
        let mut reports = rapports(ecrits, mesure.mesure, RAPPORTS);
        let mut depuis = mesure.effet;
        for &du_le in days {
            let first = reports.iter().position(|remis| depuis <= *remis);
            let remis = first.map(|first| reports.remove(first));
            if cadre.dans_la_periode(Some(du_le)) {
                self.periodiques.prend(cadre, remis, prorogee(du_le));
            }
            depuis = du_le;
        }
    }

    fn d_echeance(
        &mut self,
        cadre: &Cadre,
        mesure: &MesureSuivie<'_>,
        days: &[NaiveDate],
        ecrits: &[Ecrits<'_>],
    ) {
        let Some(terme) = mesure.terme else { return };
        let du_le = moins_jours(terme, AVANT_LE_TERME);
        if !cadre.dans_la_periode(Some(du_le)) || mesure.fin.is_some_and(|fin| fin <= du_le) {
            return;
        }
        let depuis = days.iter().copied().rfind(|day| *day < terme).unwrap_or(mesure.effet);
        let reports = rapports(ecrits, mesure.mesure, &[GenreEcrit::RapportEcheance]);
        let remis = reports.into_iter().find(|remis| depuis <= *remis);
        self.d_echeance.prend(cadre, remis, du_le);
    }

    fn envois(&mut self, cadre: &Cadre, ecrits: &[Ecrits<'_>]) {
        for ecrit in ecrits {
            let Some((emis, _, destinataire)) = ecrit.emis.first() else { continue };
            let to_judge = **destinataire == Correspondant::JugeDesEnfants;
            let report = ecrit.genre().is_some_and(|genre| RAPPORTS.contains(&genre));
            if report && to_judge && cadre.dans_la_periode(Some(emis.le)) {
                self.envoyes += 1;
                let accuse = ecrit.accuses.first();
                self.accuses += i64::from(accuse.is_some_and(|le| *le <= cadre.observation));
            }
        }
    }
}

/// Home measures and placements that the juge des enfants or the cour d'appel ordered.
fn du_juge(mesure: &MesureSuivie<'_>) -> bool {
    let of_it = [NatureMesure::PlacementAse, NatureMesure::AutreParent];
    let counted = AEMO.iter().chain(DIRECT).chain(&of_it).any(|known| *known == mesure.nature);
    let by = [Autorite::JugeDesEnfants, Autorite::CourDAppel];
    counted && by.contains(&mesure.autorite)
}

/// The days a report on a measure is due, from its effect and as long as it applies.
fn jours_dus(enfant: &Enfant, mesure: &MesureSuivie<'_>) -> Vec<NaiveDate> {
    let mut days = fixes(enfant, mesure).unwrap_or_else(|| reguliers(enfant, mesure));
    days.sort_unstable();
    days.dedup();
    let ends = mesure.cesse();
    days.retain(|day| mesure.effet <= *day && ends.is_none_or(|end| *day < end));
    days
}

/// The days the decision fixes, or the last act that rectifies it.
fn fixes(enfant: &Enfant, mesure: &MesureSuivie<'_>) -> Option<Vec<NaiveDate>> {
    dernier_acte(enfant, mesure.decision, |acte| !acte.rapports_le.is_empty())
        .map(|acte| acte.rapports_le.clone())
}

/// Every so many months that one of these says, from the effect and for eighteen years at most.
fn reguliers(enfant: &Enfant, mesure: &MesureSuivie<'_>) -> Vec<NaiveDate> {
    let told = dernier_acte(enfant, mesure.decision, |acte| acte.rapport_tous_les_mois.is_some());
    let told = told.and_then(|acte| acte.rapport_tous_les_mois);
    let (months, last) = (told.unwrap_or(CHAQUE_ANNEE), majorite(mesure.effet));
    if months == 0 {
        return Vec::new();
    }
    let days = (1..).map(|rank| plus_mois(mesure.effet, months * rank));
    days.take_while(|day| *day < last).collect()
}

/// The last act that says something: the decision itself, or one that rectifies it. Each is read as first rendered.
fn dernier_acte(
    enfant: &Enfant,
    decision: Uuid,
    says: impl Fn(&DecisionRendue) -> bool,
) -> Option<&DecisionRendue> {
    let mut rendered: Vec<(Survenu, &DecisionRendue)> = Vec::new();
    for fait in &enfant.faits {
        let Evenement::Justice(Justice::DecisionRendue(rendue)) = &fait.evenement else { continue };
        if rendered.iter().all(|(_, known)| known.decision != rendue.decision) {
            rendered.push((fait.survenu, rendue));
        }
    }
    let about = rendered.into_iter().filter(|(_, rendue)| {
        let named = [Some(rendue.decision), rendue.precedente];
        named.into_iter().flatten().any(|named| named.0 == decision) && says(rendue)
    });
    about.max_by_key(|(survenu, rendue)| (*survenu, rendue.decision)).map(|(_, rendue)| rendue)
}

/// What a writing is, and what it is about.
type Sujet = (GenreEcrit, Option<Uuid>);

/// One writing: when it was sent and received, as what and about what.
#[derive(Debug, Default)]
struct Ecrits<'a> {
    id: Uuid,
    emis: Vec<(Survenu, Sujet, &'a Correspondant)>,
    recus: Vec<(Survenu, Sujet)>,
    accuses: Vec<NaiveDate>,
}

impl Ecrits<'_> {
    fn genre(&self) -> Option<GenreEcrit> {
        let sent = self.emis.first().map(|(_, (genre, _), _)| *genre);
        sent.or(self.recus.first().map(|(_, (genre, _))| *genre))
    }

    /// The day it was sent as one of these kinds about a measure, else received as one.
    fn remis(&self, mesure: Uuid, genres: &[GenreEcrit]) -> Option<Survenu> {
        let about = |(genre, objet): &Sujet| genres.contains(genre) && *objet == Some(mesure);
        let sent = self.emis.iter().find(|(_, told, _)| about(told)).map(|(on, ..)| *on);
        sent.or(self.recus.iter().find(|(_, told)| about(told)).map(|(on, _)| *on))
    }
}

/// Every writing of the file.
fn ecrits(enfant: &Enfant) -> Vec<Ecrits<'_>> {
    let mut all: Vec<Ecrits<'_>> = Vec::new();
    for fait in &enfant.faits {
        let Evenement::Ecrit(event) = &fait.evenement else { continue };
        if let Ecrit::Emis(emis) = event {
            let told = (emis.genre, emis.objet);
            ecrit(&mut all, emis.ecrit.0).emis.push((fait.survenu, told, &emis.destinataire));
        } else if let Ecrit::Recu(recu) = event {
            let told = (recu.genre, recu.objet);
            ecrit(&mut all, recu.ecrit.0).recus.push((fait.survenu, told));
        } else if let Ecrit::Accuse(accuse) = event {
            ecrit(&mut all, accuse.ecrit.0).accuses.push(fait.le());
        }
    }
    all
}

fn ecrit<'e, 'a>(all: &'e mut Vec<Ecrits<'a>>, id: Uuid) -> &'e mut Ecrits<'a> {
    let at = all.iter().position(|known| known.id == id).unwrap_or_else(|| {
        all.push(Ecrits { id, ..Ecrits::default() });
        all.len() - 1
    });
    &mut all[at]
}

/// The days of the reports of these kinds on a measure, first to last.
fn rapports(ecrits: &[Ecrits<'_>], mesure: Uuid, genres: &[GenreEcrit]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> =
        ecrits.iter().filter_map(|ecrit| Some(ecrit.remis(mesure, genres)?.le)).collect();
    days.sort_unstable();
    days
}

/// Reports due to the judge.
pub(crate) fn j1(_: &Cadre, comptes: &super::Comptes) -> Dit {
    let Comptes { periodiques, d_echeance, envoyes, accuses } = &comptes.rapports;
    Dit::seules(vec![
        part(
            "periodiques",
            "Rapports périodiques remis à temps",
            periodiques.a_temps,
            periodiques.tous,
        ),
        compte(
            "periodiques_en_retard",
            "Rapports périodiques remis en retard",
            periodiques.en_retard,
        ),
        compte("periodiques_attendus", "Rapports périodiques attendus", periodiques.attendus()),
        part(
            "d_echeance",
            "Rapports d'échéance remis à temps",
            d_echeance.a_temps,
            d_echeance.tous,
        ),
        compte("d_echeance_en_retard", "Rapports d'échéance remis en retard", d_echeance.en_retard),
        compte("d_echeance_attendus", "Rapports d'échéance attendus", d_echeance.attendus()),
        part("accuses", "Rapports envoyés dont le greffe a accusé réception", *accuses, *envoyes),
    ])
}
