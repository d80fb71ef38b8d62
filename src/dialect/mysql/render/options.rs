//! The options of a table.

use crate::dialect::mysql::stored_type;
use crate::dialect::{Clause, ClauseKind, Step};
use crate::operation::Part;
use crate::schema::{Parameters, PartKind, Table};

use super::constraint::{add_words, drop_words};
use super::{Online, RenderContext, column, name, nothing_more, partition, quote};

/// All options behind the parentheses of CREATE TABLE, each with a space before it.
pub(super) fn created(table: &Table) -> String {
    let options = &table.options;
    let mut words: Vec<String> = ordered(&options.parameters).map(|(key, value)| said(key, value)).collect();
    if let Some(next) = options.auto_increment.0 {
        words.push(format!("AUTO_INCREMENT={next}"));
    }
    if let Some(comment) = &table.annotation.comment {
        words.push(format!("COMMENT={}", quote::string(comment)));
    }
    if options.system_versioned {
        words.push("WITH SYSTEM VERSIONING".to_owned());
    }
    let mut text: String = words.iter().map(|word| format!(" {word}")).collect();
    if let Some(partitions) = &options.partition_by {
        text.push_str(&format!("\nPARTITION BY {partitions}"));
    }
    text
}

/// The character set before the collation, which it would put back.
fn ordered(parameters: &Parameters) -> impl Iterator<Item = (&str, &str)> {
    let mut all: Vec<(&str, &str)> = parameters.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    all.sort_by_key(|(key, _)| *key == "collate");
    all.into_iter()
}

/// `ENGINE=InnoDB`
fn said(key: &str, value: &str) -> String {
    match key {
        "charset" => format!("DEFAULT CHARACTER SET {value}"),
        "collate" => format!("COLLATE {value}"),
        "data_directory" | "index_directory" => format!("{}={value}", key.replace('_', " ").to_ascii_uppercase()),
        key => format!("{}={value}", key.to_ascii_uppercase()),
    }
}

/// What an option is where nothing is said.
fn usual(key: &str) -> Option<&'static str> {
    Some(match key {
        "engine" => "InnoDB",
        "row_format"
        | "pack_keys"
        | "stats_persistent"
        | "stats_auto_recalc"
        | "stats_sample_pages"
        | "page_compressed"
        | "page_compression_level"
        | "encrypted"
        | "encryption_key_id"
        | "page_checksum"
        | "transactional" => "DEFAULT",
        "max_rows" | "min_rows" | "avg_row_length" | "checksum" | "delay_key_write" | "key_block_size"
        | "autoextend_size" => "0",
        "compression" => "'NONE'",
        "encryption" => "'N'",
        "connection" | "engine_attribute" | "secondary_engine_attribute" => "''",
        "secondary_engine" => "NULL",
        "insert_method" => "NO",
        _ => return None,
    })
}

/// Whether the character set or the collation of new columns changes, and with it that of columns that say nothing else.
pub(crate) fn changes_charset(from: &Table, to: &Table) -> bool {
    let of = |table: &Table| {
        let one = |wanted: &str| {
            table.options.parameters.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone())
        };
        (one("charset"), one("collate"))
    };
    of(from) != of(to)
}

