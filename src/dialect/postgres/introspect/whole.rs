//! The proof that nothing was overlooked: every entry of the catalogues that a user can own was claimed by a query, or it
//! is named as beyond the model.
//!
//! The claims are the rows that came ([`super::catalog::QueryResult::take`]), not what the queries were meant to find. What is
//! left over is asked for its name in the same snapshot: a kind that this program was never told of is refused as well.

use std::collections::HashSet;

use super::catalog::{Address, Catalog, QueryResult, oid};
use super::cells::Cells;
use super::inventory::{CATALOGUES, Catalogue, InventoryRows};
use super::reader::CatalogReader;
use crate::config::filter::{KINDS, exact};
use crate::engine::Flavor;
use crate::schema::Unmodelled;

/// A condition on a row `x` of a catalogue: that it is no part of another object.
///
/// What depends internally on something is [part of how that is built](https://www.postgresql.org/docs/current/catalog-pg-depend.html),
/// and comes and goes with it: the type of a table's rows, a key's index, a foreign key's triggers, what a partition has
/// from its parent.
pub(super) fn stands_alone(catalogue: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{catalogue}'::regclass AND d.objid = x.oid \
         AND d.deptype IN ('i', 'P', 'S'))"
    )
}

/// The catalogues of what lies in no namespace.
const GLOBAL: &[&str] = &[
    "pg_am",
    "pg_cast",
    "pg_event_trigger",
    "pg_foreign_data_wrapper",
    "pg_foreign_server",
    "pg_language",
    "pg_publication",
    "pg_transform",
];

/// Every entry that a user can own, by catalogue.
#[derive(Default)]
pub(super) struct Owned {
    all: Vec<Address>,
    /// Of those in no namespace, what the transaction that reads has made.
    of_this_transaction: HashSet<Address>,
}

impl Owned {
    /// Whether the transaction that reads has made this, which lies in no namespace.
    pub(super) fn is_of_this_transaction(&self, address: Address) -> bool {
        self.of_this_transaction.contains(&address)
    }
}

impl QueryResult for Owned {
    fn query(_flavor: &Flavor) -> String {
        let objects = CATALOGUES.iter().filter_map(|Catalogue { name, rows, .. }| match rows {
            InventoryRows::Objects { condition, some_are_parts: false } => Some((name, (*condition).to_owned())),
            InventoryRows::Objects { condition, some_are_parts: true } => {
                Some((name, format!("{condition} AND {}", stands_alone(name))))
            }
            InventoryRows::Parts(_) | InventoryRows::LeftOut(_) => None,
        });
        let mut queries: Vec<String> = objects
            .map(|(name, condition)| {
                // Each savepoint has a number of its own, above the transaction's.
                let made = if GLOBAL.contains(name) {
                    "(array_agg(x.oid) FILTER (WHERE x.xmin::text::bigint >= (txid_current_if_assigned() & 4294967295)))::text"
                } else {
                    "NULL"
                };
                format!(
                    "SELECT '{name}'::regclass::oid, array_agg(x.oid)::text, {made} FROM {name} x \
                     WHERE x.oid >= 16384 AND {condition}"
                )
            })
            .collect();
        // Whatever is owned depends on its owner, its namespace or what it is made of: so does what lies in a catalogue
        // that a newer server brings.
        let known: Vec<&str> = CATALOGUES.iter().map(|catalogue| catalogue.name).collect();
        queries.push(format!(
            "SELECT x.classid, array_agg(DISTINCT x.objid)::text, NULL FROM pg_depend x WHERE x.classid = ANY (ARRAY(\
             SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' \
             AND c.relname <> ALL ('{{{}}}'))) AND x.objid >= 16384 AND x.deptype NOT IN ('i', 'P', 'S') \
             GROUP BY x.classid",
            known.join(",")
        ));
        queries.join(" UNION ALL ")
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let catalogue = cells.number();
        self.all.extend(cells.numbers().into_iter().map(|oid| (catalogue, oid)));
        self.of_this_transaction.extend(cells.numbers().into_iter().map(|oid| (catalogue, oid)));
        None
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.unknown();
    }
}

