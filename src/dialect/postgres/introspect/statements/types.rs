//! Range types, base types, shell types, collations, conversions, casts.

use super::{StatementQuery, function, function_option, own, signature, visible};
use crate::dialect::postgres::introspect::columns::collation;
use crate::dialect::postgres::introspect::whole::stands_alone;
use crate::engine::Flavor;
use crate::schema::Kind;

pub(super) fn queries(flavor: &Flavor) -> Vec<StatementQuery> {
    vec![shell(), base(flavor), range(flavor), collations(flavor), conversion(), cast()]
}

/// `CREATE TYPE x`, which stands for a type that is still to come.
fn shell() -> StatementQuery {
    let sql = format!("'CREATE TYPE ' || {}", own("x.typname"));
    let from = "pg_type x JOIN pg_namespace n ON n.oid = x.typnamespace \
                WHERE x.oid >= 16384 AND x.typtype = 'p' AND NOT x.typisdefined";
    StatementQuery::new(Kind::ShellType, "pg_type", "x.typname", sql, from)
}

/// A base type. What is behind its name is a list of options, those that ALTER TYPE can set among them.
fn base(flavor: &Flavor) -> StatementQuery {
    let subscript = if flavor.at_least(14, 0) { function("nullif(x.typsubscript::oid, 0)") } else { "NULL".to_owned() };
    let some = |id: &str| function(&format!("nullif({id}::oid, 0)"));
    let storage =
        "CASE x.typstorage WHEN 'x' THEN 'extended' WHEN 'e' THEN 'external' WHEN 'm' THEN 'main' ELSE 'plain' END";
    let settable = [
        ("receive", some("x.typreceive")),
        ("send", some("x.typsend")),
        ("typmod_in", some("x.typmodin")),
        ("typmod_out", some("x.typmodout")),
        ("analyze", some("x.typanalyze")),
        ("subscript", subscript),
        ("storage", storage.to_owned()),
    ];
    let clauses: Vec<String> =
        settable.iter().map(|(key, value)| format!("'{key}', coalesce({value}, 'NONE')")).collect();
    let options: Vec<String> = settable
        .iter()
        .map(|(key, value)| match *key {
            "storage" => format!("'storage = ' || nullif({value}, 'plain')"),
            _ => format!("'{key} = ' || {value}"),
        })
        .collect();
    let fixed = format!(
        "concat_ws(', ', 'internallength = ' || CASE WHEN x.typlen < 0 THEN 'variable' ELSE x.typlen::text END, \
         'input = ' || {}, 'output = ' || {}, CASE WHEN x.typcollation <> 0 THEN 'collatable = true' END, \
         'default = ' || quote_literal(x.typdefault), 'category = ' || quote_literal(nullif(x.typcategory, 'U')::text), \
         CASE WHEN x.typispreferred THEN 'preferred = true' END, \
         'element = ' || CASE WHEN x.typelem <> 0 THEN format_type(x.typelem, NULL) END, \
         'delimiter = ' || quote_literal(nullif(x.typdelim, ',')::text), \
         'alignment = ' || CASE x.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' END, \
         CASE WHEN x.typbyval THEN 'passedbyvalue' END)",
        some("x.typinput"),
        some("x.typoutput")
    );
    let own = own("x.typname");
    let sql = format!("'CREATE TYPE ' || {own} || ' (' || concat_ws(', ', {fixed}, {}) || ')'", options.join(", "));
    let from = "pg_type x JOIN pg_namespace n ON n.oid = x.typnamespace WHERE x.oid >= 16384 AND x.typtype = 'b' \
                AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = x.oid)";
    StatementQuery {
        clauses: format!(
            "json_build_array('shell', 'CREATE TYPE ' || {own}, 'fixed', {fixed}, {})",
            clauses.join(", ")
        ),
        ..StatementQuery::new(Kind::BaseType, "pg_type", "x.typname", sql, from)
    }
}

