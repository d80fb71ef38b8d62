//! The kinds of object and of part, each with the facts that generic code asks for.
//!
//! The facts stand in the kind's own file, beside its data. Generic code (the comparison, the order, the trial in a
//! shadow, the words on screen) asks them and never names a kind.

use serde::{Deserialize, Serialize};

use super::{
    base_type, cast, collation, column, composite_type, constraint, default_privileges, domain, enums, event,
    event_trigger, extension, foreign_data, index, language, namespace, operator, policy, publication, range_type,
    routine, rule, sequence, statistics, system_object, table, text_search, trigger, view,
};

/// The kinds of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A namespace (PostgreSQL's schema).
    Namespace,
    /// An extension.
    Extension,
    /// An enum type.
    Enum,
    /// A sequence that is no column's own.
    Sequence,
    /// A table.
    Table,
    /// A view or a materialized view.
    View,
    /// A publication.
    Publication,
    /// A stored function.
    Function,
    /// A stored procedure.
    Procedure,
    /// An event: statements that the server runs by the clock.
    Event,
    /// An aggregate function.
    Aggregate,
    /// An event trigger: a function that runs when the schema of a database changes.
    EventTrigger,
    /// A language that functions are written in.
    Language,
    /// A transform: how a type is handed to a language.
    Transform,
    /// A domain: a type with checks.
    Domain,
    /// A composite type.
    CompositeType,
    /// A range type.
    RangeType,
    /// A base type.
    BaseType,
    /// The shell that stands for a type while its functions are made.
    ShellType,
    /// A collation.
    Collation,
    /// A conversion between encodings.
    Conversion,
    /// A cast.
    Cast,
    /// An access method.
    AccessMethod,
    /// An operator.
    Operator,
    /// An operator family.
    OperatorFamily,
    /// An operator class.
    OperatorClass,
    /// A parser of text search.
    TextSearchParser,
    /// A template of text search dictionaries.
    TextSearchTemplate,
    /// A text search dictionary.
    TextSearchDictionary,
    /// A text search configuration.
    TextSearchConfiguration,
    /// A statistics object: what the planner keeps of several columns.
    Statistics,
    /// A foreign data wrapper.
    ForeignDataWrapper,
    /// A foreign server.
    Server,
    /// A user mapping of a foreign server.
    UserMapping,
    /// The grants that objects get when they are made.
    DefaultPrivileges,
    /// The grants on an object that the server or an extension brought.
    SystemObject,
}

/// What generic code must know of a kind of object.
#[derive(Debug)]
pub struct KindFacts {
    /// The word for it: on screen, and in `include` and `exclude` patterns.
    pub word: &'static str,
    /// When it is created, where no dependency decides.
    pub created: Phase,
    /// When it is dropped, where no dependency decides.
    pub dropped: Phase,
    /// Whether it lies in a namespace; else the database has one of a name.
    pub namespaced: bool,
    /// Whether it can be given another name with all that it holds: by `renamed_from` and `--rename`.
    pub renamed: bool,
    /// Whether it can be dropped and created again for the sake of what it depends on: nothing is lost with it.
    pub recreated: bool,
    /// Whether it is a text that uses others by name: only the server knows which, so that it is created last, and
    /// whatever changes below it may change it.
    pub text: bool,
    /// Whether a trial in a shadow always needs it, since its names are used without being qualified.
    pub ambient: bool,
}

impl Kind {
    /// Whether it can be in the way of what changes below it, so that a trial of the change needs it. A publication never is,
    /// and may name all tables that there are.
    pub fn follows(self) -> bool {
        let facts = self.facts();
        facts.text || (facts.recreated && self != Kind::Publication)
    }

    /// Whether it is called with arguments.
    pub fn is_routine(self) -> bool {
        matches!(self, Kind::Function | Kind::Procedure | Kind::Aggregate)
    }

    /// All of them.
    pub const ALL: [Kind; 36] = [
        Kind::Namespace,
        Kind::Extension,
        Kind::Enum,
        Kind::Sequence,
        Kind::Table,
        Kind::View,
        Kind::Publication,
        Kind::Function,
        Kind::Procedure,
        Kind::Event,
        Kind::Aggregate,
        Kind::EventTrigger,
        Kind::Language,
        Kind::Transform,
        Kind::Domain,
        Kind::CompositeType,
        Kind::RangeType,
        Kind::BaseType,
        Kind::ShellType,
        Kind::Collation,
        Kind::Conversion,
        Kind::Cast,
        Kind::AccessMethod,
        Kind::Operator,
        Kind::OperatorFamily,
        Kind::OperatorClass,
        Kind::TextSearchParser,
        Kind::TextSearchTemplate,
        Kind::TextSearchDictionary,
        Kind::TextSearchConfiguration,
        Kind::Statistics,
        Kind::ForeignDataWrapper,
        Kind::Server,
        Kind::UserMapping,
        Kind::DefaultPrivileges,
        Kind::SystemObject,
    ];

