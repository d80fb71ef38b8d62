//! Which objects the texts of an object name: what it may use, where no database has said yet what it uses.
//!
//! Every word counts, wherever it stands, so that more may be found than is used and never less: what is made beside a
//! thing without need costs a little time, and what is missing would make it fail.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::dialect::Dialect;
use crate::schema::{Object, ObjectId, Schema};
use crate::sql;

/// The objects of a schema by their names in lower case, whatever namespace they lie in.
pub(super) struct ObjectNames<'a>(BTreeMap<String, Vec<&'a ObjectId>>);

impl<'a> ObjectNames<'a> {
    /// Those of this schema.
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut by_name: BTreeMap<String, Vec<&ObjectId>> = BTreeMap::new();
        for id in schema.objects.keys() {
            by_name.entry(id.name.name.to_lowercase()).or_default().push(id);
        }
        ObjectNames(by_name)
    }

    /// The objects that the texts of this one name, itself among them.
    pub(super) fn mentioned(&self, object: &Object, dialect: &dyn Dialect) -> BTreeSet<&'a ObjectId> {
        words(object, dialect).iter().filter_map(|word| self.0.get(word)).flatten().copied().collect()
    }

    /// Those that must be there for it to be made: without those that a body names in a string, which is taken unread.
    pub(super) fn built_of(&self, object: &Object, dialect: &dyn Dialect) -> BTreeSet<&'a ObjectId> {
        let text = match object {
            Object::Definition(definition) if dialect.recheck(object).is_some() => definition.sql.text(),
            _ => return self.mentioned(object, dialect),
        };
        let tokens = sql::tokens(dialect.syntax(), text);
        let named = tokens.filter(|t| matches!(t.kind, sql::TokenKind::Word | sql::TokenKind::QuotedIdent));
        let words: BTreeSet<String> = named.map(|t| sql::unquote(dialect.syntax(), t.text).to_lowercase()).collect();
        words.iter().filter_map(|word| self.0.get(word)).flatten().copied().collect()
    }
}

/// The views and objects with triggers of a schema, by the words of their texts.
pub(super) struct Texts<'a> {
    all: Vec<&'a ObjectId>,
    by_word: HashMap<String, Vec<&'a ObjectId>>,
}

impl<'a> Texts<'a> {
    /// Those of this schema.
    pub(super) fn of(schema: &'a Schema, dialect: &dyn Dialect) -> Self {
        let mut texts = Texts { all: Vec::new(), by_word: HashMap::new() };
        for (id, object) in schema.objects.iter().filter(|(id, object)| holds_text(id, object)) {
            texts.all.push(id);
            for word in words(object, dialect) {
                texts.by_word.entry(word).or_default().push(id);
            }
        }
        texts
    }

    /// All of them.
    pub(super) fn all(&self) -> &[&'a ObjectId] {
        &self.all
    }

    /// Each of them, with each object that it names, itself aside.
    pub(super) fn needs<'n>(&self, names: &ObjectNames<'n>) -> impl Iterator<Item = (&'a ObjectId, &'n ObjectId)> {
        let named = self.by_word.iter().filter_map(|(word, texts)| Some((texts, names.0.get(word)?)));
        let pairs =
            named.flat_map(|(texts, named)| texts.iter().flat_map(|text| named.iter().map(|need| (*text, *need))));
        pairs.filter(|(text, need)| text != need)
    }

    /// Those that name something of `changed`, or one another on the way to it.
    pub(super) fn over(&self, changed: &BTreeSet<ObjectId>) -> BTreeSet<&'a ObjectId> {
        let mut found = BTreeSet::new();
        let mut names: Vec<String> = changed.iter().map(|id| id.name.name.to_lowercase()).collect();
        while let Some(name) = names.pop() {
            for text in self.by_word.get(&name).into_iter().flatten() {
                if !changed.contains(*text) && found.insert(*text) {
                    names.push(text.name.name.to_lowercase());
                }
            }
        }
        found
    }
}

/// Those of some objects whose names stand in these texts, or in the texts of one another.
pub(super) fn named<'o>(texts: &[&str], objects: &'o [Object]) -> Vec<&'o Object> {
    let mut texts: Vec<String> = texts.iter().filter(|_| !objects.is_empty()).map(|text| text.to_lowercase()).collect();
    let mut left: Vec<&Object> = objects.iter().collect();
    let mut found = Vec::new();
    while let Some(text) = texts.pop() {
        left.retain(|object| {
            let named = text.contains(&object.id().name.name.to_lowercase());
            if named {
                found.push(*object);
                if let Object::View(view) = object {
                    texts.push(view.query.text().to_lowercase());
                }
            }
            !named
        });
    }
    found
}

/// Whether it is a statement, or has triggers, which are.
fn holds_text(id: &ObjectId, object: &Object) -> bool {
    id.kind.facts().text || object.as_dyn().has_triggers()
}

/// Every word in the texts of an object that can be a name, in lower case; operators too.
fn words(object: &Object, dialect: &dyn Dialect) -> BTreeSet<String> {
    fn strings(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => found.push(text.clone()),
            serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, found)),
            serde_json::Value::Object(fields) => fields.values().for_each(|value| strings(value, found)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    if let Ok(value) = serde_json::to_value(object) {
        strings(&value, &mut texts);
    }
    let mut words = BTreeSet::new();
    for text in texts {
        words.insert(text.to_lowercase());
        words_in(&text, dialect.syntax(), &mut words);
    }
    words
}

/// The words of a text, and those within its strings: `nextval('billing.numbers')`, the body of a function and what stands in a
/// string there.
fn words_in(text: &str, syntax: sql::Syntax, words: &mut BTreeSet<String>) {
    for token in sql::tokens(syntax, text) {
        match token.kind {
            sql::TokenKind::Word | sql::TokenKind::QuotedIdent => {
                words.insert(sql::unquote(syntax, token.text).to_lowercase());
            }
            sql::TokenKind::String | sql::TokenKind::DollarString => {
                let inside = sql::unquote(syntax, token.text);
                words.insert(inside.to_lowercase());
                // A string that is nothing but itself ends it.
                if inside.len() < text.len() {
                    words_in(&inside, syntax, words);
                }
            }
            sql::TokenKind::Operator => {
                words.insert(token.text.to_owned());
            }
            _ => {}
        }
    }
}
