//! A model as `schema.toml`, in the short forms where they say it all and in the long ones else.

use super::additions::convention;
use super::ddl;
use super::model::*;
use super::objects;

/// The schema file; with the schema before, what was renamed says so (unless flags do).
pub(super) fn toml(model: &Model, before: Option<&Model>) -> String {
    let mut out = String::new();
    for one in &model.namespaces {
        out += &format!("[namespace.{}]\n", text(&part(&one.name)));
        out += &comment(&one.comment);
        out += &objects::access_keys(model, one.id);
    }
    // MySQL's are their columns' affair.
    for one in model.enums.iter().filter(|_| !model.engine.is_mysql()) {
        let was = before.and_then(|before| Some((before, before.enums.iter().find(|e| e.id == one.id)?)));
        out += &format!("\n[enum.{}]\n", text(&name(model, one.namespace, &one.name)));
        out += &renamed(model, (one.namespace, &one.name), was.map(|(b, was)| (b, was.namespace, was.name.as_str())));
        let values: Vec<String> = one
            .values
            .iter()
            .map(|value| match was.and_then(|(_, was)| was.values.iter().find(|v| v.id == value.id)) {
                Some(was) if was.text != value.text => {
                    format!("{{ value = {}, renamed_from = {} }}", text(&value.text), text(&was.text))
                }
                _ => text(&value.text),
            })
            .collect();
        out += &format!("values = [{}]\n", values.join(", "));
        let replaced: Vec<String> = one
            .replaced
            .iter()
            .map(|(gone, by)| format!("{} = {}", text(gone), text(model.label(one.id, *by))))
            .collect();
        if !replaced.is_empty() {
            out += &format!("replaced_by = {{ {} }}\n", replaced.join(", "));
        }
        out += &comment(&one.comment);
    }
    for one in &model.sequences {
        let was = before.and_then(|b| Some((b, b.sequences.iter().find(|s| s.id == one.id)?)));
        out += &format!("\n[sequence.{}]\n", text(&name(model, one.namespace, &one.name)));
        out += &renamed(model, (one.namespace, &one.name), was.map(|(b, was)| (b, was.namespace, was.name.as_str())));
        out += &format!("start = {}\nincrement = {}\n", one.start, one.increment);
        if one.cycle {
            out += "cycle = true\n";
        }
        out += &comment(&one.comment);
    }
    for one in &model.tables {
        out += &table(model, one, before);
    }
    for routine in &model.routines {
        let kind = routine.kind.to_lowercase();
        let sql = text(&super::mysql_ddl::create_routine(model, routine));
        out += &format!("\n[{kind}.{}]\nsql = {sql}\n", text(&part(&routine.name)));
    }
    for view in &model.views {
        let was = before
            .and_then(|b| Some((b, b.view(view.id)?)))
            .filter(|(_, was)| was.materialized == view.materialized)
            .map(|(b, was)| (b, was.namespace, was.name.as_str()));
        out += &format!("\n[view.{}]\n", text(&name(model, view.namespace, &view.name)));
        out += &renamed(model, (view.namespace, &view.name), was);
        out += &format!("sql = {}\n", text(&ddl::query(model, view)));
        if view.materialized {
            out += "materialized = true\n";
        }
        if view.merged {
            out += "algorithm = \"merge\"\n";
        }
        if view.invoker {
            out += "security = \"invoker\"\n";
        }
        out += &comment(&view.comment);
        out += &objects::access_keys(model, view.id);
        if let Some(one) = &view.index {
            let columns: Vec<String> = one.places.iter().map(|place| self::place(model, place)).collect();
            out += &format!("indexes = {{ {} = [{}] }}\n", text(&one.name), columns.join(", "));
        }
    }
    out += &objects::sections(model, before);
    out
}

/// A string.
pub(super) fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out += "\\\"",
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\t' => out += "\\t",
            c => out.push(c),
        }
    }
    out + "\""
}

fn comment(comment: &Option<String>) -> String {
    comment.as_ref().map_or_else(String::new, |comment| format!("comment = {}\n", text(comment)))
}

/// One part of a dotted name.
pub(super) fn part(name: &str) -> String {
    if name.contains('.') || name.starts_with('"') { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.into() }
}

/// A name, with its namespace.
pub(super) fn name(model: &Model, namespace: Option<Id>, name: &str) -> String {
    match model.namespace(namespace) {
        Some(namespace) => format!("{}.{}", part(namespace), part(name)),
        None => part(name),
    }
}

fn renamed(model: &Model, now: (Option<Id>, &str), was: Option<(&Model, Option<Id>, &str)>) -> String {
    match was {
        Some((before, namespace, was)) if name(before, namespace, was) != name(model, now.0, now.1) => {
            format!("renamed_from = {}\n", text(&old_name(before, namespace, was, now.0)))
        }
        _ => String::new(),
    }
}

