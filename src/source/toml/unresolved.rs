//! What has been read before names left out are made and references are looked up: both need the whole schema.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use super::document::{At, Text};
use super::dotted_names;
use super::schema_reader::SchemaReader;
use crate::schema::{
    Annotation, Column, Constraint, ConstraintDefinition, Expr, Hints, Index, Kind, Namespace, Node, Object, ObjectId,
    Policy, QName, Rule, Sequence, Table, Trigger, View,
};

/// Everything read so far, in the order of the files.
#[derive(Default)]
pub(super) struct UnresolvedSchema<'d> {
    /// What names nothing that is to be looked up.
    pub objects: Vec<(Object, At<'d>)>,
    pub sequences: Vec<UnresolvedSequence<'d>>,
    pub tables: Vec<UnresolvedTable<'d>>,
    pub views: Vec<UnresolvedView<'d>>,
    /// All but the renames.
    pub hints: Hints,
    /// Every `renamed_from` of an object or a column, with its place; those of other parts, whose names may still have to
    /// be made, stand with the parts.
    pub renames: Vec<Renamed<'d>>,
    /// The files that leave constraints without a name as they are.
    pub unnamed_in: Vec<PathBuf>,
    /// Where each object stands.
    declared: BTreeMap<ObjectId, At<'d>>,
}

impl<'d> UnresolvedSchema<'d> {
    /// Takes an identity; false, and a fault, where it is taken.
    pub(super) fn declare(&mut self, reader: &SchemaReader<'_>, id: &ObjectId, at: &At<'d>) -> bool {
        if let Some(first) = self.declared.get(id) {
            reader.twice(format!("the {} `{}` is defined twice", id.kind.word(), id.name), at, first);
            return false;
        }
        self.declared.insert(id.clone(), at.clone());
        true
    }

    /// Makes the namespace of a dotted name, where no file declares it.
    pub(super) fn imply_namespace(&mut self, reader: &SchemaReader<'_>, name: &QName, at: &At<'d>) {
        let Some(namespace) = name.namespace.as_ref().filter(|name| !reader.is_standing(name)) else { return };
        let id = ObjectId::new(Kind::Namespace, QName::plain(namespace));
        if let std::collections::btree_map::Entry::Vacant(e) = self.declared.entry(id) {
            e.insert(at.clone());
            self.objects.push((Object::Namespace(Namespace::new(namespace)), at.clone()));
        }
    }

    /// `renamed_from` of an object. A name without a namespace is in the same as the new name; `.name` is in the default one.
    pub(super) fn renamed(&mut self, reader: &SchemaReader<'_>, id: &ObjectId, text: Option<Text<'d>>) {
        let Some(text) = text else { return };
        let old = match text.value.strip_prefix('.') {
            Some(plain) => reader.identity(id.kind, plain, &text.at).map(|old| old.name.clone()),
            None => reader.identity(id.kind, &text.value, &text.at).map(|old| match old.name.namespace {
                None => id.name.sibling(&old.name.name),
                Some(_) => old.name.clone(),
            }),
        };
        let Some(old) = old else { return };
        let old = Node::Object(id.renamed(old));
        self.renames.push(Renamed { old, new: Node::Object(id.clone()), at: text.at });
    }
}

/// A rename, to be checked against the whole schema.
pub(super) struct Renamed<'d> {
    pub old: Node,
    pub new: Node,
    pub at: At<'d>,
}

/// A sequence.
pub(super) struct UnresolvedSequence<'d> {
    pub sequence: Sequence,
    pub at: At<'d>,
    pub owner: Option<Text<'d>>,
}

/// A table.
pub(super) struct UnresolvedTable<'d> {
    /// Its columns, options and comment; constraints, indexes and triggers are still beside it.
    pub table: Table,
    pub at: At<'d>,
    /// The places of the columns, in their order.
    pub columns: Vec<At<'d>>,
    pub constraints: Vec<UnresolvedConstraint<'d>>,
    pub indexes: Vec<UnresolvedIndex<'d>>,
    pub triggers: Vec<UnresolvedTrigger<'d>>,
    pub rules: Vec<UnresolvedPart<'d, Rule>>,
    pub policies: Vec<UnresolvedPart<'d, Policy>>,
    /// Columns that the rows are to be numbered by where a database does that for a lone integer key alone.
    pub numbered: Vec<(usize, At<'d>)>,
    /// Columns that are said not to be NULL in so many words, by their place.
    pub not_null: Vec<usize>,
    /// Whether the file leaves constraints without a name as they are.
    pub unnamed: bool,
    /// Indexes that options name, to be looked up.
    pub index_names: Vec<Text<'d>>,
    pub renamed_from: Option<Text<'d>>,
    /// What is said of columns beside the structure.
    pub hints: Hints,
    pub renames: Vec<Renamed<'d>>,
}

impl<'d> UnresolvedTable<'d> {
    pub(super) fn new(name: QName, at: At<'d>) -> Self {
        UnresolvedTable {
            table: Table::new(name),
            at,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            triggers: Vec::new(),
            rules: Vec::new(),
            policies: Vec::new(),
            numbered: Vec::new(),
            not_null: Vec::new(),
            unnamed: false,
            index_names: Vec::new(),
            renamed_from: None,
            hints: Hints::default(),
            renames: Vec::new(),
        }
    }

