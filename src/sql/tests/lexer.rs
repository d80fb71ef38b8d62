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
    single(MYSQL, r"'it\'s;'", String);
    single(MYSQL, r#""say \"x\"; ""y""""#, String);
    single(MYSQL, r"N'\''", String);
    single(POSTGRES, r"E'it\'s;'", String);
    single(POSTGRES, r"e'\\'", String);
    single(POSTGRES, r"U&'d\0061t\+000061'", String);
    single(POSTGRES, r#"U&"d\0061""#, QuotedIdent);
    assert_eq!(lex(POSTGRES, r"'a\';'b'"), [(String, r"'a\'"), (Punct, ";"), (String, "'b'")]);
    assert_eq!(lex(SQLITE, r"'a\';'b'"), [(String, r"'a\'"), (Punct, ";"), (String, "'b'")]);
    // Only E has escapes, not a word that ends with e.
    assert_eq!(lex(POSTGRES, r"TYPE'a\' "), [(Word, "TYPE"), (String, r"'a\'")]);
}

#[test]
fn a_postgres_literal_goes_on_over_lines() {
    single(POSTGRES, "'a'\n  'b'", String);
    single(POSTGRES, "'a' -- no: a comment comes first".get(..3).unwrap_or_default(), String);
    single(POSTGRES, "E'a' \r\n -- a comment\n '\\';'", String);
    assert_eq!(lex(POSTGRES, "'a' 'b'"), [(String, "'a'"), (String, "'b'")]);
    assert_eq!(lex(SQLITE, "'a'\n'b'"), [(String, "'a'"), (String, "'b'")]);
}

#[test]
fn quoted_identifiers() {
    single(SQLITE, r#""a;""b""#, QuotedIdent);
    single(SQLITE, "`a;``b`", QuotedIdent);
    single(SQLITE, "[a; [b]", QuotedIdent);
    single(POSTGRES, r#""a;'b""#, QuotedIdent);
    single(MYSQL, "`a;\\`", QuotedIdent);
    assert_eq!(
        lex(POSTGRES, "a[1]"),
        [(Word, "a"), (Punct, "["), (Number, "1"), (Punct, "]")],
        "a subscript, no identifier"
    );
}

#[test]
fn dollar_quotes_and_what_only_looks_so() {
    single(POSTGRES, "$$a; $b$ 'c$$", DollarString);
    single(POSTGRES, "$tag$ $$ ; $ta$ $tag$", DollarString);
    single(POSTGRES, "$é_1$ x $é_1$", DollarString);
    single(POSTGRES, "$a$ x$b$a$", DollarString);
    single(POSTGRES, "$12", Parameter);
    single(POSTGRES, "a$b$c", Word);
    single(POSTGRES, "a$$", Word);
    assert_eq!(lex(POSTGRES, "$1$a$;$a$"), [(Parameter, "$1"), (DollarString, "$a$;$a$")]);
    assert_eq!(lex(POSTGRES, "$ a"), [(Other, "$"), (Word, "a")]);
    single(MYSQL, "$$", Word);
    single(SQLITE, "$name", Parameter);
}

#[test]
fn comments_nest_only_in_postgres() {
    single(POSTGRES, "/* a /* b */ ; */", BlockComment);
    assert_eq!(lex(SQLITE, "/* a /* b */ c"), [(BlockComment, "/* a /* b */"), (Word, "c")]);
    assert_eq!(lex(MYSQL, "/* a /* b */ c"), [(BlockComment, "/* a /* b */"), (Word, "c")]);
    single(SQLITE, "/**/", BlockComment);
    single(SQLITE, "/*/ a */", BlockComment);
    single(POSTGRES, "/*/**/*/", BlockComment);
}

#[test]
fn line_comments_by_syntax() {
    assert_eq!(lex(POSTGRES, "a--b\nc"), [(Word, "a"), (LineComment, "--b"), (Word, "c")]);
    assert_eq!(lex(POSTGRES, "--b\rc"), [(LineComment, "--b"), (Word, "c")]);
    assert_eq!(lex(SQLITE, "--b\r\nc"), [(LineComment, "--b"), (Word, "c")]);
    assert_eq!(lex(MYSQL, "1--2"), [(Number, "1"), (Operator, "-"), (Operator, "-"), (Number, "2")]);
    assert_eq!(lex(MYSQL, "1-- 2"), [(Number, "1"), (LineComment, "-- 2")]);
    single(MYSQL, "--", LineComment);
    single(MYSQL, "--\tx", LineComment);
    single(MYSQL, "#a;b", LineComment);
    assert_eq!(lex(POSTGRES, "a #> b"), [(Word, "a"), (Operator, "#>"), (Word, "b")]);
}

#[test]
fn what_comments_say() {
    let said: Vec<_> = tokens(MYSQL, "-- a \n# b\n/* c\n d */ /**/ /* open")
        .filter_map(|token| token.comment_text().map(str::to_owned))
        .collect();
    assert_eq!(said, ["a", "b", "c\n d", ""]);
}

#[test]
fn mysql_code_in_comments_is_code() {
    assert_eq!(
        lex(MYSQL, "/*!50003 CREATE*/ /*M!100100 a*/ /*!b */"),
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
    assert_eq!(lex(MYSQL, "/*!800001 1*/").first(), Some(&(CodeMark, "/*!800001")));
    assert_eq!(lex(MYSQL, "/*!1*/").first(), Some(&(CodeMark, "/*!")));
    single(MYSQL, r"/*M!999999\- enable the sandbox mode */", BlockComment);
    single(SQLITE, "/*! a */", BlockComment);
    single(POSTGRES, "/*! a */", BlockComment);
    // A comment within, and a string that holds the closing mark.
    assert_eq!(
        lex(MYSQL, "/*! a /* b */ '*/' */ c").iter().map(|t| t.1).collect::<Vec<_>>(),
        ["/*!", "a", "/* b */", "'*/'", "*/", "c"]
    );
}

#[test]
fn operators_are_read_as_the_server_reads_them() {
    let ops = |syntax, sql| lex(syntax, sql).into_iter().map(|t| t.1).collect::<Vec<_>>();
    assert_eq!(ops(POSTGRES, "a<-1"), ["a", "<", "-", "1"]);
    assert_eq!(ops(POSTGRES, "a@-1"), ["a", "@-", "1"]);
    assert_eq!(ops(POSTGRES, "a->>'b'"), ["a", "->>", "'b'"]);
    assert_eq!(ops(POSTGRES, "a+--b"), ["a", "+", "--b"]);
    assert_eq!(ops(POSTGRES, "a*/*b*/c"), ["a", "*", "/*b*/", "c"]);
    assert_eq!(ops(POSTGRES, "a::int"), ["a", "::", "int"]);
    assert_eq!(ops(POSTGRES, "count(*)"), ["count", "(", "*", ")"]);
    assert_eq!(ops(SQLITE, "a->>'b'||c"), ["a", "->>", "'b'", "||", "c"]);
    assert_eq!(ops(SQLITE, "a<-1"), ["a", "<", "-", "1"]);
    assert_eq!(ops(MYSQL, "a<=>b*/c"), ["a", "<=>", "b", "*", "/", "c"]);
    assert_eq!(ops(MYSQL, "set @a:=1"), ["set", "@a", ":=", "1"]);
}

#[test]
fn numbers_and_names_that_start_with_digits() {
    for syntax in ALL {
        for number in ["1", "1.5", ".5", "1e10", "1.5E-3", "0xFF"] {
            single(syntax, number, Number);
        }
    }
    single(MYSQL, "2fa_codes", Word);
    single(MYSQL, "0xg", Word);
    assert_eq!(lex(MYSQL, "t.1a"), [(Word, "t"), (Punct, "."), (Word, "1a")]);
    assert_eq!(lex(POSTGRES, "1..10"), [(Number, "1"), (Punct, ".."), (Number, "10")]);
}

#[test]
fn parameters() {
    for (syntax, text) in [
        (SQLITE, "?"),
        (SQLITE, "?12"),
        (SQLITE, ":a"),
        (SQLITE, "@a"),
        (MYSQL, "?"),
        (MYSQL, "@a.b"),
        (MYSQL, "@@sql_mode"),
    ] {
        single(syntax, text, Parameter);
    }
    assert_eq!(lex(POSTGRES, "a ? b"), [(Word, "a"), (Operator, "?"), (Word, "b")]);
}

#[test]
fn what_is_not_closed_goes_to_the_end() {
    for (syntax, text, opened) in [
        (SQLITE, "'a;", Opened::String),
        (SQLITE, "[a;", Opened::QuotedIdent),
        (MYSQL, "`a;", Opened::QuotedIdent),
        (MYSQL, r"'a\'", Opened::String),
        (MYSQL, r"'a\", Opened::String),
        (POSTGRES, "\"a;", Opened::QuotedIdent),
        (POSTGRES, "$a$ $b$", Opened::DollarString),
        (POSTGRES, "/* /* */", Opened::BlockComment),
        (POSTGRES, "'a'\n'b", Opened::String),
        (SQLITE, "/*/", Opened::BlockComment),
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
