//! What every log promises, whoever keeps it: each contract is one function over any `Log`, and runs on the log in
//! memory and on PostgreSQL. A log that is to replace them passes this file as it is.
//!
//! A contract is named once, in `conformance!`, which makes its test on each: none can be left out for one of them. In
//! reading order: what is appended, what is refused, what is read, when it was, who follows, and the face for cqrs-es.
//! `sequences` then lets chance write what nobody thought of, and compares the two.
//!
//! Deliberately not here: what only a database can do, in `journal.rs`: lost connections, processes that race,
//! tampering, keys. Nothing here sleeps.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

/// Makes the tests of contracts: one a contract and a way of keeping a log.
macro_rules! conformance {
    ($($contract:ident),+ $(,)?) => {
        mod in_memory {
            $(
                #[tokio::test]
                async fn $contract() {
                    super::$contract(crate::given::in_memory()).await;
                }
            )+
        }

        mod on_postgresql {
            $(
                #[tokio::test]
                async fn $contract() {
                    let (_database, logs) = crate::given::on_postgresql().await;
                    super::$contract(logs).await;
                }
            )+
        }
    };
}

#[path = "conformance/given.rs"]
mod given;

#[path = "conformance/appending.rs"]
mod appending;

#[path = "conformance/refusing.rs"]
mod refusing;

#[path = "conformance/reading.rs"]
mod reading;

#[path = "conformance/instants.rs"]
mod instants;

#[path = "conformance/following.rs"]
mod following;

#[path = "conformance/aggregates.rs"]
mod aggregates;

#[path = "conformance/sequences.rs"]
mod sequences;
