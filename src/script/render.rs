//! Scripts with `template: on`: rendered by tera before they are read as SQL.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tera::{Context, Tera};

use super::ScriptError;

/// The variables of `-x NAME=VALUE`, for scripts that are templates. `true` and `false` are truth values in a template, all
/// else is text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// No variables.
    pub fn new() -> Self {
        Variables::default()
    }

    /// Sets a variable.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    fn context(&self) -> Context {
        let mut context = Context::new();
        for (name, value) in &self.0 {
            match value.as_str() {
                "true" => context.insert(name.clone(), &true),
                "false" => context.insert(name.clone(), &false),
                value => context.insert(name.clone(), value),
            }
        }
        context
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Variables {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Variables(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// The script as it is run. SQL is no HTML: nothing is escaped.
pub(super) fn render_script(path: &Path, source: &Arc<str>, variables: &Variables) -> Result<String, ScriptError> {
    let help = "variables are given by `-x NAME=VALUE`; `{{ name | default(value=\"…\") }}` does without";
    render(source, &variables.context()).map_err(|error| ScriptError::template(path, source, &error, help))
}

pub(super) fn render(source: &str, context: &Context) -> Result<String, tera::Error> {
    Tera::default().render_str(source, context, false)
}
