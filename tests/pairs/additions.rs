//! Additions: what makes the first schema out of nothing, and some of what the second has beyond it.

use super::model::*;
use super::objects;
use super::random::Random;
use super::removals;
use super::types::{self, Type, Value};

/// Names that somebody forgets to quote.
const ODD: &[&str] = &[
    "order",
    "select",
    "it's",
    "say \"hi\"",
    "Ünïcode",
    "two words",
    "MixedCase",
    "x; DROP TABLE y",
    "--dash",
    "日本",
    "a.b",
    "100%",
    "$1",
    "back\\slash",
    "[x]",
    "`tick`",
    "user",
    "/*c*/",
    "{{x}}",
    "default",
    "a,b",
    "(c)",
    "'",
    "x=y",
];
/// MySQL: collations that both MariaDB and MySQL have.
pub(super) const COLLATIONS: &[&str] = &["utf8mb4_bin", "utf8mb4_unicode_ci", "latin1_swedish_ci"];
const TABLES: &[&str] = &["users", "orders", "items", "tags", "notes", "logs", "carts", "towns"];
const COLUMNS: &[&str] = &["name", "size", "price", "state", "note", "code", "born", "rank", "title", "total"];

/// A name that nothing has.
fn free(taken: impl Fn(&str) -> bool, base: &str) -> String {
    // No database keeps more of a name than 63 bytes whole.
    let within = |text: &str, bytes: usize| {
        text.chars()
            .scan(0, |all, c| {
                *all += c.len_utf8();
                (*all <= bytes).then_some(c)
            })
            .collect::<String>()
    };
    let mut name = within(base, 63);
    let mut number = 1;
    while taken(&name.to_lowercase()) {
        number += 1;
        let digits = number.to_string();
        name = format!("{}{digits}", within(base, 63 - digits.len()));
    }
    name
}

/// A name for anything but a column: plain, or one that needs quotes.
pub(super) fn name(model: &Model, random: &mut Random, plain: &str) -> String {
    let base = if random.chance(20) { random.pick(ODD).expect("names") } else { plain };
    let names = model.names();
    let taken = |name: &str| names.contains(name) || model.taken.contains(name);
    if model.engine == Engine::Postgres && random.chance(4) {
        // As long as names get.
        let number = (1..1000).find(|number| !taken(&longest(plain, *number))).unwrap_or_default();
        return longest(plain, number);
    }
    free(taken, base)
}

/// A name of 63 bytes.
fn longest(plain: &str, number: usize) -> String {
    let ends = format!("_{number}");
    let filled = format!("{plain}{}", "_as_long_as_a_name_can_be_in_bytes".repeat(3));
    format!("{}{ends}", &filled[..63 - ends.len()])
}

/// A name for a column of a table.
pub(super) fn column_name(model: &Model, table: &Table, random: &mut Random, plain: Option<&str>) -> String {
    let plain = plain.unwrap_or_else(|| random.pick(COLUMNS).expect("names"));
    let base = if random.chance(20) { random.pick(ODD).expect("names") } else { plain };
    let old = format!("{}.", table.id);
    free(
        |name| {
            table.columns.iter().any(|column| column.name.to_lowercase() == name)
                || model.taken.contains(&format!("{old}{name}"))
        },
        base,
    )
}

/// A namespace, where a thing gets one.
pub(super) fn a_namespace(model: &mut Model, random: &mut Random) -> Option<Id> {
    if model.engine != Engine::Postgres || !random.chance(20) {
        return None;
    }
    if model.namespaces.len() < 2 {
        let id = model.id();
        let name = name(model, random, "billing");
        model.namespaces.push(Namespace { id, name, comment: None });
    }
    random.pick(&model.namespaces).map(|one| one.id)
}

/// One of the namespaces, or the one that there always is.
pub(super) fn a_namespace_or_none(model: &mut Model, random: &mut Random) -> Option<Id> {
    if random.chance(40) {
        return None;
    }
    if model.namespaces.is_empty() {
        let id = model.id();
        let name = name(model, random, "depot");
        model.namespaces.push(Namespace { id, name, comment: None });
    }
    random.pick(&model.namespaces).map(|one| one.id)
}

/// A comment on anything.
pub(super) fn comment(model: &Model, random: &mut Random) -> Option<String> {
    comment_where(model.engine == Engine::Postgres, random)
}

/// A comment on a table, a column or an index: MySQL has none on anything else.
fn table_comment(model: &Model, random: &mut Random) -> Option<String> {
    comment_where(model.engine != Engine::Sqlite, random)
}

fn comment_where(possible: bool, random: &mut Random) -> Option<String> {
    (possible && random.chance(15)).then(|| {
        let texts = ["plain words", "it's \"quoted\"; -- $1 {{ x }}", "two\nlines", "日本 \\ $$"];
        (*random.pick(&texts).expect("texts")).to_owned()
    })
}

fn plain_column(id: Id, name: &str, ty: Type) -> Column {
    Column {
        id,
        name: name.to_owned(),
        ty,
        nullable: false,
        default: None,
        identity: None,
        generated: None,
        collation: None,
        on_update: false,
        invisible: false,
        comment: None,
        using: None,
        backfill: None,
        edited: false,
    }
}

