//! Which semicolon ends a statement of MySQL and MariaDB: the compound statements of routines, triggers and events,
//! without the client's `DELIMITER`.

use crate::sql::{Body, Token, TokenKind};

/// What a compound statement opens; each is closed by an END.
#[derive(Clone, Copy, PartialEq, Debug)]
enum CompoundBlock {
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
enum CompoundPhase {
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
pub(super) struct CompoundBody {
    phase: CompoundPhase,
    stack: Vec<CompoundBlock>,
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

impl Body for CompoundBody {
    fn feed(&mut self, token: &Token<'_>) {
        if self.phase == CompoundPhase::Plain {
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
            CompoundPhase::Plain => {}
            CompoundPhase::Start => self.first(word, token),
            CompoundPhase::TopBegin => {
                if word == "NOT" {
                    // ATOMIC comes next, which is skipped like any word where a statement may start.
                    self.phase = CompoundPhase::Body;
                    self.at_start = true;
                } else {
                    self.stack.clear();
                    self.phase = CompoundPhase::Plain;
                }
            }
            CompoundPhase::Create => {
                self.phase = match word {
                    "OR" | "REPLACE" | "AGGREGATE" => CompoundPhase::Create,
                    "DEFINER" => CompoundPhase::Definer,
                    _ => kind_of(word).unwrap_or(CompoundPhase::Plain),
                }
            }
            CompoundPhase::Definer => match word {
                "AGGREGATE" => self.phase = CompoundPhase::Create,
                "VIEW" | "SQL" => self.phase = CompoundPhase::Plain,
                _ if self.after == After::Dot => {}
                _ => self.phase = kind_of(word).unwrap_or(CompoundPhase::Definer),
            },
            CompoundPhase::Parameters => {
                if token.is_punct(")") && self.parens == 0 {
                    self.phase = CompoundPhase::Characteristics;
                }
            }
            CompoundPhase::Characteristics => {
                let type_part = self.after == After::TypeWord && word == "SET";
                if self.parens == 0 && starts_statement(word) && !type_part {
                    self.phase = CompoundPhase::Body;
                    self.at_start = true;
                    self.body(word, token);
                }
            }
            CompoundPhase::TriggerHead => {
                if word == "ROW" && self.after == After::Each {
                    self.phase = CompoundPhase::Body;
                    self.at_start = true;
                }
            }
            CompoundPhase::TriggerOrder => {
                self.phase = CompoundPhase::Body;
                self.at_start = true;
            }
            CompoundPhase::EventHead => {
                if word == "DO" {
                    self.phase = CompoundPhase::Body;
                    self.at_start = true;
                }
            }
            CompoundPhase::Body => self.body(word, token),
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
        while self.stack.last() == Some(&CompoundBlock::CaseExpression) {
            self.stack.pop();
        }
        if self.phase == CompoundPhase::TopBegin {
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
        !self.stack.is_empty() && self.phase != CompoundPhase::TopBegin
    }
}

impl CompoundBody {
    fn first(&mut self, word: &str, token: &Token<'_>) {
        match word {
            "CREATE" | "ALTER" => self.phase = CompoundPhase::Create,
            "BEGIN" => {
                self.stack.push(CompoundBlock::Begin);
                self.phase = CompoundPhase::TopBegin;
            }
            "IF" | "CASE" | "LOOP" | "REPEAT" | "WHILE" | "FOR" => {
                self.phase = CompoundPhase::Body;
                self.at_start = true;
                self.body(word, token);
            }
            _ => self.phase = CompoundPhase::Plain,
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
                "BEGIN" => Some((CompoundBlock::Begin, true)),
                "IF" => Some((CompoundBlock::If, false)),
                "CASE" => Some((CompoundBlock::Case, false)),
                "LOOP" => Some((CompoundBlock::Loop, true)),
                "REPEAT" => Some((CompoundBlock::Repeat { until: false }, true)),
                "WHILE" => Some((CompoundBlock::While, false)),
                "FOR" if at_start => Some((CompoundBlock::While, false)),
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
            ("THEN" | "ELSE", Some(CompoundBlock::If | CompoundBlock::Case)) => self.at_start = true,
            ("DO", Some(CompoundBlock::While)) if !at_start => self.at_start = true,
            ("UNTIL", Some(CompoundBlock::Repeat { .. })) if at_start => {
                self.stack.pop();
                self.stack.push(CompoundBlock::Repeat { until: true });
            }
            ("ATOMIC", Some(CompoundBlock::Begin)) if at_start => self.at_start = true,
            ("NOT", Some(CompoundBlock::Begin)) if at_start => self.at_start = true,
            ("FOLLOWS" | "PRECEDES", None) if at_start => self.phase = CompoundPhase::TriggerOrder,
            ("DECLARE", _) if at_start => self.declare = true,
            ("HANDLER", _) if self.declare => self.handler = true,
            ("CASE", _) if self.after != After::End => self.stack.push(CompoundBlock::CaseExpression),
            // The handler's statement is a simple one: an IF in it is the function.
            (word, _) if self.handler && word != "FOR" && starts_statement(word) => self.handler = false,
            _ => self.maybe_label = at_start,
        }
    }

    /// Whether an END closes `top`: END is no reserved word, a column may be called so.
    fn closes(&self, top: Option<CompoundBlock>, at_start: bool) -> bool {
        let ends_expression = matches!(self.after, After::Operand | After::End | After::TypeWord | After::Each);
        match top {
            None => false,
            Some(CompoundBlock::CaseExpression) => ends_expression,
            Some(CompoundBlock::Repeat { until: true }) => ends_expression,
            Some(_) => at_start,
        }
    }
}

/// The phase that the kind of a thing to be created leads to.
fn kind_of(word: &str) -> Option<CompoundPhase> {
    match word {
        "PROCEDURE" | "FUNCTION" => Some(CompoundPhase::Parameters),
        "TRIGGER" => Some(CompoundPhase::TriggerHead),
        "EVENT" => Some(CompoundPhase::EventHead),
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
