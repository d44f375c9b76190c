//! The extract for a judge, read back: every line of its file is on paper, what was removed is nowhere, a file that was
//! changed is not printed.

use std::collections::BTreeMap;

use impression::{Erreur, pdf};
use serde_json::{Value, json};

use crate::document::Pdf;
use crate::extraits::{TIERS, atteste, contradictoire, magistrat};

fn imprime(contenu: &Value) -> Pdf {
    Pdf::lu(&pdf::extrait(&atteste(contenu)).expect("it is an extract"))
}

/// Letters and digits alone: a page breaks lines, and sets French spaces and apostrophes.
fn lettres(texte: &str) -> String {
    texte.chars().filter(|lettre| lettre.is_alphanumeric()).collect()
}

/// The texts of a member, wherever it stands.
fn textes<'a>(valeur: &'a Value, nom: &str, trouves: &mut Vec<&'a str>) {
    if let Some(membres) = valeur.as_object() {
        trouves.extend(membres.get(nom).and_then(Value::as_str));
        membres.values().for_each(|membre| textes(membre, nom, trouves));
    }
    valeur.as_array().into_iter().flatten().for_each(|un| textes(un, nom, trouves));
}

#[test]
fn chaque_ligne_du_fichier_est_sur_le_papier() {
    for contenu in [magistrat(), contradictoire()] {
        let page = lettres(&imprime(&contenu).texte());
        let mut attendus = Vec::new();
        for nom in ["titre", "texte", "nom", "dit", "phrase", "juridiction", "numero_ae"] {
            textes(&contenu, nom, &mut attendus);
        }
        assert!(attendus.len() > 20);
        for attendu in attendus {
            assert!(page.contains(&lettres(attendu)), "{attendu}");
        }
        for section in contenu["sections"].as_array().unwrap() {
            for retrait in section["retraits"].as_array().unwrap() {
                let compte = format!("{}{}", retrait["dit"].as_str().unwrap(), retrait["nombre"]);
                assert!(page.contains(&lettres(&compte)), "{compte}");
            }
        }
    }
}

#[test]
fn une_ligne_dit_sur_quels_evenements_elle_repose_et_le_jour_en_francais() {
    let page = lettres(&imprime(&magistrat()).texte());
    for attendu in [
        "12 janvier 2024 Jugement rendu : placement à l'ASE. 13 rectifié, 14",
        "31 jours depuis l'effet (12/01/2024)",
        "Enregistrée le 12 février 2024 à 09:00 UTC (position 1 234)",
        "Que tout ce que la saisine permet de montrer est montré",
        "justice.essai (responsable de délégation territoriale, par délégation), le 12 février 2024",
        "1 240 événements",
    ] {
        let attendu = lettres(attendu);
        assert!(page.to_lowercase().contains(&attendu.to_lowercase()), "{attendu}");
    }
}

#[test]
fn qui_signe_dit_sa_delegation_et_le_jour_quand_il_les_a_dits() {
    let mut contenu = magistrat();
    contenu["decideur"] = json!({"agent": "cadre.crip", "qualite": "delegue_crip", "delegation": "2024-12", "electronique": false});
    let page = lettres(&imprime(&contenu).texte());
    let attendu = "cadre.crip (cadre de la CRIP, par délégation n° 2024-12). ";
    assert!(page.to_lowercase().contains(&lettres(attendu).to_lowercase()));
    assert!(!page.contains(&lettres("2024-12), le")), "no day is made up");
}

#[test]
fn un_tiers_retire_n_est_nulle_part() {
    assert!(imprime(&magistrat()).texte().contains("Durand"), "the test can fail");
    let octets = pdf::extrait(&atteste(&contradictoire())).unwrap();
    let page = Pdf::lu(&octets);
    assert!(!lettres(&page.texte()).contains(&lettres(TIERS)));
    assert!(
        !page.texte().contains("Durand")
            && page.signets().iter().all(|one| !one.contains("Durand"))
    );
}