/// Adds a table with a key, or with none.
pub(super) fn table(model: &mut Model, random: &mut Random) -> bool {
    let namespace = a_namespace(model, random);
    let id = model.id();
    let plain = *random.pick(TABLES).expect("names");
    let name = name(model, random, plain);
    let mut table = Table {
        id,
        namespace,
        name,
        columns: vec![],
        keys: vec![],
        checks: vec![],
        foreign_keys: vec![],
        indexes: vec![],
        triggers: vec![],
        strict: false,
        without_rowid: false,
        unlogged: false,
        fillfactor: None,
        collation: None,
        row_format: None,
        partition: None,
        comment: table_comment(model, random),
        rows: vec![std::collections::BTreeMap::new(); model.rows],
    };
    let sqlite = model.engine == Engine::Sqlite;
    let mysql = model.engine.is_mysql();
    let word = if mysql { Type::Varchar(40) } else { Type::Text };
    table.strict = sqlite && random.chance(12);
    if mysql {
        table.collation = random.pick(COLLATIONS).copied().filter(|_| random.chance(15));
        table.row_format = random.pick(&["COMPRESSED", "COMPACT", "DYNAMIC"]).copied().filter(|_| random.chance(8));
    }
    let form = random.below(10);
    let mut columns = vec![];
    let mut keyed = true;
    match (sqlite, form) {
        (_, 0) => {
            columns.push(plain_column(model.id(), "part", Type::Int));
            columns.push(plain_column(model.id(), "number", word));
            table.without_rowid = sqlite && random.chance(40);
        }
        (_, 1) => {
            columns.push(plain_column(model.id(), "slug", word));
            table.without_rowid = sqlite && random.chance(40);
        }
        (_, 2) => {
            columns.push(plain_column(model.id(), "id", Type::Int));
            keyed = false;
        }
        (true, 3 | 4) => {
            let mut column = plain_column(model.id(), "id", Type::Int);
            column.identity = Some(Identity::Autoincrement);
            columns.push(column);
        }
        (false, 3..=7) => {
            let ty = if random.chance(50) { Type::Bigint } else { Type::Int };
            let mut column = plain_column(model.id(), "id", ty);
            let kinds = [Identity::ByDefault, Identity::Serial, Identity::Always];
            column.identity = random.pick(&kinds).copied();
            if mysql {
                column.identity = Some(Identity::Autoincrement);
            }
            columns.push(column);
        }
        _ => columns.push(plain_column(model.id(), "id", Type::Int)),
    }
    let key: Vec<Id> = columns.iter().map(|column| column.id).collect();
    if mysql && random.chance(10) && columns[0].ty.integer() {
        table.partition = Some(partition(random, key[0]));
    }
    for column in &columns {
        fill(model, &mut table, column, |n, model| column.ty.value(n, model));
    }
    table.columns = columns;
    if keyed {
        let id = model.id();
        let name = constraint_name(model, random, &table, "pk", &key);
        table.keys.push(Key {
            id,
            name,
            primary: true,
            columns: key,
            include: vec![],
            nulls_not_distinct: false,
            deferrable: None,
            on_conflict: None,
            comment: None,
        });
    }
    model.tables.push(table);
    true
}

/// A way to part a table by a column of integers.
pub(super) fn partition(random: &mut Random, column: Id) -> Sql {
    let text = |text: &str| Piece::Text(text.to_owned());
    let (before, after) = match random.below(4) {
        0 => ("HASH (", ") PARTITIONS 3"),
        1 => ("KEY (", ") PARTITIONS 2"),
        2 => ("RANGE (", ") (PARTITION p0 VALUES LESS THAN (2), PARTITION p1 VALUES LESS THAN MAXVALUE)"),
        _ => ("LIST (", ") (PARTITION p0 VALUES IN (1,2,3,4,5), PARTITION p1 VALUES IN (6,7,8,9))"),
    };
    vec![text(before), Piece::Name(column), text(after)]
}

fn fill(model: &Model, table: &mut Table, column: &Column, value: impl Fn(usize, &Model) -> Value) {
    for (at, row) in table.rows.iter_mut().enumerate() {
        row.insert(column.id, value(at + 1, model));
    }
}

/// The name of a constraint: the naming convention's, one of its own, or none where the source may leave it out.
pub(super) fn constraint_name(
    model: &Model,
    random: &mut Random,
    table: &Table,
    prefix: &str,
    columns: &[Id],
) -> Option<String> {
    // MySQL's primary key has no other name than its own.
    if model.engine.is_mysql() && prefix == "pk" {
        return None;
    }
    if model.form == Form::Sql && random.chance(25) && prefix != "ck" {
        return None;
    }
    if let Some(convention) = convention(table, prefix, columns, None)
        && !random.chance(25)
        && !model.names().contains(&convention)
        && !model.taken.contains(&convention)
    {
        return Some(convention);
    }
    let name = name(model, random, &format!("{prefix}_{}", table.id));
    // The table may be one that the model does not have yet.
    let same = name.to_lowercase() == table.name.to_lowercase();
    Some(if same { format!("{} key", name.chars().take(40).collect::<String>()) } else { name })
}

