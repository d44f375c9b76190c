//! Judicial procedure around a measure (rules JU).
//!
//! Delays of the *Code de procédure civile* that run forward are put off to a working day (art. 642);
//! those counted back from a day (convocation, reading of the file, report before a term) are not: putting
//! them off would shorten the notice.

mod rapports;

pub use rapports::{jours_de_rapport, rapports_au_juge};

#[cfg(test)]
mod essais;

use chrono::NaiveDate;

use super::Echeance;
use crate::codes::{Autorite, NatureMesure, PartieAudience};
use crate::droit::{Charge, Duree, Genre, LOI, Regle, regle};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::{AudienceId, DecisionId, DossierJudiciaireId, MesureId};
use crate::justice::{Audience, Decision, Dossier};
use crate::mesure::{self, Famille, Mesure};
use crate::temps::{Survenu, moins_jours, moins_mois, plus_jours};

/// The rows.
pub(super) const REGLES: &[Regle] = &[
    Regle {
        id: "JU-01",
        article: "CPC, art. 1188",
        genre: Genre::Notice,
        duree: Duree::Jours(8),
        verification: "V26",
        declencheur: "audience fixée",
        cloture: "réception de la convocation",
        charge: Charge::Juge,
        explication: "La convocation est reçue huit jours au moins avant l'audience.",
        ..LOI
    },
    Regle {
        id: "JU-02",
        article: "CPC, art. 1190",
        duree: Duree::Jours(8),
        procedure: true,
        verification: "V26",
        declencheur: "décision du juge",
        cloture: "notification de la décision",
        charge: Charge::Juge,
        explication: "La décision du juge est notifiée dans les huit jours.",
        ..LOI
    },
    Regle {
        id: "JU-03",
        article: "CPC, art. 1191",
        duree: Duree::Jours(15),
        procedure: true,
        verification: "V26",
        declencheur: "notification de la décision au Département",
        condition: "l'enfant est confié au Département",
        cloture: "appel du Département",
        charge: Charge::Ase,
        explication: "Le service à qui l'enfant est confié peut faire appel dans les quinze jours de la notification.",
        ..LOI
    },
    Regle {
        id: "JU-04",
        article: "CPC, art. 1193",
        duree: Duree::Mois(3),
        procedure: true,
        verification: "V26",
        declencheur: "déclaration d'appel",
        condition: "placement provisoire",
        cloture: "arrêt de la cour d'appel",
        charge: Charge::CourDAppel,
        explication: "La cour statue dans les trois mois de l'appel d'un placement provisoire.",
        ..LOI
    },
    Regle {
        id: "JU-05",
        article: "CPC, art. 1186",
        duree: Duree::Jours(8),
        procedure: true,
        verification: "V26",
        declencheur: "demande d'un avocat",
        cloture: "désignation d'un avocat",
        charge: Charge::Tiers,
        explication: "Le bâtonnier désigne l'avocat dans les huit jours de la demande.",
        ..LOI
    },
    Regle {
        id: "JU-06",
        article: "CPC, art. 1187",
        duree: Duree::Jours(15),
        procedure: true,
        verification: "V26",
        declencheur: "dossier communiqué au procureur, l'instruction terminée",
        cloture: "retour du dossier au juge",
        charge: Charge::Procureur,
        explication: "Le procureur renvoie le dossier au juge dans les quinze jours, avec son avis.",
        ..LOI
    },
    Regle {
        id: "JU-07",
        article: "CPC, art. 1187",
        genre: Genre::Notice,
        duree: Duree::Jours(1),
        verification: "V26",
        declencheur: "audience fixée",
        cloture: "consultation du dossier au greffe",
        charge: Charge::Ase,
        explication: "Le dossier se consulte au greffe jusqu'à la veille de l'audience.",
        ..LOI
    },
    Regle {
        id: "JU-08",
        article: "CPC, art. 1200-1",
        genre: Genre::Periodic,
        duree: Duree::Mois(36),
        procedure: true,
        verification: "V26",
        declencheur: "effet de la mesure, puis chaque audience",
        condition: "placement ordonné pour plus de deux ans",
        cloture: "audience",
        charge: Charge::Juge,
        explication: "Quand un placement est ordonné pour plus de deux ans, une audience se tient au moins tous les trois ans.",
        ..LOI
    },
    Regle {
        id: "JU-09",
        article: "CPC, art. 1199-1",
        genre: Genre::Periodic,
        duree: Duree::Mois(12),
        procedure: true,
        verification: "V26",
        declencheur: "effet de la mesure, puis chaque échéance de rapport",
        condition: "mesure d'assistance éducative en vigueur",
        cloture: "rapport au juge",
        charge: Charge::Service,
        explication: "Le service rend compte au juge à la date que fixe la décision, à défaut chaque année.",
        ..LOI
    },
    Regle {
        id: "JU-10",
        article: "pratique ; CPC, art. 1188",
        genre: Genre::Notice,
        duree: Duree::Fixee,
        locale: true,
        reglage: Some("ju_10_delai_rapport"),
        verification: "S",
        declencheur: "effet de la mesure",
        condition: "mesure d'assistance éducative à terme",
        cloture: "rapport d'échéance",
        charge: Charge::Service,
        explication: "Le rapport d'échéance arrive au juge assez tôt avant le terme pour que l'audience puisse être convoquée.",
        ..LOI
    },
    Regle {
        id: "JU-11",
        article: "délai fixé par la justice dans sa demande",
        genre: Genre::OnRequest,
        duree: Duree::Fixee,
        verification: "S",
        declencheur: "réception de la demande de la justice",
        cloture: "réponse à la demande",
        charge: Charge::Ase,
        explication: "Une demande de la justice (soit-transmis) reçoit réponse dans le délai qu'elle fixe.",
        ..LOI
    },
];

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let justice = &parcours.justice;
    let mut found = Vec::new();
    justice.audiences.iter().for_each(|(&id, known)| audience(id, known, &mut found));
    justice.decisions.iter().for_each(|(&id, known)| decision(parcours, id, known, &mut found));
    justice.dossiers.iter().for_each(|(&id, known)| dossier(id, known, &mut found));
    demandes(parcours, &mut found);
    rapports::echeances(parcours, &mut found);
    found
}

