//! What a script does to a database that is in use, found before it runs.
//!
//! ```text
//! scripts ─► parse (tokens ─► Kind) ─► State (what is known before each statement) ─► rules ─► Report
//!                                         sizes, version (a database, if there is one) ┘
//! ```
//!
//! A statement is read by its tokens, never by a pattern over its text: strings, comments, dollar quotes and quoted names are
//! what they are to the database. All scripts of the chain are played by their words first, so that a rule knows what a
//! column was and which tables the run itself has made: nobody waits for those. Sizes and versions come as
//! data ([`World`]); no database is asked here.

mod allow;
mod copies;
mod effects;
mod page;
mod parse;
mod row_tests;
mod rule;
mod rules;
mod state;
mod statement;
mod step;
mod types;
mod volatile;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

pub use crate::config::LintLevel as Level;
pub use page::{document, list, page};
pub use row_tests::row_tests;
pub use rule::Rule;
pub use rules::{all, rule};
pub use step::World;

use crate::config::{LintSettings, TransactionMode};
use crate::dialect::{Fact, Facts, LockMode, facts_in_words};
use crate::engine::Engine;
use crate::nearest::nearest;
use crate::revision::Direction;
use crate::schema::QName;
use crate::script::{Script, ScriptError, Section};
use allow::{Marker, markers};
use rule::{Found, Out};
use rules::{ALLOW_UNKNOWN, ALLOW_UNREASONED, ALLOW_UNUSED, SEVERAL_HEADS};
use state::State;
use statement::Kind;
use step::{ReadStatement, Step};

/// What a rule has found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What it weighs here.
    pub level: Level,
    /// What happens, in a sentence without a full stop.
    pub message: String,
    /// Further facts, a line each: what is locked, how large it is.
    pub notes: Vec<String>,
    /// What to write instead.
    pub safer: String,
    /// The revision.
    pub revision: String,
    /// Its script.
    pub path: PathBuf,
    /// The script's text.
    pub text: Arc<str>,
    /// Where it lies there.
    pub span: Range<usize>,
    /// Where the statement begins there, in bytes.
    pub statement: usize,
    /// Why it is accepted, where a marker says so.
    pub accepted: Option<String>,
}

impl Finding {
    /// The line that it lies on, from 1.
    pub fn line(&self) -> usize {
        self.text.get(..self.span.start).unwrap_or_default().matches('\n').count() + 1
    }

    /// The line that it ends on.
    pub fn last_line(&self) -> usize {
        let marked = self.text.get(self.span.clone()).unwrap_or_default();
        self.line() + marked.trim_end().matches('\n').count()
    }
}

/// What [`lint`] found.
#[derive(Debug, Default)]
pub struct Report {
    /// What was found, in the order of the scripts.
    pub findings: Vec<Finding>,
    /// What markers accept.
    pub accepted: Vec<Finding>,
    /// How many statements were looked at.
    pub statements: usize,
    /// What those of them lock that lock a table in use, in the order in which they run.
    pub locking: Vec<LockingStatement>,
}

/// A statement that locks a table in use, so that others feel it.
#[derive(Debug, Clone)]
pub struct LockingStatement {
    /// The revision.
    pub revision: String,
    /// Its script.
    pub path: PathBuf,
    /// Where the statement begins there, in bytes.
    pub start: usize,
    /// The line, from 1.
    pub line: usize,
    /// What it locks and what it does to the rows, in words: [`facts_in_words`].
    pub words: String,
}

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub struct Scripts<'a> {
    /// The scripts that come before: they are known, not judged.
    pub known: &'a [Script],
    /// Those that are judged, in the order in which they run: as one run.
    pub judged: &'a [Script],
    /// The heads of the chain, by revision.
    pub heads: &'a [String],
}

