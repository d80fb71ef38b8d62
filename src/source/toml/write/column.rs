//! Columns, with the constraints and the index that can be said beside their type.

use super::object::options;
use super::parts::{self, action};
use super::value::{Fields, Value};
use super::{Writer, field, flag, is_key, names};
use crate::dialect::Literal;
use crate::dialect::postgres::types::serial_word;
use crate::engine::Engine;
use crate::schema::{
    Action, Check, Column, Constraint, Expr, ForeignKey, Identity, IdentityKind, Index, IndexColumn, Key, Object,
    QName, Rule, Table,
};
use crate::source::toml::{index::find_column, made, types};

/// What is said beside a column: constraints by their number in the table.
#[derive(Debug, Default)]
pub(super) struct Beside<'t> {
    primary_key: Option<usize>,
    unique: Option<usize>,
    foreign_key: Option<usize>,
    check: Option<usize>,
    pub(super) index: Option<&'t str>,
}

impl Beside<'_> {
    /// Whether the constraint is said here.
    pub fn holds(&self, nth: usize) -> bool {
        [self.primary_key, self.unique, self.foreign_key, self.check].contains(&Some(nth))
    }
}

impl Writer<'_> {
    /// What each column can say of the table's constraints and indexes.
    pub(super) fn beside<'t>(&self, table: &'t Table) -> Vec<Beside<'t>> {
        let mut all: Vec<Beside<'t>> = table.columns.iter().map(|_| Beside::default()).collect();
        for (nth, constraint) in table.constraints.iter().enumerate() {
            let Some((column, slot)) = self.slot(table, constraint) else { continue };
            let Some(beside) = all.get_mut(column) else { continue };
            let place = match slot {
                Slot::PrimaryKey => &mut beside.primary_key,
                Slot::Unique => &mut beside.unique,
                Slot::ForeignKey => &mut beside.foreign_key,
                Slot::Check => &mut beside.check,
            };
            if place.is_none() {
                *place = Some(nth);
            }
        }
        for index in &table.indexes {
            let [IndexColumn { key: crate::schema::IndexKey::Column(name), .. }] = index.columns.as_slice() else {
                continue;
            };
            let plain =
                Index { name: index.name.clone(), columns: vec![IndexColumn::column(name)], ..Index::default() };
            let at = table.columns.iter().position(|column| column.name == *name);
            if *index == plain
                && self.conventional_index(table, index)
                && let Some(beside) = at.and_then(|at| all.get_mut(at))
                && beside.index.is_none()
            {
                beside.index = Some(&index.name);
            }
        }
        all
    }

    /// The column that can say a constraint in a word.
    fn slot(&self, table: &Table, constraint: &Constraint) -> Option<(usize, Slot)> {
        if constraint.comment.as_ref().is_some_and(|_| self.comments()) {
            return None;
        }
        // Those that only their order tells apart stay together, in one list.
        let alike = |other: &&Constraint| other.kind() == constraint.kind() && other.key() == constraint.key();
        if table.constraints.iter().filter(alike).count() > 1 {
            return None;
        }
        let position = |name: &String| table.columns.iter().position(|column| column.name == *name);
        match &constraint.rule {
            Rule::PrimaryKey(key) | Rule::Unique(key) => {
                let [only] = key.columns.as_slice() else { return None };
                let primary = matches!(constraint.rule, Rule::PrimaryKey(_));
                let autoincrement = primary && key.autoincrement;
                let plain = Key { columns: key.columns.clone(), autoincrement, ..Key::default() };
                let slot = if primary { Slot::PrimaryKey } else { Slot::Unique };
                (*key == plain).then_some((position(only)?, slot))
            }
            Rule::ForeignKey(key) => {
                let [only] = key.columns.as_slice() else { return None };
                let plain = key.on_delete_columns.is_empty() && !key.not_valid;
                (plain && self.target(key).is_some()).then_some((position(only)?, Slot::ForeignKey))
            }
            Rule::Check(check) => {
                let plain = Check {
                    expression: check.expression.clone(),
                    no_inherit: false,
                    not_valid: false,
                    on_conflict: None,
                };
                let engine = self.dialect.engine();
                let [only] = <[String; 1]>::try_from(made::columns_in(engine, table, &check.expression)).ok()?;
                let named = match &constraint.name {
                    Some(_) => self.conventional(table, constraint, Some(&only)),
                    None => true,
                };
                (*check == plain && named).then_some((position(&only)?, Slot::Check))
            }
            Rule::Exclusion(_) => None,
        }
    }

    /// Whether a constraint has the name that the convention gives it, so that it need not be said.
    pub(super) fn conventional(&self, table: &Table, constraint: &Constraint, after: Option<&str>) -> bool {
        let Some(name) = &constraint.name else { return self.unnamed };
        let same = |other: &&Constraint| other.name.as_ref() == Some(name);
        let alone = table.constraints.iter().filter(same).count() == 1
            && !table.indexes.iter().any(|index| index.name == *name);
        let engine = self.dialect.engine();
        !self.unnamed && alone && made::constraint(self.naming, engine, table, constraint, after) == *name
    }

    fn conventional_index(&self, table: &Table, index: &Index) -> bool {
        let alone = table.indexes.iter().filter(|other| other.name == index.name).count() == 1
            && !table.constraints.iter().any(|constraint| constraint.name.as_ref() == Some(&index.name));
        let engine = self.dialect.engine();
        alone && made::index(self.naming, engine, &table.name.name, Some(table), &index.columns) == index.name
    }

    /// A column's line.
    pub(super) fn column(&self, table: &Table, column: &Column, beside: &Beside<'_>) -> (String, Value) {
        let mut fields = Fields::new();
        // SQLite's row id is never NULL: only that it says so itself is said.
        let row_id = self.dialect.row_id(table).is_some_and(|row_id| row_id.name == column.name);
        let usual_serial = |identity: &Identity| identity.kind == IdentityKind::Serial;
        let serial = column.identity.as_ref().filter(|identity| usual_serial(identity));
        let serial = serial.and_then(|_| serial_word(&column.ty));
        let (ty, null) = match serial {
            Some(word) => (Value::text(if column.nullable { format!("{word}?") } else { word.to_owned() }), false),
            None => self.column_type(&column.ty, column.nullable && !row_id),
        };
        fields.push(field("type", ty));
        fields.extend(flag("null", null));
        if row_id && !column.nullable && column.not_null_conflict.is_none() {
            fields.push(field("null", Value::Flag(false)));
        }
        fields.extend(self.identity(column, serial.is_some()));
        if let Some(default) = &column.default {
            fields.push(field("default", self.default(default, &column.ty)));
        }
        if let Some(generated) = &column.generated {
            let usual = self.dialect.engine() == Engine::Postgres;
            let sql = Value::sql(generated.expression.text());
            let value = if generated.stored == usual {
                sql
            } else {
                Value::Fields(vec![field("sql", sql), field("stored", Value::Flag(generated.stored))])
            };
            fields.push(field("generated", value));
        }
        for (name, nth) in [("primary_key", beside.primary_key), ("unique", beside.unique)] {
            let Some(constraint) = nth.and_then(|nth| table.constraints.get(nth)) else { continue };
            fields.push(field(name, self.flag_or_name(table, constraint)));
            if let Rule::PrimaryKey(key) = &constraint.rule {
                fields.extend(flag("autoincrement", key.autoincrement));
            }
        }
        fields.extend(flag("index", beside.index.is_some()));
        if let Some(constraint) = beside.foreign_key.and_then(|nth| table.constraints.get(nth)) {
            fields.extend(self.references(table, constraint));
        }
        if let Some(Rule::Check(check)) = beside.check.and_then(|nth| table.constraints.get(nth)).map(|c| &c.rule) {
            fields.push(field("check", Value::sql(check.expression.text())));
        }
        fields.extend(column.collation.as_ref().map(|collation| field("collation", self.collation(collation))));
        fields.extend(self.comment(&column.comment));
        let word = |name: &str, word: &Option<String>| Some(field(name, Value::text(word.as_ref()?.to_lowercase())));
        fields.extend(word("not_null_on_conflict", &column.not_null_conflict));
        fields.extend(word("storage", &column.storage));
        fields.extend(word("compression", &column.compression));
        fields.extend(column.statistics.map(|target| field("statistics", Value::Integer(target.into()))));
        let value = match fields.as_slice() {
            [(_, Value::Text(ty))] => Value::text(ty),
            _ => Value::Fields(fields),
        };
        (column.name.clone(), value)
    }

    fn flag_or_name(&self, table: &Table, constraint: &Constraint) -> Value {
        debug_assert!(is_key(&constraint.rule));
        match &constraint.name {
            Some(name) if !self.conventional(table, constraint, None) => Value::text(name),
            _ => Value::Flag(true),
        }
    }

    /// The type, and whether `null = true` must be said beside it.
    fn column_type(&self, ty: &str, nullable: bool) -> (Value, bool) {
        let mark = if nullable { "?" } else { "" };
        let enums: types::Enums = self.schema.enums().map(|value| (value.name.clone(), value.values.clone())).collect();
        let portable = self.dialect.portable_type(ty);
        let again = types::spelled(self.dialect, &portable, &enums);
        // A type is one of the enums only where its stored spelling is that one's own.
        match again {
            Some(again) if self.stored_type(&again) == self.stored_type(ty) => {
                (Value::text(format!("{portable}{mark}")), false)
            }
            _ => (Value::marked_sql(ty), nullable),
        }
    }

    /// A type as the server will spell it.
    fn stored_type(&self, ty: &str) -> String {
        let mut probe = Table::new(QName::plain("t"));
        probe.columns.push(Column::new("c", ty));
        match self.dialect.predict(&Object::Table(probe)) {
            Object::Table(table) => table.columns.into_iter().next().map(|column| column.ty).unwrap_or_default(),
            _ => ty.to_owned(),
        }
    }

    fn identity(&self, column: &Column, serial: bool) -> Option<(String, Value)> {
        let identity = column.identity.as_ref()?;
        let mut fields = Fields::new();
        fields.extend(identity.sequence.as_ref().map(|name| field("sequence", Value::text(name))));
        fields.extend(options(&identity.options));
        let value = match (identity.kind, fields.is_empty()) {
            (IdentityKind::Serial, true) if serial => return None,
            (IdentityKind::Serial, _) if serial => Value::Fields(fields),
            (IdentityKind::ByDefault | IdentityKind::AutoIncrement, true) => Value::Flag(true),
            (IdentityKind::ByDefault | IdentityKind::AutoIncrement, false) => Value::Fields(fields),
            (IdentityKind::Always, true) => Value::text("always"),
            (kind, _) => {
                let word = if kind == IdentityKind::Serial { "serial" } else { "always" };
                fields.insert(0, field("kind", Value::text(word)));
                Value::Fields(fields)
            }
        };
        Some(field("identity", value))
    }

    /// A default: as a literal where that gives the stored text back.
    fn default(&self, stored: &Expr, ty: &str) -> Value {
        let sql = || Value::marked_sql(stored.text());
        let Some(literal) = self.dialect.as_literal(stored, ty) else { return sql() };
        let value = match &literal {
            Literal::Text(text) => Value::text(text),
            Literal::Integer(number) => Value::Integer(*number),
            Literal::Boolean(value) => Value::Flag(*value),
            Literal::Float(digits) if is_toml_float(digits) => Value::Float(digits.clone()),
            Literal::Float(_) => return sql(),
        };
        let again = self.stored_default(self.dialect.literal(&literal, ty), ty);
        if again == self.stored_default(stored.clone(), ty) { value } else { sql() }
    }

    /// A default as the server will spell it.
    fn stored_default(&self, default: Expr, ty: &str) -> Option<Expr> {
        let mut probe = Table::new(QName::plain("t"));
        probe.columns.push(Column { default: Some(default), ..Column::new("c", ty) });
        match self.dialect.predict(&Object::Table(probe)) {
            Object::Table(table) => table.columns.into_iter().next().and_then(|column| column.default),
            _ => None,
        }
    }

    /// What a foreign key refers to in one word, where that is enough.
    pub(super) fn target(&self, key: &ForeignKey) -> Option<String> {
        let table = self.schema.table(&key.table)?;
        match key.referred.as_slice() {
            [column] if table.column(column).is_some() => {
                Some(format!("{}.{}", names::show(&key.table), names::show_part(column)))
            }
            [] => table
                .primary_key()
                .is_some_and(|primary| primary.columns.len() == key.columns.len())
                .then(|| names::show(&key.table)),
            _ => None,
        }
    }

    fn references(&self, table: &Table, constraint: &Constraint) -> Fields {
        let mut fields = Fields::new();
        let Some(key) = constraint.foreign_key() else { return fields };
        fields.extend(self.target(key).map(|target| field("references", Value::text(target))));
        if let Some(name) = constraint.name.as_ref().filter(|_| !self.conventional(table, constraint, None)) {
            fields.push(field("foreign_key", Value::text(name)));
        }
        fields.extend(actions(key));
        fields
    }

    /// A collation: a name where the dialect quotes it back, else SQL.
    pub(super) fn collation(&self, collation: &str) -> Value {
        match parts::identifier(self.dialect.syntax(), collation) {
            Some(name) if self.dialect.qualified(&name) == collation => Value::text(names::show(&name)),
            _ => Value::marked_sql(collation),
        }
    }
}

/// What a foreign key does, where that is not the usual.
pub(super) fn actions(key: &ForeignKey) -> Fields {
    let mut fields = Fields::new();
    let said = |name: &str, done: Action| (done != Action::NoAction).then(|| field(name, Value::text(action(done))));
    fields.extend(said("on_delete", key.on_delete));
    fields.extend(said("on_update", key.on_update));
    fields.extend(parts::matching(key.matching));
    fields.extend(parts::deferrable(key.deferrable));
    fields
}

/// Which word of a column says a constraint.
enum Slot {
    PrimaryKey,
    Unique,
    ForeignKey,
    Check,
}

/// Whether digits are a number with a fraction in TOML.
fn is_toml_float(digits: &str) -> bool {
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    all_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(all_digits)
        && exponent.is_none_or(all_digits)
        && (fraction.is_some() || exponent.is_some())
}

/// A column by the name that an expression uses.
pub(super) fn is_column(table: &Table, name: &str, engine: Engine) -> bool {
    find_column(table, name, engine != Engine::Postgres).is_some()
}
