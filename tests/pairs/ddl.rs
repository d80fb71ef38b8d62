//! A model as plain SQL: what the databases' own clients make the schema from, and what `schema.sql` says.

use super::model::*;
use super::objects;
use super::types::Value;

/// The whole schema as DDL; with the schema before, comments say what becomes of it: what was renamed (unless flags do),
/// and what a comparison cannot know of rows.
pub(super) fn ddl(model: &Model, before: Option<&Model>, flags: bool) -> String {
    if model.engine.is_mysql() {
        return super::mysql_ddl::ddl(model, before, flags);
    }
    let mut out = String::new();
    type Named<'n> = (Option<Id>, &'n str);
    let renamed = |was: Option<Named<'_>>, (namespace, name): Named<'_>| match (was, before) {
        (Some(was), Some(before)) if was != (namespace, name) && !flags => {
            format!("-- migrate: renamed_from {}\n", old_name(before, was.0, was.1, namespace))
        }
        _ => String::new(),
    };
    for one in &model.namespaces {
        out += &format!("CREATE SCHEMA {};\n", model.quote(&one.name));
        out += &comment("SCHEMA", &model.quote(&one.name), &one.comment);
    }
    for one in &model.enums {
        let name = model.enum_name(one.id);
        let old = before.and_then(|b| b.enums.iter().find(|e| e.id == one.id));
        let values: Vec<String> = one
            .values
            .iter()
            .map(|value| match old.and_then(|old| old.values.iter().find(|v| v.id == value.id)) {
                Some(was) if was.text != value.text => {
                    format!(
                        "
  -- migrate: renamed_from {}
  {}",
                        model.string(&was.text),
                        model.string(&value.text)
                    )
                }
                _ => model.string(&value.text),
            })
            .collect();
        out += &renamed(old.map(|was| (was.namespace, was.name.as_str())), (one.namespace, &one.name));
        for (gone, by) in one.replaced.iter().filter(|_| old.is_some()) {
            out += &format!(
                "-- migrate: replaced_by {} {}
",
                model.string(gone),
                model.string(model.label(one.id, *by))
            );
        }
        out += &format!(
            "CREATE TYPE {name} AS ENUM ({});
",
            values.join(", ")
        );
        out += &comment("TYPE", &name, &one.comment);
    }
    for one in &model.sequences {
        let name = model.sequence_name(one.id);
        let was = before.and_then(|b| b.sequences.iter().find(|s| s.id == one.id));
        let cycle = if one.cycle { " CYCLE" } else { "" };
        let (start, increment) = (one.start, one.increment);
        out += &renamed(was.map(|was| (was.namespace, was.name.as_str())), (one.namespace, &one.name));
        out += &format!("CREATE SEQUENCE {name} START WITH {start} INCREMENT BY {increment}{cycle};\n");
        out += &comment("SEQUENCE", &name, &one.comment);
    }
    out += &objects::ddl(model, before, true);
    for table in &model.tables {
        let was = before.and_then(|b| b.table(table.id));
        out += &renamed(was.map(|was| (was.namespace, was.name.as_str())), (table.namespace, &table.name));
        out += &create_table(model, table, before, flags);
    }
    if model.engine == Engine::Postgres {
        for table in &model.tables {
            for key in &table.foreign_keys {
                out += &format!("ALTER TABLE {} ADD {};\n", model.relation(table.id), foreign_key(model, key));
                if let Some(name) = &key.name {
                    let on = format!("{} ON {}", model.quote(name), model.relation(table.id));
                    out += &comment("CONSTRAINT", &on, &key.comment);
                }
            }
        }
    }
    for table in &model.tables {
        for index in &table.indexes {
            out += &create_index(model, &model.relation(table.id), table.namespace, index);
        }
    }
    for view in &model.views {
        let name = model.relation(view.id);
        let was = before.and_then(|b| b.view(view.id)).filter(|was| was.materialized == view.materialized);
        out += &renamed(was.map(|was| (was.namespace, was.name.as_str())), (view.namespace, &view.name));
        let kind = if view.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        out += &format!("CREATE {kind} {name} AS {};\n", query(model, view));
        out += &comment(kind, &name, &view.comment);
        if let Some(index) = &view.index {
            out += &create_index(model, &name, view.namespace, index);
        }
    }
    for table in &model.tables {
        for trigger in &table.triggers {
            out += &format!("{};\n", create_trigger(model, table, trigger));
        }
    }
    out += &objects::ddl(model, before, false);
    out
}

