//! The one binary of integration tests: a second one would link every driver again.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops where it cannot go on"
)]

mod cases;
mod cli;
mod embedded;
mod introspect;
mod lint;
mod managed;
mod mysql;
mod network;
mod pairs;
mod rendered;
mod support;
