//! Paths and forecasts, through gRPC: what may not be asked is refused by its field, never answered as something else.

#![expect(clippy::unwrap_used, reason = "helpers of tests, too, may stop the test")]

use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::activite::v1::{PrevoirRequest, ProduireRequest};
use serde_json::Value;
use server::jetons::Role;
use tonic::Status;
use tonic_types::StatusExt as _;

use crate::essai::{Essai, Parle, entete, id};

const LE_8: &str = "2024-01-08T09:00:00Z";

fn activite(essai: &Essai) -> ActiviteServiceClient<Parle> {
    ActiviteServiceClient::new(essai.parle(Role::Odpe))
}

async fn trajectoires(essai: &Essai, diffusion: &str) -> Result<Value, Status> {
    let asked = ProduireRequest {
        entete: entete(),
        periode: "2023".into(),
        diffusion: diffusion.into(),
        ..ProduireRequest::default()
    };
    let answer = activite(essai).trajectoires(asked).await?.into_inner();
    Ok(serde_json::from_slice(&answer.json).unwrap())
}

async fn prevoir(essai: &Essai, reference_ans: u32, horizon_ans: u32) -> Result<Value, Status> {
    let asked = PrevoirRequest {
        entete: entete(),
        au: "2023-12-31".into(),
        reference_ans,
        horizon_ans,
        ..PrevoirRequest::default()
    };
    let answer = activite(essai).prevoir(asked).await?.into_inner();
    Ok(serde_json::from_slice(&answer.json).unwrap())
}

/// The field to blame, and the code.
fn refus(refused: &Status) -> (String, String) {
    let details = refused.get_error_details();
    let field = details.bad_request().unwrap().field_violations[0].field.clone();
    (field, details.error_info().unwrap().reason.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn les_parcours_ne_se_publient_pas() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    assert_eq!(trajectoires(&essai, "interne").await.unwrap()["enfants"], 0);
    let refused = trajectoires(&essai, "publication").await.unwrap_err();
    assert_eq!(refus(&refused), ("diffusion".into(), "TRAJECTOIRES_NON_PUBLIEES".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn une_prevision_hors_de_ses_limites_est_refusee() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    let told = prevoir(&essai, 0, 0).await.unwrap();
    assert_eq!(told["reference"]["mois"], 36, "three years unless told");
    assert_eq!(told["calcul"]["horizons"].as_array().unwrap().len(), 5);
    for (reference, horizon, field) in [(11, 0, "reference_ans"), (0, 6, "horizon_ans")] {
        let refused = prevoir(&essai, reference, horizon).await.unwrap_err();
        assert_eq!(refus(&refused), (field.into(), "NOMBRE_HORS_LIMITES".into()));
    }
}
