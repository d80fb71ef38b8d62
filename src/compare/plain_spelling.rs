//! A schema in shorter words: expressions without what the server put into them when it stored them.
//!
//! What `inspect` and `init --from-db` write is to be read and kept by people. The dialect proposes shorter forms of the
//! checks, defaults, generated columns and indexes (`Dialect::shorter`); all of them are made in a shadow at once and read
//! back. A form that comes back just as the database spells it is taken. The others are tried once more in their next
//! longer form, and stay as they are in the end.

use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{Dialect, Scope, Session};
use crate::diff;
use crate::error::Result;
use crate::operation::{Fill, Operation, Part};
use crate::schema::{Constraint, ConstraintDefinition, Expr, IndexKey, Object, ObjectId, PartKind, Schema, Table};

use super::canonical;
use super::comparer::Comparer;
use super::subset::{Links, subset};

/// Where an expression stands: its table, its part, and which of the part's expressions it is.
type ExpressionPlace = (ObjectId, PartKind, String, usize);

/// Texts by their places.
type Texts = BTreeMap<ExpressionPlace, Expr>;

impl Comparer {
    /// The schema with its expressions in the shortest form that the server stores as they are. Where there is no shadow to
    /// try them in, they stay as they are.
    pub async fn in_shorter_words(&mut self, schema: &Schema) -> Schema {
        let mut shorter = schema.clone();
        if let Ok(found) = self.shorter_texts(schema).await {
            for object in shorter.objects.values_mut() {
                if let Object::Table(table) = object {
                    replace(table, &found);
                }
            }
            as_parents(&mut shorter, schema);
        }
        shorter
    }

    /// The shorter texts that hold.
    async fn shorter_texts(&mut self, schema: &Schema) -> Result<Texts> {
        let dialect = self.dialect.clone();
        let stored = texts(schema);
        let mut open: BTreeMap<ExpressionPlace, Vec<Expr>> = stored
            .iter()
            .filter(|(place, text)| !is_literal(schema, place, text, dialect.as_ref()))
            .map(|(place, text)| (place.clone(), dialect.shorter(text)))
            .filter(|(_, forms)| !forms.is_empty())
            .collect();
        let mut kept = Texts::new();
        while !open.is_empty() {
            let forms: Texts =
                open.iter().filter_map(|(place, forms)| Some((place.clone(), forms.first()?.clone()))).collect();
            let read = self.tried(schema, &forms).await?;
            open.retain(|place, forms| {
                let form = forms.remove(0);
                if read.get(place) == stored.get(place) {
                    kept.insert(place.clone(), form);
                    return false;
                }
                !forms.is_empty()
            });
        }
        Ok(kept)
    }

    /// Makes the tables in the shadow with these forms, and reads back how the server spells them. What it does not take is
    /// made as it is stored.
    async fn tried(&mut self, schema: &Schema, forms: &Texts) -> Result<Texts> {
        let dialect = self.dialect.clone();
        let dialect = dialect.as_ref();
        let chosen: BTreeSet<ObjectId> = forms.keys().map(|(id, ..)| id.clone()).collect();
        let part = subset(schema, &Links::of(schema, dialect), &chosen, dialect).schema;
        self.shadow.one_namespace(part.fits_one_namespace());
        let work = async |session: &mut dyn Session, scope: &Scope| {
            let mut refused: BTreeSet<ExpressionPlace> = BTreeSet::new();
            for operation in one_by_one(diff::creation(&part, dialect)?) {
                let mut shorter = operation.clone();
                let replaced = replace_in(&mut shorter, forms);
                if !replaced.is_empty() {
                    session.execute("SAVEPOINT shorter").await?;
                    let made = canonical::make(&shorter, &Schema::default(), &part, None, dialect, session).await;
                    if made.is_err() {
                        session.execute("ROLLBACK TO SAVEPOINT shorter").await?;
                    }
                    session.execute("RELEASE SAVEPOINT shorter").await?;
                    session.divide().await?;
                    if made.is_ok() {
                        continue;
                    }
                    // What is made as it is stored says nothing of its shorter form.
                    refused.extend(replaced);
                }
                canonical::make(&operation, &Schema::default(), &part, None, dialect, session).await?;
                session.divide().await?;
            }
            Ok((session.introspect(scope).await?, refused))
        };
        let (read, refused) = self.shadow.trial(&self.scope, part.objects.len(), work).await?;
        let mut read = texts(&read);
        read.retain(|place, _| !refused.contains(place));
        Ok(read)
    }
}

/// Writes what columns have from their parents' as it is written there: they are made with those.
fn as_parents(shorter: &mut Schema, stored: &Schema) {
    let mut children: Vec<&Table> = stored.tables().filter(|table| table.parents().next().is_some()).collect();
    children.sort_by_key(|table| stored.ancestors(&table.name).len());
    for child in children {
        for column in child.columns.iter().filter(|column| !column.annotation.origin.is_own()) {
            let parent = child.parents().find_map(|parent| {
                let same = stored.table(parent)?.column(&column.name)?;
                (same.default == column.default && same.generated == column.generated).then_some(parent)
            });
            let Some(written) = parent.and_then(|parent| shorter.table(parent)?.column(&column.name).cloned()) else {
                continue;
            };
            let Some(Object::Table(table)) = shorter.objects.get_mut(&ObjectId::table(&child.name)) else { continue };
            for own in table.columns.iter_mut().filter(|own| own.name == column.name) {
                own.default.clone_from(&written.default);
                own.generated.clone_from(&written.generated);
            }
        }
    }
}

