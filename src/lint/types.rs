//! What a change of type costs and what it may lose, by the names of both types.
//!
//! PostgreSQL: from what was measured for each pair (version 15). What is not in the lists is unknown, and counts as written
//! anew: the server rewrites unless it knows that it need not.

use super::statement::Type;

/// Whether PostgreSQL leaves the rows alone: it takes the old bytes for the new type.
pub(crate) fn postgres_keeps(before: &Type, after: &Type) -> bool {
    if before.array != after.array {
        return false;
    }
    if before.name == after.name {
        return match after.name.as_str() {
            "varchar" | "varbit" | "timestamp" | "timestamptz" | "time" | "timetz" => grows(before, after),
            "numeric" => keeps_numeric(before, after),
            _ => before.arguments == after.arguments,
        };
    }
    match (before.name.as_str(), after.name.as_str()) {
        ("varchar", "text") | ("cidr", "inet") => true,
        ("text", "varchar") => after.arguments.is_empty(),
        ("bit", "varbit") => grows(before, after),
        _ => false,
    }
}

/// `varchar(10)` to `varchar(20)`, or to `varchar`.
fn grows(before: &Type, after: &Type) -> bool {
    match (number(before, 0), number(after, 0)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(before), Some(after)) => after >= before,
    }
}

fn keeps_numeric(before: &Type, after: &Type) -> bool {
    match (number(before, 0), number(after, 0)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(old), Some(new)) => new >= old && number(before, 1).unwrap_or(0) == number(after, 1).unwrap_or(0),
    }
}

/// An argument that is a number.
pub(crate) fn number(ty: &Type, at: usize) -> Option<u64> {
    ty.arguments.get(at)?.trim().parse().ok()
}

/// How wide whole numbers are.
const WHOLE: [(&str, u32); 8] = [
    ("tinyint", 8),
    ("smallint", 16),
    ("smallserial", 16),
    ("mediumint", 24),
    ("integer", 32),
    ("serial", 32),
    ("bigint", 64),
    ("bigserial", 64),
];

fn bits(name: &str) -> Option<u32> {
    WHOLE.iter().find(|(known, _)| *known == name).map(|(_, bits)| *bits)
}

/// Why some values of the old type may not fit into the new one; none where they do, or where nothing is known.
pub(crate) fn narrows(before: &Type, after: &Type) -> Option<String> {
    let told = |what: &str| Some(format!("{what} ({} becomes {})", before.text, after.text));
    if let (Some(old), Some(new)) = (bits(&before.name), bits(&after.name)) {
        if new < old {
            return told("large numbers do not fit");
        }
        if after.unsigned && !before.unsigned {
            return told("negative numbers do not fit");
        }
        return (before.unsigned && !after.unsigned && new == old).then(|| told("large numbers do not fit"))?;
    }
    let texts = ["varchar", "char", "text", "tinytext", "mediumtext", "longtext"];
    let is_text = |ty: &Type| texts.contains(&ty.name.as_str());
    if is_text(before) && is_text(after) {
        let most = |ty: &Type| match ty.name.as_str() {
            "char" => Some(number(ty, 0).unwrap_or(1)),
            "tinytext" => Some(255),
            _ => number(ty, 0),
        };
        return match (most(before), most(after)) {
            (Some(old), Some(new)) if new < old => told("longer texts do not fit"),
            (None, Some(_)) => told("longer texts do not fit"),
            _ => match (&before.charset, &after.charset) {
                (Some(old), Some(new)) if old.starts_with("utf8") && !new.starts_with("utf8") => {
                    told("characters that the new character set lacks do not fit")
                }
                (Some(old), Some(new)) if old == "utf8mb4" && new != "utf8mb4" => {
                    told("characters of four bytes do not fit")
                }
                _ => None,
            },
        };
    }
    if before.name == "numeric" && after.name == "numeric" {
        let scale = |ty: &Type| number(ty, 1).unwrap_or(0);
        return match (number(before, 0), number(after, 0)) {
            (Some(old), Some(new)) if new.saturating_sub(scale(after)) < old.saturating_sub(scale(before)) => {
                told("large numbers do not fit")
            }
            (Some(_), Some(_)) if scale(after) < scale(before) => told("digits behind the point are rounded"),
            (None, Some(_)) => told("large numbers do not fit, digits behind the point are rounded"),
            _ => None,
        };
    }
    let fractions = ["numeric", "double precision", "real", "float"];
    if fractions.contains(&before.name.as_str()) && bits(&after.name).is_some() {
        return told("digits behind the point are rounded");
    }
    match (before.name.as_str(), after.name.as_str()) {
        ("double precision", "real") => told("digits are lost"),
        ("timestamp" | "timestamptz" | "datetime", "date") => told("the time of day is lost"),
        ("timestamp" | "timestamptz" | "datetime" | "time", _) if before.name == after.name => {
            let precision = |ty: &Type| number(ty, 0);
            match (precision(before), precision(after)) {
                (Some(old), Some(new)) if new < old => told("fractions of a second are rounded"),
                _ => None,
            }
        }
        (text, other) if texts.contains(&text) && !texts.contains(&other) && other != "enum" => {
            told("texts that are no such value are refused")
        }
        _ => None,
    }
}
