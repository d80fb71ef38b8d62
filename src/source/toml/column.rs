//! Columns, with the constraints and the index that can be said beside their type.

use super::constraint::{Actions, conflict, foreign_key_actions};
use super::document::{Entry, Fields, Item, Reader, Text, literal, sql};
use super::draft::{Draft, DraftConstraint, DraftIndex, DraftTable, Renamed, Target};
use super::index::part_name;
use super::keys;
use super::types::{self, Enums, Type};
use crate::dialect::Literal;
use crate::engine::Engine;
use crate::schema::{
    Action, Check, Column, Constraint, Expr, ForeignKey, Generated, Identity, IdentityKind, Index, IndexColumn, Key,
    Node, Rule, SequenceOptions,
};
use toml::de::DeValue;

/// Reads one column into its table.
pub(super) fn read<'d>(
    reader: &Reader<'_>,
    table: &mut DraftTable<'d>,
    draft: &mut Draft<'d>,
    entry: Entry<'d>,
    enums: &Enums,
) {
    let what = format!("column `{}.{}`", table.name(), entry.name);
    if entry.name.is_empty() {
        reader.invalid(&entry.at, format!("a column of table `{}` has an empty name", table.name()), "empty", None);
        return;
    }
    reader.fits(entry.name, &entry.at);
    // A column whose type is wrong is there all the same: what names it must not be reported as well.
    let unknown = Type { sql: String::new(), nullable: false, serial: false, of_enum: None };
    if let Some(text) = entry.item.as_text() {
        let ty = types::written(reader, &text, &what, enums).unwrap_or(unknown);
        let mut column = Column { nullable: ty.nullable, ..Column::new(entry.name, &ty.sql) };
        if ty.serial {
            column.identity = Some(plain_identity(IdentityKind::Serial));
        }
        table.columns.push(entry.at);
        table.table.columns.push(column);
        return;
    }
    let fields = match entry.item.get() {
        DeValue::Table(_) => Fields::open(reader, entry.item, entry.at.clone(), &keys::COLUMN, what),
        _ => {
            reader.wrong(&entry.item, &what, "a type (\"text\") or a table ({ type = \"text\", … })");
            None
        }
    };
    let Some(fields) = fields else {
        table.columns.push(entry.at);
        table.table.columns.push(Column::new(entry.name, ""));
        return;
    };
    if fields.item("type").is_none() {
        fields.missing("type");
    }
    let ty = types::read(&fields, enums).unwrap_or(unknown);
    let mut reading = Reading { fields, table, draft, entry, ty, enums };
    reading.column();
}

fn plain_identity(kind: IdentityKind) -> Identity {
    Identity { kind, sequence: None, options: SequenceOptions::default() }
}

struct Reading<'r, 'd, 't> {
    fields: Fields<'r, 'd>,
    table: &'t mut DraftTable<'d>,
    draft: &'t mut Draft<'d>,
    entry: Entry<'d>,
    ty: Type,
    enums: &'t Enums,
}

impl<'d> Reading<'_, 'd, '_> {
    fn column(&mut self) {
        let mut column = Column::new(self.entry.name, &self.ty.sql);
        column.nullable = self.nullable();
        column.generated = self.generated();
        column.identity = self.identity();
        let fields = &self.fields;
        column.default = self.default(&column);
        column.collation = collation(fields, "collation");
        column.comment = fields.comment();
        column.not_null_conflict = conflict(fields, "not_null_on_conflict");
        column.storage = fields.choice("storage").map(str::to_owned);
        column.compression = fields.text("compression").map(|text| text.value.to_ascii_lowercase());
        column.statistics = fields.integer("statistics").and_then(|number| match i32::try_from(number) {
            Ok(number) => Some(number),
            Err(_) => {
                let at = types::place_of(fields, "statistics");
                fields.reader.invalid(&at, format!("{} is too large", fields.of("statistics")), "too large", None);
                None
            }
        });
        if column.nullable && column.not_null_conflict.is_some() {
            let at = types::place_of(fields, "not_null_on_conflict");
            let message = format!("{} allows NULL and says what to do about one", fields.what);
            fields.reader.invalid(&at, message, "there is no NOT NULL here", None);
        }
        if fields.maybe("null") == Some(false) || column.not_null_conflict.is_some() {
            self.table.not_null.push(self.table.table.columns.len());
        }
        self.data_hints();
        self.primary_key();
        self.unique();
        self.references();
        self.check();
        self.index();
        self.table.columns.push(self.entry.at.clone());
        self.table.table.columns.push(column);
    }

