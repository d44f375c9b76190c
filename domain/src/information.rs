//! The information entrante, from its arrival at the Département to its qualification as an IP.
//!
//! ```text
//!  reçue ──▶ qualifiée ──▶ (évaluation, décision: other chapters)
//!    │ ├───▶ non qualifiée (niveau 1)
//!    │ ├───▶ rattachée to an open principal information
//!    │ ├───▶ doublon of the same message
//!    │ ├───▶ transférée to another Département
//!    │ └───▶ retirée: entered on the wrong child
//!    └─────▶ signalée au parquet, beside any of these
//! ```
//!
//! # Invariants
//!
//! - The clock of CASF D226-2-4 starts at the arrival at the Département, whatever came later.
//! - A rattachée keeps its own arrival and its sender's rights; it never restarts a clock.
//! - Received once per child; one qualification per child, qualified or not.
//! - The narrative is sealed under the information's own key, the sender under his own.
//!
//! Deliberately absent: the fiche navette and the return to senders.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::{
    Canal, Danger, EmetteurSignalement, MotifNonQualification, Motifsig, Orientation, Origip,
    PorteDEntree, SuiteParquet, Transip,
};
use crate::droit;
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, EvaluationId, ExpediteurId, InformationId};
use crate::refus::Refus;
use crate::sealed::Sealed;
use crate::temps::Survenu;
use crate::{Decideur, Organisation};

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
    /// Attached to a principal information.
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

/// What may be asked of an information.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// It arrived.
    Recevoir(Recue),
    /// It is an IP for this child.
    Qualifier(Qualifiee),
    /// It is not one.
    NePasQualifier(NonQualifiee),
    /// It completes an open one.
    Rattacher(Rattachee),
    /// It is the same message as another.
    MarquerDoublon(DoublonMarque),
    /// The parquet is seized.
    Signaler(Signalee),
    /// The parquet answers.
    NoterRetourParquet(RetourParquetRecu),
    /// Another Département takes over.
    Transferer(Transferee),
}

evenements! {
    /// Arrived.
    Recue = "information_recue.v1",
    /// Is an IP for this child.
    Qualifiee = "information_qualifiee.v1",
    /// Is not an IP for this child.
    NonQualifiee = "information_non_qualifiee.v1",
    /// Attached to an open one.
    Rattachee = "information_rattachee.v1",
    /// Is the same message as another.
    DoublonMarque = "information_doublon_marque.v1",
    /// Was entered on the wrong child.
    Retiree = "information_retiree.v1",
    /// The parquet was seized.
    Signalee = "information_signalee.v1",
    /// The parquet answered.
    RetourParquetRecu = "retour_parquet_recu.v1",
    /// Went to another Département.
    Transferee = "information_transferee.v1",
}

/// A private sender: he has his own key, is in no default read and no extract.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expediteur {
    /// Name.
    pub nom: Option<String>,
    /// Telephone.
    pub telephone: Option<String>,
    /// Mail.
    pub courriel: Option<String>,
    /// Address.
    pub adresse: Option<String>,
}

/// An information arrived. `survenu` is its arrival at the Département.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recue {
    /// Which.
    pub information: InformationId,
    /// Arrival at the CRIP, when it came through another door.
    pub arrivee_crip: Option<Survenu>,
    /// Date of the writing.
    pub ecrite_le: Option<NaiveDate>,
    /// The door.
    pub porte_d_entree: PorteDEntree,
    /// The délégation or service through which it came.
    pub service_entree: Option<String>,
    /// The channel: not the door.
    pub canal: Canal,
    /// Who transmitted it.
    pub transmetteur: Transip,
    /// Who is at its origin.
    pub origine: Origip,
    /// The organisation of the transmitter.
    pub organisation: Option<Organisation>,
    /// E.g. the call number of the 119.
    pub reference_externe: Option<String>,
    /// The sender's own identifier.
    pub expediteur_id: Option<ExpediteurId>,
    /// Sealed under the sender's key.
    pub expediteur: Option<Sealed<Expediteur>>,
    /// The facts as stated, sealed under the information's key.
    pub recit: Option<Sealed<String>>,
    /// Dangers alleged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dangers_allegues: Vec<Danger>,
    /// Were the parents informed by the sender (IP-01)?
    pub parents_informes: Option<bool>,
    /// Said to be urgent.
    pub urgence: bool,
    /// INSEE, where the child lives that day.
    pub commune: Option<String>,
    /// Moved from another child's file.
    pub reaffectee_de: Option<EnfantId>,
}

