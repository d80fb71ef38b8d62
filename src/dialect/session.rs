//! A connection to a database: the only thing that knows the driver.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{Database, Filter};
use crate::error::{Fault, Result};
use crate::schema::{Managed, QName, Schema};

use super::Dialect;
use super::activity::{LockWait, Observer};
use super::lock_demand::LockDemand;
use super::notices::Notices;

/// A future in a box: what makes [`Session`] usable as an object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What went wrong, in classes that the runner treats apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerErrorKind {
    /// A lock could not be had in time: the statement may be tried again.
    Lock,
    /// The statement was cancelled or ran over its time.
    Cancelled,
    /// The connection is gone, or never came.
    Connection,
    /// The role may not do this.
    Privilege,
    /// The server has no room for what one transaction holds: PostgreSQL's table of locks is full.
    Room,
    /// Anything else.
    Statement,
}

/// A server's refusal, with all that it said.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct ServerError {
    /// Its class.
    pub kind: ServerErrorKind,
    /// The server's message.
    pub message: String,
    /// The server's code (SQLSTATE, error number), where it has one.
    pub code: Option<String>,
    /// Detail.
    pub detail: Option<String>,
    /// Hint.
    pub hint: Option<String>,
    /// Where in the code of a function (`PL/pgSQL function f() line 3`).
    pub context: Option<String>,
    /// Where in the statement that was sent: characters from 1.
    pub position: Option<usize>,
}

impl ServerError {
    /// The word of the statement that the message names: `x` in `near "x": syntax error`, `no such column: t.x`,
    /// `wrong number of arguments to function x()`, `Unknown column 'x' in 'field list'`.
    pub fn names(&self) -> Option<&str> {
        let message = self.message.as_str();
        // MySQL's are single quotes; a table's name has its database's before it.
        let single =
            || message.split('\'').nth(1)?.rsplit('.').next().filter(|word| !word.contains(char::is_whitespace));
        let quoted = message.split('"').nth(1).or_else(single).filter(|word| !word.is_empty());
        let behind = || {
            let (_, rest) = message.rsplit_once(": ")?;
            let word = rest.split_whitespace().next().filter(|_| rest.split_whitespace().count() == 1)?;
            word.rsplit('.').next()
        };
        let called = || message.split_whitespace().find_map(|word| word.strip_suffix("()"));
        quoted.or_else(behind).or_else(called).map(|word| word.trim_end_matches("()")).filter(|word| !word.is_empty())
    }

    /// All names in quotes that the message and its detail hold.
    pub fn quoted(&self) -> impl Iterator<Item = &str> {
        let texts = [Some(self.message.as_str()), self.detail.as_deref()];
        texts.into_iter().flatten().flat_map(|text| text.split(['\'', '"', '`']).skip(1).step_by(2))
    }

    /// Refuses a text that holds a NUL byte, which no database takes: every session asks before it sends one. A driver cuts
    /// the text there, or sends the rest again and again.
    ///
    /// # Errors
    /// The refusal, at the byte.
    pub(super) fn refuse_nul(sql: &str) -> Result<(), ServerError> {
        let Some(nul) = crate::text::nul_in(sql) else { return Ok(()) };
        let before = sql.get(..nul.start).unwrap_or_default();
        Err(ServerError {
            kind: ServerErrorKind::Statement,
            message: "the statement holds a NUL byte, which no database takes".to_owned(),
            code: None,
            detail: None,
            hint: None,
            context: None,
            position: Some(before.chars().count() + 1),
        })
    }
}

impl Fault for ServerError {
    fn code(&self) -> &'static str {
        match self.kind {
            ServerErrorKind::Lock => "lock-timeout",
            ServerErrorKind::Cancelled => "statement-cancelled",
            ServerErrorKind::Connection => "connection",
            ServerErrorKind::Privilege => "privilege",
            ServerErrorKind::Room => "no-room",
            ServerErrorKind::Statement => "statement-failed",
        }
    }
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for (word, text) in
            [("detail", &self.detail), ("hint", &self.hint), ("where", &self.context), ("code", &self.code)]
        {
            if let Some(text) = text {
                notes.push(format!("{word}: {text}"));
            }
        }
        notes
    }
}

/// How a connection is made, and with which limits. A limit of `None` is off.
#[derive(Debug, Clone, Default)]
pub struct ConnectSettings {
    /// How long one attempt at connecting may take.
    pub connect_timeout: Option<Duration>,
    /// How long to go on trying while no server answers; zero is not at all.
    pub wait: Duration,
    /// How long a statement may wait for a lock.
    pub lock_timeout: Option<Duration>,
    /// How long a statement may run.
    pub statement_timeout: Option<Duration>,
    /// Nothing is to be changed: the server itself refuses it. A replica will do, and a pooler.
    pub read_only: bool,
    /// SQLite: whether a file that is not there is made.
    pub create: bool,
    /// What the session calls itself where the server keeps a name for it, unless the URL names it; `migrate` by default.
    pub application: Option<String>,
}

impl From<&Database> for ConnectSettings {
    fn from(database: &Database) -> Self {
        ConnectSettings {
            connect_timeout: database.connect_timeout,
            wait: database.wait,
            lock_timeout: database.row_lock_timeout(),
            statement_timeout: database.statement_timeout,
            read_only: false,
            create: false,
            application: None,
        }
    }
}

