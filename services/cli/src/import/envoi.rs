//! A stream of commands to the server, and its answers: what `import` and `demo` share.

use proto::reprise::v1::reprise_service_client::RepriseServiceClient;
use proto::reprise::v1::{Compte, Ligne};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status};

use crate::client::{Canal, REPONSE_MAX};
use crate::echec::Echec;

/// Sends every line and hands over every answer, until the server has answered all.
///
/// # Errors
/// [`Echec`] when the server refuses the stream or is lost, or when `suivi` fails. What was answered
/// is durable; sending the same lines again does the rest.
pub async fn envoyer(
    canal: Canal,
    lignes: mpsc::Receiver<Ligne>,
    mut suivi: impl FnMut(Compte) -> Result<(), Echec>,
) -> Result<(), Echec> {
    let mut client = RepriseServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX);
    let reponse = client.importer(ReceiverStream::new(lignes)).await?;
    let mut comptes = reponse.into_inner();
    while let Some(compte) = comptes.message().await.map_err(perdu)? {
        suivi(compte)?;
    }
    Ok(())
}

/// How a connection lost half-way looks.
const COUPURES: [Code; 3] = [Code::Unavailable, Code::Unknown, Code::Cancelled];

/// A connection lost half-way is told apart from a refusal.
fn perdu(status: Status) -> Echec {
    if COUPURES.contains(&status.code()) { interrompu() } else { status.into() }
}

/// The server went away before the end.
#[must_use]
pub fn interrompu() -> Echec {
    Echec::Phrase(
        "Le serveur s’est arrêté avant d’avoir répondu à toutes les lignes.\n  à faire : relancez \
         la même commande quand il tourne de nouveau, ce qui est fait ne sera pas refait"
            .to_owned(),
    )
}
