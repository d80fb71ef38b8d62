//! Runs revision scripts: a plan, a lock, transactions, the version table, and what is told of it all.
//!
//! ```text
//! Chain (graph, scripts) ─► Plan ─► [PreparedRevision] ─► Execution ─► Session
//!                                     └─► VersionState (version table) ┘      └─► Events ─► terminal, JSON
//! ```
//!
//! Nothing here prints or parses arguments: a program that embeds its migrations uses [`Runner`] as the command line
//! does.

mod alone;
mod batches;
mod chain;
mod edited;
mod error;
mod event;
mod execute;
mod foreign_keys;
mod keep;
mod limits;
mod lock;
mod offline;
mod planning;
mod prepare;
mod row_tests;
mod runner;
mod session_settings;
mod shadow_run;
mod stop;
mod verify;
mod version_state;
mod version_table;
mod watch;

#[cfg(test)]
mod tests;

pub use crate::dialect::activity::{Activity, Blocker, LockWait, StatementProgress};
pub use crate::dialect::notices::{Notice, Severity};
pub use chain::Chain;
pub use edited::EditedScripts;
pub use error::{Cause, FailedRevision, Failure, RunError, Stopped};
pub use event::{BatchProgress, Event, Reporter, Silent};
pub use keep::{Kept, KeptColumn, KeptRows, KeptState};
pub use lock::{Holder, release as release_lock, take as take_lock};
pub use offline::{Offline, OfflineResult, OfflineStart};
pub use planning::{applied, plan};
pub use prepare::{PreparedStatements, ScriptStatement, SqlSection, StatementGroup, prepare};
pub use row_tests::{FindRowTests, RowTest, RowsInTheWay, Target};
pub use runner::{Outcome, Preview, Ran, Runner, Stamped};
pub use shadow_run::run_sections;
pub use stop::{Signal, Stop, Stopper};
pub use verify::{AcceptError, Finding, Verified};
pub use version_state::PreparedRevision;
pub use version_table::{Pending, Record, VersionRow, VersionTable};
