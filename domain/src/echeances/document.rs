//! Periodic documents and reviews: the projet pour l'enfant, reports, commissions, health, visits (rules DO).
//!
//! # Invariants
//!
//! - Two ages live beside each other: three years for the ASE's report (CASF L223-5), two for the
//!   judge's (C. civ. 375). Each échéance stands under its own text; one letter to the judge keeps both,
//!   and whoever lists them shows the stricter first.
//! - A report counts unless it is said to follow no pluridisciplinary evaluation.
//! - What is lawfully withheld is not owed while it is withheld.

#[cfg(test)]
mod essais;
mod periodes;
mod regles;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Echeance;
use crate::codes::{
    ActeSante, Correspondant, FormeVisite, FrequenceVisite, GenreEcrit, IssueVisite, MotifCessec,
    NatureMesure,
};
use crate::droit::Duree;
use crate::ecrit::{Ecrit, est_un_rapport};
use crate::enfant::Parcours;
use crate::histoire::Datee;
use crate::ids::MesureId;
use crate::mesure::{Mesure, VisiteNotee};
use crate::temps::Survenu;

use periodes::{FIN, Filtre, Periode, age_au, mesures, periodes, recurrentes};
pub(super) use regles::REGLES;

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let families: [fn(&Parcours) -> Vec<Echeance>; 8] =
        [projet, mises_a_jour, rapports, au_juge, connaissance, commission, stabilite, autour];
    families.iter().flat_map(|family| family(parcours)).collect()
}

/// DO-01, and DO-02 beside it for an AED: the same act keeps both.
fn projet(parcours: &Parcours) -> Vec<Echeance> {
    let owed = |id: &'static str, filtre: Filtre| {
        let begun = mesures(parcours, filtre).into_iter();
        begun.filter(|(_, _, mesure)| !renouvelle(parcours, *mesure)).filter_map(
            move |(debut, _, mesure)| {
                let echeance = Echeance::ouvrir(id, mesure.0, Survenu::le(debut))?;
                let fin = chaine_finie_le(parcours, mesure);
                Some(echeance.tenue_par(projet_pour(parcours, debut)).sans_objet_depuis(fin, FIN))
            },
        )
    };
    owed("DO-01", regles::appelle_un_projet).chain(owed("DO-02", regles::aed)).collect()
}

fn renouvelle(parcours: &Parcours, mesure: MesureId) -> bool {
    let known = parcours.mesure.mesures.get(&mesure).and_then(Mesure::decidee);
    known.is_some_and(|decidee| decidee.fait.precedente.is_some())
}

/// The first day on which neither a measure nor what renews it runs.
fn chaine_finie_le(parcours: &Parcours, mesure: MesureId) -> Option<NaiveDate> {
    let mut last = parcours.mesure.mesures.get(&mesure)?;
    // Bounded by the number of measures: renewals form no ring in a sound history.
    for _ in 0..parcours.mesure.mesures.len() {
        let Some((next, _)) = last.renouvelee else { break };
        last = parcours.mesure.mesures.get(&next)?;
    }
    last.finie_le(&parcours.identite)
}

/// The project that answers to a measure: one that stands already when it follows another measure
/// without a day between, else the first established from its effect on.
fn projet_pour(parcours: &Parcours, effet: NaiveDate) -> Option<Survenu> {
    let etablis = parcours.projet.projets.values().flat_map(|projet| &projet.etablis);
    let etablis: Vec<Survenu> = etablis.map(|etabli| etabli.survenu).collect();
    let spells = periodes(parcours, regles::appelle_un_projet);
    let spell = spells.iter().rfind(|spell| spell.debut <= effet)?;
    etablis.into_iter().filter(|etabli| spell.debut <= etabli.le).min()
}

/// DO-03: after each report, each new measure and each change of place, a new edition.
fn mises_a_jour(parcours: &Parcours) -> Vec<Echeance> {
    let found = parcours.projet.projets.iter().flat_map(|(id, projet)| {
        let etabli = projet.etabli().map(|etabli| etabli.survenu);
        let changes = changements(parcours).into_iter();
        let after = move |le: &Survenu| etabli.is_some_and(|etabli| etabli.le < le.le);
        changes.filter(after).filter_map(|change| {
            let revised = projet.revisions.iter().map(|revise| revise.survenu);
            let next = revised.filter(|revise| change.le <= revise.le).min();
            let fin = periodes(parcours, regles::appelle_un_projet);
            let fin = fin.iter().rfind(|spell| spell.debut <= change.le).and_then(|one| one.fin);
            let echeance = Echeance::ouvrir("DO-03", id.0, change)?.tenue_par(next);
            Some(echeance.sans_objet_depuis(fin, FIN))
        })
    });
    found.collect()
}

