//! Edits: what turns the first schema of a pair into the second, the rows with it.

use super::additions;
use super::model::*;
use super::objects;
use super::random::Random;
use super::removals::{self, downgraded, prune};
use super::types::{self, Type, Value};

/// What an edit does to the second schema; says whether there was anything to do it to.
type Edit = fn(&mut Model, &mut Random) -> bool;

/// Every edit, with how often it comes.
const EDITS: &[(usize, Edit)] = &[
    (10, |model, random| additions::column(model, random, true)),
    (8, drop_column),
    (7, rename_column),
    (2, swap_columns),
    (4, add_table),
    (3, drop_table),
    (4, rename_table),
    (10, change_type),
    (6, change_null),
    (6, change_default),
    (4, additions::unique),
    (3, drop_key),
    (4, additions::check),
    (4, change_check),
    (4, |model, random| additions::foreign_key(model, random, true)),
    (4, change_foreign_key),
    (5, additions::index),
    (5, change_index),
    (3, additions::view),
    (5, change_view),
    (8, change_enum),
    (4, change_sequence),
    (3, change_comment),
    (3, change_identity),
    (3, additions::trigger),
    (2, change_trigger),
    (3, change_options),
    (3, change_generated),
    (3, rename_part),
    (2, change_collation),
    (2, change_namespace),
    (3, move_to_namespace),
    (3, change_key),
    (3, change_on_update),
    (2, change_visibility),
    (2, additions::routine),
    (3, change_routine),
];

/// Applies one edit, or the next that there is something for; one whose downgrade could not give back what a database
/// can hold (a lone key over values that are gone, for one) is left out.
pub(super) fn edit(old: &Model, model: &mut Model, gene: u64) {
    let mut random = Random::new(gene);
    for _ in 0..6 {
        let Some(edit) = random.weighted(EDITS) else { return };
        if apply(old, model, |model| edit(model, &mut random)) {
            return;
        }
    }
}

/// Applies one edit to what PostgreSQL has besides.
pub(super) fn edit_object(old: &Model, model: &mut Model, gene: u64) {
    let mut random = Random::new(gene);
    for _ in 0..6 {
        if apply(old, model, |model| objects::change(old, model, &mut random)) {
            return;
        }
    }
}

/// Makes an edit, if it leads somewhere and back.
fn apply(old: &Model, model: &mut Model, edit: impl FnOnce(&mut Model) -> bool) -> bool {
    let mut tried = model.clone();
    if !edit(&mut tried) {
        return false;
    }
    prune(&mut tried);
    let holds = objects::possible(old, &tried)
        && removals::holds(&tried)
        && removals::holds(&downgraded(old, &tried))
        && reversible(old, &tried);
    if holds {
        *model = tried;
    }
    holds
}

/// Whether what was NULL before, and is again allowed to be, and what a key needs, can come back.
fn reversible(old: &Model, new: &Model) -> bool {
    // A value that goes with its enum takes no row along.
    let known = |value: &Value| match value {
        Value::Label(of, id) | Value::Labels(of, id) => {
            !old.enums.iter().any(|one| one.id == *of && one.values.iter().all(|value| value.id != *id))
        }
        _ => true,
    };
    if new.engine.is_mysql() && !new.tables.iter().flat_map(|t| &t.rows).flat_map(|row| row.values()).all(known) {
        return false;
    }
    // A generated or counted column under a key or a foreign key comes back with values that are not known here.
    old.tables.iter().all(|table| {
        new.table(table.id).is_some()
            || old.rows == 0
            || old.tables.iter().filter(|other| other.id != table.id).all(|other| {
                other.foreign_keys.iter().all(|key| {
                    key.table != table.id
                        || new.table(other.id).is_none()
                        || key.columns.iter().any(|id| {
                            new.column(*id).is_none()
                                && other.column(*id).is_some_and(|c| c.nullable && c.default.is_none())
                        })
                })
            })
    })
}

fn at<T>(items: &[T], random: &mut Random) -> Option<usize> {
    (!items.is_empty()).then(|| random.below(items.len()))
}

