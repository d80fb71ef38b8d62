//! What saves a comparison from asking the server: the prediction of its spelling, the cache of what it once spelled, and
//! trials without the views and triggers that have nothing to do with a change.
//!
//! None may change an answer. The tests run each comparison a second time with `MIGRATE_SHORTCUTS=none`, and the two
//! must say the same; the variable is for them and for measuring, and no setting.

/// Whether a shortcut is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shortcut {
    /// [`crate::dialect::Dialect::predict`]: what is declared as the database spells it needs no asking.
    Prediction,
    /// [`super::cache`]: what was spelled once is kept.
    Cache,
    /// [`super::subset`]: a view or trigger that names nothing of what changes is no part of its trial.
    SmallTrial,
}

impl Shortcut {
    /// Whether it is taken in this process: all are, unless the variable names the one that is left (`none`, `cache`,
    /// `prediction`, `small-trial`).
    pub(super) fn is_taken(self) -> bool {
        match std::env::var("MIGRATE_SHORTCUTS").as_deref() {
            Ok("none") => false,
            Ok("cache") => self == Shortcut::Cache,
            Ok("prediction") => self == Shortcut::Prediction,
            Ok("small-trial") => self == Shortcut::SmallTrial,
            _ => true,
        }
    }
}
