//! What a migration does, as data: a closed family of changes, each holding both of its ends whole.
//!
//! Because nothing is left out of an operation, every one has an inverse: the downgrade is the inverses in reverse
//! order, never a second comparison.

mod body;
mod descent;
mod describe;
mod inverse;
mod phase;
mod rows_brought;
mod type_change;

use crate::schema::{Column, Expr, Node, Object, ObjectId, PartKind, QName, Schema, Table};

pub use crate::schema::Part;
pub use body::{BodyChange, body_change};
pub use describe::{Mark, column_differences};
pub use rows_brought::{ColumnSource, RowsBrought};
pub use type_change::{CompositeChange, DomainChange, EnumChange, TypeChange, TypeUse, TypeUseParents};

/// What the rows that are already there get in a new column, or where they hold NULL in one that becomes NOT NULL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Fill {
    /// Nothing: the column's own default, or NULL.
    #[default]
    Nothing,
    /// The expression that the schema declares (`backfill`).
    Backfill(Expr),
    /// A neutral value of the type: the column is brought back by a downgrade, its old values are gone.
    Placeholder,
}

/// A change of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Makes an object with all its parts.
    Create(Object),
    /// Drops an object with all its parts.
    Drop(Object),
    /// Changes an object in place: both ends have the same id. Of a table only options and comment differ, of a view
    /// only options and comments; parts have operations of their own.
    Alter {
        /// Before.
        from: Object,
        /// After.
        to: Object,
    },
    /// Gives an object another name or namespace.
    Rename {
        /// The old name.
        from: ObjectId,
        /// The new one, of the same kind.
        to: ObjectId,
    },
    /// Changes who owns an object, and what roles may do with it, its columns and their sequences. Nothing else of both ends
    /// counts, and all else of the object is done before.
    AlterAccess {
        /// Before.
        from: Object,
        /// After, of the same id.
        to: Object,
    },
    /// Changes a type that columns may be of.
    AlterType(TypeChange),
    /// Adds a column.
    AddColumn {
        /// The table.
        table: QName,
        /// The column.
        column: Column,
        /// What the rows that are there get.
        fill: Fill,
        /// The column that a single-column foreign key of this column refers to: a placeholder must satisfy it.
        references: Option<(QName, String)>,
        /// The column it stands behind in the wanted table (`None`: the first): for databases that can place it.
        after: Option<String>,
    },
    /// Drops a column.
    DropColumn {
        /// The table.
        table: QName,
        /// The column.
        column: Column,
        /// As in [`Operation::AddColumn`], for the downgrade.
        references: Option<(QName, String)>,
        /// As in [`Operation::AddColumn`], for the downgrade.
        after: Option<String>,
        /// Whether tables that have it from this one keep it, each as its own.
        kept_below: bool,
    },
    /// Changes a column in place.
    AlterColumn {
        /// The table.
        table: QName,
        /// The column before.
        from: Column,
        /// The column after; its name is the same.
        to: Column,
        /// The expression that makes the new values (`using`), where one is declared.
        using: Option<Expr>,
        /// What rows with NULL get before the column becomes NOT NULL.
        fill: Fill,
    },
    /// Gives a column another name.
    RenameColumn {
        /// The table.
        table: QName,
        /// The old name.
        from: String,
        /// The new one.
        to: String,
    },
    /// Adds a constraint, index or trigger.
    AddPart {
        /// The table or view.
        of: ObjectId,
        /// The part.
        part: Part,
    },
    /// Drops a constraint, index or trigger.
    DropPart {
        /// The table or view.
        of: ObjectId,
        /// The part.
        part: Part,
    },
    /// Changes a part in place: its comment, a constraint's deferrability or validity, an index's parameters.
    AlterPart {
        /// The table or view.
        of: ObjectId,
        /// Before.
        from: Part,
        /// After, of the same name.
        to: Part,
    },
    /// Gives a constraint, index or trigger another name.
    RenamePart {
        /// The table or view.
        of: ObjectId,
        /// What it is.
        kind: PartKind,
        /// The old name.
        from: String,
        /// The new one.
        to: String,
    },
    /// Creates a new table beside the old one, copies the rows and takes its place: SQLite's procedure for what ALTER
    /// TABLE cannot do. It takes the place of all changes of that table's columns, constraints, indexes, triggers and
    /// options.
    RebuildTable {
        /// The table before.
        from: Table,
        /// The table after, of the same name.
        to: Table,
        /// The changes it stands for: what is shown, and where the copy takes its values (`fill`, `using`).
        changes: Vec<Operation>,
    },
    /// Takes a table out of the way, with its rows: [`Operation::BringRows`] takes them and ends it. It stands for the drop of
    /// a table whose rows are kept; only the order puts it there.
    SetAside {
        /// The table.
        table: Table,
        /// Types of its columns that are made anew as well: their values wait as text.
        types: Vec<TypeChange>,
        /// Of a partition whose values wait as text: whether its whole stays, so that it goes by itself.
        alone: bool,
    },
    /// Takes the rows of a partition that it is to hold no more out of it, until [`Operation::BringRows`] puts them where they
    /// belong.
    TakeRows {
        /// The partition.
        table: Table,
        /// The condition that the rows fulfil.
        rows: Expr,
    },
    /// Brings the rows of a table that was set aside into the one that takes its place, and drops the old one.
    BringRows(RowsBrought),
}

