//! What passes between the child and the courts: the judicial file, what is decided, hearings, requests,
//! appeals.
//!
//! ```text
//!  saisie ─▶ dossier ─▶ audience fixée ─▶ convocation ─▶ tenue ─▶ décision rendue ─▶ notifiée ─▶ appel ─▶ arrêt
//!              │            └─ renvoyée ─┘                  (dispositif per child)
//!              └─▶ dessaisi: another court, another file
//! ```
//!
//! # Invariants
//!
//! - What a court does is an observation: it is recorded in any order, and never refused for an earlier step
//!   that is missing. What the Département does (seizing, appealing) says who decided it.
//! - A rectifying order and an arrêt are new acts with their own day: what was decided before stays decided.
//!   A measure an arrêt infirms was in force until the arrêt takes effect.
//! - A dispositif names the measures it orders; each measure keeps its own terms ([`crate::mesure`]).
//! - Several dates a fact: pronounced, effective, ended, notified, received; the day of the fact is the first.
//!
//! Deliberately absent: names of magistrates and lawyers; what a writing says, which is a pièce.

mod etat;
mod faits;

#[cfg(test)]
pub(crate) mod essais;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::codes::{AuteurSaisine, PartieAudience, SensArret};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{DecisionId, DemandeJusticeId, EnfantId, MesureId};
use crate::refus::Refus;

pub use etat::*;
pub use faits::*;

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A judge has a file: its juridiction and its numbers.
    OuvrirDossier(DossierOuvert),
    /// The file goes to another cabinet.
    ChangerDeCabinet(CabinetChange),
    /// The judge gives the file up for another court.
    Dessaisir(Dessaisi),
    /// The judge or the procureur is seized.
    Saisir(Saisie),
    /// The dispositif of a decision, for one child.
    Rendre(DecisionRendue),
    /// A decision is notified to one party.
    Notifier(DecisionNotifiee),
    /// A hearing is fixed.
    FixerAudience(AudienceFixee),
    /// A summons arrived.
    RecevoirConvocation(ConvocationRecue),
    /// A hearing is put off.
    RenvoyerAudience(AudienceRenvoyee),
    /// A hearing took place.
    TenirAudience(AudienceTenue),
    /// A party read the file at the greffe.
    ConsulterDossier(DossierConsulte),
    /// Whether the judge heard the child.
    EntendreEnfant(EnfantEntendu),
    /// A lawyer is asked for.
    DemanderAvocat(AvocatDemande),
    /// The bâtonnier designates a lawyer.
    DesignerAvocat(AvocatDesigne),
    /// The judge designates an ad hoc administrator.
    DesignerAdministrateur(AdministrateurDesigne),
    /// The file goes to the procureur for his opinion.
    CommuniquerAuParquet(CommuniqueAuParquet),
    /// The procureur sends the file back.
    RetournerParParquet(RetourneParParquet),
    /// Justice asks the Département something.
    RecevoirDemande(DemandeRecue),
    /// The Département answers.
    RepondreDemande(DemandeRepondue),
    /// Somebody appeals.
    FormerAppel(AppelForme),
    /// The court of appeal decides.
    RendreArret(ArretRendu),
    /// An interdiction de sortie is lifted before its end.
    LeverInterdiction(InterdictionLevee),
    /// The child leaves the psychiatric hospital.
    TerminerHospitalisation(HospitalisationTerminee),
}

