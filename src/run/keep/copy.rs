//! Copies what the next statement loses.

use super::foresee::{Lost, Section, foresee, may_lose};
use super::registry::{self, Kept, KeptColumn, KeptState, usual_name};
use super::transfer::{Source, transfer};
use super::{cannot_keep, name_of_copy};
use crate::dialect::keep::{StandingColumn, changed_column, seen_column};
use crate::dialect::{Dialect, ServerError, Session};
use crate::run::error::Cause;
use crate::run::event::Event;
use crate::run::execute::{Execution, ExecutionError};
use crate::run::prepare::ScriptStatement;
use crate::run::version_state::PreparedRevision;
use crate::sql::NameParts;

/// A copy whose columns get other types: what these make of the values is noted behind the statement.
pub(in crate::run) struct ToSee {
    kept: Kept,
    then: NameParts,
}

/// What the columns of a copy are.
pub(super) struct Layout {
    /// The columns, in order.
    pub columns: Vec<StandingColumn>,
    /// Those of them that tell rows apart.
    pub key: Vec<String>,
}

/// What is copied of a table: all of it; or what goes, with what tells the rows apart, if something does.
pub(super) fn layout(lost: &Lost) -> Layout {
    let stored = || lost.table.columns.iter().filter(|column| !column.generated).cloned();
    if lost.columns.is_empty() {
        return Layout { columns: stored().collect(), key: Vec::new() };
    }
    let goes = |name: &String| lost.columns.iter().any(|(column, _)| column.name == *name);
    let key = lost.table.keys.iter().find(|key| !key.iter().any(goes)).cloned().unwrap_or_default();
    if key.is_empty() {
        return Layout { columns: stored().collect(), key };
    }
    let taken = |column: &StandingColumn| key.contains(&column.name) || goes(&column.name);
    Layout { columns: stored().filter(taken).collect(), key }
}

/// How many rows a copy would have, and how many bytes.
///
/// # Errors
/// The server's refusal.
pub(super) async fn size(session: &mut dyn Session, lost: &Lost, layout: &Layout) -> Result<(u64, u64), ServerError> {
    let dialect = session.dialect();
    let bytes: Vec<String> =
        layout.columns.iter().map(|column| dialect.keep().bytes(&dialect.quote(&column.name))).collect();
    let bytes = if bytes.is_empty() { "0".to_owned() } else { bytes.join(" + ") };
    let sql = format!("SELECT count(*), coalesce(sum({bytes}), 0) FROM {}", from(&*dialect, lost));
    let row = session.rows(&sql).await?.into_iter().next().unwrap_or_default();
    let mut numbers = row.into_iter().map(|value| value.and_then(|value| value.parse().ok()).unwrap_or_default());
    Ok((numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default()))
}

/// The rows that are lost, as SQL.
fn from(dialect: &dyn Dialect, lost: &Lost) -> String {
    let table = dialect.qualified(&lost.table.name);
    // What a column loses, the children's rows lose too.
    if lost.table.alone && lost.columns.is_empty() { format!("ONLY {table}") } else { table }
}

/// What is kept of what the statement `number` of a revision loses, of so many rows and bytes: without a copy yet.
pub(super) fn kept_of(
    dialect: &dyn Dialect,
    database: &str,
    prepared: &PreparedRevision,
    number: usize,
    lost: &Lost,
    layout: &Layout,
    (rows, bytes): (u64, u64),
) -> Kept {
    let columns = lost.columns.iter().map(|(column, then)| KeptColumn {
        name: column.name.clone(),
        ty: column.ty.clone(),
        retyped: then.clone(),
    });
    Kept {
        copy: String::new(),
        database: database.to_owned(),
        revision: prepared.id.clone(),
        direction: prepared.direction,
        statement: number,
        table: usual_name(dialect, database, &lost.before),
        before: lost.before.clone(),
        later: lost.later.clone(),
        columns: columns.collect(),
        copied: layout.columns.iter().map(|column| column.name.clone()).collect(),
        key: layout.key.clone(),
        rows,
        bytes,
        kept_at: String::new(),
        state: KeptState::Kept,
    }
}

