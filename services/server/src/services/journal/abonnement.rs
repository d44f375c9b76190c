//! Subscriptions through the gate: events by pages, each page receipted before it leaves.
//!
//! # Invariants
//!
//! - One receipt a page, committed before the page leaves, naming each child on it. An empty page (everything
//!   was filtered) shows nobody and leaves none.
//! - Who reads is asked again at each page and at each beat: a subscription ends with its token.
//! - A page is read when the caller takes it, and is never longer than a message may be.
//!
//! # Receipts of receipts
//!
//! The log of receipts can be followed too, and each of its pages makes a receipt there. So that following it
//! does not feed itself, receipts of such pages, whoever follows, never make a page alone: they wait for the
//! next event that is something else, and are shown and receipted with it. Nothing is shown without a receipt,
//! one thing that happens makes one receipt a follower, and then there is silence. What waits is not counted as
//! told: milestones stop before it. A page that is full leaves all the same, so that what waits stays bounded.

use std::collections::{BTreeSet, VecDeque};
use std::mem;
use std::sync::Arc;

use domain::ids::EnfantId;
use eventstore::envelope::is_name;
use eventstore::{Position, RecordedEvent, Signal, Signals};
use futures::stream::{self, BoxStream};
use futures::{StreamExt as _, TryStreamExt as _};
use proto::journal::v1 as contrat;
use proto::journal::v1::abonner_response::Signal as Dit;
use proto::wire::{Entete, Reader};
use tonic::Status;
use tonic::metadata::MetadataMap;
use uuid::Uuid;

use super::{fil, read_log};
use crate::echec::{Echec, Panne, SansPreuve};
use crate::guichet::Guichet;
use crate::jetons::Porteur;
use crate::porte::{Lecture, Porte, Vue, attestation};

const RPC: &str = "parcours.journal.v1.JournalService/Abonner";

/// How many events a page holds at most.
const EVENEMENTS_MAX: usize = 1_000;

/// How many bytes of payloads end a page: a message stays below 4 MiB, envelopes included.
const OCTETS: usize = 1 << 20;

/// How many children a page names at most, unless a single event names more: a receipt has its own bound.
const ENFANTS_MAX: usize = 2_000;

/// How many streams or types a filter names at most.
const FILTRE_MAX: usize = 1_000;

/// What is asked, understood.
pub(super) struct Lue {
    entete: Entete,
    log: contrat::Log,
    apres: Position,
    filtre: Filtre,
}

/// What passes: everything, when nothing is named.
#[derive(Debug)]
struct Filtre {
    flux: BTreeSet<Uuid>,
    types: BTreeSet<String>,
}

pub(super) fn read(request: contrat::AbonnerRequest) -> Result<Lue, Echec> {
    let contrat::AbonnerRequest { entete, log, apres, flux, types } = request;
    let mut reader = Reader::default();
    let entete = reader.field("entete", entete);
    let log = read_log(&mut reader, log);
    let flux = reader.inside("flux", |reader| bounded(flux, reader));
    let flux: Option<Vec<Uuid>> = flux.and_then(|flux| reader.field("flux", flux));
    let types = reader.inside("types", |reader| {
        let types = bounded(types, reader)?;
        reader.each(types, read_type)
    });
    let filtre = flux.zip(types).map(|(flux, types)| Filtre {
        flux: flux.into_iter().collect(),
        types: types.into_iter().collect(),
    });
    let apres = Position::new(apres);
    let read = entete.zip(log).zip(filtre);
    let read = read.map(|((entete, log), filtre)| Lue { entete, log, apres, filtre });
    reader.finish(read).map_err(Echec::Champs)
}

fn bounded(named: Vec<String>, reader: &mut Reader) -> Option<Vec<String>> {
    if named.len() <= FILTRE_MAX {
        return Some(named);
    }
    reader.blame("FILTRE_TROP_LONG", format!("Un filtre nomme {FILTRE_MAX} valeurs au plus."))
}

fn read_type(name: String, reader: &mut Reader) -> Option<String> {
    if is_name(&name) {
        return Some(name);
    }
    reader.blame("TYPE_ILLISIBLE", "Ce n'est pas le nom d'un type d'événement.")
}

