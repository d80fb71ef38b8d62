//! The schemas.

use super::{Case, uses};
use crate::schema::{
    Action, Annotation, Check, Column, Constraint, ConstraintDefinition, Counter, Deferrable, Definition, Expr,
    ForeignKey, Generated, Hints, Identity, IdentityKind, Index, IndexColumn, Key, Kind, Match, Node, Object, ObjectId,
    Parameters, PartKind, QName, Schema, Sequence, SequenceOptions, Table, Trigger, View,
};

fn column(name: &str, ty: &str) -> Column {
    Column::new(name, ty)
}
fn filled(name: &str, ty: &str) -> Column {
    Column { nullable: false, ..Column::new(name, ty) }
}
fn counting(name: &str, ty: &str) -> Column {
    let identity = Identity::new(IdentityKind::AutoIncrement);
    Column { identity: Some(Box::new(identity)), ..filled(name, ty) }
}
fn with_default(column: Column, default: &str) -> Column {
    Column { default: Some(Expr::from(default)), ..column }
}
fn computed(name: &str, ty: &str, expression: &str, stored: bool) -> Column {
    Column { generated: Some(Generated { expression: Expr::from(expression), stored }), ..column(name, ty) }
}
fn constraint(name: &str, definition: ConstraintDefinition) -> Constraint {
    Constraint { name: Some(name.into()), definition, annotation: Annotation::default() }
}
fn key(columns: &[&str]) -> Key {
    Key { columns: columns.iter().map(|name| (*name).to_owned()).collect(), ..Key::default() }
}
fn primary(columns: &[&str]) -> Constraint {
    constraint("PRIMARY", ConstraintDefinition::PrimaryKey(key(columns)))
}
fn unique(name: &str, columns: &[&str]) -> Constraint {
    constraint(name, ConstraintDefinition::Unique(key(columns)))
}
fn check(name: &str, expression: &str) -> Constraint {
    constraint(name, ConstraintDefinition::Check(Check::new(expression)))
}
fn foreign(name: &str, column: &str, table: &str, on_delete: Action) -> Constraint {
    constraint(
        name,
        ConstraintDefinition::ForeignKey(ForeignKey {
            columns: vec![column.into()],
            table: QName::plain(table),
            referred: vec!["id".into()],
            on_delete,
            on_delete_columns: Vec::new(),
            on_update: Action::NoAction,
            matching: Match::Simple,
            deferrable: Deferrable::default(),
            not_valid: false,
            not_enforced: false,
            period: false,
        }),
    )
}
fn index(name: &str, columns: &[&str]) -> Index {
    Index {
        name: name.into(),
        columns: columns.iter().map(|name| IndexColumn::column(*name)).collect(),
        ..Index::default()
    }
}
fn table(name: &str, columns: Vec<Column>, constraints: Vec<Constraint>, indexes: Vec<Index>) -> Table {
    Table { columns, constraints, indexes, ..Table::new(QName::plain(name)) }
}
fn schema(objects: Vec<Object>) -> Schema {
    let mut schema = Schema::default();
    for object in objects {
        schema.insert(object);
    }
    schema.link();
    schema
}
fn tables(tables: Vec<Table>) -> Schema {
    schema(tables.into_iter().map(Object::Table).collect())
}
fn parameters(pairs: &[(&str, &str)]) -> Parameters {
    pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}
fn new(name: &'static str, before: Schema, after: Schema, rows: &'static str) -> Case {
    Case { name, before, after, rows, hints: Hints::default() }
}

/// All cases for a vendor.
pub(super) fn all(mariadb: bool) -> Vec<Case> {
    let int = if mariadb { "int(11)" } else { "int" };
    let bigint = if mariadb { "bigint(20)" } else { "bigint" };
    let zero = if mariadb { "0" } else { "'0'" };
    let mut all = vec![
        columns(int, bigint, zero),
        counted(int, bigint),
        counted_key(int),
        foreign_keys(int, bigint),
        handover(int),
        lost_index(int),
        generated(int, bigint, mariadb),
        constraints(int, mariadb),
        indexes(int),
        charset(int),
        options(int),
        partitions(int),
        texts(int),
        backfill(int),
        downgraded(int, mariadb),
        using(int),
    ];
    if mariadb {
        all.extend([sequences(), history(int)]);
    }
    all
}

