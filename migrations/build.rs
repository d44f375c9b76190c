//! Makes Cargo embed a migration file that was only added.
//!
//! The embedding macro tracks the files it has read, not the folder: without this line a new file would be
//! missing from the binary until something else in the crate changes.

#[expect(clippy::print_stdout, reason = "standard output is how a build script speaks to Cargo")]
fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
