use std::fs;

use chrono::TimeZone;
use chrono_tz::Tz;

use super::*;
use crate::dialect::{mysql, postgres, sqlite};
use crate::error::Fault;
use crate::revision::Graph;

const WHOLE: &str = "\
-- revision: 3f2a9c81d4e7
-- down_revision: 1b0c77e2a955, 2c
-- depends_on: billing
-- branch_labels:
-- created: 2026-11-20T15:30:00Z
-- message: add orders: all of them

-- a remark
-- migrate:upgrade
CREATE TABLE orders (id int);
-- a comment
INSERT INTO orders VALUES (1);

-- migrate:upgrade transaction=off
VACUUM;

-- migrate:downgrade
DROP TABLE orders;
";

fn parse(text: &str) -> Result<Script, ScriptError> {
    Script::parse(Path::new("x.sql"), text, &Variables::new(), sqlite::SYNTAX)
}

/// The code, the message, the text that is marked.
#[track_caller]
fn fault(text: &str) -> (&'static str, String, String) {
    let error = parse(text).map(drop).expect_err("a fault");
    let marked = error.places().first().map(|place| place.text[place.span.clone()].to_string());
    (error.code(), error.to_string(), marked.unwrap_or_default())
}

#[test]
fn a_script_is_read_whole() {
    let script = parse(WHOLE).expect("a script");
    let revision = &script.revision;
    assert_eq!(revision.id, "3f2a9c81d4e7");
    assert_eq!(revision.down, ["1b0c77e2a955", "2c"]);
    assert_eq!(revision.depends_on, ["billing"]);
    assert!(revision.labels.is_empty());
    assert_eq!(revision.message, "add orders: all of them");
    assert_eq!(revision.created.as_deref(), Some("2026-11-20T15:30:00Z"));
    let modes: Vec<(Direction, bool, usize)> =
        script.sections.iter().map(|section| (section.direction, section.transaction, section.line)).collect();
    use Direction::{Downgrade, Upgrade};
    assert_eq!(modes, [(Upgrade, true, 10), (Upgrade, false, 15), (Downgrade, true, 18)]);
    let statements = script.statements(&script.sections[0], sqlite::SYNTAX).expect("statements");
    let found: Vec<(&str, usize)> = statements.iter().map(|one| (one.text.as_str(), one.line)).collect();
    assert_eq!(found, [("CREATE TABLE orders (id int)", 10), ("INSERT INTO orders VALUES (1)", 12)]);
    assert!(statements.iter().all(|one| script.text[one.span.clone()] == one.text));
    let place = revision.place("down_revision", "2c", "this").expect("a place");
    assert_eq!(&place.text[place.span], "2c");
    assert_eq!(script.sections_for(Downgrade).map(|found| found.len()).ok(), Some(1));
}

#[test]
fn a_mark_and_line_ends_change_nothing() {
    let plain = parse(WHOLE).expect("a script");
    let windows = parse(&format!("\u{feff}{}", WHOLE.replace('\n', "\r\n"))).expect("a script");
    let data = |script: &Script| Revision { origin: None, ..script.revision.clone() };
    assert_eq!(data(&plain), data(&windows));
    assert_eq!(windows.sections.len(), 3);
    for syntax in [sqlite::SYNTAX, postgres::SYNTAX, mysql::SYNTAX] {
        assert_eq!(plain.checksum(syntax), windows.checksum(syntax));
    }
    let statements = windows.statements(&windows.sections[2], postgres::SYNTAX).expect("statements");
    assert_eq!((statements[0].text.as_str(), statements[0].line), ("DROP TABLE orders", 18));
}

