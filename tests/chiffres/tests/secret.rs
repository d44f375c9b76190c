//! What is published is attacked: everything shown, and everything that adds up by definition, is put in one linear
//! system and solved with fractions. No masked number may come out of it.
//!
//! The attacker knows the registry (it is public) and the report, and nothing of the code that masks: his system is
//! built from the JSON, his elimination is his own.

#![expect(clippy::unwrap_used, reason = "clippy only knows `#[test]` functions as tests")]

use std::collections::BTreeMap;

use chiffres::hasard::{Hasard, au_hasard};
use chiffres::recits::{annee_de_la_crip, milieu_ouvert, placements};
use chiffres::{Monde, Requete, pour_2022};
use domain::codes::Diffusion;
use projections::rapport::Demande;
use projections::registre::{REGISTRE, definition};
use serde_json::Value;

/// A number shown, or hidden.
type Cases = BTreeMap<String, Option<i128>>;

/// Names that add up to another.
struct Egalite {
    total: String,
    parties: Vec<String>,
}

async fn raconte(requetes: Vec<Requete>) -> Monde {
    let mut monde = Monde::nouveau().await;
    monde.raconte(requetes).await;
    monde.runner().catch_up().await.unwrap();
    monde
}

async fn rapport(monde: &Monde, diffusion: Diffusion) -> Value {
    let demande = Demande { diffusion, ..pour_2022(None, None) };
    serde_json::from_slice(&monde.rapport(&demande).await.json).unwrap()
}

/// The numbers of people a value shows, under the suffix that names each. A hidden value has those its kind would have.
fn nombres(valeur: &Value, modele: &Value) -> Vec<(&'static str, Option<i128>)> {
    let read = |member: &str| {
        let shown = valeur["genre"] != "masquee";
        shown.then(|| i128::from(valeur[member].as_i64().unwrap()))
    };
    match modele["genre"].as_str().unwrap() {
        "compte" => vec![("", read("valeur"))],
        "part" => vec![(".num", read("num")), (".den", read("den"))],
        "pour_mille" => vec![(".num", read("num"))],
        "moyenne" => vec![(".den", read("den"))],
        _ => vec![],
    }
}

/// Everything the report says, and everything it says adds up. `interne` only tells the kind of what is hidden.
fn lu(publie: &Value, interne: &Value) -> (Cases, Vec<Egalite>) {
    let (mut cases, mut egalites) = (Cases::new(), Vec::new());
    let both = |value: &Value, name: &str| value[name].as_array().unwrap().clone();
    for (shown, model) in both(publie, "indicateurs").iter().zip(both(interne, "indicateurs")) {
        let id = shown["id"].as_str().unwrap();
        for (valeur, model) in both(shown, "valeurs").iter().zip(both(&model, "valeurs")) {
            for (suffix, n) in nombres(valeur, &model) {
                cases.insert(format!("{id}:{}{suffix}", valeur["cle"].as_str().unwrap()), n);
            }
        }
        for (cut, model) in both(shown, "ventilations").iter().zip(both(&model, "ventilations")) {
            let (axe, de) = (cut["axe"].as_str().unwrap(), cut["de"].as_str().unwrap());
            let mut parties: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for (line, model) in both(cut, "lignes").iter().zip(both(&model, "lignes")) {
                for (suffix, n) in nombres(line, &model) {
                    let name = format!("{id}/{axe}/{de}:{}{suffix}", line["cle"].as_str().unwrap());
                    cases.insert(name.clone(), n);
                    parties.entry(suffix).or_default().push(name);
                }
            }
            for (suffix, parties) in parties {
                egalites.push(Egalite { total: format!("{id}:{de}{suffix}"), parties });
            }
        }
        for somme in definition(REGISTRE, id).unwrap().sommes {
            let full = |name: &str| {
                if name.contains(':') { name.to_owned() } else { format!("{id}:{name}") }
            };
            let parties = somme.parties.iter().map(|name| full(name)).collect();
            egalites.push(Egalite { total: full(somme.total), parties });
        }
    }
    egalites.retain(|egalite| {
        egalite.parties.iter().chain([&egalite.total]).all(|name| cases.contains_key(name))
    });
    (cases, egalites)
}

/// A fraction in lowest terms, its denominator positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(num: i128, den: i128) -> Self {
        let (mut a, mut b) = (num.abs(), den.abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = a.max(1) * den.signum();
        Self(num / divisor, den / divisor)
    }

    fn less(self, other: Self, times: Self) -> Self {
        let product = Self::new(other.0 * times.0, other.1 * times.1);
        Self::new(self.0 * product.1 - product.0 * self.1, self.1 * product.1)
    }

    fn over(self, other: Self) -> Self {
        Self::new(self.0 * other.1, self.1 * other.0)
    }
}

const ZERO: Fraction = Fraction(0, 1);

