//! Triggers.

use crate::dialect::{Facts, LockMode, Step};
use crate::engine::Flavor;
use crate::schema::{Enabled, QName, Schema, Trigger};

use super::{RenderContext, comment, extension_needs, name, quote};

/// The trigger, when it fires, and its comment.
pub(super) fn create(of: &QName, trigger: &Trigger, out: &mut Vec<Step>) {
    if trigger.is_inherited() {
        set(of, "TRIGGER", &trigger.name, trigger.enabled, LockMode::ShareRowExclusive, out);
        comment::on_part(of, "TRIGGER", &trigger.name, None, &trigger.annotation, out);
        return;
    }
    let facts = Facts::locking(of, LockMode::ShareRowExclusive).repeatable(false);
    out.push(Step::new(trigger.sql.text()).facts(facts));
    enable(of, "TRIGGER", &trigger.name, Enabled::Origin, trigger.enabled, LockMode::ShareRowExclusive, out);
    comment::on_part(of, "TRIGGER", &trigger.name, None, &trigger.annotation, out);
    say_constraint(of, None, trigger, out);
    extensions(of, trigger, &[], out);
}

/// The extensions that it was made to depend on.
fn extensions(of: &QName, trigger: &Trigger, before: &[String], out: &mut Vec<Step>) {
    let what = format!("TRIGGER {} ON {}", quote::identifier(&trigger.name), name(of));
    extension_needs::change(&what, before, &trigger.annotation.extensions, out);
}

/// The comment on the constraint of a constraint trigger, where it changes.
fn say_constraint(of: &QName, from: Option<&Trigger>, to: &Trigger, out: &mut Vec<Step>) {
    let at = format!("{} ON {}", quote::identifier(&to.name), name(of));
    let before = from.and_then(|from| from.constraint_comment.as_deref());
    comment::on_part_of(of, "CONSTRAINT", &at, before, to.constraint_comment.as_deref(), out);
}

impl RenderContext<'_> {
    /// A partition's trigger fires again when its parent's does, as far as that is there.
    pub(super) fn follow_parents_trigger(&self, of: &QName, trigger: &Trigger, out: &mut Vec<Step>) {
        let stands = |schema: &Schema| schema.table(of).and_then(|table| table.partitioned_table().cloned());
        let (Some(before), Some(after)) = (stands(self.before), stands(self.after)) else { return };
        let comes_again =
            self.after.table(of).is_some_and(|table| table.triggers.iter().any(|one| one.name == trigger.name));
        if before != after || comes_again {
            return;
        }
        let above = self.after.ancestors(of).into_iter().filter_map(|table| self.after.table(table));
        if let Some(one) = above.flat_map(|table| &table.triggers).find(|one| one.name == trigger.name) {
            set(of, "TRIGGER", &trigger.name, one.enabled, LockMode::ShareRowExclusive, out);
        }
    }
}

/// Whether a trigger can become another in place: when it fires and what is said of it always, the whole of it from version
/// 14 on, a constraint trigger aside.
pub(crate) fn alters(from: &Trigger, to: &Trigger, flavor: &Flavor) -> bool {
    let replaces = || flavor.at_least(14, 0) && replacement(from).is_some() && replacement(to).is_some();
    from.name == to.name && (from.sql == to.sql || replaces())
}

/// What changes in place: see [`alters`].
pub(super) fn alter(of: &QName, from: &Trigger, to: &Trigger, out: &mut Vec<Step>) {
    let mut enabled = from.enabled;
    if from.sql != to.sql
        && let Some(text) = replacement(to)
    {
        let facts = Facts::locking(of, LockMode::ShareRowExclusive).repeatable(true);
        out.push(Step::new(text).facts(facts));
        // Replaced, it is enabled as a new one is.
        enabled = Enabled::Origin;
    }
    enable(of, "TRIGGER", &to.name, enabled, to.enabled, LockMode::ShareRowExclusive, out);
    comment::on_part(of, "TRIGGER", &to.name, Some(&from.annotation), &to.annotation, out);
    say_constraint(of, Some(from), to, out);
    // One that is replaced forgets them.
    let before = if from.sql == to.sql { from.annotation.extensions.as_slice() } else { &[] };
    extensions(of, to, before, out);
}

/// `CREATE OR REPLACE TRIGGER …`; none for a constraint trigger, which cannot be replaced.
fn replacement(trigger: &Trigger) -> Option<String> {
    trigger.sql.text().strip_prefix("CREATE TRIGGER ").map(|rest| format!("CREATE OR REPLACE TRIGGER {rest}"))
}

/// `ALTER TABLE … ENABLE ALWAYS TRIGGER …`, where it changes; `word`: what it is, a trigger or a rule.
pub(super) fn enable(
    of: &QName,
    word: &str,
    part: &str,
    from: Enabled,
    to: Enabled,
    lock: LockMode,
    out: &mut Vec<Step>,
) {
    if from != to {
        set(of, word, part, to, lock, out);
    }
}

fn set(of: &QName, word: &str, part: &str, to: Enabled, lock: LockMode, out: &mut Vec<Step>) {
    let how = match to {
        Enabled::Origin => "ENABLE",
        Enabled::Disabled => "DISABLE",
        Enabled::Replica => "ENABLE REPLICA",
        Enabled::Always => "ENABLE ALWAYS",
    };
    let text = format!("ALTER TABLE {} {how} {word} {}", name(of), quote::identifier(part));
    out.push(Step::new(text).facts(Facts::locking(of, lock).repeatable(true)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn server(major: u32) -> Flavor {
        Flavor { engine: Engine::Postgres, mariadb: false, version: (major, 0, 0) }
    }

    #[test]
    fn a_trigger_is_replaced_where_the_server_can() {
        let one = |sql: &str| Trigger::new("x", sql);
        let before = one("CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");
        let after = Trigger {
            enabled: Enabled::Disabled,
            ..one("CREATE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()")
        };
        let constraint = one("CREATE CONSTRAINT TRIGGER x AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()");
        assert!(alters(&before, &after, &server(14)));
        assert!(!alters(&before, &after, &server(13)));
        assert!(!alters(&before, &constraint, &server(18)));
        assert!(alters(&constraint, &Trigger { enabled: Enabled::Always, ..constraint.clone() }, &server(13)));
        let mut out = Vec::new();
        alter(&QName::within("s", "t"), &Trigger { enabled: Enabled::Disabled, ..before }, &after, &mut out);
        let said: Vec<String> = out.iter().map(Step::sql).collect();
        assert_eq!(
            said,
            [
                "CREATE OR REPLACE TRIGGER x BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
                "ALTER TABLE s.t DISABLE TRIGGER x",
            ]
        );
    }
}
