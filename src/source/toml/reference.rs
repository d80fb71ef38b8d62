//! The list of keys of the schema file for people, made of the grammar: a table a section.

use super::grammar::file::FILE;
use super::grammar::{ALL, AnySection, Form, KeyFacts};

/// Every section with its keys, as Markdown.
pub fn markdown() -> String {
    let mut sections: Vec<&'static dyn AnySection> = Vec::new();
    collect(&FILE, &mut sections);
    sections.iter().map(|section| table(*section)).collect::<Vec<_>>().join("\n")
}

/// A section and those that its keys lead to, each once.
fn collect(section: &'static dyn AnySection, found: &mut Vec<&'static dyn AnySection>) {
    if found.iter().any(|known| std::ptr::addr_eq(*known, section)) {
        return;
    }
    found.push(section);
    for inner in section.keys().filter_map(|key| key.form.section()) {
        collect(inner, found);
    }
}

fn table(section: &'static dyn AnySection) -> String {
    let facts = section.facts();
    let mut out = format!("#### {}\n\n", facts.title);
    let short = facts.short.and_then(|short| section.key(short));
    let short = short.map(|key| format!("The value of `{}` alone, or a table of these keys.", key.name));
    let about: Vec<String> =
        short.into_iter().chain((!facts.about.is_empty()).then(|| facts.about.to_owned())).collect();
    if !about.is_empty() {
        out.push_str(&format!("{}\n\n", about.join(" ")));
    }
    out.push_str("| key | value | on | what it says |\n|---|---|---|---|\n");
    for key in section.keys() {
        let on = databases(key);
        let needed = if key.required { " (needed)" } else { "" };
        out.push_str(&format!("| `{}`{needed} | {} | {on} | {} |\n", key.name, form(&key.form), sentence(key)));
    }
    out
}

fn sentence(key: &KeyFacts) -> String {
    let end = if key.means.ends_with(['.', ')']) { "" } else { "." };
    let beside = key.beside.map(|beside| format!(" Beside `{}`.", beside.key)).unwrap_or_default();
    format!("{}{end}{beside}", key.means)
}

/// The databases of a key; nothing where all have it.
fn databases(key: &KeyFacts) -> String {
    if key.databases.len() == ALL.len() {
        return String::new();
    }
    key.databases.iter().map(|database| database.name()).collect::<Vec<_>>().join(", ")
}

/// A form in a cell of a table.
fn form(form: &Form) -> String {
    let of = |section: &'static dyn AnySection| section.facts().what;
    match form {
        Form::Text => "string".to_owned(),
        Form::Sql => "*SQL*".to_owned(),
        Form::MarkedSql => "`{ sql = … }`".to_owned(),
        Form::Flag => "`true` or `false`".to_owned(),
        Form::Integer => "whole number".to_owned(),
        Form::Value => "*value*".to_owned(),
        Form::Choice(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", "),
        Form::Texts => "string, or a list of strings".to_owned(),
        Form::Type => "type, or `{ sql = … }`".to_owned(),
        Form::NameOrSql => "name, or `{ sql = … }`".to_owned(),
        Form::Reference => "`\"table.column\"`, `\"table\"`".to_owned(),
        Form::Columns(_) => "column, or a list of columns".to_owned(),
        Form::Parameters => "names with values".to_owned(),
        Form::TextMap => "names, each with a string".to_owned(),
        Form::Grants => "roles, each with a privilege or a list of them".to_owned(),
        Form::GrantsByColumn => "columns, each with roles and what they may do".to_owned(),
        Form::ValueMap => "names, each with a *value*".to_owned(),
        Form::One(section) => match section.facts().short.and_then(|short| section.key(short)) {
            Some(short) => format!("{}, or {}", self::form(&short.form), of(*section)),
            None => of(*section).to_owned(),
        },
        Form::Names(section) => format!("names, each with {}", of(*section)),
        Form::List(section) => format!("list; each {}", of(*section)),
        Form::NamesOrList(section) => format!("names, each with {}; or a list of what needs no name", of(*section)),
        Form::Or(forms) => forms.iter().map(self::form).collect::<Vec<_>>().join(", or "),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const BEGIN: &str = "<!-- Made of the grammar; after a change of it: UPDATE_README=1 cargo test --lib readme -->\n";
    const END: &str = "<!-- The end of what is made of the grammar. -->";

    #[test]
    fn the_readme_lists_every_key() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        let readme = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = readme.split_once(BEGIN).unwrap();
        let (stored, after) = rest.split_once(END).unwrap();
        let made = format!("\n{}\n", markdown());
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(&path, format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
            return;
        }
        assert!(stored == made, "README.md is not what the grammar says: UPDATE_README=1 cargo test --lib readme");
    }

    #[test]
    fn every_section_and_key_is_told_once() {
        let text = markdown();
        let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("#### ")).collect();
        let unique: std::collections::BTreeSet<&str> = headings.iter().copied().collect();
        assert_eq!(headings.len(), unique.len(), "{headings:#?}");
        for row in text.lines().filter(|line| line.starts_with("| `")) {
            assert_eq!(row.matches(" | ").count(), 3, "{row}");
        }
    }
}
