//! What an erasure takes away, from whom, and what it leaves: names and narratives go for good, on every server; what
//! happened, its proofs and every figure stay. And the rotation of the key that wraps all others.
//!
//! Two servers stand in front of one journal. Nothing here sleeps.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

mod essai;

#[path = "effacement/cles.rs"]
mod cles;

#[path = "effacement/rotation.rs"]
mod rotation;

use essai::{Essai, Parle, commande, entete, id, inscrire, recevoir};
use eventstore::{Database, Journal, Position, leaf};
use proto::activite::v1::ProduireRequest;
use proto::activite::v1::activite_service_client::ActiviteServiceClient;
use proto::commun::v1::{ConnuA, Repere, TexteScelle, connu_a, texte_scelle};
use proto::dossier::v1::dossier_service_client::DossierServiceClient;
use proto::dossier::v1::evenement::Evenement as Une;
use proto::dossier::v1::{
    CertificatEffacement, ChronologieRequest, ChronologieResponse, DossierEfface, EffacerRequest,
    EffacerResponse,
};
use proto::identite::v1::{EtatCivil, EtatCivilScelle, etat_civil_scelle};
use proto::information::v1::RecevoirRequest;
use proto::information::v1::information_service_client::InformationServiceClient;
use proto::reprise::v1::Ligne;
use proto::reprise::v1::reprise_service_client::RepriseServiceClient;
use server::jetons::Role;
use tonic::Code;
use uuid::Uuid;

/// Nothing else in the house is called so.
const NOM: &str = "Quatrevaux";
const RECIT: &str = "Ils arrivent seuls, tous les matins.";
const LE: &str = "2024-05-02";
const A: &str = "2024-05-02T09:00:00Z";

/// Opens the file of a child of that name.
async fn ouvrir(essai: &Essai, enfant: Uuid) {
    let mut request = inscrire(enfant, "2024-01-08T09:00:00Z");
    let clair = EtatCivil { nom: NOM.into(), prenoms: "Léa".into(), ..EtatCivil::default() };
    let etat_civil = EtatCivilScelle { etat: Some(etat_civil_scelle::Etat::Clair(clair)) };
    request.inscriptions[0].inscrit.as_mut().unwrap().etat_civil = Some(etat_civil);
    essai.identite().inscrire(request).await.unwrap();
}

/// An information about those children, with a narrative and a sender.
fn information(information: Uuid, enfants: &[Uuid]) -> RecevoirRequest {
    let mut request = recevoir(information, enfants, "2024-01-09", "2024-01-10T09:00:00Z");
    let etat = Some(texte_scelle::Etat::Clair(RECIT.into()));
    request.recue.as_mut().unwrap().recit = Some(TexteScelle { etat });
    request
}

/// A fratrie of two with an information in common.
async fn fratrie(essai: &Essai) -> (Uuid, Uuid, Uuid) {
    let (lea, tom, i1) = (id(), id(), id());
    ouvrir(essai, lea).await;
    ouvrir(essai, tom).await;
    essai.information().recevoir(information(i1, &[lea, tom])).await.unwrap();
    (lea, tom, i1)
}

fn effacer(enfant: Uuid) -> EffacerRequest {
    let efface = DossierEfface {
        motif: "terme_de_conservation".into(),
        decision: "AD17, visa 2036-004".into(),
    };
    EffacerRequest { entete: Some(commande(&[enfant], LE, A)), efface: Some(efface) }
}

async fn efface(parle: Parle, request: EffacerRequest) -> EffacerResponse {
    DossierServiceClient::new(parle).effacer(request).await.unwrap().into_inner()
}

async fn chronologie(parle: Parle, enfant: Uuid) -> ChronologieResponse {
    let request =
        ChronologieRequest { entete: entete(), enfant: enfant.to_string(), coordonnees: None };
    DossierServiceClient::new(parle).chronologie(request).await.unwrap().into_inner()
}

fn recit(chronologie: &ChronologieResponse) -> Option<texte_scelle::Etat> {
    chronologie.lignes.iter().find_map(|ligne| match &ligne.evenement.as_ref()?.evenement {
        Some(Une::InformationRecue(recue)) => recue.recit.clone()?.etat,
        _ => None,
    })
}

/// The nature of each key destroyed, then of each key kept with the number of living files.
fn natures(certificat: &CertificatEffacement) -> (Vec<&str>, Vec<(&str, u32)>) {
    let mut detruites: Vec<&str> = certificat.detruites.iter().map(|cle| &*cle.nature).collect();
    let kept = |cle: &'_ proto::dossier::v1::CleConservee| cle.dossiers_vivants;
    let mut conservees: Vec<(&str, u32)> =
        certificat.conservees.iter().map(|cle| (&*cle.nature, kept(cle))).collect();
    detruites.sort_unstable();
    conservees.sort_unstable();
    (detruites, conservees)
}

