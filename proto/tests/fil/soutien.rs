//! One request of every command, filled from the contract itself: a command added to the contract is
//! tested without anyone thinking of it.
//!
//! Payloads are the specimens of `domain/specimens`; every name in them is invented.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use domain::evenement::{Evenement, Stored};
use prost_reflect::{DescriptorPool, FieldDescriptor, MessageDescriptor};
use serde_json::{Map, Value, json};

pub(crate) const ENFANT: &str = "00000000-0000-0000-0000-000000000017";
pub(crate) const AUTRE_ENFANT: &str = "00000000-0000-0000-0000-000000000018";
pub(crate) const INFORMATION: &str = "00000000-0000-0000-0000-000000000021";
const PERSONNE: &str = "00000000-0000-0000-0000-000000000071";
const GODET: &str = "00000000-0000-0000-0000-0000000000b0";
const RAPPORT: &str = "00000000-0000-0000-0000-000000000073";
const CONSEIL: &str = "00000000-0000-0000-0000-000000000072";

/// The specimen stored under a name and version.
pub(crate) fn specimen(name: &str) -> Evenement {
    let (nom, version) = name.rsplit_once(".v").expect("name.vN");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../domain/specimens");
    let text = fs::read_to_string(folder.join(format!("{name}.json")))
        .unwrap_or_else(|_| panic!("{name} has no specimen"));
    let data = serde_json::from_str(&text).expect("a specimen is JSON");
    let version = version.parse().expect("a version is a number");
    Evenement::from_stored(Stored { nom: nom.to_owned(), version, data }).expect(name)
}

pub(crate) fn specimens() -> Vec<Evenement> {
    Evenement::tous_les_noms().into_iter().map(specimen).collect()
}

fn pool() -> &'static DescriptorPool {
    static POOL: LazyLock<DescriptorPool> =
        LazyLock::new(|| DescriptorPool::decode(proto::DESCRIPTORS).expect("descriptors"));
    &POOL
}

/// The head of a command on one child.
pub(crate) fn entete() -> Value {
    json!({
        "entete": { "departement": "17", "finalite": "traitement_information" },
        "commande_id": "00000000-0000-0000-0000-0000000000c1",
        "enfants": [ENFANT],
        "survenu": { "le": "2026-03-02" },
    })
}

/// A line for each command of the contract: its rpc in full, and its request.
pub(crate) fn lines() -> &'static [(String, Value)] {
    static LINES: LazyLock<Vec<(String, Value)>> = LazyLock::new(|| requests_of(pool()));
    &LINES
}

fn requests_of(pool: &DescriptorPool) -> Vec<(String, Value)> {
    let commande =
        pool.get_message_by_name("parcours.reprise.v1.Commande").expect("in the contract");
    let requests: Vec<String> = commande
        .fields()
        .filter_map(|f| Some(f.kind().as_message()?.full_name().to_owned()))
        .collect();
    let mut lines = Vec::new();
    for method in pool.services().flat_map(|service| service.methods().collect::<Vec<_>>()) {
        let request = method.input();
        if requests.iter().any(|name| name == request.full_name()) {
            let rpc = format!("{}/{}", method.parent_service().full_name(), method.name());
            lines.push((rpc, filled(&request)));
        }
    }
    assert_eq!(lines.len(), requests.len(), "each command is asked by one rpc");
    lines
}

/// The line of one command, by its short name.
pub(crate) fn line(rpc: &str) -> Value {
    let (service, method) = rpc.split_once('.').expect("Service.Method");
    let end = format!(".{service}/{method}");
    let (rpc, request) = lines().iter().find(|(rpc, _)| rpc.ends_with(&end)).expect("known");
    json!({ "rpc": rpc, "request": request })
}

fn filled(request: &MessageDescriptor) -> Value {
    let mut said = Map::new();
    for field in request.fields() {
        let chosen = field.containing_oneof().and_then(|oneof| oneof.fields().next());
        if chosen.is_none_or(|first| first == field) {
            said.insert(field.name().to_owned(), value_of(&field));
        }
    }
    if said.contains_key("vers") {
        said["entete"]["enfants"] = json!([ENFANT, AUTRE_ENFANT]);
    }
    if about_no_child(request)
        && let Some(Value::Object(entete)) = said.get_mut("entete")
    {
        entete.remove("enfants");
    }
    Value::Object(said)
}

/// What is asked of an adult or of the Département names no child; two files of one child are named beside the head.
fn about_no_child(request: &MessageDescriptor) -> bool {
    let named = |name| request.get_field_by_name(name).is_some();
    ["parcours.departement.v1", "parcours.activite.v1"].contains(&request.package_name())
        || named("personne")
        || named("principal")
        || named("un")
}

