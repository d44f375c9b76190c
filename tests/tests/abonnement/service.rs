//! JournalService at the door: what it shows is receipted first, what it proves is checked with nothing but the
//! pure functions, and what it signs stays signed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use eventstore::note::{self, Signer, VerifierKey};
use eventstore::tree::{self, Hash};
use private_postgres::testing;
use proto::dossier::v1::LireRequest;
use proto::journal::v1 as contrat;
use proto::journal::v1::abonner_response::Signal;
use proto::journal::v1::journal_service_client::JournalServiceClient;
use proto::journal::v1::preuve_request::Objet;
use server::Options;
use server::horloge::Horloge;
use server::jetons::Role;
use tokio::time::timeout;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use crate::essai::{Attestation, Essai, Parle, entete, id, maintenant, parle_a, recevoir};

const PATIENCE: Duration = Duration::from_secs(30);

const ABONNER: &str = "parcours.journal.v1.JournalService/Abonner";
const PREUVE: &str = "parcours.journal.v1.JournalService/Preuve";

const LE_8: &str = "2024-01-08T09:00:00Z";
const LE_10: &str = "2024-01-10T09:00:00Z";

fn technique(essai: &Essai) -> JournalServiceClient<Parle> {
    JournalServiceClient::new(essai.parle(Role::Technique))
}

fn suivre(log: contrat::Log, apres: u64) -> contrat::AbonnerRequest {
    contrat::AbonnerRequest {
        entete: entete(),
        log: log.into(),
        apres,
        ..contrat::AbonnerRequest::default()
    }
}

async fn abonner(essai: &Essai, request: contrat::AbonnerRequest) -> Suite {
    Suite(technique(essai).abonner(request).await.unwrap().into_inner())
}

/// What a follower is told.
struct Suite(Streaming<contrat::AbonnerResponse>);

impl Suite {
    async fn essayer(&mut self) -> Result<Signal, Status> {
        let told = timeout(PATIENCE, self.0.message()).await.expect("something is told in time");
        Ok(told?.expect("a subscription goes on").signal.expect("a signal says what it is"))
    }

    async fn signal(&mut self) -> Signal {
        self.essayer().await.unwrap()
    }

    /// The next page; beats and milestones are let by.
    async fn page(&mut self) -> contrat::Evenements {
        loop {
            match self.signal().await {
                Signal::Evenements(page) => return page,
                Signal::AJour(_) | Signal::Battement(_) => {}
            }
        }
    }
}

fn positions(page: &contrat::Evenements) -> Vec<u64> {
    page.evenements.iter().map(|event| event.position).collect()
}

fn flux(page: &contrat::Evenements) -> Vec<&str> {
    page.evenements.iter().map(|event| event.flux.as_str()).collect()
}

async fn recus(essai: &Essai, rpc: &str) -> Vec<Attestation> {
    let all = essai.attestations().await;
    all.into_iter().filter(|recu| recu.rpc == rpc).collect()
}

fn raison(status: &Status) -> String {
    status.get_error_details().error_info().unwrap().reason.clone()
}

async fn lire(essai: &Essai, enfant: Uuid) {
    let request = LireRequest { entete: entete(), enfant: enfant.to_string(), coordonnees: None };
    essai.dossier().lire(request).await.unwrap();
}

// ---- following ------------------------------------------------------------------------------------------------------

