//! The questions that the program asks, on a real pseudo-terminal: what each key does, and that the terminal is left as it
//! was, whatever ends the question.

#![cfg(unix)]

use std::fs::File;
use std::process::Stdio;

use rexpect::process::{Signal, WaitStatus};
use rexpect::session::{Options, PtySession, spawn_with_options};
use rustix::termios::{LocalModes, tcgetattr};

use crate::support::Project;

/// How long the program may take to say something, in milliseconds.
const PATIENCE: u64 = 60_000;

/// The program on a terminal of its own.
struct Terminal {
    session: PtySession,
    /// What the terminal was set to before the program had it, and how it is looked at.
    modes: LocalModes,
    screen: File,
}

/// What a run left on the screen, and its exit status.
struct Ended {
    text: String,
    status: i32,
}

impl Terminal {
    fn run(project: &Project, arguments: &[&str]) -> Self {
        let mut command = project.command(arguments);
        command.env("TERM", "xterm").env("NO_COLOR", "1").stdin(Stdio::inherit());
        let options = Options::new().timeout_ms(Some(PATIENCE));
        let session = spawn_with_options(command, options).expect("a pseudo-terminal");
        let screen = session.process().get_file_handle().expect("the terminal");
        // The library switches the echo off before the program starts, and here it may not have done so yet.
        let modes = tcgetattr(&screen).expect("a terminal").local_modes - LocalModes::ECHO;
        Terminal { session, modes, screen }
    }

    /// Waits for a text.
    #[track_caller]
    fn shows(&mut self, text: &str) {
        if let Err(why) = self.session.exp_string(text) {
            panic!("the terminal does not show `{text}`: {why}");
        }
    }

    /// Sends keys.
    fn keys(&mut self, keys: &str) {
        self.session.send(keys).expect("keys");
        self.session.flush().expect("keys");
    }

    /// Waits for the end. The terminal is as it was, and the cursor stands at the start of a line.
    #[track_caller]
    fn ends(mut self, status: i32) -> String {
        let Ended { text, status: ended } = self.end();
        assert_eq!(ended, status, "{text}");
        let modes = tcgetattr(&self.screen).expect("a terminal").local_modes;
        assert_eq!(modes, self.modes, "the terminal is left in another mode");
        assert!(text.is_empty() || text.ends_with('\n'), "the cursor is left within a line: {text:?}");
        let (hidden, shown) = (text.rfind("\u{1b}[?25l"), text.rfind("\u{1b}[?25h"));
        assert!(hidden <= shown, "the cursor is left hidden: {text:?}");
        text
    }

    fn end(&mut self) -> Ended {
        let text = self.session.exp_eof().expect("the end");
        let status = match self.session.process().wait().expect("the exit status") {
            WaitStatus::Exited(_, status) => status,
            other => panic!("not ended by itself: {other:?}\n{text}"),
        };
        Ended { text, status }
    }
}

const BEFORE: &str =
    "[table.people.columns]\nid = { type = \"bigint\", primary_key = true }\nfirst = \"text?\"\nlast = \"text?\"\n";
const AFTER: &str =
    "[table.people.columns]\nid = { type = \"bigint\", primary_key = true }\nfamily = \"text?\"\ngiven = \"text?\"\n";

/// `first, last` are stored, `given, family` are wanted; nothing but a person knows which became which.
fn renamed() -> Project {
    let project = Project::sqlite().schema_toml(BEFORE);
    project.run(["apply"]).status(0);
    project.database().sql("INSERT INTO people VALUES (1, 'Ada', 'Lovelace')");
    project.schema_toml(AFTER)
}

const REVISION: [&str; 4] = ["revision", "-m", "names", "--autogenerate"];

/// The one script, if there is one.
fn script(project: &Project) -> Option<String> {
    let scripts = project.scripts();
    scripts.first().map(|name| project.read(format!("migrations/versions/{name}")))
}

#[test]
fn no_to_a_rename_offers_the_next_partner() {
    let project = renamed();
    let mut terminal = Terminal::run(&project, &REVISION);
    terminal.shows("column people.first -> family: is this a rename, which keeps the data? [y/N]");
    terminal.keys("n");
    terminal.shows("no");
    terminal.shows("column people.first -> given: is this a rename, which keeps the data? [y/N]");
    terminal.keys("y");
    terminal.shows("yes");
    // What is taken is no partner any more.
    terminal.shows("column people.last -> family: is this a rename, which keeps the data? [y/N]");
    terminal.keys("y");
    terminal.shows("migrations/versions/");
    terminal.ends(0);
    project.run(["upgrade"]).status(0);
    assert_eq!(project.database().sql("SELECT given, family FROM people"), "Ada|Lovelace\n");
}

#[test]
fn enter_after_a_letter_does_not_answer_the_next_question() {
    let project = renamed();
    let mut terminal = Terminal::run(&project, &REVISION);
    terminal.shows("people.first -> family");
    terminal.keys("n\r");
    terminal.shows("people.first -> given");
    terminal.keys("y\r");
    terminal.shows("people.last -> family");
    terminal.keys("y\r");
    terminal.shows("migrations/versions/");
    terminal.ends(0);
    let script = script(&project).expect("a script");
    assert!(script.contains("RENAME") && !script.contains("DROP COLUMN"), "{script}");
}

#[test]
fn what_is_typed_ahead_counts() {
    let project = renamed();
    let mut terminal = Terminal::run(&project, &REVISION);
    terminal.keys("nyy");
    terminal.shows("migrations/versions/");
    terminal.ends(0);
    assert!(script(&project).expect("a script").contains("RENAME"));
}

