//! The whole way from a folder with files to a checked configuration.

use std::time::Duration;

use super::*;
use crate::error::Fault;

/// Files in a temporary folder, and what surrounds the run.
struct Folder {
    dir: tempfile::TempDir,
    variables: HashMap<String, String>,
    overrides: Overrides,
}

impl Folder {
    fn new(toml: &str) -> Self {
        let folder =
            Folder { dir: tempfile::tempdir().unwrap(), variables: HashMap::new(), overrides: Overrides::default() };
        folder.file(FILE_NAME, toml)
    }

    fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.dir.path().join(name), text).unwrap();
        self
    }

    fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    fn load(&self) -> Result<Config, ConfigError> {
        self.load_in(self.dir.path())
    }

    fn load_in(&self, working_folder: &Path) -> Result<Config, ConfigError> {
        load(
            &self.overrides,
            &ProcessEnvironment { working_folder, variables: &|name| self.variables.get(name).cloned() },
        )
    }

    fn url(&self) -> String {
        self.load().unwrap().database.url.unwrap().expose().to_owned()
    }
}

/// Message, help, and the text that is marked, with its line.
fn fault(toml: &str) -> (String, String, String) {
    let error = Folder::new(toml).load().unwrap_err();
    let place = error.places().into_iter().next();
    let marked = place.map(|place| {
        let line = place.text[..place.span.start].lines().count().max(1);
        let line = if place.text[..place.span.start].ends_with('\n') { line + 1 } else { line };
        format!("{}:{line}: {}", place.path.display(), &place.text[place.span])
    });
    (error.to_string(), error.help().unwrap_or_default(), marked.unwrap_or_default())
}

#[test]
fn everything_has_a_default() {
    let folder = Folder::new("");
    let config = folder.load().unwrap();
    let root = folder.dir.path();
    assert_eq!(config.root, root);
    assert_eq!(config.database.url, None);
    assert_eq!(config.database_url().unwrap_err().code(), "no-database-url");
    assert_eq!(config.database.lock_timeout, Some(Duration::from_millis(100)));
    assert_eq!(config.database.statement_timeout, None);
    assert_eq!(config.database.lock_wait, Duration::from_mins(5));
    assert_eq!(config.schema.source, SourceSpec::File(root.join("schema.toml")));
    assert_eq!(config.migrations.versions(), root.join("migrations/versions"));
    assert_eq!(config.migrations.template(), root.join("migrations/script.sql.tera"));
    assert_eq!(config.naming, Naming::default());
    assert!(config.warnings.is_empty());
}

#[test]
fn every_setting_is_read() {
    let toml = r#"
[database]
url = "sqlite://app.db"
direct_url = "sqlite://direct.db"
lock_timeout = "0"
lock_retries = 3
statement_timeout = "1m 30s"
wait = "20s"
connect_timeout = "500ms"
lock_wait = "0"
[schema]
source = { command = ["python3", "print_ddl.py"] }
include = ["*"]
exclude = ["table:public.spatial_ref_sys"]
privileges = true
owners = true
[shadow]
url = "sqlite://shadow.db"
[revision]
online = true
[naming]
ix = "i_{table}_{columns}"
uq = "u_{table}_{columns}"
ck = "c_{table}_{name}"
fk = "f_{table}_{columns}_{referred_table}_{referred_columns}"
pk = "p_{table}"
[migrations]
dir = "db/chain"
version_table = "applied"
version_schema = "meta"
transaction = "all"
file_template = "{year}/{month}/{revision}_{slug}"
timezone = "Europe/Berlin"
truncate_slug = 12
version_paths = ["more", "/abs"]
edited = "refuse"
hooks = [["sqlfluff", "fix", "{path}"], ["true"]]
"#;
    let folder = Folder::new(toml);
    let root = folder.dir.path();
    let config = folder.load().unwrap();
    let database = &config.database;
    assert_eq!(database.url.as_ref().unwrap().sqlite_path(), Some(&SqlitePath::File(root.join("app.db"))));
    let direct = database.direct_url.as_ref();
    assert_eq!(direct.unwrap().sqlite_path(), Some(&SqlitePath::File(root.join("direct.db"))));
    assert_eq!(config.database_url().ok(), direct);
    assert_eq!((database.lock_timeout, database.lock_retries), (None, Some(3)));
    assert_eq!(database.statement_timeout, Some(Duration::from_secs(90)));
    assert_eq!((database.wait, database.lock_wait), (Duration::from_secs(20), Duration::ZERO));
    assert_eq!(database.connect_timeout, Some(Duration::from_millis(500)));
    assert_eq!(config.schema.source, SourceSpec::Command(vec!["python3".into(), "print_ddl.py".into()]));
    assert!(!config.schema.filter.matches("table", Some("public"), "spatial_ref_sys"));
    assert!(config.shadow.url.is_some());
    assert_eq!(config.revision.online, Online::Always);
    assert_eq!(config.naming.foreign_key("a", &["b", "c"], "d", &["e", "f"]), "f_a_b_c_d_e_f");
    let migrations = &config.migrations;
    assert_eq!(migrations.dir, root.join("db/chain"));
    assert_eq!((migrations.version_table.as_str(), migrations.version_schema.as_deref()), ("applied", Some("meta")));
    assert_eq!(migrations.transaction, TransactionMode::All);
    assert_eq!(migrations.file_template, "{year}/{month}/{revision}_{slug}");
    assert_eq!(migrations.timezone, chrono_tz::Europe::Berlin);
    assert_eq!(migrations.truncate_slug, 12);
    assert_eq!(migrations.version_paths, [root.join("more"), "/abs".into()]);
    assert_eq!(migrations.edited, Edited::Refuse);
    assert_eq!(migrations.hooks, [vec!["sqlfluff", "fix", "{path}"], vec!["true"]]);
    assert_eq!(
        config.warnings,
        ["`privileges` is accepted but does nothing yet", "`owners` is accepted but does nothing yet",]
    );
}

