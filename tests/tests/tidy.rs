//! The house style that a machine can hold, held by one. Each failure lists every place and says
//! what to do there.
//!
//! Deliberately not here: what rustfmt and clippy hold already, and who may use whom (`arrows.rs`).

use std::collections::BTreeSet;

use parcours_tests::house::{self, Source};
use postgres::{Client, NoTls};
use private_postgres::testing;
use syn::{
    Attribute, Block, ExprMethodCall, ImplItemFn, ItemFn, ItemMod, Macro, TraitItemFn,
    visit::{self, Visit},
};

/// A function fits in an eye.
const FUNCTION_LINES_MAX: usize = 70;

fn nothing_in(found: Vec<String>, what_to_do: &str) {
    assert!(found.is_empty(), "{what_to_do}\n{}", found.join("\n"));
}

#[test]
fn every_source_opens_with_what_it_is_for() {
    let mut rust = house::sources_with(".rs");
    rust.retain(|source| !source.is_build_script() && !source.text.starts_with("//! "));
    let found = rust.into_iter().map(|source| source.path).collect();
    nothing_in(found, "open these files with `//!`: purpose, invariants, what is not there");
}

#[test]
fn every_migration_opens_with_its_one_idea() {
    let mut sql = house::sources_with(".sql");
    sql.retain(|source| !source.text.starts_with("-- "));
    let found = sql.into_iter().map(|source| source.path).collect();
    nothing_in(found, "open these files with a `--` comment saying their one idea");
}

#[test]
fn every_table_says_what_it_is_for() {
    let database = testing::database();
    let mut client = Client::connect(&database.admin_url(), NoTls).expect("the database answers");
    let tables = "
        select relation.relnamespace::regnamespace::text || '.' || relation.relname::text
        from pg_class as relation
        where relation.relkind in ('r', 'p') and not relation.relispartition
          and relation.relname <> 'refinery_schema_history'
          and relation.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
          and obj_description(relation.oid, 'pg_class') is null
        order by 1";
    let rows = client.query(tables, &[]).expect("the catalogue can be read");
    let found = rows.iter().map(|row| row.get(0)).collect();
    nothing_in(found, "write `comment on table … is '…'` in the migration that creates these");
}

#[test]
fn nothing_is_left_for_later() {
    let marks = ["TO\u{44}O", "FIX\u{4d}E", "XX\u{58}"];
    let is_mark = |word: &str| marks.contains(&word);
    let mut sources = house::sources();
    sources.retain(is_code);
    let found = offending_lines(&sources, |line| words(line).any(is_mark));
    nothing_in(found, "finish these, or write them down as an issue; the code holds no promises");
}

#[test]
fn no_file_names_the_machine_it_was_written_on() {
    let found = offending_lines(&house::sources(), names_a_machine);
    nothing_in(found, "replace these paths: nothing here may depend on one machine");
}

#[test]
fn nothing_unwraps_outside_tests() {
    let found = judgements().into_iter().flat_map(|(path, judged)| {
        judged.unwraps.into_iter().map(move |line| format!("{path}:{line}"))
    });
    nothing_in(found.collect(), "return the error, or `expect` with why it cannot happen");
}

#[test]
fn a_function_fits_in_an_eye() {
    let found = judgements().into_iter().flat_map(|(path, judged)| {
        let long = judged.functions.into_iter().filter(|(_, lines)| *lines > FUNCTION_LINES_MAX);
        long.map(move |(name, lines)| format!("{path}: {name} has {lines} lines"))
    });
    nothing_in(found.collect(), "cut these at 70 lines at most, along an idea that has a name");
}

#[test]
fn the_glossary_names_what_exists() {
    let Some(glossary) = house::sources_with("docs/glossaire.md").pop() else { return };
    let known: BTreeSet<String> = house::sources_with(".rs")
        .iter()
        .flat_map(|source| house::identifiers(source.tokens()))
        .collect();
    let gone = rust_names(&glossary.text).into_iter().filter(|name| !known.contains(name));
    nothing_in(gone.collect(), "correct docs/glossaire.md: these Rust names exist nowhere");
}

fn is_code(source: &Source) -> bool {
    let extensions = [".rs", ".sql", ".proto", ".toml"];
    let scripts = ["parcours", ".ci/run"];
    extensions.iter().any(|end| source.path.ends_with(end)) || scripts.contains(&&*source.path)
}

fn offending_lines(sources: &[Source], offends: impl Fn(&str) -> bool) -> Vec<String> {
    let places = sources.iter().flat_map(|source| {
        let lines = source.text.lines().enumerate().filter(|(_, line)| offends(line));
        lines.map(|(index, _)| format!("{}:{}", source.path, index + 1)).collect::<Vec<_>>()
    });
    places.collect()
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
}

