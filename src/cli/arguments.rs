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
    about = "Keeps a database's schema: you write the schema, migrate writes, proves and runs the revisions",
    after_help = "\
The first day:
  migrate init                        make a project here (--from-db: from a database that is there)
  $EDITOR schema.toml                 write what the schema should be
  migrate upgrade                     make the database, where it is a file
  migrate revision -m \"start\" --autogenerate
  migrate upgrade                     bring the database there

The database is the one that --url names, else the environment variable DATABASE_URL, else migrate.toml.
Exit status: 0 done; 1 a check found a difference; 2 trouble; 130, 143 stopped.",
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
    /// The database, before that of migrate.toml and of `DATABASE_URL`
    #[arg(long, global = true, value_name = "URL")]
    pub url: Option<String>,
    /// The schema's file or folder, before that of migrate.toml
    #[arg(long, global = true, value_name = "SOURCE")]
    pub schema: Option<String>,
    /// The folder of the revisions, before that of migrate.toml
    #[arg(long, global = true, value_name = "MIGRATIONS_DIR")]
    pub dir: Option<PathBuf>,
    /// The form of the results: text, or json, which is one document, for an error too
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub format: Format,
    /// When to use colour: auto (on a terminal, unless `NO_COLOR` is set), always or never
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    #[arg(hide_default_value = true, hide_possible_values = true)]
    pub color: Colour,
    /// Say less
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
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
    /// Make a project: migrate.toml, a schema file, a folder for revisions
    Init(super::init::InitArguments),
    /// List the templates that init knows
    ListTemplates,
    /// Write a new revision script, empty or from what the schema changes
    Revision(super::revision::RevisionArguments),
    /// Write a script that joins heads
    Merge(super::merge::MergeArguments),
    /// Put revisions that are not applied after others, in place of a merge
    Rebase(super::rebase::RebaseArguments),
    /// Write one script in place of many, proven to do the same
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
    /// Show the revisions that several others come after
    Branches(super::branches::BranchesArguments),
    /// Show single revisions in detail
    Show(super::show::ShowArguments),
    /// Open scripts in the editor of VISUAL or EDITOR
    Edit(super::edit::EditArguments),
    /// Say that the database is at a revision, without running a script
    Stamp(super::stamp::StampArguments),
    /// Make the version table where it is missing
    EnsureVersion(super::ensure_version::EnsureVersionArguments),
    /// Tell whether the database is at head and equals the schema
    Check(super::check::CheckArguments),
    /// Prove the chain in a shadow database: up, down, up again
    Test(super::test::TestArguments),
    /// Tell whether what was applied is what the scripts say
    Verify(super::verify::VerifyArguments),
    /// Print the SQL from one schema to another
    Diff(super::diff::DiffArguments),
    /// Print a database as a schema file
    Inspect(super::inspect::InspectArguments),
    /// Bring the database to the schema without a revision, for prototypes
    Apply(super::apply::ApplyArguments),
    /// Print the completions of a shell
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
