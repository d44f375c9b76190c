//! The words around a figure: what its indicator means, how it is dated, what a sign stands for.
//!
//! # Invariants
//!
//! - The words of the report are printed as they are, but for spaces and apostrophes.
//!
//! Deliberately absent: definitions, which come with the report.

use super::majuscule;
use crate::nombres::{FINE, INSECABLE};
use crate::rapport::{Indicateur, Ventilation};

/// What « – » means.
pub(crate) const ABSENTE: &str =
    "Pas de valeur : le groupe est vide, ou les données ne le couvrent pas.";
/// What « s » means.
pub(crate) const MASQUEE: &str = "Secret statistique : le nombre est trop petit pour être publié, ou permettrait d’en retrouver un qui l’est.";

/// What an indicator means: heading, text.
pub(crate) fn notes(indicateur: &Indicateur) -> Vec<(&'static str, String)> {
    let compte = format!("{}, {}", unite(&indicateur.unite), genre(&indicateur.genre));
    let told = |titre, texte: &Option<String>| texte.as_deref().map(|texte| (titre, phrase(texte)));
    let dits = [
        Some(("Définition", indicateur.definition.clone())),
        Some(("Unité", phrase(&compte))),
        told("Numérateur", &indicateur.numerateur),
        told("Dénominateur", &indicateur.denominateur),
        told("Date", &indicateur.regle_de_date),
        told("Territoire", &indicateur.role_du_territoire),
        told("Âge", &indicateur.date_de_l_age),
        told("Source", &indicateur.source),
        Some(("Version de l’indicateur", phrase(&indicateur.version.to_string()))),
    ];
    dits.into_iter().flatten().map(|(titre, texte)| (titre, imprime(&texte))).collect()
}

/// The same text with the spaces and apostrophes of a French page: no line begins with « : » or with « 000 ».
pub(crate) fn imprime(texte: &str) -> String {
    let lettres: Vec<char> = texte.chars().collect();
    let chiffres = |debut: usize| {
        let mut suite = lettres.iter().skip(debut).take(3);
        suite.len() == 3 && suite.all(char::is_ascii_digit)
    };
    let posee = |(rang, lettre): (usize, &char)| {
        let avant = rang.checked_sub(1).map_or(' ', |rang| lettres[rang]);
        let apres = lettres.get(rang + 1).copied().unwrap_or(' ');
        match (avant, *lettre, apres) {
            (_, ' ', ';' | '?' | '!' | '%' | '‰') => FINE,
            (_, ' ', ':' | '»') | ('«', ' ', _) => INSECABLE,
            ('0'..='9', ' ', '0'..='9') if chiffres(rang + 1) => FINE,
            (avant, '\'', apres) if avant.is_alphabetic() && apres.is_alphanumeric() => '’',
            (_, lettre, _) => lettre,
        }
    };
    lettres.iter().enumerate().map(posee).collect()
}

/// « Par territoire »; « Informations reçues, par territoire » when the indicator has other values.
pub(crate) fn titre_de(indicateur: &Indicateur, coupe: &Ventilation) -> String {
    let axe = coupe.libelle.clone().unwrap_or_else(|| format!("par {}", axe(&coupe.axe)));
    let valeurs = &indicateur.valeurs;
    let coupee = valeurs.iter().find(|valeur| coupe.de.as_ref() == Some(&valeur.cle));
    match coupee.filter(|_| valeurs.len() > 1) {
        Some(valeur) => majuscule(&format!("{}, {axe}", valeur.libelle)),
        None => majuscule(&axe),
    }
}

/// An axis in words: a key has no accent, no capital and no apostrophe; a word not known here is printed as it is.
fn axe(code: &str) -> String {
    if code == "delegation" {
        return "délégation territoriale".to_owned();
    }
    let words: Vec<&str> = code.split('_').map(mot_d_axe).collect();
    words.join(" ").replace(" d ", " d’").replace("motif accueil", "motif d’accueil")
}

