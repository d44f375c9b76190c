//! The rebuild beside: the same rows as those kept at each batch; what differs named and put right; a runner at work
//! that loses nothing; a crash that leaves what is read; readers that never wait.
//!
//! Deliberately absent: whether the rows are right (`second_chemin`), and how fast they come (`parcours bench`).

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::time::Duration;

use chiffres::dits::{projet_etabli, projet_revise};
use chiffres::hasard::{Hasard, annee_au_hasard, avec_des_corrections};
use chiffres::recits::{annee_de_la_crip, milieu_ouvert, placements};
use chiffres::{Monde, Requete, id, le, pour_2022};
use eventstore::Position;
use projections::runner::{Comparee, Failure, Reconstruite, Runner};
use tokio::task::JoinHandle;

/// A population told by hand, its rows at the head.
async fn population() -> Monde {
    let mut monde = Monde::nouveau().await;
    monde.raconte(recits()).await;
    monde.runner().catch_up().await.unwrap();
    monde
}

fn recits() -> Vec<Requete> {
    [annee_de_la_crip(), milieu_ouvert(), placements()].into_iter().flatten().collect()
}

/// A year drawn, with corrections and merges.
fn annee(graine: u64) -> Vec<Requete> {
    let mut hasard = Hasard(graine);
    let told = annee_au_hasard(&mut hasard, 60);
    avec_des_corrections(&mut hasard, told)
}

/// What differs: `table missing in-excess`.
fn ecarts(compared: &Reconstruite) -> Vec<String> {
    let differ = compared.tables.iter().filter(|table| table.differe());
    let said = |Comparee { table, manquantes, en_trop, lignes: _ }: &Comparee| {
        format!("{table} {manquantes} {en_trop}")
    };
    differ.map(said).collect()
}

async fn sql(monde: &Monde, statement: &str) -> u64 {
    monde.pool.get().await.unwrap().execute(statement, &[]).await.unwrap()
}

/// Plants a fault in what is read.
async fn faute(monde: &Monde, statement: &str) {
    assert!(sql(monde, statement).await > 0, "nothing was planted: {statement}");
}

async fn nombre(monde: &Monde, query: &str) -> i64 {
    monde.pool.get().await.unwrap().query_one(query, &[]).await.unwrap().get(0)
}

async fn tables_a_cote(monde: &Monde) -> i64 {
    let query = "select count(*) from pg_catalog.pg_class
                  where relnamespace = 'reconstruction'::regnamespace and relkind = 'r'";
    nombre(monde, query).await
}

async fn generation(monde: &Monde) -> i64 {
    nombre(monde, "select generation from projections.checkpoint").await
}

#[tokio::test]
async fn une_reconstruction_donne_les_lignes_du_calcul_au_fil_de_l_eau() {
    for (graine, par) in [(31, 1), (32, 97), (33, 1000)] {
        let mut monde = Monde::nouveau().await;
        monde.raconte(annee(graine)).await;
        monde.runner_par(par).catch_up().await.unwrap();
        let lines = monde.lignes(None).await;
        for lot_max in [1, 1000] {
            let compared = monde.runner_par(lot_max).compare().await.unwrap();
            assert_eq!(ecarts(&compared), [""; 0], "graine {graine}, by {lot_max}");
            assert_eq!(compared.position, monde.tete().await);
            assert!(lines.len() > 500, "{}", lines.len());
            let facts = compared.tables.iter().filter(|table| table.table.starts_with("fait_"));
            let counted: u64 = facts.map(|table| table.lignes).sum();
            assert_eq!(counted, lines.len() as u64, "graine {graine}, by {lot_max}");
        }
        assert_eq!(generation(&monde).await, 0, "nothing was replaced");
        let merges =
            "select count(*) from journal.event_lisible where event_type = 'dossiers_reunis'";
        assert!(nombre(&monde, merges).await > 0, "graine {graine} merges nothing");
    }
}

#[tokio::test]
async fn des_tables_videes_reviennent_entieres() {
    let monde = population().await;
    let lines = monde.lignes(None).await;
    for table in ["fait_enfant", "fait_information", "fait_echeance", "registre"] {
        faute(&monde, &format!("delete from projections.{table}")).await;
    }
    let rebuilt = monde.runner_par(7).rebuild().await.unwrap();
    let whole = rebuilt.tables.iter().filter(|table| table.differe());
    assert!(whole.clone().all(|table| table.manquantes == table.lignes && table.en_trop == 0));
    assert_eq!(whole.count(), 4);
    assert_eq!(monde.lignes(None).await, lines);
    assert_eq!(ecarts(&monde.runner().compare().await.unwrap()), [""; 0]);
}