/// The name that the naming convention gives, where it is a plain one.
pub(super) fn convention(table: &Table, prefix: &str, columns: &[Id], referred: Option<&str>) -> Option<String> {
    let names: Vec<&str> =
        columns.iter().filter_map(|id| table.column(*id)).map(|column| column.name.as_str()).collect();
    let parts_plain = plain(&table.name) && names.iter().all(|name| plain(name)) && referred.is_none_or(plain);
    if !parts_plain || names.len() != columns.len() {
        return None;
    }
    let name = match (prefix, referred) {
        ("pk", _) => format!("pk_{}", table.name),
        ("uq" | "ix", _) => format!("{prefix}_{}_{}", table.name, names.join("_")),
        ("fk", Some(referred)) => format!("fk_{}_{}_{referred}", table.name, names.join("_")),
        _ => return None,
    };
    (name.len() < 60).then_some(name)
}

/// Picks an enum, or makes one.
fn an_enum(model: &mut Model, random: &mut Random) -> Id {
    if model.enums.is_empty() || model.engine.is_mysql() || random.chance(30) {
        let namespace = a_namespace(model, random);
        let id = model.id();
        let name = name(model, random, "status");
        // A comma parts the values of a set.
        let comma = if model.engine.is_mysql() { "a\\b" } else { "a,b" };
        let texts = ["new", "paid", "it's sent", "Ünï", comma, "\"q\"", "{x}"];
        let count = 2 + random.below(3);
        let start = random.below(3);
        let values = texts[start..start + count].iter().map(|text| (model.id(), (*text).to_owned()));
        let values = values.collect::<Vec<_>>().into_iter().map(|(id, text)| Label { id, text }).collect();
        let comment = comment(model, random);
        model.enums.push(Enum { id, namespace, name, values, replaced: vec![], comment });
        return id;
    }
    random.pick(&model.enums).map(|one| one.id).expect("an enum")
}

/// A type for a column of a table.
fn a_type(model: &mut Model, random: &mut Random, strict: bool) -> Type {
    if let Some(ty) = objects::a_type(model, random) {
        return ty;
    }
    loop {
        let ty = random.weighted(types::kinds(model.engine)).expect("types");
        match ty {
            Type::Enum(_) => return Type::Enum(an_enum(model, random)),
            Type::EnumArray(_) => return Type::EnumArray(an_enum(model, random)),
            ty if strict && !ty.strict() => {}
            ty => return ty,
        }
    }
}

/// A default of a column.
pub(super) fn a_default(model: &mut Model, random: &mut Random, ty: Type) -> Option<Default> {
    let sqlite = model.engine == Engine::Sqlite;
    if model.engine.is_mysql() {
        return mysql_default(random, ty);
    }
    if matches!(ty, Type::Int | Type::Bigint)
        && let Some(id) = objects::a_function(model, random, 30)
    {
        return Some(Default::Call(id));
    }
    Some(match (random.below(10), ty) {
        (0, Type::Text | Type::Wild | Type::Varchar(_)) => {
            Default::Known("lower('ABC')".into(), Value::Sql("'abc'".into())).only(!sqlite)?
        }
        (0 | 1, Type::Int | Type::Bigint) if !sqlite => {
            let id = if let Some(one) = random.pick(&model.sequences) {
                one.id
            } else {
                sequence(model, random);
                model.sequences.last()?.id
            };
            Default::Next(id)
        }
        (0 | 1, Type::Timestamptz) => Default::Unknown("now()".into()),
        (0 | 1, Type::Date) if !sqlite => Default::Unknown("CURRENT_DATE".into()),
        (0, Type::Int) if !sqlite => Default::Known("3 + 4".into(), Value::Sql("7".into())),
        (_, Type::Any | Type::EnumArray(_) | Type::ObjectArray(_)) => return None,
        // The literal of a row would have to change with the attributes.
        (_, Type::Object(id)) if !matches!(Type::Object(id).value(1, model), Value::Sql(_)) => return None,
        _ => Default::Value(1 + random.below(9)),
    })
}

/// A default in MySQL's words: what is no literal stands in parentheses.
fn mysql_default(random: &mut Random, ty: Type) -> Option<Default> {
    if let Some(now) = ty.now()
        && random.chance(50)
    {
        return Some(Default::Unknown(now.into()));
    }
    Some(match (random.below(10), ty) {
        (0, Type::Varchar(_)) => Default::Unknown("(uuid())".into()),
        (1, Type::Varchar(_) | Type::Text) => Default::Known("(lower('ABC'))".into(), Value::Sql("'abc'".into())),
        (0, Type::Int | Type::Bigint) => Default::Known("(3 + 4)".into(), Value::Sql("7".into())),
        _ => Default::Value(1 + random.below(9)),
    })
}

impl Default {
    fn only(self, yes: bool) -> Option<Self> {
        yes.then_some(self)
    }
}

