//! The whole engine, through its door: a client of the contract, tokens and all.
//!
//! A command is sent to the rpc that takes its request, found in the descriptors: nobody lists the
//! rpcs here, so none is forgotten.

use domain::ids::EnfantId;
use prost::{Message as _, Name as _};
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor, ReflectMessage as _};
use proto::commun::v1::{Recu, Repere};
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::previsualiser_request::Correction;
use proto::dossier::v1::{
    ChronologieRequest, ChronologieResponse, LireRequest, LireResponse, PrevisualiserRequest,
    PrevisualiserResponse,
};
use proto::echeancier::v1::echeancier_service_client::EcheancierServiceClient;
use proto::echeancier::v1::{ListerRequest, ListerResponse};
use proto::personne::v1 as personne;
use proto::personne::v1::personne_service_client::PersonneServiceClient;
use proto::reprise::v1::{Commande, commande};
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::metadata::AsciiMetadataValue;
use tonic::transport::Channel;
use tonic::{Request, Status};
use tonic_prost::ProstCodec;
use tonic_types::{ErrorDetails, StatusExt as _};
use uuid::Uuid;

use super::{Moteur, Non};

/// A client with a token.
#[derive(Clone, Debug)]
pub struct Client {
    channel: Channel,
    token: AsciiMetadataValue,
    archives: AsciiMetadataValue,
    pool: DescriptorPool,
    /// The last point it wrote.
    repere: Option<Repere>,
}

impl Client {
    /// Talks through a channel as the bearer of a token.
    ///
    /// # Panics
    ///
    /// When the token is not one.
    #[must_use]
    pub fn new(channel: Channel, token: &str) -> Self {
        let token = bearer(token);
        let pool = DescriptorPool::decode(proto::DESCRIPTORS).expect("the build made them");
        Self { channel, archives: token.clone(), token, pool, repere: None }
    }

    /// The same, erasing as the bearer of another token.
    ///
    /// # Panics
    ///
    /// When the token is not one.
    #[must_use]
    pub fn erasing_as(self, token: &str) -> Self {
        Self { archives: bearer(token), ..self }
    }

    fn bearing<T>(&self, message: T) -> Request<T> {
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", self.token.clone());
        request
    }

    fn dossier(&self) -> DossierServiceClient<Channel> {
        DossierServiceClient::new(self.channel.clone())
    }

    /// The request a command holds, and the rpc that takes it.
    fn call(&self, commande: &Commande) -> (DynamicMessage, MethodDescriptor) {
        let kind = self.pool.get_message_by_name(&Commande::full_name()).expect("of the contract");
        let bytes = commande.encode_to_vec();
        let dynamic = DynamicMessage::decode(kind, bytes.as_slice()).expect("of the contract");
        let (_, value) = dynamic.fields().next().expect("a command asks for something");
        let request = value.as_message().expect("a command is a request").clone();
        let takes = |method: &MethodDescriptor| method.input() == request.descriptor();
        let methods =
            self.pool.services().flat_map(|service| service.methods().collect::<Vec<_>>());
        let method = methods.into_iter().find(takes).expect("every request has its rpc");
        (request, method)
    }

    async fn unary(&self, commande: &Commande) -> Result<Recu, Status> {
        // The one command that answers more than a receipt.
        if let Some(commande::Commande::DossierEffacer(request)) = &commande.commande {
            let mut request = Request::new(request.clone());
            request.metadata_mut().insert("authorization", self.archives.clone());
            let answer = self.dossier().effacer(request).await?;
            return answer.into_inner().recu.ok_or_else(|| Status::internal("no receipt"));
        }
        let (request, method) = self.call(commande);
        let service = method.parent_service().full_name().to_owned();
        let path: PathAndQuery =
            format!("/{service}/{}", method.name()).parse().expect("names make a path");
        let mut grpc = Grpc::new(self.channel.clone());
        grpc.ready().await.map_err(|error| Status::unavailable(error.to_string()))?;
        let codec = ProstCodec::<DynamicMessage, Recu>::default();
        grpc.unary(self.bearing(request), path, codec).await.map(tonic::Response::into_inner)
    }
}

