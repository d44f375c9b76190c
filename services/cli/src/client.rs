//! How a client command reaches the server: the connection, the token on every request, the head.

use std::time::Duration;

use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::commun::v1::Entete;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};

use crate::arguments::{Acces, Liaison};
use crate::echec::Echec;
use crate::jetons::{self, Role};

const CONNEXION_MAX: Duration = Duration::from_secs(5);
/// The largest request the server reads, in bytes.
pub const REQUETE_MAX: usize = 4 << 20;
/// The largest answer read, in bytes: a whole report with its breakdowns is far below.
pub const REPONSE_MAX: usize = 64 << 20;

/// A connection that says who asks.
pub type Canal = InterceptedService<Channel, Jeton>;

/// Puts the token on each request.
#[derive(Clone)]
pub struct Jeton(MetadataValue<Ascii>);

impl Interceptor for Jeton {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        request.metadata_mut().insert("authorization", self.0.clone());
        Ok(request)
    }
}

/// Connects for a role, with the token said or the role's own.
///
/// # Errors
/// [`Echec`] when there is no token, or no server.
pub async fn ouvrir(liaison: &Liaison, role: Role) -> Result<Canal, Echec> {
    let Liaison { serveur, jeton } = liaison;
    let jeton = jetons::lire(jeton.as_deref(), role)?;
    avec(serveur, &jeton).await
}

/// Connects with a token.
///
/// # Errors
/// [`Echec`] when the token cannot be sent, or there is no server.
pub async fn avec(adresse: &str, jeton: &str) -> Result<Canal, Echec> {
    let jeton = MetadataValue::try_from(format!("Bearer {jeton}")).map_err(|_| Echec::Jeton {
        fichier: "donné".to_owned(),
        pourquoi: "ce n’est pas un jeton".to_owned(),
        a_faire: "donnez par --jeton un fichier écrit par « demo » ou « serve »",
    })?;
    let injoignable = || Echec::Injoignable { adresse: adresse.to_owned() };
    let point = Endpoint::from_shared(adresse.to_owned()).map_err(|_| injoignable())?;
    let point = point.connect_timeout(CONNEXION_MAX);
    let canal = point.connect().await.map_err(|_| injoignable())?;
    Ok(InterceptedService::new(canal, Jeton(jeton)))
}

/// The figures, for who reads them.
///
/// # Errors
/// [`Echec`] when there is no token, or no server.
pub async fn activite(acces: &Acces) -> Result<ActiviteServiceClient<Canal>, Echec> {
    Ok(activite_par(ouvrir(&acces.liaison, Role::Odpe).await?))
}

/// The figures, through a connection.
#[must_use]
pub fn activite_par(canal: Canal) -> ActiviteServiceClient<Canal> {
    ActiviteServiceClient::new(canal).max_decoding_message_size(REPONSE_MAX)
}

/// The head of a query.
#[must_use]
pub fn entete(acces: &Acces, role: Role) -> Entete {
    let Acces { liaison: _, departement, finalite } = acces;
    let finalite = finalite.as_deref().unwrap_or(role.finalite());
    Entete {
        departement: departement.clone(),
        finalite: finalite.to_owned(),
        correlation: String::new(),
    }
}