/// The old name as `renamed_from` has it: its namespace is said where it is another one.
pub(super) fn old_name(before: &Model, namespace: Option<Id>, was: &str, now: Option<Id>) -> String {
    match namespace {
        _ if namespace == now => part(was),
        None => format!(".{}", part(was)),
        Some(_) => name(before, namespace, was),
    }
}

fn list(model: &Model, ids: &[Id]) -> String {
    ids.iter().map(|id| text(&model.name(*id))).collect::<Vec<_>>().join(", ")
}

fn table(model: &Model, table: &Table, before: Option<&Model>) -> String {
    let key = text(&name(model, table.namespace, &table.name));
    let mut out = format!("\n[table.{key}]\n");
    let was = before.and_then(|b| Some((b, b.table(table.id)?)));
    out += &renamed(model, (table.namespace, &table.name), was.map(|(b, was)| (b, was.namespace, was.name.as_str())));
    out += &comment(&table.comment);
    for (word, set) in [("strict", table.strict), ("without_rowid", table.without_rowid), ("unlogged", table.unlogged)]
    {
        if set {
            out += &format!("{word} = true\n");
        }
    }
    if let Some(collation) = table.collation {
        out += &format!("charset = \"{}\"\ncollation = \"{collation}\"\n", super::mysql_ddl::charset(collation));
    }
    if let Some(format) = table.row_format {
        out += &format!("row_format = \"{}\"\n", format.to_lowercase());
    }
    if let Some(partition) = &table.partition {
        out += &format!("partition_by = {}\n", text(&model.sql(partition)));
    }
    out += &objects::table_keys(model, table);
    let primary = table.primary_key();
    let counted = table.columns.iter().any(|column| column.identity == Some(Identity::Autoincrement));
    let beside = primary.filter(|key| {
        let conventional = model.engine.is_mysql() || key.name == convention(table, "pk", &key.columns, None);
        key.columns.len() == 1
            && conventional
            && key.include.is_empty()
            && key.deferrable.is_none()
            && key.on_conflict.is_none()
            && key.comment.is_none()
    });
    if let Some(key) = primary.filter(|_| beside.is_none()) {
        let counted = if counted { ", autoincrement = true" } else { "" };
        out += &format!("primary_key = {{ {}{counted} }}\n", key_fields(model, table, key, "pk"));
    }
    out += &format!("\n[table.{key}.columns]\n");
    let mut said: Vec<Id> = vec![];
    for column in &table.columns {
        let is_key = beside.is_some_and(|key| key.columns == [column.id]);
        out += &format!("{} = {}\n", text(&column.name), self::column(model, table, column, is_key, before, &mut said));
    }
    let uniques: Vec<&Key> = table.keys.iter().filter(|key| !key.primary && !said.contains(&key.id)).collect();
    if !uniques.is_empty() {
        let all: Vec<String> =
            uniques.iter().map(|key| format!("  {{ {} }},\n", key_fields(model, table, key, "uq"))).collect();
        out = out.replacen(
            &format!("\n[table.{key}.columns]\n"),
            &format!("uniques = [\n{}]\n\n[table.{key}.columns]\n", all.concat()),
            1,
        );
    }
    if !table.checks.is_empty() {
        out += &format!("\n[table.{key}.checks]\n");
        for check in &table.checks {
            let sql = text(&model.sql(&check.sql));
            let value = match &check.comment {
                _ if !check.enforced => format!("{{ sql = {sql}, enforced = false }}"),
                Some(comment) => format!("{{ sql = {sql}, comment = {} }}", text(comment)),
                None => sql,
            };
            out += &format!("{} = {value}\n", text(check.name.as_deref().unwrap_or("unnamed")));
        }
    }
    let keys: Vec<&ForeignKey> = table.foreign_keys.iter().filter(|key| !said.contains(&key.id)).collect();
    if !keys.is_empty() {
        out += &format!("\n[table.{key}.foreign_keys]\n");
        for one in keys {
            out += &foreign_key(model, one);
        }
    }
    if !table.indexes.is_empty() {
        out += &format!("\n[table.{key}.indexes]\n");
        for index in &table.indexes {
            out += &format!("{} = {}\n", text(&index.name), self::index(model, index));
        }
    }
    for trigger in &table.triggers {
        let sql = text(&ddl::create_trigger(model, table, trigger));
        out += &format!("\n[table.{key}.triggers.{}]\nsql = {sql}\n", text(&trigger.name));
    }
    out
}

