//! How often, and how late, what no published figure aims at: health, writings, justice, autonomy, status.
//!
//! Everything in this table is invented: plausible, synthetic, published by nobody. A figure counted from it says
//! that the report can be filled, never how a Département works.
//!
//! # Invariants
//!
//! - Shares are out of a thousand; weights are relative; delays are intervals of days, both ends included.
//!
//! Deliberately absent: whatever is published, which is aimed at by quotas (`plan`).

/// A delay in days, both ends included.
pub(crate) type Delai = (i64, i64);

/// Done in time, late, or never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Issue {
    ATemps,
    EnRetard,
    Jamais,
}

/// The bilan de santé of an entry: most in time, some late, some never.
pub(crate) const BILAN: [(Issue, usize); 3] =
    [(Issue::ATemps, 55), (Issue::EnRetard, 25), (Issue::Jamais, 20)];
/// After the entry.
pub(crate) const BILAN_A_TEMPS: Delai = (12, 60);
/// After the entry.
pub(crate) const BILAN_EN_RETARD: Delai = (75, 300);
/// From one look at a child's health to the next.
pub(crate) const SUIVI_MEDICAL: Delai = (290, 430);
/// Looked at again when it was time.
pub(crate) const SUIVI_FAIT: i64 = 640;
/// Of which, teeth too.
pub(crate) const BILAN_DENTAIRE: i64 = 300;
/// A need found is written in the PPE, where there is one.
pub(crate) const VERSE_AU_PPE: i64 = 650;
/// From the bilan to that edition.
pub(crate) const VERSE_APRES: Delai = (15, 110);
/// Accueillis of whom a handicap was asked.
pub(crate) const HANDICAP_DEMANDE: i64 = 820;
/// What was answered.
pub(crate) const HANDICAP: [(&str, usize); 3] = [("oui", 17), ("non", 73), ("", 10)];
/// With a handicap, an orientation of the CDAPH.
pub(crate) const ORIENTATION: i64 = 700;

/// The report before the term of a measure.
pub(crate) const RAPPORT_D_ECHEANCE: [(Issue, usize); 3] =
    [(Issue::ATemps, 71), (Issue::EnRetard, 20), (Issue::Jamais, 9)];
/// The yearly report.
pub(crate) const RAPPORT_PERIODIQUE: [(Issue, usize); 3] =
    [(Issue::ATemps, 60), (Issue::EnRetard, 26), (Issue::Jamais, 14)];
/// Sent before the day it was due.
pub(crate) const RAPPORT_AVANCE: Delai = (0, 24);
/// Sent after.
pub(crate) const RAPPORT_RETARD: Delai = (1, 45);
/// Written by a service and received from it, before it was sent.
pub(crate) const RAPPORT_RECU_AVANT: Delai = (4, 20);
/// Of a child in placement, the reports a service writes.
pub(crate) const RAPPORT_D_UN_SERVICE: i64 = 400;
/// Approved before it leaves, as far as it is typed.
pub(crate) const RAPPORT_VALIDE: i64 = 450;
/// The greffe acknowledged it.
pub(crate) const RAPPORT_ACCUSE: i64 = 350;
/// After it was sent.
pub(crate) const ACCUSE_APRES: Delai = (2, 18);
/// Of the reports that follow a pluridisciplinary evaluation.
pub(crate) const RAPPORT_PLURIDISCIPLINAIRE: i64 = 600;

/// Children with a judicial measure whose judicial file is typed.
pub(crate) const DOSSIER_OUVERT: i64 = 930;
/// Before the first order.
pub(crate) const OUVERT_AVANT: Delai = (3, 45);
/// Renewals whose hearing is typed.
pub(crate) const AUDIENCE_DITE: i64 = 420;
/// From the day it is fixed to the day it is fixed for.
pub(crate) const FIXEE_AVANT: Delai = (24, 60);
/// The summons typed too, after it was fixed.
pub(crate) const CONVOCATION: i64 = 500;
/// After the hearing was fixed.
pub(crate) const CONVOQUE_APRES: Delai = (2, 9);
/// Put off once.
pub(crate) const RENVOI: i64 = 80;
/// Before the day it was put off to.
pub(crate) const RENVOYEE_AVANT: Delai = (10, 20);
/// Heard by the judge.
pub(crate) const AUDITIONS: [(&str, usize); 4] =
    [("entendu", 45), ("entendu_seul", 25), ("sans_discernement", 25), ("refuse", 5)];
