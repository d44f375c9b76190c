//! A server of its own for a test: its database, its folder, its port, a clock that stands still.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has nothing to say")]
#![expect(dead_code, reason = "each test binary takes what it needs")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use private_postgres::testing::{self, TestDatabase};
use proto::commun::v1 as commun;
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::identite::v1 as identite;
use proto::identite::v1::identite_service_client::IdentiteServiceClient;
use proto::information::v1 as information;
use proto::information::v1::information_service_client::InformationServiceClient;
use server::horloge::HorlogeFixe;
use server::jetons::{Porteur, Role};
use server::{Options, Running};
use tempfile::TempDir;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Endpoint};
use tonic::{Request, Status};
use uuid::Uuid;

/// A server, and what it needs to live.
pub(crate) struct Essai {
    pub(crate) running: Running,
    pub(crate) database: TestDatabase,
    channel: Channel,
    folder: TempDir,
}

/// A channel on which somebody speaks.
pub(crate) type Parle = InterceptedService<Channel, Jeton>;

/// Puts a token on every request.
#[derive(Clone)]
pub(crate) struct Jeton(Option<MetadataValue<Ascii>>);

impl Interceptor for Jeton {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(jeton) = &self.0 {
            request.metadata_mut().insert("authorization", jeton.clone());
        }
        Ok(request)
    }
}

/// A channel to that server, on which nobody speaks.
pub(crate) async fn channel(running: &Running) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{}", running.addr)).unwrap();
    endpoint.connect().await.unwrap()
}

/// A channel to that server, on which somebody of that role speaks.
pub(crate) async fn parle_a(running: &Running, role: Role) -> Parle {
    let porteur = Porteur::new(format!("agent.{}", role.nom()), role, "17");
    let jeton = running.emetteur.signer(&porteur, maintenant(), TimeDelta::hours(1));
    let jeton = Jeton(Some(format!("Bearer {jeton}").parse().unwrap()));
    InterceptedService::new(channel(running).await, jeton)
}

/// An identifier nobody has.
pub(crate) fn id() -> Uuid {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(0x17_0000 + u128::from(NUMBER.fetch_add(1, Ordering::Relaxed)))
}

/// The instant the clock of every test stands at.
pub(crate) fn maintenant() -> DateTime<Utc> {
    instant("2024-06-03T08:00:00Z")
}

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Essai {
    /// A server on a simulated journal.
    pub(crate) async fn start() -> Self {
        Self::with(Options::simulated).await
    }

    /// A server on a journal that keeps real time.
    pub(crate) async fn reel() -> Self {
        Self::with(|options| options).await
    }

    /// A server on a simulated journal that tells of itself over HTTP.
    pub(crate) async fn mesure() -> Self {
        let mesures = Some("127.0.0.1:0".parse().unwrap());
        Self::with(|options| Options { mesures, ..options.simulated() }).await
    }

    async fn with(choose: impl FnOnce(Options) -> Options) -> Self {
        let database = testing::database();
        let folder = tempfile::tempdir().unwrap();
        let listen = "127.0.0.1:0".parse().unwrap();
        let options = Options::new(database.url(), folder.path().to_owned(), listen);
        let mut options = choose(options);
        options.horloge = Arc::new(HorlogeFixe(maintenant()));
        let running = server::start(options).await.unwrap();
        let channel = channel(&running).await;
        Self { running, database, channel, folder }
    }

    /// A second server in front of the same journal, and somebody of that role who speaks to it.
    pub(crate) async fn second(&self, role: Role) -> (Running, Parle) {
        let listen = "127.0.0.1:0".parse().unwrap();
        let folder = self.folder.path().to_owned();
        let mut options = Options::new(self.database.url(), folder, listen).simulated();
        options.horloge = Arc::new(HorlogeFixe(maintenant()));
        let running = server::start(options).await.unwrap();
        let parle = parle_a(&running, role).await;
        (running, parle)
    }

    /// The folder of its keys.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A channel on which somebody of that role speaks.
    pub(crate) fn parle(&self, role: Role) -> Parle {
        self.porteur(&Porteur::new(format!("agent.{}", role.nom()), role, "17"))
    }

    /// A channel on which that person speaks.
    pub(crate) fn porteur(&self, porteur: &Porteur) -> Parle {
        let jeton = self.running.emetteur.signer(porteur, maintenant(), TimeDelta::hours(1));
        self.avec(Some(format!("Bearer {jeton}").parse().unwrap()))
    }

    /// A channel with that token, or none.
    pub(crate) fn avec(&self, jeton: Option<MetadataValue<Ascii>>) -> Parle {
        InterceptedService::new(self.channel.clone(), Jeton(jeton))
    }

    pub(crate) fn identite(&self) -> IdentiteServiceClient<Parle> {
        IdentiteServiceClient::new(self.parle(Role::Crip))
    }

    pub(crate) fn information(&self) -> InformationServiceClient<Parle> {
        InformationServiceClient::new(self.parle(Role::Crip))
    }

    pub(crate) fn dossier(&self) -> DossierServiceClient<Parle> {
        DossierServiceClient::new(self.parle(Role::Crip))
    }

    /// Opens the file of a child.
    pub(crate) async fn inscrire(&self, enfant: Uuid, recorded: &str) -> commun::Recu {
        self.identite().inscrire(inscrire(enfant, recorded)).await.unwrap().into_inner()
    }
}

/// A receipt, as the log of receipts holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attestation {
    pub(crate) qui: String,
    pub(crate) finalite: String,
    pub(crate) rpc: String,
    pub(crate) enfants: Vec<Uuid>,
    pub(crate) position: u64,
    pub(crate) refuse: bool,
}

