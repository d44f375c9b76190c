//! What the law finds wrong in informations, évaluations, decisions, writings, projects and status.
//!
//! Invariant: what a kind says is a question put to the facts of one object, in their order.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::codes::{Correspondant, GenreEcrit, GenreSuite, IssueReexamen, RubriquePpe};
use domain::decision::Event as Decision;
use domain::ecrit::Event as Ecrit;
use domain::evaluation::Event as Evaluation;
use domain::evenement::Evenement;
use domain::identite::Event as Identite;
use domain::information::Event as Information;
use domain::projet_pour_enfant::{Event as Projet, Objectif, Rubrique};
use domain::sante::{ActeRealise, Event as Sante};
use domain::statut::Event as Statut;
use domain::temps::{Survenu, age};
use uuid::Uuid;

use super::{Dossier, Trouvee};
use crate::ecrits::RAPPORTS;
use crate::histoire::Fait;

/// The age from which a minor may be emancipated.
const AGE_D_EMANCIPATION: i32 = 16;

/// What is found on that day.
pub(super) fn trouve(dossier: &Dossier, found: &mut BTreeSet<Trouvee>) {
    let faits = &dossier.enfant.faits;
    informations(faits, found);
    found.extend(dossier.enfant.transferts_irreguliers());
    evaluations(faits, found);
    decisions(faits, found);
    retenues(faits, dossier.au, found);
    rapports(faits, found);
    if dossier.enfant.mineur(dossier.au) {
        besoins(faits, found);
    }
    statut(dossier, found);
}

/// Others answer, acknowledge or ask about an information whose reception nobody recorded.
fn informations(faits: &[Fait], found: &mut BTreeSet<Trouvee>) {
    let (mut cited, mut known) = (BTreeSet::new(), BTreeSet::new());
    for fait in faits {
        let Evenement::Information(event) = &fait.evenement else { continue };
        let id = event.information().0;
        match event {
            Information::Recue(_) | Information::Retiree(_) => {
                known.insert(id);
            }
            Information::RetourParquetRecu(_)
            | Information::Signalee(_)
            | Information::NavetteRetournee(_)
            | Information::Completee(_)
            | Information::SuitesDemandees(_)
            | Information::DangerGraveConstate(_)
            | Information::TransfertAccuse(_)
            | Information::DemenagementConnu(_) => {
                cited.insert(id);
            }
            Information::Qualifiee(_)
            | Information::NonQualifiee(_)
            | Information::Rattachee(_)
            | Information::Detachee(_)
            | Information::DoublonMarque(_)
            | Information::Transferee(_)
            | Information::NavetteEnvoyee(_)
            | Information::MisEnCause(_)
            | Information::AdresseDemandee(_)
            | Information::AdresseRecue(_) => {}
        }
    }
    found.extend(cited.difference(&known).map(|id| ("INFORMATION_NON_ENREGISTREE", *id)));
}

/// One evaluator, until the first report: of the last team named, else of the mandate.
fn evaluations(faits: &[Fait], found: &mut BTreeSet<Trouvee>) {
    let mut mandated: BTreeMap<Uuid, usize> = BTreeMap::new();
    let mut named: BTreeMap<Uuid, (NaiveDate, u64, usize)> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    for fait in faits {
        let Evenement::Evaluation(event) = &fait.evenement else { continue };
        let id = event.evaluation().0;
        if let Evaluation::Mandatee(mandatee) = event {
            mandated.entry(id).or_insert(mandatee.equipe.len());
        } else if let Evaluation::EquipeDesignee(equipe) = event {
            let told = (fait.le(), fait.position, equipe.membres.len());
            let last = named.entry(id).or_insert(told);
            *last = (*last).max(told);
        } else if let Evaluation::RapportRemis(_) = event {
            reported.insert(id);
        }
    }
    let teams = named.iter().map(|(id, (.., members))| (*id, *members));
    let others = mandated.into_iter().filter(|(id, _)| !named.contains_key(id));
    let alone = teams.chain(others).filter(|(id, members)| *members == 1 && !reported.contains(id));
    found.extend(alone.map(|(id, _)| ("EVALUATEUR_SEUL", id)));
}