/// A column that stores values: its table's place and its own.
fn stored(model: &Model, random: &mut Random, fits: impl Fn(&Table, &Column) -> bool) -> Option<(usize, usize)> {
    let all: Vec<(usize, usize)> = model
        .tables
        .iter()
        .enumerate()
        .flat_map(|(t, table)| {
            let fitting = table.columns.iter().enumerate().filter(|(_, column)| fits(table, column));
            fitting.map(|(c, _)| (t, c)).collect::<Vec<_>>()
        })
        .collect();
    random.pick(&all).copied()
}

fn add_table(model: &mut Model, random: &mut Random) -> bool {
    additions::table(model, random);
    // It is new: nobody has put rows in.
    let last = model.tables.len() - 1;
    model.tables[last].rows.clear();
    model.tables.swap(0, last);
    for _ in 0..random.below(4) {
        let mut alone = model.clone();
        alone.tables.truncate(1);
        if additions::column(&mut alone, random, false) {
            let table = alone.tables.remove(0);
            alone.tables.clone_from(&model.tables);
            alone.tables[0] = table;
            *model = alone;
        }
    }
    let last = model.tables.len() - 1;
    model.tables.swap(0, last);
    true
}

fn drop_column(model: &mut Model, random: &mut Random) -> bool {
    let Some((t, c)) = stored(model, random, |table, _| table.columns.len() > 1) else { return false };
    let table = &mut model.tables[t];
    let gone = table.columns.remove(c);
    for row in &mut table.rows {
        row.remove(&gone.id);
    }
    true
}

fn rename_column(model: &mut Model, random: &mut Random) -> bool {
    let Some((t, c)) = stored(model, random, |_, _| true) else { return false };
    let name = additions::column_name(model, &model.tables[t], random, None);
    let old = model.tables[t].clone();
    model.tables[t].columns[c].name = name;
    follow_convention(model, &old, t, random);
    true
}

/// Some give constraints their names by the convention again when a column has another name.
fn follow_convention(model: &mut Model, old: &Table, t: usize, random: &mut Random) {
    if random.chance(30) {
        return;
    }
    let mut table = model.tables[t].clone();
    for key in &mut table.keys {
        let prefix = if key.primary { "pk" } else { "uq" };
        if key.name.is_some() && key.name == additions::convention(old, prefix, &key.columns, None) {
            let now = additions::convention(&model.tables[t], prefix, &key.columns, None);
            key.name = now.filter(|name| !model.names().contains(name)).or(key.name.take());
        }
    }
    model.tables[t] = table;
}

fn swap_columns(model: &mut Model, random: &mut Random) -> bool {
    // Both must be there before, and differ, or nothing could say that it is a swap or whether it has been done.
    let known = |table: &Table, column: &Column| {
        model.taken.contains(&format!("{}.{}", table.id, column.name.to_lowercase()))
            && !column.edited
            && column.generated.is_none()
    };
    let Some((t, c)) = stored(model, random, known) else { return false };
    let table = &model.tables[t];
    let others: Vec<usize> = (0..table.columns.len())
        .filter(|other| known(table, &table.columns[*other]) && table.columns[*other].ty != table.columns[c].ty)
        .collect();
    let Some(other) = random.pick(&others).copied() else { return false };
    let columns = &mut model.tables[t].columns;
    let first = columns[c].name.clone();
    columns[c].name = std::mem::replace(&mut columns[other].name, first);
    columns[c].edited = true;
    columns[other].edited = true;
    true
}

fn drop_table(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    model.tables.remove(t);
    true
}

fn rename_table(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    let old = model.tables[t].clone();
    let name = additions::name(model, random, "renamed");
    model.tables[t].name = name;
    follow_convention(model, &old, t, random);
    true
}

