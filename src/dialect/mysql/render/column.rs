//! Columns: their definition, ADD, MODIFY and DROP.

use crate::dialect::mysql::{SYNTAX, stored_type};
use crate::dialect::{Clause, ClauseKind, Facts, Step};
use crate::engine::Flavor;
use crate::operation::{Fill, Part};
use crate::schema::{Column, Expr, PartKind, QName};
use crate::sql::{self, TokenKind};

use super::clauses::differs;
use super::constraint::{add_words, drop_words};
use super::fill::Placeholder;
use super::{Online, RenderContext, nothing_more, quote};

/// `name type …`, as it stands in CREATE TABLE, behind ADD and behind MODIFY: what is not said there is gone.
pub(super) fn definition(column: &Column, flavor: &Flavor) -> String {
    let mut text = format!("{} {}", quote::identifier(&column.name), column.ty);
    // A few attributes belong to the type, and have to stand beside it.
    let attributes = column.attributes.as_deref().unwrap_or_default();
    let starts = |word: &str| attributes.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let beside_type = starts("COMPRESSED") || starts("GENERATED");
    if beside_type {
        text.push_str(&format!(" {attributes}"));
    }
    if let Some(srid) = column.srid.filter(|_| flavor.is_mariadb()) {
        text.push_str(&format!(" REF_SYSTEM_ID={srid}"));
    }
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(generated) = &column.generated {
        let stored = if generated.stored { "STORED" } else { "VIRTUAL" };
        text.push_str(&format!(" GENERATED ALWAYS AS ({}) {stored}", generated.expression));
    }
    let is_stamp = stored_type::word(&column.ty) == "timestamp";
    if !column.nullable {
        text.push_str(" NOT NULL");
    } else if is_stamp && column.generated.is_none() && !starts("GENERATED") {
        // Where nothing is said, some servers make it NOT NULL with a default (`explicit_defaults_for_timestamp`).
        text.push_str(" NULL");
    }
    if let Some(default) = &column.default {
        text.push_str(&format!(" DEFAULT {}", default_text(default, &column.ty, flavor)));
    }
    if let Some(expression) = &column.on_update {
        text.push_str(&format!(" ON UPDATE {expression}"));
    }
    if column.identity.is_some() {
        text.push_str(" AUTO_INCREMENT");
    }
    if column.invisible {
        text.push_str(" INVISIBLE");
    }
    if let Some(srid) = column.srid.filter(|_| !flavor.is_mariadb()) {
        text.push_str(&format!(" SRID {srid}"));
    }
    if !attributes.is_empty() && !beside_type {
        text.push_str(&format!(" {attributes}"));
    }
    if let Some(comment) = &column.annotation.comment {
        text.push_str(&format!(" COMMENT {}", quote::string(comment)));
    }
    if let Some(check) = &column.check {
        text.push_str(&format!(" CHECK ({check})"));
    }
    text
}

/// A default: a literal and the current time stand as they are, any other expression in parentheses; MySQL wants them around
/// the literals of texts, JSON and geometries too
/// (<https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html>).
pub(super) fn default_text(default: &Expr, ty: &str, flavor: &Flavor) -> String {
    let text = default.text().trim();
    let whole = sql::strip_outer_parens(SYNTAX, text) != text;
    let stands = is_literal(text) && !stored_type::takes_expressions_alone(ty, flavor) || is_now(text);
    if whole || stands { text.to_owned() } else { format!("({text})") }
}

/// `'a'`, `-1.5`, `b'1'`, `NULL`, `true`
pub(super) fn is_literal(text: &str) -> bool {
    let tokens: Vec<_> = sql::significant(SYNTAX, text).collect();
    match tokens.as_slice() {
        [one] => {
            matches!(one.kind, TokenKind::String | TokenKind::Number)
                || ["null", "true", "false"].iter().any(|word| one.is_word(word))
        }
        [sign, number] if matches!(sign.text, "-" | "+") => number.kind == TokenKind::Number,
        [introducer, string] => introducer.text.starts_with('_') && string.kind == TokenKind::String,
        _ => false,
    }
}

