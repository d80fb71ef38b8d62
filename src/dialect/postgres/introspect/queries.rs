//! The questions to the catalogues: their number is fixed, whatever the number of tables.
//!
//! All are sent in one message. Each reads a catalogue once, as a set; names are joined by object id afterwards, which
//! is much cheaper than asking the server to print each. Objects that came with the server have ids below 16384.

use crate::engine::Flavor;

/// Namespaces other than the server's own: id, name.
pub const NAMESPACES: &str =
    "SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'";

/// Extensions: id, name, namespace id, namespace name.
pub const EXTENSIONS: &str = "SELECT e.oid, e.extname, e.extnamespace, n.nspname \
     FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace";

/// What belongs to an extension: catalogue, id, the extension's id.
pub const MEMBERS: &str = "SELECT classid, objid, refobjid FROM pg_depend \
     WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass";

/// Tables, views, sequences, and what stands beside them.
pub const RELATIONS: &str = "SELECT c.oid, c.relnamespace, c.relname, c.relkind, c.relpersistence, \
     array_to_json(c.reloptions), \
     CASE WHEN c.reltoastrelid <> 0 AND c.relkind IN ('r', 'm') \
     THEN (SELECT array_to_json(t.reloptions) FROM pg_class t WHERE t.oid = c.reltoastrelid) END, \
     c.relreplident, c.relrowsecurity, c.relispartition, \
     c.relkind IN ('r', 'f') AND NOT c.relispartition AND EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid), \
     c.reloftype <> 0, c.relispopulated, \
     CASE WHEN c.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace) END, \
     CASE WHEN c.relam NOT IN (0, 2) AND c.relkind IN ('r', 'm') \
     THEN (SELECT amname FROM pg_am a WHERE a.oid = c.relam) END, \
     CASE WHEN c.relkind IN ('v', 'm') AND c.relowner <> (SELECT oid FROM pg_roles WHERE rolname = CURRENT_USER) \
     THEN pg_get_userbyid(c.relowner) END, \
     CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END \
     FROM pg_class c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relpersistence <> 't'";

/// Columns of tables and views; of indexes only those with a setting of their own.
///
/// A plain default uses no column, so it is printed without its table, which the server then need not open.
pub fn columns(flavor: &Flavor) -> String {
    let compression = if flavor.at_least(14, 0) { "a.attcompression" } else { "''" };
    format!(
        "SELECT a.attrelid, a.attnum, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
         pg_get_expr(d.adbin, CASE a.attgenerated WHEN '' THEN 0 ELSE d.adrelid END), a.attidentity, a.attgenerated, a.attcollation, \
         CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0 THEN ({collation}) END, \
         CASE WHEN a.attstorage <> t.typstorage AND c.relkind <> 'i' THEN a.attstorage END, {compression}, \
         CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END, \
         CASE WHEN a.attoptions IS NOT NULL THEN array_to_json(a.attoptions) END \
         FROM pg_attribute a \
         JOIN pg_class c ON c.oid = a.attrelid AND c.relpersistence <> 't' AND (c.relkind IN ('r', 'v', 'm') \
         OR c.relkind = 'i' AND c.relnamespace <> 'pg_toast'::regnamespace \
         AND (a.attoptions IS NOT NULL OR a.attstattarget >= 0)) \
         JOIN pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
         WHERE a.attrelid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped \
         ORDER BY a.attrelid, a.attnum",
        collation = collation("a.attcollation"),
    )
}

/// A collation as SQL, qualified where it must be.
fn collation(oid: &str) -> String {
    format!(
        "SELECT CASE WHEN pg_collation_is_visible(o.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END \
         || quote_ident(o.collname) FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace \
         WHERE o.oid = {oid}"
    )
}

