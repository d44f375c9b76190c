//! Health: what the law asks for, never a diagnosis.
//!
//! ```text
//!  entry ─▶ bilan de santé et de prévention ─▶ needs, as codes ─▶ health heading of the PPE ─▶ follow-up
//! ```
//!
//! # Invariants
//!
//! - What is said in clear is what was done, which needs follow and by which role: codes that name no
//!   illness. What a professional writes is sealed under the child's key.
//! - A need is taken up when an edition of the PPE that has a health heading comes on or after its day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use uuid::Uuid;

use crate::codes::{ActeSante, BesoinSante, EtatVaccinal, RoleSante, RubriquePpe};
use crate::enfant::Parcours;
use crate::evenement::evenements;
use crate::histoire::{Datee, Effectif};
use crate::ids::EnfantId;
use crate::projet_pour_enfant::Projet;
use crate::refus::Refus;
use crate::sealed::Sealed;

/// What is known, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Etat {
    /// Health acts, oldest first.
    pub actes: Vec<Datee<ActeRealise>>,
    /// Who follows the child's health, oldest first.
    pub referents: Vec<Datee<ReferentDesigne>>,
}

/// What may be asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// A health act was done.
    NoterActe(ActeRealise),
    /// Somebody follows the child's health.
    DesignerReferent(ReferentDesigne),
}

evenements! {
    /// A health act was done.
    ActeRealise = "acte_sante_realise.v1",
    /// Somebody follows the child's health.
    ReferentDesigne = "referent_sante_designe.v1",
}

/// A health act was done.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActeRealise {
    /// Which act.
    pub acte: ActeSante,
    /// Needs found, to be taken up by the PPE.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub besoins: Vec<BesoinSante>,
    /// Vaccinations; absent: not looked at.
    pub vaccination: Option<EtatVaccinal>,
    /// By whom, as a role.
    pub realise_par: Option<RoleSante>,
    /// When the next one is due.
    pub prochain_le: Option<NaiveDate>,
    /// What the professional writes: sealed.
    pub observation: Option<Sealed<String>>,
}

/// Somebody follows the child's health: a role, never a name.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReferentDesigne {
    /// Which role.
    pub role: RoleSante,
    /// Of which service.
    pub service: Option<String>,
}

impl Command {
    /// The event it asks for.
    pub(crate) fn event(self) -> Event {
        match self {
            Self::NoterActe(event) => Event::ActeRealise(event),
            Self::DesignerReferent(event) => Event::ReferentDesigne(event),
        }
    }
}

impl Event {
    /// The object it is about, when it is about one.
    #[must_use]
    pub fn objet(&self) -> Option<Uuid> {
        match self {
            Self::ActeRealise(_) | Self::ReferentDesigne(_) => None,
        }
    }

    pub(crate) fn confie_les_scelles(&mut self, enfant: EnfantId) {
        match self {
            Self::ActeRealise(realise) => {
                if let Some(observation) = &mut realise.observation {
                    observation.confie_a(enfant.0);
                }
            }
            Self::ReferentDesigne(_) => {}
        }
    }
}

/// Needs found that no edition of the PPE has taken up: they wait for its next edition.
#[must_use]
pub fn besoins_a_verser(parcours: &Parcours) -> BTreeSet<BesoinSante> {
    let taken_up = parcours.projet.projets.values().filter_map(sante_au_projet).max();
    let waits = |acte: &&Datee<ActeRealise>| taken_up.is_none_or(|le| le < acte.le());
    let waiting = parcours.sante.actes.iter().filter(waits);
    waiting.flat_map(|acte| acte.fait.besoins.iter().copied()).collect()
}

/// The last day on which an edition spoke of health.
fn sante_au_projet(projet: &Projet) -> Option<NaiveDate> {
    let speaks = |edition: &u32| {
        projet.contenu(*edition).is_some_and(|contenu| {
            let headings = contenu.rubriques.iter().map(|one| one.rubrique);
            let objectives = contenu.objectifs.iter().map(|one| one.rubrique);
            headings.chain(objectives).any(|rubrique| rubrique == RubriquePpe::Sante)
        })
    };
    (1..=projet.edition()).filter(speaks).filter_map(|edition| projet.edite_le(edition)).max()
}

impl Etat {
    /// Vaccinations, as last looked at.
    #[must_use]
    pub fn vaccination(&self) -> Option<EtatVaccinal> {
        self.actes.iter().rev().find_map(|acte| acte.fait.vaccination)
    }
}

