use super::*;

#[test]
fn identifiers() {
    for (syntax, token, value) in [
        (Syntax::Postgres, "Foo", "foo"),
        (Syntax::Postgres, "\"Foo \"\"x\"\"\"", "Foo \"x\""),
        (Syntax::Postgres, "U&\"d\\0061t\\+000061\\\\\"", "data\\"),
        (Syntax::Sqlite, "Foo", "Foo"),
        (Syntax::Sqlite, "[a [b]", "a [b"),
        (Syntax::Sqlite, "`a``b`", "a`b"),
        (Syntax::Sqlite, "\"a'b\"", "a'b"),
        (Syntax::Sqlite, "\"é[\"", "é["),
        (Syntax::MySql, "`a\\`", "a\\"),
        (Syntax::MySql, "`a``\\\\b`", "a`\\\\b"),
    ] {
        assert_eq!(unquote(syntax, token), value, "{token}");
    }
}

#[test]
fn strings() {
    for (syntax, token, value) in [
        (Syntax::Postgres, " 'it''s \\n' ", "it's \\n"),
        (Syntax::Postgres, "E'a\\n\\'b''\\101\\x42\\u0043\\\\'", "a\n'b'ABC\\"),
        (Syntax::Postgres, "E'\\303\\251\\xc3\\xa9'", "éé"),
        (Syntax::Postgres, "E'\\ud83d\\ude00\\U0001F600'", "😀😀"),
        (Syntax::Postgres, "U&'\\D83D\\DE00'", "😀"),
        (Syntax::Postgres, "'a'\n -- 'x'\n 'b'", "ab"),
        (Syntax::Postgres, "$$a$$", "a"),
        (Syntax::Postgres, "$x$a$$\n$x$", "a$$\n"),
        (Syntax::Postgres, "B'01'", "01"),
        (Syntax::Sqlite, "x'00ff'", "00ff"),
        (Syntax::Sqlite, "'a\\'", "a\\"),
        (Syntax::MySql, "'a\\'b''c\\n\\%\\Z'", "a'b'c\n\\%\u{1a}"),
        (Syntax::MySql, "\"a\\\"\"\"b\"", "a\"\"b"),
        (Syntax::MySql, "N'\\\\'", "\\"),
    ] {
        assert_eq!(unquote(syntax, token), value, "{token}");
    }
}

#[test]
fn anything_else_comes_back() {
    for syntax in ALL {
        for token in ["1.5", "a.b", "'a' || 'b'", "", "(", "'open"] {
            assert_eq!(unquote(syntax, token), token);
        }
    }
}
