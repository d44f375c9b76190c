//! Rows of what follows a child: the way to adult life, health, situation, places, siblings, execution, findings.

use chrono::NaiveDate;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::{Cellule, Colonne, Fait};

faits! {
    /// An accompaniment of a young adult.
    FaitAccompagnement = "fait_accompagnement"
    key {
        /// The child.
        enfant: Uuid,
        /// The accompaniment.
        accompagnement: Uuid,
    }
    {
        /// First proposed.
        propose_le: Option<NaiveDate>,
        /// First answer of the young person.
        repondu_le: Option<NaiveDate>,
        /// That answer is yes.
        accepte: Option<bool>,
        /// First granted.
        accorde_le: Option<NaiveDate>,
        /// First refused.
        refuse_le: Option<NaiveDate>,
        /// First ended by a decision.
        arrete_le: Option<NaiveDate>,
    }

    /// An interview of the way to adult life, held or declined.
    FaitEntretien = "fait_entretien"
    key {
        /// The child.
        enfant: Uuid,
        /// Code GENRE_ENTRETIEN.
        genre: &'static str,
        /// The day.
        le: NaiveDate,
    }
    {
        /// Held, not declined.
        tenu: bool,
    }

    /// A project of access to autonomy.
    FaitProjetAutonomie = "fait_projet_autonomie"
    key {
        /// The child.
        enfant: Uuid,
        /// Made that day.
        le: NaiveDate,
    }
    {
        /// Needs not covered, code BESOIN_AUTONOMIE, each between two spaces; empty: all are.
        non_couverts: String,
    }

    /// An exit from the ASE.
    FaitSortie = "fait_sortie"
    key {
        /// The child.
        enfant: Uuid,
        /// The day.
        le: NaiveDate,
    }
    {
        /// Code MOTIF_SORTIE_ASE.
        motif: &'static str,
        /// Code SITUATION_APRES.
        situation_apres: Option<&'static str>,
        /// Came back.
        retour_le: Option<NaiveDate>,
    }

    /// A health act.
    FaitActeSante = "fait_acte_sante"
    key {
        /// The child.
        enfant: Uuid,
        /// Code ACTE_SANTE.
        acte: &'static str,
        /// The day.
        le: NaiveDate,
    }
    {
        /// The next one is due.
        prochain_le: Option<NaiveDate>,
    }

    /// What was observed of one question of the situation.
    FaitSituation = "fait_situation"
    key {
        /// The child.
        enfant: Uuid,
        /// The question.
        rubrique: &'static str,
        /// The day.
        le: NaiveDate,
    }
    {
        /// Code CONNAISSANCE.
        connaissance: &'static str,
        /// The answer, when it is known.
        valeur: Option<String>,
        /// Code SOURCE_OBSERVATION.
        source: &'static str,
    }

    /// A change of place: an episode ended by it.
    FaitDeplacement = "fait_deplacement"
    key {
        /// The child.
        enfant: Uuid,
        /// The episode that ended.
        accueil: Uuid,
    }
    {
        /// The day.
        le: NaiveDate,
        /// Code MOTIF_CHANGEMENT_LIEU.
        motif: &'static str,
        /// The episode was principal.
        principal: bool,
        /// Decided, when the decision was recorded.
        decide_le: Option<NaiveDate>,
        /// Decided in emergency.
        urgence: bool,
    }

    /// A separation of brothers and sisters.
    FaitSeparation = "fait_separation"
    key {
        /// The child.
        enfant: Uuid,
        /// The episode from which he no longer lives with them.
        accueil: Uuid,
        /// The day.
        le: NaiveDate,
    }
    {
        /// Code MOTIF_SEPARATION.
        motif: &'static str,
        /// Together again.
        reunie_le: Option<NaiveDate>,
    }

    /// A father or a mother of the child: two children with one in common are siblings.
    FaitParente = "fait_parente"
    key {
        /// The child.
        enfant: Uuid,
        /// The parent.
        personne: Uuid,
    }
    {
        /// Code LIEN.
        nature: &'static str,
        /// Declared from that day.
        depuis: NaiveDate,
    }

    /// How a measure was recommended, decided and carried out, when that says more than the measure itself.
    FaitExecution = "fait_execution"
    key {
        /// The child.
        enfant: Uuid,
        /// The measure, decided or not.
        mesure: Uuid,
    }
    {
        /// First recommended.
        preconisee_le: Option<NaiveDate>,
        /// Code NATURE_MESURE last recommended.
        preconisee: Option<&'static str>,
        /// Code NATURE_MESURE decided; none: it was not.
        decidee: Option<&'static str>,
        /// Decided, and its day of effect is still to be fixed.
        effet_a_fixer: bool,
        /// Pronounced, when its day of effect is still to be fixed.
        prononcee_le: Option<NaiveDate>,
        /// The measure it renews, when its day of effect is still to be fixed.
        precedente: Option<Uuid>,
        /// Last gap between recommended and decided: code MOTIF_ECART.
        ecart_decision: Option<&'static str>,
        /// Its day.
        ecart_decision_le: Option<NaiveDate>,
        /// Last gap between decided and carried out: code MOTIF_ECART.
        ecart_execution: Option<&'static str>,
        /// Its day.
        ecart_execution_le: Option<NaiveDate>,
        /// Code NATURE_MESURE carried out instead.
        executee: Option<&'static str>,
        /// Last place for want of another: code SOLUTION_PROVISOIRE.
        solution: Option<&'static str>,
        /// The child was last seen or called while he waited.
        contact_le: Option<NaiveDate>,
        /// How many operators refused.
        refus: i32,
        /// Ended by an act before anyone carried it out: code ISSUE_SANS_EXECUTION.
        issue: Option<&'static str>,
    }

    /// A finding of the law about the record, from the day it could be made to the day it no longer could.
    FaitIrregularite = "fait_irregularite"
    key {
        /// The child.
        enfant: Uuid,
        /// Its code.
        code: &'static str,
        /// What it is about; nil: the child himself.
        objet: Uuid,
        /// First day on which it is found.
        ouverte_le: NaiveDate,
    }
    {
        /// First day on which it no longer is, past or to come.
        fermee_le: Option<NaiveDate>,
        /// Since when the record is wrong.
        depuis: NaiveDate,
        /// The article.
        article: &'static str,
        /// Who owes the missing fact.
        charge: &'static str,
    }
}
