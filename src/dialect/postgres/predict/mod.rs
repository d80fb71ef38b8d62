//! What the server will make of a declared object.
//!
//! Only what keeps the meaning is rewritten, towards the server's own spelling. A stored text is one that the server
//! would print again as it stands; so a prediction that equals it is right, and one that does not costs a question.

mod expression;
mod value;

use crate::dialect::postgres::SYNTAX;
use crate::schema::{
    Annotation, Column, Constraint, ConstraintDefinition, Domain, Expr, Generated, Identity, IdentityKind, Index,
    IndexColumn, IndexKey, Nulls, Object, Parameters, Sequence, SequenceOptions, Table, View,
};
use crate::sql;

use super::{names, quote, render, types};
use value::PredictedValue;

/// The object in the server's spelling as far as it is known.
pub(super) fn object(object: &Object) -> Object {
    match object {
        Object::Table(one) => Object::Table(table(one)),
        Object::View(one) => Object::View(view(one)),
        Object::Sequence(one) => Object::Sequence(sequence(one)),
        Object::Namespace(one) => {
            let mut one = one.clone();
            said(&mut one.annotation);
            Object::Namespace(one)
        }
        Object::Enum(one) => {
            let mut one = one.clone();
            said(&mut one.annotation);
            Object::Enum(one)
        }
        Object::Domain(one) => Object::Domain(domain(one)),
        Object::CompositeType(one) => {
            let mut one = one.clone();
            said(&mut one.annotation);
            for attribute in &mut one.attributes {
                attribute.ty = types::canonical(&attribute.ty);
                said(&mut attribute.annotation);
            }
            Object::CompositeType(one)
        }
        Object::Definition(one) => {
            let mut one = one.clone();
            said(&mut one.annotation);
            if let Some(plain) = render::plain(one.sql.text()) {
                one.sql = plain.into();
            }
            Object::Definition(one)
        }
        Object::DefaultPrivileges(one) => Object::DefaultPrivileges(one.clone()),
        Object::SystemObject(one) => Object::SystemObject(one.clone()),
        Object::Extension(one) => Object::Extension(one.clone()),
    }
}

/// An empty comment is none.
fn said(annotation: &mut Annotation) {
    annotation.comment.take_if(|text| text.is_empty());
}

/// What checks say of VALUE is left as written: the server knows its type.
fn domain(declared: &Domain) -> Domain {
    let mut domain = declared.clone();
    domain.base = types::canonical(&domain.base);
    if let Some(default) = &domain.default {
        domain.default = self::default(default, &domain.base);
    }
    said(&mut domain.annotation);
    for one in &mut domain.checks {
        said(&mut one.annotation);
    }
    domain
}

fn table(declared: &Table) -> Table {
    let mut table = declared.clone();
    // The types first: expressions are read by them.
    for column in &mut table.columns {
        column.ty = types::canonical(&column.ty);
    }
    let typed = table.clone();
    let keyed = |name: &str| typed.primary_key().is_some_and(|key| key.columns.iter().any(|column| column == name));
    for one in &mut table.columns {
        column(one, &typed);
        one.nullable &= !keyed(&one.name);
    }
    for one in &mut table.constraints {
        constraint(one, &typed);
    }
    for one in &mut table.indexes {
        index(one, &typed);
    }
    parameters(&mut table.options.parameters);
    if let Some(key) = &mut table.options.partition_by {
        *key = words(key, &["range", "list", "hash"]);
    }
    if let Some(partition) = &mut table.options.partition_of {
        partition.bound = words(&partition.bound, &["from", "to", "in", "with", "minvalue", "maxvalue"]);
    }
    said(&mut table.annotation);
    let primary = |one: &Constraint| matches!(one.definition, ConstraintDefinition::PrimaryKey(_));
    table.constraints.sort_by_key(|one| (!primary(one), one.name.clone().unwrap_or_default()));
    table
}

/// SQL with these of its words in capitals.
fn words(sql: &Expr, words: &[&str]) -> Expr {
    let capital = |token: sql::Token<'_>| {
        if words.iter().any(|word| token.is_word(word)) {
            token.text.to_ascii_uppercase()
        } else {
            token.text.to_owned()
        }
    };
    Expr(sql::tokens(SYNTAX, sql.text()).map(capital).collect())
}

fn column(column: &mut Column, table: &Table) {
    said(&mut column.annotation);
    if let Some(default) = &column.default {
        column.default = self::default(default, &column.ty);
    }
    if let Some(Generated { expression, .. }) = &mut column.generated {
        rewrite(expression, table);
    }
    if let Some(identity) = &mut column.identity {
        column.nullable &= !matches!(identity.kind, IdentityKind::Always | IdentityKind::ByDefault);
        **identity = self::identity(identity, table, column.name.as_str());
    }
    column.storage = column.storage.take().map(|word| word.to_ascii_lowercase());
    column.compression = column.compression.take().map(|word| word.to_ascii_lowercase());
    column.statistics.take_if(|target| *target == -1);
    parameters(&mut column.parameters);
}

