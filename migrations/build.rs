//! Makes Cargo embed a migration file that was only added.
//!
//! The embedding macro tracks the files it has read, not the folder: without this line a new file would be
//! missing from the binary until something else in the crate changes.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
