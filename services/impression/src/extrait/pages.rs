//! What is printed of an extract, in the order of its pages: cover, children, proofs, events cited.
//!
//! # Invariants
//!
//! - Every line of the file is printed, in its words, under its title, with the numbers of the events it stands on.
//! - The identifier and the digest stand on every page: a sheet can be matched with its file.
//!
//! Deliberately absent: who recorded an event, which the file says and no reader of the paper needs.

use serde::Serialize;

use super::{Cite, Evenement, Extrait, Ligne, Rubrique, Section, Signataire};
use crate::feuillets::{Grille, imprime, nombres, textes};
use crate::nombres::{INSECABLE, entier};

/// The title under which orders wait: it is set apart.
const SANS_EXECUTION: &str = "Mesures ordonnées et non exécutées";

/// An extract, ready to be set.
#[derive(Debug, Serialize)]
pub(crate) struct Pages {
    pub(crate) titre: &'static str,
    pub(crate) departement: String,
    /// What stands on the cover, a line each.
    pub(crate) couverture: Vec<String>,
    /// Who may read it, and what it means.
    pub(crate) mention: [String; 2],
    /// Year, month, day of the signature.
    pub(crate) date: [u16; 3],
    /// « TJ La Rochelle, n° A24/0017 ».
    pub(crate) destinataire: String,
    /// The beginning of the digest, on each page.
    pub(crate) marque: String,
    pub(crate) enfants: Grille,
    /// How deep its contents go: with many children, only to each of them.
    pub(crate) sommaire: u8,
    pub(crate) sections: Vec<Chapitre>,
    /// What to compare with the file: heading, text.
    pub(crate) reperes: Vec<(&'static str, String)>,
    /// Who attests what.
    pub(crate) attestation: String,
    pub(crate) evenements: Grille,
}

/// A child.
#[derive(Debug, Serialize)]
pub(crate) struct Chapitre {
    pub(crate) titre: String,
    pub(crate) dits: Vec<(&'static str, String)>,
    pub(crate) rubriques: Vec<Partie>,
    /// What was removed; nothing when nothing was.
    pub(crate) retraits: Option<Grille>,
}

/// Lines under one title.
#[derive(Debug, Serialize)]
pub(crate) struct Partie {
    pub(crate) titre: String,
    /// An order waits.
    pub(crate) alerte: bool,
    pub(crate) grille: Grille,
}

impl Pages {
    pub(crate) fn de(extrait: &Extrait) -> Self {
        let date = extrait.signataire.signe_le.unwrap_or(extrait.au);
        Self {
            titre: "Extrait du dossier pour le juge",
            departement: format!("Département {}", extrait.departement),
            couverture: couverture(extrait),
            mention: mention(extrait),
            date: [date.annee, date.mois.into(), date.jour.into()],
            destinataire: destinataire(extrait),
            marque: groupes(&extrait.empreinte[..16]),
            enfants: enfants(&extrait.sections),
            sommaire: if extrait.sections.len() > 2 { 1 } else { 2 },
            sections: extrait.sections.iter().map(chapitre).collect(),
            reperes: reperes(extrait),
            attestation: attestation(extrait),
            evenements: evenements(&extrait.evenements),
        }
    }
}

fn couverture(extrait: &Extrait) -> Vec<String> {
    let noms: Vec<String> = extrait.sections.iter().map(titre).collect();
    let mut lignes = vec![destinataire(extrait)];
    lignes
        .extend(extrait.destinataire.cabinet.as_ref().map(|cabinet| format!("Cabinet {cabinet}")));
    lignes.extend([
        noms.join(", "),
        format!("Situation au {}", extrait.au.en_toutes_lettres()),
        su(extrait),
    ]);
    if extrait.simule {
        lignes.push("Données simulées : aucune personne réelle".to_owned());
    }
    lignes.iter().map(|ligne| imprime(ligne)).collect()
}

/// « TJ La Rochelle, n° A24/0017 ».
fn destinataire(extrait: &Extrait) -> String {
    let juridiction = &extrait.destinataire.juridiction;
    match &extrait.destinataire.numero_ae {
        Some(numero) => imprime(&format!("{juridiction}, n°{INSECABLE}{numero}")),
        None => imprime(juridiction),
    }
}

/// As recorded at.
fn su(extrait: &Extrait) -> String {
    let position = entier(extrait.connu_a);
    match extrait.connu_a_instant {
        Some(instant) => {
            format!("Telle qu’elle était enregistrée le {} (position {position})", instant.dit())
        }
        None => format!("Telle qu’elle était enregistrée à la position {position} du journal"),
    }
}

fn mention(extrait: &Extrait) -> [String; 2] {
    let (profil, dit) = &extrait.profil;
    let sens = match &**profil {
        "contradictoire" => {
            "Ce que liront les parties (code de procédure civile, article 1187) : ni expéditeur, ni lieu tenu secret, ni adresse, ni récit. Ce qui est retiré est compté par motif, enfant par enfant."
        }
        _ => "Destiné au magistrat. Ce qui est retiré est compté par motif, enfant par enfant.",
    };
    [imprime(&format!("Profil : {dit}")), imprime(sens)]
}

/// The child's name, or his identifier.
fn titre(section: &Section) -> String {
    section.nom.as_ref().map_or_else(|| format!("Enfant {}", section.enfant), |nom| imprime(nom))
}

fn enfants(sections: &[Section]) -> Grille {
    let colonnes = [
        textes("Enfant", 6),
        nombres("Événements montrés", 3),
        nombres("Mesures sans exécution", 3),
        nombres("Éléments retirés", 3),
    ];
    let ligne = |section: &Section| {
        let sans = section.rubriques.iter().filter(|rubrique| rubrique.titre == SANS_EXECUTION);
        let sans: usize = sans.map(|rubrique| rubrique.lignes.len()).sum();
        let retires: i64 = section.retraits.iter().map(|(_, nombre)| nombre).sum();
        [titre(section), entier(section.montres), sans.to_string(), entier(retires)]
    };
    Grille::de(String::new(), colonnes, sections.iter().map(ligne).collect())
}

fn chapitre(section: &Section) -> Chapitre {
    let retraits = section.retraits.iter();
    let retraits: Vec<[String; 2]> =
        retraits.map(|(dit, nombre)| [imprime(dit), entier(*nombre)]).collect();
    let colonnes = [textes("Motif du retrait", 8), nombres("Nombre", 2)];
    Chapitre {
        titre: titre(section),
        dits: vec![
            ("Identifiant", section.enfant.clone()),
            ("Événements montrés", entier(section.montres)),
        ],
        rubriques: section.rubriques.iter().map(partie).collect(),
        retraits: (!retraits.is_empty()).then(|| Grille::de(String::new(), colonnes, retraits)),
    }
}

fn partie(rubrique: &Rubrique) -> Partie {
    let colonnes =
        [textes("Jour", 5), textes("Ce qui est enregistré", 16), nombres("Événements", 4)];
    let ligne = |ligne: &Ligne| {
        let cites: Vec<String> = ligne.cites.iter().map(numero).collect();
        [ligne.le.en_toutes_lettres(), imprime(&ligne.texte), cites.join(", ")]
    };
    Partie {
        titre: imprime(&rubrique.titre),
        alerte: rubrique.titre == SANS_EXECUTION,
        grille: Grille::de(String::new(), colonnes, rubrique.lignes.iter().map(ligne).collect()),
    }
}

/// « 12 », « 12 rectifié ».
fn numero(cite: &Cite) -> String {
    let rectifie = if cite.rectifie { format!("{INSECABLE}rectifié") } else { String::new() };
    format!("{}{rectifie}", entier(cite.position))
}

fn reperes(extrait: &Extrait) -> Vec<(&'static str, String)> {
    let mut reperes = vec![
        ("Extrait", extrait.id.clone()),
        ("Empreinte SHA-256 du contenu", groupes(&extrait.empreinte)),
        ("Journal", extrait.journal.clone()),
        ("Tête du journal", format!("{} événements", entier(extrait.tete.taille))),
        ("Racine de la tête", extrait.tete.racine.clone()),
    ];
    let cles = extrait.cles.iter();
    reperes.extend(
        cles.map(|(nom, empreinte)| {
            ("Clé de signature", format!("{nom} : {}", groupes(empreinte)))
        }),
    );
    reperes.into_iter().map(|(titre, texte)| (titre, imprime(&texte))).collect()
}

fn attestation(extrait: &Extrait) -> String {
    let Signataire { agent, qualite: code, delegation, signe_le } = &extrait.signataire;
    let delegation = delegation.as_ref().map(|numero| format!(" n° {numero}")).unwrap_or_default();
    let le = signe_le.map(|jour| format!(", le {}", jour.en_toutes_lettres())).unwrap_or_default();
    imprime(&format!(
        "Que tout ce que la saisine permet de montrer est montré, aucune preuve ne peut le dire : c’est attesté par la personne qui a signé, {agent} ({}{delegation}){le}.",
        qualite(code),
    ))
}

/// In which capacity; one not known here is printed as the file writes it.
fn qualite(code: &str) -> String {
    match code {
        "president" => "président du conseil départemental".to_owned(),
        "delegue_crip" => "cadre de la CRIP, par délégation".to_owned(),
        "responsable_delegation" => {
            "responsable de délégation territoriale, par délégation".to_owned()
        }
        "cadre_astreinte" => "cadre d’astreinte, par délégation".to_owned(),
        connue => connue.replace('_', " "),
    }
}

fn evenements(evenements: &[Evenement]) -> Grille {
    let colonnes = [
        textes("N°", 2),
        textes("Survenu", 4),
        textes("Enregistré", 6),
        textes("Ce qu’il dit", 10),
    ];
    let ligne = |un: &Evenement| {
        let ouverts = match un.ouvertures {
            0 => String::new(),
            1 => " (1 texte scellé)".to_owned(),
            plusieurs => format!(" ({plusieurs} textes scellés)"),
        };
        let tu = if un.rectifie { " (contenu non donné)" } else { "" };
        [
            entier(un.position),
            un.survenu.en_toutes_lettres(),
            un.enregistre.dit(),
            imprime(&format!("{}{tu}{ouverts}", un.phrase)),
        ]
    };
    let mut rang: Vec<&Evenement> = evenements.iter().collect();
    rang.sort_by_key(|un| un.position);
    Grille::de(String::new(), colonnes, rang.into_iter().map(ligne).collect())
}

/// A digest by fours, as it is compared by eye.
fn groupes(hexadecimal: &str) -> String {
    let lettres: Vec<char> = hexadecimal.chars().collect();
    let groupes: Vec<String> = lettres.chunks(4).map(|quatre| quatre.iter().collect()).collect();
    groupes.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The file says no code of a title: were the engine to call it otherwise, orders that wait would lose their alert.
    #[test]
    fn le_titre_mis_a_part_est_celui_que_le_moteur_ecrit() {
        let moteur = include_str!("../../../../domain/src/extrait.rs");
        let titre = format!("Self::SansExecution => \"{SANS_EXECUTION}\",");
        assert!(moteur.contains(&titre), "{titre}");
    }
}