/// The current time in one of its spellings.
fn is_now(text: &str) -> bool {
    let mut tokens = sql::significant(SYNTAX, text);
    let word = tokens.next().is_some_and(|token| {
        ["current_timestamp", "now", "localtime", "localtimestamp"].iter().any(|word| token.is_word(word))
    });
    word && tokens.all(|token| token.is_punct("(") || token.is_punct(")") || token.kind == TokenKind::Number)
}

impl RenderContext<'_> {
    /// A column, with what the rows that are there get.
    pub(super) fn add_column(
        &self,
        table: &QName,
        column: &Column,
        fill: &Fill,
        references: Option<&(QName, String)>,
        after: Option<&str>,
        out: &mut Vec<Step>,
    ) {
        let whole = definition(column, self.flavor);
        let add = |definition: &str| self.addition(table, column, definition, after);
        let explain = |why: String, out: &mut Vec<Step>| {
            if let Some(last) = out.last_mut() {
                last.comment = Some(why);
            }
        };
        let computed = column.identity.is_some() || column.generated.is_some();
        let online = adding(column, self.flavor);
        match fill {
            Fill::Backfill(value) if !computed => {
                self.add_empty(table, column, after, out);
                let at = quote::identifier(&column.name);
                out.push(self.update(table, &column.name, value.text(), Some(&format!("{at} IS NULL"))));
                self.modify_filled(table, column, out);
            }
            Fill::Placeholder if !column.fills_itself() => match self.placeholder(table, column, references) {
                Some(Placeholder::Implicit(value)) => {
                    self.alter_in(table, add(&whole), online, nothing_more(), out);
                    explain(format!("the old values of {} are gone: rows get {value}", column.name), out);
                }
                Some(Placeholder::Default(value)) => {
                    let filled = Column { default: Some(Expr(value.clone())), ..column.clone() };
                    let online = adding(&filled, self.flavor);
                    self.alter_in(table, add(&definition(&filled, self.flavor)), online, nothing_more(), out);
                    explain(format!("the old values of {} are gone: rows get {value}", column.name), out);
                    let text = format!("ALTER COLUMN {} DROP DEFAULT", quote::identifier(&column.name));
                    let clause = Clause::new(ClauseKind::DropDefault, &column.name, text);
                    self.alter_in(table, clause, Online::Instant, nothing_more(), out);
                }
                Some(Placeholder::Update { step, what }) => {
                    self.add_empty(table, column, after, out);
                    explain(format!("the old values of {} are gone: rows get {what}", column.name), out);
                    out.push(*step);
                    self.modify_filled(table, column, out);
                }
                None => {
                    self.alter_in(table, add(&whole), online, nothing_more(), out);
                    let why = format!(
                        "the old values of {} are gone, and no neutral value of {} is known: this fails where there are rows",
                        column.name, column.ty
                    );
                    explain(why, out);
                }
            },
            _ if !self.flavor.is_mariadb() && column.default.as_ref().is_some_and(|one| differs(one.text())) => {
                // Error 1674 where the statement that adds it fills the rows.
                let value = column.default.as_ref().map(|one| sql::strip_outer_parens(SYNTAX, one.text()).to_owned());
                self.add_empty(table, column, after, out);
                out.push(self.update(table, &column.name, &value.unwrap_or_default(), None));
                self.modify_filled(table, column, out);
            }
            Fill::Nothing | Fill::Backfill(_) | Fill::Placeholder => {
                self.alter_in(table, add(&whole), online, nothing_more(), out);
                if !column.fills_itself()
                    && let Some(value) = stored_type::implicit(&column.ty, self.flavor)
                {
                    explain(format!("rows get {value}: the server fills {} by itself", column.name), out);
                }
            }
        }
    }

    /// A column without its default at first: the rows that are there get the declared value, not that.
    pub(super) fn add_empty(&self, table: &QName, column: &Column, after: Option<&str>, out: &mut Vec<Step>) {
        let clause = self.addition(table, column, &definition(&empty(column), self.flavor), after);
        self.alter_in(table, clause, Online::RowVersion, nothing_more(), out);
    }

    /// What such a column is to be in the end, once its rows are filled.
    pub(super) fn modify_filled(&self, table: &QName, column: &Column, out: &mut Vec<Step>) {
        let text = format!("MODIFY COLUMN {}", definition(column, self.flavor));
        let clause = Clause::new(ClauseKind::ChangeType, &column.name, text);
        self.alter_in(table, clause, Online::Unknown, failing_on_null(table, column), out);
    }

    fn addition(&self, table: &QName, column: &Column, definition: &str, after: Option<&str>) -> Clause {
        let place = self.place(table, column, after);
        let brought = self.key_brought(table, &column.name);
        let key = brought.map(|key| format!(", {}", add_words(&key, self.flavor))).unwrap_or_default();
        Clause::new(ClauseKind::AddColumn, &column.name, format!("ADD COLUMN {definition}{place}{key}"))
    }

    /// Drops a column; a key that it alone counts for goes with it.
    pub(super) fn drop_column(&self, table: &QName, column: &Column, out: &mut Vec<Step>) {
        let text = format!("DROP COLUMN {}{}", quote::identifier(&column.name), self.taken(table, &column.name));
        let indexed = self.before.table(table).is_some_and(|table| {
            let keys = table.constraints.iter().map(|one| Part::Constraint(one.clone()));
            let indexes = table.indexes.iter().map(|one| Part::Index(one.clone()));
            keys.chain(indexes).any(|part| names(&part).any(|name| name == column.name))
        });
        let online = if indexed { Online::Unknown } else { Online::RowVersion };
        self.alter_in(table, Clause::new(ClauseKind::DropColumn, &column.name, text), online, nothing_more(), out);
    }

    /// Changes a column: MODIFY says its whole definition again, and leaves it in its place.
    pub(super) fn alter_column(
        &self,
        table: &QName,
        from: &Column,
        to: &Column,
        using: Option<&Expr>,
        fill: &Fill,
        out: &mut Vec<Step>,
    ) {
        if let Some(using) = using.filter(|_| to.generated.is_none()) {
            self.convert(table, from, to, using, fill, out);
            return;
        }
        self.fill(table, to, &to.name, fill, out);
        let key = self.key_brought(table, &to.name).map(|key| format!(", {}", add_words(&key, self.flavor)));
        let text = format!(
            "MODIFY COLUMN {}{}{}",
            definition(to, self.flavor),
            key.unwrap_or_default(),
            self.taken(table, &to.name)
        );
        let facts = if from.nullable && !to.nullable { failing_on_null(table, to) } else { nothing_more() };
        let rekeyed = self.is_keyless(table)
            && self.keys_taken(table, &to.name).iter().any(|key| key.kind() == PartKind::PrimaryKey);
        // A key that may hold NULL keeps rows in order no more.
        let unordered = !from.nullable && to.nullable && self.stands_in_primary(table, &from.name);
        let online = if rekeyed || unordered { Online::Copy } else { super::convert::modifying(from, to, self.flavor) };
        let clause = Clause::new(ClauseKind::ChangeType, &to.name, text);
        self.alter_in(table, clause, online, facts.repeatable(true), out);
    }

    /// The keys that go with a column that counts no more.
    fn taken(&self, table: &QName, column: &str) -> String {
        self.keys_taken(table, column).iter().map(|key| format!(", {}", drop_words(key, self.flavor))).collect()
    }

    /// Where a new column stands: at the end nothing is said, where it is certain.
    fn place(&self, table: &QName, column: &Column, after: Option<&str>) -> String {
        let Some(after) = after else { return " FIRST".to_owned() };
        let last = self.before.table(table).and_then(|table| table.columns.last());
        let Some((before, wanted)) = self.before.table(table).zip(self.after.table(table)) else {
            return format!(" AFTER {}", quote::identifier(after));
        };
        // One that waits for others may find them at the end.
        let waits = column.generated.is_some() || column.default.as_ref().is_some_and(|one| !is_literal(one.text()));
        let behind = wanted.columns.iter().skip_while(|one| one.name != column.name).skip(1);
        let comes = |one: &Column| before.column(&one.name).is_none();
        let alone = !waits || !behind.into_iter().any(comes);
        match last {
            Some(last) if last.name == after && alone => String::new(),
            _ => format!(" AFTER {}", quote::identifier(after)),
        }
    }
}

