//! The contents kept beside a journal, verified with it: each against the address its event cites.

use eventstore::archive::{self, ArchiveFault, Cited};
use postgres::Client;

use crate::base;
use crate::echec::Echec;
use crate::nombres::accorde;
use crate::sortie;

/// The stored names of the events that cite a content.
const CITENT: [&str; 2] = ["piece_versee", "extrait_remis"];

/// Verifies the contents of a log, says what does not hold, and whether all holds.
pub(super) fn verifier(client: &mut Client, journal: &str) -> Result<bool, Echec> {
    let panne = |cause: postgres::Error| Echec::Moteur(base::refuse(&cause));
    let citees = citees(client, journal).map_err(panne)?;
    let (lues, ecarts) = archive::verify(client, journal, &citees).map_err(panne)?;
    if 0 < lues || !citees.is_empty() {
        sortie::ligne(&format!(
            "  {} aux archives : chaque contenu chiffré est relu et comparé à l’adresse que cite le journal",
            accorde(lues, "pièce ou extrait", "pièces et extraits"),
        ));
    }
    for ecart in &ecarts {
        sortie::ligne(&format!("  ✗ {}", phrase(ecart)));
    }
    Ok(ecarts.is_empty())
}

fn phrase(ecart: &ArchiveFault) -> String {
    match ecart {
        ArchiveFault::Altered(piece) => {
            format!("pièce {piece} : le contenu chiffré n’est plus celui de son adresse")
        }
        ArchiveFault::OtherAddress(piece) => {
            format!("pièce {piece} : son adresse n’est pas celle que cite le journal")
        }
        ArchiveFault::Missing(piece) => {
            format!("pièce {piece} : le journal la cite, et les archives ne l’ont pas")
        }
    }
}

/// What the events of a log cite.
fn citees(client: &mut Client, journal: &str) -> Result<Vec<Cited>, postgres::Error> {
    let rows = client.query(
        "select coalesce(event.payload ->> 'piece', event.payload ->> 'extrait')::uuid,
                event.payload ->> 'adresse'
           from journal.event_lisible as event
          where event.log = $1 and event.event_type = any ($2) and event.payload ? 'adresse'",
        &[&journal, &CITENT.as_slice()],
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let (content, address): (uuid::Uuid, String) = (row.try_get(0)?, row.try_get(1)?);
        // What is not a digest is the address of nothing.
        found.push(Cited { content, address: address_of(&address).unwrap_or([0; 32]) });
    }
    Ok(found)
}

fn address_of(text: &str) -> Option<archive::Address> {
    let byte = |rank: usize| u8::from_str_radix(text.get(2 * rank..2 * rank + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len() / 2).map(byte).collect();
    bytes?.try_into().ok()
}
