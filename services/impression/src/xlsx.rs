//! The workbook: a sheet a section, with exact numerators and denominators beside each value.
//!
//! # Invariants
//!
//! - What a cell shows is what the PDF prints: a percentage is rounded exactly, half up, before it becomes the number of
//!   a cell, and the fraction it comes from stands beside it, whole.
//! - Text is text: a label that looks like a formula is none. No macro, no formula, no link.
//! - The same report gives the same bytes: the only date is that of the data.
//!
//! Deliberately absent: charts, which a reader draws from these numbers better than we would.

mod ailleurs;
mod feuille;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use self::feuille::{Cellule, Feuille, nom_de_feuille};
use crate::feuillets::{
    ABSENTE, MASQUEE, departement, diffusion, genre, majuscule, perimetre, reperes, titre_de, unite,
};
use crate::nombres::Mesure;
use crate::rapport::{Indicateur, Rapport, Section, Valeur};
use crate::{Erreur, empreinte};

const LISEZ_MOI: &str = "Lisez-moi";
const DEFINITIONS: &str = "Définitions";

/// The columns of a section: heading, width, what it holds.
const COLONNES: [(&str, u8, &str); 10] = [
    (
        "Indicateur",
        11,
        "identifiant de l’indicateur ; sa définition est dans la feuille « Définitions »",
    ),
    ("Libellé", 38, "ce que l’indicateur compte"),
    (
        "Ventilation",
        24,
        "l’ensemble, ou l’axe selon lequel il est découpé ; les lignes d’un axe font l’ensemble",
    ),
    ("Ligne", 48, "ce que la valeur compte"),
    (
        "Valeur",
        14,
        "arrondie à une décimale, la moitié vers le haut ; « – » : pas de valeur ; « s » : secret statistique",
    ),
    ("Unité", 10, "nombre, %, ‰, jours ou heures"),
    ("Numérateur", 14, "exact ; la somme des jours pour un délai moyen"),
    ("Dénominateur", 14, "exact ; le nombre de cas pour un délai moyen"),
    ("Clé de la ventilation", 20, "l’axe, tel que le rapport JSON le nomme"),
    ("Clé de la ligne", 26, "la valeur, telle que le rapport JSON la nomme"),
];

/// The columns of the definitions: heading, width.
const COLONNES_DEFINITIONS: [(&str, u8); 13] = [
    ("Indicateur", 11),
    ("Version", 9),
    ("Section", 26),
    ("Libellé", 34),
    ("Définition", 70),
    ("Unité", 16),
    ("Genre", 20),
    ("Numérateur", 40),
    ("Dénominateur", 40),
    ("Règle de date", 40),
    ("Territoire", 34),
    ("Date de l’âge", 26),
    ("Source", 40),
];

/// The activity report as a workbook.
///
/// # Errors
///
/// [`Erreur::Illisible`] when this is not the JSON of a report, [`Erreur::Composition`] when the workbook cannot be
/// written.
pub fn rapport(json: &[u8]) -> Result<Vec<u8>, Erreur> {
    let rapport = Rapport::lu(json)?;
    let classeur = classeur(&rapport, &empreinte(json));
    classeur.map_err(|erreur| Erreur::Composition(erreur.to_string()))
}

fn classeur(rapport: &Rapport, empreinte: &str) -> Result<Vec<u8>, XlsxError> {
    let mut classeur = Workbook::new();
    let jour = rapport.donnees_au;
    let cree = ExcelDateTime::from_ymd(jour.annee, jour.mois, jour.jour)?;
    let proprietes = DocProperties::new().set_title(titre(rapport)).set_creation_datetime(&cree);
    classeur.set_properties(&proprietes);
    let mut noms = vec![LISEZ_MOI.to_owned(), DEFINITIONS.to_owned()];
    classeur.push_worksheet(lisez_moi(rapport, empreinte).ecrite()?);
    for section in &rapport.sections {
        let nom = nom_de_feuille(&section.titre, &noms);
        noms.push(nom.clone());
        classeur.push_worksheet(feuille(section, nom).ecrite()?);
    }
    for feuille in ailleurs::feuilles(rapport, &noms) {
        classeur.push_worksheet(feuille.ecrite()?);
    }
    classeur.push_worksheet(definitions(rapport).ecrite()?);
    classeur.save_to_buffer()
}

fn titre(rapport: &Rapport) -> String {
    format!("Rapport d’activité {}, {}", rapport.periode.courte(), departement(rapport))
}

