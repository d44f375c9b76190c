//! The views for tools: each table of facts has one, every view and column is explained, their reader reads them and
//! nothing else, and no identifier of the journal comes out.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::collections::{BTreeMap, BTreeSet};

use chiffres::dits::{inscrit, recue};
use chiffres::{Monde, id, le};
use deadpool_postgres::tokio_postgres::error::SqlState;
use deadpool_postgres::tokio_postgres::{Client, NoTls, connect};
use domain::codes::PorteDEntree;
use private_postgres::testing;
use uuid::Uuid;

/// Columns that are not shown: when a row holds, in which log, and who is in charge of it.
const TUES: [&str; 4] = ["from_position", "to_position", "log_id", "agents"];

async fn owner(url: &str) -> Client {
    let (client, connection) = connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// The columns of each relation of a schema whose name begins so, by the rest of its name.
async fn columns(
    client: &Client,
    schema: &str,
    prefix: &str,
) -> BTreeMap<String, BTreeSet<String>> {
    let sql = "select relation.relname::text, attribut.attname::text
                 from pg_catalog.pg_class as relation
                 join pg_catalog.pg_attribute as attribut on attribut.attrelid = relation.oid
                where relation.relnamespace = $1::text::regnamespace and relation.relkind in ('r', 'v')
                  and starts_with(relation.relname, $2)
                  and attribut.attnum > 0 and not attribut.attisdropped";
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in client.query(sql, &[&schema, &prefix]).await.unwrap() {
        let (relation, column): (String, String) = (row.get(0), row.get(1));
        let name = relation.strip_prefix(prefix).unwrap().to_owned();
        known.entry(name).or_default().insert(column);
    }
    known
}

#[tokio::test]
async fn chaque_table_de_faits_a_sa_vue_avec_ses_colonnes() {
    let database = testing::database();
    let client = owner(&database.admin_url()).await;
    let facts = columns(&client, "projections", "fait_").await;
    assert!(facts.len() > 20, "{}", facts.len());
    let mut views = columns(&client, "chiffres", "").await;
    assert!(views.remove("etat").is_some() && views.remove("secret").is_some());
    for (fact, told) in facts {
        let view =
            views.remove(&fact).unwrap_or_else(|| panic!("select chiffres.ouvrir('fait_{fact}')"));
        let mut expected: BTreeSet<String> =
            told.into_iter().filter(|column| !TUES.contains(&column.as_str())).collect();
        expected.insert("journal".to_owned());
        assert_eq!(view, expected, "select chiffres.ouvrir('fait_{fact}') again");
    }
    assert!(views.is_empty(), "a view of nothing: {views:?}");
}

#[tokio::test]
async fn chaque_vue_et_chaque_colonne_sont_expliquees() {
    let database = testing::database();
    let sql = "select relation.relname || coalesce('.' || attribut.attname, '')
                 from pg_catalog.pg_class as relation
                 left join lateral (
                       select attribut.attname, attribut.attnum
                         from pg_catalog.pg_attribute as attribut
                        where attribut.attrelid = relation.oid and attribut.attnum > 0
                          and not attribut.attisdropped
                        union all
                       select null, 0) as attribut on true
                where relation.relnamespace = 'chiffres'::regnamespace and relation.relkind in ('r', 'v')
                  and coalesce(
                        case attribut.attnum
                            when 0 then obj_description(relation.oid, 'pg_class')
                            else col_description(relation.oid, attribut.attnum)
                        end, '') = ''";
    let rows = owner(&database.admin_url()).await.query(sql, &[]).await.unwrap();
    let silent: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[tokio::test]
async fn le_lecteur_lit_chaque_vue_et_rien_d_autre() {
    let database = testing::database();
    let client = owner(&database.admin_url()).await;
    let views = columns(&client, "chiffres", "").await;
    client.batch_execute("set role bi_reader").await.unwrap();
    for view in views.keys().filter(|view| *view != "secret") {
        client.batch_execute(&format!("select * from chiffres.{view}")).await.unwrap();
    }
    for statement in [
        "select secret from chiffres.secret",
        "select chiffres.ouvrir('fait_enfant')",
        "create view chiffres.autre as select 1",
        "select enfant from projections.fait_enfant",
        "select enfant from projections.quarantaine",
        "select payload from journal.event",
        "select payload from journal.event_lisible",
        "select name from journal.log",
        "select wrapped from cles.key",
        "select jeton from recherche.jeton",
        "select * from archives.content",
    ] {
        let refused = client.batch_execute(statement).await.unwrap_err();
        assert_eq!(refused.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{statement}");
    }
    client.batch_execute("reset role; set role parcours").await.unwrap();
    let refused = client.batch_execute("select * from chiffres.enfant").await.unwrap_err();
    let code = refused.code();
    assert_eq!(code, Some(&SqlState::INSUFFICIENT_PRIVILEGE), "no server reads for tools");
}

/// Everything a view shows, as one text a row.
async fn lignes(client: &Client, view: &str) -> Vec<String> {
    let sql = format!("select to_jsonb(vue)::text from chiffres.{view} as vue order by 1");
    let rows = client.query(&sql, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn un_enfant_n_y_est_que_sous_un_pseudonyme_le_meme_partout_et_le_passe_s_y_lit() {
    let mut monde = Monde::nouveau().await;
    let (enfant, information) = (0xaaaa_bbbb_cccc, 0xdddd_eeee_ffff);
    monde.raconte(vec![le("2022-01-08", vec![(enfant, inscrit("2015-03-04"))])]).await;
    let before = monde.runner().catch_up().await.unwrap().get();
    let recue = recue(information, PorteDEntree::Crip, None);
    monde.raconte(vec![le("2022-01-09", vec![(enfant, recue)])]).await;
    let reached = monde.runner().catch_up().await.unwrap().get();

    let client = owner(&monde.admin_url()).await;
    client.batch_execute("set role bi_reader").await.unwrap();
    let views = columns(&client, "chiffres", "").await;
    for view in views.keys().filter(|view| *view != "secret") {
        let shown = lignes(&client, view).await.join("\n");
        let words = shown.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
        let identifiers: Vec<&str> = words.filter(|word| Uuid::parse_str(word).is_ok()).collect();
        let hidden = [enfant, information].map(|number| id(number).simple().to_string());
        assert!(hidden.iter().all(|id| !shown.contains(id)), "{view}: {shown}");
        // 32 hexadecimal digits read as an identifier: pseudonyms have no dash.
        assert!(identifiers.iter().all(|word| !word.contains('-')), "{view}: {identifiers:?}");
    }
    let joined = "select count(*) from chiffres.enfant as enfant
                    join chiffres.information as information on information.enfant = enfant.enfant
                   where enfant.enfant ~ '^[0-9a-f]{32}$' and enfant.journal = '17/parcours'";
    let count = client.query_one(joined, &[]).await.unwrap();
    assert_eq!(count.get::<_, i64>(0), 1);

    client.batch_execute(&format!("set chiffres.position = '{before}'")).await.unwrap();
    let told = (lignes(&client, "enfant").await.len(), lignes(&client, "information").await.len());
    assert_eq!(told, (1, 0), "as recorded then");
    let etat = "select atteint, arret from chiffres.etat where journal = '17/parcours'";
    let etat = client.query_one(etat, &[]).await.unwrap();
    let atteint = u64::try_from(etat.get::<_, i64>(0)).unwrap();
    assert_eq!((atteint, etat.get::<_, Option<i64>>(1)), (reached, None));
}