#[tokio::test]
async fn chaque_page_est_attestee_avant_d_etre_montree() {
    let essai = Essai::start().await;
    let (one, two, three) = (id(), id(), id());
    essai.inscrire(one, LE_8).await;
    essai.inscrire(two, LE_8).await;
    let mut suite = abonner(&essai, suivre(contrat::Log::NonDit, 0)).await;

    let page = suite.page().await;
    assert_eq!((positions(&page), page.jusqu_a), (vec![1, 2, 3, 4], 4));
    // Each file opened is also written to the bucket of its identity: here, both to one.
    let godet = page.evenements[1].flux.clone();
    assert_eq!(flux(&page), [&one.to_string(), &godet, &two.to_string(), &godet]);
    assert_eq!(page.evenements[3].genre_de_flux, "identite");
    let first = recus(&essai, ABONNER).await;
    let [recu] = first.as_slice() else { panic!("one receipt a page: {first:?}") };
    assert_eq!((recu.qui.as_str(), recu.position, recu.refuse), ("agent.technique", 4, false));
    assert_eq!(recu.enfants, [one, two]);
    assert_eq!(suite.signal().await, Signal::AJour(contrat::Jalon { position: 4 }));

    essai.inscrire(three, LE_10).await;
    let page = suite.page().await;
    assert_eq!((positions(&page), flux(&page)), (vec![5, 6], vec![&*three.to_string(), &*godet]));
    let event = &page.evenements[0];
    assert_eq!((event.r#type.as_str(), event.genre_de_flux.as_str()), ("enfant_inscrit", "enfant"));
    let told = String::from_utf8(event.contenu.clone()).unwrap();
    assert!(!told.contains("Martin") && told.contains("\"cle\""), "seals stay closed: {told}");
    let second = recus(&essai, ABONNER).await;
    assert_eq!((second.len(), &second[1].enfants), (2, &vec![three]));
}

#[tokio::test]
async fn sans_recu_la_page_ne_part_pas() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    let mut suite = abonner(&essai, suivre(contrat::Log::Parcours, 0)).await;
    suite.page().await;
    assert!(matches!(suite.signal().await, Signal::AJour(_)));
    let no_receipt = "alter table journal.event add constraint essai
                      check (actor <> 'agent.technique') not valid";
    essai.derriere().await.batch_execute(no_receipt).await.unwrap();
    essai.inscrire(id(), LE_10).await;
    let refused = loop {
        match suite.essayer().await {
            Ok(Signal::Battement(_)) => {}
            Ok(other) => panic!("nothing may be shown: {other:?}"),
            Err(status) => break status,
        }
    };
    assert_eq!(raison(&refused), "PANNE");
    assert_eq!(recus(&essai, ABONNER).await.len(), 1);
}

#[tokio::test]
async fn un_filtre_ne_laisse_passer_que_ce_qu_il_nomme() {
    let essai = Essai::start().await;
    let (one, two) = (id(), id());
    essai.inscrire(one, LE_8).await;
    essai.inscrire(two, LE_8).await;
    let received = recevoir(id(), &[one, two], "2024-01-09", LE_10);
    essai.information().recevoir(received).await.unwrap();

    let by_stream = contrat::AbonnerRequest {
        flux: vec![two.to_string()],
        ..suivre(contrat::Log::Parcours, 0)
    };
    let page = abonner(&essai, by_stream).await.page().await;
    assert_eq!((positions(&page), page.jusqu_a), (vec![3, 7, 8], 8));
    assert_eq!(recus(&essai, ABONNER).await.last().unwrap().enfants, [two]);

    let by_type = contrat::AbonnerRequest {
        types: vec!["information_recue".into()],
        ..suivre(contrat::Log::Parcours, 1)
    };
    assert_eq!(positions(&abonner(&essai, by_type).await.page().await), [5, 7]);

    let nothing = contrat::AbonnerRequest {
        types: vec!["mesure_levee".into()],
        ..suivre(contrat::Log::Parcours, 0)
    };
    let before = essai.attestations().await.len();
    let mut suite = abonner(&essai, nothing).await;
    let page = suite.page().await;
    assert_eq!((page.evenements.len(), page.jusqu_a), (0, 8));
    assert!(matches!(suite.signal().await, Signal::AJour(_)));
    assert_eq!(essai.attestations().await.len(), before, "nothing shown, nothing receipted");
}

#[tokio::test]
async fn une_demande_qui_ne_veut_rien_dire_est_refusee() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    let parcours = || suivre(contrat::Log::Parcours, 0);
    let refused = [
        (
            contrat::AbonnerRequest { flux: vec!["zoe".into()], ..parcours() },
            "IDENTIFIANT_ILLISIBLE",
        ),
        (contrat::AbonnerRequest { types: vec!["a b".into()], ..parcours() }, "TYPE_ILLISIBLE"),
        (
            contrat::AbonnerRequest { types: vec!["a".into(); 1_001], ..parcours() },
            "FILTRE_TROP_LONG",
        ),
        (contrat::AbonnerRequest { log: 7, ..parcours() }, "JOURNAL_INCONNU"),
    ];
    for (request, code) in refused {
        let status = technique(&essai).abonner(request).await.unwrap_err();
        assert_eq!((status.code(), raison(&status).as_str()), (Code::InvalidArgument, code));
    }
    let beyond = technique(&essai).abonner(suivre(contrat::Log::Parcours, 3)).await.unwrap_err();
    assert_eq!(raison(&beyond), "POSITION_INCONNUE");
    let mut crip = JournalServiceClient::new(essai.parle(Role::Crip));
    let forbidden = crip.abonner(parcours()).await.unwrap_err();
    assert_eq!(forbidden.code(), Code::PermissionDenied);
    let refusals = recus(&essai, ABONNER).await;
    assert_eq!(refusals.len(), 2);
    assert!(refusals.iter().all(|recu| recu.refuse));
    assert_eq!(refusals[1].qui, "agent.crip");
}

