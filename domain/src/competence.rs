//! Which Département answers for the child, and the passing of his file from one to another.
//!
//! Four Départements that may differ at once are four fields: the one *responsible*, the one where he
//! *resides*, the one where he is *taken in*, the one that *pays*. A child of the Charente-Maritime placed
//! in the Vienne stays with the Charente-Maritime.
//!
//! ```text
//!  transmis (letter, secure mail) ──▶ accepté (acknowledgement, weeks later; its own effect)
//!                                          └─▶ from its effect the other one is responsible, alone
//!  reçu d'un autre Département ─────▶ from its effect this one is responsible
//! ```
//!
//! # Invariants
//!
//! - One Département is responsible at each instant: the last said to be by a fact in effect.
//! - A transfer that nobody acknowledged moves nothing.
//! - From its effect on, the file of a child who left receives no act of this Département; what
//!   happened, and what was done before, is still recorded.
//!
//! Deliberately absent: the sending of the file itself between two logs, and who pays for what.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::Decideur;
use crate::codes::Canal;
use crate::enfant::{Commande, Parcours, asked};
use crate::evaluation;
use crate::evenement::{Evenement, evenements};
use crate::histoire::{Datee, Effectif};
use crate::ids::{EnfantId, PieceId, TransfertId};
use crate::refus::Refus;
use crate::sealed::Sealed;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// What was said of the four fields.
    pub fixees: Vec<Datee<Fixee>>,
    /// Files sent to another Département.
    pub transmissions: Vec<Datee<Transmis>>,
    /// Acknowledgements of the other Département.
    pub acceptations: Vec<Datee<Accepte>>,
    /// Files received from another Département.
    pub receptions: Vec<Datee<RecuDAilleurs>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// These Départements, from that day.
    Fixer(Fixee),
    /// The file leaves for another Département.
    Transmettre(Transmis),
    /// The other Département acknowledged it.
    NoterAcceptation(Accepte),
    /// A file arrived from another Département.
    Recevoir(RecuDAilleurs),
}

evenements! {
    /// Départements, each in its field.
    Fixee = "competence_fixee.v1",
    /// The file left for another Département.
    Transmis = "dossier_transmis.v1",
    /// The other Département acknowledged it.
    Accepte = "transfert_accepte.v1",
    /// The file arrived from another Département.
    RecuDAilleurs = "dossier_recu_d_ailleurs.v1",
}

/// Départements, each in its field, from the day of the fact. What is not said stays as it was.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fixee {
    /// Code of the Département responsible for the child (CASF, art. L222-5, L228-3).
    pub responsable: Option<String>,
    /// Code of the Département where he resides.
    pub residence: Option<String>,
    /// Code of the Département where he is taken in.
    pub departement_accueil: Option<String>,
    /// Code of the Département that pays (CASF, art. L228-4).
    pub payeur: Option<String>,
}

/// The file left for another Département. `survenu` is the day it was sent.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Transmis {
    /// Which transfer.
    pub transfert: TransfertId,
    /// Code of the Département.
    pub vers_departement: String,
    /// By letter or by secure mail.
    pub voie: Canal,
    /// Number of the registered letter or of the message.
    pub numero: Option<String>,
    /// Who decided.
    pub decideur: Option<Decideur>,
    /// What was sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// The other Département acknowledged it. `survenu` is the day it says it took over, unless it names one.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepte {
    /// Which transfer.
    pub transfert: TransfertId,
    /// Code of the Département that took over.
    pub vers_departement: String,
    /// From which day on it is responsible; absent: from the day of the fact.
    pub effet_le: Option<NaiveDate>,
    /// Number of the acknowledgement.
    pub numero: Option<String>,
}

/// The file arrived from another Département. What it holds are pièces, and a summary.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecuDAilleurs {
    /// Which transfer.
    pub transfert: TransfertId,
    /// Code of the Département it comes from.
    pub de_departement: String,
    /// Code of the Département that took over: this one.
    pub vers_departement: String,
    /// From which day on it is responsible; absent: from the day of the fact.
    pub effet_le: Option<NaiveDate>,
    /// The history, summed up: sealed under the child's key.
    pub resume: Option<Sealed<String>>,
    /// What was received.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<PieceId>,
}

/// The four Départements on a day, as far as they were said.
pub type Competents<'a> = [(&'static str, Option<&'a str>); 4];

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Fixer(event) => Event::Fixee(event),
            Self::Transmettre(event) => Event::Transmis(event),
            Self::NoterAcceptation(event) => Event::Accepte(event),
            Self::Recevoir(event) => Event::RecuDAilleurs(event),
        }
    }
}

impl Event {
    /// The object it is about: a transfer, when it is one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Fixee(_) => None,
            Self::Transmis(event) => Some(event.transfert.0),
            Self::Accepte(event) => Some(event.transfert.0),
            Self::RecuDAilleurs(event) => Some(event.transfert.0),
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::RecuDAilleurs(recu) => {
                if let Some(resume) = &mut recu.resume {
                    resume.confie_a(enfant.0);
                }
            }
            Self::Fixee(_) | Self::Transmis(_) | Self::Accepte(_) => {}
        }
    }
}

