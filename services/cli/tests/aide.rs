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
        let nom = une.get_name().to_owned();
        write!(texte, "\n$ parcours {nom} --help\n{}\n", une.render_long_help()).unwrap();
    }
    expect_file!["aide.txt"].assert_eq(&texte);
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
