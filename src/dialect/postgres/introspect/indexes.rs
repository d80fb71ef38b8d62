//! Indexes, and what an exclusion constraint says of its elements.

use std::collections::HashMap;

use super::catalog::{Address, CatalogRow, QueryResult, oid};
use super::cells::Cells;
use super::columns::collation;
use super::parameters;
use super::reader::{CatalogReader, expression};
use super::relations::Relation;
use crate::dialect::postgres::SYNTAX;
use crate::engine::Flavor;
use crate::schema::{Annotation, Index, IndexColumn, IndexKey, Nulls, ObjectId, PartKind};
use crate::sql::{TokenKind, tokens};

/// A row of `pg_index`.
pub(super) struct IndexRow {
    /// Its id.
    pub oid: u32,
    /// Its table or materialized view.
    pub relation: u32,
    /// Its name.
    pub name: String,
    /// `UNIQUE`
    pub unique: bool,
    /// Whether it can be used: not left behind by a build that failed.
    pub valid: bool,
    /// Whether it is a partitioned table's.
    pub partitioned: bool,
    /// The columns by number; zero is an expression.
    pub keys: Vec<i16>,
    /// The operator classes.
    pub classes: Vec<u32>,
    /// The collations.
    pub collations: Vec<u32>,
    /// Bit 0: descending; bit 1: NULLs first.
    pub flags: Vec<i16>,
    /// How many of the columns are keys; the others are included.
    pub key_count: usize,
    /// Whether `CLUSTER ON` names it.
    pub clustered: bool,
    /// Whether it is the replica identity.
    pub replica_identity: bool,
    /// `NULLS NOT DISTINCT`
    pub nulls_not_distinct: bool,
    /// `WHERE`
    pub predicate: Option<String>,
    /// Storage parameters.
    pub settings: Vec<(String, String)>,
    /// The tablespace, where it is not the default one.
    pub tablespace: Option<String>,
    /// The access method.
    pub method: String,
    /// The whole definition, where an expression is indexed.
    pub definition: Option<String>,
    /// The keys as SQL, where an expression is indexed.
    pub elements: Vec<String>,
}

impl CatalogRow for IndexRow {
    fn query(flavor: &Flavor) -> String {
        // Of tables and materialized views. The whole definition is asked for only where an expression is indexed.
        let nulls = if flavor.at_least(15, 0) { "i.indnullsnotdistinct" } else { "false" };
        format!(
            "SELECT i.indexrelid, i.indrelid, c.relname, i.indisunique, i.indisvalid AND i.indisready AND i.indislive, c.relkind = 'I', \
             i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text, i.indnkeyatts, i.indisclustered, \
             i.indisreplident, {nulls}, CASE WHEN i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END, \
             array_to_json(c.reloptions), \
             CASE WHEN c.reltablespace <> 0 THEN (SELECT spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace) END, \
             m.amname, CASE WHEN i.indexprs IS NOT NULL THEN pg_get_indexdef(i.indexrelid) END, \
             CASE WHEN i.indexprs IS NOT NULL THEN (SELECT json_agg(pg_get_indexdef(i.indexrelid, place, false) \
             ORDER BY place) FROM generate_series(1, i.indnkeyatts) place) END \
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid AND c.relpersistence <> 't' AND c.relkind IN ('i', 'I') \
             AND c.relnamespace <> 'pg_toast'::regnamespace JOIN pg_am m ON m.oid = c.relam WHERE i.indrelid >= 16384"
        )
    }

    fn decode(mut cells: Cells<'_>) -> Self {
        IndexRow {
            oid: cells.number(),
            relation: cells.number(),
            name: cells.text(),
            unique: cells.flag(),
            valid: cells.flag(),
            partitioned: cells.flag(),
            keys: cells.numbers(),
            classes: cells.numbers(),
            collations: cells.numbers(),
            flags: cells.numbers(),
            key_count: cells.number(),
            clustered: cells.flag(),
            replica_identity: cells.flag(),
            nulls_not_distinct: cells.flag(),
            predicate: cells.optional(),
            settings: cells.settings(),
            tablespace: cells.optional(),
            method: cells.text(),
            definition: cells.optional(),
            elements: cells.list(),
        }
    }

