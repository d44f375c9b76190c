//! How long a caller waits: the `grpc-timeout` of its request.

use std::time::{Duration, Instant};

use http::HeaderMap;

/// When the caller stops waiting; none when it says nothing, or something gRPC does not know.
pub(super) fn echeance(headers: &HeaderMap, now: Instant) -> Option<Instant> {
    let text = headers.get("grpc-timeout")?.to_str().ok()?;
    now.checked_add(delai(text)?)
}

/// At most eight digits and a unit, as gRPC over HTTP/2 writes it.
fn delai(text: &str) -> Option<Duration> {
    let (digits, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    if !(1..=8).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u64 = digits.parse().ok()?;
    match unit {
        "H" => Some(Duration::from_secs(number * 3_600)),
        "M" => Some(Duration::from_secs(number * 60)),
        "S" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_millis(number)),
        "u" => Some(Duration::from_micros(number)),
        "n" => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn un_delai_a_huit_chiffres_au_plus_et_une_unite() {
        assert_eq!(delai("250m"), Some(Duration::from_millis(250)));
        assert_eq!(delai("3S"), Some(Duration::from_secs(3)));
        assert_eq!(delai("99999999H"), Some(Duration::from_secs(99_999_999 * 3_600)));
        for bad in ["", "S", "-1S", "+1S", "1s", "1", "123456789S", "1é", "é"] {
            assert_eq!(delai(bad), None, "{bad}");
        }
    }
}