impl RenderContext<'_> {
    /// Options and comment.
    pub(super) fn alter_table(&self, from: &Table, to: &Table, out: &mut Vec<Step>) {
        let (a, b) = (&from.options, &to.options);
        let table = &to.name;
        let clause = |about: &str, text: String| Clause::new(ClauseKind::SetParameters, about, text);
        for period in a.periods.iter().filter(|period| !b.periods.contains(period)) {
            let text = format!("DROP PERIOD {}", period.split('(').next().unwrap_or(period).trim());
            self.alter_in(table, clause(period, text), Online::Copy, nothing_more(), out);
        }
        if a.system_versioned && !b.system_versioned {
            self.alter_in(table, clause("history", "DROP SYSTEM VERSIONING".into()), Online::Copy, nothing_more(), out);
            if let Some(step) = out.last_mut() {
                step.facts.loses.push(format!("the history of the rows of {table}"));
            }
        }
        for period in b.periods.iter().filter(|period| !a.periods.contains(period)) {
            self.alter_in(table, clause(period, format!("ADD PERIOD {period}")), Online::Copy, nothing_more(), out);
        }
        if !a.system_versioned && b.system_versioned {
            self.alter_in(table, clause("history", "ADD SYSTEM VERSIONING".into()), Online::Copy, nothing_more(), out);
        }
        let is_charset = |key: &str| matches!(key, "charset" | "collate");
        for (key, value) in ordered(&b.parameters).filter(|(key, _)| !is_charset(key)) {
            if !a.parameters.iter().any(|(k, v)| k == key && v == value) {
                let online = option_change(key);
                let text = said(key, value) + &self.keys_again(key, from, to);
                self.alter_in(table, clause(key, text), online, nothing_more().repeatable(true), out);
            }
        }
        for (key, _) in a.parameters.iter().filter(|(key, _)| !is_charset(key)) {
            if let Some(value) = usual(key).filter(|_| !b.parameters.iter().any(|(k, _)| k == key)) {
                let online = option_change(key);
                let text = said(key, value) + &self.keys_again(key, from, to);
                self.alter_in(table, clause(key, text), online, nothing_more().repeatable(true), out);
            }
        }
        if changes_charset(from, to) {
            self.change_charset(from, to, out);
        }
        if from.annotation.comment != to.annotation.comment {
            let text = format!("COMMENT={}", quote::string(to.annotation.comment.as_deref().unwrap_or_default()));
            self.alter_in(table, clause("comment", text), Online::TableOption, nothing_more().repeatable(true), out);
        }
        if a.partition_by != b.partition_by {
            partition::change(self, from, to, out);
        }
    }

    /// MariaDB's keys keep the size of blocks that their table had, and would say it from then on: they are made again beside
    /// another size, each of a clause of its own.
    fn keys_again(&self, option: &str, from: &Table, to: &Table) -> String {
        let had = from.options.parameters.iter().any(|(key, _)| key == "key_block_size");
        if option != "key_block_size" || !had || !self.flavor.is_mariadb() {
            return String::new();
        }
        let keys = to.constraints.iter().filter(|one| from.constraints.contains(one));
        let keys = keys.filter(|one| matches!(one.kind(), PartKind::PrimaryKey | PartKind::Unique)).cloned();
        let indexes = to.indexes.iter().filter(|one| from.indexes.contains(one)).cloned();
        keys.map(Part::Constraint)
            .chain(indexes.map(Part::Index))
            .map(|part| format!(", {}, {}", drop_words(&part, self.flavor), add_words(&part, self.flavor)))
            .collect()
    }

    /// The default character set and collation, and with them the columns that say no other.
    fn change_charset(&self, from: &Table, to: &Table, out: &mut Vec<Step>) {
        let parameters = &to.options.parameters;
        let new: Vec<String> = ordered(parameters)
            .filter(|(key, _)| matches!(*key, "charset" | "collate"))
            .map(|(key, value)| said(key, value))
            .collect();
        let named = parameters.iter().any(|(key, _)| key == "charset");
        let own = self.defaults.map(|(charset, collation)| (charset.as_str(), collation.as_str()));
        let words = match (named, new.as_slice()) {
            (true, _) => new.join(" "),
            (false, []) if own.is_some() => {
                let (charset, collation) = own.unwrap_or_default();
                format!("DEFAULT CHARACTER SET {charset} COLLATE {collation}")
            }
            (false, [collation]) => format!("DEFAULT {collation}"),
            (false, _) => String::new(),
        };
        let follow: Vec<String> = to
            .columns
            .iter()
            .filter(|column| {
                column.collation.is_none()
                    && stored_type::is_text(&column.ty)
                    && from.column(&column.name) == Some(*column)
            })
            .map(|column| format!("MODIFY COLUMN {}", column::definition(column, self.flavor)))
            .collect();
        let online = if follow.is_empty() { Online::TableOption } else { Online::Copy };
        let with_columns =
            |first: String| std::iter::once(first).chain(follow.iter().cloned()).collect::<Vec<_>>().join(",\n    ");
        if !words.is_empty() {
            // Beside another clause that changes a text column nothing is certain.
            let clause = Clause::new(ClauseKind::SetParameters, "charset", with_columns(words));
            let facts = online.facts(&to.name);
            out.push(Step::alter(&to.name, self.head(&to.name), clause).facts(facts));
            return;
        }
        // Without a connection, what the database's own is called is known only where it runs, and MySQL has no word for it.
        let text = with_columns("DEFAULT CHARACTER SET ".to_owned());
        let (head, tail) = text.split_once("DEFAULT CHARACTER SET ").unwrap_or((&text, ""));
        let statement = format!("{} {head}DEFAULT CHARACTER SET ", self.head(&to.name));
        let text = format!(
            "SET @migrate_sql = CONCAT({}, @@character_set_database, ' COLLATE ', @@collation_database, {})",
            quote::string(&statement),
            quote::string(tail)
        );
        let light = || crate::dialect::Facts::light();
        let why = format!("{} takes the character set of the database, whatever it is here", name(&to.name));
        out.push(Step::new(text).facts(light()).comment(why));
        out.push(Step::new("PREPARE migrate_statement FROM @migrate_sql").facts(light()));
        out.push(Step::new("EXECUTE migrate_statement").facts(online.facts(&to.name)));
        out.push(Step::new("DEALLOCATE PREPARE migrate_statement").facts(light()));
    }
}

/// How an option of this name is changed.
fn option_change(key: &str) -> Online {
    match key {
        "row_format" | "key_block_size" => Online::Rebuild,
        "stats_persistent" | "stats_auto_recalc" | "stats_sample_pages" | "max_rows" | "min_rows"
        | "avg_row_length" | "checksum" | "delay_key_write" | "pack_keys" => Online::TableOption,
        _ => Online::Copy,
    }
}