fn mot_d_axe(mot: &str) -> &str {
    match mot {
        "aed" => "AED",
        "aemo" => "AEMO",
        "age" => "âge",
        "decision" => "décision",
        "deplacement" => "déplacement",
        "duree" => "durée",
        "entrees" => "entrées",
        "execution" => "exécution",
        "operateur" => "opérateur",
        "separation" => "séparation",
        connu => connu,
    }
}

/// What is counted, in words; a unit not known here is printed as the report writes it.
pub(crate) fn unite(code: &str) -> String {
    match code {
        "evaluation" => "évaluation".to_owned(),
        "enfant_information" => "enfant et information".to_owned(),
        connue => connue.replace('_', " "),
    }
}

/// How it is counted, in words.
pub(crate) fn genre(code: &str) -> String {
    match code {
        "stock" => "stock à une date".to_owned(),
        "flux" => "flux de la période".to_owned(),
        "cohorte" => "cohorte de la période".to_owned(),
        connu => connu.replace('_', " "),
    }
}

/// A capital, and a full stop.
fn phrase(texte: &str) -> String {
    let fin = if texte.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{}{fin}", majuscule(texte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nombres::Mesure;
    use crate::rapport::Valeur;

    fn titre(de: Option<&str>, libelle: Option<&str>, valeurs: &[&str]) -> String {
        let valeur = |cle: &&str| Valeur {
            cle: (*cle).to_owned(),
            libelle: format!("Nombre de {cle}"),
            mesure: Mesure::Compte(1),
        };
        let owned = |texte: &str| texte.to_owned();
        let indicateur = Indicateur {
            id: owned("A1"),
            version: 1,
            libelle: owned("Indicateur"),
            unite: owned("enfant"),
            genre: owned("stock"),
            numerateur: None,
            denominateur: None,
            regle_de_date: None,
            role_du_territoire: None,
            date_de_l_age: None,
            source: None,
            definition: owned("Définition."),
            valeurs: valeurs.iter().map(valeur).collect(),
            ventilations: Vec::new(),
            constats: Vec::new(),
            rapprochements: Vec::new(),
        };
        let coupe = Ventilation {
            axe: owned("age"),
            libelle: libelle.map(owned),
            de: de.map(owned),
            lignes: Vec::new(),
        };
        titre_de(&indicateur, &coupe)
    }

    #[test]
    fn une_ventilation_dit_ce_qu_elle_coupe() {
        assert_eq!(titre(None, None, &["lits"]), "Par âge");
        assert_eq!(titre(Some("lits"), None, &["lits"]), "Par âge");
        assert_eq!(titre(Some("lits"), None, &["places", "lits"]), "Nombre de lits, par âge");
        assert_eq!(titre(Some("lits"), Some("selon l’âge"), &["places"]), "Selon l’âge");
    }

    #[test]
    fn un_texte_prend_les_espaces_et_les_apostrophes_de_l_imprime() {
        assert_eq!(imprime("date d'arrivée : l'été"), "date d’arrivée\u{a0}: l’été");
        assert_eq!(imprime("« a » ; b ?"), "«\u{a0}a\u{a0}»\u{202f}; b\u{202f}?");
        assert_eq!(
            imprime("pour 1 000 habitants de 0 à 17 ans"),
            "pour 1\u{202f}000 habitants de 0 à 17 ans"
        );
        assert_eq!(imprime("art. 12 34"), "art. 12 34");
        assert_eq!(imprime("100 %"), "100\u{202f}%");
        assert_eq!(imprime(""), "");
    }

    #[test]
    fn un_axe_se_lit_en_francais() {
        assert_eq!(axe("age_et_sexe"), "âge et sexe");
        assert_eq!(axe("motif_d_execution"), "motif d’exécution");
        assert_eq!(axe("motif_accueil"), "motif d’accueil");
        assert_eq!(axe("age_des_entrees"), "âge des entrées");
        assert_eq!(axe("motif_aemo"), "motif AEMO");
        assert_eq!(axe("charge"), "charge");
    }
}
