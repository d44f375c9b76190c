//! Dated, sourced observations of the child's situation, as the national observatory asks for them.
//!
//! ```text
//!  no observation ─▶ pas encore demandé      observed ─▶ connue (an answer of the list)
//!                                                    ├▶ ne sait pas
//!                                                    └▶ sans objet
//! ```
//!
//! # Invariants
//!
//! - The four stay apart from the form to the state: *ne sait pas* is not « non », *sans objet* is not
//!   *ne sait pas*, and what nobody asked is none of them.
//! - A known answer is one of those the question admits ([`RUBRIQUES`]).
//! - Nothing is asked at a reception: every observation is optional, and may come late.
//!
//! Deliberately absent: the export itself, and free text.

mod rubriques;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::{Connaissance, SourceObservation};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::EnfantId;
use crate::refus::Refus;
use crate::temps::age;

pub use rubriques::{AILLEURS, Admises, Choix, Condition, RUBRIQUES, Rubrique, de_cle};

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Observations, oldest first.
    pub observations: Vec<Datee<Observee>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Something was observed.
    Observer(Observee),
}

evenements! {
    /// Something was observed.
    Observee = "situation_observee.v1",
}

/// Several questions were answered that day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observee {
    /// From whom.
    pub source: SourceObservation,
    /// Question by question.
    pub reponses: Vec<Reponse>,
}

/// The answer to one question.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reponse {
    /// Which question.
    pub rubrique: String,
    /// Known, unknown, or without object.
    pub connaissance: Connaissance,
    /// The answer, when it is known.
    pub valeur: Option<String>,
}

/// What is known of one question on a day.
#[derive(Clone, Debug, PartialEq)]
pub enum Connu<'a> {
    /// Nobody asked.
    PasEncoreDemande,
    /// Last observed so.
    Observe {
        /// Known, unknown, or without object, and the answer.
        reponse: &'a Reponse,
        /// From whom.
        source: SourceObservation,
        /// On which day.
        le: NaiveDate,
    },
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::Observer(event) => Event::Observee(event),
        }
    }
}

impl Event {
    /// The object it is about: the child himself.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::Observee(_) => None,
        }
    }

    /// Nothing here is sealed: closed answers only, which figures need.
    pub(crate) fn confie_les_scelles(&mut self, _: EnfantId) {
        match self {
            Self::Observee(_) => {}
        }
    }
}

impl Etat {
    /// What is known of a question on a day: the last observation of it by then.
    #[must_use]
    pub fn connu(&self, rubrique: &str, le: NaiveDate) -> Connu<'_> {
        let by_then = self.observations.iter().rev().filter(|observee| observee.le() <= le);
        let answered = by_then.filter_map(|observee| {
            let reponse = observee.fait.reponses.iter().find(|one| one.rubrique == rubrique)?;
            Some(Connu::Observe { reponse, source: observee.fait.source, le: observee.le() })
        });
        answered.take(1).next().unwrap_or(Connu::PasEncoreDemande)
    }

    /// The answer held to be true on a day, when there is one.
    #[must_use]
    pub fn valeur(&self, rubrique: &str, le: NaiveDate) -> Option<&str> {
        match self.connu(rubrique, le) {
            Connu::Observe { reponse, .. } => reponse.valeur.as_deref(),
            Connu::PasEncoreDemande => None,
        }
    }
}

impl Connu<'_> {
    /// How the export writes it: an answer, its code for *ne sait pas*, nothing for *sans objet*; none at
    /// all for what nobody asked, which is no answer.
    #[must_use]
    pub fn export(&self, rubrique: &Rubrique) -> Option<String> {
        let Self::Observe { reponse, .. } = self else { return None };
        let written = match reponse.connaissance {
            Connaissance::Connue => rubrique.export_de(reponse.valeur.as_deref().unwrap_or("")),
            Connaissance::NeSaitPas => rubrique.ne_sait_pas,
            Connaissance::SansObjet => "",
        };
        Some(written.to_owned())
    }
}

