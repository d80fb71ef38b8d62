//! Names that a query gives to the columns of a table or of a join (`FROM t x(a, b)`, `(t JOIN u USING (a)) j(a, b, c)`): such a
//! list counts the columns by their places. The server prints one wherever a column is called otherwise than in its table.
//!
//! What is read here is what the server printed. What follows no rule that is known here is a thing whose columns are not known.

use crate::dialect::ColumnOrder;
use crate::sql::{Cursor, NameParts, TokenKind, is_reserved};

use super::{SYNTAX, quote};

/// How deep joins may lie in each other.
const DEEPEST: usize = 500;

/// The tables whose columns a query counts by their places, and the functions whose columns it counts, said to be called.
pub(super) fn counted(query: &str) -> Vec<(NameParts, bool)> {
    let mut reader = Reader::new(query, &|_, _| None);
    reader.read();
    reader.counted
}

/// The query with its lists written for the order that columns have in truth; nothing where they stay as they are. What is asked for
/// its order is a table or a function, said to be called.
///
/// # Errors
/// A table whose columns have another order in a join that is not known whole.
pub(super) fn rearranged(
    query: &str,
    order: &dyn Fn(&[String], bool) -> Option<ColumnOrder>,
) -> Result<Option<String>, NameParts> {
    let mut reader = Reader::new(query, order);
    reader.read();
    if let Some(table) = reader.unknown {
        return Err(table);
    }
    reader.edits.sort_by_key(|(at, _)| at.start);
    let mut text = String::with_capacity(query.len());
    let mut behind = 0;
    for (at, list) in &reader.edits {
        text.push_str(query.get(behind..at.start).unwrap_or_default());
        text.push_str(list);
        behind = at.end;
    }
    text.push_str(query.get(behind..).unwrap_or_default());
    Ok((!reader.edits.is_empty()).then_some(text))
}

/// A column of what stands in a FROM clause: which one it is, whatever its name, and what it is called there.
#[derive(Clone)]
struct Slot {
    id: usize,
    name: String,
}

/// What stands in a FROM clause.
#[derive(Default)]
struct Item {
    /// Its columns, where they are known: as the text counts them, and as they are in truth.
    columns: Option<(Vec<Slot>, Vec<Slot>)>,
    /// The tables in it, and the functions, said to be called.
    tables: Vec<(NameParts, bool)>,
    /// One of them that has another order.
    moved: Option<NameParts>,
    /// Whether a list counts columns of tables, and not those of a query or of a function whose columns are not known.
    counts: bool,
}

struct Reader<'a> {
    cursor: Cursor<'a>,
    order: &'a dyn Fn(&[String], bool) -> Option<ColumnOrder>,
    /// The names that queries of its own have (`WITH`).
    queries: Vec<String>,
    slots: usize,
    depth: usize,
    counted: Vec<(NameParts, bool)>,
    edits: Vec<(std::ops::Range<usize>, String)>,
    unknown: Option<NameParts>,
}

impl<'a> Reader<'a> {
    fn new(query: &'a str, order: &'a dyn Fn(&[String], bool) -> Option<ColumnOrder>) -> Self {
        Reader {
            cursor: Cursor::new(SYNTAX, query),
            order,
            queries: Vec::new(),
            slots: 0,
            depth: 0,
            counted: Vec::new(),
            edits: Vec::new(),
            unknown: None,
        }
    }

    fn read(&mut self) {
        if self.cursor.says("WITH") {
            self.read_names_of_queries();
        }
        self.cursor.back_to(0);
        while !self.cursor.is_at_end() {
            if !self.cursor.take("FROM") {
                self.cursor.skip();
                continue;
            }
            // Queries within what is read here have FROM clauses of their own.
            let at = self.cursor.at();
            while self.item().is_some() && self.cursor.take_punct(",") {}
            self.cursor.back_to(at);
        }
    }

