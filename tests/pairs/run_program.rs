//! The property of a pair, shown through the program alone.

use std::collections::BTreeSet;

use super::model::{Engine, Form, Identity, Model, Table};
use super::types::Value;
use super::{Pair, ddl, dumps, mysql_ddl, mysql_dumps, objects, toml};
use crate::support::{Project, Run, mysql, postgres, sqlite};

/// A database of any kind.
pub(crate) enum Database {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
    MySql(mysql::Database),
}

impl Database {
    pub(crate) fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Database::Sqlite(sqlite::Database::new()),
            Engine::Postgres => Database::Postgres(postgres::Database::new().expect("a database")),
            Engine::MariaDb => Database::MySql(mysql::Database::new().expect("a database")),
            Engine::MySql => Database::MySql(mysql::Database::on(mysql::Server::MySql).expect("a database")),
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Database::Sqlite(database) => database.url(),
            Database::Postgres(database) => database.url(),
            Database::MySql(database) => database.url(),
        }
    }

    /// Runs SQL by the database's own client.
    pub(crate) fn sql(&self, sql: &str) -> Result<String, String> {
        match self {
            Database::Sqlite(database) => database.try_sql(sql),
            Database::Postgres(database) => database.try_psql(sql),
            Database::MySql(database) => database.try_mysql(sql),
        }
    }

    /// Who owns what, but for what the superuser does: the dump leaves it out.
    fn owners(&self) -> Result<BTreeSet<String>, String> {
        lines(
            self,
            "SELECT pg_describe_object(classid, objid, objsubid) || ' belongs to ' || refobjid::regrole FROM pg_shdepend
             WHERE deptype = 'o' AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
    }

    /// What the schema says, by the database's own dump.
    pub(crate) fn facts(&self) -> Result<BTreeSet<String>, String> {
        self.facts_with(false)
    }

    /// The same with owners, where the database has them.
    pub(crate) fn facts_with(&self, owners: bool) -> Result<BTreeSet<String>, String> {
        match self {
            Database::Postgres(database) if owners => Ok(dumps::postgres(&database.dump_with_owners())),
            Database::Postgres(database) => Ok(dumps::postgres(&database.dump())),
            Database::MySql(database) => Ok(mysql_dumps::facts(&database.dump(), database.name())),
            Database::Sqlite(database) => {
                let mut facts = dumps::sqlite(&database.statements());
                facts.extend(dumps::pragmas(&database.shape()));
                Ok(facts)
            }
        }
    }
}

/// A database made from a model by the database's own client, with its rows.
pub(crate) fn made(model: &Model) -> Result<Database, String> {
    let database = Database::new(model.engine);
    if !model.objects.is_empty() {
        roles(&database)?;
    }
    let sql = format!("{}{}", ddl::ddl(model, None, false), ddl::inserts(model));
    database.sql(&sql).map_err(|why| format!("the generator's own SQL fails: {why}\n{sql}"))?;
    if model.engine.is_mysql() {
        let orphans = database.sql(&mysql_ddl::orphans(model))?;
        if !orphans.is_empty() {
            return Err(format!("the generator's rows break a foreign key\n{sql}"));
        }
    }
    if model.engine == Engine::Sqlite {
        let broken = database.sql("PRAGMA foreign_key_check")?;
        if !broken.is_empty() {
            return Err(format!("the generator's rows break a foreign key: {broken}\n{sql}"));
        }
    }
    Ok(database)
}

/// Makes the roles that schemas speak of, once for a server.
fn roles(database: &Database) -> Result<(), String> {
    static MADE: std::sync::Mutex<bool> = std::sync::Mutex::new(false);
    let mut made = MADE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !*made {
        database.sql(objects::roles())?;
        *made = true;
    }
    Ok(())
}

