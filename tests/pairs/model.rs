//! The schema of a pair as the generator holds it: everything has an id that a rename does not change, so that what was
//! renamed, added and dropped between two schemas is read off the ids.

use std::collections::{BTreeMap, BTreeSet};

use super::objects::Object;
use super::types::{Type, Value};
use crate::support::mysql;

/// Tells one thing of a model from another, whatever it is called.
pub(crate) type Id = u32;

/// The database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
    MariaDb,
    MySql,
}

impl Engine {
    /// All of them, in the order in which tests run them.
    pub(crate) const ALL: [Engine; 4] = [Engine::Sqlite, Engine::Postgres, Engine::MariaDb, Engine::MySql];

    /// Its word in the names of tests and files.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
            Engine::MariaDb => "mariadb",
            Engine::MySql => "mysql",
        }
    }

    /// Whether it speaks MySQL's SQL.
    pub(crate) fn is_mysql(self) -> bool {
        matches!(self, Engine::MariaDb | Engine::MySql)
    }

    /// Whether `MIGRATE_TEST_SKIP` leaves its server out, or there is no MySQL: either is said.
    pub(crate) fn skipped(self) -> bool {
        match self {
            Engine::Sqlite => false,
            Engine::Postgres => crate::support::skipped("postgres"),
            Engine::MariaDb => crate::support::skipped("mysql"),
            Engine::MySql => mysql::Database::on(mysql::Server::MySql).is_none(),
        }
    }

    /// An identifier as SQL.
    pub(crate) fn quote(self, name: &str) -> String {
        if plain(name) && !(self.is_mysql() && MYSQL_RESERVED.contains(&name)) {
            return name.to_owned();
        }
        if self.is_mysql() {
            format!("`{}`", name.replace('`', "``"))
        } else {
            format!("\"{}\"", name.replace('"', "\"\""))
        }
    }

    /// A string as SQL.
    pub(crate) fn string(self, text: &str) -> String {
        let text = if self.is_mysql() { text.replace('\\', "\\\\") } else { text.to_owned() };
        format!("'{}'", text.replace('\'', "''"))
    }
}

/// What the schema is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Toml,
    Sql,
}

/// SQL that mentions things by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// The name of a column or of a view's column.
    Name(Id),
    /// The text of an enum's value as a string literal.
    Label(Id, Id),
    /// The qualified name of an object.
    Object(Id),
}

/// An expression.
pub(crate) type Sql = Vec<Piece>;

