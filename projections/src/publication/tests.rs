//! What a published report hides: a number by its last shown value and the first hidden one, sums, delays.

use super::*;
use crate::indicateurs::Ventilation;
use crate::registre::definition;

fn le() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 12, 31).unwrap()
}

fn valeur(cle: &str, mesure: Mesure) -> Valeur {
    Valeur { cle: cle.into(), libelle: cle.into(), mesure }
}

fn comptes(id: &str, nombres: &[(&str, i64)]) -> (&'static Definition, Resultat) {
    let valeurs = nombres.iter().map(|(cle, n)| valeur(cle, Mesure::Compte(*n))).collect();
    let resultat = Resultat { valeurs, ventilations: vec![] };
    (definition(1, id).unwrap(), resultat)
}

fn masquees(computed: &[(&'static Definition, Resultat)]) -> Vec<String> {
    let mut hidden = Vec::new();
    for (definition, resultat) in computed {
        let lignes = resultat.ventilations.iter().flat_map(|cut| &cut.lignes);
        for valeur in resultat.valeurs.iter().chain(lignes) {
            if valeur.mesure == Mesure::Masquee {
                hidden.push(format!("{}:{}", definition.id, valeur.cle));
            }
        }
    }
    hidden
}

#[test]
fn quatre_personnes_se_cachent_et_cinq_se_montrent() {
    let mut computed = [comptes("E1", &[("e1a", 4), ("e1b", 5)])];
    masquer(&mut computed, le());
    assert_eq!(masquees(&computed), ["E1:e1a"]);
}

#[test]
fn zero_ne_nomme_personne() {
    let mut computed = [comptes("E1", &[("e1a", 0), ("e1b", 12)])];
    masquer(&mut computed, le());
    assert!(masquees(&computed).is_empty());
}

/// D1: droit = dont_mna + hors_mna. One of them small hides the smaller of the two others.
#[test]
fn ce_qui_rendrait_un_petit_nombre_se_cache_aussi() {
    let mut computed =
        [comptes("D1", &[("droit", 103), ("dont_mna", 3), ("hors_mna", 100), ("presence", 90)])];
    masquer(&mut computed, le());
    assert_eq!(masquees(&computed), ["D1:dont_mna", "D1:hors_mna"]);
}

/// D2 says again what D1 shows.
#[test]
fn une_somme_traverse_les_indicateurs() {
    let mut computed = [
        comptes("D1", &[("droit", 103), ("dont_mna", 20), ("hors_mna", 83), ("presence", 90)]),
        comptes("D2", &[("confies", 101), ("directs", 2)]),
    ];
    masquer(&mut computed, le());
    assert_eq!(masquees(&computed), ["D2:confies", "D2:directs"]);
}

#[test]
fn une_part_se_cache_quand_le_reste_est_petit() {
    let part = valeur("par_la_crip", Mesure::Part { num: 98, den: 100 });
    let resultat = Resultat { valeurs: vec![part], ventilations: vec![] };
    let mut computed = [(definition(1, "A5").unwrap(), resultat)];
    masquer(&mut computed, le());
    assert_eq!(masquees(&computed), ["A5:par_la_crip"]);
}

/// Two hidden lines of 1 add up to 2: whoever knows that a hidden number is not 0 would know both.
#[test]
fn deux_petits_nombres_d_une_meme_somme_en_cachent_un_troisieme() {
    let lignes = [("a", 1), ("b", 1), ("c", 40), ("d", 60)];
    let lignes = lignes.iter().map(|(cle, n)| valeur(cle, Mesure::Compte(*n))).collect();
    let cut = Ventilation { axe: "territoire", de: "recues", lignes };
    let valeurs = vec![valeur("recues", Mesure::Compte(102))];
    let resultat = Resultat { valeurs, ventilations: vec![cut] };
    let mut computed = [(definition(1, "A1").unwrap(), resultat)];
    masquer(&mut computed, le());
    assert_eq!(masquees(&computed), ["A1:a", "A1:b", "A1:c"]);
}

#[test]
fn le_delai_d_un_petit_groupe_se_cache_avec_lui() {
    let valeurs = vec![
        valeur("remises_moyenne", Mesure::Moyenne { num: 120, den: 3 }),
        valeur("remises_mediane", Mesure::Jours(40)),
    ];
    let mut computed =
        [(definition(1, "A13").unwrap(), Resultat { valeurs, ventilations: vec![] })];
    masquer(&mut computed, le());
    assert_eq!(masquees(&computed), ["A13:remises_moyenne", "A13:remises_mediane"]);
}

#[test]
fn la_sante_a_son_seuil() {
    assert_eq!((seuil(Section::Sante, le()), seuil(Section::Stocks, le())), (11, 5));
}
