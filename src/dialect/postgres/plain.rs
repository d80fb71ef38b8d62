//! Expressions as a person would write them: what the server prints, without the casts and parentheses that it puts in.
//!
//! `lower((name)::text)` was `lower(name)`, `((status)::text = ANY ((ARRAY['a'::character varying])::text[]))` was a list
//! behind IN. Whether a shorter text is the same expression is not decided here: the server is asked, in a shadow, and what
//! it does not print just as before keeps its long form. So a rule here may be wrong now and then; it must not be often.

use crate::dialect::postgres::SYNTAX;
use crate::sql::{self, TokenKind, tokens};

/// Which casts a shorter form does without.
#[derive(Clone, Copy, PartialEq)]
enum Casts {
    /// All.
    All,
    /// All but those that make a string a time: `now() - '1 day'` is none.
    AllButTimes,
    /// Those of literals and lists, but for times.
    Literals,
    /// None.
    None,
}

/// Shorter forms of an expression, the shortest first; none is the expression itself.
pub(super) fn shorter(expression: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for casts in [Casts::All, Casts::AllButTimes, Casts::Literals, Casts::None] {
        let Some(text) = shortened(expression, casts) else { continue };
        if text != expression && !found.contains(&text) {
            found.push(text);
        }
    }
    found
}

/// A token, with the white space before it.
#[derive(Debug, Clone)]
struct Word {
    space: String,
    kind: TokenKind,
    text: String,
}

impl Word {
    fn is(&self, text: &str) -> bool {
        self.kind == TokenKind::Punct && self.text == text
    }

    fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    fn is_name(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::QuotedIdent)
    }
}

fn shortened(expression: &str, casts: Casts) -> Option<String> {
    let mut words: Vec<Word> = Vec::new();
    let mut space = String::new();
    for token in tokens(SYNTAX, expression) {
        match token.kind {
            TokenKind::Space => space.push_str(token.text),
            TokenKind::LineComment | TokenKind::BlockComment | TokenKind::Unterminated(_) => return None,
            kind => words.push(Word { space: std::mem::take(&mut space), kind, text: token.text.to_owned() }),
        }
    }
    // What selects has rules of its own.
    if words.iter().any(|word| word.is_word("select")) {
        return None;
    }
    if casts != Casts::None {
        words = without_casts(&words, casts);
    }
    while let Some((open, close)) = needless_parentheses(&words) {
        words.remove(close);
        let gone = words.remove(open);
        if let Some(next) = words.get_mut(open) {
            next.space = gone.space;
        }
    }
    if casts != Casts::None {
        words = with_lists(&words);
        for word in &mut words {
            if let Some(like) = like(word) {
                like.clone_into(&mut word.text);
            }
        }
    }
    let text: String = words.iter().flat_map(|word| [word.space.as_str(), word.text.as_str()]).collect();
    Some(text.trim().to_owned())
}

/// The words without `::type`.
fn without_casts(words: &[Word], casts: Casts) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let end = if word.is("::") { type_end(words, at + 1) } else { None };
        let Some(end) = end else {
            out.push(word.clone());
            at += 1;
            continue;
        };
        let ty: String = words[at + 1..end].iter().map(|word| word.text.to_ascii_lowercase() + " ").collect();
        let literal = out.last().map(|word| word.kind) == Some(TokenKind::String);
        let of_literal = literal || out.last().is_some_and(|word| word.kind == TokenKind::Number || word.is("]"));
        let of_time = literal && ["date", "time", "timestamp", "interval"].iter().any(|time| ty.starts_with(time));
        let dropped = match casts {
            Casts::All => true,
            Casts::AllButTimes => !of_time,
            Casts::Literals => of_literal && !of_time,
            Casts::None => false,
        };
        if dropped {
            if literal
                && let Some(last) = out.last_mut()
                && let Some(number) = number(&last.text, &ty)
            {
                last.text = number;
                last.kind = TokenKind::Number;
            }
        } else {
            out.extend_from_slice(&words[at..end]);
        }
        at = end;
    }
    out
}

