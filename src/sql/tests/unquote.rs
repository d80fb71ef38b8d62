use super::*;

#[test]
fn identifiers() {
    for (syntax, token, value) in [
        (POSTGRES, "Foo", "foo"),
        (POSTGRES, "\"Foo \"\"x\"\"\"", "Foo \"x\""),
        (POSTGRES, "U&\"d\\0061t\\+000061\\\\\"", "data\\"),
        (SQLITE, "Foo", "Foo"),
        (SQLITE, "[a [b]", "a [b"),
        (SQLITE, "`a``b`", "a`b"),
        (SQLITE, "\"a'b\"", "a'b"),
        (SQLITE, "\"é[\"", "é["),
        (MYSQL, "`a\\`", "a\\"),
        (MYSQL, "`a``\\\\b`", "a`\\\\b"),
    ] {
        assert_eq!(unquote(syntax, token), value, "{token}");
    }
}

#[test]
fn strings() {
    for (syntax, token, value) in [
        (POSTGRES, " 'it''s \\n' ", "it's \\n"),
        (POSTGRES, "E'a\\n\\'b''\\101\\x42\\u0043\\\\'", "a\n'b'ABC\\"),
        (POSTGRES, "E'\\303\\251\\xc3\\xa9'", "éé"),
        (POSTGRES, "E'\\ud83d\\ude00\\U0001F600'", "😀😀"),
        (POSTGRES, "U&'\\D83D\\DE00'", "😀"),
        (POSTGRES, "'a'\n -- 'x'\n 'b'", "ab"),
        (POSTGRES, "$$a$$", "a"),
        (POSTGRES, "$x$a$$\n$x$", "a$$\n"),
        (POSTGRES, "B'01'", "01"),
        (SQLITE, "x'00ff'", "00ff"),
        (SQLITE, "'a\\'", "a\\"),
        (MYSQL, "'a\\'b''c\\n\\%\\Z'", "a'b'c\n\\%\u{1a}"),
        (MYSQL, "\"a\\\"\"\"b\"", "a\"\"b"),
        (MYSQL, "N'\\\\'", "\\"),
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