    fn nullable(&self) -> bool {
        let fields = &self.fields;
        let Some(null) = fields.maybe("null") else { return self.ty.nullable };
        if self.ty.nullable && !null {
            let at = types::place_of(fields, "null");
            let message = format!("{} is both nullable, by the `?` of its type, and `null = false`", fields.what);
            fields.reader.invalid(&at, message, "contradicts the type", "leave one of them out".to_owned());
        }
        null
    }

    fn generated(&self) -> Option<Generated> {
        let fields = &self.fields;
        let item = fields.item("generated")?;
        // PostgreSQL can only store (up to 17); elsewhere the database's own word for "nothing said" is virtual.
        let usual = fields.reader.engine() == Engine::Postgres;
        if item.as_text().is_some() {
            return Some(Generated {
                expression: bare(fields.reader.dialect.syntax(), fields.sql("generated")?),
                stored: usual,
            });
        }
        let inner = Fields::open(fields.reader, item, item.at(), &keys::GENERATED, fields.of("generated"))?;
        if inner.item("sql").is_none() {
            inner.missing("sql");
            return None;
        }
        let stored = inner.maybe("stored").unwrap_or(usual);
        Some(Generated { expression: bare(inner.reader.dialect.syntax(), inner.sql("sql")?), stored })
    }

    fn identity(&mut self) -> Option<Identity> {
        let fields = &self.fields;
        let serial = self.ty.serial.then_some(IdentityKind::Serial);
        let Some(item) = fields.item("identity") else { return serial.map(plain_identity) };
        let engine = fields.reader.engine();
        let found = match item.get() {
            DeValue::Boolean(false) => return serial.map(plain_identity),
            DeValue::Boolean(true) => plain_identity(serial.unwrap_or(match engine {
                Engine::MySql => IdentityKind::AutoIncrement,
                Engine::Postgres | Engine::Sqlite => IdentityKind::ByDefault,
            })),
            DeValue::String(_) => plain_identity(types::identity_kind(fields.choice("identity")?)),
            DeValue::Table(_) => self.long_identity(item, serial)?,
            _ => {
                fields.wrong("identity", &item);
                return None;
            }
        };
        let allowed: &[IdentityKind] = match engine {
            Engine::Postgres => &[IdentityKind::Always, IdentityKind::ByDefault, IdentityKind::Serial],
            Engine::MySql => &[IdentityKind::AutoIncrement],
            Engine::Sqlite => &[IdentityKind::ByDefault],
        };
        let plain = engine != Engine::Sqlite || matches!(item.get(), DeValue::Boolean(_));
        if !allowed.contains(&found.kind) || !plain {
            let help = "write identity = true, which every database knows".to_owned();
            let message = format!("{} has no such identity ({})", engine.name(), fields.what);
            fields.reader.invalid(&item.at(), message, "not on this database", help);
            return None;
        }
        if self.ty.nullable && found.kind != IdentityKind::Serial {
            let message = format!("{} allows NULL and is an identity, which never is NULL", fields.what);
            fields.reader.invalid(&item.at(), message, "never NULL", "leave the `?` out".to_owned());
        }
        if fields.item("default").is_some() || fields.item("generated").is_some() {
            let message = format!("{} is an identity, and so has neither a default nor `generated`", fields.what);
            fields.reader.invalid(&item.at(), message, "an identity", "keep one of them".to_owned());
        }
        if engine == Engine::Sqlite {
            // SQLite numbers a lone INTEGER PRIMARY KEY by itself: there is nothing to say in the DDL.
            self.table.numbered.push((self.table.table.columns.len(), item.at()));
            return None;
        }
        Some(found)
    }

    fn long_identity(&self, item: Item<'d>, serial: Option<IdentityKind>) -> Option<Identity> {
        let fields = &self.fields;
        let inner = Fields::open(fields.reader, item, item.at(), &keys::IDENTITY, fields.of("identity"))?;
        let usual = match fields.reader.engine() {
            Engine::MySql => IdentityKind::AutoIncrement,
            Engine::Postgres | Engine::Sqlite => IdentityKind::ByDefault,
        };
        let kind = inner.choice("kind").map(types::identity_kind).or(serial).unwrap_or(usual);
        Some(Identity {
            kind,
            sequence: inner.text("sequence").map(|text| text.value),
            options: sequence_options(&inner),
        })
    }

