//! The repository as the tests of the house read it: its files, and the tokens of its sources.
//!
//! Deliberately not here: any rule. `tests/tidy.rs` and `tests/arrows.rs` state them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Ident, TokenStream, TokenTree};

/// Folders that are not the repository's own.
const NOT_OURS: [&str; 3] = [".git", ".parcours", "target"];

/// A text file of the repository.
#[derive(Debug)]
pub struct Source {
    /// Its path from the root, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl Source {
    /// Whether it holds nothing but tests: it stands in a `tests` folder, or is a module `tests`.
    pub fn is_test(&self) -> bool {
        self.path.split('/').any(|part| matches!(part, "tests" | "tests.rs" | "benches"))
    }

    /// Whether it is a build script.
    pub fn is_build_script(&self) -> bool {
        self.name() == "build.rs"
    }

    /// Its name without its folders.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Its tokens, as Rust reads it.
    ///
    /// # Panics
    /// When it is not Rust.
    pub fn tokens(&self) -> TokenStream {
        self.text.parse().unwrap_or_else(|error| panic!("{}: {error}", self.path))
    }
}

/// The folder of the workspace.
///
/// # Panics
/// When this crate no longer stands right under it.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("this crate stands under the root")
}

/// Every text file of the repository, sorted by path. What is not UTF-8 is not text.
pub fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(root(), &mut files);
    let mut sources: Vec<Source> = files.iter().filter_map(|file| read(file)).collect();
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    sources
}

/// Those whose name ends so.
pub fn sources_with(extension: &str) -> Vec<Source> {
    sources().into_iter().filter(|source| source.path.ends_with(extension)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for path in entries.map(|entry| entry.path()) {
        let ours = !NOT_OURS.iter().any(|name| path.ends_with(name));
        match path.is_dir() {
            true if ours => collect(&path, files),
            true => {}
            false => files.push(path),
        }
    }
}

fn read(file: &Path) -> Option<Source> {
    let path = file.strip_prefix(root()).ok()?.to_str()?.to_owned();
    Some(Source { path, text: fs::read_to_string(file).ok()? })
}

/// Every token of a stream, groups opened, in order.
pub fn flat(tokens: TokenStream) -> Vec<TokenTree> {
    let mut all = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => all.extend(flat(group.stream())),
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => all.push(token),
        }
    }
    all
}

/// The identifiers of a stream.
pub fn identifiers(tokens: TokenStream) -> BTreeSet<String> {
    flat(tokens).iter().filter_map(identifier).map(Ident::to_string).collect()
}

/// The lines on which a path is written, such as `Utc::now` or `server::`; one whose first word only
/// ends another path (`proto::server::`) is not it.
pub fn lines_with_path(tokens: TokenStream, path: &str) -> Vec<usize> {
    let wanted: Vec<String> = flat(path.parse().expect("a path is made of tokens"))
        .iter()
        .map(ToString::to_string)
        .collect();
    let tokens = flat(tokens);
    let written: Vec<String> = tokens.iter().map(ToString::to_string).collect();
    let starts = (0..written.len()).filter(|&start| {
        written[start..].starts_with(&wanted) && (start == 0 || written[start - 1] != ":")
    });
    starts.map(|start| tokens[start].span().start().line).collect()
}

fn identifier(token: &TokenTree) -> Option<&Ident> {
    match token {
        TokenTree::Ident(identifier) => Some(identifier),
        TokenTree::Group(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str, path: &str) -> Vec<usize> {
        lines_with_path(source.parse().unwrap(), path)
    }

    #[test]
    fn a_path_is_found_in_code_and_in_macros_but_not_at_the_end_of_another() {
        let source = "fn a() {\n chrono::Utc::now();\n println!(\"{}\", server::run());\n}";
        assert_eq!(lines(source, "server::"), [3]);
        assert!(lines("use proto::server::Client;", "server::").is_empty());
        assert!(lines("use server_side::Client; // server::run", "server::").is_empty());
    }
}
