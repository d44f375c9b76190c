//! The PDF, read by its structure: what a screen reader would find in it.
//!
//! Deliberately absent: its figures, which `feuillets.rs` compares with the report before they are set.

use std::collections::BTreeMap;

use impression::pdf;
use lopdf::{Dictionary, Document, Object};
use serde_json::{Value, json};

use crate::extraits::{atteste, magistrat};
use crate::rapports::{avec_les_chiffres_d_ailleurs, complet, octets, petit};

/// A document, read back.
pub(crate) struct Pdf(Document);

/// An element of the structure: its role, its alternative text.
pub(crate) struct Element {
    pub(crate) role: String,
    alt: Option<String>,
    /// Of a header cell: what it heads, lines or columns.
    portee: Option<String>,
}

impl Pdf {
    fn de(rapport: &Value) -> Self {
        let octets = pdf::rapport(&octets(rapport)).expect("it is a report");
        Self::lu(&octets)
    }

    pub(crate) fn lu(octets: &[u8]) -> Self {
        Self(Document::load_mem(octets).expect("it is a PDF"))
    }

    /// The text of each page, in the order of its operators.
    pub(crate) fn feuilles(&self) -> Vec<String> {
        let feuille = |page: lopdf::ObjectId| {
            let fontes = self.0.get_page_fonts(page).expect("a page has fonts");
            let fontes: BTreeMap<_, _> =
                fontes.into_iter().map(|(nom, fonte)| (nom, self.lettres(fonte))).collect();
            let mut texte = String::new();
            let mut fonte = None;
            let contenu = self.0.get_and_decode_page_content(page).expect("a page has a content");
            for operation in contenu.operations {
                match (&*operation.operator, operation.operands.first()) {
                    ("Tf", Some(Object::Name(nom))) => fonte = fontes.get(nom),
                    ("Tj" | "TJ", Some(montre)) => ajoute(montre, fonte, &mut texte),
                    _ => {}
                }
            }
            texte
        };
        self.0.get_pages().into_values().map(feuille).collect()
    }

    /// What each code of a font stands for.
    fn lettres(&self, fonte: &Dictionary) -> BTreeMap<u16, String> {
        let table = fonte.get(b"ToUnicode").expect("a font says what its codes stand for");
        let (_, table) = self.0.dereference(table).expect("no reference is broken");
        let table = table.as_stream().expect("it is a stream").get_plain_content();
        let table = String::from_utf8(table.expect("it can be read")).expect("it is a text");
        let ligne = |ligne: &str| {
            let (code, lettres) = ligne.strip_prefix('<')?.strip_suffix('>')?.split_once("> <")?;
            let unites = lettres.as_bytes().chunks(4).map(|unite| std::str::from_utf8(unite).ok());
            let unites = unites.map(|unite| u16::from_str_radix(unite?, 16).ok());
            let unites = unites.collect::<Option<Vec<u16>>>()?;
            Some((u16::from_str_radix(code, 16).ok()?, String::from_utf16(&unites).ok()?))
        };
        table.lines().filter_map(ligne).collect()
    }

    pub(crate) fn texte(&self) -> String {
        self.feuilles().concat()
    }

    fn catalogue(&self) -> &Dictionary {
        self.0.catalog().expect("it has a catalogue")
    }

    fn dictionnaire<'a>(&'a self, objet: &'a Object) -> Option<&'a Dictionary> {
        self.0.dereference(objet).ok().and_then(|(_, objet)| objet.as_dict().ok())
    }

    /// The structure in reading order.
    pub(crate) fn structure(&self) -> Vec<Element> {
        let racine = self.catalogue().get(b"StructTreeRoot").expect("it is tagged");
        let mut elements = Vec::new();
        self.descend(self.dictionnaire(racine).expect("its root is one"), &mut elements);
        elements
    }