    /// `name AS (`, `name(a, b) AS MATERIALIZED (`; what else looks like one is taken for one.
    fn read_names_of_queries(&mut self) {
        while !self.cursor.is_at_end() {
            let at = self.cursor.at();
            let name = self.cursor.part();
            self.cursor.skip_group();
            let found = self.cursor.take("AS") && {
                self.cursor.take("NOT");
                self.cursor.take("MATERIALIZED");
                self.cursor.is_punct("(")
            };
            self.queries.extend(name.filter(|_| found));
            self.cursor.back_to(at + 1);
        }
    }

    /// One thing of a FROM clause, with what is joined to it.
    fn item(&mut self) -> Option<Item> {
        let mut left = self.primary()?;
        loop {
            let at = self.cursor.at();
            let natural = self.cursor.take("NATURAL");
            if self.cursor.take_any(&["INNER", "CROSS", "LEFT", "RIGHT", "FULL"]).is_some() {
                self.cursor.take("OUTER");
            }
            if !self.cursor.take("JOIN") {
                self.cursor.back_to(at);
                return Some(left);
            }
            let right = self.primary()?;
            let mut merged = Vec::new();
            if self.cursor.take("USING") {
                merged = self.names()?;
                if self.cursor.take("AS") {
                    self.cursor.part()?;
                }
            } else if self.cursor.take("ON") {
                self.cursor.skip_while(|token| {
                    let ends =
                        ["JOIN", "INNER", "CROSS", "LEFT", "RIGHT", "FULL", "NATURAL", "WHERE", "GROUP", "ORDER"];
                    !token.is_punct(",") && !ends.iter().any(|word| token.is_word(word))
                });
            }
            left = joined(left, right, &merged, natural);
        }
    }

    fn primary(&mut self) -> Option<Item> {
        self.depth += 1;
        let found = if self.depth > DEEPEST { None } else { self.named_item() };
        self.depth -= 1;
        found
    }

    /// A table, a join in parentheses, a query or a function, with its alias.
    fn named_item(&mut self) -> Option<Item> {
        self.cursor.take("LATERAL");
        let item = if self.cursor.is_punct("(") {
            let at = self.cursor.at();
            self.cursor.skip();
            match self.item() {
                Some(item) if self.cursor.take_punct(")") => item,
                _ => {
                    self.cursor.back_to(at);
                    self.cursor.skip_group();
                    Item::default()
                }
            }
        } else {
            self.relation()?
        };
        self.aliased(item)
    }

    fn relation(&mut self) -> Option<Item> {
        self.cursor.take("ONLY");
        let reserved = self.is_keyword();
        let name = self.cursor.name()?;
        let called = self.cursor.skip_group();
        let numbered = called && self.cursor.take_all(&["WITH", "ORDINALITY"]);
        if reserved && !called {
            return None;
        }
        let order = (self.order)(&name, called);
        if called && (numbered || order.is_none()) {
            return Some(Item { tables: vec![(name, true)], ..Item::default() });
        }
        let moved = order.as_ref().is_some_and(|order| order.said != order.real).then(|| name.clone());
        // Where a name may mean a query as well, nothing is known of it.
        let is_query = !called && matches!(name.as_slice(), [only] if self.queries.contains(only));
        let columns = order.filter(|_| !is_query).map(|order| {
            let first = self.slots;
            self.slots += order.said.len();
            let said: Vec<Slot> =
                order.said.into_iter().enumerate().map(|(n, name)| Slot { id: first + n, name }).collect();
            let real = order.real.iter().filter_map(|name| said.iter().find(|slot| slot.name == *name).cloned());
            (said.clone(), real.collect())
        });
        Some(Item { columns, tables: vec![(name, called)], moved, counts: true })
    }

