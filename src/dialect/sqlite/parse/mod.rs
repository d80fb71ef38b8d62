//! The `CREATE` statements that `sqlite_master` keeps, read into the model.
//!
//! SQLite's pragmas do not tell checks, collations, generated expressions, conflict clauses, AUTOINCREMENT or the names of
//! constraints: only the text does. The server has accepted that text, so these readers need not refuse what is wrong;
//! what they do not understand they name, and never pass over.

mod create_statement;
mod cursor;
mod layout;
mod table;
#[cfg(test)]
mod tests;

pub(super) use create_statement::{TriggerText, index, index_column, trigger, view};
pub(super) use cursor::{Cursor, ParseError};
pub(super) use layout::{ColumnLayout, Layout, PieceKind, Place};
pub(super) use table::{table, table_with_layout};
