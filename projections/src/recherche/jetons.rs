//! From a trait to its blind token: eight bytes of its HMAC under a key of its own.

use std::fmt;

use aws_lc_rs::hmac;
use uuid::Uuid;

/// What the identifiers of buckets are named under.
const GODETS: Uuid = Uuid::from_u128(0x5f0b_8f7e_3c1d_4a52_9d07_6a1e_2b94_c3d8);

/// The key of the blind index. Not the key of anything else: it opens nothing.
#[derive(Clone)]
pub struct ClefDeRecherche(hmac::Key);

impl ClefDeRecherche {
    /// The key of those bytes.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    /// The token of a trait in a log.
    pub(super) fn jeton(&self, log: &str, trait_: &str) -> i64 {
        let tag = self.tag(log, trait_);
        i64::from_be_bytes(*tag.as_ref().first_chunk().expect("HMAC-SHA-256 gives 32 bytes"))
    }

    pub(super) fn jetons(&self, log: &str, traits: &[String]) -> Vec<i64> {
        let mut tokens: Vec<i64> = traits.iter().map(|one| self.jeton(log, one)).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    /// What tells this key from another one, and nothing of it.
    pub(super) fn empreinte(&self) -> i64 {
        self.jeton("", "clef")
    }

    /// The stream of a bucket of identities: what creations of one coarse identity contend on.
    #[must_use]
    pub fn godet(&self, log: &str, trait_: &str) -> Uuid {
        Uuid::new_v5(&GODETS, self.tag(log, trait_).as_ref())
    }

    fn tag(&self, log: &str, trait_: &str) -> hmac::Tag {
        // A log has no line feed in its name, so no two of these are one.
        hmac::sign(&self.0, format!("{log}\n{trait_}").as_bytes())
    }
}

impl fmt::Debug for ClefDeRecherche {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("‹clé›")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_jeton_depend_de_la_cle_du_journal_et_du_trait() {
        let (one, other) = (ClefDeRecherche::new(&[1; 32]), ClefDeRecherche::new(&[2; 32]));
        let token = one.jeton("17/parcours", "ns:martin");
        assert_eq!(token, one.jeton("17/parcours", "ns:martin"));
        assert_ne!(token, other.jeton("17/parcours", "ns:martin"));
        assert_ne!(token, one.jeton("33/parcours", "ns:martin"));
        assert_ne!(token, one.jeton("17/parcours", "ns:morin"));
        assert_ne!(one.godet("17/parcours", "g:a"), one.godet("17/parcours", "g:b"));
        assert_eq!(format!("{one:?}"), "‹clé›");
    }
}
