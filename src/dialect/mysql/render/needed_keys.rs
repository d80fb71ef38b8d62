//! Keys that something needs at every moment.
//!
//! An `AUTO_INCREMENT` column must be the first of a key, and `InnoDB` keeps an index for each foreign key
//! (<https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html>): one that takes over from another comes in
//! the statement that the other goes in. So the column that begins to count brings its key along, the column that ends
//! takes it along, and a key that replaces one that is needed drops that itself.

use crate::operation::Part;
use crate::schema::{Column, Constraint, ConstraintDefinition, IdentityKind, Index, QName, Table};

use super::RenderContext;

impl RenderContext<'_> {
    /// The key that comes with a column that begins to count.
    pub(super) fn key_brought(&self, table: &QName, column: &str) -> Option<Part> {
        let (before, after) = self.both(table)?;
        if counts(before, column) || !counts(after, column) {
            return None;
        }
        let keys = Keys::of(before, after);
        if keys.kept().any(|part| supports(part, &[column])) {
            return None;
        }
        keys.come.into_iter().find(|part| supports(part, &[column]))
    }

    /// The keys that go with a column that counts no more.
    pub(super) fn keys_taken(&self, table: &QName, column: &str) -> Vec<Part> {
        let Some((before, after)) = self.both(table) else { return Vec::new() };
        if !counts(before, column) || counts(after, column) {
            return Vec::new();
        }
        let keys = Keys::of(before, after);
        if keys.kept().any(|part| supports(part, &[column])) {
            return Vec::new();
        }
        keys.gone.into_iter().filter(|part| supports(part, &[column])).collect()
    }

    /// The keys that `new` takes over from, and drops.
    pub(super) fn keys_replaced(&self, table: &QName, new: &Part) -> Vec<Part> {
        let Some((before, after)) = self.both(table) else { return Vec::new() };
        let taken: Vec<Part> = before.columns.iter().flat_map(|column| self.keys_taken(table, &column.name)).collect();
        let keys = Keys::of(before, after);
        let mut replaced: Vec<(Part, Vec<Part>)> = Vec::new();
        for need in needs(before, after) {
            if keys.kept().any(|part| supports(part, &need)) {
                continue;
            }
            let Some(comes) = keys.come.iter().find(|part| supports(part, &need)) else { continue };
            let goes: Vec<Part> = keys
                .gone
                .iter()
                .filter(|part| supports(part, &need) && !taken.contains(part))
                .filter(|part| !replaced.iter().any(|(_, goes)| goes.contains(part)))
                .cloned()
                .collect();
            replaced.push((comes.clone(), goes));
        }
        replaced.into_iter().filter(|(comes, _)| comes == new).flat_map(|(_, goes)| goes).collect()
    }

    /// Whether an operation on a column, or the key that replaces it, drops this key already.
    pub(super) fn goes_elsewhere(&self, table: &QName, key: &Part) -> bool {
        let Some((before, after)) = self.both(table) else { return false };
        let replaced = Keys::of(before, after).come.iter().any(|new| self.keys_replaced(table, new).contains(key));
        before.columns.iter().any(|column| self.keys_taken(table, &column.name).contains(key))
            || replaced && self.handed_over(table, key).is_none()
    }

    /// The key that comes with the drop of this one, which foreign keys refer to: only where that is dropped have they all gone.
    pub(super) fn handed_over(&self, table: &QName, gone: &Part) -> Option<Part> {
        let (before, after) = self.both(table)?;
        let stays = |column: &String| before.column(column) == after.column(column);
        let new = Keys::of(before, after).come.into_iter().find(|new| {
            let replaced = self.keys_replaced(table, new);
            replaced.iter().find(|part| self.is_referred(before, part)) == Some(gone)
        })?;
        let columns: Vec<String> = match &new {
            Part::Constraint(one) => match &one.definition {
                ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) => key.columns.clone(),
                _ => return None,
            },
            Part::Index(one) => {
                one.columns.iter().map(|place| place.name().map(str::to_owned)).collect::<Option<_>>()?
            }
            Part::Trigger(_) | Part::Rule(_) | Part::Policy(_) | Part::RowSecurity(_) | Part::Attribute(_) => {
                return None;
            }
        };
        columns.iter().all(stays).then_some(new)
    }

    /// Whether foreign keys refer to what this key is over.
    fn is_referred(&self, table: &Table, key: &Part) -> bool {
        let Part::Constraint(Constraint {
            definition: ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key),
            ..
        }) = key
        else {
            return false;
        };
        let constraints = self.before.tables().flat_map(|other| &other.constraints);
        constraints
            .filter_map(Constraint::foreign_key)
            .any(|foreign| foreign.table == table.name && key.columns.starts_with(&foreign.referred))
    }

    /// Whether an operation on a column, or the drop of a key that it takes over from, adds this key already.
    pub(super) fn comes_elsewhere(&self, table: &QName, key: &Part) -> bool {
        let Some((before, after)) = self.both(table) else { return false };
        after.columns.iter().any(|column| self.key_brought(table, &column.name).as_ref() == Some(key))
            || Keys::of(before, after).gone.iter().any(|gone| self.handed_over(table, gone).as_ref() == Some(key))
    }

    /// The index that `InnoDB` may have made by itself for a foreign key, and so drops without a word when `new` can do the
    /// same: it must be said again to stay.
    pub(super) fn indexes_lost(&self, table: &QName, new: &Part) -> Vec<Index> {
        let Some((before, after)) = self.both(table) else { return Vec::new() };
        let mut found: Vec<Index> = Vec::new();
        for (constraint, columns) in kept_foreign_keys(before, after) {
            if supports(new, &columns) {
                found.extend(made_for(constraint, &columns, before, after).cloned());
            }
        }
        found.dedup();
        found
    }

    /// The same for a foreign key that goes and comes again: when it comes, `InnoDB` makes an index of the key's own name and drops
    /// the one that it had made by another.
    pub(super) fn indexes_of(&self, table: &QName, key: &Constraint) -> Vec<Index> {
        let (Some((before, after)), Some(foreign)) = (self.both(table), key.foreign_key()) else { return Vec::new() };
        let comes = after
            .constraints
            .iter()
            .filter(|one| one.foreign_key().is_some_and(|other| other.columns == foreign.columns));
        let columns: Vec<&str> = foreign.columns.iter().map(String::as_str).collect();
        let names: Vec<Option<&str>> = comes.map(|one| one.name.as_deref()).collect();
        let renamed = |index: &&Index| !names.is_empty() && !names.contains(&Some(index.name.as_str()));
        made_for(key, &columns, before, after).filter(renamed).cloned().collect()
    }

    fn both(&self, table: &QName) -> Option<(&Table, &Table)> {
        Some((self.before.table(table)?, self.after.table(table)?))
    }
}