/// The information is an IP for this child (CASF R226-2-2).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Qualifiee {
    /// Which.
    pub information: InformationId,
    /// Dangers retained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dangers: Vec<Danger>,
    /// Shortened deadline (IP-05), in days.
    pub delai_reduit_jours: Option<u32>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// The information is not an IP for this child.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NonQualifiee {
    /// Which.
    pub information: InformationId,
    /// Why.
    pub motif: MotifNonQualification,
    /// Where the family is directed.
    pub orientation: Orientation,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// Complementary to an open principal information.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rattachee {
    /// Which.
    pub information: InformationId,
    /// To which.
    pub principale: InformationId,
}

/// The same message, received twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DoublonMarque {
    /// Which.
    pub information: InformationId,
    /// The one first received.
    pub original: InformationId,
}

/// Entered on the wrong child.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Retiree {
    /// Which.
    pub information: InformationId,
    /// The right child.
    pub vers: EnfantId,
    /// Why, without personal data.
    pub motif: String,
}

/// The parquet was seized (CASF L226-4).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signalee {
    /// Which information.
    pub information: InformationId,
    /// Ground.
    pub motif: Motifsig,
    /// By the Département, or by a third party who sends a copy.
    pub emetteur: EmetteurSignalement,
    /// By telephone.
    pub oral_a: Option<DateTime<Utc>>,
    /// In writing.
    pub ecrit_a: Option<DateTime<Utc>>,
    /// Which parquet.
    pub parquet: Option<String>,
    /// Its number.
    pub numero_parquet: Option<String>,
    /// Without waiting for the évaluation.
    pub urgence: bool,
    /// The évaluation it follows, if any.
    pub evaluation: Option<EvaluationId>,
    /// Who decided.
    pub decideur: Option<Decideur>,
}

/// What the parquet did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RetourParquetRecu {
    /// About which information.
    pub information: InformationId,
    /// The suite.
    pub suite: SuiteParquet,
}

/// Gone to another Département (CASF L221-3).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transferee {
    /// Which.
    pub information: InformationId,
    /// Code of the Département.
    pub vers_departement: String,
    /// How.
    pub canal: Canal,
    /// Were the parents informed first?
    pub parents_informes: Option<bool>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Recevoir(event) => Event::Recue(event),
            Self::Qualifier(event) => Event::Qualifiee(event),
            Self::NePasQualifier(event) => Event::NonQualifiee(event),
            Self::Rattacher(event) => Event::Rattachee(event),
            Self::MarquerDoublon(event) => Event::DoublonMarque(event),
            Self::Signaler(event) => Event::Signalee(event),
            Self::NoterRetourParquet(event) => Event::RetourParquetRecu(event),
            Self::Transferer(event) => Event::Transferee(event),
        }
    }
}

impl Event {
    /// The information it is about.
    #[must_use]
    pub fn information(&self) -> InformationId {
        match self {
            Self::Recue(event) => event.information,
            Self::Qualifiee(event) => event.information,
            Self::NonQualifiee(event) => event.information,
            Self::Rattachee(event) => event.information,
            Self::DoublonMarque(event) => event.information,
            Self::Retiree(event) => event.information,
            Self::Signalee(event) => event.information,
            Self::RetourParquetRecu(event) => event.information,
            Self::Transferee(event) => event.information,
        }
    }

    /// The narrative belongs to the information, the sender to himself.
    pub(crate) fn confie_les_scelles(&mut self) {
        let Self::Recue(recue) = self else { return };
        if let Some(recit) = &mut recue.recit {
            recit.confie_a(recue.information.0);
        }
        if let Some(expediteur) = &mut recue.expediteur {
            expediteur.confie_a(recue.expediteur_id.map_or(recue.information.0, |id| id.0));
        }
    }
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

    /// The day the évaluation is due.
    #[must_use]
    pub fn echeance(&self) -> Option<NaiveDate> {
        let (_, qualifiee) = self.qualifiee()?;
        let arrivee = self.arrivee()?;
        Some(droit::echeance_evaluation(arrivee, qualifiee.delai_reduit_jours))
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
        self.rattachee.take_if(|datee| !since(datee.version));
        self.doublon.take_if(|datee| !since(datee.version));
        self.signalements.retain(|datee| since(datee.version));
        self.retours.retain(|datee| since(datee.version));
        self.transferee.take_if(|datee| !since(datee.version));
    }

