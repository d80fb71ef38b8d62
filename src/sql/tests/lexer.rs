use super::*;
use TokenKind::*;

/// Kinds and texts of the tokens but for plain white space.
fn lex(syntax: Syntax, sql: &str) -> Vec<(TokenKind, &str)> {
    tokens(syntax, sql).filter(|t| t.kind != Space).map(|t| (t.kind, t.text)).collect()
}

#[track_caller]
fn single(syntax: Syntax, sql: &str, kind: TokenKind) {
    assert_eq!(lex(syntax, sql), [(kind, sql)]);
}

#[test]
fn strings_double_their_quotes() {
    for syntax in ALL {
        single(syntax, "'it''s; -- no comment /* either'", String);
        single(syntax, "''''", String);
        single(syntax, "''", String);
    }
}

#[test]
fn backslashes_escape_by_syntax_and_prefix() {
    single(Syntax::MySql, r"'it\'s;'", String);
    single(Syntax::MySql, r#""say \"x\"; ""y""""#, String);
    single(Syntax::MySql, r"N'\''", String);
    single(Syntax::Postgres, r"E'it\'s;'", String);
    single(Syntax::Postgres, r"e'\\'", String);
    single(Syntax::Postgres, r"U&'d\0061t\+000061'", String);
    single(Syntax::Postgres, r#"U&"d\0061""#, QuotedIdent);
    assert_eq!(lex(Syntax::Postgres, r"'a\';'b'"), [(String, r"'a\'"), (Punct, ";"), (String, "'b'")]);
    assert_eq!(lex(Syntax::Sqlite, r"'a\';'b'"), [(String, r"'a\'"), (Punct, ";"), (String, "'b'")]);
    // Only E has escapes, not a word that ends with e.
    assert_eq!(lex(Syntax::Postgres, r"TYPE'a\' "), [(Word, "TYPE"), (String, r"'a\'")]);
}

#[test]
fn a_postgres_literal_goes_on_over_lines() {
    single(Syntax::Postgres, "'a'\n  'b'", String);
    single(Syntax::Postgres, "'a' -- no: a comment comes first".get(..3).unwrap_or_default(), String);
    single(Syntax::Postgres, "E'a' \r\n -- a comment\n '\\';'", String);
    assert_eq!(lex(Syntax::Postgres, "'a' 'b'"), [(String, "'a'"), (String, "'b'")]);
    assert_eq!(lex(Syntax::Sqlite, "'a'\n'b'"), [(String, "'a'"), (String, "'b'")]);
}

#[test]
fn quoted_identifiers() {
    single(Syntax::Sqlite, r#""a;""b""#, QuotedIdent);
    single(Syntax::Sqlite, "`a;``b`", QuotedIdent);
    single(Syntax::Sqlite, "[a; [b]", QuotedIdent);
    single(Syntax::Postgres, r#""a;'b""#, QuotedIdent);
    single(Syntax::MySql, "`a;\\`", QuotedIdent);
    assert_eq!(
        lex(Syntax::Postgres, "a[1]"),
        [(Word, "a"), (Punct, "["), (Number, "1"), (Punct, "]")],
        "a subscript, no identifier"
    );
}

#[test]
fn dollar_quotes_and_what_only_looks_so() {
    single(Syntax::Postgres, "$$a; $b$ 'c$$", DollarString);
    single(Syntax::Postgres, "$tag$ $$ ; $ta$ $tag$", DollarString);
    single(Syntax::Postgres, "$é_1$ x $é_1$", DollarString);
    single(Syntax::Postgres, "$a$ x$b$a$", DollarString);
    single(Syntax::Postgres, "$12", Parameter);
    single(Syntax::Postgres, "a$b$c", Word);
    single(Syntax::Postgres, "a$$", Word);
    assert_eq!(lex(Syntax::Postgres, "$1$a$;$a$"), [(Parameter, "$1"), (DollarString, "$a$;$a$")]);
    assert_eq!(lex(Syntax::Postgres, "$ a"), [(Other, "$"), (Word, "a")]);
    single(Syntax::MySql, "$$", Word);
    single(Syntax::Sqlite, "$name", Parameter);
}

#[test]
fn comments_nest_only_in_postgres() {
    single(Syntax::Postgres, "/* a /* b */ ; */", BlockComment);
    assert_eq!(lex(Syntax::Sqlite, "/* a /* b */ c"), [(BlockComment, "/* a /* b */"), (Word, "c")]);
    assert_eq!(lex(Syntax::MySql, "/* a /* b */ c"), [(BlockComment, "/* a /* b */"), (Word, "c")]);
    single(Syntax::Sqlite, "/**/", BlockComment);
    single(Syntax::Sqlite, "/*/ a */", BlockComment);
    single(Syntax::Postgres, "/*/**/*/", BlockComment);
}

#[test]
fn line_comments_by_syntax() {
    assert_eq!(lex(Syntax::Postgres, "a--b\nc"), [(Word, "a"), (LineComment, "--b"), (Word, "c")]);
    assert_eq!(lex(Syntax::Postgres, "--b\rc"), [(LineComment, "--b"), (Word, "c")]);
    assert_eq!(lex(Syntax::Sqlite, "--b\r\nc"), [(LineComment, "--b"), (Word, "c")]);
    assert_eq!(lex(Syntax::MySql, "1--2"), [(Number, "1"), (Operator, "-"), (Operator, "-"), (Number, "2")]);
    assert_eq!(lex(Syntax::MySql, "1-- 2"), [(Number, "1"), (LineComment, "-- 2")]);
    single(Syntax::MySql, "--", LineComment);
    single(Syntax::MySql, "--\tx", LineComment);
    single(Syntax::MySql, "#a;b", LineComment);
    assert_eq!(lex(Syntax::Postgres, "a #> b"), [(Word, "a"), (Operator, "#>"), (Word, "b")]);
}

#[test]
fn what_comments_say() {
    let said: Vec<_> = tokens(Syntax::MySql, "-- a \n# b\n/* c\n d */ /**/ /* open")
        .filter_map(|token| token.comment_text().map(str::to_owned))
        .collect();
    assert_eq!(said, ["a", "b", "c\n d", ""]);
}

#[test]
fn mysql_code_in_comments_is_code() {
    assert_eq!(
        lex(Syntax::MySql, "/*!50003 CREATE*/ /*M!100100 a*/ /*!b */"),
        [
            (CodeMark, "/*!50003"),
            (Word, "CREATE"),
            (CodeMark, "*/"),
            (CodeMark, "/*M!100100"),
            (Word, "a"),
            (CodeMark, "*/"),
            (CodeMark, "/*!"),
            (Word, "b"),
            (CodeMark, "*/"),
        ]
    );
    assert_eq!(lex(Syntax::MySql, "/*!800001 1*/").first(), Some(&(CodeMark, "/*!800001")));
    assert_eq!(lex(Syntax::MySql, "/*!1*/").first(), Some(&(CodeMark, "/*!")));
    single(Syntax::MySql, r"/*M!999999\- enable the sandbox mode */", BlockComment);
    single(Syntax::Sqlite, "/*! a */", BlockComment);
    single(Syntax::Postgres, "/*! a */", BlockComment);
    // A comment within, and a string that holds the closing mark.
    assert_eq!(
        lex(Syntax::MySql, "/*! a /* b */ '*/' */ c").iter().map(|t| t.1).collect::<Vec<_>>(),
        ["/*!", "a", "/* b */", "'*/'", "*/", "c"]
    );
}

#[test]
fn operators_are_read_as_the_server_reads_them() {
    let ops = |syntax, sql| lex(syntax, sql).into_iter().map(|t| t.1).collect::<Vec<_>>();
    assert_eq!(ops(Syntax::Postgres, "a<-1"), ["a", "<", "-", "1"]);
    assert_eq!(ops(Syntax::Postgres, "a@-1"), ["a", "@-", "1"]);
    assert_eq!(ops(Syntax::Postgres, "a->>'b'"), ["a", "->>", "'b'"]);
    assert_eq!(ops(Syntax::Postgres, "a+--b"), ["a", "+", "--b"]);
    assert_eq!(ops(Syntax::Postgres, "a*/*b*/c"), ["a", "*", "/*b*/", "c"]);
    assert_eq!(ops(Syntax::Postgres, "a::int"), ["a", "::", "int"]);
    assert_eq!(ops(Syntax::Postgres, "count(*)"), ["count", "(", "*", ")"]);
    assert_eq!(ops(Syntax::Sqlite, "a->>'b'||c"), ["a", "->>", "'b'", "||", "c"]);
    assert_eq!(ops(Syntax::Sqlite, "a<-1"), ["a", "<", "-", "1"]);
    assert_eq!(ops(Syntax::MySql, "a<=>b*/c"), ["a", "<=>", "b", "*", "/", "c"]);
    assert_eq!(ops(Syntax::MySql, "set @a:=1"), ["set", "@a", ":=", "1"]);
}

#[test]
fn numbers_and_names_that_start_with_digits() {
    for syntax in ALL {
        for number in ["1", "1.5", ".5", "1e10", "1.5E-3", "0xFF"] {
            single(syntax, number, Number);
        }
    }
    single(Syntax::MySql, "2fa_codes", Word);
    single(Syntax::MySql, "0xg", Word);
    assert_eq!(lex(Syntax::MySql, "t.1a"), [(Word, "t"), (Punct, "."), (Word, "1a")]);
    assert_eq!(lex(Syntax::Postgres, "1..10"), [(Number, "1"), (Punct, ".."), (Number, "10")]);
}

#[test]
fn parameters() {
    for (syntax, text) in [
        (Syntax::Sqlite, "?"),
        (Syntax::Sqlite, "?12"),
        (Syntax::Sqlite, ":a"),
        (Syntax::Sqlite, "@a"),
        (Syntax::MySql, "?"),
        (Syntax::MySql, "@a.b"),
        (Syntax::MySql, "@@sql_mode"),
    ] {
        single(syntax, text, Parameter);
    }
    assert_eq!(lex(Syntax::Postgres, "a ? b"), [(Word, "a"), (Operator, "?"), (Word, "b")]);
}

#[test]
fn what_is_not_closed_goes_to_the_end() {
    for (syntax, text, opened) in [
        (Syntax::Sqlite, "'a;", Opened::String),
        (Syntax::Sqlite, "[a;", Opened::QuotedIdent),
        (Syntax::MySql, "`a;", Opened::QuotedIdent),
        (Syntax::MySql, r"'a\'", Opened::String),
        (Syntax::MySql, r"'a\", Opened::String),
        (Syntax::Postgres, "\"a;", Opened::QuotedIdent),
        (Syntax::Postgres, "$a$ $b$", Opened::DollarString),
        (Syntax::Postgres, "/* /* */", Opened::BlockComment),
        (Syntax::Postgres, "'a'\n'b", Opened::String),
        (Syntax::Sqlite, "/*/", Opened::BlockComment),
    ] {
        single(syntax, text, Unterminated(opened));
    }
}

#[test]
fn a_byte_order_mark_is_white_space_before_a_token() {
    for syntax in ALL {
        assert_eq!(lex(syntax, "\u{feff}a;\n\u{feff}b"), [(Word, "a"), (Punct, ";"), (Word, "b")]);
        single(syntax, "a\u{feff}b", Word);
    }
}
