//! SARIF 2.1.0: what code scanning services read.

use serde_json::{Value, json};

use super::{Problem, fingerprint, from_the_top};

/// The log: one run, its rules those that found something.
pub(super) fn rendered(problems: &[Problem]) -> String {
    let mut rules: Vec<String> = problems.iter().map(rule_id).collect();
    rules.sort();
    rules.dedup();
    let descriptions: Vec<Value> = rules.iter().map(|id| rule(id)).collect();
    let results: Vec<Value> = problems.iter().map(|problem| result(problem, &rules)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "migrate",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": descriptions,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule_id(problem: &Problem) -> String {
    if problem.check == "lint" { problem.code.clone() } else { format!("{}/{}", problem.check, problem.code) }
}

fn rule(id: &str) -> Value {
    match crate::lint::rule(id) {
        Some(rule) => json!({
            "id": id,
            "shortDescription": { "text": rule.title },
            "fullDescription": { "text": rule.why },
        }),
        None => json!({ "id": id, "shortDescription": { "text": id } }),
    }
}

fn result(problem: &Problem, rules: &[String]) -> Value {
    let id = rule_id(problem);
    let text = match problem.details.as_str() {
        "" => problem.message.clone(),
        details => format!("{}\n{details}", problem.message),
    };
    let mut result = json!({
        "ruleId": id,
        "ruleIndex": rules.iter().position(|known| *known == id),
        "level": if problem.error { "error" } else { "warning" },
        "message": { "text": text },
        "partialFingerprints": { "migrate/v1": fingerprint(problem) },
    });
    let Some(facts) = result.as_object_mut() else { return result };
    if let Some((path, first, last)) = &problem.place {
        let place = json!([{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&from_the_top(path)) },
            "region": { "startLine": first, "endLine": last },
        } }]);
        facts.insert("locations".to_owned(), place);
    }
    if let Some(reason) = &problem.accepted {
        facts.insert("suppressions".to_owned(), json!([{ "kind": "inSource", "justification": reason }]));
    }
    result
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ESCAPED: &AsciiSet =
        &CONTROLS.add(b' ').add(b'%').add(b'#').add(b'?').add(b'"').add(b'<').add(b'>').add(b':').add(b'\\');
    utf8_percent_encode(path, ESCAPED).to_string()
}