    fn default(&self, column: &Column) -> Option<Expr> {
        let fields = &self.fields;
        let item = fields.item("default")?;
        if column.generated.is_some() || self.ty.serial {
            let why = if self.ty.serial { "is serial, which is a default" } else { "is generated" };
            let message = format!("{} {why}, and so has no default", fields.what);
            fields.reader.invalid(&item.at(), message, "cannot stand here", None);
            return None;
        }
        value(fields.reader, item, &fields.of("default"), &self.ty, self.enums)
    }

    fn data_hints(&mut self) {
        let fields = &self.fields;
        let node = Node::column(&self.table.table.name, self.entry.name);
        if let Some(old) = fields.text("renamed_from") {
            let from = Node::column(&self.table.table.name, old.value);
            self.draft.renames.push(Renamed { old: from, new: node.clone(), at: old.at });
        }
        if let Some(using) = fields.sql("using") {
            self.draft.hints.using.insert(node.clone(), using);
        }
        if let Some(item) = fields.item("backfill")
            && let Some(fill) = value(fields.reader, item, &fields.of("backfill"), &self.ty, self.enums)
        {
            self.draft.hints.backfill.insert(node, fill);
        }
    }

    fn primary_key(&mut self) {
        let name = flag_or_name(&self.fields, "primary_key");
        let autoincrement = self.fields.flag("autoincrement");
        let Some(name) = name else {
            if autoincrement {
                let at = types::place_of(&self.fields, "autoincrement");
                let message = format!("{} is AUTOINCREMENT and not the primary key", self.fields.what);
                let help = "write primary_key = true beside it".to_owned();
                self.fields.reader.invalid(&at, message, "needs a primary key", help);
            }
            return;
        };
        let at = self.fields.key_at("primary_key").unwrap_or_else(|| self.entry.at.clone());
        let key = Key { columns: vec![self.entry.name.to_owned()], autoincrement, ..Key::default() };
        self.push(Rule::PrimaryKey(key), name, at);
    }

    fn unique(&mut self) {
        let Some(name) = flag_or_name(&self.fields, "unique") else { return };
        let at = self.fields.key_at("unique").unwrap_or_else(|| self.entry.at.clone());
        let key = Key { columns: vec![self.entry.name.to_owned()], ..Key::default() };
        self.push(Rule::Unique(key), name, at);
    }

    fn push(&mut self, rule: Rule, name: Option<Text<'d>>, at: super::document::At<'d>) {
        self.table.constraints.push(DraftConstraint {
            name_at: name.as_ref().map(|name| name.at.clone()),
            constraint: Constraint { name: name.map(|name| name.value), rule, comment: None },
            at,
            after: Some(self.entry.name.to_owned()),
            target: None,
            renamed_from: None,
        });
    }

    fn index(&mut self) {
        let Some(name) = flag_or_name(&self.fields, "index") else { return };
        let at = self.fields.key_at("index").unwrap_or_else(|| self.entry.at.clone());
        let columns = vec![IndexColumn::column(self.entry.name)];
        self.table.indexes.push(DraftIndex {
            name_at: name.as_ref().map(|name| name.at.clone()),
            index: Index { name: name.map(|name| name.value).unwrap_or_default(), columns, ..Index::default() },
            at,
            renamed_from: None,
        });
    }

    fn references(&mut self) {
        const BESIDE: [&str; 5] = ["foreign_key", "on_delete", "on_update", "deferrable", "match"];
        let fields = &self.fields;
        let Some(item) = fields.item("references") else {
            for key in BESIDE {
                if let Some(at) = fields.key_at(key).filter(|_| fields.item(key).is_some()) {
                    let message = format!("{} says `{key}` of a foreign key and has none", fields.what);
                    let help = "write references = \"table.column\" beside it".to_owned();
                    fields.reader.invalid(&at, message, "without `references`", help);
                }
            }
            return;
        };
        let at = fields.key_at("references").unwrap_or_else(|| item.at());
        let mut actions = foreign_key_actions(fields);
        let mut name = fields.text("foreign_key");
        let mut drafted = DraftConstraint {
            constraint: Constraint { name: None, rule: Rule::PrimaryKey(Key::default()), comment: None },
            at,
            name_at: None,
            after: None,
            target: None,
            renamed_from: None,
        };
        if let Some(text) = item.as_text() {
            drafted.target = Some(Target::Short(text));
        } else {
            let Some(inner) = Fields::open(fields.reader, item, item.at(), &keys::REFERENCES, fields.of("references"))
            else {
                return;
            };
            actions = actions.or(foreign_key_actions(&inner));
            name = part_name(&inner, name);
            drafted.constraint.comment = inner.comment();
            drafted.renamed_from = inner.text("renamed_from");
            drafted.target = super::constraint::target(&inner);
        }
        if drafted.target.is_none() {
            return;
        }
        drafted.name_at = name.as_ref().map(|name| name.at.clone());
        drafted.constraint.name = name.map(|name| name.value);
        drafted.constraint.rule = Rule::ForeignKey(actions.into_key(vec![self.entry.name.to_owned()]));
        self.table.constraints.push(drafted);
    }