    /// Signalements of the Département itself.
    pub fn signalements_du_departement(&self) -> impl Iterator<Item = &Datee<Signalee>> {
        self.signalements
            .iter()
            .filter(|signalee| signalee.fait.emetteur == EmetteurSignalement::Departement)
    }
}

/// Decides a command about an information, from the parcours on the day of the act.
///
/// # Errors
///
/// The refusals of first analysis: unknown information, already qualified, child of age…
pub fn decide(parcours: &Parcours, command: Command, le: NaiveDate) -> Result<Event, Refus> {
    match command {
        Command::Recevoir(recue) => recevoir(parcours, recue),
        Command::Qualifier(qualifiee) => qualifier(parcours, qualifiee, le),
        Command::NePasQualifier(non_qualifiee) => ne_pas_qualifier(parcours, non_qualifiee),
        Command::Rattacher(rattachee) => rattacher(parcours, rattachee),
        Command::MarquerDoublon(doublon) => marquer_doublon(parcours, doublon),
        Command::Signaler(signalee) => signaler(parcours, signalee),
        Command::NoterRetourParquet(retour) => {
            known(parcours, retour.information)?;
            Ok(Event::RetourParquetRecu(retour))
        }
        Command::Transferer(transferee) => {
            known(parcours, transferee.information)?;
            Ok(Event::Transferee(transferee))
        }
    }
}

fn known(parcours: &Parcours, information: InformationId) -> Result<&Information, Refus> {
    parcours
        .information
        .informations
        .get(&information)
        .filter(|known| !known.recues.is_empty() && known.retiree.is_none())
        .ok_or(Refus::InformationInconnue { information })
}

fn recevoir(parcours: &Parcours, recue: Recue) -> Result<Event, Refus> {
    let received = parcours.information.informations.get(&recue.information);
    if received.is_some_and(|known| !known.recues.is_empty() && known.retiree.is_none()) {
        return Err(Refus::InformationDejaRecue { information: recue.information });
    }
    Ok(Event::Recue(recue))
}

fn qualifier(parcours: &Parcours, qualifiee: Qualifiee, le: NaiveDate) -> Result<Event, Refus> {
    let information = qualifiee.information;
    not_yet_qualified(known(parcours, information)?, information)?;
    if !parcours.identite.mineur_au(le) {
        return Err(Refus::EnfantMajeur { le });
    }
    decided_by(qualifiee.decideur.as_ref())?;
    Ok(Event::Qualifiee(qualifiee))
}

fn ne_pas_qualifier(parcours: &Parcours, non_qualifiee: NonQualifiee) -> Result<Event, Refus> {
    let information = non_qualifiee.information;
    not_yet_qualified(known(parcours, information)?, information)?;
    decided_by(non_qualifiee.decideur.as_ref())?;
    Ok(Event::NonQualifiee(non_qualifiee))
}

fn not_yet_qualified(known: &Information, information: InformationId) -> Result<(), Refus> {
    if known.qualifications.is_empty() {
        Ok(())
    } else {
        Err(Refus::InformationDejaQualifiee { information })
    }
}

fn decided_by(decideur: Option<&Decideur>) -> Result<(), Refus> {
    decideur.map(|_| ()).ok_or(Refus::DecideurManquant)
}

fn rattacher(parcours: &Parcours, rattachee: Rattachee) -> Result<Event, Refus> {
    let information = rattachee.information;
    known(parcours, information)?;
    if information == rattachee.principale {
        return Err(Refus::InformationRattacheeAElleMeme { information });
    }
    let principale = known(parcours, rattachee.principale)?;
    if !principale.principale() {
        return Err(Refus::InformationNonPrincipale { information: rattachee.principale });
    }
    Ok(Event::Rattachee(rattachee))
}

fn marquer_doublon(parcours: &Parcours, doublon: DoublonMarque) -> Result<Event, Refus> {
    let information = doublon.information;
    known(parcours, information)?;
    if information == doublon.original {
        return Err(Refus::InformationRattacheeAElleMeme { information });
    }
    known(parcours, doublon.original)?;
    Ok(Event::DoublonMarque(doublon))
}

