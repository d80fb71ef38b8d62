//! Dumps made comparable: two databases with the same schema have the same set of facts, whatever the order of columns and
//! the layout of statements.

use std::collections::BTreeSet;

/// Splits at a separator outside quotes and parentheses.
fn split(text: &str, separator: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    let mut quote: Option<char> = None;
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None => match c {
                '\'' | '"' => quote = Some(c),
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            },
        }
        if c == separator && depth == 0 && quote.is_none() {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// The statements of a dump of PostgreSQL: `pg_dump` ends each with a `;` at the end of a line, which a function's body
/// between its quotes may have as well.
fn statements(dump: &str) -> Vec<String> {
    let mut found = vec![];
    let mut statement = String::new();
    // The quotes of a body, while it lasts.
    let mut quote: Option<String> = None;
    let mut atomic = false;
    let mut string = false;
    for line in dump.lines() {
        statement += line;
        statement.push('\n');
        let mut rest = line;
        if quote.is_none() && !string && line.trim_start().ends_with("BEGIN ATOMIC") {
            atomic = true;
        }
        if atomic && (line == "END;" || line.ends_with(" END;")) {
            atomic = false;
        }
        while !rest.is_empty() {
            if let Some(close) = &quote {
                let Some(at) = rest.find(close.as_str()) else { break };
                rest = &rest[at + close.len()..];
                quote = None;
            } else if string {
                let Some(at) = rest.find('\'') else { break };
                rest = &rest[at + 1..];
                string = false;
            } else {
                let Some(at) = rest.find(['\'', '"', '$']) else { break };
                let found = &rest[at..];
                let tag = found[1..].find('$').map(|end| &found[..end + 2]);
                let tag = tag.filter(|tag| tag[1..tag.len() - 1].chars().all(|c| c.is_alphanumeric() || c == '_'));
                match (found.as_bytes()[0], tag) {
                    (b'\'', _) => {
                        string = true;
                        rest = &found[1..];
                    }
                    (b'"', _) => rest = found[1..].find('"').map_or("", |end| &found[end + 2..]),
                    (_, Some(tag)) => {
                        quote = Some(tag.to_owned());
                        rest = &found[tag.len()..];
                    }
                    _ => rest = &found[1..],
                }
            }
        }
        if quote.is_none() && !string && !atomic && line.ends_with(';') {
            found.push(statement.trim().trim_end_matches(';').to_owned());
            statement.clear();
        }
    }
    found.extend(Some(statement.trim().to_owned()).filter(|rest| !rest.is_empty()));
    found
}

/// The facts of a dump of PostgreSQL: its statements, each column of a table and attribute of a type as a fact of its own.
pub(super) fn postgres(dump: &str) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for statement in statements(dump) {
        let Some((head, items)) = statement.strip_prefix("CREATE ").and_then(|rest| {
            let (head, items) = rest.split_once(" (\n")?;
            let (kind, _) = head.split_once(' ')?;
            let parted = matches!(kind, "TABLE" | "UNLOGGED" | "FOREIGN") || (kind == "TYPE" && head.ends_with(" AS"));
            parted.then_some((head, items))
        }) else {
            facts.insert(statement);
            continue;
        };
        let (items, tail) = items.rsplit_once("\n)").unwrap_or((items, ""));
        facts.insert(format!("CREATE {head}{tail}"));
        facts.extend(split(items, ',').into_iter().map(|item| format!("{head}: {item}")));
    }
    facts
}

/// A word of a statement, names and keywords told apart.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A word without quotes, in lower case: a keyword or a name.
    Word(String),
    /// A name in quotes, or a string, or punctuation, as the text of it.
    Other(String),
}

impl Token {
    fn text(&self) -> &str {
        match self {
            Token::Word(text) | Token::Other(text) => text,
        }
    }

    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(text) if text == word)
    }
}

