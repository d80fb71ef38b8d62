//! The arguments as plain data: what may be typed, and the help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Overrides;
use crate::report::screen::{Format, Screen};

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
  migrate upgrade                     create the database, where it is a file
  migrate revision -m \"start\" --autogenerate
  migrate upgrade                     bring the database to the schema

The database is the one that --url names, else the environment variable DATABASE_URL, else migrate.toml.
Exit status: 0 done; 1 a check found a difference; 2 error; 130, 143 stopped by a signal.",
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true
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
    /// The database; overrides DATABASE_URL and migrate.toml
    #[arg(long, global = true, value_name = "URL")]
    pub url: Option<String>,
    /// The schema file or folder; overrides migrate.toml
    #[arg(long, global = true, value_name = "SOURCE")]
    pub schema: Option<String>,
    /// The folder of the revisions; overrides migrate.toml
    #[arg(long, global = true, value_name = "MIGRATIONS_DIR")]
    pub dir: Option<PathBuf>,
    /// The output format: text, or json (one document, for errors too)
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
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

impl Global {
    /// What comes before migrate.toml.
    pub(super) fn overrides(&self) -> Overrides {
        Overrides {
            config: self.config.clone(),
            url: self.url.clone(),
            schema: self.schema.clone(),
            dir: self.dir.clone(),
        }
    }

    /// Where and how much is shown.
    pub(super) fn screen(&self) -> Screen {
        Screen { format: self.format, quiet: self.quiet, verbose: self.verbose }
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

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Create a project: migrate.toml, a schema file, a folder for revisions
    Init(super::init::InitArguments),
    /// List the templates for init
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
    EnsureVersion(super::ensure_version::EnsureVersionArguments),
    /// Check that the database is at head and equals the schema
    Check(super::check::CheckArguments),
    /// Prove the chain in a shadow database: up, down, up again
    Test(super::test::TestArguments),
    /// Check that the scripts are still what was applied
    Verify(super::verify::VerifyArguments),
    /// Print the SQL that takes one schema to another
    Diff(super::diff::DiffArguments),
    /// Print a database as a schema file
    Inspect(super::inspect::InspectArguments),
    /// Bring the database to the schema without a revision (for prototypes)
    Apply(super::apply::ApplyArguments),
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
    use clap::CommandFactory;

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(std::iter::once("migrate").chain(line.split_whitespace()))
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
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
        for line in ["downgrade --bogus", "upgrade -z", "downgrade", "merge", "merge a b", "upgrade a b"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}