    fn address(&self) -> Option<Address> {
        Some((oid::CLASS, self.oid))
    }
}

/// A row of `pg_opclass`.
pub(super) struct OperatorClass {
    /// As SQL.
    pub name: String,
    /// Whether it is its type's default.
    pub default: bool,
    /// The type.
    pub type_oid: u32,
    /// The access method.
    pub method: u32,
}

/// Operator classes by id, the server's own among them.
#[derive(Default)]
pub(super) struct OperatorClasses(HashMap<u32, OperatorClass>);

impl QueryResult for OperatorClasses {
    fn query(_flavor: &Flavor) -> String {
        "SELECT k.oid, \
     CASE WHEN pg_opclass_is_visible(k.oid) THEN '' ELSE quote_ident(n.nspname) || '.' END || quote_ident(k.opcname), \
     k.opcdefault, k.opcintype, k.opcmethod FROM pg_opclass k JOIN pg_namespace n ON n.oid = k.opcnamespace"
            .to_owned()
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let oid = cells.number();
        let class = OperatorClass {
            name: cells.text(),
            default: cells.flag(),
            type_oid: cells.number(),
            method: cells.number(),
        };
        self.0.insert(oid, class);
        // Which of them users made is asked where what lies beyond the model is.
        None
    }
}

/// The collations that indexes use, as SQL, by id.
#[derive(Default)]
pub(super) struct Collations(HashMap<u32, String>);

impl QueryResult for Collations {
    fn query(_flavor: &Flavor) -> String {
        format!(
            "SELECT used.oid, ({}) FROM (SELECT DISTINCT unnest(indcollation) AS oid FROM pg_index \
             WHERE indrelid >= 16384) used WHERE used.oid <> 0",
            collation("used.oid")
        )
    }

    fn take(&mut self, mut cells: Cells<'_>) -> Option<Address> {
        let oid = cells.number();
        self.0.insert(oid, cells.text());
        None
    }
}

