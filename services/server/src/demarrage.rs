//! From options to a running server, and back to nothing.
//!
//! # Invariants
//!
//! - When [`start`] returns, the port is open and every service answers.
//! - [`Running::stop`] says so to health first, accepts nothing new, and lets the requests in flight end:
//!   [`ARRET_MAX`] at most, after which they are cut. A dropped [`Running`] cuts them at once.
//! - Receipts and projections have their own connections: a long import holds no read back.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::Pool;
use eventstore::{BadAddress, Database, Journal, Keys};
use futures::StreamExt as _;
use projections::Runner;
use projections::recherche::{ClefDeRecherche, Recherche};
use proto::acces::v1::acces_service_server;
use proto::accueil::v1::accueil_service_server;
use proto::activite::v1::activite_service_server;
use proto::autonomie::v1::autonomie_service_server;
use proto::competence::v1::competence_service_server;
use proto::decision::v1::decision_service_server;
use proto::departement::v1::departement_service_server;
use proto::dossier::v1::dossier_service_server;
use proto::echeancier::v1::echeancier_service_server;
use proto::ecrit::v1::ecrit_service_server;
use proto::evaluation::v1::evaluation_service_server;
use proto::file::v1::file_service_server;
use proto::identite::v1::identite_service_server;
use proto::information::v1::information_service_server;
use proto::journal::v1::journal_service_server;
use proto::justice::v1::justice_service_server;
use proto::mesure::v1::mesure_service_server;
use proto::personne::v1::personne_service_server;
use proto::piece::v1::piece_service_server;
use proto::projet::v1::projet_pour_enfant_service_server;
use proto::recherche::v1::recherche_service_server;
use proto::reprise::v1::reprise_service_server;
use proto::sante::v1::sante_service_server;
use proto::situation::v1::situation_service_server;
use proto::statut::v1::statut_service_server;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_stream::wrappers::TcpListenerStream;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic_health::pb::health_server::HealthServer;
use tonic_health::server::{HealthReporter, HealthService};
use tonic_web::GrpcWebLayer;

use crate::appel::{self, Arret, Suivre};
use crate::cles;
use crate::executeur::{self, Executeur};
use crate::guichet::Guichet;
use crate::horloge::{Horloge, HorlogeSysteme};
use crate::imprimerie::Imprimerie;
use crate::jetons::{ClefIllisible, Emetteur, Verificateur};
use crate::mesures::{Mesures, PourJournal};
use crate::notaire::{CLEFS_ACCES, CLEFS_PARCOURS, Etude, Notaire, Notaires};
use crate::porte::Porte;
use crate::sante::{Sante, Veille};

/// The name of the master key's file in the data folder.
pub const CLEF_MAITRESSE: &str = "maitresse.cle";

/// How long a backup of the keys is kept unless said otherwise, in days.
pub const RETENTION_CLES_JOURS: u32 = 30;

/// The largest message a client may send, in bytes.
pub const MESSAGE_MAX: usize = 4 << 20;

/// How much of an import may be on its way while a group is being written, in bytes.
const FENETRE: u32 = 4 << 20;

/// How long the requests in flight may take to end once the server stops.
const ARRET_MAX: Duration = Duration::from_secs(10);

/// How long those that were cut may take to be gone.
const COUPURE_MAX: Duration = Duration::from_secs(2);

/// Connections to the journal of cases and to the keys.
const CONNEXIONS: usize = 12;

/// Connections of the projections.
const CONNEXIONS_VUES: usize = 4;

