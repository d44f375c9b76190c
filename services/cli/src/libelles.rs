//! French labels of the codes the contract carries, asked of the server itself: lists move with the
//! law, the binary does not.

use std::collections::HashMap;

use proto::activite::v1::DefinitionsRequest;
use proto::commun::v1::Entete;

use crate::client::{self, Canal};

/// The lists, by name.
#[derive(Clone, Debug, Default)]
pub struct Libelles(HashMap<(String, String), String>);

impl Libelles {
    /// Asks the server. A server that will not say leaves the keys as they are.
    pub async fn demander(canal: &Canal, entete: Entete) -> Self {
        let mut client = client::activite_par(canal.clone());
        let request = DefinitionsRequest { entete: Some(entete), registre: 0 };
        let Ok(reponse) = client.definitions(request).await else { return Self::default() };
        let listes = reponse.into_inner().listes.into_iter();
        Self(
            listes
                .flat_map(|liste| {
                    let nom = liste.nom;
                    let codes = liste.codes.into_iter();
                    codes.map(move |code| ((nom.clone(), code.cle), code.libelle))
                })
                .collect(),
        )
    }

    /// The label of a key of a list; the key itself when the list does not have it.
    #[must_use]
    pub fn de(&self, liste: &str, cle: &str) -> String {
        let trouve = self.0.get(&(liste.to_owned(), cle.to_owned()));
        trouve.cloned().unwrap_or_else(|| cle.to_owned())
    }

    /// The labels of several keys.
    #[must_use]
    pub fn des(&self, liste: &str, cles: &[String]) -> String {
        let libelles: Vec<String> = cles.iter().map(|cle| self.de(liste, cle)).collect();
        libelles.join(", ")
    }
}
