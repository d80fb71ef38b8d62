//! `migrate lint`, `migrate check --ci`

use serde_json::json;
use snapbox::str;

use crate::support::{Project, mysql, postgres};

/// A project on a server that is not there.
fn nowhere() -> Project {
    Project::new("postgres://me@127.0.0.1:9/shop").revision(
        "r1",
        "",
        "CREATE TABLE orders (id bigint PRIMARY KEY, email text);",
        "DROP TABLE orders;",
    )
}

fn shop() -> Project {
    nowhere().revision(
        "r2",
        "r1",
        "CREATE INDEX orders_email\n    ON orders (email);\n\n-- migrate:allow drop-column the application has not read it since May\nALTER TABLE orders DROP COLUMN email;",
        "ALTER TABLE orders ADD COLUMN email text;",
    )
}

#[test]
fn a_finding_is_drawn_at_its_statement() {
    let project = shop();
    project.run(["lint", "r2"]).status(1).stdout(str![[r#"
error[create-index]: nobody writes to orders until the index is built
  --> migrations/versions/r2_x.sql:9:1
   |
 9 | / CREATE INDEX orders_email
10 | |     ON orders (email);
   | |_____________________^
   |
   = note: the statement takes SHARE on orders, all rows are read
   = note: Nobody writes to the table until the index is built.
   = help: -- migrate:upgrade transaction=off
           CREATE INDEX CONCURRENTLY orders_email ON orders (email);


"#]]).stderr(str![[r#"
note: the database was not asked (no server answers at 127.0.0.1:9: Connection refused (os error 111)): PostgreSQL 15.0 is taken for granted, and sizes are not known
1 error (2 statements in 1 revision, 1 accepted): see `migrate lint --explain CODE`

"#]]);
    project.run(["lint", "r1", "-q"]).status(0).stdout("").stderr("");
    // In one run with what makes the table nothing is left to be accepted.
    let document = project.run(["lint", "r1", "r2", "--format", "json"]).status(1).json();
    assert_eq!(document["findings"][0]["code"], "allow-without-finding");
    assert_eq!(document["findings"].as_array().unwrap().len(), 1, "{document}");
    project.run(["lint", "migrations/versions/r2_x.sql", "-q"]).status(1);
}

#[test]
fn what_is_found_is_one_json_document() {
    let document = shop().run(["lint", "head", "--format", "json"]).status(1).json();
    assert_eq!(document["ok"], false);
    assert_eq!((&document["server"], &document["server_asked"]), (&json!("PostgreSQL 15.0"), &json!(false)));
    assert_eq!(document["revisions"], json!(["r2"]));
    let finding = &document["findings"][0];
    assert_eq!((&finding["code"], &finding["level"]), (&json!("create-index"), &json!("error")));
    assert_eq!((&finding["line"], &finding["end_line"], &finding["column"]), (&json!(9), &json!(10), &json!(1)));
    assert_eq!(finding["file"], "migrations/versions/r2_x.sql");
    assert_eq!(document["findings"].as_array().unwrap().len(), 1);
    assert_eq!(document["accepted"][0]["reason"], "the application has not read it since May");
}

#[test]
fn every_form_of_a_report_can_be_read() {
    let project = shop();
    let sarif = project.run(["lint", "r2", "--format", "sarif"]).status(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "migrate");
    let results = run["results"].as_array().unwrap();
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "migrations/versions/r2_x.sql");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 0);
    }
    assert_eq!(results[1]["suppressions"][0]["kind"], "inSource");

    let list = project.run(["lint", "r2", "--format", "gitlab"]).status(1).json();
    let entry = &list[0];
    assert_eq!((&entry["severity"], &entry["check_name"]), (&json!("critical"), &json!("migrate-lint-create-index")));
    assert_eq!(entry["location"], json!({ "path": "migrations/versions/r2_x.sql", "lines": { "begin": 9 } }));
    assert_eq!(entry["fingerprint"].as_str().unwrap().len(), 64);

    let github = project.run(["lint", "r2", "--format", "github"]).status(1).raw_stdout;
    let start = "::error file=migrations/versions/r2_x.sql,line=9,endLine=10,title=migrate lint%3A create-index::";
    assert!(github.starts_with(start), "{github}");
    assert_eq!(github.lines().count(), 1, "{github}");

    let junit = project.run(["lint", "r2", "--format", "junit"]).status(1).raw_stdout;
    assert_eq!(elements_of(&junit), "testsuites testsuite testcase failure");
    // From the top of what the runner has checked out.
    let inner = shop();
    let top = inner.root().parent().unwrap().to_owned();
    let name = inner.root().file_name().unwrap().to_string_lossy().into_owned();
    let inner = inner.env("GITHUB_WORKSPACE", &top.to_string_lossy());
    let github = inner.run(["lint", "r2", "--format", "github"]).status(1).raw_stdout;
    assert!(github.contains(&format!("file={name}/migrations/versions/r2_x.sql,")), "{github}");
}

