//! Extracts to print, every name and number invented: a fratrie of two before its judge, for the magistrate and for the
//! parties.
//!
//! Deliberately absent: true signatures and paths, which printing does not look at; the attestation states the digest of
//! the content, as printing asks.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Who is named in what the parties do not read, and must be nowhere in theirs.
pub(crate) const TIERS: &str = "Mme Durand-Essai";

const ZOE: &str = "0190a000-0000-7000-8000-000000000001";
const NOE: &str = "0190a000-0000-7000-8000-000000000002";

/// The bytes of a file whose attestation states this content.
pub(crate) fn atteste(contenu: &Value) -> Vec<u8> {
    let octets = serde_json::to_vec(contenu).expect("a value is a JSON");
    let empreinte: String =
        Sha256::digest(octets).iter().map(|octet| format!("{octet:02x}")).collect();
    let attestation = format!("17/parcours extrait/1\n{empreinte}\n\n— 17/parcours c2lnbmF0dXJl\n");
    serde_json::to_vec(&json!({"attestation": attestation, "contenu": contenu}))
        .expect("a value is a JSON")
}

/// For the magistrate.
pub(crate) fn magistrat() -> Value {
    contenu(("magistrat", "magistrat"), &[(ZOE, "Essai Zoé"), (NOE, "Essai Noé")], true)
}

/// For the parties: the third party is removed, and counted.
pub(crate) fn contradictoire() -> Value {
    contenu(("contradictoire", "contradictoire"), &[(ZOE, "Essai Zoé")], false)
}

fn contenu((profil, dit): (&str, &str), enfants: &[(&str, &str)], tiers: bool) -> Value {
    let evenements = enfants.iter().zip(0..).flat_map(|((id, _), rang)| {
        PHRASES.iter().zip(1..).map(move |(phrase, version)| {
            let rectifie = version == 3;
            let mut un = json!({
                "position": 10 + 20 * rang + version, "flux": id, "version": version,
                "survenu_le": format!("2024-01-{:02}", 8 + version), "connu_le": "2024-01-15",
                "enregistre_us": 1_705_312_800_000_000_i64 + version * 60_000_000,
                "phrase": phrase, "acteur": "justice.essai",
            });
            if rectifie {
                un["charge_sha256"] = json!("00");
            } else {
                un["charge"] = json!("e30=");
                un["ouvertures"] = json!({"/precisions": "AA=="});
            }
            un
        })
    });
    json!({
        "forme": "parcours/extrait/v1", "extrait": "0190a000-0000-7000-8000-00000000000e",
        "departement": "17", "journal": "17/parcours", "simule": true,
        "destinataire": {
            "dossier": "0190a000-0000-7000-8000-00000000000d", "juridiction": "TJ d’essai",
            "cabinet": "2", "numero_ae": "A24/0017",
        },
        "profil": profil, "profil_dit": dit, "au": "2024-02-12", "connu_a": 1234,
        "connu_a_us": 1_707_728_400_000_000_i64,
        "decideur": {"agent": "justice.essai", "qualite": "responsable_delegation", "signe_le": "2024-02-12"},
        "sections": enfants.iter().map(|(id, nom)| section(id, nom, tiers)).collect::<Vec<_>>(),
        "evenements": evenements.collect::<Vec<_>>(),
        "cles": ["17/parcours+0a0b0c0d+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh"],
        "tete": "17/parcours\n1240\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n— 17/parcours c2ln\n",
    })
}

const PHRASES: [&str; 6] = [
    "Enfant inscrit.",
    "Dossier judiciaire ouvert au TJ d'essai, cabinet 2.",
    "Rectifié depuis : ses premiers mots ne comptent plus.",
    "Jugement rendu : placement à l'ASE.",
    "Accueil chez un assistant familial.",
    "Rapport annuel remis au juge.",
];

fn section(id: &str, nom: &str, tiers: bool) -> Value {
    let ligne = |le: &str, texte: &str, versions: &[u32]| {
        let cites = versions.iter().map(|version| match version {
            3 => json!({"flux": id, "version": 3, "rectifie_par": 4}),
            _ => json!({"flux": id, "version": version}),
        });
        json!({"le": le, "texte": texte, "cites": cites.collect::<Vec<_>>()})
    };
    let rubrique = |titre: &str, lignes: Vec<Value>| json!({"titre": titre, "lignes": lignes});
    let entendue = format!("Information transmise par {TIERS}.");
    let origine = if tiers { &*entendue } else { "Information reçue." };
    let retraits = if tiers {
        json!([{"motif": "expediteur", "dit": "expéditeur", "nombre": 1}])
    } else {
        json!([{"motif": "hors_saisine", "dit": "hors de la saisine", "nombre": 3},
            {"motif": "lieu_secret", "dit": "lieu tenu secret", "nombre": 2}])
    };
    json!({
        "enfant": id, "nom": nom, "montres": 6, "retraits": retraits,
        "rubriques": [
            rubrique("L'enfant", vec![ligne("2024-01-09", "Enfant inscrit.", &[1])]),
            rubrique("Ce qui a conduit à la saisine", vec![ligne("2024-01-09", origine, &[1])]),
            rubrique("Le dossier judiciaire et les décisions", vec![
                ligne("2024-01-10", PHRASES[1], &[2]), ligne("2024-01-12", PHRASES[3], &[3, 4])]),
            rubrique("Les mesures ordonnées", vec![
                ligne("2024-01-12", "Placement à l'ASE : exécutée ; prononcée le 12/01/2024, effet le 12/01/2024, reçue par l'ASE le 15/01/2024, attribuée le 15/01/2024, exécutée depuis le 16/01/2024, terme le 11/01/2025.", &[4, 5]),
                ligne("2024-01-12", "AEMO : non exécutée ; prononcée le 12/01/2024, effet le 12/01/2024, terme le 11/01/2025.", &[4])]),
            rubrique("Mesures ordonnées et non exécutées", vec![ligne("2024-01-12",
                "AEMO : non exécutée ; 31 jours depuis l'effet (12/01/2024) ; 28 jours depuis la réception par l'ASE (15/01/2024) ; pas encore d'attente depuis l'attribution.", &[4])]),
            rubrique("Les lieux d'accueil", vec![ligne("2024-01-16", PHRASES[4], &[5])]),
            rubrique("Rapports et écrits", vec![ligne("2024-02-01", PHRASES[5], &[6])]),
            rubrique("Le projet pour l'enfant", vec![ligne("2024-02-05", "Projet pour l'enfant signé.", &[6])]),
            rubrique("Prochaines échéances", vec![ligne("2024-11-11",
                "Département : bilan avant le terme de la mesure, au plus tard le 11/11/2024.", &[4])]),
            rubrique("Bordereau des pièces", vec![ligne("2024-01-15", "Pièce versée : jugement, 4 pages.", &[4])]),
        ],
    })
}
