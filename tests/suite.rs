//! The one binary of integration tests: a second one would link every driver again.

mod cases;
mod cli;
mod embedded;
mod introspect;
mod pairs;
mod rendered;
mod support;
