//! The address of its own where metrics and health are read: `GET /metrics`, `GET /sante`.
//!
//! Invariant: nothing there is personal, and nothing there can be changed. It is for the Département's
//! own network: no token is asked.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::sante::Sante;

/// What OpenMetrics text is.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers until `arret` resolves.
pub(crate) async fn servir(
    listener: TcpListener,
    sante: Arc<Sante>,
    arret: impl Future<Output = ()> + Send + 'static,
) {
    let routes = Router::new().route("/metrics", get(metriques)).route("/sante", get(etat));
    let served = axum::serve(listener, routes.with_state(sante)).with_graceful_shutdown(arret);
    if let Err(failure) = served.await {
        tracing::error!(%failure, "metrics are no longer served");
    }
}

async fn metriques(State(sante): State<Arc<Sante>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, OPENMETRICS)], sante.metriques())
}

async fn etat(State(sante): State<Arc<Sante>>) -> Response {
    let etat = sante.etat();
    let statut = if etat.en_service { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let texte = serde_json::to_string(&etat).expect("a state is numbers, names and lists");
    (statut, [(header::CONTENT_TYPE, "application/json")], texte).into_response()
}
