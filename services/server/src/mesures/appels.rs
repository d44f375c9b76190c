//! Calls: how many, how they ended, how long they took, how many are under way.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tonic::Code;

/// Bounds of the time a call takes, in seconds: around 30 ms, which is what is promised, and far above.
const SECONDES: [f64; 12] =
    [0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// The metrics of calls.
#[derive(Debug)]
pub(crate) struct Appels {
    finis: Family<Fini, Counter>,
    durees: Family<Rpc, Histogram, fn() -> Histogram>,
    en_cours: Family<Rpc, Gauge>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Rpc {
    rpc: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Fini {
    rpc: &'static str,
    code: &'static str,
}

impl Appels {
    pub(super) fn inscrire(registre: &mut Registry) -> Self {
        let durees = Family::new_with_constructor((|| Histogram::new(SECONDES)) as fn() -> _);
        let appels = Self { finis: Family::default(), durees, en_cours: Family::default() };
        let Self { finis, durees, en_cours } = &appels;
        let aide = "Appels gRPC terminés, par méthode et statut";
        registre.register("grpc_requests", aide, finis.clone());
        let aide = "Durée des appels gRPC, flux compris";
        registre.register_with_unit("grpc_request_duration", aide, Unit::Seconds, durees.clone());
        registre.register("grpc_requests_in_flight", "Appels gRPC en cours", en_cours.clone());
        appels
    }

    /// A call begins.
    pub(crate) fn commence(&self, rpc: &'static str) {
        self.en_cours.get_or_create(&Rpc { rpc }).inc();
    }

    /// A call that began is over.
    pub(crate) fn fini(&self, rpc: &'static str, code: Code, duree: Duration) {
        self.en_cours.get_or_create(&Rpc { rpc }).dec();
        self.finis.get_or_create(&Fini { rpc, code: code_nom(code) }).inc();
        self.durees.get_or_create(&Rpc { rpc }).observe(duree.as_secs_f64());
    }
}

/// A status code as gRPC's specification names it.
pub(crate) fn code_nom(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
