//! A model in the words of MySQL and MariaDB: everything of a table but its foreign keys stands in its CREATE TABLE.

use super::ddl::{foreign_key, names, query};
use super::model::*;
use super::types::{Type, Value};

/// The whole schema; with the schema before, comments say what becomes of it.
pub(super) fn ddl(model: &Model, before: Option<&Model>, flags: bool) -> String {
    let mut out = String::new();
    let renamed = |was: Option<String>, now: &str| match was {
        Some(was) if was != now && !flags => format!("-- migrate: renamed_from {was}\n"),
        _ => String::new(),
    };
    for one in &model.sequences {
        let name = model.sequence_name(one.id);
        let was = before.filter(|b| b.sequences.iter().any(|s| s.id == one.id)).map(|b| b.sequence_name(one.id));
        let cycle = if one.cycle { " CYCLE" } else { "" };
        out += &renamed(was, &name);
        out += &format!("CREATE SEQUENCE {name} START WITH {} INCREMENT BY {}{cycle};\n", one.start, one.increment);
    }
    for table in &model.tables {
        let was = before.filter(|b| b.table(table.id).is_some()).map(|b| b.relation(table.id));
        out += &renamed(was, &model.relation(table.id));
        out += &create_table(model, table, before, flags);
    }
    for table in &model.tables {
        for key in &table.foreign_keys {
            out += &format!("ALTER TABLE {} ADD {};\n", model.relation(table.id), foreign_key(model, key));
        }
    }
    for view in &model.views {
        let name = model.relation(view.id);
        out += &renamed(before.filter(|b| b.view(view.id).is_some()).map(|b| b.relation(view.id)), &name);
        let merged = if view.merged { "ALGORITHM = MERGE " } else { "" };
        let invoker = if view.invoker { "SQL SECURITY INVOKER " } else { "" };
        out += &format!("CREATE {merged}{invoker}VIEW {name} AS {};\n", query(model, view));
    }
    let mut bodies: Vec<String> = vec![];
    for table in &model.tables {
        bodies.extend(table.triggers.iter().map(|trigger| super::ddl::create_trigger(model, table, trigger)));
    }
    bodies.extend(model.routines.iter().map(|routine| create_routine(model, routine)));
    // What has statements within it ends as the clients want it.
    if !bodies.is_empty() {
        out += &format!(
            "DELIMITER ;;\n{}DELIMITER ;\n",
            bodies.iter().map(|body| format!("{body};;\n")).collect::<String>()
        );
    }
    out
}

/// A routine's statement.
pub(super) fn create_routine(model: &Model, routine: &Routine) -> String {
    let (name, number) = (model.quote(&routine.name), routine.number);
    match routine.kind {
        "FUNCTION" => format!(
            "CREATE FUNCTION {name}(a int) RETURNS int DETERMINISTIC NO SQL\nBEGIN\n  -- it's; not the end\n  RETURN a + {number};\nEND"
        ),
        "PROCEDURE" => format!(
            "CREATE PROCEDURE {name}(IN a int, OUT b varchar(20))\nBEGIN\n  DECLARE c int DEFAULT {number};\n  SET b = 'x;y';\nEND"
        ),
        _ => format!(
            "CREATE EVENT {name} ON SCHEDULE EVERY {number} DAY STARTS '2037-01-01 00:00:00' DO SET @seen = 'a;b {number}'"
        ),
    }
}

fn create_table(model: &Model, table: &Table, before: Option<&Model>, flags: bool) -> String {
    let mut items: Vec<String> = vec![];
    for column in &table.columns {
        let was = before.and_then(|before| before.column(column.id)).filter(|(was, _)| was.id == table.id);
        let mut note = String::new();
        if let Some((_, was)) = was.filter(|(_, was)| was.name != column.name && !flags) {
            note += &format!("-- migrate: renamed_from {}\n  ", model.quote(&was.name));
        }
        if let Some(backfill) = column.backfill.as_ref().filter(|_| before.is_some()) {
            // A comment ends with its line.
            note += &format!("-- migrate: backfill {}\n  ", backfill.replace('\n', "\\n"));
        }
        items.push(format!("{note}{}", column_sql(model, table, column)));
    }
    for key in &table.keys {
        let columns = names(model, &key.columns);
        items.push(match &key.name {
            _ if key.primary => format!("PRIMARY KEY ({columns})"),
            Some(name) => format!("UNIQUE KEY {} ({columns})", model.quote(name)),
            None => format!("UNIQUE ({columns})"),
        });
    }
    items.extend(table.indexes.iter().map(|index| index_sql(model, index)));
    for check in &table.checks {
        let name = check.name.as_ref().map_or_else(String::new, |name| format!("CONSTRAINT {} ", model.quote(name)));
        let enforced = if check.enforced { "" } else { " NOT ENFORCED" };
        items.push(format!("{name}CHECK ({}){enforced}", model.sql(&check.sql)));
    }
    let mut options = String::new();
    if let Some(collation) = table.collation {
        options += &format!(" DEFAULT CHARSET={} COLLATE={collation}", charset(collation));
    }
    if let Some(format) = table.row_format {
        options += &format!(" ROW_FORMAT={format}");
    }
    if let Some(comment) = &table.comment {
        options += &format!(" COMMENT={}", model.string(comment));
    }
    if let Some(partition) = &table.partition {
        options += &format!("\nPARTITION BY {}", model.sql(partition));
    }
    format!("CREATE TABLE {} (\n  {}\n){options};\n", model.relation(table.id), items.join(",\n  "))
}