/// A range type. One with a function of its own that makes values alike needs a shell: the function needs the type.
fn range(flavor: &Flavor) -> StatementQuery {
    // The server's own choice: makeMultirangeTypeName.
    let (multirange, multirange_clause, elsewhere, join) = if flavor.at_least(14, 0) {
        (
            format!(
                "CASE WHEN m.typnamespace <> x.typnamespace OR m.typname <> CASE WHEN strpos(x.typname, 'range') > 0 \
                 THEN left(regexp_replace(x.typname, 'range', 'multirange'), 63) \
                 ELSE left(x.typname, 52) || '_multirange' END THEN 'multirange_type_name = ' || {} END",
                visible("pg_type", "typ", "pg_type_is_visible", "m.oid")
            ),
            "quote_ident(m.typname)".to_owned(),
            // Where it does not lie beside the type: its namespace, which is the default one where it is in sight.
            "CASE WHEN m.typnamespace = x.typnamespace THEN '' WHEN pg_type_is_visible(m.oid) THEN '.' \
             ELSE (SELECT nspname FROM pg_namespace WHERE oid = m.typnamespace) END",
            "LEFT JOIN pg_type m ON m.oid = r.rngmultitypid",
        )
    } else {
        ("NULL".to_owned(), "''".to_owned(), "''", "")
    };
    let rest = format!(
        "concat_ws(', ', 'subtype = ' || format_type(s.oid, NULL), \
         CASE WHEN NOT o.opcdefault THEN 'subtype_opclass = ' || {class} END, \
         CASE WHEN r.rngcollation <> 0 AND r.rngcollation <> s.typcollation THEN 'collation = ' || ({collation}) END, \
         {canonical}, {difference})",
        class = visible("pg_opclass", "opc", "pg_opclass_is_visible", "o.oid"),
        collation = collation("r.rngcollation"),
        canonical = function_option("canonical", "r.rngcanonical"),
        difference = function_option("subtype_diff", "r.rngsubdiff"),
    );
    let sql = format!(
        "'CREATE TYPE ' || {} || ' AS RANGE (' || concat_ws(', ', {rest}, {multirange}) || ')'",
        own("x.typname")
    );
    let from = format!(
        "pg_range r JOIN pg_type x ON x.oid = r.rngtypid JOIN pg_namespace n ON n.oid = x.typnamespace \
         JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc {join} \
         WHERE x.oid >= 16384"
    );
    StatementQuery {
        clauses: format!(
            "json_build_array('multirange', {multirange_clause}, 'multirange_in', {elsewhere}, 'range', {rest}, 'shell', \
             CASE WHEN r.rngcanonical::oid <> 0 THEN 'CREATE TYPE ' || {} ELSE '' END)",
            own("x.typname")
        ),
        ..StatementQuery::new(Kind::RangeType, "pg_type", "x.typname", sql, &from)
    }
}

fn collations(flavor: &Flavor) -> StatementQuery {
    let icu = match (flavor.at_least(17, 0), flavor.at_least(15, 0)) {
        (true, _) => "x.colllocale",
        (false, true) => "x.colliculocale",
        (false, false) => "x.collcollate",
    };
    let rules = if flavor.at_least(16, 0) { "'rules = ' || quote_literal(x.collicurules)" } else { "NULL" };
    let sql = format!(
        "'CREATE COLLATION ' || {} || ' (' || concat_ws(', ', CASE x.collprovider WHEN 'b' THEN 'provider = builtin' \
         WHEN 'i' THEN 'provider = icu' WHEN 'd' THEN 'provider = default' END, \
         CASE WHEN NOT x.collisdeterministic THEN 'deterministic = false' END, \
         CASE WHEN x.collprovider IN ('b', 'i') THEN 'locale = ' || quote_literal({icu}) \
         WHEN x.collprovider = 'd' THEN NULL \
         WHEN x.collcollate = x.collctype THEN 'locale = ' || quote_literal(x.collcollate) \
         ELSE 'lc_collate = ' || quote_literal(x.collcollate) || ', lc_ctype = ' || quote_literal(x.collctype) END, \
         {rules}) || ')'",
        own("x.collname")
    );
    let from = "pg_collation x JOIN pg_namespace n ON n.oid = x.collnamespace WHERE x.oid >= 16384";
    StatementQuery::new(Kind::Collation, "pg_collation", "x.collname", sql, from)
}

fn conversion() -> StatementQuery {
    let sql = format!(
        "'CREATE ' || CASE WHEN x.condefault THEN 'DEFAULT ' ELSE '' END || 'CONVERSION ' || {} || ' FOR ' \
         || quote_literal(pg_encoding_to_char(x.conforencoding)) || ' TO ' \
         || quote_literal(pg_encoding_to_char(x.contoencoding)) || ' FROM ' || {}",
        own("x.conname"),
        function("x.conproc::oid")
    );
    let from = "pg_conversion x JOIN pg_namespace n ON n.oid = x.connamespace WHERE x.oid >= 16384";
    StatementQuery::new(Kind::Conversion, "pg_conversion", "x.conname", sql, from)
}

fn cast() -> StatementQuery {
    let name = "format_type(x.castsource, NULL) || ' AS ' || format_type(x.casttarget, NULL)";
    let sql = format!(
        "'CREATE CAST (' || {name} || ') ' || CASE x.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || {} || {} \
         WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END \
         || CASE x.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END",
        function("x.castfunc"),
        signature("x.castfunc")
    );
    let from = format!("pg_cast x WHERE x.oid >= 16384 AND {}", stands_alone("pg_cast"));
    StatementQuery { namespace: "0::oid", ..StatementQuery::new(Kind::Cast, "pg_cast", name, sql, &from) }
}
