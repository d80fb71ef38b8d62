//! The schema of a database: `sqlite_master` read whole, with what the pragmas know as a check that nothing was misread.
//!
//! One query answers a row for each object, the pragmas folded into it as JSON, whatever the number of tables.

use std::collections::{HashMap, HashSet};

use serde::de::DeserializeOwned;

use super::pragma_check::{self, PragmaFacts};
use super::references::{self, Relations};
use super::statements::WrittenStatement;
use super::{as_written, canonical, parse, virtual_table};
use crate::config::filter::exact;
use crate::dialect::Scope;
use crate::dialect::session::Row;
use crate::schema::{
    Annotation, ConstraintDefinition, Expr, IndexKey, Node, Object, ObjectId, PartKind, QName, Schema, Stranded, Table,
    Trigger, Unmodelled, View,
};

/// A row for each object: type, name, table, text, whether it has a page, and for a table its columns, indexes and foreign
/// keys; for a virtual table the tables that belong to virtual ones. (A virtual table has no page; asking its pragmas would
/// call its module, which may not be here.)
pub(super) const QUERY: &str = "SELECT m.type, m.name, m.tbl_name, m.sql, m.rootpage > 0, \
     CASE WHEN m.type = 'table' AND m.rootpage > 0 THEN (SELECT json_group_array(json_array(\
     name, type, \"notnull\", pk, hidden, dflt_value)) FROM pragma_table_xinfo(m.name, 'main')) END, \
     CASE WHEN m.type = 'table' AND m.rootpage > 0 THEN (SELECT json_group_array(json_array(\
     name, \"unique\", origin, partial)) FROM pragma_index_list(m.name, 'main')) END, \
     CASE WHEN m.type = 'table' AND m.rootpage > 0 THEN (SELECT json_group_array(json_array(\
     id, \"table\", \"from\", \"to\", on_update, on_delete)) FROM pragma_foreign_key_list(m.name, 'main')) END, \
     CASE WHEN m.type = 'table' AND m.rootpage = 0 THEN (SELECT json_group_array(name) FROM pragma_table_list \
     WHERE schema = 'main' AND type = 'shadow') END \
     FROM sqlite_master AS m ORDER BY m.rowid";

/// One row of [`QUERY`].
struct MasterRow {
    kind: String,
    name: String,
    table: String,
    sql: String,
    paged: bool,
    /// None where it is not in a database yet.
    facts: Option<PragmaFacts>,
    shadows: Vec<String>,
}

impl MasterRow {
    fn written(statement: WrittenStatement) -> MasterRow {
        MasterRow {
            kind: statement.kind.to_owned(),
            table: statement.on.unwrap_or_else(|| statement.name.clone()),
            name: statement.name,
            sql: statement.sql,
            paged: true,
            facts: None,
            shadows: Vec::new(),
        }
    }

    fn of(row: Row) -> MasterRow {
        let mut values = row.into_iter();
        let mut next = || values.next().flatten();
        let (kind, name, table, sql) = (next(), next(), next(), next());
        let paged = next().as_deref() == Some("1");
        let facts = PragmaFacts { columns: list(next()), indexes: list(next()), keys: list(next()) };
        MasterRow {
            kind: kind.unwrap_or_default(),
            name: name.unwrap_or_default(),
            table: table.unwrap_or_default(),
            sql: sql.unwrap_or_default(),
            paged,
            facts: Some(facts),
            shadows: list(next()),
        }
    }
}

