//! Pairs of schemas as folders: what is rendered between them is pinned as text and run on a real server, both ways.
//!
//! `tests/rendered/<database>/<case>/` holds `before.sql` (with rows), `after.sql`, the scripts expected (`up.sql`,
//! `down.sql`), and where they are needed:
//!
//! - `hints`: what a schema file says beside the structure, a line each: `rename OLD=NEW`, `value TYPE OLD NEW`,
//!   `replace TYPE OLD NEW`, `using TABLE.COLUMN SQL`, `backfill TABLE.COLUMN SQL`;
//! - `between.sql`: what happens to the rows after the upgrade and before the downgrade;
//! - `rows.sql`: questions that are asked after the upgrade and again after the downgrade, and their answers: `rows.txt`.
//!
//! After the upgrade the database is the one that `after.sql` makes, after the downgrade the one of `before.sql`; a
//! second comparison finds nothing. `SNAPSHOTS=overwrite` writes what is expected anew.

mod casts;
mod conversions;
mod facts;
mod mysql_types;
mod predict;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use migrate::compare::{Comparison, SectionText};
use migrate::config::DatabaseUrl;
use migrate::dialect::{ConnectSettings, Dialect, Scope, Session, connect};
use migrate::diff;
use migrate::schema::{Annotation, Expr, Hints, Node, Object, QName, Schema};
use migrate::sql;

use crate::support::postgres::Database;

/// Runs each case of a database and names all that fail.
fn run_all(folder: &str, case: impl Fn(&Path) -> Result<(), String>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rendered").join(folder);
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&root).expect("the folder of cases").map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    let only = std::env::var("CASE").unwrap_or_default();
    let mut failed = String::new();
    for path in cases.iter().filter(|path| path.to_string_lossy().contains(&only)) {
        if let Err(why) = case(path) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            writeln!(failed, "--- {name}\n{why}\n").expect("a string");
        }
    }
    assert!(failed.is_empty(), "\n{failed}");
}

#[test]
fn postgres() {
    let Some(_) = Database::new() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    run_all("postgres", |path| runtime.block_on(postgres_case(path)));
}

/// A case on a server.
struct Compared {
    /// The database that `before.sql` made.
    live: Database,
    session: Box<dyn Session>,
    comparison: Comparison,
}

async fn compared(path: &Path) -> Result<Compared, String> {
    let (before, after) = (read(path, "before.sql"), read(path, "after.sql"));
    let live = Database::new().expect("a database");
    let goal = Database::new().expect("a database");
    live.try_psql(&before).map_err(|said| format!("before.sql: {said}"))?;
    goal.try_psql(&after).map_err(|said| format!("after.sql: {said}"))?;
    let mut session = open(&live).await?;
    let dialect = session.dialect();
    let from = introspect(&mut *session).await?;
    let to = introspect(&mut *open(&goal).await?).await?;
    if from.unmodelled.len() + to.unmodelled.len() > 0 {
        return Err(format!("beyond the model: {:?} {:?}", from.unmodelled, to.unmodelled));
    }
    for object in from.objects.values().chain(to.objects.values()) {
        // What the server spells it makes nothing else of.
        let predicted = dialect.predict(object);
        if !predicted.same(object) {
            return Err(format!("predicted of\n{object:?}\nis\n{predicted:?}"));
        }
    }
    let hints = hints(&read(path, "hints"), &from, &to)?;
    let renames = diff::renames(&from, &to, &hints, &*dialect).map_err(say)?;
    let renamed = if renames.is_empty() {
        from.clone()
    } else {
        let between = Database::new().expect("a database");
        between.psql(&before);
        let only = Comparison {
            before: from.clone().into(),
            renamed: from.clone().into(),
            after: from.clone().into(),
            renames: renames.clone(),
            changes: Vec::new(),
            managed: migrate::schema::Managed::ALL,
            costs: migrate::compare::StatementCosts::None,
            online: migrate::dialect::OnlineTables::None,
        };
        between
            .try_psql(&text(only.upgrade(&*dialect).map_err(|why| why.to_string())?))
            .map_err(|said| format!("the renames: {said}"))?;
        introspect(&mut *open(&between).await?).await?
    };
    let changes = diff::changes(&renamed, &to, &hints, &*dialect).map_err(say)?;
    let comparison = Comparison {
        before: from.clone().into(),
        renamed: renamed.into(),
        after: to.clone().into(),
        renames,
        changes,
        managed: migrate::schema::Managed::ALL,
        costs: migrate::compare::StatementCosts::None,
        online: migrate::dialect::OnlineTables::None,
    };
    Ok(Compared { live, session, comparison })
}