/// Judges scripts.
///
/// # Errors
/// A script whose statements cannot be told apart.
pub fn lint(
    world: &World,
    settings: &LintSettings,
    scripts: Scripts<'_>,
    direction: Direction,
) -> Result<Report, ScriptError> {
    let mut linter = Linter::new(world, settings);
    for script in scripts.known {
        linter.learn(script, direction);
    }
    if direction == Direction::Downgrade {
        // What is undone was done before.
        scripts.judged.iter().for_each(|script| linter.learn(script, direction));
        linter.state.begin_run();
        scripts.judged.iter().rev().try_for_each(|script| linter.judge(script, direction))?;
        return Ok(linter.report);
    }
    linter.state.begin_run();
    for script in scripts.judged {
        linter.judge(script, direction)?;
        if scripts.heads.len() > 1 && scripts.heads.contains(&script.revision.id) {
            linter.several_heads(script, scripts.heads);
        }
    }
    Ok(linter.report)
}

/// Rules about what the schema has, not about how a script gets there. What was generated from a schema file says what is
/// declared there: they find something in it only where `[lint]` gives them a level. So it is with a lock that is taken before rows are
/// moved, which the statements behind it take anyway.
const OF_THE_SCHEMA: [&str; 8] = [
    "lock-table",
    "foreign-key-without-index",
    "duplicate-index",
    "engine-without-transactions",
    "narrow-charset",
    "zero-date",
    "reserved-word",
    "no-primary-key",
];

struct Linter<'w> {
    world: &'w World,
    levels: HashMap<&'static str, Level>,
    /// The rules that `[lint]` gives a level.
    chosen: HashSet<&'static str>,
    state: State,
    /// The number of the transaction.
    unit: usize,
    /// Whether the next statement of a section with a transaction shares it.
    open: bool,
    report: Report,
}

impl<'w> Linter<'w> {
    fn new(world: &'w World, settings: &LintSettings) -> Self {
        let mut levels: HashMap<&'static str, Level> = all().map(|rule| (rule.code, rule.level)).collect();
        let mut chosen = HashSet::new();
        for (code, level) in &settings.levels {
            if let Some(rule) = rule(code) {
                levels.insert(rule.code, *level);
                chosen.insert(rule.code);
            }
        }
        let state = State::new(world.flavor.engine);
        Linter { world, levels, chosen, state, unit: 0, open: false, report: Report::default() }
    }

    fn level(&self, code: &str) -> Level {
        self.levels.get(code).copied().unwrap_or(Level::Off)
    }

    /// Plays the upgrade of a script. What cannot be read is not known: it is no fault here.
    fn learn(&mut self, script: &Script, _: Direction) {
        let syntax = self.world.flavor.engine.syntax();
        for section in script.sections.iter().filter(|section| section.direction == Direction::Upgrade) {
            for statement in script.statements(section, syntax).unwrap_or_default() {
                let kind = parse::parse(self.world.flavor.engine, &statement.text);
                self.state.play(&kind, 0);
            }
        }
    }

    /// The statements of a script in a direction, each with its transaction, and the markers before them.
    fn read(
        &mut self,
        script: &Script,
        direction: Direction,
    ) -> Result<(Vec<ReadStatement>, Vec<Marker>), ScriptError> {
        let engine = self.world.flavor.engine;
        let (mut all, mut marked) = (Vec::new(), Vec::new());
        self.open &= self.world.mode == TransactionMode::All;
        for section in script.sections.iter().filter(|section| section.direction == direction) {
            let transaction = section.transaction && self.world.mode != TransactionMode::Off;
            let batched = is_batched(script, section);
            self.open &= transaction;
            let first = all.len();
            let statements = script.statements(section, engine.syntax())?;
            for statement in &statements {
                if !self.open {
                    self.unit += 1;
                    self.open = transaction;
                }
                let kind = parse::parse(engine, &statement.text);
                all.push(ReadStatement { kind, span: statement.span.clone(), unit: self.unit, transaction, batched });
            }
            let spans: Vec<Range<usize>> = statements.into_iter().map(|statement| statement.span).collect();
            for marker in markers(engine.syntax(), script.body(section), section.span.start, &spans) {
                marked.push(Marker { statement: marker.statement.map(|at| at + first), ..marker });
            }
        }
        Ok((all, marked))
    }

