//! The arguments as plain data: what may be typed, and the help.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::config::Overrides;
use crate::report::problems::ReportForm;
use crate::report::screen::{Format, Screen};
use crate::script::Variables;

/// Declarative schema, versioned migrations.
#[derive(Debug, Parser)]
#[command(
    name = "migrate",
    version,
    about = "Schema migrations: you write the schema; migrate writes the revisions, proves them and runs them",
    after_help = "\
Getting started:
  migrate init                        create a project here (--from-db: from an existing database)
  $EDITOR schema.toml                 write what the schema should be
  migrate revision -m \"start\" --autogenerate
  migrate upgrade                     bring the database to the schema

The database is the one that --url names, else the environment variable DATABASE_URL, else migrate.toml.
Exit status: 0 done; 1 a check found a difference; 2 error; 130, 143 stopped by a signal.",
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(super) struct Arguments {
    /// What all commands take.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What all commands take, before or after their name.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of all commands")]
pub(super) struct Global {
    /// The configuration [default: migrate.toml in this folder or one above]
    #[arg(short, long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The environment: lays [env.NAME] of migrate.toml over the rest
    #[arg(short, long, short_alias = 'n', global = true, value_name = "NAME")]
    pub env: Option<String>,
    /// The database; overrides DATABASE_URL and migrate.toml
    #[arg(long, global = true, value_name = "URL")]
    pub url: Option<String>,
    /// The schema file or folder; overrides migrate.toml
    #[arg(long, global = true, value_name = "SOURCE")]
    pub schema: Option<String>,
    /// The folder of the revisions; overrides migrate.toml
    #[arg(long, global = true, value_name = "MIGRATIONS_DIR")]
    pub dir: Option<PathBuf>,
    /// A variable for scripts with `template: on`
    #[arg(short = 'x', global = true, value_name = "NAME=VALUE", value_parser = variable)]
    pub variables: Vec<(String, String)>,
    /// The output format: text, or json (one document, for errors too); lint and check --ci have more
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: OutputFormat,
    /// When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub color: Colour,
    /// Print less
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print more
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

/// The output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum OutputFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0 (`lint`, `check --ci`).
    Sarif,
    /// Annotations of GitHub's runner (`lint`, `check --ci`).
    Github,
    /// GitLab's code quality report (`lint`, `check --ci`).
    Gitlab,
    /// JUnit's XML (`lint`, `check --ci`).
    Junit,
}

impl OutputFormat {
    /// The form of a report, where it is one.
    pub(super) fn report(self) -> Option<ReportForm> {
        match self {
            OutputFormat::Text | OutputFormat::Json => None,
            OutputFormat::Sarif => Some(ReportForm::Sarif),
            OutputFormat::Github => Some(ReportForm::Github),
            OutputFormat::Gitlab => Some(ReportForm::Gitlab),
            OutputFormat::Junit => Some(ReportForm::Junit),
        }
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Arguments {
    /// The arguments, where the command has the format that is asked for.
    ///
    /// # Errors
    /// A report is asked of a command that checks nothing.
    pub(super) fn with_fitting_format(self) -> Result<Self, clap::Error> {
        let reports = match &self.command {
            Command::Lint(_) => true,
            Command::Check(arguments) => arguments.ci,
            _ => false,
        };
        if self.global.format.report().is_none() || reports {
            return Ok(self);
        }
        let message = "this --format is one of `lint` and `check --ci`: the others have text and json";
        Err(Arguments::command().error(clap::error::ErrorKind::InvalidValue, message))
    }
}

impl Global {
    /// What comes before migrate.toml.
    pub(super) fn overrides(&self) -> Overrides {
        Overrides {
            config: self.config.clone(),
            env: self.env.clone(),
            url: self.url.clone(),
            schema: self.schema.clone(),
            dir: self.dir.clone(),
        }
    }

    /// The variables of `-x`.
    pub(super) fn script_variables(&self) -> Variables {
        let mut variables = Variables::new();
        for (name, value) in &self.variables {
            variables.set(name.as_str(), value.as_str());
        }
        variables
    }

    /// Where and how much is shown.
    pub(super) fn screen(&self) -> Screen {
        let format = match self.format {
            OutputFormat::Text => Format::Text,
            OutputFormat::Json => Format::Json,
            _ => Format::Report,
        };
        Screen { format, quiet: self.quiet, verbose: self.verbose }
    }

    /// Sets when output is coloured, for the rest of the run.
    pub(super) fn apply_colour(&self) {
        match self.color {
            Colour::Auto => anstream::ColorChoice::Auto,
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

/// `NAME=VALUE`
fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

/// The arguments with each `-x` that stands before the command moved behind it: the parser takes an option of all commands
/// from one place, and `-x` may be given many times in both.
pub(super) fn with_variables_behind(arguments: Vec<OsString>) -> Vec<OsString> {
    let definition = Arguments::command();
    let takes_value = |word: &str| {
        definition.get_arguments().filter(|known| known.get_action().takes_values()).any(|known| {
            let longs = known.get_long_and_visible_aliases().unwrap_or_default();
            let mut shorts = known.get_short().into_iter().chain(known.get_all_short_aliases().unwrap_or_default());
            longs.iter().any(|long| word.strip_prefix("--") == Some(*long))
                || shorts.any(|short| word.strip_prefix('-') == Some(short.encode_utf8(&mut [0; 4])))
        })
    };
    let (mut before, mut moved) = (Vec::new(), Vec::new());
    let mut rest = arguments.into_iter();
    before.extend(rest.next());
    while let Some(argument) = rest.next() {
        let word = argument.to_string_lossy().into_owned();
        if word == "-x" {
            moved.push(argument);
            moved.extend(rest.next());
        } else if word.starts_with("-x") {
            moved.push(argument);
        } else if word.starts_with('-') && word != "--" {
            before.push(argument);
            if takes_value(&word) {
                before.extend(rest.next());
            }
        } else {
            before.push(argument);
            break;
        }
    }
    before.into_iter().chain(moved).chain(rest).collect()
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Create a project: migrate.toml, a schema file, a folder for revisions
    Init(super::init::InitArguments),
    /// List the templates for init
    #[command(alias = "list_templates")]
    ListTemplates,
    /// Write a revision script, empty or generated from the differences
    Revision(super::revision::RevisionArguments),
    /// Write a script that joins several heads
    Merge(super::merge::MergeArguments),
    /// Move revisions that are not applied yet after others, instead of a merge
    Rebase(super::rebase::RebaseArguments),
    /// Replace many revisions with one, proven to do the same
    Squash(super::squash::SquashArguments),
    /// Bring the database up to a revision
    Upgrade(super::upgrade::UpgradeArguments),
    /// Take the database back to a revision
    Downgrade(super::downgrade::DowngradeArguments),
    /// Show the revisions that the database is at
    Current(super::current::CurrentArguments),
    /// Show the chain of revisions, newest first
    History(super::history::HistoryArguments),
    /// Show the newest revision of each branch
    Heads(super::heads::HeadsArguments),
    /// Show the revisions at which the chain forks
    Branches(super::branches::BranchesArguments),
    /// Show revisions in detail
    Show(super::show::ShowArguments),
    /// Open scripts in your editor ($VISUAL or $EDITOR)
    Edit(super::edit::EditArguments),
    /// Record that the database is at a revision, without running any script
    Stamp(super::stamp::StampArguments),
    /// Create the version table if it is missing
    #[command(alias = "ensure_version")]
    EnsureVersion(super::ensure_version::EnsureVersionArguments),
    /// Check that the database is at head and equals the schema
    Check(super::check::CheckArguments),
    /// Prove the chain in a shadow database: up, down, up again
    Test(super::test::TestArguments),
    /// Find what scripts do to a database in use: locks, rewrites, lost rows
    Lint(super::lint::LintArguments),
    /// Check that the scripts are still what was applied
    Verify(super::verify::VerifyArguments),
    /// Print the SQL that takes one schema to another
    Diff(super::diff::DiffArguments),
    /// Print a database as a schema file
    Inspect(super::inspect::InspectArguments),
    /// Bring the database to the schema without a revision (for prototypes)
    Apply(super::apply::ApplyArguments),
    /// List or remove the rows that were kept before revisions lost them
    Kept(super::kept::KeptArguments),
    /// Print shell completions
    #[command(hide = true)]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(hide = true)]
    Man,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        let words = std::iter::once("migrate").chain(line.split_whitespace()).map(OsString::from);
        Arguments::try_parse_from(with_variables_behind(words.collect()))
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn options_of_all_commands_stand_on_either_side() {
        for line in [
            "-x a=1 -x b=2 upgrade",
            "upgrade -x a=1 -x b=2",
            "-x a=1 upgrade head -x b=2",
            "--url u -xa=1 upgrade -x b=2 head",
            "-q -x a=1 --format=json upgrade -xb=2",
        ] {
            let parsed = parse(line).unwrap_or_else(|fault| panic!("{line}: {fault}"));
            let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            assert_eq!(parsed.global.variables, [pair("a", "1"), pair("b", "2")], "{line}");
        }
        for line in ["-n one check", "-e one check", "check -n one", "check --env one", "--env=one check"] {
            assert_eq!(parse(line).unwrap().global.env.as_deref(), Some("one"), "{line}");
        }
        for line in ["ensure_version --sql", "list_templates", "merge -m all", "merge heads", "revision"] {
            assert!(parse(line).is_ok(), "{line}: {:?}", parse(line).err().map(|fault| fault.to_string()));
        }
    }

    #[test]
    fn targets_may_start_with_a_sign() {
        for line in [
            "downgrade -1",
            "downgrade -12",
            "upgrade +1",
            "downgrade L@-1",
            "history -r -3:",
            "history -r-3:",
            "history -r :-1",
            "show -1",
            "-q upgrade head",
            "upgrade head -q --format json",
        ] {
            assert!(parse(line).is_ok(), "{line}: {:?}", parse(line).err().map(|fault| fault.to_string()));
        }
        for line in ["downgrade --bogus", "upgrade -z", "downgrade", "upgrade a b", "init --stamp", "upgrade -x"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
