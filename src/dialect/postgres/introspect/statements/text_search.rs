//! Text search: parsers, templates, dictionaries, configurations.

use super::{StatementQuery, function_option, own, visible};
use crate::schema::Kind;

pub(super) fn queries() -> Vec<StatementQuery> {
    vec![parser(), template(), dictionary(), configuration()]
}

fn parser() -> StatementQuery {
    let options = [
        function_option("START", "x.prsstart"),
        function_option("GETTOKEN", "x.prstoken"),
        function_option("END", "x.prsend"),
        function_option("HEADLINE", "x.prsheadline"),
        function_option("LEXTYPES", "x.prslextype"),
    ];
    let sql = format!(
        "'CREATE TEXT SEARCH PARSER ' || {} || ' (' || concat_ws(', ', {}) || ')'",
        own("x.prsname"),
        options.join(", ")
    );
    let from = "pg_ts_parser x JOIN pg_namespace n ON n.oid = x.prsnamespace WHERE x.oid >= 16384";
    StatementQuery::new(Kind::TextSearchParser, "pg_ts_parser", "x.prsname", sql, from)
}

fn template() -> StatementQuery {
    let options = [function_option("INIT", "x.tmplinit"), function_option("LEXIZE", "x.tmpllexize")];
    let sql = format!(
        "'CREATE TEXT SEARCH TEMPLATE ' || {} || ' (' || concat_ws(', ', {}) || ')'",
        own("x.tmplname"),
        options.join(", ")
    );
    let from = "pg_ts_template x JOIN pg_namespace n ON n.oid = x.tmplnamespace WHERE x.oid >= 16384";
    StatementQuery::new(Kind::TextSearchTemplate, "pg_ts_template", "x.tmplname", sql, from)
}

/// A dictionary: the server keeps its options as they are written behind its template.
fn dictionary() -> StatementQuery {
    let template = visible("pg_ts_template", "tmpl", "pg_ts_template_is_visible", "x.dicttemplate");
    let sql = format!(
        "'CREATE TEXT SEARCH DICTIONARY ' || {} || ' (' || concat_ws(', ', 'TEMPLATE = ' || {template}, \
         x.dictinitoption) || ')'",
        own("x.dictname")
    );
    let from = "pg_ts_dict x JOIN pg_namespace n ON n.oid = x.dictnamespace WHERE x.oid >= 16384";
    StatementQuery {
        clauses: format!("json_build_array('template', {template}, 'options', coalesce(x.dictinitoption, ''))"),
        ..StatementQuery::new(Kind::TextSearchDictionary, "pg_ts_dict", "x.dictname", sql, from)
    }
}

/// A configuration: its parser, and a statement for each type of token that it has dictionaries for.
fn configuration() -> StatementQuery {
    let own = own("x.cfgname");
    // One that has the name of a built-in one is found with its namespace alone.
    let at = visible("pg_ts_config", "cfg", "pg_ts_config_is_visible", "x.oid");
    let parser = visible("pg_ts_parser", "prs", "pg_ts_parser_is_visible", "x.cfgparser");
    let mappings = format!(
        "SELECT m.maptokentype AS number, t.alias, string_agg({}, ', ' ORDER BY m.mapseqno) AS dictionaries \
         FROM pg_ts_config_map m JOIN ts_token_type(x.cfgparser) t ON t.tokid = m.maptokentype \
         WHERE m.mapcfg = x.oid GROUP BY m.maptokentype, t.alias",
        visible("pg_ts_dict", "dict", "pg_ts_dict_is_visible", "m.mapdict")
    );
    let sql = format!(
        "'CREATE TEXT SEARCH CONFIGURATION ' || {own} || ' (PARSER = ' || {parser} || ')' \
         || coalesce((SELECT string_agg(E';\\nALTER TEXT SEARCH CONFIGURATION ' || {at} || ' ADD MAPPING FOR ' \
         || quote_ident(y.alias) || ' WITH ' || y.dictionaries, '' ORDER BY y.number) FROM ({mappings}) y), '')"
    );
    let clauses = format!(
        "(SELECT json_agg(u.text ORDER BY y.number, u.nth) FROM (SELECT -1 AS number, 'parser' AS alias, \
         {parser} AS dictionaries UNION ALL {mappings}) y, \
         LATERAL (VALUES (1, CASE WHEN y.number >= 0 THEN quote_ident(y.alias) ELSE y.alias END), (2, y.dictionaries)) \
         u (nth, text))"
    );
    let from = "pg_ts_config x JOIN pg_namespace n ON n.oid = x.cfgnamespace WHERE x.oid >= 16384";
    StatementQuery {
        clauses,
        ..StatementQuery::new(Kind::TextSearchConfiguration, "pg_ts_config", "x.cfgname", sql, from)
    }
}
