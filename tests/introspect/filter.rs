//! `include`, `exclude`, and the version table.

use migrate::schema::QName;

use super::{ids, read_within, scope, unmodelled};
use crate::support::postgres::Database;

const SCHEMA: &str = "
CREATE SCHEMA audit; CREATE TYPE audit.kind AS ENUM ('x'); CREATE TABLE audit.log (id serial, kind audit.kind);
CREATE FUNCTION audit.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE tmp_a (id serial PRIMARY KEY); CREATE TABLE orders (id serial PRIMARY KEY, tmp_note text CHECK (tmp_note <> ''));
CREATE INDEX tmp_ix ON orders (tmp_note); CREATE TRIGGER touch BEFORE UPDATE ON tmp_a FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE migrate_version (id serial PRIMARY KEY, at timestamptz); CREATE INDEX ON migrate_version (at);
CREATE MATERIALIZED VIEW sums AS SELECT count(*) FROM orders;
";

#[test]
fn patterns_choose_objects_and_parts() {
    let Some(database) = Database::new() else { return };
    database.psql(SCHEMA);
    let read = |include: &[&str], exclude: &[&str]| {
        let schema = read_within(&database, &scope(include, exclude));
        (ids(&schema).join(", "), unmodelled(&schema).join(", "))
    };
    let (everything, named) = read(&[], &[]);
    let all = "namespace audit, enum audit.kind, table orders, table tmp_a, table audit.log, view sums, function touch, function audit.f";
    assert_eq!(everything, all);
    assert_eq!(named, "");
    // A namespace goes with all that lies in it, a table with its sequence and its triggers.
    let (rest, named) = read(&[], &["schema:audit", "tmp_*", "function:touch"]);
    assert_eq!((rest.as_str(), named.as_str()), ("table orders, view sums", ""));
    assert_eq!(read(&["orders"], &[]).0, "table orders");
    assert_eq!(read(&["table:orders"], &["audit.*", "function:*", "namespace:audit"]).0, "table orders, view sums");
    assert_eq!(read(&["*"], &["view:sums", "table:*", "function:*", "namespace:*"]).0, "");
    let kept = "namespace audit, enum audit.kind, function audit.f";
    assert_eq!(read(&["*"], &["view:sums", "table:*", "function:touch"]).0, kept);

    let schema = read_within(&database, &scope(&[], &["tmp_*"]));
    let orders = schema.table(&QName::plain("orders")).unwrap();
    assert!(orders.column("tmp_note").is_some() && orders.indexes.len() == 1);
    let schema = read_within(&database, &scope(&[], &["index:tmp_*", "check:orders.*", "sequence:*"]));
    let orders = schema.table(&QName::plain("orders")).unwrap();
    assert!(orders.indexes.is_empty() && orders.constraints.len() == 1);
    // The sequence of a serial column is the column's.
    assert!(orders.column("id").unwrap().identity.is_some());
}

#[test]
fn the_version_table_is_not_the_schemas() {
    let Some(database) = Database::new() else { return };
    database.psql(SCHEMA);
    database.psql("CREATE SCHEMA tool; CREATE TABLE tool.migrate_version (id serial); DROP SCHEMA audit CASCADE");
    let mut within = scope(&[], &["function:*", "trigger:*"]);
    assert_eq!(
        ids(&read_within(&database, &within)),
        ["namespace tool", "table orders", "table tmp_a", "table tool.migrate_version", "view sums"]
    );
    within.version_table = QName::within("tool", "migrate_version");
    assert_eq!(
        ids(&read_within(&database, &within)),
        ["table migrate_version", "table orders", "table tmp_a", "view sums"]
    );
    within.version_table = QName::within("public", "migrate_version");
    database.psql("DROP SCHEMA tool CASCADE");
    assert_eq!(ids(&read_within(&database, &within)), ["table orders", "table tmp_a", "view sums"]);
}
