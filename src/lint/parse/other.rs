//! The statements that are neither CREATE, ALTER, DROP nor RENAME.

use super::Parser;
use crate::lint::statement::Kind;
use crate::schema::QName;
use crate::sql::{TokenKind, tokens};

impl Parser<'_> {
    /// A statement that begins with `first`, from behind it.
    pub(super) fn other(&mut self, first: &str) -> Option<Kind> {
        match first {
            "TRUNCATE" => {
                self.cursor.take("TABLE");
                let tables = self.names();
                self.cursor.skip_while(|token| !token.is_word("CASCADE"));
                Some(Kind::Truncate { tables, cascade: self.cursor.is("CASCADE") })
            }
            "UPDATE" => self.update(),
            "DELETE" => {
                self.cursor.take("FROM").then_some(())?;
                self.cursor.take("ONLY");
                let table = self.name()?;
                Some(Kind::Delete { table, filtered: self.is_filtered() })
            }
            "INSERT" | "REPLACE" => {
                self.cursor.take_any(&["IGNORE", "OR"]);
                self.cursor.take_any(&["REPLACE", "IGNORE"]);
                self.cursor.take("INTO");
                let table = self.name()?;
                self.cursor.skip_while(|token| {
                    !token.is_word("SELECT") && !token.is_word("TABLE") && !token.is_word("VALUES")
                });
                Some(Kind::Insert { table, query: self.cursor.is_any(&["SELECT", "TABLE"]) })
            }
            "REINDEX" => {
                self.cursor.skip_group();
                let word = self.cursor.take_any(&["INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"]);
                let concurrently = self.cursor.take("CONCURRENTLY");
                Some(Kind::Reindex { concurrently, name: self.name(), index: word == Some("INDEX") })
            }
            "VACUUM" => {
                let start = self.cursor.at();
                self.cursor.skip_group();
                let mut full = self.cursor.taken(start).iter().any(|token| token.is_word("FULL"));
                while let Some(word) = self.cursor.take_any(&["FULL", "FREEZE", "VERBOSE", "ANALYZE"]) {
                    full |= word == "FULL";
                }
                Some(Kind::Vacuum { full, table: self.name() })
            }
            "CLUSTER" => {
                self.cursor.skip_group();
                self.cursor.take("VERBOSE");
                Some(Kind::Cluster { table: self.name() })
            }
            "REFRESH" => {
                self.cursor.take_all(&["MATERIALIZED", "VIEW"]).then_some(())?;
                let concurrently = self.cursor.take("CONCURRENTLY");
                let name = self.name()?;
                self.cursor.take("WITH");
                Some(Kind::Refresh { name, concurrently, empty: self.cursor.is("NO") })
            }
            "LOCK" => {
                self.cursor.take_any(&["TABLE", "TABLES"]);
                Some(Kind::LockTable { tables: self.names() })
            }
            "GRANT" => Some(Kind::Privileges { word: "GRANT" }),
            "REVOKE" => Some(Kind::Privileges { word: "REVOKE" }),
            "DO" => Some(self.program("DO")),
            "SET" => {
                self.cursor.take_any(&["LOCAL", "SESSION", "GLOBAL"]);
                let name = self.cursor.name()?.join(".").to_lowercase();
                if self.cursor.peek().is_some_and(|token| token.text == "=" || token.is_word("TO")) {
                    self.cursor.skip();
                }
                Some(Kind::Set { name, value: self.value() })
            }
            "PRAGMA" => {
                let QName { name, .. } = self.name()?;
                if self.cursor.peek().is_some_and(|token| token.text == "=" || token.is_punct("(")) {
                    self.cursor.skip();
                }
                Some(Kind::Pragma { name: name.to_lowercase(), value: self.value() })
            }
            _ => None,
        }
    }

    /// The next token as a value, in lower case.
    fn value(&mut self) -> String {
        let token = self.cursor.peek();
        token.map(|token| crate::sql::unquote(self.engine.syntax(), token.text).to_lowercase()).unwrap_or_default()
    }

    /// `UPDATE table SET a = 1, b = 2 WHERE …`, from behind UPDATE.
    fn update(&mut self) -> Option<Kind> {
        self.cursor.take("ONLY");
        if self.cursor.take("OR") {
            self.cursor.skip();
        }
        let table = self.name()?;
        self.cursor.skip_while(|token| !token.is_word("SET"));
        self.cursor.take("SET").then_some(())?;
        let mut assigned = Vec::new();
        loop {
            if self.cursor.is_punct("(") {
                assigned.extend(self.column_list());
            } else {
                assigned.extend(self.cursor.name().and_then(|parts| parts.into_iter().next_back()));
            }
            self.cursor.skip_while(|token| {
                !token.is_punct(",") && !["WHERE", "FROM", "RETURNING", "LIMIT"].iter().any(|word| token.is_word(word))
            });
            if !self.cursor.take_punct(",") {
                break;
            }
        }
        Some(Kind::Update { table, filtered: self.is_filtered(), assigned })
    }

    /// Whether the rest says which rows: WHERE, or LIMIT.
    fn is_filtered(&mut self) -> bool {
        self.cursor.skip_while(|token| !token.is_word("WHERE") && !token.is_word("LIMIT"));
        !self.cursor.is_at_end()
    }

    /// The rest as a program: whether it makes SQL while it runs.
    pub(super) fn program(&mut self, word: &'static str) -> Kind {
        let mut dynamic = false;
        while let Some(token) = self.cursor.peek() {
            dynamic |= match token.kind {
                TokenKind::DollarString | TokenKind::String => {
                    let body = crate::sql::unquote(self.engine.syntax(), token.text);
                    tokens(self.engine.syntax(), &body).any(|token| token.is_word("EXECUTE"))
                }
                _ => token.is_word("PREPARE"),
            };
            self.cursor.skip();
        }
        Kind::Program { word, dynamic }
    }
}
