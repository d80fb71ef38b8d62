//! Partitions: a statement of their own, since their clause stands behind all others and cannot be joined to them.

use crate::dialect::mysql::SYNTAX;
use crate::dialect::{Facts, LockMode, Step};
use crate::schema::Table;
use crate::sql::{self, Token};

use super::{Online, RenderContext};

/// From one way of dividing a table to another, or to none.
pub(super) fn change(context: &RenderContext<'_>, from: &Table, to: &Table, out: &mut Vec<Step>) {
    let head = context.head(&to.name);
    let copy = || Online::Copy.facts(&to.name).repeatable(true);
    let step = match (&from.options.partition_by, &to.options.partition_by) {
        (_, None) => Step::new(format!("{head} REMOVE PARTITIONING")).facts(copy().repeatable(false)),
        (Some(old), Some(new)) if let Some(more) = appended(old.text(), new.text()) => {
            // No row can be in one of these: nothing is moved.
            let facts = Facts::locking(&to.name, LockMode::AccessExclusive).repeatable(false);
            Step::new(format!("{head} ADD PARTITION ({more})")).facts(facts)
        }
        (_, Some(new)) => {
            let fails = format!("{} has rows that no partition takes", to.name);
            Step::new(format!("{head}\nPARTITION BY {new}")).facts(copy().failing_on(fails))
        }
    };
    out.push(step);
}

/// The partitions that are behind all others that were there, by range or list, and nothing else is different.
fn appended<'t>(old: &str, new: &'t str) -> Option<&'t str> {
    let (a, b): (Vec<Token<'_>>, Vec<Token<'t>>) =
        (sql::significant(SYNTAX, old).collect(), sql::significant(SYNTAX, new).collect());
    let first = a.first()?;
    // With MAXVALUE nothing can come behind; with subpartitions more than a name may be needed.
    let certain = (first.is_word("range") || first.is_word("list"))
        && !a
            .iter()
            .any(|token| token.is_word("maxvalue") || token.is_word("subpartition") || token.is_word("default"));
    let (last, all) = a.split_last()?;
    let begins = b.len() > a.len() && all.iter().zip(&b).all(|(one, other)| one.text == other.text);
    let (comma, end) = (b.get(all.len())?, b.last()?);
    if !(certain && last.is_punct(")") && begins && comma.is_punct(",") && end.is_punct(")")) {
        return None;
    }
    let start = comma.span.end;
    new.get(start..end.span.start).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_comes_behind_all_others_is_added() {
        let old = "RANGE (y) (PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB)";
        let new = "RANGE (y) (PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,\n PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB)";
        assert_eq!(appended(old, new), Some("PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB"));
        assert_eq!(appended(new, old), None);
        assert_eq!(appended("HASH (y) (PARTITION p0)", "HASH (y) (PARTITION p0, PARTITION p1)"), None);
        assert_eq!(
            appended(
                "RANGE (y) (PARTITION p0 VALUES LESS THAN MAXVALUE)",
                "RANGE (y) (PARTITION p0 VALUES LESS THAN MAXVALUE, PARTITION p1 VALUES LESS THAN (1))"
            ),
            None
        );
        assert_eq!(
            appended(
                "RANGE (z) (PARTITION p0 VALUES LESS THAN (10))",
                "RANGE (y) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN (20))"
            ),
            None
        );
    }
}
