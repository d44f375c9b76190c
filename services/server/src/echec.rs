//! What a caller is told when the answer is not what he asked: one type, one way to the wire.
//!
//! # Invariants
//!
//! - A refusal is French, has a stable code and says what to do; it is never `INTERNAL` and is not
//!   logged as an error.
//! - A breakdown is `UNAVAILABLE` or `INTERNAL` and its cause is never in the text: it is logged once,
//!   here, without personal data.
//! - A child refused in a fratrie is named in `PreconditionFailure`; those for whom the act would pass
//!   are in `ErrorInfo`.
//!
//! Deliberately absent: retrying. Whoever can retry does it before coming here.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::EnfantId;
use domain::refus::{Genre, Refus, RefusFratrie};
use proto::wire::{Violation, Violations};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, PreconditionViolation, StatusExt as _};

/// The domain of every `ErrorInfo`.
pub const DOMAINE: &str = "parcours.v1";

/// After how long a request that found everything full is worth sending again.
const ATTENTE_CONSEILLEE: Duration = Duration::from_secs(1);

/// What broke. It is logged, never told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Panne {
    /// The journal of cases or of receipts.
    #[error("journal: {0}")]
    Journal(#[from] eventstore::Failure),
    /// The same, for everyone in a batch.
    #[error("{0}")]
    Partagee(Arc<Self>),
    /// The keys.
    #[error("keys: {0}")]
    Clefs(#[from] eventstore::KeyFailure),
    /// The keys heads are signed with.
    #[error("signing keys: {0}")]
    Signature(#[from] eventstore::note::SignersFailure),
    /// The views, or what is computed from them.
    #[error("views: {0}")]
    Vues(#[from] projections::runner::Failure),
    /// A recorded event nobody can read.
    #[error("{0}")]
    Illisible(#[from] projections::codec::Illisible),
    /// A decided event nobody can write.
    #[error("an event cannot be written: {0}")]
    NonEcrivable(#[from] projections::codec::NonEcrivable),
    /// A request the journal will never take, although it was decided.
    #[error("the journal refuses a request for ever: {0}")]
    Invalide(#[from] eventstore::Invalid),
    /// The server is stopping.
    #[error("the server is stopping")]
    Arret,
    /// Anything else that broke, said without personal data.
    #[error("{0}")]
    Autre(String),
}

impl Panne {
    /// Makes it everyone's in a batch, and logs it for all of them.
    pub(crate) fn partager(self) -> Arc<Self> {
        self.log();
        Arc::new(self)
    }

    /// Whether nothing broke: the queue in front of a log is full.
    pub(crate) fn est_saturation(&self) -> bool {
        let Self::Journal(failure) = self else { return false };
        matches!(failure.cause(), eventstore::Failure::QueueFull)
    }

    fn log(&self) {
        // Told already, or nothing that broke.
        if let Self::Partagee(_) | Self::Arret = self {
            return;
        }
        tracing::error!(cause = %self, "a request could not be answered");
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Echec {
    /// No valid token.
    NonAuthentifie,
    /// The role may not call this.
    Interdit,
    /// No log of that Département here.
    DepartementInconnu,
    /// Fields that mean nothing.
    Champs(Violations),
    /// The law, the practice or the history says no.
    Refuse(RefusFratrie),
    /// The identifier of the command was used for another one.
    CommandeReutilisee,
    /// The streams moved under every attempt.
    Course,
    /// Its deadline passed before its turn; nothing was written.
    Expiree,
    /// Its caller stopped waiting before there was an answer; nobody knows here what becomes of it.
    TropTard,
    /// Too much waits to be written already; nothing was written.
    Sature,
    /// Nobody has this file.
    DossierInconnu,
    /// Nothing was recorded yet at the point asked.
    NonCouvert,
    /// A point of the journal that does not exist yet.
    RepereInconnu,
    /// What the journal cannot prove.
    SansPreuve(SansPreuve),
    /// The view asked has not caught up in time.
    VueEnRetard,
    /// An event nobody can read stops the figures before the point asked.
    ChiffresArretes,
    /// The key of somebody concerned was destroyed.
    ClefDetruite,
    /// A document that cannot be given.
    SansDocument(SansDocument),
    /// Something broke.
    Panne(Panne),
}

/// Why there is no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SansDocument {
    /// The printing program is not there, or cannot run.
    Programme,
    /// It would not make it.
    Refuse,
    /// It took too long.
    TropLong,
    /// No such report was issued.
    Inconnu,
}

/// What the journal cannot prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SansPreuve {
    /// An event that is not there.
    Position,
    /// A tree the log has not reached.
    Taille,
    /// A head we signed, of which the log has become something else.
    Divergente,
}

impl<T: Into<Panne>> From<T> for Echec {
    fn from(cause: T) -> Self {
        let panne = cause.into();
        // Three of them are answers: the key is gone for good, the view will come, there is too much to do.
        if let Panne::Clefs(eventstore::KeyFailure::Erased(_)) = panne {
            return Self::ClefDetruite;
        }
        if let Panne::Vues(projections::runner::Failure::Late { at: _, wanted: _ }) = panne {
            return Self::VueEnRetard;
        }
        if panne.est_saturation() {
            return Self::Sature;
        }
        Self::Panne(panne)
    }
}

/// A refusal that is always told the same way.
struct Fixe {
    statut: Code,
    code: &'static str,
    message: &'static str,
    que_faire: &'static str,
}

const NON_AUTHENTIFIE: Fixe = Fixe {
    statut: Code::Unauthenticated,
    code: "NON_AUTHENTIFIE",
    message: "Il manque un jeton valide.",
    que_faire: "Présenter un jeton en cours de validité (authorization: Bearer …).",
};

const ACCES_REFUSE: Fixe = Fixe {
    statut: Code::PermissionDenied,
    code: "ACCES_REFUSE",
    message: "Votre rôle ne permet pas cette demande.",
    que_faire: "S'adresser au responsable des habilitations.",
};

const DEPARTEMENT_INCONNU: Fixe = Fixe {
    statut: Code::NotFound,
    code: "DEPARTEMENT_INCONNU",
    message: "Aucun journal n'est tenu ici pour ce Département.",
    que_faire: "Vérifier le code du Département.",
};

const COMMANDE_REUTILISEE: Fixe = Fixe {
    statut: Code::AlreadyExists,
    code: "COMMANDE_REUTILISEE",
    message: "Cet identifiant de commande a déjà servi pour une autre demande.",
    que_faire: "Donner à chaque demande son propre identifiant de commande.",
};

const DOSSIER_TRES_SOLLICITE: Fixe = Fixe {
    statut: Code::Aborted,
    code: "DOSSIER_TRES_SOLLICITE",
    message: "Le dossier change sans cesse en ce moment : rien n'a été enregistré.",
    que_faire: "Renvoyer la même commande.",
};

const DELAI_DEPASSE: Fixe = Fixe {
    statut: Code::DeadlineExceeded,
    code: "DELAI_DEPASSE",
    message: "Le délai fixé par l'appelant était passé : rien n'a été enregistré.",
    que_faire: "Renvoyer la même commande, avec un délai plus long.",
};

const REPONSE_TARDIVE: Fixe = Fixe {
    statut: Code::DeadlineExceeded,
    code: "DELAI_DEPASSE",
    message: "Le délai fixé par l'appelant est passé avant la réponse.",
    que_faire: "Renvoyer la même demande ; une commande n'est jamais enregistrée deux fois.",
};

const JOURNAL_SATURE: Fixe = Fixe {
    statut: Code::ResourceExhausted,
    code: "JOURNAL_SATURE",
    message: "Trop de demandes attendent déjà : celle-ci n'a pas été enregistrée.",
    que_faire: "Renvoyer la même commande dans quelques secondes.",
};

const ENFANT_INCONNU: Fixe = Fixe {
    statut: Code::NotFound,
    code: "ENFANT_INCONNU",
    message: "Aucun dossier n'est ouvert pour cet enfant à ce point du journal.",
    que_faire: "Vérifier l'identifiant, ou le point du journal.",
};

const NON_COUVERT: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "NON_COUVERT",
    message: "Non couvert : le journal n'avait encore rien enregistré à cette date.",
    que_faire: "Choisir un point du journal postérieur à son premier enregistrement.",
};

const REPERE_INCONNU: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "REPERE_INCONNU",
    message: "Ce point du journal n'existe pas encore.",
    que_faire: "Reprendre le repère donné par la commande.",
};

const POSITION_INCONNUE: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "POSITION_INCONNUE",
    message: "Aucun événement n'est enregistré à cette position, ou pas dans cette tête.",
    que_faire: "Choisir une position entre 1 et la taille de la tête.",
};

const TAILLE_INCONNUE: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "TAILLE_INCONNUE",
    message: "Le journal n'a pas encore atteint cette taille : elle n'a pas de tête.",
    que_faire: "Demander la dernière tête, ou une taille que le journal a atteinte.",
};

const TETE_DIVERGENTE: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "TETE_DIVERGENTE",
    message: "Cette tête est signée par ce journal, mais il ne dit plus la même chose : il a été altéré.",
    que_faire: "Garder la note en lieu sûr et prévenir sans délai l'administrateur.",
};

const VUE_EN_RETARD: Fixe = Fixe {
    statut: Code::Unavailable,
    code: "VUE_EN_RETARD",
    message: "La vue n'a pas encore pris en compte cet enregistrement.",
    que_faire: "Recommencer dans un instant.",
};

const CHIFFRES_ARRETES: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "CHIFFRES_ARRETES",
    message: "Les chiffres sont arrêtés : un événement du journal n'est pas lisible.",
    que_faire: "Demander un point antérieur du journal, et prévenir l'administrateur.",
};

