//! Whoever sees a child's data leaves a receipt first: granted, refused, or there is no answer.

mod essai;

use essai::{Attestation, Essai, entete, id, recevoir};
use proto::acces::v1::ListerRequest;
use proto::acces::v1::acces_service_client::AccesServiceClient;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::{ChronologieRequest, LireRequest};
use proto::file::v1::file_service_client::FileServiceClient;
use server::jetons::Role;
use tonic::Code;
use uuid::Uuid;

const LE_8: &str = "2024-01-08T09:00:00Z";
const LE_10: &str = "2024-01-10T09:00:00Z";

fn lire(enfant: Uuid) -> LireRequest {
    LireRequest { entete: entete(), enfant: enfant.to_string(), coordonnees: None }
}

fn attestee(rpc: &str, qui: &str, enfants: &[Uuid], position: u64, refuse: bool) -> Attestation {
    Attestation {
        qui: qui.into(),
        finalite: "traitement_information".into(),
        rpc: format!("parcours.{rpc}"),
        enfants: enfants.to_vec(),
        position,
        refuse,
    }
}

#[tokio::test]
async fn une_lecture_dit_qui_a_vu_quel_enfant_a_quel_point_du_journal() {
    let essai = Essai::start().await;
    let enfant = id();
    let recu = essai.inscrire(enfant, LE_8).await;
    assert!(essai.attestations().await.is_empty(), "a command shows nothing");
    essai.dossier().lire(lire(enfant)).await.unwrap();
    let chronologie =
        ChronologieRequest { entete: entete(), enfant: enfant.to_string(), coordonnees: None };
    essai.dossier().chronologie(chronologie).await.unwrap();
    let position = recu.repere.unwrap().position;
    let receipt = |rpc| attestee(rpc, "agent.crip", &[enfant], position, false);
    let wanted = [
        receipt("dossier.v1.DossierService/Lire"),
        receipt("dossier.v1.DossierService/Chronologie"),
    ];
    assert_eq!(essai.attestations().await, wanted);
}

#[tokio::test]
async fn une_lecture_refusee_laisse_aussi_sa_trace() {
    let essai = Essai::start().await;
    let (known, unknown) = (id(), id());
    essai.inscrire(known, LE_8).await;
    let mut odpe = DossierServiceClient::new(essai.parle(Role::Odpe));
    assert_eq!(odpe.lire(lire(known)).await.unwrap_err().code(), Code::PermissionDenied);
    assert_eq!(essai.dossier().lire(lire(unknown)).await.unwrap_err().code(), Code::NotFound);
    let rpc = "dossier.v1.DossierService/Lire";
    let wanted = [
        attestee(rpc, "agent.odpe", &[known], 0, true),
        attestee(rpc, "agent.crip", &[unknown], 0, true),
    ];
    assert_eq!(essai.attestations().await, wanted);
}

#[tokio::test]
async fn sans_recu_pas_de_reponse() {
    let essai = Essai::start().await;
    let enfant = id();
    essai.inscrire(enfant, LE_8).await;
    let behind = essai.derriere().await;
    behind.batch_execute("revoke insert on journal.event from journal_writer").await.unwrap();
    let refused = essai.dossier().lire(lire(enfant)).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unavailable);
    let told = format!("{refused:?}");
    assert!(!told.contains("Martin") && !told.contains("permission"), "{told}");
    assert!(essai.attestations().await.is_empty());

    behind.batch_execute("grant insert on journal.event to journal_writer").await.unwrap();
    essai.dossier().lire(lire(enfant)).await.unwrap();
    assert_eq!(essai.attestations().await.len(), 1);
}

#[tokio::test]
async fn la_file_nomme_chaque_enfant_montre() {
    let essai = Essai::start().await;
    let (one, two, elsewhere) = (id(), id(), id());
    for enfant in [one, two, elsewhere] {
        essai.inscrire(enfant, LE_8).await;
    }
    let received = recevoir(id(), &[one, two], "2024-01-09", LE_10);
    let recu = essai.information().recevoir(received).await.unwrap().into_inner();
    let request = proto::file::v1::ListerRequest {
        entete: entete(),
        coordonnees: Some(proto::commun::v1::Coordonnees {
            au_moins: recu.repere.clone(),
            ..proto::commun::v1::Coordonnees::default()
        }),
        ..proto::file::v1::ListerRequest::default()
    };
    let mut file = FileServiceClient::new(essai.parle(Role::Crip));
    let answer = file.lister(request).await.unwrap().into_inner();
    assert_eq!((answer.total, answer.situations[0].enfants.len()), (1, 2));
    let position = recu.repere.unwrap().position;
    let wanted = attestee("file.v1.FileService/Lister", "agent.crip", &[one, two], position, false);
    assert_eq!(essai.attestations().await, [wanted]);
}

#[tokio::test]
async fn les_recus_d_un_enfant_se_lisent_et_cela_se_sait() {
    let essai = Essai::start().await;
    let (enfant, autre) = (id(), id());
    essai.inscrire(enfant, LE_8).await;
    essai.inscrire(autre, LE_8).await;
    essai.dossier().lire(lire(enfant)).await.unwrap();
    essai.dossier().lire(lire(autre)).await.unwrap();
    let mut acces = AccesServiceClient::new(essai.parle(Role::Crip));
    let request = ListerRequest { entete: entete(), enfant: enfant.to_string() };
    let first = acces.lister(request.clone()).await.unwrap().into_inner().acces;
    let told: Vec<_> = first.iter().map(|acces| (acces.qui.as_str(), acces.refuse)).collect();
    assert_eq!(told, [("agent.crip", false)]);
    assert_eq!(first[0].enfants, [enfant.to_string()]);
    let again = acces.lister(request).await.unwrap().into_inner().acces;
    let rpcs: Vec<_> = again.iter().map(|acces| acces.rpc.as_str()).collect();
    let wanted =
        ["parcours.dossier.v1.DossierService/Lire", "parcours.acces.v1.AccesService/Lister"];
    assert_eq!(rpcs, wanted);
}
