//! What the statements of a schema file make, told without running them: those that the server itself has printed.
//!
//! Both servers keep what they are told in their own spelling, and a dump holds what they print. So a `CREATE TABLE` that is,
//! to the byte, what `SHOW CREATE TABLE` answered in this session makes that table again, and need not be run; on a disk each
//! takes some 20 ms. Of views, triggers and routines the text is the model: what is written as it stands in the database
//! is the same, and what is not is asked for. All else (a table in anyone's own words, an ALTER, an event) stands here by
//! its text alone, so that what it names is found, and is run.

mod settings;

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::dialect::session::Scope;
use crate::dialect::{Dialect, WrittenSchema};
use crate::engine::Flavor;
use crate::schema::{
    Check, Constraint, ConstraintDefinition, Definition, Expr, Kind, Object, ObjectId, Parameters, QName, Schema,
    Table, Trigger, View,
};
use crate::sql::{self, TokenKind};

use super::parse::{self, Conventions, Cursor};
use super::{MySql, SYNTAX};
use settings::Settings;

/// What the server printed at the last reading of the session's database.
#[derive(Debug, Default)]
pub(super) struct Printed {
    conventions: Conventions,
    /// The session's `sql_mode`.
    sql_mode: String,
    /// Whether names of tables are the same in any capitals.
    ignores_case: bool,
    /// The texts of the tables, without their counters.
    tables: HashSet<String>,
}

impl Printed {
    /// Of one reading.
    pub(super) fn new(
        conventions: Conventions,
        sql_mode: String,
        ignores_case: bool,
        tables: impl Iterator<Item = String>,
    ) -> Self {
        let tables = tables.map(|text| without_counter(&text).unwrap_or(text)).collect();
        Printed { conventions, sql_mode, ignores_case, tables }
    }
}

/// The text of a table without `AUTO_INCREMENT=5`, which stands behind the engine and is compared nowhere; None where it has none.
fn without_counter(text: &str) -> Option<String> {
    const ENGINE: &str = "\n) ENGINE=";
    const COUNTER: &str = " AUTO_INCREMENT=";
    let options = text.find(ENGINE)? + ENGINE.len();
    let engine = text.get(options..)?.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
    let from = options + engine;
    let digits = text.get(from..)?.strip_prefix(COUNTER)?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    Some(format!("{}{}", text.get(..from)?, digits.get(end..)?))
}

/// The schema that these statements make in an empty database.
///
/// None where only the server can say even what they are about: a statement of another kind, a setting that changes how the
/// others are read, a name that comes twice.
pub(super) fn schema(dialect: &MySql, printed: &Printed, statements: &[&str], scope: &Scope) -> Option<WrittenSchema> {
    let mut reader = Reader {
        dialect,
        printed,
        settings: Settings::new(&printed.sql_mode),
        made: HashMap::new(),
        first: HashMap::new(),
        last_triggers: HashMap::new(),
        triggers: HashSet::new(),
    };
    let owners = statements.iter().map(|sql| reader.statement(sql)).collect::<Option<Vec<_>>>()?;
    if !reader.views_come_after() {
        return None;
    }
    let made = reader.made;
    let version = &scope.version_table;
    let here = version.namespace.as_ref().is_none_or(|namespace| *namespace == printed.conventions.database);
    let mut schema = Schema::default();
    let mut uncertain = BTreeSet::new();
    let mut ids = HashMap::with_capacity(made.len());
    for (key, one) in made {
        let id = one.object.id();
        ids.insert(key, id.clone());
        let relation = matches!(id.kind, Kind::Table | Kind::View | Kind::Sequence);
        if here && relation && id.name.name.eq_ignore_ascii_case(&version.name) {
            if id.name.name != version.name && !printed.ignores_case {
                return None;
            }
            continue;
        }
        if !one.certain {
            uncertain.insert(id);
        }
        schema.insert(one.object);
    }
    schema.objects.sort_by(|a, _, b, _| a.cmp(b));
    schema.link();
    // Of what is dropped again nothing is run.
    let owner = |key: Key| ids.get(&key).cloned().unwrap_or_else(|| ObjectId::table(&QName::plain(&key.1)));
    let owners = owners.into_iter().map(|key| key.map(owner)).collect();
    Some(WrittenSchema { schema, owners, uncertain })
}

