//! The journal itself: the heads it signs, what they prove, what it tells as it goes.
//!
//! # Invariants
//!
//! - A head and a proof between heads show nobody. An event does, even with its seals closed: it comes out
//!   of the gate.
//! - A head asked for is signed if it was not: every size the journal has reached has its head.
//! - What is put away is put away for good only if the journal still says the same.

mod abonnement;
mod fil;
mod preuve;

use eventstore::journal::{Anchor, SignedHead, TreeFailure};
use eventstore::note::{self, Checkpoint};
use eventstore::{Failure, Journal, Position};
use futures::stream::BoxStream;
use proto::journal::v1 as contrat;
use proto::journal::v1::journal_service_server::JournalService;
use proto::wire::{Entete, Reader, Wire as _};
use tonic::{Request, Response, Status};

use crate::echec::{Echec, Panne, SansPreuve};
use crate::guichet::Guichet;
use crate::notaire::Notaire;

#[tonic::async_trait]
impl JournalService for Guichet {
    type AbonnerStream = BoxStream<'static, Result<contrat::AbonnerResponse, Status>>;

    async fn tete(
        &self,
        request: Request<contrat::TeteRequest>,
    ) -> Result<Response<contrat::TeteResponse>, Status> {
        self.autorise(request.metadata(), "parcours.journal.v1.JournalService/Tete")?;
        let contrat::TeteRequest { entete, log, taille } = request.into_inner();
        let mut reader = Reader::default();
        let read = reader.field("entete", entete).zip(read_log(&mut reader, log));
        let (Entete { departement, finalite: _, correlation: _ }, log) =
            reader.finish(read).map_err(Echec::Champs)?;
        self.ce_departement(&departement)?;
        let notaire = self.notaire(log);
        let tete = notaire.tete(taille.map(Position::new)).await?;
        let ancrage = notaire.journal().last_anchor().await.map_err(Echec::from)?;
        let answer =
            contrat::TeteResponse { tete: Some(notaire.dite(tete)?), ancrage: ancrage.map(dit) };
        Ok(Response::new(answer))
    }

    async fn preuve(
        &self,
        request: Request<contrat::PreuveRequest>,
    ) -> Result<Response<contrat::PreuveResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let lue = preuve::read(request.into_inner())?;
        Ok(Response::new(self.prouver(&porteur, lue).await?))
    }

    async fn abonner(
        &self,
        request: Request<contrat::AbonnerRequest>,
    ) -> Result<Response<Self::AbonnerStream>, Status> {
        let (metadata, _, message) = request.into_parts();
        let lue = abonnement::read(message)?;
        Ok(Response::new(self.abonnement(metadata, lue).await?))
    }

    async fn ancrer(
        &self,
        request: Request<contrat::AncrerRequest>,
    ) -> Result<Response<contrat::AncrerResponse>, Status> {
        self.autorise(request.metadata(), "parcours.journal.v1.JournalService/Ancrer")?;
        let contrat::AncrerRequest { entete, note, destination } = request.into_inner();
        let mut reader = Reader::default();
        let read = reader.field("entete", entete).zip(reader.field("destination", destination));
        let (Entete { departement, finalite: _, correlation: _ }, destination): (_, String) =
            reader.finish(read).map_err(Echec::Champs)?;
        self.ce_departement(&departement)?;
        let ancrage = self.ancrage(&note, &destination).await?;
        Ok(Response::new(contrat::AncrerResponse { ancrage: Some(dit(ancrage)) }))
    }
}

/// Which log is asked for: that of cases unless another is said.
fn read_log(reader: &mut Reader, log: i32) -> Option<contrat::Log> {
    match contrat::Log::try_from(log) {
        Ok(log) => Some(log),
        Err(_) => reader.blame_at("log", "JOURNAL_INCONNU", "Ce journal n'existe pas."),
    }
}

impl Guichet {
    /// Who signs for that log.
    fn notaire(&self, log: contrat::Log) -> &Notaire {
        match log {
            contrat::Log::NonDit | contrat::Log::Parcours => &self.notaires.parcours,
            contrat::Log::Acces => &self.notaires.acces,
        }
    }

