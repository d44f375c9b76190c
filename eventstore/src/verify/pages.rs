//! Rows by pages: a portal in the verification's transaction, so that a log of any length is read in bounded memory,
//! and the next row may be looked at before it is taken.

use std::collections::VecDeque;

use postgres::types::ToSql;
use postgres::{Portal, Row, Transaction};

/// Rows fetched at once. Payloads are 1 MiB at most, and half a kilobyte as a rule.
const PAGE: i32 = 256;

/// An ordered reading that several others may be interleaved with.
pub(super) struct Pages {
    portal: Portal,
    waiting: VecDeque<Row>,
    is_over: bool,
}

impl Pages {
    /// Begins to read.
    pub(super) fn open(
        transaction: &mut Transaction<'_>,
        query: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Self, postgres::Error> {
        let portal = transaction.bind(query, parameters)?;
        Ok(Self { portal, waiting: VecDeque::new(), is_over: false })
    }

    /// The next row, left where it is.
    pub(super) fn peek(
        &mut self,
        transaction: &mut Transaction<'_>,
    ) -> Result<Option<&Row>, postgres::Error> {
        if self.waiting.is_empty() && !self.is_over {
            self.waiting = transaction.query_portal(&self.portal, PAGE)?.into();
            self.is_over = self.waiting.len() < PAGE as usize;
        }
        Ok(self.waiting.front())
    }

    /// The next row, taken.
    pub(super) fn next(
        &mut self,
        transaction: &mut Transaction<'_>,
    ) -> Result<Option<Row>, postgres::Error> {
        self.peek(transaction)?;
        Ok(self.waiting.pop_front())
    }
}
