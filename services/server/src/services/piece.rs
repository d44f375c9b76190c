//! Pièces: a document enters the file with its content, and is given back.
//!
//! # Invariants
//!
//! - The content is archived before the event that cites it: an event never cites what is not there. A deposit whose
//!   event was refused stays unread, and the same deposit sent again finds it.
//! - Address, size and digest are the server's: a client that says them is refused.
//! - The content comes out of the gate, and only if its digest is the one the file holds.
//!
//! Deliberately absent: what a pièce may be communicated to, which whoever communicates it reads in its event.

use domain::enfant::Parcours;
use domain::ids::{EnfantId, PieceId};
use domain::piece::Versee;
use domain::refus::Refus;
use domain::sealed::Sealed;
use eventstore::archive::{Archive, ArchiveFailure, Content};
use proto::commun::v1::{Recu, TexteScelle, texte_scelle};
use proto::piece::v1 as fil;
use proto::piece::v1::piece_service_server::PieceService;
use proto::reprise::v1::Commande;
use proto::wire::{ActeDemande, Entete, Reader, Wire as _, demande};
use sha2::{Digest as _, Sha256};
use tonic::{Request, Response, Status};

use crate::echec::{Echec, Panne};
use crate::guichet::Guichet;
use crate::porte::{Lecture, Vue};

/// The largest content, in bytes.
const CONTENU_MAX: usize = 8 << 20;

/// The largest message of this service: a content and what is said of it.
pub(crate) const MESSAGE_MAX: usize = CONTENU_MAX + (1 << 20);

#[tonic::async_trait]
impl PieceService for Guichet {
    async fn verser(&self, request: Request<fil::VerserRequest>) -> Result<Response<Recu>, Status> {
        said_by_the_server(request.get_ref().versee.as_ref())?;
        self.commander("parcours.piece.v1.PieceService/Verser", request).await
    }

    async fn deposer(
        &self,
        request: Request<fil::DeposerRequest>,
    ) -> Result<Response<fil::DeposerResponse>, Status> {
        let rpc = "parcours.piece.v1.PieceService/Deposer";
        let porteur = self.autorise(request.metadata(), rpc)?;
        let fil::DeposerRequest { entete, versee, contenu } = request.into_inner();
        said_by_the_server(versee.as_ref())?;
        bounded(&contenu)?;
        let commande = fil::VerserRequest { entete, versee };
        let (commande, empreinte) = self.archiver(commande, contenu).await?;
        let fait = self.executeur.executer(&commande, &porteur.sujet).await?;
        let recu = Some(self.recu(fait));
        Ok(Response::new(fil::DeposerResponse { recu, empreinte }))
    }

    async fn lire(
        &self,
        request: Request<fil::LireRequest>,
    ) -> Result<Response<fil::LireResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let (entete, enfant, piece) = lue(request.into_inner())?;
        let Entete { departement, finalite, correlation } = entete;
        self.ce_departement(&departement)?;
        let rpc = "parcours.piece.v1.PieceService/Lire";
        let demandes = vec![enfant];
        let lecture = Lecture { rpc, porteur: &porteur, finalite, correlation, demandes };
        let answer = self.porte.lire(lecture, self.piece(enfant, piece)).await?;
        Ok(Response::new(answer))
    }
}

fn lue(request: fil::LireRequest) -> Result<(Entete, EnfantId, PieceId), Echec> {
    let fil::LireRequest { entete, enfant, piece } = request;
    let mut reader = Reader::default();
    let entete: Option<Entete> = reader.field("entete", entete);
    let enfant: Option<EnfantId> = reader.field("enfant", enfant);
    let piece: Option<PieceId> = reader.field("piece", piece);
    let read = || Some((entete?, enfant?, piece?));
    let read = read();
    reader.finish(read).map_err(Echec::Champs)
}

fn said_by_the_server(versee: Option<&fil::Versee>) -> Result<(), Echec> {
    let said = versee.is_some_and(|versee| {
        !versee.adresse.is_empty() || versee.taille.is_some() || versee.empreinte.is_some()
    });
    if said {
        let message = "L'adresse, la taille et l'empreinte sont données par le serveur.";
        return Err(Echec::champ("versee", "CHAMP_DU_SERVEUR", message));
    }
    Ok(())
}

fn bounded(contenu: &[u8]) -> Result<(), Echec> {
    if contenu.is_empty() {
        let message = "Le contenu est vide ; une pièce gardée ailleurs se verse sans contenu.";
        return Err(Echec::champ("contenu", "CHAMP_OBLIGATOIRE", message));
    }
    if CONTENU_MAX < contenu.len() {
        let message = "Une pièce pèse 8 Mio au plus : la réduire, ou la verser en plusieurs.";
        return Err(Echec::champ("contenu", "PIECE_TROP_LOURDE", message));
    }
    Ok(())
}

