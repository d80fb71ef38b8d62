//! Texts as files hold them.

/// The text without the byte-order mark that some editors write at the start of a file.
///
/// Whatever is read from a file passes through here, so that the mark never becomes part of a first word.
pub(crate) fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mark_at_the_start_goes() {
        assert_eq!(without_byte_order_mark("\u{feff}a\u{feff}"), "a\u{feff}");
        assert_eq!(without_byte_order_mark("a"), "a");
        assert_eq!(without_byte_order_mark(""), "");
    }
}
