//! Rules.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Enabled, QName, Rule};

use super::{comment, trigger};

/// The rule, whether it is in force, and its comment.
pub(super) fn create(of: &QName, rule: &Rule, out: &mut Vec<Step>) {
    let facts = Facts::locking(of, LockMode::AccessExclusive).repeatable(false);
    out.push(Step::new(rule.sql.text()).facts(facts));
    trigger::enable(of, "RULE", &rule.name, Enabled::Origin, rule.enabled, LockMode::AccessExclusive, out);
    comment::on_part(of, "RULE", &rule.name, None, &rule.annotation, out);
}

/// Whether a rule can become another in place.
pub(crate) fn alters(from: &Rule, to: &Rule) -> bool {
    from.name == to.name && (from.sql == to.sql || replacement(to).is_some())
}

/// What changes in place: see [`alters`].
pub(super) fn alter(of: &QName, from: &Rule, to: &Rule, out: &mut Vec<Step>) {
    if from.sql != to.sql
        && let Some(text) = replacement(to)
    {
        out.push(Step::new(text).facts(Facts::locking(of, LockMode::AccessExclusive).repeatable(true)));
    }
    trigger::enable(of, "RULE", &to.name, from.enabled, to.enabled, LockMode::AccessExclusive, out);
    comment::on_part(of, "RULE", &to.name, Some(&from.annotation), &to.annotation, out);
}

/// `CREATE OR REPLACE RULE …`: whether the rule is in force stays as it is.
fn replacement(rule: &Rule) -> Option<String> {
    rule.sql.text().strip_prefix("CREATE RULE ").map(|rest| format!("CREATE OR REPLACE RULE {rest}"))
}
