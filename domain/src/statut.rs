//! The child's legal status: who holds authority over him, by which decision, since when.
//!
//! ```text
//!  sans mesure ◀─▶ accueil provisoire, assistance éducative      (derived from the measures)
//!      │
//!      ├─▶ délégation, tutelle                                     (a judgment, from its effect)
//!      └─▶ PV de recueil: pupille provisoire ─▶ arrêté: pupille ─▶ restitution, adoption, tutelle
//!                  └─▶ taken back without formality, in 2 or 6 months
//! ```
//!
//! # Invariants
//!
//! - At most one status of parental authority at a time, and any number of measures. A status runs from
//!   its effect, which may be later than the decision (a tutelle « à compter de la mainlevée »).
//! - A pupille is admitted only once the delay of his case has run out, and is taken back only within it.
//! - A judgment, a visit that did not take place, a session of the conseil de famille are observations.
//!
//! Deliberately absent: the adults themselves (streams of their own), the measures.

mod faits;
mod voie;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::{CasPupille, RelationsParentales, Titulaire};
use crate::droit;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, RecueilId, RequeteId};
use crate::refus::Refus;
use crate::temps::plus_jours;

pub use faits::*;
pub use voie::{assistance_educative, fini, fondement_ase, voie};

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Statuses told, oldest first.
    pub constats: Vec<Datee<Constate>>,
    /// Who holds parental authority, as told, oldest first.
    pub autorites: Vec<Datee<AutoriteConstatee>>,
    /// Procedures of pupille.
    pub recueils: BTreeMap<RecueilId, Recueil>,
    /// Consents to adoption, oldest first.
    pub consentements: Vec<Datee<AdoptionConsentie>>,
    /// Consents taken back, oldest first.
    pub retractations: Vec<Datee<ConsentementRetracte>>,
    /// Relations of the parents, oldest first.
    pub relations: Vec<Datee<RelationsObservees>>,
    /// Support proposed to the parents, oldest first.
    pub soutiens: Vec<Datee<SoutienPropose>>,
    /// Requests about parental authority: délaissement or délégation.
    pub requetes: BTreeMap<RequeteId, Requete>,
}

/// What is known of one procedure of pupille. Facts may be known in any order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recueil {
    /// The procès-verbal: one in a sound history, none for the cases 5° and 6°.
    pub pv: Vec<Datee<PvDresse>>,
    /// Taken back by a parent: once in a sound history.
    pub reprises: Vec<Datee<EnfantRepris>>,
    /// The arrêté d'admission: one in a sound history.
    pub admissions: Vec<Datee<PupilleAdmis>>,
    /// The admission received by someone who may contest it, oldest first.
    pub notifications: Vec<Datee<AdmissionNotifiee>>,
    /// Recourses, oldest first.
    pub recours: Vec<Datee<RecoursForme>>,
    /// Recourses judged, oldest first.
    pub jugements: Vec<Datee<RecoursJuge>>,
    /// Sessions of the conseil de famille, oldest first.
    pub conseils: Vec<Datee<ConseilTenu>>,
    /// Ends of the status, oldest first.
    pub fins: Vec<Datee<PupilleFini>>,
}