#[test]
fn a_checksum_sees_what_is_done_and_nothing_else() {
    let sum = |text: &str| parse(text).expect("a script").checksum(postgres::SYNTAX);
    let same = sum(WHOLE);
    assert_eq!(same.len(), 64);
    for (from, to) in [
        ("1b0c77e2a955, 2c", "other"),
        ("-- a comment\n", ""),
        ("orders (id int)", "orders ( id   int )"),
        ("add orders", "add the orders"),
        ("(1);\n", "(1)\n;\n\n"),
    ] {
        assert_eq!(sum(&WHOLE.replace(from, to)), same, "{from}");
    }
    for (from, to) in
        [("VALUES (1)", "VALUES (2)"), (" transaction=off", ""), ("-- migrate:downgrade\n", ""), ("VACUUM;", "")]
    {
        assert_ne!(sum(&WHOLE.replace(from, to)), same, "{from}");
    }
}

#[test]
fn a_damaged_head_is_drawn_at_its_line() {
    let text = |head: &str| format!("-- revision: a\n{head}\n-- migrate:upgrade\n");
    let (code, message, marked) = fault(&text("-- down_revison: b"));
    assert_eq!((code, marked.as_str()), ("script-unknown-key", "down_revison"));
    assert_eq!(message, "unknown key `down_revison` in the head of x.sql");
    let error = parse(&text("-- down_revison: b")).map(drop).expect_err("a fault");
    assert_eq!(error.help().as_deref(), Some("did you mean `down_revision`?"));

    assert_eq!(fault(&text("-- revision: b")).0, "script-duplicate-key");
    assert_eq!(fault(&text("-- created: yesterday")).2, "yesterday");
    assert_eq!(fault(&text("-- template: maybe")).0, "script-bad-value");
    assert_eq!(fault(&text("-- down_revision: a b")).2, "a b");
    assert_eq!(fault("-- revision:\n-- migrate:upgrade\n").0, "script-bad-value");
    assert_eq!(fault("SELECT 1;\n").0, "script-without-head");
    assert_eq!(fault("").0, "script-without-head");
    assert!(parse(&text("-- see http://example.org: all of it\n-- and:that\n--\n--no key here")).is_ok());
    assert!(parse(&text("-- down_revision: none")).is_ok_and(|script| script.revision.down.is_empty()));
}

#[test]
fn damaged_sections_are_drawn_at_their_line() {
    let text = |rest: &str| format!("-- revision: a\n\n{rest}\n");
    let (code, _, marked) = fault(&text("SELECT 1;"));
    assert_eq!((code, marked.as_str()), ("script-without-section", "SELECT 1;"));
    let (code, message, marked) = fault(&text("SELECT 1;\n-- migrate:upgrade"));
    assert_eq!((code, marked.as_str()), ("script-without-section", "SELECT 1;"));
    assert_eq!(message, "x.sql has SQL before its first section");
    assert_eq!(fault("-- revision: a\n").0, "script-without-section");
    assert_eq!(fault(&text("-- migrate:downgrade")).0, "script-without-section");
    let (code, _, marked) = fault(&text("-- migrate:upgarde"));
    assert_eq!((code, marked.as_str()), ("script-unknown-section", "upgarde"));
    for (options, marked) in [
        ("transaction=of", "transaction=of"),
        ("transacton=off", "transacton=off"),
        ("transaction=off transaction=on", "transaction=on"),
        ("loud", "loud"),
    ] {
        assert_eq!(fault(&text(&format!("-- migrate:upgrade {options}"))).2, marked);
    }
    let kept =
        parse(&text("--migrate:upgrade\n  -- migrate: downgrade\n-- migrate:allow X1 so\n-- migrate: rows move"));
    assert_eq!(kept.map(|script| script.sections.len()).ok(), Some(2));
    let open = parse(&text("-- migrate:upgrade\nSELECT 1;\nSELECT 'x;\n")).expect("a script");
    let error = open.statements(&open.sections[0], postgres::SYNTAX).map(drop).expect_err("a fault");
    assert_eq!(error.to_string(), "the string that starts on line 5 is never closed");
    let place = &error.places()[0];
    assert_eq!(&place.text[place.span.start..place.span.start + 2], "'x");
    let bare = parse(&text("-- migrate:upgrade")).expect("a script");
    assert_eq!(bare.sections_for(Direction::Downgrade).map_err(|error| error.code()), Err("script-no-section"));
}

