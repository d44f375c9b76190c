//! The one canonical form: RFC 8785 JSON, restricted.
//!
//! Two parties that hold the same data hold the same bytes, in ten years and in another language; that is what
//! leaves, seals, command hashes and reports stand on. Restrictions on top of the RFC: ASCII keys (so "sorted by
//! UTF-16 unit" is "sorted by byte"), integers strictly below 2^53 in absolute value, **no floating point**
//! (decimals are strings, ratios are `{num, den}`), no null (a field is absent rather than null), no U+0000
//! (PostgreSQL's `jsonb` cannot hold it).
//!
//! Keys are sorted here, whatever order the map keeps: a dependency may turn on `serde_json/preserve_order` for
//! the whole workspace.
//!
//! Deliberately not here: what the values mean. Refusals carry a path and never a value.

use std::fmt::{self, Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Number, Value};

/// The first integer that RFC 8785 (through IEEE 754 doubles) cannot tell from its neighbour.
const INTEGER_LIMIT: u64 = 1 << 53;

/// Why a value has no canonical form, and where. `path` is a JSON pointer; the root is the empty string.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no canonical form at \"{path}\": {reason}")]
pub struct NotCanonical {
    /// JSON pointer (RFC 6901) to the culprit.
    pub path: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What the canonical form refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A null: leave the field out.
    Null,
    /// A number with a fraction or an exponent.
    FloatingPoint,
    /// An integer of 2^53 or more in absolute value.
    IntegerTooLarge,
    /// A key with a character outside ASCII.
    KeyNotAscii,
    /// A string or a key that holds U+0000.
    Nul,
    /// Bytes that are not UTF-8 JSON.
    NotJson,
    /// Bytes that are JSON, but not in the canonical form: order, spaces, escapes, a key twice.
    OtherForm,
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Null => "a null, where the field should be absent",
            Self::FloatingPoint => "a floating point number",
            Self::IntegerTooLarge => "an integer of 2^53 or more",
            Self::KeyNotAscii => "a key that is not ASCII",
            Self::Nul => "a string that holds U+0000",
            Self::NotJson => "not UTF-8 JSON",
            Self::OtherForm => "JSON in another form than the canonical one",
        })
    }
}

/// Writes a value in the canonical form.
pub fn to_bytes(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut writer = Writer { out: String::with_capacity(256), path: String::new() };
    writer.value(value)?;
    Ok(writer.out.into_bytes())
}

/// Reads bytes that are already in the canonical form, and refuses any others.
pub fn parse(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let at_root = |reason| NotCanonical { path: String::new(), reason };
    let value: Value = serde_json::from_slice(bytes).map_err(|_| at_root(Reason::NotJson))?;
    let same = to_bytes(&value)? == bytes;
    if same { Ok(value) } else { Err(at_root(Reason::OtherForm)) }
}