/// What is known of one request about parental authority.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requete {
    /// Asked for délaissement.
    pub delaissements: Vec<Datee<DelaissementDemande>>,
    /// Délaissement judged.
    pub jugements: Vec<Datee<DelaissementJuge>>,
    /// Asked for délégation.
    pub delegations: Vec<Datee<DelegationDemandee>>,
    /// Opinions of the juge des enfants, oldest first.
    pub avis: Vec<Datee<AvisJugeRecu>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A status is known.
    Constater(Constate),
    /// Who holds parental authority is known.
    ConstaterAutorite(AutoriteConstatee),
    /// The procès-verbal de recueil is drawn up.
    DresserPv(PvDresse),
    /// A parent takes the child back.
    Reprendre(EnfantRepris),
    /// The arrêté d'admission is signed.
    AdmettrePupille(PupilleAdmis),
    /// It was received by someone who may contest it.
    NotifierAdmission(AdmissionNotifiee),
    /// It is contested.
    FormerRecours(RecoursForme),
    /// The recourse is judged.
    JugerRecours(RecoursJuge),
    /// The conseil de famille met.
    TenirConseil(ConseilTenu),
    /// The status of pupille ends.
    FinirPupille(PupilleFini),
    /// A parent consents to adoption.
    ConsentirAdoption(AdoptionConsentie),
    /// He takes his consent back.
    RetracterConsentement(ConsentementRetracte),
    /// The relations of a parent were observed.
    ObserverRelations(RelationsObservees),
    /// Support was proposed to the parents.
    ProposerSoutien(SoutienPropose),
    /// The Département asks for a declaration of délaissement.
    DemanderDelaissement(DelaissementDemande),
    /// The tribunal judged it.
    JugerDelaissement(DelaissementJuge),
    /// A delegation of parental authority is asked for.
    DemanderDelegation(DelegationDemandee),
    /// The juge des enfants gave his opinion.
    NoterAvisJuge(AvisJugeRecu),
}

evenements! {
    /// A status is known from a day on.
    Constate = "statut_constate.v1",
    /// Who holds parental authority.
    AutoriteConstatee = "autorite_parentale_constatee.v1",
    /// The procès-verbal de recueil.
    PvDresse = "pv_recueil_dresse.v1",
    /// Taken back by a parent.
    EnfantRepris = "enfant_repris.v1",
    /// Admitted as pupille.
    PupilleAdmis = "pupille_admis.v1",
    /// The admission was received by someone who may contest it.
    AdmissionNotifiee = "admission_notifiee.v1",
    /// The admission is contested.
    RecoursForme = "recours_admission_forme.v1",
    /// The recourse is judged.
    RecoursJuge = "recours_admission_juge.v1",
    /// The conseil de famille met.
    ConseilTenu = "conseil_de_famille_tenu.v1",
    /// The status of pupille ended.
    PupilleFini = "pupille_fini.v1",
    /// A parent consented to adoption.
    AdoptionConsentie = "adoption_consentie.v1",
    /// He took it back.
    ConsentementRetracte = "consentement_retracte.v1",
    /// Relations of a parent.
    RelationsObservees = "relations_parentales_observees.v1",
    /// Support proposed to the parents.
    SoutienPropose = "soutien_parental_propose.v1",
    /// Délaissement asked for.
    DelaissementDemande = "delaissement_demande.v1",
    /// Délaissement judged.
    DelaissementJuge = "delaissement_juge.v1",
    /// Délégation asked for.
    DelegationDemandee = "delegation_demandee.v1",
    /// Opinion of the juge des enfants on a délégation.
    AvisJugeRecu = "avis_juge_delegation_recu.v1",
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Constater(event) => Event::Constate(event),
            Self::ConstaterAutorite(event) => Event::AutoriteConstatee(event),
            Self::DresserPv(event) => Event::PvDresse(event),
            Self::Reprendre(event) => Event::EnfantRepris(event),
            Self::AdmettrePupille(event) => Event::PupilleAdmis(event),
            Self::NotifierAdmission(event) => Event::AdmissionNotifiee(event),
            Self::FormerRecours(event) => Event::RecoursForme(event),
            Self::JugerRecours(event) => Event::RecoursJuge(event),
            Self::TenirConseil(event) => Event::ConseilTenu(event),
            Self::FinirPupille(event) => Event::PupilleFini(event),
            Self::ConsentirAdoption(event) => Event::AdoptionConsentie(event),
            Self::RetracterConsentement(event) => Event::ConsentementRetracte(event),
            Self::ObserverRelations(event) => Event::RelationsObservees(event),
            Self::ProposerSoutien(event) => Event::SoutienPropose(event),
            Self::DemanderDelaissement(event) => Event::DelaissementDemande(event),
            Self::JugerDelaissement(event) => Event::DelaissementJuge(event),
            Self::DemanderDelegation(event) => Event::DelegationDemandee(event),
            Self::NoterAvisJuge(event) => Event::AvisJugeRecu(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one: a procedure of pupille, a request.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::PvDresse(fait) => Some(fait.recueil.0),
            Self::EnfantRepris(fait) => Some(fait.recueil.0),
            Self::PupilleAdmis(fait) => Some(fait.recueil.0),
            Self::AdmissionNotifiee(fait) => Some(fait.recueil.0),
            Self::RecoursForme(fait) => Some(fait.recueil.0),
            Self::RecoursJuge(fait) => Some(fait.recueil.0),
            Self::ConseilTenu(fait) => Some(fait.recueil.0),
            Self::PupilleFini(fait) => Some(fait.recueil.0),
            Self::DelaissementDemande(fait) => Some(fait.requete.0),
            Self::DelaissementJuge(fait) => Some(fait.requete.0),
            Self::DelegationDemandee(fait) => Some(fait.requete.0),
            Self::AvisJugeRecu(fait) => Some(fait.requete.0),
            Self::Constate(_)
            | Self::AutoriteConstatee(_)
            | Self::AdoptionConsentie(_)
            | Self::ConsentementRetracte(_)
            | Self::RelationsObservees(_)
            | Self::SoutienPropose(_) => None,
        }
    }

    /// Nothing here is sealed: codes, dates and references only.
    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {}
}

