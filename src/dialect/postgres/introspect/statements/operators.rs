//! Access methods, operators, their families and classes.

use super::{StatementQuery, function, function_option, own, signature, visible};
use crate::schema::Kind;

pub(super) fn queries() -> Vec<StatementQuery> {
    vec![access_method(), operator(), family(), class()]
}

fn access_method() -> StatementQuery {
    let sql = format!(
        "'CREATE ACCESS METHOD ' || quote_ident(x.amname) || ' TYPE ' \
         || CASE x.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END || ' HANDLER ' || {}",
        function("x.amhandler::oid")
    );
    let from = "pg_am x WHERE x.oid >= 16384";
    StatementQuery { namespace: "0::oid", ..StatementQuery::new(Kind::AccessMethod, "pg_am", "x.amname", sql, from) }
}

/// An operator as DDL names it among options, as SQL.
fn named(id: &str) -> String {
    format!(
        "(SELECT CASE WHEN pg_operator_is_visible(v.oid) THEN v.oprname \
         ELSE 'OPERATOR(' || quote_ident(vn.nspname) || '.' || v.oprname || ')' END \
         FROM pg_operator v JOIN pg_namespace vn ON vn.oid = v.oprnamespace WHERE v.oid = {id})"
    )
}

/// An operator that others only name as their commutator or negator is but the shell of one.
fn operator() -> StatementQuery {
    let options = "CASE WHEN x.oprcom <> 0 THEN 'COMMUTATOR = ' || {com} END, \
                   CASE WHEN x.oprnegate <> 0 THEN 'NEGATOR = ' || {neg} END, \
                   CASE WHEN x.oprcanmerge THEN 'MERGES' END, CASE WHEN x.oprcanhash THEN 'HASHES' END"
        .replace("{com}", &named("x.oprcom"))
        .replace("{neg}", &named("x.oprnegate"));
    let fixed = format!(
        "concat_ws(', ', 'FUNCTION = ' || {}, \
         CASE WHEN x.oprleft <> 0 THEN 'LEFTARG = ' || format_type(x.oprleft, NULL) END, \
         CASE WHEN x.oprright <> 0 THEN 'RIGHTARG = ' || format_type(x.oprright, NULL) END, {options})",
        function("x.oprcode::oid")
    );
    let (restrict, join) = (function_option("RESTRICT", "x.oprrest"), function_option("JOIN", "x.oprjoin"));
    let sql = format!(
        "CASE WHEN x.oprcode::oid <> 0 THEN 'CREATE OPERATOR ' || CASE WHEN n.nspname = current_schema() THEN '' \
         ELSE quote_ident(n.nspname) || '.' END || x.oprname || ' (' || concat_ws(', ', {fixed}, {restrict}, {join}) \
         || ')' END"
    );
    let side = |column: &str| format!("CASE WHEN {column} = 0 THEN 'NONE' ELSE format_type({column}, NULL) END");
    let from = "pg_operator x JOIN pg_namespace n ON n.oid = x.oprnamespace WHERE x.oid >= 16384";
    StatementQuery {
        arguments: format!("json_build_array({}, {})", side("x.oprleft"), side("x.oprright")),
        clauses: format!(
            "json_build_array('fixed', {fixed}, 'RESTRICT', coalesce({}, 'NONE'), 'JOIN', coalesce({}, 'NONE'))",
            function("x.oprrest::oid"),
            function("x.oprjoin::oid")
        ),
        ..StatementQuery::new(Kind::Operator, "pg_operator", "x.oprname", sql, from)
    }
}

