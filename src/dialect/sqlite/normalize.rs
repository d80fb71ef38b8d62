//! Normalizes SQL texts: two texts that SQLite reads alike become equal.
//!
//! SQLite keeps the text of a statement as it was written, so two texts that say the same are told from two that do not
//! by us. What is folded here is what SQLite's own grammar is blind to, and nothing else: white space, comments, the
//! case of keywords, functions and names, and quotes around an identifier that needs none. A `"x"` that names nothing
//! known may be a string literal, and stays as it is, but where all names are known: in the expressions of a table.

use std::collections::BTreeMap;

use crate::dialect::sqlite::SYNTAX;
use crate::sql::{Token, TokenKind, is_reserved, tokens, unquote};

use super::quote;

/// Names in the spelling of their declaration, found by any spelling.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownNames {
    known: BTreeMap<String, Option<String>>,
    /// The table whose columns these are: what it qualifies is the same without it.
    of: Option<String>,
}

impl KnownNames {
    /// The names given. One that is declared in two spellings (by two tables) keeps the spelling it is used in.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known = KnownNames::default();
        known.extend(names);
        known
    }

    /// Adds names.
    pub(super) fn extend<'a>(&mut self, names: impl IntoIterator<Item = &'a str>) {
        for name in names {
            self.known
                .entry(name.to_ascii_lowercase())
                .and_modify(|known| {
                    if known.as_deref() != Some(name) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(name.to_owned()));
        }
    }

    /// Says that these are the columns of this table.
    pub(super) fn of_table(mut self, table: &str) -> Self {
        self.of = Some(table.to_owned());
        self
    }

    /// Whether these are all the names that an expression can use, and this is none of them.
    fn excludes(&self, name: &str) -> bool {
        let row_id = ["rowid", "_rowid_", "oid"].iter().any(|word| word.eq_ignore_ascii_case(name));
        self.of.is_some() && !row_id && !self.has(name)
    }

    /// Whether the name is known.
    pub(super) fn has(&self, name: &str) -> bool {
        self.known.contains_key(&name.to_ascii_lowercase())
    }

    /// The declared spelling, or the given one where none is known.
    pub(super) fn declared(&self, name: &str) -> String {
        self.known.get(&name.to_ascii_lowercase()).cloned().flatten().unwrap_or_else(|| name.to_owned())
    }
}

/// A collation: SQLite's own three in capitals.
pub(super) fn collation(name: &str) -> String {
    match ["BINARY", "NOCASE", "RTRIM"].into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) => known.to_owned(),
        None => quote::identifier(name),
    }
}

/// An expression over the columns of one table.
pub(super) fn expression(text: &str, columns: &KnownNames) -> String {
    let text = crate::sql::strip_outer_parens(SYNTAX, text);
    join(&pieces(text, columns, NameCase::Fold))
}

/// A query or the body of a trigger: its functions and aliases stay as written, since an alias is seen by programs.
pub(super) fn body(text: &str, names: &KnownNames) -> String {
    join(&pieces(text, names, NameCase::Keep))
}

