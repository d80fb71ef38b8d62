//! SQL as text: a lexer, a statement splitter and what can be said of a statement without running it.
//!
//! Pure: no I/O, no database. The lexical rules come as data ([`Syntax`]), which each folder of `dialect/` states. It is no
//! parser: whether two expressions mean the same is for the server to say; here texts are only cut, folded and compared
//! token by token.
//!
//! - [`tokens`]: every byte of a text as part of a token;
//! - [`split`]: a script as [`Statement`]s, as the database's own client would send them;
//! - [`dividers`]: the comments that divide a script, told from those that only look like it;
//! - [`normalize`], [`same_text`], [`checksum_text`], [`strip_outer_parens`]: texts made comparable;
//! - [`Cursor`]: a place among the tokens of a statement, for what reads its head;
//! - [`losses`]: what a statement takes away with its rows, by its words;
//! - [`row_change`]: a change of rows that can be done to a part of them at a time;
//! - [`redacted`]: a text that may be shown to anybody, without its values;
//! - [`token_at`], [`tokens_like`]: what of a statement a server's refusal means;
//! - [`unquote`]: the value of an identifier or a string literal;
//! - [`control`], [`without_transaction`], [`head_words`]: what a runner must know of a statement before sending it.

mod client;
mod cursor;
mod lexer;
pub mod losses;
mod normalize;
mod redact;
mod row_change;
mod split;
pub mod syntax;
mod unquote;
mod words;

#[cfg(test)]
mod tests;

pub use client::ended_for_client;
pub use cursor::Cursor;
pub use lexer::{Opened, Token, TokenKind, tokens};
pub use losses::NameParts;
pub use normalize::{checksum_text, normalize, same_text, strip_outer_parens};
pub use redact::redacted;
pub use row_change::{RowChange, row_change};
pub use split::{Divider, SplitError, SplitFault, Statement, WHOLE, dividers, split};
pub use syntax::{Body, Syntax};
pub use unquote::unquote;
pub use words::{Control, control, head_words, heading, significant, token_at, tokens_like, without_transaction};

/// Whether `word`, in any case, is a keyword that an identifier may only be called by in quotes.
pub fn is_reserved(syntax: Syntax, word: &str) -> bool {
    let lower = || word.bytes().map(|byte| byte.to_ascii_lowercase());
    syntax.reserved.binary_search_by(|known| known.bytes().cmp(lower())).is_ok()
}
