//! The graph that `history` draws on a terminal.

use std::process::Command;

use snapbox::str;

use crate::support::Project;

fn project() -> Project {
    Project::sqlite()
        .revision("a", "", "", "")
        .revision("b1", "a", "", "")
        .revision("b2", "a", "", "")
        .revision("c", "b1, b2", "", "")
}

#[test]
fn a_file_gets_plain_lines() {
    project().run(["history", "--color", "always"]).status(0);
    project().run(["history"]).status(0).stdout(str![[r#"
c <- b1, b2 (head) (mergepoint) c
b2 <- a b2
b1 <- a b1
a <- base (branchpoint) a

"#]]);
}

/// Runs the program on a terminal made by `script`, which every Debian has.
#[cfg(target_os = "linux")]
fn on_a_terminal(project: &Project, locale: &str) -> String {
    let program = snapbox::cmd::cargo_bin!("migrate");
    let mut command = Command::new("script");
    command.args(["-qec", &format!("{} history --color never", program.display()), "/dev/null"]);
    command.current_dir(project.root()).env("LC_ALL", locale).env("TERM", "xterm").stdin(std::process::Stdio::null());
    let output = command.output().expect("`script` of bsdutils");
    String::from_utf8(output.stdout).expect("UTF-8").replace('\r', "")
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_a_drawing() {
    let project = project();
    assert_eq!(
        on_a_terminal(&project, "C.UTF-8"),
        "\
●   c <- b1, b2 (head) (mergepoint) c
├─╮
│ ● b2 <- a b2
● │ b1 <- a b1
├─╯
● a <- base (branchpoint) a
"
    );
    assert_eq!(
        on_a_terminal(&project, "C"),
        "\
*   c <- b1, b2 (head) (mergepoint) c
+-.
| * b2 <- a b2
* | b1 <- a b1
+-'
* a <- base (branchpoint) a
"
    );
}