/// Adds a column to a table; `edit` says that rows are there already.
pub(super) fn column(model: &mut Model, random: &mut Random, edit: bool) -> bool {
    let Some(at) = index_of(model.tables.len(), random) else { return false };
    let strict = model.tables[at].strict;
    let ty = a_type(model, random, strict);
    let id = model.id();
    let table = model.tables[at].clone();
    let name = column_name(model, &table, random, None);
    let mut column = plain_column(id, &name, ty);
    column.nullable = random.chance(50);
    column.comment = table_comment(model, random);
    if model.engine.is_mysql() {
        if ty.has_charset() && (random.chance(15) || !fits_charset(ty, table.collation)) {
            column.collation = random.pick(&COLLATIONS[..if needs_unicode(ty) { 2 } else { 3 }]).copied();
        }
        column.on_update = ty.now().is_some() && random.chance(25);
        column.invisible = column.nullable && random.chance(6);
    } else if ty.textual() && random.chance(10) {
        column.collation = Some(match model.engine {
            Engine::Sqlite => ["NOCASE", "RTRIM"][random.below(2)],
            _ => "C",
        });
    }
    if random.chance(10)
        && let Some(generated) = generated(model, random, &table, &mut column)
    {
        column.generated = Some(generated);
        column.on_update = false;
        column.nullable = true;
    } else if random.chance(45) {
        column.default = a_default(model, random, ty);
    } else if edit && random.chance(15) && model.engine == Engine::Postgres && ty.integer() && ty != Type::Smallint {
        let kinds = [Identity::ByDefault, Identity::Serial];
        column.identity = random.pick(&kinds).copied();
        column.nullable = false;
    }
    if column.generated.is_some() {
        fill(model, &mut model.tables[at].clone(), &column, |_, _| Value::Unknown);
    }
    let empty = table.rows.is_empty();
    let own = edit && !column.nullable && column.default.is_none() && column.identity.is_none() && !empty;
    if own {
        if random.chance(30) {
            column.nullable = true;
        } else {
            column.backfill = Some(model.value(&ty.value(1 + random.below(9), model)));
            column.edited = true;
        }
    }
    let null_at = if column.nullable && random.chance(50) { 1 + random.below(3) } else { 0 };
    let backfill = column.backfill.clone();
    let of_default = model.default_value(column.default.as_ref(), ty);
    let mut table = table;
    fill(model, &mut table, &column, |n, model| {
        if column.generated.is_some() || (edit && column.identity.is_some()) {
            Value::Unknown
        } else if edit {
            backfill.clone().map_or_else(|| of_default.clone(), |sql| backfilled(model, ty, &sql))
        } else if n == null_at {
            Value::Null
        } else {
            ty.value(n, model)
        }
    });
    let place = if edit { table.columns.len() } else { table.columns.len() - random.below(2).min(table.columns.len()) };
    let place = if random.chance(20) { random.below(table.columns.len() + 1) } else { place };
    table.columns.insert(place, column);
    model.tables[at] = table;
    true
}

/// MySQL: whether a type's values are more than Latin letters.
fn needs_unicode(ty: Type) -> bool {
    ty == Type::Wild || matches!(ty, Type::Enum(_) | Type::EnumArray(_))
}

/// MySQL: whether a type's values can be written in the character set of a collation.
pub(super) fn fits_charset(ty: Type, collation: Option<&str>) -> bool {
    !needs_unicode(ty) || collation.is_none_or(|collation| collation.starts_with("utf8mb4"))
}

/// The value that a backfill gives, so that it is equal to a row's own where it is the same.
pub(super) fn backfilled(model: &Model, ty: Type, sql: &str) -> Value {
    (1..=9).map(|n| ty.value(n, model)).find(|value| model.value(value) == sql).unwrap_or(Value::Sql(sql.to_owned()))
}

fn index_of(len: usize, random: &mut Random) -> Option<usize> {
    (len > 0).then(|| random.below(len))
}

fn generated(model: &Model, random: &mut Random, table: &Table, column: &mut Column) -> Option<(Sql, bool)> {
    let sources: Vec<&Column> = table
        .columns
        .iter()
        .filter(|one| one.generated.is_none() && (one.ty.integer() || one.ty.textual()))
        .filter(|one| !table.strict || one.ty.strict())
        // MariaDB: how far a `char` is filled up hangs on a setting.
        .filter(|one| !model.engine.is_mysql() || (one.identity.is_none() && one.ty != Type::Char))
        .collect();
    let source = random.pick(&sources)?;
    let text = |text: &str| Piece::Text(text.to_owned());
    let name = Piece::Name(source.id);
    column.collation = None;
    column.ty = if source.ty.integer() { Type::Int } else { Type::Text };
    let function = objects::a_function(model, random, 40).filter(|_| source.ty.integer());
    let sql = match source.ty.integer() {
        true if function.is_some() => called(function?, source.id),
        true => vec![name, text(" * 2")],
        false if random.chance(50) => vec![text("lower("), name, text(")")],
        false if model.engine.is_mysql() => vec![text("concat("), name, text(", ' ;x')")],
        false => vec![name, text(" || ' ;x'")],
    };
    Some((sql, model.engine == Engine::Postgres || random.chance(50)))
}