/// Whether a question applies to the child on a day; none: what it depends on is not known.
#[must_use]
pub fn applicable(parcours: &Parcours, rubrique: &Rubrique, le: NaiveDate) -> Option<bool> {
    let naissance = parcours.identite.naissance().map(|naissance| naissance.le);
    let ans = naissance.map(|naissance| age(naissance, le));
    let situation = &parcours.situation;
    match rubrique.condition {
        Condition::Toujours => Some(true),
        Condition::Mineur => naissance.map(|_| parcours.identite.mineur_au(le)),
        Condition::Majeur => naissance.map(|_| !parcours.identite.mineur_au(le)),
        Condition::TroisAnsEtPlus => ans.map(|ans| 3 <= ans),
        Condition::MoinsDeSixAns => {
            ans.map(|ans| ans < 6 && situation.valeur("scolarise", le) != Some("oui"))
        }
        Condition::Si(autre, valeur) => match situation.connu(autre, le) {
            Connu::PasEncoreDemande => None,
            Connu::Observe { reponse, .. } => match reponse.connaissance {
                Connaissance::Connue => Some(reponse.valeur.as_deref() == Some(valeur)),
                Connaissance::NeSaitPas => None,
                Connaissance::SansObjet => Some(false),
            },
        },
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// A question that is not in the table, asked twice, or answered otherwise than it admits.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    match &command {
        Command::Observer(observee) => admise(observee)?,
    }
    Ok(command.event())
}

fn admise(observee: &Observee) -> Result<(), Refus> {
    if observee.reponses.is_empty() {
        return Err(Refus::ObservationVide);
    }
    let mut seen = BTreeSet::new();
    for reponse in &observee.reponses {
        let rubrique = de_cle(&reponse.rubrique).ok_or(Refus::RubriqueInconnue)?;
        if !seen.insert(rubrique.cle) {
            return Err(Refus::RubriqueRepetee { rubrique: rubrique.attendu() });
        }
        repond(rubrique, reponse)?;
    }
    Ok(())
}

fn repond(rubrique: &Rubrique, reponse: &Reponse) -> Result<(), Refus> {
    let attendu = || rubrique.attendu();
    match (reponse.connaissance, &reponse.valeur) {
        (Connaissance::Connue, None) => Err(Refus::ReponseManquante { rubrique: attendu() }),
        (Connaissance::Connue, Some(valeur)) if rubrique.admet(valeur) => Ok(()),
        (Connaissance::Connue, Some(_)) => Err(Refus::ReponseHorsListe { rubrique: attendu() }),
        (Connaissance::NeSaitPas | Connaissance::SansObjet, None) => Ok(()),
        (Connaissance::NeSaitPas | Connaissance::SansObjet, Some(_)) => {
            Err(Refus::ReponseEnTrop { rubrique: attendu() })
        }
    }
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::Observee(fait) => etat.observations.push(effectif.datee(fait)),
    }
}

