//! The database to verify, or to rebuild the facts of: the operator's, or a server's own, whether it runs or not.

use std::path::Path;

use postgres::error::SqlState;
use postgres::{Client, NoTls};
use private_postgres::Cluster;

use crate::echec::Echec;
use crate::serve::moteur;
use crate::sortie;

/// Where to read, and what was started for it.
pub(crate) struct Base {
    url: String,
    demarre: Option<Cluster>,
}

impl Base {
    /// The database said; else the one of the folder, started when nobody serves it.
    pub(crate) fn ouvrir(database_url: Option<&str>, donnees: &Path) -> Result<Self, Echec> {
        if let Some(url) = database_url {
            return Ok(Self { url: url.to_owned(), demarre: None });
        }
        let (demarre, url) = moteur::base_a_lire(donnees)?;
        match &demarre {
            Some(_) => sortie::note("  PostgreSQL privé démarré pour cette commande."),
            None => {
                sortie::note("  Un serveur est en marche sur ce dossier, et sert la même base.");
            }
        }
        Ok(Self { url, demarre })
    }

    /// A connection that can only read the journal, as far as the database lets us choose.
    pub(crate) fn lecteur(&self) -> Result<Client, Echec> {
        let mut client = Client::connect(&self.url, NoTls)
            .map_err(|cause| Echec::Moteur(injoignable(&cause)))?;
        if client.batch_execute("set role journal_reader").is_err() {
            sortie::note(
                "  Le rôle journal_reader n’est pas accordé à ce compte : lecture sous ses propres droits.",
            );
        }
        Ok(client)
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Stops what was started.
    pub(crate) fn fermer(self) -> Result<(), Echec> {
        let stopped = self.demarre.map_or(Ok(()), Cluster::stop);
        stopped.map_err(|cause| Echec::Moteur(cause.to_string()))
    }
}

/// The address may hold a password and is not repeated; the cause does not hold it.
fn injoignable(cause: &postgres::Error) -> String {
    format!(
        "La base ne répond pas ({}).\n  à faire : vérifiez l’adresse donnée par --database-url, \
         ou le dossier donné par --donnees",
        dite(cause)
    )
}

/// What the database said, or what the connection did.
fn dite(cause: &postgres::Error) -> String {
    cause.as_db_error().map_or_else(|| cause.to_string(), |said| said.message().to_owned())
}

/// What the database said when it would not answer.
pub(crate) fn refuse(cause: &postgres::Error) -> String {
    let code = cause.code();
    if code == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
        return "Ce compte ne peut pas lire le journal.\n  à faire : donnez-lui le rôle journal_reader"
            .to_owned();
    }
    if code == Some(&SqlState::UNDEFINED_TABLE) || code == Some(&SqlState::INVALID_SCHEMA_NAME) {
        return "Cette base n’a pas de journal de cette version.\n  à faire : vérifiez l’adresse, ou \
                mettez-la à jour par « parcours serve --migrer »"
            .to_owned();
    }
    format!("La base n’a pas répondu jusqu’au bout ({}).", dite(cause))
}