#[test]
fn a_template_is_rendered_before_it_is_read() {
    let text = "-- revision: a\n-- template: on\n-- migrate:upgrade\nCREATE TABLE {{ name }} (a int);\n\
                {% if demo %}INSERT INTO {{ name }} VALUES (1);{% endif %}\n";
    let with = |pairs: &[(&str, &str)]| {
        Script::parse(Path::new("x.sql"), text, &pairs.iter().copied().collect(), sqlite::SYNTAX)
    };
    let count = |script: Script| script.statements(&script.sections[0], sqlite::SYNTAX).map(|found| found.len()).ok();
    let both = with(&[("name", "t'1"), ("demo", "true")]).expect("a script");
    let sum = both.checksum(sqlite::SYNTAX);
    assert!(both.text.contains("CREATE TABLE t'1"));
    let off = with(&[("name", "t"), ("demo", "false")]).expect("a script");
    assert_eq!(off.checksum(sqlite::SYNTAX), sum);
    assert_eq!(count(off), Some(1));
    let error = with(&[("demo", "true")]).map(drop).expect_err("a fault");
    assert_eq!(error.code(), "template-failed");
    let place = error.places().remove(0);
    assert_eq!(&place.text[place.span], "name");
    let off = text.replace("template: on", "template: off");
    assert!(parse(&off).is_ok_and(|script| script.text.contains("{{ name }}")));
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn ids(folders: &[&Path]) -> Result<Vec<String>, ScriptError> {
    let folders: Vec<PathBuf> = folders.iter().map(|folder| folder.to_path_buf()).collect();
    read_heads(&folders).map(|found| found.into_iter().map(|revision| revision.id).collect())
}

#[test]
fn folders_are_read_once() {
    let root = folder();
    let at = |name: &str| root.path().join(name);
    let script = |name: &str, id: &str| {
        fs::create_dir_all(at(name).parent().expect("a parent")).expect("a folder");
        fs::write(at(name), format!("-- revision: {id}\n-- migrate:upgrade\n")).expect("a file");
    };
    script("versions/a.sql", "a");
    script("versions/2026/b.SQL", "b");
    script("versions/.hidden.sql", "no");
    script("versions/.git/c.sql", "no");
    script("elsewhere/d.sql", "d");
    fs::write(at("versions/notes.md"), "-- nothing").expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(at("elsewhere"), at("versions/linked")).expect("a link");
        symlink(at("versions"), at("versions/loop")).expect("a link");
        symlink(at("versions/a.sql"), at("versions/0.sql")).expect("a link");
        let found = ids(&[&at("versions"), &at("versions/2026"), &at("elsewhere")]).expect("scripts");
        assert_eq!(found, ["b", "a", "d"]);
        // Without that folder, the link leads out.
        let outside = ids(&[&at("versions")]).expect_err("a fault");
        assert_eq!(outside.code(), "script-link-outside");
        fs::remove_file(at("versions/linked")).expect("gone");
        symlink(at("elsewhere/d.sql"), at("versions/d.sql")).expect("a link");
        assert_eq!(ids(&[&at("versions")]).map_err(|error| error.code()), Err("script-link-outside"));
        fs::remove_file(at("versions/d.sql")).expect("gone");
        symlink(at("elsewhere/d.sql"), at("versions/d.txt")).expect("a link that is no script");
        symlink(at("nowhere.sql"), at("versions/broken.sql")).expect("a link");
        assert_eq!(ids(&[&at("versions")]).map_err(|error| error.code()), Err("script-unreadable"));
        fs::remove_file(at("versions/broken.sql")).expect("gone");
    }
    fs::create_dir(at("empty")).expect("a folder");
    assert_eq!(ids(&[&at("empty")]).ok(), Some(vec![]));
    assert_eq!(ids(&[&at("missing")]).map_err(|error| error.code()), Err("versions-missing"));
    fs::write(at("versions/plain.sql"), "SELECT 1;").expect("a file");
    assert_eq!(ids(&[&at("versions")]).map_err(|error| error.code()), Err("script-without-head"));
    fs::write(at("versions/plain.sql"), [0xff, 0xfe, b'-', 0, b'-', 0]).expect("a file");
    let error = ids(&[&at("versions")]).expect_err("a fault").to_string();
    assert!(error.ends_with("plain.sql is not UTF-8 text: it is UTF-16"), "{error}");
}

