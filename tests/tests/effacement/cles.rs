//! The keys themselves, under two servers: a key destroyed is destroyed for all, at once and for ever.

use chrono::{DateTime, NaiveDate, Utc};
use eventstore::{
    AppendRequest, Database, Erase, Journal, KeyFailure, Keys, MasterKey, NewEvent, RandomNonces,
    SealContext, StreamId, Verdict, When, Write, canonical, seal,
};
use private_postgres::testing::{self, TestDatabase};
use serde_json::json;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

pub(crate) async fn owner(database: &TestDatabase) -> Client {
    let (client, connection) = tokio_postgres::connect(&database.admin_url(), NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

fn number(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2031, 2, 3).unwrap()
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_640_000_000, 0).unwrap()
}

/// One server: its journal and its keys, under the same master key as the other.
struct Serveur {
    journal: Journal,
    keys: Keys,
}

impl Serveur {
    async fn devant(database: &TestDatabase) -> Self {
        let connections = Database::at(&database.url(), 4).unwrap();
        let journal = Journal::create(&connections, "17/parcours", true).await.unwrap();
        let keys = Keys::new(connections.pool().clone(), MasterKey::new([9; 32]));
        Self { journal, keys }
    }

    /// An event on a stream, with one field sealed for the subject.
    async fn scelle(&self, stream: Uuid, event_id: Uuid, subject: Uuid) -> NewEvent {
        let keys = self.keys.ensure(&[subject]).await.unwrap();
        let flux = StreamId::new("enfant", stream);
        let context = SealContext { log: self.journal.name(), stream: &flux, event_id };
        let value = json!({"nom": {"sujet": subject.to_string(), "clair": "Zéphyrine"}});
        let sealed = seal::seal(value, &context, &keys, &mut RandomNonces).unwrap();
        event(event_id, canonical::to_bytes(&sealed).unwrap())
    }
}

fn event(event_id: Uuid, payload: Vec<u8>) -> NewEvent {
    NewEvent {
        event_id,
        event_type: "essai".into(),
        schema_version: 1,
        survenu: When::day(day()),
        connu_le: day(),
        causation_id: None,
        payload,
    }
}

fn request(command: u128, stream: Uuid, expected: u32, event: NewEvent) -> AppendRequest {
    let stream = StreamId::new("enfant", stream);
    AppendRequest {
        command_id: number(command),
        request_hash: [1; 32],
        actor: "essai".into(),
        finalite: "essai".into(),
        correlation_id: None,
        simulated_at: Some(at()),
        writes: vec![Write { stream, expected, events: vec![event] }],
        checks: vec![],
        erases: vec![],
    }
}

/// A request that says an erasure on a stream, and erases the subject.
fn erasing(command: u128, stream: Uuid, expected: u32, subject: Uuid) -> AppendRequest {
    let said = event(number(command + 0xe000), b"{}".to_vec());
    let erase = Erase { subject, le: day(), reason: "essai".into() };
    AppendRequest { erases: vec![erase], ..request(command, stream, expected, said) }
}

fn appended(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Appended { .. })
}

#[tokio::test]
async fn une_cle_detruite_par_un_serveur_l_est_pour_l_autre_qui_l_avait_lue() {
    let database = testing::database();
    let (one, other) = (Serveur::devant(&database).await, Serveur::devant(&database).await);
    let child = number(1);
    let sealed = one.scelle(child, number(0xe1), child).await;
    one.journal.append(request(1, child, 0, sealed.clone())).await.unwrap();
    let stored = canonical::parse(&sealed.payload).unwrap();
    let key_ids = seal::keys_in(&stored);
    let flux = StreamId::new("enfant", child);
    let context = SealContext { log: "17/parcours", stream: &flux, event_id: number(0xe1) };
    let opened = |keys| seal::open(stored.clone(), &context, &keys).unwrap()["nom"].clone();
    assert_eq!(opened(one.keys.fetch(&key_ids).await.unwrap())["clair"], "Zéphyrine");

    // It seals a second event, and the other server erases before it is appended.
    let late = one.scelle(child, number(0xe2), child).await;
    let verdict = other.journal.append(erasing(2, child, 1, child)).await.unwrap();
    assert!(appended(&verdict), "{verdict:?}");

    let erased = json!({"sujet": child.to_string(), "efface_le": "2031-02-03"});
    for server in [&one, &other] {
        assert_eq!(opened(server.keys.fetch(&key_ids).await.unwrap()), erased);
        let refused = server.keys.ensure(&[child]).await.unwrap_err();
        assert!(matches!(refused, KeyFailure::Erased(whose) if whose == child), "{refused}");
    }
    // What was sealed before cannot come after.
    let verdict = one.journal.append(request(3, child, 1, late)).await.unwrap();
    assert!(matches!(verdict, Verdict::Conflict(_)), "{verdict:?}");
}

