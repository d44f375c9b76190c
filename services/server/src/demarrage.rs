//! From options to a running server, and back to nothing.
//!
//! # Invariants
//!
//! - When [`start`] returns, the port is open and every service answers.
//! - [`Running::stop`] lets the requests in flight end before it returns; a dropped [`Running`] stops
//!   too, and nobody waits for it.
//! - Receipts and projections have their own connections: a long import holds no read back.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use deadpool_postgres::Pool;
use eventstore::{BadAddress, Database, Journal, Keys, MasterKey};
use futures::StreamExt as _;
use projections::Runner;
use proto::acces::v1::acces_service_server;
use proto::accueil::v1::accueil_service_server;
use proto::activite::v1::activite_service_server;
use proto::decision::v1::decision_service_server;
use proto::dossier::v1::dossier_service_server;
use proto::evaluation::v1::evaluation_service_server;
use proto::file::v1::file_service_server;
use proto::identite::v1::identite_service_server;
use proto::information::v1::information_service_server;
use proto::mesure::v1::mesure_service_server;
use proto::projet::v1::projet_pour_enfant_service_server;
use proto::reprise::v1::reprise_service_server;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic_health::pb::health_server::HealthServer;
use tonic_health::server::{HealthReporter, HealthService};
use tonic_web::GrpcWebLayer;

use crate::executeur::{self, Executeur};
use crate::guichet::Guichet;
use crate::horloge::{Horloge, HorlogeSysteme};
use crate::jetons::{ClefIllisible, Emetteur, Verificateur};
use crate::porte::Porte;

/// The name of the master key's file in the data folder.
pub const CLEF_MAITRESSE: &str = "maitresse.cle";

/// The largest message a client may send, in bytes.
const MESSAGE_MAX: usize = 4 << 20;

/// How much of an import may be on its way while a group is being written, in bytes.
const FENETRE: u32 = 4 << 20;

/// Connections to the journal of cases and to the keys.
const CONNEXIONS: usize = 12;

/// Connections of the projections.
const CONNEXIONS_VUES: usize = 4;

/// Connections to the log of receipts.
const CONNEXIONS_ACCES: usize = 4;

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the migrated database is, for the role `parcours`.
    pub database_url: String,
    /// Where the master key and the token key are, or will be.
    pub folder: PathBuf,
    /// The address to listen on; port 0 takes any.
    pub listen: SocketAddr,
    /// Code of the Département served, e.g. « 17 ».
    pub departement: String,
    /// Whether its journal takes its instants from the commands. For the life of the journal.
    pub simulated: bool,
    /// What tells the time: tokens, receipts, and commands on a journal that is not simulated.
    pub horloge: Arc<dyn Horloge>,
}

impl Options {
    /// The options of a Département whose journal keeps real time, on the machine's clock.
    pub fn new(database_url: impl Into<String>, folder: PathBuf, listen: SocketAddr) -> Self {
        Self {
            database_url: database_url.into(),
            folder,
            listen,
            departement: "17".to_owned(),
            simulated: false,
            horloge: Arc::new(HorlogeSysteme),
        }
    }

