//! Which semicolon ends a statement of MySQL and MariaDB: the compound statements of routines, triggers and events,
//! without the client's `DELIMITER`.

use crate::sql::{Body, Token, TokenKind};

/// What a compound statement opens; each is closed by an END.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Block {
    Begin,
    If,
    /// The statement; its branches hold statements.
    Case,
    /// The expression.
    CaseExpression,
    Loop,
    Repeat {
        /// The condition has begun.
        until: bool,
    },
    /// WHILE, and MariaDB's FOR.
    While,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Phase {
    #[default]
    Start,
    Create,
    /// Between `DEFINER =` and the kind of thing.
    Definer,
    /// The name and the parameters of a routine.
    Parameters,
    /// DETERMINISTIC, COMMENT … of a routine, before its body.
    Characteristics,
    /// The head of a trigger, up to FOR EACH ROW.
    TriggerHead,
    /// The name after FOLLOWS or PRECEDES.
    TriggerOrder,
    /// The schedule of an event, up to DO.
    EventHead,
    Body,
    /// The second word of a statement that starts with BEGIN.
    TopBegin,
    Plain,
}

/// MySQL, MariaDB: routines, triggers, events, and MariaDB's `BEGIN NOT ATOMIC` with its kin.
#[derive(Default)]
pub(super) struct Compound {
    phase: Phase,
    stack: Vec<Block>,
    parens: usize,
    /// The next token starts a statement of the body.
    at_start: bool,
    /// The token before was a word at the start of a statement: a `:` makes it a label.
    maybe_label: bool,
    /// The statement is a DECLARE; `handler`: of a handler, whose statement has not begun.
    declare: bool,
    handler: bool,
    /// Of the token before.
    after: After,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum After {
    /// What an expression may end with.
    Operand,
    Dot,
    End,
    /// CHARACTER, CHARSET's like, RETURNS: SET follows as part of a type.
    TypeWord,
    Each,
    #[default]
    Other,
}

impl Body for Compound {
    fn feed(&mut self, token: &Token<'_>) {
        if self.phase == Phase::Plain {
            return;
        }
        let word = if token.kind == TokenKind::Word { token.text.to_ascii_uppercase() } else { String::new() };
        let word = word.as_str();
        if token.is_punct("(") {
            self.parens += 1;
        } else if token.is_punct(")") {
            self.parens = self.parens.saturating_sub(1);
        }
        match self.phase {
            Phase::Plain => {}
            Phase::Start => self.first(word, token),
            Phase::TopBegin => {
                if word == "NOT" {
                    // ATOMIC comes next, which is skipped like any word where a statement may start.
                    self.phase = Phase::Body;
                    self.at_start = true;
                } else {
                    self.stack.clear();
                    self.phase = Phase::Plain;
                }
            }
            Phase::Create => {
                self.phase = match word {
                    "OR" | "REPLACE" | "AGGREGATE" => Phase::Create,
                    "DEFINER" => Phase::Definer,
                    _ => kind_of(word).unwrap_or(Phase::Plain),
                }
            }
            Phase::Definer => match word {
                "AGGREGATE" => self.phase = Phase::Create,
                "VIEW" | "SQL" => self.phase = Phase::Plain,
                _ if self.after == After::Dot => {}
                _ => self.phase = kind_of(word).unwrap_or(Phase::Definer),
            },
            Phase::Parameters => {
                if token.is_punct(")") && self.parens == 0 {
                    self.phase = Phase::Characteristics;
                }
            }
            Phase::Characteristics => {
                let type_part = self.after == After::TypeWord && word == "SET";
                if self.parens == 0 && starts_statement(word) && !type_part {
                    self.phase = Phase::Body;
                    self.at_start = true;
                    self.body(word, token);
                }
            }
            Phase::TriggerHead => {
                if word == "ROW" && self.after == After::Each {
                    self.phase = Phase::Body;
                    self.at_start = true;
                }
            }
            Phase::TriggerOrder => {
                self.phase = Phase::Body;
                self.at_start = true;
            }
            Phase::EventHead => {
                if word == "DO" {
                    self.phase = Phase::Body;
                    self.at_start = true;
                }
            }
            Phase::Body => self.body(word, token),
        }
        self.after = match word {
            "END" => After::End,
            "EACH" => After::Each,
            "CHARACTER" | "CHAR" | "RETURNS" => After::TypeWord,
            "WHEN" | "THEN" | "ELSE" | "CASE" | "AND" | "OR" | "NOT" | "XOR" | "IN" | "LIKE" | "BETWEEN" | "IS"
            | "DIV" | "MOD" | "UNTIL" | "REGEXP" | "RLIKE" => After::Other,
            _ => match token.kind {
                TokenKind::Punct if token.text == "." => After::Dot,
                TokenKind::Punct if token.text == ")" => After::Operand,
                TokenKind::Punct | TokenKind::Operator | TokenKind::Other => After::Other,
                _ => After::Operand,
            },
        };
    }