/// `'-1'::integer` as a number.
fn number(literal: &str, ty: &str) -> Option<String> {
    let numeric = ["integer", "bigint", "smallint", "numeric", "double precision", "real"];
    let value = sql::unquote(SYNTAX, literal);
    let digits = value.strip_prefix('-').unwrap_or(&value);
    let plain = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.bytes().filter(|b| *b == b'.').count() <= 1
        && digits.starts_with(|c: char| c.is_ascii_digit());
    (plain && numeric.iter().any(|one| ty.starts_with(one))).then_some(value)
}

/// Where a type ends that begins at `at`: its name, in words, its modifiers, its brackets.
fn type_end(words: &[Word], at: usize) -> Option<usize> {
    let name = words.get(at).filter(|word| word.is_name())?;
    let mut end = at + 1;
    while words.get(end).is_some_and(|word| word.is(".")) && words.get(end + 1).is_some_and(Word::is_name) {
        end += 2;
    }
    let follows = |end: usize, word: &str| words.get(end).is_some_and(|one| one.is_word(word));
    if (name.is_word("character") || name.is_word("bit")) && follows(end, "varying")
        || name.is_word("double") && follows(end, "precision")
    {
        end += 1;
    }
    if name.is_word("interval") {
        let fields = ["year", "month", "day", "hour", "minute", "second", "to"];
        while fields.iter().any(|field| follows(end, field)) {
            end += 1;
        }
    }
    if words.get(end).is_some_and(|word| word.is("(") && word.space.is_empty()) {
        end = closing(words, end)? + 1;
    }
    if (name.is_word("time") || name.is_word("timestamp"))
        && (follows(end, "with") || follows(end, "without"))
        && follows(end + 1, "time")
        && follows(end + 2, "zone")
    {
        end += 3;
    }
    while words.get(end).is_some_and(|word| word.is("[")) && words.get(end + 1).is_some_and(|word| word.is("]")) {
        end += 2;
    }
    Some(end)
}

/// The bracket that closes the one at `open`.
fn closing(words: &[Word], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, word) in words.iter().enumerate().skip(open) {
        if word.is("(") || word.is("[") {
            depth += 1;
        } else if word.is(")") || word.is("]") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// How strongly something binds: the more, the later in this list. `None` beside an operand is no operator.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    Nothing,
    Or,
    And,
    Not,
    Is,
    Comparison,
    Like,
    Other,
    Sum,
    Product,
    Power,
    AtZone,
    Collate,
    Sign,
    Subscript,
    Cast,
    Operand,
}

/// What a word does between its neighbours.
fn binding(words: &[Word], at: usize) -> Option<Binding> {
    let word = words.get(at)?;
    let keyword = |text: &str| word.is_word(text);
    match word.kind {
        TokenKind::Punct if word.text == "::" => Some(Binding::Cast),
        TokenKind::Punct if word.text == "[" => Some(Binding::Subscript),
        TokenKind::Operator => {
            let first = at == 0
                || words.get(at - 1).is_some_and(|before| {
                    before.kind == TokenKind::Operator || before.is("(") || before.is(",") || is_between(before)
                });
            Some(match word.text.as_str() {
                "-" | "+" if first => Binding::Sign,
                "-" | "+" => Binding::Sum,
                "*" | "/" | "%" => Binding::Product,
                "^" => Binding::Power,
                "=" | "<" | ">" | "<=" | ">=" | "<>" | "!=" => Binding::Comparison,
                _ if like(word).is_some() => Binding::Like,
                _ => Binding::Other,
            })
        }
        TokenKind::Word if keyword("or") => Some(Binding::Or),
        TokenKind::Word if keyword("and") => Some(Binding::And),
        TokenKind::Word if keyword("not") => Some(Binding::Not),
        TokenKind::Word if keyword("is") || keyword("isnull") || keyword("notnull") => Some(Binding::Is),
        TokenKind::Word if keyword("in") || keyword("between") || keyword("like") || keyword("ilike") => {
            Some(Binding::Like)
        }
        TokenKind::Word if keyword("operator") => Some(Binding::Other),
        TokenKind::Word if keyword("at") => Some(Binding::AtZone),
        TokenKind::Word if keyword("collate") => Some(Binding::Collate),
        _ => None,
    }
}

