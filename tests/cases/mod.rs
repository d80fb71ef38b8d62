//! Cases as folders: a schema, the one after it, what the revision between them says, and what becomes of the rows.
//!
//! A case needs no code. Its folder holds
//!
//! | file | what |
//! |---|---|
//! | `before.sql` or `before.toml` | the database: made by the database's own client, or by `apply` |
//! | `rows.sql` | what is put into it |
//! | `grants.sql` | what a schema does not say and a change must keep: run on the database and on the one wanted |
//! | `after.sql` or `after.toml` | the schema wanted |
//! | `expected.sqlite.sql`, `expected.postgres.sql`, `expected.mariadb.sql`, `expected.mysql.sql` | the statements of the revision, both ways |
//! | `script.sql` | a revision written by hand, in place of one that the program writes |
//! | `rows_after.txt` | queries (lines that begin with `> `), each with its result after the upgrade |
//! | `rows_back.txt` | the same after the downgrade |
//! | `expected.sqlite.txt`, `expected.postgres.txt` | where the revision is refused: what is said |
//! | `case.toml` | `about`: what the case shows; `engines`, where it is not for SQLite and PostgreSQL, and for MariaDB if the folder has `expected.mariadb.sql` (`mysql` is MariaDB and MySQL, `mysql-alone` MySQL); `arguments` of `revision`; `refused = true`; `nothing = true`, where there is no difference; `schema`, what stands under `[schema]` of migrate.toml besides (`"privileges = true"`): with `owners = true` the dumps have owners; `needs = 18`: the version of PostgreSQL from which on it can be run; `until = 17`: the last one that it holds on; `online = true`: the statements for tables in use (plain ones without it), `"auto"`: where there are rows |
//!
//! Any of them may have the engine in its name (`before.sqlite.sql`), which goes before the plain one.
//! `SNAPSHOTS=overwrite` writes what is expected; `MIGRATE_TEST_CASE=rename` runs the cases whose name holds a word.
//! `MIGRATE_TEST_ONLINE=true` runs all of them with the statements for tables in use, whatever is expected of their text.
//!
//! Every case shows besides: the upgrade gives the dump of the schema wanted, `check` and a second revision find nothing,
//! the downgrade gives back the dump of before, and the upgrade works again after it.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::pairs::model::Engine;
use crate::pairs::run_program::{Database, same};
use crate::support::{Project, Run};

/// What `case.toml` says.
#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Settings {
    about: String,
    engines: Vec<String>,
    arguments: Vec<String>,
    refused: bool,
    nothing: bool,
    needs: u32,
    until: u32,
    schema: String,
    online: Option<toml::Value>,
}

impl Settings {
    /// Whether the case is for a database. One that names none is for MariaDB only where its folder says what is expected of it.
    fn wants(&self, engine: Engine, folder: &Path) -> bool {
        let words: &[&str] = match engine {
            Engine::Sqlite => &["sqlite"],
            Engine::Postgres => &["postgres"],
            Engine::MariaDb => &["mysql", "mariadb"],
            Engine::MySql => &["mysql", "mysql-alone"],
        };
        if self.engines.is_empty() {
            let expected = || ["sql", "txt"].iter().any(|end| folder.join(format!("expected.mariadb.{end}")).exists());
            return match engine {
                Engine::Sqlite | Engine::Postgres => true,
                Engine::MariaDb => expected(),
                Engine::MySql => false,
            };
        }
        self.engines.iter().any(|engine| words.contains(&engine.as_str()))
    }
}

/// A case on one database.
struct Case {
    folder: PathBuf,
    engine: Engine,
    settings: Settings,
}