fn bearer(token: &str) -> AsciiMetadataValue {
    format!("Bearer {token}").parse().expect("a token is plain text")
}

impl Moteur for Client {
    async fn commander(&mut self, commande: Commande) -> Result<Recu, Non> {
        let recu = self.unary(&commande).await.map_err(|status| non(&status))?;
        self.repere.clone_from(&recu.repere);
        Ok(recu)
    }

    async fn previsualiser(&mut self, commande: Commande) -> Result<PrevisualiserResponse, Non> {
        let correction = match commande.commande {
            Some(commande::Commande::DossierAnnuler(annuler)) => Correction::Annuler(annuler),
            Some(commande::Commande::DossierRectifier(rectifier)) => {
                Correction::Rectifier(rectifier)
            }
            // The contract's commands are not ours to enumerate.
            Some(_) | None => panic!("only corrections are previewed"),
        };
        let request = PrevisualiserRequest { correction: Some(correction) };
        let answer = self.dossier().previsualiser(self.bearing(request)).await;
        answer.map(tonic::Response::into_inner).map_err(|status| non(&status))
    }

    async fn lire(&mut self, request: LireRequest) -> Result<LireResponse, Non> {
        let answer = self.dossier().lire(self.bearing(request)).await;
        answer.map(tonic::Response::into_inner).map_err(|status| non(&status))
    }

    async fn chronologie(
        &mut self,
        request: ChronologieRequest,
    ) -> Result<ChronologieResponse, Non> {
        let answer = self.dossier().chronologie(self.bearing(request)).await;
        answer.map(tonic::Response::into_inner).map_err(|status| non(&status))
    }

    async fn echeances(&mut self, mut request: ListerRequest) -> Result<ListerResponse, Non> {
        if let Some(coordonnees) = &mut request.coordonnees {
            coordonnees.au_moins.clone_from(&self.repere);
        }
        let mut service = EcheancierServiceClient::new(self.channel.clone());
        let answer = service.lister(self.bearing(request)).await;
        answer.map(tonic::Response::into_inner).map_err(|status| non(&status))
    }

    async fn fiche(
        &mut self,
        request: personne::LireRequest,
    ) -> Result<personne::LireResponse, Non> {
        let mut service = PersonneServiceClient::new(self.channel.clone());
        let answer = service.lire(self.bearing(request)).await;
        // Two engines see nobody in the same words.
        answer.map(tonic::Response::into_inner).map_err(|status| non(&status)).map(told)
    }
}

/// Without what only a journal has.
fn told(response: personne::LireResponse) -> personne::LireResponse {
    personne::LireResponse { coordonnees: None, ..response }
}

/// What a status says to a person: its localized message, not its English.
fn non(status: &Status) -> Non {
    let details = status.get_error_details();
    let said = details.localized_message().map(|message| message.message.clone());
    let told = |key: &str| details.error_info().and_then(|info| info.metadata.get(key).cloned());
    Non {
        message: said.unwrap_or_else(|| panic!("a status without a word of French: {status:?}")),
        code: details.error_info().map(|info| info.reason.clone()).unwrap_or_default(),
        article: told("article"),
        que_faire: told("que_faire").unwrap_or_default(),
        refuses: refuses(&details),
        possibles: told("possibles")
            .iter()
            .flat_map(|ids| ids.split(','))
            .filter_map(uuid)
            .collect(),
    }
}

fn refuses(details: &ErrorDetails) -> Vec<(Uuid, String, String)> {
    let violations = details.precondition_failure().map(|failure| failure.violations.as_slice());
    let told = |one: &tonic_types::PreconditionViolation| {
        let child: EnfantId = one.subject.parse().expect("a refusal names its child");
        (child.0, one.r#type.clone(), one.description.clone())
    };
    violations.unwrap_or_default().iter().map(told).collect()
}

fn uuid(text: &str) -> Option<Uuid> {
    text.parse().ok()
}
