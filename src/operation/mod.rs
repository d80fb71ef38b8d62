//! What a migration does, as data: a closed family of changes, each holding both of its ends whole.
//!
//! Because nothing is left out of an operation, every one has an inverse: the downgrade is the inverses in reverse
//! order, never a second comparison.

mod describe;
mod inverse;
mod summary;

use crate::schema::{Column, Constraint, Enum, Expr, Index, Node, Object, ObjectId, PartKind, QName, Table, Trigger};

pub use describe::{Mark, column_differences};

/// A part of a table or view other than a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A constraint.
    Constraint(Constraint),
    /// An index.
    Index(Index),
    /// A trigger.
    Trigger(Trigger),
}

impl Part {
    /// Its kind.
    pub fn kind(&self) -> PartKind {
        match self {
            Part::Constraint(constraint) => constraint.kind(),
            Part::Index(_) => PartKind::Index,
            Part::Trigger(_) => PartKind::Trigger,
        }
    }
    /// Its name, or what stands for one.
    pub fn key(&self) -> String {
        match self {
            Part::Constraint(constraint) => constraint.key(),
            Part::Index(index) => index.name.clone(),
            Part::Trigger(trigger) => trigger.name.clone(),
        }
    }
}

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

/// A column that uses an enum type which is rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumUse {
    /// The table.
    pub table: QName,
    /// The column before.
    pub before: Column,
    /// The column after.
    pub after: Column,
}

/// A change of an enum type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnumChange {
    /// The type before.
    pub from: Enum,
    /// The type after; its name is the same.
    pub to: Enum,
    /// Values that got another name: old, new.
    pub renamed: Vec<(String, String)>,
    /// Values that go, each with the value that its rows get.
    pub replaced: Vec<(String, String)>,
    /// The columns of the type: a rebuild must pass through each.
    pub uses: Vec<EnumUse>,
}

impl EnumChange {
    /// The values before, under their new names.
    fn renamed_values(&self) -> Vec<&str> {
        let rename = |value: &String| self.renamed.iter().find(|(old, _)| old == value).map(|(_, new)| new.as_str());
        self.from.values.iter().map(|value| rename(value).unwrap_or(value.as_str())).collect()
    }

    /// Whether values go or change places, so that the type must be made anew.
    pub fn rebuilds(&self) -> bool {
        let before = self.renamed_values();
        let kept: Vec<&str> = self.to.values.iter().map(String::as_str).filter(|v| before.contains(v)).collect();
        kept != before
    }

    /// The values that come, each with the one it stands before (`None`: at the end).
    pub fn added(&self) -> Vec<(&str, Option<&str>)> {
        let before = self.renamed_values();
        let values = &self.to.values;
        values
            .iter()
            .enumerate()
            .filter(|(_, value)| !before.contains(&value.as_str()))
            .map(|(i, value)| {
                (value.as_str(), values[i + 1..].iter().map(String::as_str).find(|next| before.contains(next)))
            })
            .collect()
    }
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
    /// Changes an enum type.
    AlterEnum(EnumChange),
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
        /// As in [`Operation::AddColumn`], for the way back.
        references: Option<(QName, String)>,
        /// As in [`Operation::AddColumn`], for the way back.
        after: Option<String>,
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
    /// Makes a table anew beside the old one, copies the rows and takes its place: SQLite's way for what ALTER TABLE
    /// cannot do. It stands for all changes of that table's columns, constraints, indexes, triggers and options.
    RebuildTable {
        /// The table before.
        from: Table,
        /// The table after, of the same name.
        to: Table,
        /// The changes it stands for: what is shown, and where the copy takes its values (`fill`, `using`).
        changes: Vec<Operation>,
    },
}

impl Operation {
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
            | Operation::Alter { .. }
            | Operation::AlterEnum(_)
            | Operation::DropColumn { .. }
            | Operation::AlterColumn { .. }
            | Operation::DropPart { .. }
            | Operation::AlterPart { .. } => Vec::new(),
        }
    }

    /// The nodes that cease to be.
    pub fn removes(&self) -> Vec<Node> {
        self.inverse().produces()
    }

    /// The nodes that stay and change.
    pub fn changes(&self) -> Vec<Node> {
        match self {
            Operation::Alter { to, .. } => vec![Node::Object(to.id())],
            Operation::AlterEnum(change) => {
                let id = ObjectId::new(crate::schema::Kind::Enum, change.to.name.clone());
                let mut nodes = vec![Node::Object(id)];
                if change.rebuilds() {
                    nodes.extend(change.uses.iter().map(|one| Node::column(&one.table, &one.after.name)));
                }
                nodes
            }
            Operation::AlterColumn { table, to, .. } => vec![Node::column(table, &to.name)],
            Operation::AlterPart { of, to, .. } => vec![Node::Part(of.clone(), to.kind(), to.key())],
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
            Operation::Create(object) | Operation::Drop(object) | Operation::Alter { to: object, .. } => object.id(),
            Operation::Rename { to, .. } => to.clone(),
            Operation::AlterEnum(change) => ObjectId::new(crate::schema::Kind::Enum, change.to.name.clone()),
            Operation::AddColumn { table, .. }
            | Operation::DropColumn { table, .. }
            | Operation::AlterColumn { table, .. }
            | Operation::RenameColumn { table, .. } => ObjectId::table(table),
            Operation::AddPart { of, .. }
            | Operation::DropPart { of, .. }
            | Operation::AlterPart { of, .. }
            | Operation::RenamePart { of, .. } => of.clone(),
            Operation::RebuildTable { to, .. } => ObjectId::table(&to.name),
        }
    }
}

impl Object {
    /// The object's own node and those of all its parts.
    pub fn nodes(&self) -> Vec<Node> {
        let id = self.id();
        let mut nodes = vec![Node::Object(id.clone())];
        let mut part = |kind, name: String| nodes.push(Node::Part(id.clone(), kind, name));
        match self {
            Object::Table(table) => {
                table.columns.iter().for_each(|column| part(PartKind::Column, column.name.clone()));
                table.constraints.iter().for_each(|constraint| part(constraint.kind(), constraint.key()));
                table.indexes.iter().for_each(|index| part(PartKind::Index, index.name.clone()));
                table.triggers.iter().for_each(|trigger| part(PartKind::Trigger, trigger.name.clone()));
            }
            Object::View(view) => {
                view.indexes.iter().for_each(|index| part(PartKind::Index, index.name.clone()));
                view.triggers.iter().for_each(|trigger| part(PartKind::Trigger, trigger.name.clone()));
            }
            Object::Namespace(_) | Object::Extension(_) | Object::Enum(_) | Object::Sequence(_) => {}
        }
        nodes
    }
}