/// From a day on, this Département is responsible; and whether by a departure of the file.
#[derive(Clone, Copy, Debug)]
struct Passage<'a> {
    le: NaiveDate,
    vers: &'a str,
    depart: bool,
}

impl Etat {
    /// The Département responsible on a day, when it was said.
    #[must_use]
    pub fn responsable(&self, le: NaiveDate) -> Option<&str> {
        self.passage(le).map(|passage| passage.vers)
    }

    /// Since when the child is another Département's, when his file left and did not come back.
    #[must_use]
    pub fn parti_depuis(&self, le: NaiveDate) -> Option<NaiveDate> {
        self.passage(le).filter(|passage| passage.depart).map(|passage| passage.le)
    }

    /// The times during which the child was another Département's: from when, and until when if his file
    /// came back.
    #[must_use]
    pub fn departs(&self) -> Vec<(NaiveDate, Option<NaiveDate>)> {
        let days: BTreeSet<NaiveDate> = self.passages().map(|passage| passage.le).collect();
        let mut found: Vec<(NaiveDate, Option<NaiveDate>)> = Vec::new();
        for le in days {
            let gone = self.parti_depuis(le).is_some();
            match found.last_mut() {
                Some((_, retour @ None)) => *retour = (!gone).then_some(le),
                Some(_) | None if gone => found.push((le, None)),
                Some(_) | None => {}
            }
        }
        found
    }

    /// The four Départements on a day.
    #[must_use]
    pub fn competents(&self, le: NaiveDate) -> Competents<'_> {
        [
            ("responsable", self.responsable(le)),
            ("résidence", self.dernier(le, |fixee| fixee.residence.as_deref())),
            ("accueil", self.dernier(le, |fixee| fixee.departement_accueil.as_deref())),
            ("payeur", self.dernier(le, |fixee| fixee.payeur.as_deref())),
        ]
    }

    fn dernier<'a>(
        &'a self,
        le: NaiveDate,
        field: impl Fn(&'a Fixee) -> Option<&'a str>,
    ) -> Option<&'a str> {
        let then = self.fixees.iter().filter(|fixee| fixee.le() <= le);
        then.filter_map(|fixee| field(&fixee.fait)).next_back()
    }

    /// The last passage in effect. Of two on one day, the one said by a transfer.
    fn passage(&self, le: NaiveDate) -> Option<Passage<'_>> {
        self.passages().filter(|passage| passage.le <= le).max_by_key(|passage| passage.le)
    }

    fn passages(&self) -> impl Iterator<Item = Passage<'_>> {
        let said = self.fixees.iter().filter_map(|fixee| {
            let vers = fixee.fait.responsable.as_deref()?;
            Some(Passage { le: fixee.le(), vers, depart: false })
        });
        let came = self.receptions.iter().map(|recu| Passage {
            le: recu.fait.effet_le.unwrap_or(recu.le()),
            vers: &recu.fait.vers_departement,
            depart: false,
        });
        let left = self.acceptations.iter().map(|accepte| Passage {
            le: accepte.fait.effet_le.unwrap_or(accepte.le()),
            vers: &accepte.fait.vers_departement,
            depart: true,
        });
        said.chain(came).chain(left)
    }
}

/// Whether a command is an act of the Département: it says who decided it, or asks something of its own
/// services.
fn acte_du_departement(commande: &Commande) -> bool {
    if matches!(commande, Commande::Evaluation(evaluation::Command::DemanderComplement(_))) {
        return true;
    }
    let contract = matches!(
        commande,
        Commande::Mesure(
            crate::mesure::Command::Contracter(_) | crate::mesure::Command::Renouveler(_)
        )
    );
    if contract {
        return matches!(asked(commande), Some(Evenement::Mesure(event)) if du_departement(&event));
    }
    let said = |evenement: Evenement| evenement.to_stored().data.get("decideur").is_some();
    asked(commande).is_some_and(said)
}

/// A contract, or the renewal of one: signed by the Département, not ordered by a judge.
fn du_departement(event: &crate::mesure::Event) -> bool {
    let termes = if let crate::mesure::Event::Contractee(contractee) = event {
        &contractee.mesure
    } else if let crate::mesure::Event::Renouvelee(renouvelee) = event {
        &renouvelee.mesure
    } else {
        return false;
    };
    termes.autorite == crate::codes::Autorite::President
}

