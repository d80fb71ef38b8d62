//! What comments of a SQL schema say beside the structure: `-- migrate: renamed_from old_name` on the line before the
//! thing, or behind it on its line.
//!
//! | hint | before |
//! |---|---|
//! | `renamed_from old` | a CREATE TABLE, VIEW, TYPE, SEQUENCE, INDEX, TRIGGER, RULE, POLICY …; a column, a constraint, an index or an enum value inside one |
//! | `using expression` | a column whose type changes |
//! | `backfill expression` | a column that is added or becomes NOT NULL |
//! | `replaced_by old new` | a CREATE TYPE … AS ENUM that no longer has the value `old` |

use std::path::Path;
use std::sync::Arc;

use crate::dialect::Dialect;
use crate::error::Place;
use crate::nearest::did_you_mean;
use crate::schema::{Hints, Kind, Node, ObjectId, PartKind, QName};
use crate::sql::syntax::Folding;
use crate::sql::{self, Statement, Syntax, Token, TokenKind};

use super::ddl;
use super::error::Problem;

const WORDS: [&str; 4] = ["renamed_from", "using", "backfill", "replaced_by"];

/// One hint: its word and the rest of the comment.
struct Hint<'a> {
    word: &'a str,
    rest: &'a str,
}

/// What a statement makes.
struct CreatedObject {
    kind: Option<Kind>,
    /// Where it is a part of a table or view that it names.
    part: Option<PartKind>,
    name: QName,
    /// An index or another part: what it is on, where that is known to be a table or a view by its kind alone.
    on: Option<QName>,
    /// Whether it is a unique index where such an index can be a constraint.
    unique: bool,
    /// Where the head ends: behind the name.
    end: usize,
}

impl CreatedObject {
    /// Whether statements of its own stand in it, with comments of theirs.
    fn has_body(&self) -> bool {
        matches!(self.part, Some(PartKind::Trigger | PartKind::Rule))
            || matches!(self.kind, Some(Kind::Function | Kind::Procedure | Kind::Event))
    }
}

/// The table or type that a statement makes, where it makes one.
pub(super) fn object_made(dialect: &dyn Dialect, statement: &str) -> Option<ObjectId> {
    let syntax = dialect.syntax();
    let head = sql::head_words(syntax, statement, 4);
    if !head.iter().any(|word| ["TABLE", "TYPE", "DOMAIN"].contains(&word.as_str())) {
        return None;
    }
    let made = made(syntax, statement)?;
    let kind = made.kind.filter(|_| made.part.is_none())?;
    let mut name = made.name;
    if name.namespace.as_deref() == dialect.default_namespace() {
        name.namespace = None;
    }
    Some(ObjectId::new(kind, name))
}

/// Reads the hints of a statement.
///
/// # Errors
/// A hint with an unknown word, with nothing behind it, or at a thing that cannot have it.
pub(super) fn read(
    syntax: Syntax,
    statement: &Statement,
    path: &Path,
    text: &Arc<str>,
    hints: &mut Hints,
) -> Result<(), Problem> {
    let problem = |message: String, help: String, span: Option<std::ops::Range<usize>>| {
        let mut place = ddl::place(path, text, statement, "");
        if let Some(span) = span {
            place = Place { span: statement.span.start + span.start..statement.span.start + span.end, ..place };
        }
        Problem { code: "bad-hint", message, help: Some(help), places: vec![place] }
    };
    let says = |text: &str| text.contains("migrate:");
    if !says(&statement.text) && !statement.comments.iter().any(|comment| says(comment)) {
        return Ok(());
    }
    let made = made(syntax, &statement.text);
    for comment in &statement.comments {
        let Some(hint) = hint(comment).map_err(|(message, help)| problem(message, help, None))? else { continue };
        let Some(made) = &made else {
            return Err(problem(
                format!("the hint `{}` stands before a statement that makes nothing with a name", hint.word),
                "put it on the line before a CREATE TABLE, VIEW, TYPE, SEQUENCE, INDEX, TRIGGER, RULE or POLICY, or before a column".into(),
                None,
            ));
        };
        whole(syntax, made, &hint, hints).map_err(|(message, help)| problem(message, help, None))?;
    }
    let Some(made) = made else { return Ok(()) };
    // What stands in a body is the body's.
    if !says(&statement.text) || made.has_body() {
        return Ok(());
    }
    for (token, hint) in inner(syntax, &statement.text, made.end) {
        let span = token.span.clone();
        let hint = hint.map_err(|(message, help)| problem(message, help, Some(span.clone())))?;
        let target = target(syntax, &statement.text, &token, made.end);
        part(syntax, &made, target, &hint, hints).map_err(|(message, help)| problem(message, help, Some(span)))?;
    }
    Ok(())
}

