//! Virtual tables whose definition changes, as far as their module is known: the rows they keep, or how they are filled anew.
//!
//! SQLite cannot alter a virtual table. One that keeps rows of its own is made beside the old one, filled from it and renamed,
//! as any other table; an index over the rows of another table (`content=`) is made again and filled from that table. Of
//! modules that are not known here, and of an index that keeps nothing it could give back (`content=''`), nothing can be
//! copied: they are dropped and created, and what is lost is said.

use crate::dialect::{Facts, Step};
use crate::schema::{Column, Node, QName, Table};

use super::parse::Cursor;
use super::quote;
use super::render::written;

/// What a virtual table is made of.
#[derive(Debug, PartialEq, Eq)]
struct VirtualTable {
    /// The module's name in small letters.
    module: String,
    /// The columns in order.
    columns: Vec<String>,
    /// Where the rows are.
    rows: Rows,
    /// The text from USING on.
    definition: String,
}

/// Where a virtual table has its rows.
#[derive(Debug, PartialEq, Eq)]
enum Rows {
    /// In the shadow tables beside it.
    Own,
    /// In another table, found by this column of it.
    Other { table: String, id: Option<String> },
    /// Nowhere: an index that was given texts and kept none.
    None,
}

/// How a virtual table becomes another.
#[derive(Debug, PartialEq, Eq)]
enum Way {
    /// The rows are copied; of these columns.
    Copy(Vec<String>),
    /// The index is filled from the table that it is over.
    Fill,
}

/// The columns that go and those that come, where the rows can be kept; `None` where the tables can only be dropped and made.
pub(super) fn changed_columns(from: &Table, to: &Table) -> Option<(Vec<Column>, Vec<Column>)> {
    let (old, new) = (parse(from)?, parse(to)?);
    let way = way(&old, &new)?;
    let only = |these: &VirtualTable, others: &VirtualTable| {
        let alone = these.columns.iter().filter(|name| matches!(way, Way::Copy(_)) && !has(&others.columns, name));
        alone.map(|name| Column::new(name.as_str(), "")).collect()
    };
    Some((only(&old, &new), only(&new, &old)))
}

/// The statements that turn one into the other with its rows; `beside` is a name that nothing has.
pub(super) fn steps(from: &Table, to: &Table, beside: &str) -> Option<Vec<Step>> {
    let (old, new) = (parse(from)?, parse(to)?);
    let name = quote::identifier(&to.name.name);
    let made = |name: &str| format!("CREATE VIRTUAL TABLE {name} {}", new.definition);
    Some(match way(&old, &new)? {
        Way::Copy(columns) => {
            let between = quote::identifier(beside);
            let mut places = quote::list(&columns);
            if new.module.starts_with("fts") {
                places = format!("rowid, {places}");
            }
            let copy = format!("INSERT INTO {between} ({places})\nSELECT {places}\nFROM {name}");
            vec![
                Step::new(made(&between)).comment(format!(
                    "{} is made again: create the new table, copy the rows, drop the old table, rename",
                    to.name
                )),
                Step::new(copy).facts(Facts::light().rewriting()),
                Step::new(format!("DROP TABLE {name}")),
                Step::new(format!("ALTER TABLE {between} RENAME TO {name}")),
            ]
        }
        Way::Fill => vec![
            Step::new(format!("DROP TABLE {name}"))
                .comment(format!("{} is made again, and filled from its table", to.name)),
            Step::new(made(&name)),
            Step::new(format!("INSERT INTO {name} ({name}) VALUES ('rebuild')")).facts(Facts::light().rewriting()),
        ],
    })
}

