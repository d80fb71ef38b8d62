use super::*;

#[test]
fn statements_end_at_semicolons_and_empty_ones_are_dropped() {
    for syntax in ALL {
        assert_eq!(texts(syntax, ""), [""; 0]);
        assert_eq!(texts(syntax, " ;; \n ; -- a\n /* b */ ; "), [""; 0]);
        assert_eq!(texts(syntax, "a ; b;c"), ["a", "b", "c"]);
        assert_eq!(texts(syntax, "\u{feff}a;\r\nb\r\n"), ["a", "b"]);
        assert_eq!(texts(syntax, "-- x\na /* i; */ + 1 -- y\n ; -- z"), ["a /* i; */ + 1"]);
    }
}

#[test]
fn spans_lines_and_comments() -> Result<(), SplitError> {
    let sql =
        "-- head\n\n/* one\n more */ SELECT 1; -- of one\n-- migrate:allow X reason\n-- two\n  SELECT\n 2;;\n SELECT 3";
    let statements = split(POSTGRES, sql)?;
    let lines: Vec<_> = statements.iter().map(|s| s.line).collect();
    assert_eq!(lines, [4, 7, 9]);
    let comments: Vec<_> = statements.iter().map(|s| s.comments.clone()).collect();
    assert_eq!(comments, [vec!["head", "one\n more"], vec!["migrate:allow X reason", "two"], vec![]]);
    for statement in &statements {
        assert_eq!(sql.get(statement.span.clone()), Some(statement.text.as_str()));
    }
    Ok(())
}

#[test]
fn sqlite_trigger_bodies() {
    for sql in [
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
        "create temp trigger if not exists main.t instead of update of b on v for each row when new.b > 1 begin\n\
         update a set b = case when new.b then 1 else 2 end; -- ; end;\n delete from a; end",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN INSERT INTO a(\"end\", [begin]) VALUES (CASE WHEN 1 THEN (CASE 2 \
         WHEN 3 THEN 4 END) END, 'x; END;'); SELECT new.\"end\"; END",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE WHEN 1 THEN 2 END; END /* x */",
        "EXPLAIN QUERY PLAN CREATE TEMPORARY TRIGGER \"begin\" DELETE ON a BEGIN SELECT 1; SELECT 2; END",
    ] {
        let sql = sql.trim_end_matches(" /* x */");
        one(SQLITE, sql);
    }
    // A transaction is no body.
    assert_eq!(texts(SQLITE, "BEGIN; SELECT 1; END; SELECT 2"), ["BEGIN", "SELECT 1", "END", "SELECT 2"]);
    // A broken trigger ends where it can, so that the database says what is wrong with it.
    assert_eq!(texts(SQLITE, "CREATE TRIGGER t; SELECT 1"), ["CREATE TRIGGER t", "SELECT 1"]);
    assert_eq!(fault(SQLITE, "CREATE TRIGGER t DELETE ON a BEGIN SELECT 1; SELECT 2"), SplitFault::Body);
    assert_eq!(texts(SQLITE, "CREATE TABLE trigger_begin(a); SELECT 1").len(), 2);
}

#[test]
fn postgres_atomic_bodies() {
    for sql in [
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
        "create or replace procedure s.p(a int default (1)) language sql begin atomic\n\
         insert into t values (case when a > 1 then case a when 2 then 3 end else 4 end); select t.end, 1 as case from t; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT (SELECT CASE WHEN true THEN 1 END); END",
        "CREATE FUNCTION \"begin\"(\"case\" int) RETURNS int LANGUAGE sql AS $$ SELECT 1; $$",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END",
        "DO $do$ BEGIN PERFORM 1; END $do$",
    ] {
        one(POSTGRES, sql);
    }
    assert_eq!(texts(POSTGRES, "BEGIN; SELECT CASE WHEN a THEN b END; END; x").len(), 4);
    assert_eq!(fault(POSTGRES, "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2;"), SplitFault::Body);
}

#[test]
fn postgres_rules_and_schema_elements() {
    for sql in [
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES ((1)); DELETE FROM b;)",
        "CREATE OR REPLACE RULE r AS ON UPDATE TO t WHERE (old.a) > 1 DO INSTEAD NOTHING",
        "CREATE SCHEMA s CREATE TABLE a (b int) CREATE VIEW v AS SELECT b FROM a GRANT SELECT ON v TO public",
    ] {
        one(POSTGRES, sql);
    }
    // Elsewhere an open parenthesis is a mistake that the server is to name.
    assert_eq!(texts(POSTGRES, "CREATE TABLE t (a int; SELECT 1"), ["CREATE TABLE t (a int", "SELECT 1"]);
    assert_eq!(fault(POSTGRES, "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; x"), SplitFault::Body);
}

