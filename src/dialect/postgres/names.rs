//! Names: what the server makes of those it is given, and those that it makes up.

use crate::dialect::names::{LengthUnit, NameRules};
use crate::schema::{ConstraintDefinition, IndexColumn, Part, PartKind};

/// The longest name that the server keeps, in bytes (`NAMEDATALEN - 1`).
pub const LONGEST: usize = 63;

/// What the server makes of names. An index stands behind each key and exclusion, under its name, and shares a space with
/// tables, views and sequences; a trigger's name is its table's affair.
pub const RULES: NameRules = NameRules {
    longest: Some((LONGEST, LengthUnit::Bytes)),
    ignores_case: false,
    columns_ignore_case: false,
    default_namespace: Some("public"),
    among_relations: &[PartKind::PrimaryKey, PartKind::Unique, PartKind::Exclusion, PartKind::Index],
    across_tables: &[],
};

/// The name of the sequence that the server makes for a serial or identity column: `<table>_<column>_seq`, where the
/// longer of the two is cut until it fits. (Where that name is taken it counts on, which is then no default name.)
pub fn sequence(table: &str, column: &str) -> String {
    made_up(table, Some(column), "seq")
}

/// The name that the server gives the NOT NULL of a column: `<table>_<column>_not_null`.
pub fn not_null(table: &str, column: &str) -> String {
    made_up(table, Some(column), "not_null")
}

/// The name that the server makes for an index of a table over plain columns: `<table>_<columns>_idx`, `<table>_pkey`. What
/// it calls an expression is its own affair: then none.
pub fn index(table: &str, part: &Part) -> Option<String> {
    let (columns, include, label): (Vec<Option<&str>>, &[String], &str) = match part {
        Part::Index(one) => (one.columns.iter().map(IndexColumn::name).collect(), &one.include, "idx"),
        Part::Constraint(one) => match &one.definition {
            ConstraintDefinition::PrimaryKey(_) => return Some(made_up(table, None, "pkey")),
            ConstraintDefinition::Unique(key) => {
                (key.columns.iter().map(|name| Some(name.as_str())).collect(), &key.include, "key")
            }
            ConstraintDefinition::Exclusion(one) => {
                (one.elements.iter().map(|(element, _)| element.name()).collect(), &one.include, "excl")
            }
            _ => return None,
        },
        _ => return None,
    };
    let mut names: Vec<String> = Vec::new();
    for column in columns.into_iter().chain(include.iter().map(|name| Some(name.as_str()))) {
        let column = column?;
        let mut name = column.to_owned();
        let mut number = 0_u32;
        while names.contains(&name) {
            number += 1;
            let end = number.to_string();
            name = format!("{}{end}", clipped(column, LONGEST - end.len()));
        }
        names.push(name);
    }
    let mut all = String::new();
    for name in &names {
        if !all.is_empty() {
            all.push('_');
        }
        all.push_str(name);
        if all.len() > LONGEST {
            break;
        }
    }
    Some(made_up(table, Some(&all), label))
}

/// `<one>_<two>_<label>`, where the longer of the two is cut until it fits.
fn made_up(one: &str, two: Option<&str>, label: &str) -> String {
    let room = LONGEST - label.len() - 1 - usize::from(two.is_some());
    let (mut a, mut b) = (one.len(), two.map_or(0, str::len));
    while a + b > room {
        if a > b { a -= 1 } else { b -= 1 }
    }
    match two {
        Some(two) => format!("{}_{}_{label}", clipped(one, a), clipped(two, b)),
        None => format!("{}_{label}", clipped(one, a)),
    }
}

/// The name that the server gives a domain's NOT NULL.
pub fn domain_not_null(domain: &str) -> String {
    const END: &str = "_not_null";
    format!("{}{END}", clipped(domain, LONGEST - END.len()))
}

/// The first bytes of a text, without half a character at the end.
fn clipped(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// A text of so many bytes at most, without its middle: long names often differ at their ends.
fn shortened(text: &str, bytes: usize) -> String {
    const TAIL: usize = 16;
    if text.len() <= bytes {
        return text.to_owned();
    }
    let tail = (text.len() - TAIL.min(bytes)..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let tail = &text[tail..];
    format!("{}{tail}", clipped(text, bytes - tail.len()))
}

/// A name made from `name` and `suffix` that fits and that `taken` does not know.
pub fn free(name: &str, suffix: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut number = 0u32;
    loop {
        let end = if number == 0 { suffix.to_owned() } else { format!("{suffix}{number}") };
        let candidate = format!("{}{end}", shortened(name, LONGEST.saturating_sub(end.len())));
        if !taken(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_named_as_the_server_does() {
        assert_eq!(sequence("users", "id"), "users_id_seq");
        let long = "a".repeat(63);
        assert_eq!(sequence(&long, "id"), format!("{}_id_seq", "a".repeat(56)));
        assert_eq!(sequence(&long, &"b".repeat(60)), format!("{}_{}_seq", "a".repeat(29), "b".repeat(29)));
        assert_eq!(sequence(&"é".repeat(31), "id"), format!("{}_id_seq", "é".repeat(28)));
    }

    #[test]
    fn free_names_count_on() {
        assert_eq!(free("status", "__old", |_| false), "status__old");
        assert_eq!(free("status", "__old", |name| name == "status__old"), "status__old1");
        assert_eq!(free(&"x".repeat(63), "__old", |_| false).len(), 63);
        let long = |end: &str| format!("{}{end}", "é".repeat(30));
        assert_ne!(free(&long("_a"), "__old", |_| false), free(&long("_b"), "__old", |_| false));
        assert!(free(&long("éé"), "__old", |_| false).len() <= LONGEST);
    }
}
