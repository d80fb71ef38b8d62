//! What checks found, in the forms that programs around a pipeline read: SARIF, GitHub's annotations, GitLab's code quality,
//! JUnit.
//!
//! Every check puts its findings into [`Problem`]s; a form knows nothing of the checks.

mod github;
mod gitlab;
mod junit;
mod sarif;

use std::path::{Path, PathBuf};

/// One thing that a check found.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    /// The check: `lint`, `test` …
    pub check: &'static str,
    /// What stands for its kind: a rule's code.
    pub code: String,
    /// Whether it is an error; else a warning.
    pub error: bool,
    /// What was found, in a line.
    pub message: String,
    /// Why it matters, what to do instead: lines for those that have room for them.
    pub details: String,
    /// The file and its first and last line, where it lies in one.
    pub place: Option<(PathBuf, usize, usize)>,
    /// What it is about where it lies in no file, and what it is grouped by: a revision.
    pub subject: String,
    /// Why it is accepted, where somebody said so.
    pub accepted: Option<String>,
}

/// The forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportForm {
    /// SARIF 2.1.0.
    Sarif,
    /// Commands of GitHub's runner.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML.
    Junit,
}

/// The problems in a form. `passed`: what was looked at and has none, for the form that lists it, as check and subject.
pub(crate) fn rendered(form: ReportForm, problems: &[Problem], passed: &[(&'static str, String)]) -> String {
    match form {
        ReportForm::Sarif => sarif::rendered(problems),
        ReportForm::Github => github::rendered(problems),
        ReportForm::Gitlab => gitlab::rendered(problems),
        ReportForm::Junit => junit::rendered(problems, passed),
    }
}

/// A path as the service names it: from the top of what it has checked out, with `/` between the parts.
fn from_the_top(path: &Path) -> String {
    let whole = std::env::current_dir().unwrap_or_default().join(path);
    let top = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].iter().find_map(std::env::var_os).map(PathBuf::from);
    let inside = top.as_deref().and_then(|top| whole.strip_prefix(top).ok()).unwrap_or(path);
    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// What a problem is known by from one run to the next: not its line, which moves.
fn fingerprint(problem: &Problem) -> String {
    use sha2::{Digest as _, Sha256};
    let file = problem.place.as_ref().map(|(path, ..)| from_the_top(path)).unwrap_or_default();
    let text = [problem.check, &problem.code, &problem.subject, &file, &problem.message].join("\n");
    hex::encode(Sha256::digest(text.as_bytes()))
}