fn change_type(model: &mut Model, random: &mut Random) -> bool {
    let engine = model.engine;
    let referred: Vec<Id> =
        model.tables.iter().flat_map(|t| &t.foreign_keys).flat_map(|k| k.referred.clone()).collect();
    let in_key = |table: &Table, id: Id| {
        referred.contains(&id) || table.foreign_keys.iter().any(|key| key.columns.contains(&id))
    };
    // The default of a column that is new is what its rows have.
    let taken = model.taken.clone();
    let found = stored(model, random, |table, column| {
        if !taken.contains(&format!("{}.{}", table.id, column.name.to_lowercase())) {
            return false;
        }
        let rowid = engine == Engine::Sqlite && table.primary_key().is_some_and(|key| key.columns == [column.id]);
        !column.edited
            && column.generated.is_none()
            && !rowid
            && !types::casts(column.ty, engine).is_empty()
            && (engine == Engine::Postgres || !in_key(table, column.id))
    });
    let Some((t, c)) = found else { return false };
    let table = &model.tables[t];
    let column = table.columns[c].clone();
    let keyed = in_key(table, column.id);
    let casts = types::casts(column.ty, engine).into_iter().filter(|cast| {
        cast.to != column.ty
            && (!table.strict || cast.to.strict())
            && ((!keyed && column.identity.is_none()) || (cast.to.integer() && column.ty.integer()))
            && (column.identity.is_none() || cast.to != Type::Smallint)
    });
    let Some(cast) = random.pick(&casts.collect::<Vec<_>>()).copied() else { return false };
    let (id, from) = (column.id, column.ty);
    // What is written for the old type does not fit the new one.
    if !(from.integer() && cast.to.integer()) {
        let text = from.textual() && cast.to.textual();
        forget_expressions(model, id, text);
    }
    let mut table = model.tables[t].clone();
    for (n, row) in table.rows.iter_mut().enumerate() {
        if let Some(value) = row.get_mut(&id) {
            *value = types::cast(value, n + 1, from, cast.to, model);
        }
    }
    let using = cast.using.map(|using| {
        let (before, after) = using.split_once("{}").expect("a place for the column");
        vec![Piece::Text(before.into()), Piece::Name(id), Piece::Text(after.into())]
    });
    let default = column
        .default
        .as_ref()
        .and_then(|_| if random.chance(70) { Some(Default::Value(1 + random.below(9))) } else { None });
    let Some(c) = table.columns.iter_mut().find(|column| column.id == id) else { return false };
    c.ty = cast.to;
    c.edited = true;
    c.using = using;
    c.default = default.filter(|_| c.identity.is_none());
    if !cast.to.textual() {
        c.collation = None;
    }
    c.on_update &= cast.to.now().is_some();
    model.tables[t] = table;
    true
}

/// Takes out the expressions that mention a column whose type changes.
fn forget_expressions(model: &mut Model, id: Id, keep: bool) {
    let mentions = |sql: &Sql| mentioned(sql).contains(&id);
    let shows: Vec<Id> = shown_as(model, id);
    for table in &mut model.tables {
        if !keep {
            table.columns.retain(|column| column.generated.as_ref().is_none_or(|(sql, _)| !mentions(sql)));
            table.checks.retain(|check| !mentions(&check.sql));
            table.triggers.retain(|trigger| !mentions(&trigger.body));
        }
        table.indexes.retain(|index| {
            let of_type = |place: &Place| {
                mentions(&place.sql) && (place.column.is_none() || place.opclass.is_some() || place.collation.is_some())
            };
            !index.places.iter().any(of_type)
                && (keep || !index.predicate.as_ref().is_some_and(&mentions))
                && (index.method.is_none() || !index.places.iter().any(|place| mentions(&place.sql)))
        });
    }
    for view in &mut model.views {
        if !keep
            && view
                .filter
                .as_ref()
                .is_some_and(|sql| mentioned(sql).iter().any(|one| *one == id || shows.contains(one)))
        {
            view.filter = None;
        }
    }
}

/// The columns of views that show a column, through however many views.
fn shown_as(model: &Model, id: Id) -> Vec<Id> {
    let mut shown = vec![id];
    loop {
        let more: Vec<Id> = model
            .views
            .iter()
            .flat_map(|view| &view.columns)
            .filter(|output| shown.contains(&output.of) && !shown.contains(&output.id))
            .map(|output| output.id)
            .collect();
        if more.is_empty() {
            return shown;
        }
        shown.extend(more);
    }
}

