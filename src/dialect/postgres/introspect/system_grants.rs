//! Grants on objects that the server or an extension brought, as far as they are not those that came with it.

use std::collections::BTreeMap;

use super::access::{DIFFERS, grant};
use super::catalog::{Address, CatalogRow};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::engine::Flavor;
use crate::schema::{Annotation, Grant, Object, SystemObject};

/// A right that was given or taken away.
pub(super) struct SystemGrantRow {
    /// What it is on, in the words of GRANT.
    word: String,
    /// The name of that, as SQL.
    name: String,
    /// The extension that it belongs to.
    extension: Option<String>,
    /// The right.
    grant: Grant,
}

/// The catalogues of what can have grants: the name, the prefix of its columns, the word of `acldefault`, the word of
/// GRANT, the name of a row as SQL, which rows count. What is of `information_schema` no dump holds.
const GRANTED: &[[&str; 6]] = &[
    [
        "pg_class",
        "rel",
        "CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\"",
        "CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END",
        "oid::regclass",
        "relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND relnamespace <> 'information_schema'::regnamespace",
    ],
    [
        "pg_proc",
        "pro",
        "'f'",
        "CASE prokind WHEN 'p' THEN 'procedure' ELSE 'function' END",
        "oid::regprocedure",
        "pronamespace <> 'information_schema'::regnamespace",
    ],
    ["pg_type", "typ", "'T'", "'type'", "oid::regtype", "typnamespace <> 'information_schema'::regnamespace"],
    ["pg_language", "lan", "'l'", "'language'", "quote_ident(lanname)", "true"],
    ["pg_foreign_data_wrapper", "fdw", "'F'", "'foreign data wrapper'", "quote_ident(fdwname)", "true"],
    ["pg_foreign_server", "srv", "'S'", "'foreign server'", "quote_ident(srvname)", "true"],
    [
        "pg_namespace",
        "nsp",
        "'n'",
        "'schema'",
        "quote_ident(nspname)",
        "nspname NOT IN ('public', 'information_schema') AND nspname !~ '^pg_t'",
    ],
];

impl CatalogRow for SystemGrantRow {
    /// The owner of such an object is another one than the connected role's as a rule: each role has its name.
    fn query(_flavor: &Flavor) -> String {
        let lists = GRANTED.iter().map(|[catalogue, prefix, default, word, name, condition]| {
            format!(
                "SELECT {word} AS word, {name}::text AS name, extname, {prefix}owner AS owner, {prefix}acl AS acl, \
                 coalesce(initprivs, acldefault({default}, {prefix}owner)) AS base FROM (SELECT c.*, i.initprivs, \
                 (SELECT extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid WHERE d.deptype = 'e' \
                 AND d.classid = '{catalogue}'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_extension'::regclass) \
                 FROM {catalogue} c LEFT JOIN pg_init_privs i ON i.classoid = '{catalogue}'::regclass \
                 AND i.objoid = c.oid AND i.objsubid = 0 WHERE c.{prefix}acl IS NOT NULL \
                 AND c.{prefix}acl IS DISTINCT FROM i.initprivs) c WHERE (oid < 16384 OR extname IS NOT NULL) AND {condition}"
            )
        });
        let columns = "SELECT 'column', quote_ident(attname) || ' of ' || attrelid::regclass, NULL, relowner, attacl, \
             coalesce(initprivs, acldefault('c', relowner)) FROM pg_attribute JOIN pg_class c ON c.oid = attrelid \
             LEFT JOIN pg_init_privs i ON i.classoid = 'pg_class'::regclass AND i.objoid = attrelid AND i.objsubid = attnum \
             WHERE attrelid < 16384 AND attacl IS NOT NULL AND attacl IS DISTINCT FROM initprivs AND NOT attisdropped \
             AND relnamespace <> 'information_schema'::regnamespace";
        let lists = lists.chain([columns.to_owned()]);
        format!(
            "SELECT x.word, x.name, x.extname, d.revoked, \
             CASE d.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(d.grantee)) END, \
             CASE WHEN d.grantor <> x.owner THEN quote_ident(pg_get_userbyid(d.grantor)) END, d.is_grantable, \
             d.privilege_type FROM ({}) x, {DIFFERS}",
            lists.collect::<Vec<_>>().join(" UNION ALL ")
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        SystemGrantRow { word: cells.text(), name: cells.text(), extension: cells.optional(), grant: grant(&mut cells) }
    }

    fn address(&self) -> Option<Address> {
        None
    }

    fn read(reader: &mut CatalogReader<'_>) {
        if reader.scope.managed.privileges && reader.scope.only.is_none() {
            reader.system_grants();
        }
    }
}

impl CatalogReader<'_> {
    fn system_grants(&mut self) {
        let mut found: BTreeMap<(&str, &str), Vec<&SystemGrantRow>> = BTreeMap::new();
        for row in &self.catalog.system_grants {
            found.entry((&row.word, &row.name)).or_default().push(row);
        }
        for ((word, name), rows) in found {
            let grants: Vec<Grant> = rows.iter().map(|row| row.grant.clone()).collect();
            let object = SystemObject {
                word: word.to_owned(),
                name: name.to_owned(),
                extension: rows.iter().find_map(|row| row.extension.clone()),
                annotation: Annotation { grants: Grant::in_order(grants), ..Annotation::default() },
            };
            if self.scope.filter.matches("system_object", None, &object.title()) {
                self.schema.insert(Object::SystemObject(object));
            }
        }
    }
}
