use super::*;

#[test]
fn white_space_and_comments_are_folded() {
    assert_eq!(
        normalize(SQLITE, "\n CREATE  TABLE t( -- c\n a  int ,\r\n\tb text /* d */ ) ;\n"),
        "CREATE TABLE t(a int, b text) ;"
    );
    assert_eq!(normalize(POSTGRES, "SELECT 'a  b',\n $$ c\n d $$  "), "SELECT 'a  b', $$ c\n d $$");
    assert_eq!(normalize(SQLITE, "a/* b */c"), "a c");
    assert_eq!(normalize(SQLITE, "a - -1"), "a - -1");
    assert_eq!(normalize(MYSQL, "/*!50001 a  */ # x"), "/*!50001 a */");
    assert_eq!(normalize(MYSQL, "5--/* x */3"), "5--3");
    assert_eq!(normalize(SQLITE, "( ( a ) , b )"), "((a), b)");
    assert_eq!(normalize(SQLITE, " -- only\n"), "");
}

#[test]
fn same_texts() {
    for (syntax, a, b) in [
        (SQLITE, "CREATE TABLE T (a INT)", "create table t(a int) -- x"),
        (SQLITE, "\"id\" + [id] + `id`", "id+ID+[id]"),
        (SQLITE, "\"a b\"", "[a b]"),
        (SQLITE, "\"key\"", "key"),
        (POSTGRES, "\"id\"", "ID"),
        (POSTGRES, "U&\"\\0061\"", "a"),
        (POSTGRES, "\"a\"", "U&\"\\0061\""),
        (POSTGRES, "$$x$$", "$b$x$b$"),
        (POSTGRES, "1E5", "1e5"),
        (MYSQL, "`id`", "id"),
        (MYSQL, "/*!50001 A*/", "/*!50001 a */"),
    ] {
        assert!(same_text(syntax, a, b), "{a} = {b}");
        assert!(same_text(syntax, b, a), "{b} = {a}");
    }
}

#[test]
fn different_texts() {
    for (syntax, a, b) in [
        (SQLITE, "'a'", "'A'"),
        (SQLITE, "a", "a b"),
        (SQLITE, "'a'", "\"a\""),
        (SQLITE, "a left join b", "a \"left\" join b"),
        (SQLITE, "\"null\"", "null"),
        (SQLITE, "a b", "ab"),
        (SQLITE, "\"a b\"", "a b"),
        (POSTGRES, "\"Id\"", "Id"),
        (POSTGRES, "\"user\"", "user"),
        (POSTGRES, "\"char\"", "char"),
        (POSTGRES, "a @- 1", "a @ -1"),
        (POSTGRES, "E'a'", "'a'"),
        (MYSQL, "`current_timestamp`", "current_timestamp"),
        (MYSQL, "`Id`", "id"),
        (MYSQL, "\"id\"", "id"),
        (MYSQL, "/*!50001 a*/", "a"),
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
    let copy = |data: &str| checksum_text(POSTGRES, &format!("COPY t FROM stdin;\n{data}\\.\nSELECT 1;"));
    assert_ne!(copy("a b\n"), copy("a  b\n"));
    assert_eq!(copy("a b\n"), copy("a b\r\n"));
    // A delimiter is the client's, not the statement's.
    assert_eq!(checksum_text(MYSQL, "DELIMITER $$\nSELECT 1$$\nDELIMITER ;"), checksum_text(MYSQL, "SELECT 1;"));
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
        ("(a[1])", "a[1]"),
        ("(( SELECT f() AS f))", "( SELECT f() AS f)"),
        ("((SELECT a) = b)", "(SELECT a) = b"),
        ("(selected)", "selected"),
        ("(a = $$)$$)", "a = $$)$$"),
        ("", ""),
    ] {
        assert_eq!(strip_outer_parens(POSTGRES, sql), expected, "{sql}");
    }
    assert_eq!(strip_outer_parens(SQLITE, "([a)b] > 1)"), "[a)b] > 1");
    assert_eq!(strip_outer_parens(MYSQL, "(a = '\\')')"), "a = '\\')'");
    let deep = format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000));
    assert_eq!(strip_outer_parens(SQLITE, &deep), "a");
}