/// Drives the program from the first schema to the second and back; an error tells all of it.
pub(crate) fn pair(pair: &Pair) -> Result<(), String> {
    let mut story = Story { pair, project: None, runs: vec![] };
    story.play().map_err(|why| format!("{why}\n{}", story.told()))
}

struct Story<'p> {
    pair: &'p Pair,
    project: Option<Project>,
    runs: Vec<String>,
}

impl Story<'_> {
    /// All that is needed to see what happened.
    fn told(&self) -> String {
        let mut text = String::new();
        let Some(project) = &self.project else { return text };
        text += &format!("---- database before\n{}", ddl::ddl(&self.pair.old, None, false));
        text += &format!("---- rows before\n{}", ddl::inserts(&self.pair.old));
        for file in ["schema.toml", "schema.sql"] {
            if let Ok(schema) = std::fs::read_to_string(project.root().join(file)) {
                text += &format!("---- {file}\n{schema}");
            }
        }
        for script in project.scripts() {
            let file = project.versions().join(&script);
            text += &format!("---- {script}\n{}", std::fs::read_to_string(file).unwrap_or_default());
        }
        text + &format!("---- runs\n{}", self.runs.concat())
    }

    fn run(&mut self, arguments: &[&str], status: i32) -> Result<Run, String> {
        let project = self.project.as_ref().ok_or("no project")?;
        let run = project.run(arguments);
        self.runs.push(format!("$ migrate {}\n{}{}", arguments.join(" "), run.raw_stdout, run.raw_stderr));
        if run.code == Some(status) {
            return Ok(run);
        }
        // The first line names the kind of failure: the smaller pair must fail in the same way.
        let said = run.stderr.lines().find(|line| line.starts_with("error")).unwrap_or_default();
        let code = said.split(']').next().unwrap_or_default();
        Err(format!("`{}` exits with {:?} {code}\n{said}", arguments[0], run.code))
    }

    /// Whatever the comparison says, no shortcut may change it.
    fn checked(&self) -> Result<(), String> {
        let project = self.project.as_ref().ok_or("no project")?;
        project.check_in_every_way().map(drop)
    }

    fn schema(&mut self, model: &Model, before: Option<&Model>, flags: bool) {
        let Some(project) = self.project.take() else { return };
        let [privileges, owners] = [objects::manages_privileges, objects::manages_owners]
            .map(|asks| asks(&self.pair.old) || asks(&self.pair.new));
        let config = project.read("migrate.toml");
        if (privileges || owners) && !config.contains("privileges =") {
            let line = format!("[schema]\nprivileges = {privileges}\nowners = {owners}\n");
            project.write("migrate.toml", &config.replacen("[schema]\n", &line, 1));
        }
        self.project = Some(match model.form {
            Form::Toml => project.schema_toml(&toml::toml(model, before)),
            Form::Sql => project.schema_sql(&ddl::ddl(model, before, flags)),
        });
    }

    fn play(&mut self) -> Result<(), String> {
        let Pair { old, new, .. } = self.pair;
        let wanted = made(new)?;
        let direct = made(old)?;
        let owned = objects::manages_owners(old) || objects::manages_owners(new);
        let facts = |database: &Database| {
            let mut facts = database.facts()?;
            if owned {
                facts.extend(database.owners()?);
            }
            Ok::<_, String>(facts)
        };
        let before = facts(&direct)?;
        let database = if self.pair.applied {
            let database = Database::new(old.engine);
            self.project = Some(Project::new(&database.url()));
            self.schema(old, None, false);
            self.run(&["apply", "--yes"], 0)?;
            same("apply does not make the schema", &before, &facts(&database)?)?;
            database.sql(&ddl::inserts(old))?;
            database
        } else {
            self.project = Some(Project::new(&direct.url()));
            direct
        };
        count_further(&database, old)?;
        let lived = counted(&database, old, new, old)?;
        let rows_before = rows_unchanged(&database, old, new)?;

        let renames = if old.form == Form::Sql && self.pair.flags { rename_flags(old, new) } else { None };
        self.schema(new, Some(old), renames.is_some());
        let mut arguments = vec!["revision", "--autogenerate", "-m", "x", "--no-renames"];
        for flag in renames.iter().flatten() {
            arguments.extend(["--rename", flag]);
        }
        self.checked()?;
        self.run(&arguments, 0)?;
        let after = facts(&wanted)?;
        let scripts = self.project.as_ref().map(Project::scripts).unwrap_or_default();
        if scripts.is_empty() {
            return same("no revision is written, but the schemas differ", &after, &before);
        }
        self.run(&["upgrade", "head"], 0)?;
        same("upgrade does not give the schema wanted", &after, &facts(&database)?)?;
        let placed = |model| ordered(old, new, model);
        same("upgrade does not place the columns as wanted", &placed(new), &order(&database, old, new, new)?)?;
        let (expected, found) = (rows_known(&wanted, new)?, rows_known(&database, new)?);
        same("upgrade does not give the rows expected", &expected, &found)?;
        let now = counted(&database, old, new, new)?;
        same("upgrade sets sequences back", &lived, &now)?;
        self.run(&["check"], 0)?;
        self.run(&["revision", "--autogenerate", "-m", "y", "--no-renames"], 0)?;
        let again = self.project.as_ref().map(Project::scripts).unwrap_or_default();
        if again != scripts {
            return Err(format!("a second revision is written: {again:?}"));
        }
        self.run(&["downgrade", "-1"], 0)?;
        same("downgrade does not give back the schema", &before, &facts(&database)?)?;
        same("downgrade does not place the columns as before", &placed(old), &order(&database, old, new, old)?)?;
        let rows = rows_unchanged(&database, old, new)?;
        same("downgrade loses rows that nothing touched", &rows_before, &rows)?;
        self.run(&["upgrade", "head"], 0)?;
        same("a second upgrade does not give the schema wanted", &after, &facts(&database)?)
    }
}