impl Guichet {
    fn archive(&self) -> Archive {
        Archive::beside(&self.journal, self.pool.clone())
    }

    /// Archives a content for the children of a command that is understood, and completes the command. What the
    /// command's refusal would be is left to be said by it: nothing is archived for a child who has no file.
    async fn archiver(
        &self,
        mut commande: fil::VerserRequest,
        contenu: Vec<u8>,
    ) -> Result<(Commande, String), Echec> {
        let empreinte = hex::encode(Sha256::digest(&contenu));
        let asked = demande(&commande.clone().into()).map_err(Echec::Champs)?;
        let (enfants, piece) = of_whom(&asked.acte)?;
        let versions = self.journal.versions(&enfants).await?;
        if enfants.iter().any(|enfant| versions.get(enfant).copied().unwrap_or_default() == 0) {
            return Ok((commande.into(), empreinte));
        }
        let address = self
            .archive()
            .put(piece.0, &contenu, &enfants, &self.keys)
            .await
            .map_err(|failure| refused(failure, piece))?;
        if let Some(versee) = &mut commande.versee {
            versee.adresse = hex::encode(address);
            versee.taille = u32::try_from(contenu.len()).ok();
            let clair = texte_scelle::Etat::Clair(empreinte.clone());
            versee.empreinte = Some(TexteScelle { etat: Some(clair) });
        }
        Ok((commande.into(), empreinte))
    }

    async fn piece(
        &self,
        enfant: EnfantId,
        piece: PieceId,
    ) -> Result<Vue<fil::LireResponse>, Echec> {
        let point = self.resoudre(proto::wire::Coordonnees::default()).await?;
        let dossier = self.dossier(enfant, &point).await?;
        let parcours = Parcours::fold(&dossier.histoire);
        let versee = parcours.piece.pieces.get(&piece).and_then(|versees| versees.first());
        let versee = versee.ok_or(Echec::DossierInconnu)?.fait.clone();
        let content = match versee.adresse {
            Some(_) => self.archive().get(piece.0, enfant.0, &self.keys).await,
            None => Ok(Content::Absent),
        };
        let content = content.map_err(|failure| refused(failure, piece))?;
        let reponse = told(versee, content)?;
        Ok(Vue { reponse, enfants: vec![enfant], position: point.position })
    }
}

/// The answer: the content, when its digest is the one the file holds.
fn told(versee: Versee, content: Content) -> Result<fil::LireResponse, Echec> {
    let (contenu, efface_le) = match content {
        Content::Clear(contenu) => (contenu, String::new()),
        Content::Erased(le) => (Vec::new(), le.to_string()),
        Content::Absent => (Vec::new(), String::new()),
    };
    let held = versee.empreinte.as_ref().and_then(Sealed::clair);
    let other = |held: &String| *held != hex::encode(Sha256::digest(&contenu));
    if !contenu.is_empty() && held.is_some_and(other) {
        return Err(Panne::Autre("a content is not the one its file holds".into()).into());
    }
    Ok(fil::LireResponse { versee: Some(versee.to_wire()), contenu, efface_le })
}

/// The children a pièce enters the file of, and the pièce.
fn of_whom(acte: &ActeDemande) -> Result<(Vec<uuid::Uuid>, PieceId), Echec> {
    use domain::enfant::Commande;
    use domain::piece::Command;
    let unexpected = || Panne::Autre("a request to add a pièce is about children".into());
    let ActeDemande::Fratrie(asked) = acte else { return Err(unexpected().into()) };
    let (_, first) = asked.first().ok_or_else(unexpected)?;
    let Commande::Piece(Command::Verser(versee)) = first else { return Err(unexpected().into()) };
    Ok((asked.iter().map(|(enfant, _)| enfant.0).collect(), versee.piece))
}

/// Another content under an identifier is the caller's doing, a destroyed key nobody's; the rest is a breakdown.
fn refused(failure: ArchiveFailure, piece: PieceId) -> Echec {
    match failure {
        ArchiveFailure::Taken(_) => Echec::refuse_sans_enfant(Refus::PieceDejaVersee { piece }),
        ArchiveFailure::Keys(eventstore::KeyFailure::Erased(_)) => Echec::ClefDetruite,
        ArchiveFailure::Keys(failure) => Panne::Clefs(failure).into(),
        ArchiveFailure::Pool(_)
        | ArchiveFailure::Storage(_)
        | ArchiveFailure::Seal(_)
        | ArchiveFailure::Altered(_) => Panne::Autre(failure.to_string()).into(),
    }
}