type HintProblem = (String, String);

/// The hint in a comment, where there is one.
fn hint(comment: &str) -> Result<Option<Hint<'_>>, HintProblem> {
    let Some(rest) = comment.trim().strip_prefix("migrate:") else { return Ok(None) };
    let rest = rest.trim();
    let (word, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if !WORDS.contains(&word) {
        let near = did_you_mean(word, WORDS).map_or_else(String::new, |near| format!("{near}; "));
        return Err((format!("unknown hint `{word}`"), format!("{near}the hints are {}", WORDS.join(", "))));
    }
    let rest = rest.trim();
    if rest.is_empty() {
        return Err((format!("the hint `{word}` says nothing"), format!("write `-- migrate: {word} …`")));
    }
    Ok(Some(Hint { word, rest }))
}

fn name(syntax: Syntax, token: &Token<'_>) -> String {
    let name = sql::unquote(syntax, token.text);
    // PostgreSQL folds what is not quoted.
    if token.kind == TokenKind::Word && syntax.folding == Folding::Lower { name.to_lowercase() } else { name }
}

/// A name, perhaps qualified, at the start of a text; and where it ends.
fn qualified(syntax: Syntax, text: &str) -> Option<(QName, usize)> {
    let mut parts = Vec::new();
    let mut end = 0;
    let mut tokens = sql::tokens(syntax, text).filter(|token| !token.kind.is_trivia()).peekable();
    loop {
        let token = tokens.next()?;
        if !matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String) {
            return None;
        }
        parts.push(name(syntax, &token));
        end = end.max(token.span.end);
        if tokens.next_if(|token| token.text == ".").is_none() {
            break;
        }
    }
    let leaf = parts.pop()?;
    // The namespaces that every schema has are the default ones.
    let namespace = parts.pop().filter(|namespace| !matches!(namespace.as_str(), "public" | "main"));
    Some((QName { namespace, name: leaf }, end))
}

/// Whether CREATE TABLE makes indexes as well (`KEY a (b)`): the word for them is no name of a column there.
fn has_keys(syntax: Syntax) -> bool {
    sql::is_reserved(syntax, "key") && sql::is_reserved(syntax, "fulltext")
}

