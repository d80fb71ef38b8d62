//! Owners and grants, for whatever they stand on; default privileges.
//!
//! One query for all catalogues that hold owners, one for all that hold grants. They come after all objects are made, and
//! find theirs by the address. Of grants, only what differs from the server's own defaults comes (`acldefault`): a default
//! that was taken away is a fact like a right that was given.

use std::collections::{BTreeMap, HashMap};

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::engine::Flavor;
use crate::schema::{Annotation, DefaultPrivileges, Grant, Kind, Namespace, Node, Object, ObjectId, PartKind, QName};

/// The role that is connected.
const ME: &str = "(SELECT oid FROM pg_roles WHERE rolname = CURRENT_USER)";

/// An owner other than the role that is connected.
pub(super) struct OwnerRow {
    /// Of what.
    of: Address,
    /// The role's name.
    owner: String,
}

/// The catalogues with owners: the name, the column of the owner, which rows count.
const OWNED: &[(&str, &str, &str)] = &[
    ("pg_class", "relowner", "x.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"),
    ("pg_proc", "proowner", "true"),
    ("pg_type", "typowner", "true"),
    ("pg_foreign_data_wrapper", "fdwowner", "true"),
    ("pg_foreign_server", "srvowner", "true"),
    ("pg_language", "lanowner", "true"),
    ("pg_publication", "pubowner", "true"),
    ("pg_event_trigger", "evtowner", "true"),
    ("pg_collation", "collowner", "true"),
    ("pg_conversion", "conowner", "true"),
    ("pg_operator", "oprowner", "true"),
    ("pg_opclass", "opcowner", "true"),
    ("pg_opfamily", "opfowner", "true"),
    ("pg_ts_dict", "dictowner", "true"),
    ("pg_ts_config", "cfgowner", "true"),
    ("pg_statistic_ext", "stxowner", "true"),
];

impl CatalogRow for OwnerRow {
    fn query(flavor: &Flavor) -> String {
        let plain = OWNED.iter().map(|(catalogue, owner, condition)| {
            format!(
                "SELECT '{catalogue}'::regclass::oid, x.oid, pg_get_userbyid(x.{owner}) FROM {catalogue} x \
                 WHERE x.oid >= 16384 AND x.{owner} <> {ME} AND {condition}"
            )
        });
        // Up to version 14 `public` belongs to the role that made the cluster, from 15 on to the database's owner.
        let usual = if flavor.at_least(15, 0) { "'pg_database_owner'::regrole" } else { "10::oid" };
        let namespaces = format!(
            "SELECT 'pg_namespace'::regclass::oid, x.oid, pg_get_userbyid(x.nspowner) FROM pg_namespace x \
             WHERE x.nspname !~ '^pg_' AND x.nspname <> 'information_schema' \
             AND x.nspowner <> CASE WHEN x.nspname = 'public' THEN {usual} ELSE {ME} END"
        );
        plain.chain([namespaces]).collect::<Vec<_>>().join(" UNION ALL ")
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        OwnerRow { of: (cells.number(), cells.number()), owner: cells.text() }
    }

    fn address(&self) -> Option<Address> {
        None
    }

    fn read(reader: &mut CatalogReader<'_>) {
        if reader.scope.reads_owners() {
            reader.owners();
        }
    }
}

/// What of a list of rights `x.acl` differs from the default one, `x.base`; `x.owner` is the owner.
pub(super) const DIFFERS: &str = "LATERAL (SELECT false AS revoked, g.* FROM aclexplode(x.acl) g WHERE NOT EXISTS (\
     SELECT FROM aclexplode(x.base) b WHERE b.grantee = g.grantee AND b.grantor = g.grantor \
     AND b.privilege_type = g.privilege_type AND b.is_grantable >= g.is_grantable) UNION ALL \
     SELECT true, b.* FROM aclexplode(x.base) b WHERE NOT EXISTS (\
     SELECT FROM aclexplode(x.acl) g WHERE g.grantee = b.grantee AND g.privilege_type = b.privilege_type)) d";

/// The same as the columns of an answer.
const GRANT: &str = "d.revoked, CASE d.grantee WHEN 0 THEN 'PUBLIC' WHEN x.owner THEN 'OWNER' \
     ELSE quote_ident(pg_get_userbyid(d.grantee)) END, \
     CASE WHEN d.grantor <> x.owner THEN quote_ident(pg_get_userbyid(d.grantor)) END, d.is_grantable, d.privilege_type";

pub(super) fn grant(cells: &mut Cells<'_>) -> Grant {
    Grant {
        revoked: cells.flag(),
        grantee: cells.text(),
        grantor: cells.optional(),
        grantable: cells.flag(),
        privileges: vec![cells.text()],
    }
}

/// A right that differs from the server's defaults.
pub(super) struct GrantRow {
    /// On what.
    of: Address,
    /// On which column of it.
    column: i16,
    /// The right.
    grant: Grant,
}