/// A JSON list; what is no such list is empty, and the check then finds the table misread.
fn list<T: DeserializeOwned>(json: Option<String>) -> Vec<T> {
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// What is read so far.
#[derive(Default)]
struct MasterReader {
    /// Tables and views in the order in which they were made.
    objects: Vec<Object>,
    /// The place of each in `objects`, by name in lower case.
    places: HashMap<String, usize>,
    /// What cannot be read, and of a part what it is a part of: its kind and name.
    unmodelled: Vec<(Unmodelled, Option<(&'static str, String)>)>,
    /// Tables that are already named as not modelled, in lower case.
    lost: HashSet<String>,
}

/// The schema that the rows of [`QUERY`] hold.
pub(super) fn schema(rows: Vec<Row>, scope: &Scope) -> Schema {
    read(rows.into_iter().map(MasterRow::of).collect(), scope)
}

/// The schema that these statements make in an empty database. No pragma checks that they are read rightly.
pub(super) fn written(statements: Vec<WrittenStatement>, scope: &Scope) -> Schema {
    read(statements.into_iter().map(MasterRow::written).collect(), scope)
}

fn read(mut entries: Vec<MasterRow>, scope: &Scope) -> Schema {
    let shadows: HashSet<String> =
        entries.iter().flat_map(|entry| &entry.shadows).map(|name| name.to_ascii_lowercase()).collect();
    entries.retain(|entry| {
        let internal = |name: &str| name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"));
        let of_virtual = !shadows.is_empty() && shadows.contains(&entry.table.to_ascii_lowercase());
        let of_version_table = entry.table.eq_ignore_ascii_case(&scope.version_table.name);
        !internal(&entry.name) && !internal(&entry.table) && !of_virtual && !of_version_table
    });
    let mut reader = MasterReader::default();
    let mut facts: HashMap<String, Option<&PragmaFacts>> = HashMap::new();
    for entry in &entries {
        match entry.kind.as_str() {
            "table" => {
                facts.insert(entry.name.to_ascii_lowercase(), entry.facts.as_ref());
                reader.table(entry);
            }
            "view" => reader.view(entry),
            // Read below, once what they depend on is.
            "index" | "trigger" => {}
            other => reader.lose("object", &entry.name, None, &format!("`{other}` is no kind that is known")),
        }
    }
    for entry in entries.iter().filter(|entry| entry.kind == "index" && !entry.sql.is_empty()) {
        reader.index(entry);
    }
    reader.spell_tables(&facts);
    let relations = reader.relations();
    reader.resolve_keys(&relations);
    for entry in entries.iter().filter(|entry| entry.kind == "trigger") {
        reader.trigger(entry, &relations);
    }
    reader.spell_views(&relations);
    reader.finish(scope, &relations)
}

impl MasterReader {
    fn lose(&mut self, kind: &str, name: &str, on: Option<&str>, why: &str) {
        let shown = on.map_or_else(|| name.to_owned(), |on| format!("{name} on {on}"));
        let of = on.map(|on| match self.lookup(on) {
            Some(Object::View(_)) => ("view", on.to_owned()),
            _ => ("table", on.to_owned()),
        });
        let one = Unmodelled {
            kind: kind.to_owned(),
            name: format!("{shown} (its text cannot be read: {why})"),
            exclude: name.to_owned(),
            table: of.as_ref().map(|(kind, name)| format!("{kind}:{}", exact(name))),
        };
        self.unmodelled.push((one, of));
    }

    fn put(&mut self, object: Object) {
        self.places.insert(object.id().name.name.to_ascii_lowercase(), self.objects.len());
        self.objects.push(object);
    }

    fn lookup(&mut self, name: &str) -> Option<&mut Object> {
        let place = self.places.get(&name.to_ascii_lowercase())?;
        self.objects.get_mut(*place)
    }

    fn table(&mut self, entry: &MasterRow) {
        let table = if entry.paged {
            parse::table(&entry.sql).map(|mut table| {
                table.name = QName::plain(&entry.name);
                table.annotation = Annotation::written(as_written::kept(&entry.sql));
                table
            })
        } else {
            let mut table = Table::new(QName::plain(&entry.name));
            table.annotation = Annotation::written(as_written::kept(&entry.sql));
            table.options.virtual_table = Some(Expr::from(entry.sql.as_str()));
            Ok(table)
        };
        match table {
            Ok(table) => self.put(Object::Table(table)),
            Err(why) => {
                self.lost.insert(entry.name.to_ascii_lowercase());
                self.lose("table", &entry.name, None, &why.to_string());
            }
        }
    }

    fn view(&mut self, entry: &MasterRow) {
        match parse::view(&entry.sql) {
            Ok(mut view) => {
                view.name = QName::plain(&entry.name);
                view.annotation = Annotation::written(as_written::kept(&entry.sql));
                self.put(Object::View(view));
            }
            Err(why) => {
                self.lost.insert(entry.name.to_ascii_lowercase());
                self.lose("view", &entry.name, None, &why.to_string());
            }
        }
    }

    fn index(&mut self, entry: &MasterRow) {
        let why = match (parse::index(&entry.sql), self.lookup(&entry.table)) {
            (Ok((_, mut index)), Some(Object::Table(table))) => {
                index.name.clone_from(&entry.name);
                index.annotation = Annotation::written(as_written::kept(&entry.sql));
                table.indexes.push(index);
                return;
            }
            (Err(why), _) => why.to_string(),
            (Ok(_), _) => "it stands on no table that was read".to_owned(),
        };
        // Indexes and triggers of a table that is not modelled are not named one by one.
        if self.lost.insert(entry.table.to_ascii_lowercase()) {
            self.lose("index", &entry.name, Some(&entry.table), &why);
        }
    }

    /// Brings the tables into the model's spelling, and takes out those that the pragmas say were misread.
    fn spell_tables(&mut self, facts: &HashMap<String, Option<&PragmaFacts>>) {
        let mut misread = Vec::new();
        for object in &mut self.objects {
            let Object::Table(table) = object else { continue };
            canonical::table(table);
            if table.options.virtual_table.is_some() {
                continue;
            }
            let name = table.name.name.to_ascii_lowercase();
            let disagreement = match facts.get(&name) {
                Some(Some(facts)) => pragma_check::disagreement(table, facts),
                Some(None) => None,
                None => Some("all of it".to_owned()),
            };
            if let Some(what) = disagreement.filter(|_| !self.lost.contains(&name)) {
                misread.push((table.name.name.clone(), what));
            }
        }
        for (name, what) in misread {
            self.lost.insert(name.to_ascii_lowercase());
            self.lose("table", &name, None, &format!("SQLite says otherwise of {what}"));
        }
        let lost = &self.lost;
        self.objects.retain(|object| !lost.contains(&object.id().name.name.to_ascii_lowercase()));
        let names = self.objects.iter().map(|object| object.id().name.name.to_ascii_lowercase());
        self.places = names.enumerate().map(|(place, name)| (name, place)).collect();
    }

    fn relations(&self) -> Relations {
        let mut relations = Relations::default();
        for object in &self.objects {
            match object {
                Object::Table(table) => {
                    relations.add(&table.name.name, table.columns.iter().map(|column| column.name.as_str()));
                }
                Object::View(view) => relations.add(&view.name.name, view.columns.iter().map(String::as_str)),
                _ => {}
            }
        }
        relations
    }

    /// Foreign keys name the table that they refer to, and its columns, as these are declared; without columns they mean
    /// its primary key.
    fn resolve_keys(&mut self, relations: &Relations) {
        let keys: HashMap<String, Vec<String>> = self
            .objects
            .iter()
            .filter_map(|object| match object {
                Object::Table(table) => Some((table.name.name.clone(), table.primary_key()?.columns.clone())),
                _ => None,
            })
            .collect();
        for object in &mut self.objects {
            let Object::Table(table) = object else { continue };
            for constraint in &mut table.constraints {
                let ConstraintDefinition::ForeignKey(key) = &mut constraint.definition else { continue };
                if let Some(declared) = relations.declared(&key.table.name) {
                    key.table.name = declared.to_owned();
                }
                for name in &mut key.referred {
                    if let Some(declared) = relations.column(&key.table.name, name) {
                        *name = declared.to_owned();
                    }
                }
                if let Some(primary) = keys.get(&key.table.name).filter(|primary| primary.len() == key.columns.len())
                    && key.referred.is_empty()
                {
                    key.referred.clone_from(primary);
                }
            }
        }
    }

    fn trigger(&mut self, entry: &MasterRow, relations: &Relations) {
        let names = relations.names(&entry.sql);
        let text = canonical::trigger(&entry.sql, &names);
        let why = match (text, self.lookup(&entry.table)) {
            (Ok(text), Some(object)) => {
                let annotation = Annotation::written(as_written::kept(&entry.sql));
                let trigger = Trigger { annotation, ..Trigger::new(entry.name.as_str(), text) };
                match object {
                    Object::Table(table) => table.triggers.push(trigger),
                    Object::View(view) => view.triggers.push(trigger),
                    _ => {}
                }
                return;
            }
            (Err(why), _) => why.to_string(),
            (Ok(_), None) => "it stands on nothing that was read".to_owned(),
        };
        if !self.lost.contains(&entry.table.to_ascii_lowercase()) {
            self.lose("trigger", &entry.name, Some(&entry.table), &why);
        }
    }

    fn spell_views(&mut self, relations: &Relations) {
        for object in &mut self.objects {
            if let Object::View(view) = object {
                let names = relations.names(view.query.text());
                canonical::view(view, &names);
            }
        }
    }

    fn finish(self, scope: &Scope, relations: &Relations) -> Schema {
        let mut schema = Schema::default();
        let everything = scope.filter.takes_everything();
        let wanted = |id: &ObjectId| everything || scope.filter.matches(id.kind.word(), None, &id.name.name);
        let all = self.objects.len();
        for object in self.objects {
            if wanted(&object.id()) {
                schema.insert(object);
            } else if !matches!(&object, Object::Table(table) if table.options.virtual_table.is_some()) {
                // The module of a virtual table need not be here.
                schema.outside.push(object.as_support());
            }
        }
        // A table that is left out takes along what of it cannot be read.
        let matches = |one: &Unmodelled, of: &Option<(&str, String)>| {
            scope.filter.matches(&one.kind, None, &one.exclude)
                && of.as_ref().is_none_or(|(kind, name)| scope.filter.matches(kind, None, name))
        };
        for (mut one, of) in self.unmodelled {
            if matches(&one, &of) {
                one.exclude = exact(&one.exclude);
                schema.unmodelled.push(one);
            }
        }
        let mut needs = Vec::new();
        for object in schema.objects.values() {
            match object {
                Object::Table(table) => {
                    within(table, &mut needs);
                    needs.extend(virtual_table::needs(table).into_iter().map(|need| (Node::table(&table.name), need)));
                }
                Object::View(view) => upon(view, relations, &schema, &mut needs),
                _ => {}
            }
            of_triggers(object, relations, &schema, &mut needs);
        }
        for (node, need) in needs {
            schema.depend(node, need);
        }
        schema.link();
        if schema.objects.len() < all {
            schema.stranded = stranded(&schema, relations);
        }
        schema
    }
}

/// What uses tables and views that are there and are left out. A part goes with its table: that is built anew to be changed,
/// and would lose whatever is not known of it.
fn stranded(schema: &Schema, relations: &Relations) -> Vec<Stranded> {
    let is_out = |name: &str| {
        let name = QName::plain(name);
        schema.get(&ObjectId::table(&name)).is_none() && schema.get(&ObjectId::view(&name)).is_none()
    };
    let mut found = Vec::new();
    for object in schema.objects.values() {
        let id = object.id();
        let mut add = |node: Node, used: &str| {
            if is_out(used) {
                let pattern = format!("{}:{}", id.kind.word(), exact(&id.name.name));
                found.push(Stranded { node, needs: used.to_owned(), pattern });
            }
        };
        let triggers = match object {
            Object::Table(table) => {
                for constraint in &table.constraints {
                    // A key to a table that is not there at all is as good in another database as it is here.
                    if let ConstraintDefinition::ForeignKey(key) = &constraint.definition
                        && relations.declared(&key.table.name).is_some()
                    {
                        add(Node::part(&table.name, PartKind::ForeignKey, constraint.key()), &key.table.name);
                    }
                }
                &table.triggers
            }
            Object::View(view) => {
                for used in relations.used(view.query.text()) {
                    add(Node::Object(id.clone()), &used);
                }
                &view.triggers
            }
            _ => continue,
        };
        for trigger in triggers {
            for used in relations.used(trigger.sql.text()) {
                add(Node::Part(id.clone(), PartKind::Trigger, trigger.name.clone()), &used);
            }
        }
    }
    found
}

/// The columns that expressions of a table use: they can be no others than its own.
fn within(table: &Table, needs: &mut Vec<(Node, Node)>) {
    let names = canonical::names(table);
    let mut add = |node: &Node, text: &str| {
        for name in references::named(text).filter(|name| names.has(name)) {
            needs.push((node.clone(), Node::column(&table.name, names.declared(&name))));
        }
    };
    for column in &table.columns {
        if let Some(generated) = &column.generated {
            add(&Node::column(&table.name, &column.name), generated.expression.text());
        }
    }
    for constraint in &table.constraints {
        if let ConstraintDefinition::Check(check) = &constraint.definition {
            add(&Node::part(&table.name, PartKind::Check, constraint.key()), check.expression.text());
        }
    }
    for index in &table.indexes {
        let node = Node::part(&table.name, PartKind::Index, &index.name);
        for place in &index.columns {
            if let IndexKey::Expression(expression) = &place.key {
                add(&node, expression.text());
            }
        }
        if let Some(predicate) = &index.predicate {
            add(&node, predicate.text());
        }
    }
}

/// The tables and views that a view reads.
fn upon(view: &View, relations: &Relations, schema: &Schema, needs: &mut Vec<(Node, Node)>) {
    for name in relations.used(view.query.text()) {
        let name = QName::plain(name);
        for id in [ObjectId::table(&name), ObjectId::view(&name)] {
            if schema.get(&id).is_some() {
                needs.push((Node::Object(ObjectId::view(&view.name)), Node::Object(id)));
            }
        }
    }
}

/// The views that triggers write to or read. Of the tables that they use nothing is recorded: nothing waits for it.
fn of_triggers(object: &Object, relations: &Relations, schema: &Schema, needs: &mut Vec<(Node, Node)>) {
    let triggers = match object {
        Object::Table(table) => &table.triggers,
        Object::View(view) => &view.triggers,
        _ => return,
    };
    for trigger in triggers {
        for name in relations.used(trigger.sql.text()) {
            let view = ObjectId::view(&QName::plain(name));
            if view != object.id() && schema.get(&view).is_some() {
                needs.push((Node::Part(object.id(), PartKind::Trigger, trigger.name.clone()), Node::Object(view)));
            }
        }
    }
}
