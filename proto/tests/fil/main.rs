//! The contract and the domain, in both directions: `wire` for messages, `json` for lines of files.

mod json;
mod soutien;
mod wire;
