//! `parcours tete`: the signed head of a log, and the last one that is kept elsewhere.
//!
//! # Invariants
//!
//! - The note leaves as the server signed it, to the byte, alone on standard output.
//!
//! Deliberately not here: checking signatures (`parcours verify`), which needs no server.

use proto::commun::v1::Entete;
use proto::journal::v1::journal_service_client::JournalServiceClient;
use proto::journal::v1::{self as contrat, Ancrage, TeteRequest, TeteResponse};

use crate::Fin;
use crate::arguments::{self, Journal};
use crate::client::{self, Canal};
use crate::echec::Echec;
use crate::jetons::Role;
use crate::nombres::entier;
use crate::sortie;
use crate::temps;

/// Shows the last signed head.
///
/// # Errors
/// [`Echec`] when the server cannot be reached or refuses.
pub async fn executer(demande: arguments::Tete) -> Result<Fin, Echec> {
    let canal = client::ouvrir(&demande.acces.liaison, Role::Technique).await?;
    let entete = client::entete(&demande.acces, Role::Technique);
    let TeteResponse { tete, ancrage } = demander(&canal, entete, demande.journal.lequel).await?;
    let tete = tete.ok_or_else(vide)?;
    sortie::texte(&tete.note);
    let signee = tete.signee_a.as_ref().map(temps::instant).unwrap_or_default();
    sortie::note(&format!("journal {} · signée le {signee}", tete.journal));
    for cle in &tete.cles {
        sortie::note(&format!("clé {cle}"));
    }
    sortie::note(&derniere_ancre(ancrage.as_ref()));
    Ok(Fin::Bien)
}

/// Asks for the last signed head of a log.
///
/// # Errors
/// [`Echec`] when the server refuses.
pub async fn demander(
    canal: &Canal,
    entete: Entete,
    journal: Journal,
) -> Result<TeteResponse, Echec> {
    let log = contrat(journal) as i32;
    let request = TeteRequest { entete: Some(entete), log, taille: None };
    Ok(JournalServiceClient::new(canal.clone()).tete(request).await?.into_inner())
}

/// A log, as the contract says it.
#[must_use]
pub fn contrat(journal: Journal) -> contrat::Log {
    match journal {
        Journal::Parcours => contrat::Log::Parcours,
        Journal::Acces => contrat::Log::Acces,
    }
}

/// « dernière ancre : taille 120 000, le 31/12/2022 à 14:05, à coffre », or that there is none.
#[must_use]
pub fn derniere_ancre(ancrage: Option<&Ancrage>) -> String {
    let Some(Ancrage { taille, destination, ancree_a }) = ancrage else {
        return "dernière ancre : aucune (« parcours ancrer » en garde une)".to_owned();
    };
    let quand = ancree_a.as_ref().map(temps::instant).unwrap_or_default();
    format!("dernière ancre : taille {}, le {quand}, à {destination}", entier(taille.cast_signed()))
}

/// The last anchor of the log of cases, for whoever shows a figure: a figure does not wait for it, nor fail with it.
pub async fn ancre_des_chiffres(canal: &Canal, entete: Entete) -> String {
    match demander(canal, entete, Journal::Parcours).await {
        Ok(TeteResponse { tete: _, ancrage }) => derniere_ancre(ancrage.as_ref()),
        Err(_) => "dernière ancre : inconnue, le serveur ne l’a pas dite".to_owned(),
    }
}

/// What an answer without its content is.
pub(crate) fn vide() -> Echec {
    Echec::Phrase("La réponse du serveur est vide.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn une_ancre_se_dit_par_sa_taille_son_jour_et_son_lieu() {
        let ancree_a = Some(prost_types::Timestamp { seconds: 1_672_491_900, nanos: 0 });
        let ancrage = Ancrage { taille: 120_000, destination: "coffre du greffe".into(), ancree_a };
        assert_eq!(
            derniere_ancre(Some(&ancrage)),
            "dernière ancre : taille 120\u{202f}000, le 31/12/2022 à 14:05, à coffre du greffe"
        );
        assert!(derniere_ancre(None).contains("aucune"));
    }
}