/// Decides a command, from the parcours on the day of the act.
///
/// # Errors
///
/// None: what was done to a child's health is observed.
pub fn decide(_: &Parcours, command: Command) -> Result<Event, Refus> {
    Ok(command.event())
}

/// Takes one event into account.
pub fn evolve(etat: &mut Etat, effectif: &Effectif, event: &Event) {
    match event {
        Event::ActeRealise(fait) => etat.actes.push(effectif.datee(fait)),
        Event::ReferentDesigne(fait) => etat.referents.push(effectif.datee(fait)),
    }
}

/// What cannot be true together: a follow-up due before the act it follows.
pub fn contradictions(parcours: &Parcours, found: &mut Vec<(Uuid, Refus)>) {
    for acte in &parcours.sante.actes {
        let le = acte.le();
        if acte.fait.prochain_le.is_some_and(|prochain| prochain < le) {
            found.push((Uuid::nil(), Refus::SuiteAvantActe { le }));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::enfant::Commande;
    use crate::essais::*;
    use crate::projet_pour_enfant as projet;

    fn bilan(besoins: &[BesoinSante], prochain: Option<&str>) -> Commande {
        Commande::Sante(Command::NoterActe(ActeRealise {
            acte: ActeSante::BilanEntree,
            besoins: besoins.to_vec(),
            vaccination: Some(EtatVaccinal::AMettreAJour),
            realise_par: Some(RoleSante::Pmi),
            prochain_le: prochain.map(jour),
            observation: Some(Sealed::nouveau("Dort mal.".into())),
        }))
    }

    /// An edition that speaks of one heading.
    fn etabli(rubrique: RubriquePpe) -> Commande {
        let rubriques = vec![projet::Rubrique {
            rubrique,
            concerne: None,
            texte: Sealed::nouveau("Un suivi chaque trimestre.".into()),
        }];
        Commande::Projet(projet::Command::Etablir(projet::Etabli {
            projet: P1,
            objectifs: None,
            rubriques,
            objectifs_suivis: vec![],
            reference: None,
            decideur: cadre(),
        }))
    }

    #[test]
    fn les_besoins_d_un_bilan_attendent_une_rubrique_sante_du_projet() {
        let besoins = [BesoinSante::SoinsDentaires, BesoinSante::SuiviPsychologique];
        let bilan = vec![lea(), le("2026-03-01", fait(bilan(&besoins, None)))];
        let waiting = |dossier: Vec<_>| besoins_a_verser(&parcours(dossier));
        assert_eq!(waiting(bilan.clone()), BTreeSet::from(besoins));
        let establish = |on: &str, rubrique| {
            let bilan = given(bilan.clone()).on(on).recorded_on("2026-05-01");
            bilan.when(etabli(rubrique)).then_file()
        };
        assert_eq!(waiting(establish("2026-03-01", RubriquePpe::Sante)), BTreeSet::new());
        assert_eq!(waiting(establish("2026-02-28", RubriquePpe::Sante)), BTreeSet::from(besoins));
        assert_eq!(waiting(establish("2026-04-01", RubriquePpe::Famille)), BTreeSet::from(besoins));
    }

    #[test]
    fn rien_d_un_bilan_n_est_dit_en_clair_que_des_codes() {
        let fait = fait(bilan(&[BesoinSante::Prevention], None));
        let stored = fait.to_stored().data;
        assert_eq!(stored["besoins"], serde_json::json!(["prevention"]));
        assert_eq!(stored["observation"]["sujet"], LEA.0.to_string());
        let shown = format!("{fait:?}");
        assert!(!shown.contains("Dort mal"), "{shown}");
    }

    #[test]
    fn une_suite_ne_precede_pas_son_acte() {
        let note =
            |prochain: &str| given([lea()]).on("2026-03-01").when(bilan(&[], Some(prochain)));
        note("2026-03-01").then(expect!["acte_sante_realise"]);
        note("2026-02-28").then_refused(expect![
            "SUITE_AVANT_ACTE · La suite prévue précéderait l'acte du 01/03/2026."
        ]);
    }

    #[test]
    fn la_vaccination_est_celle_du_dernier_acte_qui_la_dit() {
        let dossier = vec![lea(), le("2026-03-01", fait(bilan(&[], None)))];
        assert_eq!(parcours(dossier).sante.vaccination(), Some(EtatVaccinal::AMettreAJour));
    }
}