#[test]
fn a_head_is_read_without_the_rest() {
    let root = folder();
    let path = root.path().join("a.sql");
    // What follows the head is no text at all.
    let mut bytes = b"-- revision: a\n-- message: \xc3\xa9\n-- migrate:upgrade\n".to_vec();
    bytes.extend(vec![0xff; 100_000]);
    fs::write(&path, &bytes).expect("a file");
    assert_eq!(Head::read(&path).map(|head| head.revision.message).ok(), Some("é".to_owned()));
    assert!(
        Script::load(&path, &Variables::new(), sqlite::SYNTAX).is_err_and(|error| error.code() == "script-not-utf8")
    );
    // A head longer than one read, a letter of two bytes at every cut.
    for shift in 0..4 {
        let long =
            format!("\u{feff}{}\n-- {}\n-- revision: b\n-- migrate:upgrade\n", "-".repeat(2 + shift), "é".repeat(9000));
        fs::write(&path, long).expect("a file");
        assert_eq!(Head::read(&path).map(|head| head.revision.id).ok(), Some("b".to_owned()));
    }
}

#[test]
fn thousands_are_read_and_make_a_graph() {
    let root = folder();
    let mut before = String::new();
    for number in 0..1000 {
        let text = format!(
            "-- revision: r{number:04}\n-- down_revision: {before}\n-- created: 2026-01-01T00:00:00Z\n-- migrate:upgrade\n"
        );
        fs::write(root.path().join(format!("{:04}.sql", 999 - number)), text).expect("a file");
        before = format!("r{number:04}");
    }
    let graph = Graph::new(read_heads(&[root.path().to_path_buf()]).expect("heads")).expect("a graph");
    assert_eq!(graph.len(), 1000);
    assert_eq!(graph.ids(&graph.heads()), ["r0999"]);
    let faulty = root.path().join("0500.sql");
    fs::write(&faulty, "-- revision: r0499\n-- down_revision: zz\n-- migrate:upgrade\n").expect("a file");
    let error = Graph::new(read_heads(&[root.path().to_path_buf()]).expect("heads")).map(drop).expect_err("a fault");
    assert_eq!(error.code(), "unknown-parent");
    let place = error.places().remove(0);
    assert_eq!((place.path, &place.text[place.span]), (faulty, "zz"));
}

fn new(message: &str) -> NewScript {
    NewScript {
        revision: Revision { id: "a1".to_owned(), message: message.to_owned(), ..Revision::default() },
        created: Tz::Europe__Vienna.with_ymd_and_hms(2026, 1, 2, 3, 4, 5).single().expect("a time"),
        upgrade: Vec::new(),
        downgrade: Vec::new(),
    }
}

fn rendered(script: &NewScript) -> String {
    script.render(Path::new("script.sql.tera"), DEFAULT_TEMPLATE, 40, Some(sqlite::SYNTAX)).expect("a script")
}

#[test]
fn an_empty_script_is_written() {
    let text = rendered(&new("add orders"));
    assert_eq!(
        text,
        "-- revision: a1\n-- down_revision:\n-- depends_on:\n-- branch_labels:\n-- created: 2026-01-02T03:04:05+01:00\n\
         -- message: add orders\n\n-- migrate:upgrade\n\n-- migrate:downgrade\n"
    );
}

