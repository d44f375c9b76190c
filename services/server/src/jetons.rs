//! Tokens: who asks, and in which role.
//!
//! Until the Département's own identity provider is wired in, the server is its own issuer: a key pair
//! kept in the data folder signs JWTs (EdDSA) for the users of a demonstration.
//!
//! # Invariants
//!
//! - The private key is in one file, mode 0600, and never leaves this module.
//! - A token without a valid signature, beyond its term, or of another issuer names nobody.
//! - The term is compared with the server's [`Horloge`](crate::horloge::Horloge).
//!
//! Deliberately absent: what a role may do ([`crate::droits`]), sessions, revocation.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use tonic::metadata::MetadataMap;

/// The name of the key's file in the data folder.
pub const FICHIER: &str = "jetons.ed25519";

const EMETTEUR: &str = "parcours";

/// What somebody does in the Département.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Evaluator of the CRIP.
    Crip,
    /// Liaison with the judges.
    Justice,
    /// Analyst of the observatory.
    Odpe,
    /// Whoever takes over the data of another system.
    Reprise,
    /// A machine of the Département: it follows the journal, proves it, and puts its heads away.
    Technique,
    /// Archives and data protection: erases a file when a decision says so, and never for whoever follows the child.
    Archives,
}

impl Role {
    /// Every role.
    pub const TOUS: [Self; 6] =
        [Self::Crip, Self::Justice, Self::Odpe, Self::Reprise, Self::Technique, Self::Archives];

    /// Its name, as tokens write it.
    #[must_use]
    pub fn nom(self) -> &'static str {
        match self {
            Self::Crip => "crip",
            Self::Justice => "justice",
            Self::Odpe => "odpe",
            Self::Reprise => "reprise",
            Self::Technique => "technique",
            Self::Archives => "archives",
        }
    }
}

/// Whom a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Porteur {
    /// Professional identifier, never a name: it is the actor of what he types.
    pub sujet: String,
    /// In which role.
    pub role: Role,
    /// Code of the Département.
    pub departement: String,
}

impl Porteur {
    /// The bearer of that identifier and role.
    pub fn new(sujet: impl Into<String>, role: Role, departement: impl Into<String>) -> Self {
        Self { sujet: sujet.into(), role, departement: departement.into() }
    }

    /// The users of a demonstration, one a role.
    #[must_use]
    pub fn de_demonstration(departement: &str) -> [Self; 6] {
        [
            Self::new("evaluatrice.crip", Role::Crip, departement),
            Self::new("referente.justice", Role::Justice, departement),
            Self::new("analyste.odpe", Role::Odpe, departement),
            Self::new("reprise.donnees", Role::Reprise, departement),
            Self::new("machine.journal", Role::Technique, departement),
            Self::new("delegue.donnees", Role::Archives, departement),
        ]
    }
}

/// Why the issuer's key could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ClefIllisible {
    /// Its file could not be read or written.
    #[error("the token key's file {chemin}: {cause}")]
    Fichier {
        /// The file.
        chemin: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
    /// Its file does not hold an Ed25519 key (PKCS#8).
    #[error("the token key's file {0} does not hold an Ed25519 key")]
    Forme(PathBuf),
}

/// Signs tokens.
pub struct Emetteur {
    prive: EncodingKey,
    public: Vec<u8>,
}

/// Reads tokens.
#[derive(Clone)]
pub struct Verificateur {
    public: DecodingKey,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    role: Role,
    departement: String,
    exp: i64,
}

impl Emetteur {
    /// Reads the key in the data folder; draws one when there is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, written or understood.
    pub fn load_or_create(dossier: &Path) -> Result<Self, ClefIllisible> {
        let chemin = dossier.join(FICHIER);
        let failed = |cause| ClefIllisible::Fichier { chemin: chemin.clone(), cause };
        if !chemin.try_exists().map_err(failed)? {
            write_new(&chemin).map_err(failed)?;
        }
        let pkcs8 = fs::read(&chemin).map_err(failed)?;
        let pair =
            Ed25519KeyPair::from_pkcs8(&pkcs8).map_err(|_| ClefIllisible::Forme(chemin.clone()))?;
        let public = pair.public_key().as_ref().to_vec();
        Ok(Self { prive: EncodingKey::from_ed_der(&pkcs8), public })
    }

