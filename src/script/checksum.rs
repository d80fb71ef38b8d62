//! The checksum of a script: what it does, not how it is laid out.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::sections::{self, Section};
use crate::sql::{Syntax, checksum_text};

pub(super) fn of_sections(syntax: Syntax, text: &str, sections: &[Section]) -> String {
    let mut sum = Sha256::new();
    for section in sections {
        let body = text.get(section.span.clone()).unwrap_or_default();
        let mode = if section.transaction { "on" } else { "off" };
        // The length keeps a statement from reading as the marker of a section.
        let body = checksum_text(syntax, body);
        sum.update(format!("{} transaction={mode} {}\n", section.direction.word(), body.len()));
        sum.update(body);
    }
    hex::encode(sum.finalize())
}

/// The checksum of a template, as it stands on disk. Where its markers are made by the template itself, its whole text
/// after the head counts.
pub(super) fn of_template(path: &Path, syntax: Syntax, source: &Arc<str>) -> String {
    let start = super::head::end(source);
    if let Ok(sections) = sections::of_lines(path, source, start) {
        of_sections(syntax, source, &sections)
    } else {
        let body = source.get(start..).unwrap_or_default().replace("\r\n", "\n");
        hex::encode(Sha256::digest(body.trim()))
    }
}
