//! Whole tables, and what is said of one beside its parts.

use crate::dialect::postgres::names;
use crate::dialect::{Clause, ClauseKind, Step};
use crate::operation::{Fill, Part};
use crate::schema::{
    Column, Constraint, ConstraintDefinition, NotNull, Object, ObjectId, Origin, QName, RowSecurity, Schema,
    SchemaObject, Sequence, Table, TableOptions,
};

use super::{
    RenderContext, alter, column, comment, constraint, facts, foreign_data, identity, index, name, parameters, policy,
    quote, reset_and_set, rule, sequence, trigger,
};

impl RenderContext<'_> {
    /// The table and all that depends on it.
    pub(super) fn create_table(&self, table: &Table, out: &mut Vec<Step>) {
        for column in &table.columns {
            identity::create_sequence(self, &table.name, column, out);
        }
        let own = self.own_columns(table);
        let not_nulls = self.own_not_nulls(table);
        let partition = table.options.partition_of.is_some();
        // A partition is made whole, and finds its parent's when it is attached; a table that inherits has its parents' at once.
        let made = |one: &&Constraint| match one.annotation.origin {
            Origin::Inherited => partition && one.foreign_key().is_none(),
            Origin::Own | Origin::Merged | Origin::Attached(_) => true,
        };
        // A primary key inside the statement makes the table declare a NOT NULL that it only has from its parent.
        let inherits_filled = |name: &String| {
            !partition && table.column(name).is_some_and(|column| column.not_null.origin == Origin::Inherited)
        };
        let late = |one: &&Constraint| match &one.definition {
            ConstraintDefinition::PrimaryKey(key) if key.columns.iter().any(inherits_filled) => true,
            _ => constraint::comes_late(one) || constraint::repeats(one, &table.constraints),
        };
        let (late, inside): (Vec<&Constraint>, Vec<&Constraint>) =
            table.constraints.iter().filter(made).partition(late);
        out.push(Step::new(statement(table, &own, &not_nulls, &inside)).facts(facts::create_table(table)));
        for column in &table.columns {
            identity::own_sequence(self, &table.name, column, out);
        }
        for one in late {
            constraint::add(&table.name, one, out);
        }
        for one in &table.columns {
            match self.of_parents(table, one).filter(|_| one.annotation.origin == Origin::Inherited && !partition) {
                Some(mut before) => {
                    if not_nulls.iter().any(|said| said.name == one.name) {
                        before.nullable = false;
                        before.not_null = NotNull { comment: None, ..one.not_null.clone() };
                    }
                    self.alter_column(&table.name, &before, &uncommented(one), None, &Fill::Nothing, out);
                }
                None => column::settings(&table.name, None, one, out),
            }
        }
        for one in &table.indexes {
            index::create(&table.name, one, out);
        }
        if let Some(partition) = &table.options.partition_of {
            self.attach(&table.name, partition, out);
        }
        comment::on_part_of(
            &table.name,
            word(table),
            &name(&table.name),
            None,
            table.annotation.comment.as_deref(),
            out,
        );
        for one in &table.columns {
            comment::on_column(&table.name, &one.name, None, one.annotation.comment.as_deref(), out);
        }
        for one in &table.constraints {
            constraint::say(&table.name, one, None, out);
            constraint::say_index(&table.name, one, None, out);
        }
        for one in &table.indexes {
            index::say(&table.name, one, None, out);
        }
        for one in &table.triggers {
            trigger::create(&table.name, one, out);
        }
        for one in &table.rules {
            rule::create(&table.name, one, out);
        }
        for one in &table.policies {
            policy::create(&table.name, one, out);
        }
        policy::secure(&table.name, RowSecurity::default(), table.row_security, out);
        // An index that comes by itself says it itself.
        let is_there =
            |index: &String| table.parts().iter().any(|part| part.kind().has_index() && part.key() == *index);
        if table.options.replica_index().is_none_or(is_there) {
            mark_replica(&table.name, &TableOptions::default(), &table.options, out);
        }
        mark_cluster(&table.name, None, table.options.cluster_on.as_ref().filter(|index| is_there(index)), out);
    }

    /// Options and comment.
    pub(super) fn alter_table(&self, from: &Table, to: &Table, out: &mut Vec<Step>) {
        let (a, b) = (&from.options, &to.options);
        self.leave(from, to, out);
        let mut set = |kind, about: &str, what: String| alter(&to.name, Clause::new(kind, about, what), out);
        if a.unlogged != b.unlogged {
            let what = if b.unlogged { "SET UNLOGGED" } else { "SET LOGGED" };
            set(ClauseKind::SetPersistence, "unlogged", what.to_owned());
            self.keep_logging_of_sequences(to, out);
        }
        let usual = if b.partition_by.is_some() { "DEFAULT" } else { "heap" };
        place(
            &to.name,
            (a.access_method.as_ref(), a.tablespace.as_ref()),
            (b.access_method.as_ref(), b.tablespace.as_ref()),
            usual,
            out,
        );
        let mut set = |kind, about: &str, what: String| alter(&to.name, Clause::new(kind, about, what), out);
        for change in reset_and_set(&a.parameters, &b.parameters) {
            set(ClauseKind::SetParameters, "parameters", change);
        }
        if let (Some(a), Some(b)) = (&a.foreign, &b.foreign)
            && let Some(change) = foreign_data::change_of_options(&a.options, &b.options)
        {
            set(ClauseKind::SetForeignOptions, "options", change);
        }
        // An index that is still to come says it itself; so does a column that is still to become NOT NULL.
        if b.replica_index().is_none_or(|index| self.identifies(&to.name, index, None)) {
            mark_replica(&to.name, a, b, out);
        }
        if b.cluster_on.as_deref().is_none_or(|index| self.had_index(&to.name, index)) {
            mark_cluster(&to.name, a.cluster_on.as_ref(), b.cluster_on.as_ref(), out);
        }
        self.join(from, to, out);
        comment::on_part_of(
            &to.name,
            word(to),
            &name(&to.name),
            from.annotation.comment.as_deref(),
            to.annotation.comment.as_deref(),
            out,
        );
    }

    /// Whether a table is logged after as it was before.
    pub(super) fn logging_stays(&self, table: &QName) -> bool {
        let unlogged = |schema: &Schema| schema.table(table).map(|table| table.options.unlogged);
        unlogged(self.before).is_none_or(|before| unlogged(self.after).is_none_or(|after| before == after))
    }

    /// The sequences that a table owns go with it to be logged or not: those that are to be otherwise are said again.
    fn keep_logging_of_sequences(&self, table: &Table, out: &mut Vec<Step>) {
        for column in &table.columns {
            if let Some(identity) = &column.identity
                && let Some(unlogged) = identity.unlogged
                && self.before.table(&table.name).is_some_and(|before| before.column(&column.name).is_some())
            {
                sequence::set_logged(&identity::sequence_of(&table.name, &column.name, identity), unlogged, out);
            }
        }
        let own = self.after.objects.values().filter_map(|object| match object {
            Object::Sequence(sequence) => Some(sequence),
            _ => None,
        });
        for sequence in own.filter(|sequence| sequence.unlogged != table.options.unlogged) {
            let owned = |one: &Sequence| one.owned_by.as_ref().is_some_and(|(of, _)| *of == table.name);
            // One that changes hands may be this table's by then.
            if let Some(Object::Sequence(before)) = self.before.get(&sequence.id())
                && (owned(before) || owned(sequence))
            {
                sequence::set_logged(&sequence.name, sequence.unlogged, out);
            }
        }
    }

    /// Whether an index was there already and stays: one that is made anew says itself what the table makes of it.
    fn had_index(&self, table: &QName, index: &str) -> bool {
        let find = |schema: &Schema| {
            let table = schema.table(table)?;
            table.parts().into_iter().find(|part| part.kind().has_index() && part.key() == index)
        };
        find(self.before).zip(find(self.after)).is_some_and(|(before, after)| index::stays(&before, &after))
    }

    /// Whether an index can be the replica identity: it was there, and all its columns were NOT NULL (`but`: or become so).
    fn identifies(&self, table: &QName, index: &str, but: Option<&str>) -> bool {
        let Some(table) = self.before.table(table).filter(|table| self.had_index(&table.name, index)) else {
            return false;
        };
        let plain = table.indexes.iter().filter(|one| one.name == index).flat_map(|one| &one.columns);
        let mut columns: Vec<&str> = plain.filter_map(|column| column.name()).collect();
        for one in table.constraints.iter().filter(|one| one.key() == index) {
            if let ConstraintDefinition::PrimaryKey(key) | ConstraintDefinition::Unique(key) = &one.definition {
                columns.extend(key.columns.iter().map(String::as_str));
            }
        }
        let filled = |name: &str| table.column(name).is_some_and(|column| !column.nullable);
        !columns.is_empty() && columns.into_iter().all(|name| but == Some(name) || filled(name))
    }

    /// A column that became NOT NULL, where the replica identity waited for that.
    pub(super) fn mark_filled(&self, table: &QName, column: &str, out: &mut Vec<Step>) {
        let (Some(old), Some(new)) = (self.before.table(table), self.after.table(table)) else { return };
        let index =
            new.options.replica_index().filter(|_| old.options.replica_identity != new.options.replica_identity);
        if index
            .is_some_and(|index| !self.identifies(table, index, None) && self.identifies(table, index, Some(column)))
        {
            mark_replica(table, &TableOptions::default(), &new.options, out);
        }
    }

    /// A new index that the table names as its replica identity or its order of rows.
    pub(super) fn mark_index(&self, of: &ObjectId, part: &Part, out: &mut Vec<Step>) {
        if !part.kind().has_index() {
            return;
        }
        let key = part.key();
        let cluster_on = match self.after.get(of) {
            Some(Object::Table(table)) => {
                if table.options.replica_index() == Some(&key) {
                    mark_replica(&of.name, &TableOptions::default(), &table.options, out);
                }
                table.options.cluster_on.as_ref()
            }
            Some(Object::View(view)) => view.cluster_on.as_ref(),
            _ => None,
        };
        if cluster_on == Some(&key) {
            mark_cluster(&of.name, None, cluster_on, out);
        }
        self.mark_index_of_partitions(&of.name, &key, out);
    }

    /// The same of the indexes that partitions have got with it, under the names that the server gives.
    fn mark_index_of_partitions(&self, parent: &QName, index: &str, out: &mut Vec<Step>) {
        if self.after.table(parent).is_none_or(|table| table.options.partition_by.is_none()) {
            return;
        }
        let is_partition = |table: &&Table| table.partitioned_table() == Some(parent);
        for table in self.after.tables().filter(is_partition) {
            for part in table.parts().iter().filter(|part| part.origin().attached() == Some(index)) {
                let key = part.key();
                // One that was the partition of this one has gone with it.
                let stays = || {
                    let before = self.before.table(&table.name).into_iter().flat_map(SchemaObject::parts);
                    let mut there = before.filter(|one| one.kind().has_index() && one.key() == key);
                    there.any(|one| one.origin().attached() != Some(index))
                };
                if stays() || names::index(&table.name.name, part).as_ref() != Some(&key) {
                    continue;
                }
                let mut marks = Vec::new();
                if self.before.table(&table.name).is_some() && table.options.replica_index() == Some(&key) {
                    mark_replica(&table.name, &TableOptions::default(), &table.options, &mut marks);
                }
                if self.before.table(&table.name).is_some() && table.options.cluster_on.as_ref() == Some(&key) {
                    mark_cluster(&table.name, None, Some(&key), &mut marks);
                }
                // They wait for a statement about another table: no other clause takes them along.
                out.extend(marks.into_iter().map(|step| Step::new(step.sql()).facts(step.facts)));
                self.mark_index_of_partitions(&table.name, &key, out);
            }
        }
    }
}