#[tokio::test]
async fn ce_qui_n_est_pas_inscrit_ne_detruit_rien_et_un_double_ne_detruit_qu_une_fois() {
    let database = testing::database();
    let server = Serveur::devant(&database).await;
    let child = number(1);
    let sealed = server.scelle(child, number(0xe1), child).await;
    server.journal.append(request(1, child, 0, sealed)).await.unwrap();

    let verdict = server.journal.append(erasing(2, child, 0, child)).await.unwrap();
    assert!(matches!(verdict, Verdict::Conflict(_)), "{verdict:?}");
    server.keys.ensure(&[child]).await.unwrap();

    // In one batch: the erasure, itself again, and another erasure of the same subject.
    let again = AppendRequest {
        erases: vec![Erase { subject: child, le: NaiveDate::MAX, reason: "autre".into() }],
        ..erasing(3, number(2), 0, child)
    };
    let again = AppendRequest {
        erases: vec![Erase { le: day().succ_opt().unwrap(), ..again.erases[0].clone() }],
        ..again
    };
    let batch = vec![erasing(2, child, 1, child), erasing(2, child, 1, child), again];
    let verdicts = server.journal.append_all(batch).await.unwrap();
    assert!(appended(&verdicts[0]) && appended(&verdicts[2]), "{verdicts:?}");
    assert!(matches!(verdicts[1], Verdict::Duplicate { .. }), "{verdicts:?}");
    let fates = server.keys.fates(&[], &[child]).await.unwrap();
    assert_eq!(fates.len(), 1);
    assert_eq!(fates[0].destroyed, Some((day(), "essai".to_owned())), "the first one stands");
}

#[tokio::test]
async fn qui_n_avait_pas_de_cle_n_en_aura_jamais() {
    let database = testing::database();
    let server = Serveur::devant(&database).await;
    let verdict = server.journal.append(erasing(1, number(1), 0, number(7))).await.unwrap();
    assert!(appended(&verdict), "{verdict:?}");
    let refused = server.keys.ensure(&[number(7), number(8)]).await.unwrap_err();
    assert!(matches!(refused, KeyFailure::Erased(whose) if whose == number(7)), "{refused}");
    server.keys.ensure(&[number(8)]).await.unwrap();
}

#[tokio::test]
async fn personne_ne_ranime_ni_ne_retire_une_cle_pas_meme_le_proprietaire() {
    let database = testing::database();
    let server = Serveur::devant(&database).await;
    server.keys.ensure(&[number(1), number(2)]).await.unwrap();
    server.journal.append(erasing(1, number(1), 0, number(1))).await.unwrap();
    let owner = owner(&database).await;
    let destroyed = "where destroyed_at is not null";
    for statement in [
        format!(
            "update cles.key set wrapped = '\\x02', destroyed_at = null, efface_le = null, reason = null {destroyed}"
        ),
        format!("update cles.key set reason = 'autre' {destroyed}"),
        format!("update cles.key set efface_le = date '2001-01-01' {destroyed}"),
        "update cles.key set subject_id = gen_random_uuid()".into(),
        "update cles.key set key_id = gen_random_uuid()".into(),
        "delete from cles.key".into(),
        "truncate cles.key".into(),
        "delete from cles.master".into(),
    ] {
        let refused = owner.batch_execute(&statement).await.unwrap_err();
        assert_eq!(refused.code(), Some(&SqlState::RESTRICT_VIOLATION), "{statement}");
    }
    // The one other change there is.
    owner
        .batch_execute("update cles.key set wrapped = wrapped where destroyed_at is null")
        .await
        .unwrap();
    let second = "insert into cles.key (key_id, subject_id, wrapped)
                  select gen_random_uuid(), subject_id, '\\x02' from cles.key";
    let refused = owner.batch_execute(second).await.unwrap_err();
    assert_eq!(refused.code(), Some(&SqlState::UNIQUE_VIOLATION), "a subject has one key for ever");
}