/// The old name of a thing as a hint has it: without a namespace it would be in the one of the new name.
pub(super) fn old_name(before: &Model, namespace: Option<Id>, name: &str, now: Option<Id>) -> String {
    let default = if namespace.is_none() && now.is_some() { "public." } else { "" };
    format!("{default}{}", before.qualified(namespace, name))
}

fn comment(kind: &str, name: &str, text: &Option<String>) -> String {
    text.as_ref()
        .map_or_else(String::new, |text| format!("COMMENT ON {kind} {name} IS {};\n", Engine::Postgres.string(text)))
}

/// The query of a view.
pub(super) fn query(model: &Model, view: &View) -> String {
    let columns: Vec<String> = view
        .columns
        .iter()
        .map(|output| {
            let name = model.quote(&model.name(output.of));
            output.alias.as_ref().map_or(name.clone(), |alias| format!("{name} AS {}", model.quote(alias)))
        })
        .collect();
    let filter = view.filter.as_ref().map_or_else(String::new, |sql| format!(" WHERE {}", model.sql(sql)));
    format!("SELECT {} FROM {}{filter}", columns.join(", "), model.relation(view.source))
}

/// A trigger's statement.
pub(super) fn create_trigger(model: &Model, table: &Table, trigger: &Trigger) -> String {
    let of: Vec<String> = trigger.columns.iter().map(|id| model.quote(&model.name(*id))).collect();
    let of = if of.is_empty() { String::new() } else { format!(" OF {}", of.join(", ")) };
    let (name, event, on) = (model.quote(&trigger.name), trigger.event, model.relation(table.id));
    format!("CREATE TRIGGER {name} {event}{of} ON {on} FOR EACH ROW {}", model.sql(&trigger.body))
}

fn create_table(model: &Model, table: &Table, before: Option<&Model>, flags: bool) -> String {
    let mut items: Vec<String> = vec![];
    let autoincrement = table.columns.iter().any(|column| column.identity == Some(Identity::Autoincrement));
    for column in &table.columns {
        let was = before.and_then(|before| before.column(column.id)).filter(|(was, _)| was.id == table.id);
        let mut note = String::new();
        let mut hint = |text: String| note += &format!("-- migrate: {text}\n  ");
        if let Some((_, was)) = was {
            if was.name != column.name && !flags {
                hint(format!("renamed_from {}", model.quote(&was.name)));
            }
            if let Some(using) = &column.using {
                hint(format!("using {}", model.sql(using)));
            }
        }
        if let Some(backfill) = column.backfill.as_ref().filter(|_| before.is_some()) {
            // A comment ends with its line.
            hint(format!(
                "backfill {}",
                backfill.replace(
                    '\n',
                    &format!("' || {}(10) || '", if model.engine == Engine::Sqlite { "char" } else { "chr" })
                )
            ));
        }
        items.push(format!("{note}{}", column_sql(model, table, column)));
    }
    for key in &table.keys {
        if !(key.primary && autoincrement) {
            items.push(key_sql(model, key));
        }
    }
    for check in &table.checks {
        items.push(format!("{}CHECK ({})", constraint(model, &check.name), model.sql(&check.sql)));
    }
    if model.engine == Engine::Sqlite {
        items.extend(table.foreign_keys.iter().map(|key| foreign_key(model, key)));
    }
    let mut options: Vec<&str> = vec![];
    if table.strict {
        options.push("STRICT");
    }
    if table.without_rowid {
        options.push("WITHOUT ROWID");
    }
    let with = table.fillfactor.map_or_else(String::new, |fill| format!(" WITH (fillfactor={fill})"));
    let unlogged = if table.unlogged { "UNLOGGED " } else { "" };
    let name = model.relation(table.id);
    let options = if options.is_empty() { String::new() } else { format!(" {}", options.join(", ")) };
    let mut out = format!("CREATE {unlogged}TABLE {name} (\n  {}\n){with}{options};\n", items.join(",\n  "));
    out += &comment("TABLE", &name, &table.comment);
    for column in &table.columns {
        out += &comment("COLUMN", &format!("{name}.{}", model.quote(&column.name)), &column.comment);
    }
    let constraints = table.keys.iter().map(|key| (&key.name, &key.comment));
    for (constraint, text) in constraints.chain(table.checks.iter().map(|check| (&check.name, &check.comment))) {
        if let Some(constraint) = constraint {
            out += &comment("CONSTRAINT", &format!("{} ON {name}", model.quote(constraint)), text);
        }
    }
    out
}

