//! A small Département told by hand: its journal, written through the codec, and its facts.
//!
//! Each fact is recorded on the day it happened unless said otherwise, and the journal follows the days
//! of recording. Deliberately not here: decisions of the domain (these events are what it would accept).

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

pub mod dits;
pub mod dits_de_la_crip;
pub mod dits_de_la_justice;
pub mod hasard;
pub mod recits;
pub mod recompte;
pub mod sommes;
pub mod suites;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use deadpool_postgres::Pool;
use domain::codes::Diffusion;
use domain::departement;
use domain::evenement::{Acte, Evenement};
use domain::ids::EnfantId;
use domain::temps::{Survenu, ZONE};
use eventstore::{
    AppendRequest, Database, Journal, KeyEntry, KeySet, KeyState, NewEvent, Position, StreamId,
    SubjectKey, Verdict, Write, verify,
};
use private_postgres::testing::{self, TestDatabase};
use projections::codec::{self, Place};
use projections::rapport::{self, Demande, Rapport};
use projections::runner::Runner;
use serde_json::Value;
use uuid::Uuid;
use verification::Constat;

pub const LOG: &str = "17/parcours";

/// The stream of the Département itself.
pub const DEPARTEMENT: Uuid = Uuid::from_u128(9_999);

/// A day, as one writes it.
pub fn jour(texte: &str) -> NaiveDate {
    texte.parse().unwrap()
}

/// An identifier that reads well.
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// One request: the day it is recorded, and what it tells of which child.
#[derive(Clone)]
pub struct Requete {
    enregistree: NaiveDate,
    faits: Vec<(u128, Survenu, Evenement)>,
}

/// The same thing told of several children on the day it happened.
pub fn le(texte: &str, faits: Vec<(u128, Evenement)>) -> Requete {
    survenus(Survenu::le(jour(texte)), faits)
}

/// The same, at an instant: its hour is known.
pub fn a(texte: &str, faits: Vec<(u128, Evenement)>) -> Requete {
    survenus(Survenu::a(texte.parse().unwrap(), ZONE), faits)
}

fn survenus(survenu: Survenu, faits: Vec<(u128, Evenement)>) -> Requete {
    let faits = faits.into_iter().map(|(enfant, evenement)| (enfant, survenu, evenement)).collect();
    Requete { enregistree: survenu.le, faits }
}

impl Requete {
    /// Recorded only then.
    pub fn saisie(mut self, texte: &str) -> Self {
        self.enregistree = jour(texte);
        self
    }
}

/// A database, a journal, and its writer.
pub struct Monde {
    database: TestDatabase,
    pub pool: Pool,
    pub journal: Journal,
    keys: KeySet,
    versions: HashMap<Uuid, u32>,
    numero: u128,
}

impl Monde {
    pub async fn nouveau() -> Self {
        let database = testing::database();
        let ours = Database::at(&database.url(), 8).unwrap();
        let pool = ours.pool().clone();
        let journal = Journal::create(&ours, LOG, true).await.unwrap();
        let (keys, versions) = (KeySet::new(), HashMap::new());
        Self { database, pool, journal, keys, versions, numero: 0 }
    }

    /// Records requests in the order of their days of recording.
    pub async fn raconte(&mut self, mut requetes: Vec<Requete>) {
        requetes.sort_by_key(|requete| requete.enregistree);
        let mut requests = Vec::with_capacity(requetes.len());
        for requete in requetes {
            requests.push(self.request(requete));
        }
        for batch in requests.chunks(500) {
            let verdicts = self.journal.append_all(batch.to_vec()).await.unwrap();
            for verdict in verdicts {
                assert!(matches!(verdict, Verdict::Appended { .. }), "{verdict:?}");
            }
        }
    }