/// A file that left receives no act of this Département from that day on.
///
/// # Errors
///
/// [`Refus::DossierTransfere`].
pub fn encore_ici(that_day: &Parcours, commande: &Commande, le: NaiveDate) -> Result<(), Refus> {
    match that_day.competence.parti_depuis(le) {
        Some(depuis) if acte_du_departement(commande) => {
            Err(Refus::DossierTransfere { le: depuis })
        }
        Some(_) | None => Ok(()),
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// A file is sent by somebody who may.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    if let Command::Transmettre(transmis) = &command
        && transmis.decideur.is_none()
    {
        return Err(Refus::DecideurManquant);
    }
    Ok(command.event())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Fixee(fait) => etat.fixees.push(effectif.datee(fait)),
        Event::Transmis(fait) => etat.transmissions.push(effectif.datee(fait)),
        Event::Accepte(fait) => etat.acceptations.push(effectif.datee(fait)),
        Event::RecuDAilleurs(fait) => etat.receptions.push(effectif.datee(fait)),
    }
}

/// What cannot be true together: nothing yet known. Two facts that name two Départements for one day are
/// ordered, and the last one counts.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::essais::*;
    use crate::evenement::Acte;

    fn fixer(responsable: &str, residence: &str, accueil: &str, payeur: &str) -> Commande {
        Commande::Competence(Command::Fixer(Fixee {
            responsable: Some(responsable.into()),
            residence: Some(residence.into()),
            departement_accueil: Some(accueil.into()),
            payeur: Some(payeur.into()),
        }))
    }

    fn partie() -> Vec<Acte> {
        vec![
            lea(),
            le("2026-01-09", fait(recevoir(I1))),
            le("2026-03-02", fait(transmettre(cadre()))),
            le("2026-03-20", fait(accepter("2026-03-16"))),
        ]
    }

    #[test]
    fn piege_29_quatre_departements_se_tiennent_a_part() {
        let faits = vec![lea(), le("2026-02-01", fait(fixer("17", "16", "86", "33")))];
        let said = |faits: Vec<Acte>, au: &str| {
            let parcours = parcours(faits);
            let said = parcours.competence.competents(jour(au));
            said.map(|(field, code)| format!("{field} {}", code.unwrap_or("?"))).join(", ")
        };
        expect!["responsable ?, résidence ?, accueil ?, payeur ?"]
            .assert_eq(&said(faits.clone(), "2026-01-31"));
        expect!["responsable 17, résidence 16, accueil 86, payeur 33"]
            .assert_eq(&said(faits.clone(), "2026-02-01"));
        let moved = Fixee { departement_accueil: Some("79".into()), ..Fixee::default() };
        let moved = Commande::Competence(Command::Fixer(moved));
        let faits = [faits, vec![le("2026-04-01", fait(moved))]].concat();
        expect!["responsable 17, résidence 16, accueil 79, payeur 33"]
            .assert_eq(&said(faits, "2026-05-01"));
    }

    #[test]
    fn un_transfert_sans_accuse_ne_deplace_rien() {
        let faits = [lea(), le("2026-03-02", fait(transmettre(cadre())))];
        assert_eq!(parcours(faits).competence.parti_depuis(jour("2027-01-01")), None);
        given([lea()]).on("2026-03-02").when(transmettre(None)).then_refused(expect![
            "DECIDEUR_MANQUANT · Cet acte engage le Département : il manque qui l'a décidé."
        ]);
    }

    #[test]
    fn un_seul_departement_est_responsable_a_chaque_instant() {
        let faits = [
            vec![lea(), le("2026-01-02", fait(fixer("17", "17", "17", "17")))],
            partie()[2..].to_vec(),
        ];
        let competence = parcours(faits.concat()).competence;
        assert_eq!(competence.responsable(jour("2026-03-15")), Some("17"));
        assert_eq!(competence.responsable(jour("2026-03-16")), Some("33"), "from its effect");
        assert_eq!(competence.parti_depuis(jour("2026-03-15")), None);
    }

    #[test]
    fn un_dossier_parti_ne_recoit_plus_d_acte_et_s_instruit_encore() {
        given(partie()).on("2026-03-25").when(qualifier(I1)).then_refused(expect!["DOSSIER_TRANSFERE · Un autre Département est responsable de l'enfant depuis le 16/03/2026 : ce dossier ne reçoit plus d'acte. (CASF, art. L221-3)"]);
        given(partie())
            .on("2026-03-15")
            .recorded_on("2026-03-25")
            .when(qualifier(I1))
            .then(expect!["information_qualifiee"]);
        given(partie())
            .on("2026-03-25")
            .when(declarer_residence("33063"))
            .then(expect!["residence_declaree"]);
        given(partie()).on("2026-03-25").when(recevoir(I2)).then(expect!["information_recue"]);
        given(partie()).on("2026-03-25").when(annuler(2)).then(expect!["evenement_annule"]);
    }

    #[test]
    fn un_dossier_revenu_recoit_a_nouveau_des_actes() {
        let revenue = [partie(), vec![le("2026-06-01", fait(revenir()))]].concat();
        given(revenue.clone()).on("2026-05-31").when(qualifier(I1)).then_refused(expect!["DOSSIER_TRANSFERE · Un autre Département est responsable de l'enfant depuis le 16/03/2026 : ce dossier ne reçoit plus d'acte. (CASF, art. L221-3)"]);
        given(revenue).on("2026-06-01").when(qualifier(I1)).then(expect!["information_qualifiee"]);
    }
}