impl TableOptions {
    /// The index that `REPLICA IDENTITY USING INDEX` names.
    fn replica_index(&self) -> Option<&String> {
        self.replica_identity.as_ref().filter(|text| !matches!(text.as_str(), "full" | "nothing"))
    }
}

fn mark_replica(table: &QName, from: &TableOptions, to: &TableOptions, out: &mut Vec<Step>) {
    if from.replica_identity == to.replica_identity {
        return;
    }
    let what = match to.replica_identity.as_deref() {
        None => "DEFAULT".to_owned(),
        Some("full") => "FULL".to_owned(),
        Some("nothing") => "NOTHING".to_owned(),
        Some(index) => format!("USING INDEX {}", quote::identifier(index)),
    };
    let what = format!("REPLICA IDENTITY {what}");
    alter(table, Clause::new(ClauseKind::SetReplicaIdentity, "replica identity", what), out);
}

/// The order of rows: by which index, from and to.
pub(super) fn mark_cluster(of: &QName, from: Option<&String>, to: Option<&String>, out: &mut Vec<Step>) {
    if from == to {
        return;
    }
    let what = match to {
        None => "SET WITHOUT CLUSTER".to_owned(),
        Some(index) => format!("CLUSTER ON {}", quote::identifier(index)),
    };
    alter(of, Clause::new(ClauseKind::SetCluster, "cluster", what), out);
}