/// Something that no query claimed, to be asked for its name: the catalogue, the id, the column, whether it is but a
/// comment on it.
pub(super) struct Unclaimed {
    address: Address,
    column: i32,
    comment: bool,
}

impl Catalog {
    /// The entries that a user can own and no query claimed.
    pub(super) fn unclaimed_entries(&self) -> impl Iterator<Item = Address> {
        let all = self.owned.all.iter().copied();
        all.filter(|address| !self.claimed.contains(address) && !self.members.has(*address))
    }

    /// What no query claimed.
    pub(super) fn unclaimed(&self) -> Vec<Unclaimed> {
        let entries = self.unclaimed_entries();
        let mut found: Vec<Unclaimed> =
            entries.map(|address| Unclaimed { address, column: 0, comment: false }).collect();
        // A comment on an attribute stands on the type's entry of pg_class, which no query claims.
        let of_attributes: HashSet<Address> = self.composites.iter().map(|row| (oid::CLASS, row.relation)).collect();
        // That on the constraint of a trigger is the trigger's, and so is one on what a partition has from its parent.
        let of_triggers: HashSet<Address> =
            self.triggers.iter().flat_map(|row| [(oid::CONSTRAINT, row.constraint), (oid::TRIGGER, row.oid)]).collect();
        // A comment goes with what was claimed: read where that is modelled, else refused together with it.
        found.extend(
            self.comments
                .places()
                .filter(|(address, _)| !self.claimed.contains(address) && !self.members.has(*address))
                .filter(|(address, _)| !of_attributes.contains(address) && !of_triggers.contains(address))
                .map(|(address, column)| Unclaimed { address, column, comment: true }),
        );
        found
    }
}

/// The query for the names of what no query claimed.
pub(super) fn names(unclaimed: &[Unclaimed]) -> String {
    let values: Vec<String> = unclaimed
        .iter()
        .map(|Unclaimed { address: (catalogue, oid), column, comment }| {
            format!("({catalogue}::oid, {oid}::oid, {column}, {comment})")
        })
        .collect();
    format!(
        "SELECT CASE WHEN v.comment THEN 'comment' ELSE i.type END, i.schema, \
         CASE WHEN v.comment THEN i.type || ' ' ELSE '' END || i.identity \
         FROM (VALUES {}) v (catalogue, oid, part, comment), pg_identify_object(v.catalogue, v.oid, v.part) i \
         WHERE i.identity IS NOT NULL ORDER BY 1, 3",
        values.join(", ")
    )
}

/// The name of something that no query claimed.
pub(super) struct Unknown {
    /// What the server calls its kind.
    kind: String,
    /// The namespace it lies in.
    namespace: Option<String>,
    /// What tells it from others of its kind.
    identity: String,
}

impl Unknown {
    /// Reads a row of [`names`].
    pub(super) fn of(mut cells: Cells<'_>) -> Self {
        Unknown { kind: cells.text(), namespace: cells.optional(), identity: cells.text() }
    }
}

impl CatalogReader<'_> {
    /// Names what no query claimed, as far as it lies in a namespace of the scope or in none.
    fn unknown(&mut self) {
        for one in &self.catalog.unknown {
            let in_scope = match &one.namespace {
                Some(namespace) => self.in_scope(namespace),
                None => self.scope.only.is_none(),
            };
            // A pattern must be able to name the kind.
            let known = KINDS.contains(&one.kind.replace(' ', "_").as_str());
            let kind = if known { one.kind.as_str() } else { "object" };
            if in_scope && self.scope.filter.matches(kind, one.namespace.as_deref(), &one.identity) {
                let name = if known { one.identity.clone() } else { format!("{} {}", one.kind, one.identity) };
                self.schema.unmodelled.push(Unmodelled {
                    kind: kind.to_owned(),
                    name,
                    exclude: exact(&one.identity),
                    table: None,
                });
            }
        }
    }
}
