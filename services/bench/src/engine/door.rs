//! The door: channels, tokens, and the requests these measures send.
//!
//! Names and narratives are invented here and sealed there, as everyone's.

use std::path::Path;

use chrono::TimeDelta;
use proto::commun::v1::{self as commun, Entete, EnteteCommande, Survenu, TexteScelle};
use proto::identite::v1 as identite;
use proto::information::v1 as information;
use server::horloge::{Horloge as _, HorlogeSysteme};
use server::jetons::{Emetteur, Porteur, Role};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use uuid::Uuid;

use super::DEPARTEMENT;
use crate::Failure;
use crate::draw::Hand;

/// The largest answer read, in bytes.
pub const ANSWER_BYTES_MAX: usize = 64 << 20;

/// The day things happened, for the commands typed here: after the simulated years.
const LE: &str = "2024-02-28";

/// When they are recorded, in seconds: 2024-03-01.
const ENREGISTRE_A: i64 = 1_709_280_000;

/// A connection that says who asks.
pub type Door = InterceptedService<Channel, Token>;

/// Puts the token on each request.
#[derive(Clone, Debug)]
pub struct Token(MetadataValue<Ascii>);

impl Interceptor for Token {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// Opens a connection for somebody of that role; the folder is that of the server's keys.
///
/// # Errors
/// When there is no key, or no server.
pub async fn open(address: &str, folder: &Path, role: Role) -> Result<Door, Failure> {
    let issuer = Emetteur::load_or_create(folder).map_err(Failure::other)?;
    let bearer = Porteur::new(format!("banc.{}", role.nom()), role, DEPARTEMENT);
    let token = issuer.signer(&bearer, HorlogeSysteme.maintenant(), TimeDelta::days(1));
    let token = MetadataValue::try_from(format!("Bearer {token}")).map_err(Failure::other)?;
    let endpoint = Endpoint::from_shared(address.to_owned())?.tcp_nodelay(true);
    Ok(InterceptedService::new(endpoint.connect().await?, Token(token)))
}

/// The head of a query.
pub fn entete(finalite: &str) -> Option<Entete> {
    Some(Entete {
        departement: DEPARTEMENT.to_owned(),
        finalite: finalite.to_owned(),
        correlation: String::new(),
    })
}

/// The head of a command on those children.
fn commande(hand: &mut Hand, enfants: &[Uuid]) -> EnteteCommande {
    EnteteCommande {
        entete: entete("traitement_information"),
        commande_id: hand.id().to_string(),
        enfants: enfants.iter().map(Uuid::to_string).collect(),
        survenu: Some(Survenu { le: LE.to_owned(), ..Survenu::default() }),
        connu_le: String::new(),
        version_attendue: None,
        enregistre_a: Some(prost_types::Timestamp { seconds: ENREGISTRE_A, nanos: 0 }),
    }
}

/// Opens the file of a child.
pub fn inscrire(hand: &mut Hand, enfant: Uuid) -> identite::InscrireRequest {
    let etat_civil = identite::EtatCivil {
        nom: "Garnaud".to_owned(),
        prenoms: "Éloïse".to_owned(),
        nom_naissance_mere: "Chauvet".to_owned(),
    };
    let etat_civil = identite::etat_civil_scelle::Etat::Clair(etat_civil);
    let inscrit = identite::Inscrit {
        etat_civil: Some(identite::EtatCivilScelle { etat: Some(etat_civil) }),
        naissance: Some(identite::Naissance {
            le: "2015-03-04".to_owned(),
            precision: 0,
            source: "etat_civil".to_owned(),
        }),
        sexe: "feminin".to_owned(),
    };
    identite::InscrireRequest {
        entete: Some(commande(hand, &[])),
        inscriptions: vec![identite::Inscription {
            enfant: enfant.to_string(),
            inscrit: Some(inscrit),
            vue: None,
        }],
    }
}

/// An information arrived about a child, with its sender and its narrative.
pub fn recevoir(hand: &mut Hand, enfant: Uuid) -> information::RecevoirRequest {
    let expediteur = information::Expediteur {
        nom: "Maillard".to_owned(),
        telephone: "05 46 00 00 00".to_owned(),
        ..information::Expediteur::default()
    };
    let expediteur = information::expediteur_scelle::Etat::Clair(expediteur);
    let recit = "L’enseignante a constaté des absences répétées et une fatigue inhabituelle.";
    let recue = information::Recue {
        information: hand.id().to_string(),
        porte_d_entree: "crip".to_owned(),
        canal: "courriel".to_owned(),
        transmetteur: "enseignement_public".to_owned(),
        origine: "personnel_social".to_owned(),
        expediteur_id: hand.id().to_string(),
        expediteur: Some(information::ExpediteurScelle { etat: Some(expediteur) }),
        recit: Some(TexteScelle {
            etat: Some(commun::texte_scelle::Etat::Clair(recit.to_owned())),
        }),
        dangers_allegues: vec!["negligences".to_owned()],
        commune: "17300".to_owned(),
        ..information::Recue::default()
    };
    information::RecevoirRequest { entete: Some(commande(hand, &[enfant])), recue: Some(recue) }
}
