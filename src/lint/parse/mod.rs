//! From the tokens of a statement to what the rules ask of it ([`Kind`]).
//!
//! It reads heads and clauses, not a whole language: what it does not know it passes by, up to the next comma outside of
//! parentheses. It never fails.

mod alter;
mod column;
mod other;
mod table;

use super::statement::{Drop, Kind, NewIndex};
use crate::engine::Engine;
use crate::schema::QName;
use crate::sql::{Cursor, NameParts};

/// What a statement says.
pub(crate) fn parse(engine: Engine, sql: &str) -> Kind {
    let syntax = engine.syntax();
    if crate::sql::control(syntax, sql).is_some_and(|control| {
        matches!(control, crate::sql::Control::Begin | crate::sql::Control::Commit | crate::sql::Control::Rollback)
    }) {
        return Kind::Transaction;
    }
    let mut parser = Parser { engine, cursor: Cursor::new(syntax, sql) };
    parser.statement().unwrap_or(Kind::Other)
}

/// The cursor with the database whose SQL it reads.
struct Parser<'a> {
    engine: Engine,
    cursor: Cursor<'a>,
}

impl Parser<'_> {
    fn statement(&mut self) -> Option<Kind> {
        let first = self.cursor.peek()?.text.to_ascii_uppercase();
        self.cursor.skip();
        match first.as_str() {
            "CREATE" => self.create(),
            "ALTER" => self.alter(),
            "DROP" => self.drop(),
            "RENAME" => self.rename_tables(),
            _ => self.other(&first),
        }
    }

    /// A qualified name. The namespace that is there without being named is left out.
    fn name(&mut self) -> Option<QName> {
        self.cursor.name().map(|parts| self.qualified(parts))
    }

    fn qualified(&self, parts: NameParts) -> QName {
        let mut parts = parts.into_iter().rev();
        let name = parts.next().unwrap_or_default();
        let usual = match self.engine {
            Engine::Postgres => "public",
            Engine::Sqlite => "main",
            Engine::MySql => "",
        };
        match parts.next() {
            Some(namespace) if namespace != usual => QName::within(namespace, name),
            _ => QName::plain(name),
        }
    }

    /// Names with commas between them, each maybe behind ONLY.
    fn names(&mut self) -> Vec<QName> {
        let mut names = Vec::new();
        loop {
            self.cursor.take("ONLY");
            names.extend(self.name());
            self.star();
            if !self.cursor.take_punct(",") {
                return names;
            }
        }
    }

    /// PostgreSQL's `*` behind a table.
    fn star(&mut self) {
        if self.cursor.peek().is_some_and(|token| token.text == "*") {
            self.cursor.skip();
        }
    }

    fn if_exists(&mut self) -> bool {
        self.cursor.take_all(&["IF", "EXISTS"])
    }

    fn if_not_exists(&mut self) -> bool {
        self.cursor.take_all(&["IF", "NOT", "EXISTS"])
    }

    /// `(a, b DESC, (lower(c)), d(10))`: the columns, none where one is an expression; how many.
    fn columns(&mut self) -> (Option<Vec<String>>, usize) {
        if !self.cursor.take_punct("(") {
            return (None, 0);
        }
        let (mut columns, mut width, mut plain) = (Vec::new(), 0, true);
        while !self.cursor.is_at_end() && !self.cursor.is_punct(")") {
            width += 1;
            // A word with parentheses behind it is a call, or a column with a length (MySQL).
            let call = self.engine != Engine::MySql && self.cursor.peek_at(1).is_some_and(|token| token.is_punct("("));
            match self.cursor.part() {
                Some(column) if !call => columns.push(column),
                _ => plain = false,
            }
            self.cursor.skip_clause();
            self.cursor.take_punct(",");
        }
        self.cursor.take_punct(")");
        (plain.then_some(columns), width)
    }

    /// `(a, b)`
    fn column_list(&mut self) -> Vec<String> {
        self.columns().0.unwrap_or_default()
    }

    /// `CREATE [UNIQUE] INDEX …`, from behind INDEX.
    fn create_index(&mut self, unique: bool, method: Option<String>) -> Option<Kind> {
        let concurrently = self.cursor.take("CONCURRENTLY");
        let guarded = self.if_not_exists();
        let name = if self.cursor.is("ON") { None } else { self.name().map(|name| name.name) };
        let mut method = method.or_else(|| self.index_method());
        self.cursor.take("ON").then_some(())?;
        let only = self.cursor.take("ONLY");
        let table = self.name()?;
        method = method.or_else(|| self.index_method());
        let (columns, width) = self.columns();
        let mut index =
            NewIndex { name, unique, concurrently, only, guarded, columns, width, method, ..NewIndex::on(table) };
        while !self.cursor.is_at_end() {
            if self.cursor.take("WHERE") {
                index.partial = true;
                break;
            }
            if !self.algorithm_or_lock(&mut index.algorithm, &mut index.lock) && !self.cursor.skip_group() {
                self.cursor.skip();
            }
        }
        Some(Kind::CreateIndex(index))
    }

    /// `USING gin`
    fn index_method(&mut self) -> Option<String> {
        self.cursor.take("USING").then(|| self.cursor.part().map(|method| method.to_lowercase()))?
    }

    /// `ALGORITHM = INPLACE`, `LOCK = NONE`; whether one was there.
    fn algorithm_or_lock(&mut self, algorithm: &mut Option<String>, lock: &mut Option<String>) -> bool {
        let value = match self.cursor.take_any(&["ALGORITHM", "LOCK"]) {
            Some("ALGORITHM") => algorithm,
            Some(_) => lock,
            None => return false,
        };
        if self.cursor.peek().is_some_and(|token| token.text == "=") {
            self.cursor.skip();
        }
        *value = self.cursor.part().map(|word| word.to_uppercase());
        true
    }

    /// `DROP …`, from behind DROP.
    fn drop(&mut self) -> Option<Kind> {
        self.cursor.take("TEMPORARY");
        let mut word = self.cursor.part()?.to_uppercase();
        let second = match word.as_str() {
            "MATERIALIZED" | "FOREIGN" | "ACCESS" | "EVENT" | "USER" | "TEXT" => self.cursor.part(),
            _ => None,
        };
        if let Some(second) = second {
            word = format!("{word} {}", second.to_uppercase());
        }
        if word == "TABLES" {
            "TABLE".clone_into(&mut word);
        }
        let concurrently = self.cursor.take("CONCURRENTLY");
        let guarded = self.if_exists();
        let names = self.names();
        let table = if self.cursor.take("ON") { self.name() } else { None };
        if word == "POLICY" {
            return table.map(|table| Kind::Policy { table });
        }
        let (mut algorithm, mut lock) = (None, None);
        while !self.cursor.is_at_end() {
            if !self.algorithm_or_lock(&mut algorithm, &mut lock) {
                self.cursor.skip();
            }
        }
        Some(Kind::Drop(Drop { word, names, guarded, concurrently, table, algorithm, lock }))
    }

    /// `RENAME TABLE a TO b, c TO d`, from behind RENAME.
    fn rename_tables(&mut self) -> Option<Kind> {
        self.cursor.take_any(&["TABLE", "TABLES"])?;
        self.if_exists();
        let mut renamed = Vec::new();
        loop {
            let old = self.name()?;
            self.cursor.take("TO").then_some(())?;
            renamed.push((old, self.name()?));
            if !self.cursor.take_punct(",") {
                return Some(Kind::RenameTables(renamed));
            }
        }
    }
}
