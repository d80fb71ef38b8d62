//! Amounts of rows and bytes in words.

/// `14,000 rows`, `1 row`.
pub(crate) fn rows(number: u64) -> String {
    format!("{} {}", thousands(number), if number == 1 { "row" } else { "rows" })
}

/// `12 bytes`, `2.1 MB`.
pub(crate) fn bytes(number: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if number < 1000 {
        return format!("{number} {}", if number == 1 { "byte" } else { "bytes" });
    }
    let (mut size, mut unit) = (number as f64 / 1000.0, UNITS[0]);
    for next in UNITS.iter().skip(1) {
        if size < 999.95 {
            break;
        }
        (size, unit) = (size / 1000.0, next);
    }
    format!("{size:.1} {unit}")
}

/// A number with a comma before each three digits.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        assert_eq!(
            [rows(0), rows(1), rows(14_000), rows(1_234_567)],
            ["0 rows", "1 row", "14,000 rows", "1,234,567 rows"]
        );
        assert_eq!(
            [bytes(1), bytes(999), bytes(2_100_000), bytes(999_960)],
            ["1 byte", "999 bytes", "2.1 MB", "1.0 MB"]
        );
        assert_eq!(bytes(u64::MAX), "18446744.1 TB");
    }
}
