//! The rows, and how each kind goes into its table: one declaration says both. The chapters that follow a child once
//! he is followed have a file each ([`droits`], [`suivi`]).
//!
//! # Invariants
//!
//! - The columns of a key come first; a kind has at most one row a key.
//! - Codes are stored under their key, never under an export alias.

use chrono::{DateTime, NaiveDate, Utc};
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

/// A column of parameters, one value a row.
pub(crate) type Colonne = Box<dyn ToSql + Sync + Send>;

/// What may stand in a column.
pub(crate) trait Cellule: ToSql + Clone + Send + Sync + 'static {
    /// The type of an array of them.
    const TABLEAU: Type;
}

macro_rules! cellules {
    ($( $type:ty => $array:ident; )+) => { $(
        impl Cellule for $type {
            const TABLEAU: Type = Type::$array;
        }
        impl Cellule for Option<$type> {
            const TABLEAU: Type = Type::$array;
        }
    )+ };
}

cellules! {
    Uuid => UUID_ARRAY;
    DateTime<Utc> => TIMESTAMPTZ_ARRAY;
    NaiveDate => DATE_ARRAY;
    String => TEXT_ARRAY;
    &'static str => TEXT_ARRAY;
    bool => BOOL_ARRAY;
    i32 => INT4_ARRAY;
}

/// A kind of row.
pub(crate) trait Fait: Clone + PartialEq {
    /// Its table, in the schema `projections`.
    const TABLE: &'static str;
    /// Its columns, those of the key first.
    const COLONNES: &'static [(&'static str, Type)];
    /// How many columns make the key.
    const CLE: usize;
    /// The key.
    type Cle: Ord;

    /// The key of this row.
    fn cle(&self) -> Self::Cle;
    /// The columns of these rows.
    fn colonnes(rows: &[&Self]) -> Vec<Colonne>;
}

/// Rows in the order of their keys, the last one told of each key.
pub(super) fn trie<F: Fait>(mut rows: Vec<F>) -> Vec<F> {
    rows.sort_by_key(Fait::cle);
    rows.reverse();
    rows.dedup_by(|one, other| one.cle() == other.cle());
    rows.reverse();
    rows
}

