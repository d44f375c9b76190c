//! Every story of `scenarios/`, played twice: on the domain alone, and through gRPC on PostgreSQL.
//! The transcript is the same, so what differs between the two is a fault of the plumbing.

use parcours_tests::scenario::grpc::Client;
use parcours_tests::scenario::memoire::Memoire;
use parcours_tests::scenario::{comme_ecrit, joue, pareil, scenarios};
use parcours_tests::serveur::Serveur;
use server::jetons::Role;

#[tokio::test]
async fn sur_le_domaine_seul() {
    for story in scenarios() {
        comme_ecrit(&story, &joue(&story, Memoire::default()).await);
    }
}

/// Each story has a Département of its own: its calendar begins where it wants.
#[tokio::test(flavor = "multi_thread")]
async fn par_grpc_sur_postgresql() {
    for story in scenarios() {
        let serveur = Serveur::simule().await;
        let client = Client::new(serveur.channel().await, &serveur.jeton(Role::Crip))
            .erasing_as(&serveur.jeton(Role::Archives));
        let told = joue(&story, client).await;
        pareil(&story, &joue(&story, Memoire::default()).await, &told);
        serveur.arrete().await;
    }
}
