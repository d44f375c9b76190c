//! Why two reports differ, as [`projections::ecarts`] says it.
//!
//! Invariant: the bytes are that module's; nothing is added here.

use projections::ecarts::{self, Cote, NonExplique};
use proto::activite::v1 as fil;
use sha2::{Digest as _, Sha256};

use super::not_produced;
use crate::echec::Echec;
use crate::guichet::Guichet;

impl Guichet {
    /// The explanation of what differs between two reports.
    pub(super) async fn expliquer(
        &self,
        (avant, apres): (Vec<u8>, Vec<u8>),
    ) -> Result<fil::ExpliquerEcartsResponse, Echec> {
        let explained =
            ecarts::expliquer(&self.pool, &self.journal, &self.departement, (&avant, &apres));
        let json = explained.await.map_err(not_explained)?;
        let json_sha256 = hex::encode(Sha256::digest(&json));
        Ok(fil::ExpliquerEcartsResponse { json, json_sha256 })
    }
}

fn champ(cote: Cote) -> &'static str {
    match cote {
        Cote::Avant => "avant",
        Cote::Apres => "apres",
    }
}

fn not_explained(cause: NonExplique) -> Echec {
    let message = cause.to_string();
    match cause {
        NonExplique::Illisible(cote) => Echec::champ(champ(cote), "RAPPORT_ILLISIBLE", &message),
        NonExplique::Publication(cote) => {
            Echec::champ(champ(cote), "PUBLICATION_NON_EXPLIQUEE", &message)
        }
        NonExplique::Incomparables => Echec::champ("apres", "RAPPORTS_INCOMPARABLES", &message),
        NonExplique::Etranger(cote) => Echec::champ(champ(cote), "RAPPORT_ETRANGER", &message),
        NonExplique::NonProduit(cause) => not_produced(cause),
    }
}
