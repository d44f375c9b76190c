//! The three operations seals and keys are made of: AES-256-GCM both ways, HKDF-SHA-256, random bytes.
//!
//! All of aws-lc-rs stands behind this file. Deliberately not here: formats.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, rand};

/// A nonce of AES-GCM.
pub type NonceBytes = [u8; NONCE_LEN];

/// The ciphertext, its nonce, its key or its associated data are not the ones that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAuthentic;

/// Gives a nonce to each field that is sealed. Supplied by the caller so that specimens are deterministic.
pub trait Nonces {
    /// Draws the next one.
    fn draw(&mut self) -> NonceBytes;
}

/// Random nonces, from the operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomNonces;

impl Nonces for RandomNonces {
    fn draw(&mut self) -> NonceBytes {
        random()
    }
}

pub(crate) fn random<const LENGTH: usize>() -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    rand::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

pub(crate) fn derive(secret: &[u8; 32], info: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(secret)
        .expand(&[info], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(&mut key))
        .expect("32 bytes are within what HKDF-SHA-256 gives");
    key
}

/// Gives the ciphertext followed by its 16-byte tag.
pub(crate) fn encrypt(
    key: &[u8; 32],
    nonce: NonceBytes,
    associated: &[u8],
    clear: Vec<u8>,
) -> Vec<u8> {
    let mut text = clear;
    aead_key(key)
        .seal_in_place_append_tag(nonce_of(nonce), Aad::from(associated), &mut text)
        .expect("a field is far shorter than AES-GCM's limit");
    text
}

pub(crate) fn decrypt(
    key: &[u8; 32],
    nonce: NonceBytes,
    associated: &[u8],
    ciphertext: Vec<u8>,
) -> Result<Vec<u8>, NotAuthentic> {
    let mut text = ciphertext;
    let length = aead_key(key)
        .open_in_place(nonce_of(nonce), Aad::from(associated), &mut text)
        .map_err(|_| NotAuthentic)?
        .len();
    text.truncate(length);
    Ok(text)
}

fn aead_key(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("AES-256 takes 32 bytes"))
}

fn nonce_of(bytes: NonceBytes) -> Nonce {
    Nonce::assume_unique_for_key(bytes)
}
