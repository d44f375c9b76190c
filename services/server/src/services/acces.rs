//! The receipts that name a child: who saw his file, when and why.
//!
//! Reading them is itself a read of the child's data, and leaves a receipt.
//!
//! The log is read from its first receipt to its last, by pages: it is a rare question, and memory
//! stays bounded by the answer.

use domain::ids::EnfantId;
use eventstore::{Position, RecordedEvent};
use proto::acces::v1::acces_service_server::AccesService;
use proto::acces::v1::{Acces, ListerRequest, ListerResponse};
use proto::commun::v1::Repere;
use proto::wire::{Entete, Reader, Wire as _};
use tonic::{Request, Response, Status};

use crate::echec::Echec;
use crate::guichet::Guichet;
use crate::porte::{Lecture, Vue, attestation};

/// How many receipts are read at once.
const PAGE: usize = 2_000;

#[tonic::async_trait]
impl AccesService for Guichet {
    async fn lister(
        &self,
        request: Request<ListerRequest>,
    ) -> Result<Response<ListerResponse>, Status> {
        let porteur = self.porteur(request.metadata())?;
        let (entete, enfant) = read(request.into_inner())?;
        let Entete { departement, finalite, correlation } = entete;
        self.ce_departement(&departement)?;
        let lecture = Lecture {
            rpc: "parcours.acces.v1.AccesService/Lister",
            porteur: &porteur,
            finalite,
            correlation,
            demandes: vec![enfant],
        };
        let answer = self.porte.lire(lecture, self.recus_de(enfant)).await?;
        Ok(Response::new(answer))
    }
}

impl Guichet {
    async fn recus_de(&self, enfant: EnfantId) -> Result<Vue<ListerResponse>, Echec> {
        let mut acces = Vec::new();
        let mut after = Position::ORIGIN;
        loop {
            let page = self.acces.read_from(after, None, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.position;
            acces.extend(page.iter().filter_map(|event| recu(event, enfant)));
        }
        let position = self.journal.head().await?.position;
        Ok(Vue { reponse: ListerResponse { acces }, enfants: vec![enfant], position })
    }
}

fn read(request: ListerRequest) -> Result<(Entete, EnfantId), Echec> {
    let ListerRequest { entete, enfant } = request;
    let mut reader = Reader::default();
    let entete = reader.field("entete", entete);
    let enfant = reader.field("enfant", enfant);
    reader.finish(entete.zip(enfant)).map_err(Echec::Champs)
}

/// A receipt that names the child; the other children it names are shown to nobody here.
fn recu(event: &RecordedEvent, enfant: EnfantId) -> Option<Acces> {
    let attestation = attestation(event)?;
    attestation.enfants.contains(&enfant.0).then(|| Acces {
        position: event.position.get(),
        a: Some(event.recorded_at.to_wire()),
        qui: event.actor.clone(),
        finalite: event.finalite.clone(),
        rpc: attestation.rpc,
        enfants: vec![enfant.0.to_string()],
        repere: Some(Repere { journal: attestation.journal, position: attestation.position }),
        refuse: attestation.refuse,
    })
}
