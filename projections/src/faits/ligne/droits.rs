//! Rows of the child's status, of the examinations of it, and of what the judge is told.

use chrono::NaiveDate;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::{Cellule, Colonne, Fait};

faits! {
    /// A status on the legal track, from a day. No row: a minor without a measure, or an adult nobody accompanies.
    FaitStatut = "fait_statut"
    key {
        /// The child.
        enfant: Uuid,
        /// First day.
        depuis: NaiveDate,
    }
    {
        /// First day of another status, past or to come.
        jusqu_a: Option<NaiveDate>,
        /// Code VOIE_JURIDIQUE.
        voie: &'static str,
    }

    /// A procedure of pupille.
    FaitPupille = "fait_pupille"
    key {
        /// The child.
        enfant: Uuid,
        /// The procedure.
        recueil: Uuid,
    }
    {
        /// Code CAS_PUPILLE.
        cas: &'static str,
        /// The procès-verbal.
        pv_le: Option<NaiveDate>,
        /// Last day on which he is so only provisionally.
        provisoire_jusqu_au: Option<NaiveDate>,
        /// The admission takes effect.
        admis_le: Option<NaiveDate>,
        /// First day he no longer is.
        fini_le: Option<NaiveDate>,
        /// How it ended: `adoption`, `tutelle`, `reprise`, `annulation`, `restitution`.
        fin: Option<&'static str>,
    }

    /// A request to declare délaissement.
    FaitDelaissement = "fait_delaissement"
    key {
        /// The child.
        enfant: Uuid,
        /// The request.
        requete: Uuid,
    }
    {
        /// Asked by the Département.
        demande_le: Option<NaiveDate>,
        /// Judged.
        juge_le: Option<NaiveDate>,
        /// Declared, not rejected.
        declare: Option<bool>,
    }

    /// An examination of the status by the commission (CESSEC).
    FaitExamen = "fait_examen"
    key {
        /// The child.
        enfant: Uuid,
        /// The examination.
        examen: Uuid,
    }
    {
        /// The commission was asked.
        saisie_le: Option<NaiveDate>,
        /// Code MOTIF_CESSEC.
        motif: Option<&'static str>,
        /// First avis.
        avis_le: Option<NaiveDate>,
        /// Code EVOLUTION_STATUT of that avis.
        avis: Option<&'static str>,
    }

    /// A report on the child's situation: a writing of these kinds, received, sent, or both.
    FaitRapport = "fait_rapport"
    key {
        /// The child.
        enfant: Uuid,
        /// The writing.
        ecrit: Uuid,
    }
    {
        /// Code GENRE_ECRIT.
        genre: &'static str,
        /// What it is about: a measure, as a rule.
        objet: Option<Uuid>,
        /// Received from the service.
        recu_le: Option<NaiveDate>,
        /// Approved.
        valide_le: Option<NaiveDate>,
        /// Sent.
        emis_le: Option<NaiveDate>,
        /// To whom: code CORRESPONDANT.
        destinataire: Option<&'static str>,
        /// The receiver acknowledged it: the greffe, for the judge.
        accuse_le: Option<NaiveDate>,
        /// Made known to a holder of authority or to the child.
        communique_le: Option<NaiveDate>,
    }

    /// A report a service owes the judge about a measure, for one day.
    FaitRapportDu = "fait_rapport_du"
    key {
        /// The child.
        enfant: Uuid,
        /// The measure.
        mesure: Uuid,
        /// Last day, as the decision or the law fixes it.
        du_le: NaiveDate,
    }
    {
        /// The same day, put off to a working day.
        legal_le: NaiveDate,
        /// The day before it for the same measure, else its effect: no report before it counts.
        depuis: NaiveDate,
        /// The report that counts was sent, else received.
        remis_le: Option<NaiveDate>,
    }
}
