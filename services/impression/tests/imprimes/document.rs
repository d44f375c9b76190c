//! The PDF, read by its structure: what a screen reader would find in it.
//!
//! Deliberately absent: its figures, which `feuillets.rs` compares with the report before they are set.

use std::collections::BTreeMap;

use impression::pdf;
use lopdf::{Dictionary, Document, Object};
use serde_json::{Value, json};

use crate::rapports::{avec_les_chiffres_d_ailleurs, complet, octets, petit};

struct Pdf(Document);

/// An element of the structure: its role, its alternative text.
struct Element {
    role: String,
    alt: Option<String>,
}

impl Pdf {
    fn de(rapport: &Value) -> Self {
        let octets = pdf::rapport(&octets(rapport)).expect("it is a report");
        Self(Document::load_mem(&octets).expect("it is a PDF"))
    }

    fn catalogue(&self) -> &Dictionary {
        self.0.catalog().expect("it has a catalogue")
    }

    fn dictionnaire<'a>(&'a self, objet: &'a Object) -> Option<&'a Dictionary> {
        self.0.dereference(objet).ok().and_then(|(_, objet)| objet.as_dict().ok())
    }

    /// The structure in reading order.
    fn structure(&self) -> Vec<Element> {
        let racine = self.catalogue().get(b"StructTreeRoot").expect("it is tagged");
        let mut elements = Vec::new();
        self.descend(self.dictionnaire(racine).expect("its root is one"), &mut elements);
        elements
    }

    fn descend(&self, noeud: &Dictionary, elements: &mut Vec<Element>) {
        if let Ok(role) = noeud.get(b"S").and_then(Object::as_name) {
            let role = String::from_utf8_lossy(role).into_owned();
            let alt = noeud.get(b"Alt").ok().map(texte);
            elements.push(Element { role, alt });
        }
        let Ok(enfants) = noeud.get(b"K") else { return };
        let (_, enfants) = self.0.dereference(enfants).expect("no reference is broken");
        let seul = std::slice::from_ref(enfants);
        for enfant in enfants.as_array().map_or(seul, Vec::as_slice) {
            if let Some(enfant) = self.dictionnaire(enfant) {
                self.descend(enfant, elements);
            }
        }
    }

    /// The titles of the bookmarks, in any order.
    fn signets(&self) -> Vec<String> {
        let objets = self.0.objects.values().filter_map(|objet| objet.as_dict().ok());
        let signets = objets.filter(|objet| objet.has(b"Parent") && objet.has(b"Title"));
        signets.filter_map(|signet| signet.get(b"Title").ok()).map(texte).collect()
    }
}

fn texte(objet: &Object) -> String {
    lopdf::decode_text_string(objet).expect("it is a text")
}

fn nombre_par_role(elements: &[Element]) -> BTreeMap<&str, usize> {
    let mut nombre = BTreeMap::new();
    for element in elements {
        *nombre.entry(&*element.role).or_insert(0) += 1;
    }
    nombre
}