/// Adds a unique constraint.
pub(super) fn unique(model: &mut Model, random: &mut Random) -> bool {
    let Some(at) = index_of(model.tables.len(), random) else { return false };
    let id = model.id();
    let table = &model.tables[at];
    let usable: Vec<Id> = table
        .columns
        .iter()
        .filter(|c| c.ty.keyable(model.engine) && c.generated.is_none())
        .map(|column| column.id)
        .collect();
    let mut columns = vec![];
    for _ in 0..=random.below(2) {
        if let Some(id) = random.pick(&usable)
            && !columns.contains(id)
        {
            columns.push(*id);
        }
    }
    let postgres = model.engine == Engine::Postgres;
    let nulls_not_distinct = postgres && random.chance(15);
    if columns.is_empty()
        || !table.distinct(&columns, !nulls_not_distinct)
        || table.keys.iter().any(|key| key.columns == columns)
    {
        return false;
    }
    let primary = table.primary_key().is_none()
        && !nulls_not_distinct
        && random.chance(50)
        && columns.iter().all(|id| table.column(*id).is_some_and(|column| !column.nullable));
    let include = if postgres && random.chance(15) {
        let rest: Vec<Id> = table.columns.iter().map(|c| c.id).filter(|id| !columns.contains(id)).collect();
        random.pick(&rest).copied().into_iter().collect()
    } else {
        vec![]
    };
    let name = constraint_name(model, random, table, if primary { "pk" } else { "uq" }, &columns);
    let key = Key {
        id,
        name,
        primary,
        columns,
        include,
        nulls_not_distinct,
        deferrable: (postgres && random.chance(10)).then(|| random.chance(50)),
        on_conflict: (model.engine == Engine::Sqlite && random.chance(10))
            .then(|| ["IGNORE", "REPLACE"][random.below(2)]),
        comment: comment(model, random),
    };
    let key = Key { comment: key.comment.filter(|_| key.name.is_some()), ..key };
    model.tables[at].keys.push(key);
    true
}

/// A function of a column.
fn called(function: Id, column: Id) -> Sql {
    let text = |text: &str| Piece::Text(text.to_owned());
    vec![Piece::Object(function), text("("), Piece::Name(column), text("::integer)")]
}

/// A condition that holds for every value that a row may get.
pub(super) fn condition(model: &Model, random: &mut Random, id: Id, ty: Type) -> Option<Sql> {
    let text = |text: &str| Piece::Text(text.to_owned());
    let name = || Piece::Name(id);
    let sqlite = model.engine == Engine::Sqlite;
    Some(match ty {
        ty if ty.integer()
            && model.engine == Engine::Postgres
            && let Some(function) = objects::a_function(model, random, 30) =>
        {
            let mut sql = called(function, id);
            sql.push(text(" > -100"));
            sql
        }
        ty if ty.integer() => match random.below(3) {
            0 => vec![name(), text(" >= 0")],
            1 if ty == Type::Tinyint => vec![name(), text(" IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)")],
            1 => vec![name(), text(" BETWEEN 0 AND 30000")],
            _ => vec![text("abs("), name(), text(") < 31000")],
        },
        ty if ty.textual() => match random.below(3) {
            0 => vec![text("length("), name(), text(") < 200")],
            1 => vec![name(), text(" <> 'it''s; nope'")],
            _ => vec![name(), text(" NOT LIKE '%(%'")],
        },
        Type::Numeric => vec![name(), text(" >= 0")],
        Type::Bool if !sqlite => vec![name(), text(" OR NOT "), name()],
        Type::Date if !sqlite => vec![name(), text(" > '0001-01-01'")],
        Type::Enum(of) => {
            let one = model.enums.iter().find(|one| one.id == of)?;
            let label = random.pick(&one.values)?.id;
            vec![name(), text(" <> "), Piece::Label(of, label), text(" OR "), name(), text(" IS NOT NULL")]
        }
        _ => return None,
    })
}

/// Adds a check.
pub(super) fn check(model: &mut Model, random: &mut Random) -> bool {
    let Some(at) = index_of(model.tables.len(), random) else { return false };
    let id = model.id();
    let table = &model.tables[at];
    let Some((of, ty)) = random.pick(&table.columns).map(|column| (column.id, column.ty)) else { return false };
    let Some(sql) = condition(model, random, of, ty) else { return false };
    let sql = match random.pick(&table.columns).filter(|_| random.chance(25)) {
        Some(other) => {
            let mut both = vec![Piece::Text("(".into())];
            both.extend(sql);
            both.extend([Piece::Text(") OR ".into()), Piece::Name(other.id), Piece::Text(" IS NULL".into())]);
            both
        }
        None => sql,
    };
    let named = constraint_name(model, random, table, "ck", &[of]);
    let name =
        if model.form == Form::Sql && model.engine == Engine::Sqlite && random.chance(30) { None } else { named };
    let comment = comment(model, random).filter(|_| name.is_some());
    let enforced = model.engine != Engine::MySql || !random.chance(20);
    model.tables[at].checks.push(Check { id, name, sql, enforced, comment });
    true
}

