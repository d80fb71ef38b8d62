//! The schema file of MySQL and MariaDB: what is read, what is written, and what is refused.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::{read, writing};
use crate::config::Naming;
use crate::dialect::mysql::MySql;
use crate::engine::{Engine, Flavor};
use crate::error::Error;
use crate::schema::{
    Action, ConstraintDefinition, Counter, Expr, IdentityKind, Kind, Node, Object, ObjectId, PartKind, QName, Schema,
    Table,
};
use crate::source::Declared;

fn mysql() -> MySql {
    MySql::new(Flavor { engine: Engine::MySql, mariadb: false, version: (8, 4, 0) })
}

fn mariadb() -> MySql {
    MySql::new(Flavor { engine: Engine::MySql, mariadb: true, version: (10, 11, 0) })
}

fn read_on(dialect: &MySql, text: &str) -> Result<Declared, Error> {
    read(&[(PathBuf::from("schema.toml"), Arc::from(text))], dialect, &Naming::default())
}

#[track_caller]
fn good(dialect: &MySql, text: &str) -> Declared {
    read_on(dialect, text).unwrap_or_else(|error| panic!("{error}: {:?}\n{text}", error.fault().help()))
}

/// The first fault: its message, its help, and what is marked.
#[track_caller]
fn fault(dialect: &MySql, text: &str) -> (String, String, String) {
    let Err(error) = read_on(dialect, text) else { panic!("nothing is wrong with\n{text}") };
    let place = error.fault().places().remove(0);
    (error.to_string(), error.fault().help().unwrap_or_default(), place.text[place.span].to_owned())
}

fn table<'s>(schema: &'s Schema, name: &str) -> &'s Table {
    schema.table(&QName::plain(name)).unwrap()
}

/// The file without its head.
fn written(dialect: &MySql, schema: &Schema) -> String {
    let text = writing::write(schema, &BTreeSet::new(), dialect, &Naming::default())
        .unwrap_or_else(|error| panic!("{error:?}"));
    text.split_once("\n\n").unwrap().1.to_owned()
}

/// What is written is read as what was read before.
#[track_caller]
fn comes_back(dialect: &MySql, schema: &Schema) -> String {
    let text = written(dialect, schema);
    assert_eq!(good(dialect, &text).schema.objects, schema.objects, "{text}");
    text
}

const SHOP: &str = r#"[function.twice]
sql = "CREATE FUNCTION twice(a int) RETURNS int DETERMINISTIC RETURN a * 2"

[table.customers]
comment        = "People who buy"
engine         = "InnoDB"
charset        = "utf8mb4"
collation      = "utf8mb4_bin"
row_format     = "compressed"
auto_increment = 100
with           = { key_block_size = 8, compression = "'zlib'" }

[table.customers.columns]
id      = { type = "bigint unsigned", identity = true, primary_key = true }
email   = { type = "varchar(200)", unique = true, collation = "utf8mb4_general_ci" }
status  = "enum('new','paid')"
changed = { type = "timestamp(3)", default = { sql = "CURRENT_TIMESTAMP(3)" }, on_update = { sql = "CURRENT_TIMESTAMP(3)" } }
place   = { type = "point", srid = 4326 }
secret  = { type = "integer?", comment = "for nobody", invisible = true }
note    = { type = "text", attributes = "COLUMN_FORMAT DYNAMIC" }

[table.customers.checks]
paid = { sql = "status <> 'x'", enforced = false }

[table.customers.indexes]
ft_note     = { columns = ["note"], using = "fulltext", parser = "ngram" }
ix_note     = { columns = ["note(10) desc"], comment = "the beginning" }
place       = { columns = ["place"], using = "spatial" }
uq_note     = { columns = ["note(20)"], unique = true }
uq_two      = { columns = ["id", "email"], unique = true, invisible = true }
lower_email = [{ sql = "lower(email)" }]

