//! `migrate verify`

use clap::Args;
use serde_json::{Value, json};

use super::Status;
use super::context::{CommandContext, Purpose};
use crate::error::Result;
use crate::report::bodies;
use crate::report::progress::Progress;
use crate::report::screen::Screen;
use crate::report::style::{BAD, FAINT, GOOD, ID, count, paint, printable};
use crate::revision::Direction;
use crate::run::{Chain, Finding, Verified};
use crate::script::StatementChange;

/// Arguments of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Compares what was applied with the scripts on disk; runs nothing. A revision is edited if its statements are no longer \
those that were run (comments, white space and the head do not count), missing if its script is gone, unknown if the \
version table alone knows its id, out of order if one that comes after it was applied first. Exits with 1 if there is any of these.

Examples:
  migrate verify
  migrate verify --accept 3f2a        the script as it stands is what was applied")]
pub(super) struct VerifyArguments {
    /// Record that this applied revision is what its script says today
    #[arg(long, value_name = "REV", allow_negative_numbers = true)]
    pub accept: Vec<String>,
}

impl VerifyArguments {
    /// Runs the command.
    pub(super) async fn run(self, context: &CommandContext) -> Result<Status> {
        let config = context.config()?;
        let chain = context.chain(&config)?;
        let purpose = if self.accept.is_empty() { Purpose::ReadExisting } else { Purpose::Change };
        let mut runner = context.runner(&config, purpose).await?;
        if !self.accept.is_empty() {
            let mut progress = Progress::new(context.screen);
            let accepted = runner.accept(&chain, &self.accept, &mut progress).await;
            runner.close().await;
            let accepted = accepted?;
            context.screen.progress(&match accepted.as_slice() {
                [] => "nothing to accept: what was applied is what the script says\n".to_owned(),
                accepted => {
                    let line = |id: &String| format!("{} {}\n", paint(ID, printable(id)), paint(GOOD, "accepted"));
                    accepted.iter().map(line).collect()
                }
            });
            context.screen.document(&json!({ "accepted": accepted }));
            return Ok(0);
        }
        let verified = runner.verify(&chain).await;
        runner.close().await;
        let verified = verified?;
        show(context.screen, &chain, &verified);
        context.screen.document(&verified_document(&chain, &verified));
        Ok(u8::from(!verified.findings.is_empty()))
    }
}

/// What was found, for people.
pub(super) fn show(screen: Screen, chain: &Chain, verified: &Verified) {
    let Verified { looked_at, findings, without_checksum } = verified;
    let text: String = findings.iter().map(|finding| shown(chain, finding)).collect();
    screen.result(&text);
    if !without_checksum.is_empty() {
        let many = count(without_checksum.len(), "revision");
        let ids = without_checksum.join(", ");
        screen.remark(&format!("{many} without a checksum, of which nothing can be said: {ids}"));
    }
    match findings.len() {
        0 => screen.progress(&format!("{} as applied\n", count(*looked_at, "revision"))),
        number => screen.remark(&format!("{}: see `migrate verify --help`", count(number, "finding"))),
    }
}

/// The same as JSON.
pub(super) fn verified_document(chain: &Chain, verified: &Verified) -> Value {
    let Verified { looked_at, findings, without_checksum } = verified;
    json!({
        "ok": findings.is_empty(),
        "applied": looked_at,
        "findings": findings.iter().map(|finding| document(chain, finding)).collect::<Vec<_>>(),
        "without_checksum": without_checksum,
    })
}

fn message(chain: &Chain, finding: &Finding) -> String {
    match finding {
        Finding::Missing { message, .. } => message.clone(),
        other => chain.graph.get(other.revision()).map(|known| known.message.clone()).unwrap_or_default(),
    }
}

