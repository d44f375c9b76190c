//! From a command to its events: understand, look up, load, decide, seal, append.
//!
//! ```text
//!  Commande ─▶ Demande ─▶ known already? ─▶ the children's histories ─▶ decide ─▶ seal ─▶ append
//!                              │                      ▲                                   │
//!                              └─▶ answered as then   └────── a stream moved: at most 5 ──┘
//! ```
//!
//! Commands that wait together are decided together ([`attente`]), as the lines of an import are
//! ([`lot`]); one that did not go as decided is then executed alone, which is what this file does.
//!
//! # Invariants
//!
//! - A command sent twice is answered as the first time; another one under its identifier is refused.
//!   What is compared is the HMAC of the command as received, in canonical form, and of its actor.
//! - A lost race is decided again on what is there now, [`ATTEMPTS_MAX`] times at most.
//! - A command that changed nothing stores its identifier; a refused one stores nothing.
//! - A simulated journal takes its instant, and so its day, from the command; any other from the clock.
//!
//! Deliberately absent: who may ask ([`crate::droits`]).

mod departement;

mod doublons;

mod personne;

mod lot;

mod memoire;

mod attente;

mod effacement;

mod dossiers;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use chrono::{DateTime, Utc};
use domain::enfant::{Contexte, Enfant};
use domain::evenement::{Acte, Recordable};
use domain::histoire::Enregistre;
use domain::ids::EnfantId;
use domain::temps::jour_legal;
use eventstore::{
    AppendRequest, Check, CommandRecord, Erase, Invalid, Journal, KeySet, Keys, Lane, Position,
    RecordedEvent, SealReason, StreamId, Terms, Verdict, Write, canonical, request_hash,
};
use projections::codec::{self, AEcrire, NonEcrivable};
use projections::recherche::ClefDeRecherche;
use proto::reprise::v1::Commande;
use proto::wire::{ActeDemande, Demande};
use tracing::Instrument as _;
use uuid::Uuid;

use crate::appel::echeance;
use crate::echec::{Echec, Panne};
use crate::horloge::{Horloge, ZONE, identifiant};
use crate::mesures::PourJournal;
use attente::Attente;
pub(crate) use dossiers::{Dit, Prevue};
use dossiers::{decider, find};
use memoire::Memoire;

/// How often a command is decided before its caller is asked to send it again.
pub(crate) const ATTEMPTS_MAX: usize = 5;

/// What executes commands. Clones share everything.
#[derive(Clone, Debug)]
pub(crate) struct Executeur {
    moteur: Moteur,
    attente: Attente,
}

/// What decides and appends, alone or by batches.
#[derive(Clone, Debug)]
struct Moteur {
    departement: Arc<str>,
    journal: Journal,
    keys: Keys,
    hash_key: [u8; 32],
    clef: ClefDeRecherche,
    horloge: Arc<dyn Horloge>,
    mesures: PourJournal,
    memoire: Arc<Mutex<Memoire>>,
}

/// What an executor is made of.
pub(crate) struct Pieces {
    pub(crate) departement: Arc<str>,
    pub(crate) journal: Journal,
    pub(crate) keys: Keys,
    pub(crate) hash_key: [u8; 32],
    pub(crate) clef: ClefDeRecherche,
    pub(crate) horloge: Arc<dyn Horloge>,
    pub(crate) mesures: PourJournal,
}

/// A command that was done, now or before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fait {
    pub(crate) position: Position,
    pub(crate) deja_fait: bool,
    pub(crate) versions: Vec<(EnfantId, u32)>,
    pub(crate) dit: Dit,
}

/// A command understood, with everything that does not depend on the journal.
struct Preparee {
    demande: Demande,
    contexte: Contexte,
    hash: [u8; 32],
    acteur: String,
    terms: Terms,
}

/// What was decided for one stream of whatever kind, and on which version of it. A request writes a list
/// of these, all or nothing.
struct Decide {
    stream: StreamId,
    expected: u32,
    actes: Vec<AEcrire>,
}

