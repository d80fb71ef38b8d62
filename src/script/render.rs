//! Scripts with `template: on`: rendered by tera before they are read as SQL.
//!
//! A program that is built without the feature `templates` links no tera; there such a script is refused.

use std::path::Path;
use std::sync::Arc;

use super::{ScriptError, Variables};
use crate::revision::Revision;

/// The script as it is run. SQL is no HTML: nothing is escaped.
#[cfg(feature = "templates")]
pub(super) fn render_script(
    _: &Revision,
    path: &Path,
    source: &Arc<str>,
    variables: &Variables,
) -> Result<String, ScriptError> {
    let help = "variables are given by `-x NAME=VALUE`; `{{ name | default(value=\"…\") }}` does without";
    let mut context = tera::Context::new();
    for (name, value) in variables.iter() {
        match value {
            "true" => context.insert(name.to_owned(), &true),
            "false" => context.insert(name.to_owned(), &false),
            value => context.insert(name.to_owned(), value),
        }
    }
    render(source, &context).map_err(|error| ScriptError::template(path, source, &error, help))
}

#[cfg(feature = "templates")]
pub(super) fn render(source: &str, context: &tera::Context) -> Result<String, tera::Error> {
    tera::Tera::default().render_str(source, context, false)
}

/// This build renders none: the fault is drawn at the line of the head that asks for it.
#[cfg(not(feature = "templates"))]
pub(super) fn render_script(
    revision: &Revision,
    path: &Path,
    _: &Arc<str>,
    _: &Variables,
) -> Result<String, ScriptError> {
    let place = revision.place("template", "", "").map(Box::new);
    Err(ScriptError::NoTemplates { path: path.to_path_buf(), place })
}