/// The character set of a collation.
pub(super) fn charset(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}

fn column_sql(model: &Model, table: &Table, column: &Column) -> String {
    let mut sql = format!("{} {}", model.quote(&column.name), column.ty.sql(model, table.strict));
    if let Some(collation) = column.collation {
        sql += &format!(" CHARACTER SET {} COLLATE {collation}", charset(collation));
    }
    if let Some((generated, stored)) = &column.generated {
        let stored = if *stored { "STORED" } else { "VIRTUAL" };
        sql += &format!(" GENERATED ALWAYS AS ({}) {stored}", model.sql(generated));
    } else {
        sql += if column.nullable { " NULL" } else { " NOT NULL" };
    }
    if let Some(default) = &column.default {
        sql += &format!(" DEFAULT {}", model.default(default, column.ty));
    }
    if let Some(now) = column.ty.now().filter(|_| column.on_update) {
        sql += &format!(" ON UPDATE {now}");
    }
    if column.identity.is_some() {
        sql += " AUTO_INCREMENT";
    }
    if column.invisible {
        sql += " INVISIBLE";
    }
    if let Some(comment) = &column.comment {
        sql += &format!(" COMMENT {}", model.string(comment));
    }
    sql
}

fn index_sql(model: &Model, index: &Index) -> String {
    let places: Vec<String> = index
        .places
        .iter()
        .map(|place| {
            let mut sql = model.sql(&place.sql);
            if place.column.is_none() {
                sql = format!("({sql})");
            }
            if let Some(length) = place.length {
                sql += &format!("({length})");
            }
            if place.desc {
                sql += " DESC";
            }
            sql
        })
        .collect();
    let kind = match (index.unique, index.method) {
        (true, _) => "UNIQUE KEY",
        (_, Some("fulltext")) => "FULLTEXT KEY",
        _ => "KEY",
    };
    let mut sql = format!("{kind} {} ({})", model.quote(&index.name), places.join(", "));
    if let Some(comment) = &index.comment {
        sql += &format!(" COMMENT {}", model.string(comment));
    }
    if index.invisible {
        sql += if model.engine == Engine::MariaDb { " IGNORED" } else { " INVISIBLE" };
    }
    sql
}

/// The rows as INSERTs.
pub(super) fn inserts(model: &Model) -> String {
    let mut out = String::from("SET foreign_key_checks = 0;\n");
    for table in &model.tables {
        let columns: Vec<&Column> = table.columns.iter().filter(|column| column.generated.is_none()).collect();
        let list = columns.iter().map(|column| model.quote(&column.name)).collect::<Vec<_>>().join(", ");
        for row in &table.rows {
            let value = |column: &&Column| match row.get(&column.id) {
                Some(Value::Unknown) if !column.nullable => model.value(&column.ty.value(1, model)),
                value => model.value(value.unwrap_or(&Value::Null)),
            };
            let values = columns.iter().map(value).collect::<Vec<_>>().join(", ");
            out += &format!("INSERT INTO {} ({list}) VALUES ({values});\n", model.relation(table.id));
        }
    }
    out + "SET foreign_key_checks = 1;\n"
}

/// Queries for rows that refer to nothing: the server does not look at those that are there.
pub(super) fn orphans(model: &Model) -> String {
    let mut out = String::new();
    for table in &model.tables {
        for key in &table.foreign_keys {
            let from: Vec<String> =
                key.columns.iter().map(|id| format!("c.{}", model.quote(&model.name(*id)))).collect();
            let to: Vec<String> =
                key.referred.iter().map(|id| format!("p.{}", model.quote(&model.name(*id)))).collect();
            let known = from.iter().map(|column| format!("{column} IS NOT NULL")).collect::<Vec<_>>().join(" AND ");
            let same: Vec<String> = from.iter().zip(&to).map(|(from, to)| format!("{from} = {to}")).collect();
            out += &format!(
                "SELECT 'orphan' FROM {} c WHERE {known} AND NOT EXISTS (SELECT 1 FROM {} p WHERE {});\n",
                model.relation(table.id),
                model.relation(key.table),
                same.join(" AND ")
            );
        }
    }
    out
}

/// A query that prints the rows of a table, these columns of it: one line a row.
pub(super) fn select(model: &Model, table: &Table, columns: &[&Column]) -> String {
    let text = |column: &&Column| {
        let name = model.quote(&column.name);
        match column.ty {
            Type::Bytes | Type::Varbinary => format!("QUOTE(HEX({name}))"),
            Type::Bit => format!("QUOTE({name} + 0)"),
            _ => format!("QUOTE(CONVERT({name} USING utf8mb4))"),
        }
    };
    let list = columns.iter().map(text).collect::<Vec<_>>().join(", ', ', ");
    // Parts of one collation: those of several would have none together.
    let line = format!("CONVERT(CONCAT('{} ', {list}) USING utf8mb4) COLLATE utf8mb4_bin", table.id);
    format!("SELECT {line} FROM {} ORDER BY 1;\n", model.relation(table.id))
}
