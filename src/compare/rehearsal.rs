//! The chain, proven: each revision run up, down and up again in a shadow database.
//!
//! A revision is undone directly after it was applied: then the state before it is known, a downgrade that fails leaves
//! the shadow where it was, and the second upgrade finds the rows that the downgrade should have taken away. The
//! schema is read once after each upgrade and once after each downgrade; no state but the last two is kept.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::dialect::{Dialect, Scope};
use crate::diff;
use crate::error::{Error, Result};
use crate::revision::{Direction, NodeSet, state_at};
use crate::run::{Chain, Stop};
use crate::schema::{Hints, Object, Schema};

use super::replay::blocks;
use super::{Comparison, Job, guard};

/// What came of one revision.
#[derive(Debug)]
pub struct Rehearsed {
    /// The revision.
    pub revision: String,
    /// Its message.
    pub message: String,
    /// What was found.
    pub verdict: Verdict,
    /// How long all of it took.
    pub took: Duration,
}

/// What was found of one revision.
#[derive(Debug)]
pub enum Verdict {
    /// It runs, and its downgrade gives back exactly the state before.
    Proven,
    /// The upgrade does not run: what comes after it cannot be tried.
    Upgrade(Error),
    /// The downgrade does not run, or there is none.
    Downgrade(Error),
    /// The downgrade runs, and gives another state than the one before: what differs, a line each.
    NotBack(Vec<String>),
    /// The downgrade gives back the schema, but not all: the upgrade does not run a second time.
    Again(Error),
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        matches!(self, Verdict::Proven)
    }
}

/// Who is told of each revision, as soon as it is known.
pub type Tell<'a> = dyn FnMut(&Rehearsed) + Send + 'a;

impl Job {
    /// Runs the whole chain in a shadow, each revision up, down and up again; what `from` has below it, and itself, only
    /// up. The schema at the end, as it is compared; none where an upgrade does not run.
    ///
    /// # Errors
    /// Whatever keeps the shadow from being made or read; a chain that makes what the model does not hold.
    pub async fn rehearse(
        &mut self,
        chain: &Chain,
        from: Option<&str>,
        stop: &Stop,
        tell: &mut Tell<'_>,
    ) -> Result<Option<Schema>> {
        self.shadow.close().await;
        let result = self.rehearsed(chain, from, stop, tell).await;
        self.shadow.close().await;
        let schema = result?;
        if let Some(schema) = &schema {
            guard(schema, "the revision chain")?;
        }
        Ok(schema)
    }

    async fn rehearsed(
        &mut self,
        chain: &Chain,
        from: Option<&str>,
        stop: &Stop,
        tell: &mut Tell<'_>,
    ) -> Result<Option<Schema>> {
        let graph = &chain.graph;
        let known = match from {
            Some(from) => state_at(graph, from)?.set().clone(),
            None => NodeSet::new(),
        };
        let mut new: NodeSet = (0..graph.len()).collect();
        new.subtract(&known);
        let mut done: Vec<&str> = Vec::new();
        let tried = |id: &str, began: Instant, verdict: Verdict| Rehearsed {
            revision: id.to_owned(),
            message: graph.get(id).map(|revision| revision.message.clone()).unwrap_or_default(),
            verdict,
            took: began.elapsed(),
        };
        self.play(chain, std::iter::empty(), stop).await?;
        for index in graph.sort(&known) {
            let (id, began) = (graph.id(index), Instant::now());
            if let Err(fault) = self.up(chain, id, stop).await {
                tell(&tried(id, began, Verdict::Upgrade(fault)));
                return Ok(None);
            }
            done.push(id);
        }
        let everything = self.shadow.within(&Scope::everything());
        let mut before = self.shadow.session().await?.introspect(&everything).await?;
        for index in graph.sort(&new) {
            let (id, began) = (graph.id(index), Instant::now());
            if let Err(fault) = self.up(chain, id, stop).await {
                tell(&tried(id, began, Verdict::Upgrade(fault)));
                return Ok(None);
            }
            done.push(id);
            let after = self.shadow.session().await?.introspect(&everything).await?;
            let (verdict, astray) = self.there_and_back(chain, id, &before, &after, &everything, stop).await?;
            tell(&tried(id, began, verdict));
            if astray {
                self.shadow.close().await;
                self.play(chain, done.iter().copied(), stop).await?;
            }
            before = after;
        }
        let scope = self.shadow.within(&self.scope);
        self.shadow.session().await?.introspect(&scope).await.map(Some)
    }

    async fn up(&mut self, chain: &Chain, id: &str, stop: &Stop) -> Result<()> {
        let upgrade = blocks(chain, id, Direction::Upgrade)?;
        self.step(id, Direction::Upgrade, &upgrade, stop).await
    }

