//! `migrate`: a declarative schema, versioned migrations, each proven before it is written.

pub mod error;
