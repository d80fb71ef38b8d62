//! The rules of `lint`: a folder for each, a file for each case.
//!
//! `fires….sql` is a script that the rule finds something in; what is found stands beside it in `fires….txt`
//! (`UPDATE_LINT=1` writes it). In `passes….sql` it finds nothing. `online/` holds scripts in the forms that stop no
//! traffic, in which no rule finds anything. A case begins with `-- case: DATABASE VERSION`, then maybe `-- size: TABLE=ROWS/BYTES`
//! and `-- heads: A, B`; what stands before its first marker ran before, and the rest is the script.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use migrate::config::{LINT_CODES, LintLevel, LintSettings, TransactionMode};
use migrate::dialect::{TableSize, TableSizes, offline_dialect};
use migrate::engine::{Engine, Flavor};
use migrate::lint::{Finding, Scripts, World, all, document, lint, page};
use migrate::revision::Direction;
use migrate::schema::QName;
use migrate::script::{Script, Variables};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint")
}

/// The cases of a rule by their names.
fn cases(rule: &str) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder().join(rule)).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "sql"));
    files
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect()
}

fn flavor(text: &str) -> Flavor {
    let (name, version) = text.split_once(' ').unwrap();
    let engine = match name {
        "postgres" => Engine::Postgres,
        "sqlite" => Engine::Sqlite,
        "mysql" | "mariadb" => Engine::MySql,
        other => panic!("no database {other}"),
    };
    let mut parts = version.split('.').map(|part| part.parse().unwrap());
    let version = (parts.next().unwrap(), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    Flavor { engine, mariadb: name == "mariadb", version }
}

fn size(text: &str) -> (QName, TableSize) {
    let (table, size) = text.trim().split_once('=').unwrap();
    let (rows, bytes) = size.split_once('/').unwrap_or((size, ""));
    let rows: u64 = rows.parse().unwrap();
    (QName::plain(table), TableSize { rows: Some(rows), bytes: bytes.parse().ok(), empty: rows == 0 })
}

/// What is found in a case; `rule` speaks, whatever its level.
fn found(rule: &str, case: &str) -> (Vec<Finding>, usize) {
    let said = |key: &str| case.lines().find_map(|line| line.strip_prefix(&format!("-- {key}: ")));
    let flavor = flavor(said("case").expect("a case begins with `-- case: DATABASE VERSION`"));
    let sizes = said("size").map(|sizes| TableSizes::of(flavor.engine, sizes.split(", ").map(size)));
    let heads: Vec<String> = said("heads").into_iter().flat_map(|heads| heads.split(", ")).map(str::to_owned).collect();
    let at = case.find("-- migrate:upgrade").expect("a script");
    let (before, script) = case.split_at(at);
    let syntax = flavor.engine.syntax();
    let parsed = |id: &str, text: &str| {
        let text = format!("-- revision: {id}\n{text}");
        Script::parse(Path::new("case.sql"), &text, &Variables::new(), syntax).unwrap()
    };
    let world = World {
        dialect: offline_dialect(flavor.engine).unwrap(),
        flavor,
        sizes,
        limits_locks: true,
        mode: TransactionMode::Each,
    };
    let mut levels = Vec::new();
    if all().any(|known| known.code == rule && known.level == LintLevel::Off) {
        levels.push((rule.to_owned(), LintLevel::Warning));
    }
    let (known, judged) = ([parsed("r0", &format!("-- migrate:upgrade\n{before}"))], [parsed("r1", script)]);
    let scripts = Scripts { known: &known, judged: &judged, heads: &heads };
    let report = lint(&world, &LintSettings { levels }, scripts, Direction::Upgrade).unwrap();
    (report.findings, before.matches('\n').count())
}

/// The findings as they stand in a file, their lines those of the case.
fn told(rule: &str, case: &str) -> String {
    let (findings, before) = found(rule, case);
    let one = |finding: &Finding| {
        let Finding { rule, level, message, .. } = finding;
        let line = (finding.line() + before).saturating_sub(1);
        let mut text = format!("line {line}: {} {}: {message}\n", level.word(), rule.code);
        finding.notes.iter().for_each(|note| text.push_str(&format!("  note: {note}\n")));
        finding.safer.lines().for_each(|line| text.push_str(&format!("  | {line}\n")));
        text
    };
    findings.iter().map(one).collect()
}

#[test]
fn every_rule_has_a_case_that_fires_and_one_that_passes() {
    for rule in all() {
        let names: Vec<String> = cases(rule.code).into_keys().collect();
        for kind in ["fires", "passes"] {
            assert!(
                names.iter().any(|name| name.starts_with(kind)),
                "{} has no case that {kind}: {names:?}",
                rule.code
            );
        }
    }
    for entry in std::fs::read_dir(folder()).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(name == "online" || all().any(|rule| rule.code == name), "{name} is no rule");
    }
}

#[test]
fn the_cases_are_as_they_should_be() {
    let mut wrong = Vec::new();
    for rule in all() {
        for (name, case) in cases(rule.code) {
            let file = folder().join(rule.code).join(format!("{name}.txt"));
            let told = told(rule.code, &case);
            let fires = found(rule.code, &case).0.iter().any(|finding| finding.rule.code == rule.code);
            if fires != name.starts_with("fires") {
                wrong.push(format!("{}/{name}: {told}", rule.code));
            }
            if !name.starts_with("fires") {
                continue;
            }
            if std::env::var_os("UPDATE_LINT").is_some() {
                std::fs::write(&file, &told).unwrap();
            }
            if std::fs::read_to_string(&file).unwrap_or_default() != told {
                wrong.push(format!("{} is not what is found:\n{told}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_found_in_the_forms_that_stop_no_traffic() {
    let cases = cases("online");
    assert!(cases.len() > 10);
    for (name, case) in cases {
        assert_eq!(told("", &case), "", "{name}");
    }
}

#[test]
fn the_settings_know_every_rule() {
    let mut codes: Vec<&str> = all().map(|rule| rule.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, LINT_CODES);
}

#[test]
fn every_rule_has_a_page() {
    for rule in all() {
        let page = page(rule);
        assert!(!page.contains(['{', '}']), "{page}");
        assert!(rule.why.ends_with(['.', ')']) && !rule.title.ends_with('.'), "{page}");
        assert!(rule.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{page}");
    }
}

#[test]
fn the_document_is_made_of_the_rules() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/lint.md");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, document()).unwrap();
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stored == document(),
        "docs/lint.md is not what the rules say: UPDATE_README=1 cargo test --test suite lint"
    );
}
