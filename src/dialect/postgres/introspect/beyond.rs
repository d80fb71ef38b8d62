//! What the database holds and the model has no place for: named, never left out in silence.

use super::catalog::{Address, Row};
use super::cells::Cells;
use super::reader::{Fate, Reader};
use crate::engine::Flavor;

/// Something that the model has no place for.
pub struct Beyond {
    /// The kind as PostgreSQL calls it.
    pub kind: String,
    /// Its namespace's id; zero where it lies in none.
    pub namespace: u32,
    /// Its name.
    pub name: String,
    /// The relation it hangs on; zero where it hangs on none.
    pub relation: u32,
    /// The catalogue and its id.
    pub address: Address,
}

impl Row for Beyond {
    fn query(flavor: &Flavor) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut part = |kind: &str, namespace: &str, name: &str, relation: &str, catalogue: &str, condition: &str| {
            parts.push(format!(
                "SELECT {kind}, {namespace}, ({name})::text, {relation}, 'pg_catalog.{catalogue}'::regclass::oid, x.oid \
                 FROM {catalogue} x WHERE x.oid >= 16384 {condition}"
            ));
        };
        let mut plain = |kind: &str, namespace: &str, name: &str, catalogue: &str| {
            part(&format!("'{kind}'"), &format!("x.{namespace}"), &format!("x.{name}"), "0", catalogue, "");
        };
        plain("collation", "collnamespace", "collname", "pg_collation");
        plain("conversion", "connamespace", "conname", "pg_conversion");
        plain("operator class", "opcnamespace", "opcname", "pg_opclass");
        plain("operator family", "opfnamespace", "opfname", "pg_opfamily");
        plain("text search configuration", "cfgnamespace", "cfgname", "pg_ts_config");
        plain("text search dictionary", "dictnamespace", "dictname", "pg_ts_dict");
        plain("text search parser", "prsnamespace", "prsname", "pg_ts_parser");
        plain("text search template", "tmplnamespace", "tmplname", "pg_ts_template");
        plain("statistics", "stxnamespace", "stxname", "pg_statistic_ext");
        let mut global =
            |kind: &str, name: &str, catalogue: &str| part(&format!("'{kind}'"), "0", name, "0", catalogue, "");
        global("access method", "x.amname", "pg_am");
        global("event trigger", "x.evtname", "pg_event_trigger");
        global("foreign data wrapper", "x.fdwname", "pg_foreign_data_wrapper");
        global("server", "x.srvname", "pg_foreign_server");
        global("language", "x.lanname", "pg_language");
        global("publication", "x.pubname", "pg_publication");
        global(
            "transform",
            "format_type(x.trftype, NULL) || ' LANGUAGE ' || (SELECT lanname FROM pg_language WHERE oid = x.trflang)",
            "pg_transform",
        );
        // What a range type brings along (constructors, the cast to its multirange) depends on it internally.
        let made_by_user = |catalogue: &str| {
            format!(
                "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{catalogue}'::regclass AND d.objid = x.oid \
                 AND d.deptype = 'i')"
            )
        };
        part(
            "'cast'",
            "0",
            "format_type(x.castsource, NULL) || ' AS ' || format_type(x.casttarget, NULL)",
            "0",
            "pg_cast",
            &made_by_user("pg_cast"),
        );
        part(
            "'operator'",
            "x.oprnamespace",
            "x.oprname || '(' || concat_ws(', ', CASE WHEN x.oprleft <> 0 THEN format_type(x.oprleft, NULL) END, \
             CASE WHEN x.oprright <> 0 THEN format_type(x.oprright, NULL) END) || ')'",
            "0",
            "pg_operator",
            "",
        );
        part(
            "CASE x.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END",
            "x.pronamespace",
            "x.proname || '(' || pg_get_function_identity_arguments(x.oid) || ')'",
            "0",
            "pg_proc",
            &made_by_user("pg_proc"),
        );
        // The trigger that a partition has from its parent goes and comes with the parent's.
        let cloned = if flavor.at_least(13, 0) { "AND x.tgparentid = 0" } else { "" };
        part("'trigger'", "0", "x.tgname", "x.tgrelid", "pg_trigger", &format!("AND NOT x.tgisinternal {cloned}"));
        part("'policy'", "0", "x.polname", "x.polrelid", "pg_policy", "");
        part("'rule'", "0", "x.rulename", "x.ev_class", "pg_rewrite", "AND x.rulename <> '_RETURN'");
        parts.push(
            "SELECT 'subscription', 0, subname::text, 0, 0, 0 FROM pg_subscription \
             WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
                .to_owned(),
        );
        parts.push(
            "SELECT 'security label', 0, provider || ' on ' || (pg_identify_object(classoid, objoid, objsubid)).identity, \
             CASE WHEN classoid = 'pg_class'::regclass THEN objoid ELSE 0 END, classoid, objoid FROM pg_seclabel \
             WHERE objoid >= 16384"
                .to_owned(),
        );
        parts.join(" UNION ALL ")
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        Beyond {
            kind: cells.text(),
            namespace: cells.number(),
            name: cells.text(),
            relation: cells.number(),
            address: (cells.number(), cells.number()),
        }
    }

    fn address(&self) -> Option<Address> {
        Some(self.address)
    }

    fn read(reader: &mut Reader<'_>) {
        for row in &reader.catalog.beyond {
            reader.named(row);
        }
    }
}

impl Reader<'_> {
    /// Names the relations that the model has no place for, and what it does not hold of those that it has.
    pub fn relations_beyond(&mut self) {
        for relation in &self.catalog.relations {
            let namespace = Some(relation.namespace);
            match self.fate_of(relation.oid) {
                Fate::Beyond(kind) => self.name_beyond(kind, namespace, &relation.name, ""),
                Fate::Object => {}
                Fate::Out => continue,
            }
            let kind = "row level security";
            if relation.row_security && self.admits_part(kind, relation, &relation.name) {
                self.name_beyond(kind, namespace, &relation.name, "");
            }
        }
    }

    fn named(&mut self, row: &Beyond) {
        if self.catalog.members.has(row.address) {
            return;
        }
        if row.relation != 0 {
            if let Some((relation, fate)) = self.relations.get(&row.relation).copied()
                && fate != Fate::Out
            {
                self.name_part_beyond(&row.kind, relation, &row.name, "");
            }
            return;
        }
        // Routines and operators come with their arguments; a pattern matches the name alone.
        let (name, arguments) = match row.kind.as_str() {
            "function" | "procedure" | "aggregate" | "operator" => {
                row.name.split_at(row.name.find('(').unwrap_or(row.name.len()))
            }
            _ => (row.name.as_str(), ""),
        };
        if row.namespace != 0 {
            if self.admits(&row.kind, row.namespace, name, row.address) {
                self.name_beyond(&row.kind, Some(row.namespace), name, arguments);
            }
        } else if self.scope.only.is_none() && self.scope.filter.matches(&row.kind, None, name) {
            self.name_beyond(&row.kind, None, name, "");
        }
    }
}
