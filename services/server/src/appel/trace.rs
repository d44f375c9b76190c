//! Where a call stands in a trace: the W3C `traceparent` of its metadata.
//!
//! Source: W3C *Trace Context*, level 1, § 3.2. A `traceparent` that is not valid is as if it were not
//! there; one that is becomes our parent, and the answer carries ours.

use std::fmt;

use http::{HeaderMap, HeaderValue};

use crate::horloge::tirer;

/// The name of the metadata.
pub(super) const CLEF: &str = "traceparent";

/// The version this file knows; a later one is read as this one, as the specification asks.
const VERSION: &str = "00";

/// The length of a `traceparent` of that version.
const LONGUEUR: usize = 55;

/// A call in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    trace: [u8; 16],
    parent: Option<[u8; 8]>,
    span: [u8; 8],
    flags: u8,
}

impl Trace {
    /// The trace of the caller, or a new one.
    pub(super) fn lire(headers: &HeaderMap) -> Self {
        let given = headers.get(CLEF).and_then(|given| parse(given.to_str().ok()?));
        match given {
            Some((trace, parent, flags)) => {
                Self { trace, parent: Some(parent), span: tirer(), flags }
            }
            None => Self { trace: tirer(), parent: None, span: tirer(), flags: 0 },
        }
    }

    /// The trace, in hexadecimal.
    pub(super) fn trace_id(&self) -> impl fmt::Display {
        Hex(self.trace)
    }

    /// The caller's span, in hexadecimal, when it gave one.
    pub(super) fn parent_id(&self) -> Option<impl fmt::Display + use<>> {
        self.parent.map(Hex)
    }

    /// What the answer carries: the same trace, and our span.
    pub(super) fn entete(&self) -> HeaderValue {
        let Self { trace, parent: _, span, flags } = self;
        let text = format!("{VERSION}-{}-{}-{flags:02x}", Hex(*trace), Hex(*span));
        HeaderValue::from_str(&text).expect("hexadecimal and hyphens are ASCII")
    }
}

/// The trace, the caller's span and the flags of a valid `traceparent`.
fn parse(text: &str) -> Option<([u8; 16], [u8; 8], u8)> {
    let mut parts = text.split('-');
    let (version, trace) = (octets::<1>(parts.next()?)?, octets::<16>(parts.next()?)?);
    let (parent, flags) = (octets::<8>(parts.next()?)?, octets::<1>(parts.next()?)?);
    let known = version != [0xff] && (version != [0] || text.len() == LONGUEUR);
    let valid = known && trace != [0; 16] && parent != [0; 8];
    valid.then_some((trace, parent, flags[0]))
}

/// Exactly that many bytes, in lower-case hexadecimal.
fn octets<const N: usize>(text: &str) -> Option<[u8; N]> {
    let lower = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let mut octets = [0; N];
    (lower && hex::decode_to_slice(text, &mut octets).is_ok()).then_some(octets)
}

struct Hex<const N: usize>([u8; N]);

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|octet| write!(formatter, "{octet:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn trace(text: &'static str) -> Trace {
        Trace::lire(&HeaderMap::from_iter([(
            http::HeaderName::from_static(CLEF),
            HeaderValue::from_static(text),
        )]))
    }

    #[test]
    fn la_trace_de_l_appelant_est_continuee() {
        let read = trace(GIVEN);
        assert_eq!(read.trace_id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!(read.parent_id().unwrap().to_string(), "00f067aa0ba902b7");
        let told = read.entete();
        let told = told.to_str().unwrap();
        let (trace, _, flags) = parse(told).unwrap();
        assert_eq!((trace, flags), (read.trace, 1));
        assert_ne!(told, GIVEN, "our span is not the caller's");
    }

    #[test]
    fn une_version_future_est_lue_comme_la_notre() {
        assert!(parse("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-quoi").is_some());
    }

    #[test]
    fn un_traceparent_invalide_est_comme_absent() {
        for bad in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-plus",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        ] {
            let read = trace(bad);
            assert_eq!(read.parent, None, "{bad}");
            assert_ne!(read.trace, [0; 16]);
        }
    }
}
