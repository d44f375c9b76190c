//! Bulk entry: a stream of commands in, an answer a group out.
//!
//! # Invariants
//!
//! - What is answered is durable: `jusqu_a` never runs ahead of the journal.
//! - Back-pressure: a group is read when the answer of the one before has been taken.
//! - A refused line is answered and the rest goes in; a breakdown ends the stream, and the same file
//!   sent again goes on from there.

use eventstore::Position;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _};
use proto::reprise::v1::reprise_service_server::RepriseService;
use proto::reprise::v1::{Commande, Compte, Ligne, Rejet};
use tonic::{Request, Response, Status, Streaming};

use crate::echec::Echec;
use crate::executeur::Fait;
use crate::guichet::Guichet;

/// How many lines are decided and appended together.
const LIGNES_MAX: usize = 500;

#[tonic::async_trait]
impl RepriseService for Guichet {
    type ImporterStream = BoxStream<'static, Result<Compte, Status>>;

    async fn importer(
        &self,
        request: Request<Streaming<Ligne>>,
    ) -> Result<Response<Self::ImporterStream>, Status> {
        let rpc = "parcours.reprise.v1.RepriseService/Importer";
        let porteur = self.autorise(request.metadata(), rpc)?;
        let groups = request.into_inner().ready_chunks(LIGNES_MAX);
        Ok(Response::new(answers(self.clone(), porteur.sujet, groups).boxed()))
    }
}

/// One answer a group, until the lines end or something breaks.
fn answers(
    guichet: Guichet,
    acteur: String,
    groups: impl Stream<Item = Vec<Result<Ligne, Status>>> + Send + Unpin + 'static,
) -> impl Stream<Item = Result<Compte, Status>> + Send {
    futures::stream::unfold(Some((guichet, acteur, groups)), |state| async move {
        let (guichet, acteur, mut groups) = state?;
        let group = groups.next().await?;
        match guichet.importer_groupe(group, &acteur).await {
            Ok(compte) => Some((Ok(compte), Some((guichet, acteur, groups)))),
            Err(status) => Some((Err(status), None)),
        }
    })
}

impl Guichet {
    async fn importer_groupe(
        &self,
        group: Vec<Result<Ligne, Status>>,
        acteur: &str,
    ) -> Result<Compte, Status> {
        let lignes: Vec<Ligne> = group.into_iter().collect::<Result<_, _>>()?;
        let numeros: Vec<u64> = lignes.iter().map(|ligne| ligne.numero).collect();
        let commandes: Vec<Commande> =
            lignes.into_iter().map(|ligne| ligne.commande.unwrap_or_default()).collect();
        let answers =
            self.executeur.executer_lot(&commandes, acteur).await.map_err(Echec::Panne)?;
        let mut compte =
            Compte { jusqu_a: numeros.last().copied().unwrap_or_default(), ..Compte::default() };
        let mut last = Position::ORIGIN;
        for (numero, answer) in numeros.into_iter().zip(answers) {
            match answer {
                Ok(Fait { position, deja_fait, versions: _, dit: _ }) => {
                    last = last.max(position);
                    compte.faites += u32::from(!deja_fait);
                    compte.deja_faites += u32::from(deja_fait);
                }
                Err(echec) => compte.rejets.push(rejet(numero, &echec)),
            }
        }
        compte.repere = (last > Position::ORIGIN).then(|| self.repere(last));
        Ok(compte)
    }
}

fn rejet(numero: u64, echec: &Echec) -> Rejet {
    let refus = echec.premier_refus();
    Rejet {
        numero,
        code: echec.code().to_owned(),
        champ: echec.champ_en_cause(),
        message: echec.message(),
        article: refus.and_then(|(_, refus)| refus.article()).unwrap_or_default().to_owned(),
        enfant: refus.map(|(enfant, _)| enfant.0.to_string()).unwrap_or_default(),
    }
}
