//! What holds for every graph, tried on generated ones.

use proptest::collection::vec;
use proptest::prelude::*;

use super::scenarios::run;
use super::*;

/// What a node is made of: its parents, dependencies and label, each picked from the nodes before it.
#[derive(Debug, Clone)]
struct Seed {
    down: Vec<prop::sample::Index>,
    depends_on: Vec<prop::sample::Index>,
    name: u8,
    day: u8,
    labelled: bool,
}

fn seed() -> impl Strategy<Value = Seed> {
    let few = |most| vec(any::<prop::sample::Index>(), 0..=most);
    // One parent is the rule; a base, a merge and a dependency are less common.
    let down = prop_oneof![5 => few(1), 1 => few(3)];
    let depends_on = prop_oneof![4 => few(0), 1 => few(2)];
    (down, depends_on, any::<u8>(), 1u8..28, prop::bool::weighted(0.2))
        .prop_map(|(down, depends_on, name, day, labelled)| Seed { down, depends_on, name, day, labelled })
}

fn revisions() -> impl Strategy<Value = Vec<Revision>> {
    vec(seed(), 1..16).prop_map(|seeds| {
        // Ids that do not follow the order of the chain.
        let ids: Vec<String> = seeds.iter().enumerate().map(|(at, seed)| format!("{:02x}r{at}", seed.name)).collect();
        let one = |at: usize, seed: &Seed| {
            let pick = |from: &[prop::sample::Index]| {
                let mut found: Vec<String> = Vec::new();
                for index in from.iter().filter(|_| at > 0) {
                    let id = &ids[index.index(at)];
                    if !found.contains(id) {
                        found.push(id.clone());
                    }
                }
                found
            };
            let down = pick(&seed.down);
            let mut depends_on = pick(&seed.depends_on);
            depends_on.retain(|id| !down.contains(id));
            Revision {
                id: ids[at].clone(),
                down,
                depends_on,
                labels: seed.labelled.then(|| format!("L{at}")).into_iter().collect(),
                created: (seed.day > 4).then(|| format!("2026-01-{:02}T00:00:00Z", seed.day)),
                ..Revision::default()
            }
        };
        seeds.iter().enumerate().map(|(at, seed)| one(at, seed)).collect()
    })
}

/// A graph, and some of its revisions.
fn graphs() -> impl Strategy<Value = (Vec<Revision>, Graph, Vec<String>)> {
    (revisions(), vec(any::<prop::sample::Index>(), 3)).prop_map(|(revisions, picks)| {
        let graph = Graph::new(revisions.clone()).expect("a graph without cycles");
        let picks = picks.iter().map(|pick| revisions[pick.index(revisions.len())].id.clone()).collect();
        (revisions, graph, picks)
    })
}

fn steps(plan: Result<Plan, TargetError>) -> Vec<String> {
    plan.expect("a plan").steps.into_iter().map(|step| step.id).collect()
}

