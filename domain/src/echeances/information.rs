//! Informations and IP: from reception to the return to the sender (rules IP).
//!
//! # Invariants
//!
//! - The clock of the évaluation starts when the information arrives at the Département: neither the
//!   first analysis, nor the mandate, nor a later information on the same facts moves it.
//! - An unborn child is not a minor and his information no IP in the texts read: the law is silent, the rows
//!   IP-03A to IP-05A say so by their flag, and the clocks start at his birth.
//! - An information the Département signalled without mandating an évaluation waits for none, until the
//!   parquet sends it back.
//! - A rattachée or a doublon opens no évaluation of its own; it keeps its own sender's rights.
//! - A private sender is answered on request, a professional or an elected person of right.

mod regles;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Echeance;
use crate::codes::{
    Contact, EmetteurSignalement, GenreEcrit, MotifEmpechement, Motifsig, SuiteParquet,
    TitreTransfert, Transip,
};
use crate::enfant::Parcours;
use crate::evaluation::Evaluation;
use crate::histoire::Datee;
use crate::ids::{EvaluationId, InformationId};
use crate::information::{
    DemenagementConnu, Information, RetourParquetRecu, Signalee, professionnel,
};
use crate::temps::{Survenu, age, plus_jours};

pub(super) use regles::REGLES;

/// Why nothing more is asked of the information of a child who was not born.
const SANS_NAISSANCE: &str = "alerte prénatale close";

/// Under that age, D226-2-4 II names the child among those whose évaluation is shorter.
const JEUNE_ENFANT_ANS: i32 = 2;

/// The échéances of a parcours under these rules.
pub(super) fn echeances(parcours: &Parcours) -> Vec<Echeance> {
    let mut found = Vec::new();
    for (&id, information) in &parcours.information.informations {
        if information.retiree.is_none() {
            found.extend(of_reception(parcours, id, information));
            found.extend(of_evaluation(parcours, id, information));
            found.extend(of_signalements(parcours, id, information));
            found.extend(of_senders(parcours, id, information));
            found.extend(of_departures(parcours, id, information));
        }
    }
    for (&id, evaluation) in &parcours.evaluation.evaluations {
        found.extend(of_conduct(parcours, id, evaluation));
    }
    found
}

/// The earliest of some moments.
fn first(moments: impl IntoIterator<Item = Option<Survenu>>) -> Option<Survenu> {
    moments.into_iter().flatten().min_by_key(|moment| (moment.le, moment.a))
}

/// The first fact of a list that does not precede a day.
fn since<'a, T: 'a>(
    facts: impl IntoIterator<Item = &'a Datee<T>>,
    le: NaiveDate,
) -> Option<Survenu> {
    first(facts.into_iter().filter(|fact| le <= fact.le()).map(|fact| Some(fact.survenu)))
}

/// IP-01, IP-02, IP-03.
fn of_reception(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
) -> Vec<Echeance> {
    let Some(recue) = information.recue() else { return Vec::new() };
    let transmitted = ecrite_par(recue.fait.transmetteur)
        .zip(recue.fait.ecrite_le)
        .and_then(|(rule, ecrite_le)| Echeance::ouvrir(rule, id.0, Survenu::le(ecrite_le)))
        .map(|echeance| echeance.tenue_par(Some(recue.survenu)));
    transmitted.into_iter().chain(analyse(parcours, id, information)).collect()
}

/// IP-03, or IP-03A for a child not yet born, unless the information was looked at before his birth.
fn analyse(parcours: &Parcours, id: InformationId, information: &Information) -> Option<Echeance> {
    let recue = information.recue()?.survenu;
    let done = premiere_analyse(information);
    let depart = parcours.depart_des_delais(information)?;
    let waits = recue.le < depart.le && done.is_none_or(|done| depart.le <= done.le);
    let (rule, since) = if waits { ("IP-03A", depart) } else { ("IP-03", recue) };
    let echeance = Echeance::ouvrir(rule, id.0, since)?.tenue_par(done);
    Some(echeance.sans_objet_depuis(sans_naissance(parcours), SANS_NAISSANCE))
}

/// The day a prenatal alert ended without a birth to follow.
fn sans_naissance(parcours: &Parcours) -> Option<NaiveDate> {
    parcours.identite.prenatals_clos.iter().map(Datee::le).min()
}

