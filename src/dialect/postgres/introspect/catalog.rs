//! What the catalogues answered: one field a query, each with the type that holds its rows.
//!
//! A query stands with what decodes its rows and with what makes the schema of them, all in one file. [`catalog!`] is the
//! only list: a kind that is added is a file and a line here.

use std::collections::HashSet;

use super::access::{DefaultGrantRow, GrantRow, OwnerRow};
use super::aggregates::AggregateRow;
use super::ancestry::Ancestry;
use super::cells::Cells;
use super::columns::Columns;
use super::comments::Comments;
use super::composite_types::CompositeRow;
use super::constraints::ConstraintRow;
use super::depends::Dependency;
use super::domains::DomainRow;
use super::event_triggers::EventTriggerRow;
use super::extension_needs::ExtensionNeeds;
use super::extensions::{ExtensionRow, Members};
use super::foreign_data::{MappingRow, ServerRow, WrapperRow};
use super::indexes::{Collations, IndexRow, OperatorClasses};
use super::languages::{LanguageRow, TransformRow};
use super::namespaces::Namespaces;
use super::policies::PolicyRow;
use super::publications::PublicationRow;
use super::reader::CatalogReader;
use super::relations::Relation;
use super::routines::RoutineRow;
use super::rules::RuleRow;
use super::sequences::SequenceRow;
use super::statements::StatementRow;
use super::statistics::StatisticsRow;
use super::system_grants::SystemGrantRow;
use super::triggers::TriggerRow;
use super::types::TypeRow;
use super::unmodelled::UnmodelledRow;
use super::whole::{Owned, Unknown};
use crate::engine::Flavor;

/// The object id of a catalogue itself: fixed for all servers.
pub(super) mod oid {
    /// `pg_event_trigger`
    pub(crate) const EVENT_TRIGGER: u32 = 3466;
    /// `pg_language`
    pub(crate) const LANGUAGE: u32 = 2612;
    /// `pg_transform`
    pub(crate) const TRANSFORM: u32 = 3576;
    /// `pg_proc`
    pub(crate) const PROC: u32 = 1255;
    /// `pg_type`
    pub(crate) const TYPE: u32 = 1247;
    /// `pg_class`
    pub(crate) const CLASS: u32 = 1259;
    /// `pg_constraint`
    pub(crate) const CONSTRAINT: u32 = 2606;
    /// `pg_rewrite`
    pub(crate) const REWRITE: u32 = 2618;
    /// `pg_trigger`
    pub(crate) const TRIGGER: u32 = 2620;
    /// `pg_policy`
    pub(crate) const POLICY: u32 = 3256;
    /// `pg_statistic_ext`
    pub(crate) const STATISTIC_EXT: u32 = 3381;
    /// `pg_amop`
    pub(crate) const AMOP: u32 = 2602;
    /// `pg_amproc`
    pub(crate) const AMPROC: u32 = 2603;
    /// `pg_namespace`
    pub(crate) const NAMESPACE: u32 = 2615;
    /// `pg_extension`
    pub(crate) const EXTENSION: u32 = 3079;
    /// `pg_default_acl`
    pub(crate) const DEFAULT_ACL: u32 = 826;
    /// `pg_user_mapping`
    pub(crate) const USER_MAPPING: u32 = 1418;
    /// `pg_foreign_server`
    pub(crate) const FOREIGN_SERVER: u32 = 1417;
    /// `pg_foreign_data_wrapper`
    pub(crate) const FOREIGN_DATA_WRAPPER: u32 = 2328;
    /// `pg_publication`
    pub(crate) const PUBLICATION: u32 = 6104;
    /// `pg_publication_rel`
    pub(crate) const PUBLICATION_REL: u32 = 6106;
    /// `pg_publication_namespace`
    pub(crate) const PUBLICATION_NAMESPACE: u32 = 6237;
}

/// A catalogue and an object in it.
pub(super) type Address = (u32, u32);

/// One query and what becomes of its rows.
///
/// A query reads a catalogue once, as a set; names are joined by object id afterwards, which is much cheaper than asking
/// the server to print each. Objects that came with the server have ids below 16384.
pub(super) trait QueryResult: Default {
    /// The query for a server of this version.
    fn query(flavor: &Flavor) -> String;

    /// Whether it is asked in a second message, of what the first one has shown to be there.
    const SECOND: bool = false;

    /// The query of the second message; none where there is nothing to ask for.
    fn second(_flavor: &Flavor, _catalog: &Catalog) -> Option<String> {
        None
    }