/// What a command asks the journal: to write, to check, to destroy.
struct Projet {
    decides: Vec<Decide>,
    checks: Vec<Check>,
    erases: Vec<Erase>,
    dit: Dit,
}

impl From<Vec<Decide>> for Projet {
    fn from(decides: Vec<Decide>) -> Self {
        Self { decides, checks: Vec::new(), erases: Vec::new(), dit: Dit::default() }
    }
}

/// What the journal made of a request.
enum Issue {
    Fait(Fait),
    /// Somebody was faster on one of the streams.
    Depasse,
}

impl Executeur {
    pub(crate) fn new(pieces: Pieces) -> Self {
        let Pieces { departement, journal, keys, hash_key, clef, horloge, mesures } = pieces;
        let memoire = Arc::new(Mutex::new(Memoire::default()));
        let moteur =
            Moteur { departement, journal, keys, hash_key, clef, horloge, mesures, memoire };
        Self { attente: Attente::ouvrir(moteur.clone()), moteur }
    }

    /// Executes one command, with whoever else is there.
    pub(crate) async fn executer(&self, commande: &Commande, acteur: &str) -> Result<Fait, Echec> {
        let terms = Terms { lane: Lane::Interactive, deadline: echeance() };
        let preparee = self.moteur.preparer(commande, acteur, terms)?;
        let children = enfants(&preparee.demande.acte);
        let fait = if preparee.alone() {
            self.moteur.executer_preparee(&preparee).await?
        } else {
            self.attente.executer(preparee).await?
        };
        if fait.deja_fait { self.moteur.refait(&children, fait.position).await } else { Ok(fait) }
    }
}

impl Moteur {
    async fn executer_preparee(&self, preparee: &Preparee) -> Result<Fait, Echec> {
        let (known, loaded) = tokio::join!(self.deja_faite(preparee), self.charger_pour(preparee));
        if let Some(fait) = known? {
            return Ok(fait);
        }
        let mut loaded = loaded?;
        for _ in 1..ATTEMPTS_MAX {
            match self.tenter(preparee, &loaded).await? {
                Issue::Fait(fait) => return Ok(fait),
                Issue::Depasse => loaded = self.charger_pour(preparee).await?,
            }
        }
        match self.tenter(preparee, &loaded).await? {
            Issue::Fait(fait) => Ok(fait),
            Issue::Depasse => Err(Echec::Course),
        }
    }

    /// Understands a command: its fields, its Département, its instant, its hash.
    fn preparer(&self, commande: &Commande, acteur: &str, terms: Terms) -> Result<Preparee, Echec> {
        let demande = proto::wire::demande(commande).map_err(Echec::Champs)?;
        if *demande.departement != *self.departement {
            return Err(Echec::DepartementInconnu);
        }
        let contexte = Contexte {
            aujourd_hui: jour_legal(self.instant(demande.enregistre_a)?, ZONE),
            survenu: demande.survenu,
            connu_le: demande.connu_le,
            version_attendue: demande.version_attendue,
        };
        let canonique =
            canonical::to_bytes(&proto::json::commande_json(commande)).map_err(|_| {
                Echec::champ("", "CARACTERE_INTERDIT", "Un texte contient un caractère interdit.")
            })?;
        let hash = request_hash(&self.hash_key, &canonique, acteur);
        Ok(Preparee { demande, contexte, hash, acteur: acteur.to_owned(), terms })
    }

    /// The instant a command is recorded at: its own on a simulated journal, the clock's on any other.
    fn instant(&self, enregistre_a: Option<DateTime<Utc>>) -> Result<DateTime<Utc>, Echec> {
        match (self.journal.is_simulated(), enregistre_a) {
            (true, Some(instant)) => Ok(instant),
            (true, None) => Err(Echec::champ(
                "entete.enregistre_a",
                "INSTANT_REQUIS",
                "Ce journal est simulé : chaque commande donne son instant d'enregistrement.",
            )),
            (false, None) => Ok(self.horloge.maintenant()),
            (false, Some(_)) => Err(Echec::champ(
                "entete.enregistre_a",
                "INSTANT_REFUSE",
                "L'instant d'enregistrement est celui du serveur : il ne se déclare pas.",
            )),
        }
    }