/// The rule of the delay during which a pupille is so only provisionally, when his case has one.
#[must_use]
pub fn delai_provisoire(cas: CasPupille) -> Option<&'static str> {
    match cas {
        CasPupille::SansFiliation | CasPupille::RemisParLesParents | CasPupille::Orphelin => {
            Some("ST-01")
        }
        CasPupille::RemisParUnParent => Some("ST-02"),
        CasPupille::Retrait | CasPupille::Delaissement => None,
    }
}

fn dernier_jour(regle: &str, depuis: NaiveDate) -> Option<NaiveDate> {
    droit::regle(regle, depuis).map(|regle| regle.duree.depuis(depuis))
}

impl Recueil {
    /// The procès-verbal, when it is known.
    #[must_use]
    pub fn dresse(&self) -> Option<&Datee<PvDresse>> {
        self.pv.first()
    }

    /// The admission, when it is known.
    #[must_use]
    pub fn admission(&self) -> Option<&Datee<PupilleAdmis>> {
        self.admissions.first()
    }

    /// The last day on which he is pupille only provisionally; he is admitted from the next day on.
    #[must_use]
    pub fn provisoire_jusqu_au(&self) -> Option<NaiveDate> {
        let pv = self.dresse()?;
        dernier_jour(delai_provisoire(pv.fait.cas)?, pv.le())
    }

    /// The last day on which that parent may take the child back without formality: the one who did not
    /// remit him has longer.
    #[must_use]
    pub fn reprise_jusqu_au(&self, par: Titulaire) -> Option<NaiveDate> {
        let pv = self.dresse()?;
        let autre =
            pv.fait.cas == CasPupille::RemisParUnParent && !pv.fait.remis_par.contains(&par);
        dernier_jour(if autre { "ST-03A" } else { "ST-03" }, pv.le())
    }

    /// The day an act of the procedure ended the status of pupille, when one did.
    #[must_use]
    pub fn fini(&self) -> Option<NaiveDate> {
        let annulee = self.jugements.iter().filter(|juge| juge.fait.admission_annulee);
        let ended = self.fins.iter().map(Datee::le);
        ended.chain(annulee.map(Datee::le)).chain(self.reprises.iter().map(Datee::le)).min()
    }
}

impl Etat {
    /// Since when a parent has kept no relations on a day: neither news asked for nor a consent taken
    /// back interrupts it.
    #[must_use]
    pub fn sans_relations_depuis(&self, parent: Titulaire, au: NaiveDate) -> Option<NaiveDate> {
        let mut depuis = None;
        let observed = self.relations.iter().filter(|one| one.fait.parent == parent);
        for one in observed.filter(|one| one.le() <= au) {
            depuis = match one.fait.relations {
                RelationsParentales::Absentes => {
                    depuis.or(Some(one.fait.depuis.unwrap_or(one.le())))
                }
                RelationsParentales::SimplesNouvelles => depuis,
                RelationsParentales::Entretenues | RelationsParentales::Empechees => None,
            };
        }
        depuis
    }