#[test]
fn l_empreinte_et_l_identifiant_rapprochent_chaque_feuille_du_fichier() {
    let contenu = magistrat();
    let fichier: Value = serde_json::from_slice(&atteste(&contenu)).unwrap();
    let empreinte = fichier["attestation"].as_str().unwrap().lines().nth(1).unwrap();
    let pdf = imprime(&contenu);
    assert!(lettres(&pdf.texte()).contains(empreinte));
    let feuilles = pdf.feuilles();
    assert!(feuilles.len() > 4);
    for (rang, feuille) in feuilles.iter().enumerate().skip(1) {
        assert!(lettres(feuille).contains(&empreinte[..16]), "page {}", rang + 1);
    }
}

#[test]
fn un_enfant_commence_sur_une_page_et_chaque_tableau_a_ses_entetes() {
    let pdf = imprime(&magistrat());
    let feuilles = pdf.feuilles();
    let debute = |nom: &str| {
        // After the heading of the page: the Département and the addressee.
        let debut = |feuille: &&String| {
            let entete = "A24/0017";
            feuille.split(entete).nth(1).is_some_and(|reste| reste.trim_start().starts_with(nom))
        };
        feuilles.iter().filter(debut).count()
    };
    assert_eq!((debute("Essai Zoé"), debute("Essai Noé")), (1, 1), "{feuilles:?}");
    let elements = pdf.structure();
    let mut nombre: BTreeMap<&str, usize> = BTreeMap::new();
    elements.iter().for_each(|element| *nombre.entry(&*element.role).or_default() += 1);
    // The children, the events; of each child ten titles and what was removed.
    assert_eq!(nombre["Table"], 2 + 2 * 11, "{nombre:?}");
    let colonnes = 4 + 4 + 2 * (10 * 3 + 2);
    let lignes = nombre["TR"] - nombre["Table"];
    assert_eq!(nombre["TH"], colonnes + lignes, "each line has its heading: {nombre:?}");
    let niveaux = elements.iter().filter_map(|of| of.role.strip_prefix('H')?.parse::<u8>().ok());
    let niveaux: Vec<u8> = niveaux.collect();
    assert!(niveaux.windows(2).all(|deux| deux[1] <= deux[0] + 1), "{niveaux:?}");
}

#[test]
fn un_fichier_change_ou_d_une_autre_forme_ne_s_imprime_pas() {
    let refus = |octets: &[u8]| {
        let erreur = pdf::extrait(octets).unwrap_err();
        assert!(matches!(erreur, Erreur::ExtraitIllisible(_)) && erreur.vient_de_l_entree());
        erreur.to_string()
    };
    let mut fichier: Value = serde_json::from_slice(&atteste(&magistrat())).unwrap();
    fichier["contenu"]["sections"][0]["rubriques"][0]["lignes"][0]["texte"] = json!("Autre.");
    let dit = refus(&serde_json::to_vec(&fichier).unwrap());
    assert!(dit.starts_with("Ce n’est pas un extrait imprimable : dans « attestation »"), "{dit}");
    for (place, valeur, attendu) in [
        ("/forme", json!("parcours/extrait/v2"), "parcours/extrait/v1"),
        ("/sections/0/rubriques/0/lignes/0/cites/0/version", json!(99), "cites[0]"),
        ("/sections", json!([]), "aucun enfant"),
        ("/tete", json!("rien"), "une tête de journal signée"),
        ("/cles/0", json!("17+x"), "une clé publique"),
        ("/decideur/signe_le", json!("hier"), "AAAA-MM-JJ"),
    ] {
        let mut contenu = magistrat();
        *contenu.pointer_mut(place).unwrap() = valeur;
        let dit = refus(&atteste(&contenu));
        assert!(dit.contains(attendu), "{place} : {dit}");
    }
    assert!(refus(b"{").contains("rompu"));
}

#[test]
fn le_meme_extrait_donne_le_meme_pdf() {
    let fichier = atteste(&magistrat());
    assert!(pdf::extrait(&fichier).unwrap() == pdf::extrait(&fichier).unwrap());
    assert!(pdf::extrait(&fichier).unwrap() != pdf::extrait(&atteste(&contradictoire())).unwrap());
}