#[test]
fn a_full_script_is_written_and_read_back() {
    let section = |transaction: bool, body: &str| NewSection { transaction, batch: None, body: body.to_owned() };
    let mut script = new("a\r\n-- revision: evil\n'; DROP TABLE x; --\u{2028}é");
    script.revision.down = vec!["b1".to_owned(), "b2".to_owned()];
    script.revision.depends_on = vec!["c".to_owned()];
    script.revision.labels = vec!["billing".to_owned()];
    script.revision.replaces = vec!["o1".to_owned(), "o2".to_owned()];
    script.upgrade =
        vec![section(true, "CREATE TABLE \"{{ x }}\" (a int);\n"), section(false, "VACUUM;\n\nSELECT '{% y %}';")];
    script.downgrade = vec![section(true, "DROP TABLE x;")];
    let text = rendered(&script);
    assert_eq!(
        text,
        "-- revision: a1\n-- down_revision: b1, b2\n-- depends_on: c\n-- branch_labels: billing\n-- replaces: o1, o2\n\
         -- created: 2026-01-02T03:04:05+01:00\n-- message: a -- revision: evil '; DROP TABLE x; -- é\n\n\
         -- migrate:upgrade\nCREATE TABLE \"{{ x }}\" (a int);\n\n\
         -- migrate:upgrade transaction=off\nVACUUM;\n\nSELECT '{% y %}';\n\n\
         -- migrate:downgrade\nDROP TABLE x;\n"
    );
    let back = parse(&text).expect("a script");
    assert_eq!(back.revision.replaces, ["o1", "o2"]);
    assert_eq!(back.sections.iter().map(|section| section.transaction).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn a_template_that_loses_something_is_found() {
    let mut script = new("x");
    script.revision.down = vec!["b".to_owned()];
    let result = |script: &NewScript, template: &str| {
        script
            .render(Path::new("t"), template, 40, Some(sqlite::SYNTAX))
            .map(drop)
            .map_err(|error| (error.code(), error.to_string()))
    };
    let lost = result(&script, "-- revision: {{ revision }}\n-- migrate:upgrade\n");
    let message = "the template t gives a script whose `down_revision` is `` instead of `b`".to_owned();
    assert_eq!(lost, Err(("template-wrong", message)));
    script.revision.down.clear();
    script.upgrade = vec![NewSection { transaction: true, batch: None, body: "SELECT 1;".to_owned() }];
    assert!(
        result(&script, "-- revision: {{ revision }}\n-- migrate:upgrade\n")
            .is_err_and(|error| error.0 == "template-wrong")
    );
    assert!(result(&script, "-- revision: {{ revison }}\n").is_err_and(|error| error.0 == "template-failed"));
    assert!(result(&script, "{% if %}").is_err_and(|error| error.0 == "template-failed"));
}

#[test]
fn names_of_new_scripts() {
    let root = Path::new("v");
    let name = |message: &str, file_template: &str| {
        let target = ScriptLocation { folder: root, file_template, truncate_slug: 20 };
        new(message).path(&target).map(|path| path.to_string_lossy().into_owned()).map_err(|error| error.code())
    };
    let ok = |text: &str| Ok(text.to_owned());
    assert_eq!(name("Add the Größe, & more!", "{revision}_{slug}"), ok("v/a1_add_the_größe_more.sql"));
    assert_eq!(name("!!!", "{revision}_{slug}"), ok("v/a1_.sql"));
    assert_eq!(
        name("x", "{year}/{month}{day}/{hour}-{minute}-{second}_{epoch}_{slug}"),
        ok("v/2026/0102/03-04-05_1767319445_x.sql")
    );
    assert_eq!(name("a/../../b", "{slug}"), ok("v/a_b.sql"));
    assert_eq!(name("x", "../{slug}"), Err("bad-file-name"));
    assert_eq!(name("x", "/tmp/{slug}"), Err("bad-file-name"));
    assert_eq!(name("!", "{slug}"), Err("bad-file-name"));
    assert_eq!(slug("one two three", 7), "one_two");
    assert_eq!(slug("one two three", 6), "one");
    assert_eq!(slug("incomprehensibilities", 5), "incom");
    assert_eq!(slug("", 5), "");
}

#[test]
fn nothing_is_overwritten() {
    let root = folder();
    let target = ScriptLocation { folder: root.path(), file_template: "{year}/{slug}", truncate_slug: 40 };
    let script = new("x");
    let path = script.write(&target, "one").expect("written");
    assert_eq!(path, root.path().join("2026/x.sql"));
    // Another revision of the same name gets its id behind it; the same revision is refused.
    assert_eq!(script.write(&target, "two").ok(), Some(root.path().join("2026/x_a1.sql")));
    assert_eq!(script.write(&target, "two").map_err(|error| error.code()), Err("script-exists"));
    assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some("one"));
    write_over(&path, "three").expect("written");
    assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some("three"));
    let left: Vec<_> = fs::read_dir(root.path().join("2026")).expect("a folder").collect();
    assert_eq!(left.len(), 2);
}

