//! The rotation of the master key: with servers at work, cut in the middle, and what is refused.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use deadpool_postgres::Pool;
use eventstore::{Database, KeyFailure, Keys, MasterKey, master};
use private_postgres::testing::{self, TestDatabase};
use server::cles;
use server::jetons::Role;
use tempfile::TempDir;
use uuid::Uuid;

use super::cles::owner;
use crate::essai::{Essai, id, inscrire};

/// More than two groups of a rotation.
const SUJETS: u128 = 1_100;

/// A folder with the master key of the oldest specimen, and a database with that one key in it.
struct Ancien {
    database: TestDatabase,
    folder: TempDir,
    subject: Uuid,
}

fn specimen() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../eventstore/specimens/key_v1.json")).unwrap()
}

impl Ancien {
    async fn nouveau() -> Self {
        let (database, folder, specimen) =
            (testing::database(), tempfile::tempdir().unwrap(), specimen());
        let text = |name: &str| specimen[name].as_str().unwrap().to_owned();
        let octets = |hex: &str| -> Vec<u8> {
            let pair = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            (0..hex.len()).step_by(2).map(pair).collect()
        };
        let path = folder.path().join(server::CLEF_MAITRESSE);
        fs::write(&path, octets(&text("master_key_hex"))).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let insert = format!(
            "insert into cles.key (key_id, subject_id, wrapped) values ('{}', '{}', '\\x{}')",
            text("key_id"),
            text("subject"),
            text("wrapped_hex")
        );
        owner(&database).await.batch_execute(&insert).await.unwrap();
        Self { database, folder, subject: text("subject").parse().unwrap() }
    }

    fn pool(&self) -> Pool {
        Database::at(&self.database.url(), 4).unwrap().pool().clone()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(server::CLEF_MAITRESSE)
    }

    /// A server's keys: it has read the files as they are now.
    async fn serveur(&self) -> Keys {
        let keys = Keys::kept_in(self.pool(), &self.path()).unwrap();
        keys.check().await.unwrap();
        keys
    }

    async fn tourner(&self) -> u64 {
        cles::tourner(&self.database.url(), self.folder.path()).await.unwrap().refermees
    }

    async fn retirer(&self) -> Result<bool, KeyFailure> {
        Keys::kept_in(self.pool(), &self.path()).unwrap().forget_former().await
    }

    /// How many live keys are under each master key.
    async fn sous(&self) -> Vec<i64> {
        let sql = "select count(*) from cles.key where wrapped is not null
                    group by substring(wrapped from 1 for 9) order by 1";
        owner(&self.database)
            .await
            .query(sql, &[])
            .await
            .unwrap()
            .iter()
            .map(|r| r.get(0))
            .collect()
    }
}

fn sujets() -> Vec<Uuid> {
    (1..=SUJETS).map(Uuid::from_u128).collect()
}

fn copy(path: &Path) -> [u8; 32] {
    fs::read(path).unwrap().try_into().unwrap()
}

#[tokio::test]
async fn une_rotation_referme_tout_et_les_serveurs_continuent() {
    let ancien = Ancien::nouveau().await;
    let at_work = ancien.serveur().await;
    let subjects = sujets();
    let before = at_work.ensure(&subjects).await.unwrap();
    let old = at_work.ensure(&[ancien.subject]).await.unwrap();
    let first = copy(&ancien.path());

    assert_eq!(u128::from(ancien.tourner().await), SUJETS + 1);
    assert_ne!(copy(&ancien.path()), first);
    assert_eq!(ancien.sous().await, [i64::try_from(SUJETS + 1).unwrap()], "all under one");

    // The server that has not been restarted opens what was refermé, and closes under the new one.
    let after = at_work.ensure(&subjects).await.unwrap();
    assert!(subjects.iter().all(|subject| before.current(*subject) == after.current(*subject)));
    assert_eq!(
        old.current(ancien.subject),
        at_work.ensure(&[ancien.subject]).await.unwrap().current(ancien.subject)
    );
    at_work.ensure(&[Uuid::from_u128(0xabc)]).await.unwrap();
    assert_eq!(ancien.sous().await, [i64::try_from(SUJETS + 2).unwrap()]);

    assert!(ancien.retirer().await.unwrap() && !ancien.retirer().await.unwrap());
    assert!(!master::former_file(&ancien.path()).exists());
    ancien.serveur().await.ensure(&subjects).await.unwrap();
    // Whoever holds the former key alone opens nothing and makes nothing.
    let former = Keys::new(ancien.pool(), MasterKey::new(first));
    assert!(matches!(former.check().await, Err(KeyFailure::OtherMaster)));
    assert!(matches!(former.ensure(&subjects).await, Err(KeyFailure::Unwrap(_))));
    let refused = former.ensure(&[Uuid::from_u128(0xdef)]).await;
    assert!(matches!(refused, Err(KeyFailure::OtherMaster)), "{refused:?}");
}