    /// The same, on a simulated journal.
    #[must_use]
    pub fn simulated(mut self) -> Self {
        self.simulated = true;
        self
    }
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum Demarrage {
    /// The database's address cannot be read.
    #[error("{0}")]
    Adresse(#[from] BadAddress),
    /// A log could not be created or opened.
    #[error("the journal: {0}")]
    Journal(#[from] eventstore::Failure),
    /// The master key could not be had.
    #[error("{0}")]
    Clef(#[from] eventstore::MasterKeyFailure),
    /// The token key could not be had.
    #[error("{0}")]
    Jetons(#[from] ClefIllisible),
    /// The address cannot be listened on.
    #[error("the address cannot be listened on: {0}")]
    Ecoute(#[from] std::io::Error),
    /// The contract cannot be published.
    #[error("the contract cannot be published: {0}")]
    Reflexion(#[from] tonic_reflection::server::Error),
    /// The server broke while it was serving.
    #[error("the server broke: {0}")]
    Service(#[from] tonic::transport::Error),
    /// One of its tasks was lost.
    #[error("a task of the server was lost: {0}")]
    Tache(String),
}

/// A server that runs.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Signs the tokens it accepts.
    pub emetteur: Emetteur,
    stopping: watch::Sender<bool>,
    serving: JoinHandle<Result<(), tonic::transport::Error>>,
    projecting: JoinHandle<()>,
}

impl fmt::Debug for Running {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Running").field("addr", &self.addr).finish_non_exhaustive()
    }
}

impl Running {
    /// Stops: no new request, those in flight end, and the projections with them.
    ///
    /// # Errors
    ///
    /// What broke while it was serving, if something did.
    pub async fn stop(self) -> Result<(), Demarrage> {
        let Self { addr: _, emetteur: _, stopping, serving, projecting } = self;
        // Nobody listens any more when everything has stopped already.
        let _stopped_already = stopping.send(true);
        let served = ended(serving.await);
        projecting.await.map_err(|cause| Demarrage::Tache(cause.to_string()))?;
        served
    }

    /// Waits until it stops by itself, which it only does when it breaks.
    ///
    /// # Errors
    ///
    /// What broke.
    pub async fn wait(&mut self) -> Result<(), Demarrage> {
        ended((&mut self.serving).await)
    }
}

fn ended(
    served: Result<Result<(), tonic::transport::Error>, tokio::task::JoinError>,
) -> Result<(), Demarrage> {
    Ok(served.map_err(|cause| Demarrage::Tache(cause.to_string()))??)
}

/// Starts a server.
///
/// # Errors
///
/// What is missing, said without a secret.
pub async fn start(options: Options) -> Result<Running, Demarrage> {
    let Options { database_url, folder, listen, departement, simulated, horloge } = options;
    let master = MasterKey::load_or_create(&folder.join(CLEF_MAITRESSE))?;
    let emetteur = Emetteur::load_or_create(&folder)?;
    let database = Database::at(&database_url, CONNEXIONS)?;
    let pool = database.pool().clone();
    let journal = Journal::create(&database, &format!("{departement}/parcours"), simulated).await?;
    // What is read is read now, by somebody, even in a demonstration: never simulated.
    let acces_database = Database::at(&database_url, CONNEXIONS_ACCES)?;
    let acces = Journal::create(&acces_database, &format!("{departement}/acces"), false).await?;
    let vues = Database::at(&database_url, CONNEXIONS_VUES)?;
    let runner = Runner::new(vues.pool().clone(), journal.clone());
    let guichet = guichet(Pieces {
        departement: Arc::from(departement),
        hash_key: master.derive("hash des demandes"),
        keys: Keys::new(pool.clone(), master),
        pool,
        journal,
        acces,
        runner: runner.clone(),
        horloge,
        verificateur: emetteur.verificateur(),
    });
    let listener = TcpListener::bind(listen).await?;
    let addr = listener.local_addr()?;
    let (stopping, stopped) = watch::channel(false);
    let projecting = tokio::spawn(project(runner, stopped.clone()));
    let serving = tokio::spawn(serve(routes(&guichet)?, listener, stopped));
    Ok(Running { addr, emetteur, stopping, serving, projecting })
}

/// Puts together what every service shares.
fn guichet(pieces: Pieces) -> Guichet {
    let Pieces { departement, hash_key, keys, pool, journal, acces, runner, horloge, verificateur } =
        pieces;
    let porte = Porte::new(acces.clone(), journal.name(), hash_key, horloge.clone());
    let executeur = Executeur::new(executeur::Pieces {
        departement: departement.clone(),
        journal: journal.clone(),
        keys: keys.clone(),
        hash_key,
        horloge: horloge.clone(),
    });
    Guichet {
        departement,
        pool,
        journal,
        acces,
        keys,
        executeur,
        porte,
        runner,
        horloge,
        verificateur,
    }
}

/// What a server is made of.
struct Pieces {
    departement: Arc<str>,
    hash_key: [u8; 32],
    keys: Keys,
    pool: Pool,
    journal: Journal,
    acces: Journal,
    runner: Runner,
    horloge: Arc<dyn Horloge>,
    verificateur: Verificateur,
}

/// Every service of the contract, with health and reflection beside them.
fn routes(guichet: &Guichet) -> Result<Routes, Demarrage> {
    let contract = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(proto::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let health = HealthServer::new(HealthService::from_health_reporter(HealthReporter::new()));
    let mut routes = Routes::new(health)
        .add_service(contract().build_v1()?)
        .add_service(contract().build_v1alpha()?);
    macro_rules! serve {
        ($($server:ty),+ $(,)?) => { $(
            routes = routes.add_service(
                <$server>::new(guichet.clone()).max_decoding_message_size(MESSAGE_MAX),
            );
        )+ };
    }
    serve!(
        identite_service_server::IdentiteServiceServer<Guichet>,
        information_service_server::InformationServiceServer<Guichet>,
        evaluation_service_server::EvaluationServiceServer<Guichet>,
        decision_service_server::DecisionServiceServer<Guichet>,
        mesure_service_server::MesureServiceServer<Guichet>,
        accueil_service_server::AccueilServiceServer<Guichet>,
        projet_pour_enfant_service_server::ProjetPourEnfantServiceServer<Guichet>,
        dossier_service_server::DossierServiceServer<Guichet>,
        file_service_server::FileServiceServer<Guichet>,
        activite_service_server::ActiviteServiceServer<Guichet>,
        reprise_service_server::RepriseServiceServer<Guichet>,
        acces_service_server::AccesServiceServer<Guichet>,
    );
    Ok(routes)
}

/// Keeps the views at the head of the journal until the server stops.
async fn project(runner: Runner, mut stopped: watch::Receiver<bool>) {
    let stop = async move {
        let _asked = stopped.wait_for(|stop| *stop).await;
    };
    runner.run(stop).await;
}

async fn serve(
    routes: Routes,
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
) -> Result<(), tonic::transport::Error> {
    let incoming = TcpListenerStream::new(listener).map(|connection| {
        // A small answer must not wait for the next one; failing to say so is harmless.
        connection.inspect(|socket| drop(socket.set_nodelay(true)))
    });
    Server::builder()
        .accept_http1(true)
        .initial_stream_window_size(FENETRE)
        .initial_connection_window_size(FENETRE)
        .layer(GrpcWebLayer::new())
        .add_routes(routes)
        .serve_with_incoming_shutdown(incoming, async move {
            // Asked to stop, or nobody is left to ask.
            let _asked = stopped.wait_for(|stop| *stop).await;
        })
        .await
}