/// The members of a family or a class, as SQL over the entries that depend on it: its key and what is added.
fn members(of: &str) -> String {
    format!(
        "SELECT 1 AS place, a.amopstrategy AS number, \
         'OPERATOR ' || a.amopstrategy || ' (' || format_type(a.amoplefttype, NULL) || ', ' \
         || format_type(a.amoprighttype, NULL) || ')' AS key, 'OPERATOR ' || a.amopstrategy || ' ' \
         || CASE WHEN pg_operator_is_visible(o.oid) THEN '' ELSE quote_ident(m.nspname) || '.' END || o.oprname || ' (' \
         || format_type(a.amoplefttype, NULL) || ', ' || format_type(a.amoprighttype, NULL) || ')' \
         || CASE WHEN a.amopsortfamily <> 0 THEN ' FOR ORDER BY ' || {sort} ELSE '' END AS added \
         FROM pg_amop a JOIN pg_depend d ON d.classid = 'pg_amop'::regclass AND d.objid = a.oid \
         AND d.refclassid = '{of}'::regclass AND d.refobjid = x.oid \
         JOIN pg_operator o ON o.oid = a.amopopr JOIN pg_namespace m ON m.oid = o.oprnamespace \
         UNION ALL SELECT 2, a.amprocnum, 'FUNCTION ' || a.amprocnum || ' (' || format_type(a.amproclefttype, NULL) \
         || ', ' || format_type(a.amprocrighttype, NULL) || ')', 'FUNCTION ' || a.amprocnum || ' (' \
         || format_type(a.amproclefttype, NULL) || ', ' || format_type(a.amprocrighttype, NULL) || ') ' \
         || {function} || {signature} \
         FROM pg_amproc a JOIN pg_depend d ON d.classid = 'pg_amproc'::regclass AND d.objid = a.oid \
         AND d.refclassid = '{of}'::regclass AND d.refobjid = x.oid",
        sort = visible("pg_opfamily", "opf", "pg_opfamily_is_visible", "a.amopsortfamily"),
        function = function("a.amproc::oid"),
        signature = signature("a.amproc::oid"),
    )
}

/// The ids of the entries of a catalogue that depend on `x`, an entry of another, as SQL.
fn entries(catalogue: &str, of: &str) -> String {
    format!(
        "SELECT array_agg(d.objid) FROM pg_depend d WHERE d.classid = '{catalogue}'::regclass \
         AND d.refclassid = '{of}'::regclass AND d.refobjid = x.oid"
    )
}

/// A family, with the members that belong to none of its classes.
fn family() -> StatementQuery {
    let own = own("x.opfname");
    let named = format!("{own} || ' USING ' || quote_ident(am.amname)");
    let sql = format!(
        "'CREATE OPERATOR FAMILY ' || {named} || coalesce((SELECT string_agg(E';\\nALTER OPERATOR FAMILY ' || {named} \
         || ' ADD ' || y.added, '' ORDER BY y.place, y.number, y.key) FROM ({}) y), '')",
        members("pg_opfamily")
    );
    let clauses = format!(
        "(SELECT json_agg(u.text ORDER BY y.place, y.number, y.key, u.nth) FROM ({}) y, \
         LATERAL (VALUES (1, y.key), (2, y.added)) u (nth, text))",
        members("pg_opfamily")
    );
    let from = "pg_opfamily x JOIN pg_namespace n ON n.oid = x.opfnamespace JOIN pg_am am ON am.oid = x.opfmethod \
                WHERE x.oid >= 16384";
    StatementQuery {
        arguments: "json_build_array(am.amname)".to_owned(),
        clauses,
        members: [entries("pg_amop", "pg_opfamily"), entries("pg_amproc", "pg_opfamily")],
        ..StatementQuery::new(Kind::OperatorFamily, "pg_opfamily", "x.opfname", sql, from)
    }
}

/// A class, which always says its family.
fn class() -> StatementQuery {
    let sql = format!(
        "'CREATE OPERATOR CLASS ' || {own} || CASE WHEN x.opcdefault THEN ' DEFAULT' ELSE '' END || ' FOR TYPE ' \
         || format_type(x.opcintype, NULL) || ' USING ' || quote_ident(am.amname) || ' FAMILY ' || {family} || ' AS ' \
         || coalesce(nullif(concat_ws(', ', \
         CASE WHEN x.opckeytype <> 0 THEN 'STORAGE ' || format_type(x.opckeytype, NULL) END, \
         (SELECT string_agg(y.added, ', ' ORDER BY y.place, y.number, y.key) FROM ({members}) y)), ''), \
         'STORAGE ' || format_type(x.opcintype, NULL))",
        own = own("x.opcname"),
        family = visible("pg_opfamily", "opf", "pg_opfamily_is_visible", "x.opcfamily"),
        members = members("pg_opclass"),
    );
    let from = "pg_opclass x JOIN pg_namespace n ON n.oid = x.opcnamespace JOIN pg_am am ON am.oid = x.opcmethod \
                WHERE x.oid >= 16384";
    StatementQuery {
        arguments: "json_build_array(am.amname)".to_owned(),
        members: [entries("pg_amop", "pg_opclass"), entries("pg_amproc", "pg_opclass")],
        ..StatementQuery::new(Kind::OperatorClass, "pg_opclass", "x.opcname", sql, from)
    }
}
