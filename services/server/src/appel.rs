//! Every call, seen from outside its service: how it is traced, counted, and ended in time.
//!
//! ```text
//!  tonic's time-out ─▶ gRPC-Web ─▶ this ─▶ the services
//!                                   │ traceparent read or drawn, span opened, deadline known
//!                                   └ answer counted when its last byte leaves, or when it is given up
//! ```
//!
//! # Invariants
//!
//! - Each call is counted once, however it ends: answered, given up by its caller, cut.
//! - A deadline is kept: the caller is told `DEADLINE_EXCEEDED`, and a command whose turn has not come by
//!   then is not written ([`echeance`]).
//! - Once the server stops, streams without an end are cut at once, and everything else when the time
//!   given to finish is over ([`Arret`]): stopping is bounded.
//! - The RPC named in a span or a metric is one of the contract; any other is [`rpcs::INCONNUE`].
//!
//! Deliberately absent: who asks, and what for.

mod arret;
mod corps;
mod delai;
mod rpcs;
mod trace;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use http::{Request, Response};
use tonic::Code;
use tonic::body::Body;
use tower::{Layer, Service};
use tracing::Instrument as _;

use crate::mesures::{Mesures, code_nom};
use arret::Coupure;
pub(crate) use arret::{Arret, Commande};
use trace::Trace;

tokio::task_local! {
    /// When the caller of the request at hand stops waiting.
    static ECHEANCE: Option<Instant>;
}

/// When the caller of the request at hand stops waiting; none when it waits as long as it takes, or
/// outside of a request.
pub(crate) fn echeance() -> Option<Instant> {
    ECHEANCE.try_with(|echeance| *echeance).ok().flatten()
}

/// Puts what follows calls around the services.
#[derive(Clone, Debug)]
pub(crate) struct Suivre {
    mesures: Arc<Mesures>,
    arret: Arret,
}

impl Suivre {
    pub(crate) fn new(mesures: Arc<Mesures>, arret: Arret) -> Self {
        Self { mesures, arret }
    }

    /// What ends the calls it follows.
    pub(crate) fn arret(&self) -> Arret {
        self.arret.clone()
    }
}

impl<S> Layer<S> for Suivre {
    type Service = Suivi<S>;

    fn layer(&self, services: S) -> Suivi<S> {
        Suivi { services, suivre: self.clone() }
    }
}

/// The services, followed.
#[derive(Clone, Debug)]
pub(crate) struct Suivi<S> {
    services: S,
    suivre: Suivre,
}

type Repondre<E> = Pin<Box<dyn Future<Output = Result<Response<Body>, E>> + Send>>;

impl<S, B> Service<Request<B>> for Suivi<S>
where
    S: Service<Request<B>, Response = Response<Body>>,
    S::Future: Send + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Repondre<S::Error>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.services.poll_ready(cx)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let rpc = rpcs::rpc(request.uri().path());
        // Before anything else is done: tonic's own time-out, set later, must not be the first.
        let echeance = delai::echeance(request.headers(), Instant::now());
        let trace = Trace::lire(request.headers());
        let compte = Compte::ouvrir(self.suivre.mesures.clone(), rpc, echeance, &trace);
        let coupure = self.suivre.arret.coupure(rpcs::est_sans_fin(rpc), echeance);
        let answering = ECHEANCE.scope(echeance, self.services.call(request));
        let answering = answering.instrument(compte.span.clone());
        Box::pin(async move {
            let mut answer = first(answering, compte, coupure).await?;
            answer.headers_mut().insert(trace::CLEF, trace.entete());
            Ok(answer)
        })
    }
}

/// The answer, or the end of the time there was for it.
async fn first<E>(
    answering: impl Future<Output = Result<Response<Body>, E>>,
    compte: Compte,
    mut coupure: Coupure,
) -> Result<Response<Body>, E> {
    tokio::select! {
        biased;
        answer = answering => Ok(corps::suivre(answer?, compte, coupure)),
        status = &mut coupure => {
            compte.clore(status.code());
            Ok(status.into_http())
        }
    }
}

/// A call under way. Dropped before its end, it was given up.
#[derive(Debug)]
struct Compte {
    mesures: Arc<Mesures>,
    rpc: &'static str,
    debut: Instant,
    echeance: Option<Instant>,
    span: tracing::Span,
    code: Option<Code>,
}

impl Compte {
    fn ouvrir(
        mesures: Arc<Mesures>,
        rpc: &'static str,
        echeance: Option<Instant>,
        trace: &Trace,
    ) -> Self {
        let span = tracing::info_span!(
            "rpc",
            rpc,
            trace_id = %trace.trace_id(),
            parent_id = trace.parent_id().map(tracing::field::display),
            code = tracing::field::Empty,
            duree_ms = tracing::field::Empty,
        );
        mesures.appels.commence(rpc);
        Self { mesures, rpc, debut: Instant::now(), echeance, span, code: None }
    }

    /// It ended with that status.
    fn clore(mut self, code: Code) {
        self.code = Some(code);
    }

    fn abandon(&self) -> Code {
        let late = self.echeance.is_some_and(|echeance| echeance <= Instant::now());
        if late { Code::DeadlineExceeded } else { Code::Cancelled }
    }
}

impl Drop for Compte {
    fn drop(&mut self) {
        let (code, duree) = (self.code.unwrap_or_else(|| self.abandon()), self.debut.elapsed());
        self.mesures.appels.fini(self.rpc, code, duree);
        let duree_ms = u64::try_from(duree.as_millis()).unwrap_or(u64::MAX);
        self.span.record("code", code_nom(code)).record("duree_ms", duree_ms);
        tracing::info!(parent: &self.span, "answered");
    }
}
