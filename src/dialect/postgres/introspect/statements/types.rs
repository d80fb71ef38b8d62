//! Range types, shell types, collations, conversions, casts.

use super::{StatementQuery, function, function_option, own, signature, visible};
use crate::dialect::postgres::introspect::columns::collation;
use crate::dialect::postgres::introspect::whole::stands_alone;
use crate::engine::Flavor;
use crate::schema::Kind;

pub(super) fn queries(flavor: &Flavor) -> Vec<StatementQuery> {
    vec![shell(), range(flavor), collations(flavor), conversion(), cast()]
}

/// `CREATE TYPE x`, which stands for a base type that is still to come.
fn shell() -> StatementQuery {
    let sql = format!("'CREATE TYPE ' || {}", own("x.typname"));
    let from = "pg_type x JOIN pg_namespace n ON n.oid = x.typnamespace \
                WHERE x.oid >= 16384 AND x.typtype = 'p' AND NOT x.typisdefined";
    StatementQuery::new(Kind::BaseType, "pg_type", "x.typname", sql, from)
}

/// A range type, but for those with a function of their own that makes values alike: it needs the type before it is there.
fn range(flavor: &Flavor) -> StatementQuery {
    // The server's own choice: makeMultirangeTypeName.
    let (multirange, multirange_clause, join) = if flavor.at_least(14, 0) {
        (
            format!(
                "CASE WHEN m.typnamespace <> x.typnamespace OR m.typname <> CASE WHEN strpos(x.typname, 'range') > 0 \
                 THEN left(regexp_replace(x.typname, 'range', 'multirange'), 63) \
                 ELSE left(x.typname, 52) || '_multirange' END THEN 'multirange_type_name = ' || {} END",
                visible("pg_type", "typ", "pg_type_is_visible", "m.oid")
            ),
            "quote_ident(m.typname)".to_owned(),
            "LEFT JOIN pg_type m ON m.oid = r.rngmultitypid",
        )
    } else {
        ("NULL".to_owned(), "''".to_owned(), "")
    };
    let rest = format!(
        "concat_ws(', ', 'subtype = ' || format_type(s.oid, NULL), \
         CASE WHEN NOT o.opcdefault THEN 'subtype_opclass = ' || {class} END, \
         CASE WHEN r.rngcollation <> 0 AND r.rngcollation <> s.typcollation THEN 'collation = ' || ({collation}) END, \
         {difference})",
        class = visible("pg_opclass", "opc", "pg_opclass_is_visible", "o.oid"),
        collation = collation("r.rngcollation"),
        difference = function_option("subtype_diff", "r.rngsubdiff"),
    );
    let sql = format!(
        "'CREATE TYPE ' || {} || ' AS RANGE (' || concat_ws(', ', {rest}, {multirange}) || ')'",
        own("x.typname")
    );
    let from = format!(
        "pg_range r JOIN pg_type x ON x.oid = r.rngtypid JOIN pg_namespace n ON n.oid = x.typnamespace \
         JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc {join} \
         WHERE x.oid >= 16384 AND r.rngcanonical::oid = 0"
    );
    StatementQuery {
        clauses: format!("json_build_array('multirange', {multirange_clause}, 'range', {rest})"),
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