fn identity(identity: &Identity, table: &Table, column: &str) -> Identity {
    let usual = names::sequence(&table.name.name, column);
    Identity {
        kind: identity.kind,
        sequence: identity.sequence.clone().filter(|name| *name != usual),
        options: options(&identity.options),
        grants: identity.grants.clone(),
        ..identity.clone()
    }
}

/// The options without those that say what would be anyway.
fn options(options: &SequenceOptions) -> SequenceOptions {
    let unusual = |value: Option<i64>, usual: i64| value.filter(|value| *value != usual);
    let ascends = options.increment.unwrap_or(1) > 0;
    let min = if ascends { unusual(options.min, 1) } else { options.min };
    let max = if ascends { options.max } else { unusual(options.max, -1) };
    let first = if ascends { min.unwrap_or(1) } else { max.unwrap_or(-1) };
    SequenceOptions {
        start: unusual(options.start, first),
        increment: unusual(options.increment, 1),
        min,
        max,
        cache: unusual(options.cache, 1),
        cycle: options.cycle,
    }
}

fn sequence(declared: &Sequence) -> Sequence {
    let mut sequence = declared.clone();
    sequence.ty = sequence.ty.map(|ty| types::canonical(&ty)).filter(|ty| ty != "bigint");
    sequence.options = options(&sequence.options);
    said(&mut sequence.annotation);
    sequence
}

fn view(declared: &View) -> View {
    let mut view = declared.clone();
    let query = view.query.text().trim().trim_end_matches(';').trim_end();
    view.query = Expr::from(query);
    for one in &mut view.indexes {
        index(one, &Table::new(declared.name.clone()));
    }
    said(&mut view.annotation);
    view.column_annotations.iter_mut().for_each(|(_, annotation)| said(annotation));
    view.column_annotations.retain(|(_, annotation)| !annotation.is_empty());
    view
}

/// A default as the server stores it: `'new'` of a varchar column is `'new'::character varying`.
fn default(declared: &Expr, ty: &str) -> Option<Expr> {
    let as_written = || Some(Expr::from(sql::strip_outer_parens(SYNTAX, declared.text())));
    let Some(value) = expression::read(declared.text(), None) else { return as_written() };
    let parsed = types::parse(ty);
    let text = match &value {
        // Where the length matters the server keeps the NULL, else it is no default at all.
        PredictedValue::Null if parsed.modifiers.is_none() => return None,
        PredictedValue::Null => Some(format!("NULL::{}", parsed.cast_name())),
        PredictedValue::Text(text) => match (parsed.cast_name().as_str(), text.as_str()) {
            ("boolean", "true" | "t") => Some("true".to_owned()),
            ("boolean", "false" | "f") => Some("false".to_owned()),
            (name, text) => Some(format!("{}::{name}", super::literal::plain(text))),
        },
        value => value.text(),
    };
    match text {
        Some(text) => Some(Expr::from(sql::strip_outer_parens(SYNTAX, &text))),
        None => as_written(),
    }
}

/// An expression of a table; left as written, but for outer parentheses, where it is not read.
fn rewrite(expression: &mut Expr, table: &Table) {
    let text = expression::predict(expression.text(), Some(table))
        .unwrap_or_else(|| sql::strip_outer_parens(SYNTAX, expression.text()).to_owned());
    *expression = Expr(super::array_casts::preserve_array_casts(&text).into_owned());
}

fn constraint(constraint: &mut Constraint, table: &Table) {
    said(&mut constraint.annotation);
    match &mut constraint.definition {
        ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => parameters(&mut key.parameters),
        ConstraintDefinition::ForeignKey(_) => {}
        ConstraintDefinition::Check(check) => rewrite(&mut check.expression, table),
        ConstraintDefinition::Exclusion(exclusion) => {
            parameters(&mut exclusion.parameters);
            for (element, _) in &mut exclusion.elements {
                place(element, table);
            }
            if let Some(predicate) = &mut exclusion.predicate {
                rewrite(predicate, table);
            }
        }
    }
}

fn index(index: &mut Index, table: &Table) {
    said(&mut index.annotation);
    index.method = index.method.take().map(|word| word.to_ascii_lowercase()).filter(|word| word != "btree");
    parameters(&mut index.parameters);
    for column in &mut index.columns {
        place(column, table);
    }
    if let Some(predicate) = &mut index.predicate {
        rewrite(predicate, table);
    }
}

/// One place of an index: an expression that is but a column is that column; the usual end of NULLs is not said.
fn place(column: &mut IndexColumn, table: &Table) {
    if let IndexKey::Expression(expression) = &mut column.key {
        let text = sql::strip_outer_parens(SYNTAX, expression.text());
        let name = sql::unquote(SYNTAX, text);
        let bare = quote::identifier(&name) == text || quote::always(&name) == text;
        if bare && table.column(&name).is_some() {
            column.key = IndexKey::Column(name);
        } else {
            rewrite(expression, table);
        }
    }
    let usual = if column.descending { Nulls::First } else { Nulls::Last };
    column.nulls.take_if(|nulls| *nulls == usual);
}

/// Names of parameters are folded.
fn parameters(parameters: &mut Parameters) {
    *parameters = parameters.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
}