    /// How the command was answered, if it was.
    async fn deja_faite(&self, preparee: &Preparee) -> Result<Option<Fait>, Echec> {
        let record = self.journal.command(preparee.commande_id()).await?;
        record.map(|record| preparee.deja(&record)).transpose()
    }

    /// A command done before, with the versions its children had then.
    async fn refait(&self, children: &[EnfantId], position: Position) -> Result<Fait, Echec> {
        let streams: Vec<Uuid> = children.iter().map(|enfant| enfant.0).collect();
        let events = self.journal.read_streams(&streams, Some(position)).await?;
        let version = |enfant: &EnfantId| {
            events.iter().rev().find(|event| event.stream.id == enfant.0).map_or(0, |e| e.version)
        };
        let versions = children.iter().map(|enfant| (*enfant, version(enfant))).collect();
        Ok(Fait { position, deja_fait: true, versions, dit: Dit::default() })
    }

    /// The children as the journal has them now, seals closed, in the order asked.
    async fn charger(&self, children: &[EnfantId]) -> Result<Vec<Enfant>, Echec> {
        let streams: Vec<Uuid> = children.iter().map(|enfant| enfant.0).collect();
        let events = self.journal.read_streams(&streams, None).await?;
        Ok(grouper(children, &events, codec::decode)?)
    }

    /// Decides once, and appends.
    async fn tenter(&self, preparee: &Preparee, loaded: &[Enfant]) -> Result<Issue, Echec> {
        let Projet { decides, checks, erases, dit } = match &preparee.demande.acte {
            ActeDemande::Fratrie(_) => {
                let (mut decides, dit) = decider(preparee, &|id| find(loaded, id))?;
                let mut godets = self.godets([preparee]).await?;
                decides.extend(godets.inscrire(preparee, &decides)?);
                Projet { dit, ..decides.into() }
            }
            ActeDemande::Doublon(command) => self.comparer(preparee, command).await?,
            ActeDemande::Reaffecter { .. } => self.reaffecter(preparee).await?,
            ActeDemande::Fusionner { .. } | ActeDemande::Disjoindre { .. } => {
                self.reunir(preparee, loaded).await?
            }
            ActeDemande::Departement(command) => self.regler(preparee, command).await?,
            ActeDemande::Personne { personne, commande } => {
                self.personne(preparee, *personne, commande).await?
            }
            ActeDemande::Effacer { enfant: _, efface } => {
                self.effacer(preparee, loaded, efface).await?
            }
        };
        let subjects: Vec<Uuid> = decides.iter().flat_map(Decide::subjects).collect();
        let keys = self.keys.ensure(&subjects).await?;
        let request = AppendRequest { checks, erases, ..self.requete(preparee, &decides, &keys)? };
        let verdicts = self.soumettre(vec![request], preparee.terms).await?;
        match verdicts.into_iter().next().expect("one request has one verdict") {
            Verdict::Appended { last, .. } => Ok(Issue::Fait(fait(last, &decides, dit))),
            Verdict::Duplicate { last, .. } => Ok(Issue::Fait(Fait::deja(last))),
            Verdict::Conflict(_) => Ok(Issue::Depasse),
            Verdict::Expired => Err(Echec::Expiree),
            Verdict::Invalid(invalid) => Err(refused_for_ever(invalid)),
        }
    }

    /// Submits to the writer of the journal.
    async fn soumettre(
        &self,
        requests: Vec<AppendRequest>,
        terms: Terms,
    ) -> Result<Vec<Verdict>, eventstore::Failure> {
        let span = tracing::debug_span!("inscrire", requetes = requests.len());
        let submitted = self.journal.submit(requests, terms).instrument(span).await;
        self.mesures.place_refusee(&submitted);
        submitted
    }