/// A keyword that stands between expressions, so that parentheses behind it are no arguments.
fn is_between(word: &Word) -> bool {
    const WORDS: [&str; 13] =
        ["and", "or", "not", "case", "when", "then", "else", "is", "from", "like", "ilike", "between", "zone"];
    WORDS.iter().any(|one| word.is_word(one))
}

/// LIKE and its kin, as the operators that the server prints them by.
fn like(word: &Word) -> Option<&'static str> {
    if word.kind != TokenKind::Operator {
        return None;
    }
    Some(match word.text.as_str() {
        "~~" => "LIKE",
        "!~~" => "NOT LIKE",
        "~~*" => "ILIKE",
        "!~~*" => "NOT ILIKE",
        _ => return None,
    })
}

/// A pair of parentheses that changes nothing.
fn needless_parentheses(words: &[Word]) -> Option<(usize, usize)> {
    words.iter().enumerate().filter(|(_, word)| word.is("(")).find_map(|(open, _)| {
        let close = closing(words, open)?;
        let before = open.checked_sub(1).and_then(|at| words.get(at));
        // Arguments.
        if before.is_some_and(|before| before.is_name() && !is_between(before)) || before.is_some_and(|b| b.is("]")) {
            return None;
        }
        let inside = weakest(words, open + 1, close)?;
        let left = open.checked_sub(1).and_then(|at| binding(words, at)).unwrap_or(Binding::Nothing);
        let right = binding(words, close + 1).unwrap_or(Binding::Nothing);
        if inside == Binding::Operand {
            // `(f(x))[1]` cannot do without, and a name that is followed by a dot means something else.
            let whole = !matches!(right, Binding::Subscript) && !words.get(close + 1).is_some_and(|word| word.is("."));
            return whole.then_some((open, close));
        }
        // A mixture of AND and OR, and what NOT is about, read better with them.
        let clear = !(left == Binding::Not || inside == Binding::And && (left == Binding::Or || right == Binding::Or));
        let associative = matches!(inside, Binding::Or | Binding::And | Binding::Sum | Binding::Product);
        let fits = inside > left && (inside > right || (associative && inside == right));
        (clear && fits).then_some((open, close))
    })
}

/// The operator that binds least of those between two places; none where these are no expression by themselves.
fn weakest(words: &[Word], from: usize, to: usize) -> Option<Binding> {
    let mut found = Binding::Operand;
    let mut at = from;
    let mut cases = 0usize;
    if from >= to {
        return None;
    }
    while at < to {
        let word = words.get(at)?;
        if word.is(",") && cases == 0 {
            return None;
        }
        if word.is_word("case") {
            cases += 1;
        } else if word.is_word("end") {
            cases = cases.saturating_sub(1);
        } else if cases == 0
            && let Some(binding) = binding(words, at)
        {
            // `ARRAY[…]` is an operand, and so is what has a subscript.
            let bracket = binding == Binding::Subscript;
            if !bracket && binding < found {
                found = binding;
            }
        }
        at = if word.is("(") || word.is("[") { closing(words, at)? + 1 } else { at + 1 };
    }
    Some(found)
}

/// `= ANY (ARRAY[…])` as IN, `<> ALL (ARRAY[…])` as NOT IN, where the list has more than one member.
fn with_lists(words: &[Word]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let quantified = |sign: &str, quantifier: &str| {
            word.kind == TokenKind::Operator
                && word.text == sign
                && words.get(at + 1).is_some_and(|word| word.is_word(quantifier))
        };
        let text = if quantified("=", "any") {
            Some("IN")
        } else if quantified("<>", "all") {
            Some("NOT IN")
        } else {
            None
        };
        let list = text.and_then(|text| Some((text, list(words, at + 2)?)));
        let Some((text, (open, close))) = list else {
            out.push(word.clone());
            at += 1;
            continue;
        };
        let punct = |text: &str, space: &str| Word { space: space.into(), kind: TokenKind::Punct, text: text.into() };
        out.push(Word { kind: TokenKind::Word, text: text.into(), ..word.clone() });
        out.push(punct("(", " "));
        out.extend_from_slice(&words[open + 1..close]);
        out.push(punct(")", ""));
        at = close + 2;
    }
    out
}

