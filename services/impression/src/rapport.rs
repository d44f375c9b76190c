//! An activity report as its canonical JSON has it, read strictly.
//!
//! # Invariants
//!
//! - Each indicator belongs to a section the report names; there is at least one.
//! - A fraction is above something: a denominator is never 0.
//!
//! Deliberately absent: what figures mean, which the report says itself.

mod ailleurs;

use serde_json::Value;

pub(crate) use self::ailleurs::{Constat, Publie, Rapprochement};

use crate::Erreur;
use crate::lecture::Noeud;
use crate::nombres::{Fraction, Jour, Mesure, Periode};

/// A report.
#[derive(Debug)]
pub(crate) struct Rapport {
    /// The version of the registry of indicators.
    pub(crate) registre: String,
    /// Code of the Département.
    pub(crate) departement: String,
    /// Its name, when told.
    pub(crate) departement_libelle: Option<String>,
    /// The log.
    pub(crate) journal: String,
    /// As recorded at.
    pub(crate) position: i64,
    /// The legal day of that position.
    pub(crate) donnees_au: Jour,
    /// The days covered.
    pub(crate) periode: Periode,
    /// The territory, or its key; none: the whole Département.
    pub(crate) territoire: Option<String>,
    /// Who may read it.
    pub(crate) diffusion: Diffusion,
    /// Where the map and the population were read.
    pub(crate) references: Vec<Reference>,
    /// Its chapters, in order; those without an indicator are left out.
    pub(crate) sections: Vec<Section>,
    /// What others published of the same days.
    pub(crate) publies: Vec<Publie>,
}

/// Who may read a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Diffusion {
    /// The services of the Département.
    Interne,
    /// Anyone.
    Publication,
}

/// Data of others that a report stands on.
#[derive(Debug)]
pub(crate) struct Reference {
    /// What it is.
    pub(crate) libelle: &'static str,
    /// Its members that are told: heading, text.
    pub(crate) dits: Vec<(&'static str, String)>,
}

/// A chapter.
#[derive(Debug)]
pub(crate) struct Section {
    /// As printed.
    pub(crate) titre: String,
    /// In order.
    pub(crate) indicateurs: Vec<Indicateur>,
}

/// An indicator.
#[derive(Debug)]
pub(crate) struct Indicateur {
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) libelle: String,
    pub(crate) unite: String,
    pub(crate) genre: String,
    pub(crate) numerateur: Option<String>,
    pub(crate) denominateur: Option<String>,
    pub(crate) regle_de_date: Option<String>,
    pub(crate) role_du_territoire: Option<String>,
    pub(crate) date_de_l_age: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) definition: String,
    pub(crate) valeurs: Vec<Valeur>,
    pub(crate) ventilations: Vec<Ventilation>,
    /// Published figures that these values read in several ways.
    pub(crate) constats: Vec<Constat>,
    /// Published figures that these values face.
    pub(crate) rapprochements: Vec<Rapprochement>,
}

/// A value and what it is called.
#[derive(Debug)]
pub(crate) struct Valeur {
    pub(crate) cle: String,
    pub(crate) libelle: String,
    pub(crate) mesure: Mesure,
}

/// An indicator cut along an axis.
#[derive(Debug)]
pub(crate) struct Ventilation {
    pub(crate) axe: String,
    /// « par territoire », when told.
    pub(crate) libelle: Option<String>,
    /// The key of the value it cuts, when told.
    pub(crate) de: Option<String>,
    pub(crate) lignes: Vec<Valeur>,
}

impl Rapport {
    /// Reads the canonical JSON.
    pub(crate) fn lu(json: &[u8]) -> Result<Self, Erreur> {
        let valeur: Value = serde_json::from_slice(json).map_err(|erreur| {
            let (ligne, colonne) = (erreur.line(), erreur.column());
            Erreur::Illisible(format!("le JSON est rompu ligne {ligne}, colonne {colonne}"))
        })?;
        let racine = Noeud::racine(&valeur);
        let periode = racine.membre("periode")?;
        let jours =
            Periode { du: periode.membre("du")?.jour()?, au: periode.membre("au")?.jour()? };
        if jours.au < jours.du {
            return Err(periode.refus("le dernier jour vient avant le premier"));
        }
        let territoire = racine.texte_s_il_y_est("territoire")?;
        let territoire_libelle = racine.texte_s_il_y_est("territoire_libelle")?;
        let publies = ailleurs::publies(&racine)?;
        let sections = sections(&racine, &publies)?;
        Ok(Self {
            registre: racine.texte_de("registre")?,
            departement: racine.texte_de("departement")?,
            departement_libelle: racine.texte_s_il_y_est("departement_libelle")?,
            journal: racine.texte_de("journal")?,
            position: racine.membre("position")?.entier()?,
            donnees_au: racine.membre("donnees_au")?.jour()?,
            periode: jours,
            territoire: territoire_libelle
                .or_else(|| nom_du_territoire(territoire.as_deref()?, &sections))
                .or(territoire),
            diffusion: diffusion(&racine)?,
            references: references(&racine)?,
            sections,
            publies,
        })
    }
}

/// The name that the breakdowns by territory give to a territory.
fn nom_du_territoire(cle: &str, sections: &[Section]) -> Option<String> {
    let indicateurs = sections.iter().flat_map(|section| &section.indicateurs);
    let coupes = indicateurs.flat_map(|indicateur| &indicateur.ventilations);
    let mut lignes = coupes.filter(|coupe| coupe.axe == "territoire").flat_map(|of| &of.lignes);
    lignes.find(|ligne| ligne.cle == cle).map(|ligne| ligne.libelle.clone())
}