fn change_null(model: &mut Model, random: &mut Random) -> bool {
    // What a column that is new is filled with is what its rows have.
    let taken = model.taken.clone();
    let found = stored(model, random, |table, column| {
        let keyed = table.primary_key().is_some_and(|key| key.columns.contains(&column.id));
        !column.edited
            && !keyed
            && column.generated.is_none()
            && column.identity.is_none()
            && taken.contains(&format!("{}.{}", table.id, column.name.to_lowercase()))
    });
    let Some((t, c)) = found else { return false };
    let column = model.tables[t].columns[c].clone();
    let (id, ty) = (column.id, column.ty);
    let nulls = model.tables[t].rows.iter().any(|row| row.get(&id) == Some(&Value::Null));
    let mut backfill = None;
    if column.nullable && (nulls || random.chance(30)) {
        backfill = Some(ty.value(1 + random.below(9), model));
    }
    let sql = backfill.as_ref().map(|value| model.value(value));
    let table = &mut model.tables[t];
    for row in &mut table.rows {
        if let Some(value) = row.get_mut(&id).filter(|value| **value == Value::Null)
            && let Some(backfill) = &backfill
        {
            value.clone_from(backfill);
        }
    }
    let Some(column) = table.column_mut(id) else { return false };
    column.nullable = !column.nullable;
    column.backfill = sql;
    column.edited = true;
    true
}

fn change_default(model: &mut Model, random: &mut Random) -> bool {
    // The default of a column that is new is what its rows have.
    let taken = model.taken.clone();
    let found = stored(model, random, |table, column| {
        column.generated.is_none()
            && column.identity.is_none()
            && taken.contains(&format!("{}.{}", table.id, column.name.to_lowercase()))
    });
    let Some((t, c)) = found else { return false };
    let ty = model.tables[t].columns[c].ty;
    let default = if random.chance(25) { None } else { additions::a_default(model, random, ty) };
    model.tables[t].columns[c].default = default;
    true
}

fn drop_key(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    let identity = model.tables[t].columns.iter().any(|column| column.identity == Some(Identity::Autoincrement));
    let Some(k) = at(&model.tables[t].keys, random) else { return false };
    if model.tables[t].keys[k].primary && identity {
        return false;
    }
    model.tables[t].keys.remove(k);
    true
}

fn change_check(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    let Some(k) = at(&model.tables[t].checks, random) else { return false };
    if random.chance(40) {
        model.tables[t].checks.remove(k);
        return true;
    }
    let column = mentioned(&model.tables[t].checks[k].sql).first().and_then(|id| model.tables[t].column(*id));
    let Some((id, ty)) = column.map(|column| (column.id, column.ty)) else { return false };
    let Some(sql) = additions::condition(model, random, id, ty) else { return false };
    model.tables[t].checks[k].sql = sql;
    true
}

fn change_foreign_key(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    let Some(k) = at(&model.tables[t].foreign_keys, random) else { return false };
    if random.chance(40) {
        model.tables[t].foreign_keys.remove(k);
        return true;
    }
    let mysql = model.engine.is_mysql();
    let key = &mut model.tables[t].foreign_keys[k];
    match random.below(3) {
        0 => key.on_delete = if key.on_delete == Some("CASCADE") { None } else { Some("CASCADE") },
        1 => key.on_update = if key.on_update.is_some() { None } else { Some("CASCADE") },
        _ if mysql => key.on_delete = if key.on_delete == Some("RESTRICT") { None } else { Some("RESTRICT") },
        _ => key.deferrable = if key.deferrable.is_some() { None } else { Some(random.chance(50)) },
    }
    true
}

fn change_index(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    let Some(i) = at(&model.tables[t].indexes, random) else { return false };
    match random.below(4) {
        0 => {
            model.tables[t].indexes.remove(i);
        }
        1 => {
            let name = additions::name(model, random, "ix_again");
            model.tables[t].indexes[i].name = name;
        }
        2 => {
            let index = &mut model.tables[t].indexes[i];
            if index.method.is_some() {
                return false;
            }
            index.places[0].desc = !index.places[0].desc;
        }
        _ if model.engine.is_mysql() => {
            let index = &mut model.tables[t].indexes[i];
            if index.unique {
                return false;
            }
            index.invisible = !index.invisible;
        }
        _ => {
            let Some((id, ty)) = random.pick(&model.tables[t].columns).map(|column| (column.id, column.ty)) else {
                return false;
            };
            let predicate = if model.tables[t].indexes[i].predicate.is_some() {
                None
            } else {
                additions::condition(model, random, id, ty)
            };
            model.tables[t].indexes[i].predicate = predicate;
        }
    }
    true
}