fn lisez_moi(rapport: &Rapport, empreinte: &str) -> Feuille {
    let mut feuille = Feuille::new(LISEZ_MOI.to_owned());
    let [mention, sens] = diffusion(rapport.diffusion);
    feuille.colonnes(&[("Rubrique", 34), ("Texte", 96)]);
    let mut dite = |rubrique: &str, texte: &str| feuille.ligne([rubrique.into(), texte.into()]);
    dite("Document", &titre(rapport));
    dite(mention, sens);
    dite("Périmètre", &perimetre(rapport));
    dite("Période", &rapport.periode.longue());
    for (rubrique, texte) in reperes(rapport, empreinte) {
        dite(rubrique, &texte);
    }
    for (colonne, _, sens) in COLONNES {
        dite(&format!("Colonne « {colonne} »"), &majuscule(sens));
    }
    dite("Signe « – »", ABSENTE);
    dite("Signe « s »", MASQUEE);
    for reference in &rapport.references {
        for (rubrique, texte) in &reference.dits {
            dite(&format!("{}, {}", reference.libelle, rubrique.to_lowercase()), texte);
        }
    }
    dite(
        "Vérification",
        "parcours verify rapport FICHIER.json, sur le rapport JSON de cette empreinte",
    );
    feuille
}

fn feuille(section: &Section, nom: String) -> Feuille {
    let mut feuille = Feuille::new(nom);
    feuille.colonnes(&COLONNES.map(|(titre, largeur, _)| (titre, largeur)));
    for indicateur in &section.indicateurs {
        for valeur in &indicateur.valeurs {
            feuille.ligne(ligne(indicateur, ("Ensemble", ""), valeur));
        }
        for coupe in &indicateur.ventilations {
            let titre = titre_de(indicateur, coupe);
            for valeur in &coupe.lignes {
                feuille.ligne(ligne(indicateur, (&titre, &coupe.axe), valeur));
            }
        }
    }
    feuille
}

fn ligne(indicateur: &Indicateur, (libelle, axe): (&str, &str), valeur: &Valeur) -> [Cellule; 10] {
    let fraction = valeur.mesure.fraction();
    let exact = |nombre: Option<i64>| nombre.map_or(Cellule::Vide, Cellule::Entier);
    [
        (*indicateur.id).into(),
        (*indicateur.libelle).into(),
        libelle.into(),
        (*valeur.libelle).into(),
        cellule(valeur.mesure),
        unite_affichee(valeur.mesure).into(),
        exact(fraction.map(|fraction| fraction.num)),
        exact(fraction.map(|fraction| fraction.den)),
        axe.into(),
        (*valeur.cle).into(),
    ]
}

/// The value as a reader sees it, and as a number when it is one.
fn cellule(mesure: Mesure) -> Cellule {
    match mesure {
        Mesure::Compte(n) | Mesure::Jours(n) | Mesure::Heures(n) => Cellule::Entier(n),
        Mesure::Part(fraction) => Cellule::Pourcentage(fraction.dixiemes(100)),
        Mesure::PourMille(fraction) => Cellule::Dixiemes(fraction.dixiemes(1000)),
        Mesure::Moyenne(fraction) => Cellule::Dixiemes(fraction.dixiemes(1)),
        Mesure::Absente | Mesure::Masquee => Cellule::Signe(mesure.affichee()),
    }
}

fn unite_affichee(mesure: Mesure) -> &'static str {
    match mesure {
        Mesure::Compte(_) => "nombre",
        Mesure::Part(_) => "%",
        Mesure::PourMille(_) => "‰",
        Mesure::Moyenne(_) | Mesure::Jours(_) => "jours",
        Mesure::Heures(_) => "heures",
        Mesure::Absente | Mesure::Masquee => "",
    }
}

fn definitions(rapport: &Rapport) -> Feuille {
    let mut feuille = Feuille::new(DEFINITIONS.to_owned());
    feuille.colonnes(&COLONNES_DEFINITIONS);
    for section in &rapport.sections {
        for indicateur in &section.indicateurs {
            feuille.ligne(definition(section, indicateur));
        }
    }
    feuille
}

fn definition(section: &Section, indicateur: &Indicateur) -> [Cellule; 13] {
    let told = |texte: &Option<String>| texte.as_deref().map_or(Cellule::Vide, Cellule::from);
    [
        (*indicateur.id).into(),
        Cellule::Entier(indicateur.version),
        (*section.titre).into(),
        (*indicateur.libelle).into(),
        (*indicateur.definition).into(),
        (*unite(&indicateur.unite)).into(),
        (*genre(&indicateur.genre)).into(),
        told(&indicateur.numerateur),
        told(&indicateur.denominateur),
        told(&indicateur.regle_de_date),
        told(&indicateur.role_du_territoire),
        told(&indicateur.date_de_l_age),
        told(&indicateur.source),
    ]
}