fn key_fields(model: &Model, table: &Table, key: &Key, prefix: &str) -> String {
    let mut fields = vec![format!("columns = [{}]", list(model, &key.columns))];
    if key.name != convention(table, prefix, &key.columns, None)
        && let Some(name) = &key.name
    {
        fields.push(format!("name = {}", text(name)));
    }
    if !key.include.is_empty() {
        fields.push(format!("include = [{}]", list(model, &key.include)));
    }
    if key.nulls_not_distinct {
        fields.push("nulls_not_distinct = true".into());
    }
    fields.extend(deferrable(key.deferrable));
    fields.extend(key.on_conflict.map(|word| format!("on_conflict = \"{}\"", word.to_lowercase())));
    fields.extend(key.comment.as_ref().map(|comment| format!("comment = {}", text(comment))));
    fields.join(", ")
}

fn deferrable(deferrable: Option<bool>) -> Option<String> {
    deferrable.map(|late| format!("deferrable = \"initially {}\"", if late { "deferred" } else { "immediate" }))
}

fn column(
    model: &Model,
    table: &Table,
    column: &Column,
    is_key: bool,
    before: Option<&Model>,
    said: &mut Vec<Id>,
) -> String {
    let mut fields: Vec<String> = vec![];
    let mark = if column.nullable && !column.id.is_multiple_of(3) { "?" } else { "" };
    let ty = match column.ty.of_enum().filter(|_| !model.engine.is_mysql()) {
        Some(id) => {
            let one = model.enums.iter().find(|one| one.id == id).expect("an enum");
            let array = if matches!(column.ty, super::types::Type::EnumArray(_)) { "[]" } else { "" };
            format!("{}{array}", name(model, one.namespace, &one.name))
        }
        // A native type: as SQL has it.
        None => column.ty.sql(model, table.strict),
    };
    let ty = if ty.is_empty() { "{ sql = \"\" }".into() } else { text(&format!("{ty}{mark}")) };
    if column.nullable && (mark.is_empty() || ty.starts_with('{')) {
        fields.push("null = true".into());
    }
    // The row id says NOT NULL only where the file does, as the SQL here does.
    let alone = table.keys.iter().any(|key| key.primary && key.columns == [column.id]);
    if alone && !column.nullable && model.engine == Engine::Sqlite {
        fields.push("null = false".into());
    }
    if let Some(default) = &column.default {
        let literal = match default {
            // SQLite's `true` is another word than its 1.
            Default::Value(_) if model.engine == Engine::Sqlite && column.ty == super::types::Type::Bool => None,
            Default::Value(n) => column.ty.toml(*n),
            _ => None,
        };
        let sql = || format!("{{ sql = {} }}", text(&model.default(default, column.ty)));
        let label = match (default, column.ty.value(1, model)) {
            (Default::Value(n), super::types::Value::Label(of, _)) => match column.ty.value(*n, model) {
                super::types::Value::Label(_, id) => Some(text(model.label(of, id))),
                _ => None,
            },
            _ => None,
        };
        fields.push(format!("default = {}", literal.or(label).unwrap_or_else(sql)));
    }
    if let Some(now) = column.ty.now().filter(|_| column.on_update) {
        fields.push(format!("on_update = {{ sql = \"{now}\" }}"));
    }
    if column.invisible {
        fields.push("invisible = true".into());
    }
    let numbers = objects::identity_keys(model, column.id);
    match column.identity {
        Some(Identity::Always | Identity::ByDefault) if !numbers.is_empty() => {
            let kind = if column.identity == Some(Identity::Always) { "kind = \"always\", " } else { "" };
            fields.push(format!("identity = {{ {kind}{} }}", numbers.join(", ")));
        }
        Some(Identity::Always) => fields.push("identity = \"always\"".into()),
        Some(Identity::ByDefault) => fields.push("identity = true".into()),
        Some(Identity::Serial) => fields.push("identity = { kind = \"serial\" }".into()),
        Some(Identity::Autoincrement) if model.engine.is_mysql() => fields.push("identity = true".into()),
        Some(Identity::Autoincrement) if is_key => fields.push("autoincrement = true".into()),
        Some(Identity::Autoincrement) | None => {}
    }
    if is_key {
        fields.push("primary_key = true".into());
    }
    if let Some((sql, stored)) = &column.generated {
        let sql = text(&model.sql(sql));
        fields.push(match model.engine {
            Engine::Postgres => format!("generated = {sql}"),
            _ => format!("generated = {{ sql = {sql}, stored = {stored} }}"),
        });
    }
    fields.extend(column.collation.map(|collation| format!("collation = \"{collation}\"")));
    fields.extend(column.comment.as_ref().map(|comment| format!("comment = {}", text(comment))));
    fields.extend(objects::column_keys(model, column.id));
    if let Some((old, was)) = before.and_then(|before| before.column(column.id))
        && old.id == table.id
    {
        if was.name != column.name {
            fields.push(format!("renamed_from = {}", text(&was.name)));
        }
        fields.extend(column.using.as_ref().map(|using| format!("using = {}", text(&model.sql(using)))));
    }
    if before.is_some() {
        fields.extend(column.backfill.as_ref().map(|sql| format!("backfill = {{ sql = {} }}", text(sql))));
    }
    let conventional = |key: &&Key| {
        !key.primary
            && key.columns == [column.id]
            && key.name == convention(table, "uq", &key.columns, None)
            && key.include.is_empty()
            && !key.nulls_not_distinct
            && key.deferrable.is_none()
            && key.on_conflict.is_none()
            && key.comment.is_none()
    };
    if let Some(key) = table.keys.iter().find(conventional) {
        fields.push("unique = true".into());
        said.push(key.id);
    }
    let referring = table.foreign_keys.iter().find(|key| {
        let target = model.table(key.table).expect("a table");
        key.columns == [column.id]
            && key.comment.is_none()
            && !column.on_update
            && target.namespace.is_none()
            && key.name == convention(table, "fk", &key.columns, Some(&target.name))
    });
    if let Some(key) = referring {
        let target = model.table(key.table).expect("a table");
        fields.push(format!(
            "references = {}",
            text(&format!("{}.{}", part(&target.name), part(&model.name(key.referred[0]))))
        ));
        fields.extend(key.on_delete.map(|action| format!("on_delete = \"{}\"", action.to_lowercase())));
        fields.extend(key.on_update.map(|action| format!("on_update = \"{}\"", action.to_lowercase())));
        fields.extend(deferrable(key.deferrable));
        said.push(key.id);
    }
    if fields.is_empty() && !ty.starts_with('{') {
        return ty;
    }
    if fields.is_empty() { format!("{{ type = {ty} }}") } else { format!("{{ type = {ty}, {} }}", fields.join(", ")) }
}