/// Defaults, checks and indexes apart from their tables, so that one which is refused stands in the way of no other.
fn one_by_one(operations: Vec<Operation>) -> Vec<Operation> {
    let mut out = Vec::with_capacity(operations.len());
    for operation in operations {
        let Operation::Create(Object::Table(mut table)) = operation else {
            out.push(operation);
            continue;
        };
        let of = ObjectId::table(&table.name);
        let is_check = |constraint: &Constraint| matches!(constraint.definition, ConstraintDefinition::Check(_));
        let (checks, others): (Vec<_>, Vec<_>) = std::mem::take(&mut table.constraints).into_iter().partition(is_check);
        table.constraints = others;
        let indexes = std::mem::take(&mut table.indexes);
        let mut defaults = Vec::new();
        for column in table.columns.iter_mut().filter(|column| column.default.is_some()) {
            let to = column.clone();
            column.default = None;
            let (table, from) = (table.name.clone(), column.clone());
            defaults.push(Operation::AlterColumn { table, from, to, using: None, fill: Fill::Nothing });
        }
        out.push(Operation::Create(Object::Table(table)));
        out.extend(defaults);
        let parts = checks.into_iter().map(Part::Constraint).chain(indexes.into_iter().map(Part::Index));
        out.extend(parts.map(|part| Operation::AddPart { of: of.clone(), part }));
    }
    out
}

/// Calls `each` with every expression of a table.
fn visit(table: &mut Table, each: &mut dyn FnMut(ExpressionPlace, &mut Expr)) {
    let id = ObjectId::table(&table.name);
    let mut at =
        |kind: PartKind, name: &str, nth: usize, text: &mut Expr| each((id.clone(), kind, name.to_owned(), nth), text);
    for column in &mut table.columns {
        let name = column.name.clone();
        if let Some(default) = &mut column.default {
            at(PartKind::Column, &name, DEFAULT, default);
        }
        if let Some(generated) = &mut column.generated {
            at(PartKind::Column, &name, GENERATED, &mut generated.expression);
        }
    }
    for constraint in &mut table.constraints {
        // The key of one that has no name holds its text, which changes.
        let Some(name) = constraint.name.clone() else { continue };
        match &mut constraint.definition {
            ConstraintDefinition::Check(check) => at(PartKind::Check, &name, 0, &mut check.expression),
            ConstraintDefinition::Exclusion(exclusion) => {
                let elements = exclusion.elements.iter_mut().map(|(element, _)| &mut element.key);
                keyed(PartKind::Exclusion, &name, elements, exclusion.predicate.as_mut(), &mut at);
            }
            _ => {}
        }
    }
    for index in &mut table.indexes {
        let elements = index.columns.iter_mut().map(|column| &mut column.key);
        keyed(PartKind::Index, &index.name.clone(), elements, index.predicate.as_mut(), &mut at);
    }
}

/// Which of a column's expressions it is.
const DEFAULT: usize = 0;
const GENERATED: usize = 1;

fn keyed<'k>(
    kind: PartKind,
    name: &str,
    keys: impl Iterator<Item = &'k mut IndexKey>,
    predicate: Option<&mut Expr>,
    at: &mut dyn FnMut(PartKind, &str, usize, &mut Expr),
) {
    if let Some(predicate) = predicate {
        at(kind, name, 0, predicate);
    }
    for (nth, key) in keys.enumerate() {
        if let IndexKey::Expression(expression) = key {
            at(kind, name, nth + 1, expression);
        }
    }
}

/// All expressions of a schema's tables.
fn texts(schema: &Schema) -> Texts {
    let mut found = Texts::new();
    for table in schema.tables() {
        visit(&mut table.clone(), &mut |place, text| {
            found.insert(place, text.clone());
        });
    }
    found
}

/// Puts texts in place of a table's own, and says which.
fn replace(table: &mut Table, texts: &Texts) -> Vec<ExpressionPlace> {
    let mut replaced = Vec::new();
    visit(table, &mut |place, text| {
        if let Some(other) = texts.get(&place) {
            text.clone_from(other);
            replaced.push(place);
        }
    });
    replaced
}

/// The same in what an operation makes.
fn replace_in(operation: &mut Operation, texts: &Texts) -> Vec<ExpressionPlace> {
    match operation {
        Operation::Create(Object::Table(table)) => replace(table, texts),
        Operation::AddPart { of, part } => {
            // A table with this part alone.
            let mut table = Table::new(of.name.clone());
            match &*part {
                Part::Constraint(constraint) => table.constraints.push(constraint.clone()),
                Part::Index(index) => table.indexes.push(index.clone()),
                Part::Trigger(_) | Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) | Part::Attribute(_) => {
                    return Vec::new();
                }
            }
            let replaced = replace(&mut table, texts);
            let constraint = table.constraints.pop().map(Part::Constraint);
            if let Some(replacement) = constraint.or_else(|| table.indexes.pop().map(Part::Index)) {
                *part = replacement;
            }
            replaced
        }
        Operation::AlterColumn { table: of, to, .. } => {
            let mut table = Table::new(of.clone());
            table.columns.push(to.clone());
            let replaced = replace(&mut table, texts);
            if let Some(column) = table.columns.pop() {
                *to = column;
            }
            replaced
        }
        _ => Vec::new(),
    }
}

/// Whether it is a default that the schema file says as a plain value.
fn is_literal(schema: &Schema, place: &ExpressionPlace, text: &Expr, dialect: &dyn Dialect) -> bool {
    let (id, kind, name, nth) = place;
    let column = schema.table(&id.name).and_then(|table| table.column(name));
    *kind == PartKind::Column
        && *nth == DEFAULT
        && column.is_some_and(|column| dialect.as_literal(text, &column.ty).is_some())
}
