//! What saves a comparison from asking the server: the prediction of its spelling, and the cache of what it once spelled.
//!
//! Neither may change an answer. The tests run each comparison a second time with `MIGRATE_SHORTCUTS=none`, and the two
//! must say the same; the variable is for them and for measuring, and no setting.

/// Whether a shortcut is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortcut {
    /// [`crate::dialect::Dialect::predict`]: what is declared as the database spells it needs no asking.
    Prediction,
    /// [`super::cache`]: what was spelled once is kept.
    Cache,
}

impl Shortcut {
    /// Whether it is taken in this process: both are, unless the variable names the one that is left (`none`, `cache`,
    /// `prediction`).
    pub(super) fn is_taken(self) -> bool {
        match std::env::var("MIGRATE_SHORTCUTS").as_deref() {
            Ok("none") => false,
            Ok("cache") => self == Shortcut::Cache,
            Ok("prediction") => self == Shortcut::Prediction,
            _ => true,
        }
    }
}
