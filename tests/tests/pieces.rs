//! Pièces and adults through the door: what is deposited comes back, what is changed is found, what is erased is gone,
//! and what is secret from somebody is not told to him.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod essai;
mod personnes;

use essai::{Essai, commande, entete, id};
use eventstore::archive::{self, ArchiveFault, Cited};
use personnes::{QUAND, deposer, inscrire, lier, pieces, service};
use proto::commun::v1::TexteScelle;
use proto::commun::v1::texte_scelle::Etat;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::{ChronologieRequest, DossierEfface, EffacerRequest};
use proto::personne::v1 as fil;
use proto::piece::v1::{LireRequest, LireResponse};
use server::jetons::Role;
use tonic::{Code, Status};
use uuid::Uuid;

const JUGEMENT: &[u8] = b"Le juge des enfants de La Rochelle ordonne...";

async fn adresse(essai: &Essai, personne: &str, dite: &str, secrete_pour: &[&str]) {
    let adresse = Some(TexteScelle { etat: Some(Etat::Clair(dite.into())) });
    let request = fil::DeclarerAdresseRequest {
        entete: Some(commande(&[], "2024-02-01", QUAND)),
        personne: personne.into(),
        adresse: Some(fil::AdresseDeclaree {
            adresse,
            secrete_pour: secrete_pour.iter().map(|&one| one.to_owned()).collect(),
        }),
    };
    service(essai).declarer_adresse(request).await.unwrap();
}

async fn lire(essai: &Essai, enfant: Uuid, piece: &str) -> Result<LireResponse, Status> {
    let (enfant, piece) = (enfant.to_string(), piece.to_owned());
    let request = LireRequest { entete: entete(), enfant, piece };
    pieces(essai).lire(request).await.map(tonic::Response::into_inner)
}

/// What the archives hold, as a verification reads it.
async fn verifie(essai: &Essai, cited: Vec<Cited>) -> (u64, Vec<ArchiveFault>) {
    let url = essai.database.url();
    let read = tokio::task::spawn_blocking(move || {
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client.batch_execute("set role journal_reader").unwrap();
        archive::verify(&mut client, "17/parcours", &cited).unwrap()
    });
    read.await.unwrap()
}

async fn cited(essai: &Essai, piece: &str) -> Cited {
    let sql =
        "select content.address from archives.content as content where content.content_id = $1";
    let content: Uuid = piece.parse().unwrap();
    let row = essai.derriere().await.query_one(sql, &[&content]).await.unwrap();
    Cited { content, address: row.get::<_, Vec<u8>>(0).try_into().unwrap() }
}

#[tokio::test]
async fn une_piece_deposee_se_relit_et_ne_se_voit_nulle_part_en_clair() {
    let essai = Essai::start().await;
    let (lea, piece) = (id(), id().to_string());
    essai.inscrire(lea, "2024-01-08T09:00:00Z").await;
    let deposee = deposer(&essai, &piece, &lea.to_string(), JUGEMENT.to_vec()).await.unwrap();
    let read = lire(&essai, lea, &piece).await.unwrap();
    assert_eq!(read.contenu, JUGEMENT);
    let versee = read.versee.unwrap();
    assert_eq!(versee.taille, Some(45));
    assert_eq!(versee.empreinte.unwrap().etat, Some(Etat::Clair(deposee.empreinte.clone())));

    let sql = "select count(*) from archives.content as content
                where position($1 in content.ciphertext) > 0";
    let seen = essai.derriere().await.query_one(sql, &[&&b"La Rochelle"[..]]).await.unwrap();
    assert_eq!(seen.get::<_, i64>(0), 0);
    let sql = "select count(*) from journal.event_lisible as event
                where position($1 in event.payload::text) > 0";
    let seen = essai.derriere().await.query_one(sql, &[&deposee.empreinte]).await.unwrap();
    assert_eq!(seen.get::<_, i64>(0), 0, "the digest of the clear content is sealed");

    let other = deposer(&essai, &piece, &lea.to_string(), b"autre".to_vec()).await.unwrap_err();
    assert_eq!(other.code(), Code::AlreadyExists);
    let heavy = deposer(&essai, &id().to_string(), &lea.to_string(), vec![0; (8 << 20) + 1]).await;
    assert_eq!(heavy.unwrap_err().code(), Code::InvalidArgument);
    let nobody = deposer(&essai, &id().to_string(), &id().to_string(), JUGEMENT.to_vec()).await;
    assert_eq!(nobody.unwrap_err().code(), Code::NotFound);
    let elsewhere = lire(&essai, lea, &id().to_string()).await.unwrap_err();
    assert_eq!(elsewhere.code(), Code::NotFound);
}

