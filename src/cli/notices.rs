//! What the server says beside its answers: PostgreSQL's notices and warnings, which the driver gives as events of
//! `tracing`.

use std::fmt;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::report::screen::Screen;
use crate::report::style::{FAINT, harmless, paint};

/// The driver's target for them.
const TARGET: &str = "sqlx::postgres::notice";

/// Shows warnings from now on, and with `-v` notices.
pub fn listen(screen: Screen) {
    let subscriber = tracing_subscriber::registry().with(Notices { screen });
    // A second subscriber is refused, which only tests within one process can meet.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

struct Notices {
    screen: Screen,
}

impl<S: Subscriber> Layer<S> for Notices {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() != TARGET {
            return;
        }
        let mut text = Text::default();
        event.record(&mut text);
        match *event.metadata().level() {
            Level::WARN => self.screen.warn(&format!("the server says: {}", text.0)),
            Level::INFO if self.screen.verbose => {
                self.screen.note(&paint(FAINT, format_args!("    notice: {}", harmless(&text.0))));
            }
            _ => {}
        }
    }
}

/// The `message` of an event.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.0 = value.to_owned();
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
