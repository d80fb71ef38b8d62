use super::*;
use crate::schema::{ConstraintDefinition, Deferrable, IndexKey};

#[test]
fn what_is_not_understood_is_named() {
    for (sql, said) in [
        ("CREATE TABLE t (a INT) FASTER", "expected WITHOUT ROWID, STRICT or the end at `FASTER`"),
        (
            "CREATE TABLE t (a INT NULL SOMETIMES, b)",
            "expected a constraint of the column, `,` or `)` at `SOMETIMES, b)`",
        ),
        ("CREATE TABLE t (a INT CHECK (a > 0", "expected `)` at `the end`"),
        ("CREATE TABLE t (a, UNIQUE (a + 1))", "expected a plain column in a key at `+ 1`"),
        ("CREATE TABLE t AS SELECT 1", "expected the list of columns at `AS SELECT 1`"),
        ("CREATE TABLE t (a, EXCLUDE USING gist)", ""),
    ] {
        let found = table(sql).map_err(|why| why.to_string());
        if said.is_empty() {
            // A column of the name EXCLUDE and the type `USING gist`.
            assert!(found.is_ok());
        } else {
            assert_eq!(found.unwrap_err(), said, "{sql}");
        }
    }
    assert!(index("CREATE INDEX i ON t (a) USING btree").is_err());
    assert!(trigger("CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1;").is_err());
    assert!(view("CREATE VIEW v (a) SELECT 1").is_err());
}

#[test]
fn types_end_where_a_constraint_begins() {
    let table = table(
        "create table if not exists main.t(a, b unsigned big int, c varchar ( 20 ) not null, d \"my type\" default 1, \
         e generated always as (1), f int generated always as (1) stored, g always, h decimal(10,-2) check (h), \
         i text as (a))",
    )
    .unwrap();
    let types: Vec<&str> = table.columns.iter().map(|column| column.ty.as_str()).collect();
    assert_eq!(
        types,
        ["", "unsigned big int", "varchar ( 20 )", "\"my type\"", "", "int", "always", "decimal(10,-2)", "text"]
    );
    assert_eq!(table.name.name, "t");
    assert!(table.column("f").unwrap().generated.as_ref().unwrap().stored);
    assert!(!table.column("i").unwrap().generated.as_ref().unwrap().stored);
}

#[test]
fn a_name_belongs_to_the_constraint_that_follows() {
    let table = table(
        "CREATE TABLE t (a CONSTRAINT nn NOT NULL CHECK (a) CONSTRAINT lost, b CONSTRAINT u UNIQUE, \
         c REFERENCES p NOT NULL NOT DEFERRABLE, d REFERENCES p (x) DEFERRABLE, \
         CONSTRAINT dangling, CONSTRAINT k PRIMARY KEY (a, 'b') CHECK (b) \
         FOREIGN KEY (c) REFERENCES p ON INSERT CASCADE INITIALLY_NOT_A_WORD",
    );
    assert!(table.is_err());
    let table = super::table(
        "CREATE TABLE t (a CONSTRAINT nn NOT NULL CHECK (a) CONSTRAINT lost, b CONSTRAINT u UNIQUE, \
         c REFERENCES p NOT NULL NOT DEFERRABLE, d REFERENCES p (x) DEFERRABLE, \
         CONSTRAINT dangling, CONSTRAINT k PRIMARY KEY (a, 'b') CHECK (b) \
         FOREIGN KEY (c) REFERENCES p ON INSERT CASCADE DEFERRABLE INITIALLY DEFERRED)",
    )
    .unwrap();
    let names: Vec<_> = table.constraints.iter().map(|one| (one.name.as_deref(), one.kind().word())).collect();
    assert_eq!(
        names,
        [
            (Some("k"), "primary key"),
            (None, "check"),
            (Some("u"), "unique"),
            (None, "foreign key"),
            (None, "foreign key"),
            (None, "check"),
            (None, "foreign key")
        ]
    );
    let deferrable: Vec<_> =
        table.constraints.iter().filter_map(|one| one.foreign_key()).map(|key| key.deferrable).collect();
    assert_eq!(deferrable, [Deferrable::No, Deferrable::Immediate, Deferrable::Deferred]);
}

#[test]
fn only_a_key_declared_descending_beside_its_column_keeps_its_order() {
    let orders = |sql: &str| {
        let table = table(sql).unwrap();
        table.primary_key().unwrap().orders.clone()
    };
    assert_eq!(orders("CREATE TABLE t (a INTEGER PRIMARY KEY DESC)"), ["DESC"]);
    assert!(orders("CREATE TABLE t (a integer, PRIMARY KEY (A DESC))").is_empty());
    assert_eq!(orders("CREATE TABLE t (a INT, PRIMARY KEY (a DESC))"), ["DESC"]);
    assert_eq!(orders("CREATE TABLE t (a INTEGER, PRIMARY KEY (a DESC)) WITHOUT ROWID"), ["DESC"]);
}