    fn judge(&mut self, script: &Script, direction: Direction) -> Result<(), ScriptError> {
        let engine = self.world.flavor.engine;
        let (all, marked) = self.read(script, direction)?;
        self.report.statements += all.len();
        let generated = script.is_as_generated();
        let mut used = vec![false; marked.len()];
        let mut held: Vec<(QName, LockMode)> = Vec::new();
        let mut after_ddl = false;
        let (mut line, mut counted) = (1, 0);
        for (at, read) in all.iter().enumerate() {
            let (before, behind) = (all.get(..at).unwrap_or_default(), all.get(at + 1..).unwrap_or_default());
            if before.last().is_some_and(|last| last.unit != read.unit) {
                held.clear();
                after_ddl = false;
            }
            // Looked for only where it counts: a script may hold very many statements.
            let alters = self.world.flavor.engine == Engine::MySql && matches!(read.kind, Kind::AlterTable(_));
            let checked = !alters || rules::keys_checked(before.iter().map(|read| &read.kind));
            let facts = effects::facts(&self.world.flavor, &self.state, &read.kind, checked);
            let sql = script.text.get(read.span.clone()).unwrap_or_default();
            let step = Step {
                world: self.world,
                state: &self.state,
                read,
                kind: &read.kind,
                sql,
                before,
                behind,
                facts: &facts,
                held: &held,
                after_ddl,
            };
            let mut found = Vec::new();
            let words = facts_in_words(&facts, engine, |table| !step.is_quiet(table), |table| step.size(table));
            let notes: Vec<String> = words.iter().map(|words| format!("the statement {words}")).collect();
            for rule in all_of(self.world) {
                let level = self.level(rule.code);
                let declared = generated && OF_THE_SCHEMA.contains(&rule.code) && !self.chosen.contains(rule.code);
                if level == Level::Off || declared {
                    continue;
                }
                let mut out = Out::default();
                (rule.check)(&step, &mut out);
                found.extend(
                    out.found.into_iter().map(|one| finding(script, read.span.start, rule, level, one, &notes, engine)),
                );
            }
            let quiet = |table: &QName| step.is_quiet(table);
            let (start, since) = (read.span.start, script.text.get(counted..read.span.start));
            (line, counted) = (line + since.unwrap_or_default().matches('\n').count(), start);
            self.report.locking.extend(words.filter(|_| is_felt(&facts)).map(|words| LockingStatement {
                revision: script.revision.id.clone(),
                path: script.path.clone(),
                start,
                line,
                words,
            }));
            let locks: Vec<(QName, LockMode)> = facts
                .locks
                .iter()
                .flatten()
                .filter(|lock| !quiet(&lock.table))
                .map(|lock| (lock.table.clone(), lock.mode))
                .collect();
            after_ddl |= is_ddl(&read.kind) && locks.iter().any(|(_, mode)| *mode >= LockMode::Share)
                || matches!(&read.kind, Kind::AlterTable(alter) if !quiet(&alter.table));
            locks.into_iter().for_each(|lock| hold(&mut held, lock));
            self.accept(at, found, &marked, &mut used);
            self.state.play(&read.kind, read.unit);
        }
        self.judge_markers(script, &marked, &used);
        Ok(())
    }

    /// Takes the findings of a statement down, those apart that a marker accepts.
    fn accept(&mut self, at: usize, found: Vec<Finding>, marked: &[Marker], used: &mut [bool]) {
        for finding in found {
            let marker = marked.iter().zip(used.iter_mut()).find(|(marker, _)| {
                marker.statement == Some(at) && marker.code == finding.rule.code && !marker.reason.is_empty()
            });
            match marker {
                Some((marker, used)) => {
                    *used = true;
                    self.report.accepted.push(Finding { accepted: Some(marker.reason.clone()), ..finding });
                }
                None => self.report.findings.push(finding),
            }
        }
    }

