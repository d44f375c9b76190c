//! The methods a span or a metric may name. What a caller makes up is never repeated.

use crate::droits::RPCS;

/// A method nobody serves.
pub(super) const INCONNUE: &str = "inconnue";

const WATCH: &str = "grpc.health.v1.Health/Watch";
const REFLECTION: &str = "grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
const REFLECTION_ALPHA: &str = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

/// Methods served beside those of the contract.
const AUTRES: [&str; 4] = ["grpc.health.v1.Health/Check", WATCH, REFLECTION, REFLECTION_ALPHA];

/// Streams that end with their caller or with the server, and with nothing else.
const SANS_FIN: [&str; 4] =
    [WATCH, REFLECTION, REFLECTION_ALPHA, "parcours.journal.v1.JournalService/Abonner"];

/// The method a path asks for.
pub(super) fn rpc(path: &str) -> &'static str {
    let asked = path.strip_prefix('/').unwrap_or_default();
    let known = RPCS.iter().map(|rpc| rpc.nom).chain(AUTRES);
    known.into_iter().find(|known| *known == asked).unwrap_or(INCONNUE)
}

/// Whether only its caller or the end of the server ends it.
pub(super) fn est_sans_fin(rpc: &str) -> bool {
    SANS_FIN.contains(&rpc)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_chemin_invente_n_est_pas_repete() {
        assert_eq!(
            rpc("/parcours.file.v1.FileService/Lister"),
            "parcours.file.v1.FileService/Lister"
        );
        assert_eq!(rpc("/grpc.health.v1.Health/Watch"), WATCH);
        for invented in ["/enfant-0190b6a2/Lister", "parcours.file.v1.FileService/Lister", "", "/"]
        {
            assert_eq!(rpc(invented), INCONNUE);
        }
    }
}