    fn check(&mut self) {
        let fields = &self.fields;
        let Some(item) = fields.item("check") else { return };
        let at = fields.key_at("check").unwrap_or_else(|| item.at());
        let drafted = super::constraint::check(fields.reader, item, at, None, fields.of("check"));
        if let Some(drafted) = drafted {
            self.table.constraints.push(DraftConstraint { after: Some(self.entry.name.to_owned()), ..drafted });
        }
    }
}

impl Actions {
    /// The foreign key of these columns, its target still open.
    pub(super) fn into_key(self, columns: Vec<String>) -> ForeignKey {
        ForeignKey {
            columns,
            table: crate::schema::QName::plain(""),
            referred: Vec::new(),
            on_delete: self.on_delete.unwrap_or(Action::NoAction),
            on_delete_columns: self.on_delete_columns,
            on_update: self.on_update.unwrap_or(Action::NoAction),
            matching: self.matching.unwrap_or_default(),
            deferrable: self.deferrable.unwrap_or_default(),
            not_valid: self.not_valid,
        }
    }
}

/// `true`, or a name: `Some(None)` and `Some(Some(name))`.
fn flag_or_name<'d>(fields: &Fields<'_, 'd>, key: &str) -> Option<Option<Text<'d>>> {
    let item = fields.item(key)?;
    match item.get() {
        DeValue::Boolean(true) => Some(None),
        DeValue::Boolean(false) => None,
        DeValue::String(_) => Some(Some(fields.text(key)?)),
        _ => {
            fields.wrong(key, &item);
            None
        }
    }
}

/// A default or a backfill: a literal in the database's spelling, or SQL.
pub(super) fn value(reader: &Reader<'_>, item: Item<'_>, what: &str, ty: &Type, enums: &Enums) -> Option<Expr> {
    if matches!(item.get(), DeValue::Table(_)) {
        return sql(reader, item, what);
    }
    let literal = literal(reader, item, what)?;
    if let Some(of) = &ty.of_enum
        && let Some((_, values)) = enums.iter().find(|(name, _)| name == of)
    {
        match &literal {
            Literal::Text(text) if values.contains(text) => {}
            Literal::Text(text) => {
                let message = format!("{what}: `{text}` is no value of the enum `{of}`");
                reader.unknown_name(&item.at(), text, message, "values", values.iter().map(String::as_str));
                return None;
            }
            _ => {
                reader.wrong(&item, what, &format!("a value of the enum `{of}`"));
                return None;
            }
        }
    }
    Some(reader.dialect.literal(&literal, &ty.sql))
}

/// A collation: a name that is quoted as the database wants it, or SQL that passes as it stands.
pub(super) fn collation(fields: &Fields<'_, '_>, key: &str) -> Option<String> {
    let item = fields.item(key)?;
    if item.as_text().is_some() {
        let text = fields.text(key)?;
        let name = super::names::qualified(&text.value);
        return match name {
            Ok(name) => Some(fields.reader.dialect.qualified(&name)),
            Err(why) => {
                let message = format!("the collation `{}` {}", text.value, why.text());
                fields.reader.invalid(&text.at, message, "not a name", None);
                None
            }
        };
    }
    sql(fields.reader, item, &fields.of(key)).map(|sql| sql.0)
}

/// The options of a sequence.
pub(super) fn sequence_options(fields: &Fields<'_, '_>) -> SequenceOptions {
    SequenceOptions {
        start: fields.integer("start"),
        increment: fields.integer("increment"),
        min: fields.integer("min"),
        max: fields.integer("max"),
        cache: fields.integer("cache"),
        cycle: fields.flag("cycle"),
    }
}

/// A check whose expression has been read.
pub(super) fn plain_check(expression: Expr) -> Check {
    Check { expression, no_inherit: false, not_valid: false, on_conflict: None }
}

/// An expression without parentheses around all of it, as the model holds it.
pub(super) fn bare(syntax: crate::sql::Syntax, expression: Expr) -> Expr {
    Expr(crate::sql::strip_outer_parens(syntax, expression.text()).to_owned())
}