[table.customers.triggers]
first  = "CREATE TRIGGER first BEFORE INSERT ON customers FOR EACH ROW SET NEW.note = 'a'"
second = { sql = "CREATE TRIGGER second BEFORE INSERT ON customers FOR EACH ROW SET NEW.note = 'b'", follows = "first", settings = { sql_mode = "ANSI_QUOTES" } }

[table.orders]
primary_key  = ["id", "day"]
partition_by = '''
RANGE (year(`day`))
(PARTITION p0 VALUES LESS THAN MAXVALUE)
'''

[table.orders.columns]
id       = "integer"
day      = "date"
customer = { type = "bigint unsigned?", index = true, references = "customers.id", on_delete = "cascade", on_update = "restrict" }

[view.open_orders]
algorithm    = "merge"
security     = "invoker"
check_option = "cascaded"
sql          = "SELECT id FROM orders"

[procedure.clean]
sql      = "CREATE PROCEDURE clean(IN days int) DELETE FROM orders WHERE id < days"
settings = { sql_mode = "" }

[event.nightly]
sql = "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DO CALL clean(1)"
"#;

#[test]
fn a_whole_file_is_read() {
    let Declared { schema, .. } = good(&mysql(), SHOP);
    let customers = table(&schema, "customers");
    let option = |name: &str| {
        let all = &customers.options.parameters;
        all.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(option("engine"), Some("InnoDB"));
    assert_eq!(option("collate"), Some("utf8mb4_bin"));
    assert_eq!(option("row_format"), Some("COMPRESSED"));
    assert_eq!(option("compression"), Some("'zlib'"));
    assert_eq!(customers.options.parameters.len(), 6);
    assert_eq!(customers.options.auto_increment.0, Some(100));
    let id = customers.column("id").unwrap();
    assert_eq!(id.identity.as_ref().map(|identity| identity.kind), Some(IdentityKind::AutoIncrement));
    assert_eq!(customers.constraints[0].name.as_deref(), Some("PRIMARY"));
    let changed = customers.column("changed").unwrap();
    assert_eq!(changed.on_update.as_ref().map(Expr::text), Some("CURRENT_TIMESTAMP(3)"));
    assert_eq!(customers.column("place").unwrap().srid, Some(4326));
    assert!(customers.column("secret").unwrap().invisible);
    // A unique index of which more is said than its columns is no constraint.
    assert_eq!(customers.constraints.iter().filter(|one| one.kind() == PartKind::Unique).count(), 1);
    let index = |name: &str| customers.indexes.iter().find(|index| index.name == name).unwrap();
    assert_eq!(index("ft_note").method.as_deref(), Some("fulltext"));
    assert_eq!(index("ft_note").parameters.to_vec(), [("parser".to_owned(), "ngram".to_owned())]);
    assert_eq!((index("ix_note").columns[0].length, index("ix_note").columns[0].descending), (Some(10), true));
    assert!(index("uq_note").unique && index("uq_two").unique && index("uq_two").invisible);
    let paid = customers.constraints.iter().find(|one| one.key() == "paid").unwrap();
    assert!(matches!(&paid.definition, ConstraintDefinition::Check(check) if check.not_enforced));
    assert_eq!(customers.triggers[1].follows.as_deref(), Some("first"));
    let orders = table(&schema, "orders");
    assert!(orders.options.partition_by.as_ref().unwrap().text().starts_with("RANGE (year"));
    let key = orders.constraints.iter().find_map(|one| one.foreign_key()).unwrap();
    assert_eq!((key.on_delete, key.on_update), (Action::Cascade, Action::Restrict));
    for (kind, name) in [(Kind::Function, "twice"), (Kind::Procedure, "clean"), (Kind::Event, "nightly")] {
        let id = ObjectId::new(kind, QName::plain(name));
        assert!(matches!(schema.get(&id), Some(Object::Definition(_))), "{id}");
    }
}

#[test]
fn it_is_written_as_it_was_read() {
    let Declared { schema, .. } = good(&mysql(), SHOP);
    let text = comes_back(&mysql(), &schema);
    // The counter is never compared.
    assert_eq!(table(&good(&mysql(), &text).schema, "customers").options.auto_increment.0, Some(100));
    for line in SHOP.lines() {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.lines().any(|known| words(known) == words(line)), "{line}\n{text}");
    }
}