fn one(graph: &Graph, id: &str) -> NodeSet {
    graph.index(id).into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn up_to_the_heads_and_down_to_base_leaves_nothing((_, graph, _) in graphs()) {
        let none = Applied::default();
        let all = run(&graph, &none, &upgrade(&graph, &none, "heads").expect("a plan"));
        prop_assert_eq!(all.len(), graph.len());
        let all = Applied::from_set(all);
        prop_assert!(upgrade(&graph, &all, "heads").expect("a plan").steps.is_empty());
        let left = run(&graph, &all, &downgrade(&graph, &all, "base").expect("a plan"));
        prop_assert!(left.is_empty());
    }

    #[test]
    fn a_plan_goes_through_legal_states_and_does_what_was_asked((_, graph, picks) in graphs()) {
        let none = Applied::default();
        // `run` checks each state on the way.
        let mut at = Applied::from_set(run(&graph, &none, &upgrade(&graph, &none, &picks[0]).expect("a plan")));
        prop_assert_eq!(at.set(), &graph.needs(&one(&graph, &picks[0])));
        let more = run(&graph, &at, &upgrade(&graph, &at, &picks[1]).expect("a plan"));
        at = Applied::from_set(more);
        prop_assert!(graph.needs(&one(&graph, &picks[1])).iter().all(|node| at.set().contains(node)));
        if at.contains(&graph, &picks[2]) {
            let target = graph.index(&picks[2]).expect("a node");
            let left = run(&graph, &at, &downgrade(&graph, &at, &picks[2]).expect("a plan"));
            prop_assert!(left.contains(target));
            prop_assert!(graph.node(target).children.iter().all(|child| !left.contains(*child)));
            // Nothing else is undone than what comes after the target's children.
            let mut after = graph.needed_by(&graph.node(target).children.iter().copied().collect());
            after.extend(&left);
            prop_assert!(at.set().iter().all(|node| after.contains(node)));
        } else {
            prop_assert!(downgrade(&graph, &at, &picks[2]).is_err());
        }
    }

    #[test]
    fn up_and_down_again_gives_the_state_before((_, graph, picks) in graphs()) {
        let before = Applied::from_set(graph.needs(&one(&graph, &picks[0])));
        let plan = upgrade(&graph, &before, &picks[1]).expect("a plan");
        let mut at = before.set().clone();
        plan.steps.iter().for_each(|step| { at.insert(graph.index(&step.id).expect("a node")); });
        // Undone one by one, from the last.
        for step in plan.steps.iter().rev() {
            let now = Applied::from_set(at.clone());
            let undone = downgrade(&graph, &now, &format!("{}@-1", step.id));
            let tips = now.tips(&graph);
            prop_assert!(tips.contains(graph.index(&step.id).expect("a node")));
            if let Ok(undone) = undone {
                prop_assert!(undone.steps.iter().any(|undone| undone.id == step.id));
            }
            at.remove(graph.index(&step.id).expect("a node"));
        }
        prop_assert_eq!(&at, before.set());
    }

    #[test]
    fn plans_do_not_depend_on_the_order_of_files(
        ((revisions, graph, picks), shuffled) in graphs().prop_flat_map(|(revisions, graph, picks)| {
            let shuffled = Just(revisions.clone()).prop_shuffle();
            (Just((revisions, graph, picks)), shuffled)
        })
    ) {
        let _ = revisions;
        let other = Graph::new(shuffled).expect("a graph");
        let none = Applied::default();
        prop_assert_eq!(steps(upgrade(&graph, &none, "heads")), steps(upgrade(&other, &none, "heads")));
        let states = [&graph, &other].map(|graph| state_at(graph, "heads").expect("a state"));
        prop_assert_eq!(
            steps(downgrade(&graph, &states[0], &picks[0])),
            steps(downgrade(&other, &states[1], &picks[0]))
        );
        let names = |graph: &Graph, nodes: Vec<usize>| nodes.iter().map(|node| graph.id(*node).to_owned()).collect::<Vec<_>>();
        let ids = [&graph, &other].map(|graph| names(graph, history(graph, None, None).expect("a history")));
        prop_assert_eq!(&ids[0], &ids[1]);
        for node in graph.iter() {
            let same = other.index(&node.revision.id).map(|index| other.node(index).labels.clone());
            prop_assert_eq!(Some(&node.labels), same.as_ref());
        }
    }

    #[test]
    fn a_stamp_says_what_was_asked((_, graph, picks) in graphs()) {
        let before = Applied::from_set(graph.needs(&one(&graph, &picks[0])));
        let change = stamp(&graph, &before, &[&picks[1], &picks[2]], false).expect("a stamp");
        let mut rows: Vec<String> = graph.ids(before.set());
        rows.retain(|row| !change.delete.contains(row));
        prop_assert!(change.insert.iter().all(|row| !rows.contains(row)));
        rows.extend(change.insert.iter().cloned());
        let after = Applied::new(&graph, &rows);
        prop_assert_eq!(&graph.needs(after.set()), after.set());
        prop_assert!(picks[1..].iter().all(|pick| after.contains(&graph, pick)));
        let emptied = stamp(&graph, &after, &["base"], false).expect("a stamp");
        prop_assert_eq!(emptied.delete.len(), rows.len());
    }

    #[test]
    fn a_label_spreads_over_its_branch((_, graph, _) in graphs()) {
        for node in graph.iter() {
            for label in node.labels.iter() {
                let carrier = graph.labelled(label).expect("a revision with the label");
                prop_assert!(graph.lineage(carrier).contains(graph.index(&node.revision.id).expect("a node")));
            }
        }
        for node in graph.iter() {
            for label in &node.revision.labels {
                let carrier = one(&graph, &node.revision.id);
                prop_assert!(graph.descendants(&carrier).iter().all(|index| graph.node(index).labels.contains(label)));
            }
        }
    }

    #[test]
    fn no_text_makes_a_panic((_, graph, picks) in graphs(), text in "(L[0-9]@|[a-f0-9]{2}r[0-9]@)?(head|heads|base|current|L[0-9]|[a-f0-9]{1,2})?([+-][0-9]{1,2})?") {
        let applied = Applied::from_set(graph.needs(&one(&graph, &picks[0])));
        for plan in [upgrade(&graph, &applied, &text), downgrade(&graph, &applied, &text)].into_iter().flatten() {
            run(&graph, &applied, &plan);
        }
        let _ = stamp(&graph, &applied, &[&text], false);
        let _ = history(&graph, Some(&applied), Some(&format!("{text}:")));
        let _ = history(&graph, None, Some(&format!("{}:{text}", picks[1])));
        let _ = new_parents(&graph, Some(&applied), Some(&text), false);
        if let Ok(moves) = rebase(&graph, &Applied::default(), &picks[1], &text) {
            prop_assert!(!moves.is_empty());
        }
    }

    #[test]
    fn a_rebase_gives_one_line((_, graph, picks) in graphs()) {
        let Ok(moves) = rebase(&graph, &Applied::default(), &picks[0], &picks[1]) else { return Ok(()) };
        for change in &moves {
            prop_assert_eq!(graph.get(&change.id).map(|revision| &revision.down), Some(&change.from));
        }
        let graph = reparented(&graph, &moves).expect("a graph");
        prop_assert!(graph.ancestors(&one(&graph, &picks[0])).contains(graph.index(&picks[1]).expect("a node")));
        prop_assert_eq!(graph.ids(&graph.heads()).contains(&picks[1]), picks[0] == picks[1]);
    }
}
