//! Properties that hold for any text.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Pieces that open, close and separate things in one syntax or another.
const PIECES: &[&str] = &[
    "'",
    "''",
    "\"",
    "`",
    "[",
    "]",
    "\\",
    "$$",
    "$a$",
    "$1",
    "$",
    "--",
    "-- ",
    "#",
    "/*",
    "*/",
    "/*!",
    "/*!50003 ",
    "/*M!",
    "(",
    ")",
    ";",
    ";;",
    ",",
    ".",
    "..",
    ":",
    "::",
    ":=",
    "@",
    "@@",
    "?",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\0",
    "\u{feff}",
    "é",
    "😀",
    "E'",
    "U&'",
    "U&\"",
    "x'",
    "N'",
    "0x",
    "1e",
    "1e5",
    "1.",
    ".5",
    "<->",
    "CREATE ",
    "OR ",
    "TRIGGER ",
    "FUNCTION ",
    "PROCEDURE ",
    "EVENT ",
    "RULE ",
    "BEGIN ",
    "ATOMIC ",
    "NOT ",
    "END",
    " END ",
    "CASE ",
    "WHEN ",
    "THEN ",
    "ELSE ",
    "IF ",
    "LOOP ",
    "REPEAT ",
    "UNTIL ",
    "WHILE ",
    "FOR ",
    "EACH ",
    "ROW ",
    "DO ",
    "DECLARE ",
    "HANDLER ",
    "DELIMITER ",
    "DELIMITER $$\n",
    "\nDELIMITER ;\n",
    "COPY t FROM stdin;\n",
    "\\.\n",
    "a",
    "b ",
    "\\x ",
    ".read ",
    "source ",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => vec(select(PIECES), 0..60).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

fn syntax() -> impl Strategy<Value = Syntax> {
    select(&ALL[..])
}

/// Statements that are whole by every syntax or by the one named.
fn statement(syntax: Syntax) -> impl Strategy<Value = String> {
    let common =
        ["SELECT 1", "INSERT INTO t VALUES ('a;''b')", "UPDATE t SET a = CASE WHEN b THEN 1 END", "SELECT \"a;\""];
    let own: &[&str] = if syntax == SQLITE {
        &[
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT [;]; SELECT CASE WHEN 1 THEN 2 END; END",
            "SELECT `;` /* ; /* */ + 1",
        ]
    } else if syntax == POSTGRES {
        &[
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT 2; END",
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
            "DO $x$ ;$$ $x$",
            "SELECT E'\\';', $1",
        ]
    } else {
        &[
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN IF 1 THEN SET @a = 1; END IF; END",
            "CREATE PROCEDURE p() BEGIN l: LOOP SELECT 1; END LOOP; END",
            "SELECT '\\';', `;`",
            "/*!50003 SET a = 1 */",
        ]
    };
    select(common.iter().chain(own).map(|s| (*s).to_owned()).collect::<Vec<_>>())
}

fn separator(syntax: Syntax) -> impl Strategy<Value = &'static str> {
    let own = if syntax == MYSQL { " ;\n# c; '\n" } else { ";--c; '\n" };
    select(vec![";", " ;\r\n", ";\n-- c; '\n", "; /* c; ' */ ", ";;\n;", own])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_make_up_the_text(syntax in syntax(), sql in text()) {
        let mut end = 0;
        let mut joined = String::new();
        for token in tokens(syntax, &sql) {
            prop_assert_eq!(token.span.start, end);
            prop_assert!(!token.text.is_empty());
            end = token.span.end;
            joined.push_str(token.text);
        }
        prop_assert_eq!(joined, sql);
    }

    #[test]
    fn nothing_panics(syntax in syntax(), sql in text(), other in text()) {
        if let Ok(statements) = split(syntax, &sql) {
            for statement in statements {
                prop_assert_eq!(sql.get(statement.span.clone()), Some(statement.text.as_str()));
                let lines = sql[..statement.span.start].matches('\n').count() + 1;
                prop_assert_eq!(statement.line, lines);
                control(syntax, &statement.text);
                without_transaction(syntax, &statement.text);
            }
        }
        unquote(syntax, &sql);
        head_words(syntax, &sql, 3);
        strip_outer_parens(syntax, &sql);
        checksum_text(syntax, &sql);
        same_text(syntax, &sql, &other);
        prop_assert!(same_text(syntax, &sql, &sql.clone()));
    }

    #[test]
    fn normal_is_the_same_text_and_its_own_normal(syntax in syntax(), sql in text()) {
        // To MySQL, a control character behind `--` makes a comment of it.
        let sql = sql.replace(|c: char| c.is_ascii_control() && !c.is_ascii_whitespace(), "");
        let open = tokens(syntax, &sql).find(|token| matches!(token.kind, TokenKind::Unterminated(_)));
        // Not to end with operators: MySQL's `--` at the very end is a comment.
        let closed = format!("{}\nx", &sql[..open.map_or(sql.len(), |token| token.span.start)]);
        let once = normalize(syntax, &closed);
        prop_assert!(same_text(syntax, &closed, &once), "{:?} -> {:?}", closed, once);
        prop_assert_eq!(normalize(syntax, &once), once.clone());
    }

    #[test]
    fn joined_statements_come_back(
        (syntax, parts) in syntax().prop_flat_map(|syntax| (Just(syntax), vec((statement(syntax), separator(syntax)), 0..8)))
    ) {
        let script: String = parts.iter().map(|(statement, separator)| format!("{statement}{separator}")).collect();
        let expected: Vec<_> = parts.into_iter().map(|(statement, _)| statement).collect();
        prop_assert_eq!(texts(syntax, &script), expected);
    }

    #[test]
    fn a_quoted_string_is_unquoted(value in any::<String>()) {
        let quoted = format!("'{}'", value.replace('\'', "''"));
        prop_assert_eq!(unquote(POSTGRES, &quoted), value.clone());
        prop_assert_eq!(unquote(SQLITE, &quoted), value.clone());
        let escaped = format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"));
        prop_assert_eq!(unquote(MYSQL, &escaped), value.clone());
        let name = format!("\"{}\"", value.replace('"', "\"\""));
        prop_assert_eq!(unquote(POSTGRES, &name), value);
    }
}