fn ecrite_par(transmetteur: Transip) -> Option<&'static str> {
    if transmetteur == Transip::Snated {
        Some("IP-02")
    } else {
        professionnel(transmetteur).then_some("IP-01")
    }
}

/// Qualified or not, attached, a doublon, gone, or signalled at once: it was looked at.
fn premiere_analyse(information: &Information) -> Option<Survenu> {
    first([
        since(&information.qualifications, NaiveDate::MIN),
        information.rattachee.as_ref().map(|fait| fait.survenu),
        information.doublon.as_ref().map(|fait| fait.survenu),
        information.transferee.as_ref().map(|fait| fait.survenu),
        since(information.signalements_du_departement(), NaiveDate::MIN),
    ])
}

/// IP-04, IP-05: one clock, from the arrival or the birth; the shorter delay stands beside the legal one.
fn of_evaluation(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
) -> Vec<Echeance> {
    let qualified = information.qualifiee().filter(|_| information.principale());
    let Some((recue, (_, qualifiee))) = information.recue().zip(qualified) else {
        return Vec::new();
    };
    let Some(depart) = parcours.depart_des_delais(information) else { return Vec::new() };
    let unborn = recue.le() < depart.le;
    let (rule, shorter) = if unborn { ("IP-04A", "IP-05A") } else { ("IP-04", "IP-05") };
    let rapport = rapport_sur(parcours, id);
    let legal = Echeance::ouvrir(rule, id.0, depart);
    let reduit = qualifiee.delai_reduit_jours.map(|jours| plus_jours(depart.le, jours));
    let reduced = (reduit.is_some() || jeune(parcours, depart.le))
        .then(|| Echeance::ouvrir(shorter, id.0, depart))
        .flatten()
        .map(|echeance| echeance.limitee_au(reduit));
    let both = legal.into_iter().chain(reduced);
    both.map(|echeance| sans_objet(parcours, id, information, echeance.tenue_par(rapport)))
        .collect()
}

fn jeune(parcours: &Parcours, le: NaiveDate) -> bool {
    let naissance = parcours.identite.naissance();
    naissance.is_some_and(|naissance| age(naissance.le, le) < JEUNE_ENFANT_ANS)
}

/// The first report of an évaluation that an information feeds.
fn rapport_sur(parcours: &Parcours, id: InformationId) -> Option<Survenu> {
    let fed = parcours.evaluation.evaluations.values();
    let fed = fed.filter(|evaluation| evaluation.informations().contains(&id));
    first(fed.map(|evaluation| evaluation.premier_rapport().map(|rapport| rapport.survenu)))
}

/// There is nothing left to evaluate: the child is of age, dead, elsewhere, or all was decided without.
fn sans_objet(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
    echeance: Echeance,
) -> Echeance {
    let causes = [
        (information.transferee.as_ref().map(Datee::le), "transférée à un autre Département"),
        (decidee_sans_evaluation(parcours, id), "décidée sans évaluation"),
        (
            signalee_sans_evaluation(parcours, id, information),
            "signalée à l'autorité judiciaire sans évaluation",
        ),
        (parcours.identite.majorite(), "majorité"),
        (parcours.identite.decede, "décès"),
    ];
    let known = causes.into_iter().filter_map(|(le, pourquoi)| Some((le?, pourquoi)));
    match known.min_by_key(|(le, _)| *le) {
        Some((le, pourquoi)) => echeance.sans_objet_depuis(Some(le), pourquoi),
        None => echeance,
    }
}

fn decidee_sans_evaluation(parcours: &Parcours, id: InformationId) -> Option<NaiveDate> {
    let taken = parcours.decision.decisions.values().filter_map(|decision| decision.prise());
    taken
        .filter(|prise| prise.fait.evaluation.is_none() && prise.fait.informations.contains(&id))
        .map(Datee::le)
        .min()
}

/// The Département seized the autorité judiciaire and mandated nobody. What the parquet sends back is to be
/// evaluated again, until another signalement.
fn signalee_sans_evaluation(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
) -> Option<NaiveDate> {
    let mut evaluations = parcours.evaluation.evaluations.values();
    if evaluations.any(|evaluation| evaluation.informations().contains(&id)) {
        return None;
    }
    let sent_back =
        |retour: &&Datee<RetourParquetRecu>| retour.fait.suite == SuiteParquet::RenvoiAuDepartement;
    let back = information.retours.iter().filter(sent_back).map(Datee::le).max();
    let sent = information.signalements_du_departement().map(Datee::le);
    sent.filter(|sent| back.is_none_or(|back| back < *sent)).min()
}

