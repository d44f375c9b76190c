//! The keys a log's heads are signed with, in a file beside the master key and never in the database.
//!
//! One key a line: the current one, after a rotation the outgoing one until a head was signed by both, then the public
//! keys of the retired ones, newest first. The file is read each time a key is needed, so that all the processes which
//! share it follow a rotation at once.
//!
//! Invariants: the file can be read by its owner alone; a retired key's secret is nowhere; a rotation does not start
//! before the last one is over, or trust in the oldest key would lead nowhere.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{NoteFailure, PRIVATE, Signer, VerifierKey};
use crate::{crypt, private_file};

/// Why the signing keys could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SignersFailure {
    /// The file could not be read or written.
    #[error("the signing keys' file {path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file can be read by others than its owner.
    #[error("the signing keys' file {0} can be read by others than its owner")]
    Readable(PathBuf),
    /// The file does not hold the keys of one log.
    #[error("the signing keys' file {path}: {source}")]
    Form {
        /// The file.
        path: PathBuf,
        /// What is wrong with its first line that is.
        source: NoteFailure,
    },
    /// The last rotation is not over: no head was signed by both keys yet.
    #[error("no head was signed since the last rotation: sign one first")]
    Rotating,
}

/// Where the signing keys of a log are.
#[derive(Debug, Clone)]
pub struct Signers {
    path: PathBuf,
    origin: String,
}

/// The keys in the file at one moment.
#[derive(Debug, Clone)]
pub struct Ring {
    /// What signs.
    pub current: Signer,
    /// What signed before the rotation that is under way.
    pub outgoing: Option<Signer>,
    /// What checks the heads of before, newest first.
    pub retired: Vec<VerifierKey>,
}

impl Ring {
    /// What any head of the log can be checked with: the current key first, then the others from the newest on.
    pub fn verifier_keys(&self) -> Vec<VerifierKey> {
        let current = std::iter::once(&self.current).chain(&self.outgoing);
        current.map(Signer::verifier).chain(self.retired.iter().cloned()).collect()
    }

    fn text(&self) -> String {
        let secrets = std::iter::once(&self.current).chain(&self.outgoing).map(Signer::secret);
        let lines = secrets.chain(self.retired.iter().map(VerifierKey::to_string));
        lines.map(|line| line + "\n").collect()
    }

    fn from_text(text: &str, origin: &str) -> Result<Self, NoteFailure> {
        let (secrets, public): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with(PRIVATE));
        let secrets = secrets.into_iter().map(Signer::from_secret);
        let mut secrets = secrets.collect::<Result<Vec<_>, _>>()?.into_iter();
        let current = secrets.next().ok_or(NoteFailure::Key("there is none to sign with"))?;
        let outgoing = secrets.next();
        if secrets.next().is_some() {
            return Err(NoteFailure::Key("there are more than two to sign with"));
        }
        let retired = public.into_iter().map(str::parse).collect::<Result<_, _>>()?;
        let ring = Self { current, outgoing, retired };
        let ours = ring.verifier_keys().iter().all(|key| key.name() == origin);
        if ours { Ok(ring) } else { Err(NoteFailure::OtherOrigin(origin.to_owned())) }
    }
}

impl Signers {
    /// The keys in a file; draws a first one and writes it (mode 0600) when there is no file. Of several processes that
    /// create it at once, one wins and all read the same.
    pub fn load_or_create(path: &Path, origin: &str) -> Result<Self, SignersFailure> {
        let signers = Self { path: path.to_owned(), origin: origin.to_owned() };
        if !path.try_exists().map_err(|source| signers.failed(source))? {
            let ring = Ring { current: signers.draw()?, outgoing: None, retired: Vec::new() };
            let created = private_file::create(path, ring.text().as_bytes());
            created.map_err(|source| signers.failed(source))?;
        }
        signers.ring()?;
        Ok(signers)
    }

    /// The log they sign for.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The keys as they are now: reads a file of some hundred bytes.
    pub fn ring(&self) -> Result<Ring, SignersFailure> {
        let failed = |source| self.failed(source);
        if private_file::is_readable_by_others(&self.path).map_err(failed)? {
            return Err(SignersFailure::Readable(self.path.clone()));
        }
        let text = fs::read_to_string(&self.path).map_err(failed)?;
        Ring::from_text(&text, &self.origin).map_err(|source| self.malformed(source))
    }

    /// What any head of the log can be checked with, the newest key first.
    pub fn verifier_keys(&self) -> Result<Vec<VerifierKey>, SignersFailure> {
        self.ring().map(|ring| ring.verifier_keys())
    }

    /// Draws another key. The next head is signed by both, and names the new one; those after it by the new one alone.
    /// Gives the new key.
    pub fn rotate(&self) -> Result<VerifierKey, SignersFailure> {
        let _folder = private_file::lock(&self.path).map_err(|source| self.failed(source))?;
        let ring = self.ring()?;
        if ring.outgoing.is_some() {
            return Err(SignersFailure::Rotating);
        }
        let current = self.draw()?;
        let verifier = current.verifier();
        self.write(&Ring { current, outgoing: Some(ring.current), retired: ring.retired })?;
        Ok(verifier)
    }

    /// Ends the rotation to that key, once a head signed by both is stored: the outgoing key's secret is forgotten.
    /// Changes nothing when another process has done it.
    pub(crate) fn settle(&self, successor: &VerifierKey) -> Result<(), SignersFailure> {
        let _folder = private_file::lock(&self.path).map_err(|source| self.failed(source))?;
        let ring = self.ring()?;
        let Some(outgoing) = &ring.outgoing else { return Ok(()) };
        if ring.current.verifier() != *successor {
            return Ok(());
        }
        let mut retired = ring.retired;
        retired.insert(0, outgoing.verifier());
        self.write(&Ring { current: ring.current, outgoing: None, retired })
    }

    fn draw(&self) -> Result<Signer, SignersFailure> {
        Signer::new(&self.origin, crypt::random()).map_err(|source| self.malformed(source))
    }

    fn write(&self, ring: &Ring) -> Result<(), SignersFailure> {
        private_file::replace(&self.path, ring.text().as_bytes())
            .map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> SignersFailure {
        SignersFailure::File { path: self.path.clone(), source }
    }

    fn malformed(&self, source: NoteFailure) -> SignersFailure {
        SignersFailure::Form { path: self.path.clone(), source }
    }
}
