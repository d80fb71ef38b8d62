//! The README's table of what is managed on PostgreSQL, kept true: what it lists is shown by a case, and what a case shows is listed.
//!
//! Each statement of the table is written as `CREATE DOMAIN` or `ALTER TABLE … ATTACH PARTITION`; `…` stands for names. The
//! cases' expected scripts (`tests/cases/*/expected.postgres*.sql`) are statements that a server ran, both ways, with its
//! dump compared: they are what is managed.

use std::collections::BTreeSet;
use std::path::Path;

use migrate::dialect::offline_dialect;
use migrate::engine::Engine;
use migrate::sql;

const BEGIN: &str = "<!-- managed on PostgreSQL -->";
const END: &str = "<!-- /managed on PostgreSQL -->";

/// Words that a script has besides the statements that make and change the schema: rows, sequences' places, settings.
const ABOUT_ROWS: [&str; 7] = ["UPDATE", "SELECT", "DO", "SET", "RESET", "INSERT", "DELETE"];

/// The patterns of the README: the code in its table.
fn patterns(readme: &str) -> Vec<Vec<String>> {
    let start = readme.find(BEGIN).expect("the README has the table") + BEGIN.len();
    let table = &readme[start..start + readme[start..].find(END).expect("the table ends")];
    let rows = table.lines().filter(|line| line.starts_with('|'));
    let code = rows.flat_map(|row| row.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    code.map(|text| text.split_whitespace().map(str::to_owned).collect()).collect()
}

/// What a statement does, word by word: for each clause of ALTER TABLE the words up to it and its own.
fn heads(statement: &str) -> Vec<Vec<String>> {
    let dialect = offline_dialect(Engine::Postgres).expect("PostgreSQL is built in");
    let tokens: Vec<String> =
        sql::significant(dialect.syntax(), statement).map(|token| token.text.to_owned()).collect();
    let mut clauses: Vec<Vec<String>> = vec![vec![]];
    let mut depth = 0;
    for token in tokens {
        depth += i32::from(token == "(") - i32::from(token == ")");
        match token.as_str() {
            "," if depth == 0 => clauses.push(vec![]),
            _ => clauses.last_mut().expect("there is one").push(token),
        }
    }
    let first = clauses[0].clone();
    let begins = |words: &[&str]| words.iter().zip(&first).filter(|(word, token)| word == token).count() == words.len();
    let words: &[&str] = &["ALTER", "FOREIGN", "TABLE"];
    let Some(words) = [&["ALTER", "TABLE"], words].into_iter().find(|words| begins(words)) else {
        return vec![clauses.concat()];
    };
    let name = words.len() + if first.get(words.len() + 1).is_some_and(|token| token == ".") { 3 } else { 1 };
    let head = first[..name.min(first.len())].to_vec();
    let rest = clauses.into_iter().skip(1).map(|clause| [head.clone(), clause].concat());
    std::iter::once(first).chain(rest).collect()
}

/// Whether a statement begins as the pattern says; `…` stands for any words, perhaps none.
fn fits(pattern: &[String], words: &[String]) -> bool {
    match pattern.split_first() {
        None => true,
        Some((gap, rest)) if gap == "…" => (0..=words.len()).any(|at| fits(rest, &words[at..])),
        Some((word, rest)) => {
            words.split_first().is_some_and(|(first, others)| first.eq_ignore_ascii_case(word) && fits(rest, others))
        }
    }
}

/// All that the cases show.
fn shown() -> BTreeSet<Vec<String>> {
    let dialect = offline_dialect(Engine::Postgres).expect("PostgreSQL is built in");
    let mut found = BTreeSet::new();
    for case in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")).expect("cases").flatten() {
        let Ok(files) = std::fs::read_dir(case.path()) else { continue };
        let expected = files.flatten().map(|file| file.path()).filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with("expected.postgres") && path.extension().is_some_and(|end| end == "sql")
        });
        for path in expected {
            let text = std::fs::read_to_string(&path).expect("a file");
            let statements =
                sql::split(dialect.syntax(), &text).unwrap_or_else(|fault| panic!("{}: {fault:?}", path.display()));
            found.extend(statements.iter().flat_map(|statement| heads(&statement.text)));
        }
    }
    found
}

#[test]
fn the_readme_lists_what_the_cases_show() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    let (patterns, shown) = (patterns(&readme), shown());
    let about_rows =
        |words: &[String]| words.first().is_some_and(|word| ABOUT_ROWS.contains(&word.to_uppercase().as_str()));
    let listed = |words: &&Vec<String>| patterns.iter().any(|pattern| fits(pattern, words));
    let missing: BTreeSet<String> = shown
        .iter()
        .filter(|words| !about_rows(words) && !listed(words))
        .map(|words| words[..words.len().min(7)].join(" "))
        .collect();
    assert!(missing.is_empty(), "a case shows what the README does not list:\n{}", Vec::from_iter(missing).join("\n"));
    let unproven: Vec<String> = patterns
        .iter()
        .filter(|pattern| !shown.iter().any(|words| fits(pattern, words)))
        .map(|pattern| pattern.join(" "))
        .collect();
    assert!(unproven.is_empty(), "the README lists what no case shows:\n{}", unproven.join("\n"));
}

#[test]
fn a_pattern_stands_for_statements() {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let statement = "ALTER TABLE a.\"b c\" ADD COLUMN d numeric(2, 1), DROP CONSTRAINT e";
    let found = heads(statement);
    assert_eq!(found.len(), 2);
    assert!(fits(&words("ALTER TABLE … ADD COLUMN"), &found[0]));
    assert!(fits(&words("ALTER TABLE … DROP CONSTRAINT"), &found[1]));
    assert!(!fits(&words("ALTER TABLE … DROP COLUMN"), &found[1]));
    assert!(!fits(&words("CREATE TABLE"), &heads("CREATE TYPE t AS ENUM ('TABLE')")[0]));
}
