//! What the summaries of several kinds say alike.

use super::{Deferrable, SequenceOptions};

/// Appends a comment.
pub(super) fn comment(text: &mut String, comment: Option<&String>) {
    if let Some(comment) = comment {
        text.push_str(&format!(" comment '{comment}'"));
    }
}

/// The text with a comment behind it.
pub(super) fn with_comment(mut text: String, said: Option<&String>) -> String {
    comment(&mut text, said);
    text
}

/// Appends the extensions that something was made to depend on.
pub(super) fn extensions(text: &mut String, extensions: &[String]) {
    if !extensions.is_empty() {
        text.push_str(&format!(" depends on extension {}", extensions.join(", ")));
    }
}

/// Appends storage parameters or options.
pub(super) fn parameters(text: &mut String, parameters: &[(String, String)]) {
    if !parameters.is_empty() {
        let list: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        text.push_str(&format!(" with ({})", list.join(", ")));
    }
}

/// Appends when a constraint is looked at.
pub(super) fn deferrable(text: &mut String, deferrable: Deferrable) {
    text.push_str(match deferrable {
        Deferrable::No => "",
        Deferrable::Immediate => " deferrable",
        Deferrable::Deferred => " deferrable initially deferred",
    });
}

impl SequenceOptions {
    /// ` start 5 cycle`: what is said of a sequence, a space before each word.
    pub fn summary(&self) -> String {
        let mut text = String::new();
        for (word, value) in [
            ("start", self.start),
            ("increment", self.increment),
            ("min", self.min),
            ("max", self.max),
            ("cache", self.cache),
        ] {
            if let Some(value) = value {
                text.push_str(&format!(" {word} {value}"));
            }
        }
        text.push_str(if self.cycle { " cycle" } else { "" });
        text
    }
}
