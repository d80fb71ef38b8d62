//! PostgreSQL's kinds that are a name and a statement of their own: types without a shape in the model, collations, casts,
//! operators, access methods, text search.

use super::definition::{DefinitionKind, DefinitionOf, comment, grants, owner, renamed_from};
use super::{GrammarSection, SectionFacts, statement};
use crate::schema::{Kind, ObjectId, QName};
use crate::source::toml::document::At;
use crate::source::toml::dotted_names;
use crate::source::toml::schema_reader::SchemaReader;

/// Declares a kind: its type, its section, its words, and what tells it from others of its name.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident, $section:ident, $kind:ident, $words:literal, [$($more:ident)*], $what:literal, $title:literal, $sql:literal $(, $key:ident)?;)*) => {
        $(
            $(#[$doc])*
            pub(crate) struct $name;

            $(#[$doc])*
            pub(crate) static $section: GrammarSection<DefinitionOf<$name>> = GrammarSection {
                facts: SectionFacts::new($what, $title).short("sql").headed(),
                keys: &[statement::sql($sql), comment(), renamed_from(), $($more(),)*],
            };

            impl DefinitionKind for $name {
                const KIND: Kind = Kind::$kind;
                const WORDS: &'static str = $words;

                fn section() -> &'static GrammarSection<DefinitionOf<Self>> {
                    &$section
                }

                $(
                    const NAMED: bool = $key::NAMED;

                    fn identity(reader: &SchemaReader<'_>, key: &str, at: &At<'_>) -> Option<ObjectId> {
                        $key::identity(reader, Self::KIND, key, at)
                    }

                    fn key(id: &ObjectId) -> String {
                        $key::key(id)
                    }
                )?
            }
        )*
    };
}

kinds! {
    /// A range type.
    RangeType, RANGE_TYPE, RangeType, "type", [owner grants], "a range type", "`[range_type.x]`: a range type",
        "The whole CREATE TYPE … AS RANGE.";
    /// A base type.
    BaseType, BASE_TYPE, BaseType, "type", [owner grants], "a base type", "`[base_type.x]`: a base type",
        "The whole CREATE TYPE.";
    /// The shell of a type.
    ShellType, SHELL_TYPE, ShellType, "type", [owner], "a shell type", "`[shell_type.x]`: the shell of a type",
        "The whole CREATE TYPE, which is a name alone.";
    /// A collation.
    Collation, COLLATION, Collation, "collation", [owner], "a collation", "`[collation.x]`: a collation",
        "The whole CREATE COLLATION.";
    /// A conversion.
    Conversion, CONVERSION, Conversion, "conversion", [owner], "a conversion", "`[conversion.x]`: a conversion between encodings",
        "The whole CREATE CONVERSION.";
    /// A cast.
    Cast, CAST, Cast, "cast", [], "a cast", "`[cast.\"a AS b\"]`: a cast", "The whole CREATE CAST.", cast;
    /// An access method.
    AccessMethod, ACCESS_METHOD, AccessMethod, "access method", [], "an access method",
        "`[access_method.x]`: an access method", "The whole CREATE ACCESS METHOD.";
    /// An operator.
    Operator, OPERATOR, Operator, "operator", [owner], "an operator", "`[operator.\"+(a, b)\"]`: an operator",
        "The whole CREATE OPERATOR.", operator;
    /// An operator family.
    OperatorFamily, OPERATOR_FAMILY, OperatorFamily, "operator family", [owner], "an operator family",
        "`[operator_family.\"x using btree\"]`: an operator family",
        "The whole CREATE OPERATOR FAMILY, and an ALTER OPERATOR FAMILY … ADD for each member of no class.", using;
    /// An operator class.
    OperatorClass, OPERATOR_CLASS, OperatorClass, "operator class", [owner], "an operator class",
        "`[operator_class.\"x using btree\"]`: an operator class", "The whole CREATE OPERATOR CLASS.", using;
    /// A text search parser.
    TextSearchParser, TEXT_SEARCH_PARSER, TextSearchParser, "text search parser", [], "a text search parser",
        "`[text_search_parser.x]`: a text search parser", "The whole CREATE TEXT SEARCH PARSER.";
    /// A text search template.
    TextSearchTemplate, TEXT_SEARCH_TEMPLATE, TextSearchTemplate, "text search template", [], "a text search template",
        "`[text_search_template.x]`: a text search template", "The whole CREATE TEXT SEARCH TEMPLATE.";
    /// A text search dictionary.
    TextSearchDictionary, TEXT_SEARCH_DICTIONARY, TextSearchDictionary, "text search dictionary", [owner],
        "a text search dictionary", "`[text_search_dictionary.x]`: a text search dictionary",
        "The whole CREATE TEXT SEARCH DICTIONARY.";
    /// A text search configuration.
    TextSearchConfiguration, TEXT_SEARCH_CONFIGURATION, TextSearchConfiguration, "text search configuration", [owner],
        "a text search configuration", "`[text_search_configuration.x]`: a text search configuration",
        "The whole CREATE TEXT SEARCH CONFIGURATION, and an ALTER TEXT SEARCH CONFIGURATION … ADD MAPPING for each type of token.";
}