/// Adds a foreign key, and the columns it needs where there are none.
pub(super) fn foreign_key(model: &mut Model, random: &mut Random, edit: bool) -> bool {
    let Some(at) = index_of(model.tables.len(), random) else { return false };
    let id = model.id();
    let targets: Vec<(Id, Vec<Id>)> = removals::referable(model).into_iter().collect();
    let Some((target, referred)) = random.pick(&targets).cloned() else { return false };
    let mut table = model.tables[at].clone();
    let mut columns: Vec<Id> = vec![];
    for of in &referred {
        let Some((other, like)) = model.column(*of) else { return false };
        if table.strict && !like.ty.strict() {
            return false;
        }
        let (ty, base) = (like.ty, format!("{}_{}", other.name, like.name));
        let collation = model.collation(other, like);
        let fits = |c: &&Column| {
            c.ty == ty
                && model.collation(&table, c) == collation
                && !columns.contains(&c.id)
                && c.generated.is_none()
                && c.id != *of
        };
        let there = table.columns.iter().find(fits).map(|column| column.id);
        if let Some(there) = there.filter(|_| random.chance(40)) {
            columns.push(there);
            continue;
        }
        let base = if plain(&base) { base } else { "ref".into() };
        let name = column_name(model, &table, random, Some(&base));
        let mut column = plain_column(model.id(), &name, ty);
        column.nullable = edit || random.chance(60);
        if model.collation(&table, &column) != collation {
            column.collation = collation;
        }
        let null_at = usize::from(column.nullable && random.chance(50));
        fill(
            model,
            &mut table,
            &column,
            |n, model| {
                if edit || n == null_at { Value::Null } else { ty.value(n, model) }
            },
        );
        columns.push(column.id);
        table.columns.push(column);
    }
    let postgres = model.engine == Engine::Postgres;
    let actions = ["CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"];
    let actions = if model.engine.is_mysql() { &actions[..3] } else { &actions };
    let referred_name = model.table(target).map(|table| table.name.clone()).unwrap_or_default();
    let by_convention = convention(&table, "fk", &columns, Some(&referred_name))
        .filter(|name| !model.names().contains(name) && !model.taken.contains(name) && random.chance(70));
    let name = match by_convention {
        Some(name) => Some(name),
        None => constraint_name(model, random, &table, "fk", &columns),
    };
    let key = ForeignKey {
        id,
        name,
        columns,
        table: target,
        referred,
        on_delete: random.pick(actions).copied().filter(|_| random.chance(50)),
        on_update: random.pick(actions).copied().filter(|_| random.chance(20)),
        deferrable: (random.chance(20) && !model.engine.is_mysql()).then(|| random.chance(50)),
        comment: comment(model, random).filter(|_| postgres),
    };
    let key = ForeignKey { comment: key.comment.filter(|_| key.name.is_some()), ..key };
    table.foreign_keys.push(key);
    let before = std::mem::replace(&mut model.tables[at], table);
    let table = &model.tables[at];
    let holds = table.foreign_keys.last().is_some_and(|key| removals::refers(model, table, key));
    if !holds {
        model.tables[at] = before;
    }
    holds
}

/// Adds an index.
pub(super) fn index(model: &mut Model, random: &mut Random) -> bool {
    let Some(at) = index_of(model.tables.len(), random) else { return false };
    let id = model.id();
    let table = &model.tables[at];
    let postgres = model.engine == Engine::Postgres;
    let Some(first) = random.pick(&table.columns) else { return false };
    let text = |text: &str| Piece::Text(text.to_owned());
    let by_column = |column: &Column| Place {
        sql: vec![Piece::Name(column.id)],
        column: Some(column.id),
        desc: false,
        length: None,
        nulls: None,
        opclass: None,
        collation: None,
    };
    let mut place = by_column(first);
    let mut method = None;
    if model.engine.is_mysql() {
        return mysql_index(model, random, at, id);
    }
    match first.ty {
        Type::IntArray | Type::Jsonb | Type::EnumArray(_)
            if postgres && (first.ty != Type::Jsonb || random.chance(50)) =>
        {
            method = Some("gin");
            place.opclass = (first.ty == Type::Jsonb && random.chance(50)).then_some("jsonb_path_ops");
        }
        ty if random.chance(25) && (ty.integer() || ty.textual()) => {
            place.column = None;
            place.sql = if let Some(function) = objects::a_function(model, random, 40).filter(|_| ty.integer()) {
                called(function, first.id)
            } else if ty.integer() {
                vec![text("("), Piece::Name(first.id), text(" + 1)")]
            } else {
                vec![text("lower("), Piece::Name(first.id), text(")")]
            };
        }
        ty if ty.textual() && random.chance(25) => {
            if postgres && random.chance(60) {
                place.opclass =
                    Some(if matches!(ty, Type::Varchar(_)) { "varchar_pattern_ops" } else { "text_pattern_ops" });
            } else {
                place.collation = Some(if postgres { "C" } else { "NOCASE" });
            }
        }
        ty if postgres && random.chance(15) && ty.keyable(model.engine) => {
            method = Some(["hash", "brin"][random.below(2)]);
        }
        _ => {}
    }
    let mut places = vec![place];
    let btree = method.is_none();
    if btree {
        places[0].desc = random.chance(20);
        places[0].nulls = (postgres && random.chance(15)).then(|| ["FIRST", "LAST"][random.below(2)]);
    }
    if method != Some("hash")
        && random.chance(30)
        && let Some(second) = random.pick(&table.columns).filter(|column| column.id != first.id)
        && (btree && !matches!(second.ty, Type::EnumArray(_))
            || method == Some("brin") && second.ty.keyable(model.engine))
    {
        places.push(by_column(second));
    }
    let columns: Vec<Id> = places.iter().flat_map(|place| mentioned(&place.sql)).collect();
    let plain = places.iter().all(|place| place.column.is_some());
    let unique = btree && plain && random.chance(20) && table.distinct(&columns, true);
    let include = if postgres && btree && random.chance(15) {
        random.pick(&table.columns).map(|column| column.id).filter(|id| !columns.contains(id)).into_iter().collect()
    } else {
        vec![]
    };
    let predicate = random.pick(&table.columns).filter(|_| random.chance(25)).and_then(|column| {
        if random.chance(30) {
            Some(vec![Piece::Name(column.id), text(" IS NOT NULL")])
        } else {
            condition(model, random, column.id, column.ty)
        }
    });
    let by_convention = convention(table, "ix", &columns, None)
        .filter(|name| plain && !model.names().contains(name) && !model.taken.contains(name) && random.chance(60));
    let name = by_convention.unwrap_or_else(|| name(model, random, &format!("ix_{id}")));
    let comment = comment(model, random);
    let invisible = false;
    model.tables[at].indexes.push(Index { id, name, unique, method, places, include, predicate, invisible, comment });
    true
}