fn constraint(model: &Model, name: &Option<String>) -> String {
    name.as_ref().map_or_else(String::new, |name| format!("CONSTRAINT {} ", model.quote(name)))
}

pub(super) fn names(model: &Model, ids: &[Id]) -> String {
    ids.iter().map(|id| model.quote(&model.name(*id))).collect::<Vec<_>>().join(", ")
}

fn column_sql(model: &Model, table: &Table, column: &Column) -> String {
    let postgres = model.engine == Engine::Postgres;
    let ty = match (column.identity, column.ty.sql(model, table.strict).as_str()) {
        (Some(Identity::Serial), "bigint") => "bigserial".to_owned(),
        (Some(Identity::Serial), _) => "serial".to_owned(),
        (_, ty) => ty.to_owned(),
    };
    let mut sql = format!("{} {ty}", model.quote(&column.name));
    if let Some(collation) = column.collation {
        sql += &format!(" COLLATE {}", if postgres { format!("\"{collation}\"") } else { collation.into() });
    }
    if !column.nullable {
        sql += " NOT NULL";
    }
    if let Some(default) = &column.default {
        sql += &format!(" DEFAULT {}", model.default(default, column.ty));
    }
    match column.identity {
        Some(Identity::Always) => sql += " GENERATED ALWAYS AS IDENTITY",
        Some(Identity::ByDefault) => sql += " GENERATED BY DEFAULT AS IDENTITY",
        Some(Identity::Autoincrement) => {
            let name = table.primary_key().map_or_else(String::new, |key| constraint(model, &key.name));
            sql += &format!(" {name}PRIMARY KEY AUTOINCREMENT");
        }
        Some(Identity::Serial) | None => {}
    }
    if let Some((generated, stored)) = &column.generated {
        let stored = if *stored { "STORED" } else { "VIRTUAL" };
        sql += &format!(" GENERATED ALWAYS AS ({}) {stored}", model.sql(generated));
    }
    sql
}

fn key_sql(model: &Model, key: &Key) -> String {
    let kind = match (key.primary, key.nulls_not_distinct) {
        (true, _) => "PRIMARY KEY",
        (false, false) => "UNIQUE",
        (false, true) => "UNIQUE NULLS NOT DISTINCT",
    };
    let mut sql = format!("{}{kind} ({})", constraint(model, &key.name), names(model, &key.columns));
    if !key.include.is_empty() {
        sql += &format!(" INCLUDE ({})", names(model, &key.include));
    }
    if let Some(conflict) = key.on_conflict {
        sql += &format!(" ON CONFLICT {conflict}");
    }
    sql + &deferrable(key.deferrable)
}

fn deferrable(deferrable: Option<bool>) -> String {
    match deferrable {
        None => String::new(),
        Some(false) => " DEFERRABLE INITIALLY IMMEDIATE".into(),
        Some(true) => " DEFERRABLE INITIALLY DEFERRED".into(),
    }
}