    /// The item under its alias and the names that its columns have there.
    fn aliased(&mut self, mut item: Item) -> Option<Item> {
        let at = self.cursor.at();
        self.cursor.take("AS");
        if self.is_keyword() || self.cursor.part().is_none() {
            self.cursor.back_to(at);
            return Some(item);
        }
        let list = self.cursor.at();
        if self.cursor.is_punct("(") {
            if let Some(names) = self.names() {
                self.listed(&mut item, &names, list);
            } else {
                // The columns of a function, with their types.
                self.cursor.back_to(list);
                self.cursor.skip_group();
            }
        }
        if self.cursor.take("TABLESAMPLE") {
            self.cursor.name();
            self.cursor.skip_group();
            if self.cursor.take("REPEATABLE") {
                self.cursor.skip_group();
            }
        }
        Some(item)
    }

    /// Gives the columns of an item the names of the list that begins at this token.
    fn listed(&mut self, item: &mut Item, names: &[String], list: usize) {
        self.counted.append(&mut item.tables.clone());
        if !item.counts {
            // Those of a query are as they are.
            let first = self.slots;
            self.slots += names.len();
            let slots = names.iter().enumerate().map(|(n, name)| Slot { id: first + n, name: name.clone() });
            let slots: Vec<Slot> = slots.collect();
            item.columns = Some((slots.clone(), slots));
            return;
        }
        let Some((said, real)) = item.columns.as_mut().filter(|(said, _)| said.len() >= names.len()) else {
            if let Some(table) = &item.moved {
                self.unknown.get_or_insert_with(|| table.clone());
            }
            return;
        };
        for (slot, name) in said.iter_mut().zip(names) {
            slot.name.clone_from(name);
        }
        for slot in real.iter_mut() {
            if let Some(named) = said.iter().find(|named| named.id == slot.id) {
                slot.name.clone_from(&named.name);
            }
        }
        if !said.iter().map(|slot| slot.id).eq(real.iter().map(|slot| slot.id)) {
            let names: Vec<String> = real.iter().map(|slot| quote::identifier(&slot.name)).collect();
            self.edits.push((self.cursor.span(list), format!("({})", names.join(", "))));
        }
    }

    /// A list of plain names in parentheses.
    fn names(&mut self) -> Option<Vec<String>> {
        if !self.cursor.take_punct("(") {
            return None;
        }
        let mut names = vec![self.cursor.part()?];
        while self.cursor.take_punct(",") {
            names.push(self.cursor.part()?);
        }
        self.cursor.take_punct(")").then_some(names)
    }

    /// Whether the next token is a word that names nothing without quotes.
    fn is_keyword(&self) -> bool {
        self.cursor.peek().is_some_and(|token| token.kind == TokenKind::Word && is_reserved(SYNTAX, token.text))
    }
}

