//! The keys of a Département, in its folder: what the server starts with, and the rotation of the master key.
//!
//! ```text
//! maitresse.cle            wraps every key of the database
//! maitresse.ancienne.cle   the one before, while a rotation goes on
//! recherche.cle            blinds the index of identities: not changed by a rotation; another one means building it again
//! demandes.cle             hashes the commands: not changed by a rotation, or a command sent again would be another
//! ```
//!
//! # Invariants
//!
//! - A server starts only with the master key its database is under.
//! - A rotation may be run while servers run on the same folder: they find the new key in it. Those of another machine
//!   must be given the folder first; until then they make no key and say so.
//!
//! Deliberately absent: the key of tokens ([`crate::jetons`]) and that of the journal's signatures, which sign and hide
//! nothing.

use std::path::Path;

use deadpool_postgres::Pool;
use eventstore::{Database, KeyFailure, Keys, MasterKey, MasterKeyFailure, master};

use crate::demarrage::{CLEF_MAITRESSE, Demarrage};

/// The name of the file that hashes commands.
const CLEF_DES_DEMANDES: &str = "demandes.cle";

/// The name of the file that blinds the index of identities.
const CLEF_DE_LA_RECHERCHE: &str = "recherche.cle";

/// Connections of a rotation.
const CONNEXIONS: usize = 2;

/// What a rotation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// How many keys were wrapped again now.
    pub refermees: u64,
    /// Whether the former master key was removed.
    pub ancienne_retiree: bool,
}

/// The keys of that database, under the master key of that folder.
pub(crate) async fn ouvrir(pool: Pool, folder: &Path) -> Result<Keys, Demarrage> {
    let keys = Keys::kept_in(pool, &folder.join(CLEF_MAITRESSE))?;
    keys.check().await?;
    Ok(keys)
}

/// The key that hashes commands: derived from the first master key, then kept.
pub(crate) fn des_demandes(folder: &Path) -> Result<[u8; 32], MasterKeyFailure> {
    derivee(folder, CLEF_DES_DEMANDES, "hash des demandes")
}

/// The key that blinds the index of identities: derived from the first master key, then kept.
pub(crate) fn de_la_recherche(folder: &Path) -> Result<[u8; 32], MasterKeyFailure> {
    derivee(folder, CLEF_DE_LA_RECHERCHE, "index des identites")
}

/// A key of its own, derived once for its purpose from the first master key.
fn derivee(folder: &Path, file: &str, purpose: &str) -> Result<[u8; 32], MasterKeyFailure> {
    let path = folder.join(CLEF_MAITRESSE);
    let former = master::former_file(&path);
    let first = if former.exists() { former } else { path };
    let first = MasterKey::load_or_create(&first)?;
    master::secret_file(&folder.join(file), || first.derive(purpose))
}

/// Wraps every key of the database under a new master key. Run again after a crash, it ends what was begun.
///
/// # Errors
///
/// When the folder is not the one of this database, or one of them cannot be read or written.
pub async fn tourner(database_url: &str, folder: &Path) -> Result<Rotation, Demarrage> {
    let pool = Database::at(database_url, CONNEXIONS)?.pool().clone();
    des_demandes(folder)?;
    de_la_recherche(folder)?;
    ouvrir(pool.clone(), folder).await?;
    let path = folder.join(CLEF_MAITRESSE);
    master::replace_master(&path)?;
    let refermees = Keys::kept_in(pool, &path)?.rewrap().await?;
    Ok(Rotation { refermees, ancienne_retiree: false })
}

/// Removes the former master key, when no key of the database is under it any more.
///
/// # Errors
///
/// [`KeyFailure::StillWrapped`] when a key still is; and as [`tourner`].
pub async fn retirer_l_ancienne(database_url: &str, folder: &Path) -> Result<Rotation, Demarrage> {
    let pool = Database::at(database_url, CONNEXIONS)?.pool().clone();
    let ancienne_retiree = ouvrir(pool, folder).await?.forget_former().await?;
    Ok(Rotation { refermees: 0, ancienne_retiree })
}

/// Whether keys are still under the former master key.
pub fn reste_des_cles(failure: &Demarrage) -> bool {
    matches!(failure, Demarrage::Clefs(KeyFailure::StillWrapped(_)))
}