impl Filtre {
    fn passe(&self, event: &RecordedEvent) -> bool {
        (self.flux.is_empty() || self.flux.contains(&event.stream.id))
            && (self.types.is_empty() || self.types.contains(&event.event_type))
    }
}

impl Guichet {
    /// Opens a subscription for whoever may follow the log.
    pub(super) async fn abonnement(
        &self,
        metadata: MetadataMap,
        lue: Lue,
    ) -> Result<BoxStream<'static, Result<contrat::AbonnerResponse, Status>>, Echec> {
        let Lue { entete, log, apres, filtre } = lue;
        let porteur = self.porteur(&metadata)?;
        self.ce_departement(&entete.departement)?;
        let journal = self.notaire(log).journal();
        let porte = self.porte.devant(journal);
        let exists = async {
            let head = journal.head().await?.position;
            if apres <= head { Ok(()) } else { Err(Echec::SansPreuve(SansPreuve::Position)) }
        };
        porte.admettre(&lecture(&entete, &porteur), exists).await?;
        let abonnement = Abonnement {
            guichet: self.clone(),
            metadata,
            entete,
            porte,
            cahier: Cahier::new(filtre, Arc::from(self.acces.name()), apres),
            signals: journal.subscribe(apres),
        };
        let answers = stream::try_unfold(abonnement, |mut abonnement| async {
            let next = abonnement.suivant().await?;
            Ok(next.map(|answer| (answer, abonnement)))
        });
        Ok(answers.map_err(|echec: Echec| Status::from(echec)).boxed())
    }
}

fn lecture<'a>(entete: &Entete, porteur: &'a Porteur) -> Lecture<'a> {
    let Entete { departement: _, finalite, correlation } = entete;
    Lecture {
        rpc: RPC,
        porteur,
        finalite: *finalite,
        correlation: *correlation,
        demandes: Vec::new(),
    }
}

/// One follower.
struct Abonnement {
    guichet: Guichet,
    /// What his request came with: his token is read again as he goes.
    metadata: MetadataMap,
    entete: Entete,
    porte: Porte,
    cahier: Cahier,
    signals: Signals,
}

impl Abonnement {
    /// What he is told next; nothing when the log tells nothing more.
    async fn suivant(&mut self) -> Result<Option<contrat::AbonnerResponse>, Echec> {
        loop {
            if let Some(feuillet) = self.cahier.pop() {
                return self.montrer(feuillet).await.map(Some);
            }
            let Some(signal) = self.signals.next().await else { return Ok(None) };
            let dit = match signal? {
                Signal::Events(events) => {
                    self.cahier.ranger(events)?;
                    continue;
                }
                Signal::CaughtUp(head) => Dit::AJour(self.cahier.jalon(head)),
                Signal::Heartbeat(head) => Dit::Battement(self.cahier.jalon(head)),
            };
            self.guichet.porteur(&self.metadata)?;
            return Ok(Some(contrat::AbonnerResponse { signal: Some(dit) }));
        }
    }

    /// Hands a page over, its receipt left.
    async fn montrer(&mut self, feuillet: Feuillet) -> Result<contrat::AbonnerResponse, Echec> {
        let porteur = self.guichet.porteur(&self.metadata)?;
        let Feuillet { evenements, enfants, jusqu_a, .. } = feuillet;
        let told = contrat::Evenements {
            evenements: evenements.iter().map(fil::evenement).collect(),
            jusqu_a: jusqu_a.get(),
        };
        let reponse = contrat::AbonnerResponse { signal: Some(Dit::Evenements(told)) };
        let Some(last) = evenements.last() else { return Ok(reponse) };
        let enfants = enfants.into_iter().map(EnfantId).collect();
        let vue = Vue { reponse, enfants, position: last.position };
        self.porte.montrer(&lecture(&self.entete, &porteur), vue).await
    }
}

/// A page.
#[derive(Debug, Default)]
struct Feuillet {
    evenements: Vec<RecordedEvent>,
    enfants: BTreeSet<Uuid>,
    octets: usize,
    /// There is something else on it than receipts of pages of receipts.
    part: bool,
    /// Everything up to here was looked at.
    jusqu_a: Position,
}