#[test]
fn flag_before_environment_before_file() {
    let mut folder = Folder::new("[database]\nurl = \"sqlite:///file.db\"\n");
    assert_eq!(folder.url(), "sqlite:///file.db");
    folder = folder.file(".env", "DATABASE_URL=sqlite:///env-file.db\n");
    assert_eq!(folder.url(), "sqlite:///env-file.db");
    folder = folder.variable("DATABASE_URL", "sqlite:///environment.db");
    assert_eq!(folder.url(), "sqlite:///environment.db");
    folder.overrides.url = Some("sqlite:///flag.db".to_owned());
    assert_eq!(folder.url(), "sqlite:///flag.db");
}

#[test]
fn a_variable_that_is_not_needed_may_be_missing() {
    let folder = Folder::new("[database]\nurl = \"${NOWHERE}\"\n").variable("DATABASE_URL", "sqlite:///e.db");
    assert_eq!(folder.url(), "sqlite:///e.db");
}

#[test]
fn variables_are_replaced() {
    let folder = Folder::new("[database]\nurl = \"postgres://u:${PW}@h/${NAME}\"\n[naming]\npk = \"$${x\"\n")
        .file(".env", "\u{feff}PW='a$b'\nNAME=one\n")
        .variable("NAME", "two");
    let error = folder.load().unwrap_err();
    assert_eq!(error.to_string(), "`pk` in [naming] has a `{` that is not closed");
    let folder = folder.file(FILE_NAME, "[database]\nurl = \"postgres://u:${PW}@h/${NAME}\"\n");
    assert_eq!(folder.url(), "postgres://u:a$b@h/two");
    assert!(!format!("{:?}", folder.load().unwrap()).contains("a$b"));
}

#[test]
fn found_in_a_folder_above_or_named() {
    let mut folder = Folder::new("[database]\nurl = \"sqlite://app.db\"\n");
    let root = folder.dir.path().to_owned();
    let below = root.join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    folder.overrides.schema = Some("here.sql".to_owned());
    folder.overrides.dir = Some("chain".into());
    let config = folder.load_in(&below).unwrap();
    assert_eq!(config.root, root);
    assert_eq!(config.schema.source, SourceSpec::File(below.join("here.sql")));
    assert_eq!(config.migrations.dir, below.join("chain"));
    folder.overrides.config = Some(root.join("other.toml"));
    let error = folder.load_in(&below).unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot read {}: No such file", root.join("other.toml").display())));
}

