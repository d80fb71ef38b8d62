//! Publications.

use super::definition::{DefinitionKind, DefinitionOf, comment, owner, renamed_from};
use super::{GrammarSection, SectionFacts, statement};
use crate::schema::Kind;

/// A publication.
pub(crate) struct Publication;

/// A publication.
pub(crate) static PUBLICATION: GrammarSection<DefinitionOf<Publication>> = GrammarSection {
    facts: SectionFacts::new("a publication", "`[publication.x]`: a publication").short("sql").headed(),
    keys: &[statement::sql("The whole CREATE PUBLICATION."), comment(), renamed_from(), owner()],
};

impl DefinitionKind for Publication {
    const KIND: Kind = Kind::Publication;
    const WORDS: &'static str = "publication";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &PUBLICATION
    }
}
