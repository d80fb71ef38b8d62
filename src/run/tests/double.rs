//! A server whose DDL is not transactional, over SQLite in memory: a DDL statement commits what is open before it, and
//! itself; a rollback takes back only data statements; the lock of a run is the session's; a client that is gone loses its
//! transaction and its lock.
//!
//! A client can be killed at any statement that it sends: before it, behind it, or in it, where the server finishes it or
//! not. What is killed is either the connection (the runner sees a fault) or the process (the runner sees nothing any more).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{Mutex, Notify};

use crate::dialect::recovery::{Effect, Recovery};
use crate::dialect::session::{BoxFuture, Canceller, ConnectSettings, Row, ServerErrorKind};
use crate::dialect::sqlite::{self, Sqlite};
use crate::dialect::{
    Dialect, ForeignKeySwitch, Literal, NameRules, Scope, ServerError, Session, SessionSettings, Step, TableRules,
    ValueClass, VersionTableSql,
};
use crate::engine::{Engine, Flavor};
use crate::error::Result;
use crate::operation::Operation;
use crate::schema::{Expr, Node, Object, Schema, Table};
use crate::sql::head_words;

/// At which of the statements that it sends a client is killed, from 0.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kill {
    pub at: usize,
    pub when: When,
    /// Whether the process goes with the connection.
    pub process: bool,
}

/// At which moment of the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// It is not sent.
    Before,
    /// The server has it, ends the open transaction where it is DDL, and gives it up.
    Undone,
    /// The server finishes it, and nobody hears of it.
    Unheard,
    /// It is answered; the client is gone before it sends another one.
    After,
}

/// The server: it outlives its clients.
pub(super) struct Server {
    state: Mutex<State>,
    clients: AtomicUsize,
    dialect: Arc<Double>,
}

struct State {
    inner: Box<dyn Session>,
    /// The client that has the lock.
    lock: Option<usize>,
    /// The DDL statements that took effect, but for those of the version table.
    ddl: Vec<String>,
    /// A statement that waits too long for a lock.
    locked: Option<&'static str>,
}

impl Server {
    /// `looks`: whether what became of a statement can be seen, where it can at all.
    pub(super) async fn new(looks: bool) -> Arc<Self> {
        let url = crate::config::DatabaseUrl::parse("sqlite::memory:", std::path::Path::new("/")).unwrap();
        let inner = crate::dialect::connect(&url, &ConnectSettings::default()).await.unwrap();
        let flavor = Flavor { engine: Engine::Sqlite, mariadb: false, version: inner.dialect().flavor().version };
        Arc::new(Server {
            state: Mutex::new(State { inner, lock: None, ddl: Vec::new(), locked: None }),
            clients: AtomicUsize::new(1),
            dialect: Arc::new(Double { sqlite: Sqlite::new(flavor), statements: Statements { looks } }),
        })
    }

    /// Each row of a query as one text.
    pub(super) async fn rows(&self, sql: &str) -> Vec<String> {
        let rows = self.state.lock().await.inner.rows(sql).await.unwrap();
        let text = |value: Option<String>| value.unwrap_or_else(|| "NULL".into());
        rows.into_iter().map(|row| row.into_iter().map(text).collect::<Vec<_>>().join("|")).collect()
    }

    /// Whether there is such a table.
    pub(super) async fn has(&self, table: &str) -> bool {
        !self.rows(&format!("SELECT 1 FROM sqlite_master WHERE name = '{table}'")).await.is_empty()
    }

    /// The user's tables.
    pub(super) async fn tables(&self) -> Vec<String> {
        self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migrate_version' ORDER BY 1").await
    }

    /// The user's objects.
    pub(super) async fn objects(&self) -> Vec<String> {
        self.rows("SELECT name, sql FROM sqlite_master WHERE name <> 'migrate_version' ORDER BY 1").await
    }

    /// The DDL statements that took effect so far.
    pub(super) async fn ddl(&self) -> Vec<String> {
        self.state.lock().await.ddl.clone()
    }

    /// Has this statement wait too long for a lock, whenever it is sent; or no more.
    pub(super) async fn locked(&self, sql: Option<&'static str>) {
        self.state.lock().await.locked = sql;
    }

    /// Runs a statement as somebody else.
    pub(super) async fn execute(&self, sql: &str) {
        self.state.lock().await.inner.execute(sql).await.unwrap();
    }
}

/// A connection to a [`Server`].
pub(super) struct Client {
    server: Arc<Server>,
    id: usize,
    kill: Option<Kill>,
    sent: Arc<AtomicUsize>,
    gone: bool,
    dead: Arc<Notify>,
    open: bool,
}

impl Client {
    pub(super) fn connect(server: &Arc<Server>, kill: Option<Kill>) -> Self {
        let id = server.clients.fetch_add(1, Ordering::Relaxed);
        let dead = Arc::new(Notify::new());
        Client { server: server.clone(), id, kill, sent: Arc::default(), gone: false, dead, open: false }
    }

    /// What is told when the process is killed.
    pub(super) fn dead(&self) -> Arc<Notify> {
        self.dead.clone()
    }

