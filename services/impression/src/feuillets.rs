//! What is printed of a report: its words and its numbers as text, the lengths of its bars, in the order of the pages.
//!
//! The PDF is set from this alone, and the workbook takes its words from here, so both say the same.
//!
//! # Invariants
//!
//! - Every value of the report is printed once in a table, under the label the report gives it.
//! - A bar starts at zero and is measured against the greatest value of its table; a table with a value below zero
//!   has none. It is never the only place of a number.
//!
//! Deliberately absent: typesetting (`modeles/`).

mod ailleurs;
mod delais;
mod grille;
mod mots;
mod tableau;

use serde::Serialize;

pub(crate) use self::ailleurs::{
    LECTURES, PUBLIES, RAPPROCHEMENTS, affiche, constats, lignes, sous_la_cle, unite_de, valeur_lue,
};
pub(crate) use self::grille::{Grille, nombres, textes};
pub(crate) use self::mots::{ABSENTE, MASQUEE, genre, imprime, titre_de, unite};

use self::ailleurs::{Ailleurs, renvois};
use self::delais::Delais;
use self::mots::notes;
use self::tableau::Tableau;
use crate::nombres::{Genre, entier};
use crate::rapport::{Diffusion, Indicateur, Rapport, Section, Valeur};

/// How many leading figures a summary shows at most.
const CHIFFRES_CLES: usize = 8;

