//! A request to stop the run: Ctrl-C, SIGTERM.
//!
//! Dropping a future stops nothing on a server, so whoever sends a statement listens to [`Stop`] and cancels it there.

use tokio::sync::watch;

/// What asked the program to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl Signal {
    /// The exit status that shells expect: 128 and the signal's number.
    pub fn status(self) -> u8 {
        match self {
            Signal::Interrupt => 130,
            Signal::Terminate => 143,
        }
    }

    /// `Ctrl-C`, `SIGTERM`.
    pub fn name(self) -> &'static str {
        match self {
            Signal::Interrupt => "Ctrl-C",
            Signal::Terminate => "SIGTERM",
        }
    }
}

/// The receiver: tells a run that it should stop. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<Option<Signal>>);

/// The sender: asks the run to stop.
#[derive(Debug)]
pub struct Stopper(watch::Sender<Option<Signal>>);

impl Stopper {
    /// Both ends.
    pub fn new() -> (Stopper, Stop) {
        let (sender, receiver) = watch::channel(None);
        (Stopper(sender), Stop(receiver))
    }

    /// Asks to stop. The first wish counts.
    pub fn stop(&self, signal: Signal) {
        self.0.send_if_modified(|wish| wish.is_none() && wish.replace(signal).is_none());
    }
}

impl Stop {
    /// One that never asks to stop.
    pub fn never() -> Self {
        Stopper::new().1
    }

    /// What asked to stop, where something did.
    pub fn asked(&self) -> Option<Signal> {
        *self.0.borrow()
    }

    /// Waits for the wish; for ever where nobody can have it any more.
    pub async fn wait(&self) -> Signal {
        let mut receiver = self.0.clone();
        let wish = receiver.wait_for(Option::is_some).await.ok().and_then(|wish| *wish);
        match wish {
            Some(signal) => signal,
            None => std::future::pending().await,
        }
    }

    /// Waits for `pause`, or less where the wish comes.
    ///
    /// # Errors
    /// The wish.
    pub async fn pause(&self, pause: std::time::Duration) -> Result<(), Signal> {
        tokio::select! {
            () = tokio::time::sleep(pause) => Ok(()),
            signal = self.wait() => Err(signal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test(flavor = "current_thread")]
    async fn the_first_wish_counts() {
        let (stopper, stop) = Stopper::new();
        assert_eq!(stop.asked(), None);
        stopper.stop(Signal::Terminate);
        stopper.stop(Signal::Interrupt);
        assert_eq!(stop.wait().await, Signal::Terminate);
        assert_eq!(stop.pause(Duration::from_mins(1)).await, Err(Signal::Terminate));
    }

    #[tokio::test(flavor = "current_thread")]
    async fn nobody_asks() {
        assert_eq!(Stop::never().pause(Duration::from_millis(1)).await, Ok(()));
        assert_eq!(Stop::never().asked(), None);
    }
}
