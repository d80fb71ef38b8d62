//! Where in a `CREATE TABLE` its columns, their clauses and the constraints stand: what is needed to write one of them anew
//! and leave all others as they were written.

use std::ops::Range;

/// The places of all that a `CREATE TABLE` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The table's name, without that of its database.
    pub name: Range<usize>,
    /// The `(` before the first column.
    pub open: Range<usize>,
    /// The `)` behind the last element.
    pub close: Range<usize>,
    /// The columns, in order.
    pub columns: Vec<ColumnLayout>,
    /// The constraints that stand apart, in the order of the text.
    pub apart: Vec<Range<usize>>,
    /// Where each constraint of the table stands, in the table's own order.
    pub constraints: Vec<Place>,
}

/// Where a constraint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Beside a column: the column's number, and that of the clause.
    Beside(usize, usize),
    /// Apart: the number among those.
    Apart(usize),
}

/// The places of a column's parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ColumnLayout {
    /// All of it.
    pub span: Range<usize>,
    /// Its name.
    pub name: Range<usize>,
    /// Its type, empty where it has none.
    pub ty: Range<usize>,
    /// Its clauses.
    pub pieces: Vec<Piece>,
}

/// A clause of a column, with the name that it is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where it stands.
    pub span: Range<usize>,
    /// What it says.
    pub kind: PieceKind,
}

/// What a clause of a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// `CONSTRAINT name`: a name that stands before what it names.
    Name,
    /// `NULL`
    Null,
    /// `NOT NULL`
    NotNull,
    /// `DEFAULT`
    Default,
    /// `COLLATE`
    Collate,
    /// `AS (…)`
    Generated,
    /// A key, a check or a reference.
    Constraint,
    /// `DEFERRABLE`, apart from the reference that it belongs to.
    Deferrable,
}
