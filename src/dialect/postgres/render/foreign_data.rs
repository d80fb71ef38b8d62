//! Foreign data wrappers, servers and user mappings: what ALTER can do.

use crate::schema::{Definition, Kind};

use super::{identity, quote, word};

/// The statements that make one of the other in place, where that can be: not the type of a server nor its wrapper, and a
/// version cannot go.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    let head = format!("ALTER {} {}", word(to.id.kind), identity(&to.id));
    let mut said = Vec::new();
    match to.id.kind {
        Kind::ForeignDataWrapper => {
            for name in ["HANDLER", "VALIDATOR"] {
                match (from.clause(name), to.clause(name)) {
                    (old, new) if old == new => {}
                    (_, Some(new)) => said.push(format!("{head} {name} {new}")),
                    (_, None) => said.push(format!("{head} NO {name}")),
                }
            }
        }
        Kind::Server => {
            if from.clause("wrapper") != to.clause("wrapper") || from.clause("TYPE") != to.clause("TYPE") {
                return None;
            }
            match (from.clause("VERSION"), to.clause("VERSION")) {
                (old, new) if old == new => {}
                (_, Some(new)) => said.push(format!("{head} VERSION {new}")),
                (_, None) => return None,
            }
        }
        _ => {}
    }
    let options = options(from, to);
    if !options.is_empty() {
        said.push(format!("{head} OPTIONS ({})", options.join(", ")));
    }
    Some(said)
}

/// `ADD a 'x', SET b 'y', DROP c`
fn options(from: &Definition, to: &Definition) -> Vec<String> {
    fn of(one: &Definition) -> Vec<(&str, &str)> {
        let clauses = one.clauses.iter();
        clauses.filter_map(|(name, value)| Some((name.strip_prefix("option ")?, value.as_str()))).collect()
    }
    let (old, new) = (of(from), of(to));
    let mut said = Vec::new();
    for (name, _) in old.iter().filter(|(name, _)| !new.iter().any(|(other, _)| other == name)) {
        said.push(format!("DROP {}", quote::identifier(name)));
    }
    for (name, value) in &new {
        let (name, text) = (quote::identifier(name), quote::string(value));
        match old.iter().find(|(other, _)| quote::identifier(other) == name) {
            None => said.push(format!("ADD {name} {text}")),
            Some((_, before)) if before != value => said.push(format!("SET {name} {text}")),
            Some(_) => {}
        }
    }
    said
}