    /// Takes a row. Answers which entry of which catalogue it is, where it is one that somebody can own.
    fn take(&mut self, cells: Cells<'_>) -> Option<Address>;

    /// Makes the schema's objects of all rows; an answer that others look things up in makes none.
    fn read(_reader: &mut CatalogReader<'_>) {}
}

/// An answer that is a list of rows.
pub(super) trait CatalogRow: Sized {
    /// The query for a server of this version.
    fn query(flavor: &Flavor) -> String;

    /// As [`QueryResult::SECOND`].
    const SECOND: bool = false;

    /// As [`QueryResult::second`].
    fn second(_flavor: &Flavor, _catalog: &Catalog) -> Option<String> {
        None
    }

    /// Reads a row.
    fn decode(cells: Cells<'_>) -> Self;

    /// Which entry of which catalogue it is, where it is one that somebody can own.
    fn address(&self) -> Option<Address>;

    /// Makes the schema's objects of all rows.
    fn read(_reader: &mut CatalogReader<'_>) {}
}

impl<T: CatalogRow> QueryResult for Vec<T> {
    const SECOND: bool = T::SECOND;

    fn query(flavor: &Flavor) -> String {
        T::query(flavor)
    }

    fn second(flavor: &Flavor, catalog: &Catalog) -> Option<String> {
        T::second(flavor, catalog)
    }

    fn take(&mut self, cells: Cells<'_>) -> Option<Address> {
        let row = T::decode(cells);
        let address = row.address();
        self.push(row);
        address
    }

    fn read(reader: &mut CatalogReader<'_>) {
        T::read(reader);
    }
}

/// How a query is asked and where its rows go.
pub(super) struct Query {
    /// Its text for a server of this version.
    pub text: fn(&Flavor) -> String,
    /// Whether it is asked in the second message.
    pub is_second: bool,
    /// Its text there.
    pub second: fn(&Flavor, &Catalog) -> Option<String>,
    /// Takes a row of the answer.
    pub take: fn(&mut Catalog, Cells<'_>),
    /// Makes the schema's objects of the answer.
    pub read: fn(&mut CatalogReader<'_>),
}

/// Declares the [`Catalog`] and its queries; what one makes of its answer may depend on what those above it made.
macro_rules! catalog {
    ($($(#[$doc:meta])* $field:ident: $answer:ty,)*) => {
        /// All that is asked of the catalogues.
        #[derive(Default)]
        pub(crate) struct Catalog {
            $($(#[$doc])* pub $field: $answer,)*
            /// Every row that a query claimed.
            pub claimed: HashSet<Address>,
            /// What no query claimed, by name.
            pub unknown: Vec<Unknown>,
        }

        /// The queries, in the order in which their answers are made into a schema.
        pub(crate) const QUERIES: &[Query] = &[$(Query {
            text: <$answer as QueryResult>::query,
            is_second: <$answer as QueryResult>::SECOND,
            second: <$answer as QueryResult>::second,
            take: |catalog, cells| {
                let claimed = QueryResult::take(&mut catalog.$field, cells);
                catalog.claimed.extend(claimed);
            },
            read: <$answer as QueryResult>::read,
        },)*];
    };
}

catalog! {
    /// Extensions.
    extensions: Vec<ExtensionRow>,
    /// What belongs to which extension.
    members: Members,
    /// What was made to depend on one.
    extension_needs: ExtensionNeeds,
    /// Types that users made.
    types: Vec<TypeRow>,
    /// What is a name and a statement spelled from its catalogue.
    statements: Vec<StatementRow>,
    /// Composite types.
    composites: Vec<CompositeRow>,
    /// Whose child a table is.
    ancestry: Ancestry,
    /// Domains.
    domains: Vec<DomainRow>,
    /// Tables, views, sequences.
    relations: Vec<Relation>,
    /// Columns by relation, in their order.
    columns: Columns,
    /// Constraints.
    constraints: Vec<ConstraintRow>,
    /// Indexes.
    indexes: Vec<IndexRow>,
    /// Operator classes by id.
    classes: OperatorClasses,
    /// Collations that indexes use, as SQL.
    collations: Collations,
    /// Sequences.
    sequences: Vec<SequenceRow>,
    /// Functions and procedures.
    routines: Vec<RoutineRow>,
    /// Aggregates.
    aggregates: Vec<AggregateRow>,
    /// Event triggers.
    event_triggers: Vec<EventTriggerRow>,
    /// Languages.
    languages: Vec<LanguageRow>,
    /// Transforms.
    transforms: Vec<TransformRow>,
    /// Triggers.
    triggers: Vec<TriggerRow>,
    /// Rules.
    rules: Vec<RuleRow>,
    /// Policies of row-level security.
    policies: Vec<PolicyRow>,
    /// Statistics objects.
    statistics: Vec<StatisticsRow>,
    /// Publications.
    publications: Vec<PublicationRow>,
    /// Foreign data wrappers.
    wrappers: Vec<WrapperRow>,
    /// Foreign servers.
    servers: Vec<ServerRow>,
    /// User mappings.
    mappings: Vec<MappingRow>,
    /// Comments by catalogue, id and column.
    comments: Comments,
    /// What the model has no place for.
    beyond: Vec<UnmodelledRow>,
    /// All that a user can own.
    owned: Owned,
    /// Namespaces by id, once it is known which of them hold something.
    namespaces: Namespaces,
    /// Owners, once every object is there.
    owners: Vec<OwnerRow>,
    /// Grants.
    grants: Vec<GrantRow>,
    /// Default privileges.
    default_grants: Vec<DefaultGrantRow>,
    /// Grants on what the server and extensions brought.
    system_grants: Vec<SystemGrantRow>,
    /// Who needs what, once every object has its name.
    dependencies: Vec<Dependency>,
}