    /// Who holds parental authority on a day, as last known to be in effect.
    #[must_use]
    pub fn autorite_au(&self, le: NaiveDate) -> Option<&Datee<AutoriteConstatee>> {
        let known = self.autorites.iter().filter(|one| one.fait.effet(one.le()) <= le);
        known.max_by_key(|one| one.fait.effet(one.le()))
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// An admission or a request without signatory, a request for délaissement before a year without
/// relations or without support proposed, a procedure that nobody opened.
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match &command {
        Command::DresserPv(fait) => signed(fait.decideur.as_ref())?,
        Command::AdmettrePupille(fait) => admettre(&parcours.statut, fait)?,
        Command::Reprendre(fait) => known(&parcours.statut, fait.recueil)?,
        Command::DemanderDelaissement(fait) => demander_delaissement(&parcours.statut, fait, le)?,
        Command::Constater(_)
        | Command::ConstaterAutorite(_)
        | Command::NotifierAdmission(_)
        | Command::FormerRecours(_)
        | Command::JugerRecours(_)
        | Command::TenirConseil(_)
        | Command::FinirPupille(_)
        | Command::ConsentirAdoption(_)
        | Command::RetracterConsentement(_)
        | Command::ObserverRelations(_)
        | Command::ProposerSoutien(_)
        | Command::JugerDelaissement(_)
        | Command::DemanderDelegation(_)
        | Command::NoterAvisJuge(_) => {}
    }
    Ok(command.event())
}

fn signed(decideur: Option<&Decideur>) -> Result<(), Refus> {
    decideur.map(|_| ()).ok_or(Refus::DecideurManquant)
}

fn known(etat: &Etat, recueil: RecueilId) -> Result<(), Refus> {
    let pv = etat.recueils.get(&recueil).and_then(Recueil::dresse);
    pv.map(|_| ()).ok_or(Refus::RecueilInconnu { recueil })
}

/// The cases 5° and 6° follow a judgment; the four others follow a procès-verbal.
fn admettre(etat: &Etat, fait: &PupilleAdmis) -> Result<(), Refus> {
    signed(fait.decideur.as_ref())?;
    if delai_provisoire(fait.cas).is_some() { known(etat, fait.recueil) } else { Ok(()) }
}

fn demander_delaissement(
    etat: &Etat,
    fait: &DelaissementDemande,
    le: NaiveDate,
) -> Result<(), Refus> {
    signed(fait.decideur.as_ref())?;
    if fait.parents.is_empty() {
        return Err(Refus::AbsenceNonConstatee);
    }
    for &parent in &fait.parents {
        let depuis = etat.sans_relations_depuis(parent, le).ok_or(Refus::AbsenceNonConstatee)?;
        let un_an = dernier_jour("ST-07", depuis).unwrap_or(depuis);
        if le < un_an {
            return Err(Refus::DelaissementPremature { un_an });
        }
        if !etat.soutiens.iter().any(|soutien| soutien.fait.parents.contains(&parent)) {
            return Err(Refus::SoutienNonPropose);
        }
    }
    Ok(())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Constate(fait) => etat.constats.push(effectif.datee(fait)),
        Event::AutoriteConstatee(fait) => etat.autorites.push(effectif.datee(fait)),
        Event::AdoptionConsentie(fait) => etat.consentements.push(effectif.datee(fait)),
        Event::ConsentementRetracte(fait) => etat.retractations.push(effectif.datee(fait)),
        Event::RelationsObservees(fait) => etat.relations.push(effectif.datee(fait)),
        Event::SoutienPropose(fait) => etat.soutiens.push(effectif.datee(fait)),
        Event::PvDresse(fait) => recueil(etat, fait.recueil).pv.push(effectif.datee(fait)),
        Event::EnfantRepris(fait) => {
            recueil(etat, fait.recueil).reprises.push(effectif.datee(fait));
        }
        Event::PupilleAdmis(fait) => {
            recueil(etat, fait.recueil).admissions.push(effectif.datee(fait));
        }
        Event::AdmissionNotifiee(fait) => {
            recueil(etat, fait.recueil).notifications.push(effectif.datee(fait));
        }
        Event::RecoursForme(fait) => recueil(etat, fait.recueil).recours.push(effectif.datee(fait)),
        Event::RecoursJuge(fait) => {
            recueil(etat, fait.recueil).jugements.push(effectif.datee(fait));
        }
        Event::ConseilTenu(fait) => recueil(etat, fait.recueil).conseils.push(effectif.datee(fait)),
        Event::PupilleFini(fait) => recueil(etat, fait.recueil).fins.push(effectif.datee(fait)),
        Event::DelaissementDemande(fait) => {
            requete(etat, fait.requete).delaissements.push(effectif.datee(fait));
        }
        Event::DelaissementJuge(fait) => {
            requete(etat, fait.requete).jugements.push(effectif.datee(fait));
        }
        Event::DelegationDemandee(fait) => {
            requete(etat, fait.requete).delegations.push(effectif.datee(fait));
        }
        Event::AvisJugeRecu(fait) => requete(etat, fait.requete).avis.push(effectif.datee(fait)),
    }
}

