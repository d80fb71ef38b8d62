//! The graph itself: what is refused and how it is told, squashes, labels, the order.

use std::path::PathBuf;

use super::graph::instant;
use super::*;
use crate::error::Fault;

#[track_caller]
fn fault(text: &str) -> GraphError {
    Graph::new(scenarios::revisions(text)).map(drop).expect_err(text)
}

#[test]
fn faults_are_told_whole() {
    for (text, code, message) in [
        ("a a", "duplicate-revision-id", "two scripts have the revision id a"),
        ("head", "bad-revision-id", "the revision id `head` is a reserved word"),
        ("a/b", "bad-revision-id", "the revision id `a/b` holds `/`"),
        ("a:a", "revision-cycle", "revision a is its own parent"),
        ("a+a", "revision-cycle", "revision a depends on itself"),
        ("a[L]+L", "bad-branch-label", "the branch label `L]+L` of revision a holds `+`"),
        ("a+L[L]", "revision-cycle", "revision a depends on itself"),
        ("a[base]", "bad-branch-label", "the branch label `base` of revision a is a reserved word"),
        ("a[x-1]", "bad-branch-label", "the branch label `x-1` of revision a ends like a relative step"),
        ("a[L] b:a[L]", "duplicate-branch-label", "the branch label `L` of revision b is already that of revision a"),
        ("a b:a[a]", "duplicate-branch-label", "the branch label `a` of revision b is the id of a revision"),
        ("a b:zz", "unknown-parent", "revision b has the parent zz, and no script has that id"),
        ("a b:a+zz", "unknown-dependency", "revision b depends on zz, and no script has that id or label"),
        ("z a:c b:a c:b d:c", "revision-cycle", "a cycle in the revisions: a -> b -> c -> a"),
        ("a b:a+d c d:c+b", "revision-cycle", "a cycle of dependencies in the revisions: b -> d -> b"),
        ("a:b b:a+c c:b", "revision-cycle", "a cycle in the revisions: a -> b -> a"),
    ] {
        let error = fault(text);
        assert_eq!((error.code(), error.to_string().as_str()), (code, message), "{text}");
        assert!(error.help().is_some_and(|help| !help.is_empty()), "{text}");
    }
}

#[test]
fn hints_name_what_was_meant() {
    let error = fault("3f2a9c81d4e7 b:3f2a9c81d4e8");
    assert_eq!(error.help().as_deref(), Some("did you mean `3f2a9c81d4e7`?"));
    let error = fault("a[billing] b:billing");
    assert_eq!(error.help().as_deref(), Some("`billing` is the branch label of revision a: name the revision"));
    let error = fault("a[billing] b+biling");
    assert_eq!(error.help().as_deref(), Some("did you mean `billing`?"));
}

#[test]
fn faults_are_drawn_in_both_files() {
    let in_file = |id: &str, down: &str, path: &str| {
        let head = format!("-- revision: {id}\n-- down_revision: {down}\n");
        let at = |word: &str| head.rfind(word).map(|start| start..start + word.len()).unwrap_or_default();
        let values = vec![("revision", 13..13 + id.len()), ("down_revision", at(down))];
        let origin = Origin { path: PathBuf::from(path), head: head.as_str().into(), values };
        let down = if down.is_empty() { Vec::new() } else { vec![down.to_owned()] };
        Revision { id: id.to_owned(), down, origin: Some(Arc::new(origin)), ..Revision::default() }
    };
    let marked = |error: &GraphError| -> Vec<(String, String)> {
        let show = |place: Place| (place.path.display().to_string(), place.text[place.span].to_string());
        error.places().into_iter().map(show).collect()
    };
    let pair = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let twice = |first: &str, second: &str| {
        Graph::new(vec![in_file("a", "", first), in_file("a", "", second)]).map(drop).expect_err("a fault")
    };
    let error = twice("2.sql", "1.sql");
    assert_eq!(error.to_string(), "two scripts have the revision id a: 1.sql and 2.sql");
    assert_eq!(error, twice("1.sql", "2.sql"));
    assert_eq!(marked(&error), [pair("1.sql", "a"), pair("2.sql", "a")]);
    let error =
        Graph::new(vec![in_file("b", "a", "b.sql"), in_file("a", "b", "a.sql")]).map(drop).expect_err("a fault");
    assert_eq!(marked(&error), [pair("a.sql", "b"), pair("b.sql", "a")]);
}