#[test]
fn not_found() {
    let dir = tempfile::tempdir().unwrap();
    let around = ProcessEnvironment { working_folder: dir.path(), variables: &|_| None };
    let error = load(&Overrides::default(), &around).unwrap_err();
    assert_eq!(error.code(), "config-not-found");
    let overrides = Overrides { url: Some("sqlite://a.db".to_owned()), ..Overrides::default() };
    let config = without_file(dir.path(), &overrides, &around).unwrap();
    assert_eq!(config.root, dir.path());
    assert!(config.database.url.is_some());
}

#[test]
fn byte_order_mark_and_crlf() {
    let folder = Folder::new("\u{feff}[database]\r\nurl = \"sqlite:///a.db\"\r\n");
    assert_eq!(folder.url(), "sqlite:///a.db");
    let (_, _, marked) = fault("\u{feff}[database]\r\n\r\nurll = \"sqlite:///a.db\"\r\n");
    assert_eq!(marked, "migrate.toml:3: urll");
}

#[test]
fn faults_at_their_place() {
    for (toml, message, help, marked) in [
        ("[databse]\n", "unknown section `[databse]`", "did you mean `database`?", "1: databse"),
        (
            "[other]\n",
            "unknown section `[other]`",
            "the sections are [database], [schema], [shadow], [revision], [naming], [migrations], [lint]",
            "1: other",
        ),
        ("\nurl = \"x\"\n", "unknown key `url` outside of any section", "`url` belongs under [database]", "2: url"),
        (
            "[database]\nurl = \"sqlite://a\"\nlock_timout = \"5s\"\n",
            "unknown key `lock_timout` in [database]",
            "did you mean `lock_timeout`?",
            "3: lock_timout",
        ),
        ("[shadow]\ncolour = 1\n", "unknown key `colour` in [shadow]", "the keys of [shadow] are url", "2: colour"),
        ("[schema]\nurl = \"a\"\n", "unknown key `url` in [schema]", "`url` belongs under [database]", "2: url"),
        (
            "schema = \"schema.toml\"\n",
            "`schema` must be a section, not a string",
            "write `[schema]` on a line of its own, and the settings below it",
            "1: \"schema.toml\"",
        ),
        ("[database]\nurl = 5\n", "`url` in [database] must be a string, not a whole number", "", "2: 5"),
        (
            "[database]\nlock_timeout = 5\n",
            "`lock_timeout` in [database] must be a duration in quotes, not a whole number",
            "write a number and a unit: \"300ms\", \"5s\", \"2m\", \"1h\"; \"0\" is off",
            "2: 5",
        ),
        (
            "[database]\nwait = \"5 parsecs\"\n",
            "`wait` in [database] is not a duration: unknown time unit \"parsecs\", supported units: ns, us/µs, ms, \
             sec, min, hours, days, weeks, months, years (and few variations)",
            "write a number and a unit: \"300ms\", \"5s\", \"2m\", \"1h\"; \"0\" is off",
            "2: \"5 parsecs\"",
        ),
        (
            "[database]\nlock_retries = -1\n",
            "`lock_retries` in [database] must be a whole number, up to 4294967295",
            "",
            "2: -1",
        ),
        (
            "[migrations]\nedited = \"refused\"\n",
            "`edited` in [migrations] must be \"warn\", \"refuse\" or \"ignore\", not \"refused\"",
            "did you mean `refuse`?",
            "2: \"refused\"",
        ),
        (
            "[migrations]\ntruncate_slug = 0\n",
            "`truncate_slug` in [migrations] must be a whole number from 1 on, up to 4294967295",
            "",
            "2: 0",
        ),
        (
            "[schema]\nexclude = [\"tabel:x\"]\n",
            "`exclude` in [schema] holds the pattern `tabel:x`: `tabel` is not a kind of object",
            "did you mean `table`?",
            "2: \"tabel:x\"",
        ),
        (
            "[schema]\ninclude = \"x\"\n",
            "`include` in [schema] must be a list of strings, not a string",
            "",
            "2: \"x\"",
        ),
        (
            "[schema]\nsource = \"schema.yaml\"\n",
            "`source` in [schema] is wrong: `schema.yaml` is neither a .toml file, a .sql file nor a folder of them",
            "write \"schema.toml\", \"schema.sql\", a folder of them, or { command = [\"prog\", \"arg\"] }",
            "2: \"schema.yaml\"",
        ),
        (
            "[schema]\nsource = { comand = [\"x\"] }\n",
            "`source` in [schema] knows only `command`, not `comand`",
            "write \"schema.toml\", \"schema.sql\", a folder of them, or { command = [\"prog\", \"arg\"] }",
            "2: comand",
        ),
        ("[schema]\nowners = \"no\"\n", "`owners` in [schema] must be true or false, not a string", "", "2: \"no\""),
        (
            "[revision]\nonline = \"yes\"\n",
            "`online` in [revision] must be \"auto\", true or false, not a string",
            "",
            "2: \"yes\"",
        ),
        (
            "[naming]\nfk = \"fk_{tabel}\"\n",
            "`fk` in [naming] knows no word `{tabel}`",
            "did you mean `table`?",
            "2: \"fk_{tabel}\"",
        ),
        ("[naming]\npk = \"\"\n", "`pk` in [naming] must not be empty", "", "2: \"\""),
        (
            "[migrations]\ntransaction = \"eech\"\n",
            "`transaction` in [migrations] must be \"each\", \"all\" or \"off\", not \"eech\"",
            "did you mean `each`?",
            "2: \"eech\"",
        ),
        (
            "[migrations]\nfile_template = \"../{revision}\"\n",
            "`file_template` in [migrations] must be a name, or a path below the folder of the scripts",
            "write for example \"{year}/{revision}_{slug}\"",
            "2: \"../{revision}\"",
        ),
        (
            "[migrations]\ntimezone = \"Europe/Berlim\"\n",
            "`timezone` in [migrations] names no time zone: `Europe/Berlim`",
            "did you mean `Europe/Berlin`?",
            "2: \"Europe/Berlim\"",
        ),
        (
            "[migrations]\nhooks = [\"sqlfluff\"]\n",
            "`hooks` in [migrations] must be a list of commands, each a list of strings, not a string",
            "",
            "2: \"sqlfluff\"",
        ),
        (
            "[database]\nurl = \"oracle://h\"\n",
            "`oracle` is not a database kind this program knows; the schemes are sqlite, postgres, postgresql, mysql, mariadb",
            "write `sqlite://app.db`, `postgres://user@host/database` or `mysql://user@host/database`",
            "2: \"oracle://h\"",
        ),
        (
            "[database]\nurl = \"postgres://u:${MIGRATE_NOT_SET}@h/db\"\n",
            "the environment variable `MIGRATE_NOT_SET` is not set",
            "set `MIGRATE_NOT_SET`, or write `MIGRATE_NOT_SET=…` into a file `.env` beside migrate.toml; a literal \
             `${` is written `$${`",
            "2: \"postgres://u:${MIGRATE_NOT_SET}@h/db\"",
        ),
        (
            "[database]\nurl = \"${oh no}\"\n",
            "`${` must be followed by the name of an environment variable and `}`",
            "a literal `${` is written `$${`",
            "2: \"${oh no}\"",
        ),
    ] {
        let found = fault(toml);
        assert_eq!((found.0.as_str(), found.1.as_str()), (message, help), "{toml}");
        assert_eq!(found.2, format!("migrate.toml:{marked}"), "{toml}");
    }
}