evenements! {
    /// A judge has a file: its juridiction and its numbers.
    DossierOuvert = "dossier_judiciaire_ouvert.v1",
    /// The file goes to another cabinet.
    CabinetChange = "dossier_judiciaire_cabinet_change.v1",
    /// The judge gives the file up for another court.
    Dessaisi = "dossier_judiciaire_dessaisi.v1",
    /// The judge or the procureur is seized.
    Saisie = "autorite_judiciaire_saisie.v1",
    /// The dispositif of a decision, for one child.
    DecisionRendue = "decision_judiciaire_rendue.v1",
    /// A decision is notified to one party.
    DecisionNotifiee = "decision_judiciaire_notifiee.v1",
    /// A hearing is fixed.
    AudienceFixee = "audience_fixee.v1",
    /// A summons arrived.
    ConvocationRecue = "convocation_recue.v1",
    /// A hearing is put off.
    AudienceRenvoyee = "audience_renvoyee.v1",
    /// A hearing took place.
    AudienceTenue = "audience_tenue.v1",
    /// A party read the file at the greffe.
    DossierConsulte = "dossier_judiciaire_consulte.v1",
    /// Whether the judge heard the child.
    EnfantEntendu = "enfant_entendu.v1",
    /// A lawyer is asked for.
    AvocatDemande = "avocat_demande.v1",
    /// The bâtonnier designates a lawyer.
    AvocatDesigne = "avocat_designe.v1",
    /// The judge designates an ad hoc administrator.
    AdministrateurDesigne = "administrateur_ad_hoc_designe.v1",
    /// The file goes to the procureur for his opinion.
    CommuniqueAuParquet = "dossier_judiciaire_communique.v1",
    /// The procureur sends the file back.
    RetourneParParquet = "dossier_judiciaire_retourne.v1",
    /// Justice asks the Département something.
    DemandeRecue = "demande_justice_recue.v1",
    /// The Département answers.
    DemandeRepondue = "demande_justice_repondue.v1",
    /// Somebody appeals.
    AppelForme = "appel_forme.v1",
    /// The court of appeal decides.
    ArretRendu = "arret_rendu.v1",
    /// An interdiction de sortie is lifted before its end.
    InterdictionLevee = "interdiction_sortie_levee.v1",
    /// The child leaves the psychiatric hospital.
    HospitalisationTerminee = "hospitalisation_psychiatrique_terminee.v1",
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::OuvrirDossier(event) => Event::DossierOuvert(event),
            Self::ChangerDeCabinet(event) => Event::CabinetChange(event),
            Self::Dessaisir(event) => Event::Dessaisi(event),
            Self::Saisir(event) => Event::Saisie(event),
            Self::Rendre(event) => Event::DecisionRendue(event),
            Self::Notifier(event) => Event::DecisionNotifiee(event),
            Self::FixerAudience(event) => Event::AudienceFixee(event),
            Self::RecevoirConvocation(event) => Event::ConvocationRecue(event),
            Self::RenvoyerAudience(event) => Event::AudienceRenvoyee(event),
            Self::TenirAudience(event) => Event::AudienceTenue(event),
            Self::ConsulterDossier(event) => Event::DossierConsulte(event),
            Self::EntendreEnfant(event) => Event::EnfantEntendu(event),
            Self::DemanderAvocat(event) => Event::AvocatDemande(event),
            Self::DesignerAvocat(event) => Event::AvocatDesigne(event),
            Self::DesignerAdministrateur(event) => Event::AdministrateurDesigne(event),
            Self::CommuniquerAuParquet(event) => Event::CommuniqueAuParquet(event),
            Self::RetournerParParquet(event) => Event::RetourneParParquet(event),
            Self::RecevoirDemande(event) => Event::DemandeRecue(event),
            Self::RepondreDemande(event) => Event::DemandeRepondue(event),
            Self::FormerAppel(event) => Event::AppelForme(event),
            Self::RendreArret(event) => Event::ArretRendu(event),
            Self::LeverInterdiction(event) => Event::InterdictionLevee(event),
            Self::TerminerHospitalisation(event) => Event::HospitalisationTerminee(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::DossierOuvert(event) => Some(event.dossier.0),
            Self::CabinetChange(event) => Some(event.dossier.0),
            Self::Dessaisi(event) => Some(event.dossier.0),
            Self::Saisie(event) => event.objet(),
            Self::DecisionRendue(event) => Some(event.decision.0),
            Self::DecisionNotifiee(event) => Some(event.decision.0),
            Self::AudienceFixee(event) => Some(event.audience.0),
            Self::ConvocationRecue(event) => Some(event.audience.0),
            Self::AudienceRenvoyee(event) => Some(event.audience.0),
            Self::AudienceTenue(event) => Some(event.audience.0),
            Self::DossierConsulte(event) => Some(event.audience.0),
            Self::EnfantEntendu(event) => event.audience.map(|audience| audience.0),
            Self::AvocatDemande(event) => Some(event.dossier.0),
            Self::AvocatDesigne(event) => Some(event.dossier.0),
            Self::AdministrateurDesigne(event) => Some(event.dossier.0),
            Self::CommuniqueAuParquet(event) => Some(event.dossier.0),
            Self::RetourneParParquet(event) => Some(event.dossier.0),
            Self::DemandeRecue(event) => Some(event.demande.0),
            Self::DemandeRepondue(event) => Some(event.demande.0),
            Self::AppelForme(event) => Some(event.decision.0),
            Self::ArretRendu(event) => Some(event.decision.0),
            Self::InterdictionLevee(event) => Some(event.decision.0),
            Self::HospitalisationTerminee(event) => Some(event.decision.0),
        }
    }

    /// Says whose the judge's own words are: the child's, for each of the siblings.
    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::DecisionRendue(rendue) => {
                rendue.precisions.iter_mut().for_each(|texte| texte.confie_a(enfant.0));
            }
            Self::DemandeRecue(recue) => {
                recue.texte.iter_mut().for_each(|texte| texte.confie_a(enfant.0));
            }
            Self::DossierOuvert(_)
            | Self::CabinetChange(_)
            | Self::Dessaisi(_)
            | Self::Saisie(_)
            | Self::DecisionNotifiee(_)
            | Self::AudienceFixee(_)
            | Self::ConvocationRecue(_)
            | Self::AudienceRenvoyee(_)
            | Self::AudienceTenue(_)
            | Self::DossierConsulte(_)
            | Self::EnfantEntendu(_)
            | Self::AvocatDemande(_)
            | Self::AvocatDesigne(_)
            | Self::AdministrateurDesigne(_)
            | Self::CommuniqueAuParquet(_)
            | Self::RetourneParParquet(_)
            | Self::DemandeRepondue(_)
            | Self::AppelForme(_)
            | Self::ArretRendu(_)
            | Self::InterdictionLevee(_)
            | Self::HospitalisationTerminee(_) => {}
        }
    }
}

