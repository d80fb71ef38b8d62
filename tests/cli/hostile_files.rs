//! Files that are no text, or hold what looks like something else: each is refused at its line, or read as it is meant.

use crate::support::{Project, postgres};

fn sqlite() -> Project {
    Project::sqlite().file("app.db", "")
}

fn project() -> Project {
    sqlite().revision("r1", "", "CREATE TABLE a (n integer);", "DROP TABLE a;")
}

#[test]
fn a_nul_byte_in_a_script_is_refused_before_anything_runs() {
    let mut urls = vec!["sqlite://app.db".to_owned()];
    let database = postgres::Database::new();
    urls.extend(database.as_ref().map(postgres::Database::url));
    for url in urls {
        let project = Project::new(&url).revision("r1", "", "CREATE TABLE a (n integer);", "DROP TABLE a;").revision(
            "r2",
            "r1",
            "CREATE TABLE b (n integer);\nSELECT '\0';",
            "",
        );
        let said = project.run(["upgrade"]).status(2).stderr;
        assert!(said.starts_with("error: migrations/versions/r2_x.sql holds a NUL byte"), "{said}");
        assert!(said.contains("--> migrations/versions/r2_x.sql:10:9"), "{said}");
        // Not even the one before it.
        std::fs::remove_file(project.versions().join("r2_x.sql")).unwrap();
        project.run(["current"]).status(0).stdout("");
    }
}