/// The brackets of `(ARRAY[…])` at `at`, with nothing else in the parentheses and more than one member.
fn list(words: &[Word], at: usize) -> Option<(usize, usize)> {
    let is = |at: usize, punct: &str| words.get(at).is_some_and(|word| word.is(punct));
    if !(is(at, "(") && words.get(at + 1)?.is_word("array") && is(at + 2, "[")) {
        return None;
    }
    let close = closing(words, at + 2)?;
    let mut inside = at + 3;
    let mut members = 1;
    while inside < close {
        let word = words.get(inside)?;
        if word.is(",") {
            members += 1;
        }
        inside = if word.is("(") || word.is("[") { closing(words, inside)? + 1 } else { inside + 1 };
    }
    (is(close + 1, ")") && members > 1).then_some((at + 2, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_puts_in_is_left_out() {
        for (stored, written) in [
            ("lower((name)::text)", "lower(name)"),
            ("(price >= (0)::numeric)", "price >= 0"),
            ("((a > 0) AND (b > 0))", "a > 0 AND b > 0"),
            ("((a > 0) AND (b > '-1'::integer))", "a > 0 AND b > -1"),
            ("((status)::text = 'x'::text)", "status = 'x'"),
            (
                "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
                "status IN ('a', 'b')",
            ),
            ("(status <> ALL (ARRAY['a'::order_status, 'b'::order_status]))", "status NOT IN ('a', 'b')"),
            ("(status = ANY (ARRAY['a'::text]))", "status = ANY (ARRAY['a'])"),
            ("ARRAY['a'::text]", "ARRAY['a']"),
            ("nextval('s'::regclass)", "nextval('s')"),
            ("((email)::text ~~ '%@%'::text)", "email LIKE '%@%'"),
            ("((a + b) * c)", "(a + b) * c"),
            ("((a * b) + c)", "a * b + c"),
            ("((a + b) + c)", "a + b + c"),
            ("(a - (b - c))", "a - (b - c)"),
            ("((a AND b) OR c)", "(a AND b) OR c"),
            ("(NOT (a = b))", "NOT (a = b)"),
            ("(NOT (a))", "NOT a"),
            ("((a IS NULL) = (b IS NULL))", "(a IS NULL) = (b IS NULL)"),
            ("((a IS NULL) OR (b IS NOT NULL))", "a IS NULL OR b IS NOT NULL"),
            ("(COALESCE(a, ('x'::character varying)::text) || ' '::text)", "COALESCE(a, 'x') || ' '"),
            ("(d)::timestamp(3) without time zone", "d"),
            ("((tags)[1] = 'x'::text)", "(tags)[1] = 'x'"),
            ("(((data ->> 'a'::text))::integer > 0)", "data ->> 'a' > 0"),
            ("CASE WHEN (a > 0) THEN (b + 1) ELSE 0 END", "CASE WHEN a > 0 THEN b + 1 ELSE 0 END"),
            ("((CASE WHEN a THEN 1 ELSE 2 END) > 0)", "CASE WHEN a THEN 1 ELSE 2 END > 0"),
            ("((lower((a)::text) = lower(b)) AND c)", "lower(a) = lower(b) AND c"),
            ("((created AT TIME ZONE 'UTC'::text))::date", "created AT TIME ZONE 'UTC'"),
            ("(\"Odd :: (x)\")::text", "\"Odd :: (x)\""),
            ("((a, b) = (c, d))", "(a, b) = (c, d)"),
        ] {
            assert_eq!(shorter(stored).first().map_or(stored, String::as_str), written, "{stored}");
        }
    }

    #[test]
    fn the_longer_of_the_shorter_keep_what_may_matter() {
        assert_eq!(
            shorter("((created > (now() - '1 day'::interval)) AND ((name)::text = 'x'::text))"),
            [
                "created > now() - '1 day' AND name = 'x'",
                "created > now() - '1 day'::interval AND name = 'x'",
                "created > now() - '1 day'::interval AND name::text = 'x'",
                "created > now() - '1 day'::interval AND name::text = 'x'::text",
            ]
        );
        assert_eq!(shorter("a > 0"), [""; 0]);
        assert_eq!(shorter("(SELECT 1)"), [""; 0]);
    }
}