/// A kind of thing whose names are its own, and a name. Tables, views and sequences share theirs.
type Key = (Kind, String);

/// A thing that statements have made so far.
struct Made {
    object: Object,
    /// Whether it is known what the server makes of it.
    certain: bool,
}

struct Reader<'a> {
    dialect: &'a MySql,
    printed: &'a Printed,
    settings: Settings,
    made: HashMap<Key, Made>,
    /// In which order their names came.
    first: HashMap<Key, usize>,
    /// The last trigger of a table, a time and an event.
    last_triggers: HashMap<(String, String), String>,
    /// All names of triggers: they are the database's.
    triggers: HashSet<String>,
}

impl Reader<'_> {
    /// Reads a statement; answers what it is about, inner None where that is the session. Outer None where it is not known.
    fn statement(&mut self, sql: &str) -> Option<Option<Key>> {
        if let Some(key) = self.printed_table(sql) {
            return key.map(Some);
        }
        if !read_by(sql, self.dialect.flavor()) {
            return None;
        }
        let mut cursor = Cursor::new(sql);
        if cursor.eat(&["SET"]) {
            return self.settings.set(&mut cursor).then_some(None);
        }
        if !self.settings.usual() {
            return None;
        }
        if cursor.eat(&["DROP"]) {
            return self.drop(&mut cursor).map(Some);
        }
        if cursor.eat(&["ALTER", "TABLE"]) {
            let name = cursor.name().ok()?;
            let renames = sql::significant(SYNTAX, sql).any(|token| token.is_word("rename"));
            return if renames { None } else { self.changed(name, sql).map(Some) };
        }
        cursor.expect(&["CREATE"], "CREATE").ok()?;
        self.create(&mut cursor, sql).map(Some)
    }

    /// A table as the server has printed it. Outer None where it is none; inner None where its name is taken.
    #[allow(clippy::option_option, reason = "two questions: is it one, and is its name free")]
    fn printed_table(&mut self, sql: &str) -> Option<Option<Key>> {
        if !sql.starts_with("CREATE TABLE `") {
            return None;
        }
        let bare = without_counter(sql);
        if !self.printed.tables.contains(bare.as_deref().unwrap_or(sql)) {
            return None;
        }
        let table = parse::table(sql, &self.printed.conventions).ok()?;
        if !self.settings.usual() {
            return Some(None);
        }
        let refers = table.constraints.iter().filter_map(|constraint| match &constraint.definition {
            ConstraintDefinition::ForeignKey(key) => Some(&key.table),
            _ => None,
        });
        let early = |name: &QName| {
            let there = *name == table.name || self.made.contains_key(&key(Kind::Table, &name.name));
            name.namespace.is_none() && !there
        };
        if self.settings.foreign_keys_are_checked() && refers.into_iter().any(early) {
            return Some(None);
        }
        let certain = self.becomes_itself(&table, sql);
        let object = if certain { Object::Table(table) } else { stand_in_table(&table.name.name, sql) };
        Some(self.make(object, certain))
    }

    /// Whether a table is what its printed text makes, whatever the server's settings are.
    fn becomes_itself(&self, table: &Table, sql: &str) -> bool {
        let flavor = self.dialect.flavor();
        let has = |text: Option<&Expr>, part: &str| text.is_some_and(|text| text.text().contains(part));
        // Times are printed in the session's zone; the mode may refuse a date of zeros; a timestamp of which no default is said is
        // given one without `explicit_defaults_for_timestamp`.
        let timed = table.columns.iter().any(|column| {
            let default = column.default.as_ref();
            let stamp = column.ty.starts_with("timestamp");
            let dated = stamp || column.ty.starts_with("date");
            (stamp && has(default, "'"))
                || (dated && has(default, "-00"))
                || (stamp && !column.nullable && default.is_none() && column.generated.is_none())
        });
        let partitioned = has(table.options.partition_by.as_ref(), "'");
        // Of a table without a key MySQL may make one (`sql_generate_invisible_primary_key`).
        let keyed = flavor.is_mariadb() || table.primary_key().is_some();
        // What is not said is the session's to say in some versions (`character_set_collations`).
        let collated = !flavor.is_mariadb() || sql.contains(" COLLATE=");
        let object = Object::Table(table.clone());
        // A foreign key whose index is gone gets it back.
        !timed && !partitioned && keyed && collated && self.dialect.same(&self.dialect.predict(&object), &object)
    }

    /// Whether each view that is not asked for comes after what it names: else the server would refuse it.
    fn views_come_after(&self) -> bool {
        self.made.iter().all(|(own, made)| {
            let Object::View(view) = &made.object else { return true };
            let place = self.first.get(own);
            sql::tokens(SYNTAX, view.query.text()).filter(|token| token.kind == TokenKind::QuotedIdent).all(|token| {
                self.first
                    .get(&key(Kind::Table, &sql::unquote(SYNTAX, token.text)))
                    .is_none_or(|other| Some(other) <= place)
            })
        })
    }

    fn make(&mut self, object: Object, certain: bool) -> Option<Key> {
        let key = key(object.id().kind, &object.id().name.name);
        if self.made.contains_key(&key) {
            return None;
        }
        let order = self.first.len();
        self.first.entry(key.clone()).or_insert(order);
        self.made.insert(key.clone(), Made { object, certain });
        Some(key)
    }

    /// A table is changed after it was made: what it becomes is not known.
    fn changed(&mut self, table: String, sql: &str) -> Option<Key> {
        let key = key(Kind::Table, &table);
        let made = self.made.get_mut(&key)?;
        made.certain = false;
        let Object::Table(table) = &mut made.object else { return None };
        table.constraints.push(text_of(sql));
        Some(key)
    }

    fn drop(&mut self, cursor: &mut Cursor<'_>) -> Option<Key> {
        let kinds = [
            ("TABLE", Kind::Table),
            ("VIEW", Kind::View),
            ("SEQUENCE", Kind::Sequence),
            ("FUNCTION", Kind::Function),
            ("PROCEDURE", Kind::Procedure),
            ("EVENT", Kind::Event),
        ];
        let (_, kind) = kinds.into_iter().find(|(word, _)| cursor.eat(&[word]))?;
        let sure = !cursor.eat(&["IF", "EXISTS"]);
        let key = key(kind, &cursor.name().ok()?);
        let there = self.made.get(&key).map(|made| made.object.id().kind);
        // `DROP TABLE IF EXISTS` of a view does nothing.
        if !cursor.done() || (sure && there.is_none()) || there.is_some_and(|there| there != kind) {
            return None;
        }
        // Its triggers would go with it.
        if let Some(Made { object: Object::Table(table), .. }) = self.made.remove(&key)
            && !table.triggers.is_empty()
        {
            return None;
        }
        Some(key)
    }

    fn create(&mut self, cursor: &mut Cursor<'_>, sql: &str) -> Option<Key> {
        if cursor.eat(&["TABLE"]) {
            cursor.eat(&["IF", "NOT", "EXISTS"]);
            let name = cursor.name().ok()?;
            return if cursor.is_punct(".") { None } else { self.make(stand_in_table(&name, sql), false) };
        }
        let unique = ["UNIQUE", "FULLTEXT", "SPATIAL"].iter().any(|word| cursor.eat(&[word]));
        if cursor.eat(&["INDEX"]) {
            while !cursor.eat(&["ON"]) {
                cursor.advance()?;
            }
            let name = cursor.name().ok()?;
            return self.changed(name, sql);
        }
        if unique {
            return None;
        }
        if cursor.is_word("TRIGGER") {
            return self.trigger(bare(sql)?);
        }
        if cursor.is_word("FUNCTION") || cursor.is_word("PROCEDURE") {
            let kind = if cursor.is_word("FUNCTION") { Kind::Function } else { Kind::Procedure };
            let program = parse::routine(bare(sql)?).ok()?;
            let mut definition = Definition::new(ObjectId::new(kind, QName::plain(program.name)), program.sql);
            definition.settings = self.kept_mode();
            return self.make(Object::Definition(definition), true);
        }
        if cursor.is_word("EVENT") {
            // It keeps the time zone, too.
            let program = parse::event(bare(sql)?, false).ok()?;
            let id = ObjectId::new(Kind::Event, QName::plain(program.name));
            return self.make(Object::Definition(Definition::new(id, program.sql)), false);
        }
        if cursor.is_word("SEQUENCE") {
            return None;
        }
        match parse::view(sql, &self.printed.conventions) {
            Ok(view) => self.make(Object::View(view), true),
            Err(_) => {
                while !cursor.eat(&["VIEW"]) {
                    cursor.advance()?;
                }
                let name = cursor.name().ok()?;
                self.make(Object::View(View::new(QName::plain(name), sql)), false)
            }
        }
    }

    fn trigger(&mut self, sql: &str) -> Option<Key> {
        let text = parse::trigger(sql).ok()?;
        let words = ["FOLLOWS", "PRECEDES"];
        let placed = sql::significant(SYNTAX, sql).any(|token| words.iter().any(|word| token.is_word(word)));
        let mut trigger = Trigger::new(text.name.as_str(), text.sql);
        trigger.follows = self.last_triggers.insert((text.table.clone(), text.moment), text.name.clone());
        trigger.settings = self.kept_mode();
        let key = key(Kind::Table, &text.table);
        let made = self.made.get_mut(&key)?;
        let Object::Table(table) = &mut made.object else { return None };
        table.triggers.push(trigger);
        made.certain &= !placed;
        self.triggers.insert(text.name).then_some(key)
    }

    /// The mode that a body keeps, where it is not the session's.
    fn kept_mode(&self) -> Parameters {
        let kept = Some(self.settings.sql_mode()).filter(|mode| *mode != self.printed.sql_mode);
        kept.into_iter().map(|mode| ("sql_mode".to_owned(), mode.to_owned())).collect()
    }
}