/// What of other tables a virtual table reads: the table that it is an index over, and its columns there.
pub(super) fn needs(table: &Table) -> Vec<Node> {
    let Some(VirtualTable { columns, rows: Rows::Other { table, id }, .. }) = parse(table) else { return Vec::new() };
    let table = QName::plain(table);
    let columns = columns.into_iter().chain(id).map(|name| Node::column(&table, name));
    std::iter::once(Node::table(&table)).chain(columns.collect::<Vec<_>>()).collect()
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

fn way(old: &VirtualTable, new: &VirtualTable) -> Option<Way> {
    if old.module != new.module {
        return None;
    }
    match (&old.rows, &new.rows) {
        (Rows::Own, Rows::Own) => {
            let kept: Vec<String> = new.columns.iter().filter(|name| has(&old.columns, name)).cloned().collect();
            // An R-Tree is found by its first column; without it there is no row.
            let rows = if new.module == "rtree" { kept.first() == new.columns.first() } else { !kept.is_empty() };
            rows.then_some(Way::Copy(kept))
        }
        (_, Rows::Other { .. }) => Some(Way::Fill),
        _ => None,
    }
}

/// Reads `CREATE VIRTUAL TABLE name USING module(arguments)` of the modules that SQLite itself brings along:
/// <https://sqlite.org/fts5.html>, <https://sqlite.org/fts3.html>, <https://sqlite.org/rtree.html>.
fn parse(table: &Table) -> Option<VirtualTable> {
    let read = table.options.virtual_table.as_ref()?.text();
    let text = written::table(table).unwrap_or(read);
    let mut cursor = Cursor::new(text);
    while !cursor.is_word("USING") {
        cursor.advance()?;
    }
    let definition = cursor.rest().to_owned();
    cursor.advance()?;
    let module = cursor.name().ok()?.to_ascii_lowercase();
    let arguments = cursor.list().ok()?;
    match module.as_str() {
        "fts5" | "fts4" | "fts3" => {
            let mut read = VirtualTable { module, columns: Vec::new(), rows: Rows::Own, definition };
            let (mut content, mut id) = (None, None);
            for argument in arguments {
                match argument.split_once('=') {
                    Some((key, value)) => match key.trim().to_ascii_lowercase().as_str() {
                        "content" => content = Some(unquoted(value)),
                        "content_rowid" => id = Some(unquoted(value)),
                        _ => {}
                    },
                    None if argument.to_ascii_lowercase().starts_with("tokenize ") => {}
                    None => read.columns.push(first(argument)?),
                }
            }
            match content {
                Some(table) if table.is_empty() => read.rows = Rows::None,
                Some(table) => read.rows = Rows::Other { table, id: id.filter(|id| !is_row_id(id)) },
                None => {}
            }
            (!read.columns.is_empty()).then_some(read)
        }
        "rtree" | "rtree_i32" => {
            let columns =
                arguments.iter().map(|argument| first(argument.trim_start_matches('+'))).collect::<Option<_>>()?;
            Some(VirtualTable { module: "rtree".into(), columns, rows: Rows::Own, definition })
        }
        _ => None,
    }
}

fn is_row_id(name: &str) -> bool {
    ["rowid", "oid", "_rowid_"].iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The name that an argument begins with.
fn first(argument: &str) -> Option<String> {
    Cursor::new(argument).name().ok()
}

fn unquoted(text: &str) -> String {
    crate::sql::unquote(super::SYNTAX, text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(sql: &str) -> Table {
        let mut table = Table::new(QName::plain("f"));
        table.options.virtual_table = Some(sql.into());
        table
    }

    #[test]
    fn columns_and_options() {
        let read = parse(&table(
            "CREATE VIRTUAL TABLE f USING fts5 (t, \"a b\" UNINDEXED, tokenize = 'porter ascii', content='')",
        ));
        let read = read.expect("fts5");
        assert_eq!((read.columns, read.rows), (vec!["t".to_owned(), "a b".to_owned()], Rows::None));
        let read = parse(&table("CREATE VIRTUAL TABLE f USING rtree(id, x1, x2, +note TEXT)")).expect("rtree");
        assert_eq!(read.columns, ["id", "x1", "x2", "note"]);
        assert_eq!(parse(&table("CREATE VIRTUAL TABLE f USING csv(filename='x')")), None);
        let over = table("CREATE VIRTUAL TABLE f USING fts5(t, content=a, content_rowid=id)");
        let a = QName::plain("a");
        assert_eq!(needs(&over), [Node::table(&a), Node::column(&a, "t"), Node::column(&a, "id")]);
    }
}