/// What cannot be true together: nothing here, an observation only replaces an older one.
pub fn contradictions(_: &Parcours, _: &mut Vec<(Uuid, Refus)>) {}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::enfant::Commande;
    use crate::essais::*;

    fn reponse(rubrique: &str, connaissance: Connaissance, valeur: Option<&str>) -> Reponse {
        Reponse { rubrique: rubrique.into(), connaissance, valeur: valeur.map(str::to_owned) }
    }

    fn connue(rubrique: &str, valeur: &str) -> Reponse {
        reponse(rubrique, Connaissance::Connue, Some(valeur))
    }

    fn observer(reponses: Vec<Reponse>) -> Commande {
        let source = SourceObservation::Famille;
        Commande::Situation(Command::Observer(Observee { source, reponses }))
    }

    fn code(parcours: &Parcours, cle: &str, le: &str) -> Option<String> {
        let rubrique = de_cle(cle).expect("a question");
        parcours.situation.connu(cle, jour(le)).export(rubrique)
    }

    #[test]
    fn plusieurs_rubriques_s_observent_en_une_fois() {
        let observation = vec![connue("scolarise", "oui"), connue("niveau_scolaire", "cm1")];
        given([lea()])
            .on("2026-02-01")
            .when(observer(observation))
            .then(expect!["situation_observee"]);
        given([lea()])
            .on("2026-02-01")
            .when(observer(vec![]))
            .then_refused(expect!["OBSERVATION_VIDE · L'observation ne répond à aucune rubrique."]);
    }

    #[test]
    fn une_reponse_hors_de_la_liste_est_refusee_avec_la_liste() {
        let refused = |reponse| given([lea()]).on("2026-02-01").when(observer(vec![reponse]));
        refused(connue("handicap", "peut-être")).then_refused(expect!["REPONSE_HORS_LISTE · Cette réponse n'est pas de celles qu'admet la rubrique handicap (non, oui)."]);
        refused(connue("taille_fratrie", "99")).then_refused(expect!["REPONSE_HORS_LISTE · Cette réponse n'est pas de celles qu'admet la rubrique taille_fratrie (un nombre de 1 à 98)."]);
        refused(connue("religion", "oui")).then_refused(expect!["RUBRIQUE_INCONNUE · Cette rubrique n'est pas dans la table des observations de situation."]);
        refused(reponse("handicap", Connaissance::Connue, None)).then_refused(expect!["REPONSE_MANQUANTE · La rubrique est dite connue et sa réponse manque : handicap (non, oui)."]);
        refused(reponse("handicap", Connaissance::NeSaitPas, Some("non")))
            .then_refused(expect!["REPONSE_EN_TROP · La rubrique n'est pas dite connue, et une réponse l'accompagne : handicap (non, oui)."]);
        given([lea()])
            .on("2026-02-01")
            .when(observer(vec![connue("handicap", "oui"), connue("handicap", "non")]))
            .then_refused(expect!["RUBRIQUE_REPETEE · La même rubrique est répondue deux fois dans cette observation : handicap (non, oui)."]);
    }

    #[test]
    fn piege_37_ne_sait_pas_sans_objet_pas_demande_et_non_restent_distincts() {
        let faits = [
            lea(),
            le(
                "2026-02-01",
                fait(observer(vec![
                    connue("handicap", "non"),
                    reponse("minima_sociaux", Connaissance::NeSaitPas, None),
                    reponse("orientation_effective", Connaissance::SansObjet, None),
                ])),
            ),
        ];
        let parcours = parcours(faits);
        let of = |cle| code(&parcours, cle, "2026-02-01");
        assert_eq!(of("handicap").as_deref(), Some("1"), "non");
        assert_eq!(of("minima_sociaux").as_deref(), Some("9"), "ne sait pas");
        assert_eq!(of("orientation_effective").as_deref(), Some(""), "sans objet");
        assert_eq!(of("mere_inconnue"), None, "pas encore demandé");
        assert_eq!(code(&parcours, "handicap", "2026-01-31"), None, "not yet observed that day");
    }

    #[test]
    fn la_derniere_observation_du_jour_compte_avec_sa_source_et_sa_date() {
        let faits = [
            lea(),
            le("2026-06-01", fait(observer(vec![connue("niveau_scolaire", "cm2")]))),
            le("2026-02-01", fait(observer(vec![connue("niveau_scolaire", "cm1")]))),
        ];
        let parcours = parcours(faits);
        let niveau = |le: &str| parcours.situation.valeur("niveau_scolaire", jour(le));
        assert_eq!(niveau("2026-05-31"), Some("cm1"));
        assert_eq!(niveau("2026-06-01"), Some("cm2"));
        let Connu::Observe { source, le, .. } =
            parcours.situation.connu("niveau_scolaire", jour("2026-12-31"))
        else {
            panic!("observed")
        };
        assert_eq!((source, le), (SourceObservation::Famille, jour("2026-06-01")));
    }

    #[test]
    fn une_rubrique_s_applique_selon_l_age_et_les_autres_reponses() {
        let parcours = parcours([
            lea_nee_le("2020-03-04"),
            le("2026-02-01", fait(observer(vec![connue("orientation_cdaph", "non")]))),
        ]);
        let applies =
            |cle: &str, le: &str| applicable(&parcours, de_cle(cle).expect("a question"), jour(le));
        assert_eq!(applies("scolarise", "2023-03-03"), Some(false));
        assert_eq!(applies("scolarise", "2023-03-04"), Some(true));
        assert_eq!(applies("mode_d_accueil", "2026-03-03"), Some(true));
        assert_eq!(applies("mode_d_accueil", "2026-03-04"), Some(false));
        assert_eq!(applies("emploi_majeur", "2038-03-04"), Some(true));
        assert_eq!(applies("orientation_effective", "2026-02-01"), Some(false));
        assert_eq!(applies("niveau_scolaire", "2026-02-01"), None, "school was not asked");
    }
}