impl CatalogRow for GrantRow {
    fn query(flavor: &Flavor) -> String {
        let whole = |catalogue: &str, prefix: &str, word: &str, condition: &str| {
            format!(
                "SELECT '{catalogue}'::regclass::oid AS class, oid, 0 AS part, {prefix}owner AS owner, \
                 {prefix}acl AS acl, acldefault({word}, {prefix}owner) AS base FROM {catalogue} \
                 WHERE oid >= 16384 AND {prefix}acl IS NOT NULL AND {condition}"
            )
        };
        // What everybody may do in `public`.
        let public = |right: &str| format!("makeaclitem(0, nspowner, '{right}', false)");
        let public = if flavor.at_least(15, 0) {
            public("USAGE")
        } else {
            format!("{} || {}", public("USAGE"), public("CREATE"))
        };
        let lists = [
            whole(
                "pg_class",
                "rel",
                "CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\"",
                "relkind IN ('r', 'p', 'v', 'm', 'f', 'S')",
            ),
            "SELECT 'pg_class'::regclass::oid, attrelid, attnum, relowner, attacl, acldefault('c', relowner) \
             FROM pg_attribute JOIN pg_class c ON c.oid = attrelid \
             WHERE attrelid >= 16384 AND attacl IS NOT NULL AND NOT attisdropped"
                .to_owned(),
            whole("pg_proc", "pro", "'f'", "true"),
            whole("pg_type", "typ", "'T'", "true"),
            whole("pg_language", "lan", "'l'", "true"),
            whole("pg_foreign_data_wrapper", "fdw", "'F'", "true"),
            whole("pg_foreign_server", "srv", "'S'", "true"),
            format!(
                "SELECT 'pg_namespace'::regclass::oid, oid, 0, nspowner, coalesce(nspacl, acldefault('n', nspowner)), \
                 acldefault('n', nspowner) || CASE WHEN nspname = 'public' THEN ARRAY[]::aclitem[] || {public} \
                 ELSE '{{}}' END FROM pg_namespace \
                 WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \
                 AND (nspacl IS NOT NULL OR nspname = 'public')"
            ),
        ];
        format!("SELECT x.class, x.oid, x.part, {GRANT} FROM ({}) x, {DIFFERS}", lists.join(" UNION ALL "))
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        let of = (cells.number(), cells.number());
        GrantRow { of, column: cells.number(), grant: grant(&mut cells) }
    }

    fn address(&self) -> Option<Address> {
        None
    }

    fn read(reader: &mut CatalogReader<'_>) {
        if reader.scope.reads_grants() {
            reader.grants();
        }
    }
}

/// A right that new objects get.
pub(super) struct DefaultGrantRow {
    /// `r`, `S`, `f`, `T`, `n`, `L`.
    objects: char,
    /// The namespace, where it is about one alone.
    within: u32,
    /// The role that makes the objects, where it is not the one that is connected.
    role: Option<String>,
    /// The right.
    grant: Grant,
}

impl CatalogRow for DefaultGrantRow {
    fn query(_flavor: &Flavor) -> String {
        format!(
            "SELECT x.objects, x.within, CASE WHEN x.owner <> {ME} THEN pg_get_userbyid(x.owner) END, {GRANT} \
             FROM (SELECT defaclobjtype AS objects, defaclnamespace AS within, defaclrole AS owner, defaclacl AS acl, \
             CASE WHEN defaclnamespace <> 0 THEN acldefault('c', defaclrole) ELSE acldefault(\
             CASE defaclobjtype WHEN 'S' THEN 's'::\"char\" ELSE defaclobjtype END, defaclrole) END AS base \
             FROM pg_default_acl) x, {DIFFERS}"
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        DefaultGrantRow {
            objects: cells.letter(),
            within: cells.number(),
            role: cells.optional(),
            grant: grant(&mut cells),
        }
    }

    fn address(&self) -> Option<Address> {
        None
    }

    fn read(reader: &mut CatalogReader<'_>) {
        if reader.scope.reads_grants() && reader.scope.only.is_none() {
            reader.default_grants();
        }
    }
}

/// Where owners and grants of the model stand.
enum Place {
    /// An object, or a column of one.
    Node(Node),
    /// The sequence of a column.
    SequenceOf(ObjectId, String),
}

impl CatalogReader<'_> {
    /// What an address is in the model, as far as roles can own it or have rights on it.
    fn access_place(&mut self, address: Address, column: i16, managed: bool) -> Option<Place> {
        // An extension's own are the extension's matter.
        if self.catalog.members.has(address) {
            return None;
        }
        let (catalogue, id) = address;
        if catalogue == oid::NAMESPACE {
            return self.namespace_place(id, managed).map(Place::Node);
        }
        if catalogue == oid::CLASS {
            if let Some(Node::Part(of, PartKind::Column, name)) = self.folded.get(&id) {
                return Some(Place::SequenceOf(of.clone(), name.clone()));
            }
            let (relation, _) = self.relations.get(&id)?;
            if matches!(relation.kind, 'v' | 'm') && column > 0 {
                let of = ObjectId::view(&self.qualified(relation.namespace, &relation.name));
                let name = self.catalog.columns.name(id, column)?.to_owned();
                return Some(Place::Node(Node::Part(of, PartKind::Column, name)));
            }
        }
        self.node(address, column).map(Place::Node)
    }