/// Two followers of the receipts: each thing that happens makes one page and one receipt a follower, and no more.
#[tokio::test]
async fn suivre_les_recus_ne_se_nourrit_pas_soi_meme() {
    let essai = Essai::start().await;
    let enfant = id();
    essai.inscrire(enfant, LE_8).await;
    let mut followers = [
        abonner(&essai, suivre(contrat::Log::Acces, 0)).await,
        abonner(&essai, suivre(contrat::Log::Acces, 0)).await,
    ];
    let mut seen = [Vec::new(), Vec::new()];
    for turn in 1..=4 {
        lire(&essai, enfant).await;
        for (suite, seen) in followers.iter_mut().zip(&mut seen) {
            let page = suite.page().await;
            seen.extend(positions(&page));
            assert_eq!(page.jusqu_a, *seen.last().unwrap());
            assert!(page.evenements.iter().any(|event| event.acteur == "agent.crip"));
        }
        let shown = essai.derriere().await;
        let receipts = "select count(*) from journal.event_lisible where log = '17/acces'";
        let receipts: i64 = shown.query_one(receipts, &[]).await.unwrap().get(0);
        assert_eq!(receipts, 3 * turn, "a read, and its page to each follower");
    }
    for seen in seen {
        let contiguous: Vec<u64> = (1..=*seen.last().unwrap()).collect();
        assert_eq!(seen, contiguous, "every receipt is shown, once");
    }
    let named = "select distinct event.payload->>'journal', event.payload->'enfants'->>0
                   from journal.event_lisible as event
                  where event.payload->>'rpc' = $1";
    let named = essai.derriere().await.query(named, &[&ABONNER]).await.unwrap();
    let named: Vec<(String, String)> = named.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(named, [("17/acces".into(), enfant.to_string())], "a page names whom it shows");
}

/// A clock that is put forward.
#[derive(Debug, Default)]
struct Reglable(AtomicI64);

impl Horloge for Reglable {
    fn maintenant(&self) -> DateTime<Utc> {
        maintenant() + TimeDelta::hours(self.0.load(Ordering::SeqCst))
    }
}

#[tokio::test]
async fn un_abonnement_finit_avec_son_jeton() {
    let (database, folder) = (testing::database(), tempfile::tempdir().unwrap());
    let horloge = Arc::new(Reglable::default());
    let listen = "127.0.0.1:0".parse().unwrap();
    let mut options = Options::new(database.url(), folder.path().to_owned(), listen).simulated();
    options.horloge = horloge.clone();
    let running = server::start(options).await.unwrap();
    let mut machine = JournalServiceClient::new(parle_a(&running, Role::Technique).await);
    let opened = machine.abonner(suivre(contrat::Log::Parcours, 0)).await.unwrap();
    let mut suite = Suite(opened.into_inner());
    assert_eq!(suite.signal().await, Signal::AJour(contrat::Jalon { position: 0 }));
    horloge.0.store(2, Ordering::SeqCst);
    // The next beat finds the token out of date.
    let ended = suite.essayer().await.unwrap_err();
    assert_eq!((ended.code(), raison(&ended).as_str()), (Code::Unauthenticated, "NON_AUTHENTIFIE"));
    running.stop().await.unwrap();
}

// ---- heads and proofs -----------------------------------------------------------------------------------------------

fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap()
}

/// What a holder of the public keys believes of a head: what its note says.
fn crue(tete: &contrat::Tete) -> note::Checkpoint {
    let keys: Vec<VerifierKey> = tete.cles.iter().map(|key| key.parse().unwrap()).collect();
    let believed = note::open(&tete.note, &keys).unwrap();
    assert_eq!((&believed.origin, believed.size), (&tete.journal, tete.taille));
    assert_eq!(believed.root.as_slice(), tete.racine);
    believed
}