fn recueil(etat: &mut Etat, recueil: RecueilId) -> &mut Recueil {
    etat.recueils.entry(recueil).or_default()
}

fn requete(etat: &mut Etat, requete: RequeteId) -> &mut Requete {
    etat.requetes.entry(requete).or_default()
}

/// What cannot be true together.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    let etat = &parcours.statut;
    if let Some(le) = voie::deux_statuts(parcours) {
        found.push((Uuid::nil(), Refus::StatutsSimultanes { le }));
    }
    for (&id, recueil) in &etat.recueils {
        let mut impossible = |refus| found.push((id.0, refus));
        if recueil.pv.len() > 1 {
            impossible(Refus::RecueilDejaDresse { recueil: id });
        }
        if recueil.admissions.len() > 1 {
            impossible(Refus::PupilleDejaAdmis { recueil: id });
        }
        if sans_pv(recueil) {
            impossible(Refus::RecueilInconnu { recueil: id });
        }
        if let Some(limite) = admission_prematuree(recueil) {
            impossible(Refus::AdmissionPrematuree { limite });
        }
        if let Some(limite) = reprise_tardive(recueil) {
            impossible(Refus::RepriseHorsDelai { limite });
        }
        if let Some(le) = repris_puis_admis(recueil) {
            impossible(Refus::EnfantDejaRepris { le });
        }
    }
}

/// Taken back, or admitted in a case that has a delay, before any procès-verbal.
fn sans_pv(recueil: &Recueil) -> bool {
    let dresse = recueil.dresse().map(Datee::le);
    let too_early = |le: NaiveDate| dresse.is_none_or(|dresse| le < dresse);
    let delayed = recueil.admissions.iter().filter(|one| delai_provisoire(one.fait.cas).is_some());
    let mut days = recueil.reprises.iter().map(Datee::le).chain(delayed.map(Datee::le));
    days.any(too_early)
}

fn admission_prematuree(recueil: &Recueil) -> Option<NaiveDate> {
    let limite = recueil.provisoire_jusqu_au()?;
    recueil.admissions.iter().any(|admis| admis.le() <= limite).then_some(limite)
}

fn reprise_tardive(recueil: &Recueil) -> Option<NaiveDate> {
    recueil.reprises.iter().find_map(|reprise| {
        let limite = recueil.reprise_jusqu_au(reprise.fait.par)?;
        (limite < reprise.le()).then_some(limite)
    })
}

fn repris_puis_admis(recueil: &Recueil) -> Option<NaiveDate> {
    let repris = recueil.reprises.iter().map(Datee::le).min()?;
    recueil.admissions.iter().any(|admis| repris <= admis.le()).then_some(repris)
}

/// The day after the delay of a case has run out: an admission may be signed.
#[must_use]
pub fn admissible_le(recueil: &Recueil) -> Option<NaiveDate> {
    recueil.provisoire_jusqu_au().map(|limite| plus_jours(limite, 1))
}
