//! Which semicolon ends a statement of SQLite: the body of a trigger ends with `; END`, as SQLite's own
//! [`sqlite3_complete`](https://www.sqlite.org/c3ref/complete.html) has it.

use crate::sql::{Body, Token};

#[derive(Default, PartialEq)]
enum TriggerState {
    #[default]
    Start,
    Create,
    /// The head of a trigger, up to BEGIN.
    Head,
    Body,
    NoTrigger,
}

/// SQLite: `CREATE [TEMP] TRIGGER … BEGIN …; …; END`.
#[derive(Default)]
pub(super) struct TriggerBody {
    state: TriggerState,
    after_semicolon: bool,
    /// The last tokens were `; END`.
    ended: bool,
}

impl Body for TriggerBody {
    fn feed(&mut self, token: &Token<'_>) {
        let word = |w: &str| token.is_word(w);
        match self.state {
            TriggerState::Start if word("EXPLAIN") || word("QUERY") || word("PLAN") => {}
            TriggerState::Start if word("CREATE") => self.state = TriggerState::Create,
            TriggerState::Create if word("TEMP") || word("TEMPORARY") => {}
            TriggerState::Create if word("TRIGGER") => self.state = TriggerState::Head,
            TriggerState::Head if word("BEGIN") => self.state = TriggerState::Body,
            TriggerState::Head | TriggerState::NoTrigger => {}
            TriggerState::Body => {
                self.ended = self.after_semicolon && word("END");
                self.after_semicolon = false;
            }
            TriggerState::Start | TriggerState::Create => self.state = TriggerState::NoTrigger,
        }
    }

    fn semicolon(&mut self) -> bool {
        self.after_semicolon = true;
        self.state != TriggerState::Body || self.ended
    }

    fn open(&self) -> bool {
        self.state == TriggerState::Body && !self.ended
    }
}