    /// How many statements it has sent.
    pub(super) fn counter(&self) -> Arc<AtomicUsize> {
        self.sent.clone()
    }

    /// One statement, or what counts as one (a lock, the end of a transaction), with the moments at which a client can be
    /// killed around it.
    async fn send(&mut self, wish: Wish<'_>) -> Result<Answer, ServerError> {
        if self.gone {
            return Err(lost());
        }
        let at = self.sent.fetch_add(1, Ordering::Relaxed);
        let when = self.kill.filter(|kill| kill.at == at).map(|kill| kill.when);
        let server = self.server.clone();
        let mut state = server.state.lock().await;
        match when {
            Some(When::Before) => return self.die(&mut state).await,
            Some(When::Undone) => {
                if wish.is_ddl() {
                    self.end_transaction(&mut state).await?;
                }
                return self.die(&mut state).await;
            }
            _ => {}
        }
        let result = self.serve(&mut state, wish).await;
        match when {
            Some(When::Unheard) => self.die(&mut state).await,
            Some(When::After) => {
                // A process that is killed behind the answer does nothing with it.
                let _ = self.die(&mut state).await;
                result
            }
            _ => result,
        }
    }

    /// The connection is gone: the server takes back the open transaction and the lock.
    async fn die(&mut self, state: &mut State) -> Result<Answer, ServerError> {
        self.gone = true;
        if std::mem::take(&mut self.open) {
            state.inner.rollback().await?;
        }
        if state.lock == Some(self.id) {
            state.lock = None;
        }
        if self.kill.is_some_and(|kill| kill.process) {
            self.dead.notify_one();
            return std::future::pending().await;
        }
        Err(lost())
    }

    async fn end_transaction(&mut self, state: &mut State) -> Result<(), ServerError> {
        if std::mem::take(&mut self.open) { state.inner.commit().await } else { Ok(()) }
    }

    async fn serve(&mut self, state: &mut State, wish: Wish<'_>) -> Result<Answer, ServerError> {
        match wish {
            Wish::Rows(sql) => state.inner.rows(sql).await.map(Answer::Rows),
            Wish::Execute(sql) => {
                assert_eq!(state.lock, Some(self.id), "nothing is written without the lock: {sql}");
                if wish.is_ddl() {
                    self.end_transaction(state).await?;
                }
                if state.locked == Some(sql) {
                    return Err(ServerError { kind: ServerErrorKind::Lock, message: "timeout".into(), ..lost() });
                }
                let touched = state.inner.execute(sql).await?;
                if wish.is_ddl() && !sql.contains("migrate_version") {
                    state.ddl.push(sql.to_owned());
                }
                Ok(Answer::Touched(touched))
            }
            Wish::Begin => {
                state.inner.begin().await?;
                self.open = true;
                Ok(Answer::Nothing)
            }
            Wish::Commit => self.end_transaction(state).await.map(|()| Answer::Nothing),
            Wish::Rollback => {
                if std::mem::take(&mut self.open) {
                    state.inner.rollback().await?;
                }
                Ok(Answer::Nothing)
            }
            Wish::Lock => {
                let free = state.lock.is_none();
                if free {
                    state.lock = Some(self.id);
                }
                Ok(Answer::Taken(free))
            }
            Wish::Unlock => {
                assert_eq!(state.lock.take(), Some(self.id), "only the lock that was taken is let go");
                Ok(Answer::Nothing)
            }
        }
    }
}

/// What a client sends.
#[derive(Clone, Copy)]
enum Wish<'a> {
    Execute(&'a str),
    Rows(&'a str),
    Begin,
    Commit,
    Rollback,
    Lock,
    Unlock,
}

impl Wish<'_> {
    fn is_ddl(&self) -> bool {
        matches!(self, Wish::Execute(sql) if is_ddl(sql))
    }
}

enum Answer {
    Touched(u64),
    Rows(Vec<Row>),
    Taken(bool),
    Nothing,
}

fn lost() -> ServerError {
    ServerError {
        kind: ServerErrorKind::Connection,
        message: "the connection to the server is gone".into(),
        code: None,
        detail: None,
        hint: None,
        context: None,
        position: None,
    }
}

fn is_ddl(sql: &str) -> bool {
    let first = head_words(sqlite::SYNTAX, sql, 1);
    matches!(first.first().map(String::as_str), Some("CREATE" | "DROP" | "ALTER"))
}

