//! Text -> model -> text -> model: nothing is lost, and two texts that say the same are equal.

use super::*;

const CORPUS: &str = r#"
CREATE TABLE parents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  [key] TEXT COLLATE nocase NOT NULL UNIQUE,
  "two words" varchar(20) DEFAULT 'it''s',
  `n` numeric(10, 2) NOT NULL ON CONFLICT REPLACE DEFAULT -1.50,
  at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, -- a comment, with ) and '
  made DEFAULT (datetime('now')),
  bare DEFAULT abc,
  empty TEXT NULL DEFAULT NULL,
  flag BOOLEAN DEFAULT true,
  raw BLOB DEFAULT x'00ff',
  total AS (n * 2) STORED,
  label TEXT GENERATED ALWAYS AS (upper("KEY") || '-' || id) VIRTUAL NOT NULL,
  CONSTRAINT positive CHECK (N >= 0), CHECK("key" <> ''), UNIQUE(n, [two words] COLLATE rtrim DESC) ON CONFLICT IGNORE
);
CREATE TABLE children (
  parent INTEGER CONSTRAINT fk_p REFERENCES Parents ON DELETE CASCADE ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED,
  other TEXT, number INT,
  PRIMARY KEY (parent, number DESC),
  CONSTRAINT fk_o FOREIGN KEY (other) REFERENCES parents ([KEY]) MATCH FULL ON DELETE SET DEFAULT
  FOREIGN KEY (parent, number) REFERENCES children ON UPDATE RESTRICT
) WITHOUT ROWID, STRICT;
CREATE TABLE "odd ""name" ("a""b" int, 'c d' text, "select" int primary key desc, e, CHECK ("odd ""name"."a""b" > 0));
CREATE TABLE mem (id INTEGER, x, PRIMARY KEY (id DESC));
CREATE TABLE copied AS SELECT 1 AS a, 'x' AS "b c", 2.5 AS d;
CREATE UNIQUE INDEX ix_a ON parents (lower([key]), n DESC, "two words" COLLATE binary) WHERE flag IS NOT NULL AND N>0;
CREATE INDEX ix_b ON parents (key COLLATE NOCASE, (n + 1) DESC, bare ASC);
CREATE VIEW open_parents (id, "a b") AS select p.ID, "key" /* text */ from parents AS p WHERE p."N" > 0 -- end
;
CREATE VIEW over AS SELECT * FROM open_parents, [children] c JOIN "odd ""name" USING (e);
CREATE TRIGGER tr AFTER UPDATE OF "n", [KEY] ON parents FOR EACH ROW WHEN (new.n > 0 and case when 1 then 1 end)
BEGIN
  UPDATE "children" SET number = CASE WHEN number IS NULL THEN 1 ELSE number END WHERE parent = new.id;
  SELECT RAISE(IGNORE) WHERE EXISTS (SELECT 1 FROM children);
END;
CREATE TRIGGER tr_v INSTEAD OF INSERT ON open_parents BEGIN INSERT INTO parents ("key", n) VALUES (new."a b", 1); END;
CREATE VIRTUAL TABLE docs USING fts5(title, body, tokenize = 'porter');
"#;

#[tokio::test]
async fn a_rich_schema_is_read_and_made_again() {
    let schema = schema_of(CORPUS).await;
    let names: Vec<String> = schema.objects.keys().map(ToString::to_string).collect();
    assert_eq!(
        names,
        [
            "table parents",
            "table children",
            "table odd \"name",
            "table mem",
            "table copied",
            "view open_parents",
            "view over",
            "table docs"
        ]
    );
    assert_same(&made_again(&schema).await, &schema, "made again");
}

#[tokio::test]
async fn what_is_predicted_is_what_is_read() {
    let schema = schema_of(CORPUS).await;
    let dialect = Database::new("").await.dialect();
    for object in schema.objects.values() {
        assert_eq!(dialect.predict(object), *object);
    }
}

#[tokio::test]
async fn what_says_nothing_is_kept_and_is_no_difference() {
    let said = schema_of("CREATE TABLE t (a TEXT DEFAULT NULL COLLATE binary, b TEXT COLLATE NOCASE); CREATE INDEX i ON t (b COLLATE nocase)").await;
    let unsaid =
        schema_of("CREATE TABLE t (a text, b TEXT COLLATE NOCASE); CREATE INDEX i ON t (b COLLATE NOCASE)").await;
    assert_same(&said, &unsaid, "no difference");
    let again = made_again(&said).await;
    assert_eq!(again.objects, said.objects, "kept");
}
