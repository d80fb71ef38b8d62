//! Who needs what, by the names in the server's own texts: in them every name is in backticks, and a relation's stands where no
//! other thing does (behind FROM and JOIN).
//!
//! MariaDB keeps no records of it, and MySQL none of sequences' and checks' kind; the texts say the same on both.

use std::collections::{HashMap, HashSet};

use crate::config::filter::exact;
use crate::dialect::mysql::SYNTAX;
use crate::schema::{
    ConstraintDefinition, IndexColumn, IndexKey, Kind, Node, Object, ObjectId, PartKind, QName, Schema, Stranded, Table,
};
use crate::sql::{Token, TokenKind, significant, unquote};

/// What names in texts may mean: all that there is in the database, whether it is in the schema or not.
pub(super) struct Relations {
    database: String,
    ignores_case: bool,
    by_name: HashMap<String, ObjectId>,
    /// In lower case.
    functions: HashMap<String, String>,
}

impl Relations {
    pub(super) fn new(database: String, ignores_case: bool) -> Self {
        Relations { database, ignores_case, by_name: HashMap::new(), functions: HashMap::new() }
    }

    fn key(&self, name: &str) -> String {
        if self.ignores_case { name.to_lowercase() } else { name.to_owned() }
    }

    pub(super) fn add(&mut self, name: &str, id: ObjectId) {
        self.by_name.insert(self.key(name), id);
    }

    pub(super) fn add_function(&mut self, name: &str) {
        self.functions.insert(name.to_lowercase(), name.to_owned());
    }

    /// The table, view or sequence of this name.
    pub(super) fn get(&self, name: &str) -> Option<&ObjectId> {
        self.by_name.get(&self.key(name))
    }

    /// The function of this name, in any capitals.
    pub(super) fn function(&self, name: &str) -> Option<ObjectId> {
        let name = self.functions.get(&name.to_lowercase())?;
        Some(ObjectId::new(Kind::Function, QName::plain(name)))
    }
}

/// The names that a query uses.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Used {
    /// Tables, views and sequences.
    pub relations: Vec<String>,
    /// Functions.
    pub functions: Vec<String>,
    /// Columns, each with the relation that it is one of, where the query reads that by itself.
    pub columns: Vec<(String, String)>,
}

/// The names that a query uses, as the server prints it.
pub(super) fn used(query: &str, database: &str) -> Used {
    let all: Vec<Token<'_>> = significant(SYNTAX, query).collect();
    let word = |at: usize, words: &[&str]| {
        all.get(at).is_some_and(|token| token.kind == TokenKind::Word && words.iter().any(|word| token.is_word(word)))
    };
    let punct = |at: usize, text: &str| all.get(at).is_some_and(|token| token.is_punct(text));
    let quoted = |at: usize| all.get(at).filter(|token| token.kind == TokenKind::QuotedIdent);
    let name = |at: usize| quoted(at).map(|token| unquote(SYNTAX, token.text)).unwrap_or_default();
    let mut found = Used::default();
    let mut common: HashSet<String> = HashSet::new();
    // What each name in FROM stands for; nothing where that is no relation.
    let mut aliases: HashMap<String, Vec<String>> = HashMap::new();
    let mut columns: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if quoted(at).is_none() || at > 0 && punct(at - 1, ".") {
            at += 1;
            continue;
        }
        let mut end = at;
        let own = punct(at + 1, ".") && quoted(at + 2).is_some() && name(at) == database;
        let mut before = at;
        while before > 0 && punct(before - 1, "(") {
            before -= 1;
        }
        let reads = before > 0 && word(before - 1, &["FROM", "JOIN", "STRAIGHT_JOIN"]);
        let counts = before > 0 && before < at && word(before - 1, &["NEXTVAL", "LASTVAL", "SETVAL"]);
        if own {
            end = at + 2;
        }
        if is_common(&all, at) {
            common.insert(name(at));
        } else if punct(end + 1, "(") {
            found.functions.push(name(end));
        } else if reads || counts {
            if punct(end + 1, ".") {
                // Another database's.
                end += 2;
            } else {
                let relation = name(end);
                let alias = if quoted(end + 1).is_some() { name(end + 1) } else { relation.clone() };
                aliases.entry(alias).or_default().push(relation.clone());
                found.relations.push(relation);
            }
            if quoted(end + 1).is_some() {
                end += 1;
            }
        } else if punct(end + 1, ".") && quoted(end + 2).is_some() {
            columns.push((name(end), name(end + 2)));
            end += 2;
        } else if at > 0 && punct(at - 1, ")") {
            // The name of a query in FROM.
            aliases.entry(name(at)).or_default().clear();
            common.insert(name(at));
        }
        at = end + 1;
    }
    found.relations.retain(|relation| !common.contains(relation));
    for (alias, column) in columns {
        let of = aliases.get(&alias).map(Vec::as_slice).unwrap_or_default();
        if let ([relation], false) = (of, common.contains(&alias)) {
            found.columns.push((relation.clone(), column));
        }
    }
    found.columns.retain(|(relation, _)| !common.contains(relation));
    found
}

