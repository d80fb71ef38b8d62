//! The program as a whole: help, usage, outputs.

use snapbox::str;

use crate::support::Project;

#[test]
fn is_built_and_can_be_run() {
    Project::empty().run(["--version"]).status(0);
}

#[test]
fn help_does_not_show_what_does_not_work_yet() {
    let help = Project::empty().run(["--help"]).status(0).raw_stdout;
    for command in [
        "init",
        "revision",
        "merge",
        "rebase",
        "upgrade",
        "downgrade",
        "current",
        "history",
        "stamp",
        "test",
        "verify",
        "lint",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is missing:\n{help}");
    }
    for command in ["fleet", "completions", "man"] {
        assert!(!help.contains(&format!("\n  {command} ")), "{command} is shown:\n{help}");
    }
}

#[test]
fn help_shows_no_url_of_the_environment() {
    let project = Project::empty().env("DATABASE_URL", "postgres://u:hunter2@h/db");
    project.run(["--help"]).status(0).hides("hunter2");
    project.run(["upgrade", "--help"]).status(0).hides("hunter2");
}

#[test]
fn a_wrong_command_line_is_exit_2() {
    let project = Project::empty();
    project.run(["upgarde"]).status(2).stdout("");
    project.run(["upgrade", "--bogus"]).status(2).stdout("");
    project.run(["downgrade"]).status(2).stdout("");
    project.run::<&str>([]).status(2).stdout("");
}

#[test]
fn a_wrong_command_line_is_json_where_json_is_asked_for() {
    for arguments in [vec!["--format", "json", "upgarde"], vec!["upgrade", "--bogus", "--format=json"]] {
        let run = Project::empty().run(arguments).status(2).stderr("");
        assert_eq!(run.json()["error"]["code"], "usage", "{}", run.raw_stdout);
    }
}

#[test]
fn without_a_project_it_says_what_makes_one() {
    let project = Project::empty();
    project.run(["history"]).status(2).stdout("").stderr(str![[r#"
error: no migrate.toml in [ROOT] nor in any folder above it
help: `migrate init` makes a project here; `-c FILE` names a migrate.toml elsewhere

"#]]);
    let json = project.run(["history", "--format", "json"]).status(2).stderr("").json();
    assert_eq!(json["error"]["code"], "config-not-found");
}

#[test]
fn global_flags_stand_before_or_after_the_command() {
    let project = Project::sqlite().revision("r1", "", "SELECT 1;", "");
    let before = project.run(["--format", "json", "heads"]).status(0).json();
    let after = project.run(["heads", "--format", "json"]).status(0).json();
    assert_eq!(before, after);
}

#[test]
fn completions_and_the_manual_page_can_be_made() {
    let project = Project::empty();
    assert!(project.run(["completions", "bash"]).status(0).raw_stdout.contains("migrate"));
    assert!(project.run(["man"]).status(0).raw_stdout.contains(".TH migrate"));
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let project = Project::sqlite().revision("r1", "", "SELECT 1;", "");
    assert!(!project.run(["heads"]).raw_stdout.contains('\u{1b}'));
    assert!(project.run(["heads", "--color", "always"]).raw_stdout.contains('\u{1b}'));
    assert!(!project.run(["heads", "--color", "never"]).raw_stdout.contains('\u{1b}'));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let project = Project::sqlite();
    for number in 0..2000 {
        let down = if number == 0 { String::new() } else { format!("r{}", number - 1) };
        project.write(
            &format!("migrations/versions/r{number}.sql"),
            &format!("-- revision: r{number}\n-- down_revision: {down}\n-- message: {number}\n\n-- migrate:upgrade\n"),
        );
    }
    let mut command = project.command(["history"]);
    let mut child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_exit_2() {
    let project = Project::sqlite().revision("r1", "", "CREATE TABLE a (n integer);", "DROP TABLE a;");
    let arguments: [&[&str]; 4] =
        [&["history"], &["history", "--format", "json"], &["upgrade", "--sql"], &["completions", "bash"]];
    for arguments in arguments {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = project.command(arguments).stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains("cannot be written to standard output"), "{arguments:?}: {stderr}");
    }
}

#[test]
fn no_part_of_a_password_is_taken_for_a_host() {
    let project = Project::sqlite();
    for url in ["postgres://u:hun@ter/two@h:1/db", "postgres://u:hun/ter@two@h:1/db"] {
        let run = project.run(["current", "--url", url]).status(2).hides("hun").hides("two");
        assert!(run.raw_stderr.contains("%2F"), "{}", run.raw_stderr);
    }
}