/// What changes how the child is accompanied, each day once.
fn changements(parcours: &Parcours) -> Vec<Survenu> {
    let reports = parcours.ecrit.ecrits.values().filter_map(rapport_du);
    let begun = mesures(parcours, regles::appelle_un_projet).into_iter();
    let begun = begun.map(|(debut, _, _)| Survenu::le(debut));
    let accueils = parcours.accueil.accueils.values().filter_map(|accueil| accueil.debut());
    let moved = accueils.filter(|debut| debut.fait.precedent.is_some()).map(|debut| debut.survenu);
    let mut found: Vec<Survenu> = reports.chain(begun).chain(moved).collect();
    found.sort();
    found.dedup_by_key(|change| change.le);
    found
}

/// The day a writing became a report on the child's situation that counts (CASF L223-5), if it is one.
fn rapport_du(ecrit: &Ecrit) -> Option<Survenu> {
    est_un_rapport(ecrit.genre()?).then_some(())?;
    let sent = ecrit.emis.iter().map(|emis| (emis.survenu, emis.fait.rapport.as_ref()));
    let received = ecrit.recus.iter().map(|recu| (recu.survenu, recu.fait.rapport.as_ref()));
    let told = sent.chain(received);
    let counts = told.clone().all(|(_, rapport)| {
        rapport.and_then(|rapport| rapport.evaluation_pluridisciplinaire).unwrap_or(true)
    });
    told.map(|(survenu, _)| survenu).min().filter(|_| counts)
}

/// Reports about a spell.
fn rapports_de(parcours: &Parcours, periode: &Periode) -> Vec<Survenu> {
    let about = parcours.ecrit.ecrits.values().filter(|ecrit| periode.porte_sur(ecrit.objet()));
    about.filter_map(rapport_du).collect()
}

/// DO-04: the ASE's report, yearly, or every six months below an age.
fn rapports(parcours: &Parcours) -> Vec<Echeance> {
    let spells = periodes(parcours, regles::accueilli_ou_suivi);
    let due = |spell: &Periode| {
        recurrentes(spell, rapports_de(parcours, spell), |le| {
            Some(rapport_du_service(parcours, le))
        })
    };
    spells.iter().flat_map(due).collect()
}

/// Before the law of 2022 the age was two.
fn rapport_du_service(parcours: &Parcours, le: NaiveDate) -> &'static str {
    let three = crate::droit::regle("DO-04-3", le).is_some();
    match age_au(parcours, le) {
        Some(age) if three && age < 3 => "DO-04-3",
        Some(age) if !three && age < 2 => "DO-04-2",
        Some(_) | None => "DO-04",
    }
}

/// DO-05 and DO-06: the report sent to the judge, under two texts whose ages differ.
fn au_juge(parcours: &Parcours) -> Vec<Echeance> {
    let under = |years: i32, le: NaiveDate| age_au(parcours, le).is_some_and(|age| age < years);
    let of_casf = |le: NaiveDate| {
        let three = under(3, le) && crate::droit::regle("DO-05-3", le).is_some();
        Some(if three { "DO-05-3" } else { "DO-05" })
    };
    let of_code_civil = |le: NaiveDate| Some(if under(2, le) { "DO-06-2" } else { "DO-06" });
    let confided = periodes(parcours, regles::confie_par_le_juge);
    let ordered = periodes(parcours, regles::assistance_educative);
    let casf =
        confided.iter().flat_map(|spell| recurrentes(spell, au_juge_de(parcours, spell), of_casf));
    let civil = ordered
        .iter()
        .flat_map(|spell| recurrentes(spell, au_juge_de(parcours, spell), of_code_civil));
    casf.chain(civil).collect()
}

/// Reports about a spell that left for the judge.
fn au_juge_de(parcours: &Parcours, periode: &Periode) -> Vec<Survenu> {
    let sent = parcours.ecrit.ecrits.values().flat_map(|ecrit| &ecrit.emis);
    let to_him = sent.filter(|emis| {
        emis.fait.destinataire == Correspondant::JugeDesEnfants
            && est_un_rapport(emis.fait.genre)
            && periode.porte_sur(emis.fait.objet)
    });
    to_him.map(|emis| emis.survenu).collect()
}

/// DO-08: what a report says is made known, unless it is withheld.
fn connaissance(parcours: &Parcours) -> Vec<Echeance> {
    let reports = parcours.ecrit.ecrits.iter();
    let due = reports.filter_map(|(id, ecrit)| {
        let genre = ecrit.genre()?;
        let report = rapport_du(ecrit)?;
        let known = ecrit.communications.iter().map(|communique| communique.survenu).min();
        let withheld = parcours.ecrit.differee_depuis(genre, id.0);
        let echeance = Echeance::ouvrir("DO-08", id.0, report)?.tenue_par(known);
        Some(echeance.sans_objet_depuis(withheld, "information différée"))
    });
    due.collect()
}

