//! How a message is read: one field after the other, each knowing its path.
//!
//! # Invariants
//!
//! - A field that could not be read has left a violation: `None` never comes without one.
//! - Reading goes on after a violation, so that all of them are found.
//! - Telling ([`Wire::to_wire`], [`Field::write`]) cannot fail.

use std::fmt::Write as _;

use super::violations::{Violation, Violations};

/// A domain value that is a message of the contract.
pub trait Wire: Sized {
    /// The generated message.
    type Message: Default + PartialEq;

    /// Tells the value.
    fn to_wire(&self) -> Self::Message;

    /// Reads the value; `None` leaves at least one violation in the reader.
    fn from_wire(message: Self::Message, reader: &mut Reader) -> Option<Self>;

    /// Whether a message says nothing at all: it is then as if it had not been sent.
    fn is_absent(message: &Self::Message) -> bool {
        is_empty(message)
    }
}

/// A domain value that a field of generated type `W` carries.
pub trait Field<W>: Sized {
    /// Tells the value.
    fn write(&self) -> W;

    /// Reads the value; `None` leaves at least one violation in the reader.
    fn read(wire: W, reader: &mut Reader) -> Option<Self>;
}

/// A domain value that a text carries.
pub trait Leaf: Sized {
    /// Tells the value.
    fn print(&self) -> String;

    /// Reads a text that is not empty.
    ///
    /// # Errors
    ///
    /// A stable code and a French sentence, without the text.
    fn parse(text: &str) -> Result<Self, Fault>;
}

/// A stable code and a French sentence.
pub type Fault = (&'static str, String);

enum Step {
    Name(&'static str),
    Index(usize),
}

/// Where one is in a message, and what was found wrong so far.
#[derive(Default)]
pub struct Reader {
    path: Vec<Step>,
    violations: Vec<Violation>,
}

impl Reader {
    /// Reads one field of the message.
    pub fn field<W, T: Field<W>>(&mut self, name: &'static str, wire: W) -> Option<T> {
        self.inside(name, |reader| T::read(wire, reader))
    }

    /// Does something one level down, in the field of that name.
    pub fn inside<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.step(Step::Name(name), read)
    }

    /// Reads each element of a list; `None` if one of them could not be read.
    pub fn each<W, T>(
        &mut self,
        wires: Vec<W>,
        mut read: impl FnMut(W, &mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let read_one = |(rank, wire)| self.step(Step::Index(rank), |reader| read(wire, reader));
        let all: Vec<Option<T>> = wires.into_iter().enumerate().map(read_one).collect();
        all.into_iter().collect()
    }

    /// Blames the field one is in. Always `None`, to be returned.
    pub fn blame<T>(&mut self, code: &'static str, message: impl Into<String>) -> Option<T> {
        let champ = self.path();
        self.violations.push(Violation { champ, message: message.into(), code });
        None
    }

    /// Blames one of the fields of the message one is in.
    pub fn blame_at<T>(
        &mut self,
        name: &'static str,
        code: &'static str,
        message: impl Into<String>,
    ) -> Option<T> {
        self.inside(name, |reader| reader.blame(code, message))
    }

    /// Blames the field one is in for being empty.
    pub fn missing<T>(&mut self) -> Option<T> {
        self.blame("CHAMP_OBLIGATOIRE", "Ce champ est obligatoire.")
    }

    /// What was read, or everything wrong with it.
    ///
    /// # Errors
    ///
    /// Every violation left in the reader.
    pub fn finish<T>(self, read: Option<T>) -> Result<T, Violations> {
        if self.violations.is_empty() {
            Ok(read.expect("what could not be read has left a violation"))
        } else {
            Err(Violations(self.violations))
        }
    }

    fn step<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let read = read(self);
        self.path.pop();
        read
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Name(name) if path.is_empty() => path.push_str(name),
                Step::Name(name) => {
                    path.push('.');
                    path.push_str(name);
                }
                Step::Index(rank) => {
                    write!(path, "[{rank}]").expect("writing to a String never fails");
                }
            }
        }
        path
    }
}

impl<T: Leaf> Field<String> for T {
    fn write(&self) -> String {
        self.print()
    }