#[test]
fn le_document_a_une_langue_un_titre_et_se_dit_accessible() {
    let pdf = Pdf::de(&complet());
    let catalogue = pdf.catalogue();
    let langue = texte(catalogue.get(b"Lang").unwrap());
    assert_eq!(langue, "fr-FR");
    let marques = pdf.dictionnaire(catalogue.get(b"MarkInfo").unwrap()).unwrap();
    assert!(marques.get(b"Marked").unwrap().as_bool().unwrap());
    let fenetre = pdf.dictionnaire(catalogue.get(b"ViewerPreferences").unwrap()).unwrap();
    assert!(fenetre.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let info = pdf.dictionnaire(pdf.0.trailer.get(b"Info").unwrap()).unwrap();
    let titre = texte(info.get(b"Title").unwrap());
    assert_eq!(titre, "Rapport d’activité 2022, Département 17");
    let (_, metadata) = pdf.0.dereference(catalogue.get(b"Metadata").unwrap()).unwrap();
    let metadata = String::from_utf8(metadata.as_stream().unwrap().content.clone()).unwrap();
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(metadata.contains("2023-02-15"), "{metadata}");
}

#[test]
fn chaque_figure_a_son_texte_et_chaque_tableau_ses_entetes() {
    let elements = Pdf::de(&complet()).structure();
    let nombre = nombre_par_role(&elements);
    let figures: Vec<&Element> =
        elements.iter().filter(|element| element.role == "Figure").collect();
    assert_eq!(figures.len(), 1, "{nombre:?}");
    let alt = figures[0].alt.as_deref().unwrap();
    assert!(alt.contains("délai médian\u{a0}: 97\u{a0}jours"), "{alt}");
    let indicateurs = complet()["indicateurs"].as_array().unwrap().clone();
    let tableaux = indicateurs.iter().map(|of| 1 + of["ventilations"].as_array().unwrap().len());
    assert_eq!(nombre["Table"], tableaux.sum::<usize>());
    assert!(nombre["Caption"] >= nombre["Table"], "{nombre:?}");
    assert!(nombre["TH"] > nombre["TR"], "each line has its heading: {nombre:?}");
}

#[test]
fn les_titres_se_suivent_sans_saut() {
    let rapport = complet();
    let elements = Pdf::de(&rapport).structure();
    let roles: Vec<&str> = elements.iter().map(|element| &*element.role).collect();
    let niveaux = roles.iter().filter_map(|role| role.strip_prefix('H')?.parse::<u8>().ok());
    let niveaux: Vec<u8> = niveaux.collect();
    assert_eq!(niveaux.first(), Some(&1));
    assert!(niveaux.windows(2).all(|deux| deux[1] <= deux[0] + 1), "{niveaux:?}");
    assert!(
        niveaux.iter().filter(|niveau| **niveau == 2).count()
            > rapport["indicateurs"].as_array().unwrap().len()
    );
}

#[test]
fn chaque_indicateur_a_son_signet() {
    let signets = Pdf::de(&complet()).signets();
    for attendu in [
        "Informations préoccupantes",
        "A1 · Informations reçues",
        "Annexe : sources et vérification",
    ] {
        assert!(signets.iter().any(|signet| signet == attendu), "{attendu}: {signets:?}");
    }
}

#[test]
fn les_chiffres_d_ailleurs_ont_leurs_titres_et_leurs_tableaux() {
    let tableaux = |pdf: &Pdf| nombre_par_role(&pdf.structure())["Table"];
    let (sans, avec) = (Pdf::de(&complet()), Pdf::de(&avec_les_chiffres_d_ailleurs()));
    assert_eq!(tableaux(&avec), tableaux(&sans) + 2 + 2 + 1, "findings, faces, the ledger");
    let signets = avec.signets();
    for attendu in
        ["Lectures contradictoires", "C2 · A8, A9", "Rapprochements", "Chiffres publiés ailleurs"]
    {
        assert!(signets.iter().any(|signet| signet == attendu), "{attendu}: {signets:?}");
        assert!(sans.signets().iter().all(|signet| signet != attendu), "{attendu}");
    }
}

#[test]
fn le_meme_rapport_donne_le_meme_pdf_et_un_autre_un_autre() {
    let rapport = octets(&complet());
    let premier = pdf::rapport(&rapport).unwrap();
    assert!(premier == pdf::rapport(&rapport).unwrap());
    assert!(premier != pdf::rapport(&octets(&petit())).unwrap());
}

#[test]
fn un_libelle_n_est_jamais_du_code() {
    let mut rapport = petit();
    rapport["indicateurs"][0]["libelle"] = json!("#panic(\"non\") *gras* $x$ <a> @b \\");
    let signets = Pdf::de(&rapport).signets();
    assert!(signets.iter().any(|signet| signet.contains("#panic(\"non\") *gras*")), "{signets:?}");
}