fn value_of(field: &FieldDescriptor) -> Value {
    let one = match (field.kind().as_message(), field.name()) {
        (Some(message), _) => message_of(message),
        (None, "enfant" | "de" | "principal" | "un") => json!(ENFANT),
        (None, "vers" | "absorbe" | "autre") => json!(AUTRE_ENFANT),
        (None, "information") => json!(INFORMATION),
        (None, "personne" | "secrete_pour" | "secret_pour") => json!(PERSONNE),
        (None, "godet") => json!(GODET),
        (None, "version" | "godet_version" | "rendus" | "jours" | "registre") => json!(3),
        // A 64-bit number is a string in JSON.
        (None, "position") => json!("3"),
        (None, "rapport" | "arrete") => json!(RAPPORT),
        (None, "periode") => json!("2022"),
        (None, "territoire") => json!("haute_saintonge"),
        (None, "diffusion") => json!("interne"),
        (None, "formes") => json!("xlsx"),
        (None, "motif") => json!("Erreur de saisie."),
        (None, "cle") => json!("execution_mesure_jours"),
        (None, "source" | "reference" | "decision") => json!("délibération 2026-12"),
        (None, "agent") => json!("agt-041"),
        (None, "jusqu_au") => json!("2026-12-31"),
        (None, other) => panic!("nothing to say of {other}"),
    };
    if field.is_list() { json!([one]) } else { one }
}

fn message_of(message: &MessageDescriptor) -> Value {
    match message.full_name() {
        "parcours.commun.v1.EnteteCommande" => entete(),
        "parcours.commun.v1.Survenu" => json!({ "le": "2026-03-01" }),
        "parcours.commun.v1.Cible" => json!({ "enfant": ENFANT, "version": 3 }),
        "parcours.dossier.v1.Evenement" => told(&specimen("information_qualifiee.v1")),
        "parcours.departement.v1.DelegationDonnee" => json!({
            "agent": "agt-041", "qualite": "delegue_crip", "reference": "arrêté 2026-17",
            "jusqu_au": "2026-12-31",
        }),
        "parcours.departement.v1.ConseilDonne" => json!({
            "conseil": CONSEIL, "porte_d_entree": "crip", "canal": "telephone",
            "demandeur": "education_nationale",
        }),
        "parcours.departement.v1.ChiffrePublie" => json!({
            "cle": "aed_au_31_12_2022", "indicateur": "B1:en_vigueur", "libelle": "AED en cours",
            "valeur": "304", "unite": "mesure", "au": "2022-12-31", "auteur": "DREES",
            "source": "enquête Aide sociale", "edition": "2024",
        }),
        "parcours.departement.v1.DonneesArretees" => json!({
            "arrete": RAPPORT, "intitule": "Arrêté 2022, provisoire", "annee": 2022,
            "position": "3", "statut": "provisoire", "agent": "odpe.1", "qualite": "president",
        }),
        "parcours.departement.v1.RapportEmis" => json!({
            "rapport": RAPPORT, "du": "2022-01-01", "au": "2022-12-31", "registre": 2,
            "position": "3", "racine": "00".repeat(32), "diffusion": "interne",
            "rendus": [{ "forme": "json", "empreinte": "00".repeat(32), "contenu": RAPPORT }],
        }),
        "parcours.personne.v1.IdentiteScellee" => {
            json!({ "clair": { "nom": "Roux", "prenoms": "Anne" } })
        }
        "parcours.personne.v1.Inscrite" => {
            json!({ "identite": message_named("parcours.personne.v1.IdentiteScellee") })
        }
        "parcours.personne.v1.Effacee" => {
            json!({ "motif": "terme_de_conservation", "decision": "visa 2036-004" })
        }
        "parcours.commun.v1.TexteScelle" => json!({ "clair": "12 allée des Ormes" }),
        "parcours.mesure.v1.Mesure" => {
            told(&specimen("mesure_ordonnee.v1"))["mesure_ordonnee"]["mesure"].take()
        }
        name => payload(name).unwrap_or_else(|| filled(message)),
    }
}

fn message_named(name: &str) -> Value {
    message_of(&pool().get_message_by_name(name).expect("in the contract"))
}

/// The specimen of the event whose message it is.
fn payload(message: &str) -> Option<Value> {
    let events = pool().get_message_by_name("parcours.dossier.v1.Evenement").expect("known");
    let is_it = |field: &FieldDescriptor| {
        field.kind().as_message().is_some_and(|kind| kind.full_name() == message)
    };
    let field = events.fields().find(is_it)?;
    let mut said = told(&specimen(&format!("{}.v1", field.name())))[field.name()].take();
    if let Some(said) = said.as_object_mut() {
        said.remove("reaffectee_de");
    }
    Some(said)
}

fn told(evenement: &Evenement) -> Value {
    proto::json::to_value(&proto::wire::evenement(evenement))
}