/// A path below somebody's home, or below the folder of a workshop; an address on the web is none.
fn names_a_machine(line: &str) -> bool {
    let homes = ["home", "root", "work", "Users"];
    let opens = |letter: char| letter.is_whitespace() || "\"'`(=:<[".contains(letter);
    homes.iter().map(|home| format!("/{home}/")).any(|start| {
        line.match_indices(&start).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = line[at + start.len()..].chars().next();
            before.is_none_or(opens) && after.is_some_and(char::is_alphanumeric)
        })
    })
}

/// Every identifier quoted in the columns of the glossary headed "Rust".
fn rust_names(glossary: &str) -> Vec<String> {
    let mut column = None;
    let mut names = Vec::new();
    for line in glossary.lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let header = cells.iter().position(|cell| cell.contains("Rust") && !cell.contains('`'));
        match (cells.len() > 1, header) {
            (false, _) => column = None,
            (true, Some(position)) => column = Some(position),
            (true, None) => names.extend(
                column
                    .and_then(|at| cells.get(at))
                    .into_iter()
                    .flat_map(|cell| cell.split('`').skip(1).step_by(2).flat_map(identifiers_in)),
            ),
        }
    }
    names
}

fn identifiers_in(quoted: &str) -> Vec<String> {
    let starts_well = |word: &&str| word.starts_with(|letter: char| letter.is_ascii_alphabetic());
    words(quoted).filter(starts_well).map(str::to_owned).collect()
}

/// What the syntax of a file shows, tests left out.
#[derive(Default)]
struct Judged {
    /// Lines of `.unwrap()`.
    unwraps: Vec<usize>,
    /// Functions and the lines of their bodies, braces included.
    functions: Vec<(String, usize)>,
}

fn judgements() -> Vec<(String, Judged)> {
    let mut rust = house::sources_with(".rs");
    rust.retain(|source| !source.is_test());
    rust.into_iter().map(|source| (source.path, judged(&source.text))).collect()
}

fn judged(text: &str) -> Judged {
    let mut judged = Judged::default();
    judged.visit_file(&syn::parse_file(text).expect("the compiler accepts it"));
    judged
}

impl Judged {
    fn measure(&mut self, name: &syn::Ident, body: &Block) {
        let braces = body.brace_token.span;
        let lines = braces.close().end().line - braces.open().start().line + 1;
        self.functions.push((name.to_string(), lines));
    }
}

impl<'ast> Visit<'ast> for Judged {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if !module.attrs.iter().any(makes_a_test) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if function.attrs.iter().any(makes_a_test) {
            return;
        }
        self.measure(&function.sig.ident, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.measure(&function.sig.ident, &function.block);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(body) = &function.default {
            self.measure(&function.sig.ident, body);
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if call.method == "unwrap" && call.args.is_empty() {
            self.unwraps.push(call.method.span().start().line);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let tokens = house::flat(call.tokens.clone());
        let pairs = tokens.windows(2);
        let unwraps =
            pairs.filter(|pair| pair[0].to_string() == "." && pair[1].to_string() == "unwrap");
        self.unwraps.extend(unwraps.map(|pair| pair[1].span().start().line));
    }
}

/// `#[test]`, `#[tokio::test]`, `#[cfg(test)]`.
fn makes_a_test(attribute: &Attribute) -> bool {
    let is_test = |path: &syn::Path| path.segments.last().is_some_and(|last| last.ident == "test");
    match attribute.meta.require_list() {
        Ok(list) if list.path.is_ident("cfg") => list.tokens.to_string() == "test",
        Ok(_) | Err(_) => is_test(attribute.path()),
    }
}

#[test]
fn the_judge_sees_an_unwrap_wherever_it_hides_and_forgives_tests() {
    let text = "fn a() {\n b().unwrap();\n vec![c.unwrap()];\n d.unwrap_or(1);\n}\n\
                #[cfg(test)]\nmod tests { fn e() { f().unwrap(); } }\n\
                #[tokio::test]\nasync fn g() { h().unwrap(); }\n";
    let judged = judged(text);
    assert_eq!(judged.unwraps, [2, 3]);
    assert_eq!(judged.functions, [("a".to_owned(), 5)]);
}

#[test]
fn the_judge_counts_the_lines_of_a_body_with_its_braces() {
    let body = "    a();\n".repeat(FUNCTION_LINES_MAX - 1);
    let judged = judged(&format!("impl B {{\nfn long() {{\n{body}}}\n}}\n"));
    assert_eq!(judged.functions, [("long".to_owned(), FUNCTION_LINES_MAX + 1)]);
}

#[test]
fn a_path_of_a_machine_is_told_from_an_address_on_the_web() {
    let home = format!("/{}/", "home");
    assert!(names_a_machine(&format!("read \"{home}claire/notes\"")));
    assert!(!names_a_machine(&format!("https://exemple.fr{home}page")));
    assert!(!names_a_machine("target/debug/parcours"));
}

#[test]
fn the_names_of_the_glossary_are_those_of_its_rust_column() {
    let text =
        "# `Titre`\n\n| terme | Rust |\n|---|---|\n| `mot` | `Mesure::Levee`, `le` |\n\n`x`\n";
    assert_eq!(rust_names(text), ["Mesure", "Levee", "le"]);
}
