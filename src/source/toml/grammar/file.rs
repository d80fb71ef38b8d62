//! The whole file: each kind of object is an entry.

use super::access::{DEFAULT_PRIVILEGES, DefaultPrivilegesObject};
use super::codec::Codec;
use super::composite_type::{COMPOSITE_TYPE, CompositeObject};
use super::definition::DefinitionOf;
use super::domain::{DOMAIN, DomainObject};
use super::enumeration::{ENUM, EnumType};
use super::event_trigger::{EVENT_TRIGGER, EventTrigger, LANGUAGE, Language, TRANSFORM, Transform};
use super::extension::{EXTENSION, extensions};
use super::foreign_data::{FOREIGN_DATA_WRAPPER, ForeignDataWrapper, SERVER, Server, USER_MAPPING, UserMapping};
use super::namespace::{NAMESPACE, NamespaceObject, plain_namespaces};
use super::object::objects;
use super::publication::{PUBLICATION, Publication};
use super::routine::{AGGREGATE, Aggregate, EVENT, Event, FUNCTION, Function, PROCEDURE, Procedure};
use super::sequence::{SEQUENCE, SequenceObject};
use super::statistics::{STATISTICS, Statistics};
use super::system_object::{SYSTEM_OBJECT, SystemObjects};
use super::table::{TABLE, TableObject};
use super::view::{VIEW, ViewObject};
use super::{
    ALL, Form, GrammarSection, KeyEntry, MYSQL, POSTGRES, SEQUENCES, SERVERS, SQLITE, SectionFacts, Subject, instead,
    later, statement_kinds,
};
use crate::schema::Schema;
use crate::source::toml::unresolved::UnresolvedSchema;
use crate::source::toml::writing::value::Value;

/// A file.
pub(crate) struct File;

impl Subject for File {
    type Draft<'d> = UnresolvedSchema<'d>;
    type Model<'w> = &'w Schema;
}

