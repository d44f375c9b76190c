//! A client that knows nothing but reflection: it asks the server for its contract, records a
//! reception for two siblings, reads both chronologies back, and finds its own receipts.
//!
//! No generated message is used here: what a foreign system can do is what this test does.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

use std::collections::{BTreeSet, VecDeque};

use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use prost_types::FileDescriptorProto;
use serde_json::{Value, json};
use tonic::Request;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::Channel;
use tonic_reflection::pb::v1::ServerReflectionRequest;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;

use parcours_tests::serveur::Serveur;
use server::jetons::Role;

const LEA: &str = "018f0000-0000-7000-8000-000000000001";
const TOM: &str = "018f0000-0000-7000-8000-000000000002";
const INFORMATION: &str = "018f0000-0000-7000-8000-000000000003";

/// What the server says of itself, and a channel to it.
struct Inconnu {
    channel: Channel,
    pool: DescriptorPool,
    services: Vec<String>,
}

impl Inconnu {
    async fn rencontre(channel: Channel) -> Self {
        let services = services(channel.clone()).await;
        let mut pool = DescriptorPool::new();
        pool.add_file_descriptor_protos(files(channel.clone(), &services).await).unwrap();
        Self { channel, pool, services }
    }

    /// Calls `package.Service/Method` with a JSON request, as nobody in particular or with a token.
    async fn appelle(&self, methode: &str, jeton: &str, requete: Value) -> Value {
        let (service, name) = methode.split_once('/').unwrap();
        let service = self.pool.get_service_by_name(service).unwrap();
        let method = service.methods().find(|method| method.name() == name).unwrap();
        let message = DynamicMessage::deserialize(method.input(), requete).unwrap();
        let mut request = Request::new(message);
        request.metadata_mut().insert("authorization", format!("Bearer {jeton}").parse().unwrap());
        let mut grpc = Grpc::new(self.channel.clone());
        grpc.ready().await.unwrap();
        let path: PathAndQuery = format!("/{methode}").parse().unwrap();
        let response = grpc.unary(request, path, Dynamique(method.output())).await.unwrap();
        serde_json::to_value(response.into_inner()).unwrap()
    }
}

async fn ask(channel: Channel, requests: Vec<MessageRequest>) -> Vec<MessageResponse> {
    let requests: Vec<_> = requests
        .into_iter()
        .map(|request| ServerReflectionRequest {
            host: String::new(),
            message_request: Some(request),
        })
        .collect();
    let expected = requests.len();
    let mut client = ServerReflectionClient::new(channel);
    let stream = client.server_reflection_info(tokio_stream::iter(requests)).await.unwrap();
    let mut stream = stream.into_inner();
    let mut answers = Vec::new();
    while answers.len() < expected {
        answers.push(stream.message().await.unwrap().unwrap().message_response.unwrap());
    }
    answers
}

async fn services(channel: Channel) -> Vec<String> {
    let answer = ask(channel, vec![MessageRequest::ListServices(String::new())]).await.remove(0);
    let MessageResponse::ListServicesResponse(list) = answer else { panic!("{answer:?}") };
    list.service.into_iter().map(|service| service.name).collect()
}

/// The files that define the services, and all they import.
async fn files(channel: Channel, services: &[String]) -> Vec<FileDescriptorProto> {
    let mut waiting: VecDeque<MessageRequest> =
        services.iter().cloned().map(MessageRequest::FileContainingSymbol).collect();
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    while let Some(request) = waiting.pop_front() {
        let answer = ask(channel.clone(), vec![request]).await.remove(0);
        let MessageResponse::FileDescriptorResponse(found) = answer else { panic!("{answer:?}") };
        for bytes in found.file_descriptor_proto {
            let file = FileDescriptorProto::decode(bytes.as_slice()).unwrap();
            if seen.insert(file.name().to_owned()) {
                let imports = file.dependency.iter().filter(|name| !seen.contains(*name)).cloned();
                waiting.extend(imports.map(MessageRequest::FileByFilename));
                files.push(file);
            }
        }
    }
    files
}

struct Dynamique(MessageDescriptor);

impl Codec for Dynamique {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = Ecrit;
    type Decoder = Lit;

    fn encoder(&mut self) -> Ecrit {
        Ecrit
    }

    fn decoder(&mut self) -> Lit {
        Lit(self.0.clone())
    }
}

struct Ecrit;

impl Encoder for Ecrit {
    type Item = DynamicMessage;
    type Error = tonic::Status;

