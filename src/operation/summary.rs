//! Parts and objects in a few words that say all that is compared: for `stored as X, declared as Y`.

use crate::schema::{
    Action, Constraint, Deferrable, Enum, Index, IndexColumn, IndexKey, Key, Match, Nulls, Object, Rule, Sequence,
    SequenceOptions, Table, Trigger, View,
};

use super::Part;

impl Part {
    /// All that is said of it but its name.
    pub fn summary(&self) -> String {
        match self {
            Part::Constraint(constraint) => constraint.summary(),
            Part::Index(index) => index.summary(),
            Part::Trigger(trigger) => trigger.summary(),
        }
    }
}

fn comment(text: &mut String, comment: Option<&String>) {
    if let Some(comment) = comment {
        text.push_str(&format!(" comment '{comment}'"));
    }
}

fn parameters(text: &mut String, parameters: &[(String, String)]) {
    if !parameters.is_empty() {
        let list: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        text.push_str(&format!(" with ({})", list.join(", ")));
    }
}

fn deferrable(text: &mut String, deferrable: Deferrable) {
    text.push_str(match deferrable {
        Deferrable::No => "",
        Deferrable::Immediate => " deferrable",
        Deferrable::Deferred => " deferrable initially deferred",
    });
}

fn key_summary(word: &str, key: &Key) -> String {
    let columns: Vec<String> = key
        .columns
        .iter()
        .enumerate()
        .map(|(at, name)| match key.orders.get(at).filter(|order| !order.is_empty()) {
            Some(order) => format!("{name} {order}"),
            None => name.clone(),
        })
        .collect();
    let mut text = format!("{word} ({})", columns.join(", "));
    if !key.include.is_empty() {
        text.push_str(&format!(" include ({})", key.include.join(", ")));
    }
    if key.nulls_not_distinct {
        text.push_str(" nulls not distinct");
    }
    if key.autoincrement {
        text.push_str(" autoincrement");
    }
    if let Some(conflict) = &key.on_conflict {
        text.push_str(&format!(" on conflict {conflict}"));
    }
    deferrable(&mut text, key.deferrable);
    parameters(&mut text, &key.parameters);
    text
}

impl Constraint {
    /// `foreign key (a) -> t (b) on delete cascade`
    pub fn summary(&self) -> String {
        let mut text = match &self.rule {
            Rule::PrimaryKey(key) => key_summary("primary key", key),
            Rule::Unique(key) => key_summary("unique", key),
            Rule::ForeignKey(key) => {
                let mut text = format!("foreign key ({}) -> {}", key.columns.join(", "), key.table);
                if !key.referred.is_empty() {
                    text.push_str(&format!(" ({})", key.referred.join(", ")));
                }
                for (word, action) in [("delete", key.on_delete), ("update", key.on_update)] {
                    if action != Action::NoAction {
                        text.push_str(&format!(" on {word} {}", action.sql().to_lowercase()));
                    }
                    if word == "delete" && !key.on_delete_columns.is_empty() {
                        text.push_str(&format!(" ({})", key.on_delete_columns.join(", ")));
                    }
                }
                text.push_str(match key.matching {
                    Match::Simple => "",
                    Match::Full => " match full",
                    Match::Partial => " match partial",
                });
                deferrable(&mut text, key.deferrable);
                text.push_str(if key.not_valid { " not valid" } else { "" });
                text
            }
            Rule::Check(check) => {
                let mut text = format!("check ({})", check.expression);
                text.push_str(if check.no_inherit { " no inherit" } else { "" });
                text.push_str(if check.not_valid { " not valid" } else { "" });
                if let Some(conflict) = &check.on_conflict {
                    text.push_str(&format!(" on conflict {conflict}"));
                }
                text
            }
            Rule::Exclusion(exclusion) => {
                let elements: Vec<String> = exclusion
                    .elements
                    .iter()
                    .map(|(column, operator)| format!("{} with {operator}", index_column(column)))
                    .collect();
                let mut text = format!("exclude using {} ({})", exclusion.method, elements.join(", "));
                if !exclusion.include.is_empty() {
                    text.push_str(&format!(" include ({})", exclusion.include.join(", ")));
                }
                if let Some(predicate) = &exclusion.predicate {
                    text.push_str(&format!(" where {predicate}"));
                }
                deferrable(&mut text, exclusion.deferrable);
                parameters(&mut text, &exclusion.parameters);
                text
            }
        };
        comment(&mut text, self.comment.as_ref());
        text
    }
}