    /// What is wrong with the markers themselves.
    fn judge_markers(&mut self, script: &Script, marked: &[Marker], used: &[bool]) {
        for (marker, used) in marked.iter().zip(used) {
            let (code, message) = match rule(&marker.code) {
                _ if *used => continue,
                None => {
                    let near = nearest(&marker.code, all().map(|rule| rule.code));
                    let near = near.map(|near| format!(": did you mean {near}?")).unwrap_or_default();
                    let named =
                        if marker.code.is_empty() { "the marker names no rule" } else { "no rule has the code" };
                    (ALLOW_UNKNOWN, format!("{named} {}{near}", marker.code).trim_end().to_owned())
                }
                Some(_) if marker.reason.is_empty() => {
                    (ALLOW_UNREASONED, format!("say behind {} why it is right here", marker.code))
                }
                // A rule that is off finds nothing: the marker may be for another environment.
                Some(rule) if self.level(rule.code) == Level::Off => continue,
                Some(_) => (ALLOW_UNUSED, format!("the statement below has no finding {}", marker.code)),
            };
            self.add(script, code, message, marker.span.clone());
        }
    }

    fn several_heads(&mut self, script: &Script, heads: &[String]) {
        let others: Vec<&str> = heads.iter().filter(|head| **head != script.revision.id).map(String::as_str).collect();
        let line = script.text.lines().next().map_or(0, str::len);
        self.add(
            script,
            SEVERAL_HEADS,
            format!("{} is a head beside {}", script.revision.id, others.join(", ")),
            0..line,
        );
    }

    /// A finding that no check has made.
    fn add(&mut self, script: &Script, code: &str, message: String, span: Range<usize>) {
        let level = self.level(code);
        if let Some(rule) = rule(code).filter(|_| level != Level::Off) {
            let one = Found { span, message, words: Vec::new() };
            self.report.findings.push(finding(script, 0, rule, level, one, &[], self.world.flavor.engine));
        }
    }
}

/// Whether others feel a statement: it takes more than what writing a row takes, or goes through all rows.
fn is_felt(facts: &Facts) -> bool {
    let strong = facts.locks.iter().flatten().any(|lock| lock.mode >= LockMode::ShareUpdateExclusive);
    strong || facts.scans == Fact::Yes || facts.rewrites == Fact::Yes
}

/// Adds a lock to those of a transaction: one for each table, the strongest, the last taken at the end.
fn hold(held: &mut Vec<(QName, LockMode)>, (table, mode): (QName, LockMode)) {
    let before = held.iter().position(|(known, _)| *known == table).map(|at| held.remove(at));
    let mode = before.map_or(mode, |(_, before)| before.max(mode));
    held.push((table, mode));
}

/// The rules that know this database.
fn all_of(world: &World) -> impl Iterator<Item = &'static Rule> {
    let engine = world.flavor.engine;
    all().filter(move |rule| rule.engines.contains(&engine))
}

/// Whether a section's marker says that its changes are run a batch at a time.
fn is_batched(script: &Script, section: &Section) -> bool {
    let before = script.text.get(..section.span.start).unwrap_or_default();
    let marker = before.trim_end_matches(['\r', '\n']).rsplit('\n').next().unwrap_or_default();
    marker.split_whitespace().any(|option| option.starts_with("batch="))
}

fn is_ddl(kind: &Kind) -> bool {
    !matches!(kind, Kind::Update { .. } | Kind::Delete { .. } | Kind::Insert { .. } | Kind::Set { .. } | Kind::Other)
}

fn finding(
    script: &Script,
    start: usize,
    rule: &'static Rule,
    level: Level,
    found: Found,
    notes: &[String],
    engine: Engine,
) -> Finding {
    Finding {
        rule,
        level,
        safer: rule.safer_with(Some(engine), &found.words),
        message: found.message,
        notes: notes.to_vec(),
        revision: script.revision.id.clone(),
        path: script.path.clone(),
        text: script.text.clone(),
        span: found.span.start + start..found.span.end + start,
        statement: start,
        accepted: None,
    }
}