    fn read(wire: String, reader: &mut Reader) -> Option<Self> {
        if is_blank(&wire) {
            return reader.missing();
        }
        T::parse(&wire).map_or_else(|(code, message)| reader.blame(code, message), Some)
    }
}

impl<T: Leaf> Field<String> for Option<T> {
    fn write(&self) -> String {
        self.as_ref().map(Leaf::print).unwrap_or_default()
    }

    fn read(wire: String, reader: &mut Reader) -> Option<Self> {
        if is_blank(&wire) { Some(None) } else { T::read(wire, reader).map(Some) }
    }
}

impl<T: Leaf> Field<Vec<String>> for Vec<T> {
    fn write(&self) -> Vec<String> {
        self.iter().map(Leaf::print).collect()
    }

    fn read(wire: Vec<String>, reader: &mut Reader) -> Option<Self> {
        reader.each(wire, T::read)
    }
}

impl<T: Wire<Message = M>, M> Field<Option<M>> for T {
    fn write(&self) -> Option<M> {
        Some(self.to_wire())
    }

    fn read(wire: Option<M>, reader: &mut Reader) -> Option<Self> {
        match wire.filter(|message| !T::is_absent(message)) {
            Some(message) => T::from_wire(message, reader),
            None => reader.missing(),
        }
    }
}

impl<T: Wire<Message = M>, M> Field<Option<M>> for Option<T> {
    fn write(&self) -> Option<M> {
        self.as_ref().map(Wire::to_wire)
    }

    fn read(wire: Option<M>, reader: &mut Reader) -> Option<Self> {
        match wire.filter(|message| !T::is_absent(message)) {
            Some(message) => T::from_wire(message, reader).map(Some),
            None => Some(None),
        }
    }
}

macro_rules! same_on_both_sides {
    ($($type:ty),+) => { $(
        impl Field<$type> for $type {
            fn write(&self) -> $type {
                *self
            }

            fn read(wire: $type, _: &mut Reader) -> Option<Self> {
                Some(wire)
            }
        }
    )+ };
}

same_on_both_sides!(bool, u32, u64, Option<bool>, Option<u32>);

impl Field<Self> for Vec<u32> {
    fn write(&self) -> Self {
        self.clone()
    }

    fn read(wire: Self, _: &mut Reader) -> Option<Self> {
        Some(wire)
    }
}

/// Nothing in it was said.
pub(super) fn is_empty<T: Default + PartialEq>(message: &T) -> bool {
    *message == T::default()
}

/// Empty is absent, and so are spaces alone.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A struct and its message have the same fields: both directions come from one list, and both take
/// the other side apart without `..`, so that a new field does not compile until it is listed. A
/// field followed by `= expr` takes that value (an `Option`) when the text is empty.
macro_rules! wire_struct {
    ($domain:path => $message:path {}) => {
        impl $crate::wire::Wire for $domain {
            type Message = $message;

            fn to_wire(&self) -> $message {
                let Self {} = self;
                $message {}
            }

            fn from_wire(message: $message, _: &mut $crate::wire::Reader) -> Option<Self> {
                let $message {} = message;
                Some(Self {})
            }

            fn is_absent(_: &$message) -> bool {
                false
            }
        }
    };
    ($domain:path => $message:path { $( $field:ident $(= $default:expr)? ),+ $(,)? }) => {
        impl $crate::wire::Wire for $domain {
            type Message = $message;

            fn to_wire(&self) -> $message {
                let Self { $($field),+ } = self;
                $message { $($field: $crate::wire::Field::write($field)),+ }
            }

            fn from_wire(message: $message, reader: &mut $crate::wire::Reader) -> Option<Self> {
                let $message { $($field),+ } = message;
                $( let $field = wire_struct!(@read reader $field $(= $default)?); )+
                Some(Self { $($field: $field?),+ })
            }
        }
    };
    (@read $reader:ident $field:ident) => {
        $reader.field(stringify!($field), $field)
    };
    (@read $reader:ident $field:ident = $default:expr) => {
        if $crate::wire::reader::is_blank(&$field) {
            $default
        } else {
            $reader.field(stringify!($field), $field)
        }
    };
}
pub(super) use wire_struct;