/// Constraints of tables.
pub fn constraints(flavor: &Flavor) -> String {
    let set_columns = if flavor.at_least(15, 0) { "o.confdelsetcols::text" } else { "NULL" };
    let beyond = if flavor.at_least(18, 0) {
        "CASE WHEN NOT o.conenforced THEN 'not enforced constraint' WHEN o.conperiod THEN 'temporal constraint' END"
    } else {
        "NULL"
    };
    format!(
        "SELECT o.oid, o.conrelid, o.conname, o.contype, o.condeferrable, o.condeferred, o.convalidated, o.confrelid, \
         o.confupdtype, o.confdeltype, o.confmatchtype, o.conkey::text, o.confkey::text, o.connoinherit, o.conindid, \
         CASE WHEN o.conbin IS NOT NULL THEN pg_get_expr(o.conbin, o.conrelid) END, {set_columns}, \
         CASE WHEN o.conexclop IS NOT NULL THEN (SELECT json_agg(CASE WHEN pg_operator_is_visible(p.oid) THEN p.oprname \
         ELSE 'OPERATOR(' || quote_ident(n.nspname) || '.' || p.oprname || ')' END ORDER BY x.place) \
         FROM unnest(o.conexclop) WITH ORDINALITY x (operator, place) \
         JOIN pg_operator p ON p.oid = x.operator JOIN pg_namespace n ON n.oid = p.oprnamespace) END, {beyond} \
         FROM pg_constraint o WHERE o.conrelid >= 16384 AND o.conparentid = 0 AND o.contype IN ('p','u','f','c','x','n')"
    )
}

/// Indexes of tables and materialized views. The whole definition is asked for only where an expression is indexed.
pub fn indexes(flavor: &Flavor) -> String {
    let nulls = if flavor.at_least(15, 0) { "i.indnullsnotdistinct" } else { "false" };
    format!(
        "SELECT i.indexrelid, i.indrelid, c.relname, i.indisunique, i.indisvalid AND i.indisready AND i.indislive, \
         i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text, i.indnkeyatts, i.indisclustered, \
         i.indisreplident, {nulls}, CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END, \
         array_to_json(c.reloptions), \
         CASE WHEN c.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace) END, \
         m.amname, CASE WHEN i.indexprs IS NOT NULL THEN pg_get_indexdef(i.indexrelid) END, \
         CASE WHEN i.indexprs IS NOT NULL THEN (SELECT json_agg(pg_get_indexdef(i.indexrelid, place, false) \
         ORDER BY place) FROM generate_series(1, i.indnkeyatts) place) END \
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid AND c.relpersistence <> 't' AND c.relkind = 'i' \
         AND c.relnamespace <> 'pg_toast'::regnamespace JOIN pg_am m ON m.oid = c.relam WHERE i.indrelid >= 16384"
    )
}

/// Operator classes: id, as SQL, whether the type's default, the type, the access method.
pub const OPERATOR_CLASSES: &str = "SELECT k.oid, \
     CASE WHEN pg_opclass_is_visible(k.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(k.opcname), \
     k.opcdefault, k.opcintype, k.opcmethod FROM pg_opclass k JOIN pg_namespace n ON n.oid = k.opcnamespace";

/// The collations that indexes use: id, as SQL.
pub fn collations() -> String {
    format!(
        "SELECT used.oid, ({}) FROM (SELECT DISTINCT unnest(indcollation) AS oid FROM pg_index \
         WHERE indrelid >= 16384) used WHERE used.oid <> 0",
        collation("used.oid")
    )
}

/// Sequences with the column that owns each.
pub const SEQUENCES: &str = "SELECT s.seqrelid, s.seqtypid, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, \
     s.seqcycle, d.refobjid, d.refobjsubid, d.deptype, s.seqrelid::regclass \
     FROM pg_sequence s LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid \
     AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 \
     WHERE s.seqrelid >= 16384";

/// Types that users made, those of tables' rows and arrays aside.
pub const TYPES: &str = "SELECT t.oid, t.typname, t.typnamespace, t.typtype, \
     CASE WHEN t.typtype = 'e' THEN (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_enum l \
     WHERE l.enumtypid = t.oid) END \
     FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid WHERE t.oid >= 16384 \
     AND (t.typtype IN ('e', 'd', 'r', 'p') OR t.typtype = 'c' AND c.relkind = 'c' \
     OR t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid))";

