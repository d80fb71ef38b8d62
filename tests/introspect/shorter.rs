//! `inspect` in the words of a person: what is shortened is stored by the server as before, and what cannot be tried stays.

use crate::support::Project;
use crate::support::postgres::Database;

const SCHEMA: &str = "
CREATE TYPE order_status AS ENUM ('new', 'paid', 'sent');
CREATE TABLE customers (
    name varchar(100) NOT NULL CONSTRAINT a CHECK (name <> ''),
    email text CONSTRAINT b CHECK (email LIKE '%@%' AND length(email) < 100),
    tags text[] DEFAULT ARRAY['a'],
    kind varchar(10) DEFAULT 'x' CONSTRAINT c CHECK (kind IN ('x', 'y')),
    n integer DEFAULT -1 CONSTRAINT d CHECK (n > -5),
    seen timestamptz DEFAULT now() - interval '1 day'
);
CREATE SEQUENCE s;
CREATE TABLE orders (
    id integer DEFAULT nextval('s'),
    price numeric(10, 2) CONSTRAINT e CHECK (price >= 0),
    a integer,
    b integer,
    status order_status DEFAULT 'new',
    gross numeric(10, 2) GENERATED ALWAYS AS (price * 1.2) STORED,
    u uuid CONSTRAINT f CHECK (u::text LIKE 'a%' AND u <> '00000000-0000-0000-0000-000000000000'),
    data jsonb CONSTRAINT g CHECK ((data ->> 'k')::integer > 0),
    CONSTRAINT h CHECK (a > 0 AND b > 0 OR a IS NULL),
    CONSTRAINT i CHECK ((a + b) * 2 > 10),
    CONSTRAINT j CHECK (status IN ('new', 'paid') OR price > 0)
);
CREATE INDEX k ON customers (lower(name));
CREATE INDEX l ON customers ((coalesce(email, name) || ' '));
CREATE INDEX m ON orders ((a + b)) WHERE status <> 'sent' AND price > 0;
";

#[test]
fn expressions_are_as_a_person_would_write_them() {
    let Some(database) = Database::new() else { return };
    database.psql(SCHEMA);
    let text = Project::new(&database.url()).run(["inspect"]).status(0).raw_stdout.clone();
    for line in [
        "{ sql = \"ARRAY['a']\" }",
        "default = \"x\"",
        "default = -1",
        "{ sql = \"now() - '1 day'::interval\" }",
        "{ sql = \"nextval('s')\" }",
        "default = \"new\"",
        "generated = \"price * 1.2\"",
        "a = \"name <> ''\"",
        "b = \"email LIKE '%@%' AND length(email) < 100\"",
        "c = \"kind IN ('x', 'y')\"",
        "d = \"n > -5\"",
        "e = \"price >= 0\"",
        "g = \"(data ->> 'k')::integer > 0\"",
        "h = \"(a > 0 AND b > 0) OR a IS NULL\"",
        "i = \"(a + b) * 2 > 10\"",
        "j = \"status IN ('new', 'paid') OR price > 0\"",
        "{ sql = \"lower(name)\" }",
        "{ sql = \"a + b\" }",
        "where = \"status <> 'sent' AND price > 0\"",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    // A cast that means something is there still.
    assert!(text.contains("u::text"), "{text}");
    let copy = Database::new().expect("a database");
    let project = Project::new(&copy.url()).schema_toml(&text);
    project.run(["apply", "--yes"]).status(0);
    assert_eq!(copy.dump(), database.dump());
    // The shorter words equal the database that they are of.
    Project::new(&database.url()).schema_toml(&text).run(["diff"]).status(0).stdout("");
}

#[test]
fn without_a_shadow_they_stay_as_the_server_prints_them() {
    let Some(database) = Database::new() else { return };
    let role = database.role("");
    database.psql(&format!("{SCHEMA} CREATE SCHEMA other; CREATE TABLE other.t (c numeric CHECK (c > 0));"));
    database.psql(&format!(
        "REVOKE CREATE ON DATABASE {} FROM PUBLIC; GRANT USAGE ON SCHEMA other TO {role}",
        database.name()
    ));
    let run = Project::new(&database.url_as(&role)).run(["inspect"]);
    let text = run.status(0).raw_stdout.clone();
    assert!(text.contains("price >= 0::numeric") || text.contains("price >= (0)::numeric"), "{text}");
}
