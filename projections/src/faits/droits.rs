//! The child's status, the examinations of it, and what the judge is told.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::codes::{Code as _, FinPupille, VoieJuridique};
use domain::droit;
use domain::echeances::{jours_de_rapport, rapports_au_juge};
use domain::ecrit::{Ecrit, est_un_rapport};
use domain::enfant::Parcours;
use domain::histoire::Datee;
use domain::statut::{self, Recueil};
use uuid::Uuid;

use super::ligne::{
    FaitDelaissement, FaitExamen, FaitPupille, FaitRapport, FaitRapportDu, FaitStatut, trie,
};

/// One row a spell on the legal track that is worth one.
pub(super) fn statuts(enfant: Uuid, parcours: &Parcours) -> Vec<FaitStatut> {
    let mut rows: Vec<FaitStatut> = Vec::new();
    let mut runs = None;
    for depuis in turning_days(parcours) {
        let voie = statut::voie(parcours, depuis);
        if runs == Some(voie) {
            continue;
        }
        if let Some(last) = rows.last_mut().filter(|last| last.jusqu_a.is_none()) {
            last.jusqu_a = Some(depuis);
        }
        runs = Some(voie);
        if worth_a_row(voie) {
            rows.push(FaitStatut { enfant, depuis, jusqu_a: None, voie: voie.cle() });
        }
    }
    rows
}

/// The days on which the status may change; none when nothing but age could change it.
fn turning_days(parcours: &Parcours) -> BTreeSet<NaiveDate> {
    let enfant = &parcours.identite;
    let etat = &parcours.statut;
    let mut days = BTreeSet::new();
    for mesure in parcours.mesure.mesures.values() {
        days.extend(mesure.effet());
        days.extend(mesure.finie_le(enfant));
    }
    days.extend(etat.constats.iter().map(|one| one.fait.effet(one.le())));
    days.extend(etat.autorites.iter().map(|one| one.fait.effet(one.le())));
    for recueil in etat.recueils.values() {
        days.extend(recueil.pv.iter().map(Datee::le));
        days.extend(recueil.admissions.iter().map(|one| one.fait.effet(one.le())));
        days.extend(statut::fini(parcours, recueil));
    }
    days.extend(parcours.autonomie.sorties.iter().map(Datee::le));
    if !days.is_empty() {
        days.extend(enfant.majorite());
        days.extend(enfant.emancipe);
    }
    days
}

fn worth_a_row(voie: VoieJuridique) -> bool {
    match voie {
        VoieJuridique::SansMesure | VoieJuridique::Majeur => false,
        VoieJuridique::AccueilProvisoire
        | VoieJuridique::AssistanceEducative
        | VoieJuridique::Delegation
        | VoieJuridique::Tutelle
        | VoieJuridique::PupilleProvisoire
        | VoieJuridique::Pupille
        | VoieJuridique::Emancipe
        | VoieJuridique::JeuneMajeur
        | VoieJuridique::Sorti
        | VoieJuridique::Retour => true,
    }
}

/// One row a procedure whose case is known.
pub(super) fn pupilles(enfant: Uuid, parcours: &Parcours) -> Vec<FaitPupille> {
    let known = parcours.statut.recueils.iter();
    known
        .filter_map(|(id, recueil)| {
            let admission = recueil.admission();
            let pv = recueil.dresse();
            let cas = admission.map(|one| one.fait.cas).or(pv.map(|pv| pv.fait.cas))?;
            let fini_le = statut::fini(parcours, recueil);
            Some(FaitPupille {
                enfant,
                recueil: id.0,
                cas: cas.cle(),
                pv_le: pv.map(Datee::le),
                provisoire_jusqu_au: recueil.provisoire_jusqu_au(),
                admis_le: admission.map(|one| one.fait.effet(one.le())),
                fini_le,
                fin: fini_le.map(|le| ended(recueil, le)),
            })
        })
        .collect()
}

