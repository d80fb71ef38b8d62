//! What is written of a schema of MySQL or MariaDB is read back: over generated schemas, and those that the dumps of
//! databases hold.

use proptest::prelude::*;

use super::tests::{check, comes_back, key, mariadb, maybe, name, named, refers, text};
use crate::config::Naming;
use crate::dialect::Dialect;
use crate::schema::{
    Action, Annotation, Column, Constraint, ConstraintDefinition, Counter, Definition, Expr, Generated, Identity,
    IdentityKind, Index, IndexColumn, Kind, Object, ObjectId, PartKind, QName, Schema, Sequence, SequenceOptions,
    Table, Trigger, View,
};

use super::tests::mysql;

/// A word that can be the name of a setting's value.
fn some<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    proptest::sample::select(all.to_vec())
}

/// Types as the server prints them, each with defaults that it could store.
fn typed() -> impl Strategy<Value = (&'static str, Option<Expr>)> {
    let all: Vec<(&'static str, Vec<&'static str>)> = vec![
        ("bigint(20) unsigned", vec!["0", "5"]),
        ("int", vec!["-5", "(1 + 1)"]),
        ("tinyint(1)", vec!["1", "0"]),
        ("varchar(20)", vec!["'x'", "'it''s'", "''", "(uuid())", "'uuid()'", "'now()'", r"'a\\b'"]),
        ("text", vec![]),
        ("mediumblob", vec![]),
        ("decimal(10,2)", vec!["1.50", "'-0.50'"]),
        ("double", vec!["1.5", "(rand())"]),
        ("timestamp(3)", vec!["CURRENT_TIMESTAMP(3)", "current_timestamp(3)"]),
        ("date", vec!["'2020-01-01'", "(curdate())"]),
        ("json", vec!["(json_array())"]),
        ("enum('a','it''s','?')", vec!["'a'", "'it''s'"]),
        ("set('x','y')", vec!["'x,y'"]),
        ("bit(1)", vec!["b'1'"]),
        ("point", vec![]),
        ("year(4)", vec!["2020"]),
        ("geometrycollection", vec![]),
    ];
    some(&all).prop_flat_map(|(ty, defaults)| {
        let default = match defaults.as_slice() {
            [] => Just(None).boxed(),
            _ => maybe(some(&defaults).prop_map(Expr::from)),
        };
        (Just(ty), default)
    })
}

fn column(on_mariadb: bool) -> impl Strategy<Value = Column> {
    let collation = maybe(some(&["utf8mb4_bin", "latin1_swedish_ci", "binary"]));
    let attributes = maybe(some(&["COLUMN_FORMAT DYNAMIC", "WITHOUT SYSTEM VERSIONING"]));
    let extra = (collation, attributes, maybe(text()), any::<u8>(), any::<bool>());
    (name(), typed(), any::<bool>(), extra).prop_map(
        move |(name, (ty, default), nullable, (collation, attributes, comment, special, odd))| {
            let mut column = Column { nullable, annotation: Annotation::commented(comment), ..Column::new(name, ty) };
            column.collation = collation.map(str::to_owned);
            column.attributes = attributes.map(str::to_owned);
            column.invisible = special % 11 == 0;
            column.srid = (ty == "point" && odd).then_some(4326);
            column.check = (on_mariadb && special % 7 == 0).then(|| "1 > 0".into());
            match special % 5 {
                0 if ty.starts_with("bigint") => {
                    let options = SequenceOptions::default();
                    column.identity =
                        Some(Box::new(Identity { options, ..Identity::new(IdentityKind::AutoIncrement) }));
                    column.nullable = false;
                }
                1 => {
                    column.generated = Some(Generated { expression: "1 + 1".into(), stored: odd });
                    column.nullable |= on_mariadb;
                }
                2 if ty.starts_with("timestamp") => {
                    column.default = default;
                    column.on_update = Some("CURRENT_TIMESTAMP(3)".into());
                }
                _ => column.default = default,
            }
            column
        },
    )
}

/// What to make of a table's columns: numbers that pick columns and forms.
type Picks = Vec<(u8, u8, u8, String)>;

