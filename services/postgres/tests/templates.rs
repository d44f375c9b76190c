//! A database a test: alone in it, gone after it, the same schema for all.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use postgres::{Client, NoTls};
use private_postgres::testing;

fn databases(admin_url: &str) -> Vec<String> {
    let mut client = Client::connect(admin_url, NoTls).unwrap();
    let rows = client.query("select datname::text from pg_database", &[]).unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[test]
fn two_tests_do_not_see_each_other() {
    let (one, other) = (testing::database(), testing::database());
    let mut client = Client::connect(&one.admin_url(), NoTls).unwrap();
    client.batch_execute("create table seule (n int)").unwrap();
    let mut client = Client::connect(&other.admin_url(), NoTls).unwrap();
    let found = client.query_opt("select oid from pg_class where relname = 'seule'", &[]).unwrap();
    assert!(found.is_none());
}

#[test]
fn a_test_s_database_is_migrated_and_open_to_the_application() {
    let database = testing::database();
    let mut client = Client::connect(&database.url(), NoTls).unwrap();
    let schema = "select oid from pg_namespace where nspname = 'journal'";
    assert!(client.query_opt(schema, &[]).unwrap().is_some());
}

#[test]
fn a_test_s_database_goes_with_it_even_with_clients_inside() {
    let witness = testing::database();
    let gone = testing::database();
    let name = gone.name().to_owned();
    let _inside = Client::connect(&gone.url(), NoTls).unwrap();
    assert!(databases(&witness.admin_url()).contains(&name));
    drop(gone);
    assert!(!databases(&witness.admin_url()).contains(&name));
}

#[tokio::test]
async fn a_database_can_be_asked_for_inside_a_runtime() {
    let database = testing::database();
    let (client, connection) =
        tokio_postgres::connect(&database.url(), tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let row = client.query_one("select 1", &[]).await.unwrap();
    assert_eq!(row.get::<_, i32>(0), 1);
    drop(client);
    connection.await.unwrap().unwrap();
}

#[test]
fn tests_that_start_together_do_not_race() {
    let makers: Vec<_> = (0..8).map(|_| std::thread::spawn(testing::database)).collect();
    let made: Vec<_> = makers.into_iter().map(|maker| maker.join().unwrap()).collect();
    let mut names: Vec<_> = made.iter().map(|database| database.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 8);
}