/// A report, ready to be set.
#[derive(Debug, Serialize)]
pub(crate) struct Feuillets {
    /// « Rapport d’activité 2022 ».
    pub(crate) titre: String,
    /// « Département 17 ».
    pub(crate) departement: String,
    /// « Tout le Département », or a territory.
    pub(crate) perimetre: String,
    /// Both days, in words.
    pub(crate) periode: String,
    /// « 15 février 2023 ».
    pub(crate) donnees_au: String,
    /// Year, month, day of the same.
    pub(crate) date: [u16; 3],
    /// « Document interne » or « Publication », and what it means.
    pub(crate) diffusion: [&'static str; 2],
    /// What the figures were computed from: heading, text.
    pub(crate) reperes: Vec<(&'static str, String)>,
    /// The summary.
    pub(crate) chiffres_cles: Vec<ChiffreCle>,
    /// The report.
    pub(crate) chapitres: Vec<Chapitre>,
    /// The figures of others.
    pub(crate) ailleurs: Ailleurs,
    /// The data of others: title, then heading and text.
    pub(crate) references: Vec<(&'static str, Vec<(&'static str, String)>)>,
    /// What « – » and « s » mean, when they occur.
    pub(crate) signes: Vec<(&'static str, &'static str)>,
}

/// A leading figure.
#[derive(Debug, Serialize)]
pub(crate) struct ChiffreCle {
    pub(crate) valeur: String,
    pub(crate) fraction: String,
    pub(crate) indicateur: String,
    /// Which of its values; empty when it says no more than the indicator does.
    pub(crate) libelle: String,
    /// « A1, Informations préoccupantes ».
    pub(crate) origine: String,
}

/// A section.
#[derive(Debug, Serialize)]
pub(crate) struct Chapitre {
    pub(crate) titre: String,
    pub(crate) indicateurs: Vec<Page>,
}

/// An indicator.
#[derive(Debug, Serialize)]
pub(crate) struct Page {
    pub(crate) id: String,
    pub(crate) libelle: String,
    /// Its values, then its breakdowns.
    pub(crate) tableaux: Vec<Tableau>,
    /// Its delays on one scale.
    pub(crate) delais: Option<Delais>,
    /// What it means: heading, text.
    pub(crate) notes: Vec<(&'static str, String)>,
}

impl Feuillets {
    /// What is printed of a report; `empreinte` is the SHA-256 of its JSON, in hexadecimal.
    pub(crate) fn du(rapport: &Rapport, empreinte: &str) -> Self {
        let jour = rapport.donnees_au;
        Self {
            titre: format!("Rapport d’activité {}", rapport.periode.courte()),
            departement: departement(rapport),
            perimetre: perimetre(rapport),
            periode: rapport.periode.longue(),
            donnees_au: jour.en_toutes_lettres(),
            date: [jour.annee, jour.mois.into(), jour.jour.into()],
            diffusion: diffusion(rapport.diffusion),
            reperes: reperes(rapport, empreinte),
            chiffres_cles: chiffres_cles(&rapport.sections),
            chapitres: rapport.sections.iter().map(chapitre).collect(),
            ailleurs: Ailleurs::du(rapport),
            references: rapport
                .references
                .iter()
                .map(|reference| (reference.libelle, dits(&reference.dits)))
                .collect(),
            signes: signes(rapport),
        }
    }
}

fn dits(dits: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    dits.iter().map(|(titre, texte)| (*titre, imprime(texte))).collect()
}

/// « Département de la Charente-Maritime (17) », or « Département 17 ».
pub(crate) fn departement(rapport: &Rapport) -> String {
    match &rapport.departement_libelle {
        Some(libelle) => format!("{libelle} ({})", rapport.departement),
        None => format!("Département {}", rapport.departement),
    }
}

/// « Tout le Département », or a territory.
pub(crate) fn perimetre(rapport: &Rapport) -> String {
    match &rapport.territoire {
        Some(territoire) => imprime(&format!("Territoire : {territoire}")),
        None => "Tout le Département".to_owned(),
    }
}

/// What a document is called, and what may be done with it.
pub(crate) fn diffusion(diffusion: Diffusion) -> [&'static str; 2] {
    match diffusion {
        Diffusion::Interne => [
            "Document interne",
            "Réservé aux services du Département : de petits nombres peuvent y désigner une personne.",
        ],
        Diffusion::Publication => {
            ["Publication", "Les petits nombres y sont couverts par le secret statistique."]
        }
    }
}

/// What the figures were computed from.
pub(crate) fn reperes(rapport: &Rapport, empreinte: &str) -> Vec<(&'static str, String)> {
    vec![
        ("Registre des indicateurs", format!("version {}", rapport.registre)),
        ("Journal", rapport.journal.clone()),
        ("Position du journal", entier(rapport.position)),
        ("Données au", rapport.donnees_au.en_toutes_lettres()),
        ("Empreinte SHA-256 du rapport JSON", empreinte.to_owned()),
    ]
}

fn chapitre(section: &Section) -> Chapitre {
    let indicateurs = section.indicateurs.iter().map(page).collect();
    Chapitre { titre: imprime(&section.titre), indicateurs }
}

fn page(indicateur: &Indicateur) -> Page {
    let delais = Delais::de(&indicateur.libelle, &indicateur.valeurs);
    let ensemble = Tableau::de("Ensemble", &indicateur.valeurs);
    let ensemble = if delais.is_some() { ensemble.sans_barres() } else { ensemble };
    let coupes = indicateur
        .ventilations
        .iter()
        .map(|coupe| Tableau::de(&titre_de(indicateur, coupe), &coupe.lignes));
    Page {
        id: indicateur.id.clone(),
        libelle: imprime(&indicateur.libelle),
        tableaux: [ensemble].into_iter().chain(coupes).filter(Tableau::a_des_lignes).collect(),
        delais,
        notes: notes(indicateur).into_iter().chain(renvois(indicateur)).collect(),
    }
}

/// The first letter in capital.
pub(crate) fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    lettres
        .next()
        .map_or_else(String::new, |premiere| premiere.to_uppercase().chain(lettres).collect())
}

/// The first value of each section, then its first rate or delay, as long as there is room; in the report's order.
fn chiffres_cles(sections: &[Section]) -> Vec<ChiffreCle> {
    let premiers = sections.iter().enumerate().filter_map(|(rang, section)| {
        let mut candidats = candidats(section);
        candidats.find(|(_, _, valeur)| valeur.mesure.genre().is_some()).map(|of| (rang, of))
    });
    let premiers: Vec<_> = premiers.take(CHIFFRES_CLES).collect();
    let seconds = sections.iter().enumerate().filter_map(|(rang, section)| {
        let pris = premiers.iter().find(|(of, _)| *of == rang).map(|(_, (place, ..))| *place);
        let autre = candidats(section).find(|(place, _, valeur)| {
            let genre = valeur.mesure.genre();
            Some(*place) != pris && genre.is_some_and(|genre| genre != Genre::Compte)
        });
        autre.map(|of| (rang, of))
    });
    let room = CHIFFRES_CLES - premiers.len();
    let mut choisis: Vec<_> = premiers.iter().copied().chain(seconds.take(room)).collect();
    choisis.sort_by_key(|(rang, (place, ..))| (*rang, *place));
    let cle = |(rang, (_, indicateur, valeur)): (usize, (usize, &Indicateur, &Valeur))| {
        let section = &sections[rang].titre;
        let meme = valeur.libelle == indicateur.libelle;
        ChiffreCle {
            valeur: valeur.mesure.affichee(),
            fraction: valeur.mesure.fraction().map_or_else(String::new, |part| part.affichee()),
            indicateur: imprime(&indicateur.libelle),
            libelle: if meme { String::new() } else { imprime(&valeur.libelle) },
            origine: format!("{}, {}", indicateur.id, imprime(section)),
        }
    };
    choisis.into_iter().map(cle).collect()
}

/// The first value of each indicator, with its rank.
fn candidats(section: &Section) -> impl Iterator<Item = (usize, &Indicateur, &Valeur)> {
    let indicateurs = section.indicateurs.iter().enumerate();
    indicateurs.filter_map(|(place, of)| of.valeurs.first().map(|valeur| (place, of, valeur)))
}

fn signes(rapport: &Rapport) -> Vec<(&'static str, &'static str)> {
    let indicateurs = || rapport.sections.iter().flat_map(|section| &section.indicateurs);
    let any = |signe: &str| {
        indicateurs().any(|of| {
            let cut = of.ventilations.iter().flat_map(|ventilation| &ventilation.lignes);
            of.valeurs.iter().chain(cut).any(|valeur| valeur.mesure.affichee() == signe)
        })
    };
    let signes = [("–", "« – »", ABSENTE), ("s", "« s »", MASQUEE)].into_iter();
    signes.filter(|(signe, ..)| any(signe)).map(|(_, cite, sens)| (cite, sens)).collect()
}

#[cfg(test)]
#[path = "../tests/imprimes/rapports.rs"]
mod rapports;

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::rapports::{complet, octets, petit};
    use super::*;

