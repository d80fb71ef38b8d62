//! What `SHOW CREATE …` prints, read into the model.
//!
//! The server has written these texts, so the readers need not refuse what is wrong; what they do not understand they name,
//! and never pass over: every token is read. Expressions, queries and bodies are kept as SQL.
//! <https://dev.mysql.com/doc/refman/8.4/en/show-create-table.html>,
//! <https://mariadb.com/kb/en/show-create-table/>

mod column;
mod conventions;
mod cursor;
mod key;
mod options;
mod program;
mod sequence;
mod table;
#[cfg(test)]
mod tests;
mod view;

pub(super) use conventions::{Conventions, modern};
pub(super) use cursor::{Cursor, ParseError};
pub(super) use program::{Program, event, routine, trigger};
pub(super) use sequence::sequence;
pub(super) use table::table;
pub(super) use view::view;