/// Cut at any moment, the facts are those of a whole number of batches.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn un_calcul_coupe_n_importe_quand_reprend_sans_rien_perdre() {
    let mut monde = Monde::nouveau().await;
    monde.raconte(annee(34)).await;
    let head = monde.tete().await;
    let (mut cuts, mut hasard) = (0, Hasard(34));
    while monde.runner().checkpoint().await.unwrap() < head {
        let runner = monde.runner_par(1 + cuts % 40);
        let cut = Duration::from_millis(20 + hasard.moins_de(60) + cuts as u64);
        match tokio::time::timeout(cut, runner.catch_up()).await {
            Ok(reached) => assert_eq!(reached.unwrap(), head),
            Err(_) => cuts += 1,
        }
    }
    assert!(cuts > 2, "it was cut {cuts} times");
    assert_eq!(ecarts(&monde.runner().compare().await.unwrap()), [""; 0]);
}

#[tokio::test]
async fn une_ligne_fausse_est_trouvee_nommee_et_remise() {
    let monde = population().await;
    let (lines, registre) = (monde.lignes(None).await, "select count(*) from projections.registre");
    let numbers = nombre(&monde, registre).await;
    faute(&monde, "update projections.fait_mesure set nature = 'faux' where to_position is null")
        .await;
    faute(&monde, "delete from projections.fait_ppe").await;
    faute(
        &monde,
        "update projections.fait_information set to_position = from_position + 1
          where ctid = (select min(ctid) from projections.fait_information where to_position is null)",
    )
    .await;
    faute(
        &monde,
        "delete from projections.registre where numero = (select max(numero) from projections.registre)",
    )
    .await;
    let other = "insert into projections.quarantaine (log_id, enfant, position, cause)
                 values (99, '00000000-0000-0000-0000-000000000001', 1, 'une autre base')";
    faute(&monde, other).await;
    let wrong = monde.lignes(None).await;

    let compared = monde.runner().compare().await.unwrap();
    assert_eq!(monde.lignes(None).await, wrong, "comparing writes nothing");
    assert_eq!(generation(&monde).await, 0);
    let measures = "select count(*) from projections.fait_mesure where nature = 'faux'";
    let measures = nombre(&monde, measures).await;
    let ppe = lines.iter().filter(|line| line.contains("fait_ppe ")).count();
    let expected = [
        "fait_information 1 1".to_owned(),
        format!("fait_mesure {measures} {measures}"),
        format!("fait_ppe {ppe} 0"),
        "registre 1 0".to_owned(),
    ];
    assert_eq!(ecarts(&compared), expected);

    let rebuilt = monde.runner().rebuild().await.unwrap();
    assert_eq!(ecarts(&rebuilt), expected);
    assert_eq!(monde.lignes(None).await, lines);
    assert_eq!(nombre(&monde, registre).await, numbers);
    let foreign = "select count(*) from projections.quarantaine where log_id = 99";
    assert_eq!(nombre(&monde, foreign).await, 1, "another log is left alone");
    assert_eq!((generation(&monde).await, tables_a_cote(&monde).await), (1, 0));
    assert_eq!(ecarts(&monde.runner().rebuild().await.unwrap()), [""; 0]);
    assert_eq!(generation(&monde).await, 1, "nothing was left to replace");
}

/// A runner that remembers a child set apart, when the rebuild says that he is not, computes him again.
#[tokio::test]
async fn qui_se_souvient_de_lignes_remplacees_relit_tout() {
    let mut monde = population().await;
    let apart = format!(
        "insert into projections.quarantaine (log_id, enfant, position, cause)
         select log_id, '{}', 1, 'une faute' from projections.checkpoint",
        id(36)
    );
    faute(&monde, &apart).await;
    let (busy, idle) = (monde.runner(), monde.runner());
    for runner in [&busy, &idle] {
        runner.catch_up().await.unwrap();
        assert_eq!(runner.etat().arret, Some(Position::new(1)));
    }
    let rebuilt = monde.runner().rebuild().await.unwrap();
    assert_eq!(ecarts(&rebuilt), ["quarantaine 0 1"]);
    idle.catch_up().await.unwrap();
    assert_eq!(idle.etat().arret, None, "with nothing to write, it sees the generation");
    monde.raconte(vec![le("2023-05-01", vec![(36, projet_revise(3036, 2))])]).await;
    busy.catch_up().await.unwrap();
    assert_eq!(busy.etat().arret, None);
    assert_eq!(ecarts(&monde.runner().compare().await.unwrap()), [""; 0], "his event is written");
}