    fn semicolon(&mut self) -> bool {
        // No expression goes beyond a semicolon.
        while self.stack.last() == Some(&Block::CaseExpression) {
            self.stack.pop();
        }
        if self.phase == Phase::TopBegin {
            self.stack.clear();
        }
        self.at_start = true;
        self.maybe_label = false;
        self.declare = false;
        self.handler = false;
        self.after = After::Other;
        self.stack.is_empty()
    }

    fn open(&self) -> bool {
        !self.stack.is_empty() && self.phase != Phase::TopBegin
    }
}

impl Compound {
    fn first(&mut self, word: &str, token: &Token<'_>) {
        match word {
            "CREATE" | "ALTER" => self.phase = Phase::Create,
            "BEGIN" => {
                self.stack.push(Block::Begin);
                self.phase = Phase::TopBegin;
            }
            "IF" | "CASE" | "LOOP" | "REPEAT" | "WHILE" | "FOR" => {
                self.phase = Phase::Body;
                self.at_start = true;
                self.body(word, token);
            }
            _ => self.phase = Phase::Plain,
        }
    }

    /// A token of the body.
    fn body(&mut self, word: &str, token: &Token<'_>) {
        let label = std::mem::take(&mut self.maybe_label);
        if token.is_punct(":") {
            self.at_start = label;
            return;
        }
        let at_start = std::mem::take(&mut self.at_start);
        if self.after == After::Dot {
            return;
        }
        let top = self.stack.last().copied();
        if word == "END" && self.closes(top, at_start) {
            self.stack.pop();
            return;
        }
        if at_start || self.handler {
            let opened = match word {
                "BEGIN" => Some((Block::Begin, true)),
                "IF" => Some((Block::If, false)),
                "CASE" => Some((Block::Case, false)),
                "LOOP" => Some((Block::Loop, true)),
                "REPEAT" => Some((Block::Repeat { until: false }, true)),
                "WHILE" => Some((Block::While, false)),
                "FOR" if at_start => Some((Block::While, false)),
                _ => None,
            };
            if let Some((block, start)) = opened {
                self.stack.push(block);
                self.at_start = start;
                self.handler = false;
                self.declare = false;
                return;
            }
        }
        match (word, top) {
            ("THEN" | "ELSE", Some(Block::If | Block::Case)) => self.at_start = true,
            ("DO", Some(Block::While)) if !at_start => self.at_start = true,
            ("UNTIL", Some(Block::Repeat { .. })) if at_start => {
                self.stack.pop();
                self.stack.push(Block::Repeat { until: true });
            }
            ("ATOMIC", Some(Block::Begin)) if at_start => self.at_start = true,
            ("NOT", Some(Block::Begin)) if at_start => self.at_start = true,
            ("FOLLOWS" | "PRECEDES", None) if at_start => self.phase = Phase::TriggerOrder,
            ("DECLARE", _) if at_start => self.declare = true,
            ("HANDLER", _) if self.declare => self.handler = true,
            ("CASE", _) if self.after != After::End => self.stack.push(Block::CaseExpression),
            // The handler's statement is a simple one: an IF in it is the function.
            (word, _) if self.handler && word != "FOR" && starts_statement(word) => self.handler = false,
            _ => self.maybe_label = at_start,
        }
    }

    /// Whether an END closes `top`: END is no reserved word, a column may be called so.
    fn closes(&self, top: Option<Block>, at_start: bool) -> bool {
        let ends_expression = matches!(self.after, After::Operand | After::End | After::TypeWord | After::Each);
        match top {
            None => false,
            Some(Block::CaseExpression) => ends_expression,
            Some(Block::Repeat { until: true }) => ends_expression,
            Some(_) => at_start,
        }
    }
}

/// The phase that the kind of a thing to be created leads to.
fn kind_of(word: &str) -> Option<Phase> {
    match word {
        "PROCEDURE" | "FUNCTION" => Some(Phase::Parameters),
        "TRIGGER" => Some(Phase::TriggerHead),
        "EVENT" => Some(Phase::EventHead),
        _ => None,
    }
}

/// Words that the body of a routine may start with, none of which is part of its characteristics.
fn starts_statement(word: &str) -> bool {
    matches!(
        word,
        "BEGIN"
            | "IF"
            | "CASE"
            | "LOOP"
            | "REPEAT"
            | "WHILE"
            | "FOR"
            | "RETURN"
            | "SET"
            | "SELECT"
            | "INSERT"
            | "UPDATE"
            | "DELETE"
            | "REPLACE"
            | "CALL"
            | "WITH"
            | "DO"
            | "CREATE"
            | "DROP"
            | "ALTER"
            | "TRUNCATE"
            | "SIGNAL"
            | "RESIGNAL"
            | "PREPARE"
            | "EXECUTE"
            | "GRANT"
            | "REVOKE"
            | "START"
            | "VALUES"
            | "RENAME"
    )
}
