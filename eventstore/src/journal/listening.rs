//! The listener of a log: a connection of its own that waits for notifications, for as long as the process has readers.
//!
//! # Invariants
//!
//! - Between a loss and its repair notifications are missed: once it listens again it reads the head and tells it, so
//!   readers wait for their next poll at most.
//! - It holds no event and no transaction: losing it loses nothing.
//!
//! Deliberately not here: whom it wakes ([`super::wake`]).

use std::time::Duration;

use futures::future::poll_fn;
use tokio::sync::watch;
use tokio_postgres::types::Type;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, Socket, tls::NoTlsStream};

use super::wake::CHANNEL;
use crate::database::Database;
use crate::envelope::Position;

/// How long it waits before it connects again after a loss; doubled at each failure.
const PAUSE_MIN: Duration = Duration::from_millis(100);

/// The longest such wait.
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// Listens until it is aborted, and connects again whenever the connection is lost.
pub(super) async fn listen(database: Database, log_id: i16, head: watch::Sender<Position>) {
    let config = settled(database.config());
    drop(database);
    let mut pause = PAUSE_MIN;
    loop {
        let mut listened = false;
        let lost = hear(&config, log_id, &head, &mut listened).await;
        let cause = lost.map_or_else(|error| error.to_string(), |()| "closed".to_owned());
        tracing::warn!(log_id, cause, "the listener of a log lost its connection");
        pause = if listened { PAUSE_MIN } else { PAUSE_MAX.min(pause * 2) };
        tokio::time::sleep(pause).await;
    }
}

/// A connection that says what it is, and notices within half a minute that the other end is gone.
fn settled(config: &Config) -> Config {
    let mut config = config.clone();
    config
        .application_name("parcours/listener")
        .connect_timeout(Duration::from_secs(5))
        .keepalives_idle(Duration::from_secs(10))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(3);
    config
}

/// One connection, until it is lost.
async fn hear(
    config: &Config,
    log_id: i16,
    head: &watch::Sender<Position>,
    listened: &mut bool,
) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    let asked = async {
        client.batch_execute(&format!("listen {CHANNEL}")).await?;
        *listened = true;
        tell(head, last_position(&client, log_id).await?);
        // The connection lives as long as its client does.
        std::future::pending().await
    };
    tokio::select! {
        heard = forward(connection, log_id, head) => heard,
        failed = asked => failed,
    }
}

/// Drives the connection, and tells the position each notification of that log brings.
async fn forward(
    mut connection: Connection<Socket, NoTlsStream>,
    log_id: i16,
    head: &watch::Sender<Position>,
) -> Result<(), tokio_postgres::Error> {
    while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
        if let AsyncMessage::Notification(notification) = message? {
            let position = position_of(notification.payload(), log_id);
            position.into_iter().for_each(|position| tell(head, position));
        }
    }
    Ok(())
}

fn tell(head: &watch::Sender<Position>, position: Position) {
    head.send_modify(|known| *known = position.max(*known));
}

async fn last_position(client: &Client, log_id: i16) -> Result<Position, tokio_postgres::Error> {
    let row = client
        .query_typed_opt(
            "select event.position
               from journal.event as event
              where event.log_id = $1
              order by event.position desc
              limit 1",
            &[(&log_id, Type::INT2)],
        )
        .await?;
    let position = row.map(|row| row.try_get::<_, i64>(0)).transpose()?;
    Ok(position.map_or(Position::ORIGIN, |position| Position::new(position.unsigned_abs())))
}

/// The position a notification tells; none when it is about another log, or is not ours to understand.
fn position_of(payload: &str, log_id: i16) -> Option<Position> {
    let (log, position) = payload.split_once(':')?;
    let ours = log.parse() == Ok(log_id);
    ours.then(|| position.parse().ok().map(Position::new)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_notifications_of_the_log_are_told() {
        assert_eq!(position_of("3:42", 3), Some(Position::new(42)));
        for other in ["4:42", "3:", "3", ":42", "3:-1", "3:1:2", ""] {
            assert_eq!(position_of(other, 3), None, "{other}");
        }
    }
}
