//! ALTER statements.

use super::Parser;
use crate::engine::Engine;
use crate::lint::statement::{Action, AlterTable, Clause, DomainChange, Kind};
use crate::schema::QName;

impl Parser<'_> {
    /// `ALTER …`, from behind ALTER.
    pub(super) fn alter(&mut self) -> Option<Kind> {
        self.cursor.take("ONLINE");
        self.cursor.take("IGNORE");
        let word = self.cursor.part()?.to_uppercase();
        match word.as_str() {
            "TABLE" => self.alter_table(),
            "TYPE" => self.alter_type(),
            "DOMAIN" => self.alter_domain(),
            "POLICY" => {
                self.name()?;
                self.cursor.take("ON").then_some(())?;
                Some(Kind::Policy { table: self.name()? })
            }
            "EXTENSION" => {
                let name = self.cursor.part()?;
                self.cursor.take("UPDATE").then_some(Kind::UpdateExtension { name })
            }
            "DEFAULT" => {
                self.cursor.take("PRIVILEGES").then_some(Kind::Privileges { word: "ALTER DEFAULT PRIVILEGES" })
            }
            _ => {
                self.if_exists();
                let name = self.name()?;
                self.cursor.take_all(&["RENAME", "TO"]).then_some(Kind::Rename { word, name })
            }
        }
    }

    fn alter_type(&mut self) -> Option<Kind> {
        let name = self.name()?;
        if self.cursor.take_all(&["ADD", "VALUE"]) {
            self.if_not_exists();
            let value = self.cursor.string()?;
            return Some(Kind::AddEnumValue { name, value, placed: self.cursor.is_any(&["BEFORE", "AFTER"]) });
        }
        if self.cursor.take_all(&["RENAME", "VALUE"]) {
            return Some(Kind::RenameEnumValue { name, value: self.cursor.string()? });
        }
        self.cursor.take_all(&["RENAME", "TO"]).then(|| Kind::Rename { word: "TYPE".to_owned(), name })
    }

    fn alter_domain(&mut self) -> Option<Kind> {
        let name = self.name()?;
        let change = if self.cursor.take_all(&["SET", "NOT", "NULL"]) {
            DomainChange::SetNotNull
        } else if self.cursor.take("ADD") {
            let start = self.cursor.at();
            while !self.cursor.is_at_end() {
                self.cursor.skip();
            }
            let tokens = self.cursor.taken(start);
            let not_valid = tokens.windows(2).any(|pair| pair[0].is_word("NOT") && pair[1].is_word("VALID"));
            DomainChange::AddCheck { not_valid }
        } else {
            DomainChange::Other
        };
        Some(Kind::AlterDomain { name, change })
    }

    fn alter_table(&mut self) -> Option<Kind> {
        let guarded = self.if_exists();
        self.cursor.take("ONLY");
        let table = self.name()?;
        self.star();
        let mut alter = AlterTable { table, guarded, clauses: Vec::new(), algorithm: None, lock: None };
        while !self.cursor.is_at_end() {
            let start = self.cursor.at();
            if !self.algorithm_or_lock(&mut alter.algorithm, &mut alter.lock) {
                let action = self.action(&alter.table).unwrap_or(Action::Other);
                self.cursor.skip_clause();
                alter.clauses.push(Clause { action, span: self.cursor.span(start) });
            }
            // Options of MySQL may stand without commas between them.
            if self.cursor.is_punct(")") {
                self.cursor.skip();
            }
            self.cursor.take_punct(",");
        }
        Some(Kind::AlterTable(alter))
    }

    fn action(&mut self, table: &QName) -> Option<Action> {
        let first = self.cursor.peek()?.text.to_ascii_uppercase();
        self.cursor.skip();
        match first.as_str() {
            "ADD" => self.add(table),
            "DROP" => self.drop_part(),
            "ALTER" => self.alter_column(),
            "MODIFY" | "CHANGE" => {
                self.cursor.take("COLUMN");
                self.if_exists();
                let column = self.cursor.part()?;
                let to = if first == "CHANGE" { self.cursor.part()? } else { column.clone() };
                Some(Action::Modify { column, to: self.column_body(to) })
            }
            "RENAME" => self.rename(),
            "VALIDATE" => {
                self.cursor.take("CONSTRAINT");
                Some(Action::Validate { name: self.cursor.part()? })
            }
            "SET" => Some(self.set()),
            "ATTACH" => {
                self.cursor.take("PARTITION");
                let partition = self.name()?;
                Some(Action::Attach { partition, default: self.cursor.is("DEFAULT") })
            }
            "DETACH" => {
                self.cursor.take("PARTITION");
                let partition = self.name()?;
                Some(Action::Detach { partition, concurrently: self.cursor.is_any(&["CONCURRENTLY", "FINALIZE"]) })
            }
            "ENABLE" | "DISABLE" | "FORCE" | "NO" => {
                let word = if first == "DISABLE" {
                    "DISABLE"
                } else if first == "ENABLE" {
                    "ENABLE"
                } else {
                    "FORCE"
                };
                self.cursor.take_any(&["ALWAYS", "REPLICA", "FORCE"]);
                match self.cursor.take_any(&["TRIGGER", "ROW"]) {
                    Some("TRIGGER") => Some(Action::Trigger { word }),
                    Some(_) => Some(Action::RowSecurity { word: if first == "NO" { "NO FORCE" } else { word } }),
                    None => None,
                }
            }
            "REPLICA" => Some(Action::ReplicaIdentity),
            "CONVERT" => Some(Action::ConvertCharset),
            "ENGINE" => self.option_value().map(|name| Action::Engine { name }),
            _ => None,
        }
    }

    fn add(&mut self, table: &QName) -> Option<Action> {
        if self.cursor.take_all(&["SYSTEM", "VERSIONING"]) {
            return Some(Action::SystemVersioning);
        }
        if let Some(index) = self.inline_index(table) {
            return Some(Action::AddIndex(index));
        }
        if let Some(constraint) = self.constraint() {
            return Some(Action::AddConstraint(constraint));
        }
        self.cursor.take("COLUMN");
        self.if_not_exists();
        if self.engine == Engine::MySql && self.cursor.take_punct("(") {
            // `ADD (a int, b int)`: of several columns the first stands for them.
            let column = self.column();
            while !self.cursor.is_at_end() && !self.cursor.is_punct(")") {
                self.cursor.skip_clause();
                self.cursor.take_punct(",");
            }
            self.cursor.take_punct(")");
            return column.map(Action::AddColumn);
        }
        self.column().map(Action::AddColumn)
    }

    fn drop_part(&mut self) -> Option<Action> {
        if self.cursor.take_all(&["PRIMARY", "KEY"]) {
            return Some(Action::DropPrimaryKey);
        }
        if self.cursor.take_all(&["SYSTEM", "VERSIONING"]) {
            return Some(Action::SystemVersioning);
        }
        let word = self.cursor.take_any(&["COLUMN", "CONSTRAINT", "FOREIGN", "INDEX", "KEY", "CHECK", "PARTITION"]);
        if word == Some("FOREIGN") {
            self.cursor.take("KEY");
        }
        let guarded = self.if_exists();
        let name = self.cursor.part()?;
        Some(match word {
            Some("CONSTRAINT" | "CHECK") => Action::DropConstraint { name },
            Some("FOREIGN") => Action::DropForeignKey { name },
            Some("INDEX" | "KEY") => Action::DropIndex { name },
            Some("PARTITION") => return None,
            _ => Action::DropColumn { name, guarded },
        })
    }

    fn alter_column(&mut self) -> Option<Action> {
        if self.cursor.take_any(&["INDEX", "CONSTRAINT", "CHECK"]).is_some() {
            return Some(Action::Other);
        }
        self.cursor.take("COLUMN");
        let column = self.cursor.part()?;
        if self.cursor.take_all(&["SET", "NOT", "NULL"]) {
            return Some(Action::SetNotNull { column });
        }
        if self.cursor.take_all(&["DROP", "NOT", "NULL"]) {
            return Some(Action::DropNotNull { column });
        }
        if self.cursor.take_all(&["SET", "DEFAULT"]) {
            return Some(Action::SetDefault { column, default: self.default() });
        }
        if self.cursor.take_all(&["ADD", "GENERATED"]) {
            return Some(Action::AddIdentity { column });
        }
        if self.cursor.take_all(&["SET", "EXPRESSION"]) {
            return Some(Action::Rewrite { word: "SET EXPRESSION" });
        }
        self.cursor.take_all(&["SET", "DATA"]);
        if self.cursor.take("TYPE") {
            let ty = self.ty()?;
            self.cursor.skip_while(|token| !token.is_punct(",") && !token.is_word("USING"));
            return Some(Action::SetType { column, ty, using: self.cursor.is("USING") });
        }
        Some(Action::Other)
    }

    fn rename(&mut self) -> Option<Action> {
        if self.cursor.take_any(&["CONSTRAINT", "INDEX", "KEY"]).is_some() {
            return Some(Action::RenameOther);
        }
        if self.cursor.take_any(&["TO", "AS"]).is_some() {
            return Some(Action::RenameTo { name: self.name()? });
        }
        self.cursor.take("COLUMN");
        let column = self.cursor.part()?;
        if self.cursor.take("TO") {
            return Some(Action::RenameColumn { column, to: self.cursor.part()? });
        }
        // MySQL's `RENAME new`.
        (self.engine == Engine::MySql).then(|| Action::RenameTo { name: QName::plain(column) })
    }

    fn set(&mut self) -> Action {
        if self.cursor.take("LOGGED") {
            return Action::Rewrite { word: "SET LOGGED" };
        }
        if self.cursor.take("UNLOGGED") {
            return Action::Rewrite { word: "SET UNLOGGED" };
        }
        if self.cursor.take("TABLESPACE") {
            return Action::Rewrite { word: "SET TABLESPACE" };
        }
        if self.cursor.take_all(&["ACCESS", "METHOD"]) {
            return Action::Rewrite { word: "SET ACCESS METHOD" };
        }
        Action::Other
    }
}