impl CatalogReader<'_> {
    /// The indexes of a table or a materialized view that no constraint stands for, by name.
    pub(super) fn indexes(&mut self, relation: &Relation, of: &ObjectId, rows: &[&IndexRow]) -> Vec<Index> {
        let mut indexes = Vec::new();
        for row in rows {
            if !self.admits_part("index", relation, &row.name) {
                continue;
            }
            if !row.valid && !row.partitioned {
                self.name_part_beyond("invalid index", relation, &row.name, "");
                continue;
            }
            self.remember((oid::CLASS, row.oid), of.clone(), PartKind::Index, &row.name);
            indexes.push(Index {
                name: row.name.clone(),
                unique: row.unique,
                method: (row.method != "btree").then(|| row.method.clone()),
                columns: self.keys(relation, row),
                include: self.included(row),
                predicate: row.predicate.as_deref().map(expression),
                nulls_not_distinct: row.nulls_not_distinct,
                parameters: parameters::index(&row.method, &row.settings),
                tablespace: row.tablespace.clone(),
                only: !row.valid,
                invisible: false,
                annotation: Annotation {
                    origin: self.index_origin(row.oid),
                    extensions: self.catalog.extension_needs.of((oid::CLASS, row.oid)),
                    ..Annotation::commented(self.catalog.comments.on(oid::CLASS, row.oid, 0))
                },
            });
        }
        indexes.sort_by(|a, b| a.name.cmp(&b.name));
        indexes
    }

    /// The columns that an index holds beside its keys.
    pub(super) fn included(&self, row: &IndexRow) -> Vec<String> {
        self.names(row.relation, row.keys.get(row.key_count..).unwrap_or_default())
    }

    /// The keys of an index.
    pub(super) fn keys(&self, relation: &Relation, row: &IndexRow) -> Vec<IndexColumn> {
        let printed = row.definition.as_deref().map(|definition| suffixes(definition, &row.elements));
        (0..row.key_count)
            .map(|at| {
                let number = row.keys.get(at).copied().unwrap_or_default();
                let flags = row.flags.get(at).copied().unwrap_or_default();
                let descending = flags & 1 != 0;
                let mut column = if let Some(name) = self.catalog.columns.name(relation.oid, number) {
                    let mut column = IndexColumn::column(name);
                    column.collation = self.collation(relation, row, at, number);
                    column.opclass = self.opclass(relation, row, at, number);
                    column
                } else {
                    let text = row.elements.get(at).map(String::as_str).unwrap_or_default();
                    let mut column = IndexColumn::expression(expression(text));
                    if let Some(suffix) = printed.as_ref().and_then(|printed| printed.get(at)) {
                        column.collation.clone_from(&suffix.collation);
                        column.opclass.clone_from(&suffix.opclass);
                    }
                    column
                };
                column.descending = descending;
                column.nulls = match (descending, flags & 2 != 0) {
                    (false, true) => Some(Nulls::First),
                    (true, false) => Some(Nulls::Last),
                    _ => None,
                };
                let place = i16::try_from(at + 1).ok();
                let settled = self.catalog.columns.of(row.oid).iter().find(|column| Some(column.number) == place);
                column.statistics = settled.and_then(|column| column.statistics);
                debug_assert!(!matches!(&column.key, IndexKey::Column(name) if name.is_empty()));
                column
            })
            .collect()
    }

    /// The collation of a plain column in an index, where it is not the column's own.
    fn collation(&self, relation: &Relation, row: &IndexRow, at: usize, number: i16) -> Option<String> {
        let collation = row.collations.get(at).copied().filter(|oid| *oid != 0)?;
        let column = self.catalog.columns.of(relation.oid).iter().find(|column| column.number == number)?;
        if collation == column.collation_oid {
            return None;
        }
        self.catalog.collations.0.get(&collation).cloned()
    }

    /// The operator class of a plain column in an index, where it is not the one that the server would take.
    ///
    /// A default class for another type was taken because the two are the same in storage (`text_ops` for a varchar),
    /// unless the type has a default of its own: then it was asked for.
    fn opclass(&self, relation: &Relation, row: &IndexRow, at: usize, number: i16) -> Option<String> {
        let class = self.catalog.classes.0.get(row.classes.get(at)?)?;
        let column = self.catalog.columns.of(relation.oid).iter().find(|column| column.number == number)?;
        let place = i16::try_from(at + 1).ok()?;
        let settings = self.catalog.columns.of(row.oid).iter().find(|column| column.number == place);
        let settings = settings.map(|column| parameters::operator_class(&row.method, &column.settings));
        // They stand in a text, where their order would make a difference.
        let mut settings = settings.unwrap_or_default().to_vec();
        settings.sort();
        let parameters: Vec<String> =
            settings.into_iter().map(|(name, value)| format!("{name}='{}'", value.replace('\'', "''"))).collect();
        let own =
            |other: &&OperatorClass| other.default && other.method == class.method && other.type_oid == column.type_oid;
        let usual =
            class.default && (class.type_oid == column.type_oid || self.catalog.classes.0.values().find(own).is_none());
        match (usual, parameters.is_empty()) {
            (true, true) => None,
            (_, true) => Some(class.name.clone()),
            (_, false) => Some(format!("{} ({})", class.name, parameters.join(", "))),
        }
    }
}

/// What stands behind a key in the definition of an index.
#[derive(Debug, Default, PartialEq, Eq)]
struct Suffix {
    collation: Option<String>,
    opclass: Option<String>,
}

