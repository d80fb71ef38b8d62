//! Which semicolon ends a statement of PostgreSQL: `BEGIN ATOMIC … END` of a routine holds some, in which only
//! `CASE … END` nests, and so do the parentheses of a rule.

use crate::sql::{Body, Token};

#[derive(Default, PartialEq)]
enum State {
    #[default]
    Start,
    Create,
    Routine,
    Rule,
    Plain,
}

/// PostgreSQL: `CREATE FUNCTION … BEGIN ATOMIC … END`, `CREATE RULE … DO (…; …)`.
#[derive(Default)]
pub(super) struct Routine {
    state: State,
    parens: usize,
    /// BEGIN ATOMIC and the CASEs open in it.
    blocks: usize,
    /// The word before was BEGIN.
    after_begin: bool,
    /// The token before makes any word a name: `.` or AS.
    name_follows: bool,
}

impl Body for Routine {
    fn feed(&mut self, token: &Token<'_>) {
        let word = |w: &str| token.is_word(w);
        match self.state {
            State::Plain => return,
            State::Start => {
                self.state = if word("CREATE") { State::Create } else { State::Plain };
                return;
            }
            State::Create => {
                if word("FUNCTION") || word("PROCEDURE") {
                    self.state = State::Routine;
                } else if word("RULE") {
                    self.state = State::Rule;
                } else if !word("OR") && !word("REPLACE") {
                    self.state = State::Plain;
                }
                return;
            }
            State::Rule | State::Routine => {}
        }
        if token.is_punct("(") {
            self.parens += 1;
        } else if token.is_punct(")") {
            self.parens = self.parens.saturating_sub(1);
        }
        if self.state == State::Routine && !self.name_follows {
            if self.blocks > 0 {
                if word("CASE") {
                    self.blocks += 1;
                } else if word("END") {
                    self.blocks -= 1;
                }
            } else if self.after_begin && self.parens == 0 && word("ATOMIC") {
                self.blocks = 1;
            }
        }
        self.after_begin = word("BEGIN");
        self.name_follows = token.is_punct(".") || word("AS");
    }

    fn semicolon(&mut self) -> bool {
        !self.open()
    }

    fn open(&self) -> bool {
        self.blocks > 0 || (self.state == State::Rule && self.parens > 0)
    }
}