/// At its start a runner looks again at the children set apart, and rebuilds when it reads them all.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn un_enfant_mis_a_part_qui_se_lit_revient_de_lui_meme() {
    let monde = population().await;
    let apart = format!(
        "insert into projections.quarantaine (log_id, enfant, position, cause)
         select log_id, '{}', 1, 'une faute' from projections.checkpoint",
        id(36)
    );
    faute(&monde, &apart).await;
    let runner = monde.runner();
    let running = tokio::spawn({
        let runner = runner.clone();
        async move { runner.run(std::future::pending()).await }
    });
    let healed = async {
        while !runner.quarantaines().await.unwrap().is_empty() || runner.etat().arret.is_some() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), healed).await.unwrap();
    running.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn un_calcul_en_marche_pendant_une_reconstruction_ne_perd_rien() {
    let told = annee(35);
    let parts: Vec<&[Requete]> = told.chunks(told.len() / 4 + 1).collect();
    let mut monde = Monde::nouveau().await;
    monde.raconte(parts[0].to_vec()).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let live = monde.runner_par(5);
    let running = tokio::spawn({
        let live = live.clone();
        async move { live.run(async { stopped.await.unwrap_or(()) }).await }
    });
    let rebuilding = monde.runner_par(50);
    for part in &parts[1..] {
        live.wait_for(monde.tete().await, Duration::from_secs(60)).await.unwrap();
        faute(&monde, "update projections.fait_enfant set sexe = 'faux' where to_position is null")
            .await;
        let (rebuilt, ()) = tokio::join!(rebuilding.rebuild(), monde.raconte(part.to_vec()));
        assert!(rebuilt.unwrap().differe());
    }
    let head = monde.tete().await;
    live.wait_for(head, Duration::from_secs(60)).await.unwrap();
    assert_eq!(live.checkpoint().await.unwrap(), head);
    assert_eq!(ecarts(&rebuilding.compare().await.unwrap()), [""; 0]);
    stop.send(()).unwrap();
    running.await.unwrap();

    // The same story, computed by one runner that nobody disturbs.
    let mut other = Monde::nouveau().await;
    for part in parts {
        other.raconte(part.to_vec()).await;
    }
    other.runner().catch_up().await.unwrap();
    assert_eq!(monde.lignes(None).await, other.lignes(None).await);
}