fn key(kind: Kind, name: &str) -> Key {
    let kind = if matches!(kind, Kind::View | Kind::Sequence) { Kind::Table } else { kind };
    (kind, name.to_owned())
}

/// A table of which only the text is known.
fn stand_in_table(name: &str, sql: &str) -> Object {
    let mut table = Table::new(QName::plain(name));
    table.constraints.push(text_of(sql));
    Object::Table(table)
}

/// A text in a place where the names in it are looked for.
fn text_of(sql: &str) -> Constraint {
    let definition = ConstraintDefinition::Check(Check::new(Expr::from(sql)));
    Constraint { name: None, definition, annotation: crate::schema::Annotation::default() }
}

/// A statement without the end of the versioned comment that it ends in, as the server takes it; None where there are more within
/// its body.
fn bare(sql: &str) -> Option<&str> {
    let marks: Vec<_> = sql::tokens(SYNTAX, sql).filter(|token| token.kind == TokenKind::CodeMark).collect();
    let Some(last) = marks.last() else { return Some(sql) };
    let ends = last.text == "*/" && last.span.end == sql.trim_end().len();
    // Those of a dump's head come before the kind of the thing.
    let kinds = ["TRIGGER", "FUNCTION", "PROCEDURE", "EVENT"];
    let kind = sql::significant(SYNTAX, sql).find(|token| kinds.iter().any(|kind| token.is_word(kind)))?;
    let within = marks.iter().filter(|mark| mark.span.start > kind.span.start).count();
    (ends && within == 1).then(|| sql.get(..last.span.start).unwrap_or_default())
}

/// Whether a server of this kind reads what all versioned comments of a statement hold: MariaDB leaves out those of MySQL from 5.7 on
/// (<https://mariadb.com/kb/en/comment-syntax/>).
fn read_by(sql: &str, flavor: &Flavor) -> bool {
    if !sql.contains("/*") {
        return true;
    }
    let (major, minor, patch) = flavor.version;
    let mine = major * 10_000 + minor * 100 + patch;
    sql::tokens(SYNTAX, sql).filter(|token| token.kind == TokenKind::CodeMark && token.text != "*/").all(|mark| {
        let digits = mark.text.trim_start_matches(|c: char| !c.is_ascii_digit());
        let version: u32 = if digits.is_empty() { 0 } else { digits.parse().unwrap_or(u32::MAX) };
        match (mark.text.starts_with("/*M"), flavor.is_mariadb()) {
            (true, false) => false,
            (true, true) => version <= mine,
            (false, true) => version < 50_700,
            (false, false) => version <= mine,
        }
    })
}
