//! The sheets of the figures of others, with their exact numbers.
//!
//! Deliberately absent: sheets that would be empty.

use super::feuille::{Cellule, Feuille, nom_de_feuille};
use crate::feuillets::{
    LECTURES, PUBLIES, RAPPROCHEMENTS, affiche, constats, lignes, sous_la_cle, unite_de, valeur_lue,
};
use crate::nombres::Fraction;
use crate::rapport::{Constat, Indicateur, Publie, Rapport, Rapprochement};

const COLONNES_LECTURES: [(&str, u8); 9] = [
    ("Constat", 9),
    ("Publié", 50),
    ("Retenu", 50),
    ("Lecture", 44),
    ("Indicateur", 11),
    ("Ce qui est compté", 40),
    ("Valeur", 14),
    ("Numérateur", 14),
    ("Dénominateur", 14),
];

const COLONNES_RAPPROCHEMENTS: [(&str, u8); 10] = [
    ("Indicateur", 11),
    ("Clé de la ligne", 24),
    ("Chiffre publié", 30),
    ("Auteur", 26),
    ("Édition", 16),
    ("Ce qui est compté", 56),
    ("Chiffre", 24),
    ("Écart au chiffre publié", 18),
    ("Écart, numérateur", 14),
    ("Écart, dénominateur", 14),
];

const COLONNES_PUBLIES: [(&str, u8); 10] = [
    ("Chiffre", 50),
    ("Valeur", 14),
    ("Unité", 12),
    ("Premier jour", 20),
    ("Dernier jour", 20),
    ("Auteur", 26),
    ("Source", 40),
    ("Édition", 16),
    ("Comparé à", 24),
    ("Clé", 36),
];

/// The sheets that hold something, none of which has a name already taken.
pub(super) fn feuilles(rapport: &Rapport, pris: &[String]) -> Vec<Feuille> {
    let mut noms = pris.to_vec();
    let mut feuilles = Vec::new();
    for (titre, remplir) in [
        (LECTURES, lectures as fn(&Rapport, &mut Feuille)),
        (RAPPROCHEMENTS, rapprochements),
        (PUBLIES, publies),
    ] {
        let nom = nom_de_feuille(titre, &noms);
        let mut feuille = Feuille::new(nom.clone());
        remplir(rapport, &mut feuille);
        if feuille.a_des_lignes() {
            noms.push(nom);
            feuilles.push(feuille);
        }
    }
    feuilles
}

fn lectures(rapport: &Rapport, feuille: &mut Feuille) {
    feuille.colonnes(&COLONNES_LECTURES);
    for constat in constats(rapport) {
        let Constat { id, publie, retenu, lectures, publies } = constat;
        let tete = || -> [Cellule; 3] { [(**id).into(), (**publie).into(), (**retenu).into()] };
        for lecture in lectures {
            let valeur = valeur_lue(rapport, &lecture.indicateur, &lecture.cle);
            let fraction = valeur.and_then(|valeur| valeur.mesure.fraction());
            let [un, deux, trois] = tete();
            feuille.ligne([
                un,
                deux,
                trois,
                (*lecture.lit).into(),
                (*lecture.indicateur).into(),
                valeur.map_or(Cellule::Vide, |valeur| (*valeur.libelle).into()),
                valeur.map_or(Cellule::Vide, |valeur| super::cellule(valeur.mesure)),
                exact(fraction.map(|fraction| fraction.num)),
                exact(fraction.map(|fraction| fraction.den)),
            ]);
        }
        for publie in publies.iter().flat_map(|cle| sous_la_cle(rapport, cle)) {
            let [un, deux, trois] = tete();
            let par = format!("publié par {} ({})", publie.auteur, publie.edition);
            feuille.ligne([
                un,
                deux,
                trois,
                (*par).into(),
                Cellule::Vide,
                (*publie.libelle).into(),
                Cellule::Signe(affiche(publie)),
                Cellule::Vide,
                Cellule::Vide,
            ]);
        }
    }
}

fn rapprochements(rapport: &Rapport, feuille: &mut Feuille) {
    feuille.colonnes(&COLONNES_RAPPROCHEMENTS);
    let indicateurs = rapport.sections.iter().flat_map(|section| &section.indicateurs);
    for indicateur in indicateurs {
        for face in &indicateur.rapprochements {
            rapprochement(rapport, indicateur, face, feuille);
        }
    }
}

fn rapprochement(
    rapport: &Rapport,
    indicateur: &Indicateur,
    face: &Rapprochement,
    feuille: &mut Feuille,
) {
    // In the order of the lines: ours, theirs, each hypothesis, what is left.
    let hypotheses = face.hypotheses.iter().map(|hypothese| Some(hypothese.reste));
    let ecarts = [Some(face.ecart), None].into_iter().chain(hypotheses);
    let ecarts = ecarts.chain([Some(face.inexplique)]);
    let cles = face.hypotheses.iter().map(|hypothese| &*hypothese.cle);
    let cles = [&*face.cle, ""].into_iter().chain(cles).chain([""]);
    let dites = lignes(face, unite_de(rapport, face));
    for (([dit, chiffre, ecart], reste), cle) in dites.into_iter().zip(ecarts).zip(cles) {
        feuille.ligne([
            (*indicateur.id).into(),
            cle.into(),
            (*face.publie).into(),
            (*face.auteur).into(),
            (*face.edition).into(),
            (*dit).into(),
            Cellule::Signe(chiffre),
            Cellule::Signe(ecart),
            exact(reste.map(|Fraction { num, den: _ }| num)),
            exact(reste.map(|Fraction { num: _, den }| den)),
        ]);
    }
}

fn publies(rapport: &Rapport, feuille: &mut Feuille) {
    feuille.colonnes(&COLONNES_PUBLIES);
    for publie in &rapport.publies {
        let Publie { cle, indicateur, libelle, valeur: _, unite, du, au, auteur, source, edition } =
            publie;
        feuille.ligne([
            (**libelle).into(),
            Cellule::Signe(affiche(publie)),
            (**unite).into(),
            (*du.en_toutes_lettres()).into(),
            (*au.en_toutes_lettres()).into(),
            (**auteur).into(),
            (**source).into(),
            (**edition).into(),
            indicateur.as_deref().map_or(Cellule::Vide, Cellule::from),
            (**cle).into(),
        ]);
    }
}

/// A number that a cell holds exactly.
fn exact(nombre: Option<i64>) -> Cellule {
    nombre.map_or(Cellule::Vide, Cellule::Entier)
}
