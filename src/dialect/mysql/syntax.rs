//! The lexical rules of MySQL and MariaDB in their default SQL mode: backslash escapes, `"…"` is a string. See "Language
//! Structure" in MySQL's manual, <https://dev.mysql.com/doc/refman/8.4/en/language-structure.html>.

use super::body::CompoundBody;
use super::keywords::RESERVED;
use crate::sql::syntax::{
    ClientSyntax, CommentSyntax, Escapes, Folding, Longest, NameSyntax, Operators, Parameters, Prefix, Rules, Strings,
};
use crate::sql::{Control, Syntax};

/// The lexical rules of MySQL and MariaDB.
pub const SYNTAX: Syntax = Syntax::new(&RULES);

static RULES: Rules = Rules {
    name: "MySQL",
    folding: Folding::Unknown,
    reserved: RESERVED,
    names: NameSyntax { backticks: true, brackets: false, leading_digits: true, leading_dollar: true },
    strings: Strings {
        double_quotes: true,
        escapes: Escapes::Backslash,
        prefixes: &[
            Prefix { text: "n", escapes: Escapes::Backslash, identifiers: false },
            Prefix { text: "b", escapes: Escapes::None, identifiers: false },
            Prefix { text: "x", escapes: Escapes::None, identifiers: false },
        ],
        continued: false,
        dollar_quotes: false,
        as_names: false,
    },
    comments: CommentSyntax {
        nested: false,
        hash: true,
        dashes_need_space: true,
        carriage_return_ends: false,
        code_marks: true,
    },
    parameters: Parameters {
        before_name: b"",
        question_mark: true,
        question_mark_number: false,
        dollar_number: false,
        variables: true,
    },
    operators: Operators {
        characters: b"+-*/<>=~!%&|^",
        longest: Longest::Listed(&["<=>", "->>", "->", "<<", ">>", "<=", ">=", "<>", "!=", "==", "||", "&&"]),
    },
    punctuation: &[":=", ".."],
    client: ClientSyntax {
        sign: "\\",
        words: &["source", "system", "tee", "notee", "pager", "nopager", "prompt", "rehash", "nowarning"],
        delimiter: true,
        without_effect: &[],
    },
    copy_data: false,
    body: || Box::new(CompoundBody::default()),
    control: &[
        // MariaDB's anonymous block.
        (&["BEGIN", "NOT"], None),
        (&["START", "TRANSACTION"], Some(Control::Begin)),
        (&["XA", "START"], Some(Control::Begin)),
        (&["XA", "BEGIN"], Some(Control::Begin)),
        (&["XA", "ROLLBACK"], Some(Control::Rollback)),
        (&["XA", "END"], Some(Control::Commit)),
        (&["XA", "PREPARE"], Some(Control::Commit)),
        (&["XA", "COMMIT"], Some(Control::Commit)),
    ],
    // Nothing is refused there: DDL ends the transaction instead.
    without_transaction: |_| false,
    fixed_names: &["function", "procedure", "event"],
    in_schema: super::schema_file::in_schema,
};