    /// A token for that bearer, valid from now and for that long.
    #[must_use]
    pub fn signer(&self, porteur: &Porteur, maintenant: DateTime<Utc>, duree: TimeDelta) -> String {
        let Porteur { sujet, role, departement } = porteur;
        let claims = Claims {
            iss: EMETTEUR.to_owned(),
            sub: sujet.clone(),
            role: *role,
            departement: departement.clone(),
            exp: (maintenant + duree).timestamp(),
        };
        jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &self.prive)
            .expect("the key was read as Ed25519 and the claims are plain data")
    }

    /// What reads the tokens of this issuer.
    #[must_use]
    pub fn verificateur(&self) -> Verificateur {
        Verificateur { public: DecodingKey::from_ed_der(&self.public) }
    }
}

impl std::fmt::Debug for Emetteur {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Emetteur(‹clé›)")
    }
}

/// Writes a new key under another name, then links it: nobody sees it half-written, the first one stays.
fn write_new(chemin: &Path) -> io::Result<()> {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())
        .map_err(|_| io::Error::other("the system gives no random bytes"))?;
    let draft = chemin.with_extension(format!("{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(pkcs8.as_ref())?;
    file.sync_all()?;
    let linked = fs::hard_link(&draft, chemin);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

impl Verificateur {
    /// Whom the request's `authorization: Bearer …` speaks for; nobody when it is missing or not valid.
    pub(crate) fn porteur(
        &self,
        metadata: &MetadataMap,
        maintenant: DateTime<Utc>,
    ) -> Option<Porteur> {
        let header = metadata.get("authorization")?.to_str().ok()?;
        self.lire(header.strip_prefix("Bearer ")?, maintenant)
    }

    /// Whom a token speaks for; nobody when it is not valid at that instant.
    #[must_use]
    pub fn lire(&self, jeton: &str, maintenant: DateTime<Utc>) -> Option<Porteur> {
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[EMETTEUR]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        // The library would read the machine's clock: the term is compared below.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(jeton, &self.public, &validation).ok()?.claims;
        let Claims { iss: _, sub, role, departement, exp } = claims;
        let valid = maintenant.timestamp() < exp && !sub.is_empty() && sub.len() <= 200;
        valid.then_some(Porteur { sujet: sub, role, departement })
    }
}

impl std::fmt::Debug for Verificateur {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Verificateur")
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn instant(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap()
    }

    fn evaluatrice() -> Porteur {
        Porteur::new("evaluatrice.crip", Role::Crip, "17")
    }

    #[test]
    fn un_jeton_se_lit_jusqu_a_son_terme() {
        let folder = tempfile::tempdir().unwrap();
        let emetteur = Emetteur::load_or_create(folder.path()).unwrap();
        let jeton = emetteur.signer(&evaluatrice(), instant(0), TimeDelta::seconds(60));
        let verificateur = emetteur.verificateur();
        assert_eq!(verificateur.lire(&jeton, instant(59)), Some(evaluatrice()));
        assert_eq!(verificateur.lire(&jeton, instant(60)), None);
    }

    #[test]
    fn la_clef_est_gardee_et_son_proprietaire_seul_la_lit() {
        let folder = tempfile::tempdir().unwrap();
        let first = Emetteur::load_or_create(folder.path()).unwrap();
        let mode = fs::metadata(folder.path().join(FICHIER)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = Emetteur::load_or_create(folder.path()).unwrap();
        let jeton = first.signer(&evaluatrice(), instant(0), TimeDelta::hours(1));
        assert!(again.verificateur().lire(&jeton, instant(1)).is_some());
    }

    #[test]
    fn un_autre_emetteur_ou_une_signature_alteree_ne_dit_personne() {
        let (ours, theirs) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let ours = Emetteur::load_or_create(ours.path()).unwrap().verificateur();
        let theirs = Emetteur::load_or_create(theirs.path()).unwrap();
        let jeton = theirs.signer(&evaluatrice(), instant(0), TimeDelta::hours(1));
        assert_eq!(ours.lire(&jeton, instant(1)), None);
        assert_eq!(ours.lire("", instant(1)), None);
    }
}