/// Finds the keys one after the other in the server's own text, and reads what follows each up to the next: the
/// collation of an expression and the class that its type would have are known to the server alone.
fn suffixes(definition: &str, elements: &[String]) -> Vec<Suffix> {
    // The list stands after `USING method (`; a table's name before it may hold anything.
    let mut rest = match elements.first() {
        Some(first) => {
            let opening = format!("({first}");
            definition.find(" USING ").and_then(|_| {
                let from = after_using(definition)?;
                definition.get(from..)?.strip_prefix(opening.as_str()).map(|_| definition.get(from + 1..))?
            })
        }
        None => None,
    };
    let mut found = Vec::new();
    for element in elements {
        let Some(after) = rest.and_then(|text| text.trim_start_matches([',', ' ']).strip_prefix(element.as_str()))
        else {
            break;
        };
        let (suffix, length) = suffix(after);
        found.push(suffix);
        rest = after.get(length..);
    }
    found
}

/// Where the parenthesis after `USING method` stands.
fn after_using(definition: &str) -> Option<usize> {
    let mut using = false;
    let mut at = 0;
    for token in tokens(SYNTAX, definition) {
        if using && token.text == "(" {
            return Some(at);
        }
        using |= token.text == "USING";
        at += token.text.len();
    }
    None
}

/// Reads `COLLATE …`, an operator class with its parameters, and the direction, up to `,` or `)`.
fn suffix(text: &str) -> (Suffix, usize) {
    let mut length = 0;
    let mut depth = 0_usize;
    for token in tokens(SYNTAX, text) {
        match token.text {
            "(" => depth += 1,
            ")" | "," if depth == 0 => break,
            ")" => depth -= 1,
            _ => {}
        }
        length += token.text.len();
    }
    let mut words: Vec<String> = Vec::new();
    let mut apart = true;
    let mut depth = 0_usize;
    for token in tokens(SYNTAX, text.get(..length).unwrap_or_default()) {
        let space = token.kind == TokenKind::Space;
        depth = match token.text {
            "(" => depth + 1,
            ")" => depth.saturating_sub(1),
            _ => depth,
        };
        match words.last_mut() {
            // A qualified name is one word, and so are the parameters with the class before them.
            Some(word) if !(apart || space) || depth > 0 || token.text == ")" => {
                if depth > 0 && space {
                    word.push(' ');
                } else {
                    if token.text == "(" && apart {
                        word.push(' ');
                    }
                    word.push_str(token.text);
                }
            }
            _ if space => {}
            _ => words.push(token.text.to_owned()),
        }
        apart = space && depth == 0;
    }
    let mut found = Suffix::default();
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        match word.as_str() {
            "COLLATE" => found.collation = words.next(),
            "ASC" | "DESC" => {}
            "NULLS" => {
                words.next();
            }
            _ => found.opclass = Some(word),
        }
    }
    (found, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(definition: &str, elements: &[&str]) -> Vec<(Option<String>, Option<String>)> {
        let elements: Vec<String> = elements.iter().map(|element| (*element).to_owned()).collect();
        suffixes(definition, &elements).into_iter().map(|suffix| (suffix.collation, suffix.opclass)).collect()
    }

    fn pair(collation: &str, opclass: &str) -> (Option<String>, Option<String>) {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (filled(collation), filled(opclass))
    }

    #[test]
    fn what_follows_a_key() {
        assert_eq!(
            read("CREATE INDEX i ON public.t USING btree (lower(a), b DESC)", &["lower(a)", "b"]),
            [pair("", ""), pair("", "")]
        );
        assert_eq!(
            read(
                "CREATE INDEX i ON t USING btree (((a || b)) COLLATE \"de_DE\" text_pattern_ops DESC NULLS LAST, c) \
                 INCLUDE (d) WHERE (e > 0)",
                &["((a || b))", "c"]
            ),
            [pair("\"de_DE\"", "text_pattern_ops"), pair("", "")]
        );
        assert_eq!(
            read(
                "CREATE INDEX \" USING (\" ON t USING gist (f(a, ')') COLLATE x.\"C, (\" x.gist_trgm_ops (siglen='32', n='2'), b)",
                &["f(a, ')')", "b"]
            ),
            [pair("x.\"C, (\"", "x.gist_trgm_ops (siglen='32', n='2')"), pair("", "")]
        );
    }

    #[test]
    fn a_definition_that_is_not_understood_says_nothing() {
        assert_eq!(read("CREATE INDEX", &["lower(a)"]), []);
    }
}