fn parts(on_mariadb: bool, table: &mut Table, picks: Picks) {
    let names: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let (naming, owner) = (Naming::default(), table.name.name.clone());
    let mut keyed = false;
    for (number, (form, first, second, name)) in picks.into_iter().enumerate() {
        let pick = |at: u8| names[usize::from(at) % names.len()].clone();
        let mut columns = vec![pick(first)];
        if second % 2 == 0 && pick(second) != columns[0] {
            columns.push(pick(second));
        }
        let plain: Vec<&str> = columns.iter().map(String::as_str).collect();
        let odd = second % 3 == 0;
        let usual = form % 2 == 0;
        let own = format!("{name}{number}");
        let (definition, name) = match form % 7 {
            0 if !keyed => {
                keyed = true;
                let mut key = key(&plain);
                if odd {
                    key.orders = vec!["(10) DESC".to_owned(); columns.len()];
                    key.parameters = vec![("using".to_owned(), "hash".to_owned())].into();
                }
                for column in table.columns.iter_mut().filter(|column| columns.contains(&column.name)) {
                    column.nullable = false;
                    column.generated = None;
                }
                (ConstraintDefinition::PrimaryKey(key), "PRIMARY".to_owned())
            }
            1 => {
                let name = if usual { naming.unique(&owner, &columns) } else { own };
                (ConstraintDefinition::Unique(key(&plain)), name)
            }
            2 => {
                let to = if second % 5 == 0 { "elsewhere" } else { owner.as_str() };
                let mut definition = refers(&plain, to, &plain);
                if second % 5 == 0 && odd {
                    definition.table = QName::within("other db", "elsewhere");
                }
                definition.on_delete = if odd { Action::SetNull } else { Action::Restrict };
                definition.on_update = if second % 7 == 0 { Action::Cascade } else { Action::NoAction };
                let usual_name = naming.foreign_key(&owner, &columns, to, &columns);
                (ConstraintDefinition::ForeignKey(definition), if usual { usual_name } else { own })
            }
            3 => {
                let mut definition = check(&format!("`{}` IS NOT NULL", columns[0].replace('`', "``")));
                definition.not_enforced = odd && !on_mariadb;
                let usual_name = naming.check(&owner, &columns[0]);
                (ConstraintDefinition::Check(definition), if usual { usual_name } else { own })
            }
            form => {
                let mut index = Index { name: own, ..Index::default() };
                index.columns = plain.iter().map(|name| IndexColumn::column(*name)).collect();
                if form == 4 {
                    index.name = naming.index(&owner, &columns);
                }
                if form == 5 {
                    index.columns[0].length = odd.then_some(10);
                    index.columns[0].descending = second % 4 == 0;
                    if !on_mariadb {
                        index.columns.push(IndexColumn::expression("lower(`x`)"));
                    }
                    index.unique = odd;
                    index.annotation.comment = Some("it's\nan \"index\"".to_owned());
                }
                if form == 6 {
                    let methods = ["fulltext", "spatial", "hash", "btree"];
                    index.method = Some(methods[usize::from(second) % 4].to_owned());
                    index.invisible = odd;
                    index.parameters =
                        vec![("parser".to_owned(), "ngram".to_owned()), ("key_block_size".to_owned(), "4".to_owned())]
                            .into();
                }
                table.indexes.push(index);
                continue;
            }
        };
        if name.chars().count() <= 64 {
            table.constraints.push(Constraint { name: Some(name), definition, annotation: Annotation::default() });
        }
    }
    let trigger = |name: &str, follows: Option<&str>| Trigger {
        follows: follows.map(str::to_owned),
        ..Trigger::new(
            name,
            format!("CREATE TRIGGER `{name}` BEFORE INSERT ON t FOR EACH ROW BEGIN\n  SET @x = ';';\nEND"),
        )
    };
    if keyed {
        table.triggers = vec![trigger(&format!("1 {owner}"), None), trigger(&format!("2 {owner}"), Some("1"))];
        table.triggers[1].settings = vec![("sql_mode".to_owned(), String::new())].into();
    }
}

fn table(on_mariadb: bool) -> impl Strategy<Value = Table> {
    let picks = proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u8>(), name()), 0..6);
    let columns = proptest::collection::vec(column(on_mariadb), 1..6);
    let options = [
        ("engine", "MyISAM"),
        ("charset", "latin1"),
        ("collate", "latin1_bin"),
        ("row_format", "COMPRESSED"),
        ("stats_persistent", "1"),
        ("compression", "'zlib'"),
        ("data directory", "'/a b'"),
    ];
    let options = proptest::sample::subsequence(options.to_vec(), 0..3);
    (name(), columns, picks, options, maybe(text()), any::<u8>()).prop_map(
        move |(name, mut columns, picks, options, comment, odd)| {
            let mut seen = std::collections::BTreeSet::new();
            columns.retain(|column| seen.insert(column.name.to_lowercase()));
            let mut table = Table::new(QName::plain(name));
            table.columns = columns;
            table.annotation.comment = comment;
            let options = options.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
            table.options.parameters = options.collect();
            table.options.auto_increment = Counter((odd % 5 == 0).then_some(100));
            table.options.partition_by = (odd % 7 == 0).then(|| "HASH (`a`)\nPARTITIONS 4".into());
            table.options.system_versioned = on_mariadb && odd % 4 == 0;
            if on_mariadb && odd % 3 == 0 {
                table.options.periods = vec!["FOR SYSTEM_TIME (`a`, `b`)".to_owned()];
            }
            parts(on_mariadb, &mut table, picks);
            table
        },
    )
}

