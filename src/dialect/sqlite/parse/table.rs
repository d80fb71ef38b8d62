//! `CREATE TABLE`.

use crate::dialect::sqlite::SYNTAX;
use crate::schema::{
    Action, Annotation, Check, Column, Constraint, ConstraintDefinition, Deferrable, Expr, ForeignKey, Generated, Key,
    Match, QName, Table,
};
use crate::sql::{TokenKind, unquote};

use super::super::{normalize, quote, row_id};
use super::cursor::{Cursor, ParseError};
use super::layout::{ColumnLayout, Layout, Piece, PieceKind, Place};

/// Reads a whole `CREATE TABLE` statement: expressions, types and references as written.
///
/// A key that stands apart and makes its column the row id keeps no order.
///
/// # Errors
/// Where the text is not understood.
pub(crate) fn table(sql: &str) -> Result<Table, ParseError> {
    Ok(table_with_layout(sql)?.0)
}

/// [`table`], with the places of all that it says.
///
/// # Errors
/// Where the text is not understood.
pub(crate) fn table_with_layout(sql: &str) -> Result<(Table, Layout), ParseError> {
    let mut reader = TableParser {
        cursor: Cursor::new(sql),
        constraints: Vec::new(),
        descending_key: false,
        name: None,
        layout: Layout::default(),
    };
    let cursor = &mut reader.cursor;
    cursor.expect(&["CREATE"], "CREATE")?;
    let _ = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
    cursor.expect(&["TABLE"], "TABLE")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let mut table = Table::new(QName::plain(cursor.qualified()?));
    let named = cursor.place();
    cursor.expect_punct("(", "the list of columns")?;
    let opened = cursor.place();
    reader.layout.name = reader.cursor.span(named.saturating_sub(1), named);
    reader.layout.open = reader.cursor.span(named, opened);
    loop {
        table.columns.push(reader.column()?);
        if !reader.cursor.eat_punct(",") {
            break;
        }
        if reader.at_constraint() {
            reader.table_constraints()?;
            break;
        }
    }
    let closing = reader.cursor.place();
    reader.cursor.expect_punct(")", "`,` or `)`")?;
    reader.layout.close = reader.cursor.span(closing, closing + 1);
    reader.options(&mut table)?;
    // The key stands first, whatever the text has first.
    reader
        .constraints
        .sort_by_key(|(constraint, _)| !matches!(constraint.definition, ConstraintDefinition::PrimaryKey(_)));
    let mut layout = reader.layout;
    (table.constraints, layout.constraints) = reader.constraints.into_iter().unzip();
    if !reader.descending_key {
        row_id::without_order(&mut table);
    }
    Ok((table, layout))
}

/// Words that end a column's type.
const AFTER_TYPE: &[&str] = &[
    "AS",
    "CHECK",
    "COLLATE",
    "CONSTRAINT",
    "DEFAULT",
    "DEFERRABLE",
    "NOT",
    "NULL",
    "PRIMARY",
    "REFERENCES",
    "UNIQUE",
];

struct TableParser<'a> {
    cursor: Cursor<'a>,
    constraints: Vec<(Constraint, Place)>,
    descending_key: bool,
    /// The name that a `CONSTRAINT` gave to the constraint that follows.
    name: Option<String>,
    layout: Layout,
}

