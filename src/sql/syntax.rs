//! The lexical rules of a database, as data.
//!
//! Each folder of `dialect/` states its own as a constant; the lexer, the splitter and what stands on them ask for single
//! rules and know no database.

use super::{Control, Token};

/// The lexical rules of a database: a reference, to be passed like a number. Two are equal where they are the same rules.
#[derive(Clone, Copy)]
pub struct Syntax(&'static Rules);

impl Syntax {
    /// The syntax with these rules.
    pub const fn new(rules: &'static Rules) -> Self {
        Syntax(rules)
    }
}

impl std::ops::Deref for Syntax {
    type Target = Rules;

    fn deref(&self) -> &Rules {
        self.0
    }
}

impl PartialEq for Syntax {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Syntax {}

impl std::fmt::Debug for Syntax {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Syntax({})", self.name)
    }
}

/// What [`Syntax`] refers to.
pub struct Rules {
    /// The database's name, for messages of tests.
    pub name: &'static str,
    /// Which spellings of an unquoted name are one name.
    pub folding: Folding,
    /// The keywords that an identifier may only be called by in quotes: sorted, in lower case.
    pub reserved: &'static [&'static str],
    /// Identifiers.
    pub names: NameSyntax,
    /// String literals.
    pub strings: Strings,
    /// Comments.
    pub comments: CommentSyntax,
    /// Placeholders and variables.
    pub parameters: Parameters,
    /// Operators.
    pub operators: Operators,
    /// The punctuation of two characters: `::`, `:=`, `..`.
    pub punctuation: &'static [&'static str],
    /// Lines that are for the database's command-line client.
    pub client: ClientSyntax,
    /// Whether `COPY … FROM stdin` takes the lines behind it as its data.
    pub copy_data: bool,
    /// What follows a statement that may hold semicolons of its own (the body of a trigger or routine), rebuilt for
    /// each statement.
    pub body: fn() -> Box<dyn Body>,
    /// Statements about transactions by their first words, beside those that all databases have: the first match holds;
    /// `None` says that the statement is an ordinary one.
    pub control: &'static [(&'static [&'static str], Option<Control>)],
    /// Whether the database refuses a statement inside a transaction block, or ignores it there.
    pub without_transaction: fn(statement: &str) -> bool,
    /// The kinds of object, by the words for them, whose names cannot change.
    pub fixed_names: &'static [&'static str],
    /// Statements of a schema's file that only this database has, or that only its dumps have, by their first words in upper
    /// case: what becomes of them.
    pub in_schema: fn(words: &[&str], statement: &str) -> InSchema,
}

/// What becomes of a statement of a schema's file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InSchema {
    /// It is a part of the schema, as far as this database's own statements go.
    Part,
    /// It is one in this form: what it says of how it is to be run is blanked out, so that every other word stays at its place.
    PartAs(String),
    /// It is none, and may stand there: a dump has it.
    Skipped,
    /// It must not stand there.
    Refused {
        /// What a schema cannot do.
        what: &'static str,
        /// What to do instead.
        help: &'static str,
    },
}

/// Which spellings of an unquoted name are one name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Folding {
    /// Unquoted names are folded to lower case, quoted ones are exact.
    Lower,
    /// Case is never told apart (ASCII).
    Insensitive,
    /// It depends on the kind of object and on the server: names are the same for certain only where their case is.
    Unknown,
}

/// How identifiers are written. `"…"` quotes them unless [`Strings::double_quotes`] says otherwise.
pub struct NameSyntax {
    /// `` `a` ``
    pub backticks: bool,
    /// `[a]`
    pub brackets: bool,
    /// An unquoted one may begin with digits, as long as it is not made of them alone.
    pub leading_digits: bool,
    /// An unquoted one may begin with `$`.
    pub leading_dollar: bool,
}

/// How string literals are written.
pub struct Strings {
    /// `"a"` is a string.
    pub double_quotes: bool,
    /// What a literal without a prefix can hold.
    pub escapes: Escapes,
    /// `E'a'` and the like.
    pub prefixes: &'static [Prefix],
    /// A literal goes on in the next line: `'a'`, a line end, `'b'`.
    pub continued: bool,
    /// `$tag$ … $tag$`
    pub dollar_quotes: bool,
    /// A literal where only a name can stand is taken for one: `CREATE TABLE t ('a' text)`.
    pub as_names: bool,
}

/// A letter or two directly before the quote of a literal.
pub struct Prefix {
    /// In lower case; both cases are read.
    pub text: &'static str,
    /// What such a literal can hold.
    pub escapes: Escapes,
    /// Whether it may also stand before a quoted identifier.
    pub identifiers: bool,
}

/// What stands for another character in a literal, beside the doubled quote.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Escapes {
    /// Nothing.
    None,
    /// `\n`, `\0`, `\Z` …; a backslash before any other character is left out, but for `\%` and `\_`.
    Backslash,
    /// As in C: `\n`, `\303`, `\xc3`, `\u00e9`, `\U0001f600`.
    C,
    /// `\00e9`, `\+01f600`.
    CodePoint,
}

impl Escapes {
    /// Whether a quote behind a backslash ends nothing.
    pub(super) fn backslash(self) -> bool {
        matches!(self, Escapes::Backslash | Escapes::C)
    }
}

/// How comments are written. All databases have `-- …` and `/* … */`.
pub struct CommentSyntax {
    /// `/* /* */ */`
    pub nested: bool,
    /// `# …`
    pub hash: bool,
    /// `--` begins one only before white space or a control character.
    pub dashes_need_space: bool,
    /// A lone carriage return ends the line.
    pub carriage_return_ends: bool,
    /// `/*! … */` is code that some servers read.
    pub code_marks: bool,
}

/// Placeholders and variables.
pub struct Parameters {
    /// The signs that a name behind them makes a parameter, as in `:name`.
    pub before_name: &'static [u8],
    /// `?`
    pub question_mark: bool,
    /// `?1`
    pub question_mark_number: bool,
    /// `$1`
    pub dollar_number: bool,
    /// `@name`, `@@name`, dots included.
    pub variables: bool,
}

/// Operators.
pub struct Operators {
    /// The characters that they are made of.
    pub characters: &'static [u8],
    /// How far one goes.
    pub longest: Longest,
}

/// How far an operator goes.
pub enum Longest {
    /// To the end of the first of these that stands there; any other operator is one character.
    Listed(&'static [&'static str]),
    /// As far as there are characters of operators, since anybody may define one. A trailing `+` or `-` belongs to it only
    /// where it has one of these characters, which no operator of the standard has.
    Run {
        /// These characters.
        special: &'static [u8],
    },
}

/// The lines that a command-line client takes for itself. They stand where a statement would start and go to the end of
/// the line.
pub struct ClientSyntax {
    /// What the client's commands begin with, as in `\d` or `.read`.
    pub sign: &'static str,
    /// Commands without the sign, in lower case, that no statement starts with.
    pub words: &'static [&'static str],
    /// Whether `DELIMITER` and `\d` change what ends a statement.
    pub delimiter: bool,
    /// Commands, with the sign, that only say how the client prints or when it stops: a schema's file may hold them.
    pub without_effect: &'static [&'static str],
}

/// Follows a statement that may hold semicolons of its own, token by token: which of them ends it.
///
/// It is fed all tokens but trivia, code marks and semicolons.
pub trait Body {
    /// Takes a token of the statement.
    fn feed(&mut self, token: &Token<'_>);

    /// Takes a semicolon; whether it ends the statement.
    fn semicolon(&mut self) -> bool;

    /// Whether a body is still open, so that the text may not end here.
    fn open(&self) -> bool;
}
