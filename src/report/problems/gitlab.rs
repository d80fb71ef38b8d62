//! GitLab's code quality report: a list of JSON objects, shown in a merge request.

use serde_json::{Value, json};

use super::{Problem, fingerprint, from_the_top};

/// The report.
pub(super) fn rendered(problems: &[Problem]) -> String {
    let list: Vec<Value> = problems.iter().filter(|problem| problem.accepted.is_none()).map(entry).collect();
    format!("{:#}\n", Value::Array(list))
}

fn entry(problem: &Problem) -> Value {
    // A place is demanded: what lies in no file is shown at the configuration.
    let (path, line) = match &problem.place {
        Some((path, first, _)) => (from_the_top(path), *first),
        None => ("migrate.toml".to_owned(), 1),
    };
    json!({
        "description": problem.message,
        "check_name": format!("migrate-{}-{}", problem.check, problem.code),
        "fingerprint": fingerprint(problem),
        "severity": if problem.error { "critical" } else { "minor" },
        "location": { "path": path, "lines": { "begin": line } },
    })
}