#[test]
fn a_nul_byte_in_any_other_file_is_refused_at_its_line() {
    let nul = |project: &Project, arguments: &[&str], file: &str| {
        let run = project.run(arguments).status(2);
        assert!(run.stderr.contains("NUL byte") && run.stderr.contains(file), "{}", run.stderr);
    };
    nul(&project().schema_sql("CREATE TABLE a (n integer);\n-- \0\n"), &["check"], "--> schema.sql:2:4");
    nul(&project().schema_toml("[table.a.columns]\nn = \"integer\"\n# \0\n"), &["check"], "--> schema.toml:3:3");
    let escaped = "[table.a.columns]\nn = { type = \"text\", default = \"a\\u0000b\" }\n";
    nul(&project().schema_toml(escaped), &["check"], "--> schema.toml:2:32");
    nul(&project().config("[naming]\nix = \"\\u0000\"\n"), &["heads"], "--> migrate.toml:");
    nul(&project().file(".env", "A=1\nB=\0\n"), &["heads"], ".env: line 2");
    nul(&project(), &["current", "--url", "sqlite://a%00b.db"], "%00");
    let template =
        "-- revision: r2\n-- down_revision: r1\n-- template: on\n-- migrate:upgrade\nSELECT '{{ \"\0\" }}';\n";
    nul(&project().file("migrations/versions/r2.sql", template), &["upgrade"], "r2.sql:5:");
    let printing = sqlite().config("");
    let toml = printing
        .read("migrate.toml")
        .replace("\"schema.toml\"", "{ command = [\"printf\", \"SELECT 1;\\\\n\\\\000\"] }");
    printing.write("migrate.toml", &toml);
    nul(&printing, &["check"], ":2:1");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    use std::os::unix::fs::symlink;
    let project = project().schema_sql("");
    std::fs::remove_file(project.root().join("schema.sql")).unwrap();
    symlink("/dev/zero", project.root().join("schema.sql")).unwrap();
    let said = project.run(["check"]).status(2).stderr;
    assert!(said.contains("it is a named pipe or a device, not a file"), "{said}");
    std::fs::remove_file(project.root().join("schema.sql")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(project.root().join("schema.sql")).status().unwrap();
    assert!(made.success());
    project.run(["check"]).status(2);
    // A folder that leads to itself twice is read once.
    std::fs::remove_file(project.root().join("schema.sql")).unwrap();
    std::fs::create_dir(project.root().join("schema.sql")).unwrap();
    project.write("schema.sql/a.sql", "CREATE TABLE a (n integer);\n");
    for name in ["one", "two"] {
        symlink(".", project.root().join("schema.sql").join(name)).unwrap();
    }
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    symlink("r9.sql", project.versions().join("r9.sql")).unwrap();
    project.run(["heads"]).status(2);
}

#[test]
fn empty_files_are_what_they_are() {
    for text in ["", "\u{feff}", "\n\n", "\u{feff}\r\n"] {
        sqlite().schema_sql(text).run(["check"]).status(0);
        sqlite().schema_toml(text).run(["check"]).status(0);
        let said = project().file("migrations/versions/e.sql", text).run(["heads"]).status(2).stderr;
        assert!(said.contains("e.sql is not a revision script"), "{said}");
    }
}

#[test]
fn deep_nesting_is_refused_with_a_sentence() {
    let deep = |open: &str, close: &str| format!("{}{}{}", open.repeat(10_000), 1, close.repeat(10_000));
    let check = format!("[table.a.columns]\nn = \"integer\"\n[table.a.checks]\nc = \"n > {}\"\n", deep("(", ")"));
    // SQLite takes it, or says that it is too deep.
    sqlite().schema_toml(&check).run(["check"]);
    let list = format!("[table.a.columns]\nn = \"integer\"\n[table.a]\nprimary_key = {}\n", deep("[", "]"));
    sqlite().schema_toml(&list).run(["check"]).status(2);
    let script = format!("SELECT {};", deep("(", ")"));
    sqlite().revision("r1", "", &script, "").run(["upgrade"]);
    let Some(database) = postgres::Database::new() else { return };
    Project::new(&database.url()).schema_toml(&check).run(["check"]).status(2);
}

/// What is drawn of the first line of a fault and below its place.
fn marked(run: &crate::support::Run) -> (String, String) {
    let mut lines = run.stderr.lines().skip_while(|line| !line.trim_start().starts_with("-->"));
    let place = lines.next().unwrap_or_default().trim().to_owned();
    let drawn: Vec<&str> = lines.filter_map(|line| line.split_once("| ").map(|(_, text)| text)).collect();
    let under = drawn.windows(2).find(|two| two[1].trim_start().starts_with('^'));
    let word = under.map(|two| {
        let from = two[1].find('^').unwrap_or_default();
        let length = two[1].chars().filter(|c| *c == '^').count();
        two[0].chars().skip(from).take(length).collect::<String>()
    });
    (place, word.unwrap_or_default())
}

#[track_caller]
fn at(project: Project, place: &str, word: &str) {
    let run = project.run(["check"]).status(2);
    assert_eq!(marked(&run), (format!("--> {place}"), word.to_owned()), "{}", run.stderr);
}

#[test]
fn refused_sql_is_marked_where_it_stands_in_schema_toml() {
    let columns = "[table.a.columns]\nid = { type = \"integer\", primary_key = true }\nn = \"integer\"\n";
    let with = |url: &str, rest: &str| Project::new(url).file("app.db", "").schema_toml(&format!("{columns}{rest}"));
    let lite = |rest: &str| with("sqlite://app.db", rest);
    at(lite("[table.a.checks]\nc = \"\"\"\n  n > 0 AND\n  nope > 1\"\"\"\n"), "schema.toml:7:3", "nope");
    at(lite("m = { type = \"integer\", generated = \"n + nope\" }\n"), "schema.toml:4:42", "nope");
    at(lite("[table.a.checks]\nc = \"n > > 1\"\n"), "schema.toml:5:5", "\"n > > 1\"");
    at(lite("[table.a.indexes]\ni = { columns = [{ sql = \"nope(n)\" }] }\n"), "schema.toml:5:27", "nope");
    at(lite("[table.a.indexes]\ni = { columns = [\"n\"], where = \"nope > 1\" }\n"), "schema.toml:5:33", "nope");
    at(lite("[view.v]\nsql = 'SELECT n FROM FROM a'\n"), "schema.toml:5:7", "'SELECT n FROM FROM a'");
    let Some(database) = postgres::Database::new() else { return };
    let post = |rest: &str| with(&database.url(), rest);
    at(post("[table.a.checks]\nc = \"\"\"\n  n > 0 AND\n  nope > 1\"\"\"\n"), "schema.toml:7:3", "nope");
    at(post("m = { type = \"integer\", generated = \"n + nope\" }\n"), "schema.toml:4:42", "nope");
    at(post("m = { type = \"integer\", default = { sql = \"nope(1)\" } }\n"), "schema.toml:4:44", "nope");
    at(post("[table.a.indexes]\ni = { columns = [{ sql = \"nope(n)\" }] }\n"), "schema.toml:5:27", "nope");
    at(post("[table.a.indexes]\ni = { columns = [\"n\"], where = \"nope > 1\" }\n"), "schema.toml:5:33", "nope");
    at(post("[view.v]\nsql = \"\"\"\nSELECT 'é\\u00e9' AS x, \\\n    nope FROM a\"\"\"\n"), "schema.toml:7:5", "nope");
    // The same text at two places: the line of the statement says which.
    at(
        post(
            "[table.a.checks]\nc = \"n > 1\"\nd = \"nope > 1\"\n[table.b.checks]\nd = \"nope > 1\"\n[table.b.columns]\nnope = \"integer\"\n",
        ),
        "schema.toml:6:6",
        "nope",
    );
}

#[test]
fn refused_sql_is_marked_in_schema_sql_and_in_a_script() {
    at(sqlite().schema_sql("CREATE TABLE a (n integer);\nCREATE INDEX i\n  ON a (nope);\n"), "schema.sql:3:9", "nope");
    let project = project().revision("r2", "r1", "SELECT n,\n  nope\nFROM a;", "");
    assert_eq!(
        marked(&project.run(["upgrade"]).status(2)),
        ("--> migrations/versions/r2_x.sql:10:3".to_owned(), "nope".to_owned())
    );
}

#[test]
fn a_view_differs_by_the_line() {
    let schema = |view: &str| {
        format!(
            "CREATE TABLE a (n integer, m integer);\nCREATE VIEW v AS\n  SELECT n, n + 1000 AS a_rather_long_name, n + 2000 AS another_long_name,\n    {view}\n  FROM a WHERE n > 100000 AND n < 200000 AND m > 300000;\n"
        )
    };
    let project = sqlite().schema_sql(&schema("m")).revision("r1", "", &schema("m"), "DROP VIEW v; DROP TABLE a;");
    project.run(["upgrade"]).status(0);
    project.write("schema.sql", &schema("m + 1 AS m"));
    let line = |text: &str, sign: &str, end: &str| {
        text.lines().any(|line| line.trim_start().starts_with(sign) && line.trim_end().ends_with(end))
    };
    let shown = |text: &str| line(text, "- ", " m") && line(text, "+ ", " m + 1 AS m");
    let run = project.run(["check"]).status(1);
    assert!(run.stdout.starts_with("~ view v: stored as -, declared as +\n") && shown(&run.stdout), "{}", run.stdout);
    let run = project.run(["diff"]).status(0);
    assert!(shown(&run.stderr), "{}", run.stderr);
    let document = project.run(["diff", "--format", "json"]).status(0).json();
    assert!(document["operations"][0]["from"].as_str().is_some_and(|text| text.contains("SELECT n")), "{document}");
    let run = project.run(["revision", "--autogenerate", "-m", "more"]).status(0);
    assert!(shown(&run.stderr), "{}", run.stderr);
    let script = project.read("migrations/versions/r1_x.sql").replace("    m\n", "    m + 1 AS m\n");
    project.write("migrations/versions/r1_x.sql", &script);
    let run = project.run(["verify"]).status(1);
    assert!(shown(&run.stdout) && run.stdout.contains("  SELECT n, n + 1000"), "{}", run.stdout);
}

#[test]
fn a_message_makes_no_line_of_the_head() {
    let project = project().schema_sql("CREATE TABLE a (n integer);\n");
    let message = "one\n-- down_revision: none\r-- migrate:upgrade\u{2028}DROP TABLE a;";
    project.run(["revision", "-m", message, "--rev-id", "r2"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    project.run(["verify"]).status(0);
}