fn foreign_key(model: &Model, key: &ForeignKey) -> String {
    let target = model.table(key.table).expect("a table");
    let mut fields = vec![
        format!("columns = [{}]", list(model, &key.columns)),
        format!(
            "references = {{ table = {}, columns = [{}] }}",
            text(&name(model, target.namespace, &target.name)),
            list(model, &key.referred)
        ),
    ];
    fields.extend(key.on_delete.map(|action| format!("on_delete = \"{}\"", action.to_lowercase())));
    fields.extend(key.on_update.map(|action| format!("on_update = \"{}\"", action.to_lowercase())));
    fields.extend(deferrable(key.deferrable));
    fields.extend(key.comment.as_ref().map(|comment| format!("comment = {}", text(comment))));
    format!("{} = {{ {} }}\n", text(key.name.as_deref().unwrap_or("unnamed")), fields.join(", "))
}

fn place(model: &Model, place: &Place) -> String {
    let plain = place.opclass.is_none() && place.collation.is_none() && place.nulls.is_none();
    if let Some(id) = place.column
        && plain
    {
        let mut name = model.name(id);
        if let Some(length) = place.length {
            name += &format!("({length})");
        }
        // A name that ends in a word of the short form is told by the table's columns.
        return text(&if place.desc { format!("{name} desc") } else { name });
    }
    let mut fields = vec![match place.column {
        Some(id) => format!("column = {}", text(&model.name(id))),
        None => format!("sql = {}", text(&model.sql(&place.sql))),
    }];
    fields.extend(place.opclass.map(|opclass| format!("opclass = \"{opclass}\"")));
    fields.extend(place.collation.map(|collation| format!("collation = \"{collation}\"")));
    if place.desc {
        fields.push("desc = true".into());
    }
    fields.extend(place.nulls.map(|nulls| format!("nulls = \"{}\"", nulls.to_lowercase())));
    format!("{{ {} }}", fields.join(", "))
}

fn index(model: &Model, index: &Index) -> String {
    let columns: Vec<String> = index.places.iter().map(|place| self::place(model, place)).collect();
    let columns = format!("[{}]", columns.join(", "));
    let mut fields = vec![format!("columns = {columns}")];
    if index.unique {
        fields.push("unique = true".into());
    }
    fields.extend(index.method.map(|method| format!("using = \"{method}\"")));
    if !index.include.is_empty() {
        fields.push(format!("include = [{}]", list(model, &index.include)));
    }
    fields.extend(index.predicate.as_ref().map(|sql| format!("where = {}", text(&model.sql(sql)))));
    if index.invisible {
        fields.push("invisible = true".into());
    }
    fields.extend(index.comment.as_ref().map(|comment| format!("comment = {}", text(comment))));
    if fields.len() == 1 { columns } else { format!("{{ {} }}", fields.join(", ")) }
}