const DONNEES_EFFACEES: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "DONNEES_EFFACEES",
    message: "Les données de cette personne ont été effacées : rien ne peut plus y être ajouté.",
    que_faire: "S'adresser au délégué à la protection des données.",
};

const IMPRESSION_ABSENTE: Fixe = Fixe {
    statut: Code::FailedPrecondition,
    code: "IMPRESSION_ABSENTE",
    message: "Ce serveur n'a pas le programme d'impression : il ne donne que JSON et CSV.",
    que_faire: "Installer parcours-impression à côté du serveur (cargo build -p impression).",
};

const IMPRESSION_REFUSEE: Fixe = Fixe {
    statut: Code::Internal,
    code: "IMPRESSION_REFUSEE",
    message: "Le programme d'impression n'a pas su faire ce document.",
    que_faire: "Vérifier que le serveur et le programme d'impression sont de la même version.",
};

const IMPRESSION_TROP_LONGUE: Fixe = Fixe {
    statut: Code::DeadlineExceeded,
    code: "IMPRESSION_TROP_LONGUE",
    message: "Le document n'a pas été imprimé à temps.",
    que_faire: "Redemander le document, ou moins d'indicateurs.",
};

const RAPPORT_INCONNU: Fixe = Fixe {
    statut: Code::NotFound,
    code: "RAPPORT_INCONNU",
    message: "Aucun rapport n'est émis sous cet identifiant.",
    que_faire: "Choisir un rapport de la liste.",
};