/// IP-06, IP-10, IP-13, IP-14.
fn of_signalements(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
) -> Vec<Echeance> {
    let dangers = information.dangers_graves.iter().filter_map(|danger| {
        let sent = since(signalements(parcours), danger.le());
        Some(Echeance::ouvrir("IP-06", id.0, danger.survenu)?.tenue_par(sent))
    });
    let ours = information.signalements_du_departement().flat_map(|signalee| {
        [parents_informes(parcours, id, signalee), retour_parquet(id, information, signalee)]
    });
    let others = information.signalements.iter().map(|signalee| copie(parcours, id, signalee));
    dangers.chain(ours.chain(others).flatten()).collect()
}

/// Every signalement the Département made for the child.
fn signalements(parcours: &Parcours) -> impl Iterator<Item = &Datee<Signalee>> {
    let known = parcours.information.informations.values();
    known
        .filter(|information| information.retiree.is_none())
        .flat_map(Information::signalements_du_departement)
}

fn parents_informes(
    parcours: &Parcours,
    id: InformationId,
    signalee: &Datee<Signalee>,
) -> Option<Echeance> {
    let genre = GenreEcrit::InformationParentsSaisine;
    let written = since(parcours.ecrit.emis_pour(genre, id.0), signalee.le());
    let echeance = Echeance::ouvrir("IP-10", id.0, signalee.survenu)?.tenue_par(written);
    Some(differee(parcours, genre, id.0, echeance))
}

fn differee(parcours: &Parcours, genre: GenreEcrit, objet: Uuid, echeance: Echeance) -> Echeance {
    let depuis = parcours.ecrit.differee_depuis(genre, objet);
    echeance.sans_objet_depuis(depuis, "information différée, par décision motivée")
}

fn retour_parquet(
    id: InformationId,
    information: &Information,
    signalee: &Datee<Signalee>,
) -> Option<Echeance> {
    let answered = since(&information.retours, signalee.le());
    Some(Echeance::ouvrir("IP-13", id.0, signalee.survenu)?.tenue_par(answered))
}

/// A third party's signalement is known by its copy, unless it was learnt otherwise.
fn copie(parcours: &Parcours, id: InformationId, signalee: &Datee<Signalee>) -> Option<Echeance> {
    let copied = match signalee.fait.emetteur {
        EmetteurSignalement::Departement => return None,
        EmetteurSignalement::Tiers => Some(Survenu::le(signalee.connu_le)),
        EmetteurSignalement::TiersSansCopie => {
            let copies = parcours.ecrit.recus_de(GenreEcrit::CopieSignalement);
            since(copies.filter(|copie| copie.fait.objet == Some(id.0)), signalee.le())
        }
    };
    Some(Echeance::ouvrir("IP-14", id.0, signalee.survenu)?.tenue_par(copied))
}

/// IP-11 of right, IP-12 on request.
fn of_senders(parcours: &Parcours, id: InformationId, information: &Information) -> Vec<Echeance> {
    if information.expediteur_de_droit() {
        return de_droit(parcours, id, information).into_iter().collect();
    }
    let asked = information.demandes_de_suites.iter();
    asked
        .filter_map(|demande| {
            let answered = reponse(parcours, id, demande.le());
            Some(Echeance::ouvrir("IP-12", id.0, demande.survenu)?.tenue_par(answered))
        })
        .map(|echeance| differee(parcours, GenreEcrit::ReponseExpediteur, id.0, echeance))
        .collect()
}

fn de_droit(parcours: &Parcours, id: InformationId, information: &Information) -> Option<Echeance> {
    let suite = suite(parcours, id, information)?;
    let told = reponse(parcours, id, suite.le);
    let echeance = Echeance::ouvrir("IP-11", id.0, suite)?.tenue_par(told);
    Some(differee(parcours, GenreEcrit::RetourExpediteur, id.0, echeance))
}