fn columns(int: &str, bigint: &str, zero: &str) -> Case {
    let note = |column: Column, text: &str| Column { annotation: Annotation::commented(Some(text.into())), ..column };
    let before = table(
        "t",
        vec![
            filled("id", int),
            column("name", "varchar(20)"),
            with_default(filled("kind", "enum('a','b')"), "'a'"),
            column("order", int),
            column("gone", "text"),
            column("at", "datetime(3)"),
            column("big", "varchar(40)"),
        ],
        vec![primary(&["id"])],
        vec![],
    );
    let after = table(
        "t",
        vec![
            column("first", int),
            filled("id", int),
            note(column("name", "varchar(30)"), "it's"),
            with_default(filled("kind", "enum('a','b','c')"), "'b'"),
            with_default(filled("count", int), zero),
            column("order", bigint),
            Column {
                on_update: Some("CURRENT_TIMESTAMP(3)".into()),
                ..with_default(column("at", "datetime(3)"), "CURRENT_TIMESTAMP(3)")
            },
            column("big", "varchar(500)"),
            Column { invisible: true, ..column("hidden", "json") },
        ],
        vec![primary(&["id"])],
        vec![],
    );
    new(
        "columns",
        tables(vec![before]),
        tables(vec![after]),
        "INSERT INTO t (id, name, `order`) VALUES (1, 'x', 5), (2, 'y', 6);",
    )
}

fn counted(int: &str, bigint: &str) -> Case {
    let before = table("t", vec![filled("a", int)], vec![primary(&["a"])], vec![]);
    let after =
        table("t", vec![counting("id", bigint), filled("a", int)], vec![primary(&["id"])], vec![index("ia", &["a"])]);
    let mut case =
        new("a counting column", tables(vec![before]), tables(vec![after]), "INSERT INTO t VALUES (1), (2);");
    case.after.objects.values_mut().for_each(|object| {
        if let Object::Table(table) = object {
            table.options.auto_increment = Counter(Some(3));
        }
    });
    case
}

fn counted_key(int: &str) -> Case {
    let before = table("t", vec![counting("id", int), filled("a", int)], vec![primary(&["id"])], vec![]);
    let after = table(
        "t",
        vec![counting("id", int), filled("a", int)],
        vec![primary(&["id", "a"]), unique("ua", &["a"])],
        vec![],
    );
    new(
        "the key under a counting column",
        tables(vec![before]),
        tables(vec![after]),
        "INSERT INTO t (a) VALUES (1), (2);",
    )
}

fn foreign_keys(int: &str, bigint: &str) -> Case {
    let parents = |ty: &str| table("p", vec![filled("id", ty)], vec![primary(&["id"])], vec![]);
    let before = vec![
        parents(int),
        table(
            "c",
            vec![filled("id", int), column("p", int), column("q", int)],
            vec![primary(&["id"]), foreign("fk_p", "p", "p", Action::NoAction)],
            vec![index("fk_p", &["p"])],
        ),
    ];
    let after = vec![
        parents(bigint),
        table(
            "c",
            vec![filled("id", int), column("p", bigint), column("q", bigint)],
            vec![
                primary(&["id"]),
                foreign("fk_p", "p", "p", Action::Cascade),
                foreign("fk_q", "q", "p", Action::SetNull),
            ],
            vec![index("fk_p", &["p"]), index("fk_q", &["q"])],
        ),
        table(
            "d",
            vec![filled("id", bigint)],
            vec![primary(&["id"]), foreign("fk_d", "id", "p", Action::Cascade)],
            vec![],
        ),
    ];
    new("foreign keys", tables(before), tables(after), "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1);")
}

fn handover(int: &str) -> Case {
    let parents = || table("p", vec![filled("id", int)], vec![primary(&["id"])], vec![]);
    let child = |indexes| {
        table(
            "c",
            vec![filled("id", int), column("p", int), column("x", int)],
            vec![primary(&["id"]), foreign("fk_p", "p", "p", Action::NoAction)],
            indexes,
        )
    };
    let before = vec![parents(), child(vec![index("fk_p", &["p"])])];
    let after = vec![parents(), child(vec![index("wide", &["p", "x"])])];
    new(
        "the index under a foreign key",
        tables(before),
        tables(after),
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1);",
    )
}