/// What a CREATE statement makes.
fn made(syntax: Syntax, text: &str) -> Option<CreatedObject> {
    let mut kind = None;
    let mut part = None;
    let tokens: Vec<Token<'_>> = sql::significant(syntax, text).collect();
    let mut at = 0;
    if !tokens.first()?.is_word("create") {
        return None;
    }
    at += 1;
    while let Some(token) = tokens.get(at) {
        let word = token.text.to_ascii_uppercase();
        // What follows the word for the kind is a name, but for these.
        if (kind.is_some() || part.is_some()) && !matches!(word.as_str(), "IF" | "NOT" | "EXISTS" | "CONCURRENTLY") {
            break;
        }
        match word.as_str() {
            "OR" | "REPLACE" | "TEMP" | "TEMPORARY" | "UNLOGGED" | "MATERIALIZED" | "UNIQUE" | "RECURSIVE"
            | "GLOBAL" | "LOCAL" | "VIRTUAL" | "CONSTRAINT" => {}
            "TABLE" => kind = Some(Kind::Table),
            "VIEW" => kind = Some(Kind::View),
            "TYPE" => kind = Some(kind_of_type(&tokens, at)),
            "DOMAIN" => kind = Some(Kind::Domain),
            "COLLATION" => kind = Some(Kind::Collation),
            "CONVERSION" => kind = Some(Kind::Conversion),
            "DEFAULT" | "TEXT" | "SEARCH" if kind.is_none() => {}
            "PARSER" => kind = Some(Kind::TextSearchParser),
            "TEMPLATE" => kind = Some(Kind::TextSearchTemplate),
            "DICTIONARY" => kind = Some(Kind::TextSearchDictionary),
            "CONFIGURATION" => kind = Some(Kind::TextSearchConfiguration),
            "SEQUENCE" => kind = Some(Kind::Sequence),
            "PUBLICATION" => kind = Some(Kind::Publication),
            "SERVER" => kind = Some(Kind::Server),
            "FOREIGN" if tokens.get(at + 1).is_some_and(|next| next.text.eq_ignore_ascii_case("data")) => {
                kind = Some(Kind::ForeignDataWrapper);
                at += 2;
            }
            "FOREIGN" if tokens.get(at + 1).is_some_and(|next| next.is_word("table")) => {}
            "STATISTICS" => kind = Some(Kind::Statistics),
            "FUNCTION" => kind = Some(Kind::Function),
            "PROCEDURE" => kind = Some(Kind::Procedure),
            "EVENT" if tokens.get(at + 1).is_some_and(|next| next.is_word("TRIGGER")) => {
                kind = Some(Kind::EventTrigger);
                at += 1;
            }
            "EVENT" => kind = Some(Kind::Event),
            "TRUSTED" | "PROCEDURAL" => {}
            "LANGUAGE" => kind = Some(Kind::Language),
            // What MySQL says of a view or a routine before its kind.
            "ALGORITHM" | "DEFINER" | "SQL" | "AGGREGATE" if kind.is_none() => {
                let found = kind_after(&tokens, at);
                if found == at && word == "AGGREGATE" {
                    kind = Some(Kind::Aggregate);
                }
                at = found;
            }
            "FULLTEXT" | "SPATIAL" => {}
            "INDEX" => part = Some(PartKind::Index),
            "TRIGGER" => part = Some(PartKind::Trigger),
            "RULE" => part = Some(PartKind::Rule),
            "POLICY" => part = Some(PartKind::Policy),
            "IF" | "NOT" | "EXISTS" | "CONCURRENTLY" if kind.is_some() || part.is_some() => {}
            _ => break,
        }
        at += 1;
    }
    if kind.is_none() && part.is_none() {
        return None;
    }
    let start = tokens.get(at)?.span.start;
    let (name, length) = qualified(syntax, text.get(start..)?)?;
    let mut on = None;
    if let Some(part) = part {
        // `ON INSERT TO t`
        let word = if part == PartKind::Rule { "to" } else { "on" };
        let mut rest = tokens[at + 1..].iter().skip_while(|token| !token.is_word(word)).skip(1);
        let mut first = rest.next()?;
        if first.is_word("only") {
            first = rest.next()?;
        }
        on = qualified(syntax, text.get(first.span.start..)?).map(|(table, _)| table);
    }
    let unique = has_keys(syntax) && tokens.get(1).is_some_and(|token| token.is_word("unique"));
    Some(CreatedObject { kind, part, name, on, unique, end: start + length })
}

