//! Policies, and row-level security itself.

use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Expr, Policy, QName, RowSecurity};

use super::{comment, name, quote};

/// The policy and its comment.
pub(super) fn create(of: &QName, policy: &Policy, out: &mut Vec<Step>) {
    let mut text = format!("CREATE POLICY {} ON {}", quote::identifier(&policy.name), name(of));
    if policy.restrictive {
        text.push_str(" AS RESTRICTIVE");
    }
    if let Some(command) = &policy.command {
        text.push_str(&format!(" FOR {}", command.to_ascii_uppercase()));
    }
    if !policy.roles.is_empty() {
        text.push_str(&format!(" TO {}", quote::list(&policy.roles)));
    }
    clause(&mut text, "USING", policy.using.as_ref());
    clause(&mut text, "WITH CHECK", policy.check.as_ref());
    out.push(Step::new(text).facts(Facts::locking(of, LockMode::AccessExclusive).repeatable(false)));
    comment::on_part(of, "POLICY", &policy.name, None, &policy.annotation, out);
}

fn clause(text: &mut String, words: &str, expression: Option<&Expr>) {
    if let Some(expression) = expression {
        text.push_str(&format!(" {words} ({expression})"));
    }
}

/// Whether a policy can become another in place: ALTER POLICY changes roles and expressions, and adds an expression. It takes
/// none away, and changes neither the command nor whether the policy is restrictive.
pub(crate) fn alters(from: &Policy, to: &Policy) -> bool {
    let kept = |from: &Option<Expr>, to: &Option<Expr>| from.is_none() || to.is_some();
    from.name == to.name
        && from.restrictive == to.restrictive
        && from.command == to.command
        && kept(&from.using, &to.using)
        && kept(&from.check, &to.check)
}

/// What changes in place: see [`alters`].
pub(super) fn alter(of: &QName, from: &Policy, to: &Policy, out: &mut Vec<Step>) {
    let mut changes = String::new();
    if from.roles != to.roles {
        let roles = if to.roles.is_empty() { "PUBLIC".to_owned() } else { quote::list(&to.roles) };
        changes.push_str(&format!(" TO {roles}"));
    }
    clause(&mut changes, "USING", to.using.as_ref().filter(|_| from.using != to.using));
    clause(&mut changes, "WITH CHECK", to.check.as_ref().filter(|_| from.check != to.check));
    if !changes.is_empty() {
        let text = format!("ALTER POLICY {} ON {}{changes}", quote::identifier(&to.name), name(of));
        out.push(Step::new(text).facts(Facts::locking(of, LockMode::AccessExclusive).repeatable(true)));
    }
    comment::on_part(of, "POLICY", &to.name, Some(&from.annotation), &to.annotation, out);
}

/// `ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`, as far as it changes.
pub(super) fn secure(of: &QName, from: RowSecurity, to: RowSecurity, out: &mut Vec<Step>) {
    let mut clauses = Vec::new();
    if from.enabled != to.enabled {
        clauses.push(if to.enabled { "ENABLE ROW LEVEL SECURITY" } else { "DISABLE ROW LEVEL SECURITY" });
    }
    if from.forced != to.forced {
        clauses.push(if to.forced { "FORCE ROW LEVEL SECURITY" } else { "NO FORCE ROW LEVEL SECURITY" });
    }
    if !clauses.is_empty() {
        let text = format!("ALTER TABLE {} {}", name(of), clauses.join(", "));
        out.push(Step::new(text).facts(Facts::locking(of, LockMode::AccessExclusive).repeatable(true)));
    }
}
