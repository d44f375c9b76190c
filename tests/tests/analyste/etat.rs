//! The state of the figures, through gRPC: an event that cannot be read stops them where it stands and says so; queues go
//! on, and so do the reports of before.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

use eventstore::{AppendRequest, Database, Journal, StreamId, Verdict, Write};
use parcours_tests::requests::{event, request};
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::activite::v1::{EtatRequest, EtatResponse, MisAPart, ProduireRequest};
use proto::commun::v1::connu_a::Point;
use proto::commun::v1::{ConnuA, Coordonnees, Repere};
use proto::file::v1::ListerRequest;
use proto::file::v1::file_service_client::FileServiceClient;
use server::jetons::Role;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::essai::{Essai, Parle, entete, id, instant, recevoir, timestamp};

const LE_8: &str = "2024-01-08T09:00:00Z";
const LE_9: &str = "2024-01-09T09:00:00Z";
const LE_10: &str = "2024-01-10T09:00:00Z";

fn activite(essai: &Essai, role: Role) -> ActiviteServiceClient<Parle> {
    ActiviteServiceClient::new(essai.parle(role))
}

async fn etat(essai: &Essai) -> EtatResponse {
    let asked = EtatRequest { entete: entete() };
    activite(essai, Role::Odpe).etat(asked).await.unwrap().into_inner()
}

/// The queue once it has seen a point: how many situations are open.
async fn file(essai: &Essai, au_moins: Option<Repere>) -> u32 {
    let coordonnees = Some(Coordonnees { au_moins, ..Coordonnees::default() });
    let asked = ListerRequest { entete: entete(), coordonnees, ..ListerRequest::default() };
    let mut file = FileServiceClient::new(essai.parle(Role::Crip));
    u32::try_from(file.lister(asked).await.unwrap().into_inner().situations.len()).unwrap()
}

async fn rapport(essai: &Essai, position: u64) -> Result<Vec<u8>, Status> {
    let asked = ProduireRequest {
        entete: entete(),
        periode: "2024".into(),
        connu_a: Some(ConnuA { point: Some(Point::Position(position)) }),
        ..ProduireRequest::default()
    };
    Ok(activite(essai, Role::Odpe).produire(asked).await?.into_inner().json)
}

/// Records on the stream of a child, after what is there, an event that no chapter knows. Gives its position.
async fn empoisonner(essai: &Essai, enfant: Uuid, version: u32) -> u64 {
    let database = Database::at(&essai.database.url(), 2).unwrap();
    let journal = Journal::open(&database, "17/parcours").await.unwrap();
    let stream = StreamId::new("enfant", enfant);
    let write = Write { stream, expected: version, events: vec![event(b"{}")] };
    let simulated_at = Some(instant(LE_9));
    let asked = AppendRequest { simulated_at, ..request(0x00de_ad00, 0, vec![write]) };
    let verdict = journal.append(asked).await.unwrap();
    let Verdict::Appended { first, last: _, recorded_at: _, versions: _ } = verdict else {
        panic!("{verdict:?}")
    };
    first.get()
}

#[tokio::test]
async fn un_evenement_illisible_arrete_les_chiffres_l_etat_le_dit_et_les_files_continuent() {
    let essai = Essai::start().await;
    let (apart, other) = (id(), id());
    essai.inscrire(apart, LE_8).await;
    let recu = essai.inscrire(other, LE_8).await;
    assert_eq!(file(&essai, recu.repere.clone()).await, 0);

    let sain = etat(&essai).await;
    assert_eq!((&sain.tete, &sain.atteint), (&recu.repere, &recu.repere));
    assert_eq!((sain.evenements_en_retard, sain.secondes_de_retard), (0, 0));
    assert_eq!((sain.arret, sain.mis_a_part.as_slice()), (None, &[][..]));

    let poison = empoisonner(&essai, apart, 1).await;
    let received = recevoir(id(), &[other], "2024-01-09", LE_10);
    let recu = essai.information().recevoir(received).await.unwrap().into_inner();
    assert_eq!(file(&essai, recu.repere.clone()).await, 1, "the queue goes on");

    let arrete = etat(&essai).await;
    assert_eq!((&arrete.tete, &arrete.atteint), (&recu.repere, &recu.repere));
    let mis_a_part =
        MisAPart { position: poison, enregistre_a: Some(timestamp(LE_9)), enfant: true };
    assert_eq!((arrete.arret, arrete.mis_a_part.as_slice()), (Some(poison), &[mis_a_part][..]));
    assert!(!format!("{arrete:?}").contains(&apart.to_string()), "nobody is named");

    let refused = rapport(&essai, poison).await.unwrap_err();
    let details = refused.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "CHIFFRES_ARRETES");
    assert!(!rapport(&essai, poison - 1).await.unwrap().is_empty(), "before it, figures are given");
}

#[tokio::test]
async fn l_etat_se_lit_par_qui_lit_les_chiffres_et_par_la_machine_seulement() {
    let essai = Essai::start().await;
    for role in Role::TOUS {
        let asked = EtatRequest { entete: entete() };
        let code = activite(&essai, role).etat(asked).await.err().map(|status| status.code());
        let open = [Role::Odpe, Role::Technique].contains(&role);
        assert_eq!(code, (!open).then_some(Code::PermissionDenied), "{role:?}");
    }
}
