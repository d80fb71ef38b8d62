//! Tables: what is said of the whole, then the columns, then what does not fit beside them.

use super::column::Beside;
use super::value::{Fields, Value};
use super::{Section, Writer, field, flag, parameters};
use crate::schema::{PartKind, Table, TableOptions};

impl Writer<'_> {
    pub(super) fn table(&self, table: &Table) -> Vec<Section> {
        let path = |more: Option<&str>| {
            let mut path = vec!["table".to_owned(), self.name(&table.name)];
            path.extend(more.map(str::to_owned));
            path
        };
        let is_virtual = table.options.virtual_table.is_some();
        let beside = if is_virtual { Vec::new() } else { self.beside(table) };
        let mut head = Fields::new();
        head.extend(self.comment(&table.comment));
        let mut sections = Vec::new();
        if !is_virtual {
            let columns = table.columns.iter().zip(&beside).map(|(column, beside)| self.column(table, column, beside));
            sections.push(Section { header: path(Some("columns")), fields: columns.collect() });
            let folded = |nth: usize| beside.iter().any(|beside| beside.holds(nth));
            let left: Vec<_> = table.constraints.iter().enumerate().filter(|(nth, _)| !folded(*nth)).collect();
            for (name, kind) in [
                ("primary_key", PartKind::PrimaryKey),
                ("uniques", PartKind::Unique),
                ("exclusions", PartKind::Exclusion),
                ("checks", PartKind::Check),
                ("foreign_keys", PartKind::ForeignKey),
            ] {
                let parts: Vec<_> =
                    left.iter().filter(|(_, part)| part.kind() == kind).map(|(_, part)| *part).collect();
                if kind == PartKind::PrimaryKey {
                    head.extend(parts.first().map(|part| field(name, self.primary_key(table, part))));
                } else if parts.iter().any(|part| part.name.is_none()) {
                    let list = parts.iter().map(|part| self.listed(part)).collect();
                    head.push(field(name, Value::List(list)));
                } else if !parts.is_empty() {
                    let fields = parts.iter().filter_map(|part| self.named(part)).collect();
                    sections.push(Section { header: path(Some(name)), fields });
                }
            }
            let indexed = |name: &str| beside.iter().any(|beside: &Beside<'_>| beside.index == Some(name));
            let indexes = table.indexes.iter().filter(|index| !indexed(&index.name));
            let fields: Fields = indexes.map(|index| self.index(Some(table), index)).collect();
            if !fields.is_empty() {
                sections.push(Section { header: path(Some("indexes")), fields });
            }
        }
        head.extend(options(&table.options));
        let triggers: Fields = table.triggers.iter().map(|trigger| self.trigger(trigger)).collect();
        if !triggers.is_empty() {
            sections.push(Section { header: path(Some("triggers")), fields: triggers });
        }
        if !head.is_empty() {
            sections.insert(0, Section { header: path(None), fields: head });
        }
        sections
    }
}

fn options(options: &TableOptions) -> Fields {
    let text = |name: &str, text: &Option<String>| Some(field(name, Value::text(text.as_ref()?)));
    let mut fields = Fields::new();
    fields.extend(options.virtual_table.as_ref().map(|sql| field("virtual", Value::sql(sql.text()))));
    fields.extend(flag("strict", options.strict));
    fields.extend(flag("without_rowid", options.without_rowid));
    fields.extend(flag("unlogged", options.unlogged));
    fields.extend(parameters("with", &options.parameters));
    fields.extend(text("tablespace", &options.tablespace));
    fields.extend(text("access_method", &options.access_method));
    fields.extend(text("replica_identity", &options.replica_identity));
    fields.extend(text("cluster_on", &options.cluster_on));
    fields
}
