//! A project in a temporary folder, and the program run in it: what every test of a command is built from.
//!
//! ```ignore
//! Project::sqlite()
//!     .schema_toml("[table.users.columns]\nid = \"bigint\"\n")
//!     .run(["revision", "-m", "start", "--autogenerate"])
//!     .status(0)
//!     .stdout(str![["migrations/versions/[ID1]_start.sql"]]);
//! ```

use std::cell::RefCell;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use snapbox::IntoData;

use super::sqlite;

/// A folder with a `migrate.toml`, and the environment that the program is run in.
pub(crate) struct Project {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
    /// Ids in the order in which they were first seen: the n-th is shown as `[IDn]` in all that is printed here.
    ids: RefCell<Vec<String>>,
}

/// What a run of the program left.
pub(crate) struct Run {
    /// The command line, for messages.
    pub line: String,
    /// The exit status; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Standard output as printed.
    pub raw_stdout: String,
    /// Standard error as printed.
    pub raw_stderr: String,
    /// Standard output, what differs from run to run replaced.
    pub stdout: String,
    /// Standard error, what differs from run to run replaced.
    pub stderr: String,
}

/// How long a run may take before the test gives it up.
const PATIENCE: Duration = Duration::from_mins(5);

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Project { folder, variables: Vec::new(), ids: RefCell::default() }
    }

    /// A project on the database at `url`, with the schema in `schema.toml` and a folder for revisions.
    pub(crate) fn new(url: &str) -> Self {
        let project = Self::empty().file(
            "migrate.toml",
            &format!(
                "[database]\nurl = \"{url}\"\n\n[schema]\nsource = \"schema.toml\"\n\n[migrations]\ndir = \"migrations\"\n"
            ),
        );
        std::fs::create_dir_all(project.versions()).expect("the folder of the revisions");
        project
    }

    /// A project on `app.db` in its own folder.
    pub(crate) fn sqlite() -> Self {
        Self::new("sqlite://app.db")
    }

    /// The folder.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the revisions.
    pub(crate) fn versions(&self) -> PathBuf {
        self.root().join("migrations/versions")
    }

    /// `app.db` of a project made by [`Project::sqlite`].
    pub(crate) fn database(&self) -> sqlite::Database {
        sqlite::Database::at(self.root().join("app.db"))
    }

    /// Writes a file, its folders too.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.write(path, text);
        self
    }

    /// Writes a file of a project that is not to be moved.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.root().join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folders of a file");
        std::fs::write(&file, text).unwrap_or_else(|why| panic!("cannot write {}: {why}", file.display()));
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: impl AsRef<Path>) -> String {
        let file = self.root().join(path);
        std::fs::read_to_string(&file).unwrap_or_else(|why| panic!("cannot read {}: {why}", file.display()))
    }

    /// Appends to `migrate.toml`.
    pub(crate) fn config(self, toml: &str) -> Self {
        let text = format!("{}\n{toml}", self.read("migrate.toml"));
        self.file("migrate.toml", &text)
    }

    /// Writes `schema.toml`, which is the source from then on.
    pub(crate) fn schema_toml(self, text: &str) -> Self {
        self.source("schema.toml").file("schema.toml", text)
    }

    /// Writes `schema.sql`, which is the source from then on.
    pub(crate) fn schema_sql(self, text: &str) -> Self {
        self.source("schema.sql").file("schema.sql", text)
    }

    fn source(self, name: &str) -> Self {
        let text = self.read("migrate.toml");
        let text: String = text
            .lines()
            .map(
                |line| {
                    if line.starts_with("source = ") { format!("source = \"{name}\"\n") } else { format!("{line}\n") }
                },
            )
            .collect();
        self.file("migrate.toml", &text)
    }

    /// Writes a revision script of one statement a direction.
    pub(crate) fn revision(self, id: &str, down: &str, upgrade: &str, downgrade: &str) -> Self {
        let text = format!(
            "-- revision: {id}\n-- down_revision: {down}\n-- depends_on:\n-- branch_labels:\n\
             -- created: 2026-11-20T15:30:00Z\n-- message: {id}\n\n\
             -- migrate:upgrade\n{upgrade}\n\n-- migrate:downgrade\n{downgrade}\n"
        );
        self.file(&format!("migrations/versions/{id}_x.sql"), &text)
    }

    /// Sets a variable for the runs; nothing but PATH is taken over from the test's own environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The names of the scripts, sorted.
    pub(crate) fn scripts(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.versions()).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program, ready to be run in the project's folder.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(snapbox::cmd::cargo_bin!("migrate"));
        command.args(arguments).current_dir(self.root()).env_clear().stdin(Stdio::null());
        for name in ["PATH", "TMPDIR", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        // A home of its own: neither ~/.pgpass nor a cache of the user's may change a test.
        command.env("HOME", self.root().join(".home"));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.finish(self.command(arguments))
    }

    /// Compares by `check` with the prediction of the server's spelling and the cache as they are, with a cache that knows
    /// nothing, and with neither: all must say the same. Answers it, with the exit status. On a further version of PostgreSQL it is
    /// compared as it is: what the ways share was judged on the installed one.
    pub(crate) fn check_in_every_way(&self) -> Result<(Option<i32>, String), String> {
        let empty = self.root().join(".no-cache");
        let ways = [None, Some(("XDG_CACHE_HOME", empty.as_path())), Some(("MIGRATE_SHORTCUTS", Path::new("none")))];
        let mut first: Option<(Option<i32>, String)> = None;
        let most = if super::postgres::is_the_only_one() { 1 } else { ways.len() };
        for variable in ways.into_iter().take(most) {
            std::fs::remove_dir_all(&empty).ok();
            let mut command = self.command(["check", "--format", "json"]);
            command.envs(variable);
            let run = self.finish(command);
            // What a server says of a statement is said as often as the statement is sent, in a shadow too.
            let errors: String =
                run.raw_stderr.lines().filter(|line| !line.starts_with("warning: the server says: ")).collect();
            let said = (run.code, format!("{}{errors}", run.raw_stdout));
            match &first {
                Some(first) if *first != said => {
                    return Err(format!("check says otherwise with {variable:?}: {first:?}\n{said:?}"));
                }
                Some(_) => {}
                None => first = Some(said),
            }
        }
        first.ok_or_else(|| "check was not run".to_owned())
    }

    /// Runs the program with text on standard input.
    pub(crate) fn run_with_input<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>, input: &str) -> Run {
        let file = self.root().join(".stdin");
        std::fs::write(&file, input).expect("the input");
        let mut command = self.command(arguments);
        command.stdin(std::fs::File::open(&file).expect("the input"));
        self.finish(command)
    }

    /// Runs a command made by [`Project::command`] to its end.
    ///
    /// # Panics
    /// Where it cannot be run, or takes longer than five minutes.
    pub(crate) fn finish(&self, mut command: Command) -> Run {
        let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
        let line = std::iter::once("migrate".to_owned()).chain(arguments).collect::<Vec<_>>().join(" ");
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("cannot run {command:?}: {why}"));
        let stdout = drain(child.stdout.take());
        let stderr = drain(child.stderr.take());
        let start = Instant::now();
        let status = loop {
            match child.try_wait().expect("the state of a child") {
                Some(status) => break status,
                None if start.elapsed() > PATIENCE => {
                    child.kill().ok();
                    child.wait().ok();
                    panic!("`{line}` takes longer than {PATIENCE:?}");
                }
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        };
        let raw_stdout = stdout.join().expect("standard output");
        let raw_stderr = stderr.join().expect("standard error");
        Run {
            line,
            code: status.code(),
            stdout: self.redact(&raw_stdout),
            stderr: self.redact(&raw_stderr),
            raw_stdout,
            raw_stderr,
        }
    }

    /// Replaces what differs from run to run: the folder by `[ROOT]`, the n-th id by `[IDn]`, a date by `[DATE]`, a
    /// time that something took by `[TIME]`.
    pub(crate) fn redact(&self, text: &str) -> String {
        let text = text.replace(&self.root().to_string_lossy().into_owned(), "[ROOT]");
        let mut redacted = String::with_capacity(text.len());
        for (word, gap) in words(&text) {
            redacted.push_str(&self.redact_word(word));
            redacted.push_str(gap);
        }
        times(&dates(&redacted))
    }

    fn redact_word(&self, word: &str) -> String {
        let id = word.len() == 12
            && word.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            && word.bytes().any(|b| b.is_ascii_digit());
        if !id {
            return word.to_owned();
        }
        let mut ids = self.ids.borrow_mut();
        let place = ids.iter().position(|seen| seen == word).unwrap_or_else(|| {
            ids.push(word.to_owned());
            ids.len() - 1
        });
        format!("[ID{}]", place + 1)
    }
}