fn ended(recueil: &Recueil, le: NaiveDate) -> &'static str {
    let acted = recueil.fins.iter().find(|fin| fin.le() == le).map(|fin| fin.fait.fin);
    match acted {
        Some(FinPupille::Adoption) => "adoption",
        Some(FinPupille::Tutelle) => "tutelle",
        None if recueil.reprises.iter().any(|one| one.le() == le) => "reprise",
        None if recueil.jugements.iter().any(|one| one.le() == le) => "annulation",
        None => "restitution",
    }
}

/// One row a request about délaissement.
pub(super) fn delaissements(enfant: Uuid, parcours: &Parcours) -> Vec<FaitDelaissement> {
    let known = parcours.statut.requetes.iter();
    known
        .filter(|(_, requete)| !requete.delaissements.is_empty() || !requete.jugements.is_empty())
        .map(|(id, requete)| {
            let juge = requete.jugements.first();
            FaitDelaissement {
                enfant,
                requete: id.0,
                demande_le: requete.delaissements.first().map(Datee::le),
                juge_le: juge.map(Datee::le),
                declare: juge.map(|juge| juge.fait.declare),
            }
        })
        .collect()
}

/// One row an examination by the commission, asked, answered, or both.
pub(super) fn examens(enfant: Uuid, parcours: &Parcours) -> Vec<FaitExamen> {
    let projet = &parcours.projet;
    let asked = projet.saisines.iter().map(|saisie| saisie.fait.examen);
    let answered = projet.avis.iter().map(|avis| avis.fait.examen);
    let examens: BTreeSet<_> = asked.chain(answered).collect();
    let row = |examen| {
        let saisie = projet.saisines.iter().find(|saisie| saisie.fait.examen == examen);
        let avis = projet.avis.iter().find(|avis| avis.fait.examen == examen);
        FaitExamen {
            enfant,
            examen: examen.0,
            saisie_le: saisie.map(Datee::le),
            motif: saisie.map(|saisie| saisie.fait.motif.cle()),
            avis_le: avis.map(Datee::le),
            avis: avis.map(|avis| avis.fait.avis.cle()),
        }
    };
    examens.into_iter().map(row).collect()
}

/// One row a report on the child's situation.
pub(super) fn rapports(enfant: Uuid, parcours: &Parcours) -> Vec<FaitRapport> {
    let known = parcours.ecrit.ecrits.iter();
    known.filter_map(|(id, ecrit)| rapport(enfant, id.0, ecrit)).collect()
}

fn rapport(enfant: Uuid, id: Uuid, ecrit: &Ecrit) -> Option<FaitRapport> {
    let genre = ecrit.genre().filter(|genre| est_un_rapport(*genre))?;
    let emis = ecrit.emis_le();
    Some(FaitRapport {
        enfant,
        ecrit: id,
        genre: genre.cle(),
        objet: ecrit.objet(),
        recu_le: ecrit.recu_le().map(Datee::le),
        valide_le: ecrit.validations.first().map(Datee::le),
        emis_le: emis.map(Datee::le),
        destinataire: emis.map(|emis| emis.fait.destinataire.cle()),
        accuse_le: ecrit.accuses.first().map(Datee::le),
        communique_le: ecrit.communications.first().map(Datee::le),
    })
}

/// One row a day on which a report on a measure is due to the judge. Each report counts for one of these days: the
/// first that still waits and whose period had begun.
pub(super) fn rapports_dus(enfant: Uuid, parcours: &Parcours) -> Vec<FaitRapportDu> {
    let mut rows = Vec::new();
    for (&id, mesure) in &parcours.mesure.mesures {
        let Some(mut depuis) = mesure.effet() else { continue };
        let due = jours_de_rapport(parcours, id);
        if due.is_empty() {
            continue;
        }
        let mut reports = rapports_au_juge(parcours, id);
        for du_le in due {
            let at = reports.iter().position(|report| depuis <= report.le);
            let remis = at.map(|at| reports.remove(at));
            rows.push(FaitRapportDu {
                enfant,
                mesure: id.0,
                du_le,
                legal_le: droit::regle("JU-09", du_le).map_or(du_le, |regle| regle.legale(du_le)),
                depuis,
                remis_le: remis.map(|remis| remis.le),
            });
            depuis = du_le;
        }
    }
    trie(rows)
}