/// Removes the null members of every object, at any depth. Nulls in arrays stay, and [`to_bytes`] refuses them:
/// to remove one would move its neighbours.
pub fn strip_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(strip_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_nulls),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Writes an instant as every canonical form does: UTC, six decimals, `Z`. Anything below the microsecond is
/// dropped. Example: `2026-11-21T20:33:00.000000Z`.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Extends a JSON pointer (RFC 6901) by one step. Distinct steps give distinct pointers.
pub(crate) fn push_step(path: &mut String, step: &str) {
    path.push('/');
    for character in step.chars() {
        match character {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

struct Writer {
    out: String,
    path: String,
}

impl Writer {
    fn value(&mut self, value: &Value) -> Result<(), NotCanonical> {
        match value {
            Value::Null => self.refuse(Reason::Null),
            Value::Bool(true) => self.verbatim("true"),
            Value::Bool(false) => self.verbatim("false"),
            Value::Number(number) => self.number(number),
            Value::String(text) => self.string(text),
            Value::Array(items) => self.array(items),
            Value::Object(members) => self.object(members),
        }
    }

    fn refuse(&self, reason: Reason) -> Result<(), NotCanonical> {
        Err(NotCanonical { path: self.path.clone(), reason })
    }

    fn verbatim(&mut self, text: &str) -> Result<(), NotCanonical> {
        self.out.push_str(text);
        Ok(())
    }

    fn number(&mut self, number: &Number) -> Result<(), NotCanonical> {
        let magnitude = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
        match magnitude {
            None => self.refuse(Reason::FloatingPoint),
            Some(magnitude) if magnitude >= INTEGER_LIMIT => self.refuse(Reason::IntegerTooLarge),
            Some(_) => self.verbatim(&number.to_string()),
        }
    }

    /// RFC 8785 §3.2.2.2: the two-character escapes that exist, `\u00xx` in lower case for the other control
    /// characters, and everything else as it is.
    fn string(&mut self, text: &str) -> Result<(), NotCanonical> {
        if text.contains('\0') {
            return self.refuse(Reason::Nul);
        }
        self.out.push('"');
        // What is escaped is ASCII: everything between two escapes is copied as it is.
        let mut copied = 0;
        for (index, byte) in text.bytes().enumerate().filter(|(_, byte)| is_escaped(*byte)) {
            self.out.push_str(&text[copied..index]);
            self.escaped(byte);
            copied = index + 1;
        }
        self.out.push_str(&text[copied..]);
        self.out.push('"');
        Ok(())
    }

    fn escaped(&mut self, byte: u8) {
        match byte {
            b'"' => self.out.push_str("\\\""),
            b'\\' => self.out.push_str("\\\\"),
            0x08 => self.out.push_str("\\b"),
            b'\t' => self.out.push_str("\\t"),
            b'\n' => self.out.push_str("\\n"),
            0x0c => self.out.push_str("\\f"),
            b'\r' => self.out.push_str("\\r"),
            control => write!(self.out, "\\u{control:04x}").expect("a String takes all"),
        }
    }

    fn array(&mut self, items: &[Value]) -> Result<(), NotCanonical> {
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.step(&index.to_string(), |writer| writer.value(item))?;
        }
        self.verbatim("]")
    }

    fn object(&mut self, members: &Map<String, Value>) -> Result<(), NotCanonical> {
        let mut sorted: Vec<_> = members.iter().collect();
        sorted.sort_unstable_by_key(|(key, _)| key.as_bytes());
        self.out.push('{');
        for (index, (key, member)) in sorted.into_iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.step(key, |writer| writer.member(key, member))?;
        }
        self.verbatim("}")
    }

    fn member(&mut self, key: &str, member: &Value) -> Result<(), NotCanonical> {
        if !key.is_ascii() {
            return self.refuse(Reason::KeyNotAscii);
        }
        self.string(key)?;
        self.out.push(':');
        self.value(member)
    }

    fn step(
        &mut self,
        step: &str,
        inside: impl FnOnce(&mut Self) -> Result<(), NotCanonical>,
    ) -> Result<(), NotCanonical> {
        let outside = self.path.len();
        push_step(&mut self.path, step);
        inside(self)?;
        self.path.truncate(outside);
        Ok(())
    }
}

/// Whether RFC 8785 escapes that byte within a string; those above ASCII it never does.
fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        String::from_utf8(to_bytes(value).unwrap()).unwrap()
    }

    fn refusal(value: &Value) -> (String, Reason) {
        let refused = to_bytes(value).unwrap_err();
        (refused.path, refused.reason)
    }

    #[test]
    fn every_specimen_gives_its_frozen_bytes() {
        let specimens: Vec<Value> =
            serde_json::from_str(include_str!("../specimens/canonical.json")).unwrap();
        for specimen in &specimens {
            let bytes = to_bytes(&specimen["value"]).unwrap();
            assert_eq!(hex::encode(bytes), specimen["bytes_hex"].as_str().unwrap(), "{specimen}");
        }
        assert!(specimens.len() >= 5);
    }

    #[test]
    fn keys_are_sorted_by_byte_at_every_depth() {
        let value = json!({"b": {"z": 1, "A": 2, "a": 3}, "a": [{"y": 1, "x": 2}], "B": true});
        assert_eq!(text(&value), r#"{"B":true,"a":[{"x":2,"y":1}],"b":{"A":2,"a":3,"z":1}}"#);
    }

    #[test]
    fn strings_are_escaped_as_rfc_8785_says_and_no_more() {
        let value = json!("€$\u{f}\nA'B\"\\\\\"/é\u{7f}\u{2028}😀\u{8}\t\u{c}\r\u{1f}");
        let expected = "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/é\u{7f}\u{2028}😀\\b\\t\\f\\r\\u001f\"";
        assert_eq!(text(&value), expected);
    }

    #[test]
    fn the_largest_integer_is_two_to_the_53_minus_one_on_both_sides() {
        assert_eq!(text(&json!(9_007_199_254_740_991_u64)), "9007199254740991");
        assert_eq!(text(&json!(-9_007_199_254_740_991_i64)), "-9007199254740991");
        for beyond in [json!(9_007_199_254_740_992_u64), json!(-9_007_199_254_740_992_i64)] {
            assert_eq!(refusal(&beyond).1, Reason::IntegerTooLarge);
        }
        assert_eq!(refusal(&json!(u64::MAX)).1, Reason::IntegerTooLarge);
        assert_eq!(refusal(&json!(i64::MIN)).1, Reason::IntegerTooLarge);
    }

    #[test]
    fn what_has_no_canonical_form_is_refused_with_its_path() {
        assert_eq!(
            refusal(&json!({"a": [1, {"b": 1.0}]})),
            ("/a/1/b".into(), Reason::FloatingPoint)
        );
        assert_eq!(refusal(&json!({"a/b": {"~": null}})), ("/a~1b/~0".into(), Reason::Null));
        assert_eq!(refusal(&json!({"é": 1})), ("/é".into(), Reason::KeyNotAscii));
        assert_eq!(refusal(&json!({"a": "x\0y"})), ("/a".into(), Reason::Nul));
        assert_eq!(refusal(&json!(null)), (String::new(), Reason::Null));
    }

    #[test]
    fn nulls_are_stripped_from_objects_and_only_from_objects() {
        let mut value = json!({"a": null, "b": {"c": null, "d": [{"e": null}, null]}});
        strip_nulls(&mut value);
        assert_eq!(value, json!({"b": {"d": [{}, null]}}));
        assert_eq!(refusal(&value), ("/b/d/1".into(), Reason::Null));
    }

    #[test]
    fn an_instant_has_six_decimals_and_a_z() {
        let at = Utc.with_ymd_and_hms(2026, 11, 21, 20, 33, 0).unwrap();
        assert_eq!(instant(at), "2026-11-21T20:33:00.000000Z");
        assert_eq!(
            instant(at + chrono::TimeDelta::nanoseconds(1_999)),
            "2026-11-21T20:33:00.000001Z"
        );
    }

    #[test]
    fn parse_takes_the_canonical_form_and_nothing_else() {
        assert_eq!(parse(br#"{"a":1,"b":"x"}"#).unwrap(), json!({"a": 1, "b": "x"}));
        for other in [
            r#"{"b":1,"a":1}"#,
            r#"{"a": 1}"#,
            r#"{"a":1,"a":1}"#,
            r#"{"a":"\u00e9"}"#,
            r#"{"a":-0}"#,
            r#"{"a":1}x"#,
            "",
        ] {
            assert!(parse(other.as_bytes()).is_err(), "{other}");
        }
        assert_eq!(parse(b"\"\xff\"").unwrap_err().reason, Reason::NotJson);
    }

    fn any_canonical_value() -> impl Strategy<Value = Value> {
        let limit = 9_007_199_254_740_991_i64;
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            (-limit..=limit).prop_map(Value::from),
            "[^\0]{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::hash_map("[ -~]{0,6}", inner, 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_the_same(value in any_canonical_value()) {
            let bytes = to_bytes(&value).unwrap();
            prop_assert_eq!(parse(&bytes).unwrap(), value);
        }
    }
}
