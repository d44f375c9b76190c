//! What is known of the informations of a child, and how each event changes it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::evenements::{
    AdresseDemandee, AdresseRecue, Completee, DangerGraveConstate, DemenagementConnu, Detachee,
    DoublonMarque, Event, MisEnCause, NavetteEnvoyee, NavetteRetournee, NonQualifiee, Qualifiee,
    Rattachee, Recue, Retiree, RetourParquetRecu, Signalee, SuitesDemandees, Transferee,
    TransfertAccuse,
};
use crate::codes::{EmetteurSignalement, MiseEnCause, Origip, Transip};
use crate::histoire::{Datee, Effectif};
use crate::ids::InformationId;

/// Every information that names the child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// By identifier.
    pub informations: BTreeMap<InformationId, Information>,
}

/// What is known of one information, for this child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Information {
    /// Receptions: one in a sound history.
    pub recues: Vec<Datee<Recue>>,
    /// Qualifications, positive or not: one in a sound history.
    pub qualifications: Vec<Datee<Qualification>>,
    /// Attached to a principal information, and not detached since.
    pub rattachee: Option<Datee<Rattachee>>,
    /// The same message as another.
    pub doublon: Option<Datee<DoublonMarque>>,
    /// Entered on the wrong child.
    pub retiree: Option<Datee<Retiree>>,
    /// Signalements, oldest first.
    pub signalements: Vec<Datee<Signalee>>,
    /// Answers of the parquet, oldest first.
    pub retours: Vec<Datee<RetourParquetRecu>>,
    /// Gone to another Département.
    pub transferee: Option<Datee<Transferee>>,
    /// Acknowledgements of the other Département, oldest first.
    pub accuses: Vec<Datee<TransfertAccuse>>,
    /// Attachments, whether they still hold or not.
    pub rattachements: Vec<Datee<Rattachee>>,
    /// Detachments, oldest first.
    pub detachements: Vec<Datee<Detachee>>,
    /// Questions to the délégations, oldest first.
    pub navettes: Vec<Datee<NavetteEnvoyee>>,
    /// Their answers, oldest first.
    pub navettes_retournees: Vec<Datee<NavetteRetournee>>,
    /// What was said besides, oldest first.
    pub complements: Vec<Datee<Completee>>,
    /// Who or what is put in question.
    pub mises_en_cause: Vec<Datee<MisEnCause>>,
    /// Requests of senders, oldest first.
    pub demandes_de_suites: Vec<Datee<SuitesDemandees>>,
    /// Departures of the family, oldest first.
    pub demenagements: Vec<Datee<DemenagementConnu>>,
    /// Addresses asked for, oldest first.
    pub adresses_demandees: Vec<Datee<AdresseDemandee>>,
    /// Addresses answered, oldest first.
    pub adresses_recues: Vec<Datee<AdresseRecue>>,
    /// Grave and immediate dangers seen, oldest first.
    pub dangers_graves: Vec<Datee<DangerGraveConstate>>,
    /// The last withdrawal undone by a new reception: what was recorded before it no longer counts.
    reprise_depuis: u32,
}

/// The outcome of first analysis for one child.
#[derive(Clone, Debug, PartialEq)]
pub enum Qualification {
    /// It is an IP.
    Qualifiee(Qualifiee),
    /// It is not (niveau 1).
    NonQualifiee(NonQualifiee),
}

impl Information {
    /// The reception, when it is known.
    #[must_use]
    pub fn recue(&self) -> Option<&Datee<Recue>> {
        self.recues.first()
    }

    /// The day it arrived at the Département.
    #[must_use]
    pub fn arrivee(&self) -> Option<NaiveDate> {
        self.recue().map(Datee::le)
    }

    /// The qualification as an IP.
    #[must_use]
    pub fn qualifiee(&self) -> Option<(&Datee<Qualification>, &Qualifiee)> {
        self.qualifications.iter().find_map(|datee| match &datee.fait {
            Qualification::Qualifiee(qualifiee) => Some((datee, qualifiee)),
            Qualification::NonQualifiee(_) => None,
        })
    }

