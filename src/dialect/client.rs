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

    /// What stands around a transaction that runs without enforcement of foreign keys ([`Step::unenforced`]); never asked
    /// of a database that renders no such step.
    ///
    /// [`Step::unenforced`]: super::Step::unenforced
    fn unenforced(&self) -> Unenforced {
        Unenforced::default()
    }
}

/// Statements around and within a transaction without enforcement of foreign keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unenforced {
    /// Before the transaction.
    pub before: Vec<String>,
    /// First in it.
    pub first: Vec<String>,
    /// Behind its statements: fails where they have left rows that refer to nothing.
    pub last: Vec<String>,
    /// After the transaction.
    pub after: Vec<String>,
}
