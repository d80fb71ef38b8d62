//! What is a body of statements: stored functions, stored procedures, events.

use super::definition::{DefinitionKind, DefinitionOf, settings};
use super::{GrammarSection, SectionFacts, statement};
use crate::schema::Kind;

/// A stored function.
pub(crate) struct Function;

/// A stored procedure.
pub(crate) struct Procedure;

/// An event.
pub(crate) struct Event;

/// A stored function.
pub(crate) static FUNCTION: GrammarSection<DefinitionOf<Function>> = GrammarSection {
    facts: SectionFacts::new("a function", "`[function.x]`: a stored function").short("sql").headed(),
    keys: &[statement::sql("The whole CREATE FUNCTION."), settings()],
};

/// A stored procedure.
pub(crate) static PROCEDURE: GrammarSection<DefinitionOf<Procedure>> = GrammarSection {
    facts: SectionFacts::new("a procedure", "`[procedure.x]`: a stored procedure").short("sql").headed(),
    keys: &[statement::sql("The whole CREATE PROCEDURE."), settings()],
};

/// An event.
pub(crate) static EVENT: GrammarSection<DefinitionOf<Event>> = GrammarSection {
    facts: SectionFacts::new("an event", "`[event.x]`: an event").short("sql").headed(),
    keys: &[statement::sql("The whole CREATE EVENT."), settings()],
};

impl DefinitionKind for Function {
    const KIND: Kind = Kind::Function;
    const WORDS: &'static str = "function";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &FUNCTION
    }
}

impl DefinitionKind for Procedure {
    const KIND: Kind = Kind::Procedure;
    const WORDS: &'static str = "procedure";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &PROCEDURE
    }
}

impl DefinitionKind for Event {
    const KIND: Kind = Kind::Event;
    const WORDS: &'static str = "event";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &EVENT
    }
}