impl Fixe {
    fn dit(&self) -> Dit {
        let Self { statut, code, message, que_faire } = self;
        Dit { statut: *statut, code, message: (*message).to_owned(), que_faire }
    }
}

/// One refusal, as told.
struct Dit {
    statut: Code,
    code: &'static str,
    message: String,
    que_faire: &'static str,
}

impl Echec {
    /// One field is to blame.
    pub(crate) fn champ(champ: &str, code: &'static str, message: &str) -> Self {
        let (champ, message) = (champ.to_owned(), message.to_owned());
        Self::Champs(Violations(vec![Violation { champ, message, code }]))
    }

    fn dit(&self) -> Dit {
        match self {
            Self::NonAuthentifie => NON_AUTHENTIFIE.dit(),
            Self::Interdit => ACCES_REFUSE.dit(),
            Self::DepartementInconnu => DEPARTEMENT_INCONNU.dit(),
            Self::CommandeReutilisee => COMMANDE_REUTILISEE.dit(),
            Self::Course => DOSSIER_TRES_SOLLICITE.dit(),
            Self::Expiree => DELAI_DEPASSE.dit(),
            Self::TropTard => REPONSE_TARDIVE.dit(),
            Self::Sature => JOURNAL_SATURE.dit(),
            Self::DossierInconnu => ENFANT_INCONNU.dit(),
            Self::NonCouvert => NON_COUVERT.dit(),
            Self::RepereInconnu => REPERE_INCONNU.dit(),
            Self::SansPreuve(SansPreuve::Position) => POSITION_INCONNUE.dit(),
            Self::SansPreuve(SansPreuve::Taille) => TAILLE_INCONNUE.dit(),
            Self::SansPreuve(SansPreuve::Divergente) => TETE_DIVERGENTE.dit(),
            Self::VueEnRetard => VUE_EN_RETARD.dit(),
            Self::ChiffresArretes => CHIFFRES_ARRETES.dit(),
            Self::ClefDetruite => DONNEES_EFFACEES.dit(),
            Self::SansDocument(SansDocument::Programme) => IMPRESSION_ABSENTE.dit(),
            Self::SansDocument(SansDocument::Refuse) => IMPRESSION_REFUSEE.dit(),
            Self::SansDocument(SansDocument::TropLong) => IMPRESSION_TROP_LONGUE.dit(),
            Self::SansDocument(SansDocument::Inconnu) => RAPPORT_INCONNU.dit(),
            Self::Champs(violations) => dit_des_champs(violations),
            Self::Refuse(fratrie) => dit_du_refus(fratrie),
            Self::Panne(panne) => dit_de_la_panne(panne),
        }
    }