#[test]
fn a_counter_that_has_not_begun_is_not_written() {
    let text = "[table.t.columns]\na = { type = \"int\", identity = true, primary_key = true }";
    let mut schema = good(&mysql(), text).schema;
    for (counter, said) in [(None, false), (Some(1), false), (Some(2), true)] {
        for object in schema.objects.values_mut() {
            if let Object::Table(table) = object {
                table.options.auto_increment = Counter(counter);
            }
        }
        assert_eq!(written(&mysql(), &schema).contains("auto_increment"), said, "{counter:?}");
    }
}

#[test]
fn what_one_of_the_two_has() {
    let text = "[sequence.s]\nstart = 5\nincrement = 2\nmax = 100\ncycle = true\n\
                [table.t]\nsystem_versioned = true\nperiods = [\"FOR SYSTEM_TIME (a, b)\"]\n\
                [table.t.columns]\n\
                a = { type = \"timestamp(6)\", attributes = \"GENERATED ALWAYS AS ROW START\" }\n\
                b = { type = \"timestamp(6)\", attributes = \"GENERATED ALWAYS AS ROW END\" }\n\
                c = { type = \"int\", check = \"c > 0\", column_check = \"c < 9\" }\n\
                d = { type = \"int?\", generated = \"c + 1\" }\n";
    let schema = good(&mariadb(), text).schema;
    let read = table(&schema, "t");
    assert!(read.options.system_versioned);
    assert_eq!(read.options.periods, ["FOR SYSTEM_TIME (a, b)"]);
    assert_eq!(read.column("c").unwrap().check.as_ref().map(Expr::text), Some("c < 9"));
    assert_eq!(read.constraints.len(), 1);
    comes_back(&mariadb(), &schema);
    let table_with = |key: &str| format!("[table.t]\n{key}\n[table.t.columns]\na = \"int\"");
    for (dialect, text, message, help) in [
        (
            mysql(),
            "[sequence.s]\nstart = 5".to_owned(),
            "MySQL has no `sequence`: it is only for PostgreSQL and MariaDB (the schema file)",
            "the keys of the schema file here are function, table, view, procedure, event",
        ),
        (
            mysql(),
            table_with("system_versioned = true"),
            "MySQL has no `system_versioned`: it is only for MariaDB (table `t`)",
            "the keys of a table here are comment, renamed_from, columns, primary_key, uniques, checks, foreign_keys, indexes, \
             triggers, engine, charset, collation, row_format, auto_increment, with, partition_by",
        ),
        (
            mariadb(),
            table_with("checks = { b = { sql = \"a > 0\", enforced = false } }"),
            "MariaDB has no `enforced`: it is only for PostgreSQL and MySQL (check `b` of table `t`)",
            "the keys of a check here are name, sql, renamed_from",
        ),
        (
            mariadb(),
            table_with("indexes = { b = [{ sql = \"a + 1\" }] }"),
            "MariaDB has no `sql`: it is only for SQLite, PostgreSQL and MySQL (a column of index `b` of table `t`)",
            "index a generated column: it can be virtual and invisible",
        ),
        (
            mariadb(),
            "[table.t.columns]\na = \"int\"\nb = { type = \"int\", generated = \"a + 1\" }".to_owned(),
            "column `t.b` is generated and NOT NULL",
            "MariaDB has no NOT NULL of a generated column: write `?` behind its type",
        ),
    ] {
        let (found, helped, _) = fault(&dialect, &text);
        assert_eq!((found.as_str(), helped.as_str()), (message, help), "{text}");
    }
}