#[tokio::test]
async fn un_serveur_qui_ne_connait_que_l_ancienne_cle_trouve_la_nouvelle_dans_le_dossier() {
    let ancien = Ancien::nouveau().await;
    let idle = ancien.serveur().await;
    ancien.tourner().await;
    // Its first act is to make a key: never under the one that was retired.
    idle.ensure(&[Uuid::from_u128(5)]).await.unwrap();
    assert_eq!(ancien.sous().await, [2]);
}

#[tokio::test]
async fn une_rotation_coupee_reprend_et_l_ancienne_cle_reste_tant_qu_il_le_faut() {
    let ancien = Ancien::nouveau().await;
    ancien.serveur().await.ensure(&sujets()).await.unwrap();

    // Cut after the files, before the database: a server that starts there goes on as before.
    master::replace_master(&ancien.path()).unwrap();
    ancien.serveur().await.ensure(&[Uuid::from_u128(0xabc)]).await.unwrap();
    assert!(matches!(ancien.retirer().await, Err(KeyFailure::OtherMaster)));
    assert_eq!(u128::from(ancien.tourner().await), SUJETS + 2);

    // Cut in the middle of the keys: one is still as it was.
    let back = format!(
        "update cles.key set wrapped = '\\x{}' where subject_id = '{}'",
        specimen()["wrapped_hex"].as_str().unwrap(),
        ancien.subject
    );
    owner(&ancien.database).await.batch_execute(&back).await.unwrap();
    assert!(matches!(ancien.retirer().await, Err(KeyFailure::StillWrapped(1))));
    assert_eq!(ancien.tourner().await, 1);
    assert!(ancien.retirer().await.unwrap());
    ancien.serveur().await.ensure(&[ancien.subject]).await.unwrap();
}

#[tokio::test]
async fn une_cle_detruite_le_reste_et_un_autre_dossier_ne_sert_pas_cette_base() {
    let ancien = Ancien::nouveau().await;
    ancien.serveur().await.ensure(&[Uuid::from_u128(1)]).await.unwrap();
    let destroy = "update cles.key set wrapped = null, destroyed_at = clock_timestamp(),
                          efface_le = date '2031-02-03', reason = 'essai'
                    where subject_id = '00000000-0000-0000-0000-000000000001'";
    owner(&ancien.database).await.batch_execute(destroy).await.unwrap();
    assert_eq!(ancien.tourner().await, 1);
    let refused = ancien.serveur().await.ensure(&[Uuid::from_u128(1)]).await;
    assert!(matches!(refused, Err(KeyFailure::Erased(_))), "{refused:?}");

    let elsewhere = tempfile::tempdir().unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let options = server::Options::new(ancien.database.url(), elsewhere.path().to_owned(), listen);
    let refused = server::start(options).await.unwrap_err();
    assert!(refused.to_string().contains("another master key"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn une_commande_renvoyee_apres_la_rotation_est_la_meme() {
    let essai = Essai::start().await;
    let command = inscrire(id(), "2024-01-08T09:00:00Z");
    essai.identite().inscrire(command.clone()).await.unwrap();
    let url = essai.database.url();
    assert_eq!(cles::tourner(&url, essai.folder()).await.unwrap().refermees, 1);
    assert!(cles::retirer_l_ancienne(&url, essai.folder()).await.unwrap().ancienne_retiree);
    let (other, parle) = essai.second(Role::Crip).await;
    let mut there = proto::identite::v1::identite_service_client::IdentiteServiceClient::new(parle);
    assert!(there.inscrire(command).await.unwrap().into_inner().deja_fait);
    other.stop().await.unwrap();
}