impl Feuillet {
    fn takes(&self, enfants: &BTreeSet<Uuid>) -> bool {
        let named = self.enfants.union(enfants).count();
        self.evenements.is_empty()
            || (self.evenements.len() < EVENEMENTS_MAX
                && self.octets < OCTETS
                && named <= ENFANTS_MAX)
    }

    fn push(&mut self, event: RecordedEvent, enfants: BTreeSet<Uuid>, part: bool) {
        self.enfants.extend(enfants);
        self.octets += event.payload.len();
        self.part |= part;
        self.evenements.push(event);
    }
}

/// Cuts what is read into pages.
#[derive(Debug)]
struct Cahier {
    filtre: Filtre,
    /// The log of receipts.
    acces: Arc<str>,
    prets: VecDeque<Feuillet>,
    en_cours: Feuillet,
    /// Everything up to here was told, or filtered.
    dit: Position,
}

impl Cahier {
    fn new(filtre: Filtre, acces: Arc<str>, apres: Position) -> Self {
        let en_cours = Feuillet { jusqu_a: apres, ..Feuillet::default() };
        Self { filtre, acces, prets: VecDeque::new(), en_cours, dit: apres }
    }

    /// Takes what was read. Ready at the end, unless nothing but receipts of pages of receipts waits.
    fn ranger(&mut self, events: Vec<RecordedEvent>) -> Result<(), Panne> {
        for event in events {
            let position = event.position;
            if self.filtre.passe(&event) {
                let (enfants, part) = (fil::enfants(&event)?, !self.is_of_a_page(&event));
                if !self.en_cours.takes(&enfants) {
                    self.tourner();
                }
                self.en_cours.push(event, enfants, part);
            }
            self.en_cours.jusqu_a = position;
        }
        if self.en_cours.part || self.en_cours.evenements.is_empty() {
            self.tourner();
        }
        Ok(())
    }

    fn tourner(&mut self) {
        let next = Feuillet { jusqu_a: self.en_cours.jusqu_a, ..Feuillet::default() };
        self.prets.push_back(mem::replace(&mut self.en_cours, next));
    }

    fn pop(&mut self) -> Option<Feuillet> {
        let feuillet = self.prets.pop_front()?;
        self.dit = feuillet.jusqu_a;
        Some(feuillet)
    }

    /// Where to go on from: the head, unless something waits to be told.
    fn jalon(&self, head: Position) -> contrat::Jalon {
        let waits = !self.en_cours.evenements.is_empty();
        contrat::Jalon { position: if waits { self.dit } else { head }.get() }
    }

