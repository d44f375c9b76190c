//! Master keys: 32 bytes in a file each, that wrap the keys of subjects and never enter the database.
//!
//! One wraps; the one before it still opens, for as long as its file is kept beside. Wrapped forms, frozen in
//! `specimens/key_v1.json` and `key_v2.json`, both associated with the framing of their label, key id and subject:
//!
//! ```text
//! v1  0x01 ‖ nonce ‖ AES-256-GCM(subject key)                    opened under any master key at hand
//! v2  0x02 ‖ name of the master key ‖ nonce ‖ AES-256-GCM(…)     the name tells which, and is bound too
//! ```
//!
//! Invariants: a wrapped key opens in its own row only; a file is never seen half-written, and belongs to its owner
//! alone; a rotation never leaves fewer files than it found keys in use; `Debug` shows no key.
//!
//! Deliberately not here: the database ([`crate::keys`]) and when to rotate.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::crypt::{self, NonceBytes};
use crate::frame::Frame;
use crate::keyset::SubjectKey;
use crate::private_file;

const KEY_LABEL_V1: &str = "eventstore/key/v1";
const KEY_LABEL: &str = "eventstore/key/v2";
const MASTER_LABEL: &str = "eventstore/master/v1";
const NAME_PURPOSE: &str = "nom de la clé maîtresse";
const NONCE_BYTES: usize = 12;

/// The version of a wrapped key that names its master key.
pub(crate) const NAMED: u8 = 2;
const NAMELESS: u8 = 1;

/// The name of a master key: derived from it, and telling nothing of it.
pub type MasterName = [u8; 8];

/// The key that wraps all others: 32 bytes in a file its owner alone can read.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("‹clé maîtresse›")
    }
}

/// Why the master key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyFailure {
    /// The file could not be read or written.
    #[error("the master key's file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file does not hold 32 bytes.
    #[error("the master key's file {0} does not hold 32 bytes")]
    Length(PathBuf),
    /// The file can be read by others than its owner.
    #[error("the master key's file {0} can be read by others than its owner")]
    Readable(PathBuf),
}

impl MasterKey {
    /// The key of those bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the key in a file; draws and writes one (mode 0600) when there is none. Of several processes that
    /// create it at once, one wins and all read the same.
    pub fn load_or_create(path: &Path) -> Result<Self, MasterKeyFailure> {
        secret_file(path, crypt::random).map(Self)
    }

    /// Derives a secret for another purpose, such as the key of request hashes. Distinct purposes give unrelated
    /// secrets.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        crypt::derive(&self.0, Frame::new().field(MASTER_LABEL).field(purpose).bytes())
    }

    /// Its name.
    pub fn name(&self) -> MasterName {
        let derived = self.derive(NAME_PURPOSE);
        *derived.first_chunk().expect("a derived secret is longer than a name")
    }

    /// Wraps a subject's key, in the newest form.
    pub(crate) fn wrap(
        &self,
        key_id: Uuid,
        subject: Uuid,
        key: &SubjectKey,
        nonce: NonceBytes,
    ) -> Vec<u8> {
        let name = self.name();
        let place = named_place(&name, key_id, subject);
        let closed = crypt::encrypt(&self.0, nonce, place.bytes(), key.bytes().to_vec());
        [&[NAMED], name.as_slice(), nonce.as_slice(), &closed].concat()
    }

    /// Opens a wrapped key of either form.
    pub(crate) fn unwrap(&self, key_id: Uuid, subject: Uuid, wrapped: &[u8]) -> Option<SubjectKey> {
        let (&version, rest) = wrapped.split_first()?;
        let (place, rest) = if version == NAMELESS {
            (Frame::new().field(KEY_LABEL_V1).field(key_id).field(subject), rest)
        } else if version == NAMED {
            let (name, rest) = rest.split_first_chunk::<8>()?;
            (named_place(name, key_id, subject), rest)
        } else {
            return None;
        };
        let (nonce, closed) = rest.split_first_chunk::<NONCE_BYTES>()?;
        let key = crypt::decrypt(&self.0, *nonce, place.bytes(), closed.to_vec()).ok()?;
        Some(SubjectKey::new(key.try_into().ok()?))
    }
}

fn named_place(name: &MasterName, key_id: Uuid, subject: Uuid) -> Frame {
    Frame::new().field(KEY_LABEL).field(name).field(key_id).field(subject)
}

/// The master keys at hand: that of the file, and the one before while its file is kept.
#[derive(Debug, Clone)]
pub(crate) struct Ring {
    newest: MasterKey,
    former: Option<MasterKey>,
    /// The one keys are wrapped under: the newest, unless the database says it is not there yet.
    wrapping: MasterName,
    path: Option<PathBuf>,
}