    /// A namespace. One that is always there is put in where something is said of it, if that is a matter of the schema.
    fn namespace_place(&mut self, namespace: u32, managed: bool) -> Option<Node> {
        let name = self.namespace(namespace)?;
        let id = ObjectId::new(Kind::Namespace, QName::plain(name));
        if self.schema.get(&id).is_none() {
            let standing = Some(name) == self.default || name == "public";
            if !standing
                || !managed
                || self.scope.only.is_some()
                || self.scope.filter.leaves_out("namespace", None, name)
            {
                return None;
            }
            self.schema.insert(Object::Namespace(Namespace { standing, ..Namespace::new(name) }));
        }
        Some(Node::Object(id))
    }

    fn owners(&mut self) {
        let catalog = self.catalog;
        let managed = self.scope.managed.owners;
        for row in &catalog.owners {
            // The owner of a column's sequence is the table's.
            let Some(Place::Node(Node::Object(id))) = self.access_place(row.of, 0, managed) else { continue };
            let object = self.schema.objects.get_mut(&id);
            if let Some(annotation) = object.and_then(Object::annotation_mut) {
                annotation.owner = Some(row.owner.clone());
            }
        }
    }

    fn grants(&mut self) {
        let catalog = self.catalog;
        let managed = self.scope.managed.privileges;
        let mut by_object: HashMap<ObjectId, BTreeMap<Option<String>, Vec<Grant>>> = HashMap::new();
        let mut of_sequences: HashMap<ObjectId, BTreeMap<String, Vec<Grant>>> = HashMap::new();
        for row in &catalog.grants {
            let list = match self.access_place(row.of, row.column, managed) {
                Some(Place::Node(Node::Object(id))) => by_object.entry(id).or_default().entry(None).or_default(),
                Some(Place::Node(Node::Part(id, PartKind::Column, name))) => {
                    by_object.entry(id).or_default().entry(Some(name)).or_default()
                }
                Some(Place::SequenceOf(id, column)) => of_sequences.entry(id).or_default().entry(column).or_default(),
                Some(Place::Node(Node::Part(..))) | None => continue,
            };
            list.push(row.grant.clone());
        }
        for (id, mut places) in by_object {
            let Some(object) = self.schema.objects.get_mut(&id) else { continue };
            for (place, annotation) in object.annotations_mut() {
                let place = match place {
                    None => None,
                    Some((PartKind::Column, name)) => Some(name),
                    Some(_) => continue,
                };
                if let Some(grants) = places.remove(&place) {
                    annotation.grants = Grant::in_order(grants);
                }
            }
            // A view has places for those of its columns alone of which something is said.
            if let Object::View(view) = object {
                for (column, grants) in places {
                    let Some(column) = column else { continue };
                    let annotation = Annotation { grants: Grant::in_order(grants), ..Annotation::default() };
                    view.column_annotations.push((column, annotation));
                }
                view.column_annotations.sort_by(|(a, _), (b, _)| a.cmp(b));
            }
        }
        for (id, mut columns) in of_sequences {
            let Some(Object::Table(table)) = self.schema.objects.get_mut(&id) else { continue };
            for column in &mut table.columns {
                if let (Some(identity), Some(grants)) = (&mut column.identity, columns.remove(&column.name)) {
                    identity.grants = Grant::in_order(grants);
                }
            }
        }
    }

    fn default_grants(&mut self) {
        /// The letter of the objects, the namespace, the role.
        type Place<'a> = (char, Option<&'a str>, Option<String>);
        let mut found: BTreeMap<Place<'_>, Vec<Grant>> = BTreeMap::new();
        let catalog = self.catalog;
        for row in &catalog.default_grants {
            let within = match row.within {
                0 => None,
                id => match self.namespace(id).filter(|name| self.in_scope(name)) {
                    Some(name) => Some(name),
                    None => continue,
                },
            };
            found.entry((row.objects, within, row.role.clone())).or_default().push(row.grant.clone());
        }
        for ((objects, within, role), grants) in found {
            let objects = match objects {
                'r' => "tables",
                'S' => "sequences",
                'f' => "functions",
                'T' => "types",
                'n' => "schemas",
                _ => "large objects",
            };
            let privileges = DefaultPrivileges {
                objects: objects.to_owned(),
                within: within.map(str::to_owned),
                within_default: within.is_some() && within == self.default,
                role,
                annotation: Annotation { grants: Grant::in_order(grants), ..Annotation::default() },
            };
            if !self.scope.managed.privileges {
                self.schema.given.push(privileges);
            } else if self.scope.filter.matches("default_privileges", None, &privileges.name()) {
                self.schema.insert(Object::DefaultPrivileges(privileges));
            }
        }
    }
}