pub(super) fn foreign_key(model: &Model, key: &ForeignKey) -> String {
    let mut sql = format!(
        "{}FOREIGN KEY ({}) REFERENCES {} ({})",
        constraint(model, &key.name),
        names(model, &key.columns),
        model.relation(key.table),
        names(model, &key.referred)
    );
    if let Some(action) = key.on_delete {
        sql += &format!(" ON DELETE {action}");
    }
    if let Some(action) = key.on_update {
        sql += &format!(" ON UPDATE {action}");
    }
    sql + &deferrable(key.deferrable)
}

fn create_index(model: &Model, on: &str, namespace: Option<Id>, index: &Index) -> String {
    let postgres = model.engine == Engine::Postgres;
    let places: Vec<String> = index
        .places
        .iter()
        .map(|place| {
            let mut sql = model.sql(&place.sql);
            if place.column.is_none() && postgres {
                sql = format!("({sql})");
            }
            if let Some(collation) = place.collation {
                sql += &format!(" COLLATE {}", if postgres { format!("\"{collation}\"") } else { collation.into() });
            }
            if let Some(opclass) = place.opclass {
                sql += &format!(" {opclass}");
            }
            if place.desc {
                sql += " DESC";
            }
            if let Some(nulls) = place.nulls {
                sql += &format!(" NULLS {nulls}");
            }
            sql
        })
        .collect();
    let unique = if index.unique { "UNIQUE " } else { "" };
    let method = index.method.map_or_else(String::new, |method| format!("USING {method} "));
    let mut sql = format!("CREATE {unique}INDEX {} ON {on} {method}({})", model.quote(&index.name), places.join(", "));
    if !index.include.is_empty() {
        sql += &format!(" INCLUDE ({})", names(model, &index.include));
    }
    if let Some(predicate) = &index.predicate {
        sql += &format!(" WHERE {}", model.sql(predicate));
    }
    sql += ";\n";
    sql + &comment("INDEX", &model.qualified(namespace, &index.name), &index.comment)
}

/// The rows as INSERTs, in an order that no foreign key minds.
pub(super) fn inserts(model: &Model) -> String {
    if model.engine.is_mysql() {
        return super::mysql_ddl::inserts(model);
    }
    let postgres = model.engine == Engine::Postgres;
    let mut out = String::from(if postgres {
        "SET session_replication_role = replica;\n"
    } else {
        "PRAGMA foreign_keys = OFF;\nBEGIN;\n"
    });
    for table in &model.tables {
        let columns: Vec<&Column> = table.columns.iter().filter(|column| column.generated.is_none()).collect();
        let list = columns.iter().map(|column| model.quote(&column.name)).collect::<Vec<_>>().join(", ");
        for row in &table.rows {
            let value = |column: &&Column| match row.get(&column.id) {
                Some(Value::Unknown) if !column.nullable => model.value(&column.ty.value(1, model)),
                value => model.value(value.unwrap_or(&Value::Null)),
            };
            let values = columns.iter().map(value).collect::<Vec<_>>().join(", ");
            let overriding = if postgres { " OVERRIDING SYSTEM VALUE" } else { "" };
            out += &format!("INSERT INTO {} ({list}){overriding} VALUES ({values});\n", model.relation(table.id));
        }
    }
    out += &objects::inserts(model);
    if !postgres {
        out += "COMMIT;\n";
    }
    out
}

/// A query that prints the rows of a table, these columns of it: one line a row.
pub(super) fn select(model: &Model, table: &Table, columns: &[&Column]) -> String {
    if model.engine.is_mysql() {
        return super::mysql_ddl::select(model, table, columns);
    }
    let text = |column: &&Column| match model.engine {
        Engine::Sqlite => format!("quote({})", model.quote(&column.name)),
        _ => format!("coalesce(quote_nullable({}::text), 'NULL')", model.quote(&column.name)),
    };
    let list = columns.iter().map(text).collect::<Vec<_>>().join(" || ', ' || ");
    format!("SELECT '{} ' || {list} FROM {} ORDER BY 1;\n", table.id, model.relation(table.id))
}