impl TableParser<'_> {
    fn column(&mut self) -> Result<Column, ParseError> {
        let start = self.cursor.place();
        let name = self.cursor.name()?;
        let typed = self.cursor.place();
        let mut column = Column::new(name, self.column_type()?);
        let mut layout = ColumnLayout {
            name: self.cursor.span(start, typed),
            ty: self.cursor.span(typed, self.cursor.place()),
            ..ColumnLayout::default()
        };
        self.name = None;
        // Where the name stands that belongs to the next clause.
        let mut named = None;
        while !self.cursor.is_punct(",") && !self.cursor.is_punct(")") {
            let from = named.take().unwrap_or_else(|| self.cursor.place());
            let kind = self.column_constraint(&mut column, layout.pieces.len())?;
            if kind == PieceKind::Name && !self.cursor.is_punct(",") && !self.cursor.is_punct(")") {
                named = Some(from);
            } else {
                layout.pieces.push(Piece { span: self.cursor.span(from, self.cursor.place()), kind });
            }
        }
        layout.span = self.cursor.span(start, self.cursor.place());
        self.layout.columns.push(layout);
        Ok(column)
    }

    fn column_type(&mut self) -> Result<String, ParseError> {
        let start = self.cursor.place();
        while let Some(token) = self.cursor.peek() {
            let generated =
                token.is_word("GENERATED") && self.cursor.peek_second().is_some_and(|second| second.is_word("ALWAYS"));
            let named = matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdent | TokenKind::String);
            if !named || generated || AFTER_TYPE.iter().any(|word| token.is_word(word)) {
                break;
            }
            self.cursor.advance();
        }
        if self.cursor.place() > start && self.cursor.is_punct("(") {
            self.cursor.parens()?;
        }
        Ok(self.cursor.between(start, self.cursor.place()).to_owned())
    }

    fn push(&mut self, definition: ConstraintDefinition, place: Place) {
        let name = self.name.take();
        self.constraints.push((Constraint { name, definition, annotation: Annotation::default() }, place));
    }

    /// A clause of a column, the next after `before` others.
    fn column_constraint(&mut self, column: &mut Column, before: usize) -> Result<PieceKind, ParseError> {
        let place = Place::Beside(self.layout.columns.len(), before);
        let cursor = &mut self.cursor;
        if cursor.eat(&["CONSTRAINT"]) {
            self.name = Some(cursor.name()?);
            return Ok(PieceKind::Name);
        }
        let kind = if cursor.eat(&["DEFAULT"]) {
            column.default = Some(self.default()?);
            self.name = None;
            PieceKind::Default
        } else if cursor.eat(&["NULL"]) {
            self.on_conflict()?;
            self.name = None;
            PieceKind::Null
        } else if cursor.eat(&["NOT", "NULL"]) {
            column.nullable = false;
            column.not_null_conflict = self.on_conflict()?;
            self.name = None;
            PieceKind::NotNull
        } else if cursor.eat(&["PRIMARY", "KEY"]) {
            let descending = cursor.eat(&["DESC"]);
            if !descending {
                cursor.eat(&["ASC"]);
            }
            let on_conflict = self.on_conflict()?;
            let autoincrement = self.cursor.eat(&["AUTOINCREMENT"]);
            let orders = if descending { vec!["DESC".to_owned()] } else { Vec::new() };
            self.descending_key |= descending;
            let columns = vec![column.name.clone()];
            let key = Key { columns, orders, autoincrement, on_conflict, ..Key::default() };
            self.push(ConstraintDefinition::PrimaryKey(key), place);
            PieceKind::Constraint
        } else if cursor.eat(&["UNIQUE"]) {
            let on_conflict = self.on_conflict()?;
            let key = Key { columns: vec![column.name.clone()], on_conflict, ..Key::default() };
            self.push(ConstraintDefinition::Unique(key), place);
            PieceKind::Constraint
        } else if cursor.eat(&["CHECK"]) {
            self.check(place)?;
            PieceKind::Constraint
        } else if cursor.eat(&["REFERENCES"]) {
            let key = self.references(vec![column.name.clone()])?;
            self.push(ConstraintDefinition::ForeignKey(key), place);
            PieceKind::Constraint
        } else if cursor.eat(&["COLLATE"]) {
            column.collation = Some(cursor.name()?);
            self.name = None;
            PieceKind::Collate
        } else if cursor.eat(&["GENERATED", "ALWAYS", "AS"]) || cursor.eat(&["AS"]) {
            let expression = Expr::from(cursor.parens()?);
            let stored = cursor.eat(&["STORED"]);
            if !stored {
                cursor.eat(&["VIRTUAL"]);
            }
            column.generated = Some(Generated { expression, stored });
            self.name = None;
            PieceKind::Generated
        } else if let Some(deferrable) = self.deferrable()? {
            // It belongs to the last foreign key, wherever that stands.
            self.defer(deferrable)?;
            PieceKind::Deferrable
        } else {
            return Err(self.cursor.unread("a constraint of the column, `,` or `)`"));
        };
        Ok(kind)
    }

    fn check(&mut self, place: Place) -> Result<(), ParseError> {
        let expression = Expr::from(self.cursor.parens()?);
        let on_conflict = self.on_conflict()?;
        let check = Check { on_conflict, ..Check::new(expression) };
        self.push(ConstraintDefinition::Check(check), place);
        Ok(())
    }

    /// Whether a table constraint stands here: in SQLite's grammar these words are no names of columns.
    fn at_constraint(&self) -> bool {
        ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"].iter().any(|word| self.cursor.is_word(word))
    }

    /// The constraints behind the columns; the comma between two may be left out.
    fn table_constraints(&mut self) -> Result<(), ParseError> {
        self.name = None;
        // Where the name stands that belongs to the next constraint.
        let mut named = None;
        while !self.cursor.is_punct(")") {
            let from = named.unwrap_or_else(|| self.cursor.place());
            let place = Place::Apart(self.layout.apart.len());
            let cursor = &mut self.cursor;
            if cursor.eat_punct(",") {
                if named.take().is_some() {
                    self.layout.apart.push(self.cursor.span(from, self.cursor.place() - 1));
                }
                self.name = None;
                continue;
            }
            if cursor.eat(&["CONSTRAINT"]) {
                self.name = Some(cursor.name()?);
                named = Some(from);
                continue;
            }
            if cursor.eat(&["PRIMARY", "KEY"]) {
                let key = self.key()?;
                self.push(ConstraintDefinition::PrimaryKey(key), place);
            } else if cursor.eat(&["UNIQUE"]) {
                let key = self.key()?;
                self.push(ConstraintDefinition::Unique(key), place);
            } else if cursor.eat(&["CHECK"]) {
                self.check(place)?;
            } else if cursor.eat(&["FOREIGN", "KEY"]) {
                let columns = self.names()?;
                self.cursor.expect(&["REFERENCES"], "REFERENCES")?;
                let key = self.references(columns)?;
                self.push(ConstraintDefinition::ForeignKey(key), place);
            } else if let Some(deferrable) = self.deferrable()? {
                self.defer(deferrable)?;
            } else {
                return Err(self.cursor.unread("a constraint of the table, `,` or `)`"));
            }
            named = None;
            self.layout.apart.push(self.cursor.span(from, self.cursor.place()));
        }
        if let Some(from) = named {
            self.layout.apart.push(self.cursor.span(from, self.cursor.place()));
        }
        Ok(())
    }

    /// `(a, b COLLATE nocase DESC AUTOINCREMENT) ON CONFLICT …`
    fn key(&mut self) -> Result<Key, ParseError> {
        let mut key = Key::default();
        let mut orders = Vec::new();
        for element in self.cursor.list()? {
            let mut inner = Cursor::new(element);
            key.columns.push(inner.name()?);
            let mut order = Vec::new();
            if inner.eat(&["COLLATE"]) {
                order.push(format!("COLLATE {}", normalize::collation(&inner.name()?)));
            }
            if inner.eat(&["DESC"]) {
                order.push("DESC".to_owned());
            } else {
                inner.eat(&["ASC"]);
            }
            key.autoincrement |= inner.eat(&["AUTOINCREMENT"]);
            if !inner.done() {
                return Err(inner.unread("a plain column in a key"));
            }
            orders.push(order.join(" "));
        }
        if orders.iter().any(|order| !order.is_empty()) {
            key.orders = orders;
        }
        key.on_conflict = self.on_conflict()?;
        Ok(key)
    }

    fn names(&mut self) -> Result<Vec<String>, ParseError> {
        let mut names = Vec::new();
        for element in self.cursor.list()? {
            let mut inner = Cursor::new(element);
            names.push(inner.name()?);
            if !inner.done() {
                return Err(inner.unread("a plain column"));
            }
        }
        Ok(names)
    }

    fn references(&mut self, columns: Vec<String>) -> Result<ForeignKey, ParseError> {
        let table = QName::plain(self.cursor.name()?);
        let referred = if self.cursor.is_punct("(") { self.names()? } else { Vec::new() };
        let mut key = ForeignKey {
            columns,
            table,
            referred,
            on_delete: Action::NoAction,
            on_delete_columns: Vec::new(),
            on_update: Action::NoAction,
            matching: Match::Simple,
            deferrable: Deferrable::No,
            not_valid: false,
            not_enforced: false,
            period: false,
        };
        loop {
            if self.cursor.eat(&["ON", "DELETE"]) {
                key.on_delete = self.action()?;
            } else if self.cursor.eat(&["ON", "UPDATE"]) {
                key.on_update = self.action()?;
            } else if self.cursor.eat(&["ON", "INSERT"]) {
                // SQLite reads it and does nothing with it.
                self.action()?;
            } else if self.cursor.eat(&["MATCH"]) {
                let word = self.cursor.name()?;
                key.matching = match word.to_ascii_uppercase().as_str() {
                    "SIMPLE" => Match::Simple,
                    "FULL" => Match::Full,
                    "PARTIAL" => Match::Partial,
                    _ => return Err(self.cursor.unread("SIMPLE, FULL or PARTIAL behind MATCH")),
                };
            } else if let Some(deferrable) = self.deferrable()? {
                key.deferrable = deferrable;
            } else {
                return Ok(key);
            }
        }
    }

    fn action(&mut self) -> Result<Action, ParseError> {
        for (words, action) in [
            (&["NO", "ACTION"][..], Action::NoAction),
            (&["RESTRICT"], Action::Restrict),
            (&["CASCADE"], Action::Cascade),
            (&["SET", "NULL"], Action::SetNull),
            (&["SET", "DEFAULT"], Action::SetDefault),
        ] {
            if self.cursor.eat(words) {
                return Ok(action);
            }
        }
        Err(self.cursor.unread("an action"))
    }

    /// `[NOT] DEFERRABLE [INITIALLY …]` where it stands here.
    fn deferrable(&mut self) -> Result<Option<Deferrable>, ParseError> {
        let not = self.cursor.is_word("NOT");
        if !self.cursor.eat(&["NOT", "DEFERRABLE"]) && !self.cursor.eat(&["DEFERRABLE"]) {
            return Ok(None);
        }
        let deferred = self.cursor.eat(&["INITIALLY", "DEFERRED"]);
        if !deferred && !self.cursor.eat(&["INITIALLY", "IMMEDIATE"]) && self.cursor.is_word("INITIALLY") {
            return Err(self.cursor.unread("DEFERRED or IMMEDIATE"));
        }
        Ok(Some(match (not, deferred) {
            (true, _) => Deferrable::No,
            (false, true) => Deferrable::Deferred,
            (false, false) => Deferrable::Immediate,
        }))
    }

    fn defer(&mut self, deferrable: Deferrable) -> Result<(), ParseError> {
        for (constraint, _) in self.constraints.iter_mut().rev() {
            if let ConstraintDefinition::ForeignKey(key) = &mut constraint.definition {
                key.deferrable = deferrable;
                return Ok(());
            }
        }
        Err(self.cursor.unread("a foreign key before DEFERRABLE"))
    }

    /// `ON CONFLICT …`, in capitals; ABORT is what happens anyway.
    fn on_conflict(&mut self) -> Result<Option<String>, ParseError> {
        if !self.cursor.eat(&["ON", "CONFLICT"]) {
            return Ok(None);
        }
        for word in ["ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE"] {
            if self.cursor.eat(&[word]) {
                return Ok((word != "ABORT").then(|| word.to_owned()));
            }
        }
        Err(self.cursor.unread("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE"))
    }

    /// A literal, a signed number, an expression in parentheses; a bare word is a string, as for the server.
    fn default(&mut self) -> Result<Expr, ParseError> {
        if self.cursor.is_punct("(") {
            return Ok(Expr::from(self.cursor.parens()?));
        }
        let start = self.cursor.place();
        if self.cursor.peek().is_some_and(|token| matches!(token.text, "+" | "-")) {
            self.cursor.advance();
        }
        let Some(token) = self.cursor.advance() else {
            return Err(self.cursor.unread("a default"));
        };
        let text = self.cursor.between(start, self.cursor.place());
        let keywords = ["NULL", "TRUE", "FALSE", "CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"];
        match token.kind {
            TokenKind::Number | TokenKind::String => Ok(Expr::from(text)),
            TokenKind::Word if keywords.iter().any(|word| token.is_word(word)) => Ok(Expr::from(text)),
            TokenKind::Word | TokenKind::QuotedIdent => Ok(Expr(quote::string(&unquote(SYNTAX, token.text)))),
            _ => Err(self.cursor.unread("a default")),
        }
    }

    fn options(&mut self, table: &mut Table) -> Result<(), ParseError> {
        loop {
            if self.cursor.eat(&["WITHOUT", "ROWID"]) {
                table.options.without_rowid = true;
            } else if self.cursor.eat(&["STRICT"]) {
                table.options.strict = true;
            } else if !self.cursor.eat_punct(",") {
                break;
            }
        }
        self.cursor.eat_punct(";");
        if self.cursor.done() { Ok(()) } else { Err(self.cursor.unread("WITHOUT ROWID, STRICT or the end")) }
    }
}