fn tokens(sql: &str) -> Vec<Token> {
    let mut found = vec![];
    let mut characters = sql.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            c if c.is_whitespace() => {}
            '-' if characters.peek() == Some(&'-') => {
                for next in characters.by_ref() {
                    if next == '\n' {
                        break;
                    }
                }
            }
            '\'' | '"' => {
                let mut text = String::new();
                while let Some(next) = characters.next() {
                    if next == c {
                        if characters.peek() == Some(&c) {
                            characters.next();
                            text.push(c);
                            continue;
                        }
                        break;
                    }
                    text.push(next);
                }
                let plain = text.starts_with(|c: char| c.is_alphabetic() || c == '_')
                    && text.chars().all(|c| c.is_alphanumeric() || c == '_');
                found.push(match c {
                    // Quoted or not, a name's capitals mean nothing.
                    '"' if plain => Token::Word(text.to_lowercase()),
                    c => Token::Other(format!("{c}{text}{c}")),
                });
            }
            c if c.is_alphanumeric() || c == '_' || c == '.' => {
                let mut text = String::from(c);
                while let Some(next) = characters.next_if(|n| n.is_alphanumeric() || matches!(n, '_' | '.' | '$')) {
                    text.push(next);
                }
                // `new.a` and `new."a"` are the same.
                for (at, word) in text.split('.').enumerate() {
                    if c.is_ascii_digit() {
                        found.push(Token::Word(text.to_lowercase()));
                        break;
                    }
                    if at > 0 {
                        found.push(Token::Other(".".into()));
                    }
                    if !word.is_empty() {
                        found.push(Token::Word(word.to_lowercase()));
                    }
                }
            }
            c => found.push(Token::Other(c.to_string())),
        }
    }
    found
}

fn joined(tokens: &[Token]) -> String {
    tokens.iter().map(Token::text).collect::<Vec<_>>().join(" ")
}

/// Splits tokens at the commas outside parentheses.
fn items(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0;
    tokens
        .split(|token| {
            match token.text() {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            depth == 0 && token.text() == ","
        })
        .collect()
}

/// Where the parenthesis at `open` closes.
fn close(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Other(text) if text == "(" => depth += 1,
            Token::Other(text) if text == ")" => {
                depth -= 1;
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    tokens.len().saturating_sub(1)
}

/// The facts of a SQLite schema, from the text of its statements: one a line, as `table NAME<TAB>SQL`.
pub(super) fn sqlite(statements: &[(String, String)]) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for (name, sql) in statements {
        let tokens = tokens(sql);
        let table = tokens.first().is_some_and(|t| t.is("create")) && tokens.get(1).is_some_and(|t| t.is("table"));
        let open = tokens.iter().position(|token| token.text() == "(");
        let (true, Some(open)) = (table, open) else {
            facts.insert(statement(&tokens));
            continue;
        };
        let end = close(&tokens, open);
        let mut options: Vec<String> = items(&tokens[end + 1..]).into_iter().map(joined).collect();
        options.sort();
        facts.insert(format!("table {name} ({})", options.join(", ")));
        let parts = items(&tokens[open + 1..end]);
        let all = parts.iter().map(|part| item(part)).collect::<Vec<_>>();
        let keys: Vec<String> = all.iter().flatten().filter(|fact| fact.contains("primary key")).cloned().collect();
        for fact in all.into_iter().flatten() {
            // The row id is never NULL, said or not.
            let (column, rest) = fact.split_once(" not null").unwrap_or((&fact, ""));
            let row_id = fact.starts_with("column ")
                && column.ends_with(" integer")
                && keys.iter().any(|key| {
                    let name = column.trim_start_matches("column ").trim_end_matches(" integer");
                    key.contains(&format!("primary key ( {name} )"))
                });
            let fact = if row_id { format!("{column}{rest}") } else { fact };
            facts.insert(format!("{name}: {fact}"));
        }
    }
    facts
}

/// A statement other than CREATE TABLE: without the words and parentheses that mean nothing.
fn statement(tokens: &[Token]) -> String {
    let mut kept: Vec<Token> = vec![];
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let each_row = ["for", "each", "row"].iter().enumerate();
        if each_row.clone().all(|(i, word)| tokens.get(at + i).is_some_and(|token| token.is(word))) {
            at += 3;
            continue;
        }
        let opens = token.text() == "(" && tokens.get(at + 1).is_some_and(|next| next.text() == "(");
        let behind =
            |at: usize| kept.last().is_some_and(|_| at > 0) && tokens.get(at - 1).is_some_and(|t| t.text() == ",");
        // `((a + 1))`, `(b, (a + 1))`: parentheses around the whole of an item.
        let index = tokens.iter().take(3).any(|token| token.is("index"));
        let wraps = index && (opens || (token.text() == "(" && behind(at)));
        if wraps {
            let (from, to) = if opens { (at + 1, close(tokens, at + 1)) } else { (at, close(tokens, at)) };
            let ends = tokens.get(to + 1).is_some_and(|next| [",", ")", "desc"].contains(&next.text()));
            if ends {
                if opens {
                    kept.push(token.clone());
                }
                kept.extend(tokens[from + 1..to].iter().cloned());
                at = to + 1;
                continue;
            }
        }
        kept.push(token.clone());
        at += 1;
    }
    joined(&kept)
}