async fn postgres_case(path: &Path) -> Result<(), String> {
    let Compared { live, mut session, comparison } = compared(path).await?;
    let dialect = session.dialect();
    let (from, to) = (comparison.before.clone(), comparison.after.clone());
    let up = text(comparison.upgrade(&*dialect).map_err(|why| why.to_string())?);
    let down = text(comparison.downgrade(&*dialect).map_err(say)?);
    let mut wrong = String::new();
    for (file, text) in [("up.sql", &up), ("down.sql", &down)] {
        expect(path, file, text, &mut wrong);
    }
    let mut rows = String::new();
    for (direction, script, goal) in [("upgrade", &up, &to), ("downgrade", &down, &from)] {
        live.try_psql(script).map_err(|said| format!("{wrong}{direction}: {said}\n{script}"))?;
        let now = introspect(&mut *session).await?;
        for line in differences(&now, goal, &*dialect) {
            writeln!(wrong, "after the {direction}: {line}").expect("a string");
        }
        let questions = read(path, "rows.sql");
        if !questions.is_empty() {
            write!(rows, "after the {direction}:\n{}\n", live.psql(&questions).trim_end()).expect("a string");
        }
        if direction == "upgrade" {
            live.psql(&read(path, "between.sql"));
        }
    }
    if !rows.is_empty() {
        expect(path, "rows.txt", &rows, &mut wrong);
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{wrong}{up}")) }
}

/// A whole script, each section as its transaction wants it.
fn text(sections: Vec<SectionText>) -> String {
    let mut text = String::new();
    for section in sections {
        if section.transaction {
            write!(text, "BEGIN;\n{}COMMIT;\n", section.body).expect("a string");
        } else {
            text.push_str(&section.body);
        }
    }
    text
}

/// What differs, in words: by the diff, and by the objects themselves.
fn differences(now: &Schema, goal: &Schema, dialect: &dyn Dialect) -> Vec<String> {
    let mut said: Vec<String> = match diff::changes(now, goal, &Hints::default(), dialect) {
        Ok(operations) => operations.iter().map(|o| format!("{} {}", o.mark().sign(), o.describe())).collect(),
        Err(fault) => vec![fault.to_string()],
    };
    for (id, object) in &goal.objects {
        match now.get(id) {
            Some(there) if there.same(object) && kept(there) == kept(object) => {}
            there => said.push(format!("{id}: {there:?} where it should be {object:?}")),
        }
    }
    said
}

/// What of a view is kept and not compared.
fn kept(object: &Object) -> Option<Vec<&Annotation>> {
    match object {
        Object::View(view) => {
            let columns = view.column_annotations.iter().map(|(_, annotation)| annotation);
            Some(std::iter::once(&view.annotation).chain(columns).collect())
        }
        _ => None,
    }
}

fn say(fault: migrate::error::Error) -> String {
    format!("{fault:?}")
}

async fn open(database: &Database) -> Result<Box<dyn Session>, String> {
    let url = DatabaseUrl::parse(&database.url(), Path::new(".")).map_err(|fault| fault.to_string())?;
    connect(&url, &ConnectSettings::default()).await.map_err(say)
}

async fn introspect(session: &mut dyn Session) -> Result<Schema, String> {
    session.introspect(&Scope::everything()).await.map_err(say)
}

fn read(path: &Path, file: &str) -> String {
    std::fs::read_to_string(path.join(file)).unwrap_or_default()
}

fn expect(path: &Path, file: &str, text: &str, wrong: &mut String) {
    if std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite") {
        std::fs::write(path.join(file), text).expect("a file written");
    } else if read(path, file) != text {
        let diff = similar::TextDiff::from_lines(read(path, file), text).unified_diff().to_string();
        writeln!(wrong, "{file} is not as expected:\n{diff}").expect("a string");
    }
}

fn hints(text: &str, from: &Schema, to: &Schema) -> Result<Hints, String> {
    let mut hints = Hints::default();
    let qname = |text: &str| match text.split_once('.') {
        Some((namespace, name)) => QName::within(namespace, name),
        None => QName::plain(text),
    };
    for line in text.lines() {
        let (word, rest) = line.split_once(' ').ok_or("a hint without words")?;
        let words: Vec<&str> = rest.split(' ').collect();
        let column = || rest.split_once(' ').and_then(|(at, sql)| Some((at.rsplit_once('.')?, sql)));
        match (word, words.as_slice()) {
            ("rename", _) => hints.renames.extend(diff::parse_renames(&[rest], from, to, None).map_err(say)?),
            ("value", [ty, old, new]) => hints.value_renames.push((qname(ty), (*old).into(), (*new).into())),
            ("replace", [ty, old, new]) => hints.value_replacements.push((qname(ty), (*old).into(), (*new).into())),
            ("using" | "backfill", _) => {
                let ((table, name), sql) = column().ok_or("TABLE.COLUMN SQL is wanted")?;
                let all = if word == "using" { &mut hints.using } else { &mut hints.backfill };
                all.insert(Node::column(&qname(table), name), Expr::from(sql));
            }
            _ => return Err(format!("no hint: {line}")),
        }
    }
    Ok(hints)
}

/// The splitter is what cuts scripts at run time: each script here must come apart into what was rendered.
#[test]
fn scripts_come_apart() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rendered/postgres");
    for entry in std::fs::read_dir(root).expect("the folder of cases") {
        let path = entry.expect("an entry").path();
        for file in ["up.sql", "down.sql"] {
            let text = read(&path, file);
            let statements = sql::split(migrate::dialect::postgres::SYNTAX, &text).expect("a script that can be split");
            let ends = text.lines().filter(|line| line.ends_with(';')).count();
            assert!(statements.len() <= ends, "{}: {file}", path.display());
            assert!(text.is_empty() || !statements.is_empty(), "{}: {file}", path.display());
        }
    }
}
