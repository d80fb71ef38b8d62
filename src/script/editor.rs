//! The person's editor, for `edit`: that of `$VISUAL`, else that of `$EDITOR`, with its arguments (`code --wait`).

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Fault;

/// An editor as words: the program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// The variable that names it.
    variable: &'static str,
    program: String,
    arguments: Vec<String>,
}

/// Why a script was not edited.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// No editor is named.
    #[error("no editor is named: neither VISUAL nor EDITOR is set")]
    None {
        /// The scripts that were to be edited.
        scripts: Vec<PathBuf>,
    },
    /// A variable that is no command.
    #[error("`{variable}` is no command, {why}: {text}")]
    Words {
        /// The variable.
        variable: &'static str,
        /// Its value.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// It cannot be started.
    #[error("the editor `{program}` of {variable} can't be started: {reason}")]
    Start {
        /// The variable.
        variable: &'static str,
        /// The program.
        program: String,
        /// What the system says.
        reason: String,
    },
    /// It ended badly.
    #[error("the editor `{program}` ended with a failure: {status}")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: String,
    },
}

impl Fault for EditorError {
    fn code(&self) -> &'static str {
        match self {
            EditorError::None { .. } => "no-editor",
            EditorError::Words { .. } => "bad-editor",
            EditorError::Start { .. } | EditorError::Failed { .. } => "editor-failed",
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            EditorError::None { scripts } => {
                let paths: Vec<String> = scripts.iter().map(|path| path.display().to_string()).collect();
                Some(format!("set one, as in `EDITOR=\"code --wait\"`, or open it yourself: {}", paths.join(" ")))
            }
            EditorError::Words { .. } => {
                Some("write a program and its arguments, a name with spaces in quotes".to_owned())
            }
            EditorError::Start { variable, .. } => {
                Some(format!("set {variable} to a program that is installed and on the PATH"))
            }
            EditorError::Failed { .. } => None,
        }
    }
}

impl Editor {
    /// The editor that the environment names; `scripts` are for the message where it names none.
    ///
    /// # Errors
    /// None is named; a quote is not closed.
    pub fn of_environment(
        variable: impl Fn(&str) -> Option<String>,
        scripts: &[PathBuf],
    ) -> Result<Editor, EditorError> {
        let set = |name: &'static str| variable(name).filter(|text| !text.trim().is_empty()).map(|text| (name, text));
        let Some((variable, text)) = set("VISUAL").or_else(|| set("EDITOR")) else {
            return Err(EditorError::None { scripts: scripts.to_vec() });
        };
        let mut words = match words(&text, cfg!(not(windows))) {
            Ok(words) => words.into_iter(),
            Err(why) => return Err(EditorError::Words { variable, text, why }),
        };
        match words.next().filter(|program| !program.is_empty()) {
            Some(program) => Ok(Editor { variable, program, arguments: words.collect() }),
            None => Err(EditorError::Words { variable, text, why: "it names no program" }),
        }
    }

    /// Opens the scripts and waits until the editor ends.
    ///
    /// # Errors
    /// It cannot be started, or ends with a failure.
    pub fn open(&self, scripts: &[PathBuf]) -> Result<(), EditorError> {
        let program = self.program.clone();
        // A script named like an option is a file all the same.
        let paths = scripts.iter().map(|path| {
            if path.is_relative() && path.to_string_lossy().starts_with('-') {
                Path::new(".").join(path)
            } else {
                path.clone()
            }
        });
        match Command::new(&program).args(&self.arguments).args(paths).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(EditorError::Failed { program, status: status.to_string() }),
            Err(error) => {
                let reason = super::error::reason(&error);
                Err(EditorError::Start { variable: self.variable, program, reason })
            }
        }
    }
}

/// The words of a command, as a shell would part them: at white space, but not inside quotes. `escapes`: whether a
/// backslash takes the meaning from what follows it (where it does not part the folders of a path).
fn words(text: &str, escapes: bool) -> Result<Vec<String>, &'static str> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(open), character) if character == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None | Some('"'), '\\') if escapes => {
                let next = characters.next().ok_or("it ends with a backslash")?;
                word.get_or_insert_default().push(next);
            }
            (None, character) if character.is_whitespace() => words.extend(word.take()),
            (_, character) => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    match quote {
        Some(_) => Err("a quote is not closed"),
        None => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor(pairs: &[(&str, &str)]) -> Result<Editor, EditorError> {
        let value = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, text)| text.to_string());
        Editor::of_environment(value, &["versions/a.sql".into()])
    }

    #[test]
    fn words_are_those_of_a_shell() {
        let split = |text| words(text, true).unwrap();
        assert_eq!(split("vi"), ["vi"]);
        assert_eq!(split("  code   --wait "), ["code", "--wait"]);
        assert_eq!(split(r#""/opt/My Editor/ed" -c 'set x' a\ b """#), ["/opt/My Editor/ed", "-c", "set x", "a b", ""]);
        assert_eq!(split(r#"a"b c"'d'"#), ["ab cd"]);
        assert_eq!(words(r"C:\Tools\ed.exe -w", false).unwrap(), [r"C:\Tools\ed.exe", "-w"]);
        assert_eq!(words("vi 'x", true), Err("a quote is not closed"));
        assert_eq!(words("vi \\", true), Err("it ends with a backslash"));
    }

    #[test]
    fn visual_comes_before_editor() {
        let found = editor(&[("VISUAL", "code --wait"), ("EDITOR", "vi")]).unwrap();
        assert_eq!((found.program.as_str(), found.arguments.as_slice()), ("code", &["--wait".to_owned()][..]));
        assert_eq!(editor(&[("VISUAL", " "), ("EDITOR", "vi")]).unwrap().program, "vi");
        let none = editor(&[]).unwrap_err();
        assert_eq!(none.to_string(), "no editor is named: neither VISUAL nor EDITOR is set");
        assert!(none.help().is_some_and(|help| help.ends_with("versions/a.sql")));
        assert_eq!(editor(&[("EDITOR", "vi 'x")]).unwrap_err().code(), "bad-editor");
        assert_eq!(editor(&[("EDITOR", "''")]).unwrap_err().code(), "bad-editor");
    }

    #[cfg(unix)]
    #[test]
    fn the_editor_gets_its_arguments_and_the_script() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("a b.sql");
        std::fs::write(&script, "x").unwrap();
        let opened = |command: &str| editor(&[("EDITOR", command)]).unwrap().open(std::slice::from_ref(&script));
        opened(r#"sh -c 'printf %s "$1$2" > "$2"' sh extra"#).unwrap();
        assert_eq!(std::fs::read_to_string(&script).unwrap(), format!("extra{}", script.display()));
        assert!(matches!(opened("false"), Err(EditorError::Failed { .. })));
        assert!(matches!(opened("no-such-editor-here"), Err(EditorError::Start { .. })));
    }
}