/// Connections of the search.
const CONNEXIONS_RECHERCHE: usize = 3;

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
    /// How long a backup of the keys is kept, in days: what a certificate of erasure promises.
    pub retention_cles_jours: u32,
    /// Where to serve metrics and health over HTTP; port 0 takes any. Nowhere when none.
    pub mesures: Option<SocketAddr>,
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
            retention_cles_jours: RETENTION_CLES_JOURS,
            mesures: None,
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
    /// The database's keys are not under a master key of this folder, or cannot be read.
    #[error("{0}")]
    Clefs(#[from] eventstore::KeyFailure),
    /// The token key could not be had.
    #[error("{0}")]
    Jetons(#[from] ClefIllisible),
    /// The keys that sign heads could not be had.
    #[error("{0}")]
    Tetes(#[from] eventstore::note::SignersFailure),
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
    /// Where metrics and health are, when they are served.
    pub mesures: Option<SocketAddr>,
    /// Signs the tokens it accepts.
    pub emetteur: Emetteur,
    commande: appel::Commande,
    veille: Veille,
    serving: Serving,
    projecting: JoinHandle<()>,
    etude: Etude,
}

type Serving = JoinHandle<Result<(), tonic::transport::Error>>;

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
        let Self { addr: _, mesures: _, emetteur: _, commande, veille, serving, projecting, etude } =
            self;
        veille.annoncer_l_arret().await;
        commande.finir();
        let served = drain(serving, &commande).await;
        projecting.await.map_err(|cause| Demarrage::Tache(cause.to_string()))?;
        etude.fermer().await;
        commande.couper();
        veille.finir().await;
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

/// Waits for what is under way, and then no longer.
async fn drain(mut serving: Serving, commande: &appel::Commande) -> Result<(), Demarrage> {
    if let Ok(served) = timeout(ARRET_MAX, &mut serving).await {
        return ended(served);
    }
    tracing::warn!("requests were still under way when the server stopped: they are cut");
    commande.couper();
    match timeout(COUPURE_MAX, &mut serving).await {
        Ok(served) => ended(served),
        Err(_) => {
            // A client that reads nothing any more.
            serving.abort();
            Ok(())
        }
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
    let Options {
        database_url,
        folder,
        listen,
        departement,
        simulated,
        retention_cles_jours,
        mesures,
        horloge,
    } = options;
    let compteurs = Arc::new(Mesures::nouvelles());
    let emetteur = Emetteur::load_or_create(&folder)?;
    let database = Database::at(&database_url, CONNEXIONS)?;
    let pool = database.pool().clone();
    let journal = Journal::create(&database, &format!("{departement}/parcours"), simulated).await?;
    let (journal, du_journal) = observed(journal, &compteurs);
    // What is read is read now, by somebody, even in a demonstration: never simulated.
    let acces_database = Database::at(&database_url, CONNEXIONS_ACCES)?;
    let acces = Journal::create(&acces_database, &format!("{departement}/acces"), false).await?;
    let (acces, des_acces) = observed(acces, &compteurs);
    let vues = Database::at(&database_url, CONNEXIONS_VUES)?;
    let runner = Runner::new(vues.pool().clone(), journal.clone());
    let keys = cles::ouvrir(pool.clone(), &folder).await?;
    let clef = ClefDeRecherche::new(&cles::de_la_recherche(&folder)?);
    let index = Database::at(&database_url, CONNEXIONS_RECHERCHE)?.pool().clone();
    let recherche = Recherche::new(index, journal.clone(), keys.clone(), clef.clone());
    let (commande, arret) = appel::Commande::nouvelle();
    let sante = Arc::new(Sante::nouvelle(
        compteurs.clone(),
        [(journal.clone(), du_journal), (acces.clone(), des_acces)],
        runner.clone(),
        horloge.clone(),
        &Database::at(&database_url, 1)?,
        arret.clone(),
    ));
    let notaire = |journal: &Journal, clefs| {
        Notaire::ouvrir(journal.clone(), &folder.join(clefs), horloge.clone())
    };
    let notaires = Notaires {
        parcours: notaire(&journal, CLEFS_PARCOURS)?,
        acces: notaire(&acces, CLEFS_ACCES)?,
    };
    let guichet = guichet(Pieces {
        departement: Arc::from(departement),
        hash_key: cles::des_demandes(&folder)?,
        keys,
        clef,
        recherche: recherche.clone(),
        retention_cles_jours,
        pool,
        journal,
        acces,
        notaires: notaires.clone(),
        runner: runner.clone(),
        horloge,
        verificateur: emetteur.verificateur(),
        mesures: compteurs.clone(),
    });
    let listener = TcpListener::bind(listen).await?;
    let addr = listener.local_addr()?;
    let (veille, mesures) = Veille::ouvrir(sante, mesures, arret.clone()).await?;
    let projecting = tokio::spawn(project(runner, recherche, arret.clone()));
    let routes = routes(&guichet, veille.reporter())?;
    let serving = tokio::spawn(serve(routes, listener, Suivre::new(compteurs, arret)));
    let etude = Etude::ouvrir(&notaires);
    Ok(Running { addr, mesures, emetteur, commande, veille, serving, projecting, etude })
}

/// The log, its writer watched by its metrics.
fn observed(journal: Journal, mesures: &Mesures) -> (Journal, PourJournal) {
    let metrics = mesures.journaux.pour(journal.name());
    (journal.observed_by(Arc::new(metrics.clone())), metrics)
}

/// Puts together what every service shares.
fn guichet(pieces: Pieces) -> Guichet {
    let Pieces {
        departement,
        hash_key,
        keys,
        clef,
        recherche,
        retention_cles_jours,
        pool,
        journal,
        acces,
        notaires,
        runner,
        horloge,
        verificateur,
        mesures,
    } = pieces;
    let porte = Porte::new(acces.clone(), journal.name(), hash_key, horloge.clone(), &mesures);
    let executeur = Executeur::new(executeur::Pieces {
        departement: departement.clone(),
        journal: journal.clone(),
        keys: keys.clone(),
        hash_key,
        clef,
        horloge: horloge.clone(),
        mesures: mesures.journaux.pour(journal.name()),
    });
    Guichet {
        departement,
        pool,
        journal,
        acces,
        keys,
        notaires,
        imprimerie: Imprimerie::voisine(),
        executeur,
        porte,
        runner,
        recherche,
        horloge,
        verificateur,
        retention_cles_jours,
    }
}

/// What a server is made of.
struct Pieces {
    departement: Arc<str>,
    hash_key: [u8; 32],
    keys: Keys,
    clef: ClefDeRecherche,
    recherche: Recherche,
    retention_cles_jours: u32,
    pool: Pool,
    journal: Journal,
    acces: Journal,
    notaires: Notaires,
    runner: Runner,
    horloge: Arc<dyn Horloge>,
    verificateur: Verificateur,
    mesures: Arc<Mesures>,
}

/// Every service of the contract, with health and reflection beside them.
fn routes(guichet: &Guichet, health: HealthReporter) -> Result<Routes, Demarrage> {
    let contract = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(proto::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let health = HealthServer::new(HealthService::from_health_reporter(health));
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
        statut_service_server::StatutServiceServer<Guichet>,
        competence_service_server::CompetenceServiceServer<Guichet>,
        ecrit_service_server::EcritServiceServer<Guichet>,
        justice_service_server::JusticeServiceServer<Guichet>,
        autonomie_service_server::AutonomieServiceServer<Guichet>,
        sante_service_server::SanteServiceServer<Guichet>,
        situation_service_server::SituationServiceServer<Guichet>,
        dossier_service_server::DossierServiceServer<Guichet>,
        file_service_server::FileServiceServer<Guichet>,
        recherche_service_server::RechercheServiceServer<Guichet>,
        echeancier_service_server::EcheancierServiceServer<Guichet>,
        departement_service_server::DepartementServiceServer<Guichet>,
        personne_service_server::PersonneServiceServer<Guichet>,
        activite_service_server::ActiviteServiceServer<Guichet>,
        reprise_service_server::RepriseServiceServer<Guichet>,
        acces_service_server::AccesServiceServer<Guichet>,
        journal_service_server::JournalServiceServer<Guichet>,
    );
    let pieces = piece_service_server::PieceServiceServer::new(guichet.clone());
    let pieces = pieces.max_decoding_message_size(crate::services::piece::MESSAGE_MAX);
    Ok(routes.add_service(pieces))
}

/// Keeps the views at the head of the journal until the server stops.
async fn project(runner: Runner, recherche: Recherche, arret: Arret) {
    tokio::join!(runner.run(arret.clone().demande()), recherche.run(arret.demande()));
}

async fn serve(
    routes: Routes,
    listener: TcpListener,
    suivre: Suivre,
) -> Result<(), tonic::transport::Error> {
    let incoming = TcpListenerStream::new(listener).map(|connection| {
        // A small answer must not wait for the next one; failing to say so is harmless.
        connection.inspect(|socket| drop(socket.set_nodelay(true)))
    });
    let stop = suivre.arret().demande();
    Server::builder()
        .accept_http1(true)
        .initial_stream_window_size(FENETRE)
        .initial_connection_window_size(FENETRE)
        .layer(GrpcWebLayer::new())
        .layer(suivre)
        .add_routes(routes)
        .serve_with_incoming_shutdown(incoming, stop)
        .await
}