fn change_view(model: &mut Model, random: &mut Random) -> bool {
    let Some(v) = at(&model.views, random) else { return false };
    match random.below(6) {
        0 => {
            model.views.remove(v);
        }
        1 => {
            let name = additions::name(model, random, "seen");
            model.views[v].name = name;
        }
        2 if model.views[v].columns.len() > 1 => {
            let last = model.views[v].columns.len() - 1;
            model.views[v].columns.remove(1 + random.below(last));
        }
        3 => {
            let columns = model.views[v].columns.len();
            let at = random.below(columns);
            let output = &mut model.views[v].columns[at];
            output.alias = if output.alias.is_some() { None } else { Some(format!("now{at}")) };
        }
        4 if model.engine == Engine::Postgres => {
            let view = &mut model.views[v];
            view.materialized = !view.materialized;
            view.index = None;
        }
        4 if model.engine.is_mysql() => {
            let view = &mut model.views[v];
            if random.chance(50) {
                view.merged = !view.merged;
            } else {
                view.invoker = !view.invoker;
            }
        }
        _ => {
            let view = &model.views[v];
            let Some(table) = model.table(view.source) else { return false };
            let Some((id, ty)) = random.pick(&table.columns).map(|column| (column.id, column.ty)) else { return false };
            model.views[v].filter =
                if view.filter.is_some() { None } else { additions::condition(model, random, id, ty) };
        }
    }
    prune(model);
    // Two columns of one name cannot be told apart.
    model.views.iter().all(|view| {
        let mut names: Vec<String> = view.columns.iter().map(|output| model.name(output.id).to_lowercase()).collect();
        names.sort();
        names.windows(2).all(|pair| pair[0] != pair[1])
    })
}

fn change_enum(model: &mut Model, random: &mut Random) -> bool {
    let Some(e) = at(&model.enums, random) else { return false };
    let of = model.enums[e].id;
    if model.engine.is_mysql() {
        return change_values(model, random, e);
    }
    match random.below(6) {
        0 | 1 => {
            let id = model.id();
            let texts: Vec<&str> = ["added", "later", "it's new", "日本"].into_iter().collect();
            let text = random.pick(&texts).copied().unwrap_or("added").to_owned();
            let one = &mut model.enums[e];
            let old = format!("{of}:{text}");
            if one.values.iter().any(|value| value.text == text) || model.taken.contains(&old) {
                return false;
            }
            let place = random.below(one.values.len() + 1);
            one.values.insert(place, Label { id, text });
        }
        2 | 3 => {
            let filled = is_filled_with(model, of);
            let one = &mut model.enums[e];
            if filled || one.values.len() < 2 {
                return false;
            }
            let place = random.below(one.values.len());
            // Only a value that was there before has rows to map.
            let text = one.values[place].text.clone();
            if !model.taken.contains(&format!("{of}:{text}")) {
                return false;
            }
            let gone = one.values.remove(place);
            let kept: Vec<Id> =
                one.values.iter().filter(|v| model.taken.contains(&format!("{of}:{}", v.text))).map(|v| v.id).collect();
            let Some(by) = random.pick(&kept).copied() else { return false };
            for (_, id) in &mut one.replaced {
                if *id == gone.id {
                    *id = by;
                }
            }
            one.replaced.push((gone.text, by));
            for row in model.tables.iter_mut().flat_map(|table| &mut table.rows) {
                for value in row.values_mut() {
                    match value {
                        Value::Label(e, id) | Value::Labels(e, id) if *e == of && *id == gone.id => *id = by,
                        _ => {}
                    }
                }
            }
        }
        4 => {
            let one = &mut model.enums[e];
            let place = random.below(one.values.len());
            let text = one.values[place].text.clone();
            let new = format!("{text} again");
            if !model.taken.contains(&format!("{of}:{text}")) || one.values.iter().any(|value| value.text == new) {
                return false;
            }
            one.values[place].text = new;
        }
        5 => {
            let last = model.enums[e].values.len() - 1;
            model.enums[e].values.swap(0, last);
        }
        _ => {
            let name = additions::name(model, random, "kind");
            model.enums[e].name = name;
        }
    }
    true
}

