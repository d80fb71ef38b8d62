//! `migrate list-templates`

use serde_json::json;

use super::Status;
use super::context::CommandContext;
use super::init::TEMPLATES;
use crate::report::style::{ID, paint};

/// Runs the command.
pub(super) fn run(context: &CommandContext) -> Status {
    let mut text = String::new();
    for template in &TEMPLATES {
        text.push_str(&format!("{} {}\n", paint(ID, format_args!("{:<10}", template.name)), template.about));
    }
    context.screen.result(&text);
    let templates: Vec<_> =
        TEMPLATES.iter().map(|template| json!({ "name": template.name, "about": template.about })).collect();
    context.screen.document(&json!({ "templates": templates }));
    0
}