#[test]
fn enter_alone_is_no_and_other_keys_are_nothing() {
    let project = renamed();
    let mut terminal = Terminal::run(&project, &REVISION);
    for (at, pair) in ["first -> family", "first -> given", "last -> given", "last -> family"].iter().enumerate() {
        terminal.shows(&format!("{pair}: is this a rename, which keeps the data? [y/N]"));
        if at == 0 {
            // An arrow, a letter, a character of several bytes.
            terminal.keys("\u{1b}[A");
            std::thread::sleep(std::time::Duration::from_millis(300));
            terminal.keys("xé");
        }
        terminal.keys("\r");
        terminal.shows("no");
    }
    terminal.shows("loses");
    terminal.ends(0);
    let script = script(&project).expect("a script");
    assert!(!script.contains("RENAME COLUMN") && script.contains("loses"), "{script}");
}

#[test]
fn who_does_not_answer_decides_nothing() {
    for key in ["\u{1b}", "\u{4}"] {
        let project = renamed();
        let mut terminal = Terminal::run(&project, &REVISION);
        terminal.shows("is this a rename, which keeps the data? [y/N]");
        terminal.keys(key);
        let text = terminal.ends(2);
        assert!(text.contains("not answered") && text.contains("--no-renames"), "{text}");
        assert_eq!(script(&project), None);
    }
}

#[test]
fn ctrl_c_and_sigterm_give_the_terminal_back() {
    for arguments in [&REVISION[..], &["apply"]] {
        for (signal, status) in [(None, 130), (Some(Signal::SIGTERM), 143), (Some(Signal::SIGINT), 130)] {
            let project = renamed();
            let mut terminal = Terminal::run(&project, arguments);
            terminal.shows("is this a rename, which keeps the data? [y/N]");
            match signal {
                // The terminal makes the signal of the key.
                None => terminal.keys("\u{3}"),
                Some(signal) => terminal.session.process_mut().signal(signal).expect("a signal"),
            }
            let text = terminal.ends(status);
            assert!(text.contains("stopped"), "{text}");
            assert_eq!(script(&project), None);
            assert_eq!(project.database().sql("SELECT first, last FROM people"), "Ada|Lovelace\n");
        }
    }
}

#[test]
fn apply_asks_before_data_is_lost() {
    let project = || {
        let project = Project::sqlite().schema_toml(BEFORE);
        project.run(["apply"]).status(0);
        project.database().sql("INSERT INTO people VALUES (1, 'Ada', 'Lovelace')");
        project.schema_toml(&BEFORE.replace("last = \"text?\"\n", ""))
    };
    for (keys, status, left) in [
        ("y", 0, "Ada\n"),
        ("n", 2, "Ada|Lovelace\n"),
        ("\r", 2, "Ada|Lovelace\n"),
        ("\u{3}", 130, "Ada|Lovelace\n"),
        ("\u{1b}", 2, "Ada|Lovelace\n"),
    ] {
        let project = project();
        let mut terminal = Terminal::run(&project, &["apply"]);
        terminal.shows("this loses the values of people.last");
        terminal.shows("go on?");
        terminal.shows("[y/N]");
        terminal.keys(keys);
        terminal.ends(status);
        let columns = if status == 0 { "first" } else { "first, last" };
        assert_eq!(project.database().sql(&format!("SELECT {columns} FROM people")), left, "{keys:?}");
    }
}

#[test]
fn an_edit_is_written_over_only_if_somebody_says_so() {
    let project = || {
        let project = Project::sqlite().schema_toml(BEFORE);
        project.run(["upgrade"]).status(0);
        project.run(["revision", "--autogenerate", "-m", "people", "--rev-id", "p"]).status(0);
        let script = project.read("migrations/versions/p_people.sql");
        project.write("migrations/versions/p_people.sql", &format!("{script}-- mine\n"));
        project.schema_toml(&BEFORE.replace("last = \"text?\"\n", ""))
    };
    for (key, status) in [("y", 0), ("n", 2), ("\u{3}", 130)] {
        let project = project();
        let mut terminal = Terminal::run(&project, &["revision", "--amend", "--autogenerate"]);
        terminal.shows("p_people.sql was edited by hand: write it again, without the edit? [y/N]");
        terminal.keys(key);
        terminal.ends(status);
        let script = project.read("migrations/versions/p_people.sql");
        assert_eq!(script.contains("mine"), status != 0, "{script}");
        assert_eq!(script.contains("last"), status != 0, "{script}");
    }
}

#[test]
fn nobody_is_asked_where_json_is_wanted() {
    let project = renamed();
    let terminal = Terminal::run(&project, &["revision", "-m", "names", "--autogenerate", "--format", "json"]);
    let text = terminal.ends(2);
    assert!(text.contains("rename-undecided") && !text.contains("[y/N]"), "{text}");
}

#[test]
fn a_run_that_is_stopped_leaves_the_terminal() {
    let slow =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000000) SELECT count(*) FROM n;";
    let project = Project::sqlite().revision("r1", "", slow, "");
    let mut terminal = Terminal::run(&project, &["upgrade"]);
    terminal.shows("r1");
    std::thread::sleep(std::time::Duration::from_millis(300));
    terminal.keys("\u{3}");
    let text = terminal.ends(130);
    assert!(text.contains("cancelling the running statement") && text.contains("rolled back whole: r1"), "{text}");
}