/// The first writing to the sender, of either kind, since a day.
fn reponse(parcours: &Parcours, id: InformationId, le: NaiveDate) -> Option<Survenu> {
    let written = |genre| since(parcours.ecrit.emis_pour(genre, id.0), le);
    first([written(GenreEcrit::RetourExpediteur), written(GenreEcrit::ReponseExpediteur)])
}

/// What became of an information: its own suite, or that of the information it completes.
fn suite(parcours: &Parcours, id: InformationId, information: &Information) -> Option<Survenu> {
    let principale = information.rattachee.as_ref().map(|rattachee| rattachee.fait.principale);
    let original = information.doublon.as_ref().map(|doublon| doublon.fait.original);
    let answered = [Some(id), principale, original].map(|id| decision_sur(parcours, id?));
    let classed = information.non_qualifiee().map(|non| non.survenu);
    let gone = information.transferee.as_ref().map(|transferee| transferee.survenu);
    first(answered.into_iter().chain([classed, gone]))
}

/// The first decision about an information, or after an évaluation it feeds.
fn decision_sur(parcours: &Parcours, id: InformationId) -> Option<Survenu> {
    let evaluations = &parcours.evaluation.evaluations;
    let feeds = |evaluation: EvaluationId| {
        evaluations.get(&evaluation).is_some_and(|known| known.informations().contains(&id))
    };
    let taken = parcours.decision.decisions.values().filter_map(|decision| decision.prise());
    let about = taken.filter(|prise| {
        prise.fait.informations.contains(&id) || prise.fait.evaluation.is_some_and(feeds)
    });
    first(about.map(|prise| Some(prise.survenu)))
}

/// IP-15, IP-16, IP-17.
fn of_departures(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
) -> Vec<Echeance> {
    let elsewhere = information.demenagements.iter().filter(|parti| ailleurs(parti));
    let moves = elsewhere.flat_map(|parti| {
        [transmission(id, information, parti), accord(parcours, id, information, parti)]
    });
    let addresses = information.adresses_demandees.iter().map(|demande| {
        let received = demande.fait.recue_le.map_or(demande.survenu, Survenu::le);
        let same = |recue: &&Datee<_>| of_same(&demande.fait, recue);
        let answered = since(information.adresses_recues.iter().filter(same), demande.le());
        Some(Echeance::ouvrir("IP-17", id.0, received)?.tenue_par(answered))
    });
    moves.chain(addresses).flatten().collect()
}

fn of_same(
    demande: &crate::information::AdresseDemandee,
    recue: &Datee<crate::information::AdresseRecue>,
) -> bool {
    recue.fait.organisme == demande.organisme
}

fn ailleurs(parti: &Datee<DemenagementConnu>) -> bool {
    parti.fait.vers_departement.is_some()
}

/// The Département can transmit from the day it knows: the clock is that of its knowledge.
fn connu(parti: &Datee<DemenagementConnu>) -> Survenu {
    Survenu::le(parti.connu_le)
}

fn transmission(
    id: InformationId,
    information: &Information,
    parti: &Datee<DemenagementConnu>,
) -> Option<Echeance> {
    let sent = information.transferee.as_ref().map(|transferee| transferee.survenu);
    Some(Echeance::ouvrir("IP-15", id.0, connu(parti))?.tenue_par(sent))
}

fn accord(
    parcours: &Parcours,
    id: InformationId,
    information: &Information,
    parti: &Datee<DemenagementConnu>,
) -> Option<Echeance> {
    if !prestation_en_cours(parcours, parti.le()) {
        return None;
    }
    let transferee = information.transferee.as_ref();
    let agreed = transferee.and_then(|transferee| transferee.fait.accord_ecrit_le);
    let without = transferee
        .filter(|transferee| transferee.fait.titre == Some(TitreTransfert::PrestationSansAccord));
    let echeance = Echeance::ouvrir("IP-16", id.0, connu(parti))?
        .limitee_au(transferee.map(Datee::le))
        .tenue_par(agreed.map(Survenu::le));
    let pourquoi = "sans accord écrit : transmise comme information préoccupante";
    Some(echeance.sans_objet_depuis(without.map(Datee::le), pourquoi))
}