impl Operation {
    /// What drops an object or a part of a schema; none where the schema has no such thing.
    pub fn drop_of(schema: &Schema, node: &Node) -> Option<Operation> {
        let object = schema.get(node.object())?;
        match node {
            Node::Object(_) => Some(Operation::Drop(object.clone())),
            Node::Part(of, kind, name) => {
                let part =
                    object.as_dyn().parts().into_iter().find(|part| part.kind() == *kind && part.key() == *name)?;
                Some(Operation::DropPart { of: of.clone(), part })
            }
        }
    }

    /// The nodes that come to be.
    pub fn produces(&self) -> Vec<Node> {
        match self {
            Operation::Create(object) => object.nodes(),
            Operation::Rename { to, .. } => vec![Node::Object(to.clone())],
            Operation::AddColumn { table, column, .. } => vec![Node::column(table, &column.name)],
            Operation::RenameColumn { table, to, .. } => vec![Node::column(table, to)],
            Operation::AddPart { of, part } => vec![Node::Part(of.clone(), part.kind(), part.key())],
            Operation::RenamePart { of, kind, to, .. } => vec![Node::Part(of.clone(), *kind, to.clone())],
            Operation::RebuildTable { from, to, .. } => {
                let before = Object::Table(from.clone()).nodes();
                Object::Table(to.clone()).nodes().into_iter().filter(|node| !before.contains(node)).collect()
            }
            Operation::Drop(_)
            | Operation::SetAside { .. }
            | Operation::TakeRows { .. }
            | Operation::BringRows(_)
            | Operation::Alter { .. }
            | Operation::AlterAccess { .. }
            | Operation::AlterType(_)
            | Operation::DropColumn { .. }
            | Operation::AlterColumn { .. }
            | Operation::DropPart { .. }
            | Operation::AlterPart { .. } => Vec::new(),
        }
    }

    /// Whether it makes this table.
    pub fn makes_table(&self, table: &QName) -> bool {
        matches!(self, Operation::Create(Object::Table(made)) if made.name == *table)
    }

    /// The nodes that cease to be.
    pub fn removes(&self) -> Vec<Node> {
        if let Operation::BringRows(_) | Operation::TakeRows { .. } = self {
            return Vec::new();
        }
        self.inverse().produces()
    }

    /// The nodes that stay and change.
    pub fn changes(&self) -> Vec<Node> {
        match self {
            Operation::Alter { to, .. } | Operation::AlterAccess { to, .. } => vec![Node::Object(to.id())],
            Operation::AlterType(change) => {
                let mut nodes = vec![Node::Object(change.id())];
                if change.rebuilds() {
                    nodes.extend(change.uses().iter().map(|one| Node::column(&one.table, &one.after.name)));
                }
                nodes
            }
            Operation::AlterColumn { table, to, .. } => vec![Node::column(table, &to.name)],
            Operation::AlterPart { of, to, .. } => {
                let mut nodes = vec![Node::Part(of.clone(), to.kind(), to.key())];
                // No column may be of a type whose attributes change.
                nodes.extend((to.kind() == PartKind::Attribute).then(|| Node::Object(of.clone())));
                nodes
            }
            Operation::RebuildTable { from, to, .. } => {
                let before = Object::Table(from.clone()).nodes();
                Object::Table(to.clone()).nodes().into_iter().filter(|node| before.contains(node)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The object that it is about.
    pub fn object(&self) -> ObjectId {
        match self {
            Operation::Create(object)
            | Operation::Drop(object)
            | Operation::Alter { to: object, .. }
            | Operation::AlterAccess { to: object, .. } => object.id(),
            Operation::Rename { to, .. } => to.clone(),
            Operation::AlterType(change) => change.id(),
            Operation::AddColumn { table, .. }
            | Operation::DropColumn { table, .. }
            | Operation::AlterColumn { table, .. }
            | Operation::RenameColumn { table, .. } => ObjectId::table(table),
            Operation::AddPart { of, .. }
            | Operation::DropPart { of, .. }
            | Operation::AlterPart { of, .. }
            | Operation::RenamePart { of, .. } => of.clone(),
            Operation::RebuildTable { to, .. } => ObjectId::table(&to.name),
            Operation::SetAside { table, .. } | Operation::TakeRows { table, .. } => ObjectId::table(&table.name),
            Operation::BringRows(rows) => ObjectId::table(&rows.into.name),
        }
    }
}
