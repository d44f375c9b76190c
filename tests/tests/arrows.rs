//! Who may use whom (docs/ARCHITECTURE.md). An arrow is a `[dependencies]` line between two of our
//! crates; those of tests and build scripts are free.

use std::{collections::BTreeMap, process::Command};

use parcours_tests::house::{self, Source};
use serde_json::Value;

/// Each of our crates, and those of ours it may use.
const ARROWS: [(&str, &[&str]); 13] = [
    ("domain", &[]),
    ("eventstore", &[]),
    ("migrations", &[]),
    ("proto", &["domain"]),
    ("projections", &["domain", "eventstore"]),
    ("verification", &["domain", "eventstore", "projections"]),
    ("private-postgres", &["migrations"]),
    ("server", &["domain", "eventstore", "projections", "proto"]),
    ("simulateur", &["proto"]),
    (
        "bench",
        &[
            "domain",
            "eventstore",
            "private-postgres",
            "projections",
            "proto",
            "server",
            "simulateur",
        ],
    ),
    (
        "parcours-cli",
        &[
            "bench",
            "eventstore",
            "private-postgres",
            "proto",
            "server",
            "simulateur",
            "verification",
        ],
    ),
    ("chiffres", &["domain", "eventstore", "private-postgres", "projections", "verification"]),
    ("parcours-tests", &EVERYTHING),
];

/// The tests cross whatever they like.
const EVERYTHING: [&str; 9] = [
    "domain",
    "eventstore",
    "migrations",
    "private-postgres",
    "projections",
    "proto",
    "server",
    "simulateur",
    "parcours-cli",
];

/// All that the domain may use: words, dates, errors and their forms. Nothing that reads, waits or
/// draws.
const TOOLS_OF_THE_DOMAIN: [&str; 9] = [
    "async-trait",
    "chrono",
    "chrono-tz",
    "cqrs-es",
    "serde",
    "serde_json",
    "serde_with",
    "thiserror",
    "uuid",
];

/// What gives a pure function something it was not given.
const DOORS_TO_THE_WORLD: [&str; 12] = [
    "Utc::now",
    "Local::now",
    "SystemTime::now",
    "Instant::now",
    "Uuid::new_v4",
    "Uuid::now_v7",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
];

/// The commands of the binary that run an engine, or read its database by themselves; all the others are clients.
const ENGINE_ROOMS: [&str; 11] = [
    "services/cli/src/base.rs",
    "services/cli/src/bench.rs",
    "services/cli/src/bench/",
    "services/cli/src/cles.rs",
    "services/cli/src/rebuild.rs",
    "services/cli/src/serve.rs",
    "services/cli/src/serve/",
    "services/cli/src/demo.rs",
    "services/cli/src/demo/",
    "services/cli/src/verify.rs",
    "services/cli/src/verify/",
];

/// Name and `[dependencies]` of each member, as Cargo reads them.
fn members() -> BTreeMap<String, Vec<String>> {
    let mut metadata = Command::new(env!("CARGO"));
    metadata.args(["metadata", "--no-deps", "--offline", "--format-version=1"]);
    let output = metadata.current_dir(house::root()).output().expect("cargo runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo answers in JSON");
    let packages = metadata["packages"].as_array().expect("a workspace has packages");
    packages.iter().map(|package| (name(package), dependencies(package))).collect()
}

fn dependencies(package: &Value) -> Vec<String> {
    let all = package["dependencies"].as_array().expect("a package has dependencies");
    all.iter().filter(|dependency| dependency["kind"].is_null()).map(name).collect()
}

fn name(thing: &Value) -> String {
    thing["name"].as_str().expect("it has a name").to_owned()
}

#[test]
fn a_crate_uses_only_those_it_may() {
    let members = members();
    let mut forbidden = Vec::new();
    for (member, dependencies) in &members {
        let may = ARROWS.iter().find(|(name, _)| name == member).map(|(_, may)| may);
        let may = may.unwrap_or_else(|| {
            panic!("{member} is new: give it its line in ARROWS and in docs/ARCHITECTURE.md")
        });
        let ours = dependencies.iter().filter(|dependency| members.contains_key(*dependency));
        let wrong = ours.filter(|dependency| !may.contains(&dependency.as_str()));
        forbidden.extend(wrong.map(|dependency| format!("{member} → {dependency}")));
    }
    assert!(
        forbidden.is_empty(),
        "these arrows point the wrong way: move the code to the crate that may, or write the \
         decision in docs/decisions and the arrow here:\n{}",
        forbidden.join("\n")
    );
}

#[test]
fn every_arrow_leaves_a_crate_that_exists() {
    let members = members();
    let gone: Vec<_> = ARROWS.iter().filter(|(name, _)| !members.contains_key(*name)).collect();
    assert!(gone.is_empty(), "remove these from ARROWS, they are no longer members: {gone:?}");
}

#[test]
fn the_domain_has_no_tool_to_reach_the_world_with() {
    let dependencies = members().remove("domain").expect("domain is a member");
    let foreign = |name: &String| !TOOLS_OF_THE_DOMAIN.contains(&name.as_str());
    let foreign: Vec<_> = dependencies.into_iter().filter(foreign).collect();
    assert!(
        foreign.is_empty(),
        "the domain is pure functions: hand it the value it wants instead of {foreign:?}; if this \
         tool does no IO and draws nothing, add it to TOOLS_OF_THE_DOMAIN"
    );
}

#[test]
fn the_domain_neither_reads_the_clock_nor_draws_an_identifier() {
    let domain = house::sources_with(".rs").into_iter();
    let domain = domain.filter(|source| source.path.starts_with("domain/src/"));
    let found: Vec<_> = domain.flat_map(|source| mentions(&source, &DOORS_TO_THE_WORLD)).collect();
    assert!(
        found.is_empty(),
        "time and identifiers come to the domain in a command or a context:\n{}",
        found.join("\n")
    );
}

#[test]
fn a_client_command_knows_the_engine_only_by_its_contract() {
    let clients = house::sources_with(".rs").into_iter().filter(|source| {
        let room = ENGINE_ROOMS.iter().any(|room| source.path.starts_with(room));
        source.path.starts_with("services/cli/src/") && !room
    });
    let engine = ["server::", "private_postgres::", "eventstore::", "postgres::"];
    let engine = [&engine[..], &["use server;", "use private_postgres;"]].concat();
    let found: Vec<_> = clients.flat_map(|source| mentions(&source, &engine)).collect();
    assert!(
        found.is_empty(),
        "there is one door: a command asks through gRPC (`proto`); only serve.rs, demo.rs and bench.rs may \
         start an engine, and base.rs alone opens its database for those that read it:\n{}",
        found.join("\n")
    );
}

fn mentions(source: &Source, paths: &[&str]) -> Vec<String> {
    let lines = |path: &&str| {
        let found = house::lines_with_path(source.tokens(), path).into_iter();
        found.map(|line| format!("{}:{line}: {path}", source.path)).collect::<Vec<_>>()
    };
    paths.iter().flat_map(lines).collect()
}
