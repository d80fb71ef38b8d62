//! Texts as files hold them: read without waiting for what never ends, and decoded.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;

/// Larger files are not read: what is that large is no text that somebody wrote.
const LARGEST: u64 = 1 << 30;

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TextFault {
    /// They are no UTF-8.
    NotUtf8 {
        /// The line of the first byte that is none, from 1.
        line: usize,
        /// Whether they start with the mark of UTF-16.
        utf16: bool,
    },
    /// They hold a NUL byte.
    Nul {
        /// The text.
        text: String,
        /// Where the byte stands in it.
        span: Range<usize>,
    },
}

/// What to do about a NUL byte.
pub(crate) const NUL_HELP: &str = "take it out; a file that is full of them was saved as UTF-16: save it as UTF-8";

/// The text without the byte-order mark that some editors write at the start of a file.
///
/// Whatever is read from a file passes through here, so that the mark never becomes part of a first word.
pub(crate) fn without_byte_order_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Where the first NUL byte stands. No database takes one: a client's text ends there, or its driver waits for the rest.
pub(crate) fn nul_in(text: &str) -> Option<Range<usize>> {
    text.find('\0').map(|at| at..at + 1)
}

/// The text that the bytes of a file are.
///
/// # Errors
/// Bytes that are no UTF-8, or hold a NUL byte.
pub(crate) fn decoded(bytes: Vec<u8>) -> Result<String, TextFault> {
    let text = String::from_utf8(bytes).map_err(|fault| {
        let bytes = fault.as_bytes();
        let before = bytes.get(..fault.utf8_error().valid_up_to()).unwrap_or_default();
        TextFault::NotUtf8 { line: 1 + before.iter().filter(|byte| **byte == b'\n').count(), utf16: is_utf16(bytes) }
    })?;
    match nul_in(&text) {
        None => Ok(text),
        Some(span) => Err(TextFault::Nul { text, span }),
    }
}

/// Whether the bytes start with the mark of UTF-16.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// Opens a file to be read.
///
/// # Errors
/// What the system says; a named pipe or a device, whose opening or reading may never end. What the caller's shell has
/// opened already (`/dev/stdin`, `/dev/fd/3`) may be a pipe.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let kind = std::fs::metadata(path)?.file_type();
    let handed_over = ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|known| path.starts_with(known));
    if !kind.is_file() && !kind.is_dir() && !handed_over {
        return Err(io::Error::other("it is a named pipe or a device, not a file"));
    }
    File::open(path)
}

/// The bytes of a file.
///
/// # Errors
/// As [`open`]; a file that is too large to be a text.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_from(open(path)?)
}

/// All that comes, as long as it is not too much.
///
/// # Errors
/// What the system says; too much.
pub(crate) fn read_from(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 1 GiB"));
    }
    Ok(bytes)
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

    #[test]
    fn bytes_that_are_no_text() {
        assert_eq!(decoded(b"a\nb".to_vec()), Ok("a\nb".to_owned()));
        assert_eq!(decoded(b"a\n\xff".to_vec()), Err(TextFault::NotUtf8 { line: 2, utf16: false }));
        assert_eq!(decoded(b"\xff\xfea\0".to_vec()), Err(TextFault::NotUtf8 { line: 1, utf16: true }));
        assert_eq!(decoded(b"a\0b".to_vec()), Err(TextFault::Nul { text: "a\0b".to_owned(), span: 1..2 }));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_not_read() {
        assert!(read(Path::new("/dev/zero")).is_err_and(|fault| fault.to_string().contains("device")));
    }
}