#[test]
fn what_is_not_toml_is_said_at_its_line() {
    let (message, _, marked) = fault("[database]\nurl = \"sqlite://a\n");
    assert!(message.starts_with("migrate.toml is not valid TOML: "), "{message}");
    assert!(marked.starts_with("migrate.toml:2: "), "{marked}");
    let (message, _, marked) = fault("[database]\nwait = \"1s\"\nwait = \"2s\"\n");
    assert_eq!(message, "migrate.toml is not valid TOML: duplicate key");
    assert_eq!(marked, "migrate.toml:3: wait");
}

#[test]
fn a_password_is_never_drawn() {
    for toml in [
        "[database]\nurl = \"postgres://u:hunter#2@h/db\"\n",
        "[database]\nurl = \"postgres://u:hunter#2@h/db\" x\n",
        "[database]\nurl = \"postgres://u:hunter#2@h/db\nx = 1",
        "[database]\nurl = 'mysql://u:hunter#2@h:99999/db'\n",
        "[database]\nurl = \"postgres://h/db?password=hunter#2\"\n",
        "[database]\nurl = \"postgres://u:hunter#2\"\n",
        "[database]\nurl = \"postgres://u:hunter#2@h/db\"\nlok = 1\n",
        "[database]\nurl = { a = \"postgres://u:hunter#2@h/db\" }\n",
    ] {
        let error = Folder::new(toml).load().unwrap_err();
        let shown = format!("{error} {error:?} {:?} {:?} {:?}", error.help(), error.notes(), error.places());
        assert!(!shown.contains("hunter"), "{toml}: {shown}");
    }
    let folder = Folder::new("").variable("DATABASE_URL", "postgres://u:hunter 2@h/db");
    let error = folder.load().unwrap_err();
    assert_eq!(error.notes(), ["the URL was given by DATABASE_URL"]);
    assert!(!format!("{error} {error:?}").contains("hunter"));
}

