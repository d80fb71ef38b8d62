//! The changes of a comparison: a coloured line each, and as JSON.

use serde::Serialize;
use serde_json::{Value, json};

use super::bodies;
use super::style::{BAD, CHANGED, GOOD, paint, printable};
use crate::compare::SectionText;
use crate::dialect::{Dialect, Effects, Facts, outdated, own_effects};
use crate::operation::{BodyChange, Mark, Operation, body_change};
use crate::schema::Schema;

/// One change as it is told.
#[derive(Debug, Clone)]
pub(crate) struct DescribedChange {
    mark: Mark,
    text: String,
    effects: Effects,
    /// What it leaves as it was computed before, as one line.
    leaves: Option<String>,
    /// The texts, where what changes is one.
    body: Option<BodyChange>,
}

/// The changes that lead to the schema `after`; what is dropped and recreated is one, not two.
pub(crate) fn described<'a>(
    operations: impl Iterator<Item = &'a Operation>,
    after: &Schema,
    dialect: &dyn Dialect,
) -> Vec<DescribedChange> {
    let operations: Vec<&Operation> = operations.collect();
    let node = |operation: &Operation| match operation.mark() {
        Mark::Add => operation.produces().into_iter().next(),
        Mark::Drop => operation.removes().into_iter().next(),
        Mark::Change => None,
    };
    let with = |mark: Mark, operation: &Operation| {
        let same = node(operation)?;
        operations.iter().find(|other| other.mark() == mark && node(other).as_ref() == Some(&same))
    };
    let mut told = Vec::new();
    for &operation in &operations {
        let (mut mark, mut text) = (operation.mark(), operation.describe());
        let mut body = body_change(operation, operation);
        match mark {
            Mark::Add if with(Mark::Drop, operation).is_some() => continue,
            Mark::Drop => {
                if let Some(again) = with(Mark::Add, operation) {
                    mark = Mark::Change;
                    text.push_str(": recreated");
                    body = body_change(operation, again);
                }
            }
            _ => {}
        }
        let left = outdated(operation, operations.iter().copied(), after, dialect);
        let left: Vec<String> = left.into_iter().map(|one| one.what).collect();
        let leaves = (!left.is_empty()).then(|| format!("{} as computed before", left.join(", ")));
        told.push(DescribedChange { mark, text, effects: own_effects(dialect, operation, after), leaves, body });
    }
    told
}

/// A line each: `+ table orders`; what loses data, and what some rows make fail, says so.
pub(crate) fn listed(changes: &[DescribedChange]) -> String {
    let mut text = String::new();
    for one in changes {
        let style = match one.mark {
            Mark::Add => GOOD,
            Mark::Drop => BAD,
            Mark::Change => CHANGED,
        };
        text.push_str(&paint(style, format_args!("{} {}", one.mark.sign(), printable(&one.text))));
        let facts =
            [("loses", one.effects.lost()), ("fails while", one.effects.fails()), ("leaves", one.leaves.clone())];
        for (word, what) in facts {
            if let Some(what) = what {
                text.push_str(&format!(" {}", paint(BAD, format_args!("({word} {})", printable(&what)))));
            }
        }
        text.push('\n');
        if let Some(body) = &one.body {
            text.push_str(&bodies::drawn(&body.from, &body.to, "    "));
        }
    }
    text
}

/// Those of the changes that are a text: what a statement that makes all of it anew does not show.
pub(crate) fn listed_bodies(changes: &[DescribedChange]) -> String {
    let texts: Vec<DescribedChange> = changes.iter().filter(|one| one.body.is_some()).cloned().collect();
    listed(&texts)
}

/// `[{"mark": "+", "text": "table orders", "loses": null, "fails_while": null, "leaves": null}]`
pub(crate) fn document(changes: &[DescribedChange]) -> Value {
    let one = |one: &DescribedChange| {
        let mut facts = json!({
            "mark": one.mark.sign().to_string(),
            "text": one.text,
            "loses": one.effects.lost(),
            "fails_while": one.effects.fails(),
            "leaves": one.leaves,
        });
        if let (Some(facts), Some(body)) = (facts.as_object_mut(), &one.body) {
            facts.insert("from".into(), json!(body.from));
            facts.insert("to".into(), json!(body.to));
        }
        facts
    };
    Value::Array(changes.iter().map(one).collect())
}

/// The statements of sections with what each does to a live database: `[{"sql": "…", "rewrites": false, …}]`
pub(crate) fn steps(sections: &[SectionText]) -> Value {
    #[derive(Serialize)]
    struct Step<'a> {
        sql: &'a str,
        #[serde(flatten)]
        facts: &'a Facts,
    }
    let steps = sections.iter().flat_map(|section| section.statements.iter().zip(&section.facts));
    json!(steps.map(|(sql, facts)| Step { sql, facts }).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Object, QName, View};

    #[test]
    fn what_is_made_again_is_one_change() {
        let view = |name: &str| Object::View(View::new(QName::plain(name), "SELECT 1"));
        let operations = [
            Operation::Drop(view("a")),
            Operation::Drop(view("b")),
            Operation::Create(view("a")),
            Operation::Create(view("c")),
        ];
        let dialect = crate::dialect::offline_dialect(crate::engine::Engine::Sqlite).expect("a dialect");
        let text = listed(&described(operations.iter(), &Schema::default(), dialect.as_ref()));
        let text = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(text, "~ view a: recreated\n- view b\n+ view c\n");
    }
}