fn lost_index(int: &str) -> Case {
    let parents = || table("p", vec![filled("id", int)], vec![primary(&["id"])], vec![]);
    let child = |indexes| {
        table(
            "c",
            vec![filled("id", int), column("p", int), column("x", int)],
            vec![primary(&["id"]), foreign("fk_p", "p", "p", Action::NoAction)],
            indexes,
        )
    };
    let before = vec![parents(), child(vec![index("fk_p", &["p"])])];
    let after = vec![parents(), child(vec![index("fk_p", &["p"]), index("wide", &["p", "x"])])];
    let rows = "ALTER TABLE c DROP FOREIGN KEY fk_p, DROP INDEX fk_p; ALTER TABLE c ADD CONSTRAINT fk_p FOREIGN KEY (p) REFERENCES p (id);";
    new("an index that the server made by itself", tables(before), tables(after), rows)
}

fn generated(int: &str, bigint: &str, mariadb: bool) -> Case {
    let text = |name: &str, by: u32| if mariadb { format!("`{name}` + {by}") } else { format!("(`{name}` + {by})") };
    let make = |ty: &str, by: u32, stored: bool| {
        let mut schema = tables(vec![table(
            "t",
            vec![
                filled("id", int),
                column("a", ty),
                computed("v", bigint, &text("a", by), stored),
                computed("s", bigint, &text("a", by), true),
            ],
            vec![primary(&["id"])],
            vec![index("iv", &["v"])],
        )]);
        uses(&mut schema, PartKind::Column, "t", "v", &["a"]);
        uses(&mut schema, PartKind::Column, "t", "s", &["a"]);
        schema
    };
    new("computed columns", make(int, 1, false), make(bigint, 2, true), "INSERT INTO t (id, a) VALUES (1, 1);")
}

fn constraints(int: &str, mariadb: bool) -> Case {
    let positive = |name: &str| if mariadb { format!("`{name}` > 0") } else { format!("(`{name}` > 0)") };
    let make = |checks: Vec<Constraint>, columns: Vec<Column>| {
        let mut all = vec![primary(&["id"])];
        all.extend(checks);
        let mut schema = tables(vec![table("t", columns, all, vec![])]);
        uses(&mut schema, PartKind::Check, "t", "positive", &["a"]);
        schema
    };
    let before =
        make(vec![check("positive", &positive("a")), unique("ua", &["a"])], vec![filled("id", int), column("a", int)]);
    let mut loose = check("loose", &positive("b"));
    if let ConstraintDefinition::Check(check) = &mut loose.definition {
        check.not_enforced = !mariadb;
    }
    let after =
        make(vec![loose, unique("ub", &["a", "b"])], vec![filled("id", int), column("a", int), column("b", int)]);
    new("checks and keys", before, after, "INSERT INTO t VALUES (1, 1);")
}

fn indexes(int: &str) -> Case {
    let columns = || vec![filled("id", int), column("a", "varchar(300)"), column("b", int), column("c", "text")];
    let prefix = IndexColumn { length: Some(10), descending: true, ..IndexColumn::column("a") };
    let before = table(
        "t",
        columns(),
        vec![primary(&["id"])],
        vec![index("ib", &["b"]), index("gone", &["b", "id"]), index("old_name", &["id", "b"])],
    );
    let after = table(
        "t",
        columns(),
        vec![primary(&["id"])],
        vec![
            Index { invisible: true, ..index("ib", &["b"]) },
            Index {
                columns: vec![prefix],
                unique: true,
                annotation: Annotation::commented(Some("of names".into())),
                ..index("ia", &[])
            },
            Index { method: Some("fulltext".into()), ..index("words", &["c"]) },
            index("new_name", &["id", "b"]),
        ],
    );
    new("indexes", tables(vec![before]), tables(vec![after]), "INSERT INTO t VALUES (1, 'a', 1, 'some words');")
}

fn charset(int: &str) -> Case {
    let make = |pairs: &[(&str, &str)]| {
        let own = Column { collation: Some("latin1_bin".into()), ..column("own", "varchar(9)") };
        let mut one =
            table("t", vec![filled("id", int), column("a", "varchar(9)"), own], vec![primary(&["id"])], vec![]);
        one.options.parameters = parameters(pairs);
        tables(vec![one])
    };
    new(
        "the character set of a table",
        make(&[]),
        make(&[("charset", "utf8mb4"), ("collate", "utf8mb4_bin")]),
        "INSERT INTO t VALUES (1, 'a', 'b');",
    )
}

