//! An extract for a judge as its signed file has it, read strictly.
//!
//! # Invariants
//!
//! - The digest is that of the content, and the attestation states it: what was changed is not printed.
//! - Each line cites events that the file gives; their order is that of the file.
//! - Sealed texts stay closed: the page that verifies the file opens them, this program holds no cipher.
//!
//! Deliberately absent: signatures and paths, which the file itself proves; `parcours verify extrait` and the page check
//! them.

pub(crate) mod pages;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::lecture::Noeud;
use crate::nombres::{Instant, Jour};
use crate::{Erreur, empreinte};

/// The form of file that is understood.
const FORME: &str = "parcours/extrait/v1";

/// An extract.
#[derive(Debug)]
pub(crate) struct Extrait {
    /// Its identifier.
    pub(crate) id: String,
    /// Code of the Département.
    pub(crate) departement: String,
    pub(crate) journal: String,
    /// The journal is that of a demonstration.
    pub(crate) simule: bool,
    pub(crate) destinataire: Destinataire,
    /// « magistrat » or « contradictoire », and how it is told.
    pub(crate) profil: (String, String),
    /// The day it shows.
    pub(crate) au: Jour,
    /// As recorded at.
    pub(crate) connu_a: i64,
    /// When that was.
    pub(crate) connu_a_instant: Option<Instant>,
    /// Who attests that it is complete.
    pub(crate) signataire: Signataire,
    pub(crate) sections: Vec<Section>,
    pub(crate) evenements: Vec<Evenement>,
    /// Name of the key, SHA-256 of its public bytes.
    pub(crate) cles: Vec<(String, String)>,
    pub(crate) tete: Tete,
    /// SHA-256 of the content, in hexadecimal.
    pub(crate) empreinte: String,
}

/// To whom it is handed over.
#[derive(Debug)]
pub(crate) struct Destinataire {
    pub(crate) juridiction: String,
    pub(crate) cabinet: Option<String>,
    pub(crate) numero_ae: Option<String>,
}

/// Who signs.
#[derive(Debug)]
pub(crate) struct Signataire {
    pub(crate) agent: String,
    pub(crate) qualite: String,
    /// Reference of the delegation of signature.
    pub(crate) delegation: Option<String>,
    /// When, if it is told.
    pub(crate) signe_le: Option<Jour>,
}

/// A child.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) enfant: String,
    /// His names, when they are told.
    pub(crate) nom: Option<String>,
    /// How many events are shown.
    pub(crate) montres: i64,
    pub(crate) rubriques: Vec<Rubrique>,
    /// What was removed: ground, how many.
    pub(crate) retraits: Vec<(String, i64)>,
}

/// Lines under one title.
#[derive(Debug)]
pub(crate) struct Rubrique {
    pub(crate) titre: String,
    pub(crate) lignes: Vec<Ligne>,
}

/// A line.
#[derive(Debug)]
pub(crate) struct Ligne {
    pub(crate) le: Jour,
    pub(crate) texte: String,
    pub(crate) cites: Vec<Cite>,
}

/// An event a line stands on.
#[derive(Debug)]
pub(crate) struct Cite {
    pub(crate) position: i64,
    pub(crate) rectifie: bool,
}

/// An event as the file gives it.
#[derive(Debug)]
pub(crate) struct Evenement {
    pub(crate) position: i64,
    pub(crate) flux: String,
    pub(crate) version: i64,
    pub(crate) survenu: Jour,
    pub(crate) enregistre: Instant,
    pub(crate) phrase: String,
    /// Its first words no longer count: they are not in the file.
    pub(crate) rectifie: bool,
    /// How many sealed texts the file opens.
    pub(crate) ouvertures: usize,
}

/// The signed head that covers every event.
#[derive(Debug)]
pub(crate) struct Tete {
    pub(crate) taille: i64,
    /// In base64, as it is signed.
    pub(crate) racine: String,
}

impl Extrait {
    /// Reads the data file.
    pub(crate) fn lu(json: &[u8]) -> Result<Self, Erreur> {
        Self::dit(json).map_err(|erreur| match erreur {
            Erreur::Illisible(ou) => Erreur::ExtraitIllisible(ou),
            autre @ (Erreur::ExtraitIllisible(_) | Erreur::Composition(_)) => autre,
        })
    }

    fn dit(json: &[u8]) -> Result<Self, Erreur> {
        let valeur: Value = serde_json::from_slice(json).map_err(|erreur| {
            let (ligne, colonne) = (erreur.line(), erreur.column());
            Erreur::Illisible(format!("le JSON est rompu ligne {ligne}, colonne {colonne}"))
        })?;
        let racine = Noeud::racine(&valeur);
        let contenu = racine.membre("contenu")?;
        let forme = contenu.membre("forme")?;
        if forme.texte()? != FORME {
            return Err(forme.refus(&format!("« {FORME} » y est attendu")));
        }
        let evenements = contenu.liste_de("evenements", evenement)?;
        let sections = contenu.liste_de("sections", |noeud| section(noeud, &evenements))?;
        if sections.is_empty() {
            return Err(contenu.refus("il ne parle d’aucun enfant"));
        }
        let connu_a_instant = contenu.membre_s_il_y_est("connu_a_us")?;
        Ok(Self {
            id: contenu.texte_de("extrait")?,
            departement: contenu.texte_de("departement")?,
            journal: contenu.texte_de("journal")?,
            simule: contenu.membre("simule")?.booleen()?,
            destinataire: destinataire(&contenu.membre("destinataire")?)?,
            profil: (contenu.texte_de("profil")?, contenu.texte_de("profil_dit")?),
            au: contenu.membre("au")?.jour()?,
            connu_a: contenu.membre("connu_a")?.entier()?,
            connu_a_instant: connu_a_instant.map(|noeud| noeud.instant()).transpose()?,
            signataire: signataire(&contenu.membre("decideur")?)?,
            sections,
            evenements,
            cles: contenu.liste_de("cles", cle)?,
            tete: tete(&contenu.membre("tete")?)?,
            empreinte: attestee(&racine, &valeur["contenu"])?,
        })
    }
}

