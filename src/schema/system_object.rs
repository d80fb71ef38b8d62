//! What roles may do with objects that the server or an extension brought.
//!
//! Such an object is no user's, and nothing of it is managed but the grants that were given or taken away since it came.

use serde::{Deserialize, Serialize};

use super::{Annotation, Grant, Kind, KindFacts, Node, NodeSet, Object, ObjectId, Phase, QName, Schema, SchemaObject};

/// The grants on an object of the server's or an extension's, as far as they are not those that it came with.
///
/// They stand in its annotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemObject {
    /// What it is: one of [`SystemObject::WORDS`].
    pub word: String,
    /// Its name as SQL, of a function with the types of its arguments, of a column with its table: `proname of pg_proc`.
    pub name: String,
    /// The extension that it belongs to, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// The grants.
    #[serde(flatten)]
    pub annotation: Annotation,
}

impl SystemObject {
    /// What can have grants, in the words of GRANT, each with a kind that has the same privileges.
    pub const WORDS: [(&'static str, Kind); 10] = [
        ("table", Kind::Table),
        ("column", Kind::Table),
        ("sequence", Kind::Sequence),
        ("function", Kind::Function),
        ("procedure", Kind::Procedure),
        ("type", Kind::Enum),
        ("schema", Kind::Namespace),
        ("language", Kind::Language),
        ("foreign data wrapper", Kind::ForeignDataWrapper),
        ("foreign server", Kind::Server),
    ];

    /// The one that a text names: `function pg_sleep(double precision)`.
    pub fn named(text: &str) -> Option<SystemObject> {
        let (word, rest) = SystemObject::WORDS
            .iter()
            .find_map(|(word, _)| Some((*word, text.strip_prefix(word)?)))
            .filter(|(_, rest)| rest.starts_with(' ') && !rest.trim().is_empty())?;
        Some(SystemObject {
            word: word.to_owned(),
            name: rest.trim().to_owned(),
            extension: None,
            annotation: Annotation::default(),
        })
    }

    /// What it is called: `function pg_sleep(double precision)`.
    pub fn title(&self) -> String {
        format!("{} {}", self.word, self.name)
    }

    /// The column and its table, as SQL, of one that is a column: `proname of pg_proc`.
    pub fn column(&self) -> Option<(&str, &str)> {
        (self.word == "column").then(|| self.name.rsplit_once(" of ")).flatten()
    }

    /// A kind of object that has the same privileges.
    pub fn alike(&self) -> Kind {
        SystemObject::WORDS.iter().find(|(word, _)| *word == self.word).map_or(Kind::Function, |(_, kind)| *kind)
    }

    /// The same with the grants that it came with.
    #[must_use]
    pub fn untouched(&self) -> SystemObject {
        SystemObject { annotation: Annotation::default(), ..self.clone() }
    }
}

/// What generic code must know of them.
pub(super) const FACTS: KindFacts = KindFacts {
    word: "system object",
    created: Phase::AlterAccess,
    dropped: Phase::DropDependents,
    namespaced: false,
    renamed: false,
    recreated: true,
    text: false,
    ambient: false,
};

impl SchemaObject for SystemObject {
    fn id(&self) -> ObjectId {
        ObjectId::new(Kind::SystemObject, QName::plain(self.title()))
    }

    fn references(&self, schema: &Schema) -> Vec<(Node, NodeSet)> {
        let extension = self.extension.as_ref().map(|name| ObjectId::new(Kind::Extension, QName::plain(name)));
        let extension = extension.filter(|id| schema.objects.contains_key(id));
        extension.map(|id| (Node::Object(self.id()), NodeSet::from_iter([Node::Object(id)]))).into_iter().collect()
    }

    fn summary(&self) -> String {
        self.annotation.grants.iter().map(Grant::summary).collect::<Vec<_>>().join("; ")
    }

    fn differences(&self, _to: &Object) -> Vec<&'static str> {
        Vec::new()
    }
}