/// Adds an index as MySQL has them: of parts of texts, descending, by an expression, of words.
fn mysql_index(model: &mut Model, random: &mut Random, at: usize, id: Id) -> bool {
    let table = &model.tables[at];
    let text = |text: &str| Piece::Text(text.to_owned());
    let virtual_one = |column: &Column| column.generated.as_ref().is_some_and(|(_, stored)| !stored);
    let mut places: Vec<Place> = vec![];
    for _ in 0..=random.below(2) {
        let Some(column) = random.pick(&table.columns) else { return false };
        let again = places.iter().any(|place| mentioned(&place.sql).contains(&column.id));
        if column.ty == Type::Jsonb || again {
            continue;
        }
        places.push(Place {
            sql: vec![Piece::Name(column.id)],
            column: Some(column.id),
            desc: random.chance(20),
            length: (column.ty.apart() || (matches!(column.ty, Type::Varchar(_)) && random.chance(20))).then_some(10),
            nulls: None,
            opclass: None,
            collation: None,
        });
    }
    let Some(column) = places.first().and_then(|place| place.column).and_then(|id| table.column(id)) else {
        return false;
    };
    let mut method = None;
    let words = column.ty.textual() && !virtual_one(column) && table.partition.is_none();
    let counts = column.identity.is_some();
    let short = matches!(column.ty, Type::Varchar(_) | Type::Char);
    if words && random.chance(12) {
        places.truncate(1);
        places[0].desc = false;
        places[0].length = None;
        method = Some("fulltext");
    } else if model.engine == Engine::MySql && random.chance(25) && !counts && (column.ty.integer() || short) {
        places[0].column = None;
        places[0].length = None;
        places[0].sql = if column.ty.integer() {
            vec![Piece::Name(column.id), text(" + 1")]
        } else {
            vec![text("lower("), Piece::Name(column.id), text(")")]
        };
    }
    let columns: Vec<Id> = places.iter().flat_map(|place| mentioned(&place.sql)).collect();
    let plain = method.is_none() && places.iter().all(|place| place.column.is_some());
    let unique = plain && random.chance(20) && table.distinct(&columns, true);
    let by_convention = convention(table, "ix", &columns, None)
        .filter(|name| plain && !model.names().contains(name) && !model.taken.contains(name) && random.chance(60));
    let name = by_convention.unwrap_or_else(|| name(model, random, &format!("ix_{id}")));
    let comment = table_comment(model, random);
    let invisible = !unique && random.chance(12);
    let (include, predicate) = (vec![], None);
    model.tables[at].indexes.push(Index { id, name, unique, method, places, include, predicate, invisible, comment });
    true
}