fn options(int: &str) -> Case {
    let make = |pairs: &[(&str, &str)], comment: Option<&str>| {
        let mut one = table("t", vec![filled("id", int)], vec![primary(&["id"])], vec![]);
        one.options.parameters = parameters(pairs);
        one.annotation.comment = comment.map(str::to_owned);
        tables(vec![one])
    };
    new(
        "options",
        make(&[("row_format", "COMPACT"), ("max_rows", "10")], None),
        make(&[("stats_persistent", "1"), ("max_rows", "20")], Some("rows \\ 'of' t")),
        "INSERT INTO t VALUES (1);",
    )
}

fn partitions(int: &str) -> Case {
    let make = |by: Option<&str>| {
        let mut one = table("t", vec![filled("id", int)], vec![primary(&["id"])], vec![]);
        one.options.partition_by = by.map(Expr::from);
        let mut two = Table { name: QName::plain("u"), ..one.clone() };
        two.options.partition_by = by.map(|_| Expr::from("HASH (`id`)\nPARTITIONS 2"));
        tables(vec![one, two])
    };
    let mut before = make(None);
    let one = "RANGE (`id`)\n(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB)";
    let two = "RANGE (`id`)\n(PARTITION p0 VALUES LESS THAN (10) ENGINE = InnoDB,\n PARTITION p1 VALUES LESS THAN (20) ENGINE = InnoDB)";
    for object in before.objects.values_mut() {
        if let Object::Table(table) = object
            && table.name.name == "t"
        {
            table.options.partition_by = Some(one.into());
        }
    }
    new("partitions", before, make(Some(two)), "INSERT INTO t VALUES (1); INSERT INTO u VALUES (1), (2);")
}

fn texts(int: &str) -> Case {
    let make = |more: bool| {
        let trigger = |name: &str, value: u32| {
            Trigger::new(
                name,
                format!("CREATE TRIGGER {name} BEFORE INSERT ON t FOR EACH ROW set new.a = {value}").as_str(),
            )
        };
        let mut one = table("t", vec![filled("id", int), column("a", int)], vec![primary(&["id"])], vec![]);
        let second = Trigger { follows: Some("one".into()), ..trigger("two", 2) };
        let mut first = trigger("one", if more { 5 } else { 1 });
        first.settings = if more { parameters(&[("sql_mode", "ANSI_QUOTES")]) } else { Parameters::default() };
        one.triggers = vec![first, second];
        let query =
            if more { "select `t`.`id` AS `id`,`t`.`a` AS `a` from `t`" } else { "select `t`.`id` AS `id` from `t`" };
        let mut view = View::new(QName::plain("v"), query);
        view.annotation.owner = Some("root@localhost".into());
        if more {
            view.options = parameters(&[("algorithm", "merge"), ("security", "invoker"), ("check_option", "cascaded")]);
        }
        let routine = |kind: Kind, name: &str, sql: &str| {
            Object::Definition(Definition::new(ObjectId::new(kind, QName::plain(name)), sql))
        };
        let value = if more { 2 } else { 1 };
        let mut objects = vec![
            Object::Table(one),
            Object::View(view),
            routine(
                Kind::Function,
                "f",
                &format!(
                    "CREATE FUNCTION f() RETURNS int DETERMINISTIC\nBEGIN\n  DECLARE x int;\n  SET x = {value};\n  RETURN x;\nEND"
                ),
            ),
            routine(Kind::Procedure, "p", &format!("CREATE PROCEDURE p() select {value}")),
            routine(Kind::Event, "e", &format!("CREATE EVENT e ON SCHEDULE EVERY {value} DAY DISABLE DO select 1")),
        ];
        if more {
            objects.push(Object::View(View::new(QName::plain("w"), "select `v`.`id` AS `id` from `v`")));
        }
        let mut schema = schema(objects);
        let node = |name: &str| Node::Object(ObjectId::view(&QName::plain(name)));
        schema.depends.entry(node("v")).or_default().insert(Node::table(&QName::plain("t")));
        if more {
            schema.depends.entry(node("w")).or_default().insert(node("v"));
        }
        schema
    };
    new("views, triggers, routines, events", make(false), make(true), "INSERT INTO t VALUES (1, 1);")
}