fn signaler(parcours: &Parcours, signalee: Signalee) -> Result<Event, Refus> {
    known(parcours, signalee.information)?;
    match signalee.emetteur {
        EmetteurSignalement::Departement => decided_by(signalee.decideur.as_ref())?,
        EmetteurSignalement::Tiers => {}
    }
    Ok(Event::Signalee(signalee))
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    let entry = etat.informations.entry(event.information()).or_default();
    if effectif.cible.version < entry.reprise_depuis {
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
        Event::Rattachee(rattachee) => entry.rattachee = Some(effectif.datee(rattachee)),
        Event::DoublonMarque(doublon) => entry.doublon = Some(effectif.datee(doublon)),
        // The last recorded, whatever its day, says whether the information is still here.
        Event::Retiree(retiree) => {
            if entry.retiree.as_ref().is_none_or(|last| last.version < effectif.cible.version) {
                entry.retiree = Some(effectif.datee(retiree));
            }
        }
        Event::Signalee(signalee) => entry.signalements.push(effectif.datee(signalee)),
        Event::RetourParquetRecu(retour) => entry.retours.push(effectif.datee(retour)),
        Event::Transferee(transferee) => entry.transferee = Some(effectif.datee(transferee)),
    }
    entry.start_again();
}

/// What cannot be true of the informations together.
pub fn contradictions(etat: &Etat, found: &mut Vec<(Uuid, Refus)>) {
    for (&information, known) in &etat.informations {
        let mut report = |refus| found.push((information.0, refus));
        if known.recues.is_empty() {
            report(Refus::InformationInconnue { information });
        }
        if known.recues.len() > 1 {
            report(Refus::InformationDejaRecue { information });
        }
        if known.qualifications.len() > 1 {
            report(Refus::InformationDejaQualifiee { information });
        }
        let first = known.qualifications.iter().map(Datee::le).min();
        if let (Some(arrivee), Some(qualifiee)) = (known.arrivee(), first)
            && qualifiee < arrivee
        {
            report(Refus::AvantReception { information, arrivee });
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::codes::EmetteurSignalement::{Departement, Tiers};
    use crate::essais::*;
    use crate::evenement::Acte;

    fn recue() -> Vec<Acte> {
        vec![lea(), le("2026-01-09", fait(recevoir(I1)))]
    }

    fn qualifiee() -> Vec<Acte> {
        let mut faits = recue();
        faits.push(le("2026-01-12", fait(qualifier(I1))));
        faits
    }

    #[test]
    fn une_information_ne_se_recoit_qu_une_fois() {
        given(recue()).on("2026-01-09").when(recevoir(I1)).then_already_so();
        given(recue()).on("2026-01-10").when(recevoir(I1)).then_refused(expect![
            "INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."
        ]);
        given(recue()).on("2026-01-08").recorded_on("2026-01-10").when(recevoir(I1)).then_refused(
            expect![
                "INFORMATION_DEJA_RECUE · Cette information est déjà enregistrée pour cet enfant."
            ],
        );
    }

    #[test]
    fn une_information_se_qualifie_le_jour_de_son_arrivee_et_pas_la_veille() {
        given(recue()).on("2026-01-09").when(qualifier(I1)).then(expect!["information_qualifiee"]);
        given(recue()).on("2026-01-08").recorded_on("2026-01-12").when(qualifier(I1)).then_refused(
            expect![
                "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
            ],
        );
    }

    #[test]
    fn une_information_se_qualifie_une_fois_dans_un_sens_ou_dans_l_autre() {
        given(qualifiee()).on("2026-01-13").when(qualifier(I1)).then_refused(expect!["INFORMATION_DEJA_QUALIFIEE · La première analyse de cette information est déjà faite pour cet enfant. (CASF, art. D226-2-4 I)"]);
        given(qualifiee())
            .on("2026-01-13")
            .when(ne_pas_qualifier(cadre()))
            .then_refused(expect!["INFORMATION_DEJA_QUALIFIEE · La première analyse de cette information est déjà faite pour cet enfant. (CASF, art. D226-2-4 I)"]);
        given(qualifiee())
            .on("2026-01-10")
            .recorded_on("2026-01-13")
            .when(ne_pas_qualifier(cadre()))
            .then_refused(expect!["INFORMATION_DEJA_QUALIFIEE · La première analyse de cette information est déjà faite pour cet enfant. (CASF, art. D226-2-4 I)"]);
    }

    #[test]
    fn qualifier_ou_non_engage_le_departement() {
        given(recue()).on("2026-01-12").when(qualifier_par(None, I1)).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
        given(recue()).on("2026-01-12").when(ne_pas_qualifier(None)).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
        given(recue())
            .on("2026-01-12")
            .when(ne_pas_qualifier(cadre()))
            .then(expect!["information_non_qualifiee"]);
    }

    #[test]
    fn on_qualifie_jusqu_a_la_veille_des_dix_huit_ans() {
        let presque_majeure = || [lea_nee_le("2008-02-01"), le("2026-01-09", fait(recevoir(I1)))];
        given(presque_majeure())
            .on("2026-01-31")
            .when(qualifier(I1))
            .then(expect!["information_qualifiee"]);
        given(presque_majeure())
            .on("2026-02-01")
            .when(qualifier(I1))
            .then_refused(expect!["ENFANT_MAJEUR · La personne est majeure le 01/02/2026 : une information ne se qualifie que pour un mineur. (C. civ., art. 375)"]);
        given(presque_majeure())
            .on("2026-02-01")
            .when(ne_pas_qualifier(cadre()))
            .then(expect!["information_non_qualifiee"]);
    }

    #[test]
    fn le_departement_signale_sous_la_signature_de_quelqu_un_un_tiers_non() {
        given(recue()).on("2026-01-09").when(signaler(Departement, None)).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
        given(recue())
            .on("2026-01-09")
            .when(signaler(Departement, cadre()))
            .then(expect!["information_signalee"]);
        given(recue())
            .on("2026-01-09")
            .when(signaler(Tiers, None))
            .then(expect!["information_signalee"]);
    }

    #[test]
    fn on_ne_rattache_qu_a_une_information_principale() {
        let deux = || {
            let mut faits = recue();
            faits.push(le("2026-01-15", fait(recevoir(I2))));
            faits
        };
        given(deux())
            .on("2026-01-15")
            .when(rattacher(I2, I1))
            .then(expect!["information_rattachee"]);
        given(deux()).on("2026-01-15").when(rattacher(I2, I2)).then_refused(expect![
            "INFORMATION_RATTACHEE_A_ELLE_MEME · Une information ne se rattache pas à elle-même."
        ]);
        given(recue()).on("2026-01-15").when(rattacher(I2, I1)).then_refused(expect![
            "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
        ]);
        let mut rattachee = deux();
        rattachee.push(le("2026-01-15", fait(rattacher(I1, I2))));
        given(rattachee).on("2026-01-16").when(rattacher(I2, I1)).then_refused(expect!["INFORMATION_NON_PRINCIPALE · L'information désignée n'est pas une information principale."]);
    }

    #[test]
    fn un_doublon_est_celui_d_un_message_recu() {
        let deux = || {
            let mut faits = recue();
            faits.push(le("2026-01-10", fait(recevoir(I2))));
            faits
        };
        given(deux())
            .on("2026-01-10")
            .when(marquer_doublon(I2, I1))
            .then(expect!["information_doublon_marque"]);
        given(deux()).on("2026-01-10").when(marquer_doublon(I1, I1)).then_refused(expect![
            "INFORMATION_RATTACHEE_A_ELLE_MEME · Une information ne se rattache pas à elle-même."
        ]);
        given(recue()).on("2026-01-10").when(marquer_doublon(I1, I2)).then_refused(expect![
            "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
        ]);
    }

    #[test]
    fn l_echeance_court_de_l_arrivee_et_non_de_la_qualification() {
        let parcours = parcours(qualifiee());
        let information = &parcours.information.informations[&I1];
        assert_eq!(information.echeance(), Some(jour("2026-04-09")));
    }

    #[test]
    fn une_qualification_rectifiee_avant_l_arrivee_est_refusee() {
        let rendre = |jour: &str| rectifier(3, fait(qualifier(I1)), Some(jour));
        given(qualifiee())
            .on("2026-01-20")
            .when(rendre("2026-01-09"))
            .then(expect!["evenement_rectifie"]);
        given(qualifiee()).on("2026-01-20").when(rendre("2026-01-08")).then_refused(expect!["AVANT_RECEPTION · La première analyse précéderait l'arrivée de l'information, le 09/01/2026. (CASF, art. D226-2-4 II)"]);
    }

    #[test]
    fn une_reception_dont_d_autres_faits_dependent_ne_s_annule_pas_seule() {
        given(qualifiee()).on("2026-01-20").when(annuler(2)).then_refused(expect![
            "INFORMATION_INCONNUE · Cette information n'est pas enregistrée pour cet enfant."
        ]);
        let dossier = given(qualifiee()).on("2026-01-20").when(annuler(3)).then_file();
        given(dossier).on("2026-01-20").when(annuler(2)).then(expect!["evenement_annule"]);
    }
}
