//! Indexes, of tables and of materialized views.

use crate::dialect::postgres::SYNTAX;
use crate::dialect::{Facts, LockMode, Step};
use crate::schema::{Index, IndexColumn, IndexKey, Nulls, Part, QName, Schema, SchemaObject, Table};
use crate::sql::{self, TokenKind};

use super::{RenderContext, comment, constraint, extension_needs, name, parameters, quote, reset_and_set};

/// Makes an index.
pub(super) fn create(of: &QName, index: &Index, out: &mut Vec<Step>) {
    let facts = Facts::locking(of, LockMode::Share).scanning().repeatable(false);
    let facts =
        if index.unique { facts.failing_on(format!("{of} holds duplicates for {}", index.name)) } else { facts };
    out.push(Step::new(definition(of, index, &index.name, false)).facts(facts));
    statistics(of, index, None, out);
    extensions(of, index, &[], out);
}

/// The extensions that it was made to depend on.
fn extensions(of: &QName, index: &Index, before: &[String], out: &mut Vec<Step>) {
    let what = format!("INDEX {}", name(&of.sibling(&index.name)));
    extension_needs::change(&what, before, &index.annotation.extensions, out);
}

/// `CREATE INDEX …`; under another name than its own, where it is given that later.
pub(super) fn definition(of: &QName, index: &Index, called: &str, concurrently: bool) -> String {
    let mut text = String::from(if index.unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
    text.push_str(if concurrently { "CONCURRENTLY " } else { "" });
    let only = if index.only { "ONLY " } else { "" };
    text.push_str(&format!("{} ON {only}{}", quote::identifier(called), name(of)));
    if let Some(method) = &index.method {
        text.push_str(&format!(" USING {}", quote::identifier(method)));
    }
    let elements: Vec<String> = index.columns.iter().map(element).collect();
    text.push_str(&format!(" ({})", elements.join(", ")));
    if !index.include.is_empty() {
        text.push_str(&format!(" INCLUDE ({})", quote::list(&index.include)));
    }
    if index.nulls_not_distinct {
        text.push_str(" NULLS NOT DISTINCT");
    }
    if !index.parameters.is_empty() {
        text.push_str(&format!(" WITH ({})", parameters(&index.parameters)));
    }
    if let Some(tablespace) = &index.tablespace {
        text.push_str(&format!(" TABLESPACE {}", quote::identifier(tablespace)));
    }
    if let Some(predicate) = &index.predicate {
        text.push_str(&format!(" WHERE {predicate}"));
    }
    text
}

/// One place of an index or an exclusion constraint.
pub(super) fn element(column: &IndexColumn) -> String {
    let mut text = match &column.key {
        IndexKey::Column(name) => quote::identifier(name),
        IndexKey::Expression(expression) if is_call(expression.text()) => expression.text().to_owned(),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(opclass) = &column.opclass {
        text.push_str(&format!(" {opclass}"));
    }
    if column.descending {
        text.push_str(" DESC");
    }
    match column.nulls {
        None => {}
        Some(Nulls::First) => text.push_str(" NULLS FIRST"),
        Some(Nulls::Last) => text.push_str(" NULLS LAST"),
    }
    text
}

/// Whether an expression is one call of a function by a plain name, which alone may stand without parentheses.
fn is_call(expression: &str) -> bool {
    let mut tokens = sql::tokens(SYNTAX, expression).filter(|token| !token.kind.is_trivia());
    let named = tokens.next().is_some_and(|token| {
        token.kind == TokenKind::Word && !sql::is_reserved(SYNTAX, token.text) && quote::is_plain(token.text)
    });
    if !named || !tokens.next().is_some_and(|token| token.is_punct("(")) {
        return false;
    }
    let mut depth = 1;
    while depth > 0 {
        match tokens.next() {
            Some(token) if token.is_punct("(") => depth += 1,
            Some(token) if token.is_punct(")") => depth -= 1,
            Some(_) => {}
            None => return false,
        }
    }
    tokens.next().is_none()
}

/// Whether an index, or the one behind a key, stays what it is when one becomes the other.
pub(super) fn stays(before: &Part, after: &Part) -> bool {
    match (before, after) {
        (Part::Index(before), Part::Index(after)) => alters(before, after),
        (Part::Constraint(before), Part::Constraint(after)) => constraint::alters(before, after),
        _ => false,
    }
}

impl RenderContext<'_> {
    /// Makes indexes of partitions the partitions of one that is not looked for on all of them.
    pub(super) fn attach_indexes(&self, of: &QName, whole: &Part, out: &mut Vec<Step>) {
        if !whole.is_only() {
            return;
        }
        let key = whole.key();
        let is_partition = |table: &&Table| table.partitioned_table() == Some(of);
        for table in self.after.tables().filter(is_partition) {
            // The index behind a key of the partition is one as well.
            let own = table.parts().into_iter().filter(|one| one.origin().attached() == Some(&key));
            own.for_each(|one| attach(of, &key, &table.name, &one.key(), out));
        }
    }

    /// The same of one index, where its parent's was there before.
    pub(super) fn attach_to_parents(&self, of: &QName, part: &Part, out: &mut Vec<Step>) {
        let Some(name) = part.origin().attached() else { return };
        let above = |schema: &'_ Schema| {
            let parent = schema.table(schema.table(of)?.partitioned_table()?)?;
            let whole = parent.parts().into_iter().find(|one| one.is_only() && one.key() == name)?;
            Some((parent.name.clone(), whole))
        };
        if let (Some((_, before)), Some((parent, after))) = (above(self.before), above(self.after))
            && stays(&before, &after)
            && !after.partitions_change(&parent, self.before, self.after)
        {
            attach(&parent, name, of, &part.key(), out);
        }
    }
}

