//! A run, told on the terminal as it goes: a line a revision, a bar under it where it takes long.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::amounts;
use super::long_statement::{self, Intervals};
use super::screen::Screen;
use super::style::{BAD, FAINT, GOOD, ID, duration_text, paint, printable};
use crate::revision::Direction;
use crate::run::{Activity, Blocker, Event, Reporter};

/// How long a run may take before it gets a bar.
const BAR_DELAY: Duration = Duration::from_secs(1);

/// Prints the events of a run.
pub(crate) struct Progress {
    screen: Screen,
    began: Instant,
    revisions: usize,
    done: usize,
    bar: Option<ProgressBar>,
    terminal: bool,
    /// Whether the line of a revision has begun and waits for its end.
    open: bool,
    /// The line of a statement that runs long, where it can be written again and again.
    live: Option<ProgressBar>,
    /// What was said of the running statement.
    intervals: Intervals,
}

impl Progress {
    /// For one run.
    pub(crate) fn new(screen: Screen) -> Self {
        let terminal = std::io::stderr().is_terminal() && std::io::stdout().is_terminal();
        Progress {
            screen,
            began: Instant::now(),
            revisions: 0,
            done: 0,
            bar: None,
            terminal,
            open: false,
            live: None,
            intervals: Intervals::default(),
        }
    }

    /// Ends the line that is open and takes the bar away: before a fault or the last word is printed.
    pub(crate) fn end(&mut self) {
        self.end_live();
        if std::mem::take(&mut self.open) {
            self.screen.progress(&format!("{}\n", paint(BAD, "failed")));
        }
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    fn print(&self, text: &str) {
        match self.live.as_ref().or(self.bar.as_ref()) {
            Some(bar) => bar.suspend(|| self.screen.progress(text)),
            None => self.screen.progress(text),
        }
    }

    fn note(&self, text: &str) {
        match self.live.as_ref().or(self.bar.as_ref()) {
            Some(bar) => bar.suspend(|| self.screen.note(text)),
            None => self.screen.note(text),
        }
    }

    /// The bar, once a run turns out to be long. While there is one, lines are printed whole.
    fn raise_bar(&mut self) {
        let wanted = self.terminal && !self.screen.quiet && self.screen.is_text() && self.revisions > 1;
        if wanted && self.bar.is_none() && !self.open && self.began.elapsed() > BAR_DELAY {
            let style = ProgressStyle::with_template("  {bar:30} {pos}/{len} revisions, {elapsed}, {eta} to go");
            let bar = ProgressBar::new(self.revisions as u64);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done as u64);
        }
    }

    /// A statement that is still running: a line that is written anew on a terminal, else one now and then. Whoever keeps it
    /// waiting is named once.
    fn running(&mut self, place: (usize, usize), statement: &str, elapsed: Duration, activity: Option<&Activity>) {
        let wait = activity.and_then(|activity| activity.wait.as_ref());
        let blockers = wait.map(|wait| wait.blockers.as_slice()).unwrap_or_default();
        let line = long_statement::line(place, statement, elapsed, activity);
        self.going_on(line, elapsed, blockers, wait.map(long_statement::holders).unwrap_or_default());
    }

    /// What goes on, in a line, and who is in its way.
    fn going_on(&mut self, line: String, elapsed: Duration, blockers: &[Blocker], holders: Vec<String>) {
        if self.screen.quiet {
            return;
        }
        let others = self.intervals.others(blockers);
        let live = self.terminal && self.screen.is_text();
        if live && std::mem::take(&mut self.open) {
            self.screen.progress("\n");
        }
        // What is named stays on the screen, with what it keeps waiting.
        if others || (!live && self.intervals.due(elapsed)) {
            let mut text = format!("    {line}");
            if others {
                text.extend(holders.iter().map(|holder| format!("\n      {holder}")));
            }
            self.intervals.due(elapsed);
            self.note(&text);
        }
        if live {
            let bar = self.live.get_or_insert_with(|| {
                // Where there is a bar, it makes room.
                if let Some(bar) = self.bar.take() {
                    bar.finish_and_clear();
                }
                let style = ProgressStyle::with_template("    {wide_msg}");
                ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
            });
            bar.set_message(line);
            bar.tick();
        }
    }

    /// Ends the line of a revision that waits for its end.
    fn line_end(&mut self) {
        if std::mem::take(&mut self.open) {
            self.screen.progress("\n");
        }
    }

    /// The statement that ran long has ended.
    fn end_live(&mut self) {
        self.intervals = Intervals::default();
        if let Some(live) = self.live.take() {
            live.finish_and_clear();
        }
    }