/// One decision: the suites that hold, those refused, those that came true.
#[derive(Default)]
struct Decidee {
    prises: Vec<Vec<GenreSuite>>,
    revisees: Vec<Vec<GenreSuite>>,
    refusees: Vec<(NaiveDate, GenreSuite)>,
    realisees: Vec<(NaiveDate, GenreSuite)>,
}

/// A suite refused that still stands, and did not come true since.
fn decisions(faits: &[Fait], found: &mut BTreeSet<Trouvee>) {
    let mut known: BTreeMap<Uuid, Decidee> = BTreeMap::new();
    for fait in faits {
        let Evenement::Decision(event) = &fait.evenement else { continue };
        let decidee = known.entry(event.decision().0).or_default();
        match event {
            Decision::Prise(prise) => {
                decidee.prises.push(prise.suites.iter().map(|suite| suite.genre()).collect());
            }
            Decision::Revisee(revisee) => {
                decidee.revisees.push(revisee.suites.iter().map(|suite| suite.genre()).collect());
            }
            Decision::SuiteRealisee(fact) => decidee.realisees.push((fait.le(), fact.suite)),
            Decision::SuiteRefusee(fact) => decidee.refusees.push((fait.le(), fact.suite)),
            Decision::Notifiee(_) => {}
        }
    }
    for (id, decidee) in known {
        let held = decidee.revisees.last().or(decidee.prises.first());
        let last = |all: &[(NaiveDate, GenreSuite)], suite| {
            all.iter().filter(|(_, of)| *of == suite).map(|(le, _)| *le).max()
        };
        let stands = decidee.refusees.iter().any(|(refused, suite)| {
            let came_true = last(&decidee.realisees, *suite).filter(|done| {
                last(&decidee.refusees, *suite).is_none_or(|refused| refused <= *done)
            });
            held.is_some_and(|held| held.contains(suite))
                && came_true.is_none_or(|done| done < *refused)
        });
        if stands {
            found.insert(("SUITE_REFUSEE_SANS_REVISION", id));
        }
    }
}

/// A decision to withhold, or a new examination of it: when, the next day it is examined, whether it is lifted.
type Acte = (Survenu, Option<NaiveDate>, bool);

/// What is withheld past the day it was to be examined again.
fn retenues(faits: &[Fait], au: NaiveDate, found: &mut BTreeSet<Trouvee>) {
    let mut known: BTreeMap<(GenreEcrit, Uuid), (Vec<Acte>, Vec<Acte>)> = BTreeMap::new();
    for fait in faits {
        let Evenement::Ecrit(event) = &fait.evenement else { continue };
        if let Ecrit::Differee(told) = event {
            let kept = known.entry((told.genre, told.objet.unwrap_or_default())).or_default();
            kept.0.push((fait.survenu, Some(told.reexaminer_le), false));
        } else if let Ecrit::Reexaminee(told) = event {
            let kept = known.entry((told.genre, told.objet.unwrap_or_default())).or_default();
            let lifted = told.issue == IssueReexamen::Levee;
            kept.1.push((fait.survenu, told.reexaminer_le, lifted));
        }
    }
    let last = |actes: &[Acte]| actes.iter().max_by_key(|(on, ..)| *on).copied();
    for ((_, objet), (differees, mut reexamens)) in known {
        let Some((since, first_day, _)) = last(&differees) else { continue };
        reexamens.retain(|(on, ..)| since.le <= on.le);
        if reexamens.iter().any(|(.., lifted)| *lifted) {
            continue;
        }
        let due = last(&reexamens).and_then(|(_, next, _)| next).or(first_day);
        if due.is_some_and(|due| due < au) {
            found.insert(("REEXAMEN_EN_RETARD", objet));
        }
    }
}

/// A report that left for the judge without anybody's approval, or that follows no pluridisciplinary evaluation.
fn rapports(faits: &[Fait], found: &mut BTreeSet<Trouvee>) {
    let (mut sent, mut approved) = (BTreeMap::new(), BTreeSet::new());
    for fait in faits {
        let Evenement::Ecrit(event) = &fait.evenement else { continue };
        if let Ecrit::Emis(emis) = event {
            sent.entry(emis.ecrit.0).or_insert(emis);
        } else if let Ecrit::Valide(valide) = event {
            approved.insert(valide.ecrit.0);
        }
    }
    for (id, emis) in sent {
        let to_judge = emis.destinataire == Correspondant::JugeDesEnfants;
        if !to_judge || !RAPPORTS.contains(&emis.genre) {
            continue;
        }
        if !approved.contains(&id) && emis.decideur.is_none() {
            found.insert(("RAPPORT_NON_VALIDE", id));
        }
        let told = emis.rapport.as_ref().and_then(|told| told.evaluation_pluridisciplinaire);
        if told == Some(false) {
            found.insert(("RAPPORT_SANS_EVALUATION", id));
        }
    }
}