    fn feuillets(rapport: &Value) -> Feuillets {
        Feuillets::du(&Rapport::lu(&octets(rapport)).unwrap(), "empreinte")
    }

    /// The number a text prints: « −3 302,5 » without its spaces, comma left out.
    fn nombre(texte: &str) -> i64 {
        let signe = if texte.starts_with('−') { "-" } else { "" };
        let chiffres: String = texte.chars().filter(char::is_ascii_digit).collect();
        format!("{signe}{chiffres}").parse().unwrap()
    }

    /// A printed value is the report's: the same integer, or the nearest tenth of the same fraction, half up.
    fn verifie(ligne: &tableau::Ligne, valeur: &Value) {
        if let Some(n) = valeur["valeur"].as_i64() {
            assert_eq!((nombre(&ligne.valeur), &*ligne.fraction), (n, ""), "{valeur}");
        } else if let (Some(num), Some(den)) = (valeur["num"].as_i64(), valeur["den"].as_i64()) {
            let deux: Vec<i64> = ligne.fraction.split('/').map(nombre).collect();
            assert_eq!(deux, [num, den], "{valeur}");
            let echelle = match valeur["genre"].as_str() {
                Some("part") => 100,
                Some("pour_mille") => 1000,
                _ => 1,
            };
            let ecart = 2 * (nombre(&ligne.valeur) * den - num * echelle * 10);
            assert!(-den < ecart && ecart <= den, "{valeur}: {}", ligne.valeur);
        } else {
            assert!(["–", "s"].contains(&&*ligne.valeur) && ligne.fraction.is_empty(), "{valeur}");
        }
    }

    #[test]
    fn chaque_valeur_du_rapport_est_imprimee_une_fois_et_telle_quelle() {
        for rapport in [complet(), petit()] {
            let feuillets = feuillets(&rapport);
            let pages = feuillets.chapitres.iter().flat_map(|chapitre| &chapitre.indicateurs);
            let tableaux = pages.flat_map(|page| &page.tableaux);
            let mut lignes = tableaux.flat_map(|tableau| &tableau.lignes);
            for indicateur in rapport["indicateurs"].as_array().unwrap() {
                let coupes = indicateur["ventilations"].as_array().unwrap().iter();
                let listes =
                    [&indicateur["valeurs"]].into_iter().chain(coupes.map(|of| &of["lignes"]));
                for valeur in listes.flat_map(|liste| liste.as_array().unwrap()) {
                    let ligne = lignes.next().unwrap();
                    assert_eq!(ligne.libelle, imprime(valeur["libelle"].as_str().unwrap()));
                    verifie(ligne, valeur);
                }
            }
            assert!(lignes.next().is_none());
        }
    }

    #[test]
    fn les_chiffres_cles_sont_le_premier_de_chaque_section_puis_un_taux_ou_un_delai() {
        let feuillets = feuillets(&complet());
        let origines = feuillets.chiffres_cles.iter().map(|cle| &*cle.origine);
        let ids: Vec<&str> = origines.map(|origine| origine.split(',').next().unwrap()).collect();
        assert_eq!(ids, ["A1", "A3", "A13", "B1", "D3", "D6"]);
        assert_eq!(feuillets.chiffres_cles[0].valeur, "3\u{202f}302");
    }

    #[test]
    fn une_section_sans_indicateur_n_a_pas_de_chapitre() {
        let titres = feuillets(&complet()).chapitres.into_iter().map(|chapitre| chapitre.titre);
        assert!(titres.eq([
            "Informations préoccupantes",
            "Évaluations et délais",
            "Actions éducatives à domicile",
            "Enfants confiés et lieux d’accueil",
        ]));
    }

    #[test]
    fn un_signe_n_est_explique_que_s_il_est_employe() {
        assert!(feuillets(&complet()).signes.is_empty());
        let signes: Vec<&str> =
            feuillets(&petit()).signes.iter().map(|(signe, _)| *signe).collect();
        assert_eq!(signes, ["« – »", "« s »"]);
    }

    #[test]
    fn un_document_dit_qui_peut_le_lire() {
        assert_eq!(feuillets(&complet()).diffusion[0], "Document interne");
        assert_eq!(feuillets(&petit()).diffusion[0], "Publication");
        let mut muet = petit();
        muet.as_object_mut().unwrap().remove("diffusion");
        assert_eq!(feuillets(&muet).diffusion[0], "Document interne");
    }
}