/// Everything the database holds, as text.
async fn tables(essai: &Essai) -> String {
    let client = essai.derriere().await;
    let names = "select format('%I.%I', table_schema, table_name)
                   from information_schema.tables
                  where table_schema not in ('pg_catalog', 'information_schema')";
    let mut everything = String::new();
    for row in client.query(names, &[]).await.unwrap() {
        let name: String = row.get(0);
        let rows = format!("select coalesce(string_agg(line::text, ''), '') from {name} as line");
        let text: String = client.query_one(&rows, &[]).await.unwrap().get(0);
        everything.push_str(&text);
    }
    everything
}

/// The report of 2024 as recorded at a point.
async fn rapport(essai: &Essai, repere: &Repere) -> Vec<u8> {
    let connu_a = ConnuA { point: Some(connu_a::Point::Position(repere.position)) };
    let request = ProduireRequest {
        entete: entete(),
        periode: "2024".into(),
        connu_a: Some(connu_a),
        au_moins: Some(repere.clone()),
        ..ProduireRequest::default()
    };
    let mut client = ActiviteServiceClient::new(essai.parle(Role::Odpe));
    client.produire(request).await.unwrap().into_inner().json
}

fn chiffres(rapport: &[u8]) -> serde_json::Value {
    serde_json::from_slice::<serde_json::Value>(rapport).unwrap()["indicateurs"].take()
}