/// Children whose hearing says whether the judge heard them.
pub(crate) const AUDITION_DITE: i64 = 250;
/// Hearings whose decision is typed with its dispositif.
pub(crate) const DISPOSITIF_SAISI: i64 = 180;
/// Visits of a placed child's mother, as the judge fixes them.
pub(crate) const VISITES: [(&str, usize); 5] = [
    ("visite_hebergement", 30),
    ("visite", 30),
    ("visite_mediatisee", 25),
    ("suspendu", 9),
    ("reserve", 6),
];
/// Appeals against a decision typed with its dispositif.
pub(crate) const APPEL: i64 = 60;
/// After the decision.
pub(crate) const APPEL_APRES: Delai = (4, 15);
/// After the appeal.
pub(crate) const ARRET_APRES: Delai = (120, 330);
/// What the court answers.
pub(crate) const ARRETS: [(&str, usize); 3] =
    [("confirme", 75), ("desistement", 17), ("irrecevable", 8)];
/// Children about whom justice asks something.
pub(crate) const SOIT_TRANSMIS: i64 = 45;
/// The days justice gives.
pub(crate) const DEMANDE_POUR: Delai = (15, 45);
/// What became of it.
pub(crate) const REPONSES: [(Issue, usize); 3] =
    [(Issue::ATemps, 62), (Issue::EnRetard, 28), (Issue::Jamais, 10)];

/// The interview a year before majority.
pub(crate) const ENTRETIENS: [(Entretien, usize); 4] = [
    (Entretien::Avant17Ans, 34),
    (Entretien::Apres17Ans, 30),
    (Entretien::Decline, 6),
    (Entretien::NonTenu, 30),
];
/// A project of access to autonomy.
pub(crate) const PROJET_AUTONOMIE: i64 = 520;
/// Each of the six needs is covered.
pub(crate) const BESOIN_COUVERT: i64 = 800;
/// An accompaniment is proposed to whoever was entrusted on the eve of his majority.
pub(crate) const PROPOSE: i64 = 800;
/// He says yes.
pub(crate) const ACCEPTE: i64 = 820;
/// The Département grants what he accepted.
pub(crate) const ACCORDE: i64 = 900;
/// Another contract when one reaches its term.
pub(crate) const CONTRAT_RENOUVELE: i64 = 620;
/// Whoever has no contract is said to have left.
pub(crate) const SORTIE_DITE: i64 = 780;
/// The interview six months after an exit.
pub(crate) const ENTRETIEN_APRES_SORTIE: i64 = 240;

/// The commission examines the status of a child under three, in a stay.
pub(crate) const CESSEC_JEUNE: i64 = 480;
/// Of an older one.
pub(crate) const CESSEC_AUTRE: i64 = 20;
/// From the referral to its opinion.
pub(crate) const CESSEC_AVIS_APRES: Delai = (25, 80);
/// What it proposes.
pub(crate) const CESSEC_AVIS: [(&str, usize); 5] =
    [("maintien", 62), ("delegation", 12), ("delaissement", 12), ("tiers", 8), ("retour", 6)];
/// An opinion for délaissement that is followed by a request.
pub(crate) const DELAISSEMENT_DEMANDE: i64 = 600;
/// The judgment.
pub(crate) const DELAISSEMENT_JUGE_APRES: Delai = (180, 420);
/// Declared.
pub(crate) const DELAISSEMENT_DECLARE: i64 = 750;

/// Stays during which an incident was reported to the authority.
pub(crate) const INCIDENT: i64 = 8;
/// Which.
pub(crate) const INCIDENTS: [(&str, usize); 4] = [
    ("violence_d_usager", 50),
    ("disparition", 30),
    ("erreur_ou_defaut_de_surveillance", 12),
    ("perturbation_par_tiers", 8),
];

/// What becomes of the interview of the 17th year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entretien {
    Avant17Ans,
    Apres17Ans,
    Decline,
    NonTenu,
}