/// What is looked at when a schema is read.
#[derive(Debug, Clone)]
pub struct Scope {
    /// `[schema] include` and `exclude`.
    pub filter: Filter,
    /// The version table, which is never part of a comparison.
    pub version_table: QName,
    /// Only this namespace is read, as the default one: a scratch namespace beside others' objects. `None`: all of them.
    pub only: Option<String>,
    /// Which of owners and grants are part of the schema.
    pub managed: Managed,
    /// Whether the others are read too: those of a live database, to be kept wherever something is created again.
    pub keeps: bool,
    /// Whether something stands for a secret, so that schemas can be compared; else what has one is beyond the model.
    pub stand_ins: bool,
}

impl Scope {
    /// Everything that a schema of ours can hold: for a shadow, in which nobody else's objects are.
    pub fn everything() -> Self {
        Scope {
            filter: Filter::default(),
            version_table: QName::plain("migrate_version"),
            only: None,
            managed: Managed::NONE,
            keeps: false,
            stand_ins: true,
        }
    }

    /// Whether owners are read.
    pub fn reads_owners(&self) -> bool {
        self.managed.owners || self.keeps
    }

    /// Whether grants are read.
    pub fn reads_grants(&self) -> bool {
        self.managed.privileges || self.keeps
    }

    /// The same for a live database.
    #[must_use]
    pub fn keeping(&self) -> Scope {
        Scope { keeps: true, ..self.clone() }
    }
}

/// A row of text values, as the server prints them.
pub type Row = Vec<Option<String>>;

/// One connection.
///
/// Statements are sent one at a time; nothing is prepared, nothing is pooled.
pub trait Session: Send {
    /// The database's pure side, with the version of this server.
    fn dialect(&self) -> Arc<dyn Dialect>;

    /// Runs one statement; answers the number of rows it touched.
    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, ServerError>>;

    /// Runs statements one after the other, up to one that is refused: that one's place among them, and why. Nothing is tried
    /// again. Where to wait for an answer takes longer than a statement does, a session sends several at once.
    fn execute_all<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<(), (usize, ServerError)>> {
        Box::pin(async move {
            for (at, sql) in statements.iter().enumerate() {
                self.execute(sql).await.map_err(|refusal| (at, refusal))?;
            }
            Ok(())
        })
    }

    /// Runs one statement and answers its rows, each value as text.
    fn rows<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, ServerError>>;

    /// Reads the schema in one snapshot with a fixed number of queries, dependencies and model references included.
    fn introspect<'a>(&'a mut self, scope: &'a Scope) -> BoxFuture<'a, Result<Schema>>;

    /// Opens a transaction (SQLite: `BEGIN IMMEDIATE`).
    fn begin(&mut self) -> BoxFuture<'_, Result<(), ServerError>>;

    /// Commits.
    fn commit(&mut self) -> BoxFuture<'_, Result<(), ServerError>>;

    /// Rolls back; nothing happens where no transaction is open.
    fn rollback(&mut self) -> BoxFuture<'_, Result<(), ServerError>>;

    /// Says whether a transaction from now on may be ended and begun anew at each [`Session::divide`]: where it would grow too
    /// large for the server, and nobody wants to roll it back. Answers whether that can be.
    fn set_divided(&mut self, _yes: bool) -> bool {
        false
    }

    /// Whether a transaction may be ended on its way ([`Session::set_divided`]).
    fn is_divided(&self) -> bool {
        false
    }

    /// A point at which a transaction may be ended, with no savepoint open.
    fn divide(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async { Ok(()) })
    }

    /// Whether what the transaction that was open last did takes several: the server had no room for it
    /// ([`ServerErrorKind::Room`]), or has to see a part of it committed before the rest.
    fn outgrew(&self) -> bool {
        false
    }

    /// Takes the run's lock on the database if it is free: by session, held outside of any transaction. SQLite, whose
    /// lock lives in a transaction, answers true.
    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, ServerError>>;

    /// Who has that lock, for a person who waits for it, as far as the server tells; None where nobody has it (any more).
    fn lock_holder<'a>(&'a mut self, _name: &'a str) -> BoxFuture<'a, Result<Option<String>, ServerError>> {
        Box::pin(async { Ok(None) })
    }

    /// Lets it go.
    fn unlock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), ServerError>>;

    /// What the server says beside its answers from now on, where it says anything; to the last who asked.
    fn listen(&mut self) -> Option<Notices> {
        None
    }

    /// Where every transaction is the lock that keeps other runs out (SQLite): a value that changes when another connection
    /// has written, asked inside of one. None where [`Session::try_lock`] keeps them out for the whole of a run.
    fn data_version(&mut self) -> BoxFuture<'_, Result<Option<String>, ServerError>> {
        Box::pin(async { Ok(None) })
    }

    /// What stops the running statement from outside (a second connection, an interrupt), to be called at Ctrl-C.
    fn canceller(&self) -> Canceller;

    /// What the server tells of the statements of this session, asked on a connection of its own that is made when the future
    /// is awaited. None where there is no server, or where it does not let a second connection in.
    fn observer(&self) -> BoxFuture<'static, Option<Box<dyn Observer>>> {
        Box::pin(async { None })
    }

    /// Who holds locks in the way of `demand`, in a transaction that is open for longer than a moment; None where nobody does, or
    /// where the server does not tell.
    fn lock_holders<'a>(&'a mut self, _demand: &'a LockDemand) -> BoxFuture<'a, Result<Option<LockWait>, ServerError>> {
        Box::pin(async { Ok(None) })
    }

    /// The transactions that others have open, where nothing tells what these have locked ([`Session::lock_holders`]).
    fn open_transactions(&mut self) -> BoxFuture<'_, Result<Vec<String>, ServerError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Closes the connection.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// Stops the statement that a session is running; it can be called from anywhere, once or often.
pub type Canceller = Arc<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;