#[test]
fn a_head_is_rewritten_in_place() {
    let path = Path::new("x.sql");
    let text =
        "\u{feff}-- revision: a\r\n--down_revision:   b , c\r\n-- message: m\r\n\r\n-- migrate:upgrade\r\nSELECT 1;";
    let set = |key, value| set_head(path, text, key, value).expect("a head");
    assert_eq!(set("down_revision", "d"), text.replace(":   b , c", ": d"));
    assert_eq!(set("down_revision", ""), text.replace(":   b , c", ":"));
    assert_eq!(set("replaces", "x, y"), text.replace("b , c\r\n", "b , c\r\n-- replaces: x, y\r\n"));
    assert!(set_head(path, "SELECT 1", "message", "x").is_err());
}

#[test]
fn new_ids_are_new() {
    let graph = Graph::default();
    let (one, two) = (new_id(&graph), new_id(&graph));
    assert_eq!(one.len(), 12);
    assert!(one.bytes().all(|byte| byte.is_ascii_hexdigit()) && one != two);
}

#[cfg(unix)]
#[test]
fn a_hook_that_fails_is_told() {
    let root = folder();
    let script = root.path().join("a b.sql");
    fs::write(&script, "x").expect("a file");
    let hook = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    let append = hook(&["sh", "-c", "echo more >> \"$1\"", "sh", "{path}"]);
    assert!(run_hooks(&[append.clone(), append.clone()], &script, root.path()).is_ok());
    assert_eq!(fs::read_to_string(&script).ok().as_deref(), Some("xmore\nmore\n"));
    let fail = hook(&["sh", "-c", "echo out; echo bad >&2; exit 3"]);
    let error = run_hooks(&[fail, append], &script, root.path()).expect_err("a fault");
    assert_eq!(error.code(), "hook-failed");
    assert!(error.to_string().ends_with("failed: exit status: 3"), "{error}");
    assert_eq!(error.notes(), ["out", "bad"]);
    let error = run_hooks(&[hook(&["no-such-program-here"])], &script, root.path()).expect_err("a fault");
    assert_eq!(error.to_string(), "the hook `no-such-program-here` can't be started: no such file or directory");
}