/// What the pragmas say, a line a fact: the row id is never NULL, said or not.
pub(super) fn pragmas(shape: &str) -> Vec<String> {
    let lines: Vec<String> = shape.lines().map(str::to_lowercase).collect();
    let fields = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
    let keys: Vec<String> = lines
        .iter()
        .map(|line| fields(line))
        .filter(|line| line.len() > 9 && line[0] == "column" && line[line.len() - 4] != "0")
        .map(|line| line[1].clone())
        .collect();
    lines
        .iter()
        .map(|line| {
            let mut fields = fields(line);
            let alone = || keys.iter().filter(|table| **table == fields[1]).count() == 1;
            let row_id = fields.len() == 10
                && fields[0] == "column"
                && fields[3] == "integer"
                && fields[6] == "1"
                && fields[8] == "0"
                && alone();
            if row_id {
                fields[4] = "-".into();
            }
            format!("pragma {}", fields.join("|"))
        })
        .collect()
}

/// The facts of one item of CREATE TABLE: a column, and each constraint that stands in it or beside it.
fn item(tokens: &[Token]) -> Vec<String> {
    let first = tokens.first().map_or("", Token::text);
    let constraint = ["constraint", "primary", "unique", "check", "foreign"].contains(&first)
        && matches!(tokens.first(), Some(Token::Word(_)))
        && !(["primary", "unique", "check", "foreign", "constraint"].contains(&first) && tokens.len() == 1);
    if constraint {
        return vec![format!("constraint {}", joined(tokens).trim_start_matches("constraint "))];
    }
    let name = first.to_owned();
    let mut facts = vec![];
    let mut said: Vec<String> = vec![];
    let mut at = 1;
    let mut ty: Vec<&str> = vec![];
    let starts = |token: &Token| {
        [
            "constraint",
            "primary",
            "unique",
            "check",
            "references",
            "not",
            "null",
            "default",
            "collate",
            "generated",
            "as",
        ]
        .iter()
        .any(|word| token.is(word))
    };
    while let Some(token) = tokens.get(at).filter(|token| !starts(token)) {
        ty.push(token.text());
        at += 1;
    }
    let mut constraint_name = String::new();
    while at < tokens.len() {
        let start = at;
        if tokens[at].is("constraint") {
            constraint_name = format!("{} ", tokens.get(at + 1).map_or("", Token::text));
            at += 2;
            continue;
        }
        at += 1;
        while at < tokens.len() && (!starts(&tokens[at]) || continues(&tokens[start..at], &tokens[at])) {
            if tokens[at].text() == "(" {
                at = close(tokens, at);
            }
            at += 1;
        }
        let clause = &tokens[start..at];
        let text = joined(clause);
        match clause[0].text() {
            "primary" => {
                let rest = conflict(clause.get(2..).unwrap_or_default());
                facts.push(format!("constraint {constraint_name}primary key ( {name} ){rest}"));
            }
            "unique" => facts.push(format!("constraint {constraint_name}unique ( {name} ){}", conflict(&clause[1..]))),
            // Short for `GENERATED ALWAYS AS (…) VIRTUAL`.
            "as" | "generated" => {
                let text = text.trim_start_matches("generated always ").to_owned();
                let end = if text.ends_with(" stored") || text.ends_with(" virtual") { "" } else { " virtual" };
                said.push(format!("generated always {text}{end}"));
            }
            "check" => facts.push(format!("constraint {constraint_name}{text}")),
            "references" => facts.push(format!("constraint {constraint_name}foreign key ( {name} ) {text}")),
            _ => said.push(text),
        }
        constraint_name.clear();
    }
    said.sort();
    let ty = if ty.is_empty() { String::new() } else { format!(" {}", ty.join(" ")) };
    let said = said.iter().map(|text| format!(" {text}")).collect::<String>();
    facts.push(format!("column {name}{ty}{said}"));
    facts
}

