//! The law as it was read is the law as it is implemented: every rule of the note has its row and its
//! test, or its reason; every pitfall has its test; the page of the rules is what the table says.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use domain::droit::{Genre, Regle, regles};
use domain::echeances::EXCEPTIONS;
use expect_test::expect_file;
use parcours_tests::house::{flat, sources_with};
use proc_macro2::TokenTree;

/// The families of the law note, and how many rules each has.
const FAMILLES: [(&str, u32, &str); 9] = [
    ("IP", 17, "Informations préoccupantes : de la réception aux retours"),
    ("UR", 13, "Urgence : recueil, 72 heures, placements provisoires"),
    ("JU", 10, "Procédure judiciaire autour d'une mesure"),
    ("ME", 21, "Vie des mesures et changements de lieu"),
    ("DO", 17, "Documents périodiques et examens"),
    ("AU", 9, "Autonomie et jeunes majeurs"),
    ("ST", 8, "Statut : pupille, délaissement, tutelle"),
    ("MN", 3, "Mineurs non accompagnés"),
    ("IN", 4, "Incidents, accès au dossier, décisions"),
];

/// What practice adds to the note: the answer a court asks for, with the date it fixes.
const DE_LA_PRATIQUE: [&str; 1] = ["JU-11"];

/// The pitfalls of the law note.
const PIEGES: u32 = 37;

fn identifiers() -> Vec<String> {
    let of = |(family, count, _): (&str, u32, &str)| {
        (1..=count).map(|rang| format!("{family}-{rang:02}")).collect::<Vec<_>>()
    };
    FAMILLES.into_iter().flat_map(of).collect()
}

/// The rule of the note behind a row: one rule that asks two acts has two rows, `UR-04` and `UR-04-I`.
fn of_the_note(id: &str) -> &str {
    &id[..5]
}

fn rows() -> BTreeMap<&'static str, Vec<&'static Regle>> {
    let mut rows: BTreeMap<&str, Vec<&Regle>> = BTreeMap::new();
    for regle in regles() {
        rows.entry(regle.id).or_default().push(regle);
    }
    rows
}

/// The names of all functions of the repository that are tests.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for source in sources_with(".rs") {
        if !source.text.contains("#[test]") && !source.text.contains("#[tokio::test") {
            continue;
        }
        let tokens = flat(source.tokens());
        for pair in tokens.windows(2) {
            if let [TokenTree::Ident(keyword), TokenTree::Ident(name)] = pair
                && keyword == "fn"
            {
                names.insert(name.to_string());
            }
        }
    }
    names
}

#[test]
fn chaque_regle_a_sa_ligne_ou_sa_raison() {
    let rows = rows();
    let excepted: BTreeMap<&str, &str> = EXCEPTIONS.iter().copied().collect();
    for id in identifiers() {
        let row = rows.keys().any(|row| of_the_note(row) == id);
        let reason = excepted.get(id.as_str());
        assert!(row != reason.is_some(), "{id}: a row or a reason, not both, not neither");
    }
    let known: BTreeSet<String> = identifiers().into_iter().collect();
    for id in rows.keys().chain(excepted.keys()) {
        let told = known.contains(of_the_note(id)) || DE_LA_PRATIQUE.contains(id);
        assert!(told, "{id} is no rule of the note");
    }
    assert!(EXCEPTIONS.len() <= 12, "a dozen exceptions at most: {}", EXCEPTIONS.len());
}

#[test]
fn chaque_regle_a_un_test_de_son_nom() {
    let tests = tests();
    let untested: Vec<&str> = rows()
        .into_keys()
        .filter(|id| {
            let name = format!("{}_", of_the_note(id).to_lowercase().replace('-', "_"));
            !tests.iter().any(|test| format!("_{test}").contains(&format!("_{name}")))
        })
        .collect();
    assert!(untested.is_empty(), "no test is named after {untested:?}");
}

#[test]
fn chaque_piege_a_un_test_de_son_nom() {
    let tests = tests();
    let missing: Vec<u32> = (1..=PIEGES)
        .filter(|piege| !tests.iter().any(|test| test.starts_with(&format!("piege_{piege:02}_"))))
        .collect();
    assert!(missing.is_empty(), "no test is named after the pitfalls {missing:?}");
}

const EN_TETE: &str = "# Les échéances

Chaque règle que le moteur suit : ce qui la déclenche, le délai, l'acte qui la tient, qui le doit, l'article, et
jusqu'où la source a été vérifiée (`docs/sources.md` : V26 et V lues, O dans un état ancien, S de seconde main, M de
mémoire ; O, S et M sont à faire relire par un juriste). Une échéance dépassée ne ferme jamais rien d'elle-même.

Page écrite par le moteur lui-même (`UPDATE_EXPECT=1 cargo test -p parcours-tests --test echeances`).
";

fn kind(genre: Genre) -> &'static str {
    match genre {
        Genre::Due => "à faire avant",
        Genre::Immediate => "sans délai",
        Genre::Max => "durée maximale",
        Genre::Periodic => "périodique",
        Genre::Notice => "à annoncer avant",
        Genre::OnRequest => "sur demande",
        Genre::RightToRelease => "ouvre un droit à mainlevée",
    }
}

fn dates(regle: &Regle) -> String {
    let day = |le: chrono::NaiveDate| le.format("%d/%m/%Y").to_string();
    match (regle.du, regle.au) {
        (None, None) => String::new(),
        (Some(du), None) => format!(" · depuis le {}", day(du)),
        (None, Some(au)) => format!(" · jusqu'au {}", day(au)),
        (Some(du), Some(au)) => format!(" · du {} au {}", day(du), day(au)),
    }
}

fn line(regle: &Regle) -> String {
    let Regle { id, article, genre, duree, verification, declencheur, condition, cloture, .. } =
        regle;
    let mut said = format!("### {id} · {article} ({verification})\n\n{}\n\n", regle.explication);
    let procedure =
        if regle.procedure { ", prorogé au jour ouvrable (CPC, art. 642)" } else { "" };
    let locale = if regle.locale { " · règle du Département" } else { "" };
    write!(said, "- départ : {declencheur}").expect("text");
    if !condition.is_empty() {
        write!(said, " ({condition})").expect("text");
    }
    write!(said, "\n- délai : {duree}{procedure} · {}{}{locale}\n", kind(*genre), dates(regle))
        .expect("text");
    if let Some(reglage) = regle.reglage {
        writeln!(said, "- réglage : `{reglage}`").expect("text");
    }
    write!(said, "- tenue par : {cloture}\n- à la charge de : {}\n\n", regle.charge.libelle())
        .expect("text");
    said
}

#[test]
fn la_page_des_echeances_est_celle_de_la_table() {
    let mut page = EN_TETE.to_owned();
    for (family, _, title) in FAMILLES {
        write!(page, "\n## {title}\n\n").expect("text");
        for regle in regles().filter(|regle| regle.id.starts_with(family)) {
            page += &line(regle);
        }
    }
    page += "\n## Sans ligne dans la table\n\n";
    for (id, reason) in EXCEPTIONS {
        writeln!(page, "- {id} : {reason}").expect("text");
    }
    expect_file!["../../docs/echeances.md"].assert_eq(&page);
}