/// The indexes that stay and may be those that `InnoDB` made for this foreign key.
fn made_for<'t>(
    key: &'t Constraint,
    columns: &'t [&str],
    before: &'t Table,
    after: &'t Table,
) -> impl Iterator<Item = &'t Index> {
    before.indexes.iter().filter(|index| after.indexes.contains(index)).filter(move |index| {
        let named = Some(&index.name) == key.name.as_ref() || columns.first() == Some(&index.name.as_str());
        let names: Vec<&str> = index.columns.iter().filter_map(|place| place.name()).collect();
        let plain = Index { name: index.name.clone(), columns: index.columns.clone(), ..Index::default() };
        named && names == columns && **index == plain
    })
}

/// The keys and indexes of a table before and after.
struct Keys {
    before: Vec<Part>,
    gone: Vec<Part>,
    come: Vec<Part>,
}

impl Keys {
    fn of(before: &Table, after: &Table) -> Keys {
        let (old, new) = (keys(before), keys(after));
        let gone = old.iter().filter(|part| !new.contains(part)).cloned().collect();
        let come = new.iter().filter(|part| !old.contains(part)).cloned().collect();
        Keys { before: old, gone, come }
    }

    fn kept(&self) -> impl Iterator<Item = &Part> {
        self.before.iter().filter(|part| !self.gone.contains(part))
    }
}

fn keys(table: &Table) -> Vec<Part> {
    let keyed = |one: &&Constraint| {
        matches!(one.definition, ConstraintDefinition::PrimaryKey(_) | ConstraintDefinition::Unique(_))
    };
    let constraints = table.constraints.iter().filter(keyed).cloned().map(Part::Constraint);
    constraints.chain(table.indexes.iter().cloned().map(Part::Index)).collect()
}

/// The columns that a key must begin with.
fn needs<'t>(before: &'t Table, after: &'t Table) -> Vec<Vec<&'t str>> {
    let counted = before.columns.iter().map(|column| column.name.as_str());
    let counted = counted.filter(|name| counts(before, name) && counts(after, name)).map(|name| vec![name]);
    counted.chain(kept_foreign_keys(before, after).map(|(_, columns)| columns)).collect()
}

fn kept_foreign_keys<'t>(before: &'t Table, after: &'t Table) -> impl Iterator<Item = (&'t Constraint, Vec<&'t str>)> {
    before
        .constraints
        .iter()
        .filter(|one| after.constraints.contains(one))
        .filter_map(|one| Some((one, one.foreign_key()?.columns.iter().map(String::as_str).collect())))
}

fn counts(table: &Table, column: &str) -> bool {
    let auto = |column: &Column| column.identity.as_ref().is_some_and(|one| one.kind == IdentityKind::AutoIncrement);
    table.column(column).is_some_and(auto)
}

/// Whether a key begins with these columns, whole.
fn supports(part: &Part, columns: &[&str]) -> bool {
    let leads = |names: Vec<Option<&str>>| {
        names.len() >= columns.len() && columns.iter().zip(names).all(|(column, name)| name == Some(*column))
    };
    match part {
        Part::Constraint(Constraint {
            definition: ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key),
            ..
        }) => leads(
            key.columns
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    Some(name.as_str()).filter(|_| !key.orders.get(at).is_some_and(|text| text.starts_with('(')))
                })
                .collect(),
        ),
        Part::Index(index) if !matches!(index.method.as_deref(), Some("fulltext" | "spatial")) => {
            leads(index.columns.iter().map(|place| place.name().filter(|_| place.length.is_none())).collect())
        }
        _ => false,
    }
}