/// One project: its editions, by number, their days and whether they speak of health.
type Editions = BTreeMap<u32, (NaiveDate, bool)>;

/// Needs found, then a project edited that does not speak of them.
fn besoins(faits: &[Fait], found: &mut BTreeSet<Trouvee>) {
    let (mut projets, mut actes) =
        (BTreeMap::<Uuid, Editions>::new(), Vec::<(NaiveDate, &ActeRealise)>::new());
    for fait in faits {
        if let Evenement::Projet(Projet::Etabli(etabli)) = &fait.evenement {
            let speaks = parle_de_sante(&etabli.rubriques, &etabli.objectifs_suivis);
            let known = projets.entry(etabli.projet.0).or_default();
            known.entry(1).or_insert((fait.le(), speaks));
        } else if let Evenement::Projet(Projet::Revise(revise)) = &fait.evenement {
            let speaks = parle_de_sante(&revise.rubriques, &revise.objectifs_suivis);
            let known = projets.entry(revise.projet.0).or_default();
            known.entry(revise.edition).or_insert((fait.le(), speaks));
        } else if let Evenement::Sante(Sante::ActeRealise(acte)) = &fait.evenement {
            actes.push((fait.le(), acte));
        }
    }
    let spoken = projets.values().flat_map(BTreeMap::values).filter(|(_, speaks)| *speaks);
    let spoken = spoken.map(|(le, _)| *le).max();
    let waits = |(le, _): &&(NaiveDate, &ActeRealise)| spoken.is_none_or(|spoken| spoken < *le);
    let waiting: BTreeSet<_> =
        actes.iter().filter(waits).flat_map(|(_, acte)| acte.besoins.iter().copied()).collect();
    let last = actes.iter().rfind(|(_, acte)| acte.besoins.iter().any(|one| waiting.contains(one)));
    let edited = projets.iter().filter_map(|(id, editions)| {
        let (_, (le, _)) = editions.last_key_value()?;
        Some((*le, *id))
    });
    if let (Some((acte, _)), Some((le, projet))) = (last, edited.max())
        && *acte <= le
    {
        found.insert(("BESOINS_DE_SANTE_NON_VERSES", projet));
    }
}

fn parle_de_sante(rubriques: &[Rubrique], objectifs: &[Objectif]) -> bool {
    let headings = rubriques.iter().map(|one| one.rubrique);
    let mut all = headings.chain(objectifs.iter().map(|one| one.rubrique));
    all.any(|rubrique| rubrique == RubriquePpe::Sante)
}

/// Emancipated too young; remitted without being told; refused without being told how to contest it.
fn statut(dossier: &Dossier, found: &mut BTreeSet<Trouvee>) {
    let enfant = &dossier.enfant;
    if let (Some(emancipe), Some(naissance)) = (enfant.emancipe(), enfant.naissance())
        && age(naissance, emancipe) < AGE_D_EMANCIPATION
    {
        found.insert(("EMANCIPATION_AVANT_SEIZE_ANS", Uuid::nil()));
    }
    let mut dressed = BTreeSet::new();
    for fait in &enfant.faits {
        if let Evenement::Statut(Statut::PvDresse(pv)) = &fait.evenement {
            let first = dressed.insert(pv.recueil.0);
            if first && pv.informes != Some(true) && !pv.remis_par.is_empty() {
                found.insert(("RECUEIL_SANS_INFORMATION", pv.recueil.0));
            }
        }
        if let Evenement::Identite(Identite::MinoriteRefusee(refus)) = &fait.evenement
            && !refus.voies_de_recours
        {
            found.insert(("REFUS_SANS_RECOURS", refus.minorite.0));
        }
    }
}