/// The first of these facts that is not before a moment.
pub(super) fn premier_depuis<T>(faits: &[Datee<T>], depuis: NaiveDate) -> Option<Survenu> {
    faits.iter().map(|fait| fait.survenu).filter(|survenu| depuis <= survenu.le).min()
}

/// The last day of a notice before a day, as the rule in force that day counts it.
pub(super) fn preavis(id: &str, avant: NaiveDate) -> Option<NaiveDate> {
    match regle(id, avant)?.duree {
        Duree::Jours(jours) => Some(moins_jours(avant, jours)),
        Duree::Mois(mois) => Some(moins_mois(avant, mois)),
        Duree::Heures(_) | Duree::SansDelai | Duree::Fixee => None,
    }
}

/// JU-01 and JU-07, each time a day is fixed.
fn audience(id: AudienceId, known: &Audience, found: &mut Vec<Echeance>) {
    let fixed = known.fixees.iter().map(|fixee| (fixee.survenu, Some(fixee.fait.prevue)));
    let put_off = known.renvois.iter().map(|renvoi| (renvoi.survenu, renvoi.fait.prevue));
    let mut days: Vec<(Survenu, Option<Survenu>)> = fixed.chain(put_off).collect();
    days.sort_unstable();
    for (rank, &(fixee, prevue)) in days.iter().enumerate() {
        let Some(prevue) = prevue else { continue };
        let until = days.get(rank + 1).map(|&(next, _)| next.le);
        found.extend(convocation(id, known, (fixee, prevue), until));
        found.extend(consultation(id, known, (fixee, prevue), until));
    }
}

fn convocation(
    id: AudienceId,
    known: &Audience,
    (fixee, prevue): (Survenu, Survenu),
    until: Option<NaiveDate>,
) -> Option<Echeance> {
    let ours = known.convocations.iter().filter(|convocation| {
        convocation.fait.partie == PartieAudience::Departement && fixee.le <= convocation.le()
    });
    let received = ours.map(|convocation| convocation.survenu).min();
    let received = received.filter(|received| until.is_none_or(|until| received.le <= until));
    let echeance = Echeance::ouvrir("JU-01", id.0, fixee)?
        .limitee_au(preavis("JU-01", prevue.le))
        .tenue_par(received)
        .sans_objet_depuis(until, "audience renvoyée")
        .sans_objet_depuis(known.tenue().map(Datee::le), "audience tenue");
    Some(echeance)
}

/// A right, not a duty: it ends with the eve, and nobody is late.
fn consultation(
    id: AudienceId,
    known: &Audience,
    (fixee, prevue): (Survenu, Survenu),
    until: Option<NaiveDate>,
) -> Option<Echeance> {
    let ours = known.consultations.iter().filter(|consultation| {
        consultation.fait.partie == PartieAudience::Departement && fixee.le <= consultation.le()
    });
    let echeance = Echeance::ouvrir("JU-07", id.0, fixee)?
        .limitee_au(preavis("JU-07", prevue.le))
        .tenue_par(ours.map(|consultation| consultation.survenu).min())
        .sans_objet_depuis(until.filter(|until| *until < prevue.le), "audience renvoyée")
        .sans_objet_depuis(Some(prevue.le), "jour de l'audience");
    Some(echeance)
}