/// The digest of the content, which the attestation must state.
fn attestee(racine: &Noeud<'_>, contenu: &Value) -> Result<String, Erreur> {
    let octets = serde_json::to_vec(contenu).expect("what was read can be written");
    let calculee = empreinte(&octets);
    let attestation = racine.membre("attestation")?;
    if attestation.texte()?.lines().nth(1) == Some(&*calculee) {
        return Ok(calculee);
    }
    Err(attestation.refus("l’empreinte du contenu y est attendue : ce fichier a été changé"))
}

fn destinataire(noeud: &Noeud<'_>) -> Result<Destinataire, Erreur> {
    Ok(Destinataire {
        juridiction: noeud.texte_de("juridiction")?,
        cabinet: noeud.texte_s_il_y_est("cabinet")?,
        numero_ae: noeud.texte_s_il_y_est("numero_ae")?,
    })
}

fn signataire(noeud: &Noeud<'_>) -> Result<Signataire, Erreur> {
    Ok(Signataire {
        agent: noeud.texte_de("agent")?,
        qualite: noeud.texte_de("qualite")?,
        delegation: noeud.texte_s_il_y_est("delegation")?,
        signe_le: noeud.membre_s_il_y_est("signe_le")?.map(|jour| jour.jour()).transpose()?,
    })
}

fn section(noeud: &Noeud<'_>, evenements: &[Evenement]) -> Result<Section, Erreur> {
    Ok(Section {
        enfant: noeud.texte_de("enfant")?,
        nom: noeud.texte_s_il_y_est("nom")?,
        montres: noeud.membre("montres")?.entier()?,
        rubriques: noeud.liste_de("rubriques", |rubrique| {
            Ok(Rubrique {
                titre: rubrique.texte_de("titre")?,
                lignes: rubrique.liste_de("lignes", |ligne| {
                    Ok(Ligne {
                        le: ligne.membre("le")?.jour()?,
                        texte: ligne.texte_de("texte")?,
                        cites: ligne.liste_de("cites", |noeud| cite(noeud, evenements))?,
                    })
                })?,
            })
        })?,
        retraits: noeud.liste_de("retraits", |retrait| {
            Ok((retrait.texte_de("dit")?, retrait.membre("nombre")?.entier()?))
        })?,
    })
}

fn cite(noeud: &Noeud<'_>, evenements: &[Evenement]) -> Result<Cite, Erreur> {
    let (flux, version) = (noeud.texte_de("flux")?, noeud.membre("version")?.entier()?);
    let same = |one: &&Evenement| one.flux == flux && one.version == version;
    let found = evenements.iter().find(same);
    let found =
        found.ok_or_else(|| noeud.refus("un événement que le fichier donne y est attendu"))?;
    let rectifie = noeud.membre_s_il_y_est("rectifie_par")?.is_some();
    Ok(Cite { position: found.position, rectifie })
}

fn evenement(noeud: &Noeud<'_>) -> Result<Evenement, Erreur> {
    let ouvertures = noeud.membre_s_il_y_est("ouvertures")?;
    Ok(Evenement {
        position: noeud.membre("position")?.entier()?,
        flux: noeud.texte_de("flux")?,
        version: noeud.membre("version")?.entier()?,
        survenu: noeud.membre("survenu_le")?.jour()?,
        enregistre: noeud.membre("enregistre_us")?.instant()?,
        phrase: noeud.texte_de("phrase")?,
        rectifie: noeud.membre_s_il_y_est("charge")?.is_none(),
        ouvertures: ouvertures.map(|of| of.nombre_de_membres()).transpose()?.unwrap_or_default(),
    })
}

/// A key (C2SP vkey): its name, and the SHA-256 of its public bytes as its page prints it.
fn cle(noeud: &Noeud<'_>) -> Result<(String, String), Erreur> {
    let texte = noeud.texte()?;
    let lue = || {
        let (nom, reste) = texte.split_once('+')?;
        let octets = STANDARD.decode(reste.split_once('+')?.1).ok()?;
        let (_, publics) = octets.split_first()?;
        Some((nom.to_owned(), empreinte(publics)))
    };
    lue().ok_or_else(|| noeud.refus("une clé publique y est attendue"))
}

/// The second and third lines of a signed head: its size, its root.
fn tete(noeud: &Noeud<'_>) -> Result<Tete, Erreur> {
    let note = noeud.texte()?;
    let mut lignes = note.lines().skip(1);
    let taille = lignes.next().and_then(|taille| taille.parse().ok());
    match (taille, lignes.next()) {
        (Some(taille), Some(racine)) if !racine.is_empty() => {
            Ok(Tete { taille, racine: racine.to_owned() })
        }
        _ => Err(noeud.refus("une tête de journal signée y est attendue")),
    }
}
