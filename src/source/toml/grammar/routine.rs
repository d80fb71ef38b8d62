//! What is a body of statements: stored functions, stored procedures, events.

use super::definition::{
    DefinitionKind, DefinitionOf, check_body, comment, extensions, grants, owner, renamed_from, renamed_from_on,
    settings,
};
use super::{GrammarSection, POSTGRES, SectionFacts, statement};
use crate::schema::{Kind, ObjectId};
use crate::source::toml::document::At;
use crate::source::toml::schema_reader::SchemaReader;

/// A stored function.
pub(crate) struct Function;

/// A stored procedure.
pub(crate) struct Procedure;

/// An aggregate.
pub(crate) struct Aggregate;

/// An event.
pub(crate) struct Event;

/// A stored function.
pub(crate) static FUNCTION: GrammarSection<DefinitionOf<Function>> = GrammarSection {
    facts: SectionFacts::new("a function", "`[function.x]`, `[function.\"x(integer, text)\"]`: a stored function")
        .short("sql")
        .headed(),
    keys: &[
        statement::sql("The whole CREATE FUNCTION."),
        check_body(),
        settings(),
        extensions(),
        comment(),
        renamed_from_on(POSTGRES),
        owner(),
        grants(),
    ],
};

/// A stored procedure.
pub(crate) static PROCEDURE: GrammarSection<DefinitionOf<Procedure>> = GrammarSection {
    facts: SectionFacts::new("a procedure", "`[procedure.x]`, `[procedure.\"x(integer, text)\"]`: a stored procedure")
        .short("sql")
        .headed(),
    keys: &[
        statement::sql("The whole CREATE PROCEDURE."),
        check_body(),
        settings(),
        extensions(),
        comment(),
        renamed_from_on(POSTGRES),
        owner(),
        grants(),
    ],
};

/// An aggregate.
pub(crate) static AGGREGATE: GrammarSection<DefinitionOf<Aggregate>> = GrammarSection {
    facts: SectionFacts::new("an aggregate", "`[aggregate.x]`, `[aggregate.\"x(integer)\"]`: an aggregate function")
        .short("sql")
        .headed(),
    keys: &[statement::sql("The whole CREATE AGGREGATE."), comment(), renamed_from(), owner(), grants()],
};

/// An event.
pub(crate) static EVENT: GrammarSection<DefinitionOf<Event>> = GrammarSection {
    facts: SectionFacts::new("an event", "`[event.x]`: an event").short("sql").headed(),
    keys: &[statement::sql("The whole CREATE EVENT."), settings()],
};

impl DefinitionKind for Function {
    const KIND: Kind = Kind::Function;
    const WORDS: &'static str = "function";

    const OVERLOADS: bool = true;

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &FUNCTION
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        called(reader, Self::KIND, key, at)
    }

    fn settled(reader: &SchemaReader<'_>, id: &ObjectId, statement: &str) -> ObjectId {
        with_arguments(reader, id, statement)
    }
}

impl DefinitionKind for Procedure {
    const KIND: Kind = Kind::Procedure;
    const WORDS: &'static str = "procedure";

    const OVERLOADS: bool = true;

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &PROCEDURE
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        called(reader, Self::KIND, key, at)
    }

    fn settled(reader: &SchemaReader<'_>, id: &ObjectId, statement: &str) -> ObjectId {
        with_arguments(reader, id, statement)
    }
}

impl DefinitionKind for Aggregate {
    const KIND: Kind = Kind::Aggregate;
    const WORDS: &'static str = "aggregate";
    const OVERLOADS: bool = true;

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &AGGREGATE
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        called(reader, Self::KIND, key, at)
    }

    fn settled(reader: &SchemaReader<'_>, id: &ObjectId, statement: &str) -> ObjectId {
        with_arguments(reader, id, statement)
    }
}

impl DefinitionKind for Event {
    const KIND: Kind = Kind::Event;
    const WORDS: &'static str = "event";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &EVENT
    }
}

/// A key with arguments or without: `total(integer, text)`. What stands in the parentheses only tells it from others of its
/// name; the statement says what the arguments are.
pub(super) fn called(reader: &SchemaReader<'_>, kind: Kind, key: &str, at: &At<'_>) -> Option<ObjectId> {
    let (name, arguments) = match key.strip_suffix(')').and_then(|key| key.split_once('(')) {
        Some((name, arguments)) => (name.trim_end(), Some(arguments)),
        None => (key, None),
    };
    let id = reader.identity(kind, name, at)?;
    let list = arguments.map(|list| list.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()));
    Some(ObjectId::with_arguments(kind, id.name.clone(), list.into_iter().flatten().collect()))
}

/// The identity with the arguments that the statement says.
pub(super) fn with_arguments(reader: &SchemaReader<'_>, id: &ObjectId, statement: &str) -> ObjectId {
    match reader.dialect.arguments(statement) {
        Some(arguments) => ObjectId::with_arguments(id.kind, id.name.clone(), arguments),
        None => id.clone(),
    }
}
