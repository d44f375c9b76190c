//! Framing: how several fields become one sequence of bytes that no other fields give.
//!
//! A field that is there is `0x01`, its length (32 bits, big-endian), its bytes; an absent one is `0x00`. Fields
//! follow each other in a fixed order, so none needs a name. Leaves, seals, wrapped keys and command hashes are
//! all framed so; frozen with them.

/// Fields, framed one after the other.
#[derive(Debug, Default)]
pub(crate) struct Frame(Vec<u8>);

impl Frame {
    pub(crate) fn new() -> Self {
        Self(Vec::with_capacity(256))
    }

    /// Adds a field that is there.
    pub(crate) fn field(mut self, bytes: impl AsRef<[u8]>) -> Self {
        let bytes = bytes.as_ref();
        let length = u32::try_from(bytes.len()).expect("fields are bounded far below 4 GiB");
        self.0.push(1);
        self.0.extend_from_slice(&length.to_be_bytes());
        self.0.extend_from_slice(bytes);
        self
    }

    /// Adds a field that may be absent.
    pub(crate) fn optional(mut self, bytes: Option<impl AsRef<[u8]>>) -> Self {
        match bytes {
            Some(bytes) => self.field(bytes),
            None => {
                self.0.push(0);
                self
            }
        }
    }

    /// The bytes so far.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_between_fields_changes_the_frame() {
        let one = Frame::new().field("ab").field("c");
        let other = Frame::new().field("a").field("bc");
        assert_ne!(one.bytes(), other.bytes());
    }

    #[test]
    fn absent_is_not_empty() {
        assert_eq!(Frame::new().optional(None::<&[u8]>).bytes(), [0]);
        assert_eq!(Frame::new().optional(Some("")).bytes(), [1, 0, 0, 0, 0]);
        assert_eq!(Frame::new().field("é").bytes(), [1, 0, 0, 0, 2, 0xc3, 0xa9]);
    }
}
