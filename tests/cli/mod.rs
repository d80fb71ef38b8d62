//! Tests of the program as a user runs it, a file a command.

mod edit;
mod graph;
mod program;