#[test]
fn a_primary_key_has_no_name_of_its_own() {
    let message = "MySQL gives a primary key no name of its own: it is always `PRIMARY`";
    for (text, marked) in [
        ("[table.t.columns]\na = { type = \"int\", primary_key = \"pk_t\" }", "\"pk_t\""),
        ("[table.t]\nprimary_key = { name = \"pk_t\", columns = [\"a\"] }\n[table.t.columns]\na = \"int\"", "\"pk_t\""),
        (
            "[table.t]\nprimary_key = { columns = [\"a\"], renamed_from = \"pk_s\" }\n[table.t.columns]\na = \"int\"",
            "\"pk_s\"",
        ),
    ] {
        assert_eq!(fault(&mysql(), text), (message.to_owned(), "leave the name out".to_owned(), marked.to_owned()));
    }
    let text = "[table.t]\nprimary_key = [\"a(10)\", { column = \"b\", desc = true }]\n[table.t.columns]\na = \"text\"\nb = \"int\"";
    let schema = good(&mysql(), text).schema;
    let ConstraintDefinition::PrimaryKey(key) = &table(&schema, "t").constraints[0].definition else {
        panic!("no key")
    };
    assert_eq!(key.orders, ["(10)", "DESC"]);
    assert!(!comes_back(&mysql(), &schema).contains("PRIMARY"));
}

#[test]
fn a_plain_unique_index_is_a_constraint_however_it_is_said() {
    let columns = "[table.t.columns]\na = \"int\"\nb = { type = \"int\", unique = \"u\" }\n";
    for (text, name) in [
        ("[table.t.uniques]\nx = [\"a\"]", "x"),
        ("[table.t.indexes]\nx = { columns = [\"a\"], unique = true }", "x"),
        ("[table.t]\nuniques = [[\"a\"]]", "uq_t_a"),
        ("[table.t]\nindexes = [{ columns = [\"a\"], unique = true }]", "ix_t_a"),
    ] {
        let schema = good(&mysql(), &format!("{text}\n{columns}")).schema;
        let read = table(&schema, "t");
        assert!(read.indexes.is_empty(), "{text}");
        let is_it = |name: &str| read.constraints.iter().any(|one| one.kind() == PartKind::Unique && one.key() == name);
        assert!(is_it(name) && is_it("u"), "{text}: {read:#?}");
    }
    // Its old name and its place are those of a constraint as well.
    let text = "[table.t.indexes]\nx = { columns = [\"a\"], unique = true, renamed_from = \"y\" }\n[table.t.columns]\na = \"int\"";
    let declared = good(&mysql(), text);
    let of = QName::plain("t");
    let node = |name: &str| Node::part(&of, PartKind::Unique, name);
    assert_eq!(declared.hints.renames, [(node("y"), node("x"))]);
    assert!(declared.places.contains_key(&node("x")));
    // A constraint of which more is said is an index.
    let text = "[table.t.uniques]\nx = { columns = [\"a(5)\"] }\ny = { columns = [\"a\"], comment = \"c\" }\n\
                z = { columns = [\"a\"], with = { using = \"HASH\", key_block_size = 4 } }\n[table.t.columns]\na = \"text\"";
    let schema = good(&mysql(), text).schema;
    let read = table(&schema, "t");
    assert!(read.constraints.is_empty() && read.indexes.iter().all(|index| index.unique));
    assert_eq!(read.indexes[0].columns[0].length, Some(5));
    assert_eq!(read.indexes[2].method.as_deref(), Some("hash"));
    comes_back(&mysql(), &schema);
}