/// MySQL: another list of values of an enum or a set; one that goes is in no row.
fn change_values(model: &mut Model, random: &mut Random, e: usize) -> bool {
    let of = model.enums[e].id;
    match random.below(4) {
        0 | 1 => {
            let id = model.id();
            let text = random.pick(&["added", "later", "it's new", "Œ"]).copied().unwrap_or("added").to_owned();
            let old = format!("{of}:{text}");
            let one = &mut model.enums[e];
            if one.values.iter().any(|value| value.text == text) || model.taken.contains(&old) {
                return false;
            }
            let place = if random.chance(50) { one.values.len() } else { random.below(one.values.len()) };
            one.values.insert(place, Label { id, text });
        }
        2 => {
            let used = |id: Id| {
                let values = model.tables.iter().flat_map(|table| &table.rows).flat_map(|row| row.values());
                values
                    .into_iter()
                    .any(|value| matches!(value, Value::Label(_, one) | Value::Labels(_, one) if *one == id))
            };
            let place = random.below(model.enums[e].values.len());
            if is_filled_with(model, of) || model.enums[e].values.len() < 2 || used(model.enums[e].values[place].id) {
                return false;
            }
            model.enums[e].values.remove(place);
        }
        _ => {
            // The members of a set are kept as bits: those that are written stay as they are.
            let set = model.tables.iter().flat_map(|t| &t.columns).any(|c| c.ty == Type::EnumArray(of));
            let last = model.enums[e].values.len() - 1;
            if set || last == 0 {
                return false;
            }
            model.enums[e].values.swap(0, last);
        }
    }
    true
}

/// Whether a column gets values of an enum by a backfill: they must be among those that stay.
fn is_filled_with(model: &Model, of: Id) -> bool {
    let mut columns = model.tables.iter().flat_map(|table| &table.columns);
    columns.any(|column| {
        column.backfill.is_some() && matches!(column.ty, Type::Enum(one) | Type::EnumArray(one) if one == of)
    })
}

fn change_sequence(model: &mut Model, random: &mut Random) -> bool {
    if model.engine == Engine::Sqlite {
        return false;
    }
    let Some(s) = at(&model.sequences, random) else { return additions::sequence(model, random) };
    match random.below(4) {
        0 => {
            let id = model.sequences[s].id;
            if model.tables.iter().flat_map(|t| &t.columns).any(|c| c.default == Some(Default::Next(id))) {
                return false;
            }
            model.sequences.remove(s);
        }
        1 => {
            let name = additions::name(model, random, "counter");
            model.sequences[s].name = name;
        }
        2 => model.sequences[s].increment += 1,
        _ => model.sequences[s].cycle = !model.sequences[s].cycle,
    }
    true
}

fn change_comment(model: &mut Model, random: &mut Random) -> bool {
    if model.engine == Engine::Sqlite {
        return false;
    }
    let comment = random.chance(70).then(|| format!("comment {} it's; -- new", random.below(9)));
    let kind = if model.engine.is_mysql() { 3 + random.below(3) } else { random.below(6) };
    match kind {
        0 => at(&model.views, random).map(|v| model.views[v].comment = comment),
        1 => at(&model.enums, random).map(|e| model.enums[e].comment = comment),
        2 => at(&model.sequences, random).map(|s| model.sequences[s].comment = comment),
        3 => at(&model.tables, random).map(|t| model.tables[t].comment = comment),
        4 => at(&model.tables, random).and_then(|t| {
            let i = at(&model.tables[t].indexes, random)?;
            model.tables[t].indexes[i].comment = comment;
            Some(())
        }),
        _ => stored(model, random, |_, _| true).map(|(t, c)| model.tables[t].columns[c].comment = comment),
    }
    .is_some()
}