/// A rebuild, and the moment it waits for a lock that somebody holds.
async fn bloquee(monde: &Monde, runner: Runner) -> JoinHandle<Result<Reconstruite, Failure>> {
    let rebuilding = tokio::spawn(async move { runner.rebuild().await });
    let waiting = "select count(*) from pg_catalog.pg_stat_activity
                    where datname = current_database() and wait_event_type = 'Lock'";
    let blocked = async {
        while nombre(monde, waiting).await == 0 {
            assert!(!rebuilding.is_finished(), "nothing stopped it");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), blocked).await.unwrap();
    rebuilding
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn une_panne_a_chaque_etape_laisse_les_lignes_lues() {
    let monde = population().await;
    let lines = monde.lignes(None).await;
    faute(&monde, "update projections.fait_enfant set sexe = 'faux' where to_position is null")
        .await;
    faute(
        &monde,
        "update projections.fait_ppe set etabli_le = etabli_le - 1 where to_position is null",
    )
    .await;
    let wrong = monde.lignes(None).await;
    // Stopped while it makes its tables; before the switch; and in it, when fait_enfant is written already.
    for (held, left) in [
        ("lock table projections.fait_mesure in access exclusive mode", false),
        ("select from projections.checkpoint for update", true),
        ("select from projections.fait_ppe for update", true),
    ] {
        let mut client = monde.pool.get().await.unwrap();
        let tx = client.transaction().await.unwrap();
        tx.batch_execute(held).await.unwrap();
        let rebuilding = bloquee(&monde, monde.runner()).await;
        rebuilding.abort();
        assert!(rebuilding.await.unwrap_err().is_cancelled());
        tx.commit().await.unwrap();
        drop(client);
        assert_eq!(monde.lignes(None).await, wrong, "{held}");
        assert_eq!(tables_a_cote(&monde).await > 30, left, "{held}: what it left beside");
        assert_eq!(generation(&monde).await, 0, "{held}");
    }
    // And at any moment: all of before, or all of after.
    let mut hasard = Hasard(36);
    for _ in 0..12 {
        let runner = monde.runner_par(20);
        let cut = Duration::from_millis(hasard.moins_de(300));
        let ended = tokio::time::timeout(cut, runner.rebuild()).await.is_ok();
        let read = monde.lignes(None).await;
        assert!(read == lines || (!ended && read == wrong), "cut after {cut:?}");
    }
    sql(&monde, "create table reconstruction.d_une_autre_version (id integer)").await;
    monde.runner().rebuild().await.unwrap();
    assert_eq!(monde.lignes(None).await, lines);
    assert_eq!(tables_a_cote(&monde).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn personne_n_attend_pendant_la_bascule() {
    let mut monde = population().await;
    let demande = pour_2022(None, Some(monde.tete().await));
    let (lines, report) = (monde.lignes(None).await, monde.rapport(&demande).await);
    let lies = "update projections.fait_information set arrivee = '2019-01-10'";
    faute(&monde, lies).await;
    faute(&monde, "update projections.fait_ppe set etabli_le = etabli_le - 1").await;
    let (wrong, lying) = (monde.lignes(None).await, monde.rapport(&demande).await);
    assert_ne!(lying, report);

    // The switch has written fait_information, and waits for a row of fait_ppe.
    let mut client = monde.pool.get().await.unwrap();
    let tx = client.transaction().await.unwrap();
    tx.batch_execute("select from projections.fait_ppe for update").await.unwrap();
    let rebuilding = bloquee(&monde, monde.runner()).await;
    let reading = async { (monde.lignes(None).await, monde.rapport(&demande).await) };
    let read = tokio::time::timeout(Duration::from_secs(30), reading).await;
    assert_eq!(read.expect("a reader waits"), (wrong, lying), "all of before, and nothing else");
    assert!(!rebuilding.is_finished());
    monde.raconte(vec![le("2023-03-01", vec![(1, projet_etabli(3001))])]).await;
    tx.commit().await.unwrap();
    drop(client);
    rebuilding.await.unwrap().unwrap();
    assert_eq!(monde.lignes(None).await, lines);
    assert_eq!(monde.rapport(&demande).await, report);
}

/// Were the lock lost with its connection, another rebuild would make the tables again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn des_tables_qui_ne_sont_plus_les_siennes_ne_remplacent_rien() {
    let monde = population().await;
    let lines = monde.lignes(None).await;
    let mut client = monde.pool.get().await.unwrap();
    let tx = client.transaction().await.unwrap();
    tx.batch_execute("select from projections.checkpoint for update").await.unwrap();
    let rebuilding = bloquee(&monde, monde.runner()).await;
    faute(&monde, "delete from reconstruction.fait_ppe").await;
    faute(&monde, "update reconstruction.checkpoint set position = position - 1").await;
    tx.commit().await.unwrap();
    drop(client);
    assert!(matches!(rebuilding.await.unwrap(), Err(Failure::Occupied)));
    assert_eq!(monde.lignes(None).await, lines);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn de_deux_reconstructions_une_seule_remplace() {
    let monde = population().await;
    faute(&monde, "delete from projections.fait_ppe").await;
    let (one, other) = (monde.runner_par(7), monde.runner());
    let (one, other) = tokio::join!(one.rebuild(), other.rebuild());
    // The second waits and finds nothing to replace; or, on a slow machine, is told that there is another.
    let replaced = [one, other].into_iter().filter(|rebuilt| match rebuilt {
        Ok(rebuilt) => rebuilt.differe(),
        Err(failure) => {
            assert!(matches!(failure, Failure::Occupied), "{failure}");
            false
        }
    });
    assert_eq!(replaced.count(), 1);
    assert_eq!((generation(&monde).await, tables_a_cote(&monde).await), (1, 0));
}