impl Execution<'_> {
    /// Copies what a statement of a revision is about to lose.
    ///
    /// # Errors
    /// Where that fails, the statement is not to be run.
    pub(in crate::run) async fn keep_before(
        &mut self,
        at: usize,
        prepared: &PreparedRevision,
        script_statement: &ScriptStatement,
        maybe_done: bool,
    ) -> Result<Vec<ToSee>, ExecutionError> {
        // By its own words first: the others are looked at for what loses something alone.
        if self.keeper.is_none() || !may_lose(&*self.session.dialect(), script_statement.sql()) {
            return Ok(Vec::new());
        }
        let statements: Vec<&str> = prepared.sql().collect();
        let next = prepared.place(script_statement);
        let stop = self.stop;
        let fails = |fault: ServerError| match stop.asked() {
            Some(signal) => ExecutionError::Stopped(signal),
            None => ExecutionError::Failed {
                prepared: at,
                script_statement: Some(script_statement.clone()),
                cause: Cause::Server(Box::new(fault)),
            },
        };
        let section = Section { statements: &statements, next };
        let losses = foresee(&mut *self.session, section).await.map_err(fails)?;
        let mut to_see = Vec::new();
        for lost in losses {
            let kept = self.keep(prepared, script_statement, &lost, maybe_done).await;
            if let Some(kept) = kept.map_err(|fault| fails(cannot_keep(&lost.before.name, fault)))?
                && kept.columns.iter().any(|column| column.retyped.is_some())
            {
                to_see.push(ToSee { kept, then: lost.then });
            }
        }
        Ok(to_see)
    }

    async fn keep(
        &mut self,
        prepared: &PreparedRevision,
        script_statement: &ScriptStatement,
        lost: &Lost,
        maybe_done: bool,
    ) -> Result<Option<Kept>, ServerError> {
        let dialect = self.session.dialect();
        let (layout, keep) = (layout(lost), dialect.keep());
        let table = dialect.qualified(&lost.table.name);
        if lost.table.hides_rows {
            return Err(ServerError {
                kind: crate::dialect::session::ServerErrorKind::Privilege,
                message: "row-level security shows this role a part of its rows only".to_owned(),
                code: None,
                detail: None,
                hint: Some("run as a role with BYPASSRLS, or as the owner of a table that doesn't force it".to_owned()),
                context: None,
                position: None,
            });
        }
        for sql in keep.lock(&table) {
            self.session.execute(&sql).await?;
        }
        let (rows, bytes) = size(&mut *self.session, lost, &layout).await?;
        let Some(keeper) = self.keeper.as_mut() else { return Ok(None) };
        let number = script_statement.number;
        let kept = Kept {
            copy: name_of_copy(&keeper.entries, &keeper.database, prepared, number, &lost.table.name.name),
            ..kept_of(&*dialect, &keeper.database, prepared, number, lost, &layout, (rows, bytes))
        };
        let same = |entry: &&mut Kept| {
            entry.state == KeptState::Kept
                && (&entry.revision, entry.direction, entry.statement, &entry.before)
                    == (&kept.revision, kept.direction, kept.statement, &kept.before)
        };
        // A statement that was begun by an earlier run and took effect: what that run copied is what there was.
        if maybe_done && keeper.entries.iter_mut().find(same).is_some_and(|before| before.columns != kept.columns) {
            return Ok(None);
        }
        // Of no rows there is nothing to put back.
        if rows == 0 {
            return Ok(None);
        }
        self.reporter.event(&Event::Keeping { kept: &kept, place: &keeper.place });
        // An earlier copy of the same is nothing to put back, but may be all that is left of rows that are gone.
        let mut replaced = Vec::new();
        for before in keeper.entries.iter_mut().filter(same) {
            before.state = KeptState::Replaced;
            replaced.push(registry::set_state(&*dialect, &before.copy, KeptState::Replaced));
        }
        keeper.entries.push(kept.clone());
        keeper.early.push(kept.copy.clone());
        let retyped: Vec<usize> =
            (0..kept.columns.len()).filter(|at| kept.columns.get(*at).is_some_and(|it| it.retyped.is_some())).collect();
        let copy = keep.copy_name(&*dialect, &kept.copy);
        let quoted = |column: &StandingColumn| dialect.quote(&column.name);
        if keeper.store.is_some() {
            let mut columns = kept.copied.clone();
            let mut values: Vec<String> = layout.columns.iter().map(quoted).collect();
            for at in retyped {
                columns.extend([seen_column(at), changed_column(at)]);
                values.extend([keep.no_fingerprint().to_owned(), "0".to_owned()]);
            }
            let source = Source { from: &from(&*dialect, lost), values: &values, numbered: lost.table.numbered };
            let Some(store) = keeper.store.as_mut() else { return Ok(None) };
            store.begin().await?;
            let written = async {
                for sql in registry::remove(&*dialect, &kept.copy) {
                    store.execute(&sql).await?;
                }
                transfer(&*dialect, &mut *self.session, &source, &mut **store, &copy, &columns, self.stop).await?;
                for sql in replaced.iter().chain(&registry::insert(&*dialect, &kept)) {
                    store.execute(sql).await?;
                }
                store.commit().await
            }
            .await;
            if written.is_err() {
                let _ = store.rollback().await;
            }
            return written.map(|()| Some(kept));
        }
        let mut columns: Vec<String> = layout
            .columns
            .iter()
            .map(|column| {
                let name = quoted(column);
                let value = keep.copied(&name, column);
                if value == name { name } else { format!("{value} AS {name}") }
            })
            .collect();
        for at in retyped {
            columns.push(format!("{} AS {}", keep.no_fingerprint(), dialect.quote(&seen_column(at))));
            columns.push(format!("0 AS {}", dialect.quote(&changed_column(at))));
        }
        let [drop, _] = registry::remove(&*dialect, &kept.copy);
        let make = keep.copy(&copy, &columns.join(", "), &from(&*dialect, lost));
        self.session.execute(&drop).await?;
        self.told(Some(prepared), script_statement.number, &make).await?;
        for sql in replaced.iter().chain(&registry::insert(&*dialect, &kept)) {
            self.session.execute(sql).await?;
        }
        Ok(Some(kept))
    }

    /// Notes what the new types of columns have made of their values, so that the other direction can tell what was changed
    /// since.
    ///
    /// # Errors
    /// The server's refusal.
    pub(in crate::run) async fn keep_behind(&mut self, to_see: Vec<ToSee>) -> Result<(), ServerError> {
        for ToSee { kept, then } in to_see {
            let dialect = self.session.dialect();
            let keep = dialect.keep();
            let Some(table) = keep.find(&mut *self.session, &then).await? else { continue };
            if kept.key.is_empty() {
                continue;
            }
            let seen: Vec<(usize, &String)> = kept
                .columns
                .iter()
                .enumerate()
                .filter_map(|(at, column)| Some((at, column.retyped.as_ref()?)))
                .collect();
            let copy = keep.copy_name(&*dialect, &kept.copy);
            let from = dialect.qualified(&table.name);
            let on = |one: &str, other: &str| -> String {
                let equal = kept.key.iter().filter_map(|key| Some((key, table.column(key)?))).map(|(key, column)| {
                    let copied = format!("{one}.{}", dialect.quote(key));
                    format!("{} = {other}.{}", keep.restored(&copied, column), dialect.quote(&column.name))
                });
                equal.collect::<Vec<_>>().join(" AND ")
            };
            if let Some(store) = self.keeper.as_mut().and_then(|keeper| keeper.store.as_mut()) {
                let mut columns = kept.key.clone();
                let mut values: Vec<String> = kept.key.iter().map(|key| dialect.quote(key)).collect();
                for (at, then) in &seen {
                    columns.push(seen_column(*at));
                    values.push(keep.fingerprint(&dialect.quote(then)));
                }
                let source = Source { from: &from, values: &values, numbered: table.numbered };
                let passing = "temp.migrate_seen";
                store.execute(&format!("DROP TABLE IF EXISTS {passing}")).await?;
                transfer(&*dialect, &mut *self.session, &source, &mut **store, passing, &columns, self.stop).await?;
                let sets: Vec<(String, String)> = seen
                    .iter()
                    .map(|(at, _)| {
                        let column = dialect.quote(&seen_column(*at));
                        (column.clone(), format!("k.{column}"))
                    })
                    .collect();
                store.execute(&keep.update(&copy, passing, &sets, &on("t", "k"))).await?;
                store.execute(&format!("DROP TABLE {passing}")).await?;
                continue;
            }
            let sets: Vec<(String, String)> = seen
                .iter()
                .map(|(at, then)| {
                    (dialect.quote(&seen_column(*at)), keep.fingerprint(&format!("k.{}", dialect.quote(then))))
                })
                .collect();
            self.session.execute(&keep.update(&copy, &from, &sets, &on("t", "k"))).await?;
        }
        Ok(())
    }
}