/// DO-09 and DO-10: the commission on the child's status.
fn commission(parcours: &Parcours) -> Vec<Echeance> {
    let spells = periodes(parcours, regles::confie);
    let avis = || parcours.projet.avis.iter().map(|avis| avis.survenu);
    let young = |le: NaiveDate| age_au(parcours, le).is_some_and(|age| age < 3).then_some("DO-10");
    let recurring = spells.iter().flat_map(|spell| recurrentes(spell, avis(), young));
    let asked = parcours.projet.saisines.iter().filter_map(|saisie| {
        let spell = spells.iter().rfind(|spell| spell.debut <= saisie.le())?;
        saisine(parcours, spell, saisie.fait.examen.0, saisie.survenu, saisie.fait.motif)
    });
    recurring.chain(asked).collect()
}

/// The examination opens when both are true: the risk is told, the child is confided for a year.
fn saisine(
    parcours: &Parcours,
    spell: &Periode,
    examen: Uuid,
    saisie: Survenu,
    motif: MotifCessec,
) -> Option<Echeance> {
    let of_status = match motif {
        MotifCessec::RisqueDeDelaissement | MotifCessec::StatutInadapte => true,
        MotifCessec::MoinsDeTroisAns => false,
    };
    let an = crate::droit::regle("DO-09-AN", spell.debut)?.duree.depuis(spell.debut);
    let opened = of_status.then_some(saisie.max(Survenu::le(an)))?;
    let rendered = parcours.projet.avis.iter().filter(|avis| avis.fait.examen.0 == examen);
    let rendered = rendered.map(|avis| avis.survenu).min();
    let echeance = Echeance::ouvrir("DO-09", examen, opened)?.tenue_par(rendered);
    Some(echeance.sans_objet_depuis(spell.fin, FIN))
}

/// DO-11 and DO-12: stability, by the age of the child on the day he was confided; then the judge's
/// letter.
fn stabilite(parcours: &Parcours) -> Vec<Echeance> {
    let examined = || parcours.projet.stabilites.iter().map(|examinee| examinee.survenu);
    let spells = periodes(parcours, regles::place);
    let recurring = spells.iter().flat_map(|spell| {
        let before_two = age_au(parcours, spell.debut).is_some_and(|age| age < 2);
        let id = if before_two { "DO-12" } else { "DO-11" };
        recurrentes(spell, examined(), move |_| Some(id))
    });
    let letters = parcours.projet.stabilites.iter().filter_map(|examinee| {
        let examen = examinee.fait.examen.0;
        let sent = parcours.ecrit.emis_pour(GenreEcrit::InformationStabilite, examen);
        let sent = sent.map(|emis| emis.survenu).min();
        let echeance = Echeance::ouvrir("DO-11-JUGE", examen, examinee.survenu)?.tenue_par(sent);
        Some(echeance.sans_objet_depuis(parcours.identite.majorite(), "majorité"))
    });
    recurring.chain(letters).collect()
}

/// DO-13 to DO-16: health, the services' reports, the référent of a tiers, visits.
fn autour(parcours: &Parcours) -> Vec<Echeance> {
    let mut found = bilans(parcours);
    found.extend(circonstancies(parcours));
    found.extend(referents(parcours));
    found.extend(
        parcours.mesure.mesures.iter().flat_map(|(id, mesure)| visites(parcours, *id, mesure)),
    );
    found
}

/// DO-13: the bilan of each entry.
fn bilans(parcours: &Parcours) -> Vec<Echeance> {
    let done = |depuis: NaiveDate| {
        let bilans =
            parcours.sante.actes.iter().filter(move |acte| {
                acte.fait.acte == ActeSante::BilanEntree && depuis <= acte.le()
            });
        bilans.map(|acte| acte.survenu).min()
    };
    let entries = periodes(parcours, regles::appelle_un_projet);
    let due = entries.iter().filter_map(|entry| {
        let opened = Survenu::le(entry.debut);
        let echeance = Echeance::ouvrir("DO-13", entry.objet.0, opened)?;
        Some(echeance.tenue_par(done(entry.debut)).sans_objet_depuis(entry.fin, FIN))
    });
    due.collect()
}

