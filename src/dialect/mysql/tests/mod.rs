//! Statements between two schemas, both ways, as text: `mysql.sql` and `mariadb.sql` hold what is expected, and every line of
//! them was run on a server of that kind. `SNAPSHOTS=overwrite` writes them anew.

mod cases;

use std::path::Path;

use super::MySql;
use crate::dialect::{self, Dialect, Step};
use crate::diff;
use crate::engine::{Engine, Flavor};
use crate::operation::Operation;
use crate::schema::{Hints, Node, ObjectId, PartKind, QName, Schema};

/// Two schemas, and rows for the first.
struct Case {
    name: &'static str,
    before: Schema,
    after: Schema,
    rows: &'static str,
    hints: Hints,
}

fn statements(dialect: &dyn Dialect, operations: &[Operation], before: &Schema, after: &Schema) -> String {
    let steps = dialect::render(dialect, operations, before, after);
    let text = |step: &Step| {
        let notes: String = step.notes().iter().map(|note| format!("-- {note}\n")).collect();
        format!("{notes}{};\n", step.sql())
    };
    steps.iter().map(text).collect()
}

fn case(dialect: &dyn Dialect, case: &Case) -> String {
    let (before, after) = (&case.before, &case.after);
    let nothing = Schema::default();
    let created = |schema: &Schema| {
        let operations = diff::creation(schema, dialect).expect("an order");
        statements(dialect, &operations, &nothing, schema)
    };
    let up = diff::changes(before, after, &case.hints, dialect).expect("an order");
    let down = diff::downgrade_operations(&up, before, after, dialect).expect("an order");
    format!(
        "-- case {}\n-- before\n{}-- rows\n{}\n-- after\n{}-- up\n{}-- down\n{}",
        case.name,
        created(before),
        case.rows,
        created(after),
        statements(dialect, &up, before, after),
        statements(dialect, &down, after, before),
    )
}

fn check(flavor: Flavor, file: &str) {
    let dialect = MySql::new(flavor);
    let found: String =
        cases::all(dialect.flavor().is_mariadb()).iter().map(|one| case(&dialect, one) + "\n").collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/dialect/mysql/tests").join(file);
    if std::env::var("SNAPSHOTS").as_deref() == Ok("overwrite") {
        std::fs::write(&path, &found).expect("written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let different = expected.lines().zip(found.lines()).position(|(a, b)| a != b);
    assert!(expected == found, "line {:?} of {file}", different.map(|at| at + 1));
}

#[test]
fn on_mysql() {
    check(Flavor { engine: Engine::MySql, mariadb: false, version: (9, 7, 0) }, "mysql.sql");
}

#[test]
fn on_mariadb() {
    check(Flavor { engine: Engine::MySql, mariadb: true, version: (10, 11, 0) }, "mariadb.sql");
}

#[test]
fn a_table_goes_back_to_the_character_set_of_its_database() {
    use crate::schema::{Object, Parameters, Table};
    let flavor = || Flavor { engine: Engine::MySql, mariadb: false, version: (9, 7, 0) };
    let from = || {
        let mut table = Table::new(QName::plain("t"));
        table.options.parameters = Parameters::from(vec![("charset".to_owned(), "latin1".to_owned())]);
        Object::Table(table)
    };
    let operations = [Operation::Alter { from: from(), to: Object::Table(Table::new(QName::plain("t"))) }];
    let schema = Schema::default();
    let known = MySql::new(flavor()).with_defaults("utf8mb4".into(), "utf8mb4_0900_ai_ci".into());
    let text = statements(&known, &operations, &schema, &schema);
    assert!(text.starts_with("ALTER TABLE t DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci"), "{text}");
    let unknown = statements(&MySql::new(flavor()), &operations, &schema, &schema);
    assert!(unknown.contains("@@character_set_database"), "{unknown}");
}

#[test]
fn other_names() {
    use crate::schema::{Column, Kind, Object, Table};
    let flavor = |mariadb, version| Flavor { engine: Engine::MySql, mariadb, version };
    let mut schema = Schema::default();
    let columns = vec![Column { nullable: false, ..Column::new("a", "int(11)") }];
    schema.insert(Object::Table(Table { columns, ..Table::new(QName::plain("t")) }));
    let t = QName::plain("t");
    let column = Operation::RenameColumn { table: t.clone(), from: "a".into(), to: "order".into() };
    let of = ObjectId::table(&t);
    let index = Operation::RenamePart { of: of.clone(), kind: PartKind::Index, from: "i".into(), to: "j".into() };
    let object = |kind, name: &str| ObjectId::new(kind, QName::plain(name));
    let rename = |kind| Operation::Rename { from: object(kind, "x"), to: object(kind, "y") };
    let all = [column, index, rename(Kind::Table), rename(Kind::View), rename(Kind::Sequence), rename(Kind::Event)];
    let text = |flavor| statements(&MySql::new(flavor), &all, &schema, &schema);
    assert_eq!(
        text(flavor(true, (10, 11, 0))),
        "ALTER TABLE t RENAME COLUMN a TO `order`, ALGORITHM=INSTANT;\n\
         ALTER TABLE t RENAME INDEX i TO j, ALGORITHM=NOCOPY, LOCK=NONE;\n\
         RENAME TABLE x TO y;\nRENAME TABLE x TO y;\nRENAME TABLE x TO y;\nALTER EVENT x RENAME TO y;\n"
    );
    assert!(
        text(flavor(true, (10, 4, 0)))
            .starts_with("ALTER TABLE t CHANGE COLUMN a `order` int(11) NOT NULL, LOCK=NONE;")
    );
    let old = MySql::new(flavor(true, (10, 4, 0)));
    assert!(!old.renames(&all[1]) && old.renames(&all[0]), "an index is made anew under its name");
    assert!(!old.renames(&rename(Kind::Function)));
}

/// What the introspector records: which columns an expression uses.
fn uses(schema: &mut Schema, kind: PartKind, table: &str, name: &str, columns: &[&str]) {
    let table = QName::plain(table);
    for column in columns {
        let node = Node::Part(ObjectId::table(&table), kind, name.to_owned());
        schema.depends.entry(node).or_default().insert(Node::column(&table, *column));
    }
}
