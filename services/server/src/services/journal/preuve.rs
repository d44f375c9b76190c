//! Proofs: that an event is in the tree of a signed head, that one head extends another.
//!
//! Invariant: the event comes out of the gate; the path between two heads shows nobody, so it leaves a
//! receipt only when it is refused.

use domain::ids::EnfantId;
use eventstore::journal::SignedHead;
use eventstore::tree::Hash;
use eventstore::{Position, RecordedEvent};
use proto::journal::v1 as contrat;
use proto::journal::v1::preuve_request::Objet;
use proto::wire::{Entete, Reader};

use super::{fil, not_proved, read_log};
use crate::echec::{Echec, Panne, SansPreuve};
use crate::guichet::Guichet;
use crate::jetons::Porteur;
use crate::notaire::Notaire;
use crate::porte::{Lecture, Vue};

const RPC: &str = "parcours.journal.v1.JournalService/Preuve";

/// What is asked, understood.
pub(super) struct Lue {
    entete: Entete,
    log: contrat::Log,
    objet: Objet,
    taille: Option<Position>,
}

pub(super) fn read(request: contrat::PreuveRequest) -> Result<Lue, Echec> {
    let contrat::PreuveRequest { entete, log, objet, taille } = request;
    let mut reader = Reader::default();
    let entete = reader.field("entete", entete);
    let log = read_log(&mut reader, log);
    let objet = reader.inside("objet", |reader| objet.or_else(|| reader.missing()));
    let taille = taille.map(Position::new);
    let read =
        entete.zip(log).zip(objet).map(|((entete, log), objet)| Lue { entete, log, objet, taille });
    reader.finish(read).map_err(Echec::Champs)
}

impl Guichet {
    /// The proof asked.
    pub(super) async fn prouver(
        &self,
        porteur: &Porteur,
        lue: Lue,
    ) -> Result<contrat::PreuveResponse, Echec> {
        let Lue { entete, log, objet, taille } = lue;
        let Entete { departement, finalite, correlation } = entete;
        self.ce_departement(&departement)?;
        let notaire = self.notaire(log);
        let porte = self.porte.devant(notaire.journal());
        let lecture = Lecture { rpc: RPC, porteur, finalite, correlation, demandes: Vec::new() };
        match objet {
            Objet::Position(position) => {
                let position = Position::new(position);
                porte.lire(lecture, notaire.inclusion(position, taille)).await
            }
            Objet::TailleAnterieure(older) => {
                let older = Position::new(older);
                porte.admettre(&lecture, notaire.extension(older, taille)).await
            }
        }
    }
}

impl Notaire {
    async fn inclusion(
        &self,
        position: Position,
        taille: Option<Position>,
    ) -> Result<Vue<contrat::PreuveResponse>, Echec> {
        let tete = self.tete_depuis(taille, position).await?;
        let path = self.journal().inclusion(position, tete.size).await.map_err(not_proved)?;
        let event = self.evenement(position).await?;
        let evenement = Some(fil::evenement(&event));
        let enfants = fil::enfants(&event)?.into_iter().map(EnfantId).collect();
        let reponse = self.preuve(tete, path, evenement)?;
        Ok(Vue { reponse, enfants, position })
    }

    async fn extension(
        &self,
        older: Position,
        taille: Option<Position>,
    ) -> Result<contrat::PreuveResponse, Echec> {
        let tete = self.tete_depuis(taille, older).await?;
        let path = self.journal().consistency(older, tete.size).await.map_err(not_proved)?;
        self.preuve(tete, path, None)
    }

    /// The head asked; without a size, the last signed that covers a position, or else one signed now.
    pub(crate) async fn tete_depuis(
        &self,
        taille: Option<Position>,
        covered: Position,
    ) -> Result<SignedHead, Echec> {
        let tete = self.tete(taille).await?;
        if taille.is_some() || covered <= tete.size {
            return Ok(tete);
        }
        let tete = self.signer(None).await.map_err(not_proved)?;
        if covered <= tete.size { Ok(tete) } else { Err(Echec::SansPreuve(SansPreuve::Position)) }
    }

    async fn evenement(&self, position: Position) -> Result<RecordedEvent, Echec> {
        let events = self.journal().read_from(position.previous(), Some(position), 1).await?;
        let event = events.into_iter().next();
        event.ok_or_else(|| Panne::Autre("an event of a signed head is missing".into()).into())
    }

    fn preuve(
        &self,
        tete: SignedHead,
        path: Vec<Hash>,
        evenement: Option<contrat::Evenement>,
    ) -> Result<contrat::PreuveResponse, Echec> {
        let chemin = path.iter().map(|hash| hash.to_vec()).collect();
        Ok(contrat::PreuveResponse { tete: Some(self.dite(tete)?), chemin, evenement })
    }
}