    /// Records that a note of ours was put away, if the journal still says what it says.
    async fn ancrage(&self, note: &str, destination: &str) -> Result<Anchor, Echec> {
        let (notaire, Checkpoint { origin: _, size, root }) = self.notre(note)?;
        let (journal, taille) = (notaire.journal(), Position::new(size));
        if !extends(journal, taille, root).await? {
            tracing::error!(log = journal.name(), size, "a signed head is not the journal's own");
            return Err(Echec::SansPreuve(SansPreuve::Divergente));
        }
        notaire.tete(Some(taille)).await?;
        notaire.ancrer(taille, destination).await.map_err(not_proved)
    }

    /// The tree head of a note one of our notaries signed.
    fn notre(&self, note: &str) -> Result<(&Notaire, Checkpoint), Echec> {
        for notaire in [&self.notaires.parcours, &self.notaires.acces] {
            if let Ok(tete) = note::open(note, &notaire.clefs().map_err(Panne::from)?) {
                return Ok((notaire, tete));
            }
        }
        let message = "Cette note n'est pas une tête signée par ce journal.";
        Err(Echec::champ("note", "NOTE_ETRANGERE", message))
    }
}

/// Whether a log has that tree.
async fn extends(journal: &Journal, size: Position, root: [u8; 32]) -> Result<bool, Echec> {
    match journal.root_at(size).await {
        Ok(found) => Ok(found == root),
        // We signed it, and the journal is shorter now.
        Err(Failure::Tree(TreeFailure::BeyondHead { size: _, head: _ })) => Ok(false),
        Err(failure) => Err(failure.into()),
    }
}

impl Notaire {
    /// The last signed head, or that of a size, signed now if it was not.
    async fn tete(&self, taille: Option<Position>) -> Result<SignedHead, Echec> {
        let signed = match taille {
            Some(taille) => self.journal().signed_head(taille).await?,
            None => self.journal().last_signed_head().await?,
        };
        match signed {
            Some(signed) => Ok(signed),
            None => self.signer(taille).await.map_err(not_proved),
        }
    }

    /// A head, as told.
    fn dite(&self, tete: SignedHead) -> Result<contrat::Tete, Echec> {
        let SignedHead { size, root, note, signed_at } = tete;
        Ok(contrat::Tete {
            journal: self.journal().name().to_owned(),
            taille: size.get(),
            racine: root.to_vec(),
            note,
            signee_a: Some(signed_at.to_wire()),
            cles: self.clefs().map_err(Panne::from)?.iter().map(ToString::to_string).collect(),
        })
    }
}

/// An anchor, as told.
fn dit(anchor: Anchor) -> contrat::Ancrage {
    let Anchor { size, destination, anchored_at } = anchor;
    let ancree_a = Some(anchored_at.to_wire());
    contrat::Ancrage { taille: size.get(), destination, ancree_a }
}

/// What the tree refuses, as told.
pub(super) fn not_proved(failure: Failure) -> Echec {
    let Failure::Tree(refused) = failure.cause() else { return failure.into() };
    match refused {
        TreeFailure::BeyondHead { size: _, head: _ } => Echec::SansPreuve(SansPreuve::Taille),
        TreeFailure::Outside { position: _, size: _ } => Echec::SansPreuve(SansPreuve::Position),
        TreeFailure::Backwards { older: _, newer: _ } => Echec::champ(
            "taille_anterieure",
            "TAILLES_INVERSEES",
            "La taille antérieure dépasse celle de la tête.",
        ),
        TreeFailure::Destination => Echec::champ(
            "destination",
            "DESTINATION_ILLISIBLE",
            "Une destination tient sur une ligne de 200 caractères au plus.",
        ),
        TreeFailure::Forked(_)
        | TreeFailure::Head { size: _, source: _ }
        | TreeFailure::OtherOrigin(_)
        | TreeFailure::Signers(_)
        | TreeFailure::Unsigned(_) => failure.into(),
    }
}
