//! The ranges of the commands, walked beside the events: together they cover every position once.
//!
//! A command that changed nothing has an empty range, just after the head it was answered at.

use chrono::{DateTime, Utc};
use postgres::{Row, Transaction};
use uuid::Uuid;

use super::finding::{CommandFault, Findings, Kind, Span};
use super::pages::Pages;
use crate::envelope::RecordedEvent;

/// The commands of a log, in the order of their ranges.
pub(super) struct Commands {
    pages: Pages,
    current: Option<Range>,
    /// The last position covered.
    covered: u64,
    /// How many were read.
    pub(super) count: u64,
}

#[derive(Clone, Copy)]
struct Range {
    command: Uuid,
    first: u64,
    last: u64,
    recorded_at: DateTime<Utc>,
}

impl Range {
    fn read(row: &Row) -> Result<Self, postgres::Error> {
        Ok(Self {
            command: row.try_get(0)?,
            first: row.try_get::<_, i64>(1)?.cast_unsigned(),
            last: row.try_get::<_, i64>(2)?.cast_unsigned(),
            recorded_at: row.try_get(3)?,
        })
    }

    fn is_empty(&self) -> bool {
        self.last < self.first
    }
}

impl Commands {
    pub(super) fn open(
        transaction: &mut Transaction<'_>,
        log_id: i16,
    ) -> Result<Self, postgres::Error> {
        let pages = Pages::open(
            transaction,
            "select command.command_id, command.first_position, command.last_position,
                    command.recorded_at
               from journal.command as command
              where command.log_id = $1
              order by command.first_position, command.last_position, command.command_id",
            &[&log_id],
        )?;
        Ok(Self { pages, current: None, covered: 0, count: 0 })
    }

    /// Checks that an event is in the range of its command, and of no other.
    pub(super) fn cover(
        &mut self,
        transaction: &mut Transaction<'_>,
        event: &RecordedEvent,
        before: Option<DateTime<Utc>>,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        let position = event.position.get();
        self.advance(transaction, position, before, findings)?;
        match self.current.filter(|range| (range.first..=range.last).contains(&position)) {
            None => findings.at(position, kind(event.command_id, CommandFault::Missing)),
            Some(range) => compare(range, event, findings),
        }
        Ok(())
    }

    /// Takes ranges until one ends at a position or after it, or begins after it.
    fn advance(
        &mut self,
        transaction: &mut Transaction<'_>,
        position: u64,
        before: Option<DateTime<Utc>>,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        while self.current.is_none_or(|range| range.last < position) {
            let Some(row) = self.pages.peek(transaction)? else { break };
            let next = Range::read(row)?;
            if next.first > position {
                break;
            }
            self.pages.next(transaction)?;
            self.take(next, before, findings);
        }
        Ok(())
    }

    fn take(&mut self, next: Range, before: Option<DateTime<Utc>>, findings: &mut Findings) {
        self.count += 1;
        if next.is_empty() {
            if before.is_some_and(|before| next.recorded_at < before) {
                findings.at(next.first, kind(next.command, CommandFault::Instant));
            }
            return;
        }
        if next.first <= self.covered {
            let span = Span::between(next.first, self.covered.min(next.last));
            findings.add(Some(span), kind(next.command, CommandFault::Overlap));
        }
        self.covered = self.covered.max(next.last);
        self.current = Some(next);
    }

    /// After the last event: what is left covers nothing.
    pub(super) fn finish(
        &mut self,
        transaction: &mut Transaction<'_>,
        size: u64,
        findings: &mut Findings,
    ) -> Result<(), postgres::Error> {
        if let Some(range) = self.current.filter(|range| range.last > size) {
            let span = Span::between(size + 1, range.last);
            findings.add(Some(span), kind(range.command, CommandFault::BeyondEnd));
        }
        while let Some(row) = self.pages.next(transaction)? {
            let range = Range::read(&row)?;
            self.count += 1;
            let answered_at_the_end = range.is_empty() && range.last <= size;
            if !answered_at_the_end {
                let span = Span::between(range.first, range.last.max(range.first));
                findings.add(Some(span), kind(range.command, CommandFault::BeyondEnd));
            }
        }
        Ok(())
    }
}

fn compare(range: Range, event: &RecordedEvent, findings: &mut Findings) {
    let position = event.position.get();
    if range.command != event.command_id {
        findings.at(position, kind(range.command, CommandFault::OfAnother(event.command_id)));
    } else if position == range.last && range.recorded_at != event.recorded_at {
        findings.at(position, kind(range.command, CommandFault::Instant));
    }
}

fn kind(command: Uuid, fault: CommandFault) -> Kind {
    Kind::Command { command, fault }
}