macro_rules! faits {
    ($(
        $(#[$doc:meta])*
        $name:ident = $table:literal
        key { $( $(#[$kdoc:meta])* $key:ident: $ktype:ty, )+ }
        { $( $(#[$cdoc:meta])* $column:ident: $ctype:ty, )* }
    )+) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[$kdoc])* pub $key: $ktype, )+
            $( $(#[$cdoc])* pub $column: $ctype, )*
        }

        impl Fait for $name {
            const TABLE: &'static str = $table;
            const COLONNES: &'static [(&'static str, Type)] = &[
                $( (stringify!($key), <$ktype as Cellule>::TABLEAU), )+
                $( (stringify!($column), <$ctype as Cellule>::TABLEAU), )*
            ];
            const CLE: usize = [$(stringify!($key)),+].len();
            type Cle = ($($ktype,)+);

            fn cle(&self) -> Self::Cle {
                ($(self.$key.clone(),)+)
            }

            fn colonnes(rows: &[&Self]) -> Vec<Colonne> {
                vec![
                    $( Box::new(rows.iter().map(|row| row.$key.clone()).collect::<Vec<_>>()), )+
                    $( Box::new(rows.iter().map(|row| row.$column.clone()).collect::<Vec<_>>()), )*
                ]
            }
        }
    )+ };
}

mod droits;
mod suivi;

pub use droits::{
    FaitDelaissement, FaitExamen, FaitPupille, FaitRapport, FaitRapportDu, FaitStatut,
};
pub use suivi::{
    FaitAccompagnement, FaitActeSante, FaitDeplacement, FaitEntretien, FaitExecution,
    FaitIrregularite, FaitParente, FaitProjetAutonomie, FaitSeparation, FaitSituation, FaitSortie,
};

faits! {
    /// Who the child is, without a name.
    FaitEnfant = "fait_enfant"
    key {
        /// The child.
        enfant: Uuid,
    }
    {
        /// Birth, as last fixed.
        naissance: Option<NaiveDate>,
        /// How precisely it is known.
        precision: Option<&'static str>,
        /// Code SEXE.
        sexe: &'static str,
        /// Somebody can name him.
        identifie: bool,
        /// Recognised as an unaccompanied minor.
        mna_le: Option<NaiveDate>,
        /// Emancipated.
        emancipe_le: Option<NaiveDate>,
        /// Died.
        decede_le: Option<NaiveDate>,
        /// Eighteenth birthday, past or to come.
        majorite_le: Option<NaiveDate>,
    }

    /// Where the child lived from a day.
    FaitResidence = "fait_residence"
    key {
        /// The child.
        enfant: Uuid,
        /// First day.
        depuis: NaiveDate,
    }
    {
        /// First day elsewhere.
        jusqu_a: Option<NaiveDate>,
        /// INSEE; none: unknown or abroad.
        commune: Option<String>,
        /// The délégation in charge.
        service_responsable: Option<String>,
    }

    /// An information, for one of the children it names.
    FaitInformation = "fait_information"
    key {
        /// The child.
        enfant: Uuid,
        /// The information.
        information: Uuid,
    }
    {
        /// Arrival at the Département: the clock.
        arrivee: Option<NaiveDate>,
        /// Entered on the wrong child; withdrawn that day.
        retiree_le: Option<NaiveDate>,
        /// The same message as another, from that day.
        doublon_le: Option<NaiveDate>,
        /// Attached, from that day.
        rattachee_le: Option<NaiveDate>,
        /// Gone to another Département.
        transferee_le: Option<NaiveDate>,
        /// First decision that answers it.
        decidee_le: Option<NaiveDate>,
        /// First report of that évaluation.
        rapport_le: Option<NaiveDate>,
        /// Mandate of that évaluation.
        mandatee_le: Option<NaiveDate>,
        /// Explicitly not qualified.
        non_qualifiee_le: Option<NaiveDate>,
        /// First signalement of the Département.
        signalee_le: Option<NaiveDate>,
        /// Qualified as an IP.
        qualifiee_le: Option<NaiveDate>,
        /// The évaluation is due that day.
        echeance: Option<NaiveDate>,
        /// Arrival at the CRIP.
        arrivee_crip: Option<NaiveDate>,
        /// Code PORTE_D_ENTREE.
        porte: Option<&'static str>,
        /// The délégation or service through which it came.
        service_entree: Option<String>,
        /// Code TRANSIP.
        transmetteur: Option<&'static str>,
        /// Code ORIGIP.
        origine: Option<&'static str>,
        /// INSEE, where the child lived on arrival: as told with it, else his residence of that day.
        commune: Option<String>,
        /// Said to be urgent.
        urgence: bool,
        /// To which.
        principale: Option<Uuid>,
        /// Shortened deadline, in days.
        delai_reduit_jours: Option<i32>,
        /// The first évaluation it feeds.
        evaluation: Option<Uuid>,
        /// What became of it for this child, by the precedence of A12.
        suite: &'static str,
        /// An AED was decided, and the holders refused it.
        aed_refusee: bool,
        /// The instant of the arrival, when its hour is known.
        arrivee_a: Option<DateTime<Utc>>,
        /// The first instant told of the first signalement of the Département, oral or written.
        signalee_a: Option<DateTime<Utc>>,
        /// That first signalement did not wait for the évaluation.
        signalee_en_urgence: bool,
    }

    /// A fiche navette, for one of the children its information names.
    FaitNavette = "fait_navette"
    key {
        /// The child.
        enfant: Uuid,
        /// The information.
        information: Uuid,
        /// From 1, in the order of facts.
        rang: i32,
    }
    {
        /// Asked.
        envoyee_le: NaiveDate,
        /// First answered by that service, that day or later.
        retournee_le: Option<NaiveDate>,
        /// The délégation or service asked.
        service: String,
    }

    /// A signalement, for one of the children it names.
    FaitSignalement = "fait_signalement"
    key {
        /// The child.
        enfant: Uuid,
        /// The information.
        information: Uuid,
        /// From 1, in the order of facts.
        rang: i32,
    }
    {
        /// When.
        signale_le: NaiveDate,
        /// Code EMETTEUR_SIGNALEMENT.
        emetteur: &'static str,
        /// Code MOTIFSIG.
        motif: &'static str,
        /// Without waiting for the évaluation.
        urgence: bool,
    }

    /// An évaluation, for one of its children.
    FaitEvaluation = "fait_evaluation"
    key {
        /// The child.
        enfant: Uuid,
        /// The évaluation.
        evaluation: Uuid,
    }
    {
        /// Mandated.
        mandatee_le: Option<NaiveDate>,
        /// The service mandated.
        service: Option<String>,
        /// He joined it, in no information of his own.
        joint: bool,
        /// Arrival of the earliest principal information of this child that feeds it.
        depart_le: Option<NaiveDate>,
        /// Three months after it.
        echeance_le: Option<NaiveDate>,
        /// INSEE, where the child lived on that arrival.
        commune: Option<String>,
        /// The first report: it stops the clock.
        premier_rapport_le: Option<NaiveDate>,
        /// The last one.
        dernier_rapport_le: Option<NaiveDate>,
        /// First decision that follows it.
        decidee_le: Option<NaiveDate>,
    }

    /// A complement asked of an évaluation, for one of its children.
    FaitComplement = "fait_complement"
    key {
        /// The child.
        enfant: Uuid,
        /// The évaluation.
        evaluation: Uuid,
        /// From 1, in the order of facts.
        rang: i32,
    }
    {
        /// Asked.
        demande_le: NaiveDate,
        /// First handed in that day or later, or reported again after it.
        recu_le: Option<NaiveDate>,
    }

    /// A decision for one child.
    FaitDecision = "fait_decision"
    key {
        /// The child.
        enfant: Uuid,
        /// The decision, shared by siblings.
        decision: Uuid,
    }
    {
        /// When.
        prise_le: NaiveDate,
        /// The évaluation it follows.
        evaluation: Option<Uuid>,
        /// Nothing more is done: every suite that holds is *sans suite*.
        classement: bool,
        /// The suites that hold, code SUITE, in the order decided.
        suites: String,
        /// Revised by new facts.
        revisee_le: Option<NaiveDate>,
        /// INSEE, where the child lived that day.
        commune: Option<String>,
        /// An AED was among the suites taken.
        aed_proposee: bool,
        /// The holders refused it that day, and no AED holds any more.
        aed_refusee_le: Option<NaiveDate>,
    }

    /// A measure of one child.
    FaitMesure = "fait_mesure"
    key {
        /// The child.
        enfant: Uuid,
        /// The measure.
        mesure: Uuid,
    }
    {
        /// The family of the nature.
        famille: &'static str,
        /// Takes effect.
        effet_le: NaiveDate,
        /// Last day, included.
        terme_le: Option<NaiveDate>,
        /// First day it no longer runs, by an act, a renewal, majority, emancipation or death: past
        /// or to come. The term is not one of these.
        fin_le: Option<NaiveDate>,
        /// Code NATURE_MESURE.
        nature: &'static str,
        /// What the Département calls it.
        libelle_local: Option<String>,
        /// Pronounced or signed.
        prononcee_le: NaiveDate,
        /// Executed from that day: first act, first accueil for it, or the execution of what it renews.
        demarree_le: Option<NaiveDate>,
        /// Links the renewals.
        chaine: Uuid,
        /// No measure of its chain came before.
        premiere_de_chaine: bool,
        /// Effect of the first measure of its chain.
        debut_de_chaine: NaiveDate,
        /// The PPE is due that day.
        ppe_du_le: Option<NaiveDate>,
        /// Received by the ASE.
        recue_le: Option<NaiveDate>,
        /// First given to a service.
        attribuee_le: Option<NaiveDate>,
        /// The service it was last given to.
        operateur: Option<String>,
        /// A professional was charged with it.
        missionnee_le: Option<NaiveDate>,
        /// Why it ends.
        motif_fin: Option<&'static str>,
        /// The délégation in charge, as the order told.
        service_responsable: Option<String>,
        /// The jugement, arrêté or contrat.
        decision: Uuid,
        /// By contract or arrêté.
        administrative: bool,
        /// The measure it renews.
        precedente: Option<Uuid>,
    }

    /// An episode of accueil.
    FaitAccueil = "fait_accueil"
    key {
        /// The child.
        enfant: Uuid,
        /// The episode.
        accueil: Uuid,
    }
    {
        /// The measure it executes, its own or that of the episode it follows.
        mesure: Option<Uuid>,
        /// The chain of that measure.
        chaine: Option<Uuid>,
        /// Code LIEU_ACCUEIL.
        lieu: &'static str,
        /// INSEE of the place.
        commune: Option<String>,
        /// Which place, when it is known: two children in one place have the same.
        place: Option<Uuid>,
        /// Not a relay, a holiday or a hospital.
        principal: bool,
        /// First day.
        depuis: NaiveDate,
        /// First day elsewhere.
        jusqu_a: Option<NaiveDate>,
        /// Why it ended: code MOTIF_SORTIE or MOTIF_CHANGEMENT_LIEU.
        motif: Option<&'static str>,
        /// Which place, when it was told: two children in one are in one home.
        lieu_id: Option<Uuid>,
    }

    /// An edition of a PPE.
    FaitPpe = "fait_ppe"
    key {
        /// The child.
        enfant: Uuid,
        /// The PPE.
        projet: Uuid,
        /// From 1.
        edition: i32,
    }
    {
        /// The PPE was established.
        etabli_le: NaiveDate,
        /// This edition was made.
        edite_le: NaiveDate,
        /// The first report of évaluation handed in after it.
        rapport_suivant_le: Option<NaiveDate>,
    }

    /// A deadline of a child.
    FaitEcheance = "fait_echeance"
    key {
        /// The child.
        enfant: Uuid,
        /// Identifier of the rule.
        regle: &'static str,
        /// What it is about; nil: the child himself.
        objet: Uuid,
        /// From 1, in the order of the triggers of one rule on one object.
        rang: i32,
    }
    {
        /// The act that keeps it.
        cloture: &'static str,
        /// What started it.
        declenchee_le: NaiveDate,
        /// The instant, where the law counts hours.
        declenchee_a: Option<DateTime<Utc>>,
        /// Last day, never rolled; none: no number, or a setting gives it.
        stricte_le: Option<NaiveDate>,
        /// Last instant, where the law counts hours.
        stricte_a: Option<DateTime<Utc>>,
        /// Last day, rolled for a rule of procedure.
        legale_le: Option<NaiveDate>,
        /// Kept that day.
        tenue_le: Option<NaiveDate>,
        /// The instant it was kept.
        tenue_a: Option<DateTime<Utc>>,
        /// Without object from that day on.
        sans_objet_le: Option<NaiveDate>,
        /// Why it has no object any more.
        sans_objet: Option<&'static str>,
        /// Who owes the act.
        charge: &'static str,
        /// Professionals in charge of the object, each between two spaces.
        agents: Option<String>,
        /// The service in charge of the object.
        service: Option<String>,
        /// Court and chamber of the judicial file.
        cabinet: Option<String>,
    }
}
