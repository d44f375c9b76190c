//! Emergency: recueil, 72 hours, provisional placements, interdiction de sortie, hospital (rules UR).
//!
//! # Invariants
//!
//! - What CPC 1184 and 1185 sanction (« sur leur demande ») never ends a measure: it opens a right.
//! - The six months of CPC 1185 run from the judge's own decision, never from the procureur's, and a second
//!   provisional decision does not start them again.
//! - Hours are counted on instants; from a day without its hour, whole days are given.

mod accueil;
mod interdictions;
mod regles;

#[cfg(test)]
mod essais;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Echeance;
use super::justice::premier_depuis;
use crate::codes::{Autorite, GenreDecisionJudiciaire, NatureMesure};
use crate::droit::{Duree, regle};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::justice::{DecisionRendue, Saisie};
use crate::mesure::Mesure;
use crate::temps::{Survenu, plus_jours, plus_mois};

pub(super) use regles::REGLES;

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let mut found = Vec::new();
    accueil::echeances(parcours, &mut found);
    placements_du_parquet(parcours, &mut found);
    mesures_provisoires(parcours, &mut found);
    interdictions::echeances(parcours, &mut found);
    found
}

/// The measures of a kind that are known, with the day or the instant they were decided.
fn de_nature(
    parcours: &Parcours,
    nature: NatureMesure,
) -> impl Iterator<Item = (MesureId, &Mesure, Survenu)> {
    parcours.mesure.mesures.iter().filter_map(move |(&id, mesure)| {
        let decidee = mesure.decidee()?;
        (decidee.fait.termes.nature == nature).then_some((id, mesure, decidee.survenu))
    })
}

/// When the judge was seized after an act of the procureur: said so, or by the opening of his file.
fn juge_saisi(
    parcours: &Parcours,
    depuis: NaiveDate,
    about: impl Fn(&Saisie) -> bool,
) -> Option<Survenu> {
    let judge = |saisie: &&Datee<Saisie>| {
        saisie.fait.autorite == Autorite::JugeDesEnfants
            && depuis <= saisie.le()
            && about(&saisie.fait)
    };
    let said = parcours.justice.saisines.iter().filter(judge).map(|saisie| saisie.survenu);
    let opened = parcours.justice.dossiers.values().filter_map(|dossier| {
        dossier.ouvert().filter(|ouvert| depuis <= ouvert.le()).map(|ouvert| ouvert.survenu)
    });
    said.chain(opened).min()
}

/// The first decision of the judge from a day on: its dispositif, or a measure he ordered.
fn juge_decide(
    parcours: &Parcours,
    depuis: NaiveDate,
    dispositif: impl Fn(&DecisionRendue) -> bool,
    mesure: impl Fn(NatureMesure) -> bool,
) -> Option<Survenu> {
    let said = parcours.justice.decisions.values().filter_map(|known| known.rendue());
    let said = said.filter(|rendue| {
        rendue.fait.autorite == Autorite::JugeDesEnfants
            && depuis <= rendue.le()
            && dispositif(&rendue.fait)
    });
    let ordered = parcours.mesure.mesures.values().filter_map(Mesure::decidee);
    let ordered = ordered.filter(|decidee| {
        let termes = &decidee.fait.termes;
        termes.autorite == Autorite::JugeDesEnfants
            && depuis <= decidee.le()
            && mesure(termes.nature)
    });
    said.map(|rendue| rendue.survenu).chain(ordered.map(|decidee| decidee.survenu)).min()
}

/// Measures that leave the merits open.
fn provisoire(nature: NatureMesure) -> bool {
    matches!(nature, NatureMesure::OppJuge | NatureMesure::OppParquet | NatureMesure::Mjie)
}

/// UR-05 and UR-06.
fn placements_du_parquet(parcours: &Parcours, found: &mut Vec<Echeance>) {
    for (id, mesure, decided) in de_nature(parcours, NatureMesure::OppParquet) {
        let about = |saisie: &Saisie| saisie.mesure.is_none_or(|named| named == id);
        let seized = juge_saisi(parcours, decided.le, about);
        let ended = mesure.fin(&parcours.identite);
        let why = "fin du placement du parquet";
        let opened = Echeance::ouvrir("UR-05", id.0, decided);
        found.extend(opened.map(|e| e.tenue_par(seized).sans_objet_depuis(ended, why)));
        let Some(seized) = seized else { continue };
        let decides =
            juge_decide(parcours, seized.le, |_| true, |nature| nature != NatureMesure::Mjie);
        let opened = Echeance::ouvrir("UR-06", id.0, seized);
        found.extend(opened.map(|e| e.tenue_par(decides).sans_objet_depuis(ended, why)));
    }
}

/// One provisional decision of the judge.
#[derive(Clone, Copy)]
struct Provisoire {
    objet: Uuid,
    survenu: Survenu,
    sans_audience: bool,
    juge_du_lieu: bool,
}

