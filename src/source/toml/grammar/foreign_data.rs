//! Foreign data wrappers, servers, user mappings.

use super::definition::{DefinitionKind, DefinitionOf, comment, grants, owner, renamed_from};
use super::{GrammarSection, SectionFacts, statement};
use crate::schema::{Kind, ObjectId, QName};
use crate::source::toml::document::At;
use crate::source::toml::schema_reader::SchemaReader;

/// A foreign data wrapper.
pub(crate) struct ForeignDataWrapper;

/// A foreign server.
pub(crate) struct Server;

/// A user mapping.
pub(crate) struct UserMapping;

/// A foreign data wrapper.
pub(crate) static FOREIGN_DATA_WRAPPER: GrammarSection<DefinitionOf<ForeignDataWrapper>> = GrammarSection {
    facts: SectionFacts::new("a foreign data wrapper", "`[foreign_data_wrapper.x]`: a foreign data wrapper")
        .short("sql")
        .headed(),
    keys: &[statement::sql("The whole CREATE FOREIGN DATA WRAPPER."), comment(), renamed_from(), owner(), grants()],
};

/// A foreign server.
pub(crate) static SERVER: GrammarSection<DefinitionOf<Server>> = GrammarSection {
    facts: SectionFacts::new("a server", "`[server.x]`: a foreign server").short("sql").headed(),
    keys: &[statement::sql("The whole CREATE SERVER."), comment(), renamed_from(), owner(), grants()],
};

/// A user mapping.
pub(crate) static USER_MAPPING: GrammarSection<DefinitionOf<UserMapping>> = GrammarSection {
    facts: SectionFacts::new("a user mapping", "`[user_mapping.\"x on server\"]`: a user mapping")
        .about(
            "A password or another secret among its options is compared and never written down: no script makes, changes or drops \
             such a mapping (that is done by hand in each database; what else it says is changed around the secret), and \
             `inspect` refuses one. Or leave it out by `exclude`.",
        )
        .short("sql")
        .headed(),
    keys: &[statement::sql("The whole CREATE USER MAPPING.")],
};

impl DefinitionKind for ForeignDataWrapper {
    const KIND: Kind = Kind::ForeignDataWrapper;
    const WORDS: &'static str = "foreign data wrapper";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &FOREIGN_DATA_WRAPPER
    }
}

impl DefinitionKind for Server {
    const KIND: Kind = Kind::Server;
    const WORDS: &'static str = "server";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &SERVER
    }
}

impl DefinitionKind for UserMapping {
    const KIND: Kind = Kind::UserMapping;
    const WORDS: &'static str = "user mapping for";

    fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
        &USER_MAPPING
    }

    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
        let Some((user, server)) = key.rsplit_once(" on ") else {
            let message = format!("`{key}` names no user mapping");
            let help = "write \"role on server\", \"public on server\"".to_owned();
            reader.invalid(at, message, "not of this form", help);
            return None;
        };
        Some(ObjectId::with_arguments(Kind::UserMapping, QName::plain(user.trim()), vec![server.trim().to_owned()]))
    }

    fn key(id: &ObjectId) -> String {
        format!("{} on {}", id.name.name, id.arguments.join(", "))
    }
}
