//! The dictionary in memory: names of stream kinds and event types, and the numbers rows hold.
//!
//! Invariant: a name and its number never part, so what is in memory is never stale, only incomplete.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use deadpool_postgres::Pool;
use tokio_postgres::types::Type;

use super::Failure;
use crate::request::AppendRequest;

#[derive(Debug, Clone, Default)]
pub(super) struct Names(Arc<RwLock<Known>>);

#[derive(Debug, Default)]
struct Known {
    by_name: HashMap<String, i16>,
    by_number: HashMap<i16, String>,
}

impl Names {
    /// Makes sure that every name the requests use has a number, before anyone takes the lock.
    pub(super) async fn learn(
        &self,
        pool: &Pool,
        requests: &[AppendRequest],
    ) -> Result<(), Failure> {
        let missing: Vec<String> = {
            let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
            let used = requests.iter().flat_map(used_by);
            let unknown = used.filter(|name| !known.by_name.contains_key(*name));
            unknown.collect::<HashSet<&str>>().into_iter().map(str::to_owned).collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        let client = pool.get().await?;
        client
            .execute_typed(
                "insert into journal.name (name)
                 select wanted.name
                   from unnest($1::text[]) as wanted (name)
                  where not exists (select from journal.name where name.name = wanted.name)
                  order by wanted.name
                     on conflict (name) do nothing",
                &[(&missing, Type::TEXT_ARRAY)],
            )
            .await?;
        drop(client);
        self.reload(pool).await
    }

    /// The number of a name that was learnt.
    pub(super) fn number(&self, name: &str) -> i16 {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        *known.by_name.get(name).expect("the names of a request are learnt before it is written")
    }

    /// The name of a number, if the dictionary in memory has it.
    pub(super) fn name(&self, number: i16) -> Option<String> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.by_number.get(&number).cloned()
    }

    /// Whether the dictionary in memory has that number.
    pub(super) fn knows(&self, number: i16) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.by_number.contains_key(&number)
    }

    /// Reads the whole dictionary: some tens of names.
    pub(super) async fn reload(&self, pool: &Pool) -> Result<(), Failure> {
        let client = pool.get().await?;
        let rows = client.query_typed("select name_id, name from journal.name", &[]).await?;
        let mut read = Known::default();
        for row in rows {
            let (number, name): (i16, String) = (row.try_get(0)?, row.try_get(1)?);
            read.by_name.insert(name.clone(), number);
            read.by_number.insert(number, name);
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.by_name.extend(read.by_name);
        known.by_number.extend(read.by_number);
        Ok(())
    }
}

fn used_by(request: &AppendRequest) -> impl Iterator<Item = &str> {
    request
        .events()
        .flat_map(|(write, _, event)| [write.stream.kind.as_str(), event.event_type.as_str()])
}
