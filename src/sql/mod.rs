//! SQL as text: a lexer, a statement splitter and what can be said of a statement without running it.
//!
//! Pure: no I/O, no database. It knows the lexical rules of three families of databases ([`Syntax`]) and the few
//! statements that hold semicolons of their own (trigger and routine bodies, rules). It is no parser: whether two
//! expressions mean the same is for the server to say; here texts are only cut, folded and compared token by token.
//!
//! - [`tokens`]: every byte of a text as part of a token;
//! - [`split`]: a script as [`Statement`]s, as the database's own client would send them;
//! - [`normal`], [`same_text`], [`checksum_text`], [`strip_outer_parens`]: texts made comparable;
//! - [`unquote`]: the value of an identifier or a string literal;
//! - [`control`], [`without_transaction`], [`head_words`]: what a runner must know of a statement before sending it.

mod body;
mod client;
mod keywords;
mod lexer;
mod normal;
mod split;
mod unquote;
mod words;

#[cfg(test)]
mod tests;

pub use keywords::is_reserved;
pub use lexer::{Opened, Token, TokenKind, tokens};
pub use normal::{checksum_text, normal, same_text, strip_outer_parens};
pub use split::{SplitError, SplitFault, Statement, split};
pub use unquote::unquote;
pub use words::{Control, control, head_words, without_transaction};

/// The lexical family of a database.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Syntax {
    /// SQLite.
    Sqlite,
    /// PostgreSQL, with `standard_conforming_strings` on (the server's default).
    Postgres,
    /// MySQL and MariaDB, in the default SQL mode: backslash escapes, `"…"` is a string.
    MySql,
}