#[test]
fn keys_and_conflict_clauses() {
    let table = table(
        "CREATE TABLE t (a INTEGER NOT NULL ON CONFLICT fail, b UNIQUE ON CONFLICT ABORT, \
         PRIMARY KEY (a ASC AUTOINCREMENT) ON CONFLICT REPLACE, UNIQUE (a, b COLLATE nocase DESC) ON CONFLICT ignore)",
    )
    .unwrap();
    assert_eq!(table.columns[0].not_null_conflict.as_deref(), Some("FAIL"));
    let keys: Vec<_> = table
        .constraints
        .iter()
        .filter_map(|one| match &one.definition {
            ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => {
                Some((key.on_conflict.as_deref(), key.orders.clone()))
            }
            _ => None,
        })
        .collect();
    let nocase = vec![String::new(), "COLLATE NOCASE DESC".to_owned()];
    assert_eq!(keys, [(Some("REPLACE"), vec![]), (None, vec![]), (Some("IGNORE"), nocase)]);
    assert!(table.primary_key().unwrap().autoincrement);
}

#[test]
fn defaults() {
    let default = |text: &str| {
        let table = table(&format!("CREATE TABLE t (a DEFAULT {text} NOT NULL, b)")).unwrap();
        assert_eq!(table.columns.len(), 2);
        table.columns[0].default.clone().unwrap().0
    };
    for (written, read) in [
        ("5", "5"),
        ("- 5", "- 5"),
        ("'it''s'", "'it''s'"),
        ("(a (b), ',')", "a (b), ','"),
        ("x'00'", "x'00'"),
        ("word", "'word'"),
        ("\"word's\"", "'word''s'"),
        ("current_timestamp", "current_timestamp"),
        ("true", "true"),
    ] {
        assert_eq!(default(written), read);
    }
}

#[test]
fn places_of_indexes() {
    let (on, index) =
        index("CREATE UNIQUE INDEX IF NOT EXISTS main.\"i x\" ON [t](a, \"b c\" COLLATE NoCase DESC, lower(d) ASC, e || ',' DESC, 'f') WHERE a > 0;").unwrap();
    assert_eq!((on.as_str(), index.name.as_str(), index.unique), ("t", "i x", true));
    let keys: Vec<_> = index
        .columns
        .iter()
        .map(|place| match &place.key {
            IndexKey::Column(name) => format!("column {name}"),
            IndexKey::Expression(expression) => expression.to_string(),
        })
        .collect();
    assert_eq!(keys, ["column a", "column b c", "lower(d)", "e || ','", "column f"]);
    assert_eq!(index.columns[1].collation.as_deref(), Some("NOCASE"));
    let descending: Vec<_> = index.columns.iter().map(|place| place.descending).collect();
    assert_eq!(descending, [false, true, false, true, false]);
    assert_eq!(index.predicate.unwrap().text(), "a > 0");
}

#[test]
fn collate_is_of_the_operand_before_it() {
    for (written, of_all) in [
        ("a COLLATE nocase", true),
        ("lower(a) COLLATE nocase", true),
        ("(a || b) COLLATE nocase", true),
        ("a || b COLLATE nocase", false),
        ("lower(a) || (b) COLLATE nocase", false),
        ("(a) || (b) COLLATE nocase", false),
        ("-a COLLATE nocase", false),
    ] {
        assert_eq!(index_column(written).unwrap().collation.is_some(), of_all, "{written}");
    }
}

#[test]
fn triggers_are_cut_at_their_own_end() {
    let trigger = trigger(
        "CREATE TRIGGER \"tr 1\" INSTEAD OF UPDATE OF a, [b c] ON main.v FOR EACH ROW WHEN (new.a IN (SELECT 'BEGIN')) \
         BEGIN UPDATE t SET a = CASE WHEN 1 THEN ';' END; SELECT 1; END;",
    )
    .unwrap();
    assert_eq!(
        (trigger.name.as_str(), trigger.time, trigger.event, trigger.on.as_str()),
        ("tr 1", "INSTEAD OF", "UPDATE", "v")
    );
    assert_eq!(trigger.columns, ["a", "b c"]);
    assert_eq!(trigger.condition.as_deref(), Some("(new.a IN (SELECT 'BEGIN'))"));
    assert_eq!(trigger.statements, ["UPDATE t SET a = CASE WHEN 1 THEN ';' END", "SELECT 1"]);
}