/// What stands behind a key; ABORT is what happens anyway.
fn conflict(rest: &[Token]) -> String {
    match joined(rest).trim_start_matches("on conflict abort").trim() {
        "" => String::new(),
        rest => format!(" {rest}"),
    }
}

/// Whether a word that could begin a clause belongs to the one before it (`ON DELETE SET NULL`, `NOT NULL`, `DEFAULT NULL`,
/// `GENERATED ALWAYS AS`).
fn continues(clause: &[Token], next: &Token) -> bool {
    let last = clause.last();
    let after = |word: &str| last.is_some_and(|token| token.is(word));
    match next.text() {
        "null" => after("not") || after("set") || after("default"),
        "default" => after("set"),
        "as" => after("always"),
        _ => false,
    }
}

/// What is in one set and not in the other, marked as in a diff.
pub(super) fn difference(wanted: &BTreeSet<String>, found: &BTreeSet<String>) -> Option<String> {
    if wanted == found {
        return None;
    }
    let missing = wanted.difference(found).map(|fact| format!("- {fact}"));
    let extra = found.difference(wanted).map(|fact| format!("+ {fact}"));
    Some(missing.chain(extra).collect::<Vec<_>>().join("\n"))
}

#[test]
fn statements_of_a_dump_are_told_from_bodies() {
    let found = statements(
        "CREATE FUNCTION f() AS $_$it's; \n x;\n$_$;\nCREATE FUNCTION g()\n    BEGIN ATOMIC\n SELECT 1;\nEND;\n\nCOMMENT ON TABLE \
         \"it's\" IS 'a;\nb';\n",
    );
    assert_eq!(found.len(), 3, "{found:#?}");
    assert_eq!(found[2], "COMMENT ON TABLE \"it's\" IS 'a;\nb'");
}

#[test]
fn facts_of_a_table_are_the_same_in_any_layout() {
    let facts = |sql: &str| sqlite(&[("t".to_owned(), sql.to_owned())]);
    let one = facts(
        "CREATE TABLE t (id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, b text NOT NULL DEFAULT 'a,(' COLLATE NOCASE
         UNIQUE CHECK (b <> ''), c REFERENCES t (id) ON DELETE SET NULL, d int GENERATED ALWAYS AS (id * 2) STORED) STRICT",
    );
    let two = facts(
        "CREATE TABLE \"t\" (d int generated always as (id*2) stored, c, \"id\" integer not null constraint pk primary key
         autoincrement, b text COLLATE nocase DEFAULT 'a,(' NOT NULL, CHECK (b<>''), UNIQUE(b),
         FOREIGN KEY (c) REFERENCES t(id) ON DELETE SET NULL) STRICT",
    );
    assert_eq!(one, two);
    assert_eq!(one.len(), 9, "{one:#?}");
    assert_ne!(one, facts("CREATE TABLE t (id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT)"));
}