/// A column as it comes before its rows are filled.
pub(super) fn empty(column: &Column) -> Column {
    Column { default: None, on_update: None, nullable: true, check: None, ..column.clone() }
}

/// The columns that a part names.
pub(super) fn names(part: &Part) -> impl Iterator<Item = String> {
    use crate::schema::ConstraintDefinition::{Check, Exclusion, ForeignKey, PrimaryKey, Unique};
    let names: Vec<String> = match part {
        Part::Constraint(one) => match &one.definition {
            PrimaryKey(key) | Unique(key) => key.columns.clone(),
            ForeignKey(key) => key.columns.clone(),
            Check(_) | Exclusion(_) => Vec::new(),
        },
        Part::Index(index) => index.columns.iter().filter_map(|place| place.name().map(str::to_owned)).collect(),
        Part::Trigger(_) | Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) | Part::Attribute(_) => Vec::new(),
    };
    names.into_iter()
}

fn failing_on_null(table: &QName, column: &Column) -> Facts {
    if column.nullable {
        nothing_more()
    } else {
        nothing_more().failing_on(format!("{table}.{} holds NULL", column.name))
    }
}

/// How a column is added.
fn adding(column: &Column, flavor: &Flavor) -> Online {
    let constant = column.default.as_ref().is_none_or(|default| {
        let bare = !stored_type::takes_expressions_alone(&column.ty, flavor);
        bare && is_literal(default.text()) || is_now(default.text())
    });
    match &column.generated {
        Some(generated) if generated.stored => Online::Copy,
        Some(_) => Online::Unknown,
        // A value for each row is computed in a copy.
        None if flavor.is_mariadb() && column.default.as_ref().is_some_and(|one| differs(one.text())) => Online::Copy,
        None if constant && column.identity.is_none() && column.check.is_none() => Online::RowVersion,
        None => Online::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Engine;

    fn server(mariadb: bool) -> Flavor {
        Flavor { engine: Engine::MySql, mariadb, version: if mariadb { (10, 11, 0) } else { (8, 4, 0) } }
    }

    #[test]
    fn defaults_stand_as_the_server_wants_them() {
        let text = |default: &str, ty: &str, mariadb| default_text(&Expr::from(default), ty, &server(mariadb));
        for plain in ["'a'", "-5", "1.5", "b'101'", "CURRENT_TIMESTAMP(6)", "current_timestamp()", "(uuid())", "NULL"] {
            assert_eq!(text(plain, "varchar(10)", false), plain);
        }
        assert_eq!(text("uuid()", "char(36)", false), "(uuid())");
        assert_eq!(text("1 + 1", "int", true), "(1 + 1)");
        assert_eq!(text("(1) + (1)", "int", true), "((1) + (1))");
        assert_eq!(text("'x'", "text", false), "('x')");
        assert_eq!(text("'x'", "text", true), "'x'");
    }

    #[test]
    fn a_definition_says_all() {
        let mut column = Column::new("order", "varchar(10)");
        column.collation = Some("utf8mb4_bin".into());
        column.nullable = false;
        column.default = Some("'x'".into());
        column.invisible = true;
        column.annotation.comment = Some("it's".into());
        assert_eq!(
            definition(&column, &server(false)),
            "`order` varchar(10) COLLATE utf8mb4_bin NOT NULL DEFAULT 'x' INVISIBLE COMMENT 'it''s'"
        );
        let stamp = Column::new("at", "timestamp(3)");
        assert_eq!(definition(&stamp, &server(true)), "at timestamp(3) NULL");
        let place = Column { srid: Some(4326), nullable: false, ..Column::new("p", "point") };
        assert_eq!(definition(&place, &server(false)), "p point NOT NULL SRID 4326");
        assert_eq!(definition(&place, &server(true)), "p point REF_SYSTEM_ID=4326 NOT NULL");
        let start =
            Column { attributes: Some("GENERATED ALWAYS AS ROW START".into()), ..Column::new("s", "timestamp(6)") };
        assert_eq!(definition(&start, &server(true)), "s timestamp(6) GENERATED ALWAYS AS ROW START");
    }
}