    /// The refusal of an act that is about no child.
    pub(crate) fn refuse_sans_enfant(refus: Refus) -> Self {
        let nobody = EnfantId(uuid::Uuid::nil());
        Self::Refuse(RefusFratrie { refuses: vec![(nobody, refus)], possibles: Vec::new() })
    }

    /// Stable code, for machines.
    pub(crate) fn code(&self) -> &'static str {
        self.dit().code
    }

    /// French text, for people.
    pub(crate) fn message(&self) -> String {
        self.dit().message
    }

    /// Path of the field to blame; empty when none is.
    pub(crate) fn champ_en_cause(&self) -> String {
        match self {
            Self::Champs(violations) => {
                violations.0.first().map(|violation| violation.champ.clone()).unwrap_or_default()
            }
            Self::Refuse(fratrie) => fratrie
                .refuses
                .first()
                .and_then(|(_, refus)| champ_du_refus(refus))
                .unwrap_or_default()
                .to_owned(),
            Self::NonAuthentifie
            | Self::Interdit
            | Self::DepartementInconnu
            | Self::CommandeReutilisee
            | Self::Course
            | Self::Expiree
            | Self::TropTard
            | Self::Sature
            | Self::DossierInconnu
            | Self::NonCouvert
            | Self::RepereInconnu
            | Self::SansPreuve(_)
            | Self::VueEnRetard
            | Self::ChiffresArretes
            | Self::ClefDetruite
            | Self::SansDocument(_)
            | Self::Panne(_) => String::new(),
        }
    }

    /// The first child refused and his refusal, when the history said no.
    pub(crate) fn premier_refus(&self) -> Option<&(EnfantId, Refus)> {
        match self {
            Self::Refuse(fratrie) => fratrie.refuses.first(),
            Self::NonAuthentifie
            | Self::Interdit
            | Self::DepartementInconnu
            | Self::Champs(_)
            | Self::CommandeReutilisee
            | Self::Course
            | Self::Expiree
            | Self::TropTard
            | Self::Sature
            | Self::DossierInconnu
            | Self::NonCouvert
            | Self::RepereInconnu
            | Self::SansPreuve(_)
            | Self::VueEnRetard
            | Self::ChiffresArretes
            | Self::ClefDetruite
            | Self::SansDocument(_)
            | Self::Panne(_) => None,
        }
    }

    fn details(&self, dit: &Dit) -> ErrorDetails {
        let mut metadata = HashMap::from([("que_faire".to_owned(), dit.que_faire.to_owned())]);
        if let Some(article) = self.premier_refus().and_then(|(_, refus)| refus.article()) {
            metadata.insert("article".into(), article.to_owned());
        }
        let mut details = ErrorDetails::new();
        if let Self::Champs(Violations(violations)) = self {
            let violations = violations.iter().map(|violation| {
                FieldViolation::new(violation.champ.clone(), violation.message.clone())
            });
            details.set_bad_request(violations.collect::<Vec<_>>());
        }
        if let Self::Refuse(RefusFratrie { refuses, possibles }) = self {
            let refused: Vec<EnfantId> = refuses
                .iter()
                .map(|(enfant, _)| *enfant)
                .filter(|enfant| !enfant.0.is_nil())
                .collect();
            metadata.insert("enfants".into(), uuids(&refused));
            metadata.insert("possibles".into(), uuids(possibles));
            details.set_precondition_failure(refuses.iter().map(precondition).collect::<Vec<_>>());
            let fields = refuses.iter().filter_map(|(_, refus)| field(refus)).collect::<Vec<_>>();
            if !fields.is_empty() {
                details.set_bad_request(fields);
            }
        }
        if let Self::Sature = self {
            details.set_retry_info(Some(ATTENTE_CONSEILLEE));
        }
        details.set_error_info(dit.code, DOMAINE, metadata);
        details.set_localized_message("fr", dit.message.clone());
        details
    }
}