#[test]
fn psql_lines_and_copied_data() -> Result<(), SplitError> {
    let sql = "--\n-- dump\n--\n\n\\restrict aB'c\n\nSET a = 1;\nCOPY public.t (a, b) FROM stdin;\n1\tit's; \\N\n\n\
               \\.x\n\\.\n\n\nSELECT 1; \\echo it's\n\\c db -- x\nSELECT 2;\nCOPY e FROM stdin (FORMAT csv); -- none\n\
               \\.\n\\copy t from stdin\na'\n\\.\n\\unrestrict aB'c\n";
    let statements = split(POSTGRES, sql)?;
    let found: Vec<_> = statements.iter().map(|s| (s.line, s.text.as_str(), s.copy_data.as_deref())).collect();
    assert_eq!(
        found,
        [
            (5, "\\restrict aB'c", None),
            (7, "SET a = 1", None),
            (8, "COPY public.t (a, b) FROM stdin", Some("1\tit's; \\N\n\n\\.x\n")),
            (15, "SELECT 1", None),
            (15, "\\echo it's", None),
            (16, "\\c db -- x", None),
            (17, "SELECT 2", None),
            (18, "COPY e FROM stdin (FORMAT csv)", Some("")),
            (20, "\\copy t from stdin", Some("a'\n")),
            (23, "\\unrestrict aB'c", None),
        ]
    );
    // psql takes the end of the file for the end of the data.
    assert_eq!(split(POSTGRES, "COPY t FROM stdin;\r\n1\r\n")?[0].copy_data.as_deref(), Some("1\r\n"));
    assert_eq!(fault(POSTGRES, "COPY t FROM stdin; SELECT 1;\n"), SplitFault::CopyLine);
    assert_eq!(texts(POSTGRES, "COPY t FROM '/stdin'; COPY t TO stdout; SELECT 1").len(), 3);
    Ok(())
}

#[test]
fn sqlite_shell_lines() {
    let sql = ".bail on\nSELECT 1;\n  .read it's.sql\r\nSELECT .5;";
    assert_eq!(texts(SQLITE, sql), [".bail on", "SELECT 1", ".read it's.sql", "SELECT .5"]);
}

#[test]
fn faults_say_where() {
    let sql = "SELECT 1;\nSELECT 'a\nb; SELECT 2;\n";
    let error = split(SQLITE, sql).unwrap_err();
    assert_eq!(error, SplitError { fault: SplitFault::String, span: 17..19, line: 2 });
    assert_eq!(error.to_string(), "the string that starts on line 2 is never closed");
    let place = error.place("a.sql".into(), format!("--\n{sql}").into(), 3);
    assert_eq!((place.span, place.label.as_str()), (20..22, "is never closed"));
    for (syntax, sql, expected) in [
        (POSTGRES, "a; $x$ ;", "the dollar-quoted string that starts on line 1 is never closed"),
        (POSTGRES, "/* /* */ a;", "the comment that starts on line 1 is never closed"),
        (MYSQL, "a;\n/*!50000 b; c;", "the comment that starts on line 2 is never closed"),
        (MYSQL, "\n`a", "the quoted identifier that starts on line 2 is never closed"),
        (MYSQL, "\n\nDELIMITER  \na;", "DELIMITER on line 3 names no delimiter"),
        (
            SQLITE,
            ";\nCREATE TRIGGER t DELETE ON a BEGIN SELECT 1;\n",
            "the statement that starts on line 2 has a body that is never ended",
        ),
        (
            POSTGRES,
            "SELECT 1;\nCOPY t FROM stdin; x",
            "COPY … FROM stdin on line 2 is followed by something else on its line",
        ),
    ] {
        let error = split(syntax, sql).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(crate::error::Fault::help(&error).is_some());
    }
}
