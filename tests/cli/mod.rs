//! Tests of the program as a user runs it, a file a command.

mod chain;
mod compare;
mod current;
mod downgrade;
mod edit;
mod example;
mod foreign_keys;
mod graph;
mod init;
mod merge;
mod offline;
mod on_postgres;
mod outside;
mod program;
mod rebase;
mod rehearsal;
mod revision;
mod sqlalchemy;
mod squash;
mod stamp;
mod together;
mod upgrade;
mod verify;