fn index_column(column: &IndexColumn) -> String {
    let mut text = match &column.key {
        IndexKey::Column(name) => name.clone(),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    if let Some(length) = column.length {
        text.push_str(&format!("({length})"));
    }
    if let Some(collation) = &column.collation {
        text.push_str(&format!(" collate {collation}"));
    }
    if let Some(opclass) = &column.opclass {
        text.push_str(&format!(" {opclass}"));
    }
    if column.descending {
        text.push_str(" desc");
    }
    text.push_str(match column.nulls {
        None => "",
        Some(Nulls::First) => " nulls first",
        Some(Nulls::Last) => " nulls last",
    });
    text
}

impl Index {
    /// `unique index (a, lower(b)) where c > 0`
    pub fn summary(&self) -> String {
        let columns: Vec<String> = self.columns.iter().map(index_column).collect();
        let mut text = format!("{}index", if self.unique { "unique " } else { "" });
        if let Some(method) = &self.method {
            text.push_str(&format!(" using {method}"));
        }
        text.push_str(&format!(" ({})", columns.join(", ")));
        if !self.include.is_empty() {
            text.push_str(&format!(" include ({})", self.include.join(", ")));
        }
        if self.nulls_not_distinct {
            text.push_str(" nulls not distinct");
        }
        parameters(&mut text, &self.parameters);
        if let Some(tablespace) = &self.tablespace {
            text.push_str(&format!(" tablespace {tablespace}"));
        }
        if let Some(predicate) = &self.predicate {
            text.push_str(&format!(" where {predicate}"));
        }
        comment(&mut text, self.comment.as_ref());
        text
    }
}

impl Trigger {
    /// The statement that makes it.
    pub fn summary(&self) -> String {
        let mut text = self.sql.to_string();
        comment(&mut text, self.comment.as_ref());
        text
    }
}

impl Object {
    /// All that is said of it but its name; of a table only what no part says.
    pub fn summary(&self) -> String {
        match self {
            Object::Namespace(namespace) => with_comment("namespace".into(), namespace.comment.as_ref()),
            Object::Extension(extension) => {
                extension.namespace.as_ref().map_or_else(|| "extension".into(), |n| format!("extension in {n}"))
            }
            Object::Enum(value) => enum_summary(value),
            Object::Sequence(sequence) => sequence_summary(sequence),
            Object::Table(table) => table_summary(table),
            Object::View(view) => view_summary(view),
        }
    }
}

fn with_comment(mut text: String, said: Option<&String>) -> String {
    comment(&mut text, said);
    text
}

fn enum_summary(value: &Enum) -> String {
    let values: Vec<String> = value.values.iter().map(|value| format!("'{value}'")).collect();
    with_comment(format!("enum ({})", values.join(", ")), value.comment.as_ref())
}

/// ` start 5 cycle`: what is said of a sequence, a space before each word.
pub(super) fn sequence_options(options: &SequenceOptions) -> String {
    let mut text = String::new();
    for (word, value) in [
        ("start", options.start),
        ("increment", options.increment),
        ("min", options.min),
        ("max", options.max),
        ("cache", options.cache),
    ] {
        if let Some(value) = value {
            text.push_str(&format!(" {word} {value}"));
        }
    }
    text.push_str(if options.cycle { " cycle" } else { "" });
    text
}

fn sequence_summary(sequence: &Sequence) -> String {
    let mut text = "sequence".to_owned();
    if let Some(ty) = &sequence.ty {
        text.push_str(&format!(" as {ty}"));
    }
    text.push_str(&sequence_options(&sequence.options));
    if let Some((table, column)) = &sequence.owned_by {
        text.push_str(&format!(" owned by {table}.{column}"));
    }
    text.push_str(if sequence.unlogged { " unlogged" } else { "" });
    with_comment(text, sequence.comment.as_ref())
}

fn table_summary(table: &Table) -> String {
    let options = &table.options;
    let mut text = "table".to_owned();
    for (word, set) in
        [("strict", options.strict), ("without rowid", options.without_rowid), ("unlogged", options.unlogged)]
    {
        if set {
            text.push_str(&format!(" {word}"));
        }
    }
    parameters(&mut text, &options.parameters);
    for (word, value) in [
        ("tablespace", &options.tablespace),
        ("access method", &options.access_method),
        ("replica identity", &options.replica_identity),
        ("cluster on", &options.cluster_on),
    ] {
        if let Some(value) = value {
            text.push_str(&format!(" {word} {value}"));
        }
    }
    if let Some(sql) = &options.virtual_table {
        text.push_str(&format!(" {sql}"));
    }
    with_comment(text, table.comment.as_ref())
}

fn view_summary(view: &View) -> String {
    let mut text = if view.materialized { "materialized view" } else { "view" }.to_owned();
    if !view.columns.is_empty() {
        text.push_str(&format!(" ({})", view.columns.join(", ")));
    }
    parameters(&mut text, &view.options);
    text.push_str(&format!(" as {}", view.query));
    for (column, default) in &view.column_defaults {
        text.push_str(&format!(" default of {column} {default}"));
    }
    text.push_str(if view.no_data { " with no data" } else { "" });
    for (column, said) in &view.column_comments {
        text.push_str(&format!(" comment on {column} '{said}'"));
    }
    with_comment(text, view.comment.as_ref())
}
