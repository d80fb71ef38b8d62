//! The chain, or a part of it, to be shown.

use super::error::TargetError;
use super::identifier::{RevisionIdentifier, Symbol};
use super::resolve::{Point, Resolver, nodes};
use super::{Applied, Graph, NodeSet};

/// The revisions of `[FROM]:[TO]`, both ends in it, newest first; all of them where no range is given.
///
/// FROM is base where it is left out, TO the heads. A relative FROM is so many revisions up to TO (`-3:` the last three,
/// `-3:current` three up to there), a relative TO so many steps from FROM (`a:+2`), both as far as the chain goes. `current` needs `applied`. With `L@…` as FROM the heads are those of
/// that branch.
///
/// # Errors
/// A text that is no range; an end that is none.
pub fn history(graph: &Graph, applied: Option<&Applied>, range: Option<&str>) -> Result<Vec<usize>, TargetError> {
    let Some(range) = range else {
        return Ok(graph.sort(&(0..graph.len()).collect()).into_iter().rev().collect());
    };
    let Some((from, to)) = RevisionIdentifier::split_range(range)? else {
        return Err(TargetError::BadRange { text: range.to_owned(), why: "`:` is missing" });
    };
    let to = to.map(RevisionIdentifier::parse).transpose()?;
    let from = from.map(RevisionIdentifier::parse).transpose()?.map(|from| last_ones(from, to.as_ref()));
    let at = |ident: &RevisionIdentifier| {
        // Steps count from the heads, also where the database is known for the sake of `current`.
        let bare = ident.symbol.is_none() && ident.step.is_some_and(|step| step <= 0);
        Resolver { graph, applied: applied.filter(|_| !bare), clamp: true }
    };
    let lower = match &from {
        Some(from) => at(from).any(from)?,
        None => vec![Point::Base(None)],
    };
    let upper = match &to {
        Some(to) if to.symbol.is_none() && to.step.is_some_and(|step| step > 0) => above(graph, to, &lower)?,
        Some(to) => at(to).any(to)?,
        None => graph.sort(&graph.real_heads()).into_iter().map(Point::At).collect(),
    };
    let mut upper = nodes(&upper);
    if let Some(branch) = from.as_ref().map(|from| at(from).branch(from)).transpose()?.flatten() {
        upper.intersect(&branch.lineage);
        if to.as_ref().is_none_or(|to| to.symbol == Some(Symbol::Heads)) && upper.is_empty() {
            // Every head of the branch is one only effectively.
            upper = graph.heads();
            upper.intersect(&branch.lineage);
        }
    }
    let mut found = graph.needs(&upper);
    let mut starts = nodes(&lower);
    if !starts.is_empty() {
        let all = starts.clone();
        starts.intersect(&found);
        if starts.is_empty() || (starts != all && from.as_ref().is_none_or(|from| from.symbol != Some(Symbol::Current)))
        {
            let reversed = upper.iter().any(|index| graph.needs(&all).contains(index));
            let text = |end: &Option<RevisionIdentifier>, default: &str| {
                end.as_ref().map_or(default.to_owned(), |end| end.text.clone())
            };
            return Err(TargetError::Unrelated { from: text(&from, "base"), to: text(&to, "heads"), reversed });
        }
        found.subtract(&graph.needs(&starts));
        found.extend(&starts);
        found.intersect(&graph.descendants(&starts));
    }
    Ok(graph.sort(&found).into_iter().rev().collect())
}

/// `-N`: where the last N revisions up to `to` begin, `to` being one of them.
fn last_ones(from: RevisionIdentifier, to: Option<&RevisionIdentifier>) -> RevisionIdentifier {
    let Some(step @ ..=-1) = from.step.filter(|_| from.symbol.is_none()) else { return from };
    let step = Some(step + 1).filter(|step| *step != 0);
    match to {
        Some(to) if to.step.is_none() && to.symbol != Some(Symbol::Heads) && from.branch.is_none() => {
            RevisionIdentifier { branch: to.branch.clone(), symbol: to.symbol.clone(), step, ..from }
        }
        _ if step.is_none() => RevisionIdentifier { symbol: Some(Symbol::Heads), step, ..from },
        _ => RevisionIdentifier { step, ..from },
    }
}

/// `A:+N`: N steps above A.
fn above(graph: &Graph, to: &RevisionIdentifier, lower: &[Point]) -> Result<Vec<Point>, TargetError> {
    let resolver = Resolver { graph, applied: None, clamp: true };
    let branch = resolver.branch(to)?;
    match lower {
        [] | [Point::Base(None)] => Ok(vec![resolver.walk_up(to, None, branch.as_ref())?]),
        [Point::Base(Some(node))] => {
            let mut bases = graph.bases();
            bases.intersect(&graph.lineage(*node));
            let start: Option<usize> = bases.iter().next().filter(|_| bases.len() == 1);
            let rest = to.step.unwrap_or_default() - 1;
            match start {
                Some(base) => {
                    let shorter = RevisionIdentifier { step: Some(rest), ..to.clone() };
                    Ok(vec![resolver.walk_up(&shorter, Some(base), branch.as_ref())?])
                }
                None => Ok(vec![resolver.walk_up(to, None, branch.as_ref())?]),
            }
        }
        [Point::At(index)] => Ok(vec![resolver.walk_up(to, Some(*index), branch.as_ref())?]),
        many => {
            let found: NodeSet = nodes(many);
            Err(TargetError::OneNeeded { asked: to.text.clone(), found: graph.ids(&found) })
        }
    }
}
