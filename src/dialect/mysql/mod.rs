//! MySQL and MariaDB: so far no more than how their SQL is read. There is no connection to them yet.

mod body;
mod keywords;
mod syntax;

pub use syntax::SYNTAX;