    fn line(&self, revision: &str, message: &str) -> String {
        let named = format!("{} {}", paint(ID, printable(revision)), printable(message));
        format!("  {} … ", named.trim_end())
    }
}

impl Reporter for Progress {
    fn event(&mut self, event: &Event<'_>) {
        // What comes next tells that the statement has ended; what the server says while it runs, and a request to stop, do not.
        if !matches!(
            event,
            Event::Running { .. }
                | Event::Held { .. }
                | Event::Batch { .. }
                | Event::Notice(_)
                | Event::Stopping(_)
                | Event::Warning(_)
        ) {
            self.end_live();
        }
        match event {
            Event::Running { number, of, statement, elapsed, activity, .. } => {
                self.running((*number, *of), statement, *elapsed, *activity);
            }
            Event::Held { revision, waited, wait } => {
                let line = long_statement::held_line(revision, *waited, wait);
                self.going_on(line, *waited, &wait.blockers, long_statement::holders(wait));
            }
            Event::Batch { number, of, table, progress } => {
                if progress.elapsed >= Duration::from_secs(2) {
                    let line = long_statement::batch_line((*number, *of), table, progress);
                    self.going_on(line, progress.elapsed, &[], Vec::new());
                }
            }
            Event::Waiting { on, who } => {
                let who = who.as_ref().map(|who| format!(" ({})", printable(who))).unwrap_or_default();
                self.note(&format!("waiting for {}{who} …", on.awaited()));
            }
            Event::Retrying { revision, attempt, of, pause, why } => {
                if std::mem::take(&mut self.open) {
                    self.screen.progress("\n");
                }
                let (revision, why, pause) = (printable(revision), printable(why), duration_text(*pause));
                let of = of.map_or_else(|| format!("retry {attempt}"), |of| format!("{attempt} of {of} retries"));
                self.note(&format!("  {revision}: {why}; rolled back, tried again in {pause} ({of})"));
            }
            Event::Planned { revisions, .. } => {
                self.revisions = *revisions;
                self.began = Instant::now();
            }
            Event::Started { revision, message, done_before, .. } => {
                self.raise_bar();
                if *done_before > 0 {
                    self.note(&format!(
                        "  {}: cut off before; going on behind statement {done_before}",
                        printable(revision)
                    ));
                }
                // A person sees what is being done; a file gets whole lines.
                if self.terminal && self.bar.is_none() && !self.screen.verbose && !self.open {
                    self.screen.progress(&self.line(revision, message));
                    self.open = self.screen.is_text() && !self.screen.quiet;
                }
            }
            Event::Statement { number, of, sql, .. } if self.screen.verbose => {
                let sql = sql.replace('\n', "\n      ");
                let sql: String = sql.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
                self.note(&paint(FAINT, format_args!("    {number}/{of} {sql}")));
            }
            Event::Statement { .. } => {}
            Event::Finished { revision, message, took: time, direction } => {
                let end = match direction {
                    Direction::Upgrade => "ok",
                    Direction::Downgrade => "undone",
                };
                let end =
                    format!("{} {}\n", paint(GOOD, end), paint(FAINT, format_args!("({})", duration_text(*time))));
                if std::mem::take(&mut self.open) {
                    self.screen.progress(&end);
                } else {
                    self.print(&format!("{}{end}", self.line(revision, message)));
                }
                self.done += 1;
                self.raise_bar();
            }
            Event::DoneElsewhere { revision, message, .. } => {
                self.done += 1;
                self.print(&format!("{}done by another run\n", self.line(revision, message)));
            }
            Event::Keeping { kept, place } => {
                self.line_end();
                let (what, place) = (printable(&kept.what()), printable(place));
                let (rows, bytes) = (amounts::rows(kept.rows), amounts::bytes(kept.bytes));
                self.note(&format!("    keeping {what} ({rows}, {bytes}) in {place}"));
            }
            Event::PutBack { kept, rows, missed, place } => {
                self.line_end();
                let (what, rows) = (printable(&kept.what()), amounts::rows(*rows));
                self.note(&format!("    put back {what}: {rows}"));
                if *missed > 0 {
                    let missed = amounts::rows(*missed);
                    self.screen.warn(&format!(
                        "{missed} of the copy of {} not put back: deleted or changed since, or there already; they stay in \
                         {place}, as {}",
                        kept.what(),
                        kept.copy
                    ));
                }
            }
            Event::Warning(text) => {
                if std::mem::take(&mut self.open) {
                    self.screen.progress("\n");
                }
                self.screen.warn(text);
            }
            // Shown by `cli::notices`, which hears all sessions of the program: those of a shadow too.
            Event::Notice(_) => {}
            Event::Stopping(signal) => {
                self.note(&format!("\n{}: cancelling the running statement …", signal.name()));
            }
        }
    }
}