/// What a CREATE TYPE makes: the words behind AS say it.
fn kind_of_type(tokens: &[Token<'_>], at: usize) -> Kind {
    let behind = tokens.iter().skip(at).skip_while(|token| !token.is_word("as")).nth(1);
    match behind {
        Some(token) if token.is_word("enum") => Kind::Enum,
        Some(token) if token.is_word("range") => Kind::RangeType,
        Some(_) => Kind::CompositeType,
        None => Kind::BaseType,
    }
}

/// The place before the word for the kind, behind what is said before it.
fn kind_after(tokens: &[Token<'_>], from: usize) -> usize {
    let kinds = ["VIEW", "FUNCTION", "PROCEDURE", "EVENT"];
    let is_kind = |token: &Token<'_>| token.kind == TokenKind::Word && kinds.iter().any(|kind| token.is_word(kind));
    tokens.iter().skip(from + 1).position(is_kind).map_or(from, |distance| from + distance)
}

/// A hint about the whole thing.
fn whole(syntax: Syntax, made: &CreatedObject, hint: &Hint<'_>, hints: &mut Hints) -> Result<(), HintProblem> {
    match hint.word {
        "renamed_from" => {
            let (old, _) = qualified(syntax, hint.rest).ok_or_else(|| {
                (format!("`{}` is no name", hint.rest), "write the old name, quoted as in SQL".into())
            })?;
            // An old name that says no namespace is in the one of the new name.
            let says = sql::significant(syntax, hint.rest).nth(1).is_some_and(|token| token.text == ".");
            let old = if old.namespace.is_none() && !says { made.name.sibling(old.name) } else { old };
            if let Some(kind) =
                made.kind.filter(|kind| !kind.facts().renamed || syntax.fixed_names.contains(&kind.word()))
            {
                let word = kind.word();
                let message = format!("the {word} `{}` cannot be renamed", made.name);
                return Err((message, format!("leave the hint out: the old {word} is dropped and this one created")));
            }
            let (old, new) = match (made.kind, &made.on) {
                (Some(kind), _) => {
                    (Node::Object(ObjectId::new(kind, old)), Node::Object(ObjectId::new(kind, made.name.clone())))
                }
                (None, Some(table)) => {
                    let kind = made.part.unwrap_or(PartKind::Index);
                    // A view may have such a part as well, and the statement does not tell which it is.
                    if kind.facts().text {
                        let of = ObjectId::view(table);
                        let part = |name: &str| Node::Part(of.clone(), kind, name.to_owned());
                        hints.renames.push((part(&old.name), part(&made.name.name)));
                    }
                    (Node::part(table, kind, old.name), Node::part(table, kind, made.name.name.clone()))
                }
                (None, None) => return Ok(()),
            };
            // Where a unique index is a constraint, only the database tells which of the two it is read as.
            if let (None, Some(table)) = (made.kind, &made.on)
                && made.unique
                && made.part == Some(PartKind::Index)
            {
                let part = |node: &Node| match node {
                    Node::Part(_, _, name) => Some(Node::part(table, PartKind::Unique, name.clone())),
                    Node::Object(_) => None,
                };
                hints.renames.extend(part(&old).zip(part(&new)));
            }
            hints.renames.push((old, new));
            Ok(())
        }
        "replaced_by" if made.kind == Some(Kind::Enum) => {
            let words: Vec<String> = sql::tokens(syntax, hint.rest)
                .filter(|token| !token.kind.is_trivia())
                .map(|token| sql::unquote(syntax, token.text))
                .collect();
            let [old, new] = words.as_slice() else {
                return Err((
                    format!("`replaced_by {}` is not an old and a new value", hint.rest),
                    "write `-- migrate: replaced_by 'old' 'new'`".into(),
                ));
            };
            hints.value_replacements.push((made.name.clone(), old.clone(), new.clone()));
            Ok(())
        }
        word => Err((
            format!("the hint `{word}` does not fit here"),
            "`using` and `backfill` stand before a column, `replaced_by` before a CREATE TYPE … AS ENUM".into(),
        )),
    }
}

/// The comments with hints inside a statement's body.
fn inner(syntax: Syntax, text: &str, from: usize) -> Vec<(Token<'_>, Result<Hint<'_>, HintProblem>)> {
    let mut found = Vec::new();
    for token in sql::tokens(syntax, text).filter(|token| token.span.start >= from) {
        if !matches!(token.kind, TokenKind::LineComment | TokenKind::BlockComment) {
            continue;
        }
        let start = token.span.start + token.text.find("migrate:").unwrap_or(0);
        let body = text.get(start..token.span.end).unwrap_or_default().trim_end_matches("*/");
        if !token.text.trim_start_matches(['-', '/', '*', ' ', '#']).starts_with("migrate:") {
            continue;
        }
        match hint(body) {
            Ok(Some(hint)) => found.push((token, Ok(hint))),
            Ok(None) => {}
            Err(complaint) => found.push((token, Err(complaint))),
        }
    }
    found
}

/// What a comment inside a body is about.
enum HintedItem {
    Column(String),
    Constraint(PartKind, String),
    /// `KEY name (…)`
    Index {
        unique: bool,
        name: String,
    },
    Value(String),
    Nothing,
}

/// The item that a comment belongs to: the one on its line before it, else the next.
fn target(syntax: Syntax, text: &str, comment: &Token<'_>, from: usize) -> HintedItem {
    let line = text[..comment.span.start].rfind('\n').map_or(0, |at| at + 1);
    let tokens: Vec<Token<'_>> =
        sql::tokens(syntax, text).filter(|token| token.span.start >= from && !token.kind.is_trivia()).collect();
    let behind =
        tokens.iter().any(|t| t.span.start >= line && t.span.end <= comment.span.start && !matches!(t.text, "(" | ","));
    // The starts of items: behind the opening parenthesis and behind each comma at its level.
    let mut starts = Vec::new();
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => {
                depth += 1;
                if depth == 1 {
                    starts.push(at + 1);
                }
            }
            ")" => depth -= 1,
            "," if depth == 1 => starts.push(at + 1),
            _ => {}
        }
    }
    let position = |at: &usize| tokens.get(*at).map_or(usize::MAX, |token| token.span.start);
    let item = if behind {
        starts.iter().rev().find(|at| position(at) < comment.span.start)
    } else {
        starts.iter().find(|at| position(at) > comment.span.start)
    };
    let Some((at, first)) = item.and_then(|at| Some((*at, tokens.get(*at)?))) else { return HintedItem::Nothing };
    if first.kind == TokenKind::String && !syntax.strings.as_names {
        return HintedItem::Value(sql::unquote(syntax, first.text));
    }
    if first.is_word("constraint") {
        let Some(named) = tokens.get(at + 1) else { return HintedItem::Nothing };
        let kind = match tokens.get(at + 2).map(|token| token.text.to_ascii_uppercase()).as_deref() {
            Some("PRIMARY") => PartKind::PrimaryKey,
            Some("UNIQUE") => PartKind::Unique,
            Some("FOREIGN") => PartKind::ForeignKey,
            Some("CHECK") => PartKind::Check,
            Some("EXCLUDE") => PartKind::Exclusion,
            _ => return HintedItem::Nothing,
        };
        return HintedItem::Constraint(kind, name(syntax, named));
    }
    if has_keys(syntax) && first.kind == TokenKind::Word {
        let mut rest = tokens.iter().skip(at).skip_while(|token| {
            token.kind == TokenKind::Word
                && ["unique", "fulltext", "spatial", "key", "index"].iter().any(|word| token.is_word(word))
        });
        if ["unique", "fulltext", "spatial", "key", "index"].iter().any(|word| first.is_word(word)) {
            return match rest.next() {
                Some(named) if matches!(named.kind, TokenKind::Word | TokenKind::QuotedIdent) => {
                    HintedItem::Index { unique: first.is_word("unique"), name: name(syntax, named) }
                }
                _ => HintedItem::Nothing,
            };
        }
    }
    match first.kind {
        TokenKind::Word | TokenKind::QuotedIdent => HintedItem::Column(name(syntax, first)),
        _ => HintedItem::Nothing,
    }
}