#[tokio::test]
async fn une_piece_changee_est_nommee_par_la_verification() {
    let essai = Essai::start().await;
    let (lea, piece, other) = (id(), id().to_string(), id().to_string());
    essai.inscrire(lea, "2024-01-08T09:00:00Z").await;
    for one in [&piece, &other] {
        deposer(&essai, one, &lea.to_string(), JUGEMENT.to_vec()).await.unwrap();
    }
    let said = vec![cited(&essai, &piece).await, cited(&essai, &other).await];
    assert_ne!(said[0].address, said[1].address, "an address tells nothing of the content");
    assert_eq!(verifie(&essai, said.clone()).await, (2, vec![]));

    let behind = essai.derriere().await;
    let refused = behind.batch_execute("delete from archives.holder").await;
    assert!(refused.is_err(), "the archives are append-only");
    behind
        .batch_execute(&format!(
            "alter table archives.content disable trigger content_as_it_came;
             update archives.content
                set ciphertext = set_byte(ciphertext, 20, 255 - get_byte(ciphertext, 20))
              where content_id = '{piece}'"
        ))
        .await
        .unwrap();
    let altered = ArchiveFault::Altered(said[0].content);
    assert_eq!(verifie(&essai, said.clone()).await, (2, vec![altered]));
    assert!(lire(&essai, lea, &piece).await.is_err(), "what was changed is not shown");
    assert_eq!(lire(&essai, lea, &other).await.unwrap().contenu, JUGEMENT);

    let moved = Cited { address: [7; 32], ..said[1] };
    let absent = Cited { content: id(), ..said[1] };
    let found = verifie(&essai, vec![moved, absent]).await.1;
    assert!(found.contains(&ArchiveFault::OtherAddress(moved.content)), "{found:?}");
    assert!(found.contains(&ArchiveFault::Missing(absent.content)), "{found:?}");
}

#[tokio::test]
async fn un_dossier_efface_n_a_plus_de_piece_lisible_et_la_verification_tient() {
    let essai = Essai::start().await;
    let (lea, piece) = (id(), id().to_string());
    essai.inscrire(lea, "2024-01-08T09:00:00Z").await;
    deposer(&essai, &piece, &lea.to_string(), JUGEMENT.to_vec()).await.unwrap();
    let mut archives = DossierServiceClient::new(essai.parle(Role::Archives));
    let efface =
        DossierEfface { motif: "terme_de_conservation".into(), decision: "visa 2036-004".into() };
    let entete = Some(commande(&[lea], "2024-03-01", "2024-03-01T09:00:00Z"));
    archives.effacer(EffacerRequest { entete, efface: Some(efface) }).await.unwrap();
    let read = lire(&essai, lea, &piece).await.unwrap();
    assert_eq!((read.contenu.len(), read.efface_le.as_str()), (0, "2024-03-01"));
    let said = vec![cited(&essai, &piece).await];
    assert_eq!(verifie(&essai, said).await, (1, vec![]));
}

async fn fiche(
    essai: &Essai,
    personne: &str,
    enfant: Uuid,
    communique_a: &str,
) -> Result<fil::LireResponse, Status> {
    let request = fil::LireRequest {
        entete: entete(),
        personne: personne.into(),
        enfant: enfant.to_string(),
        coordonnees: None,
        communique_a: communique_a.into(),
    };
    service(essai).lire(request).await.map(tonic::Response::into_inner)
}

#[tokio::test]
async fn une_adresse_secrete_se_lit_et_ne_se_communique_pas() {
    let essai = Essai::start().await;
    let (lea, mere, pere) = (id(), id().to_string(), id().to_string());
    essai.inscrire(lea, "2024-01-08T09:00:00Z").await;
    let recu = inscrire(&essai, &mere).await;
    assert_eq!((recu.personnes.len(), recu.versions.len()), (1, 0));
    adresse(&essai, &mere, "12 allée des Ormes", &[&pere]).await;
    let stranger = fiche(&essai, &mere, lea, "").await.unwrap_err();
    assert_eq!(stranger.code(), Code::NotFound, "an adult nobody linked to the child");

    lier(&essai, &id().to_string(), &mere, &lea.to_string()).await;
    let told = |read: &fil::LireResponse| read.adresses[0].texte.clone().unwrap().etat.unwrap();
    let read = fiche(&essai, &mere, lea, "").await.unwrap();
    assert_eq!(told(&read), Etat::Clair("12 allée des Ormes".into()));
    let withheld = fiche(&essai, &mere, lea, &pere).await.unwrap();
    assert!(withheld.adresses[0].retenue && told(&withheld) == Etat::Scelle(true));
    let last = essai.attestations().await.pop().unwrap();
    assert_eq!(
        (last.rpc.as_str(), last.enfants),
        ("parcours.personne.v1.PersonneService/Lire", vec![lea])
    );

    let sql = "select count(*) from journal.event_lisible as event
                where event.payload::text like '%Ormes%' or event.payload::text like '%Roux%'";
    let seen = essai.derriere().await.query_one(sql, &[]).await.unwrap();
    assert_eq!(seen.get::<_, i64>(0), 0);

    // Erased: the key goes with the event, the child's file stays.
    let mut archives = proto::personne::v1::personne_service_client::PersonneServiceClient::new(
        essai.parle(Role::Archives),
    );
    let request = fil::EffacerRequest {
        entete: Some(commande(&[], "2024-03-01", "2024-03-01T09:00:00Z")),
        personne: mere.clone(),
        efface: Some(fil::Effacee {
            motif: "terme_de_conservation".into(),
            decision: "visa 2036-005".into(),
        }),
    };
    archives.effacer(request).await.unwrap();
    let read = fiche(&essai, &mere, lea, "").await.unwrap();
    assert_eq!(told(&read), Etat::EffaceLe("2024-03-01".into()));
    let request =
        ChronologieRequest { entete: entete(), enfant: lea.to_string(), coordonnees: None };
    let lines = essai.dossier().chronologie(request).await.unwrap().into_inner().lignes;
    assert_eq!(lines.len(), 2, "the inscription and the link");
}
