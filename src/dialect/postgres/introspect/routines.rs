//! Functions and procedures, as `pg_get_functiondef` prints them.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use super::whole::stands_alone;
use crate::dialect::postgres::SYNTAX;
use crate::dialect::postgres::as_stored::as_stored;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, Object, ObjectId};
use crate::sql::tokens;

/// A row of `pg_proc` that is no aggregate.
pub(super) struct RoutineRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// The namespace's name as SQL.
    pub namespace_name: String,
    /// `f`, `p` or `w`.
    pub kind: char,
    /// The types of the arguments that tell it from others of its name.
    pub arguments: Vec<String>,
    /// The statement that creates it.
    pub statement: String,
    /// Whether the body is held as it was parsed, and so printed by the server.
    pub parsed: bool,
    /// What `CREATE OR REPLACE` cannot change: what it returns, the columns of that, the names of its arguments, the number of
    /// defaults.
    pub result: String,
    pub inputs: Vec<String>,
    pub defaults: usize,
}

impl CatalogRow for RoutineRow {
    fn query(flavor: &Flavor) -> String {
        let parsed = if flavor.at_least(14, 0) { "p.prosqlbody IS NOT NULL" } else { "false" };
        format!(
            "SELECT p.oid, p.proname, p.pronamespace, quote_ident(n.nspname), p.prokind, \
     (SELECT json_agg(format_type(t.ty, NULL) ORDER BY t.place) \
     FROM unnest(p.proargtypes) WITH ORDINALITY t (ty, place)), \
     pg_get_functiondef(p.oid), {parsed}, \
     concat_ws(' ', CASE WHEN p.proretset THEN 'SETOF' END, format_type(p.prorettype, NULL), \
     CASE WHEN p.prorettype = 'record'::regtype THEN \
     (SELECT json_agg(concat_ws(' ', p.proargnames[t.place], format_type(t.ty, NULL)) ORDER BY t.place)::text \
     FROM unnest(p.proallargtypes) WITH ORDINALITY t (ty, place) WHERE p.proargmodes[t.place] IN ('o', 'b', 't')) END), \
     (SELECT json_agg(a.name ORDER BY a.place) FROM unnest(p.proargnames) WITH ORDINALITY a (name, place) \
     WHERE p.proargmodes IS NULL OR p.proargmodes[a.place] IN ('i', 'b', 'v')), p.pronargdefaults \
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
     WHERE p.oid >= 16384 AND p.prokind <> 'a' AND {} \
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')",
            stands_alone("pg_proc").replace("x.oid", "p.oid")
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        RoutineRow {
            oid: cells.number(),
            name: cells.text(),
            namespace: cells.number(),
            namespace_name: cells.text(),
            kind: cells.letter(),
            arguments: cells.list(),
            statement: cells.text(),
            parsed: cells.flag(),
            result: cells.text(),
            inputs: cells.list(),
            defaults: cells.number(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::PROC, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.routines();
    }
}

impl RoutineRow {
    /// Its kind in the model.
    fn kind(&self) -> Kind {
        if self.kind == 'p' { Kind::Procedure } else { Kind::Function }
    }

    /// The statement as the model has it: without OR REPLACE, and without the namespace of its name where that is the default
    /// one.
    fn statement(&self, is_default: bool) -> String {
        let text = self.statement.trim_end();
        let (head, rest) = match text.strip_prefix("CREATE OR REPLACE ").and_then(|rest| rest.split_once(' ')) {
            Some((word, rest)) => (format!("CREATE {word} "), rest),
            None => (String::new(), text),
        };
        let rest = rest
            .strip_prefix(&self.namespace_name)
            .and_then(|rest| rest.strip_prefix('.'))
            .filter(|_| is_default)
            .unwrap_or(rest);
        // A body that is a string is nobody's business.
        let (parsed, body) = rest.split_at(if self.parsed { rest.len() } else { end_of_arguments(rest) });
        format!("{head}{}{body}", as_stored(parsed))
    }
}

/// Where the list of arguments ends, with their defaults.
fn end_of_arguments(statement: &str) -> usize {
    let mut depth = 0_usize;
    for token in tokens(SYNTAX, statement) {
        if token.is_punct("(") {
            depth += 1;
        } else if token.is_punct(")") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return token.span.end;
            }
        }
    }
    0
}

impl CatalogReader<'_> {
    fn routines(&mut self) {
        for row in &self.catalog.routines {
            let kind = row.kind();
            if !self.admits(kind.word(), row.namespace, &row.name, row.address().unwrap_or_default()) {
                continue;
            }
            let name = self.qualified(row.namespace, &row.name);
            let statement = row.statement(name.namespace.is_none());
            let id = ObjectId::with_arguments(kind, name, row.arguments.clone());
            let mut definition = Definition::new(id, statement);
            definition.clauses = vec![
                ("kind".to_owned(), row.kind.to_string()),
                ("result".to_owned(), row.result.clone()),
                ("inputs".to_owned(), serde_json::to_string(&row.inputs).unwrap_or_default()),
                ("defaults".to_owned(), row.defaults.to_string()),
            ];
            definition.annotation.comment = self.catalog.comments.on(oid::PROC, row.oid, 0);
            self.objects.insert((oid::PROC, row.oid), definition.id.clone());
            definition.annotation.extensions = self.catalog.extension_needs.of((oid::PROC, row.oid));
            self.insert(row.namespace, Object::Definition(definition));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statement_creates_it_under_its_own_name() {
        let row = |namespace: &str, statement: &str| RoutineRow {
            oid: 1,
            name: "f".into(),
            namespace: 2,
            namespace_name: namespace.into(),
            kind: 'f',
            arguments: Vec::new(),
            statement: statement.into(),
            parsed: false,
            result: String::new(),
            inputs: Vec::new(),
            defaults: 0,
        };
        let printed = "CREATE OR REPLACE FUNCTION \"my app\".f(a \"my app\".t)\n RETURNS integer\n";
        let one = row("\"my app\"", printed);
        assert_eq!(one.statement(true), "CREATE FUNCTION f(a \"my app\".t)\n RETURNS integer");
        assert_eq!(one.statement(false), "CREATE FUNCTION \"my app\".f(a \"my app\".t)\n RETURNS integer");
        let printed = "CREATE OR REPLACE PROCEDURE public.f()\n";
        assert_eq!(row("public", printed).statement(true), "CREATE PROCEDURE f()");
    }
}