/// The elements of an XML document, by another program's parser.
fn elements_of(xml: &str) -> String {
    use std::io::Write as _;
    let program = "import sys, xml.etree.ElementTree as tree; print(' '.join(e.tag for e in tree.fromstring(sys.stdin.buffer.read()).iter()))";
    let mut python = std::process::Command::new("python3")
        .args(["-c", program])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("python3");
    python.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{xml}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn other_commands_have_no_such_form() {
    shop().run(["history", "--format", "sarif"]).status(2).stdout("");
    shop().run(["check", "--format", "github"]).status(2).stdout("");
}

#[test]
fn without_a_database_revisions_are_named() {
    let project = shop();
    let document = project.run(["lint", "--format", "json"]).status(2).json();
    assert_eq!(document["error"]["code"], "server-unreachable");
    assert!(document["error"]["help"].as_str().unwrap().contains("migrate lint head"), "{document}");
}

#[test]
fn levels_are_set_in_the_configuration() {
    let project = shop().config("[lint]\ncreate-index = \"warning\"\n");
    let document = project.run(["lint", "r2", "--format", "json"]).status(1).json();
    assert_eq!(document["findings"][0]["level"], "warning");
    let project = shop().config("[lint]\ncreate-index = \"off\"\n");
    project.run(["lint", "r2"]).status(0);
    let project = shop().config("[lint]\ncreate-indx = \"off\"\n");
    project.run(["lint", "r2"]).status(2).stderr(str![[r#"
error: unknown key `create-indx` in [lint]
  --> migrate.toml:11:1
   |
11 | create-indx = "off"
   | ^^^^^^^^^^^ not known
   |
   = help: did you mean `create-index`?

"#]]);
    let project = shop().config("[lint]\ncreate-index = \"of\"\n");
    project.run(["lint", "r2"]).status(2).stderr(str![[r#"
error: `create-index` in [lint] must be "error", "warning" or "off", not "of"
  --> migrate.toml:11:16
   |
11 | create-index = "of"
   |                ^^^^

"#]]);
    // What a marker accepts is not asked for where the rule is off.
    let project = shop().config("[lint]\ncreate-index = \"off\"\ndrop-column = \"off\"\n");
    project.run(["lint", "r2"]).status(0);
}

#[test]
fn every_rule_explains_itself() {
    let project = Project::empty();
    let list = project.run(["lint", "--explain"]).status(0).raw_stdout;
    assert_eq!(list.lines().count(), migrate::lint::all().count());
    project.run(["lint", "--explain", "create-index"]).status(0).stdout(str![[r#"
create-index: CREATE INDEX without CONCURRENTLY
error; PostgreSQL

Nobody writes to the table until the index is built.

    -- migrate:upgrade transaction=off
    CREATE INDEX CONCURRENTLY orders_email ON orders (email);

To accept one finding, on the line before the statement:

    -- migrate:allow create-index why it is right here

"#]]);
    let document = project.run(["lint", "--explain", "create-indx", "--format", "json"]).status(2).json();
    assert_eq!(
        document["error"],
        json!({
            "code": "unknown-rule",
            "message": "no rule has the code `create-indx`",
            "help": "did you mean `create-index`?",
            "notes": [],
            "places": [],
        })
    );
}

#[test]
fn what_is_not_applied_is_judged() {
    let project = Project::sqlite()
        .revision("r1", "", "CREATE TABLE a (id integer PRIMARY KEY, n integer);", "DROP TABLE a;")
        .revision("r2", "r1", "ALTER TABLE a DROP COLUMN n;", "ALTER TABLE a ADD COLUMN n integer;");
    // All of it is one run on an empty database.
    project.run(["lint"]).status(0).stderr(str![[r#"
note: the database sqlite://app.db does not exist yet and counts as empty; `migrate upgrade` creates it
note: no revision is applied there: all are judged as one run, and the tables that they make are exempt; name revisions to judge them alone

"#]]);
    project.run(["upgrade", "r1", "-q"]).status(0);
    // An empty table is exempt, and that is said.
    project
        .run(["lint"])
        .status(0)
        .stdout(str![[r#"
1 statement in 1 revision: nothing found

"#]])
        .stderr(str![[r#"
note: left out: 1 finding on tables that have no rows here; name the revisions to see what they do where there are rows

"#]]);
    project.run(["lint", "r2"]).status(1);
    project.database().sql("INSERT INTO a VALUES (1, 2)");
    project.run(["lint"]).status(1);
    project.run(["lint", "--downgrade", "-q"]).status(1);
    // The marker changes nothing of what runs.
    let script = project.read("migrations/versions/r2_x.sql");
    let marked =
        script.replace("ALTER TABLE a DROP", "-- migrate:allow drop-column nobody reads it\nALTER TABLE a DROP");
    project.write("migrations/versions/r2_x.sql", &marked);
    project.run(["lint"]).status(0).stdout(str![[r#"
1 statement in 1 revision: nothing found, 1 accepted

"#]]);
    project.run(["upgrade", "-q"]).status(0);
    assert_eq!(project.database().sql("SELECT count(*) FROM pragma_table_info('a')"), "1\n");
    project.run(["lint"]).status(0);
    project.write("migrations/versions/r2_x.sql", &script);
    project.run(["verify"]).status(0);
}

#[test]
fn a_server_tells_its_version_and_its_sizes() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url())
        .revision("r1", "", "CREATE TABLE orders (id bigint PRIMARY KEY, email text);\nCREATE TABLE empty (id bigint PRIMARY KEY, email text);", "")
        .revision(
            "r2",
            "r1",
            "CREATE INDEX orders_email ON orders (email);\nCREATE INDEX empty_email ON empty (email);",
            "DROP INDEX empty_email;\nDROP INDEX orders_email;",
        );
    project.run(["upgrade", "r1", "-q"]).status(0);
    database.psql("INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 20000) n; ANALYZE orders");
    let document = project.run(["lint", "--format", "json"]).status(1).json();
    assert_eq!(document["server_asked"], true);
    assert_eq!(document["findings"].as_array().unwrap().len(), 1, "{document}");
    let note = document["findings"][0]["notes"][0].as_str().unwrap();
    assert!(
        note.starts_with("the statement takes SHARE on orders (") && note.contains("about 20 thousand rows"),
        "{note}"
    );
    let named = project.run(["lint", "r2", "--format", "json"]).status(1).json();
    assert_eq!(named["findings"].as_array().unwrap().len(), 2, "{named}");
}

/// What a schema file declares is nothing that the script made of it could do otherwise.
#[test]
fn a_generated_script_is_judged_by_what_it_does() {
    let Some(database) = postgres::Database::new() else { return };
    let schema = "[table.customers.columns]\nid = { type = \"bigint\", primary_key = true }\n\n[table.orders.columns]\n\
                  id = { type = \"bigint\", primary_key = true }\n\
                  customer_id = { type = \"bigint?\", references = \"customers.id\" }\n";
    let made = "CREATE TABLE customers (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);";
    let project = Project::new(&database.url()).file("schema.toml", schema).revision("r1", "", made, "");
    project.run(["upgrade", "-q"]).status(0);
    database.psql(
        "INSERT INTO customers VALUES (1); INSERT INTO orders SELECT n, 1 FROM generate_series(1, 20000) n; ANALYZE",
    );
    project.run(["revision", "--autogenerate", "-m", "key"]).status(0);
    project.run(["lint"]).status(0);
    let project = project.config("[lint]\nforeign-key-without-index = \"warning\"\n");
    let said = project.run(["lint"]).status(1);
    assert!(said.stdout.contains("foreign-key-without-index"), "{}", said.stdout);
}

#[test]
fn mysql_and_mariadb_tell_theirs() {
    for (_, database) in mysql::Database::on_each() {
        let project = Project::new(&database.url())
            .revision(
                "r1",
                "",
                "CREATE TABLE orders (id int PRIMARY KEY, total int);\nCREATE TABLE blank (id int PRIMARY KEY, total int);",
                "",
            )
            .revision("r2", "r1", "ALTER TABLE orders MODIFY total bigint;\nALTER TABLE blank MODIFY total bigint;", "");
        project.run(["upgrade", "r1", "-q"]).status(0);
        database.mysql("INSERT INTO orders VALUES (1, 1)");
        let document = project.run(["lint", "--format", "json"]).status(1).json();
        assert_eq!(document["server_asked"], true);
        let findings = document["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 1, "{document}");
        assert_eq!(findings[0]["code"], "table-copied");
        let note = findings[0]["notes"][0].as_str().unwrap();
        assert!(note.starts_with("the statement takes LOCK=SHARED on orders ("), "{note}");
    }
}

fn checked() -> Project {
    Project::sqlite().schema_sql("CREATE TABLE a (id integer PRIMARY KEY);\n").revision(
        "r1",
        "",
        "CREATE TABLE a (id integer PRIMARY KEY);",
        "DROP TABLE a;",
    )
}

#[test]
fn a_pipeline_checks_all_in_one_call() {
    let project = checked();
    project.run(["upgrade", "-q"]).status(0);
    project.run(["check", "--ci"]).status(0).stderr("").stdout(str![[r#"
test
ok      one head: r1
ok      r1 r1 ([TIME])
ok      base to head: 1 revision run
ok      head equals the schema: nothing differs
4 checks passed

verify
1 revision as applied

lint
0 statements in 0 revisions: nothing found

schema
the database is at head and equals the schema

test    passed
verify  passed
lint    passed
schema  passed

"#]]);
    let document = project.run(["check", "--ci", "--format", "json"]).status(0).stderr("").json();
    assert_eq!(document["ok"], true);
    for check in ["test", "verify", "lint", "schema"] {
        assert!(document[check].is_object(), "{document}");
    }
    let junit = project.run(["check", "--ci", "--format", "junit", "--lint", "head"]).status(0).raw_stdout;
    assert_eq!(elements_of(&junit).split(' ').filter(|tag| *tag == "testsuite").count(), 4, "{junit}");

    project.write("schema.sql", "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TABLE b (id integer PRIMARY KEY);\n");
    let run = project.run(["check", "--ci"]).status(1);
    assert!(
        run.raw_stdout.contains("test    1 failed\nverify  passed\nlint    passed\nschema  1 difference\n"),
        "{}",
        run.raw_stdout
    );
    let github = project.run(["check", "--ci", "--format", "github"]).status(1).raw_stdout;
    assert!(github.contains("::error title=migrate schema%3A differs::"), "{github}");
    // What one of them cannot do stops none of the others.
    project.write("schema.sql", "CREATE TABLE a (");
    let run = project.run(["check", "--ci"]).status(2);
    assert!(
        run.raw_stdout.contains("test    cannot be made\nverify  passed\nlint    passed\nschema  cannot be made\n"),
        "{}",
        run.raw_stdout
    );
}
