//! The guard: what the model has no place for is named, each and every one, and nothing that is an extension's.

use migrate::schema::{Kind, Node, ObjectId, PartKind, QName};

use super::{ids, needs, part, read, read_within, scope, unmodelled};
use crate::support::postgres::Database;

const BEYOND: &str = "
CREATE TABLE t (id integer PRIMARY KEY, a integer NOT NULL, b text);
CREATE FUNCTION f(x integer, a_rather_long_name_of_an_argument text DEFAULT 'q', another_long_name_here date DEFAULT now())
    RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION evt() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE p(integer) LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trg();
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION trg();
CREATE POLICY own ON t USING (true);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE RULE nothing AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE DOMAIN posint AS integer CHECK (VALUE > 0);
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE floats AS RANGE (subtype = float8);
CREATE TYPE shell;
CREATE COLLATION german (locale = 'C');
CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE FUNCTION pair_eq(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a = $2.a';
CREATE OPERATOR === (LEFTARG = pair, RIGHTARG = pair, FUNCTION = pair_eq);
CREATE OPERATOR FAMILY fam USING btree;
CREATE OPERATOR CLASS cls FOR TYPE integer USING btree FAMILY fam AS OPERATOR 3 =, FUNCTION 1 btint4cmp(integer, integer);
CREATE FUNCTION pair_text(pair) RETURNS text LANGUAGE sql AS 'SELECT $1.b';
CREATE CAST (pair AS text) WITH FUNCTION pair_text(pair);
CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION conf (COPY = simple);
CREATE TABLE parted (id bigserial, at date) PARTITION BY RANGE (at);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE parted_2 PARTITION OF parted FOR VALUES FROM ('2021-01-01') TO ('2022-01-01') PARTITION BY LIST (id);
CREATE TRIGGER cloned AFTER INSERT ON parted FOR EACH ROW EXECUTE FUNCTION trg();
CREATE INDEX ON parted (id);
CREATE TABLE child (c integer) INHERITS (t);
CREATE TABLE typed OF pair;
CREATE FOREIGN DATA WRAPPER wrapper;
CREATE SERVER remote FOREIGN DATA WRAPPER wrapper;
CREATE FOREIGN TABLE away (a integer) SERVER remote;
CREATE EVENT TRIGGER on_ddl ON sql_drop WHEN TAG IN ('DROP RULE') EXECUTE FUNCTION evt();
CREATE STATISTICS stats ON id, a FROM t;
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TRANSFORM FOR pair LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE LANGUAGE lang HANDLER plpgsql_call_handler;
CREATE INDEX ix_stat ON t ((a + 1));
ALTER INDEX ix_stat ALTER COLUMN 1 SET STATISTICS 100;
COMMENT ON SCHEMA public IS 'ours';
COMMENT ON INDEX t_pkey IS 'behind';
CREATE TABLE ident (id integer GENERATED ALWAYS AS IDENTITY);
COMMENT ON SEQUENCE ident_id_seq IS 'counts';
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS x;
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER instead INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION trg();
CREATE SUBSCRIPTION sub CONNECTION 'dbname=nowhere' PUBLICATION x WITH (connect = false, slot_name = NONE);
CREATE TABLE forced (id integer); ALTER TABLE forced FORCE ROW LEVEL SECURITY;
CREATE TABLE closed (id integer); ALTER TABLE closed ENABLE ROW LEVEL SECURITY; ALTER TABLE closed FORCE ROW LEVEL SECURITY;
CREATE TABLE refers (id integer CONSTRAINT refers_fk REFERENCES t, at int4range);
ALTER TABLE refers ADD CONSTRAINT apart EXCLUDE USING gist (at WITH &&, int4range(id, id + 1) WITH &&);
ALTER INDEX apart ALTER COLUMN 2 SET STATISTICS 9; ALTER TABLE refers DISABLE TRIGGER ALL;
CREATE USER MAPPING FOR PUBLIC SERVER remote;
ALTER SEQUENCE ident_id_seq SET UNLOGGED;
CREATE TEXT SEARCH PARSER pars (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
CREATE TEXT SEARCH TEMPLATE temp (LEXIZE = dsimple_lexize);
ALTER OPERATOR FAMILY integer_ops USING btree ADD FUNCTION 1 (int4, oid) btint4cmp(int4, int4);
ALTER OPERATOR FAMILY float_ops USING hash ADD OPERATOR 1 = (int4, int8);
COMMENT ON TYPE t IS 'the rows of it'; COMMENT ON FOREIGN TABLE away IS 'said with the table'; COMMENT ON POLICY own ON t IS 'x';
COMMENT ON CONSTRAINT posint_check ON DOMAIN posint IS 'x';
CREATE TABLE dup (a integer);
INSERT INTO dup VALUES (1), (1);
";

/// Everything of [`BEYOND`], by kind.
const NAMED: &[&str] = &[
    "comment: type public.t [type public.t]",
    "disabled trigger: refers_fk on refers [public.refers.refers_fk]",
    "exclusion: apart on refers: statistics target of int4range [public.refers.apart]",
    "function of access method: function 1 (integer, pg_catalog.oid) of pg_catalog.integer_ops USING btree [function 1 (integer, pg_catalog.oid) of pg_catalog.integer_ops USING btree]",
    "invalid index: ix_bad on dup [public.dup.ix_bad]",
    "operator of access method: operator 1 (integer, bigint) of pg_catalog.float_ops USING hash [operator 1 (integer, bigint) of pg_catalog.float_ops USING hash]",
    "subscription: sub [sub]",
];

#[test]
fn everything_beyond_the_model_is_named() {
    let Some(database) = Database::new() else { return };
    database.psql(BEYOND);
    database.try_psql("CREATE UNIQUE INDEX CONCURRENTLY ix_bad ON dup (a)").unwrap_err();
    let schema = read(&database);
    assert_eq!(unmodelled(&schema), NAMED);
    let tables = ["away", "closed", "dup", "forced", "ident", "refers", "t"].map(|name| format!("table {name}"));
    let others =
        ["view mv", "view v", "function evt", "function f(integer, text, date)", "function pair_eq(pair, pair)"];
    let others = others.iter().chain(&[
        "function pair_text(pair)",
        "function trg",
        "procedure p(integer)",
        "aggregate total(integer)",
        "event trigger on_ddl",
        "language lang",
        "transform pair(sql)",
        "domain posint",
        "statistics stats",
    ]);
    let read_of_it = ids(&schema);
    for name in tables.iter().cloned().chain(others.map(|&name| name.to_owned())) {
        assert!(read_of_it.contains(&name), "{name} is not among {read_of_it:?}");
    }

    // Each can be left out by the pattern that is said with it.
    let patterns: Vec<String> = schema.unmodelled.iter().map(|one| format!("{}:{}", one.kind, one.exclude)).collect();
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    assert_eq!(unmodelled(&read_within(&database, &scope(&[], &patterns))), [""; 0]);
    database.psql("DROP SUBSCRIPTION sub");
}

#[test]
fn what_extensions_own_is_no_users_object() {
    let Some(database) = Database::new() else { return };
    database.psql(
        "CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION postgres_fdw; CREATE EXTENSION citext;
         CREATE EXTENSION pg_stat_statements; CREATE EXTENSION earthdistance CASCADE; CREATE EXTENSION bloom;
         CREATE EXTENSION unaccent; CREATE EXTENSION tablefunc;
         CREATE TABLE t (h hstore, p ltree[], e cube, n integer);
         CREATE INDEX ix ON t USING bloom (n) WITH (length=80, col1=4); CREATE VIEW v AS SELECT h -> 'a' AS a FROM t",
    );
    let schema = read(&database);
    assert_eq!(unmodelled(&schema), [""; 0]);
    assert_eq!(
        ids(&schema),
        [
            "extension bloom",
            "extension citext",
            "extension cube",
            "extension earthdistance",
            "extension hstore",
            "extension ltree",
            "extension pg_stat_statements",
            "extension postgres_fdw",
            "extension tablefunc",
            "extension unaccent",
            "table t",
            "view v",
        ]
    );
    let index = part("t", PartKind::Index, "ix");
    assert_eq!(needs(&schema, &index), ["extension bloom", "column t.n"]);
    // The names of another method's parameters are its extension's.
    let parameters = &schema.table(&QName::plain("t")).unwrap().indexes[0].parameters;
    assert_eq!(parameters.len(), 2);
    assert_eq!(needs(&schema, &part("t", PartKind::Column, "h")), ["extension hstore"]);
    assert_eq!(needs(&schema, &part("t", PartKind::Column, "p")), ["extension ltree"]);
    let view = Node::Object(ObjectId::view(&QName::plain("v")));
    assert_eq!(needs(&schema, &view), ["extension hstore", "column t.h"]);
    let distance = Node::Object(ObjectId::new(Kind::Extension, QName::plain("earthdistance")));
    assert_eq!(needs(&schema, &distance), ["extension cube"]);
}

/// A namespace that stands for a database in a trial cannot hold what a database has beside its namespaces: what was there
/// before is none of its business, and what the trial makes is refused, not lost.
#[test]
fn a_namespace_that_is_read_alone_can_hold_nothing_that_lies_in_none() {
    let Some(database) = Database::new() else { return };
    database.psql(
        "CREATE TABLE t (id integer PRIMARY KEY); CREATE PUBLICATION before FOR TABLE t;
         CREATE LANGUAGE old HANDLER plpgsql_call_handler; CREATE ACCESS METHOD old TYPE INDEX HANDLER bthandler",
    );
    let schema = super::run(async {
        let mut session = super::open(&database.url()).await;
        session.begin().await.expect("a transaction");
        for sql in
            ["CREATE SCHEMA trial", "SET LOCAL search_path = trial", "SAVEPOINT a", "CREATE TABLE u (id integer)"]
        {
            session.execute(sql).await.expect(sql);
        }
        for sql in [
            "CREATE PUBLICATION made FOR TABLE u",
            "CREATE LANGUAGE new HANDLER plpgsql_call_handler",
            "CREATE ACCESS METHOD new TYPE INDEX HANDLER bthandler",
            "CREATE FUNCTION started() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
            "CREATE EVENT TRIGGER watch ON ddl_command_start EXECUTE FUNCTION started()",
            "CREATE TYPE pair AS (a integer, b integer)",
            "CREATE CAST (pair AS text) WITH INOUT",
        ] {
            session.execute(sql).await.expect(sql);
        }
        let scope = migrate::dialect::Scope { only: Some("trial".to_owned()), ..scope(&[], &[]) };
        session.introspect(&scope).await.expect("a schema")
    });
    assert_eq!(ids(&schema), ["table u", "function started", "composite type pair"]);
    let why = "only a role that may create databases can try it out";
    let named = [
        ("access method", "new", "new"),
        ("cast", "pair AS text", "pair AS text"),
        ("event trigger", "watch", "watch"),
        ("language", "new", "new"),
        ("publication", "made", "made"),
    ];
    let named: Vec<String> =
        named.iter().map(|(kind, name, exclude)| format!("{kind}: {name}: {why} [{exclude}]")).collect();
    assert_eq!(unmodelled(&schema), named);
}

/// What a publication uses is what the server says: its tables, and the columns that it lists or filters by.
#[test]
fn a_publication_needs_its_tables_and_the_columns_that_it_names() {
    let Some(database) = Database::new() else { return };
    database.psql(
        "CREATE TABLE a (id integer PRIMARY KEY, total integer); CREATE TABLE b (id integer PRIMARY KEY);
         CREATE PUBLICATION p FOR TABLE a WHERE (total > 1), b; COMMENT ON PUBLICATION p IS 'x'",
    );
    let owner = database.role("");
    database.psql(&format!("ALTER PUBLICATION p OWNER TO {owner}"));
    let schema = read(&database);
    let id = ObjectId::new(Kind::Publication, QName::plain("p"));
    assert_eq!(needs(&schema, &Node::Object(id.clone())), ["table a", "table b", "column a.total"]);
    let Some(migrate::schema::Object::Definition(definition)) = schema.get(&id) else { panic!("no publication") };
    assert_eq!(definition.sql.text(), "CREATE PUBLICATION p FOR TABLE a WHERE (total > 1), b");
    assert_eq!(definition.annotation.comment.as_deref(), Some("x"));
    assert_eq!(definition.annotation.owner, Some(owner));
}