    pub(super) fn name(&self) -> &QName {
        &self.table.name
    }

    /// The columns that its parts may name.
    pub(super) fn known_columns(&self) -> Rc<KnownColumns> {
        let columns = || self.table.columns.iter().map(|column| column.name.clone()).collect();
        Rc::new(KnownColumns {
            table: self.name().clone(),
            columns: (self.table.options.virtual_table.is_none()
                && self.table.parents().next().is_none()
                && self.table.options.of_type.is_none())
            .then(columns),
        })
    }
}

/// The columns that a part may name.
pub(super) struct KnownColumns {
    /// The table or view.
    pub table: QName,
    /// Its columns; `None` where they are not known (a view, a virtual table, a child of other tables, a table of a type).
    columns: Option<Vec<String>>,
}

impl KnownColumns {
    /// Those of a view, which only the database knows.
    pub(super) fn unknown(of: &QName) -> Rc<Self> {
        Rc::new(KnownColumns { table: of.clone(), columns: None })
    }

    /// The name of a column as the table has it; a fault where it has none such.
    pub(super) fn column(&self, reader: &SchemaReader<'_>, name: &str, at: &At<'_>, what: &str) -> Option<String> {
        let Some(columns) = &self.columns else { return Some(name.to_owned()) };
        let found = self.find(reader, name);
        if found.is_none() {
            let message = format!("{what} names the column `{name}`, which `{}` does not have", self.table);
            reader.unknown_name(at, name, message, "columns", columns.iter().map(String::as_str));
        }
        found.map(str::to_owned)
    }

    /// A column that is known.
    pub(super) fn find(&self, reader: &SchemaReader<'_>, name: &str) -> Option<&str> {
        dotted_names::find(reader.names(), self.columns.as_ref()?.iter().map(String::as_str), name)
    }
}

/// A column with what is said beside its type.
pub(super) struct UnresolvedColumn<'d> {
    pub table: QName,
    pub column: Column,
    pub at: At<'d>,
    /// What its type is, where that can be told.
    pub ty: super::grammar::column_type::ColumnType,
    /// Constraints in the order of their keys.
    pub constraints: Vec<UnresolvedConstraint<'d>>,
    pub indexes: Vec<UnresolvedIndex<'d>>,
    /// What is said of a foreign key beside `references`.
    pub reference: super::grammar::foreign_key::ReferenceDraft<'d>,
    /// Where it says that the rows are numbered by it.
    pub identity_at: Option<At<'d>>,
    /// Whether it is said not to be NULL in so many words.
    pub not_null: bool,
    pub renamed_from: Option<Text<'d>>,
    pub using: Option<Expr>,
    pub backfill: Option<Expr>,
}

/// A constraint.
pub(super) struct UnresolvedConstraint<'d> {
    /// Its name where it is given; a foreign key's reference is still to be looked up.
    pub constraint: Constraint,
    pub at: At<'d>,
    /// Where its name is given.
    pub name_at: Option<At<'d>>,
    /// What a check without a name is called after: its column.
    pub after: Option<String>,
    pub target: Option<ReferenceTarget<'d>>,
    pub renamed_from: Option<Text<'d>>,
}

impl<'d> UnresolvedConstraint<'d> {
    /// A constraint that is said in a word beside a column.
    pub(super) fn beside(column: &str, definition: ConstraintDefinition, name: Option<Text<'d>>, at: At<'d>) -> Self {
        UnresolvedConstraint {
            name_at: name.as_ref().map(|name| name.at.clone()),
            constraint: Constraint { name: name.map(|name| name.value), definition, annotation: Annotation::default() },
            at,
            after: Some(column.to_owned()),
            target: None,
            renamed_from: None,
        }
    }
}

/// What a foreign key refers to, as written.
pub(super) enum ReferenceTarget<'d> {
    /// `"table.column"`, `"table"`, `"namespace.table.column"`.
    Short(Text<'d>),
    /// A table, and columns unless its primary key is meant.
    Long { table: Text<'d>, columns: Option<Vec<Text<'d>>>, external: bool },
}

/// An index.
pub(super) struct UnresolvedIndex<'d> {
    /// The index; its name is empty where it is not given.
    pub index: Index,
    pub at: At<'d>,
    pub name_at: Option<At<'d>>,
    pub renamed_from: Option<Text<'d>>,
}

/// A trigger.
pub(super) struct UnresolvedTrigger<'d> {
    pub trigger: Trigger,
    pub at: At<'d>,
    pub renamed_from: Option<Text<'d>>,
}

/// A part that names nothing that is to be looked up: a rule, a policy.
pub(super) struct UnresolvedPart<'d, T> {
    pub part: T,
    pub at: At<'d>,
    pub renamed_from: Option<Text<'d>>,
}

/// A view.
pub(super) struct UnresolvedView<'d> {
    pub view: View,
    pub at: At<'d>,
    pub indexes: Vec<UnresolvedIndex<'d>>,
    pub triggers: Vec<UnresolvedTrigger<'d>>,
    pub rules: Vec<UnresolvedPart<'d, Rule>>,
    pub renamed_from: Option<Text<'d>>,
}