impl Saisie {
    fn objet(&self) -> Option<Uuid> {
        let mesure = self.mesure.map(|mesure| mesure.0);
        let decision = self.decision.map(|decision| decision.0);
        mesure.or(decision).or(self.dossier.map(|dossier| dossier.0))
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// An act of the Département without who decided it; a decision that would rectify itself.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    match command {
        Command::Saisir(saisie) => {
            let ours = saisie.auteur == AuteurSaisine::Departement;
            signed(ours, saisie.decideur.is_some())?;
            Ok(Event::Saisie(saisie))
        }
        Command::FormerAppel(appel) => {
            let ours = appel.partie == PartieAudience::Departement;
            signed(ours, appel.decideur.is_some())?;
            Ok(Event::AppelForme(appel))
        }
        Command::Rendre(rendue) if rendue.precedente == Some(rendue.decision) => {
            Err(Refus::DecisionSurElleMeme { decision: rendue.decision })
        }
        other @ (Command::OuvrirDossier(_)
        | Command::ChangerDeCabinet(_)
        | Command::Dessaisir(_)
        | Command::Rendre(_)
        | Command::Notifier(_)
        | Command::FixerAudience(_)
        | Command::RecevoirConvocation(_)
        | Command::RenvoyerAudience(_)
        | Command::TenirAudience(_)
        | Command::ConsulterDossier(_)
        | Command::EntendreEnfant(_)
        | Command::DemanderAvocat(_)
        | Command::DesignerAvocat(_)
        | Command::DesignerAdministrateur(_)
        | Command::CommuniquerAuParquet(_)
        | Command::RetournerParParquet(_)
        | Command::RecevoirDemande(_)
        | Command::RepondreDemande(_)
        | Command::RendreArret(_)
        | Command::LeverInterdiction(_)
        | Command::TerminerHospitalisation(_)) => Ok(other.event()),
    }
}