/// The one way to the wire. A breakdown is logged here, once.
impl From<Echec> for Status {
    fn from(echec: Echec) -> Self {
        if let Echec::Panne(panne) = &echec {
            panne.log();
        }
        let dit = echec.dit();
        let details = echec.details(&dit);
        Self::with_error_details(dit.statut, dit.message, details)
    }
}

fn dit_des_champs(Violations(violations): &Violations) -> Dit {
    let message = match violations.as_slice() {
        [seule] => seule.message.clone(),
        plusieurs => format!("{} champs de la demande sont à corriger.", plusieurs.len()),
    };
    let code = violations.first().map_or("DEMANDE_INVALIDE", |violation| violation.code);
    Dit { statut: Code::InvalidArgument, code, message, que_faire: "Corriger les champs cités." }
}

fn dit_du_refus(fratrie: &RefusFratrie) -> Dit {
    let mut refus = fratrie.refuses.iter().map(|(_, refus)| refus);
    let Some(first) = refus.next() else {
        return dit_de_la_panne(&Panne::Autre("a refusal that refuses nobody".into()));
    };
    let same = refus.all(|other| other.code() == first.code());
    let alone = fratrie.refuses.len() + fratrie.possibles.len() == 1;
    let message = if alone { first.to_string() } else { format!("{fratrie} {first}") };
    let (statut, code) = if same {
        (statut(first.genre()), first.code())
    } else {
        (Code::FailedPrecondition, "FRATRIE_REFUSEE")
    };
    Dit { statut, code, message, que_faire: first.que_faire() }
}

fn dit_de_la_panne(panne: &Panne) -> Dit {
    let statut = match panne {
        Panne::Partagee(shared) => return dit_de_la_panne(shared),
        Panne::Illisible(_) | Panne::NonEcrivable(_) | Panne::Invalide(_) | Panne::Autre(_) => {
            Code::Internal
        }
        // A damaged journal too: nothing can be said until somebody has looked at it.
        Panne::Journal(_)
        | Panne::Clefs(_)
        | Panne::Signature(_)
        | Panne::Vues(_)
        | Panne::Arret => Code::Unavailable,
    };
    Dit {
        statut,
        code: "PANNE",
        message: "Le service ne peut pas répondre pour le moment.".into(),
        que_faire: "Renvoyer la même demande ; une commande n'est jamais enregistrée deux fois.",
    }
}

fn statut(genre: Genre) -> Code {
    match genre {
        Genre::Introuvable => Code::NotFound,
        Genre::Existe => Code::AlreadyExists,
        Genre::Etat | Genre::Limite => Code::FailedPrecondition,
        Genre::Champ => Code::InvalidArgument,
        Genre::Course => Code::Aborted,
    }
}

/// The field of the request a refusal is about, by its stable code, where one is.
fn champ_du_refus(refus: &Refus) -> Option<&'static str> {
    match refus.code() {
        "DATE_FUTURE" => Some("entete.survenu"),
        "CONNU_AVANT_SURVENU" | "CONNU_APRES_ENREGISTREMENT" => Some("entete.connu_le"),
        "VERSION_DEPASSEE" => Some("entete.version_attendue"),
        "EVENEMENT_INCONNU" => Some("cibles"),
        "REMPLACEMENT_D_AUTRE_NATURE" => Some("remplacement"),
        _ => None,
    }
}

fn field(refus: &Refus) -> Option<FieldViolation> {
    let champ = champ_du_refus(refus)?;
    (refus.genre() == Genre::Champ).then(|| FieldViolation::new(champ, refus.to_string()))
}

fn precondition((enfant, refus): &(EnfantId, Refus)) -> PreconditionViolation {
    PreconditionViolation::new(refus.code(), enfant.to_string(), refus.to_string())
}

