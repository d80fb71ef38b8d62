//! The statement that made something, as it was written, where the database keeps it (SQLite).
//!
//! It stands beside the meaning and is never compared: two spellings of one thing are no difference. What is made again is
//! written as it was, as long as the text still says what the model says; that is for the dialect to see.

use serde::{Deserialize, Serialize};

use super::{Annotation, Object};

/// A statement as it was written. Any two are equal.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Written {
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Whether it was drafted from a schema file that says no such texts: what was there before keeps its own.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    drafted: bool,
}

impl PartialEq for Written {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Written {}

impl Written {
    /// A statement that the database keeps.
    pub fn kept(text: impl Into<String>) -> Self {
        Written { text: Some(text.into()), drafted: false }
    }

    /// The text, where there is one.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Whether it is a person's own: neither missing nor drafted.
    pub fn is_kept(&self) -> bool {
        self.text.is_some() && !self.drafted
    }

    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.text.is_none()
    }
}

impl Annotation {
    /// One with nothing but the statement as it was written.
    pub fn written(text: impl Into<String>) -> Self {
        Annotation { written: Written::kept(text), ..Annotation::default() }
    }

    /// The same with nothing but the statement as it was written.
    pub fn only_written(&self) -> Annotation {
        Annotation { written: self.written.clone(), ..Annotation::default() }
    }
}

impl Object {
    /// Says that its texts were drafted from a schema file that has none.
    pub fn drafted(&mut self) {
        for (_, annotation) in self.annotations_mut() {
            annotation.written.drafted = true;
        }
    }

    /// Takes over the texts of what is the same in an earlier form of the object, where its own are none that a person wrote.
    pub fn keep_written(&mut self, old: &Object) {
        let kept = match old {
            Object::Table(table) => !table.annotation.written.is_none(),
            Object::View(view) => !view.annotation.written.is_none(),
            _ => false,
        };
        if !kept {
            return;
        }
        let whole = self.same(old);
        let old_parts = old.as_dyn().parts();
        let unchanged: Vec<_> = self
            .as_dyn()
            .parts()
            .into_iter()
            .filter(|part| old_parts.contains(part))
            .map(|part| (part.kind(), part.key()))
            .collect();
        let same_head = match (&*self, old) {
            (Object::View(view), Object::View(old)) => view.query == old.query && view.columns == old.columns,
            _ => whole,
        };
        let mut old = old.clone();
        let kept = old.annotations_mut();
        for (place, annotation) in self.annotations_mut() {
            let same = place.as_ref().map_or(same_head, |part| whole || unchanged.contains(part));
            if same
                && !annotation.written.is_kept()
                && let Some((_, old)) = kept.iter().find(|(other, _)| *other == place)
                && !old.written.is_none()
            {
                annotation.written = old.written.clone();
            }
        }
    }
}