async fn tete(essai: &Essai, taille: Option<u64>) -> Result<contrat::Tete, Status> {
    let request = contrat::TeteRequest { entete: entete(), log: 0, taille };
    let mut odpe = JournalServiceClient::new(essai.parle(Role::Odpe));
    Ok(odpe.tete(request).await?.into_inner().tete.unwrap())
}

fn prouver(objet: Option<Objet>, taille: Option<u64>) -> contrat::PreuveRequest {
    contrat::PreuveRequest { entete: entete(), log: 0, objet, taille }
}

async fn preuve(
    essai: &Essai,
    objet: Objet,
    taille: Option<u64>,
) -> Result<contrat::PreuveResponse, Status> {
    let answer = technique(essai).preuve(prouver(Some(objet), taille)).await?;
    Ok(answer.into_inner())
}

#[tokio::test]
async fn une_tete_et_ses_preuves_se_verifient_sans_le_serveur() {
    let essai = Essai::start().await;
    let enfants: Vec<Uuid> = (0..5).map(|_| id()).collect();
    for enfant in &enfants {
        essai.inscrire(*enfant, LE_8).await;
    }
    let older = crue(&tete(&essai, Some(2)).await.unwrap());
    let newer = crue(&tete(&essai, Some(10)).await.unwrap());
    assert_eq!((older.size, newer.size), (2, 10));

    // The file of each child, then the bucket of his identity, which names him.
    let shown: Vec<Uuid> = enfants.iter().flat_map(|enfant| [*enfant; 2]).collect();
    for (position, enfant) in (1..).zip(&shown) {
        let proved = preuve(&essai, Objet::Position(position), None).await.unwrap();
        let head = crue(proved.tete.as_ref().unwrap());
        let event = proved.evenement.unwrap();
        assert_eq!(event.position, position);
        assert_eq!(event.flux == enfant.to_string(), position % 2 == 1, "{}", event.genre_de_flux);
        let path: Vec<Hash> = proved.chemin.iter().map(|node| hash(node)).collect();
        let leaf = hash(&event.feuille[1..]);
        assert!(tree::check_inclusion(&leaf, position - 1, head.size, &path, &head.root));
        assert!(!tree::check_inclusion(&leaf, position % 10, head.size, &path, &head.root));
    }
    let receipts = recus(&essai, PREUVE).await;
    let named: Vec<_> = receipts.iter().flat_map(|recu| recu.enfants.clone()).collect();
    assert_eq!(named, shown, "each event shown is receipted");

    let proved = preuve(&essai, Objet::TailleAnterieure(2), Some(10)).await.unwrap();
    let path: Vec<Hash> = proved.chemin.iter().map(|node| hash(node)).collect();
    assert!(tree::check_consistency(2, 10, &path, &older.root, &newer.root));
    assert!(!tree::check_consistency(2, 10, &path, &newer.root, &older.root));
    assert!(proved.evenement.is_none());
    assert_eq!(recus(&essai, PREUVE).await.len(), 10, "the path between two heads shows nobody");
}

#[tokio::test]
async fn ce_qui_ne_se_prouve_pas_se_dit() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    for (objet, taille, code) in [
        (Objet::Position(0), None, "POSITION_INCONNUE"),
        (Objet::Position(3), None, "POSITION_INCONNUE"),
        (Objet::Position(1), Some(3), "TAILLE_INCONNUE"),
        (Objet::TailleAnterieure(1), Some(0), "TAILLES_INVERSEES"),
        (Objet::TailleAnterieure(9), None, "POSITION_INCONNUE"),
    ] {
        let refused = preuve(&essai, objet, taille).await.unwrap_err();
        assert_eq!(raison(&refused), code);
    }
    let missing = technique(&essai).preuve(prouver(None, None)).await.unwrap_err();
    assert_eq!(
        (missing.code(), raison(&missing).as_str()),
        (Code::InvalidArgument, "CHAMP_OBLIGATOIRE")
    );
    assert_eq!(raison(&tete(&essai, Some(3)).await.unwrap_err()), "TAILLE_INCONNUE");
    let mut odpe = JournalServiceClient::new(essai.parle(Role::Odpe));
    let forbidden = odpe.preuve(prouver(Some(Objet::Position(1)), None)).await.unwrap_err();
    assert_eq!(forbidden.code(), Code::PermissionDenied);
    assert!(recus(&essai, PREUVE).await.iter().all(|recu| recu.refuse && recu.enfants.is_empty()));
}