    /// Whether an event is the receipt of a page of receipts.
    fn is_of_a_page(&self, event: &RecordedEvent) -> bool {
        attestation(event).is_some_and(|recu| {
            *event.log == *self.acces
                && recu.rpc == RPC
                && *recu.journal == *self.acces
                && !recu.refuse
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use eventstore::{StreamId, When};

    use super::*;

    const ACCES: &str = "17/acces";

    fn cahier() -> Cahier {
        let filtre = Filtre { flux: BTreeSet::new(), types: BTreeSet::new() };
        Cahier::new(filtre, Arc::from(ACCES), Position::ORIGIN)
    }

    /// The receipt of a page of that log, naming so many children.
    fn recu(position: u64, journal: &str, enfants: u128) -> RecordedEvent {
        let enfants: Vec<Uuid> = (1..=enfants)
            .map(|child| Uuid::from_u128((u128::from(position) << 64) + child))
            .collect();
        let payload = serde_json::json!({
            "rpc": RPC, "enfants": enfants, "journal": journal, "position": 1, "refuse": false,
        });
        let day = NaiveDate::from_ymd_opt(2024, 1, 8).unwrap();
        RecordedEvent {
            log: Arc::from(ACCES),
            position: Position::new(position),
            stream: StreamId::new("acces", Uuid::from_u128(position.into())),
            version: 1,
            event_type: "lecture_attestee".into(),
            schema_version: 1,
            event_id: Uuid::from_u128(1),
            command_id: Uuid::from_u128(2),
            recorded_at: DateTime::UNIX_EPOCH,
            survenu: When::day(day),
            connu_le: day,
            actor: "agent".into(),
            finalite: "controle_acces".into(),
            correlation_id: None,
            causation_id: None,
            payload: payload.to_string().into_bytes(),
            leaf: [0; 33],
        }
    }

    fn pages(cahier: &mut Cahier) -> Vec<Vec<u64>> {
        let positions = |page: Feuillet| {
            page.evenements.iter().map(|event| event.position.get()).collect::<Vec<_>>()
        };
        std::iter::from_fn(|| cahier.pop().map(positions)).collect()
    }

    #[test]
    fn les_recus_de_pages_de_recus_attendent_autre_chose() {
        let mut cahier = cahier();
        cahier.ranger(vec![recu(1, "17/parcours", 1)]).unwrap();
        assert_eq!(pages(&mut cahier), [[1]]);
        cahier.ranger(vec![recu(2, ACCES, 1)]).unwrap();
        cahier.ranger(vec![recu(3, ACCES, 1)]).unwrap();
        assert!(pages(&mut cahier).is_empty());
        let stays = cahier.jalon(Position::new(3)).position;
        assert_eq!(stays, 1, "what waits is not counted as told");
        cahier.ranger(vec![recu(4, "17/parcours", 1)]).unwrap();
        assert_eq!(pages(&mut cahier), [[2, 3, 4]]);
        assert_eq!(cahier.jalon(Position::new(4)).position, 4);
    }

    #[test]
    fn ce_qui_attend_reste_borne() {
        let mut cahier = cahier();
        let full = EVENEMENTS_MAX as u64;
        cahier.ranger((1..=full).map(|position| recu(position, ACCES, 1)).collect()).unwrap();
        assert!(pages(&mut cahier).is_empty());
        cahier.ranger(vec![recu(full + 1, ACCES, 1)]).unwrap();
        let left = pages(&mut cahier);
        assert_eq!((left.len(), left[0].len()), (1, EVENEMENTS_MAX));
    }

    #[test]
    fn une_page_ne_nomme_pas_plus_d_enfants_qu_un_recu_n_en_tient() {
        let mut cahier = cahier();
        let half = ENFANTS_MAX as u128 / 2;
        let events = [(1, half), (2, half), (3, 1), (4, half * 3), (5, 1)];
        cahier
            .ranger(events.map(|(position, named)| recu(position, "17/parcours", named)).into())
            .unwrap();
        assert_eq!(pages(&mut cahier), [vec![1, 2], vec![3], vec![4], vec![5]]);
    }

    /// A file opened, on the stream of its coarse identity.
    fn inscription(position: u64, enfant: Uuid) -> RecordedEvent {
        RecordedEvent {
            log: Arc::from("17/parcours"),
            stream: StreamId::new("identite", Uuid::from_u128(0xb0)),
            event_type: "identite_inscrite".into(),
            payload: serde_json::json!({ "enfant": enfant }).to_string().into_bytes(),
            ..recu(position, "17/parcours", 0)
        }
    }

    #[test]
    fn une_identite_inscrite_nomme_son_enfant() {
        let (lea, mut cahier) = (Uuid::from_u128(0x1ea), cahier());
        cahier.ranger(vec![inscription(1, lea)]).unwrap();
        assert_eq!(cahier.pop().unwrap().enfants, BTreeSet::from([lea]));
    }

    #[test]
    fn ce_dont_on_ne_sait_qui_il_nomme_ne_se_montre_pas() {
        let mut cahier = cahier();
        let unread = RecordedEvent { schema_version: 9, ..inscription(1, Uuid::from_u128(0x1ea)) };
        assert!(cahier.ranger(vec![unread]).is_err());
        assert!(cahier.pop().is_none());
    }

    #[test]
    fn une_page_toute_filtree_dit_jusqu_ou_l_on_a_regarde() {
        let mut cahier = cahier();
        cahier.filtre.types.insert("autre".into());
        cahier.ranger(vec![recu(1, "17/parcours", 1), recu(2, ACCES, 1)]).unwrap();
        let page = cahier.pop().unwrap();
        assert_eq!((page.evenements.len(), page.jusqu_a), (0, Position::new(2)));
    }
}