/// The hidden numbers that the equations give, by Gauss and Jordan on the whole matrix.
fn retrouves(cases: &Cases, egalites: &[Egalite]) -> BTreeMap<String, Fraction> {
    let hidden: Vec<&String> =
        cases.iter().filter(|(_, n)| n.is_none()).map(|(name, _)| name).collect();
    let width = hidden.len();
    let mut matrix: Vec<Vec<Fraction>> = egalites
        .iter()
        .map(|egalite| {
            let mut row = vec![ZERO; width + 1];
            let terms = egalite.parties.iter().map(|name| (name, 1)).chain([(&egalite.total, -1)]);
            for (name, sign) in terms {
                match cases[name] {
                    Some(n) => row[width] = row[width].less(Fraction(sign * n, 1), Fraction(1, 1)),
                    None => {
                        let column = hidden.iter().position(|known| *known == name).unwrap();
                        row[column] = row[column].less(Fraction(-sign, 1), Fraction(1, 1));
                    }
                }
            }
            row
        })
        .collect();
    let mut rank = 0;
    for column in 0..width {
        let Some(found) = (rank..matrix.len()).find(|&row| matrix[row][column] != ZERO) else {
            continue;
        };
        matrix.swap(rank, found);
        let lead = matrix[rank][column];
        matrix[rank] = matrix[rank].iter().map(|cell| cell.over(lead)).collect();
        let pivot = matrix[rank].clone();
        for (index, row) in matrix.iter_mut().enumerate() {
            let times = row[column];
            if index != rank && times != ZERO {
                *row =
                    row.iter().zip(&pivot).map(|(cell, known)| cell.less(*known, times)).collect();
            }
        }
        rank += 1;
    }
    let mut given = BTreeMap::new();
    for row in &matrix[..rank] {
        let members: Vec<usize> = (0..width).filter(|&column| row[column] != ZERO).collect();
        if let [only] = members[..] {
            given.insert(hidden[only].clone(), row[width]);
        }
    }
    given
}

/// The truth of what is hidden.
fn vrai(interne: &Value) -> Cases {
    lu(interne, interne).0
}

fn attaque(publie: &Value, interne: &Value) -> (usize, BTreeMap<String, Fraction>) {
    let (cases, egalites) = lu(publie, interne);
    let hidden = cases.values().filter(|n| n.is_none()).count();
    (hidden, retrouves(&cases, &egalites))
}

/// The attacker is worth his salt: what was masked alone, he finds, and finds right.
#[tokio::test]
async fn un_seul_nombre_cache_est_retrouve_par_l_attaquant() {
    let monde = raconte(placements()).await;
    let interne = rapport(&monde, Diffusion::Interne).await;
    let mut publie = interne.clone();
    let indicateurs = publie["indicateurs"].as_array_mut().unwrap();
    let d1 = indicateurs.iter_mut().find(|indicateur| indicateur["id"] == "D1").unwrap();
    d1["valeurs"][1] = serde_json::json!({"cle": "dont_mna", "libelle": "", "genre": "masquee"});
    let (hidden, given) = attaque(&publie, &interne);
    assert_eq!((hidden, given.len()), (1, 1));
    let truth = vrai(&interne)["D1:dont_mna"].unwrap();
    assert_eq!(given["D1:dont_mna"], Fraction(truth, 1));
}

/// What adds up by definition does add up, in every report.
#[tokio::test]
async fn chaque_somme_declaree_est_juste() {
    let told = [annee_de_la_crip(), milieu_ouvert(), placements()].into_iter().flatten();
    let drawn = au_hasard(&mut Hasard(3), 120);
    for requetes in [told.collect::<Vec<_>>(), drawn] {
        let monde = raconte(requetes).await;
        let interne = rapport(&monde, Diffusion::Interne).await;
        let (cases, egalites) = lu(&interne, &interne);
        assert!(egalites.len() > 20, "{}", egalites.len());
        for Egalite { total, parties } in egalites {
            let sum: i128 = parties.iter().map(|name| cases[name].unwrap()).sum();
            assert_eq!(cases[&total].unwrap(), sum, "{total} = {}", parties.join(" + "));
        }
    }
}

#[tokio::test]
async fn aucun_nombre_cache_ne_se_retrouve() {
    let mut all_hidden = 0;
    for (seed, children) in [(1, 20), (2, 60), (3, 120), (4, 250)] {
        let mut told: Vec<Requete> = au_hasard(&mut Hasard(seed), children);
        if seed == 2 {
            told =
                [annee_de_la_crip(), milieu_ouvert(), placements()].into_iter().flatten().collect();
        }
        let monde = raconte(told).await;
        let interne = rapport(&monde, Diffusion::Interne).await;
        let publie = rapport(&monde, Diffusion::Publication).await;
        let (hidden, given) = attaque(&publie, &interne);
        assert!(given.is_empty(), "seed {seed}: {given:?}");
        all_hidden += hidden;
    }
    assert!(all_hidden > 30, "there was something to hide: {all_hidden}");
}

/// Few people, or all but few: never shown. And what is shown is exact.
#[tokio::test]
async fn ce_qui_est_publie_est_exact_et_ne_compte_jamais_moins_de_cinq_personnes() {
    let monde = raconte(au_hasard(&mut Hasard(5), 90)).await;
    let interne = rapport(&monde, Diffusion::Interne).await;
    let publie = rapport(&monde, Diffusion::Publication).await;
    let (shown, _) = lu(&publie, &interne);
    let truth = vrai(&interne);
    for (name, n) in shown {
        if let Some(n) = n {
            assert_eq!(truth[&name], Some(n), "{name}");
            // A growth may be under nought; it counts nobody.
            assert!(n <= 0 || n >= 5, "{name} shows {n}");
        }
    }
}
