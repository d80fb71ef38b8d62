//! Text search: what ALTER can do.

use crate::dialect::postgres::SYNTAX;
use crate::schema::{Definition, Kind};
use crate::sql;

use super::text_search_name;

/// The statements that make one of the other in place, where that can be.
pub(super) fn alter(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    match to.id.kind {
        Kind::TextSearchDictionary => dictionary(from, to),
        Kind::TextSearchConfiguration => configuration(from, to),
        _ => None,
    }
}

/// The options of a dictionary of the same template.
fn dictionary(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    if from.clause("template")? != to.clause("template")? {
        return None;
    }
    let (old, new) = (options(from.clause("options")?), options(to.clause("options")?));
    let gone = old.iter().filter(|(word, _)| !new.iter().any(|(other, _)| other == word)).map(|(word, _)| word.clone());
    let come = new.iter().filter(|option| !old.contains(option)).map(|(word, value)| format!("{word} = {value}"));
    // The server keeps them in the order in which they come: only what is left out or put last is the same then.
    let all: Vec<String> = gone.chain(come).collect();
    let kept = old.iter().filter(|option| new.contains(option));
    let added = new.iter().filter(|option| !old.contains(option));
    let in_order = kept.chain(added).eq(new.iter());
    (in_order && !all.is_empty())
        .then(|| vec![format!("ALTER TEXT SEARCH DICTIONARY {} ({})", text_search_name(&to.id.name), all.join(", "))])
}

/// `language = 'english', stopwords = 'english'`
fn options(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut value = false;
    for token in sql::tokens(SYNTAX, text) {
        match token.text {
            "=" if !value => value = true,
            "," => {
                value = false;
                found.push(Default::default());
            }
            _ => {
                if found.is_empty() {
                    found.push(Default::default());
                }
                if let Some(last) = found.last_mut() {
                    if value { last.1.push_str(token.text) } else { last.0.push_str(token.text) }
                }
            }
        }
    }
    let trimmed = |text: &str| text.trim().to_owned();
    found.iter().map(|(word, value)| (trimmed(word), trimmed(value))).filter(|(word, _)| !word.is_empty()).collect()
}

/// The dictionaries for each type of token; the parser stays for ever.
fn configuration(from: &Definition, to: &Definition) -> Option<Vec<String>> {
    if from.clause("parser")? != to.clause("parser")? {
        return None;
    }
    let head = format!("ALTER TEXT SEARCH CONFIGURATION {}", text_search_name(&to.id.name));
    let mut out = Vec::new();
    for (token, _) in &from.clauses {
        if to.clause(token).is_none() {
            out.push(format!("{head} DROP MAPPING FOR {token}"));
        }
    }
    for (token, dictionaries) in &to.clauses {
        match from.clause(token) {
            None => out.push(format!("{head} ADD MAPPING FOR {token} WITH {dictionaries}")),
            Some(old) if old != dictionaries => {
                out.push(format!("{head} ALTER MAPPING FOR {token} WITH {dictionaries}"));
            }
            Some(_) => {}
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_as_the_server_keeps_them() {
        let read = options("language = 'en, gb', stopwords = 'it''s = x'");
        let option = |word: &str, value: &str| (word.to_owned(), value.to_owned());
        assert_eq!(read, [option("language", "'en, gb'"), option("stopwords", "'it''s = x'")]);
        assert!(options("").is_empty());
    }
}
