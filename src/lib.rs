//! `migrate`: a declarative schema, versioned migrations, each proven before it is written.
//!
//! Most use it as a program, `migrate`. A Rust program can also carry its migrations in itself and bring its database up
//! to date when it starts, with connection options of its own:
//!
//! ```
//! use migrate::embed::{Database, Migrations};
//! use std::time::Duration;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # std::env::set_current_dir(&folder)?;
//! # std::fs::create_dir_all("migrations/versions")?;
//! # std::fs::write(
//! #     "migrations/versions/1b0c77e2a955_users.sql",
//! #     "-- revision: 1b0c77e2a955\n-- message: users\n-- migrate:upgrade\nCREATE TABLE users (id integer);\n",
//! # )?;
//! let database = Database { wait: Duration::from_secs(30), ..Database::at("sqlite://app.db")? };
//! let migrations = Migrations::folder("migrations/versions")?;
//! for revision in migrations.upgrade(&database).await? {
//!     println!("applied {}: {}", revision.revision, revision.message);
//! }
//! # assert!(migrations.upgrade(&database).await?.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! [`embed`] says how the scripts are compiled in, and how a program follows what is done.
//!
//! # Features
//!
//! A program leaves out what only the command line needs; SQLite is always there:
//!
//! ```toml
//! migrate = { path = "../migrate", default-features = false, features = ["postgres"] }
//! ```
//!
//! | feature | default | what |
//! |---|---|---|
//! | `postgres` | yes | PostgreSQL |
//! | `mysql` | yes | MySQL and MariaDB |
//! | `templates` | with `cli` | scripts with `template: on` |
//! | `cli` | yes | the program `migrate`: arguments, colours, prompts, progress bars |
//!
//! # What is public
//!
//! The modules that this page lists. The others are what the program is made of, open to its own tests only; they change
//! with it.

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod compare;
pub mod config;
#[doc(hidden)]
pub mod dialect;
#[doc(hidden)]
pub mod diff;
pub mod embed;
#[doc(hidden)]
pub mod engine;
pub mod error;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod lint;
mod nearest;
#[doc(hidden)]
pub mod operation;
#[doc(hidden)]
pub mod readers;
#[cfg(feature = "cli")]
mod report;
pub mod revision;
pub mod run;
#[doc(hidden)]
pub mod schema;
pub mod script;
#[doc(hidden)]
pub mod shadow;
#[doc(hidden)]
pub mod source;
#[doc(hidden)]
pub mod sql;
mod text;

pub use error::{Error, Result};

/// The README's Rust code compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