/// Comments: catalogue, id, column, text.
pub const COMMENTS: &str = "SELECT classoid, objoid, objsubid, description FROM pg_description \
     WHERE objoid >= 16384 OR classoid = 'pg_namespace'::regclass";

/// Grants on views to others than the owner: view, column, grantee as SQL, privilege, whether it may be passed on.
pub const GRANTS: &str = "SELECT c.oid, NULL::name, CASE WHEN g.grantee = 0 THEN 'PUBLIC' \
     ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS grantee, g.privilege_type, g.is_grantable, 0 AS place \
     FROM pg_class c, aclexplode(c.relacl) g \
     WHERE c.oid >= 16384 AND c.relkind IN ('v', 'm') AND c.relacl IS NOT NULL AND g.grantee <> c.relowner UNION ALL \
     SELECT c.oid, a.attname, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END, \
     g.privilege_type, g.is_grantable, a.attnum FROM pg_attribute a \
     JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('v', 'm'), aclexplode(a.attacl) g \
     WHERE a.attrelid >= 16384 AND a.attacl IS NOT NULL AND g.grantee <> c.relowner \
     ORDER BY 1, 6, 3, 5, 4";

/// Who needs what, as far as the model does not know it: the dependent (catalogue, id, column; a view's rule and a
/// default are given as the view and the column), and what it needs (catalogue, id, column). A type is given as what it
/// is made of: an array as its elements, a row as its table.
pub const DEPENDENCIES: &str = "SELECT CASE WHEN w.oid IS NOT NULL OR f.oid IS NOT NULL THEN 'pg_class'::regclass::oid \
     ELSE d.classid END, coalesce(w.ev_class, f.adrelid, d.objid), coalesce(f.adnum, d.objsubid), \
     CASE WHEN t.typrelid <> 0 OR e.typrelid <> 0 THEN 'pg_class'::regclass::oid ELSE d.refclassid END, \
     CASE WHEN t.typrelid <> 0 THEN t.typrelid WHEN e.typrelid <> 0 THEN e.typrelid \
     WHEN e.oid IS NOT NULL THEN e.oid ELSE d.refobjid END, d.refobjsubid \
     FROM pg_depend d \
     LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid \
     AND w.rulename = '_RETURN' \
     LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid \
     LEFT JOIN pg_index x ON d.classid = 'pg_class'::regclass AND x.indexrelid = d.objid \
     AND (x.indexprs IS NOT NULL OR x.indpred IS NOT NULL) \
     LEFT JOIN pg_constraint o ON d.classid = 'pg_constraint'::regclass AND o.oid = d.objid AND o.contype <> 'f' \
     LEFT JOIN pg_type t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid \
     LEFT JOIN pg_type e ON t.typelem <> 0 AND e.oid = t.typelem AND e.typarray = t.oid \
     WHERE d.objid >= 16384 AND d.deptype IN ('n', 'a') \
     AND (f.oid IS NULL OR d.refobjid <> f.adrelid OR d.refobjsubid <> f.adnum) AND (\
     d.classid IN ('pg_rewrite'::regclass, 'pg_attrdef'::regclass) \
     OR d.classid IN ('pg_class'::regclass, 'pg_constraint'::regclass) \
     AND d.refclassid NOT IN ('pg_class'::regclass, 'pg_namespace'::regclass, 'pg_constraint'::regclass) \
     OR x.indexrelid IS NOT NULL AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 \
     OR o.oid IS NOT NULL AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n' AND d.refobjsubid = 0 \
     OR d.classid = 'pg_extension'::regclass AND d.refclassid = 'pg_extension'::regclass)";

/// Everything that the model has no place for: kind, namespace id (0: in none), name, the relation it hangs on (0: on
/// none), catalogue, id.
pub fn beyond(flavor: &Flavor) -> String {
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