    /// The explicit refusal to qualify.
    #[must_use]
    pub fn non_qualifiee(&self) -> Option<&Datee<Qualification>> {
        self.qualifications.iter().find(|datee| match &datee.fait {
            Qualification::Qualifiee(_) => false,
            Qualification::NonQualifiee(_) => true,
        })
    }

    /// Neither doublon, nor rattachée, nor retirée.
    #[must_use]
    pub fn principale(&self) -> bool {
        self.doublon.is_none() && self.rattachee.is_none() && self.retiree.is_none()
    }

    /// Whether what was recorded under this version still counts, or belongs to a time before the
    /// information went to another child and came back.
    #[must_use]
    pub fn compte(&self, version: u32) -> bool {
        self.reprise_depuis < version
    }

    /// Received again after it was withdrawn: it begins again with what was recorded since. Recorded,
    /// not happened: a reception that comes back keeps its own day.
    fn start_again(&mut self) {
        let Some(retiree) = self.retiree.as_ref().map(|retiree| retiree.version) else { return };
        if self.recues.iter().all(|recue| recue.version < retiree) {
            return;
        }
        let since = |version: u32| retiree < version;
        self.reprise_depuis = retiree;
        self.retiree = None;
        self.recues.retain(|datee| since(datee.version));
        self.qualifications.retain(|datee| since(datee.version));
        self.rattachements.retain(|datee| since(datee.version));
        self.detachements.retain(|datee| since(datee.version));
        self.doublon.take_if(|datee| !since(datee.version));
        self.signalements.retain(|datee| since(datee.version));
        self.retours.retain(|datee| since(datee.version));
        self.transferee.take_if(|datee| !since(datee.version));
        self.accuses.retain(|datee| since(datee.version));
        self.navettes.retain(|datee| since(datee.version));
        self.navettes_retournees.retain(|datee| since(datee.version));
        self.complements.retain(|datee| since(datee.version));
        self.mises_en_cause.retain(|datee| since(datee.version));
        self.demandes_de_suites.retain(|datee| since(datee.version));
        self.demenagements.retain(|datee| since(datee.version));
        self.adresses_demandees.retain(|datee| since(datee.version));
        self.adresses_recues.retain(|datee| since(datee.version));
        self.dangers_graves.retain(|datee| since(datee.version));
    }

    /// The last attachment, unless it was undone since; of one day, the last recorded.
    fn attachment(&self) -> Option<Datee<Rattachee>> {
        let last = self.rattachements.iter().max_by_key(|datee| (datee.le(), datee.version))?;
        let undone = self.detachements.iter().any(|detachee| {
            detachee.fait.principale == last.fait.principale
                && (last.le(), last.version) < (detachee.le(), detachee.version)
        });
        (!undone).then(|| last.clone())
    }

    /// Whether it puts in question somebody of the Département or working for it: its file is protected.
    #[must_use]
    pub fn protegee(&self) -> bool {
        let all = self.mises_en_cause.iter().flat_map(|mise| &mise.fait.mis_en_cause);
        all.copied().any(protege)
    }

    /// Whether its sender is told of the suites of right, without asking (CASF L226-5): a professional,
    /// or an elected person.
    #[must_use]
    pub fn expediteur_de_droit(&self) -> bool {
        let recue = self.recue().map(|recue| &recue.fait);
        recue.is_some_and(|recue| recue.origine == Origip::Elu || professionnel(recue.transmetteur))
    }

    /// The questions to délégations that no answer followed: they hold nothing back.
    pub fn navettes_sans_retour(&self) -> impl Iterator<Item = &Datee<NavetteEnvoyee>> {
        let answered = |envoyee: &Datee<NavetteEnvoyee>| {
            self.navettes_retournees.iter().any(|retour| {
                retour.fait.service == envoyee.fait.service && envoyee.le() <= retour.le()
            })
        };
        self.navettes.iter().filter(move |envoyee| !answered(envoyee))
    }