    fn requete(
        &self,
        preparee: &Preparee,
        decides: &[Decide],
        keys: &KeySet,
    ) -> Result<AppendRequest, Echec> {
        let Preparee { demande, contexte: _, hash, acteur, terms: _ } = preparee;
        let writes = decides.iter().map(|decide| self.ecrire(decide, keys));
        Ok(AppendRequest {
            command_id: demande.commande_id,
            request_hash: *hash,
            actor: acteur.clone(),
            finalite: cle(demande.finalite).to_owned(),
            correlation_id: demande.correlation,
            simulated_at: demande.enregistre_a,
            writes: writes.collect::<Result<_, _>>()?,
            checks: Vec::new(),
            erases: Vec::new(),
        })
    }

    fn ecrire(&self, decide: &Decide, keys: &KeySet) -> Result<Write, Echec> {
        let Decide { stream, expected, actes } = decide;
        let place = (self.journal.name(), stream);
        let events = actes
            .iter()
            .map(|acte| acte.encode(identifiant(), place, None, keys).map_err(unwritable));
        let events = events.collect::<Result<_, _>>()?;
        Ok(Write { stream: stream.clone(), expected: *expected, events })
    }
}

impl Preparee {
    fn commande_id(&self) -> Uuid {
        self.demande.commande_id
    }

    /// The answer of a command whose identifier is known: as it was, if it is the same command.
    fn deja(&self, record: &CommandRecord) -> Result<Fait, Echec> {
        let same = record.request_hash == self.hash;
        if same { Ok(Fait::deja(record.last)) } else { Err(Echec::CommandeReutilisee) }
    }

    /// Whether its caller has stopped waiting.
    fn est_expiree(&self) -> bool {
        self.terms.deadline.is_some_and(|deadline| deadline <= Instant::now())
    }

    /// Whether deciding it reads what is sealed, or ends it: it is then executed alone.
    fn alone(&self) -> bool {
        match &self.demande.acte {
            ActeDemande::Fratrie(_) => false,
            ActeDemande::Reaffecter { .. }
            | ActeDemande::Fusionner { .. }
            | ActeDemande::Disjoindre { .. }
            | ActeDemande::Departement(_)
            | ActeDemande::Personne { .. }
            | ActeDemande::Doublon(_)
            | ActeDemande::Effacer { .. } => true,
        }
    }

    /// Whether it destroys: nothing of an import may.
    fn destroys(&self) -> bool {
        match &self.demande.acte {
            ActeDemande::Fratrie(_)
            | ActeDemande::Reaffecter { .. }
            | ActeDemande::Fusionner { .. }
            | ActeDemande::Disjoindre { .. }
            | ActeDemande::Departement(_)
            | ActeDemande::Doublon(_) => false,
            ActeDemande::Personne { personne: _, commande } => {
                matches!(commande, domain::personne::Command::Effacer(_))
            }
            ActeDemande::Effacer { .. } => true,
        }
    }
}

impl Fait {
    /// A command done before. Its versions are read apart, when somebody wants them.
    fn deja(position: Position) -> Self {
        Self { position, deja_fait: true, versions: Vec::new(), dit: Dit::default() }
    }
}

impl Decide {
    /// What was decided on a stream of the kind that records these events.
    fn sur<E: Recordable>(flux: Uuid, expected: u32, actes: &[Acte<E>]) -> Self {
        let actes = actes.iter().map(AEcrire::from).collect();
        Self { stream: StreamId::new(E::FLUX, flux), expected, actes }
    }

    /// The child whose stream it is, if it is a child's.
    fn enfant(&self) -> Option<EnfantId> {
        (self.stream.kind == codec::FLUX_ENFANT).then_some(EnfantId(self.stream.id))
    }

    fn subjects(&self) -> Vec<Uuid> {
        self.actes.iter().flat_map(AEcrire::subjects).collect()
    }

