//! Tables: columns first, then all that names them.

use super::constraint;
use super::document::{Entry, Fields, Reader};
use super::draft::{Draft, DraftTable};
use super::index::{self, Places};
use super::object::{imply_namespace, renamed, triggers};
use super::types::Enums;
use super::{column, keys};
use crate::schema::{Kind, ObjectId, Table};

/// The tables of a file. `unnamed` is what the file says of constraints without a name.
pub(super) fn read<'d>(file: &Fields<'_, 'd>, draft: &mut Draft<'d>, enums: &Enums) {
    let unnamed = file.flag("unnamed_constraints");
    for entry in file.map("table") {
        if let Some(drafted) = table(file.reader, draft, entry, enums, unnamed) {
            let name = drafted.table.name.clone();
            imply_namespace(draft, &name, &drafted.at.clone());
            draft.tables.push(drafted);
        }
    }
}

fn table<'d>(
    reader: &Reader<'_>,
    draft: &mut Draft<'d>,
    entry: Entry<'d>,
    enums: &Enums,
    unnamed: bool,
) -> Option<DraftTable<'d>> {
    let name = reader.name(entry.name, &entry.at)?;
    let what = format!("table `{name}`");
    let fields = Fields::open(reader, entry.item, entry.at.clone(), &keys::TABLE, what)?;
    if let Some(first) = draft.tables.iter().find(|known| *known.name() == name) {
        reader.twice(format!("the table `{name}` is defined twice"), &entry.at, &first.at);
        return None;
    }
    let mut drafted = DraftTable {
        table: Table::new(name.clone()),
        at: entry.at,
        columns: Vec::new(),
        constraints: Vec::new(),
        indexes: Vec::new(),
        triggers: Vec::new(),
        numbered: Vec::new(),
        not_null: Vec::new(),
        unnamed,
        index_names: Vec::new(),
    };
    drafted.table.comment = fields.comment();
    renamed(&fields, draft, Kind::Table, &name);
    options(&fields, &mut drafted);
    for entry in fields.map("columns") {
        column::read(reader, &mut drafted, draft, entry, enums);
    }
    if drafted.table.options.virtual_table.is_some() {
        for key in ["columns", "primary_key", "uniques", "checks", "foreign_keys", "indexes"] {
            if let Some(at) = fields.key_at(key) {
                let message = format!("{} is virtual and has `{key}`", fields.what);
                let help = "its statement alone says what it holds".to_owned();
                reader.invalid(&at, message, "not of a virtual table", help);
            }
        }
    } else if fields.map("columns").is_empty() && fields.item("columns").is_none_or(|item| item.as_list().is_none()) {
        columns_missing(&fields);
    }
    constraint::read(&fields, &mut drafted);
    let indexes = index::read(&fields, &Places::of(&drafted.table));
    drafted.indexes.extend(indexes);
    drafted.triggers = triggers(&fields, &ObjectId::table(&name));
    Some(drafted)
}

/// PostgreSQL has tables without columns; elsewhere a table needs one.
fn columns_missing(fields: &Fields<'_, '_>) {
    let postgres = fields.reader.engine() == crate::engine::Engine::Postgres;
    if !(postgres && fields.item("columns").is_some()) {
        fields.missing("columns");
    }
}

fn options<'d>(fields: &Fields<'_, 'd>, drafted: &mut DraftTable<'d>) {
    let options = &mut drafted.table.options;
    options.strict = fields.flag("strict");
    options.without_rowid = fields.flag("without_rowid");
    options.virtual_table = fields.sql("virtual").map(|sql| sql.text().trim_end_matches(';').trim_end().into());
    options.unlogged = fields.flag("unlogged");
    options.parameters = fields.parameters("with");
    options.tablespace = fields.text("tablespace").map(|text| text.value);
    options.access_method = fields.text("access_method").map(|text| text.value).filter(|method| method != "heap");
    let identity = fields.text("replica_identity").filter(|identity| identity.value != "default");
    let cluster_on = fields.text("cluster_on");
    options.replica_identity = identity.as_ref().map(|text| text.value.clone());
    options.cluster_on = cluster_on.as_ref().map(|text| text.value.clone());
    let by_index = identity.filter(|identity| !["full", "nothing"].contains(&identity.value.as_str()));
    drafted.index_names.extend(by_index.into_iter().chain(cluster_on));
}
