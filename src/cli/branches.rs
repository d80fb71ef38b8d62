//! `migrate branches`

use clap::Args;
use serde_json::json;

use super::Status;
use super::context::CommandContext;
use crate::error::Result;
use crate::report::revision::{RevisionView, listed};

/// Arguments of `branches`.
#[derive(Debug, Args)]
#[command(after_help = "\
One line for each revision that is the parent of several others, newest first, and under it one line for each of these. \
With -v in detail.")]
pub(super) struct BranchesArguments {}

impl BranchesArguments {
    /// Runs the command.
    pub(super) fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let graph = context.chain(&config)?.graph;
        let mut points = graph.sort(&graph.branch_points());
        points.reverse();
        let children = |point: &usize| {
            let mut children = graph.sort(&graph.node(*point).children.iter().copied().collect());
            children.reverse();
            children
        };
        let mut text = String::new();
        let mut documents = Vec::new();
        for point in &points {
            text.push_str(&listed(&graph, &[*point], None, context.screen.verbose));
            let children = children(point);
            for line in listed(&graph, &children, None, context.screen.verbose).lines() {
                text.push_str(&format!("  {line}\n"));
            }
            let json = |index: &usize| RevisionView { graph: &graph, index: *index, current: None }.json();
            let mut document = json(point);
            if let Some(document) = document.as_object_mut() {
                document.insert("children".into(), children.iter().map(json).collect());
            }
            documents.push(document);
        }
        context.screen.result(&text);
        if points.is_empty() {
            context.screen.remark("the chain does not fork: no revision is the parent of several others");
        }
        context.screen.document(&json!({ "revisions": documents }));
        Ok(0)
    }
}