pub(crate) fn same(what: &str, wanted: &BTreeSet<String>, found: &BTreeSet<String>) -> Result<(), String> {
    dumps::difference(wanted, found).map_or(Ok(()), |difference| Err(format!("{what}\n{difference}")))
}

/// The renames as flags, where the names can stand in one.
fn rename_flags(old: &Model, new: &Model) -> Option<Vec<String>> {
    let mut pairs: Vec<(String, String)> = vec![];
    let name = |model: &Model, namespace, name: &str| match model.namespace(namespace) {
        Some(namespace) => format!("{namespace}.{name}"),
        None => name.to_owned(),
    };
    for table in &new.tables {
        let Some(was) = old.table(table.id) else { continue };
        let (a, b) = (name(old, was.namespace, &was.name), name(new, table.namespace, &table.name));
        pairs.push((a.clone(), b.clone()));
        for column in &table.columns {
            if let Some(was) = was.column(column.id).filter(|was| was.name != column.name) {
                pairs.push((format!("{a}.{}", was.name), format!("{b}.{}", column.name)));
            }
        }
    }
    for view in &new.views {
        if let Some(was) = old.view(view.id).filter(|was| was.materialized == view.materialized) {
            pairs.push((name(old, was.namespace, &was.name), name(new, view.namespace, &view.name)));
        }
    }
    for one in &new.enums {
        if let Some(was) = old.enums.iter().find(|was| was.id == one.id) {
            pairs.push((name(old, was.namespace, &was.name), name(new, one.namespace, &one.name)));
        }
    }
    for one in &new.sequences {
        if let Some(was) = old.sequences.iter().find(|was| was.id == one.id) {
            pairs.push((name(old, was.namespace, &was.name), name(new, one.namespace, &one.name)));
        }
    }
    pairs.retain(|(a, b)| a != b);
    let plain = |text: &String| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    if pairs.is_empty() || !pairs.iter().all(|(a, b)| plain(a) && plain(b)) {
        return None;
    }
    Some(pairs.into_iter().map(|(a, b)| format!("{a}={b}")).collect())
}