/// The keys at the top. A key is read in all files before the next one: the types of columns are known when tables come.
pub(crate) static FILE: GrammarSection<File> = GrammarSection {
    facts: SectionFacts::new("the schema file", "The file")
        .later(&[later("role", "roles"), later("subscription", "subscriptions")]),
    keys: &[
        KeyEntry::new(
            "unnamed_constraints",
            Form::Flag,
            SQLITE,
            "Whether a constraint without a name in this file has none in the database either.",
            Codec {
                read: |section, key, schema| {
                    if section.flag(key) {
                        schema.unnamed_in.push(section.at.document.path.clone());
                    }
                    Some(())
                },
                write: |writer, _| writer.unnamed.then_some(Value::Flag(true)),
            },
        ),
        KeyEntry::new("extensions", Form::List(&EXTENSION), POSTGRES, "Extensions.", extensions()),
        KeyEntry::new(
            "namespaces",
            Form::Texts,
            POSTGRES,
            "Namespaces that have nothing but a name; that of a dotted name need not be listed.",
            plain_namespaces(),
        ),
        KeyEntry::new(
            "namespace",
            Form::Names(&NAMESPACE),
            POSTGRES,
            "Namespaces by name.",
            objects::<NamespaceObject>(),
        ),
        instead(
            KeyEntry::new("enum", Form::Names(&ENUM), POSTGRES, "Enum types by name.", objects::<EnumType>()),
            "write the values where the column is: MySQL and MariaDB have a type for them, \"enum('new', 'paid')\"; elsewhere a \
             check says them",
        ),
        KeyEntry::new(
            "composite_type",
            Form::Names(&COMPOSITE_TYPE),
            POSTGRES,
            "Composite types by name.",
            objects::<CompositeObject>(),
        ),
        KeyEntry::new("domain", Form::Names(&DOMAIN), POSTGRES, "Domains by name.", objects::<DomainObject>()),
        KeyEntry::new(
            "shell_type",
            Form::Names(&statement_kinds::SHELL_TYPE),
            POSTGRES,
            "Shell types by name: what stands for a base type, or a range type with a canonical function, while its functions are made.",
            objects::<DefinitionOf<statement_kinds::ShellType>>(),
        ),
        KeyEntry::new(
            "range_type",
            Form::Names(&statement_kinds::RANGE_TYPE),
            POSTGRES,
            "Range types by name.",
            objects::<DefinitionOf<statement_kinds::RangeType>>(),
        ),
        KeyEntry::new(
            "base_type",
            Form::Names(&statement_kinds::BASE_TYPE),
            POSTGRES,
            "Base types by name; each needs its `shell_type`.",
            objects::<DefinitionOf<statement_kinds::BaseType>>(),
        ),
        KeyEntry::new(
            "collation",
            Form::Names(&statement_kinds::COLLATION),
            POSTGRES,
            "Collations by name.",
            objects::<DefinitionOf<statement_kinds::Collation>>(),
        ),
        KeyEntry::new(
            "conversion",
            Form::Names(&statement_kinds::CONVERSION),
            POSTGRES,
            "Conversions between encodings by name.",
            objects::<DefinitionOf<statement_kinds::Conversion>>(),
        ),
        KeyEntry::new(
            "cast",
            Form::Names(&statement_kinds::CAST),
            POSTGRES,
            "Casts by their two types.",
            objects::<DefinitionOf<statement_kinds::Cast>>(),
        ),
        KeyEntry::new(
            "access_method",
            Form::Names(&statement_kinds::ACCESS_METHOD),
            POSTGRES,
            "Access methods by name.",
            objects::<DefinitionOf<statement_kinds::AccessMethod>>(),
        ),
        KeyEntry::new(
            "operator",
            Form::Names(&statement_kinds::OPERATOR),
            POSTGRES,
            "Operators by name and types.",
            objects::<DefinitionOf<statement_kinds::Operator>>(),
        ),
        KeyEntry::new(
            "operator_family",
            Form::Names(&statement_kinds::OPERATOR_FAMILY),
            POSTGRES,
            "Operator families by name and access method.",
            objects::<DefinitionOf<statement_kinds::OperatorFamily>>(),
        ),
        KeyEntry::new(
            "operator_class",
            Form::Names(&statement_kinds::OPERATOR_CLASS),
            POSTGRES,
            "Operator classes by name and access method.",
            objects::<DefinitionOf<statement_kinds::OperatorClass>>(),
        ),
        KeyEntry::new(
            "text_search_parser",
            Form::Names(&statement_kinds::TEXT_SEARCH_PARSER),
            POSTGRES,
            "Text search parsers by name.",
            objects::<DefinitionOf<statement_kinds::TextSearchParser>>(),
        ),
        KeyEntry::new(
            "text_search_template",
            Form::Names(&statement_kinds::TEXT_SEARCH_TEMPLATE),
            POSTGRES,
            "Text search templates by name.",
            objects::<DefinitionOf<statement_kinds::TextSearchTemplate>>(),
        ),
        KeyEntry::new(
            "text_search_dictionary",
            Form::Names(&statement_kinds::TEXT_SEARCH_DICTIONARY),
            POSTGRES,
            "Text search dictionaries by name.",
            objects::<DefinitionOf<statement_kinds::TextSearchDictionary>>(),
        ),
        KeyEntry::new(
            "text_search_configuration",
            Form::Names(&statement_kinds::TEXT_SEARCH_CONFIGURATION),
            POSTGRES,
            "Text search configurations by name.",
            objects::<DefinitionOf<statement_kinds::TextSearchConfiguration>>(),
        ),
        KeyEntry::new(
            "sequence",
            Form::Names(&SEQUENCE),
            SEQUENCES,
            "Sequences by name, other than those that belong to a column.",
            objects::<SequenceObject>(),
        ),
        KeyEntry::new(
            "function",
            Form::Names(&FUNCTION),
            SERVERS,
            "Stored functions by name.",
            objects::<DefinitionOf<Function>>(),
        ),
        KeyEntry::new(
            "default_privileges",
            Form::Names(&DEFAULT_PRIVILEGES),
            POSTGRES,
            "Grants that new objects get.",
            objects::<DefaultPrivilegesObject>(),
        ),
        KeyEntry::new(
            "system_object",
            Form::Names(&SYSTEM_OBJECT),
            POSTGRES,
            "Grants on what the server or an extension brought.",
            objects::<SystemObjects>(),
        ),
        KeyEntry::new(
            "foreign_data_wrapper",
            Form::Names(&FOREIGN_DATA_WRAPPER),
            POSTGRES,
            "Foreign data wrappers by name.",
            objects::<DefinitionOf<ForeignDataWrapper>>(),
        ),
        KeyEntry::new(
            "server",
            Form::Names(&SERVER),
            POSTGRES,
            "Foreign servers by name.",
            objects::<DefinitionOf<Server>>(),
        ),
        KeyEntry::new(
            "user_mapping",
            Form::Names(&USER_MAPPING),
            POSTGRES,
            "User mappings by role and server.",
            objects::<DefinitionOf<UserMapping>>(),
        ),
        KeyEntry::new("table", Form::Names(&TABLE), ALL, "Tables by name.", objects::<TableObject>()),
        KeyEntry::new("view", Form::Names(&VIEW), ALL, "Views by name.", objects::<ViewObject>()),
        KeyEntry::new(
            "statistics",
            Form::Names(&STATISTICS),
            POSTGRES,
            "Statistics objects by name.",
            objects::<DefinitionOf<Statistics>>(),
        ),
        KeyEntry::new(
            "publication",
            Form::Names(&PUBLICATION),
            POSTGRES,
            "Publications by name.",
            objects::<DefinitionOf<Publication>>(),
        ),
        KeyEntry::new(
            "procedure",
            Form::Names(&PROCEDURE),
            SERVERS,
            "Stored procedures by name.",
            objects::<DefinitionOf<Procedure>>(),
        ),
        KeyEntry::new(
            "aggregate",
            Form::Names(&AGGREGATE),
            POSTGRES,
            "Aggregate functions by name.",
            objects::<DefinitionOf<Aggregate>>(),
        ),
        KeyEntry::new(
            "event_trigger",
            Form::Names(&EVENT_TRIGGER),
            POSTGRES,
            "Event triggers by name.",
            objects::<DefinitionOf<EventTrigger>>(),
        ),
        KeyEntry::new(
            "language",
            Form::Names(&LANGUAGE),
            POSTGRES,
            "Languages by name.",
            objects::<DefinitionOf<Language>>(),
        ),
        KeyEntry::new(
            "transform",
            Form::Names(&TRANSFORM),
            POSTGRES,
            "Transforms by type and language.",
            objects::<DefinitionOf<Transform>>(),
        ),
        KeyEntry::new("event", Form::Names(&EVENT), MYSQL, "Events by name.", objects::<DefinitionOf<Event>>()),
    ],
};