/// A hint about a part.
fn part(
    syntax: Syntax,
    made: &CreatedObject,
    target: HintedItem,
    hint: &Hint<'_>,
    hints: &mut Hints,
) -> Result<(), HintProblem> {
    let old = || {
        qualified(syntax, hint.rest)
            .map(|(old, _)| old.name)
            .ok_or_else(|| (format!("`{}` is no name", hint.rest), "write the old name, quoted as in SQL".to_owned()))
    };
    match (hint.word, target, made.kind) {
        ("renamed_from", HintedItem::Column(new), Some(Kind::Table)) => {
            hints.renames.push((Node::column(&made.name, old()?), Node::column(&made.name, new)));
        }
        ("renamed_from", HintedItem::Column(new), Some(Kind::CompositeType)) => {
            let of = ObjectId::new(Kind::CompositeType, made.name.clone());
            let node = |name: String| Node::Part(of.clone(), PartKind::Attribute, name);
            hints.renames.push((node(old()?), node(new)));
        }
        ("renamed_from", HintedItem::Constraint(kind, new), Some(Kind::Table)) => {
            hints.renames.push((Node::part(&made.name, kind, old()?), Node::part(&made.name, kind, new)));
        }
        ("renamed_from", HintedItem::Index { unique, name: new }, Some(Kind::Table)) => {
            let old = old()?;
            // Only the database tells whether a unique one is read as a constraint.
            let kinds: &[PartKind] = if unique { &[PartKind::Unique, PartKind::Index] } else { &[PartKind::Index] };
            let node = |kind: PartKind, name: &str| Node::part(&made.name, kind, name.to_owned());
            hints.renames.extend(kinds.iter().map(|kind| (node(*kind, &old), node(*kind, &new))));
        }
        ("renamed_from", HintedItem::Value(new), Some(Kind::Enum)) => {
            let token = sql::tokens(syntax, hint.rest).next();
            let old = match token.filter(|token| token.kind == TokenKind::String) {
                Some(token) => sql::unquote(syntax, token.text),
                None => hint.rest.to_owned(),
            };
            hints.value_renames.push((made.name.clone(), old, new));
        }
        ("using", HintedItem::Column(column), Some(Kind::Table)) => {
            hints.using.insert(Node::column(&made.name, column), hint.rest.into());
        }
        ("backfill", HintedItem::Column(column), Some(Kind::Table)) => {
            hints.backfill.insert(Node::column(&made.name, column), hint.rest.into());
        }
        ("replaced_by", _, Some(Kind::Enum)) => return whole(syntax, made, hint, hints),
        (word, ..) => {
            return Err((
                format!("the hint `{word}` does not fit here"),
                "`renamed_from` stands before a column, a named constraint or an enum value, `using` and `backfill` \
                 before a column"
                    .into(),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::dialect::{mysql, postgres};

    fn hints(text: &str) -> Hints {
        hints_of(postgres::SYNTAX, text)
    }

    fn hints_of(syntax: Syntax, text: &str) -> Hints {
        let files = [(PathBuf::from("schema.sql"), Arc::from(text))];
        ddl::read(&files, syntax, false, false).unwrap().hints
    }

    #[test]
    fn an_old_name_is_in_the_namespace_of_the_new_one_or_says_its_own() {
        let found = hints(
            "-- migrate: renamed_from a\nCREATE TABLE depot.b (id int);\n-- migrate: renamed_from public.c\nCREATE TABLE depot.c (id \
             int);\n-- migrate: renamed_from depot.d\nCREATE TABLE public.d (id int);",
        );
        let (plain, depot) = (QName::plain, |name: &str| QName::within("depot", name));
        let table = |from: &QName, to: &QName| (Node::table(from), Node::table(to));
        assert_eq!(
            found.renames,
            [table(&depot("a"), &depot("b")), table(&plain("c"), &depot("c")), table(&depot("d"), &plain("d"))]
        );
    }

    #[test]
    fn indexes_in_a_table_and_what_a_dump_says_before_a_name() {
        let found = hints_of(
            mysql::SYNTAX,
            "-- migrate: renamed_from users\nCREATE TABLE `people` (\n  -- migrate: renamed_from nme\n  `name` text,\n  \
             -- migrate: renamed_from uq_1\n  UNIQUE KEY `uq_2` (`name`(10)),\n  KEY `ix_2` (`name`(5)), -- migrate: renamed_from ix_1\n  \
             -- migrate: renamed_from ft_1\n  FULLTEXT KEY ft_2 (`name`)\n) ENGINE=InnoDB;\n\
             -- migrate: renamed_from v_1\n/*!50001 CREATE ALGORITHM=UNDEFINED */\n\
             /*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */\n/*!50001 VIEW `v_2` AS select 1 */;\n\
             -- migrate: renamed_from i_1\nCREATE UNIQUE INDEX i_2 ON people (name);\n\
             -- migrate: renamed_from i_3\nCREATE FULLTEXT INDEX i_4 ON people (name);\n",
        );
        let people = QName::plain("people");
        let part = |kind, old: &str, new: &str| (Node::part(&people, kind, old), Node::part(&people, kind, new));
        let view = |name: &str| Node::Object(ObjectId::view(&QName::plain(name)));
        assert_eq!(
            found.renames,
            [
                (Node::table(&QName::plain("users")), Node::table(&people)),
                (Node::column(&people, "nme"), Node::column(&people, "name")),
                part(PartKind::Unique, "uq_1", "uq_2"),
                part(PartKind::Index, "uq_1", "uq_2"),
                part(PartKind::Index, "ix_1", "ix_2"),
                part(PartKind::Index, "ft_1", "ft_2"),
                (view("v_1"), view("v_2")),
                part(PartKind::Unique, "i_1", "i_2"),
                part(PartKind::Index, "i_1", "i_2"),
                part(PartKind::Index, "i_3", "i_4"),
            ]
        );
        let text = "-- migrate: renamed_from f\nCREATE DEFINER=`a`@`b` FUNCTION g() RETURNS int RETURN 1;";
        let files = [(PathBuf::from("schema.sql"), Arc::from(text))];
        let Err(fault) = ddl::read(&files, mysql::SYNTAX, false, false) else { panic!("no fault") };
        assert_eq!(fault.to_string(), "the function `g` cannot be renamed");
    }

    #[test]
    fn things_columns_constraints_and_values() {
        let found = hints(
            "-- migrate: renamed_from users\nCREATE TABLE People (\n  id int,\n  -- migrate: renamed_from \"Name\"\n  \
             full_name text, -- migrate: backfill 'x'\n  -- migrate: using age::int\n  age int,\n  \
             -- migrate: renamed_from ck_1\n  CONSTRAINT ck_2 CHECK (age > 0)\n);\n\
             -- migrate: renamed_from ix_1\nCREATE UNIQUE INDEX ix_2 ON public.people (age);\n\
             -- migrate: replaced_by 'old' 'new'\nCREATE TYPE billing.mood AS ENUM (\n  -- migrate: renamed_from 'sad'\n  \
             'unhappy',\n  'new'\n);\n",
        );
        let people = QName::plain("people");
        assert_eq!(
            found.renames,
            [
                (Node::table(&QName::plain("users")), Node::table(&people)),
                (Node::column(&people, "Name"), Node::column(&people, "full_name")),
                (Node::part(&people, PartKind::Check, "ck_1"), Node::part(&people, PartKind::Check, "ck_2")),
                (Node::part(&people, PartKind::Index, "ix_1"), Node::part(&people, PartKind::Index, "ix_2")),
            ]
        );
        assert_eq!(found.backfill[&Node::column(&people, "full_name")].text(), "'x'");
        assert_eq!(found.using[&Node::column(&people, "age")].text(), "age::int");
        let mood = QName::within("billing", "mood");
        assert_eq!(found.value_renames, [(mood.clone(), "sad".to_owned(), "unhappy".to_owned())]);
        assert_eq!(found.value_replacements, [(mood, "old".to_owned(), "new".to_owned())]);
    }

    #[test]
    fn a_hint_that_says_nothing_is_refused() {
        for (text, message) in [
            ("-- migrate: renamed_form users\nCREATE TABLE people (id int);", "unknown hint `renamed_form`"),
            ("-- migrate: renamed_from\nCREATE TABLE people (id int);", "the hint `renamed_from` says nothing"),
            ("-- migrate: using x\nCREATE TABLE people (id int);", "the hint `using` does not fit here"),
            ("CREATE TABLE people (\n -- migrate: usign x\n id int);", "unknown hint `usign`"),
        ] {
            let files = [(PathBuf::from("schema.sql"), Arc::from(text))];
            let Err(fault) = ddl::read(&files, postgres::SYNTAX, false, false) else { panic!("no fault in {text}") };
            assert_eq!(fault.to_string(), message);
        }
    }
}