    /// Its facts.
    pub fn facts(self) -> &'static KindFacts {
        match self {
            Kind::Namespace => &namespace::FACTS,
            Kind::Extension => &extension::FACTS,
            Kind::Enum => &enums::FACTS,
            Kind::Sequence => &sequence::FACTS,
            Kind::Table => &table::FACTS,
            Kind::View => &view::FACTS,
            Kind::Publication => &publication::FACTS,
            Kind::Function => &routine::FUNCTION,
            Kind::Procedure => &routine::PROCEDURE,
            Kind::Event => &event::FACTS,
            Kind::Aggregate => &routine::AGGREGATE,
            Kind::EventTrigger => &event_trigger::FACTS,
            Kind::Language => &language::LANGUAGE,
            Kind::Transform => &language::TRANSFORM,
            Kind::Domain => &domain::FACTS,
            Kind::CompositeType => &composite_type::FACTS,
            Kind::RangeType => &range_type::FACTS,
            Kind::BaseType => &base_type::FACTS,
            Kind::ShellType => &base_type::SHELL_FACTS,
            Kind::Collation => &collation::COLLATION,
            Kind::Conversion => &collation::CONVERSION,
            Kind::Cast => &cast::FACTS,
            Kind::AccessMethod => &operator::ACCESS_METHOD,
            Kind::Operator => &operator::OPERATOR,
            Kind::OperatorFamily => &operator::OPERATOR_FAMILY,
            Kind::OperatorClass => &operator::OPERATOR_CLASS,
            Kind::TextSearchParser => &text_search::PARSER,
            Kind::TextSearchTemplate => &text_search::TEMPLATE,
            Kind::TextSearchDictionary => &text_search::DICTIONARY,
            Kind::TextSearchConfiguration => &text_search::CONFIGURATION,
            Kind::Statistics => &statistics::FACTS,
            Kind::ForeignDataWrapper => &foreign_data::WRAPPER,
            Kind::Server => &foreign_data::SERVER,
            Kind::UserMapping => &foreign_data::USER_MAPPING,
            Kind::DefaultPrivileges => &default_privileges::FACTS,
            Kind::SystemObject => &system_object::FACTS,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        self.facts().word
    }

    /// Whether a database has it beside its namespaces, so that no namespace can stand for a database in a trial of it.
    pub fn is_global(self) -> bool {
        !self.facts().namespaced && !self.facts().ambient
    }
}

/// The kinds of part that a table or a view has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// A column.
    Column,
    /// The primary key.
    PrimaryKey,
    /// A unique constraint.
    Unique,
    /// A check.
    Check,
    /// An exclusion constraint.
    Exclusion,
    /// A foreign key.
    ForeignKey,
    /// An index.
    Index,
    /// A trigger.
    Trigger,
    /// An attribute of a composite type.
    Attribute,
    /// A rule.
    Rule,
    /// A policy of row-level security.
    Policy,
    /// Row-level security: whether it is on.
    RowSecurity,
}

/// What generic code must know of a kind of part.
#[derive(Debug)]
pub struct PartFacts {
    /// The word for it on screen.
    pub word: &'static str,
    /// When it is added, where no dependency decides.
    pub added: Phase,
    /// When it is dropped, where no dependency decides.
    pub dropped: Phase,
    /// Whether it needs objects besides the one that it is a part of, so that a trial that needs its object only as a
    /// support leaves it out.
    pub reaches_out: bool,
    /// Whether other parts may need it to be there: a key or an index that a foreign key refers to.
    pub referred_to: bool,
    /// Whether it is a text that uses others by name: only the server knows which, so that it comes by itself, behind its
    /// object and all that it may use, and nothing is lost when it is dropped and created again.
    pub text: bool,
}

impl PartKind {
    /// Whether it is an index, or a constraint with one behind it.
    pub fn has_index(self) -> bool {
        matches!(self, PartKind::Index | PartKind::PrimaryKey | PartKind::Unique | PartKind::Exclusion)
    }

    /// Its facts.
    pub fn facts(self) -> &'static PartFacts {
        match self {
            PartKind::Column => &column::FACTS,
            PartKind::PrimaryKey => &constraint::PRIMARY_KEY,
            PartKind::Unique => &constraint::UNIQUE,
            PartKind::Check => &constraint::CHECK,
            PartKind::Exclusion => &constraint::EXCLUSION,
            PartKind::ForeignKey => &constraint::FOREIGN_KEY,
            PartKind::Index => &index::FACTS,
            PartKind::Trigger => &trigger::FACTS,
            PartKind::Attribute => &composite_type::ATTRIBUTE,
            PartKind::Rule => &rule::FACTS,
            PartKind::Policy => &policy::FACTS,
            PartKind::RowSecurity => &policy::ROW_SECURITY,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        self.facts().word
    }
}

/// Where an operation stands in a script when no dependency decides: an order that reads well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// New values of an enum: first of all, so that what cannot run in a transaction stands before the transaction, not
    /// in the middle of it.
    AddEnumValues,
    /// What depends on much else goes first: views, triggers, foreign keys.
    DropDependents,
    /// Other parts go.
    DropParts,
    /// New names for what stays.
    Rename,
    /// Namespaces.
    CreateNamespaces,
    /// Extensions.
    CreateExtensions,
    /// Types.
    CreateTypes,
    /// Sequences, and types that are rebuilt.
    CreateSequences,
    /// Tables.
    CreateTables,
    /// Options of whole objects.
    AlterObjects,
    /// Generated columns go, before what they are computed from changes.
    DropGeneratedColumns,
    /// Columns come.
    AddColumns,
    /// Columns change.
    AlterColumns,
    /// Columns go.
    DropColumns,
    /// Tables go.
    DropTables,
    /// Keys and checks come.
    AddConstraints,
    /// Indexes come.
    AddIndexes,
    /// Foreign keys come.
    AddForeignKeys,
    /// Parts change.
    AlterParts,
    /// Triggers come.
    AddTriggers,
    /// What uses much else comes last: views.
    CreateDependents,
    /// Who owns things, and what roles may do with them.
    AlterAccess,
    /// Sequences go.
    DropSequences,
    /// Types go.
    DropTypes,
    /// Extensions go.
    DropExtensions,
    /// Namespaces go.
    DropNamespaces,
}
