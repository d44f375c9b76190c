//! The binary `parcours`: reads the command line, does it, and says how it went in its exit code.
//!
//! Deliberately not here: anything else. See `lib.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    parcours_cli::main()
}
