//! `docs/glossaire.md` is complete: each chapter, event, code list and kind of échéance the domain knows
//! is in it, beside the Rust name it really has.
//!
//! Invariant: what must be there is read from the domain, never listed here: a term added to the code and
//! not to the page fails.
//!
//! Deliberately absent: whether a definition is good, which takes a reader; the names of the first tables,
//! one word at a time, which `tidy.rs` looks for.

use std::collections::{BTreeMap, BTreeSet};

use domain::{codes, departement, doublon, droit, evenement::Evenement, personne};
use parcours_tests::house::{self, Source};
use syn::{Fields, Item, Type, UseTree};

/// A line of a table.
struct Row {
    /// What is quoted in its first cell.
    term: Option<String>,
    /// What is quoted in its last one.
    rust: Vec<String>,
}

#[test]
fn every_chapter_has_its_part() {
    let text = glossary();
    let headings: String = text.lines().filter(|line| line.starts_with("## ")).collect();
    absent(chapters().into_iter().filter(|chapter| !headings.contains(&format!("`{chapter}`"))));
}

#[test]
fn every_stored_event_is_named() {
    let rows = by_term();
    let own = Evenement::tous_les_noms();
    let others =
        [personne::Event::STORED, departement::Event::STORED, doublon::Event::STORED].concat();
    absent(own.into_iter().chain(others).map(unversioned).filter(|name| !rows.contains_key(*name)));
}

#[test]
fn every_code_list_is_named() {
    let rows = by_term();
    absent(
        codes::listes().into_iter().map(|list| list.nom).filter(|name| !rows.contains_key(*name)),
    );
}

#[test]
fn every_kind_of_echeance_is_named() {
    let cited: BTreeSet<String> = rows().into_iter().flat_map(|row| row.rust).collect();
    let kinds: BTreeSet<String> =
        droit::regles().map(|regle| format!("Genre::{:?}", regle.genre)).collect();
    absent(kinds.into_iter().filter(|kind| !cited.contains(kind)));
}

/// An event beside another's struct, a list beside another's enum: each declaration says both, in one line.
#[test]
fn what_is_stored_stands_beside_its_rust_name() {
    let code: String = domain_sources().into_iter().map(|source| source.text).collect();
    let declared = |row: &Row| {
        let (Some(term), [rust]) = (&row.term, row.rust.as_slice()) else { return true };
        let name = last(rust);
        code.contains(&format!("{name} = \"{term}.v"))
            || code.contains(&format!("{name} = \"{term}\","))
    };
    absent(rows().into_iter().filter(|row| !declared(row)).filter_map(|row| row.term));
}

/// `chapter::Name` is a name of that chapter, not only a name somewhere.
#[test]
fn a_name_with_its_chapter_is_declared_in_that_chapter() {
    let mut chapters = BTreeMap::<String, BTreeSet<String>>::new();
    for source in domain_sources() {
        let names = house::identifiers(source.tokens());
        chapters.entry(chapter_of(&source)).or_default().extend(names);
    }
    let wrong = |name: &String| {
        let (chapter, _) = name.split_once("::").unwrap_or_default();
        chapters.get(chapter).is_some_and(|names| !names.contains(last(name)))
    };
    absent(rows().into_iter().flat_map(|row| row.rust).filter(wrong));
}

#[test]
fn every_rust_name_it_cites_exists() {
    let known: BTreeSet<String> = house::sources_with(".rs")
        .iter()
        .filter(|source| !source.is_test())
        .flat_map(|source| house::identifiers(source.tokens()))
        .collect();
    let cited = rows().into_iter().flat_map(|row| row.rust);
    absent(cited.filter(|path| !path.split("::").all(|name| known.contains(name))));
}

fn glossary() -> String {
    let found = house::sources_with("docs/glossaire.md").pop();
    found.expect("docs/glossaire.md is in the repository").text
}

fn rows() -> Vec<Row> {
    glossary().lines().filter(|line| line.starts_with("| ")).map(row).collect()
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.trim_matches('|').split('|').collect();
    let quoted_in = |cell: Option<&&str>| cell.map_or_else(Vec::new, |cell| quoted(cell));
    Row { term: quoted_in(cells.first()).pop(), rust: quoted_in(cells.last()) }
}

fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn by_term() -> BTreeMap<String, Row> {
    rows().into_iter().filter_map(|row| Some((row.term.clone()?, row))).collect()
}

fn domain_sources() -> Vec<Source> {
    let of_the_domain =
        |source: &Source| source.path.starts_with("domain/src/") && !source.is_test();
    house::sources_with(".rs").into_iter().filter(of_the_domain).collect()
}

/// `domain/src/justice/etat.rs` and `domain/src/justice.rs` are of `justice`.
fn chapter_of(source: &Source) -> String {
    let inside = source.path.trim_start_matches("domain/src/");
    let end = inside.find(['/', '.']).unwrap_or(inside.len());
    inside[..end].to_owned()
}

/// The modules of the variants of `Evenement`, under the names their files have.
fn chapters() -> Vec<String> {
    let file = domain_sources().into_iter().find(|source| source.name() == "evenement.rs");
    let file =
        syn::parse_file(&file.expect("the events have their file").text).expect("it is Rust");
    let renamed: BTreeMap<String, String> = file.items.iter().filter_map(renaming).collect();
    let module = |name: String| renamed.get(&name).cloned().unwrap_or(name);
    let modules: Vec<String> = file.items.iter().flat_map(carried).map(module).collect();
    assert!(modules.len() > 10, "the chapters of `Evenement` are no longer read from its file");
    modules
}

/// The first word of what each variant of `Evenement` carries.
fn carried(item: &Item) -> Vec<String> {
    let Item::Enum(events) = item else { return Vec::new() };
    if events.ident != "Evenement" {
        return Vec::new();
    }
    let module = |fields: &Fields| {
        let Type::Path(path) = &fields.iter().next()?.ty else { return None };
        Some(path.path.segments.first()?.ident.to_string())
    };
    events.variants.iter().filter_map(|variant| module(&variant.fields)).collect()
}

/// `use crate::long_name as short`: (`short`, `long_name`).
fn renaming(item: &Item) -> Option<(String, String)> {
    let Item::Use(imported) = item else { return None };
    let UseTree::Path(path) = &imported.tree else { return None };
    let UseTree::Rename(rename) = path.tree.as_ref() else { return None };
    Some((rename.rename.to_string(), rename.ident.to_string()))
}

fn unversioned(stored: &str) -> &str {
    stored.rsplit_once(".v").map_or(stored, |(name, _)| name)
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn absent(missing: impl Iterator<Item = impl AsRef<str>>) {
    let missing: Vec<String> = missing.map(|term| term.as_ref().to_owned()).collect();
    assert!(missing.is_empty(), "correct docs/glossaire.md:\n  {}", missing.join("\n  "));
}
