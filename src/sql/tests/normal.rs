use super::*;

#[test]
fn white_space_and_comments_are_folded() {
    assert_eq!(
        normal(Syntax::Sqlite, "\n CREATE  TABLE t( -- c\n a  int ,\r\n\tb text /* d */ ) ;\n"),
        "CREATE TABLE t(a int, b text) ;"
    );
    assert_eq!(normal(Syntax::Postgres, "SELECT 'a  b',\n $$ c\n d $$  "), "SELECT 'a  b', $$ c\n d $$");
    assert_eq!(normal(Syntax::Sqlite, "a/* b */c"), "a c");
    assert_eq!(normal(Syntax::Sqlite, "a - -1"), "a - -1");
    assert_eq!(normal(Syntax::MySql, "/*!50001 a  */ # x"), "/*!50001 a */");
    assert_eq!(normal(Syntax::MySql, "5--/* x */3"), "5--3");
    assert_eq!(normal(Syntax::Sqlite, "( ( a ) , b )"), "((a), b)");
    assert_eq!(normal(Syntax::Sqlite, " -- only\n"), "");
}

#[test]
fn same_texts() {
    use Syntax::*;
    for (syntax, a, b) in [
        (Sqlite, "CREATE TABLE T (a INT)", "create table t(a int) -- x"),
        (Sqlite, "\"id\" + [id] + `id`", "id+ID+[id]"),
        (Sqlite, "\"a b\"", "[a b]"),
        (Sqlite, "\"key\"", "key"),
        (Postgres, "\"id\"", "ID"),
        (Postgres, "U&\"\\0061\"", "a"),
        (Postgres, "\"a\"", "U&\"\\0061\""),
        (Postgres, "$$x$$", "$b$x$b$"),
        (Postgres, "1E5", "1e5"),
        (MySql, "`id`", "id"),
        (MySql, "/*!50001 A*/", "/*!50001 a */"),
    ] {
        assert!(same_text(syntax, a, b), "{a} = {b}");
        assert!(same_text(syntax, b, a), "{b} = {a}");
    }
}

#[test]
fn different_texts() {
    use Syntax::*;
    for (syntax, a, b) in [
        (Sqlite, "'a'", "'A'"),
        (Sqlite, "a", "a b"),
        (Sqlite, "'a'", "\"a\""),
        (Sqlite, "a left join b", "a \"left\" join b"),
        (Sqlite, "\"null\"", "null"),
        (Sqlite, "a b", "ab"),
        (Sqlite, "\"a b\"", "a b"),
        (Postgres, "\"Id\"", "Id"),
        (Postgres, "\"user\"", "user"),
        (Postgres, "\"char\"", "char"),
        (Postgres, "a @- 1", "a @ -1"),
        (Postgres, "E'a'", "'a'"),
        (MySql, "`current_timestamp`", "current_timestamp"),
        (MySql, "`Id`", "id"),
        (MySql, "\"id\"", "id"),
        (MySql, "/*!50001 a*/", "a"),
    ] {
        assert!(!same_text(syntax, a, b), "{a} ≠ {b}");
        assert!(!same_text(syntax, b, a), "{b} ≠ {a}");
    }
}

#[test]
fn checksums_see_only_what_matters() {
    for syntax in ALL {
        let unix = "-- a\nCREATE TABLE t (\n a text DEFAULT 'x\ny'\n);\n;\nSELECT 1";
        let text = checksum_text(syntax, unix);
        assert_eq!(checksum_text(syntax, &unix.replace('\n', "\r\n")), text);
        assert_eq!(checksum_text(syntax, &format!("\u{feff}{unix};\n/* b */")), text);
        assert_eq!(checksum_text(syntax, "CREATE TABLE t(a text DEFAULT 'x\ny');SELECT 1;"), text);
        for other in [
            "CREATE TABLE t(a text DEFAULT 'x y');SELECT 1;",
            "CREATE TABLE T(a text DEFAULT 'x\ny');SELECT 1;",
            "CREATE TABLE t(a text DEFAULT 'x\ny') SELECT 1;",
            "CREATE TABLE t(a text DEFAULT 'x\ny');SELECT '1';",
            "CREATE TABLE t(a text DEFAULT 'x\ny",
        ] {
            assert_ne!(checksum_text(syntax, other), text, "{other}");
        }
    }
    let copy = |data: &str| checksum_text(Syntax::Postgres, &format!("COPY t FROM stdin;\n{data}\\.\nSELECT 1;"));
    assert_ne!(copy("a b\n"), copy("a  b\n"));
    assert_eq!(copy("a b\n"), copy("a b\r\n"));
    // A delimiter is the client's, not the statement's.
    assert_eq!(
        checksum_text(Syntax::MySql, "DELIMITER $$\nSELECT 1$$\nDELIMITER ;"),
        checksum_text(Syntax::MySql, "SELECT 1;")
    );
}

#[test]
fn outer_parentheses() {
    for (sql, expected) in [
        ("a", "a"),
        (" (a) ", "a"),
        ("((a + b))", "a + b"),
        ("( (a) + (b) )", "(a) + (b)"),
        ("(a) + (b)", "(a) + (b)"),
        ("(a = ')')", "a = ')'"),
        ("('(')", "'('"),
        ("(a", "(a"),
        ("(a))", "(a))"),
        ("()", "()"),
        ("(())", "()"),
        ("(a /* ) */)", "a"),
        ("(\"a)\" > 1)", "\"a)\" > 1"),
        ("([a)b] > 1)", "[a)b] > 1"),
        ("(a[1])", "a[1]"),
        ("(a = $$)$$)", "a = $$)$$"),
        ("(a = '\\')')", "a = '\\')'"),
        ("", ""),
    ] {
        assert_eq!(strip_outer_parens(sql), expected, "{sql}");
    }
    let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(strip_outer_parens(&deep), "a");
}