/// The access method and the tablespace, from and to; `usual`: the method where none is said.
pub(super) fn place(
    of: &QName,
    from: (Option<&String>, Option<&String>),
    to: (Option<&String>, Option<&String>),
    usual: &str,
    out: &mut Vec<Step>,
) {
    if from.0 != to.0 {
        let method = to.0.map_or(usual.to_owned(), |method| quote::identifier(method));
        let what = format!("SET ACCESS METHOD {method}");
        alter(of, Clause::new(ClauseKind::SetPlace, "access method", what), out);
    }
    if from.1 != to.1 {
        let tablespace = to.1.map_or("pg_default", String::as_str);
        let what = format!("SET TABLESPACE {}", quote::identifier(tablespace));
        alter(of, Clause::new(ClauseKind::SetPlace, "tablespace", what), out);
    }
}

/// The column without its comment, which is said at another place.
fn uncommented(column: &Column) -> Column {
    let mut column = column.clone();
    column.annotation.comment = None;
    column
}

/// What a table is called in SQL.
pub(super) fn word(table: &Table) -> &'static str {
    if table.is_foreign() { "FOREIGN TABLE" } else { "TABLE" }
}

/// `CREATE TABLE …`, a line a column and a constraint.
fn statement(table: &Table, columns: &[Column], not_nulls: &[Column], constraints: &[&Constraint]) -> String {
    let mut text = format!("CREATE {}{} ", if table.options.unlogged { "UNLOGGED " } else { "" }, word(table));
    text.push_str(&name(&table.name));
    let typed = table.options.of_type.as_ref();
    let mut lines: Vec<String> = match typed {
        None => columns.iter().map(|one| column::definition(&table.name, one)).collect(),
        Some(_) => columns.iter().filter_map(|one| column::with_options(&table.name, one)).collect(),
    };
    if let Some(ty) = typed {
        text.push_str(&format!(" OF {ty}"));
    }
    lines.extend(not_nulls.iter().map(column::not_null_constraint));
    lines.extend(constraints.iter().map(|one| constraint::definition(one)));
    if lines.is_empty() {
        text.push_str(if typed.is_some() { "" } else { " ()" });
    } else {
        text.push_str(&format!(" (\n    {}\n)", lines.join(",\n    ")));
    }
    if !table.options.inherits.is_empty() {
        let parents: Vec<String> = table.options.inherits.iter().map(name).collect();
        text.push_str(&format!(" INHERITS ({})", parents.join(", ")));
    }
    if let Some(foreign) = &table.options.foreign {
        text.push_str(&foreign_data::source_clause(foreign));
    }
    if let Some(key) = &table.options.partition_by {
        text.push_str(&format!(" PARTITION BY {key}"));
    }
    if let Some(method) = &table.options.access_method {
        text.push_str(&format!(" USING {}", quote::identifier(method)));
    }
    if !table.options.parameters.is_empty() {
        text.push_str(&format!(" WITH ({})", parameters(&table.options.parameters)));
    }
    if let Some(tablespace) = &table.options.tablespace {
        text.push_str(&format!(" TABLESPACE {}", quote::identifier(tablespace)));
    }
    text
}
