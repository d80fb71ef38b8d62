//! What depends on an extension because somebody said so.

use crate::dialect::Step;

use super::{add, quote};

/// `ALTER what DEPENDS ON EXTENSION …`, where that changes.
pub(super) fn change(what: &str, from: &[String], to: &[String], out: &mut Vec<Step>) {
    for extension in from.iter().filter(|one| !to.contains(one)) {
        add(out, format!("ALTER {what} NO DEPENDS ON EXTENSION {}", quote::identifier(extension)));
    }
    for extension in to.iter().filter(|one| !from.contains(one)) {
        add(out, format!("ALTER {what} DEPENDS ON EXTENSION {}", quote::identifier(extension)));
    }
}