fn decision(parcours: &Parcours, id: DecisionId, known: &Decision, found: &mut Vec<Echeance>) {
    let Some(rendue) = known.rendue() else { return };
    if rendue.fait.autorite == Autorite::JugeDesEnfants {
        let notification = Echeance::ouvrir("JU-02", id.0, rendue.survenu);
        found.extend(notification.map(|echeance| echeance.tenue_par(known.notifiee())));
        found.extend(appel(parcours, id, known, rendue.le()));
    }
    if rendue.fait.provisoire_du_juge() && ordonne_un_placement(parcours, id) {
        let formed = known.appels.first().map(|appel| appel.survenu);
        let arret = known.arrets.first().map(|arret| arret.survenu);
        let opened = formed.and_then(|formed| Echeance::ouvrir("JU-04", id.0, formed));
        found.extend(opened.map(|echeance| echeance.tenue_par(arret)));
    }
}

/// JU-03: a right, which is no more once its days are past.
fn appel(
    parcours: &Parcours,
    id: DecisionId,
    known: &Decision,
    prononcee: NaiveDate,
) -> Option<Echeance> {
    if !confie_au_departement(parcours, id, prononcee) {
        return None;
    }
    let ours = |appel: &&Datee<_>| est_du_departement(appel);
    let formed = known.appels.iter().find(ours).map(|appel| appel.survenu);
    let echeance = Echeance::ouvrir("JU-03", id.0, known.notifiee_au_departement()?)?;
    let past = echeance.legale().map(|legale| plus_jours(legale, 1));
    Some(echeance.tenue_par(formed).sans_objet_depuis(past, "délai d'appel expiré"))
}

fn est_du_departement(appel: &Datee<crate::justice::AppelForme>) -> bool {
    appel.fait.partie == PartieAudience::Departement
}

/// The measures that name a decision.
pub(super) fn mesures_de(
    parcours: &Parcours,
    decision: DecisionId,
) -> impl Iterator<Item = (MesureId, &Mesure, NatureMesure)> {
    parcours.mesure.mesures.iter().filter_map(move |(&id, mesure)| {
        let termes = &mesure.decidee()?.fait.termes;
        (termes.decision == decision).then_some((id, mesure, termes.nature))
    })
}

fn ordonne_un_placement(parcours: &Parcours, decision: DecisionId) -> bool {
    mesures_de(parcours, decision).any(|(_, _, nature)| est_un_placement(nature))
}

/// Placed outside his home by a judge, through the ASE or not.
pub(super) fn est_un_placement(nature: NatureMesure) -> bool {
    matches!(mesure::famille(nature), Famille::Confie | Famille::PlacementDirect)
}

/// The decision confides the child to the Département, or he was already when it was taken.
fn confie_au_departement(parcours: &Parcours, decision: DecisionId, le: NaiveDate) -> bool {
    let confie = |nature| mesure::famille(nature) == Famille::Confie;
    mesures_de(parcours, decision).any(|(_, _, nature)| confie(nature))
        || parcours.mesure.mesures.values().any(|mesure| {
            let termes = mesure.decidee().map(|decidee| &decidee.fait.termes);
            termes.is_some_and(|termes| confie(termes.nature))
                && mesure.en_vigueur(&parcours.identite, le)
        })
}

/// JU-05 and JU-06.
fn dossier(id: DossierJudiciaireId, known: &Dossier, found: &mut Vec<Echeance>) {
    for asked in &known.avocats_demandes {
        let same = known.avocats_designes.iter().filter(|designe| {
            designe.fait.partie == asked.fait.partie && asked.le() <= designe.le()
        });
        let designated = same.map(|designe| designe.survenu).min();
        let opened = Echeance::ouvrir("JU-05", id.0, asked.survenu);
        found.extend(opened.map(|echeance| echeance.tenue_par(designated)));
    }
    for sent in &known.communications {
        let back = premier_depuis(&known.retours, sent.le());
        let opened = Echeance::ouvrir("JU-06", id.0, sent.survenu);
        found.extend(opened.map(|echeance| echeance.tenue_par(back)));
    }
}

/// JU-11.
fn demandes(parcours: &Parcours, found: &mut Vec<Echeance>) {
    for (&id, known) in &parcours.justice.demandes {
        let Some(recue) = known.recue() else { continue };
        let opened = Echeance::ouvrir("JU-11", id.0, recue.survenu);
        found.extend(opened.map(|echeance| {
            let answered = parcours.justice.reponse(parcours, id);
            echeance.limitee_au(recue.fait.pour_le).tenue_par(answered)
        }));
    }
}