    fn request(&mut self, requete: Requete) -> AppendRequest {
        let mut writes: Vec<Write> = Vec::new();
        for (enfant, survenu, evenement) in requete.faits {
            let event = self.event(EnfantId(id(enfant)), survenu, requete.enregistree, evenement);
            match writes.iter_mut().find(|write| write.stream.id == id(enfant)) {
                Some(write) => write.events.push(event),
                None => writes.push(Write {
                    stream: codec::flux(EnfantId(id(enfant))),
                    expected: self.versions.get(&id(enfant)).copied().unwrap_or(0),
                    events: vec![event],
                }),
            }
        }
        for write in &writes {
            let written = u32::try_from(write.events.len()).unwrap();
            self.versions.insert(write.stream.id, write.expected + written);
        }
        self.numero += 1;
        AppendRequest {
            command_id: id(0xc0_0000_0000 + self.numero),
            request_hash: [1; 32],
            actor: "agent-0042".into(),
            finalite: "traitement_information".into(),
            correlation_id: None,
            simulated_at: Some(midi(requete.enregistree)),
            writes,
            checks: vec![],
            erases: vec![],
        }
    }

    fn event(
        &mut self,
        enfant: EnfantId,
        survenu: Survenu,
        connu_le: NaiveDate,
        mut evenement: Evenement,
    ) -> NewEvent {
        evenement.confie_les_scelles(enfant);
        let acte = Acte { survenu, connu_le, evenement };
        for subject in codec::subjects(&acte) {
            let state = KeyState::Live(SubjectKey::new([7; 32]));
            self.keys.insert(KeyEntry { key_id: subject, subject, state });
        }
        self.numero += 1;
        let place = Place { log: LOG, flux: enfant.0, causation_id: None };
        codec::encode(&acte, id(0xe0_0000_0000 + self.numero), place, &self.keys).unwrap()
    }

    /// Appends an event that no chapter knows.
    pub async fn un_evenement_inconnu(&mut self, enfant: u128, texte: &str) {
        let requete = le(texte, vec![(enfant, dits::emancipe())]);
        let mut request = self.request(requete);
        request.writes[0].events[0].event_type = "evenement_d_un_autre_moteur".into();
        let verdict = self.journal.append(request).await.unwrap();
        assert!(matches!(verdict, Verdict::Appended { .. }), "{verdict:?}");
    }

    /// Records a request that writes to its children, then to a stream of another kind.
    pub async fn avec_un_autre_flux(&mut self, requete: Requete, flux: StreamId) {
        self.avec_un_evenement_de(requete, flux, "fait_d_un_autre_flux").await;
    }

    /// The same, with an empty event of that name.
    pub async fn avec_un_evenement_de(&mut self, requete: Requete, flux: StreamId, nom: &str) {
        let mut request = self.request(requete);
        let expected = self.versions.get(&flux.id).copied().unwrap_or(0);
        self.versions.insert(flux.id, expected + 1);
        self.numero += 1;
        let event = NewEvent {
            event_id: id(0xe0_0000_0000 + self.numero),
            event_type: nom.into(),
            payload: b"{}".to_vec(),
            ..request.writes[0].events[0].clone()
        };
        request.writes.push(Write { stream: flux, expected, events: vec![event] });
        let verdict = self.journal.append(request).await.unwrap();
        assert!(matches!(verdict, Verdict::Appended { .. }), "{verdict:?}");
    }

    /// Records on 1 July 2023 what the Département says of itself of a day, in one request on its own stream.
    pub async fn departement(&mut self, texte: &str, told: Vec<departement::Event>) {
        let (le, enregistree) = (jour(texte), jour("2023-07-01"));
        let stream = StreamId::new(codec::FLUX_DEPARTEMENT, DEPARTEMENT);
        let expected = self.versions.get(&stream.id).copied().unwrap_or(0);
        let mut events = Vec::with_capacity(told.len());
        for evenement in told {
            self.numero += 1;
            let acte = Acte { survenu: Survenu::le(le), connu_le: enregistree, evenement };
            let place = Place { log: LOG, flux: DEPARTEMENT, causation_id: None };
            let event_id = id(0xe0_0000_0000 + self.numero);
            events.push(codec::encode(&acte, event_id, place, &self.keys).unwrap());
        }
        self.versions.insert(stream.id, expected + u32::try_from(events.len()).unwrap());
        let mut request = self.request(Requete { enregistree, faits: vec![] });
        request.writes.push(Write { stream, expected, events });
        let verdict = self.journal.append(request).await.unwrap();
        assert!(matches!(verdict, Verdict::Appended { .. }), "{verdict:?}");
    }