impl Session for Client {
    fn dialect(&self) -> Arc<dyn Dialect> {
        self.server.dialect.clone()
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, ServerError>> {
        Box::pin(async move {
            match self.send(Wish::Execute(sql)).await? {
                Answer::Touched(touched) => Ok(touched),
                _ => Ok(0),
            }
        })
    }

    fn rows<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, ServerError>> {
        Box::pin(async move {
            match self.send(Wish::Rows(sql)).await? {
                Answer::Rows(rows) => Ok(rows),
                _ => Ok(Vec::new()),
            }
        })
    }

    fn introspect<'a>(&'a mut self, _: &'a Scope) -> BoxFuture<'a, Result<Schema>> {
        Box::pin(async { Ok(Schema::default()) })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async { self.send(Wish::Begin).await.map(drop) })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async { self.send(Wish::Commit).await.map(drop) })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), ServerError>> {
        Box::pin(async { self.send(Wish::Rollback).await.map(drop) })
    }

    fn try_lock<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async { Ok(matches!(self.send(Wish::Lock).await?, Answer::Taken(true))) })
    }

    fn unlock<'a>(&'a mut self, _: &'a str) -> BoxFuture<'a, Result<(), ServerError>> {
        Box::pin(async { self.send(Wish::Unlock).await.map(drop) })
    }

    fn canceller(&self) -> Canceller {
        Arc::new(|| Box::pin(async {}))
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
}

/// SQLite's pure side, but for what this is about.
#[derive(Debug)]
struct Double {
    sqlite: Sqlite,
    statements: Statements,
}

impl Dialect for Double {
    fn transactional_ddl(&self) -> bool {
        false
    }
    fn recovery(&self) -> &dyn Recovery {
        &self.statements
    }
    fn row_batches(&self) -> &dyn crate::dialect::row_batches::RowBatches {
        self.sqlite.row_batches()
    }
    fn keep(&self) -> &dyn crate::dialect::keep::Keep {
        self.sqlite.keep()
    }

    fn flavor(&self) -> &Flavor {
        self.sqlite.flavor()
    }
    fn quote(&self, name: &str) -> String {
        self.sqlite.quote(name)
    }
    fn string(&self, text: &str) -> String {
        self.sqlite.string(text)
    }
    fn native_type(&self, written: &str) -> String {
        self.sqlite.native_type(written)
    }
    fn portable_type(&self, stored: &str) -> String {
        self.sqlite.portable_type(stored)
    }
    fn value_class(&self, ty: &str) -> ValueClass {
        self.sqlite.value_class(ty)
    }
    fn literal(&self, value: &Literal, ty: &str) -> Expr {
        self.sqlite.literal(value, ty)
    }
    fn as_literal(&self, stored: &Expr, ty: &str) -> Option<Literal> {
        self.sqlite.as_literal(stored, ty)
    }
    fn predict(&self, object: &Object) -> Object {
        self.sqlite.predict(object)
    }
    fn combine(&self, from: &Table, to: &Table, operations: Vec<Operation>) -> Vec<Operation> {
        self.sqlite.combine(from, to, operations)
    }
    fn obstructs(&self, operation: &Operation, dependent: &Node, before: &Schema) -> bool {
        self.sqlite.obstructs(operation, dependent, before)
    }
    fn alters(&self, operation: &Operation) -> bool {
        self.sqlite.alters(operation)
    }
    fn render(&self, operation: &Operation, before: &Schema, after: &Schema) -> Vec<Step> {
        self.sqlite.render(operation, before, after)
    }
    fn names(&self) -> NameRules {
        self.sqlite.names()
    }
    fn table_rules(&self) -> TableRules {
        self.sqlite.table_rules()
    }
    fn foreign_key_switch(&self) -> Option<&dyn ForeignKeySwitch> {
        self.sqlite.foreign_key_switch()
    }
    fn same_space(&self, gone: &Node, come: &Node) -> bool {
        self.sqlite.same_space(gone, come)
    }
    fn version_table(&self) -> &dyn VersionTableSql {
        self.sqlite.version_table()
    }
    fn session_settings(&self) -> &dyn SessionSettings {
        self.sqlite.session_settings()
    }
    fn forward_references(&self) -> bool {
        self.sqlite.forward_references()
    }
}

/// What became of a DDL statement: by the catalogue, where that tells it, and by the refusal to do it twice.
#[derive(Debug)]
struct Statements {
    looks: bool,
}

impl Recovery for Statements {
    fn stands_alone(&self, sql: &str) -> bool {
        is_ddl(sql)
    }

    fn effect<'a>(&'a self, session: &'a mut dyn Session, sql: &'a str) -> BoxFuture<'a, Result<Effect, ServerError>> {
        Box::pin(async move {
            let words = head_words(sqlite::SYNTAX, sql, 3);
            let (make, name) = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                [verb @ ("CREATE" | "DROP"), "TABLE" | "VIEW" | "INDEX", name] if self.looks => {
                    (*verb == "CREATE", name.to_lowercase())
                }
                _ => return Ok(Effect::Unknown),
            };
            let there = session.rows(&format!("SELECT 1 FROM sqlite_master WHERE name = '{name}'")).await?;
            Ok(if there.is_empty() == make { Effect::None } else { Effect::Whole })
        })
    }

    fn means_done(&self, sql: &str, fault: &ServerError) -> bool {
        let says = |text: &str| fault.message.contains(text);
        match head_words(sqlite::SYNTAX, sql, 1).first().map(String::as_str) {
            Some("CREATE") => says("already exists"),
            Some("DROP") => says("no such"),
            Some("ALTER") if sql.contains(" ADD ") => says("duplicate column name"),
            Some("ALTER") => says("no such"),
            _ => false,
        }
    }
}