impl Essai {
    /// A connection of the superuser, to look behind the door.
    pub(crate) async fn derriere(&self) -> tokio_postgres::Client {
        let (client, connection) =
            tokio_postgres::connect(&self.database.admin_url(), tokio_postgres::NoTls)
                .await
                .unwrap();
        tokio::spawn(connection);
        client
    }

    /// Every receipt, oldest first.
    pub(crate) async fn attestations(&self) -> Vec<Attestation> {
        let sql = "select event.actor, event.finalite, event.payload::text
                     from journal.event_lisible as event
                    where event.log = '17/acces' and not event.simulated
                      and event.event_type = 'lecture_attestee'
                    order by event.position";
        let rows = self.derriere().await.query(sql, &[]).await.unwrap();
        rows.iter().map(|row| attestation(row.get(0), row.get(1), row.get(2))).collect()
    }
}

fn attestation(qui: String, finalite: String, payload: &str) -> Attestation {
    let payload: serde_json::Value = serde_json::from_str(payload).unwrap();
    assert_eq!(payload["journal"], "17/parcours");
    let enfants = payload["enfants"].as_array().unwrap().iter();
    Attestation {
        qui,
        finalite,
        rpc: payload["rpc"].as_str().unwrap().to_owned(),
        enfants: enfants.map(|enfant| enfant.as_str().unwrap().parse().unwrap()).collect(),
        position: payload["position"].as_u64().unwrap(),
        refuse: payload["refuse"].as_bool().unwrap(),
    }
}

/// The head of every request.
pub(crate) fn entete() -> Option<commun::Entete> {
    Some(commun::Entete {
        departement: "17".into(),
        finalite: "traitement_information".into(),
        correlation: String::new(),
    })
}

/// The head of a command on those children: it happened on that day, it is recorded at that instant.
pub(crate) fn commande(enfants: &[Uuid], survenu: &str, recorded: &str) -> commun::EnteteCommande {
    commun::EnteteCommande {
        entete: entete(),
        commande_id: id().to_string(),
        enfants: enfants.iter().map(Uuid::to_string).collect(),
        survenu: Some(commun::Survenu { le: survenu.into(), ..commun::Survenu::default() }),
        connu_le: String::new(),
        version_attendue: None,
        enregistre_a: Some(timestamp(recorded)),
    }
}

pub(crate) fn timestamp(text: &str) -> prost_types::Timestamp {
    let at = instant(text);
    prost_types::Timestamp { seconds: at.timestamp(), nanos: at.timestamp_subsec_nanos() as i32 }
}

/// Opens the file of Zoé Martin, born on 4 March 2015.
pub(crate) fn inscrire(enfant: Uuid, recorded: &str) -> identite::InscrireRequest {
    let etat_civil = identite::EtatCivil {
        nom: "Martin".into(),
        prenoms: "Zoé".into(),
        nom_naissance_mere: String::new(),
    };
    let etat_civil = identite::EtatCivilScelle {
        etat: Some(identite::etat_civil_scelle::Etat::Clair(etat_civil)),
    };
    let naissance =
        identite::Naissance { le: "2015-03-04".into(), precision: 0, source: "etat_civil".into() };
    let inscrit = identite::Inscrit {
        etat_civil: Some(etat_civil),
        naissance: Some(naissance),
        sexe: "feminin".into(),
    };
    identite::InscrireRequest {
        entete: Some(commande(&[], "2024-01-08", recorded)),
        inscriptions: vec![identite::Inscription {
            enfant: enfant.to_string(),
            inscrit: Some(inscrit),
            vue: None,
        }],
    }
}

/// An information about those children arrived on that day, with a sender and a narrative.
pub(crate) fn recevoir(
    information: Uuid,
    enfants: &[Uuid],
    survenu: &str,
    recorded: &str,
) -> information::RecevoirRequest {
    let expediteur =
        information::Expediteur { nom: "Durand".into(), ..information::Expediteur::default() };
    let expediteur = information::ExpediteurScelle {
        etat: Some(information::expediteur_scelle::Etat::Clair(expediteur)),
    };
    let recit = commun::TexteScelle {
        etat: Some(commun::texte_scelle::Etat::Clair("Elle arrive seule le matin.".into())),
    };
    information::RecevoirRequest {
        entete: Some(commande(enfants, survenu, recorded)),
        recue: Some(information::Recue {
            information: information.to_string(),
            porte_d_entree: "crip".into(),
            canal: "courriel".into(),
            transmetteur: "enseignement_public".into(),
            origine: "personnel_social".into(),
            expediteur_id: id().to_string(),
            expediteur: Some(expediteur),
            recit: Some(recit),
            dangers_allegues: vec!["negligences".into()],
            commune: "17300".into(),
            ..information::Recue::default()
        }),
    }
}

/// Who decided.
pub(crate) fn decideur() -> Option<commun::Decideur> {
    Some(commun::Decideur {
        agent: "cadre.crip".into(),
        qualite: "delegue_crip".into(),
        delegation: "2024-12".into(),
        ..commun::Decideur::default()
    })
}

/// The information is an IP for those children.
pub(crate) fn qualifier(
    information: Uuid,
    enfants: &[Uuid],
    survenu: &str,
    recorded: &str,
) -> information::QualifierRequest {
    let qualifications = enfants.iter().map(|enfant| information::QualificationEnfant {
        enfant: enfant.to_string(),
        issue: Some(information::qualification_enfant::Issue::Qualifiee(information::Qualifiee {
            information: information.to_string(),
            dangers: vec!["negligences".into()],
            delai_reduit_jours: None,
            decideur: decideur(),
        })),
    });
    information::QualifierRequest {
        entete: Some(commande(&[], survenu, recorded)),
        information: information.to_string(),
        qualifications: qualifications.collect(),
    }
}
