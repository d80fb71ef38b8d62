//! What people who know the field's graph expect, case by case, with one-letter revisions and no database.
//!
//! A graph is written `a b:a c:b+x[L]`: `c` has the parent `b`, depends on `x` and carries the label `L`. A state is
//! written as its tips: what it has is these and all that they need.

use super::*;
use crate::error::Fault;

const G1: &str = "a b:a c:b d:c e:d";
const G2: &str = "a b:a c1:b[L1] d1:c1 c2:b[L2] d2:c2";
const G3: &str = "a b:a c1:b d1:c1 c2:b[L2] d2:c2 e:d1,d2 f:e";
const G4: &str = "a1 b1:a1 a2 b2:a2";
const G5: &str = "y1[y] x1[x] y2:y1+x1 x2:x1";
const G5B: &str = "y1[y] x1[x] y2:y1+x1";
const G6: &str = "a1 a2:a1 a3:a2 b1 b2:b1+a3 b3:b2 b4:b3+a3";
const G7: &str = "a1 b1+a1 m:a1,b1";
const G8: &str = "a1 a2:a1 b1 b2:b1+a2 b3:b2 a3:a2+b1";
const G9: &str = "a b:a c1:b[L1] d1:c1 c2:b[L2] d2:c2+c1";
const G10: &str = "a1 b1:a1 c1:b1 a2 b2:a2 c2:b2 d1:c1,c2 d2:c2";
const G11: &str = "a b1:a b2:a b3:a c1:b1,b2,b3 c2:b1,b2,b3 d1:c1 d2:c2";
const G12: &str = "a1 a2 a3 am:a1,a2,a3 b1 b2 bm:b1,b2 c1 c2 c3 cm:c1,c2,c3 d1+a3,b2,c1";
const G13: &str = "base1[b_1] a1a:base1 a1b:base1 b1a:a1a b1b:a1b+a3 base2[b_2] a2:base2 b2:a2 c2:b2+a3 d2:c2 \
                   base3[b_3] a3:base3 b3:a3";
const G43: &str = "a1[lib1] b1:a1 c1:b1[c1lib] a2 b2:a2 c2:b2+c1lib d1:c1";

/// Reads the notation of this file.
pub(super) fn revisions(text: &str) -> Vec<Revision> {
    let list = |text: &str| text.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let one = |word: &str| {
        let (word, labels) = word.trim_end_matches(']').split_once('[').unwrap_or((word, ""));
        let (word, depends_on) = word.split_once('+').unwrap_or((word, ""));
        let (id, down) = word.split_once(':').unwrap_or((word, ""));
        Revision {
            id: id.to_owned(),
            down: list(down),
            depends_on: list(depends_on),
            labels: list(labels),
            ..Revision::default()
        }
    };
    text.split_whitespace().map(one).collect()
}