    fn descend(&self, noeud: &Dictionary, elements: &mut Vec<Element>) {
        if let Ok(role) = noeud.get(b"S").and_then(Object::as_name) {
            let role = String::from_utf8_lossy(role).into_owned();
            let alt = noeud.get(b"Alt").ok().map(texte);
            let portee = self.portee(noeud);
            elements.push(Element { role, alt, portee });
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

    fn portee(&self, noeud: &Dictionary) -> Option<String> {
        let (_, attributs) = self.0.dereference(noeud.get(b"A").ok()?).ok()?;
        let seul = std::slice::from_ref(attributs);
        let attributs = attributs.as_array().map_or(seul, Vec::as_slice).iter();
        let portees = attributs.filter_map(|un| self.dictionnaire(un)?.get(b"Scope").ok());
        let mut portees = portees.filter_map(|portee| portee.as_name().ok());
        portees.next().map(|portee| String::from_utf8_lossy(portee).into_owned())
    }

    /// How many strings are shown, and how many of them in neither a tag nor an artifact.
    fn montres_et_sans_balise(&self) -> (usize, usize) {
        let (mut montres, mut sans, mut balises) = (0, 0, 0_usize);
        for page in self.0.get_pages().into_values() {
            let contenu = self.0.get_and_decode_page_content(page).expect("a page has a content");
            for operation in contenu.operations {
                match &*operation.operator {
                    "BDC" | "BMC" => balises += 1,
                    "EMC" => balises = balises.checked_sub(1).expect("what ends had begun"),
                    "Tj" | "TJ" => {
                        montres += 1;
                        sans += usize::from(balises == 0);
                    }
                    _ => {}
                }
            }
            assert_eq!(balises, 0, "a tag ends on its page");
        }
        (montres, sans)
    }

    /// The titles of the bookmarks, in any order.
    pub(crate) fn signets(&self) -> Vec<String> {
        let objets = self.0.objects.values().filter_map(|objet| objet.as_dict().ok());
        let signets = objets.filter(|objet| objet.has(b"Parent") && objet.has(b"Title"));
        signets.filter_map(|signet| signet.get(b"Title").ok()).map(texte).collect()
    }
}

/// Adds the letters of a shown string, or of each of a list of them.
fn ajoute(montre: &Object, fonte: Option<&BTreeMap<u16, String>>, texte: &mut String) {
    for partie in montre.as_array().map_or(std::slice::from_ref(montre), Vec::as_slice) {
        let Object::String(codes, _) = partie else { continue };
        for code in codes.chunks_exact(2) {
            let code = u16::from_be_bytes([code[0], code[1]]);
            texte.extend(fonte.and_then(|fonte| fonte.get(&code)).map(String::as_str));
        }
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
fn chaque_entete_dit_ce_qu_il_nomme_et_aucun_texte_n_est_hors_des_balises() {
    let extrait = pdf::extrait(&atteste(&magistrat())).expect("it is an extract");
    for pdf in [Pdf::de(&avec_les_chiffres_d_ailleurs()), Pdf::lu(&extrait)] {
        let elements = pdf.structure();
        let entetes = elements.iter().filter(|element| element.role == "TH");
        let portees: Vec<Option<&str>> = entetes.map(|entete| entete.portee.as_deref()).collect();
        assert!(portees.contains(&Some("Row")) && portees.contains(&Some("Column")));
        assert!(portees.iter().all(Option::is_some), "{portees:?}");
        let (montres, sans) = pdf.montres_et_sans_balise();
        assert!(montres > 100 && sans == 0, "{sans} of {montres}");
    }
}

#[test]
fn une_longue_liste_de_delais_ne_laisse_pas_un_titre_seul_sur_sa_page() {
    for (jours, nombres) in [(40, 4), (12, 30), (12, 10)] {
        let valeur = |rang: u32, genre: &str| {
            let libelle = format!("Remises de la période, du mandat au rapport : délai n° {rang}");
            json!({"cle": format!("v{rang}"), "libelle": libelle, "genre": genre, "valeur": 90 + rang})
        };
        let delais = (0..jours).map(|rang| valeur(rang, "jours"));
        let autres = (jours..jours + nombres).map(|rang| valeur(rang, "compte"));
        let mut rapport = complet();
        let indicateurs = rapport["indicateurs"].as_array_mut().unwrap();
        let a13 = indicateurs.iter_mut().find(|one| one["id"] == "A13").unwrap();
        a13["valeurs"] = delais.chain(autres).collect();
        let feuilles = Pdf::de(&rapport).feuilles();
        let courte = feuilles.iter().find(|feuille| feuille.chars().count() < 180);
        assert_eq!(courte, None, "{jours} {nombres}");
    }
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
