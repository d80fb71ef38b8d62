//! Indexes, and what an exclusion constraint says of its elements.

use super::catalog::{IndexRow, Relation, oid};
use super::parameters;
use super::reader::{Reader, expression};
use crate::dialect::postgres::SYNTAX;
use crate::schema::{Index, IndexColumn, IndexKey, Nulls, ObjectId, PartKind};
use crate::sql::{TokenKind, tokens};

impl Reader<'_> {
    /// The indexes of a table or a materialized view that no constraint stands for, by name.
    pub fn indexes(&mut self, relation: &Relation, of: &ObjectId, rows: &[&IndexRow]) -> Vec<Index> {
        let mut indexes = Vec::new();
        for row in rows {
            if !self.admits_part("index", relation, &row.name) {
                continue;
            }
            if !row.valid {
                self.name_part_beyond("invalid index", relation, &row.name, "");
                continue;
            }
            for column in self.catalog.columns(row.oid).iter().filter(|column| column.statistics.is_some()) {
                let said = format!(": statistics target of {}", column.name);
                self.name_part_beyond("index", relation, &row.name, &said);
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
                comment: self.catalog.comment(oid::CLASS, row.oid, 0),
            });
        }
        indexes.sort_by(|a, b| a.name.cmp(&b.name));
        indexes
    }

    /// The columns that an index holds beside its keys.
    pub fn included(&self, row: &IndexRow) -> Vec<String> {
        self.names(row.relation, row.keys.get(row.key_count..).unwrap_or_default())
    }

    /// The keys of an index.
    pub fn keys(&self, relation: &Relation, row: &IndexRow) -> Vec<IndexColumn> {
        let printed = row.definition.as_deref().map(|definition| suffixes(definition, &row.elements));
        (0..row.key_count)
            .map(|at| {
                let number = row.keys.get(at).copied().unwrap_or_default();
                let flags = row.flags.get(at).copied().unwrap_or_default();
                let descending = flags & 1 != 0;
                let mut column = match self.catalog.column_name(relation.oid, number) {
                    Some(name) => {
                        let mut column = IndexColumn::column(name);
                        column.collation = self.collation(relation, row, at, number);
                        column.opclass = self.opclass(relation, row, at, number);
                        column
                    }
                    None => {
                        let text = row.elements.get(at).map(String::as_str).unwrap_or_default();
                        let mut column = IndexColumn::expression(expression(text));
                        if let Some(suffix) = printed.as_ref().and_then(|printed| printed.get(at)) {
                            column.collation.clone_from(&suffix.collation);
                            column.opclass.clone_from(&suffix.opclass);
                        }
                        column
                    }
                };
                column.descending = descending;
                column.nulls = match (descending, flags & 2 != 0) {
                    (false, true) => Some(Nulls::First),
                    (true, false) => Some(Nulls::Last),
                    _ => None,
                };
                debug_assert!(!matches!(&column.key, IndexKey::Column(name) if name.is_empty()));
                column
            })
            .collect()
    }

    /// The collation of a plain column in an index, where it is not the column's own.
    fn collation(&self, relation: &Relation, row: &IndexRow, at: usize, number: i16) -> Option<String> {
        let collation = row.collations.get(at).copied().filter(|oid| *oid != 0)?;
        let column = self.catalog.columns(relation.oid).iter().find(|column| column.number == number)?;
        if collation == column.collation_oid {
            return None;
        }
        self.catalog.collations.get(&collation).cloned()
    }

    /// The operator class of a plain column in an index, where it is not the one that the server would take.
    ///
    /// A default class for another type was taken because the two are the same in storage (`text_ops` for a varchar),
    /// unless the type has a default of its own: then it was asked for.
    fn opclass(&self, relation: &Relation, row: &IndexRow, at: usize, number: i16) -> Option<String> {
        let class = self.catalog.classes.get(row.classes.get(at)?)?;
        let column = self.catalog.columns(relation.oid).iter().find(|column| column.number == number)?;
        let place = i16::try_from(at + 1).ok()?;
        let settings = self.catalog.columns(row.oid).iter().find(|column| column.number == place);
        let parameters: Vec<String> = settings
            .map(|column| parameters::operator_class(&row.method, &column.settings))
            .unwrap_or_default()
            .into_iter()
            .map(|(name, value)| format!("{name}='{}'", value.replace('\'', "''")))
            .collect();
        let own = |other: &&super::catalog::OperatorClass| {
            other.default && other.method == class.method && other.type_oid == column.type_oid
        };
        let usual =
            class.default && (class.type_oid == column.type_oid || self.catalog.classes.values().find(own).is_none());
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
