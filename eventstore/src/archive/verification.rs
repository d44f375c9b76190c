//! Verification of what is archived: each ciphertext against its address, each citation against what is stored.
//!
//! With the synchronous client and statements of its own, as the rest of a verification. One content at a time is in
//! memory.

use postgres::{GenericClient, Row};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Address;

/// A content an event cites, and the address it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// Which content.
    pub content: Uuid,
    /// Where the event says it is.
    pub address: Address,
}

/// What does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArchiveFault {
    /// The ciphertext has another digest than its address.
    Altered(Uuid),
    /// The address is not the one the journal cites.
    OtherAddress(Uuid),
    /// The journal cites it, and it is not there.
    Missing(Uuid),
}

/// Reads every content of a log again. Gives how many were read and what does not hold.
///
/// # Errors
///
/// When the database fails.
pub fn verify(
    client: &mut impl GenericClient,
    log: &str,
    cited: &[Cited],
) -> Result<(u64, Vec<ArchiveFault>), postgres::Error> {
    let mut faults = Vec::new();
    let (mut read, mut after) = (0, Uuid::nil());
    while let Some(row) = next(client, log, after)? {
        let (id, address, ciphertext): (Uuid, Vec<u8>, Vec<u8>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        (read, after) = (read + 1, id);
        if Sha256::digest(&ciphertext).as_slice() != address {
            faults.push(ArchiveFault::Altered(id));
        }
        let mut said = cited.iter().filter(|cited| cited.content == id);
        if said.any(|cited| cited.address.as_slice() != address) {
            faults.push(ArchiveFault::OtherAddress(id));
        }
    }
    for cited in cited {
        if !exists(client, log, cited.content)? {
            faults.push(ArchiveFault::Missing(cited.content));
        }
    }
    faults.sort_unstable();
    faults.dedup();
    Ok((read, faults))
}

fn next(
    client: &mut impl GenericClient,
    log: &str,
    after: Uuid,
) -> Result<Option<Row>, postgres::Error> {
    client.query_opt(
        "select content.content_id, content.address, content.ciphertext
           from archives.content as content
           join journal.log as log on log.log_id = content.log_id
          where log.name = $1 and $2 < content.content_id
          order by content.content_id
          limit 1",
        &[&log, &after],
    )
}

fn exists(client: &mut impl GenericClient, log: &str, id: Uuid) -> Result<bool, postgres::Error> {
    let row = client.query_one(
        "select exists (
             select 1
               from archives.content as content
               join journal.log as log on log.log_id = content.log_id
              where log.name = $1 and content.content_id = $2)",
        &[&log, &id],
    )?;
    row.try_get(0)
}