/// Adds a view over a table or a view.
pub(super) fn view(model: &mut Model, random: &mut Random) -> bool {
    let namespace = a_namespace(model, random);
    let id = model.id();
    let over_view = !model.views.is_empty() && random.chance(35);
    let (source, columns): (Id, Vec<(Id, Option<Type>)>) = if over_view {
        let Some(view) = random.pick(&model.views) else { return false };
        (view.id, view.columns.iter().map(|output| (output.id, None)).collect())
    } else {
        let Some(table) = random.pick(&model.tables) else { return false };
        (table.id, table.columns.iter().map(|column| (column.id, Some(column.ty))).collect())
    };
    let mut outputs = vec![];
    for (of, _) in &columns {
        if outputs.len() < 4 && (outputs.is_empty() || random.chance(60)) {
            let alias = random.chance(30).then(|| format!("shown{}", outputs.len() + 1));
            outputs.push(Output { id: model.id(), of: *of, alias });
        }
    }
    let filter = random
        .pick(&columns)
        .filter(|_| random.chance(50))
        .copied()
        .and_then(|(of, ty)| condition(model, random, of, ty?));
    let name = name(model, random, "shown");
    let materialized = model.engine == Engine::Postgres && random.chance(30);
    let index = if materialized && random.chance(50) && !outputs.is_empty() {
        let first = outputs[0].id;
        let place = Place {
            sql: vec![Piece::Name(first)],
            column: Some(first),
            desc: false,
            length: None,
            nulls: None,
            opclass: None,
            collation: None,
        };
        let name = free(|name| model.names().contains(name), &format!("ix_view_{id}"));
        Some(Index {
            id: model.id(),
            name,
            unique: false,
            method: None,
            places: vec![place],
            include: vec![],
            predicate: None,
            invisible: false,
            comment: None,
        })
    } else {
        None
    };
    let comment = comment(model, random);
    let merged = model.engine.is_mysql() && random.chance(15);
    let invoker = model.engine.is_mysql() && random.chance(15);
    let columns = outputs;
    let view = View { id, namespace, name, source, columns, filter, materialized, index, merged, invoker, comment };
    model.views.push(view);
    true
}

/// Adds a trigger (PostgreSQL's would need a function).
pub(super) fn trigger(model: &mut Model, random: &mut Random) -> bool {
    if model.engine == Engine::Postgres {
        return false;
    }
    let Some(at) = index_of(model.tables.len(), random) else { return false };
    let id = model.id();
    let table = &model.tables[at];
    let Some(column) = random.pick(&table.columns).filter(|column| column.generated.is_none()) else { return false };
    let name = name(model, random, &format!("tr_{id}"));
    if model.engine.is_mysql() {
        let trigger = mysql_trigger(random, id, name, column.id);
        model.tables[at].triggers.push(trigger);
        return true;
    }
    let event = ["AFTER UPDATE", "BEFORE INSERT", "AFTER DELETE"][random.below(3)];
    let text = |text: &str| Piece::Text(text.to_owned());
    let seen = if event == "BEFORE INSERT" { "new." } else { "old." };
    let body = vec![
        text(&format!("WHEN {seen}")),
        Piece::Name(column.id),
        text(&format!(" = 'never; ' BEGIN SELECT 'a;b -- c', CASE WHEN {seen}")),
        Piece::Name(column.id),
        text(" IS NULL THEN 1 ELSE 2 END; SELECT RAISE(IGNORE) WHERE 0; END"),
    ];
    let columns = if event == "AFTER UPDATE" { vec![column.id] } else { vec![] };
    model.tables[at].triggers.push(Trigger { id, name, columns, event, body });
    true
}

/// A trigger that does nothing, in words that somebody takes apart at the wrong places.
fn mysql_trigger(random: &mut Random, id: Id, name: String, column: Id) -> Trigger {
    let events = ["BEFORE INSERT", "AFTER INSERT", "BEFORE UPDATE", "AFTER UPDATE", "BEFORE DELETE", "AFTER DELETE"];
    let event = events[random.below(events.len())];
    let row = if event.ends_with("INSERT") { "NEW." } else { "OLD." };
    let text = |text: &str| Piece::Text(text.to_owned());
    let body = if random.chance(30) {
        vec![text(&format!("SET @seen = {row}")), Piece::Name(column)]
    } else {
        vec![
            text("BEGIN\n  -- it's; a comment\n  DECLARE x int DEFAULT 0; # another; one\n  IF "),
            text(row),
            Piece::Name(column),
            text(" IS NULL THEN SET @seen = 'a;b -- c\\'s'; ELSE SET x = 1; END IF; /* end; */\nEND"),
        ]
    };
    Trigger { id, name, columns: vec![], event, body }
}

/// MySQL: adds a function, a procedure or an event.
pub(super) fn routine(model: &mut Model, random: &mut Random) -> bool {
    if !model.engine.is_mysql() {
        return false;
    }
    let id = model.id();
    let name = name(model, random, "run");
    let kind = ["FUNCTION", "PROCEDURE", "EVENT"][random.below(3)];
    model.routines.push(Routine { id, kind, name, number: 1 + random.below(9) });
    true
}

/// Adds a sequence.
pub(super) fn sequence(model: &mut Model, random: &mut Random) -> bool {
    if !matches!(model.engine, Engine::Postgres | Engine::MariaDb) {
        return false;
    }
    let namespace = a_namespace(model, random);
    let id = model.id();
    let name = name(model, random, "seq");
    let comment = comment(model, random);
    let start = 1 + random.below(50) as i64;
    let increment = 1 + random.below(5) as i64;
    model.sequences.push(Sequence { id, namespace, name, start, increment, cycle: random.chance(20), comment });
    true
}