impl Ring {
    /// One key, kept in no file.
    pub(crate) fn of(key: MasterKey) -> Self {
        Self { wrapping: key.name(), newest: key, former: None, path: None }
    }

    /// The keys in the file and beside it; draws the first one when there is none.
    pub(crate) fn kept_in(path: &Path) -> Result<Self, MasterKeyFailure> {
        let newest = MasterKey::load_or_create(path)?;
        let former = former_file(path);
        let kept = former.try_exists().map_err(file(&former))?;
        let former = kept.then(|| read_secret(&former).map(MasterKey)).transpose()?;
        Ok(Self { wrapping: newest.name(), newest, former, path: Some(path.to_owned()) })
    }

    /// The same, as the files are now.
    pub(crate) fn read_again(&mut self) -> Result<(), MasterKeyFailure> {
        let Some(path) = self.path.take() else { return Ok(()) };
        let wrapping = self.wrapping;
        let read = Self::kept_in(&path);
        self.path = Some(path);
        *self = Self { wrapping, ..read? };
        Ok(())
    }

    pub(crate) fn newest(&self) -> &MasterKey {
        &self.newest
    }

    /// The file of the newest, if it is in one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The key to wrap under.
    pub(crate) fn wrapping(&self) -> &MasterKey {
        self.former.as_ref().filter(|key| key.name() == self.wrapping).unwrap_or(&self.newest)
    }

    /// Wraps under the key of that name from now on, if it is at hand.
    pub(crate) fn wrap_under(&mut self, name: MasterName) -> bool {
        let known = self.keys().any(|key| key.name() == name);
        if known {
            self.wrapping = name;
        }
        known
    }

    /// Opens a wrapped key with whichever master key does.
    pub(crate) fn unwrap(&self, key_id: Uuid, subject: Uuid, wrapped: &[u8]) -> Option<SubjectKey> {
        self.keys().find_map(|key| key.unwrap(key_id, subject, wrapped))
    }

    fn keys(&self) -> impl Iterator<Item = &MasterKey> {
        std::iter::once(&self.newest).chain(&self.former)
    }
}

/// Where the former master key is kept while a rotation goes on: `maitresse.cle` beside `maitresse.ancienne.cle`.
pub fn former_file(path: &Path) -> PathBuf {
    path.with_extension("ancienne.cle")
}

/// Puts a new master key in the file and keeps the former beside it. Done again after a crash, or during a rotation,
/// it ends or leaves what was begun.
pub fn replace_master(path: &Path) -> Result<(), MasterKeyFailure> {
    let _folder = private_file::lock(path).map_err(file(path))?;
    let former = former_file(path);
    let current = read_secret(path)?;
    if secret_file(&former, || current)? != current {
        return Ok(());
    }
    private_file::replace(path, &crypt::random::<32>()).map_err(file(path))
}

/// Removes the former master key's file. Says whether there was one.
pub(crate) fn forget_former(path: &Path) -> Result<bool, MasterKeyFailure> {
    let former = former_file(path);
    match fs::remove_file(&former) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(file(&former)(error)),
    }
}

/// Reads 32 secret bytes in a file; writes those given (mode 0600) when there is none. Of several processes that
/// create it at once, one wins and all read the same.
pub fn secret_file(
    path: &Path,
    first: impl FnOnce() -> [u8; 32],
) -> Result<[u8; 32], MasterKeyFailure> {
    if !path.try_exists().map_err(file(path))? {
        private_file::create(path, &first()).map_err(file(path))?;
    }
    read_secret(path)
}

fn read_secret(path: &Path) -> Result<[u8; 32], MasterKeyFailure> {
    if private_file::is_readable_by_others(path).map_err(file(path))? {
        return Err(MasterKeyFailure::Readable(path.to_owned()));
    }
    let bytes = fs::read(path).map_err(file(path))?;
    bytes.try_into().map_err(|_| MasterKeyFailure::Length(path.to_owned()))
}