    /// Undoes the revision that was applied last, looks, and applies it again. The verdict, and whether the shadow is no
    /// more what it was before.
    async fn there_and_back(
        &mut self,
        chain: &Chain,
        id: &str,
        before: &Schema,
        after: &Schema,
        scope: &Scope,
        stop: &Stop,
    ) -> Result<(Verdict, bool)> {
        let downgrade = match blocks(chain, id, Direction::Downgrade) {
            Ok(blocks) => blocks,
            Err(fault) => return Ok((Verdict::Downgrade(fault.into()), false)),
        };
        let dialect = self.dialect.clone();
        if let Err(fault) = self.step(id, Direction::Downgrade, &downgrade, stop).await {
            // What has left the transaction may have done a part of its work.
            let now = self.shadow.session().await?.introspect(scope).await?;
            return Ok((Verdict::Downgrade(fault), !same(&now, after)));
        }
        let back = self.shadow.session().await?.introspect(scope).await?;
        let differences = not_back(&back, before, dialect.as_ref())?;
        if !differences.is_empty() {
            return Ok((Verdict::NotBack(differences), true));
        }
        match self.up(chain, id, stop).await {
            Ok(()) => Ok((Verdict::Proven, false)),
            Err(fault) => Ok((Verdict::Again(fault), true)),
        }
    }
}

/// Whether two states are one, the order of columns and of all that is kept as a list by name aside.
fn same(one: &Schema, other: &Schema) -> bool {
    one.unmodelled == other.unmodelled
        && one.objects.len() == other.objects.len()
        && one.objects.iter().all(|(id, object)| match (object, other.get(id)) {
            (_, None) => false,
            (Object::Table(mine), Some(Object::Table(theirs))) if mine.columns != theirs.columns => {
                let mut theirs = theirs.clone();
                theirs.columns.sort_by_key(|column| mine.columns.iter().position(|own| own.name == column.name));
                *mine == theirs
            }
            (mine, Some(theirs)) => mine == theirs,
        })
}

/// How the state after a downgrade differs from the one before the upgrade, a line each; none where it does not.
fn not_back(found: &Schema, before: &Schema, dialect: &dyn Dialect) -> Result<Vec<String>> {
    if same(found, before) {
        return Ok(Vec::new());
    }
    let changes = diff::changes(found, before, &Hints::default(), dialect)?;
    let side = Arc::new(found.clone());
    let comparison = Comparison {
        before: side.clone(),
        renamed: side,
        after: Arc::new(before.clone()),
        renames: Vec::new(),
        changes,
    };
    let mut lines: Vec<String> = comparison
        .differences()
        .into_iter()
        .map(|difference| {
            let what = difference.what;
            match (difference.mark, difference.stored, difference.declared) {
                ('-', ..) => format!("left behind: {what}"),
                ('+', _, Some(was)) => format!("not brought back: {what}: {was}"),
                ('+', ..) => format!("not brought back: {what}"),
                (_, Some(is), Some(was)) => format!("changed: {what}: was {was}, is {is}"),
                _ => format!("changed: {what}"),
            }
        })
        .collect();
    let unmodelled = |schema: &Schema| schema.unmodelled.iter().cloned().collect::<BTreeSet<_>>();
    let (found, before) = (unmodelled(found), unmodelled(before));
    lines.extend(found.difference(&before).map(|one| format!("left behind: {} {}", one.kind, one.name)));
    lines.extend(before.difference(&found).map(|one| format!("not brought back: {} {}", one.kind, one.name)));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::offline_dialect;
    use crate::engine::Engine;
    use crate::schema::{Column, QName, Table, Unmodelled};

    fn table(columns: &[&str]) -> Schema {
        let columns = columns.iter().map(|name| Column::new(*name, "integer")).collect();
        let mut schema = Schema::default();
        schema.insert(Object::Table(Table { columns, ..Table::new(QName::plain("t")) }));
        schema
    }

    #[test]
    fn the_order_of_columns_is_no_difference() {
        let (one, other) = (table(&["a", "b"]), table(&["b", "a"]));
        assert!(same(&one, &other));
        assert!(!same(&one, &table(&["a", "c"])) && !same(&one, &table(&["a"])) && !same(&one, &Schema::default()));
    }

    #[test]
    fn differences_are_told_from_the_downgrade_s_side() {
        let dialect = offline_dialect(Engine::Sqlite).unwrap();
        let told = |found: &Schema, before: &Schema| not_back(found, before, dialect.as_ref()).unwrap();
        assert_eq!(told(&table(&["a"]), &Schema::default()), ["left behind: table t"]);
        assert_eq!(told(&Schema::default(), &table(&["a"])), ["not brought back: table t"]);
        let mut more = table(&["a"]);
        let one = |name: &str| Unmodelled { kind: "function".into(), name: name.into(), exclude: name.into() };
        more.unmodelled = vec![one("f()")];
        assert_eq!(told(&more, &table(&["a"])), ["left behind: function f()"]);
        assert_eq!(told(&table(&["a"]), &more), ["not brought back: function f()"]);
        assert_eq!(told(&more, &more), [""; 0]);
    }
}
