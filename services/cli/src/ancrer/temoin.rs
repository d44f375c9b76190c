//! A head shown to a witness, who signs it too if it extends the last one it saw: C2SP `tlog-witness`,
//! `POST <address>/add-checkpoint`.
//!
//! ```text
//! old 119000            the size the witness knows
//! W1f…=                 the proof between the two sizes, a hash a line
//!
//! 17/parcours           the note
//! …
//! ```
//!
//! The first request claims that the witness knows nothing; the answer of one that does is the size it knows.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::crypto::aws_lc_rs;
use ureq::Agent;
use ureq::tls::TlsConfig;

use super::note::Note;
use super::{Gardee, Serveur};
use crate::echec::Echec;
use crate::nombres::entier;
use crate::sortie;

/// How long a witness may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The longest answer read, in bytes: some signatures.
const REPONSE_MAX: u64 = 64 << 10;

/// What the witness answered.
struct Reponse {
    code: u16,
    corps: String,
}

/// Has a head signed by a witness, and shows the note with both signatures.
pub(super) async fn garder(
    serveur: &Serveur,
    nouvelle: &Note,
    adresse: &str,
) -> Result<Gardee, Echec> {
    let mut reponse = poster(adresse, corps(0, &[], nouvelle)).await?;
    let connue = taille_connue(&reponse).unwrap_or_default();
    if connue > 0 {
        if connue > nouvelle.taille {
            return Ok(Gardee::Divergence(format!(
                "il s’arrête à {}, et le témoin a vu {} événements",
                entier(nouvelle.taille.cast_signed()),
                entier(connue.cast_signed())
            )));
        }
        let chemin = serveur.preuve(connue, nouvelle).await?;
        reponse = poster(adresse, corps(connue, &chemin, nouvelle)).await?;
    }
    if taille_connue(&reponse).is_some_and(|maintenant| maintenant != connue) {
        let phrase = format!("Le témoin {adresse} a reçu une autre tête au même moment.");
        return Err(Echec::Phrase(format!("{phrase}\n  à faire : recommencez")));
    }
    juger(&reponse, nouvelle, adresse)
}

fn juger(reponse: &Reponse, nouvelle: &Note, adresse: &str) -> Result<Gardee, Echec> {
    let Reponse { code, corps } = reponse;
    let refus = |pourquoi: &str| {
        Err(Echec::Phrase(format!("Le témoin {adresse} refuse la tête ({code}) : {pourquoi}.")))
    };
    match code {
        200 if corps.starts_with("— ") && corps.ends_with('\n') => {
            sortie::texte(&format!("{}{corps}", nouvelle.texte));
            Ok(Gardee::A(adresse.to_owned()))
        }
        200 => refus("sa réponse n’est pas une signature"),
        409 | 422 => {
            Ok(Gardee::Divergence("le témoin a vu un autre journal de cette longueur".to_owned()))
        }
        403 => refus("il ne connaît pas la clé qui l’a signée"),
        404 => refus("il ne connaît pas ce journal, ou ce n’est pas l’adresse d’un témoin"),
        _ => refus("il n’a pas dit pourquoi"),
    }
}

/// The size a witness says it knows, when it is not the one we claimed.
fn taille_connue(reponse: &Reponse) -> Option<u64> {
    let Reponse { code, corps } = reponse;
    corps.trim_end().parse().ok().filter(|_| *code == 409)
}

fn corps(connue: u64, chemin: &[Vec<u8>], tete: &Note) -> String {
    let chemin: String = chemin.iter().map(|hash| STANDARD.encode(hash) + "\n").collect();
    format!("old {connue}\n{chemin}\n{}", tete.texte)
}

async fn poster(adresse: &str, corps: String) -> Result<Reponse, Echec> {
    let point = format!("{}/add-checkpoint", adresse.trim_end_matches('/'));
    let injoignable = || Echec::Phrase(format!("Le témoin {adresse} ne répond pas."));
    // The client waits on a thread of its own.
    let poste = tokio::task::spawn_blocking(move || envoyer(&point, &corps)).await;
    poste.map_err(|_| injoignable())?.map_err(|cause| {
        Echec::Phrase(format!(
            "Le témoin {adresse} ne répond pas ({cause}).\n  à faire : recommencez"
        ))
    })
}

fn envoyer(point: &str, corps: &str) -> Result<Reponse, ureq::Error> {
    let crypto = Arc::new(aws_lc_rs::default_provider());
    let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(crypto).build();
    let config = Agent::config_builder().tls_config(tls).timeout_global(Some(PATIENCE));
    // The codes of the protocol are answers, and a witness does not send one elsewhere.
    let agent: Agent = config.http_status_as_error(false).max_redirects(0).build().into();
    let mut reponse = agent.post(point).content_type("text/plain; charset=utf-8").send(corps)?;
    let code = reponse.status().as_u16();
    let corps = reponse.body_mut().with_config().limit(REPONSE_MAX).read_to_string()?;
    Ok(Reponse { code, corps })
}