impl Run {
    /// The exit status.
    #[track_caller]
    pub(crate) fn status(self, expected: i32) -> Self {
        let Run { line, stdout, stderr, .. } = &self;
        assert!(
            self.code == Some(expected),
            "`{line}` ended with {:?}, not {expected}\nstdout:\n{stdout}\nstderr:\n{stderr}",
            self.code
        );
        self
    }

    /// Standard output, with snapbox's `[..]` and `...` for what may be anything; `SNAPSHOTS=overwrite` writes it.
    #[track_caller]
    pub(crate) fn stdout(self, expected: impl IntoData) -> Self {
        compare(&self.stdout, expected);
        self
    }

    /// Standard error, likewise.
    #[track_caller]
    pub(crate) fn stderr(self, expected: impl IntoData) -> Self {
        compare(&self.stderr, expected);
        self
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.raw_stdout).unwrap_or_else(|why| {
            panic!("`{}` printed no JSON: {why}\n{}\n{}", self.line, self.raw_stdout, self.stderr)
        })
    }

    /// That neither output holds a text, such as a password.
    #[track_caller]
    pub(crate) fn hides(self, secret: &str) -> Self {
        for text in [&self.raw_stdout, &self.raw_stderr] {
            assert!(!text.contains(secret), "`{}` shows `{secret}`:\n{text}", self.line);
        }
        self
    }
}