/// Whether a common table expression is named here: `` `c` (`a`) as (select … ``
fn is_common(tokens: &[Token<'_>], at: usize) -> bool {
    let mut next = at + 1;
    if tokens.get(next).is_some_and(|token| token.is_punct("(")) {
        while tokens.get(next).is_some_and(|token| !token.is_punct(")")) {
            next += 1;
        }
        next += 1;
    }
    let [as_word, paren] = [tokens.get(next), tokens.get(next + 1)];
    as_word.is_some_and(|token| token.is_word("AS")) && paren.is_some_and(|token| token.is_punct("("))
}

/// Records what the texts of a schema use, and what of it the schema does not hold.
pub(super) fn record(schema: &mut Schema, relations: &Relations) {
    let mut needs: Vec<(Node, Node)> = Vec::new();
    let mut stranded: Vec<Stranded> = Vec::new();
    for (id, object) in &schema.objects {
        match object {
            Object::Table(table) => {
                within(table, &mut needs);
                upon_indexes(table, &mut needs);
                upon_sequences(table, relations, &mut needs);
                for constraint in &table.constraints {
                    let ConstraintDefinition::ForeignKey(key) = &constraint.definition else { continue };
                    let there = key.table.namespace.is_none() && relations.get(&key.table.name).is_some();
                    if there && schema.get(&ObjectId::table(&key.table)).is_none() {
                        let (of, name) = (exact(&table.name.name), constraint.key());
                        stranded.push(Stranded {
                            node: Node::part(&table.name, PartKind::ForeignKey, &name),
                            needs: format!("table {}", key.table),
                            pattern: format!("foreign_key:{of}.{}", exact(&name)),
                        });
                    }
                }
            }
            Object::View(view) => {
                let used = used(view.query.text(), &relations.database);
                let of_relations = used.relations.iter().filter_map(|name| relations.get(name).cloned());
                let of_functions = used.functions.iter().filter_map(|name| relations.function(name));
                for need in of_relations.chain(of_functions) {
                    if schema.get(&need).is_none() {
                        stranded.push(Stranded {
                            node: Node::Object(id.clone()),
                            needs: need.to_string(),
                            pattern: format!("view:{}", exact(&view.name.name)),
                        });
                    }
                    needs.push((Node::Object(id.clone()), Node::Object(need)));
                }
            }
            _ => {}
        }
    }
    for (node, need) in needs {
        if schema.get(need.object()).is_some() {
            schema.depend(node, need);
        }
    }
    stranded.sort();
    stranded.dedup();
    schema.stranded = stranded;
}

/// The names in backticks of an expression.
fn names(text: &str) -> impl Iterator<Item = String> {
    significant(SYNTAX, text)
        .filter(|token| token.kind == TokenKind::QuotedIdent)
        .map(|token| unquote(SYNTAX, token.text))
}

/// The columns that expressions of a table use: they can be no others than its own.
fn within(table: &Table, needs: &mut Vec<(Node, Node)>) {
    let mut add = |node: Node, text: &str| {
        for name in names(text) {
            if let Some(column) = table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(&name)) {
                needs.push((node.clone(), Node::column(&table.name, &column.name)));
            }
        }
    };
    for column in &table.columns {
        let generated = column.generated.as_ref().map(|generated| &generated.expression);
        for text in generated.into_iter().chain(&column.check) {
            add(Node::column(&table.name, &column.name), text.text());
        }
    }
    for constraint in &table.constraints {
        if let ConstraintDefinition::Check(check) = &constraint.definition {
            add(Node::part(&table.name, PartKind::Check, constraint.key()), check.expression.text());
        }
    }
    for index in &table.indexes {
        for place in &index.columns {
            if let IndexKey::Expression(expression) = &place.key {
                add(Node::part(&table.name, PartKind::Index, &index.name), expression.text());
            }
        }
    }
}

