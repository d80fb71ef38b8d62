//! Views. One that changes is replaced, so that what others may do with it stays.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::View;

use super::{definer, name, quote};

/// The view, where there is none.
pub(super) fn create(view: &View, out: &mut Vec<Step>) {
    out.push(Step::new(statement(view, false)).facts(Facts::light().repeatable(false)));
}

/// The view in the place of the old one.
pub(super) fn replace(view: &View, out: &mut Vec<Step>) {
    let facts = Facts::locking(&view.name, LockMode::AccessExclusive).repeatable(true);
    out.push(Step::new(statement(view, true)).facts(facts));
}

fn statement(view: &View, replace: bool) -> String {
    let option = |wanted: &str| view.options.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str());
    let mut text = String::from(if replace { "CREATE OR REPLACE" } else { "CREATE" });
    if let Some(algorithm) = option("algorithm") {
        text.push_str(&format!(" ALGORITHM={}", algorithm.to_ascii_uppercase()));
    }
    if let Some(owner) = &view.annotation.owner {
        text.push_str(&format!(" DEFINER={}", definer::account(owner)));
    }
    if let Some(security) = option("security") {
        text.push_str(&format!(" SQL SECURITY {}", security.to_ascii_uppercase()));
    }
    text.push_str(&format!(" VIEW {}", name(&view.name)));
    if !view.columns.is_empty() {
        text.push_str(&format!(" ({})", quote::list(&view.columns)));
    }
    text.push_str(&format!(" AS\n{}", view.query.text().trim_end_matches([';', ' ', '\n', '\t', '\r'])));
    if let Some(check) = option("check_option") {
        text.push_str(&format!("\nWITH {} CHECK OPTION", check.to_ascii_uppercase()));
    }
    text
}