/// `ALTER INDEX … ATTACH PARTITION …`
pub(super) fn attach(parent: &QName, whole: &str, of: &QName, index: &str, out: &mut Vec<Step>) {
    let (whole, part) = (name(&parent.sibling(whole)), name(&of.sibling(index)));
    let facts = Facts::locking(of, LockMode::AccessShare).repeatable(true);
    out.push(Step::new(format!("ALTER INDEX {whole} ATTACH PARTITION {part}")).facts(facts));
}

/// Its comment, where it changes.
pub(super) fn say(of: &QName, index: &Index, from: Option<&str>, out: &mut Vec<Step>) {
    // PostgreSQL locks the index, not its table.
    comment::set("INDEX", &name(&of.sibling(&index.name)), from, index.annotation.comment.as_deref(), out);
}

/// How closely ANALYZE looks at its expressions, where that changes: no CREATE INDEX says it.
pub(super) fn statistics(of: &QName, index: &Index, from: Option<&Index>, out: &mut Vec<Step>) {
    let at = name(&of.sibling(&index.name));
    for (place, column) in index.columns.iter().enumerate() {
        let before = from.and_then(|from| from.columns.get(place)).and_then(|column| column.statistics);
        if column.statistics != before {
            let target = column.statistics.unwrap_or(-1);
            let text = format!("ALTER INDEX {at} ALTER COLUMN {} SET STATISTICS {target}", place + 1);
            out.push(Step::new(text).facts(changed()));
        }
    }
}

/// Whether ALTER takes one to the other: parameters, tablespace, statistics targets, comment.
pub(crate) fn alters(from: &Index, to: &Index) -> bool {
    let mut raised = from.clone();
    for (a, b) in raised.columns.iter_mut().zip(&to.columns) {
        a.statistics = b.statistics;
    }
    raised.parameters.clone_from(&to.parameters);
    raised.tablespace.clone_from(&to.tablespace);
    raised.annotation.clone_from(&to.annotation);
    raised == *to
}

/// Other parameters of an index: no row is looked at; how the index is locked depends on the parameter.
pub(super) fn changed() -> Facts {
    Facts { locks: None, ..Facts::light() }.repeatable(true)
}

/// The statements of a change that [`alters`] allows.
pub(super) fn alter(of: &QName, from: &Index, to: &Index, out: &mut Vec<Step>) {
    let at = name(&of.sibling(&to.name));
    for change in reset_and_set(&from.parameters, &to.parameters) {
        out.push(Step::new(format!("ALTER INDEX {at} {change}")).facts(changed()));
    }
    if from.tablespace != to.tablespace {
        let tablespace = to.tablespace.as_deref().unwrap_or("pg_default");
        out.push(Step::new(format!("ALTER INDEX {at} SET TABLESPACE {}", quote::identifier(tablespace))));
    }
    statistics(of, to, Some(from), out);
    extensions(of, to, &from.annotation.extensions, out);
    say(of, to, from.annotation.comment.as_deref(), out);
}