#[test]
fn names_that_must_differ() {
    let two = |kind: &str, one: &str, other: &str| {
        let tables = "[table.s.columns]\na = \"int\"\n[table.t.columns]\na = \"int\"\n";
        format!("{tables}[table.s.{kind}]\nx = {one}\n[table.t.{kind}]\nx = {other}\n")
    };
    let checks = two("checks", "\"a > 0\"", "\"a > 1\"");
    let (message, ..) = fault(&mysql(), &checks);
    assert_eq!(message, "the name `x` is given to the check `x` of `t` and to the check `x` of `s`");
    good(&mariadb(), &checks);
    // Indexes are their table's affair.
    good(&mysql(), &two("indexes", "[\"a\"]", "[\"a\"]"));
    good(&mysql(), &two("uniques", "[\"a\"]", "[\"a\"]"));
    let text =
        "[table.t.columns]\na = \"int\"\nb = { type = \"int\", unique = \"x\" }\n[table.t.indexes]\nx = [\"a\"]\n";
    let (message, ..) = fault(&mysql(), text);
    assert_eq!(message, "the name `x` is given to the index `x` of `t` and to the unique constraint `x` of `t`");
    // A kind each has names of its own.
    good(&mysql(), "[table.t.columns]\na = { type = \"int\", unique = \"x\" }\n[table.t.checks]\nx = \"a > 0\"");
}

/// `InnoDB` makes an index for a foreign key, under the key's name: that is no reason to say the name of the key.
#[test]
fn a_foreign_key_and_its_index_have_one_name() {
    let columns = "[table.s.columns]\nid = { type = \"integer\", primary_key = true }\n[table.t.columns]\n\
                   a = { type = \"integer\", references = \"s.id\" }\n";
    let text = format!("{columns}[table.t.indexes]\nfk_t_a_s = [\"a\"]\n");
    let schema = good(&mysql(), &text).schema;
    let read = table(&schema, "t");
    assert_eq!((read.constraints[0].key(), read.indexes[0].name.clone()), ("fk_t_a_s".into(), "fk_t_a_s".into()));
    assert!(comes_back(&mysql(), &schema).contains("a = { type = \"integer\", references = \"s.id\" }"));
}

#[test]
fn what_happens_on_update_is_said_in_two_ways() {
    let column = |rest: &str| {
        format!(
            "[table.s.columns]\nid = {{ type = \"timestamp\", primary_key = true }}\n\
             [table.t.columns]\na = {{ type = \"timestamp\", {rest} }}\n"
        )
    };
    let (message, help, _) = fault(&mysql(), &column("on_update = \"CURRENT_TIMESTAMP\", references = \"s\""));
    assert_eq!(message, "`on_update` of column `t.a` is the text `CURRENT_TIMESTAMP`, and no action of a foreign key");
    assert_eq!(help, "write on_update = { sql = \"CURRENT_TIMESTAMP\" }");
    let (message, ..) = fault(&mysql(), &column("on_update = \"cascade\""));
    assert_eq!(message, "column `t.a` says `on_update` of a foreign key and has none");
    // Both at once: the key's stands with the key.
    let text = column("on_update = { sql = \"now()\" }, references = { table = \"s\", on_update = \"cascade\" }");
    let schema = good(&mysql(), &text).schema;
    let read = table(&schema, "t");
    assert_eq!(read.constraints[0].foreign_key().map(|key| key.on_update), Some(Action::Cascade));
    assert!(read.column("a").unwrap().on_update.is_some());
    comes_back(&mysql(), &schema);
}

#[test]
fn a_foreign_key_can_lead_into_another_database() {
    let text = "[table.t.columns]\na = \"int\"\n[table.t.foreign_keys]\n\
                x = { columns = [\"a\"], references = { table = \"other.s\", columns = [\"id\"], external = true } }\n";
    let schema = good(&mysql(), text).schema;
    let key = table(&schema, "t").constraints[0].foreign_key().unwrap();
    assert_eq!(key.table, QName::within("other", "s"));
    comes_back(&mysql(), &schema);
    assert_eq!(fault(&mysql(), "[table.\"a.b\".columns]\nc = \"int\"").0, "`a.b` names the namespace `a`");
}