// ---- anchors --------------------------------------------------------------------------------------------------------

fn ancrer(note: &str) -> contrat::AncrerRequest {
    let destination = "coffre du greffe, registre 2024".to_owned();
    contrat::AncrerRequest { entete: entete(), note: note.to_owned(), destination }
}

#[tokio::test]
async fn une_tete_se_met_hors_de_portee_et_cela_se_lit_a_cote_de_la_suivante() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    let signed = tete(&essai, Some(1)).await.unwrap();
    let put = technique(&essai).ancrer(ancrer(&signed.note)).await.unwrap().into_inner();
    let ancrage = put.ancrage.unwrap();
    assert_eq!(
        (ancrage.taille, ancrage.destination.as_str()),
        (1, "coffre du greffe, registre 2024")
    );
    essai.inscrire(id(), LE_10).await;
    let request = contrat::TeteRequest { entete: entete(), log: 0, taille: Some(2) };
    let told = technique(&essai).tete(request).await.unwrap().into_inner();
    assert_eq!((told.tete.unwrap().taille, told.ancrage), (2, Some(ancrage)));

    let nowhere = contrat::AncrerRequest { destination: "a\nb".into(), ..ancrer(&signed.note) };
    let refused = technique(&essai).ancrer(nowhere).await.unwrap_err();
    assert_eq!(raison(&refused), "DESTINATION_ILLISIBLE");
    let mut crip = JournalServiceClient::new(essai.parle(Role::Crip));
    let forbidden = crip.ancrer(ancrer(&signed.note)).await.unwrap_err();
    assert_eq!(forbidden.code(), Code::PermissionDenied);
}

#[tokio::test]
async fn une_note_qui_n_est_pas_la_notre_n_est_pas_rangee() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    let signed = tete(&essai, Some(1)).await.unwrap();
    let theirs = Signer::new("17/parcours", [7; 32]).unwrap();
    let theirs = note::sign(&crue(&signed), &[&theirs]).unwrap();
    let changed = signed.note.replacen("\n1\n", "\n2\n", 1);
    for foreign in [theirs.as_str(), changed.as_str(), "", "17/parcours"] {
        let refused = technique(&essai).ancrer(ancrer(foreign)).await.unwrap_err();
        assert_eq!(raison(&refused), "NOTE_ETRANGERE");
    }
}

#[tokio::test]
async fn une_tete_que_le_journal_contredit_se_voit() {
    let essai = Essai::start().await;
    essai.inscrire(id(), LE_8).await;
    essai.inscrire(id(), LE_8).await;
    let signed = tete(&essai, Some(2)).await.unwrap();
    let forged = "alter table journal.event disable trigger event_append_only;
                  update journal.event set leaf = set_byte(leaf, 20, get_byte(leaf, 20) # 1)
                   where position = 1";
    essai.derriere().await.batch_execute(forged).await.unwrap();
    let refused = technique(&essai).ancrer(ancrer(&signed.note)).await.unwrap_err();
    assert_eq!(raison(&refused), "TETE_DIVERGENTE");
}

#[tokio::test]
async fn a_l_arret_les_deux_journaux_ont_leur_derniere_tete() {
    let essai = Essai::start().await;
    let enfant = id();
    let behind = essai.derriere().await;
    for _ in 0..3 {
        essai.inscrire(id(), LE_8).await;
    }
    essai.inscrire(enfant, LE_8).await;
    lire(&essai, enfant).await;
    let Essai { running, .. } = essai;
    running.stop().await.unwrap();
    let sql = "select log.name, max(head.size), (select count(*) from journal.event
                                                  where event.log_id = log.log_id)
                 from journal.log as log
                 join journal.tree_head as head on head.log_id = log.log_id
                group by log.log_id, log.name
                order by log.name";
    let heads = behind.query(sql, &[]).await.unwrap();
    let heads: Vec<(String, i64, i64)> =
        heads.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    assert_eq!(heads, [("17/acces".into(), 1, 1), ("17/parcours".into(), 8, 8)]);
}