/// A query with a line for each of its clauses where it is long.
pub(super) fn query(text: &str, names: &KnownNames) -> String {
    let pieces = pieces(text, names, NameCase::Keep);
    let line = join(&pieces);
    if line.len() <= 100 { line } else { lines(&pieces) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NameCase {
    Fold,
    Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenClass {
    Open,
    Close,
    Comma,
    Dot,
    Semicolon,
    /// An operator between two operands.
    Binary,
    /// A sign in front of one.
    Unary,
    Keyword,
    /// What stands before its arguments without a space.
    Call,
    Operand,
}

#[derive(Debug, Clone)]
struct NormalizedToken {
    class: TokenClass,
    text: String,
}

/// Keywords that a parenthesis follows without making them a function.
const BEFORE_PARENTHESES: &[&str] = &[
    "ALL",
    "AND",
    "AS",
    "BETWEEN",
    "BY",
    "CASE",
    "CHECK",
    "COLLATE",
    "CONFLICT",
    "DEFAULT",
    "DISTINCT",
    "ELSE",
    "ESCAPE",
    "EXCEPT",
    "EXISTS",
    "FILTER",
    "FROM",
    "HAVING",
    "IN",
    "INTERSECT",
    "IS",
    "ISNULL",
    "JOIN",
    "KEY",
    "LIMIT",
    "MATERIALIZED",
    "NOT",
    "NOTNULL",
    "OFFSET",
    "ON",
    "OR",
    "OVER",
    "RETURNING",
    "SELECT",
    "SET",
    "THEN",
    "UNION",
    "UNIQUE",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
];

/// Operators made of letters that are also functions: `a LIKE (b)` and `like(b, a)`.
const INFIX: &[&str] = &["GLOB", "LIKE", "MATCH", "REGEXP"];

/// Keywords that are values or end one.
const VALUES: &[&str] = &["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "END", "FALSE", "NULL", "TRUE"];

/// The other keywords that stand in expressions.
const OTHERS: &[&str] = &[
    "ASC",
    "CAST",
    "CURRENT",
    "DESC",
    "EXCLUDE",
    "FIRST",
    "FOLLOWING",
    "GROUPS",
    "LAST",
    "NULLS",
    "ORDER",
    "PARTITION",
    "PRECEDING",
    "RAISE",
    "RANGE",
    "ROW",
    "ROWS",
    "UNBOUNDED",
    "WINDOW",
    "ABORT",
    "FAIL",
    "IGNORE",
    "ROLLBACK",
    "GROUP",
];

fn one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn pieces(text: &str, names: &KnownNames, mode: NameCase) -> Vec<NormalizedToken> {
    let all: Vec<Token<'_>> = tokens(SYNTAX, text).filter(|token| !token.kind.is_trivia()).collect();
    let mut out: Vec<NormalizedToken> = Vec::with_capacity(all.len());
    // The depth of parentheses within `CAST(… AS type)`, where words are those of a type.
    let mut type_words = false;
    let mut skip = false;
    for (at, token) in all.iter().enumerate() {
        let next = all.get(at + 1);
        let last = out.last();
        if std::mem::take(&mut skip) {
            continue;
        }
        // A rebuild makes the table under another name, and there `t.a` would mean nothing.
        let own = |name: &str| unquote(SYNTAX, token.text).eq_ignore_ascii_case(name);
        if mode == NameCase::Fold
            && next.is_some_and(|next| next.is_punct("."))
            && last.is_none_or(|last| last.class != TokenClass::Dot)
            && names.of.as_deref().is_some_and(own)
        {
            skip = true;
            continue;
        }
        let piece = match token.kind {
            TokenKind::Word => {
                let piece = word(token.text, last, next, names, mode, type_words);
                if mode == NameCase::Fold && piece.text == "AS" {
                    type_words = true;
                }
                piece
            }
            TokenKind::QuotedIdent => quoted(token, last, next, names, mode, type_words),
            TokenKind::String if token.text.starts_with(['x', 'X']) => {
                NormalizedToken { class: TokenClass::Operand, text: token.text.to_ascii_uppercase() }
            }
            TokenKind::Number => NormalizedToken { class: TokenClass::Operand, text: token.text.to_ascii_lowercase() },
            TokenKind::Punct => {
                let class = match token.text {
                    "(" => TokenClass::Open,
                    ")" => TokenClass::Close,
                    "," => TokenClass::Comma,
                    "." => TokenClass::Dot,
                    ";" => TokenClass::Semicolon,
                    _ => TokenClass::Operand,
                };
                if class == TokenClass::Close {
                    type_words = false;
                }
                NormalizedToken { class, text: token.text.to_owned() }
            }
            TokenKind::Operator => {
                let after_operand = last.is_some_and(ends_operand);
                let class = match (after_operand, token.text) {
                    (true, _) => TokenClass::Binary,
                    // `count(*)`, `SELECT *`, `t.*`
                    (false, "*") => TokenClass::Operand,
                    (false, _) => TokenClass::Unary,
                };
                NormalizedToken { class, text: token.text.to_owned() }
            }
            _ => NormalizedToken { class: TokenClass::Operand, text: token.text.to_owned() },
        };
        out.push(piece);
    }
    out
}

/// Whether an operator after this piece is one between two operands.
fn ends_operand(piece: &NormalizedToken) -> bool {
    match piece.class {
        TokenClass::Operand | TokenClass::Close | TokenClass::Call => true,
        TokenClass::Keyword => one_of(VALUES, &piece.text),
        _ => false,
    }
}

fn word(
    text: &str,
    last: Option<&NormalizedToken>,
    next: Option<&Token<'_>>,
    names: &KnownNames,
    mode: NameCase,
    type_words: bool,
) -> NormalizedToken {
    let before = |class: TokenClass| last.is_some_and(|piece| piece.class == class);
    let after_word = |word: &str| last.is_some_and(|piece| piece.text.eq_ignore_ascii_case(word));
    let opens = next.is_some_and(|next| next.is_punct("("));
    let qualifies = next.is_some_and(|next| next.is_punct("."));
    let keyword = || NormalizedToken { class: TokenClass::Keyword, text: text.to_ascii_uppercase() };
    let operand = |text: String| NormalizedToken { class: TokenClass::Operand, text };
    if qualifies && !names.has(text) && one_of(&["NEW", "OLD"], text) {
        return operand(text.to_ascii_uppercase());
    }
    if before(TokenClass::Dot) || qualifies {
        return operand(quote::identifier(&names.declared(text)));
    }
    if after_word("COLLATE") {
        return operand(collation(text));
    }
    if type_words {
        return operand(text.to_ascii_uppercase());
    }
    if opens {
        if one_of(BEFORE_PARENTHESES, text) {
            return keyword();
        }
        if one_of(INFIX, text) && last.is_some_and(|piece| ends_operand(piece) || piece.text == "NOT") {
            return keyword();
        }
        let text = match mode {
            _ if one_of(&["CAST", "RAISE"], text) => text.to_ascii_uppercase(),
            NameCase::Fold => text.to_ascii_lowercase(),
            // A table before its columns (`INSERT INTO t(a)`), or a function as written.
            NameCase::Keep if after_word("INTO") || after_word("UPDATE") => quote::identifier(&names.declared(text)),
            NameCase::Keep => text.to_owned(),
        };
        return NormalizedToken { class: TokenClass::Call, text };
    }
    if is_reserved(SYNTAX, text) {
        return keyword();
    }
    match mode {
        NameCase::Fold if names.has(text) && quote::is_plain(text) => operand(quote::identifier(&names.declared(text))),
        NameCase::Fold if is_keyword(text) => keyword(),
        NameCase::Fold => operand(text.to_ascii_lowercase()),
        // After an operand or AS stands an alias, which programs see; or an operator, whose class decides on signs.
        NameCase::Keep if last.is_some_and(ends_operand) || after_word("AS") => NormalizedToken {
            class: if is_keyword(text) && !after_word("AS") { TokenClass::Keyword } else { TokenClass::Operand },
            text: text.to_owned(),
        },
        NameCase::Keep if names.has(text) => operand(names.declared(text)),
        NameCase::Keep => NormalizedToken {
            class: if is_keyword(text) { TokenClass::Keyword } else { TokenClass::Operand },
            text: text.to_owned(),
        },
    }
}

/// Words behind which a quoted text can only be a name.
const NAMING: &[&str] =
    &["AS", "COLLATE", "FROM", "INTO", "JOIN", "ON", "UPDATE", "OF", "TRIGGER", "VIEW", "TABLE", "EXISTS"];

fn quoted(
    token: &Token<'_>,
    last: Option<&NormalizedToken>,
    next: Option<&Token<'_>>,
    names: &KnownNames,
    mode: NameCase,
    type_words: bool,
) -> NormalizedToken {
    let name = unquote(SYNTAX, token.text);
    if last.is_some_and(|piece| piece.text.eq_ignore_ascii_case("COLLATE")) {
        return NormalizedToken { class: TokenClass::Operand, text: collation(&name) };
    }
    let opens = next.is_some_and(|next| next.is_punct("("));
    let qualifies = next.is_some_and(|next| next.is_punct("."));
    let qualified = last.is_some_and(|piece| piece.class == TokenClass::Dot);
    let named = last.is_some_and(|piece| one_of(NAMING, &piece.text));
    if token.text.starts_with('"') && !(names.has(&name) || opens || qualifies || qualified || named) {
        if mode == NameCase::Fold && names.excludes(&name) {
            // No column of the table is called so: it is a string, and SQLite itself comes to write it as one.
            return NormalizedToken { class: TokenClass::Operand, text: quote::string(&name) };
        }
        // It may be a string.
        return NormalizedToken { class: TokenClass::Operand, text: token.text.to_owned() };
    }
    // Without its quotes a word of the grammar would be read as one.
    if quote::is_plain(&name) && (names.has(&name) || !is_keyword(&name)) {
        return word(&name, last, next, names, mode, type_words);
    }
    NormalizedToken {
        class: if opens { TokenClass::Call } else { TokenClass::Operand },
        text: quote::always(&names.declared(&name)),
    }
}

/// Whether a word, where no name is known by it, is one of the grammar.
fn is_keyword(word: &str) -> bool {
    [BEFORE_PARENTHESES, INFIX, VALUES, OTHERS].iter().any(|words| one_of(words, word))
}

fn spaced(last: &NormalizedToken, piece: &NormalizedToken) -> bool {
    use TokenClass::{Call, Close, Comma, Dot, Open, Semicolon, Unary};
    match (last.class, piece.class) {
        (_, Close | Comma | Dot | Semicolon) => false,
        // Two signs in a row would begin a comment.
        (Unary, Unary) => true,
        (Open | Dot | Unary, _) => false,
        (before, after) => before != Call || after != Open,
    }
}

fn join(pieces: &[NormalizedToken]) -> String {
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if at.checked_sub(1).and_then(|before| pieces.get(before)).is_some_and(|last| spaced(last, piece)) {
            out.push(' ');
        }
        out.push_str(&piece.text);
    }
    out
}

/// Words that begin a clause of a query.
const CLAUSES: &[&str] =
    &["FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "UNION", "EXCEPT", "INTERSECT"];

/// Words that begin a join.
const JOINS: &[&str] = &["CROSS", "FULL", "INNER", "JOIN", "LEFT", "NATURAL", "RIGHT"];

/// Each clause on a line of its own.
fn lines(pieces: &[NormalizedToken]) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    let mut cases = 0usize;
    let mut compound = false;
    for (at, piece) in pieces.iter().enumerate() {
        let last = at.checked_sub(1).and_then(|before| pieces.get(before));
        let keyword = piece.class == TokenClass::Keyword;
        let is = |words: &[&str]| keyword && one_of(words, &piece.text);
        if is(&["CASE"]) {
            cases += 1;
        }
        let joins = |piece: &NormalizedToken| piece.class == TokenClass::Keyword && one_of(JOINS, &piece.text);
        let clause = depth == 0
            && cases == 0
            && (is(CLAUSES)
                || (is(JOINS) && !last.is_some_and(joins) && !last.is_some_and(|last| one_of(&["OUTER"], &last.text)))
                || (is(&["SELECT", "VALUES"]) && compound));
        if keyword && piece.text.eq_ignore_ascii_case("END") {
            cases = cases.saturating_sub(1);
        }
        if last.is_some() && clause {
            out.push('\n');
            if is(JOINS) {
                out.push_str("  ");
            }
        } else if last.is_some_and(|last| spaced(last, piece)) {
            out.push(' ');
        }
        compound = is(&["UNION", "EXCEPT", "INTERSECT"]) || (compound && is(&["ALL"]));
        match piece.class {
            TokenClass::Open => depth += 1,
            TokenClass::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push_str(&piece.text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> KnownNames {
        KnownNames::of(["AlbumId", "title", "order", "a b", "name"])
    }

    #[test]
    fn expressions_that_say_the_same_are_equal() {
        for (same, canonical) in [
            (&["[AlbumId]>0", "albumid > 0", "( \"ALBUMID\" >/* x */0 )", "(((`AlbumId` > 0)))"][..], "AlbumId > 0"),
            (&["LOWER( title )", "lower(Title)", "\"lower\"(title)"], "lower(title)"),
            (
                &["title is not null AND length(title)>=1", "Title IS NOT NULL and LENGTH(title) >= 1"],
                "title IS NOT NULL AND length(title) >= 1",
            ),
            (&["\"order\" in(1,2 , 3)", "[ORDER] IN (1, 2, 3)"], "\"order\" IN (1, 2, 3)"),
            (&["title like('a%')", "title LIKE ('a%')"], "title LIKE ('a%')"),
            (&["LIKE('a', title)", "like('a',title)"], "like('a', title)"),
            (&["title not like ('x')"], "title NOT LIKE ('x')"),
            (&["- 1", "-1"], "-1"),
            (&["AlbumId - -1", "albumid- - 1"], "AlbumId - -1"),
            (&["cast(title as Integer)", "CAST( title AS INTEGER )"], "CAST(title AS INTEGER)"),
            (&["cast(title as double precision)"], "CAST(title AS DOUBLE PRECISION)"),
            (&["title collate nocase", "title COLLATE NoCase"], "title COLLATE NOCASE"),
            (&["case when AlbumId>0 then -1 else +2 end"], "CASE WHEN AlbumId > 0 THEN -1 ELSE +2 END"),
            (&["name||' '||title"], "name || ' ' || title"),
            (&["current_timestamp"], "CURRENT_TIMESTAMP"),
            (&["x'ab0c'"], "X'AB0C'"),
            (&["name->>'$.a'"], "name ->> '$.a'"),
            (&["(AlbumId) + (1)"], "(AlbumId) + (1)"),
            (&["\"a b\">0", "[A b] > 0"], "\"a b\" > 0"),
            (&["t.ALBUMID between 1 and 2"], "t.AlbumId BETWEEN 1 AND 2"),
            (&["count( * )"], "count(*)"),
            (&["true", "TRUE"], "TRUE"),
        ] {
            for text in same {
                assert_eq!(expression(text, &names()), canonical);
            }
            assert_eq!(expression(canonical, &names()), canonical);
        }
    }

    #[test]
    fn a_string_in_double_quotes_is_no_name() {
        assert_eq!(expression("title <> \"none\"", &names()), "title <> \"none\"");
        assert_ne!(expression("title <> \"none\"", &names()), expression("title <> none", &names()));
        assert_eq!(expression("title = 'It''s  A'", &names()), "title = 'It''s  A'");
        let all = names().of_table("t");
        assert_eq!(
            expression("\"title\" <> \"no 'ne\" AND \"rowid\" > 0", &all),
            "title <> 'no ''ne' AND \"rowid\" > 0"
        );
    }

    #[test]
    fn bodies_keep_aliases_and_functions() {
        let names = names();
        assert_eq!(
            body(
                "select  Name as NAME, \"title\",upper( [AlbumId] ) Title from \"users\" u where u.\"name\"=\"x\"",
                &names
            ),
            "SELECT name AS NAME, title, upper(AlbumId) Title FROM users u WHERE u.name = \"x\""
        );
        assert_eq!(body("SELECT a.*,-1 FROM a -- all\n", &names), "SELECT a.*, -1 FROM a");
        assert_eq!(
            body("insert into \"log\"(\"name\") values(new.\"Name\")", &names),
            "INSERT INTO log(name) VALUES (NEW.name)"
        );
    }

    #[test]
    fn long_queries_have_a_line_a_clause() {
        let text = "SELECT artists.name, count(*) AS albums FROM artists LEFT OUTER JOIN albums ON albums.artist_id = \
                    artists.id WHERE CASE WHEN artists.id > 0 THEN 1 ELSE 0 END GROUP BY artists.name UNION ALL SELECT 'x', 1";
        let laid = query(text, &KnownNames::default());
        assert_eq!(
            laid,
            "SELECT artists.name, count(*) AS albums\nFROM artists\n  LEFT OUTER JOIN albums ON albums.artist_id = artists.id\n\
             WHERE CASE WHEN artists.id > 0 THEN 1 ELSE 0 END\nGROUP BY artists.name\nUNION ALL\nSELECT 'x', 1"
        );
        assert_eq!(query(&laid, &KnownNames::default()), laid);
        assert_eq!(query("select 1", &KnownNames::default()), "SELECT 1");
    }
}