/// The log of cases, read without the server.
async fn journal(essai: &Essai) -> Journal {
    let database = Database::at(&essai.database.url(), 2).unwrap();
    Journal::open(&database, "17/parcours").await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn efface_un_dossier_ne_se_lit_plus_nulle_part_et_aucun_chiffre_ne_bouge() {
    let essai = Essai::start().await;
    let (other, archives) = essai.second(Role::Archives).await;
    let crip_there = essai::parle_a(&other, Role::Crip).await;
    let (lea, tom, i1) = fratrie(&essai).await;
    // Both servers have read the names.
    for parle in [essai.parle(Role::Crip), crip_there.clone()] {
        assert!(format!("{:?}", chronologie(parle, lea).await).contains(NOM));
    }
    let events = journal(&essai).await.read_from(Position::ORIGIN, None, 100).await.unwrap();
    let before = Repere { journal: "17/parcours".into(), position: events.len() as u64 };
    let published = rapport(&essai, &before).await;

    let answer = efface(archives.clone(), effacer(lea)).await;
    let certificat = answer.certificat.unwrap();
    assert_eq!(natures(&certificat), (vec!["enfant"], vec![("expediteur", 1), ("information", 1)]));
    assert_eq!(certificat.efface_le, LE);
    assert_eq!(certificat.sauvegardes_jusqu_au, "2024-06-01", "thirty days after");
    assert_eq!(certificat.scelles_illisibles, 1);
    assert!(certificat.restent_en_clair.iter().any(|quoi| quoi.contains("naissance")));

    // Neither server opens it again; the narrative is Tom's as well.
    for parle in [essai.parle(Role::Crip), crip_there] {
        let of_lea = chronologie(parle.clone(), lea).await;
        let etat = of_lea.etat_civil.clone().unwrap().etat.unwrap();
        assert_eq!(etat, etat_civil_scelle::Etat::EffaceLe(LE.into()));
        assert!(!format!("{of_lea:?}").contains(NOM));
        assert_eq!(
            recit(&chronologie(parle, tom).await),
            Some(texte_scelle::Etat::Clair(RECIT.into()))
        );
    }

    // What was published is published still, to the byte; the totals since are the same.
    assert_eq!(rapport(&essai, &before).await, published);
    let since = certificat.repere.unwrap();
    assert_eq!(since.position, before.position + 1);
    assert_eq!(chiffres(&rapport(&essai, &since).await), chiffres(&published));

    // The journal is what it was, one event longer, and each leaf is that of its event.
    let now = journal(&essai).await.read_from(Position::ORIGIN, None, 100).await.unwrap();
    assert_eq!(now[..events.len()], events);
    assert!(now.iter().all(|event| leaf::v1(event) == event.leaf));
    let opened = now.iter().find(|event| event.stream.id == lea).unwrap();
    assert!(
        String::from_utf8_lossy(&opened.payload).contains("\"cle\":\""),
        "the ciphertext stays"
    );
    assert_eq!(now.last().unwrap().event_id.to_string(), certificat.evenement);

    // No table holds a name, nor the key that would open one.
    let dump = tables(&essai).await;
    assert!(dump.contains(&lea.to_string()) && !dump.contains(NOM) && !dump.contains(RECIT));
    let left = "select count(*) from cles.key where subject_id = $1 and wrapped is not null";
    let left = essai.derriere().await.query_one(left, &[&lea]).await.unwrap();
    assert_eq!(left.get::<_, i64>(0), 0);

    // The last child of a narrative takes it along, and the first certificate says so from then on.
    let of_tom = efface(archives.clone(), effacer(tom)).await.certificat.unwrap();
    assert_eq!(natures(&of_tom), (vec!["enfant", "expediteur", "information"], vec![]));
    let again = efface(archives, effacer(lea)).await.certificat.unwrap();
    assert_eq!(natures(&again).0, ["enfant", "expediteur", "information"]);
    let erased = Some(texte_scelle::Etat::EffaceLe(LE.into()));
    assert_eq!(recit(&chronologie(essai.parle(Role::Crip), tom).await), erased);

    // Nobody can be entered for it any more.
    let late = id();
    ouvrir(&essai, late).await;
    let refused = essai.information().recevoir(information(i1, &[late])).await.unwrap_err();
    assert_eq!(refused.code(), Code::FailedPrecondition, "{refused:?}");
    other.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn demande_deux_fois_un_effacement_est_fait_une_fois() {
    let essai = Essai::start().await;
    let (lea, _, _) = fratrie(&essai).await;
    let archives = essai.parle(Role::Archives);
    let request = effacer(lea);
    let first = efface(archives.clone(), request.clone()).await;
    let again = efface(archives.clone(), request).await;
    let other = efface(archives, effacer(lea)).await;

    assert!(!first.recu.unwrap().deja_fait && again.recu.unwrap().deja_fait);
    assert_eq!(first.certificat, again.certificat);
    assert_eq!(first.certificat, other.certificat);
    let events = journal(&essai).await.read_streams(&[lea], None).await.unwrap();
    let erasures = events.iter().filter(|event| event.event_type == "dossier_efface");
    assert_eq!(erasures.count(), 1);
    let refused = essai.information().recevoir(information(id(), &[lea])).await.unwrap_err();
    assert_eq!(
        refused.message(),
        "Ce dossier est effacé depuis le 02/05/2024 : rien ne s'y ajoute plus."
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn seules_les_archives_effacent_et_une_reprise_n_efface_rien() {
    let essai = Essai::start().await;
    let (lea, _, _) = fratrie(&essai).await;
    for role in Role::TOUS.into_iter().filter(|role| *role != Role::Archives) {
        let mut client = DossierServiceClient::new(essai.parle(role));
        let refused = client.effacer(effacer(lea)).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied, "{role:?}");
    }
    let ligne = Ligne { numero: 1, commande: Some(effacer(lea).into()) };
    let mut reprise = RepriseServiceClient::new(essai.parle(Role::Reprise));
    let mut answers = reprise.importer(tokio_stream::iter([ligne])).await.unwrap().into_inner();
    let compte = answers.message().await.unwrap().unwrap();
    assert_eq!((compte.faites, compte.rejets[0].code.as_str()), (0, "ACCES_REFUSE"));
    let etat = chronologie(essai.parle(Role::Crip), lea).await.etat_civil.unwrap().etat.unwrap();
    assert!(matches!(etat, etat_civil_scelle::Etat::Clair(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn deux_freres_effaces_au_meme_instant_emportent_leur_recit() {
    let essai = Essai::start().await;
    let (other, there) = essai.second(Role::Archives).await;
    let here = essai.parle(Role::Archives);
    for _ in 0..6 {
        let (lea, tom, _) = fratrie(&essai).await;
        let (of_lea, of_tom) =
            tokio::join!(efface(here.clone(), effacer(lea)), efface(there.clone(), effacer(tom)));
        assert!(of_lea.certificat.is_some() && of_tom.certificat.is_some());
        // Whoever came second saw the first.
        let now = efface(here.clone(), effacer(lea)).await.certificat.unwrap();
        assert_eq!(natures(&now), (vec!["enfant", "expediteur", "information"], vec![]));
    }
    other.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn un_recit_saisi_sur_le_mauvais_enfant_ne_le_retient_pas() {
    let essai = Essai::start().await;
    let (lea, tom, i1) = (id(), id(), id());
    ouvrir(&essai, lea).await;
    ouvrir(&essai, tom).await;
    let mut informations: InformationServiceClient<_> = essai.information();
    informations.recevoir(information(i1, &[lea])).await.unwrap();
    let reaffecter = proto::information::v1::ReaffecterRequest {
        entete: Some(commande(&[], "2024-02-01", "2024-02-01T09:00:00Z")),
        information: i1.to_string(),
        de: lea.to_string(),
        vers: tom.to_string(),
        motif: "autre enfant du foyer".into(),
    };
    informations.reaffecter(reaffecter).await.unwrap();

    let certificat = efface(essai.parle(Role::Archives), effacer(tom)).await.certificat.unwrap();
    let destroyed = natures(&certificat).0;
    assert_eq!(destroyed, ["enfant", "expediteur", "information"], "it was not about Léa");
    let of_lea = chronologie(essai.parle(Role::Crip), lea).await;
    assert!(format!("{of_lea:?}").contains(NOM), "Léa's own is untouched");
    assert_eq!(recit(&of_lea), Some(texte_scelle::Etat::EffaceLe(LE.into())));
}