fn uuids(enfants: &[EnfantId]) -> String {
    enfants.iter().map(|enfant| enfant.0.to_string()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use tonic_types::StatusExt as _;
    use uuid::Uuid;

    use super::*;

    fn enfant(number: u128) -> EnfantId {
        EnfantId(Uuid::from_u128(number))
    }

    fn refus(refuses: &[(u128, Refus)], possibles: &[u128]) -> Status {
        let refuses =
            refuses.iter().map(|(number, refus)| (enfant(*number), refus.clone())).collect();
        let possibles = possibles.iter().map(|number| enfant(*number)).collect();
        Echec::Refuse(RefusFratrie { refuses, possibles }).into()
    }

    #[test]
    fn un_refus_dit_son_code_son_article_et_que_faire() {
        let status = refus(&[(1, Refus::ConsentementManquant)], &[]);
        assert_eq!(status.code(), Code::FailedPrecondition);
        assert_eq!(status.message(), Refus::ConsentementManquant.to_string());
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!(
            (info.reason.as_str(), info.domain.as_str()),
            ("CONSENTEMENT_MANQUANT", DOMAINE)
        );
        assert_eq!(info.metadata["article"], "CASF, art. L223-2");
        assert!(!info.metadata["que_faire"].is_empty());
        assert_eq!(details.localized_message().unwrap().locale, "fr");
    }

    #[test]
    fn une_fratrie_refusee_nomme_chaque_refuse_et_offre_les_autres() {
        let status = refus(&[(1, Refus::MandatSansIp), (2, Refus::EnfantInconnu)], &[3]);
        assert_eq!(status.code(), Code::FailedPrecondition);
        let details = status.get_error_details();
        let info = details.error_info().unwrap();
        assert_eq!(info.reason, "FRATRIE_REFUSEE");
        assert_eq!(info.metadata["possibles"], enfant(3).0.to_string());
        let failures = &details.precondition_failure().unwrap().violations;
        let found: Vec<_> =
            failures.iter().map(|v| (v.r#type.clone(), v.subject.clone())).collect();
        let wanted = [("MANDAT_SANS_IP", enfant(1)), ("ENFANT_INCONNU", enfant(2))];
        let wanted = wanted.map(|(code, enfant)| (code.to_owned(), enfant.to_string()));
        assert_eq!(found, wanted);
    }

    #[test]
    fn le_genre_d_un_refus_fait_son_statut() {
        for (seul, attendu) in [
            (Refus::EnfantInconnu, Code::NotFound),
            (Refus::EnfantDejaInscrit, Code::AlreadyExists),
            (Refus::MandatSansIp, Code::FailedPrecondition),
            (Refus::DecideurManquant, Code::InvalidArgument),
            (Refus::VersionDepassee { attendue: 1, actuelle: 2 }, Code::Aborted),
        ] {
            assert_eq!(refus(&[(1, seul)], &[]).code(), attendu);
        }
    }

    #[test]
    fn une_file_pleine_est_une_reponse_qui_dit_quand_revenir() {
        let status: Status = Echec::from(eventstore::Failure::QueueFull).into();
        assert_eq!(status.code(), Code::ResourceExhausted);
        let details = status.get_error_details();
        assert_eq!(details.error_info().unwrap().reason, "JOURNAL_SATURE");
        assert_eq!(details.retry_info().unwrap().retry_delay, Some(ATTENTE_CONSEILLEE));
        assert_eq!(details.localized_message().unwrap().locale, "fr");
    }

    #[test]
    fn un_delai_passe_se_dit_avec_ou_sans_certitude() {
        let [sure, unsure] = [Echec::Expiree, Echec::TropTard].map(Status::from);
        assert_eq!((sure.code(), unsure.code()), (Code::DeadlineExceeded, Code::DeadlineExceeded));
        assert!(sure.message().contains("rien n'a été enregistré"));
        assert!(!unsure.message().contains("rien n'a été enregistré"));
    }

    #[test]
    fn une_panne_ne_dit_jamais_sa_cause() {
        let status: Status = Echec::Panne(Panne::Autre("le disque de Zoé".into())).into();
        assert_eq!(status.code(), Code::Internal);
        assert!(!format!("{status:?}").contains("Zoé"));
    }
}
