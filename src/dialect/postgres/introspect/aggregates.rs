//! Aggregate functions. The server prints no statement for them: it is written down here from the catalogue, in the order and
//! with the defaults of `pg_dump`.

use super::catalog::{Address, CatalogRow, oid};
use super::cells::Cells;
use super::reader::CatalogReader;
use crate::dialect::postgres::quote;
use crate::engine::Flavor;
use crate::schema::{Definition, Kind, Object, ObjectId};

/// A row of `pg_aggregate`, with its row of `pg_proc`.
pub(super) struct AggregateRow {
    /// Its id.
    pub oid: u32,
    /// Its name.
    pub name: String,
    /// Its namespace's id.
    pub namespace: u32,
    /// The types of its arguments, the direct ones first.
    pub arguments: Vec<String>,
    /// The arguments as they are written, `ORDER BY` among them.
    pub list: String,
    /// `n`, `o` or `h`.
    pub kind: char,
    /// How many arguments are direct ones.
    pub direct: i32,
    /// What it returns.
    pub result: String,
    /// The names of its arguments.
    pub inputs: Vec<String>,
    /// The options of the statement by name, as far as they are not the usual ones: `SFUNC = f`, `HYPOTHETICAL`.
    pub options: Vec<String>,
}

/// A function by its id in `column`, as SQL; NULL where there is none.
fn function(column: &str) -> String {
    format!(
        "(SELECT CASE WHEN pg_function_is_visible(f.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(f.proname) \
         FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = a.{column})"
    )
}

/// `NAME = value`, where there is a value.
fn option(name: &str, value: &str) -> String {
    format!("'{name} = ' || {value}")
}

/// The option that says what a final function may do with the state, where there is such a function and it is not what is usual.
fn modify(name: &str, function: &str, column: &str) -> String {
    format!(
        "CASE WHEN a.{function} <> 0 AND a.{column} <> CASE WHEN a.aggkind = 'n' THEN 'r'::\"char\" ELSE 'w' END \
         THEN '{name} = ' || CASE a.{column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END"
    )
}

impl CatalogRow for AggregateRow {
    fn query(_flavor: &Flavor) -> String {
        let word = |name: &str, condition: &str| format!("CASE WHEN {condition} THEN '{name}' END");
        let number = |name: &str, column: &str| format!("'{name} = ' || nullif(a.{column}, 0)");
        let operator = "(SELECT CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname::text \
             ELSE 'OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')' END \
             FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = a.aggsortop)";
        let options = [
            option("SFUNC", &function("aggtransfn")),
            option("STYPE", "format_type(a.aggtranstype, NULL)"),
            number("SSPACE", "aggtransspace"),
            option("INITCOND", "quote_literal(a.agginitval)"),
            option("FINALFUNC", &function("aggfinalfn")),
            word("FINALFUNC_EXTRA", "a.aggfinalfn <> 0 AND a.aggfinalextra"),
            modify("FINALFUNC_MODIFY", "aggfinalfn", "aggfinalmodify"),
            option("COMBINEFUNC", &function("aggcombinefn")),
            option("SERIALFUNC", &function("aggserialfn")),
            option("DESERIALFUNC", &function("aggdeserialfn")),
            option("MSFUNC", &function("aggmtransfn")),
            option("MINVFUNC", &function("aggminvtransfn")),
            option("MSTYPE", "format_type(nullif(a.aggmtranstype, 0), NULL)"),
            number("MSSPACE", "aggmtransspace"),
            option("MINITCOND", "quote_literal(a.aggminitval)"),
            option("MFINALFUNC", &function("aggmfinalfn")),
            word("MFINALFUNC_EXTRA", "a.aggmfinalfn <> 0 AND a.aggmfinalextra"),
            modify("MFINALFUNC_MODIFY", "aggmfinalfn", "aggmfinalmodify"),
            option("SORTOP", operator),
            word("HYPOTHETICAL", "a.aggkind = 'h'"),
            "'PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END".to_owned(),
        ];
        format!(
            "SELECT p.oid, p.proname, p.pronamespace, \
     (SELECT json_agg(format_type(t.ty, NULL) ORDER BY t.place) \
     FROM unnest(p.proargtypes) WITH ORDINALITY t (ty, place)), pg_get_function_arguments(p.oid), \
     a.aggkind, a.aggnumdirectargs, format_type(p.prorettype, NULL), array_to_json(p.proargnames), \
     array_to_json(array_remove(ARRAY[{}], NULL)) \
     FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE p.oid >= 16384 \
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')",
            options.join(", ")
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        AggregateRow {
            oid: cells.number(),
            name: cells.text(),
            namespace: cells.number(),
            arguments: cells.list(),
            list: cells.text(),
            kind: cells.letter(),
            direct: cells.number(),
            result: cells.text(),
            inputs: cells.list(),
            options: cells.list(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::PROC, self.oid))
    }

    fn read(reader: &mut CatalogReader<'_>) {
        reader.aggregates();
    }
}

impl CatalogReader<'_> {
    fn aggregates(&mut self) {
        for row in &self.catalog.aggregates {
            let address = (oid::PROC, row.oid);
            if !self.admits("aggregate", row.namespace, &row.name, address) {
                continue;
            }
            let name = self.qualified(row.namespace, &row.name);
            let namespace = name.namespace.as_ref().map(|name| format!("{}.", quote::identifier(name)));
            let list = if row.list.is_empty() { "*" } else { &row.list };
            let sql = format!(
                "CREATE AGGREGATE {}{}({list}) (\n    {}\n)",
                namespace.unwrap_or_default(),
                quote::identifier(&name.name),
                row.options.join(",\n    ")
            );
            let id = ObjectId::with_arguments(Kind::Aggregate, name, row.arguments.clone());
            let mut definition = Definition::new(id, sql);
            definition.clauses = vec![
                ("kind".to_owned(), format!("{} {}", row.kind, row.direct)),
                ("result".to_owned(), row.result.clone()),
                ("inputs".to_owned(), serde_json::to_string(&row.inputs).unwrap_or_default()),
            ];
            definition.annotation.comment = self.catalog.comments.on(oid::PROC, row.oid, 0);
            self.objects.insert(address, definition.id.clone());
            self.insert(row.namespace, Object::Definition(definition));
        }
    }
}
