//! Ctrl-C and SIGTERM: the first asks the command to stop, the second ends the program at once.
//!
//! A thread of its own listens, so that a command that waits for a key at a question hears it too.

use crate::run::{Signal, Stop, Stopper};

/// Listens from now on.
pub(super) fn listen() -> Stop {
    let (stopper, stop) = Stopper::new();
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
        runtime.block_on(hear(stopper));
    });
    stop
}

async fn hear(stopper: Stopper) {
    let Some(first) = next().await else { return };
    stopper.stop(first);
    if let Some(second) = next().await {
        // A transaction that is open is rolled back by the server, once it sees that nobody is there.
        #[allow(clippy::exit, reason = "the second Ctrl-C ends the program at once")]
        std::process::exit(second.status().into());
    }
}

#[cfg(unix)]
async fn next() -> Option<Signal> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).ok()?;
    let mut terminate = signal(SignalKind::terminate()).ok()?;
    tokio::select! {
        Some(()) = interrupt.recv() => Some(Signal::Interrupt),
        Some(()) = terminate.recv() => Some(Signal::Terminate),
        else => None,
    }
}

#[cfg(not(unix))]
async fn next() -> Option<Signal> {
    tokio::signal::ctrl_c().await.ok().map(|()| Signal::Interrupt)
}