    /// Signalements of the Département itself.
    pub fn signalements_du_departement(&self) -> impl Iterator<Item = &Datee<Signalee>> {
        self.signalements
            .iter()
            .filter(|signalee| signalee.fait.emetteur == EmetteurSignalement::Departement)
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let entry = etat.informations.entry(event.information()).or_default();
    if effectif.rang_origine < entry.reprise_depuis {
        return;
    }
    match event {
        Event::Recue(recue) => entry.recues.push(effectif.datee(recue)),
        Event::Qualifiee(qualifiee) => {
            entry.qualifications.push(effectif.datee(&Qualification::Qualifiee(qualifiee.clone())));
        }
        Event::NonQualifiee(non) => {
            entry.qualifications.push(effectif.datee(&Qualification::NonQualifiee(non.clone())));
        }
        Event::Rattachee(rattachee) => entry.rattachements.push(effectif.datee(rattachee)),
        Event::DoublonMarque(doublon) => entry.doublon = Some(effectif.datee(doublon)),
        // The last recorded, whatever its day, says whether the information is still here.
        Event::Retiree(retiree) => {
            if entry.retiree.as_ref().is_none_or(|last| last.version < effectif.rang_origine) {
                entry.retiree = Some(effectif.datee(retiree));
            }
        }
        Event::Signalee(signalee) => entry.signalements.push(effectif.datee(signalee)),
        Event::RetourParquetRecu(retour) => entry.retours.push(effectif.datee(retour)),
        Event::Transferee(transferee) => entry.transferee = Some(effectif.datee(transferee)),
        Event::NavetteEnvoyee(fait) => entry.navettes.push(effectif.datee(fait)),
        Event::NavetteRetournee(fait) => entry.navettes_retournees.push(effectif.datee(fait)),
        Event::Completee(fait) => entry.complements.push(effectif.datee(fait)),
        Event::Detachee(fait) => entry.detachements.push(effectif.datee(fait)),
        Event::MisEnCause(fait) => entry.mises_en_cause.push(effectif.datee(fait)),
        Event::SuitesDemandees(fait) => entry.demandes_de_suites.push(effectif.datee(fait)),
        Event::TransfertAccuse(fait) => entry.accuses.push(effectif.datee(fait)),
        Event::DemenagementConnu(fait) => entry.demenagements.push(effectif.datee(fait)),
        Event::AdresseDemandee(fait) => entry.adresses_demandees.push(effectif.datee(fait)),
        Event::AdresseRecue(fait) => entry.adresses_recues.push(effectif.datee(fait)),
        Event::DangerGraveConstate(fait) => entry.dangers_graves.push(effectif.datee(fait)),
    }
    entry.start_again();
    entry.rattachee = entry.attachment();
}

fn protege(mis_en_cause: MiseEnCause) -> bool {
    match mis_en_cause {
        MiseEnCause::AssistantFamilial
        | MiseEnCause::AgentDuDepartement
        | MiseEnCause::ProcheDUnAgent
        | MiseEnCause::EtablissementOuService
        | MiseEnCause::AutreProfessionnel
        | MiseEnCause::Elu => true,
        MiseEnCause::Famille | MiseEnCause::AutrePersonne | MiseEnCause::NeSaitPas => false,
    }
}

/// Transmitters who act by profession: they owe the information without delay, and are told of its suites.
pub(crate) fn professionnel(transmetteur: Transip) -> bool {
    match transmetteur {
        Transip::ConseilDepartemental
        | Transip::ServiceMilieuOuvertOuPlacement
        | Transip::EnseignementPublic
        | Transip::EnseignementPrive
        | Transip::EducationNationale
        | Transip::Hopital
        | Transip::MedecineLiberale
        | Transip::AutreSanitaireEtSocial
        | Transip::AccueilExtrascolaire
        | Transip::AutreServiceSocial
        | Transip::PoliceGendarmerie
        | Transip::Procureur
        | Transip::JugeDesEnfants
        | Transip::JusticeSansPrecision
        | Transip::Mairie
        | Transip::VoieInstitutionnelle
        | Transip::AutreDepartement
        | Transip::Pmi
        | Transip::Maternite
        | Transip::DelegationTerritoriale => true,
        Transip::MineurLuiMeme
        | Transip::Parents
        | Transip::AutreMembreFamille
        | Transip::AutreParticulier
        | Transip::Snated
        | Transip::Autre
        | Transip::NeSaitPas
        | Transip::Anonyme
        | Transip::ProtectionAnimale => false,
    }
}
