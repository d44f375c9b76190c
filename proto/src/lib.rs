//! The gRPC contract: generated messages, and (in [`wire`]) their mapping to the domain's
//! types; [`json`] is how the same messages are written in files.
//!
//! The `.proto` files under `parcours/` are the contract; what is here is made from them at build
//! time. There is no rule here: a message that means something becomes a domain value, another
//! becomes a field violation.

pub mod json;
pub mod wire;

/// Generated messages, clients and servers, module by module as the packages are named.
#[expect(unreachable_pub, clippy::allow_attributes, reason = "generated code")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/parcours.rs"));
}

pub use generated::parcours::*;

/// The encoded `FileDescriptorSet` of the whole contract, for reflection and for JSON.
pub const DESCRIPTORS: &[u8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/parcours.descriptors.bin"));