    /// What does not hold in the journal.
    pub async fn constats(&self) -> Vec<verify::Finding> {
        let url = self.database.url();
        let verified = tokio::task::spawn_blocking(move || {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            verify::verify(&mut client, LOG, &verify::Trust::default(), |_| ()).unwrap()
        });
        verified.await.unwrap().findings
    }

    /// What the owner of the database does to the journal behind its rules.
    pub async fn falsifie(&self, sql: &str) {
        let url = self.database.admin_url();
        let statement = format!("alter table journal.event disable trigger all; {sql}");
        let done = tokio::task::spawn_blocking(move || {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            client.batch_execute(&statement).unwrap();
        });
        done.await.unwrap();
    }

    pub fn runner(&self) -> Runner {
        Runner::new(self.pool.clone(), self.journal.clone())
    }

    pub fn runner_par(&self, lot_max: usize) -> Runner {
        Runner::avec_lots_de(self.pool.clone(), self.journal.clone(), lot_max)
    }

    pub async fn tete(&self) -> Position {
        self.journal.head().await.unwrap().position
    }

    /// Every row of every fact, with its validity or, as of a position, without.
    pub async fn lignes(&self, position: Option<Position>) -> Vec<String> {
        let client = self.pool.get().await.unwrap();
        let at = position.map(|position| i64::try_from(position.get()).unwrap());
        let mut lines = Vec::new();
        for table in self.tables().await {
            let sql = format!(
                "select $$ {table} $$ || (case when $1::bigint is null then to_jsonb(fait)
                        else to_jsonb(fait) - 'from_position' - 'to_position' end)::text
                   from projections.{table} as fait
                  where $1::bigint is null
                     or (fait.from_position <= $1
                         and (fait.to_position is null or $1 < fait.to_position))
                  order by 1"
            );
            let rows = client.query(&sql, &[&at]).await.unwrap();
            lines.extend(rows.iter().map(|row| row.get::<_, String>(0)));
        }
        lines
    }

    async fn tables(&self) -> Vec<String> {
        let client = self.pool.get().await.unwrap();
        let rows = client
            .query(
                "select relname::text from pg_catalog.pg_class
                  where relnamespace = 'projections'::regnamespace and relkind = 'r'
                    and relname like 'fait%'
                  order by 1",
                &[],
            )
            .await
            .unwrap();
        assert_eq!(rows.len(), 29);
        rows.iter().map(|row| row.get(0)).collect()
    }

    pub async fn rapport(&self, demande: &Demande) -> Rapport {
        rapport::produire(&self.pool, &self.journal, demande).await.unwrap()
    }

    /// Where the owner of every table connects, to look as another role.
    pub fn admin_url(&self) -> String {
        self.database.admin_url()
    }

    /// What the second path finds in a report, under the rights of whoever may only read the journal.
    pub async fn second_chemin(&self, rapport: &[u8]) -> Constat {
        self.second_chemin_de(rapport, &[]).await
    }

    /// The same of a report asked for these indicators alone.
    pub async fn second_chemin_de(&self, rapport: &[u8], choisis: &[String]) -> Constat {
        let choisis = choisis.to_vec();
        let (url, rapport) = (self.database.url(), rapport.to_vec());
        let verified = tokio::task::spawn_blocking(move || {
            let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
            client.batch_execute("set role journal_reader").unwrap();
            let refused = client.batch_execute("select from projections.fait_enfant");
            assert!(refused.is_err(), "this role reads no row of the first path");
            verification::verifier(&mut client, &rapport, &choisis).unwrap()
        });
        verified.await.unwrap()
    }

    /// The values of 2022 by a registry, for the whole Département.
    pub async fn chiffres_du_registre(&self, registre: u32) -> Chiffres {
        let demande = Demande { registre: Some(registre), ..pour_2022(None, None) };
        Chiffres(serde_json::from_slice(&self.rapport(&demande).await.json).unwrap())
    }

    /// The values of 2022, for the whole Département or one territory.
    pub async fn chiffres(&self, territoire: Option<&str>, position: Option<Position>) -> Chiffres {
        let rapport = self.rapport(&pour_2022(territoire, position)).await;
        Chiffres(serde_json::from_slice(&rapport.json).unwrap())
    }
}

