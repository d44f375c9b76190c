//! The help, whole, as a golden text: what a new user reads is reviewed like code.

use std::fmt::Write as _;

use clap::CommandFactory as _;
use expect_test::expect_file;
use parcours_cli::arguments::Arguments;

#[test]
fn l_aide_de_chaque_commande_se_lit() {
    let mut commande = Arguments::command();
    commande.build();
    let mut texte = format!("$ parcours --help\n{}\n", commande.render_long_help());
    for une in commande.get_subcommands_mut() {
        ecrire(&mut texte, "parcours", une);
    }
    expect_file!["aide.txt"].assert_eq(&texte);
}

/// The help of a command, then that of each of its own.
fn ecrire(texte: &mut String, avant: &str, commande: &mut clap::Command) {
    let nom = format!("{avant} {}", commande.get_name());
    write!(texte, "\n$ {nom} --help\n{}\n", commande.render_long_help())
        .expect("a String takes all");
    for une in commande.get_subcommands_mut() {
        ecrire(texte, &nom, une);
    }
}

#[test]
fn chaque_commande_donne_un_exemple() {
    let mut commande = Arguments::command();
    commande.build();
    for une in commande.get_subcommands() {
        let aide = une.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(aide.contains(&format!("  parcours {}", une.get_name())), "{}", une.get_name());
    }
}
