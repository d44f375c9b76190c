//! Which streams hold a seal of a key: what whoever destroys a shared key must know first.
//!
//! The whole log is read, on purpose: no index says it, and none is needed, for it is asked when something is erased
//! and never otherwise. Payloads are canonical, so a seal of a key is these very bytes.

use std::collections::{BTreeSet, HashMap};

use tokio_postgres::types::Type;
use uuid::Uuid;

use super::{Failure, Journal};

impl Journal {
    /// The streams that hold a seal closed with each of those keys, whatever became of the key. A key nothing was closed
    /// with is not in the answer. Reads the whole log.
    pub async fn streams_sealed_with(
        &self,
        key_ids: &[Uuid],
    ) -> Result<HashMap<Uuid, BTreeSet<Uuid>>, Failure> {
        let mut found: HashMap<Uuid, BTreeSet<Uuid>> = HashMap::new();
        if key_ids.is_empty() {
            return Ok(found);
        }
        let seals: Vec<Vec<u8>> =
            key_ids.iter().map(|key_id| format!("\"cle\":\"{key_id}\"").into_bytes()).collect();
        let client = self.database.pool().get().await?;
        let rows = client
            .query_typed(
                "select distinct wanted.key_id, event.stream_id
                   from journal.event as event
                   join unnest($2, $3) as wanted (key_id, seal)
                     on position(wanted.seal in event.payload) > 0
                  where event.log_id = $1",
                &[
                    (&self.log_id, Type::INT2),
                    (&key_ids, Type::UUID_ARRAY),
                    (&seals, Type::BYTEA_ARRAY),
                ],
            )
            .await?;
        for row in rows {
            let (key_id, stream): (Uuid, Uuid) = (row.try_get(0)?, row.try_get(1)?);
            found.entry(key_id).or_default().insert(stream);
        }
        Ok(found)
    }
}