/// A whole schema, with the rows of its tables.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub engine: Engine,
    pub form: Form,
    pub namespaces: Vec<Namespace>,
    pub enums: Vec<Enum>,
    pub sequences: Vec<Sequence>,
    pub tables: Vec<Table>,
    pub views: Vec<View>,
    pub routines: Vec<Routine>,
    /// PostgreSQL: all that is a statement with a few knobs.
    pub objects: Vec<Object>,
    /// How many rows each table gets.
    pub rows: usize,
    /// Names that new things may not take: those of the schema before, where a name means an identity.
    pub taken: BTreeSet<String>,
    pub next: Id,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Namespace {
    pub id: Id,
    pub name: String,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Enum {
    pub id: Id,
    pub namespace: Option<Id>,
    pub name: String,
    pub values: Vec<Label>,
    /// Values that go, each with the one its rows get (both ids of labels; the old one's text beside it).
    pub replaced: Vec<(String, Id)>,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    pub id: Id,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sequence {
    pub id: Id,
    pub namespace: Option<Id>,
    pub name: String,
    pub start: i64,
    pub increment: i64,
    pub cycle: bool,
    pub comment: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub id: Id,
    pub namespace: Option<Id>,
    pub name: String,
    pub columns: Vec<Column>,
    pub keys: Vec<Key>,
    pub checks: Vec<Check>,
    pub foreign_keys: Vec<ForeignKey>,
    pub indexes: Vec<Index>,
    pub triggers: Vec<Trigger>,
    pub strict: bool,
    pub without_rowid: bool,
    pub unlogged: bool,
    pub fillfactor: Option<u8>,
    /// MySQL: what columns of text get that say no collation.
    pub collation: Option<&'static str>,
    pub row_format: Option<&'static str>,
    pub partition: Option<Sql>,
    pub comment: Option<String>,
    /// What each row holds, by column.
    pub rows: Vec<BTreeMap<Id, Value>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Identity {
    Always,
    ByDefault,
    Serial,
    /// MySQL's `AUTO_INCREMENT`, and SQLite's rowid by AUTOINCREMENT.
    Autoincrement,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Default {
    /// The value of the n-th row.
    Value(usize),
    /// An expression whose value is known.
    Known(String, Value),
    /// An expression whose value is not.
    Unknown(String),
    /// The next value of a sequence.
    Next(Id),
    /// What a function of an object gives for 3.
    Call(Id),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub id: Id,
    pub name: String,
    pub ty: Type,
    pub nullable: bool,
    pub default: Option<Default>,
    pub identity: Option<Identity>,
    pub generated: Option<(Sql, bool)>,
    pub collation: Option<&'static str>,
    /// MySQL: `ON UPDATE CURRENT_TIMESTAMP`.
    pub on_update: bool,
    pub invisible: bool,
    pub comment: Option<String>,
    /// How the change of type finds its values.
    pub using: Option<Sql>,
    /// What rows with NULL get.
    pub backfill: Option<String>,
    /// Whether an edit has changed what its values are made from: one such edit a column.
    pub edited: bool,
}

/// A primary key or a unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    pub id: Id,
    pub name: Option<String>,
    pub primary: bool,
    pub columns: Vec<Id>,
    pub include: Vec<Id>,
    pub nulls_not_distinct: bool,
    pub deferrable: Option<bool>,
    pub on_conflict: Option<&'static str>,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    pub id: Id,
    pub name: Option<String>,
    pub sql: Sql,
    pub enforced: bool,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    pub id: Id,
    pub name: Option<String>,
    pub columns: Vec<Id>,
    pub table: Id,
    pub referred: Vec<Id>,
    pub on_delete: Option<&'static str>,
    pub on_update: Option<&'static str>,
    pub deferrable: Option<bool>,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    pub id: Id,
    pub name: String,
    pub unique: bool,
    pub method: Option<&'static str>,
    pub places: Vec<Place>,
    pub include: Vec<Id>,
    pub predicate: Option<Sql>,
    pub invisible: bool,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub sql: Sql,
    /// The column, where it is one.
    pub column: Option<Id>,
    pub desc: bool,
    /// MySQL: how much of the text.
    pub length: Option<u8>,
    pub nulls: Option<&'static str>,
    pub opclass: Option<&'static str>,
    pub collation: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trigger {
    pub id: Id,
    pub name: String,
    /// `AFTER UPDATE OF` these columns.
    pub columns: Vec<Id>,
    pub event: &'static str,
    pub body: Sql,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct View {
    pub id: Id,
    pub namespace: Option<Id>,
    pub name: String,
    /// A table or another view.
    pub source: Id,
    pub columns: Vec<Output>,
    pub filter: Option<Sql>,
    pub materialized: bool,
    /// A unique index on the first column of a materialized view.
    pub index: Option<Index>,
    /// MySQL: `ALGORITHM = MERGE`, `SQL SECURITY INVOKER`.
    pub merged: bool,
    pub invoker: bool,
    pub comment: Option<String>,
}

/// MySQL: a function, a procedure or an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Routine {
    pub id: Id,
    /// `FUNCTION`, `PROCEDURE` or `EVENT`.
    pub kind: &'static str,
    pub name: String,
    /// A number in its body.
    pub number: usize,
}

/// A column of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub id: Id,
    /// The column or output that it shows.
    pub of: Id,
    pub alias: Option<String>,
}

/// Words that the databases reserve, among the names that are given.
const RESERVED: &[&str] = &["order", "select", "table", "user", "group", "check", "index", "default", "references"];

/// Words that MySQL reserves, among the names that are given.
const MYSQL_RESERVED: &[&str] = &["rank"];

/// Whether a name needs no quotes, but for what one database alone reserves.
pub(crate) fn plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !RESERVED.contains(&name)
}

impl Model {
    pub(crate) fn new(engine: Engine, form: Form, rows: usize) -> Self {
        Model {
            engine,
            form,
            namespaces: vec![],
            enums: vec![],
            sequences: vec![],
            tables: vec![],
            views: vec![],
            routines: vec![],
            objects: vec![],
            rows,
            taken: BTreeSet::new(),
            next: 1,
        }
    }

    pub(crate) fn id(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    pub(crate) fn table(&self, id: Id) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    pub(crate) fn view(&self, id: Id) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }

    pub(crate) fn object(&self, id: Id) -> Option<&Object> {
        self.objects.iter().find(|object| object.id == id)
    }

    /// The qualified name of an object.
    pub(crate) fn object_name(&self, id: Id) -> String {
        let one = self.object(id).expect("an object");
        self.qualified(one.namespace, &one.name)
    }

    pub(crate) fn column(&self, id: Id) -> Option<(&Table, &Column)> {
        self.tables.iter().find_map(|table| table.column(id).map(|column| (table, column)))
    }

    /// MySQL: the collation of a column, its own or its table's; `None` is the database's.
    pub(crate) fn collation(&self, table: &Table, column: &Column) -> Option<&'static str> {
        column.collation.or(table.collation).filter(|_| self.engine.is_mysql() && column.ty.has_charset())
    }

    pub(crate) fn namespace(&self, id: Option<Id>) -> Option<&str> {
        self.namespaces.iter().find(|one| Some(one.id) == id).map(|one| one.name.as_str())
    }

    /// An identifier as SQL.
    pub(crate) fn quote(&self, name: &str) -> String {
        self.engine.quote(name)
    }

    /// A string as SQL.
    pub(crate) fn string(&self, text: &str) -> String {
        self.engine.string(text)
    }

    /// A qualified name as SQL.
    pub(crate) fn qualified(&self, namespace: Option<Id>, name: &str) -> String {
        match self.namespace(namespace) {
            Some(namespace) => format!("{}.{}", self.quote(namespace), self.quote(name)),
            None => self.quote(name),
        }
    }

    pub(crate) fn enum_name(&self, id: Id) -> String {
        let one = self.enums.iter().find(|one| one.id == id).expect("an enum");
        self.qualified(one.namespace, &one.name)
    }

    pub(crate) fn sequence_name(&self, id: Id) -> String {
        let one = self.sequences.iter().find(|one| one.id == id).expect("a sequence");
        self.qualified(one.namespace, &one.name)
    }

    /// The qualified name of a table, a view or an object that is one.
    pub(crate) fn relation(&self, id: Id) -> String {
        match (self.table(id), self.view(id)) {
            (Some(table), _) => self.qualified(table.namespace, &table.name),
            (_, Some(view)) => self.qualified(view.namespace, &view.name),
            _ => self.object_name(id),
        }
    }

    /// The name of a column or of a view's column.
    pub(crate) fn name(&self, id: Id) -> String {
        if let Some((_, column)) = self.column(id) {
            return column.name.clone();
        }
        let output = self.views.iter().flat_map(|view| &view.columns).find(|output| output.id == id);
        let output = output.unwrap_or_else(|| panic!("no column {id}"));
        output.alias.clone().unwrap_or_else(|| self.name(output.of))
    }

    /// An expression as SQL.
    pub(crate) fn sql(&self, sql: &Sql) -> String {
        sql.iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Name(id) => self.quote(&self.name(*id)),
                Piece::Label(of, id) => self.string(self.label(*of, *id)),
                Piece::Object(id) => self.object_name(*id),
            })
            .collect()
    }

    /// The text of an enum's value.
    pub(crate) fn label(&self, of: Id, id: Id) -> &str {
        let one = self.enums.iter().find(|one| one.id == of).expect("an enum");
        one.values.iter().find(|value| value.id == id).map_or_else(|| panic!("no value {id}"), |value| &value.text)
    }

    /// A value as SQL.
    pub(crate) fn value(&self, value: &Value) -> String {
        match value {
            Value::Null | Value::Unknown => "NULL".into(),
            Value::Sql(sql) => sql.clone(),
            Value::Row(of, values) => {
                self.object(*of).map_or_else(|| "NULL".into(), |one| super::objects::row(one, values))
            }
            Value::Label(of, id) => self.string(self.label(*of, *id)),
            Value::Labels(of, id) if self.engine.is_mysql() => self.string(self.label(*of, *id)),
            Value::Labels(of, id) => format!("ARRAY[{}]::{}[]", self.string(self.label(*of, *id)), self.enum_name(*of)),
        }
    }

    /// A default as SQL.
    pub(crate) fn default(&self, default: &Default, ty: Type) -> String {
        match default {
            // MySQL takes no literal for what it keeps apart from the row.
            Default::Value(n) if self.engine == Engine::MySql && ty.apart() => {
                format!("({})", self.value(&ty.value(*n, self)))
            }
            Default::Value(n) => self.value(&ty.value(*n, self)),
            Default::Known(sql, _) | Default::Unknown(sql) => sql.clone(),
            Default::Call(id) => format!("{}(3)", self.object_name(*id)),
            Default::Next(id) => format!("nextval({})", self.string(&self.sequence_name(*id))),
        }
    }

    /// What a default gives a row.
    pub(crate) fn default_value(&self, default: Option<&Default>, ty: Type) -> Value {
        match default {
            None => ty
                .of_object()
                .and_then(|id| self.object(id))
                .filter(|_| ty.is_object())
                .map_or(Value::Null, |one| one.kind.default_value(self, one)),
            Some(Default::Value(n)) => ty.value(*n, self),
            Some(Default::Known(_, value)) => value.clone(),
            Some(Default::Unknown(_) | Default::Next(_) | Default::Call(_)) => Value::Unknown,
        }
    }

    /// All names in use, in lower case: of relations, types, constraints, indexes and namespaces, whatever holds them.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let mut names: Vec<&str> = self.namespaces.iter().map(|one| one.name.as_str()).collect();
        names.extend(self.enums.iter().map(|one| one.name.as_str()));
        names.extend(self.sequences.iter().map(|one| one.name.as_str()));
        for table in &self.tables {
            names.push(&table.name);
            names.extend(table.keys.iter().filter_map(|key| key.name.as_deref()));
            names.extend(table.checks.iter().filter_map(|check| check.name.as_deref()));
            names.extend(table.foreign_keys.iter().filter_map(|key| key.name.as_deref()));
            names.extend(table.indexes.iter().map(|index| index.name.as_str()));
            names.extend(table.triggers.iter().map(|trigger| trigger.name.as_str()));
        }
        for view in &self.views {
            names.push(&view.name);
            names.extend(view.index.iter().map(|index| index.name.as_str()));
        }
        names.extend(self.routines.iter().map(|routine| routine.name.as_str()));
        names.extend(self.objects.iter().map(|object| object.name.as_str()));
        names.into_iter().map(str::to_lowercase).collect()
    }
}

impl Table {
    pub(crate) fn column(&self, id: Id) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    pub(crate) fn column_mut(&mut self, id: Id) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.id == id)
    }

    pub(crate) fn primary_key(&self) -> Option<&Key> {
        self.keys.iter().find(|key| key.primary)
    }

    /// Whether no two rows hold the same in these columns.
    pub(crate) fn distinct(&self, columns: &[Id], nulls_differ: bool) -> bool {
        let mut seen = BTreeSet::new();
        self.rows.iter().all(|row| {
            let tuple: Vec<Value> = columns.iter().map(|id| row.get(id).cloned().unwrap_or(Value::Null)).collect();
            if nulls_differ && tuple.contains(&Value::Null) {
                return true;
            }
            // What is not known may be the same.
            (!tuple.contains(&Value::Unknown) || self.rows.len() < 2) && seen.insert(tuple)
        })
    }
}

/// The ids that an expression mentions.
pub(crate) fn mentioned(sql: &Sql) -> Vec<Id> {
    sql.iter()
        .filter_map(|piece| match piece {
            Piece::Name(id) => Some(*id),
            _ => None,
        })
        .collect()
}