pub(super) fn graph(text: &str) -> Graph {
    Graph::new(revisions(text)).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The state whose tips are `rows`.
fn state(graph: &Graph, rows: &str) -> Applied {
    let tips: NodeSet = rows.split_whitespace().map(|id| graph.index(id).expect(id)).collect();
    Applied::from_set(graph.needs(&tips))
}

fn rows(graph: &Graph, applied: &NodeSet) -> String {
    let mut tips = graph.ids(&graph.tips(applied));
    tips.sort();
    tips.join(" ")
}

fn sorted(text: &str) -> String {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

/// Runs a plan step by step: each state on the way has to be legal. Returns the tips at the end.
pub(super) fn run(graph: &Graph, before: &Applied, plan: &Plan) -> NodeSet {
    let mut at = before.set().clone();
    for step in &plan.steps {
        let index = graph.index(&step.id).expect("a step of the graph");
        match step.direction {
            Direction::Upgrade => {
                assert!(at.insert(index), "{} is applied already", step.id);
                assert_eq!(step.insert.as_deref(), Some(step.id.as_str()));
            }
            Direction::Downgrade => {
                assert!(at.contains(index), "{} is not applied", step.id);
                at.remove(index);
                assert_eq!(step.delete, [step.id.as_str()]);
            }
        }
        assert_eq!(graph.needs(&at), at, "not a legal state after {}", step.id);
    }
    at
}

/// Plans, checks the set of steps, runs them, checks the tips. `steps` and `after` are in any order.
#[track_caller]
fn goes(text: &str, before: &str, command: &str, steps: &str, after: &str) -> Plan {
    let graph = graph(text);
    let applied = state(&graph, before);
    let (way, target) = command.split_once(' ').expect("a command and a target");
    let plan = match way {
        "up" => upgrade(&graph, &applied, target),
        "down" => downgrade(&graph, &applied, target),
        way => panic!("{way}?"),
    };
    let plan = plan.unwrap_or_else(|error| panic!("{before} -> {command}: {error}"));
    let ids: Vec<&str> = plan.steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(sorted(&ids.join(" ")), sorted(steps), "{before} -> {command}");
    assert_eq!(rows(&graph, &run(&graph, &applied, &plan)), sorted(after), "{before} -> {command}");
    plan
}

#[track_caller]
fn fails(text: &str, before: &str, command: &str, code: &str) -> TargetError {
    let graph = graph(text);
    let applied = state(&graph, before);
    let (way, target) = command.split_once(' ').expect("a command and a target");
    let error = match way {
        "up" => upgrade(&graph, &applied, target).map(drop),
        "down" => downgrade(&graph, &applied, target).map(drop),
        "stamp" => stamp(&graph, &applied, &target.split(' ').collect::<Vec<_>>(), false).map(drop),
        "history" => history(&graph, Some(&applied), Some(target)).map(drop),
        way => panic!("{way}?"),
    };
    let error = error.expect_err(command);
    assert_eq!(error.code(), code, "{before} -> {command}: {error}");
    error
}

#[track_caller]
fn stamps(text: &str, before: &str, targets: &str, after: &str) {
    let graph = graph(text);
    let applied = state(&graph, before);
    let targets: Vec<&str> = targets.split(' ').collect();
    let stamp = stamp(&graph, &applied, &targets, false).unwrap_or_else(|error| panic!("{targets:?}: {error}"));
    let mut set = applied.set().clone();
    stamp.delete.iter().for_each(|id| set.remove(graph.index(id).expect(id)));
    for id in &stamp.insert {
        assert!(set.insert(graph.index(id).expect(id)), "{id} is there already");
    }
    assert_eq!(graph.needs(&set), set, "not a legal state");
    assert_eq!(rows(&graph, &set), sorted(after), "{before} -> stamp {targets:?}");
}

#[track_caller]
fn shows(text: &str, range: &str, expected: &str) {
    let graph = graph(text);
    let shown = history(&graph, None, Some(range)).unwrap_or_else(|error| panic!("{range}: {error}"));
    for (at, index) in shown.iter().enumerate() {
        let below = graph.needs(&[*index].into_iter().collect());
        assert!(!shown[..at].iter().any(|newer| below.contains(*newer)), "{range}: not newest first");
    }
    let ids: Vec<&str> = shown.into_iter().map(|index| graph.id(index)).collect();
    assert_eq!(sorted(&ids.join(" ")), sorted(expected), "{range}");
}

#[test]
fn case_01_steps_up() {
    goes(G1, "a", "up +2", "b c", "c");
    goes(G1, "a", "up b+2", "b c d", "d");
    goes(G1, "a", "up d-2", "b", "b");
}

#[test]
fn case_02_steps_that_are_not_there() {
    fails(G1, "b", "up -2", "step-wrong-way");
    let error = fails(G1, "b", "up +5", "step-too-far");
    assert_eq!(error.to_string(), "relative revision `+5` didn't produce 5 migrations: there are 3 from b");
    fails(G1, "b", "up e+1", "step-too-far");
}

#[test]
fn case_03_steps_down() {
    goes(G1, "e", "down -3", "e d c", "b");
    goes(G1, "c", "down base", "c b a", "");
    goes(G1, "d", "down a+2", "d", "c");
    goes(G1, "d", "down c-2", "d c b", "a");
    goes(G1, "c", "down -3", "c b a", "");
    goes(G1, "c", "down current-1", "c", "b");
    goes(G1, "c", "down current", "", "c");
}

#[test]
fn case_04_downgrades_that_cannot_be() {
    fails(G1, "b", "down -5", "step-too-far");
    fails(G1, "b", "down +2", "step-wrong-way");
    let error = fails(G1, "b", "down c", "not-applied");
    assert_eq!(error.to_string(), "c is not a valid downgrade target: it is not applied");
    assert_eq!(error.help().as_deref(), Some("the database is at b; a downgrade goes to a revision below that"));
}

#[test]
fn case_05_downgrades_with_nothing_to_do() {
    goes(G1, "e", "down e", "", "e");
    goes(G1, "", "down base", "", "");
    fails(G1, "", "down -1", "step-too-far");
}

#[test]
fn case_06_upgrades_with_nothing_to_do() {
    goes(G1, "c", "up a", "", "c");
    goes(G1, "c", "up base", "", "c");
    goes(G1, "e", "up head", "", "e");
    goes(G1, "e", "up heads", "", "e");
    goes(G1, "c", "up current", "", "c");
}

#[test]
fn case_07_several_heads() {
    let error = fails(G2, "", "up head", "multiple-heads");
    assert_eq!(error.to_string(), "`head`: there are several heads: d1, d2");
    assert!(error.help().is_some_and(|help| help.starts_with("name one: `L1@head`, `L2@head`; or `heads` for all")));
}

#[test]
fn case_08_all_heads() {
    goes(G2, "", "up heads", "a b c1 c2 d1 d2", "d1 d2");
}

#[test]
fn case_09_one_branch() {
    goes(G2, "b", "up L2@head", "c2 d2", "d2");
    goes(G2, "c1", "up L2@+1", "c2", "c1 c2");
    goes(G2, "c1 c2", "up L2@+1", "d2", "c1 d2");
}

#[test]
fn case_10_ambiguous_steps_up() {
    let error = fails(G2, "b", "up +1", "ambiguous-step");
    assert_eq!(error.to_string(), "`+1` is ambiguous: b is followed by c1, c2");
    assert_eq!(error.help().as_deref(), Some("say which: `L1@+1`, `L2@+1`"));
    let error = fails(G2, "c1 c2", "up +1", "ambiguous-step");
    assert_eq!(error.to_string(), "`+1` is ambiguous: the database is at several revisions: c1, c2");
    assert_eq!(error.help().as_deref(), Some("say which: `L1@+1`, `L2@+1`"));
    let error = fails(G2, "", "up a+3", "ambiguous-step");
    assert_eq!(error.help().as_deref(), Some("say which: `L1@a+3`, `L2@a+3`"));
    goes(G2, "", "up L2@b+1", "a b c2", "c2");
}

#[test]
fn case_11_steps_in_a_branch() {
    goes(G2, "", "up L2@+3", "a b c2", "c2");
    goes(G2, "", "up L2@head-1", "a b c2", "c2");
    let error = fails(G2, "", "up L1@d2", "not-in-branch");
    assert_eq!(error.to_string(), "revision d2 is not in the branch `L1`");
    assert_eq!(error.help().as_deref(), Some("`L1@head` is d1"));
    let error = fails(G2, "", "up zz@head", "unknown-revision");
    assert_eq!(error.to_string(), "can't locate revision `zz` (in `zz@head`)");
}

#[test]
fn case_12_downgrade_of_all_branches() {
    goes(G2, "d1 d2", "down b", "d1 c1 d2 c2", "b");
    goes(G2, "d1 d2", "down base", "d1 c1 d2 c2 b a", "");
}

#[test]
fn case_13_downgrade_of_one_branch() {
    for (target, steps, after) in [("L1@b", "d1 c1", "d2"), ("c2@b", "d2 c2", "d1"), ("d1@b", "d1 c1", "d2")] {
        let plan = goes(G2, "d1 d2", &format!("down {target}"), steps, after);
        assert_eq!(plan.notes, []);
    }
}

#[test]
fn case_14_downgrade_to_a_step_above_base() {
    goes(G2, "d1 d2", "down base+2", "d1 c1 d2 c2", "b");
    goes(G2, "d1 d2", "down L2@base+2", "d2 c2", "d1");
    goes(G2, "d1 d2", "down L2@base+3", "d2", "c2 d1");
}

#[test]
fn case_15_step_down_from_several() {
    let error = fails(G2, "d1 d2", "down -1", "ambiguous-step");
    assert_eq!(error.help().as_deref(), Some("say which: `L1@-1`, `L2@-1`"));
}

#[test]
fn case_16_step_down_in_a_branch() {
    goes(G2, "d1 d2", "down L1@-1", "d1", "c1 d2");
    goes(G2, "d1 d2", "down d2-1", "d2", "c2 d1");
    goes(G2, "d1 d2", "down L1@head-1", "d1", "c1 d2");
    fails(G2, "d1 d2", "down L1@-9", "step-too-far");
}

#[test]
fn case_17_a_branch_that_takes_others_with_it() {
    for (target, steps, after) in [("L1@base", "d1 c1 d2 c2 b a", ""), ("L1@-3", "d1 c1 d2 c2 b", "a")] {
        let plan = goes(G2, "d1 d2", &format!("down {target}"), steps, after);
        let others = vec!["c2".to_owned(), "d2".to_owned()];
        assert_eq!(plan.notes, [PlanNote::OtherBranches { branch: "L1".to_owned(), revisions: others }]);
    }
}

#[test]
fn case_18_a_target_of_another_branch() {
    fails(G2, "d1 d2", "down L2@c1", "not-in-branch");
}

#[test]
fn case_19_stamp_moves() {
    stamps(G2, "d1 c2", "b", "b");
    stamps(G2, "d1 c2", "L1@base", "c2");
    stamps(G2, "d1 c2", "L2@head", "d1 d2");
    stamps(G2, "d1 c2", "base", "");
    fails(G2, "d1 c2", "stamp head", "multiple-heads");
}

#[test]
fn case_20_stamp_of_several_loses_none() {
    stamps(G2, "d1 c2", "heads", "d1 d2");
    stamps(G2, "d1 c2", "d1 d2", "d1 d2");
    stamps(G2, "", "heads", "d1 d2");
}

#[test]
fn case_21_upgrade_to_a_merge() {
    goes(G3, "", "up head", "a b c1 c2 d1 d2 e f", "f");
    goes(G3, "d1", "up e", "c2 d2 e", "e");
    goes(G3, "c2", "up head", "d2 c1 d1 e f", "f");
    goes(G3, "d1", "up +1", "c2 d2 e", "e");
}

#[test]
fn case_22_upgrade_over_a_merge() {
    goes(G3, "d1 c2", "up e", "d2 e", "e");
}

#[test]
fn case_23_downgrade_over_a_merge() {
    goes(G3, "f", "down b", "f e d1 c1 d2 c2", "b");
    goes(G3, "f", "down d1", "f e", "d1 d2");
    goes(G3, "f", "down c1", "f e d1", "c1 d2");
}

#[test]
fn case_24_a_step_down_from_a_merge_undoes_the_merge() {
    goes(G3, "e", "down -1", "e", "d1 d2");
    goes(G3, "f", "down -2", "f e", "d1 d2");
    goes(G3, "f", "down head-2", "f e", "d1 d2");
    let error = fails(G3, "f", "down -3", "ambiguous-step");
    assert_eq!(error.to_string(), "`-3` is ambiguous: e has the parents d1, d2");
    assert_eq!(error.help().as_deref(), Some("say which: `d1@-3`, `L2@-3`"));
    goes(G3, "f", "down L2@-3", "f e d2", "c2 d1");
    goes(G3, "f", "down d1@-3", "f e d1", "c1 d2");
    goes(G3, "", "up e-1", "a b c1 c2 d1 d2", "d1 d2");
}

#[test]
fn case_25_downgrade_of_a_merged_branch() {
    goes(G3, "e", "down L2@b", "e d2 c2", "d1");
}

#[test]
fn case_26_stamp_around_a_merge() {
    stamps(G3, "e", "c2", "c2");
    stamps(G3, "c2", "e", "e");
    stamps(G3, "d1 c2", "L2@head", "f");
    stamps(G3, "e", "d1 d2", "d1 d2");
    stamps(G3, "e", "-1", "d1 d2");
}

#[test]
fn case_27_two_chains() {
    goes(G4, "", "up heads", "a1 b1 a2 b2", "b1 b2");
    fails(G4, "", "up head", "multiple-heads");
    goes(G4, "b2", "up b1", "a1 b1", "b1 b2");
    goes(G4, "b1 b2", "down a1@base", "b1 a1", "b2");
    goes(G4, "b1 b2", "down a1-1", "b1 a1", "b2");
    fails(G4, "b2", "down b1", "not-applied");
    let error = fails(G4, "", "up +1", "ambiguous-step");
    assert_eq!(error.to_string(), "`+1` is ambiguous: base is followed by a1, a2");
    goes(G4, "", "up a2@+1", "a2", "a2");
}

#[test]
fn case_28_a_dependency() {
    goes(G5, "", "up y@head", "x1 y1 y2", "y2");
    goes(G5, "", "up heads", "x1 y1 x2 y2", "x2 y2");
}

#[test]
fn case_29_both_sides_of_a_dependency() {
    goes(G5, "y2", "up x@head", "x2", "x2 y2");
    goes(G5, "x2", "up y@head", "y1 y2", "x2 y2");
}

#[test]
fn case_30_a_dependant_goes_first() {
    goes(G5, "x2 y2", "down x@-1", "x2", "y2");
    let plan = goes(G5, "y2", "down x@-1", "y2 x1", "y1");
    assert_eq!(plan.notes, [PlanNote::OtherBranches { branch: "x".to_owned(), revisions: vec!["y2".to_owned()] }]);
    goes(G5, "x2 y2", "down x@base", "y2 x2 x1", "y1");
    goes(G5, "x2 y2", "down y@base", "y2 y1", "x2");
}

#[test]
fn case_31_a_dependency_stays() {
    goes(G5, "y2", "down y@-1", "y2", "x1 y1");
}

#[test]
fn case_32_heads_of_three_kinds() {
    let graph = graph(G5B);
    assert_eq!(graph.ids(&graph.heads()), ["x1", "y2"]);
    assert_eq!(graph.ids(&graph.real_heads()), ["y2"]);
    let applied = state(&graph, "y2");
    assert_eq!(graph.ids(&applied.heads(&graph)), ["x1", "y2"]);
    assert_eq!(graph.ids(&applied.tips(&graph)), ["y2"]);
    let effective = graph.index("x1").is_some_and(|index| graph.node(index).is_effective_head());
    assert!(effective);
    fails(G5B, "y2", "up head", "multiple-heads");
}

#[test]
fn case_33_all_is_applied() {
    let graph = graph(G5B);
    assert_eq!(state(&graph, "y2").set().len(), graph.len());
    goes(G5B, "x1 y2", "up heads", "", "y2");
}

#[test]
fn case_34_a_dependency_named_twice() {
    goes(G6, "", "up b4", "a1 a2 a3 b1 b2 b3 b4", "b4");
    goes(G6, "b4", "down b3", "b4", "b3");
    goes(G6, "b4", "down b1", "b4 b3 b2", "a3 b1");
    goes(G6, "b4", "down a2", "b4 b3 b2 a3", "a2 b1");
}

#[test]
fn case_35_a_parent_that_is_a_dependency_too() {
    goes(G7, "a1", "up b1", "b1", "b1");
    goes(G7, "b1", "up m", "m", "m");
    goes(G7, "m", "down a1", "m", "b1");
    goes(G7, "m", "down b1", "m", "b1");
    goes(G7, "m", "down base", "m b1 a1", "");
}

#[test]
fn case_36_two_chains_that_depend_on_each_other() {
    goes(G8, "a3 b2", "down b1", "b2", "a3");
    goes(G8, "a3 b3", "down a1", "b3 b2 a3 a2", "a1 b1");
    goes(G8, "a3 b3", "down base", "b3 b2 a3 a2 a1 b1", "");
}

#[test]
fn case_37_a_dependency_between_branches() {
    goes(G9, "d1 d2", "down L2@b", "d2 c2", "d1");
    goes(G9, "d1 d2", "down L1@b", "d1 d2 c1", "c2");
}

#[test]
fn case_38_a_merge_that_is_no_end() {
    goes(G10, "d2 b1", "up d1", "c1 d1", "d1 d2");
    goes(G10, "d2 d1", "down b1", "d1 c1", "b1 d2");
    goes(G10, "d1", "up d2", "d2", "d1 d2");
    goes(G10, "d1 d2", "down c2", "d1 d2", "c1 c2");
}

#[test]
fn case_39_merges_of_three() {
    goes(G11, "", "up heads", "a b1 b2 b3 c1 c2 d1 d2", "d1 d2");
    goes(G11, "d1 d2", "down a", "b1 b2 b3 c1 c2 d1 d2", "a");
    goes(G11, "d1 d2", "down c1", "d1", "c1 d2");
}

#[test]
fn case_40_many_bases() {
    goes(G12, "am bm cm d1", "down b2", "bm", "am b1 cm d1");
    goes(G12, "am d1 b1 cm", "down d1@base", "d1", "am b1 b2 cm");
    goes(G12, "am b1 b2 cm", "down base", "am a1 a2 a3 b1 b2 cm c1 c2 c3", "");
}

#[test]
fn case_41_labelled_bases_up() {
    goes(G13, "", "up b_2@head", "base3 a3 base2 a2 b2 c2 d2", "d2");
    fails(G13, "", "up b_1@head", "multiple-heads");
    goes(G13, "", "up b_1@heads", "base1 a1a a1b b1a b1b base3 a3", "b1a b1b");
}

#[test]
fn case_42_labelled_bases_down() {
    let all = "b1a b1b d2 b3";
    goes(G13, all, "down b_2@base", "base2 a2 b2 c2 d2", "b1a b1b b3");
    goes(G13, all, "down b_3@base", "b1b d2 c2 b3 a3 base3", "a1b b1a b2");
    goes(G13, all, "down a3", "b3", "b1a b1b d2");
    goes(G13, all, "down base3", "b1b d2 c2 b3 a3", "a1b b1a b2 base3");
}

#[test]
fn case_43_a_dependency_on_a_label() {
    goes(G43, "a2", "up c2", "a1 b1 c1 b2 c2", "c2");
    goes(G43, "c2 d1", "down b1", "c2 d1 c1", "b1 b2");
}

#[test]
fn case_44_an_empty_project() {
    goes("", "", "up head", "", "");
    goes("", "", "up heads", "", "");
    goes("", "", "down base", "", "");
    stamps("", "", "head", "");
    fails("", "", "up +1", "step-too-far");
}

#[test]
fn case_45_new_revisions() {
    let graph = graph(G2);
    let new = |head, splice| new_parents(&graph, None, head, splice).map_err(|error| error.code());
    assert_eq!(new(None, false), Err("multiple-heads"));
    assert_eq!(new(Some("b"), false), Err("not-a-head"));
    assert_eq!(new(Some("b"), true), Ok(vec!["b".to_owned()]));
    assert_eq!(new(Some("base"), false), Ok(vec![]));
    assert_eq!(new(Some("heads"), false), Ok(vec!["d1".to_owned(), "d2".to_owned()]));
    assert_eq!(new(Some("L2@head"), false), Ok(vec!["d2".to_owned()]));
    let merge = |targets: &[&str]| merge_parents(&graph, None, targets, false).map_err(|error| error.code());
    assert_eq!(merge(&["d1", "d2"]), Ok(vec!["d1".to_owned(), "d2".to_owned()]));
    assert_eq!(merge(&["heads"]), Ok(vec!["d1".to_owned(), "d2".to_owned()]));
    assert_eq!(merge(&["d1", "d1"]), Err("named-twice"));
    assert_eq!(merge(&["d1"]), Err("nothing-to-merge"));
    assert_eq!(merge(&["c1", "d2"]), Err("not-a-head"));
    let splice = merge_parents(&graph, None, &["c1", "d1"], true).map_err(|error| error.code());
    assert_eq!(splice, Err("nothing-to-merge"));
    let merged = scenarios::graph(&format!("{G2} m:d1,d2"));
    let m = merged.node(merged.index("m").expect("m"));
    assert!(m.is_head() && m.is_merge_point());
    assert_eq!(*m.labels, ["L1".to_owned(), "L2".to_owned()]);
}

#[test]
fn case_46_rows_that_lie_below_others() {
    goes(G1, "a c", "up head", "d e", "e");
    stamps(G1, "a c", "c", "c");
}

#[test]
fn case_47_ranges_of_the_history() {
    shows(G3, "d1:e", "e d1");
    shows(G2, "L1:", "d1 c1");
    shows(G2, ":L1@head", "d1 c1 b a");
    let error = fails(G2, "", "history c1:c2", "unrelated-range");
    assert_eq!(error.to_string(), "`c1:c2` is no range: c1 does not come before c2");
    let error = fails(G2, "", "history d1:c1", "unrelated-range");
    assert_eq!(error.help().as_deref(), Some("write `c1:d1`"));
    shows(G13, ":b_2@head", "base2 a2 b2 c2 d2 base3 a3");
    shows(G13, "b_2@base:", "base2 a2 b2 c2 d2 base3 a3");
    shows(G2, "L1@base:", "d1 c1 b a");
    shows(G1, "-2:", "e d");
    shows(G1, "-1:", "e");
    shows(G1, "-3:", "e d c");
    shows(G1, "-2:d", "d c");
    shows(G1, "-1:d", "d");
    shows(G2, "-1:", "d1 d2");
    shows(G2, "L1@-2:", "d1 c1");
    shows(G2, "-2:L1@head", "d1 c1");
    shows(G1, "-99:", "e d c b a");
    shows(G1, "b:+2", "d c b");
    shows(G1, "b:+99", "e d c b");
    shows(G1, ":+2", "b a");
    shows(G1, ":", "e d c b a");
    fails(G1, "", "history c", "bad-range");
    fails(G1, "", "history a:b:c", "bad-range");
}

#[test]
fn case_48_prefixes_and_unknown_rows() {
    let text = "abcd1 abcd2:abcd1 abcd3:abcd2 abcd4:abcd3";
    let error = fails(text, "", "up abcd", "ambiguous-revision");
    assert_eq!(error.to_string(), "`abcd` is the start of several revisions: abcd1, abcd2, abcd3, abcd4");
    stamps(text, "", "abcd1 abcd2", "abcd2");
    let text = "abcd1 abce2:abcd1[billing] abcf3:abcd1[bills]";
    goes(text, "", "up abce", "abcd1 abce2", "abce2");
    goes(text, "", "up billi@head", "abcd1 abce2", "abce2");
    goes(text, "", "up bills@abcd+1", "abcd1 abcf3", "abcf3");
    let error = fails(text, "", "up bil", "ambiguous-revision");
    assert_eq!(error.to_string(), "`bil` is the start of several revisions: billing, bills");
    let error = fails(text, "", "up abcg3", "unknown-revision");
    assert_eq!(error.help().as_deref(), Some("did you mean `abcf3`?"));

    let graph = graph(G1);
    let applied = Applied::new(&graph, ["a", "b", "zz"]);
    assert_eq!(applied.unknown(), ["zz"]);
    let refused = upgrade(&graph, &applied, "head").map_err(|error| error.to_string());
    assert_eq!(refused, Err("the database has a revision that no script here has: zz".to_owned()));
    assert_eq!(downgrade(&graph, &applied, "-1").map_err(|error| error.code()), Err("unknown-applied"));
    let away = downgrade(&graph, &applied, "zz").map_err(|error| error.help());
    let hint = "the database has it, and no script here does: was the branch switched?";
    assert_eq!(away, Err(Some(hint.to_owned())));
    let plan = downgrade(&graph, &applied, "a").expect("a is applied");
    assert_eq!(plan.steps.len(), 1);
    assert_eq!(plan.notes, [PlanNote::UnknownRows { rows: vec!["zz".to_owned()] }]);
    let kept = stamp(&graph, &applied, &["heads"], false).expect("a stamp");
    assert_eq!((kept.insert.join(" "), kept.delete.join(" ")), ("c d e".to_owned(), String::new()));
    let purged = stamp(&graph, &applied, &["heads"], true).expect("a stamp");
    assert_eq!((purged.insert.join(" "), purged.delete.join(" ")), ("c d e".to_owned(), "zz".to_owned()));
    assert_eq!(history(&graph, Some(&applied), Some("current:")).map(|shown| shown.len()), Ok(4));
}
