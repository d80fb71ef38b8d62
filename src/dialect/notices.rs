//! What a server says beside its answers: the notices and warnings of its statements.
//!
//! PostgreSQL's driver gives them as events of `tracing` and in no other way. A [`Listener`] picks them out of what a
//! session's statements report, and passes everything on to the subscriber of the program, which may want them too.

use std::fmt;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Dispatch, Event, Level, Metadata, Subscriber};

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something is probably not as it was meant.
    Warning,
    /// Something to know.
    Notice,
}

/// One thing that a server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// The server's words.
    pub message: String,
}

impl Notice {
    /// The driver's target for them.
    const TARGET: &'static str = "sqlx::postgres::notice";

    /// The notice that an event of the driver tells of, if it does.
    pub fn of_event(event: &Event<'_>) -> Option<Self> {
        let severity = severity(event.metadata())?;
        let mut text = Text::default();
        event.record(&mut text);
        Some(Notice { severity, message: text.0 })
    }
}

fn severity(metadata: &Metadata<'_>) -> Option<Severity> {
    match *metadata.level() {
        _ if metadata.target() != Notice::TARGET => None,
        Level::WARN => Some(Severity::Warning),
        Level::INFO => Some(Severity::Notice),
        _ => None,
    }
}

/// The `message` of an event.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            value.clone_into(&mut self.0);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

/// The notices of a session, as they come.
pub type Notices = UnboundedReceiver<Notice>;

/// The subscriber under which a session sends its statements.
struct Listener {
    notices: UnboundedSender<Notice>,
    /// The subscriber of the program.
    program: Dispatch,
}

/// A subscriber for a session's statements, and what it hears.
pub fn listener() -> (Dispatch, Notices) {
    let (notices, heard) = unbounded_channel();
    let program = tracing::dispatcher::get_default(Dispatch::clone);
    (Dispatch::new(Listener { notices, program }), heard)
}

impl Subscriber for Listener {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        let interest = self.program.register_callsite(metadata);
        if severity(metadata).is_some() { Interest::always() } else { interest }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        severity(metadata).is_some() || self.program.enabled(metadata)
    }

    fn max_level_hint(&self) -> Option<tracing::level_filters::LevelFilter> {
        // For itself alone: the program's subscriber gives its own.
        Some(tracing::level_filters::LevelFilter::INFO)
    }

    fn event(&self, event: &Event<'_>) {
        if let Some(notice) = Notice::of_event(event) {
            // Whoever listened may be gone.
            let _ = self.notices.send(notice);
        }
        if self.program.enabled(event.metadata()) {
            self.program.event(event);
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.program.new_span(span)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.program.record(span, values);
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.program.record_follows_from(span, follows);
    }

    fn enter(&self, span: &Id) {
        self.program.enter(span);
    }

    fn exit(&self, span: &Id) {
        self.program.exit(span);
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.program.clone_span(id)
    }

    fn try_close(&self, id: Id) -> bool {
        self.program.try_close(id)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// A program's subscriber, which wants warnings only.
    struct Program(Arc<Mutex<Vec<String>>>);

    impl Subscriber for Program {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            *metadata.level() <= Level::WARN
        }
        fn event(&self, event: &Event<'_>) {
            let mut text = Text::default();
            event.record(&mut text);
            self.0.lock().unwrap().push(text.0);
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn notices_are_heard_and_everything_is_passed_on() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let mut heard = tracing::subscriber::with_default(Program(told.clone()), || {
            let (listener, heard) = listener();
            tracing::dispatcher::with_default(&listener, || {
                tracing::warn!(target: "sqlx::postgres::notice", message = "a warning");
                tracing::info!(target: "sqlx::postgres::notice", message = "a notice");
                tracing::debug!(target: "sqlx::postgres::notice", message = "for nobody");
                tracing::warn!("the program's own");
                tracing::info!("the program's own, unwanted");
            });
            heard
        });
        let notice = |severity, message: &str| Notice { severity, message: message.into() };
        assert_eq!(heard.try_recv().unwrap(), notice(Severity::Warning, "a warning"));
        assert_eq!(heard.try_recv().unwrap(), notice(Severity::Notice, "a notice"));
        assert!(heard.try_recv().is_err());
        assert_eq!(*told.lock().unwrap(), ["a warning", "the program's own"]);
    }
}