/// DO-14: the report each service owes the Département for each measure.
fn circonstancies(parcours: &Parcours) -> Vec<Echeance> {
    let due = mesures(parcours, regles::suivi_par_un_service).into_iter();
    let due = due.filter_map(|(debut, fin, mesure)| {
        let received = parcours.ecrit.ecrits.values().flat_map(|ecrit| &ecrit.recus);
        let for_it = received.filter(|recu| {
            est_un_rapport(recu.fait.genre)
                && recu.fait.objet.is_none_or(|objet| objet == mesure.0)
                && debut <= recu.le()
        });
        let first = for_it.map(|recu| recu.survenu).min();
        let echeance = Echeance::ouvrir("DO-14", mesure.0, Survenu::le(debut))?;
        Some(echeance.tenue_par(first).sans_objet_depuis(fin, FIN))
    });
    due.collect()
}

/// DO-15: a tiers digne de confiance without AEMO has a référent.
fn referents(parcours: &Parcours) -> Vec<Echeance> {
    let tiers = |nature, _| nature == NatureMesure::TiersDigneDeConfiance;
    let due = mesures(parcours, tiers).into_iter();
    let alone = due.filter(|(debut, _, _)| !en_milieu_ouvert(parcours, *debut));
    let due = alone.filter_map(|(debut, fin, mesure)| {
        let references = parcours.projet.references.iter();
        let his = references.filter(|reference| reference.fait.mesure == mesure);
        let first = his.map(|reference| reference.survenu).min();
        let echeance = Echeance::ouvrir("DO-15", mesure.0, Survenu::le(debut))?;
        Some(echeance.tenue_par(first).sans_objet_depuis(fin, FIN))
    });
    due.collect()
}

fn en_milieu_ouvert(parcours: &Parcours, le: NaiveDate) -> bool {
    parcours.mesure.mesures.values().any(|mesure| {
        let nature = mesure.decidee().map(|decidee| decidee.fait.termes.nature);
        nature.is_some_and(|nature| {
            crate::mesure::famille(nature) == crate::mesure::Famille::MilieuOuvert
        }) && mesure.en_vigueur(&parcours.identite, le)
    })
}

/// DO-16: each visit in presence of a third party, at the judge's frequency, from the right or from
/// the visit before, until the right changes or the measure ends.
fn visites(parcours: &Parcours, id: MesureId, mesure: &Mesure) -> Vec<Echeance> {
    let rights = mesure.droits.iter().filter(|droit| {
        droit.fait.forme == FormeVisite::VisiteMediatisee && droit.fait.frequence.is_some()
    });
    let due = rights.flat_map(|droit| {
        let of_him = |autre: &&Datee<_>| same_holder(&droit.fait, autre) && droit.le() < autre.le();
        let changed = mesure.droits.iter().filter(of_him).map(Datee::le).min();
        let ends = [changed, droit.fait.jusqu_au, mesure.finie_le(&parcours.identite)];
        let fin = ends.into_iter().flatten().min();
        let spell = Periode { objet: id, debut: droit.le(), fin, mesures: vec![id] };
        let held = mesure.visites.iter().filter(|visite| {
            visite.fait.beneficiaire == droit.fait.beneficiaire && honoree(&visite.fait)
        });
        let each = recurrentes(&spell, held.map(|visite| visite.survenu), |_| Some("DO-16"));
        let frequence = droit.fait.frequence;
        each.into_iter().filter_map(move |echeance| {
            let limite = prochaine(frequence?, echeance.declenchee.le)?;
            Some(echeance.limitee_au(Some(limite)))
        })
    });
    due.collect()
}

fn same_holder(
    droit: &crate::mesure::DroitDeVisiteFixe,
    autre: &Datee<crate::mesure::DroitDeVisiteFixe>,
) -> bool {
    droit.beneficiaire == autre.fait.beneficiaire
}

/// Held, or not by the doing of those who owe it.
fn honoree(visite: &VisiteNotee) -> bool {
    match visite.issue {
        IssueVisite::Tenue
        | IssueVisite::NonTenueParent
        | IssueVisite::NonTenueEnfant
        | IssueVisite::NonTenueAutre => true,
        IssueVisite::NonTenueService | IssueVisite::NonTenueLieu => false,
    }
}

/// The last day for the next visit, where the frequency is a number.
fn prochaine(frequence: FrequenceVisite, depuis: NaiveDate) -> Option<NaiveDate> {
    match frequence {
        FrequenceVisite::Hebdomadaire => Some(Duree::Jours(7).depuis(depuis)),
        FrequenceVisite::UneSemaineSurDeux => Some(Duree::Jours(14).depuis(depuis)),
        FrequenceVisite::Mensuelle => Some(Duree::Mois(1).depuis(depuis)),
        FrequenceVisite::MoitieDesVacances
        | FrequenceVisite::SelonAccord
        | FrequenceVisite::Autre => None,
    }
}
