//! Scripts for a database's own command-line client: what stands around the statements of a run.

/// What a script for the database's own client says. It is SQL alone; a client's commands stand in it only where SQL cannot
/// do without (the delimiter around a body, see [`Client::delimiter`](crate::sql::syntax::Client::delimiter)).
pub trait Client: std::fmt::Debug + Send + Sync {
    /// The command that runs the script `THIS_FILE`, for its first line. It stops at the first statement that fails.
    fn run_by(&self) -> &'static str;

    /// The statements that give the client's session the settings that a run has.
    fn settings(&self) -> &'static [&'static str] {
        &[]
    }

    /// Opens a transaction, as [`Session::begin`](super::Session::begin) does.
    fn begin(&self) -> &'static str {
        "BEGIN"
    }
}
