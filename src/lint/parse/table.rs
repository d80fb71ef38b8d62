//! CREATE statements: tables with their columns, constraints and options, and what is made beside them.

use super::Parser;
use crate::engine::Engine;
use crate::lint::statement::{Constraint, ConstraintRule, Kind, NewIndex, NewTable};
use crate::schema::QName;

impl Parser<'_> {
    /// `CREATE …`, from behind CREATE.
    pub(super) fn create(&mut self) -> Option<Kind> {
        self.cursor.take_all(&["OR", "REPLACE"]);
        let (mut temporary, mut unique, mut materialized, mut method) = (false, false, false, None);
        loop {
            let word = self.cursor.peek()?.text.to_ascii_uppercase();
            self.cursor.skip();
            match word.as_str() {
                "TEMP" | "TEMPORARY" => temporary = true,
                "UNIQUE" => unique = true,
                "MATERIALIZED" => materialized = true,
                "FULLTEXT" | "SPATIAL" => method = Some(word.to_lowercase()),
                "GLOBAL" | "LOCAL" | "UNLOGGED" | "RECURSIVE" | "ONLINE" | "CONSTRAINT" => {}
                "TABLE" => return self.create_table(temporary),
                "INDEX" => return self.create_index(unique, method),
                "TRIGGER" => return self.create_trigger(),
                "VIEW" => {
                    self.if_not_exists();
                    return Some(Kind::CreateView { name: self.name()?, materialized });
                }
                "TYPE" => return self.create_type(),
                "DOMAIN" => return self.create_domain(),
                "POLICY" => {
                    self.name()?;
                    self.cursor.take("ON").then_some(())?;
                    return Some(Kind::Policy { table: self.name()? });
                }
                "FUNCTION" | "PROCEDURE" => {
                    return Some(self.program(if word == "FUNCTION" { "FUNCTION" } else { "PROCEDURE" }));
                }
                // MySQL's `DEFINER = user@host`, `ALGORITHM = MERGE`, `SQL SECURITY INVOKER` stand before VIEW and TRIGGER.
                "DEFINER" | "ALGORITHM" | "SQL" | "SECURITY" | "AGGREGATE" => {
                    self.cursor.skip_while(|token| {
                        !["VIEW", "TRIGGER", "FUNCTION", "PROCEDURE"].iter().any(|word| token.is_word(word))
                    });
                }
                _ => return None,
            }
        }
    }

    /// `CREATE TRIGGER name … ON table …`, from behind TRIGGER.
    fn create_trigger(&mut self) -> Option<Kind> {
        self.if_not_exists();
        let name = self.name()?.name;
        // `UPDATE OF a, b ON table`: the first ON is the table's.
        self.cursor.skip_while(|token| !token.is_word("ON"));
        self.cursor.take("ON").then_some(())?;
        Some(Kind::CreateTrigger { name, table: self.name()? })
    }

    fn create_type(&mut self) -> Option<Kind> {
        let name = self.name()?;
        self.cursor.take_all(&["AS", "ENUM"]).then_some(())?;
        let mut values = Vec::new();
        self.cursor.take_punct("(");
        while let Some(value) = self.cursor.string() {
            values.push(value);
            self.cursor.take_punct(",");
        }
        Some(Kind::CreateEnum { name, values })
    }

    fn create_domain(&mut self) -> Option<Kind> {
        let name = self.name()?;
        let start = self.cursor.at();
        while !self.cursor.is_at_end() {
            self.cursor.skip();
        }
        let tokens = self.cursor.taken(start);
        let not_null = tokens.windows(2).any(|pair| pair[0].is_word("NOT") && pair[1].is_word("NULL"));
        Some(Kind::CreateDomain { name, checked: not_null || tokens.iter().any(|token| token.is_word("CHECK")) })
    }

    /// `CREATE TABLE …`, from behind TABLE.
    fn create_table(&mut self, temporary: bool) -> Option<Kind> {
        let guarded = self.if_not_exists();
        let name = self.name()?;
        let mut table = NewTable { temporary, guarded, ..NewTable::named(name) };
        if self.cursor.take_all(&["PARTITION", "OF"]) {
            let parent = self.name()?;
            let start = self.cursor.at();
            while !self.cursor.is_at_end() {
                self.cursor.skip();
            }
            let default = self.cursor.taken(start).iter().any(|token| token.is_word("DEFAULT"));
            table.partition_of = Some((parent, default));
            table.elsewhere = true;
            return Some(Kind::CreateTable(table));
        }
        table.elsewhere = self.cursor.is_any(&["AS", "LIKE", "OF", "SELECT"]);
        if self.cursor.take_punct("(") {
            while !self.cursor.is_at_end() && !self.cursor.is_punct(")") {
                self.table_element(&mut table);
                self.cursor.skip_clause();
                self.cursor.take_punct(",");
            }
            self.cursor.take_punct(")");
        }
        while !self.cursor.is_at_end() {
            self.table_option(&mut table);
        }
        Some(Kind::CreateTable(table))
    }

    fn table_element(&mut self, table: &mut NewTable) {
        if self.cursor.take("LIKE") {
            table.elsewhere = true;
        } else if let Some(index) = self.inline_index(&table.name) {
            table.indexes.push(index);
        } else if let Some(constraint) = self.constraint() {
            table.constraints.push(constraint);
        } else if let Some(column) = self.column() {
            table.columns.push(column);
        }
    }

    fn table_option(&mut self, table: &mut NewTable) {
        if self.cursor.take("ENGINE") {
            table.engine = self.option_value();
        } else if self.cursor.take("CHARSET") || self.cursor.take_all(&["CHARACTER", "SET"]) {
            table.charset = self.option_value();
        } else if self.cursor.take_all(&["PARTITION", "BY"]) {
            table.partitioned = true;
        } else if self.cursor.take_any(&["AS", "SELECT", "INHERITS"]).is_some() {
            table.elsewhere = true;
        } else if !self.cursor.skip_group() {
            self.cursor.skip();
        }
    }

    /// `= value`, in lower case.
    pub(super) fn option_value(&mut self) -> Option<String> {
        if self.cursor.peek().is_some_and(|token| token.text == "=") {
            self.cursor.skip();
        }
        self.cursor.part().or_else(|| self.cursor.string()).map(|value| value.to_lowercase())
    }

    /// MySQL's `KEY name (columns)`, `FULLTEXT INDEX name (columns)`.
    pub(super) fn inline_index(&mut self, table: &QName) -> Option<NewIndex> {
        if self.engine != Engine::MySql {
            return None;
        }
        let start = self.cursor.at();
        let method = self.cursor.take_any(&["FULLTEXT", "SPATIAL"]).map(str::to_lowercase);
        if self.cursor.take_any(&["INDEX", "KEY"]).is_none() && method.is_none() {
            return None;
        }
        self.if_not_exists();
        let name = if self.cursor.is("USING") { None } else { self.cursor.part() };
        let method = method.or_else(|| self.index_method());
        if !self.cursor.is_punct("(") {
            // A column that is called `key`.
            self.cursor.back_to(start);
            return None;
        }
        let (columns, width) = self.columns();
        Some(NewIndex { name, columns, width, method, ..NewIndex::on(table.clone()) })
    }

    /// A constraint of a table, up to the comma or parenthesis behind it.
    pub(super) fn constraint(&mut self) -> Option<Constraint> {
        let start = self.cursor.at();
        let mut name = None;
        if self.cursor.take("CONSTRAINT") && !self.cursor.is_any(&["PRIMARY", "UNIQUE", "FOREIGN", "CHECK"]) {
            name = self.cursor.part();
        }
        let Some(rule) = self.constraint_rule() else {
            self.cursor.back_to(start);
            return None;
        };
        let mut not_valid = false;
        while !(self.cursor.is_at_end() || self.cursor.is_punct(",") || self.cursor.is_punct(")")) {
            if self.cursor.take_all(&["NOT", "VALID"]) {
                not_valid = true;
            } else if !self.cursor.skip_group() {
                self.cursor.skip();
            }
        }
        Some(Constraint { name, rule, not_valid })
    }

    fn constraint_rule(&mut self) -> Option<ConstraintRule> {
        if self.cursor.is("CHECK") && self.cursor.peek_at(1).is_some_and(|token| token.is_punct("(")) {
            self.cursor.skip();
            return Some(ConstraintRule::Check(self.group()));
        }
        if self.cursor.take_all(&["PRIMARY", "KEY"]) {
            let (columns, index) = self.key();
            return Some(ConstraintRule::PrimaryKey { columns, index });
        }
        if self.cursor.take_all(&["NOT", "NULL"]) {
            return self.cursor.part().map(ConstraintRule::NotNull);
        }
        if self.cursor.take_all(&["FOREIGN", "KEY"]) {
            if !self.cursor.is_punct("(") {
                self.if_not_exists();
                self.cursor.part();
            }
            let columns = self.column_list();
            self.cursor.take("REFERENCES").then_some(())?;
            let parent = self.name()?;
            let referred = if self.cursor.is_punct("(") { self.column_list() } else { Vec::new() };
            return Some(ConstraintRule::ForeignKey { columns, parent, referred });
        }
        if self.cursor.is("EXCLUDE") && self.cursor.peek_at(1).is_some_and(|t| t.is_punct("(") || t.is_word("USING")) {
            self.cursor.skip();
            return Some(ConstraintRule::Exclude);
        }
        let next = |word: &str| self.cursor.peek_at(1).is_some_and(|token| token.is_word(word));
        let unique = self.cursor.is("UNIQUE")
            && (self.cursor.peek_at(1).is_some_and(|token| token.is_punct("("))
                || ["USING", "KEY", "INDEX", "NULLS"].iter().any(|word| next(word))
                || self.engine == Engine::MySql && self.cursor.peek_at(2).is_some_and(|token| token.is_punct("(")));
        if unique {
            self.cursor.skip();
            let (columns, index) = self.key();
            return Some(ConstraintRule::Unique { columns, index });
        }
        None
    }

    /// What follows UNIQUE or PRIMARY KEY: its columns, or the index that it is made of.
    fn key(&mut self) -> (Vec<String>, Option<String>) {
        self.cursor.take_any(&["KEY", "INDEX"]);
        self.if_not_exists();
        self.cursor.take_all(&["NULLS", "NOT", "DISTINCT"]);
        self.cursor.take_all(&["NULLS", "DISTINCT"]);
        if self.cursor.take_all(&["USING", "INDEX"]) {
            return (Vec::new(), self.cursor.part());
        }
        self.index_method();
        if !self.cursor.is_punct("(") {
            self.cursor.part();
            self.index_method();
        }
        (self.column_list(), None)
    }
}
