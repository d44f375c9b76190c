//! The commands as the lines of an import file.
//!
//! Deliberately absent: the form of a line. The contract has it ([`proto::json`]).

use std::io::{Result, Write};

use proto::json::ligne_de;
use proto::reprise::v1::Commande;

/// Writes commands, one a line.
///
/// # Errors
///
/// When the destination refuses a line.
pub fn ecrire_json_lines(commandes: &[Commande], mut vers: impl Write) -> Result<()> {
    for commande in commandes {
        writeln!(vers, "{}", ligne_de(commande))?;
    }
    vers.flush()
}