fn change_identity(model: &mut Model, random: &mut Random) -> bool {
    let sqlite = model.engine == Engine::Sqlite;
    let mysql = model.engine.is_mysql();
    let found = stored(model, random, |table, column| {
        let key = table.primary_key().is_some_and(|key| key.columns == [column.id] && key.on_conflict.is_none());
        if sqlite {
            key && column.ty == Type::Int && !table.without_rowid && column.default.is_none()
        } else if mysql {
            key && matches!(column.ty, Type::Int | Type::Bigint) && column.default.is_none() && !column.edited
        } else {
            matches!(column.ty, Type::Int | Type::Bigint)
                && !column.nullable
                && column.generated.is_none()
                && column.default.is_none()
                && !column.edited
        }
    });
    let Some((t, c)) = found else { return false };
    let kinds = if sqlite || mysql {
        vec![None, Some(Identity::Autoincrement)]
    } else {
        vec![None, Some(Identity::ByDefault), Some(Identity::Always), Some(Identity::Serial)]
    };
    let now = random.pick(&kinds).copied().flatten();
    let column = &mut model.tables[t].columns[c];
    if column.identity == now {
        return false;
    }
    column.identity = now;
    column.edited = true;
    true
}

fn change_trigger(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    let Some(i) = at(&model.tables[t].triggers, random) else { return false };
    model.tables[t].triggers.remove(i);
    true
}

fn change_options(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    let postgres = model.engine == Engine::Postgres;
    if model.engine.is_mysql() {
        return change_mysql_options(model, random, t);
    }
    let table = &mut model.tables[t];
    if postgres {
        // A logged table may not refer to an unlogged one: storage parameters have no such strings.
        let id = table.id;
        let refers = |other: &Table| other.foreign_keys.iter().any(|key| key.table == id || other.id == id);
        if random.chance(35) && !model.tables.iter().any(refers) {
            model.tables[t].unlogged = !model.tables[t].unlogged;
            return true;
        }
        let table = &mut model.tables[t];
        table.fillfactor = if table.fillfactor.is_some() { None } else { Some(70 + random.below(20) as u8) };
        return true;
    }
    if random.chance(50) && table.columns.iter().all(|column| column.ty.strict()) {
        table.strict = !table.strict;
        return true;
    }
    let counted = table.columns.iter().any(|column| column.identity.is_some());
    if table.primary_key().is_some() && !counted {
        table.without_rowid = !table.without_rowid;
        return true;
    }
    false
}

fn change_mysql_options(model: &mut Model, random: &mut Random, t: usize) -> bool {
    let table = &mut model.tables[t];
    match random.below(3) {
        0 => table.row_format = if table.row_format.is_some() { None } else { Some("COMPACT") },
        1 => {
            let now = random.pick(additions::COLLATIONS).copied().filter(|_| table.collation.is_none());
            table.collation = now;
        }
        _ if table.partition.is_some() && random.chance(50) => table.partition = None,
        _ => {
            let columns: Vec<Id> = table.columns.iter().filter(|c| c.ty.integer()).map(|column| column.id).collect();
            let Some(column) = random.pick(&columns).copied() else { return false };
            // What no list names has no partition.
            let partition = additions::partition(random, column);
            if matches!(&partition[0], Piece::Text(text) if text.starts_with("LIST")) {
                return false;
            }
            table.partition = Some(partition);
        }
    }
    true
}

fn change_on_update(model: &mut Model, random: &mut Random) -> bool {
    if !model.engine.is_mysql() {
        return false;
    }
    let found = stored(model, random, |_, column| column.ty.now().is_some() && column.generated.is_none());
    let Some((t, c)) = found else { return false };
    let column = &mut model.tables[t].columns[c];
    column.on_update = !column.on_update;
    true
}

fn change_visibility(model: &mut Model, random: &mut Random) -> bool {
    if !model.engine.is_mysql() {
        return false;
    }
    let Some((t, c)) = stored(model, random, |_, column| column.nullable) else { return false };
    let column = &mut model.tables[t].columns[c];
    column.invisible = !column.invisible;
    true
}

fn change_routine(model: &mut Model, random: &mut Random) -> bool {
    let Some(r) = at(&model.routines, random) else { return false };
    if random.chance(40) {
        model.routines.remove(r);
    } else {
        model.routines[r].number += 1;
    }
    true
}