fn prestation_en_cours(parcours: &Parcours, le: NaiveDate) -> bool {
    parcours.mesure.mesures.values().any(|mesure| {
        let administrative = mesure.decidee().is_some_and(|decidee| decidee.fait.administrative);
        administrative && mesure.en_vigueur(&parcours.identite, le)
    })
}

/// IP-07, IP-08, IP-09, and the clock of a child who joined.
fn of_conduct(parcours: &Parcours, id: EvaluationId, evaluation: &Evaluation) -> Vec<Echeance> {
    let mut found = preventions(parcours, id, evaluation);
    found.extend(parents_avertis(parcours, id, evaluation));
    found.extend(au_domicile(parcours, id, evaluation));
    found.extend(enfant_joint(parcours, id, evaluation));
    found
}

fn preventions(parcours: &Parcours, id: EvaluationId, evaluation: &Evaluation) -> Vec<Echeance> {
    let episodes = evaluation.episodes_d_empechement();
    let met_nobody = episodes.iter().filter(|(fact, _)| introuvable(fact.fait.motif));
    met_nobody
        .filter_map(|(fact, resumed)| {
            let seized = since(impossibilites(parcours), fact.le());
            let echeance = Echeance::ouvrir("IP-07", id.0, fact.survenu)?.tenue_par(seized);
            Some(echeance.sans_objet_depuis(*resumed, "l'évaluation a repris"))
        })
        .collect()
}

fn introuvable(motif: MotifEmpechement) -> bool {
    match motif {
        MotifEmpechement::Refus | MotifEmpechement::EnfantNonRencontre => true,
        MotifEmpechement::Demenagement | MotifEmpechement::AdresseInconnue => false,
    }
}

/// The signalements on the ground that the évaluation is impossible.
fn impossibilites(parcours: &Parcours) -> impl Iterator<Item = &Datee<Signalee>> {
    signalements(parcours).filter(|signalee| signalee.fait.motif == Motifsig::EvaluationImpossible)
}

/// When the évaluation began for this child: its mandate, or the day he joined.
fn begun(evaluation: &Evaluation) -> Option<Survenu> {
    let joined = evaluation.joint.as_ref().map(|joint| joint.survenu);
    first([evaluation.mandat().map(|mandat| mandat.survenu), joined])
}

fn parents_avertis(
    parcours: &Parcours,
    id: EvaluationId,
    evaluation: &Evaluation,
) -> Option<Echeance> {
    let genre = GenreEcrit::InformationParentsEvaluation;
    let told = since(&evaluation.parents_informes, NaiveDate::MIN);
    let written = since(parcours.ecrit.emis_pour(genre, id.0), NaiveDate::MIN);
    let echeance = Echeance::ouvrir("IP-08", id.0, begun(evaluation)?)?;
    Some(differee(parcours, genre, id.0, echeance.tenue_par(first([told, written]))))
}

fn au_domicile(parcours: &Parcours, id: EvaluationId, evaluation: &Evaluation) -> Option<Echeance> {
    let begun = begun(evaluation)?;
    let home = |contact: &&Datee<crate::evaluation::ContactNote>| {
        contact.fait.genre == Contact::RencontreDomicile
    };
    let met = since(evaluation.contacts.iter().filter(home), NaiveDate::MIN);
    let impossible = since(impossibilites(parcours), begun.le).map(|seized| seized.le);
    let echeance = Echeance::ouvrir("IP-09", id.0, begun)?
        .limitee_au(evaluation.premier_rapport().map(Datee::le))
        .tenue_par(met);
    Some(
        echeance.sans_objet_depuis(impossible, "évaluation impossible, autorité judiciaire saisie"),
    )
}

/// A child of the household, in no information: his clock is that of the information which made him be
/// evaluated.
fn enfant_joint(
    parcours: &Parcours,
    id: EvaluationId,
    evaluation: &Evaluation,
) -> Option<Echeance> {
    let joint = evaluation.joint.as_ref()?;
    let own = &parcours.information.informations;
    if joint.fait.informations.iter().any(|information| own.contains_key(information)) {
        return None;
    }
    let rapport = evaluation.premier_rapport().map(|rapport| rapport.survenu);
    let echeance = Echeance::ouvrir("IP-04", id.0, Survenu::le(joint.fait.arrivee_le?))?;
    Some(echeance.tenue_par(rapport).sans_objet_depuis(parcours.identite.majorite(), "majorité"))
}