#[test]
fn a_bad_line_of_the_env_file_is_named_and_not_shown() {
    let folder = Folder::new("").file(".env", "A=1\nPASSWORD=hunter two \"\n");
    let error = folder.load().unwrap_err();
    assert_eq!(error.code(), "invalid-env-file");
    let shown = error.to_string();
    assert!(shown.starts_with("line 2 of ") && shown.ends_with(".env is not `NAME=value`"), "{shown}");
    assert!(!format!("{error:?}").contains("hunter"));
}

const ENVIRONMENTS: &str = "\
[database]
url = \"sqlite:///main.db\"
lock_timeout = \"7s\"
[migrations]
timezone = \"Europe/Berlin\"
[env.staging.database]
url = \"${STAGING_URL}\"
[env.staging.schema]
exclude = [\"tmp_*\"]
[env.test.migrations]
version_table = \"versions\"
";

/// Loaded with `--env`.
fn in_environment(toml: &str, name: &str) -> Folder {
    let mut folder = Folder::new(toml).variable("STAGING_URL", "sqlite:///staging.db");
    folder.overrides.env = Some(name.to_owned());
    folder
}

#[test]
fn an_environment_lies_over_the_rest() {
    let config = in_environment(ENVIRONMENTS, "staging").load().unwrap();
    assert_eq!(config.database.url.unwrap().expose(), "sqlite:///staging.db");
    assert_eq!(config.database.lock_timeout, Some(Duration::from_secs(7)));
    assert!(!config.schema.filter.matches("table", None, "tmp_a"));
    let config = in_environment(ENVIRONMENTS, "test").load().unwrap();
    assert_eq!(config.database.url.unwrap().expose(), "sqlite:///main.db");
    assert_eq!(
        (config.migrations.version_table.as_str(), config.migrations.timezone.name()),
        ("versions", "Europe/Berlin")
    );
    assert_eq!(Folder::new(ENVIRONMENTS).url(), "sqlite:///main.db", "nothing is laid over unasked");
}

#[test]
fn the_database_of_a_chosen_environment_comes_before_the_variable() {
    let with_variable = |name| in_environment(ENVIRONMENTS, name).variable("DATABASE_URL", "sqlite:///variable.db");
    assert_eq!(with_variable("staging").url(), "sqlite:///staging.db");
    assert_eq!(with_variable("test").url(), "sqlite:///variable.db");
    let mut flag = with_variable("staging");
    flag.overrides.url = Some("sqlite:///flag.db".to_owned());
    assert_eq!(flag.url(), "sqlite:///flag.db");
}

#[test]
fn environments_that_are_none() {
    let fault = |name| {
        let error = in_environment(ENVIRONMENTS, name).load().unwrap_err();
        (error.to_string(), error.help().unwrap(), error.code())
    };
    let (message, help, code) = fault("stagin");
    assert_eq!((message.as_str(), code), ("migrate.toml has no environment `stagin`", "unknown-environment"));
    assert_eq!(help, "did you mean `staging`? it has `staging`, `test`");
    assert_eq!(fault("production").1, "it has `staging`, `test`");
    let error = in_environment("[database]\n", "x").load().unwrap_err();
    assert_eq!(error.help().unwrap(), "it has none: write a section such as [env.x.database]");
}

#[test]
fn faults_in_environments_are_at_their_place() {
    for (toml, message, help, marked) in [
        (
            "[env.a.databse]\n",
            "unknown section `[env.a.databse]`",
            "did you mean `database`?",
            "migrate.toml:1: databse",
        ),
        (
            "[env.a.database]\nurll = \"x\"\n",
            "unknown key `urll` in [env.a.database]",
            "did you mean `url`?",
            "migrate.toml:2: urll",
        ),
        (
            "[env.a]\nurl = \"x\"\n",
            "unknown key `url` in [env.a]",
            "`url` belongs under [env.a.database]",
            "migrate.toml:2: url",
        ),
        (
            "[env]\na = 1\n",
            "`env.a` must be a section, not a whole number",
            "write `[env.NAME.database]` on a line of its own, and the settings below it",
            "migrate.toml:2: 1",
        ),
        ("[evn.a.database]\n", "unknown section `[evn]`", "did you mean `env`?", "migrate.toml:1: evn"),
    ] {
        let (message_found, help_found, marked_found) = fault(toml);
        assert_eq!((message_found.as_str(), help_found.as_str(), marked_found.as_str()), (message, help, marked));
    }
    // Only what is chosen is looked at closer than by its keys.
    let toml = "[env.a.database]\nlock_timeout = 5\nurl = \"${NOT_SET}\"\n";
    assert!(Folder::new(toml).load().is_ok());
    let error = in_environment(toml, "a").load().unwrap_err();
    assert_eq!(
        error.to_string(),
        "`lock_timeout` in [env.a.database] must be a duration in quotes, not a whole number"
    );
}

/// What is connected to.
fn connected(folder: &Folder) -> (String, Vec<String>) {
    let config = folder.load().unwrap();
    (config.database_url().unwrap().expose().to_owned(), config.warnings)
}

#[test]
fn a_direct_url_goes_with_the_url_that_it_was_written_for() {
    let pooled = "postgres://u@pool/app";
    let both = "[database]\nurl = \"postgres://u@pool/app\"\ndirect_url = \"${DIRECT}\"\n";
    let with = |toml: &str| Folder::new(toml).variable("DIRECT", "postgres://u@server/app");
    let is = |folder: &Folder, url: &str| assert_eq!(connected(folder), (url.to_owned(), vec![]));
    is(&with(both), "postgres://u@server/app");
    // An empty one is none.
    is(&with(both).variable("DIRECT", ""), pooled);
    // The environment names the same database, or the file names none.
    is(&with(both).variable("DATABASE_URL", pooled), "postgres://u@server/app");
    let direct = "[database]\ndirect_url = \"${DIRECT}\"\n";
    is(&with(direct).variable("DATABASE_URL", pooled), "postgres://u@server/app");
    is(&with(direct), "postgres://u@server/app");
    // It names another.
    let (url, warnings) = connected(&with(both).variable("DATABASE_URL", "postgres://u@other/app"));
    assert_eq!((url.as_str(), warnings.len()), ("postgres://u@other/app", 1));
    assert!(warnings[0].starts_with("`direct_url` of migrate.toml is left out"), "{warnings:?}");
    is(&with(both).variable("DATABASE_DIRECT_URL", "postgres://u@three/app"), "postgres://u@three/app");
    let mut flag = with(both).variable("DATABASE_DIRECT_URL", "postgres://u@three/app");
    flag.overrides.url = Some("postgres://u@flag/app".to_owned());
    is(&flag, "postgres://u@flag/app");
    // An environment of the file that names its own database does not get another one's.
    let laid = |more: &str| {
        let mut folder = with(&format!("{both}[env.test.database]\n{more}"));
        folder.overrides.env = Some("test".to_owned());
        folder.variable("DATABASE_DIRECT_URL", "postgres://u@three/app")
    };
    is(&laid("url = \"postgres://u@test/app\"\n"), "postgres://u@test/app");
    is(&laid("url = \"postgres://u@test/app\"\ndirect_url = \"postgres://u@own/app\"\n"), "postgres://u@own/app");
    is(&laid("direct_url = \"postgres://u@own/app\"\n"), "postgres://u@own/app");
    is(&laid("wait = \"1s\"\n"), "postgres://u@three/app");
}

#[test]
fn a_direct_url_is_checked_and_hidden_as_the_url_is() {
    let (message, help, _) = fault("[database]\nurl = \"postgres://u@h/d\"\ndirect_url = \"mysql://u@h/d\"\n");
    assert_eq!(message, "`direct_url` is MySQL, and `url` is PostgreSQL");
    assert_eq!(help, "`direct_url` names the database of `url`, past the pooler");
    let toml = "[database]\ndirect_url = \"postgres://u:se#cret@h/d\"\n";
    let (message, _, marked) = fault(toml);
    assert!(message.contains("postgres://u:***@h/d"), "{message}");
    assert_eq!(marked, "migrate.toml:2: \"postgres://u:***@h/d\"");
}