#[test]
fn every_case_holds() {
    let only = std::env::var("MIGRATE_TEST_CASE").unwrap_or_default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases = vec![];
    for entry in std::fs::read_dir(&root).expect("tests/cases").flatten() {
        let folder = entry.path();
        if !folder.is_dir() || !entry.file_name().to_string_lossy().contains(&only) {
            continue;
        }
        for engine in Engine::ALL {
            let settings: Settings = std::fs::read_to_string(folder.join("case.toml"))
                .map(|text| toml::from_str(&text).unwrap_or_else(|why| panic!("{}: {why}", folder.display())))
                .unwrap_or_default();
            let other = engine != Engine::Postgres && crate::support::postgres::is_the_only_one();
            let version = crate::support::postgres::major_version;
            let young =
                settings.needs > 0 && version() < settings.needs || settings.until > 0 && version() > settings.until;
            if settings.wants(engine, &folder) && !other && !young && !engine.skipped() {
                cases.push(Case { folder: folder.clone(), engine, settings });
            }
        }
    }
    cases.sort_by(|a, b| a.folder.cmp(&b.folder));
    if crate::support::postgres::is_the_only_one() && only.is_empty() {
        // The whole run has forty minutes: of the cases that are not for this version, it gets every second.
        let mut place = 0;
        cases.retain(|case| {
            place += 1;
            case.settings.needs > 0 || place % 2 == 0
        });
    }
    assert!(!cases.is_empty(), "no case in {} is named `{only}`", root.display());
    let next = AtomicUsize::new(0);
    let failures: Mutex<Vec<String>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| case.run()));
                    let failure = match run {
                        Ok(Ok(())) => continue,
                        Ok(Err(why)) => why,
                        Err(panic) => panic.downcast_ref::<String>().cloned().unwrap_or_else(|| "panicked".into()),
                    };
                    let name = case.folder.file_name().unwrap_or_default().to_string_lossy();
                    let about = &case.settings.about;
                    let text = format!("==== {name} on {:?}: {about}\n{failure}", case.engine);
                    failures.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(text);
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    assert!(failures.is_empty(), "{} of {} cases fail\n\n{}", failures.len(), cases.len(), failures.join("\n\n"));
}

impl Case {
    /// A project on a database, with the settings of the case.
    fn project(&self, database: &Database) -> Project {
        let everywhere = toml::Value::Boolean(online_everywhere());
        let online = self.settings.online.clone().filter(|_| !online_everywhere()).unwrap_or(everywhere);
        let project = Project::new(&database.url()).config(&format!("[revision]\nonline = {online}\n"));
        if self.settings.schema.is_empty() {
            return project;
        }
        let text = project.read("migrate.toml");
        project.file("migrate.toml", &text.replace("[schema]\n", &format!("[schema]\n{}\n", self.settings.schema)))
    }

    /// What the schema says, with the owners where the case is about them.
    fn facts(&self, database: &Database) -> Result<std::collections::BTreeSet<String>, String> {
        database.facts_with(self.settings.schema.contains("owners = true"))
    }