#[test]
fn markers_are_read_with_the_eyes_of_the_lexer() {
    let sections = |body: &str, syntax: Syntax| {
        let text = format!("-- revision: a\n-- migrate:upgrade\n{body}\n-- migrate:downgrade\nSELECT 9;\n");
        let script = Script::parse(Path::new("x.sql"), &text, &Variables::new(), syntax).expect("a script");
        let statements = |section| script.statements(section, syntax).expect("statements").len();
        (script.sections.len(), script.sections.iter().map(statements).collect::<Vec<_>>())
    };
    let both = [sqlite::SYNTAX, postgres::SYNTAX];
    for body in [
        "SELECT '\n-- migrate:downgrade\nDROP TABLE t;\n';",
        "SELECT 1 AS \"\n-- migrate:downgrade\n\";",
        "/*\n-- migrate:downgrade\n-- migrate:nonsense\n*/ SELECT 1;",
        "CREATE TABLE t (\n  a int\n  -- migrate:downgrade\n);",
        "-- migrate:whole\nCREATE VIEW v AS SELECT 1\n-- migrate:downgrade\n, 2;",
        // The last `;` may be left out.
        "SELECT 1",
    ] {
        for syntax in both {
            assert_eq!(sections(body, syntax), (2, vec![1, 1]), "{body}");
        }
    }
    let function = "CREATE FUNCTION f() RETURNS int AS $x$\n-- migrate:downgrade\nBEGIN; END $x$ LANGUAGE plpgsql;";
    assert_eq!(sections(function, postgres::SYNTAX), (2, vec![1, 1]));
    let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n-- migrate:downgrade\nDELETE FROM b;\n-- migrate:x\nEND;";
    assert_eq!(sections(trigger, sqlite::SYNTAX), (2, vec![1, 1]));
    // Between statements each is one, behind a byte-order mark too: files are joined.
    assert_eq!(sections("SELECT 1;\n\u{feff}-- migrate:upgrade\nSELECT 2;", postgres::SYNTAX), (3, vec![1, 1, 1]));
}

#[test]
fn a_string_that_is_never_closed_hides_no_section_in_silence() {
    let text = "-- revision: a\n-- migrate:upgrade\nSELECT 'x;\n-- migrate:downgrade\nSELECT 2;\n";
    let script = parse(text).expect("a script");
    let error = script.sections_for(Direction::Downgrade).map(drop).expect_err("a fault");
    assert_eq!(error.to_string(), "the string that starts on line 3 is never closed");
    assert_eq!(&error.places()[0].text[error.places()[0].span.clone()], "'x;");
}

#[test]
fn a_nul_byte_is_refused_at_its_line() {
    for text in
        ["-- revision: a\n-- migrate:upgrade\nSELECT 1;\nSELECT '\0';\n", "-- revision: a\0\n-- migrate:upgrade\n"]
    {
        let (code, message, marked) = fault(text);
        assert_eq!((code, marked.as_str()), ("nul-byte", "\0"));
        assert_eq!(message, "x.sql holds a NUL byte, which no database takes");
    }
    let template = "-- revision: a\n-- template: on\n-- migrate:upgrade\nSELECT '{{ x }}';\n";
    let variables = [("x", "a\0b")].into_iter().collect();
    let error = Script::parse(Path::new("x.sql"), template, &variables, sqlite::SYNTAX).map(drop).expect_err("a fault");
    assert_eq!(error.code(), "nul-byte");
    let root = folder();
    let path = root.path().join("a.sql");
    fs::write(&path, b"-- revision: a\n-- message: \0\n-- migrate:upgrade\n").expect("a file");
    assert!(Head::read(&path).is_err_and(|error| error.code() == "nul-byte"));
}

#[test]
fn a_comment_that_reads_like_a_marker_stays_one_in_a_new_script() {
    let mut script = new("views");
    let section = |body: &str| NewSection { transaction: true, batch: None, body: body.to_owned() };
    let view = "CREATE VIEW v AS SELECT 1\n-- migrate:downgrade\n, 2;";
    script.upgrade = vec![section(&format!("CREATE TABLE t (a int);\n\n{view}"))];
    script.downgrade = vec![section("DROP VIEW v;")];
    let text = rendered(&script);
    assert!(text.contains(&format!("CREATE TABLE t (a int);\n\n-- migrate:whole\n{view}\n")), "{text}");
    let read = parse(&text).expect("a script");
    assert_eq!(read.sections.len(), 2);
    assert_eq!(read.statements(&read.sections[0], sqlite::SYNTAX).expect("statements").len(), 2);
}