/// The index that a foreign key needs over its own columns, where there is but one: the server refuses to drop it before the key
/// (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>).
fn upon_indexes(table: &Table, needs: &mut Vec<(Node, Node)>) {
    for constraint in &table.constraints {
        let ConstraintDefinition::ForeignKey(key) = &constraint.definition else { continue };
        let begins = |columns: &mut dyn Iterator<Item = &str>| {
            let first: Vec<&str> = columns.take(key.columns.len()).collect();
            first.len() == key.columns.len() && key.columns.iter().all(|column| first.contains(&column.as_str()))
        };
        let keys = table.constraints.iter().filter_map(|other| match &other.definition {
            ConstraintDefinition::PrimaryKey(of) | ConstraintDefinition::Unique(of) => {
                let fits = begins(&mut of.columns.iter().map(String::as_str));
                fits.then(|| Node::part(&table.name, other.kind(), other.key()))
            }
            _ => None,
        });
        let indexes = table.indexes.iter().filter_map(|index| {
            let ordered = !matches!(index.method.as_deref(), Some("fulltext" | "spatial" | "vector"));
            let fits = ordered && begins(&mut index.columns.iter().map_while(IndexColumn::name));
            fits.then(|| Node::part(&table.name, PartKind::Index, &index.name))
        });
        let mut fitting = keys.chain(indexes);
        if let (Some(one), None) = (fitting.next(), fitting.next()) {
            needs.push((Node::part(&table.name, PartKind::ForeignKey, constraint.key()), one));
        }
    }
}

/// The sequences that defaults take their values from.
fn upon_sequences(table: &Table, relations: &Relations, needs: &mut Vec<(Node, Node)>) {
    for column in &table.columns {
        let Some(default) = column.default.as_ref().filter(|default| default.text().contains('`')) else { continue };
        for name in names(default.text()) {
            if let Some(id) = relations.get(&name).filter(|id| id.kind == Kind::Sequence) {
                needs.push((Node::column(&table.name, &column.name), Node::Object(id.clone())));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_query() {
        let query = "select `p`.`id` AS `id`,`f1`(`p`.`id`) AS `f` from ((`parent` `p` join `child` on(`child`.`a` = \
                     `p`.`id`)) left join (select 1 AS `z` from `other`.`t` `x`) `q` on(`q`.`z` = `p`.`b`)) where \
                     exists(select 1 from `d`.`self` where `d`.`g`(1)) and extract(year from `p`.`day`) > 1";
        let found = used(query, "d");
        assert_eq!(found.relations, ["parent", "child", "self"]);
        assert_eq!(found.functions, ["f1", "g"]);
        let columns: Vec<String> = found.columns.iter().map(|(of, name)| format!("{of}.{name}")).collect();
        assert_eq!(columns, ["parent.id", "parent.id", "child.a", "parent.id", "parent.b"]);
    }

    #[test]
    fn common_table_expressions_are_no_relations() {
        let query = "with recursive `c` (`n`) as (select `t`.`n` AS `n` from `t` union all select `c`.`n` + 1 from `c`), \
                     `d` as (select 1 AS `1`) select `c`.`n` AS `n` from (`c` join `d`)";
        let found = used(query, "x");
        assert_eq!(found.relations, ["t"]);
        assert_eq!(found.columns, [("t".to_owned(), "n".to_owned())]);
    }
}
