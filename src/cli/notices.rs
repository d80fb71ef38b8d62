//! What the servers say beside their answers, on the screen: of every session of the program. (A program that embeds the
//! runner gets those of a run as [`crate::run::Event::Notice`].)

use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::report::screen::Screen;
use crate::report::style::{FAINT, paint, printable};
use crate::run::{Notice, Severity};

/// Shows warnings from now on, and with `-v` notices.
pub(super) fn listen(screen: Screen) {
    let subscriber = tracing_subscriber::registry().with(Notices { screen });
    // A second subscriber is refused, which only tests within one process can meet.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

struct Notices {
    screen: Screen,
}

impl<S: Subscriber> Layer<S> for Notices {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let Some(notice) = Notice::of_event(event) else { return };
        match notice.severity {
            Severity::Warning => self.screen.warn(&format!("the server says: {}", notice.message)),
            Severity::Notice if self.screen.verbose => {
                self.screen.note(&paint(FAINT, format_args!("    notice: {}", printable(&notice.message))));
            }
            Severity::Notice => {}
        }
    }
}
