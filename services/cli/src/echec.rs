//! Why a command stopped: one French text, with what to do next.
//!
//! # Invariants
//!
//! - No debug form, no cause in English where the server gave a French sentence.
//! - Nothing personal: paths, codes and the server's own words, which have none.

use std::fmt::{self, Write as _};
use std::io;
use std::path::Path;

use thiserror::Error;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// Why a command stopped.
#[derive(Debug, Error)]
pub enum Echec {
    /// No server there.
    #[error(
        "Aucun serveur ne répond à {adresse}.\n  à faire : démarrez-le par « parcours demo » ou \
         « parcours serve », ou donnez son adresse par --serveur"
    )]
    Injoignable {
        /// Where it was sought.
        adresse: String,
    },
    /// The token file cannot be used.
    #[error("Le jeton {fichier} ne peut pas être utilisé : {pourquoi}.\n  à faire : {a_faire}")]
    Jeton {
        /// The file.
        fichier: String,
        /// Why.
        pourquoi: String,
        /// What to do.
        a_faire: &'static str,
    },
    /// The server said no, or broke down.
    #[error("{0}")]
    Reponse(Box<Reponse>),
    /// A file or the machine.
    #[error("Impossible de {quoi} : {cause}")]
    Fichier {
        /// What was being done, to follow « impossible de ».
        quoi: String,
        /// Why not.
        cause: io::Error,
    },
    /// The engine did not start, or stopped.
    #[error("{0}")]
    Moteur(String),
    /// Anything else that has its own sentence.
    #[error("{0}")]
    Phrase(String),
}

impl Echec {
    /// Names what was being done with a file.
    pub fn fichier(quoi: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let quoi = quoi.into();
        move |cause| Self::Fichier { quoi, cause }
    }

    /// Names the file that could not be read or written.
    pub fn sur(verbe: &str, chemin: &Path) -> impl FnOnce(io::Error) -> Self {
        Self::fichier(format!("{verbe} {}", chemin.display()))
    }
}

impl From<Status> for Echec {
    fn from(status: Status) -> Self {
        Self::Reponse(Box::new(Reponse::lue(&status)))
    }
}

/// What the server answered when the answer is no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reponse {
    /// The French sentence.
    pub phrase: String,
    /// Stable code.
    pub code: String,
    /// Fields to blame, each with its sentence.
    pub champs: Vec<(String, String)>,
    /// The article.
    pub article: String,
    /// What to do next.
    pub a_faire: String,
}

impl Reponse {
    /// Reads the rich details of a status.
    #[must_use]
    pub fn lue(status: &Status) -> Self {
        let details = status.get_error_details();
        let phrase = details.localized_message().map(|message| message.message.clone());
        let detail = |cle: &str| {
            let trouve = details.error_info().and_then(|info| info.metadata.get(cle));
            trouve.cloned().unwrap_or_default()
        };
        let champs = details.bad_request().map_or_else(Vec::new, |requete| {
            let champs = requete.field_violations.iter();
            champs.map(|champ| (champ.field.clone(), champ.description.clone())).collect()
        });
        let a_faire = Some(detail("que_faire")).filter(|texte| !texte.is_empty());
        Self {
            phrase: phrase.unwrap_or_else(|| sans_phrase(status.code()).to_owned()),
            code: details.error_info().map_or_else(String::new, |info| info.reason.clone()),
            champs,
            article: detail("article"),
            a_faire: a_faire.unwrap_or_else(|| quoi_faire(status.code()).to_owned()),
        }
    }
}

impl fmt::Display for Reponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { phrase, code, champs, article, a_faire } = self;
        let mut texte = phrase.clone();
        for (champ, pourquoi) in champs {
            let pourquoi = if pourquoi == phrase { "" } else { pourquoi };
            write!(
                texte,
                "\n  champ : {champ}{}{pourquoi}",
                if pourquoi.is_empty() { "" } else { ", " }
            )?;
        }
        for (nom, valeur) in [("article", article), ("code", code), ("à faire", a_faire)] {
            if !valeur.is_empty() {
                write!(texte, "\n  {nom} : {valeur}")?;
            }
        }
        f.write_str(&texte)
    }
}

/// When the server gives no sentence of its own.
fn sans_phrase(code: Code) -> &'static str {
    match code {
        Code::Unauthenticated => "Le serveur ne reconnaît pas ce jeton.",
        Code::PermissionDenied => "Ce jeton ne permet pas cette demande.",
        Code::NotFound => "Le serveur ne trouve pas ce qui est demandé.",
        Code::InvalidArgument | Code::OutOfRange => "La demande est mal formée.",
        Code::AlreadyExists | Code::FailedPrecondition => "La demande est refusée.",
        Code::Aborted => "D’autres écrivent au même moment : la demande n’est pas passée.",
        Code::ResourceExhausted => "Le serveur est trop chargé.",
        Code::DeadlineExceeded | Code::Cancelled => "Le serveur n’a pas répondu à temps.",
        Code::Unavailable => "La connexion avec le serveur est perdue.",
        Code::Unimplemented => "Ce serveur ne connaît pas cette demande.",
        Code::Internal | Code::Unknown | Code::DataLoss => "Le serveur est en panne.",
        Code::Ok => "La réponse est vide.",
    }
}

fn quoi_faire(code: Code) -> &'static str {
    match code {
        Code::Unauthenticated => {
            "donnez par --jeton un jeton de ce serveur : il les écrit en démarrant"
        }
        Code::PermissionDenied => "donnez par --jeton celui d’un rôle qui y a droit",
        Code::Aborted | Code::ResourceExhausted | Code::DeadlineExceeded | Code::Cancelled => {
            "recommencez"
        }
        Code::Unavailable => "vérifiez que le serveur tourne, puis recommencez",
        Code::Internal | Code::Unknown | Code::DataLoss => "son journal technique dit pourquoi",
        Code::Unimplemented => "mettez le serveur et cette commande à la même version",
        Code::Ok
        | Code::NotFound
        | Code::InvalidArgument
        | Code::OutOfRange
        | Code::AlreadyExists
        | Code::FailedPrecondition => "",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use expect_test::expect;
    use tonic_types::ErrorDetails;

    use super::*;

    #[test]
    fn un_refus_dit_sa_phrase_son_champ_son_article_et_que_faire() {
        let infos = HashMap::from([
            ("article".to_owned(), "CASF, art. D226-2-4".to_owned()),
            ("que_faire".to_owned(), "Vérifier la date.".to_owned()),
        ]);
        let mut details = ErrorDetails::with_error_info("DATE_FUTURE", "parcours", infos);
        details.set_localized_message("fr", "La date est dans l’avenir.");
        details.add_bad_request_violation("entete.survenu.le", "plus tard qu’aujourd’hui");
        let status = Status::with_error_details(Code::InvalidArgument, "refused", details);
        expect![[r#"
            La date est dans l’avenir.
              champ : entete.survenu.le, plus tard qu’aujourd’hui
              article : CASF, art. D226-2-4
              code : DATE_FUTURE
              à faire : Vérifier la date."#]]
        .assert_eq(&Echec::from(status).to_string());
    }

    #[test]
    fn une_panne_reste_en_francais() {
        let texte = Echec::from(Status::internal("db error: relation missing")).to_string();
        assert!(texte.starts_with("Le serveur est en panne."), "{texte}");
        assert!(!texte.contains("relation"), "{texte}");
    }
}