/// `integer AS text`: two types, and no name.
mod cast {
    use super::{At, Kind, ObjectId, QName, SchemaReader};

    pub(super) const NAMED: bool = false;

    #[expect(clippy::unnecessary_wraps, reason = "as the others")]
    pub(super) fn identity(_reader: &SchemaReader<'_>, kind: Kind, key: &str, _at: &At<'_>) -> Option<ObjectId> {
        Some(ObjectId::new(kind, QName::plain(key)))
    }

    pub(super) fn key(id: &ObjectId) -> String {
        id.name.name.clone()
    }
}

/// `+(integer, integer)`, `billing.+(integer, integer)`; `NONE` in the place of a missing left side.
mod operator {
    use super::{At, Kind, ObjectId, SchemaReader, dotted_names};

    pub(super) const NAMED: bool = true;

    pub(super) fn identity(reader: &SchemaReader<'_>, kind: Kind, key: &str, at: &At<'_>) -> Option<ObjectId> {
        let sides = key.trim().strip_suffix(')').and_then(|key| key.split_once('('));
        let Some((name, sides)) = sides else {
            let help =
                "write the types of both sides behind it: \"+(integer, integer)\", \"-(NONE, integer)\"".to_owned();
            reader.invalid(at, format!("`{key}` is no operator with its types"), "not an operator", help);
            return None;
        };
        let id = reader.identity(kind, name.trim_end(), at)?;
        // A type may have a comma of its own in parentheses.
        let (mut depth, mut arguments) = (0i32, vec![String::new()]);
        for c in sides.chars() {
            match c {
                ',' if depth == 0 => arguments.push(String::new()),
                _ => {
                    depth += i32::from(c == '(') - i32::from(c == ')');
                    if let Some(last) = arguments.last_mut() {
                        last.push(c);
                    }
                }
            }
        }
        let arguments = arguments.iter().map(|one| one.trim().to_owned()).collect();
        Some(ObjectId::with_arguments(kind, id.name.clone(), arguments))
    }

    pub(super) fn key(id: &ObjectId) -> String {
        format!("{}({})", dotted_names::show(&id.name), id.arguments.join(", "))
    }
}

/// `money_ops using btree`
mod using {
    use super::{At, Kind, ObjectId, SchemaReader, dotted_names};

    pub(super) const NAMED: bool = true;

    pub(super) fn identity(reader: &SchemaReader<'_>, kind: Kind, key: &str, at: &At<'_>) -> Option<ObjectId> {
        let Some((name, method)) = key.split_once(" using ").or_else(|| key.split_once(" USING ")) else {
            let help = "write the access method behind its name: \"money_ops using btree\"".to_owned();
            reader.invalid(at, format!("`{key}` does not say for which access method"), "no access method", help);
            return None;
        };
        let id = reader.identity(kind, name.trim(), at)?;
        Some(ObjectId::with_arguments(kind, id.name.clone(), vec![method.trim().to_owned()]))
    }

    pub(super) fn key(id: &ObjectId) -> String {
        format!("{} using {}", dotted_names::show(&id.name), id.arguments.join(", "))
    }
}