/// The columns of a join: those that it makes one of, then the others of both sides.
fn joined(left: Item, right: Item, merged: &[String], natural: bool) -> Item {
    let join = |left: &[Slot], right: &[Slot]| -> Option<Vec<Slot>> {
        let find = |name: &String| left.iter().find(|slot| slot.name == *name).cloned();
        let mut slots: Vec<Slot> = merged.iter().map(find).collect::<Option<_>>()?;
        slots.extend(left.iter().chain(right).filter(|slot| !merged.contains(&slot.name)).cloned());
        Some(slots)
    };
    let columns = match (&left.columns, &right.columns) {
        (Some(left), Some(right)) if !natural => {
            join(&left.0, &right.0).and_then(|said| Some((said, join(&left.1, &right.1)?)))
        }
        _ => None,
    };
    let tables = left.tables.into_iter().chain(right.tables).collect();
    Item { columns, tables, moved: left.moved.or(right.moved), counts: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables(query: &str) -> String {
        let parts = counted(query);
        let tables = parts.iter().filter(|(_, called)| !called);
        tables.map(|(name, _)| name.join(".")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lists_of_functions_are_told_apart() {
        let found = counted("SELECT x.a FROM s.f(1) x(a, b), t y(c), g() WITH ORDINALITY z(d), h() k(e integer)");
        let name = |name: &str| name.split('.').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(found, [(name("s.f"), true), (name("t"), false), (name("g"), true)]);
    }

    #[test]
    fn lists_of_tables_and_of_joins_count_columns() {
        assert_eq!(tables("SELECT x.a FROM public.t x(a, b), u WHERE (x.a IN (1, 2))"), "public.t");
        assert_eq!(tables("SELECT a FROM (t JOIN s.\"U u\" u(k, \"b c\") USING (k))"), "s.U u");
        assert_eq!(tables("SELECT j.a FROM ((t CROSS JOIN u) LEFT JOIN v ON ((t.a = v.a))) j(a, b, c)"), "t u v");
        assert_eq!(tables("SELECT 1 WHERE EXISTS ( SELECT x.c FROM ONLY t x(c, d) TABLESAMPLE system (1))"), "t");
        assert_eq!(tables("SELECT 1 FROM a UNION ALL SELECT 2 FROM (b JOIN c b(x) ON (f(x) > 1))"), "c");
    }

    #[test]
    fn what_has_columns_of_its_own_counts_nothing() {
        for query in [
            "SELECT g.i FROM generate_series(1, 2) g(i), LATERAL ( SELECT t.a FROM t) s(b)",
            "SELECT v.a FROM ( VALUES (1,2)) v(a, b), ROWS FROM(f(1), g(2)) WITH ORDINALITY z(a, b, n)",
            "WITH c(a, b) AS ( SELECT t.a, t.b FROM t) SELECT count(*) FROM c WHERE (a IS DISTINCT FROM b)",
            "SELECT EXTRACT(year FROM t.d) AS y FROM t, f() x(a integer, b text) GROUP BY (t.d)",
            "SELECT t.a FROM (t t JOIN u x USING (a)) j WHERE (j.a IN (1, 2))",
            "SELECT FROM",
            "FROM ((((",
        ] {
            assert_eq!(tables(query), "", "{query}");
        }
    }

    fn moved(query: &str) -> Result<Option<String>, NameParts> {
        let names = |names: &str| names.split(' ').map(str::to_owned).collect();
        rearranged(query, &|name, called| match name.join(".").as_str() {
            "rows" if !called => None,
            "t" | "public.t" | "rows" => Some(ColumnOrder { said: names("a b c"), real: names("a c b") }),
            "u" => Some(ColumnOrder { said: names("a d"), real: names("a d") }),
            _ => None,
        })
    }

    #[test]
    fn lists_follow_the_order_that_columns_have() {
        let into = |query: &str, other: &str| assert_eq!(moved(query), Ok(Some(other.to_owned())));
        into("SELECT x.k FROM public.t x(k, l, \"M\") LIMIT 1", "SELECT x.k FROM public.t x(k, \"M\", l) LIMIT 1");
        into("SELECT x.a FROM rows(1) x(a, b, d)", "SELECT x.a FROM rows(1) x(a, d, b)");
        into("SELECT 1 FROM u, t x(k, l)", "SELECT 1 FROM u, t x(k, c, l)");
        into(
            "SELECT 1 FROM (u JOIN t t(a, d_1, e) USING (a)) j(p, q, r, s)",
            "SELECT 1 FROM (u JOIN t t(a, e, d_1) USING (a)) j(p, q, s, r)",
        );
        into(
            "SELECT 1 FROM (t x(k, d, l) JOIN (u CROSS JOIN ( SELECT 1) s(z)) USING (d)) j(d, k, l, a, z)",
            "SELECT 1 FROM (t x(k, l, d) JOIN (u CROSS JOIN ( SELECT 1) s(z)) USING (d)) j(d, k, l, a, z)",
        );
        assert_eq!(moved("SELECT 1 FROM u x(k, l), t, (u JOIN v USING (a)) j(a, b)"), Ok(None));
    }

    #[test]
    fn what_is_not_known_whole_is_not_guessed() {
        assert_eq!(moved("SELECT 1 FROM (t CROSS JOIN f()) j(a, b, c, d)"), Err(vec!["t".to_owned()]));
        assert_eq!(
            moved("WITH t AS ( SELECT 1) SELECT 1 FROM t x(a), ( SELECT 1 FROM t) y"),
            Err(vec!["t".to_owned()])
        );
    }
}