/// An act of the Département says who decided it.
fn signed(ours: bool, signe: bool) -> Result<(), Refus> {
    if ours && !signe { Err(Refus::DecideurManquant) } else { Ok(()) }
}

/// The measures an arrêt ends, and the day. One that infirms without naming them ends those the decision had
/// ordered for this child.
pub(crate) fn mesures_finies(
    parcours: &Parcours,
    effectif: &Effectif,
    event: &Event,
) -> Vec<(MesureId, NaiveDate)> {
    let Event::ArretRendu(arret) = event else { return Vec::new() };
    let effet = arret.effet_le.unwrap_or(effectif.survenu.le);
    let all = arret.sens == SensArret::Infirme && arret.mesures_finies.is_empty();
    let ended =
        if all { ordered_by(parcours, arret.decision) } else { arret.mesures_finies.clone() };
    ended.into_iter().map(|mesure| (mesure, effet)).collect()
}

/// The measures a decision ordered: those its dispositif names, and those that name it.
fn ordered_by(parcours: &Parcours, decision: DecisionId) -> Vec<MesureId> {
    let known = parcours.mesure.mesures.iter().filter(|(_, mesure)| {
        mesure.decidee().is_some_and(|decidee| decidee.fait.termes.decision == decision)
    });
    let rendue = parcours.justice.decisions.get(&decision).and_then(Decision::rendue);
    let named = rendue.map(|rendue| rendue.fait.mesures.as_slice()).unwrap_or_default();
    let mut found: Vec<MesureId> = known.map(|(&id, _)| id).chain(named.iter().copied()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What cannot be true together.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    let etat = &parcours.justice;
    for (&dossier, known) in &etat.dossiers {
        if known.ouverts.len() > 1 {
            found.push((dossier.0, Refus::DossierJudiciaireDejaOuvert));
        }
    }
    for (&decision, known) in &etat.decisions {
        contradictions_of_decision(decision, known, found);
    }
    for (&audience, known) in &etat.audiences {
        if known.tenues.len() > 1 {
            found.push((audience.0, Refus::AudienceDejaTenue));
        }
    }
    for (&demande, known) in &etat.demandes {
        contradictions_of_request(demande, known, found);
    }
}

fn contradictions_of_decision(
    decision: DecisionId,
    known: &Decision,
    found: &mut Vec<(Uuid, Refus)>,
) {
    let mut report = |refus| found.push((decision.0, refus));
    if known.rendues.len() > 1 {
        report(Refus::DecisionJudiciaireDejaRendue);
    }
    if known.arrets.len() > 1 {
        report(Refus::ArretDejaRendu);
    }
    let Some(rendue) = known.rendue() else { return };
    let (prononcee, fait) = (rendue.le(), &rendue.fait);
    let effet = fait.effet_le.unwrap_or(prononcee);
    if let Some(terme) = fait.terme_le.filter(|terme| *terme < effet) {
        report(Refus::TermeAvantEffet { effet, terme });
    }
    let notified = known.notifiee().map(|notifiee| notifiee.le);
    if notified.is_some_and(|notifiee| notifiee < prononcee) {
        report(Refus::NotificationAvantDecision { prononcee });
    }
    if known.appels.iter().any(|appel| appel.le() < prononcee) {
        report(Refus::AppelAvantDecision { prononcee });
    }
    if known.arrets.iter().any(|arret| arret.le() < prononcee) {
        report(Refus::ArretAvantDecision { prononcee });
    }
}

fn contradictions_of_request(
    demande: DemandeJusticeId,
    known: &Demande,
    found: &mut Vec<(Uuid, Refus)>,
) {
    let mut report = |refus| found.push((demande.0, refus));
    if known.recues.len() > 1 {
        report(Refus::DemandeDejaRecue);
    }
    let Some(recue) = known.recue().map(Datee::le) else { return };
    if known.reponses.iter().any(|reponse| reponse.le() < recue) {
        report(Refus::ReponseAvantDemande { recue });
    }
}