/// Rows by lines, those of the columns whose values are known.
fn rows_known(database: &Database, model: &Model) -> Result<BTreeSet<String>, String> {
    let mut sql = String::new();
    for table in &model.tables {
        let known = |id| table.rows.iter().all(|row| row.get(&id).is_some_and(|value| *value != Value::Unknown));
        let all = table.columns.iter().all(|column| column.generated.is_some() || known(column.id));
        let mut columns: Vec<_> =
            table.columns.iter().filter(|column| known(column.id) || (all && column.generated.is_some())).collect();
        columns.sort_by_key(|column| column.id);
        if !columns.is_empty() {
            sql += &ddl::select(model, table, &columns);
        }
    }
    sql += &objects::rows(model);
    lines(database, &sql)
}

/// Rows of the first schema by lines, those of the columns that the way to the second and back leaves as they are.
fn rows_unchanged(database: &Database, old: &Model, new: &Model) -> Result<BTreeSet<String>, String> {
    let mut sql = String::new();
    for table in &old.tables {
        let Some(now) = new.table(table.id) else { continue };
        let value = |rows: &[std::collections::BTreeMap<_, Value>], id| -> Vec<Option<Value>> {
            rows.iter().map(|row| row.get(&id).cloned()).collect()
        };
        let kept = |column: &&super::model::Column| {
            let same =
                now.column(column.id).is_some_and(|other| other.ty == column.ty && other.generated == column.generated);
            same && column.generated.is_none() && value(&table.rows, column.id) == value(&now.rows, column.id)
        };
        let columns: Vec<_> = table.columns.iter().filter(kept).collect();
        if !columns.is_empty() {
            sql += &ddl::select(old, table, &columns);
        }
    }
    // After the upgrade and back, what an item that went was is no matter.
    sql += &objects::rows_unchanged(old, new);
    lines(database, &sql)
}

fn lines(database: &Database, sql: &str) -> Result<BTreeSet<String>, String> {
    if sql.is_empty() {
        return Ok(BTreeSet::new());
    }
    let printed = database.sql(sql)?;
    let mut seen = BTreeSet::new();
    // Two rows alike are two rows.
    for line in printed.lines() {
        let mut line = line.to_owned();
        while !seen.insert(line.clone()) {
            line.push_str(" again");
        }
    }
    Ok(seen)
}

/// The tables of which no column that both schemas have changes its place: there the order of columns is the schema's,
/// where the database can place a new one.
fn steady<'m>(old: &Model, new: &Model, model: &'m Model) -> Vec<&'m Table> {
    let shared = |table: &Table, other: &Table| -> Vec<u32> {
        table.columns.iter().map(|column| column.id).filter(|id| other.column(*id).is_some()).collect()
    };
    let steady = |table: &&Table| match (old.table(table.id), new.table(table.id)) {
        (Some(was), Some(now)) => shared(was, now) == shared(now, was),
        _ => true,
    };
    // Computed columns that come together come in the order in which they can, not in their places.
    let computed_ones = |table: &&Table| {
        let other = |id| {
            if old.table(table.id).is_some_and(|was| std::ptr::eq(was, *table)) {
                new.column(id)
            } else {
                old.column(id)
            }
        };
        let comes = |column: &&super::model::Column| {
            column.generated.is_some() && other(column.id).is_none_or(|(_, was)| was.generated != column.generated)
        };
        table.columns.iter().filter(comes).count()
    };
    model.tables.iter().filter(|table| model.engine.is_mysql() && computed_ones(table) < 2).filter(steady).collect()
}

/// The order of columns in these tables, as it should be.
fn ordered(old: &Model, new: &Model, model: &Model) -> BTreeSet<String> {
    let line = |table: &Table| {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        format!("{}: {}", table.id, names.join("|"))
    };
    steady(old, new, model).into_iter().map(line).collect()
}