    fn encode(
        &mut self,
        item: DynamicMessage,
        buffer: &mut EncodeBuf<'_>,
    ) -> Result<(), Self::Error> {
        item.encode(buffer).map_err(|cause| tonic::Status::internal(cause.to_string()))
    }
}

struct Lit(MessageDescriptor);

impl Decoder for Lit {
    type Item = DynamicMessage;
    type Error = tonic::Status;

    fn decode(
        &mut self,
        buffer: &mut DecodeBuf<'_>,
    ) -> Result<Option<DynamicMessage>, Self::Error> {
        DynamicMessage::decode(self.0.clone(), buffer)
            .map(Some)
            .map_err(|cause| tonic::Status::internal(cause.to_string()))
    }
}

fn entete(finalite: &str) -> Value {
    json!({ "departement": "17", "finalite": finalite })
}

fn commande(numero: u32, enfants: &[&str]) -> Value {
    json!({
        "entete": entete("traitement_information"),
        "commandeId": format!("018f0000-0000-7000-9000-{numero:012}"),
        "enfants": enfants,
        "survenu": { "le": "2026-01-05" },
    })
}

async fn record_two_siblings(client: &Inconnu, jeton: &str) {
    let inscrit = |enfant: &str, prenom: &str| {
        json!({
            "enfant": enfant,
            "inscrit": {
                "etatCivil": { "clair": { "nom": "Vralimont", "prenoms": prenom } },
                "naissance": { "le": "2016-04-02" },
                "sexe": "feminin",
            },
        })
    };
    let inscription = json!({
        "entete": commande(1, &[]),
        "inscriptions": [inscrit(LEA, "Léazine"), inscrit(TOM, "Tombrin")],
    });
    client.appelle("parcours.identite.v1.IdentiteService/Inscrire", jeton, inscription).await;
    let reception = json!({
        "entete": commande(2, &[LEA, TOM]),
        "recue": {
            "information": INFORMATION,
            "porteDEntree": "crip",
            "canal": "courriel",
            "transmetteur": "education_nationale",
            "origine": "personnel_social",
            "recit": { "clair": "Un récit que personne ne lit sans reçu." },
        },
    });
    let recu = client
        .appelle("parcours.information.v1.InformationService/Recevoir", jeton, reception)
        .await;
    assert_eq!(recu["versions"].as_array().map(Vec::len), Some(2), "{recu}");
}

async fn chronology(client: &Inconnu, jeton: &str, enfant: &str) -> Value {
    let lecture = json!({ "entete": entete("traitement_information"), "enfant": enfant });
    client.appelle("parcours.dossier.v1.DossierService/Chronologie", jeton, lecture).await
}

#[tokio::test]
async fn un_client_qui_ne_connait_que_la_reflexion_travaille_et_laisse_ses_recus() {
    let serveur = Serveur::demarre().await;
    let jeton = serveur.jeton(Role::Crip);
    let client = Inconnu::rencontre(serveur.channel().await).await;
    assert!(client.services.iter().any(|name| name == "parcours.dossier.v1.DossierService"));
    assert!(client.services.iter().any(|name| name == "grpc.health.v1.Health"));

    record_two_siblings(&client, &jeton).await;

    for (enfant, prenom) in [(LEA, "Léazine"), (TOM, "Tombrin")] {
        let lue = chronology(&client, &jeton, enfant).await;
        assert_eq!(lue["etatCivil"]["clair"]["prenoms"], json!(prenom));
        let lignes = lue["lignes"].as_array().unwrap();
        let types: Vec<_> = lignes.iter().map(|ligne| ligne["type"].as_str().unwrap()).collect();
        assert_eq!(types, ["enfant_inscrit", "information_recue", "objet_partage"]);
        let recit = &lignes[1]["evenement"]["informationRecue"]["recit"]["clair"];
        assert_eq!(recit, &json!("Un récit que personne ne lit sans reçu."));
    }

    for enfant in [LEA, TOM] {
        let demande = json!({ "entete": entete("controle_acces"), "enfant": enfant });
        let acces = client.appelle("parcours.acces.v1.AccesService/Lister", &jeton, demande).await;
        let recus = acces["acces"].as_array().unwrap();
        let lecture = recus
            .iter()
            .find(|recu| recu["rpc"].as_str().is_some_and(|rpc| rpc.ends_with("/Chronologie")))
            .unwrap_or_else(|| panic!("no receipt of the chronology: {acces}"));
        let nommes = lecture["enfants"].as_array().unwrap();
        assert!(nommes.iter().any(|nomme| nomme.as_str().unwrap().ends_with(enfant)), "{lecture}");
        assert_eq!(lecture["finalite"], json!("traitement_information"));
    }
}