#[test]
fn what_stands_on_other_databases_is_refused_with_what_to_write() {
    let with = |key: &str| format!("[table.t]\n{key}\n[table.t.columns]\na = \"text\"\n");
    let index = |value: &str| format!("[table.t.columns]\na = \"text\"\n[table.t.indexes]\ni = {value}\n");
    for (text, message, help) in [
        (
            "[enum]\nstatus = [\"new\", \"paid\"]".to_owned(),
            "MySQL has no `enum`: it is only for PostgreSQL (the schema file)",
            "write the values where the column is: MySQL and MariaDB have a type for them, \"enum('new', 'paid')\"; elsewhere a \
             check says them",
        ),
        (
            index("{ columns = [\"a\"], where = \"a > 'b'\" }"),
            "MySQL has no `where`: it is only for SQLite and PostgreSQL (index `i` of table `t`)",
            "every index there holds all rows: leave it out, or index a generated column that is NULL for the other rows",
        ),
        (
            index("{ columns = [\"a\"], using = \"gin\" }"),
            "`using` of index `i` of table `t` cannot be `gin`",
            "the methods are btree, hash, fulltext, spatial",
        ),
        (index("[\"a desc nulls last\"]"), "MySQL cannot place NULLs in an index (index `i` of table `t`)", ""),
        (
            index("[\"lower(a)\"]"),
            "index `i` of table `t` names `lower(a)`, which is no column",
            "an expression is written { sql = \"lower(a)\" }",
        ),
        (
            with("with = { ENGINE = \"InnoDB\" }"),
            "`with` of table `t` says `engine`, which has a key of its own",
            "write engine = … beside it",
        ),
        (
            "[table.t.columns]\na = { type = \"int\", identity = \"always\", primary_key = true }".to_owned(),
            "MySQL has no such identity (column `t.a`)",
            "write identity = true, which every database knows",
        ),
        (
            "[table.t.columns]\na = { type = \"int\", identity = { start = 5 }, primary_key = true }".to_owned(),
            "MySQL has no `start`: it is only for PostgreSQL (`identity` of column `t.a`)",
            "the table says it: auto_increment = …",
        ),
        (
            "[table.t.columns]\na = { type = \"serial\", primary_key = true }".to_owned(),
            "MySQL has no type `serial` (column `t.a`)",
            "write type = \"integer\", identity = true",
        ),
        (
            "[function.f]\nsql = \"CREATE FUNCTION g() RETURNS int RETURN 1\"".to_owned(),
            "the SQL of function `f` does not create a function of that name",
            "write the whole statement: CREATE FUNCTION f …",
        ),
        (
            "[procedure.f]\nsql = \"CREATE DEFINER = `a`@`b` PROCEDURE f() SELECT 1\"".to_owned(),
            "the SQL of procedure `f` names a DEFINER",
            "leave it out: it is whoever runs the script, and stays who it is where the database has one",
        ),
    ] {
        let (found, helped, _) = fault(&mysql(), &text);
        assert_eq!((found.as_str(), helped.as_str()), (message, help), "{text}");
    }
}

#[test]
fn a_string_that_reads_like_sql_is_no_default() {
    for (ty, default, right) in [
        ("timestamp", "current_timestamp", "{ sql = \"current_timestamp\" }"),
        ("datetime(3)", "now(3)", "{ sql = \"now(3)\" }"),
        ("char(36)", "uuid()", "{ sql = \"uuid()\" }"),
        ("date", "utc_date", "{ sql = \"utc_date\" }"),
        ("int", "0", "0"),
    ] {
        let text = format!("[table.t.columns]\na = {{ type = \"{ty}\", default = \"{default}\" }}");
        let (message, help, _) = fault(&mysql(), &text);
        assert_eq!(message, format!("`default` of column `t.a` is the text `{default}`, and no {ty}"));
        assert_eq!(help, format!("write default = {right}"));
    }
}