    fn word(&self) -> &'static str {
        self.engine.word()
    }

    /// The text of a file, the one for the engine before the one for all.
    fn read(&self, name: &str, extension: &str) -> Option<String> {
        let own = self.folder.join(format!("{name}.{}.{extension}", self.word()));
        let shared = self.folder.join(format!("{name}.{extension}"));
        std::fs::read_to_string(own).or_else(|_| std::fs::read_to_string(shared)).ok()
    }

    /// A database with a schema of the case, made by the client from SQL or by `apply` from TOML.
    fn made(&self, name: &str) -> Result<Database, String> {
        let database = Database::new(self.engine);
        if let Some(sql) = self.read(name, "sql") {
            database.sql(&sql).map_err(|why| format!("{name}.sql: {why}"))?;
        } else {
            let toml = self.read(name, "toml").ok_or_else(|| format!("there is neither {name}.sql nor {name}.toml"))?;
            let project = self.project(&database).schema_toml(&toml);
            done(project.run(["apply", "--yes"]), 0)?;
            database.sql("DROP TABLE IF EXISTS migrate_version")?;
        }
        if let Some(grants) = self.read("grants", "sql") {
            database.sql(&grants).map_err(|why| format!("grants.sql: {why}"))?;
        }
        Ok(database)
    }

    fn run(&self) -> Result<(), String> {
        let database = self.made("before")?;
        if let Some(rows) = self.read("rows", "sql") {
            database.sql(&rows).map_err(|why| format!("rows.sql: {why}"))?;
        }
        let before = self.facts(&database)?;
        let project = self.project(&database);
        let project = match (self.read("after", "sql"), self.read("after", "toml")) {
            (Some(sql), _) => project.schema_sql(&sql),
            (None, Some(toml)) => project.schema_toml(&toml),
            (None, None) => return Err("there is neither after.sql nor after.toml".into()),
        };
        if let Some(script) = self.read("script", "sql") {
            done(project.run(["revision", "-m", "case"]), 0)?;
            let file = project.versions().join(&project.scripts()[0]);
            let empty = std::fs::read_to_string(&file).map_err(|why| why.to_string())?;
            let head = empty.find("-- migrate:upgrade").map_or(empty.as_str(), |at| &empty[..at]);
            std::fs::write(&file, format!("{head}{script}")).map_err(|why| why.to_string())?;
            return self.drive(&database, &project, &before).map_err(|why| format!("{why}\n---- script\n{script}"));
        }
        let mut arguments = vec!["revision", "--autogenerate", "-m", "case"];
        arguments.extend(self.settings.arguments.iter().map(String::as_str));
        // Whatever the comparison says, no shortcut may change it.
        project.check_in_every_way()?;
        if self.settings.refused {
            let run = done(project.run(&arguments), 2)?;
            same("a refused revision changes the database", &before, &self.facts(&database)?)?;
            return self.snapshot("expected", "txt", &run.stderr);
        }
        done(project.run(&arguments), 0)?;
        let scripts = project.scripts();
        if self.settings.nothing {
            done(project.run(["check"]), 0)?;
            return if scripts.is_empty() {
                Ok(())
            } else {
                Err(format!("a script is written: {}", project.read(format!("migrations/versions/{}", scripts[0]))))
            };
        }
        let [script] = scripts.as_slice() else { return Err(format!("not one script, but {scripts:?}")) };
        let script = project.read(format!("migrations/versions/{script}"));
        let body = script.find("-- migrate:upgrade").map_or(script.as_str(), |at| &script[at..]);
        let expected = self.snapshot("expected", "sql", body);
        let told = |why: String| format!("{why}\n---- script\n{body}");
        self.drive(&database, &project, &before).map_err(told)?;
        expected
    }

    fn drive(
        &self,
        database: &Database,
        project: &Project,
        before: &std::collections::BTreeSet<String>,
    ) -> Result<(), String> {
        done(project.run(["upgrade", "head"]), 0)?;
        let wanted = self.facts(&self.made("after")?)?;
        same("upgrade does not give the schema wanted", &wanted, &self.facts(database)?)?;
        self.queries("rows_after", database)?;
        let (status, said) = project.check_in_every_way()?;
        if status != Some(0) {
            return Err(format!("after the upgrade `check` ends with {status:?}: {said}"));
        }
        done(project.run(["revision", "--autogenerate", "-m", "again"]), 0)?;
        if project.scripts().len() != 1 {
            return Err("a second revision is written".into());
        }
        done(project.run(["downgrade", "-1"]), 0)?;
        same("downgrade does not give back the schema", before, &self.facts(database)?)?;
        self.queries("rows_back", database)?;
        done(project.run(["upgrade", "head"]), 0)?;
        same("a second upgrade does not give the schema wanted", &wanted, &self.facts(database)?)
    }

    /// Asks what a file of queries asks, and compares the answers.
    fn queries(&self, name: &str, database: &Database) -> Result<(), String> {
        let Some(text) = self.read(name, "txt") else { return Ok(()) };
        let mut answered = String::new();
        for query in text.lines().filter_map(|line| line.strip_prefix("> ")) {
            let answer = database.sql(query).map_err(|why| format!("{name}.txt: {query}: {why}"))?;
            answered += &format!("> {query}\n{answer}");
        }
        self.snapshot(name, "txt", &answered)
    }

    /// Compares with a file, or writes it where `SNAPSHOTS=overwrite` says so.
    fn snapshot(&self, name: &str, extension: &str, found: &str) -> Result<(), String> {
        // Another server prints expressions and queries in its own way: there only what becomes of the database is looked at.
        let other = self.engine == Engine::Postgres && crate::support::postgres::is_the_only_one();
        if online_everywhere() && name == "expected" {
            return Ok(());
        }
        if other && name == "expected" && self.settings.needs == 0 {
            return Ok(());
        }
        let own = self.folder.join(format!("{name}.{}.{extension}", self.word()));
        let shared = self.folder.join(format!("{name}.{extension}"));
        let file = if name != "expected" && !own.exists() { shared } else { own };
        let found = format!("{}\n", found.trim_end());
        let wanted = std::fs::read_to_string(&file).unwrap_or_default();
        if found == wanted {
            return Ok(());
        }
        if std::env::var("SNAPSHOTS").is_ok_and(|word| word == "overwrite") {
            return std::fs::write(&file, &found).map_err(|why| format!("cannot write {}: {why}", file.display()));
        }
        let diff = similar::TextDiff::from_lines(&wanted, &found);
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Err(format!("{}", diff.unified_diff().context_radius(3).header(&name, "found")))
    }
}

/// Whether each case is run with the statements for tables in use, to the same end.
fn online_everywhere() -> bool {
    std::env::var("MIGRATE_TEST_ONLINE").is_ok_and(|word| word == "true")
}

fn done(run: Run, status: i32) -> Result<Run, String> {
    if run.code == Some(status) {
        return Ok(run);
    }
    Err(format!("`{}` ends with {:?}, not {status}\n{}{}", run.line, run.code, run.raw_stdout, run.raw_stderr))
}