#[test]
fn squashes_stand_in_for_what_they_replace() {
    let squash = |text: &str, replaces: &[&str]| {
        let mut revisions = scenarios::revisions(text);
        revisions[0].replaces = replaces.iter().map(std::string::ToString::to_string).collect();
        Graph::new(revisions)
    };
    let graph = squash("s d:c e:d+b", &["a", "b", "c"]).expect("a graph");
    assert_eq!(graph.ids(&graph.ancestors(&graph.heads())), ["s", "d", "e"]);
    let has = |rows: &[&str]| Applied::new(&graph, rows);
    let applied = has(&["a", "b", "c", "d"]);
    assert_eq!(graph.ids(applied.set()), ["s", "d"]);
    let s = graph.index("s").expect("s");
    assert_eq!(applied.rows_of(&graph, s), ["a", "b", "c"]);
    let undone = downgrade(&graph, &applied, "base").expect("a plan");
    let rows: Vec<String> = undone.steps.iter().map(|step| step.delete.join(" ")).collect();
    assert_eq!(rows, ["d", "a b c"]);
    let half = has(&["a", "b"]);
    assert_eq!(half.partial().len(), 1);
    let refused = upgrade(&graph, &half, "head").map_err(|error| error.to_string());
    assert_eq!(refused, Err("the database has only a part of what revision s stands in for: a, b".to_owned()));
    let stamped = stamp(&graph, &half, &["head"], false).expect("a stamp");
    assert_eq!((stamped.insert.join(" "), stamped.delete.join(" ")), ("s d e".to_owned(), "a b".to_owned()));
    let error = upgrade(&graph, &has(&[]), "b").map(drop).expect_err("a fault");
    assert_eq!(error.help().as_deref(), Some("b was squashed into s"));
    assert_eq!(squash("s a", &["a"]).map(drop).map_err(|error| error.code()), Err("replaced-present"));
    let mut two = scenarios::revisions("s t");
    two.iter_mut().for_each(|one| one.replaces = vec!["a".to_owned()]);
    assert_eq!(Graph::new(two).map(drop).map_err(|error| error.code()), Err("duplicate-replaces"));
}

#[test]
fn labels_spread_to_the_next_fork() {
    let graph = scenarios::graph("a b:a c1:b c2:b[L2] d1:c1[L1] d2:c2 m:d1,d2 n:m");
    let labels = |id: &str| graph.node(graph.index(id).expect(id)).labels.join(" ");
    assert_eq!(labels("b"), "");
    assert_eq!(labels("c1"), "L1");
    assert_eq!((labels("d1"), labels("c2"), labels("d2")), ("L1".into(), "L2".into(), "L2".into()));
    assert_eq!((labels("m"), labels("n")), ("L1 L2".into(), "L1 L2".into()));
}

#[test]
fn the_order_is_that_of_time_then_id() {
    let mut revisions = scenarios::revisions("z y x c:z b:z a:z");
    for (revision, created) in
        revisions.iter_mut().zip(["2026-03-01", "", "", "2026-04-01T10:00:00+02:00", "2026-04-01T09:00:00Z"])
    {
        revision.created = (!created.is_empty()).then(|| created.to_owned());
    }
    let graph = Graph::new(revisions).expect("a graph");
    let order: Vec<&str> = graph.iter().map(|node| node.revision.id.as_str()).collect();
    assert_eq!(order, ["x", "y", "z", "a", "c", "b"]);
}