fn change_generated(model: &mut Model, random: &mut Random) -> bool {
    let found = stored(model, random, |_, column| column.generated.is_some());
    let Some((t, c)) = found else { return false };
    let postgres = model.engine == Engine::Postgres;
    let column = &mut model.tables[t].columns[c];
    // A computed column becomes one like others, with the values that it has.
    if postgres && random.chance(30) {
        column.generated = None;
        column.edited = true;
        return true;
    }
    let Some((sql, stored)) = &mut column.generated else { return false };
    match sql.last_mut() {
        _ if !postgres && random.chance(30) => *stored = !*stored,
        Some(Piece::Text(text)) if text == " * 2" => *text = " * 3".into(),
        Some(Piece::Text(text)) if text == ", ' ;x')" => *text = ", 'y')".into(),
        Some(Piece::Text(text)) if text == " || ' ;x'" => *text = " || 'y'".into(),
        _ => return false,
    }
    true
}

fn rename_part(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random) else { return false };
    match random.below(3) {
        0 => {
            let Some(k) = at(&model.tables[t].keys, random) else { return false };
            if model.engine.is_mysql() && model.tables[t].keys[k].primary {
                return false;
            }
            let name = additions::name(model, random, "key_again");
            model.tables[t].keys[k].name = Some(name);
        }
        1 => {
            let Some(k) = at(&model.tables[t].checks, random) else { return false };
            let name = additions::name(model, random, "check_again");
            model.tables[t].checks[k].name = Some(name);
        }
        _ => {
            let Some(k) = at(&model.tables[t].foreign_keys, random) else { return false };
            let name = additions::name(model, random, "fk_again");
            model.tables[t].foreign_keys[k].name = Some(name);
        }
    }
    true
}

fn change_collation(model: &mut Model, random: &mut Random) -> bool {
    let found = stored(model, random, |_, column| column.ty.textual() && column.generated.is_none() && !column.edited);
    let Some((t, c)) = found else { return false };
    let to = match model.engine {
        Engine::Sqlite => "NOCASE",
        Engine::Postgres => "C",
        Engine::MariaDb | Engine::MySql => additions::COLLATIONS[random.below(additions::COLLATIONS.len())],
    };
    let column = &mut model.tables[t].columns[c];
    column.collation = if column.collation.is_some() { None } else { Some(to) };
    column.edited = true;
    true
}

/// A table, a view, an enum or a sequence goes to another namespace.
fn move_to_namespace(model: &mut Model, random: &mut Random) -> bool {
    if model.engine != Engine::Postgres {
        return false;
    }
    let namespace = additions::a_namespace_or_none(model, random);
    let place = match random.below(5) {
        0 | 1 => at(&model.tables, random).map(|t| &mut model.tables[t].namespace),
        2 => at(&model.views, random).map(|v| &mut model.views[v].namespace),
        3 => at(&model.enums, random).map(|e| &mut model.enums[e].namespace),
        _ => at(&model.sequences, random).map(|s| &mut model.sequences[s].namespace),
    };
    match place {
        Some(place) if *place != namespace => *place = namespace,
        _ => return false,
    }
    true
}

/// PostgreSQL: when a key is checked, what its index holds besides, and whether two NULLs are equal.
fn change_key(model: &mut Model, random: &mut Random) -> bool {
    let Some(t) = at(&model.tables, random).filter(|_| model.engine == Engine::Postgres) else { return false };
    let table = &mut model.tables[t];
    let Some(k) = at(&table.keys, random) else { return false };
    let all: Vec<Id> = table.columns.iter().map(|column| column.id).collect();
    let key = &mut table.keys[k];
    match random.below(3) {
        0 => key.deferrable = if key.deferrable.is_some() { None } else { Some(random.chance(50)) },
        1 if key.include.is_empty() => {
            key.include.extend(random.pick(&all).copied().filter(|id| !key.columns.contains(id)));
        }
        1 => key.include.clear(),
        _ if key.primary => return false,
        _ => key.nulls_not_distinct = !key.nulls_not_distinct,
    }
    prune(model);
    true
}

fn change_namespace(model: &mut Model, random: &mut Random) -> bool {
    if model.engine != Engine::Postgres {
        return false;
    }
    let Some(n) = at(&model.namespaces, random) else { return false };
    if random.chance(30) {
        model.namespaces[n].comment = Some("for; it's --".into());
        return true;
    }
    let id = model.id();
    let name = additions::name(model, random, "depot");
    model.namespaces.push(Namespace { id, name, comment: None });
    true
}