/// What is said behind the word.
pub(super) fn said(finding: &Finding) -> String {
    match finding {
        Finding::Edited { applied, on_disk, .. } => {
            format!("applied as {}, on disk {}", short(applied), short(on_disk))
        }
        Finding::Missing { applied_at, .. } => format!("applied {applied_at}, and no script here has it"),
        Finding::Unknown { .. } => "no script here has it".to_owned(),
        Finding::Skipped { above, .. } => format!("not applied, and {above}, which comes after it, is"),
        Finding::Late { applied_at, above, .. } => {
            format!("applied {applied_at}, after {above}, which comes after it")
        }
        Finding::Partly { direction, done, .. } => {
            format!("the {} was cut off, {} done", direction.word(), count(*done, "statement"))
        }
        Finding::PartlySquashed { present, .. } => {
            format!("of what it replaces the database has {}", present.join(", "))
        }
    }
}

fn short(checksum: &str) -> &str {
    checksum.get(..12).unwrap_or(checksum)
}

fn shown(chain: &Chain, finding: &Finding) -> String {
    let message = message(chain, finding);
    let head = format!(
        "{} {} {}",
        paint(ID, printable(finding.revision())),
        paint(BAD, format_args!("{}:", finding.word())),
        printable(&message)
    );
    let mut text = if message.is_empty() {
        format!("{}{}\n", head, printable(&said(finding)))
    } else {
        format!("{head}\n    {}\n", printable(&said(finding)))
    };
    let Finding::Edited { changes, .. } = finding else { return text };
    match changes {
        Some(changes) => text.push_str(&drawn(changes)),
        None => text.push_str(&format!("    {}\n", paint(FAINT, "the text that was applied is not kept"))),
    }
    text
}

/// A diff by the statement, those of a direction under its name.
fn drawn(changes: &[StatementChange]) -> String {
    let mut text = String::new();
    let mut section: Option<(Option<Direction>, bool)> = None;
    let mut left = changes.iter().peekable();
    while let Some(change) = left.next() {
        let here = (change.direction, change.transaction);
        if section != Some(here) {
            section = Some(here);
            if let Some(direction) = change.direction {
                let mode = if change.transaction { "" } else { " transaction=off" };
                text.push_str(&format!(
                    "    {}\n",
                    paint(FAINT, format_args!("-- migrate:{}{mode}", direction.word()))
                ));
            }
        }
        let end = if change.direction.is_some() { ";" } else { "" };
        // What was edited stands below what it was: shown by the line.
        let edited = |next: &&&StatementChange| {
            change.direction.is_some() && !change.added && next.added && (next.direction, next.transaction) == here
        };
        if let Some(next) = left.peek().filter(edited).copied() {
            left.next();
            text.push_str(&bodies::drawn(&format!("{}{end}", change.text), &format!("{}{end}", next.text), "    "));
            continue;
        }
        let (sign, style) = if change.added { ('+', GOOD) } else { ('-', BAD) };
        for line in format!("{}{end}", change.text).lines() {
            text.push_str(&format!("    {}\n", paint(style, format_args!("{sign} {}", printable(line)))));
        }
    }
    text
}

fn document(chain: &Chain, finding: &Finding) -> Value {
    let revision = finding.revision();
    let path = chain.graph.get(revision).and_then(|known| known.path()).map(|path| path.display().to_string());
    let mut facts = json!({
        "kind": finding.word().replace(' ', "-"),
        "revision": revision,
        "message": message(chain, finding),
        "path": path,
        "text": said(finding),
    });
    if let (Some(facts), Finding::Edited { applied, on_disk, changes, .. }) = (facts.as_object_mut(), finding) {
        facts.insert("applied_checksum".into(), json!(applied));
        facts.insert("checksum".into(), json!(on_disk));
        let change = |change: &StatementChange| {
            json!({
                "sign": if change.added { "+" } else { "-" },
                "direction": change.direction.map(Direction::word),
                "transaction": change.transaction,
                "statement": change.text,
            })
        };
        let changes = changes.as_ref().map(|changes| changes.iter().map(change).collect::<Vec<_>>());
        facts.insert("diff".into(), json!(changes));
    }
    facts
}