/// A report that does not say who may read it is not for publication.
fn diffusion(racine: &Noeud<'_>) -> Result<Diffusion, Erreur> {
    let Some(noeud) = racine.membre_s_il_y_est("diffusion")? else { return Ok(Diffusion::Interne) };
    match &*noeud.texte()? {
        "interne" => Ok(Diffusion::Interne),
        "publication" => Ok(Diffusion::Publication),
        _ => Err(noeud.refus("« interne » ou « publication » y est attendu")),
    }
}

fn references(racine: &Noeud<'_>) -> Result<Vec<Reference>, Erreur> {
    let Some(noeud) = racine.membre_s_il_y_est("references")? else { return Ok(Vec::new()) };
    let mut told = Vec::new();
    for (nom, libelle) in [("territoires", "Carte des territoires"), ("population", "Population")] {
        let Some(reference) = noeud.membre_s_il_y_est(nom)? else { continue };
        let mut dits = Vec::new();
        if let Some(version) = reference.texte_s_il_y_est("version")? {
            dits.push(("Version", version));
        }
        if let Some(jour) = reference.membre_s_il_y_est("valide_du")? {
            dits.push(("Valable à partir du", jour.jour()?.en_toutes_lettres()));
        }
        for (nom, titre) in [("source", "Source"), ("reserve", "Réserve")] {
            dits.extend(reference.texte_s_il_y_est(nom)?.map(|texte| (titre, texte)));
        }
        told.push(Reference { libelle, dits });
    }
    Ok(told)
}

fn sections(racine: &Noeud<'_>, publies: &[Publie]) -> Result<Vec<Section>, Erreur> {
    let titres = racine
        .liste_de("sections", |noeud| Ok((noeud.texte_de("cle")?, noeud.texte_de("titre")?)))?;
    let mut sections: Vec<Section> = Vec::new();
    sections.extend(titres.iter().map(|(_, titre)| {
        let titre = titre.clone();
        Section { titre, indicateurs: Vec::new() }
    }));
    let read = racine.liste_de("indicateurs", |noeud| {
        let section = noeud.membre("section")?;
        let cle = section.texte()?;
        let rang = titres.iter().position(|(connue, _)| *connue == cle);
        let rang = rang.ok_or_else(|| section.refus("une section du rapport y est attendue"))?;
        Ok((rang, indicateur(noeud, publies)?))
    })?;
    if read.is_empty() {
        return Err(racine.refus("il ne contient aucun indicateur"));
    }
    for (rang, indicateur) in read {
        sections[rang].indicateurs.push(indicateur);
    }
    sections.retain(|section| !section.indicateurs.is_empty());
    Ok(sections)
}

fn indicateur(noeud: &Noeud<'_>, publies: &[Publie]) -> Result<Indicateur, Erreur> {
    Ok(Indicateur {
        id: noeud.texte_de("id")?,
        version: noeud.membre("version")?.entier()?,
        libelle: noeud.texte_de("libelle")?,
        unite: noeud.texte_de("unite")?,
        genre: noeud.texte_de("genre")?,
        numerateur: noeud.texte_s_il_y_est("numerateur")?,
        denominateur: noeud.texte_s_il_y_est("denominateur")?,
        regle_de_date: noeud.texte_s_il_y_est("regle_de_date")?,
        role_du_territoire: noeud.texte_s_il_y_est("role_du_territoire")?,
        date_de_l_age: noeud.texte_s_il_y_est("date_de_l_age")?,
        source: noeud.texte_s_il_y_est("source")?,
        definition: noeud.texte_de("definition")?,
        valeurs: noeud.liste_de("valeurs", valeur)?,
        ventilations: noeud.liste_s_il_y_en_a("ventilations", ventilation)?,
        constats: ailleurs::constats(noeud)?,
        rapprochements: ailleurs::rapprochements(noeud, publies)?,
    })
}

fn ventilation(noeud: &Noeud<'_>) -> Result<Ventilation, Erreur> {
    Ok(Ventilation {
        axe: noeud.texte_de("axe")?,
        libelle: noeud.texte_s_il_y_est("libelle")?,
        de: noeud.texte_s_il_y_est("de")?,
        lignes: noeud.liste_de("lignes", valeur)?,
    })
}

fn valeur(noeud: &Noeud<'_>) -> Result<Valeur, Erreur> {
    let genre = noeud.membre("genre")?;
    let entier = || noeud.membre("valeur")?.entier();
    let mesure = match &*genre.texte()? {
        "compte" => Mesure::Compte(entier()?),
        "jours" => Mesure::Jours(entier()?),
        "heures" => Mesure::Heures(entier()?),
        "part" => Mesure::Part(fraction(noeud)?),
        "pour_mille" => Mesure::PourMille(fraction(noeud)?),
        "moyenne" => Mesure::Moyenne(fraction(noeud)?),
        "absente" => Mesure::Absente,
        "masquee" => Mesure::Masquee,
        _ => return Err(genre.refus("un genre de valeur connu y est attendu")),
    };
    Ok(Valeur { cle: noeud.texte_de("cle")?, libelle: noeud.texte_de("libelle")?, mesure })
}

fn fraction(noeud: &Noeud<'_>) -> Result<Fraction, Erreur> {
    let den = noeud.membre("den")?;
    let fraction = Fraction { num: noeud.membre("num")?.entier()?, den: den.entier()? };
    if fraction.den <= 0 {
        return Err(den.refus("un nombre au-dessus de zéro y est attendu"));
    }
    Ok(fraction)
}
