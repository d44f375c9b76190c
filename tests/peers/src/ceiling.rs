//! The ceiling: what PostgreSQL takes at once into the very table and indexes of our journal, durable, from one client.
//!
//! No lock, no verdict, no hash, no stream's version, no command kept: rows that were made beforehand.

use std::pin::pin;
use std::time::Instant;

use bench::Failure;
use bench::draw::Draw;
use chrono::{DateTime, Utc};
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::Type;
use uuid::Uuid;

const COLUMNS: &str = "log_id, position, stream_id, stream_type, stream_version, event_type, schema_version, event_id,
    command_id, recorded_at, survenu_le, survenu_a, survenu_precision, connu_le, actor, finalite, correlation_id,
    causation_id, payload, leaf";

const TYPES: [Type; 20] = [
    Type::INT2,
    Type::INT8,
    Type::UUID,
    Type::INT2,
    Type::INT4,
    Type::INT2,
    Type::INT2,
    Type::UUID,
    Type::UUID,
    Type::TIMESTAMPTZ,
    Type::DATE,
    Type::TIMESTAMPTZ,
    Type::TEXT,
    Type::DATE,
    Type::TEXT,
    Type::TEXT,
    Type::UUID,
    Type::UUID,
    Type::BYTEA,
    Type::BYTEA,
];

/// A journal of ours nobody writes to, its next position, and rows to put in it.
pub struct Ceiling {
    client: Client,
    draw: Draw,
    log_id: i16,
    next: i64,
}

/// What makes a row; the rest is the same for all.
struct Row {
    stream: Uuid,
    version: i32,
    event: Uuid,
    command: Uuid,
    payload: Vec<u8>,
    leaf: Vec<u8>,
}

impl Ceiling {
    /// On a database that has our schema.
    pub async fn create(url: &str, draw: &Draw) -> Result<Self, Failure> {
        let client = bench::stand::connect(url).await?;
        client
            .batch_execute(
                "insert into journal.log (name, simulated) values ('plafond', true);
                 insert into journal.name (name) values ('enfant'), ('information_recue');
                 create unlogged table source (like journal.event)",
            )
            .await?;
        let sql = "select log_id from journal.log where name = 'plafond'";
        let log_id = client.query_one(sql, &[]).await?.try_get(0)?;
        Ok(Self { client, draw: draw.clone(), log_id, next: 1 })
    }

    /// Rows a second of one `insert … select` of so many rows, so many of each stream.
    pub async fn insert_select(&mut self, rows: usize, each: usize) -> Result<f64, Failure> {
        self.client.batch_execute("truncate source").await?;
        let made = self.rows(rows, each);
        self.copy_in("source", &made).await?;
        self.client.batch_execute("analyze source").await?;
        let insert = format!("insert into journal.event ({COLUMNS}) select {COLUMNS} from source");
        let started = Instant::now();
        let inserted = self.client.execute(&insert, &[]).await?;
        let seconds = started.elapsed().as_secs_f64();
        self.held(inserted, rows, seconds)
    }

    /// Rows a second of one binary `copy` of so many rows, encoded by the client meanwhile.
    pub async fn copy(&mut self, rows: usize, each: usize) -> Result<f64, Failure> {
        let made = self.rows(rows, each);
        let started = Instant::now();
        let copied = self.copy_in("journal.event", &made).await?;
        let seconds = started.elapsed().as_secs_f64();
        self.held(copied, rows, seconds)
    }

    fn held(&mut self, written: u64, rows: usize, seconds: f64) -> Result<f64, Failure> {
        if written != rows as u64 {
            return Err(Failure::Gate {
                store: "plafond".to_owned(),
                workload: "en masse".to_owned(),
                what: format!("{rows} lignes données, {written} écrites"),
            });
        }
        self.next += i64::try_from(rows).map_err(Failure::other)?;
        Ok(written as f64 / seconds)
    }

    fn rows(&self, count: usize, each: usize) -> Vec<Row> {
        let mut hand = self.draw.hand();
        let mut rows = Vec::with_capacity(count);
        while rows.len() < count {
            let (stream, command) = (hand.id(), hand.id());
            for version in (1..).take(each.min(count - rows.len())) {
                let (event, payload) = (hand.id(), hand.payload());
                let mut leaf = vec![1];
                leaf.extend_from_slice(stream.as_bytes());
                leaf.extend_from_slice(event.as_bytes());
                rows.push(Row { stream, version, event, command, payload, leaf });
            }
        }
        rows
    }

    async fn copy_in(&self, table: &str, rows: &[Row]) -> Result<u64, Failure> {
        let sql = format!("copy {table} ({COLUMNS}) from stdin (format binary)");
        let sink = self.client.copy_in(&sql).await?;
        let mut writer = pin!(BinaryCopyInWriter::new(sink, &TYPES));
        let at = DateTime::from_timestamp(1_767_225_600, 0).unwrap_or_default();
        let (day, none) = (at.date_naive(), None::<Uuid>);
        for (position, row) in (self.next..).zip(rows) {
            let Row { stream, version, event, command, payload, leaf } = row;
            let recorded_at = at + chrono::TimeDelta::microseconds(position);
            writer
                .as_mut()
                .write(&[
                    &self.log_id,
                    &position,
                    stream,
                    &1_i16,
                    version,
                    &2_i16,
                    &1_i16,
                    event,
                    command,
                    &recorded_at,
                    &day,
                    &None::<DateTime<Utc>>,
                    &"jour",
                    &day,
                    &"agent-0042",
                    &"protection_de_l_enfance",
                    &none,
                    &none,
                    payload,
                    leaf,
                ])
                .await?;
        }
        Ok(writer.as_mut().finish().await?)
    }
}
