//! Tests of the program as a user runs it, a file a command.

mod chain;
mod chain_test;
mod compare;
mod concurrent_runs;
mod current;
mod downgrade;
mod edit;
mod example;
mod first_day;
mod foreign_keys;
mod graph;
mod init;
mod merge;
mod offline;
mod on_postgres;
mod program;
mod rebase;
mod revision;
mod sqlalchemy;
mod squash;
mod stamp;
mod upgrade;
mod verify;
mod without_transaction;