/// The same, as it is.
fn order(database: &Database, old: &Model, new: &Model, model: &Model) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    for table in steady(old, new, model) {
        let name = model.engine.string(&table.name);
        // As one string: the client escapes what it prints.
        let names = database.sql(&format!(
            "SELECT HEX(COLUMN_NAME) FROM information_schema.COLUMNS
             WHERE TABLE_SCHEMA = database() AND TABLE_NAME = {name} ORDER BY ORDINAL_POSITION"
        ))?;
        let names: Vec<String> = names.lines().map(unhex).collect();
        found.insert(format!("{}: {}", table.id, names.join("|")));
    }
    Ok(found)
}

fn unhex(text: &str) -> String {
    let bytes = text.as_bytes().chunks(2).filter_map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
    String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()).into_owned()
}

/// The columns that count their rows, in both schemas in the same way: table and column by id, and their names.
fn counters(old: &Model, new: &Model, model: &Model) -> Vec<(u32, String, String)> {
    let mut found = vec![];
    for table in &model.tables {
        for column in &table.columns {
            let (was, now) = (old.column(column.id), new.column(column.id));
            if let (Some((_, was)), Some((_, now))) = (was, now)
                && was.identity.is_some()
                && was.identity == now.identity
                && was.ty == now.ty
            {
                found.push((column.id, model.relation(table.id), column.name.clone()));
            }
        }
    }
    found
}

/// Moves what counts rows ahead of them: a sequence that is rebuilt would start again.
fn count_further(database: &Database, model: &Model) -> Result<(), String> {
    let mut sql = String::new();
    if model.engine.is_mysql() {
        for (_, table, _) in counters(model, model, model) {
            sql += &format!("ALTER TABLE {table} AUTO_INCREMENT = 100;\n");
        }
    } else if model.engine == Engine::Sqlite {
        let counts = model.tables.iter().flat_map(|t| &t.columns).any(|c| c.identity == Some(Identity::Autoincrement));
        if counts {
            sql += "UPDATE sqlite_sequence SET seq = seq + 100;\n";
        }
    } else {
        for (_, table, column) in counters(model, model, model) {
            let (table, column) = (model.engine.string(&table), model.engine.string(&column));
            sql += &format!("SELECT setval(pg_get_serial_sequence({table}, {column}), 100);\n");
        }
    }
    if !sql.is_empty() {
        database.sql(&sql)?;
    }
    Ok(())
}

/// Where each counter stands that both schemas have.
fn counted(database: &Database, old: &Model, new: &Model, model: &Model) -> Result<BTreeSet<String>, String> {
    let mut sql = String::new();
    for (id, table, column) in counters(old, new, model) {
        let table_text = model.engine.string(&table);
        sql += &match model.engine {
            Engine::Sqlite => {
                let name = model.column(id).map(|(table, _)| model.engine.string(&table.name)).unwrap_or_default();
                format!("SELECT {id}, seq FROM sqlite_sequence WHERE name = {name};\n")
            }
            Engine::MariaDb | Engine::MySql => {
                let name = model.column(id).map(|(table, _)| model.engine.string(&table.name)).unwrap_or_default();
                // MySQL keeps what it says of tables for a day.
                let now = "SET SESSION information_schema_stats_expiry = 0;\n";
                let now = if model.engine == Engine::MySql { now } else { "" };
                format!(
                    "{now}SELECT {id}, AUTO_INCREMENT FROM information_schema.TABLES
                     WHERE TABLE_SCHEMA = database() AND TABLE_NAME = {name};\n"
                )
            }
            Engine::Postgres => {
                let column = model.engine.string(&column);
                format!(
                    "SELECT {id}, pg_sequence_last_value(pg_get_serial_sequence({table_text}, {column})::regclass);\n"
                )
            }
        };
    }
    lines(database, &sql)
}