fn backfill(int: &str) -> Case {
    let stamp = || Column { on_update: Some("CURRENT_TIMESTAMP".into()), ..column("at", "datetime") };
    let before = table("t", vec![filled("id", int), column("a", int), stamp()], vec![primary(&["id"])], vec![]);
    let after = table(
        "t",
        vec![filled("id", int), filled("a", int), stamp(), filled("b", "varchar(9)")],
        vec![primary(&["id"])],
        vec![index("ib", &["b"])],
    );
    let mut case = new("backfill", tables(vec![before]), tables(vec![after]), "INSERT INTO t VALUES (1, NULL, NULL);");
    let t = QName::plain("t");
    case.hints.backfill.insert(Node::column(&t, "a"), "7".into());
    case.hints.backfill.insert(Node::column(&t, "b"), "concat('b', id)".into());
    case
}

fn downgraded(int: &str, mariadb: bool) -> Case {
    let uuid = if mariadb { "uuid" } else { "char(36)" };
    let before = vec![
        table("p", vec![filled("id", int)], vec![primary(&["id"])], vec![]),
        table(
            "t",
            vec![
                filled("id", int),
                filled("number", int),
                filled("word", "varchar(9)"),
                filled("day", "date"),
                filled("doc", "json"),
                filled("u", uuid),
                filled("code", "varchar(20)"),
                filled("p", int),
                filled("only", int),
            ],
            vec![
                primary(&["id"]),
                unique("code", &["code"]),
                unique("only", &["only"]),
                foreign("fk_p", "p", "p", Action::NoAction),
                foreign("fk_only", "only", "p", Action::NoAction),
            ],
            vec![index("fk_p", &["p"])],
        ),
    ];
    let after = vec![
        table("p", vec![filled("id", int)], vec![primary(&["id"])], vec![]),
        table("t", vec![filled("id", int)], vec![primary(&["id"])], vec![]),
    ];
    let rows = "INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, 1, 'w', '2020-01-01', '{}', '', 'c', 1, 1), (2, 1, 'w', '2020-01-01', '{}', '', 'd', 1, 2);";
    let rows = if mariadb {
        "INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, 1, 'w', '2020-01-01', '{}', uuid(), 'c', 1, 1), (2, 1, 'w', '2020-01-01', '{}', uuid(), 'd', 1, 2);"
    } else {
        rows
    };
    new("columns that come back", tables(before), tables(after), rows)
}

fn using(int: &str) -> Case {
    let make = |ty: &str| {
        table(
            "t",
            vec![filled("id", int), filled("a", ty), column("b", int)],
            vec![primary(&["id"])],
            vec![index("ia", &["a", "b"])],
        )
    };
    let (mut before, mut after) = (tables(vec![make("varchar(20)")]), tables(vec![make(int)]));
    before.link();
    after.link();
    let mut case = new("using", before, after, "INSERT INTO t VALUES (1, 'n7', 1);");
    case.hints.using.insert(Node::column(&QName::plain("t"), "a"), "substr(a, 2)".into());
    case
}

fn sequences() -> Case {
    let make = |increment: i64, cycle: bool| {
        let options = SequenceOptions {
            start: Some(5),
            increment: Some(increment),
            cache: Some(if cycle { 0 } else { 10 }),
            cycle,
            ..SequenceOptions::default()
        };
        let sequence = Sequence {
            name: QName::plain("s"),
            ty: None,
            options,
            owned_by: None,
            unlogged: false,
            annotation: Annotation::default(),
        };
        schema(vec![Object::Sequence(sequence)])
    };
    new("sequences", make(1, false), make(2, true), "SELECT nextval(s);")
}

fn history(int: &str) -> Case {
    let make = |versioned: bool, wide: bool| {
        let mut columns = vec![filled("id", int)];
        if wide {
            columns.push(column("a", int));
        }
        let mut one = table("t", columns, vec![primary(&["id"])], vec![]);
        one.options.system_versioned = versioned;
        let mut two = one.clone();
        two.name = QName::plain("u");
        two.options.system_versioned = true;
        tables(vec![one, two])
    };
    new("history", make(false, false), make(true, true), "INSERT INTO t VALUES (1); INSERT INTO u VALUES (1);")
}
