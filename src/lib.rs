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
//! [`embed`] says how the scripts are compiled in. The other modules are what the program itself is made of; they change
//! with it.

pub mod cli;
pub mod compare;
pub mod config;
pub mod dialect;
pub mod diff;
pub mod embed;
pub mod engine;
pub mod error;
pub mod nearest;
pub mod operation;
pub mod report;
pub mod revision;
pub mod run;
pub mod schema;
pub mod script;
pub mod shadow;
pub mod source;
pub mod sql;

pub use error::{Error, Result};