/// Provisional decisions of the judge, oldest first: their dispositif, else the placement itself.
fn provisoires(parcours: &Parcours) -> Vec<Provisoire> {
    let decisions = &parcours.justice.decisions;
    let said = decisions.values().filter_map(|known| known.rendue());
    let said = said.filter(|rendue| rendue.fait.provisoire_du_juge()).map(|rendue| Provisoire {
        objet: rendue.fait.decision.0,
        survenu: rendue.survenu,
        sans_audience: rendue.fait.genre == GenreDecisionJudiciaire::OrdonnanceSansAudience,
        juge_du_lieu: rendue.fait.juge_du_lieu,
    });
    let silent = de_nature(parcours, NatureMesure::OppJuge).filter_map(|(_, mesure, survenu)| {
        let decision = mesure.decidee()?.fait.termes.decision;
        let told = decisions.get(&decision).is_some_and(|known| known.rendue().is_some());
        (!told).then_some(Provisoire {
            objet: decision.0,
            survenu,
            sans_audience: true,
            juge_du_lieu: false,
        })
    });
    let mut found: Vec<Provisoire> = said.chain(silent).collect();
    found.sort_by_key(|one| (one.survenu, one.objet));
    found
}

/// UR-07 to UR-10.
fn mesures_provisoires(parcours: &Parcours, found: &mut Vec<Echeance>) {
    let mut running_until: Option<Option<NaiveDate>> = None;
    for one in provisoires(parcours) {
        if one.sans_audience {
            found.extend(audience_dans_les_quinze_jours(parcours, one));
        }
        if one.juge_du_lieu {
            found.extend(dessaisissement(parcours, one));
        }
        let already = running_until
            .is_some_and(|merits| merits.is_none_or(|merits| one.survenu.le <= merits));
        if already {
            continue;
        }
        let merits = juge_decide(parcours, one.survenu.le, DecisionRendue::au_fond, |nature| {
            !provisoire(nature)
        });
        running_until = Some(merits.map(|merits| merits.le));
        fond(parcours, one, merits, found);
    }
}

/// UR-07: the day of the hearing counts, from the decision.
fn audience_dans_les_quinze_jours(parcours: &Parcours, one: Provisoire) -> Option<Echeance> {
    let audiences = parcours.justice.audiences.values();
    let held = audiences.filter_map(|known| premier_depuis(&known.tenues, one.survenu.le)).min();
    Some(Echeance::ouvrir("UR-07", one.objet, one.survenu)?.tenue_par(held))
}

/// UR-10.
fn dessaisissement(parcours: &Parcours, one: Provisoire) -> Option<Echeance> {
    let dossiers = parcours.justice.dossiers.values();
    let given = dossiers.filter_map(|known| premier_depuis(&known.dessaisis, one.survenu.le)).min();
    Some(Echeance::ouvrir("UR-10", one.objet, one.survenu)?.tenue_par(given))
}

/// UR-08, and UR-09 when the judge prolonged in time. Months are counted from the origin: six and six from
/// 31 August end on 31 August.
fn fond(parcours: &Parcours, one: Provisoire, merits: Option<Survenu>, found: &mut Vec<Echeance>) {
    let Some(six) = Echeance::ouvrir("UR-08", one.objet, one.survenu) else { return };
    let prolonged = six.legale().and_then(|limite| prorogation(parcours, one, limite));
    let prolonged = prolonged.filter(|rendue| merits.is_none_or(|fond| rendue.le() < fond.le));
    let Some(rendue) = prolonged else {
        found.push(six.tenue_par(merits));
        return;
    };
    found.push(six.sans_objet_depuis(Some(rendue.le()), "délai prorogé par le juge"));
    let limite = douze_mois(one.survenu.le);
    let fixed = [limite, rendue.fait.terme_le].into_iter().flatten().min();
    let opened = Echeance::ouvrir("UR-09", one.objet, rendue.survenu);
    found.extend(opened.map(|echeance| echeance.limitee_au(fixed).tenue_par(merits)));
}

/// The order that prolongs provisional measures, taken before the limit.
fn prorogation(
    parcours: &Parcours,
    one: Provisoire,
    limite: NaiveDate,
) -> Option<&Datee<DecisionRendue>> {
    let decisions = parcours.justice.decisions.values();
    let orders = decisions.filter_map(|known| known.rendue()).filter(|rendue| {
        rendue.fait.genre == GenreDecisionJudiciaire::OrdonnanceProrogation
            && rendue.fait.precedente.is_none_or(|named| named.0 == one.objet)
            && (one.survenu.le..=limite).contains(&rendue.le())
    });
    orders.min_by_key(|rendue| rendue.survenu)
}

/// The months of UR-08 and those of UR-09, from the decision itself.
fn douze_mois(decision: NaiveDate) -> Option<NaiveDate> {
    match (regle("UR-08", decision)?.duree, regle("UR-09", decision)?.duree) {
        (Duree::Mois(six), Duree::Mois(more)) => Some(plus_mois(decision, six + more)),
        (
            Duree::Mois(_) | Duree::Jours(_) | Duree::Heures(_) | Duree::SansDelai | Duree::Fixee,
            _,
        ) => None,
    }
}

/// The day after a limit, whatever its hour.
fn lendemain(echeance: &Echeance) -> Option<NaiveDate> {
    echeance.legale().map(|limite| plus_jours(limite, 1))
}