#[track_caller]
fn compare(actual: &str, expected: impl IntoData) {
    let assert = snapbox::Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV).normalize_paths(false);
    assert.eq(actual.to_owned(), expected);
}

/// Reads an output on a thread of its own, so that a full pipe stops nobody.
fn drain(pipe: Option<impl std::io::Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).ok();
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// The text as words (letters and digits), each with the rest up to the next.
fn words(text: &str) -> Vec<(&str, &str)> {
    let word = |c: char| c.is_alphanumeric();
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(end);
        let (gap, tail) = tail.split_at(tail.find(word).unwrap_or(tail.len()));
        found.push((head, gap));
        rest = tail;
    }
    found
}

/// Replaces dates with a time of day (`2026-11-20T15:30:00Z`, `2026-11-20 15:30:00.123+01:00`).
fn dates(text: &str) -> String {
    const SHAPE: &[u8] = b"0000-00-00_00:00:00";
    let bytes = text.as_bytes();
    let mut replaced = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(window) = bytes.get(at..at + SHAPE.len()) {
        let matches = window.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            b'_' => matches!(byte, b'T' | b' '),
            other => byte == other,
        });
        if !matches {
            at += 1;
            continue;
        }
        replaced.push_str(&text[copied..at]);
        replaced.push_str("[DATE]");
        at += SHAPE.len();
        if bytes.get(at) == Some(&b'.') {
            at += 1 + bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        }
        match bytes.get(at) {
            Some(b'Z') => at += 1,
            Some(b'+' | b'-') if bytes.get(at + 3) == Some(&b':') => at += 6,
            _ => {}
        }
        copied = at;
    }
    replaced.push_str(&text[copied..]);
    replaced
}

/// Replaces times that something took: `12 ms`, `0.03 s`, `1.5s`; a whole number of seconds is somebody's setting.
fn times(text: &str) -> String {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        replaced.push_str(before);
        let number_end = from.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(from.len());
        let (number, tail) = from.split_at(number_end);
        let unit_at = tail.strip_prefix(' ').unwrap_or(tail);
        let unit = ["ms", "µs", "s"].into_iter().find(|unit| {
            unit_at
                .strip_prefix(unit)
                .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        });
        let alone = !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"'));
        match unit {
            Some(unit) if alone && (unit != "s" || number.contains('.')) => {
                replaced.push_str("[TIME]");
                rest = &unit_at[unit.len()..];
            }
            _ => {
                replaced.push_str(number);
                rest = tail;
            }
        }
    }
    replaced.push_str(rest);
    replaced
}

#[test]
fn replaces_what_differs() {
    let project = Project::empty();
    let text = format!("{}/x 3f2a9c81d4e7_a 1b0c77e2a955 3f2a9c81d4e7", project.root().display());
    assert_eq!(project.redact(&text), "[ROOT]/x [ID1]_a [ID2] [ID1]");
    assert_eq!(project.redact("at 2026-11-20T15:30:00.12Z, 2026-11-20 15:30:00+01:00."), "at [DATE], [DATE].");
    assert_eq!(
        project.redact("12 ms, 0.03 s; \"5s\" 1.5s 7 days 3 statements 2.0"),
        "[TIME], [TIME]; \"5s\" [TIME] 7 days 3 statements 2.0"
    );
}