fn file(path: &Path) -> impl Fn(io::Error) -> MasterKeyFailure {
    move |source| MasterKeyFailure::File { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use serde_json::Value;

    use super::*;

    fn specimen(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    fn v1() -> Value {
        specimen(include_str!("../specimens/key_v1.json"))
    }

    fn bytes<const LENGTH: usize>(value: &Value) -> [u8; LENGTH] {
        hex::decode(value.as_str().unwrap()).unwrap().try_into().unwrap()
    }

    fn uuid(value: &Value) -> Uuid {
        value.as_str().unwrap().parse().unwrap()
    }

    /// It opens in its own row, under its own master key, and nowhere else.
    fn opens_in_its_own_row_only(specimen: &Value) {
        let master = MasterKey::new(bytes(&specimen["master_key_hex"]));
        let key = SubjectKey::new(bytes(&specimen["subject_key_hex"]));
        let (key_id, subject) = (uuid(&specimen["key_id"]), uuid(&specimen["subject"]));
        let wrapped = hex::decode(specimen["wrapped_hex"].as_str().unwrap()).unwrap();
        assert_eq!(master.unwrap(key_id, subject, &wrapped), Some(key));
        assert_eq!(master.unwrap(key_id, Uuid::nil(), &wrapped), None);
        assert_eq!(master.unwrap(Uuid::nil(), subject, &wrapped), None);
        assert_eq!(MasterKey::new([0; 32]).unwrap(key_id, subject, &wrapped), None);
        let other_version = [&[3], &wrapped[1..]].concat();
        assert_eq!(master.unwrap(key_id, subject, &other_version), None);
    }

    #[test]
    fn what_was_wrapped_before_master_keys_had_names_still_opens() {
        opens_in_its_own_row_only(&v1());
    }

    #[test]
    fn the_specimen_is_wrapped_to_its_frozen_bytes_and_opens_in_its_own_row_only() {
        let specimen = specimen(include_str!("../specimens/key_v2.json"));
        let master = MasterKey::new(bytes(&specimen["master_key_hex"]));
        let key = SubjectKey::new(bytes(&specimen["subject_key_hex"]));
        let (key_id, subject) = (uuid(&specimen["key_id"]), uuid(&specimen["subject"]));
        let wrapped = master.wrap(key_id, subject, &key, bytes(&specimen["nonce_hex"]));
        assert_eq!(hex::encode(master.name()), specimen["master_name_hex"].as_str().unwrap());
        assert_eq!(hex::encode(&wrapped), specimen["wrapped_hex"].as_str().unwrap());
        opens_in_its_own_row_only(&specimen);
        let renamed = [&[NAMED], &[0; 8][..], &wrapped[9..]].concat();
        assert_eq!(master.unwrap(key_id, subject, &renamed), None, "the name is bound");
    }

    #[test]
    fn a_derived_secret_is_frozen_and_depends_on_its_purpose() {
        let specimen = v1();
        let master = MasterKey::new(bytes(&specimen["master_key_hex"]));
        let derived = &specimen["derived"];
        let secret = master.derive(derived["purpose"].as_str().unwrap());
        assert_eq!(hex::encode(secret), derived["key_hex"].as_str().unwrap());
        assert_ne!(secret, master.derive("autre"));
    }

    #[test]
    fn a_master_key_is_created_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maitresse.cle");
        let created = MasterKey::load_or_create(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(MasterKey::load_or_create(&path).unwrap().0, created.0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(format!("{created:?}"), "‹clé maîtresse›");
    }

    #[test]
    fn a_master_key_others_can_read_or_that_is_too_short_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maitresse.cle");
        MasterKey::load_or_create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = MasterKey::load_or_create(&path);
        assert!(matches!(refused, Err(MasterKeyFailure::Readable(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, [0; 31]).unwrap();
        assert!(matches!(MasterKey::load_or_create(&path), Err(MasterKeyFailure::Length(_))));
    }

    #[test]
    fn a_replaced_master_key_stays_beside_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maitresse.cle");
        let first = MasterKey::load_or_create(&path).unwrap();
        let mut running = Ring::kept_in(&path).unwrap();

        replace_master(&path).unwrap();
        let ring = Ring::kept_in(&path).unwrap();
        assert_ne!(ring.newest().0, first.0);
        assert_eq!(ring.former.as_ref().unwrap().0, first.0);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

        // Begun already: the same two keys.
        replace_master(&path).unwrap();
        assert_eq!(Ring::kept_in(&path).unwrap().newest().0, ring.newest().0);

        // A process that had read the first alone finds both, and goes on wrapping as it was told.
        running.read_again().unwrap();
        assert_eq!(running.newest().0, ring.newest().0);
        assert_eq!(running.wrapping().0, first.0);
        assert!(running.wrap_under(ring.newest().name()) && !running.wrap_under([0; 8]));
        assert_eq!(running.wrapping().0, ring.newest().0);

        assert!(forget_former(&path).unwrap());
        assert!(!forget_former(&path).unwrap());
        assert!(Ring::kept_in(&path).unwrap().former.is_none());
    }

    #[test]
    fn a_replacement_cut_before_the_new_key_was_written_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("maitresse.cle");
        let first = MasterKey::load_or_create(&path).unwrap();
        fs::hard_link(&path, former_file(&path)).unwrap();
        replace_master(&path).unwrap();
        let ring = Ring::kept_in(&path).unwrap();
        assert_ne!(ring.newest().0, first.0);
        assert_eq!(ring.former.unwrap().0, first.0);
    }
}