fn others(on_mariadb: bool, schema: &mut Schema) {
    let body = "(a int) RETURNS int\n    DETERMINISTIC\nBEGIN\n  RETURN a * 2;\nEND";
    for (kind, sql) in [
        (Kind::Function, format!("CREATE FUNCTION `a f`{body}")),
        (Kind::Procedure, "CREATE PROCEDURE `a f`() SELECT 'x\\\\y'".to_owned()),
        (Kind::Event, "CREATE EVENT `a f` ON SCHEDULE EVERY 1 DAY COMMENT 'it''s' DO SELECT 1".to_owned()),
    ] {
        let mut definition = Definition::new(ObjectId::new(kind, QName::plain("a f")), sql);
        if kind == Kind::Procedure {
            definition.settings = vec![("sql_mode".to_owned(), "ANSI,NO_ZERO_DATE".to_owned())].into();
        }
        schema.insert(Object::Definition(definition));
    }
    let options = [("algorithm", "temptable"), ("security", "invoker"), ("check_option", "local")];
    let options = options.map(|(name, word)| (name.to_owned(), word.to_owned())).to_vec().into();
    schema.insert(Object::View(View { options, ..View::new(QName::plain("the view of it"), "select 1 AS `a`") }));
    if on_mariadb {
        let options =
            SequenceOptions { start: Some(5), increment: Some(-2), cycle: true, ..SequenceOptions::default() };
        schema.insert(Object::Sequence(Sequence {
            name: QName::plain("a sequence"),
            ty: None,
            options,
            owned_by: None,
            unlogged: false,
            annotation: Annotation::default(),
        }));
    }
}

fn schema(on_mariadb: bool) -> impl Strategy<Value = Schema> {
    proptest::collection::vec(table(on_mariadb), 1..4).prop_map(move |tables| {
        let mut schema = Schema::default();
        let mut relations = std::collections::BTreeSet::new();
        let mut constraints = std::collections::BTreeSet::new();
        for mut table in tables {
            // Names are drawn freely: what would clash in the database is left out.
            if !relations.insert(table.name.name.clone()) {
                continue;
            }
            let mut indexes = std::collections::BTreeSet::new();
            let mut checks = std::collections::BTreeSet::new();
            table.constraints.retain(|one| match one.kind() {
                // Its name is that of an index as well, where the server makes one for it.
                PartKind::ForeignKey => constraints.insert((one.kind(), one.key())) && indexes.insert(one.key()),
                PartKind::Check if !on_mariadb => constraints.insert((one.kind(), one.key())),
                PartKind::Check => checks.insert(one.key()),
                _ => checks.insert(one.key()) && indexes.insert(one.key()),
            });
            table.indexes.retain(|index| index.name.chars().count() <= 64 && indexes.insert(index.name.clone()));
            // As the server has it: with an index for each foreign key.
            let dialect = if on_mariadb { mariadb() } else { mysql() };
            schema.insert(dialect.predict(&Object::Table(table)));
        }
        others(on_mariadb, &mut schema);
        schema
    })
}

#[test]
fn what_the_names_of_parts_are_free_for() {
    // A check, a foreign key and a unique constraint of one name, each in a space of its own.
    let mut table = Table::new(QName::plain("t"));
    table.columns = vec![Column::new("a", "int")];
    table.constraints = vec![
        named("x", ConstraintDefinition::Unique(key(&["a"]))),
        named("x", ConstraintDefinition::ForeignKey(refers(&["a"], "t", &["a"]))),
        named("x", ConstraintDefinition::Check(check("a > 0"))),
    ];
    let mut schema = Schema::default();
    schema.insert(Object::Table(table));
    comes_back(&schema, &mysql()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn mysql_schemas_come_back(schema in schema(false)) {
        comes_back(&schema, &mysql())?;
    }

    #[test]
    fn mariadb_schemas_come_back(schema in schema(true)) {
        comes_back(&schema, &mariadb())?;
    }
}