    fn version(&self) -> u32 {
        let added = u32::try_from(self.actes.len()).expect("a command makes a handful of events");
        self.expected + added
    }
}

/// The children an act is about, in the order of the request.
pub(crate) fn enfants(acte: &ActeDemande) -> Vec<EnfantId> {
    match acte {
        ActeDemande::Fratrie(asked) => asked.iter().map(|(enfant, _)| *enfant).collect(),
        ActeDemande::Reaffecter { information: _, de, vers, motif: _ } => vec![*de, *vers],
        ActeDemande::Fusionner { principal, absorbe, motif: _ }
        | ActeDemande::Disjoindre { principal, absorbe, rendus: _, motif: _ } => {
            vec![*principal, *absorbe]
        }
        ActeDemande::Departement(_) | ActeDemande::Personne { .. } | ActeDemande::Doublon(_) => {
            Vec::new()
        }
        ActeDemande::Effacer { enfant, efface: _ } => vec![*enfant],
    }
}

fn with_versions(decided: Vec<(EnfantId, Vec<Acte>)>, loaded: &[Enfant]) -> Vec<Decide> {
    let version = |id| loaded.iter().find(|enfant| enfant.id() == id).map_or(0, Enfant::version);
    let with_version =
        |(enfant, actes): (EnfantId, Vec<Acte>)| Decide::sur(enfant.0, version(enfant), &actes);
    decided.into_iter().map(with_version).collect()
}

/// Puts events back together, child by child, in the order asked. An identifier that names something else
/// than a child has no history as one: whatever is written to it is then refused.
fn grouper(
    children: &[EnfantId],
    events: &[RecordedEvent],
    decode: impl Fn(&RecordedEvent) -> Result<Enregistre, codec::Illisible>,
) -> Result<Vec<Enfant>, codec::Illisible> {
    let mut loaded: HashMap<EnfantId, Enfant> =
        children.iter().map(|enfant| (*enfant, Enfant::nouveau(*enfant))).collect();
    for event in events.iter().filter(|event| codec::est_d_un_enfant(event)) {
        let enregistre = decode(event)?;
        if let Some(enfant) = loaded.get_mut(&enregistre.cible.flux) {
            enfant.push(enregistre);
        }
    }
    Ok(children.iter().filter_map(|enfant| loaded.remove(enfant)).collect())
}

fn fait(position: Position, decides: &[Decide], dit: Dit) -> Fait {
    let versions = decides.iter().filter_map(|decide| Some((decide.enfant()?, decide.version())));
    let versions = versions.collect();
    Fait { position, deja_fait: false, versions, dit }
}

fn cle(finalite: domain::codes::Finalite) -> &'static str {
    domain::codes::Code::cle(finalite)
}

/// What the journal will never take. Only a reused identifier is the caller's doing: a command's, or that
/// of a stream of another kind.
fn refused_for_ever(invalid: Invalid) -> Echec {
    if let Invalid::CommandReused(_) = invalid {
        return Echec::CommandeReutilisee;
    }
    if let Invalid::StreamKind { .. } = invalid {
        let message = "Un identifiant de la demande désigne déjà autre chose.";
        return Echec::champ("", "IDENTIFIANT_DEJA_PRIS", message);
    }
    Panne::Invalide(invalid).into()
}

/// What cannot be written. Only a text without a canonical form is the caller's doing.
fn unwritable(cause: NonEcrivable) -> Echec {
    let text =
        || Echec::champ("", "CARACTERE_INTERDIT", "Un texte contient un caractère interdit.");
    match &cause {
        NonEcrivable::Forme(_) => text(),
        NonEcrivable::Scelle(failure) => match &failure.reason {
            SealReason::NotCanonical(_) => text(),
            SealReason::NotAField
            | SealReason::AlreadyClosed
            | SealReason::NoKey(_)
            | SealReason::NotASeal
            | SealReason::WrongKey
            | SealReason::NotAuthentic => Panne::NonEcrivable(cause).into(),
        },
    }
}