/// The report of 2022.
pub fn pour_2022(territoire: Option<&str>, position: Option<Position>) -> Demande {
    Demande {
        departement: "17".into(),
        periode: "2022".parse().unwrap(),
        territoire: territoire.map(str::to_owned),
        position,
        indicateurs: vec![],
        registre: None,
        diffusion: Diffusion::Interne,
    }
}

fn midi(le: NaiveDate) -> DateTime<Utc> {
    le.and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap()).and_utc()
}

/// A report, read.
pub struct Chiffres(pub Value);

impl Chiffres {
    /// The value of a key: `3`, `2/3`, `absente`.
    pub fn valeur(&self, indicateur: &str, cle: &str) -> String {
        let found = self.indicateur(indicateur)["valeurs"].as_array().unwrap().iter();
        lu(found
            .into_iter()
            .find(|valeur| valeur["cle"] == cle)
            .unwrap_or_else(|| panic!("{indicateur} has no value {cle}")))
    }

    /// The lines of the first breakdown along an axis that are not 0, as `key value`.
    pub fn ventilation(&self, indicateur: &str, axe: &str) -> Vec<String> {
        let cuts = self.indicateur(indicateur)["ventilations"].as_array().unwrap();
        lignes(cuts.iter().find(|cut| cut["axe"] == axe).unwrap())
    }

    /// The same, of the value of that key.
    pub fn ventilation_de(&self, indicateur: &str, axe: &str, de: &str) -> Vec<String> {
        let cuts = self.indicateur(indicateur)["ventilations"].as_array().unwrap();
        lignes(cuts.iter().find(|cut| cut["axe"] == axe && cut["de"] == de).unwrap())
    }

    /// The breakdowns whose lines do not add up to the value they cut.
    pub fn ventilations_fausses(&self) -> Vec<String> {
        let mut found = Vec::new();
        for indicateur in self.0["indicateurs"].as_array().unwrap() {
            let valeurs = indicateur["valeurs"].as_array().unwrap();
            for cut in indicateur["ventilations"].as_array().unwrap() {
                let whole = valeurs.iter().find(|valeur| valeur["cle"] == cut["de"]);
                let lines = cut["lignes"].as_array().unwrap();
                let adds_up = |member: &str| {
                    let sum: i64 = lines.iter().filter_map(|line| line[member].as_i64()).sum();
                    let told = whole.map(|whole| whole[member].as_i64().unwrap_or(0));
                    told == Some(sum)
                };
                if !["valeur", "num", "den"].into_iter().all(adds_up) {
                    found.push(format!("{} {} {}", indicateur["id"], cut["axe"], cut["de"]));
                }
            }
        }
        found
    }

    fn indicateur(&self, id: &str) -> &Value {
        let found = self.0["indicateurs"].as_array().unwrap().iter();
        found.into_iter().find(|indicateur| indicateur["id"] == id).unwrap()
    }

    /// Every value of an indicator, in its order, as `key value`.
    pub fn tout(&self, indicateur: &str) -> Vec<String> {
        let valeurs = self.indicateur(indicateur)["valeurs"].as_array().unwrap().iter();
        let line = |valeur: &Value| format!("{} {}", valeur["cle"].as_str().unwrap(), lu(valeur));
        valeurs.map(line).collect()
    }
}

fn lignes(cut: &Value) -> Vec<String> {
    let lines = cut["lignes"].as_array().unwrap().iter();
    lines
        .map(|line| (line["cle"].as_str().unwrap(), lu(line)))
        .filter(|(_, value)| value != "0" && value != "absente")
        .map(|(cle, value)| format!("{cle} {value}"))
        .collect()
}

fn lu(valeur: &Value) -> String {
    match valeur["genre"].as_str().unwrap() {
        "compte" | "jours" | "heures" => valeur["valeur"].to_string(),
        "part" | "pour_mille" | "moyenne" => format!("{}/{}", valeur["num"], valeur["den"]),
        genre => genre.to_owned(),
    }
}