#[test]
fn times_are_read_in_the_forms_people_write() {
    let noon = instant("2026-11-20T12:00:00Z");
    assert!(noon.is_some());
    for text in [
        "2026-11-20T13:00:00+01:00",
        "2026-11-20 12:00:00",
        "2026-11-20 12:00",
        "2026-11-20T12:00:00.000",
        " 2026-11-20 12:00:00.000000+00:00",
    ] {
        assert_eq!(instant(text), noon, "{text}");
    }
    assert!(instant("2026-11-20") < noon && instant("2026-11-20").is_some());
    assert_eq!(instant("20.11.2026"), None);
}

#[test]
fn a_squash_takes_the_place_of_a_run() {
    let text = "x[X] a b:a+x c1:b[L] c2:b+X d:c1,c2 e:d f:b";
    let graph = scenarios::graph("x[X] a b:a+x c1:b[L] c2:b+X d:c1,c2 e:d y+c1");
    let squashed = squash(&graph, "a:d").expect("a squash");
    assert_eq!(squashed.revisions, ["a", "b", "c1", "c2", "d"]);
    assert_eq!(squashed.revision.replaces, squashed.revisions);
    assert_eq!(
        (squashed.revision.labels.join(" "), squashed.revision.depends_on.join(" ")),
        ("L".into(), "x X".into())
    );
    assert!(squashed.revision.down.is_empty());
    // The scripts that are left and the new one make a graph.
    let mut left: Vec<Revision> = graph.iter().map(|node| node.revision.clone()).collect();
    left.retain(|revision| !squashed.revisions.contains(&revision.id));
    left.push(Revision { id: "s".to_owned(), ..squashed.revision });
    let after = Graph::new(left).expect("a graph");
    let s = after.index("s").expect("s");
    let ids = |nodes: &[usize]| nodes.iter().map(|index| after.id(*index).to_owned()).collect::<Vec<_>>();
    assert_eq!((ids(&after.node(s).children), ids(&after.node(s).dependents)), (vec!["e".into()], vec!["y".into()]));
    assert_eq!(Applied::new(&after, ["x", "a", "b", "c1", "c2", "d", "e", "y"]).set().len(), after.len());

    let inner = squash(&graph, "c1:e").expect("a squash");
    assert_eq!(inner.revisions, ["c1", "d", "e"]);
    assert_eq!(inner.revision.down, ["c2"]);
    assert_eq!(squash(&graph, ":b").map(|squash| squash.revisions), Ok(vec!["a".to_owned(), "b".to_owned()]));
    let code = |text: &str, range: &str| squash(&scenarios::graph(text), range).map(drop).map_err(|error| error.code());
    assert_eq!(code(text, "a:d"), Err("squash-fork"));
    assert_eq!(code(text, "a:a"), Err("nothing-to-squash"));
    assert_eq!(code(text, "d:a"), Err("unrelated-range"));
    assert_eq!(code(text, "a"), Err("bad-range"));
}

#[test]
fn a_rebase_moves_a_branch() {
    let graph = scenarios::graph("a b:a c1:b d1:c1 c2:b[L] d2:c2 m:d2,c1 e:m+z z");
    let nothing = Applied::default();
    let moved = |revision: &str, onto: &str| {
        let moves = rebase(&graph, &nothing, revision, onto).map_err(|error| error.code())?;
        Ok(moves
            .into_iter()
            .map(|one| format!("{}:{}>{}", one.id, one.from.join(","), one.to.join(",")))
            .collect::<Vec<_>>())
    };
    assert_eq!(moved("L", "d1"), Ok(vec!["c2:b>d1".to_owned()]));
    assert_eq!(moved("e", "d1"), Ok(vec!["c2:b>d1".to_owned(), "m:d2,c1>d2".to_owned()]));
    assert_eq!(moved("d2", "z"), Ok(vec!["a:>z".to_owned()]));
    assert_eq!(moved("d1", "b"), Err("bad-rebase"));
    assert_eq!(moved("b", "d1"), Err("bad-rebase"));
    assert_eq!(moved("z", "e"), Err("bad-rebase"));
    let applied = Applied::new(&graph, ["a", "b", "c2"]);
    let refused = rebase(&graph, &applied, "e", "d1").map(drop).map_err(|error| error.to_string());
    assert_eq!(refused, Err("revisions that are applied can't be moved: c2".to_owned()));
}
