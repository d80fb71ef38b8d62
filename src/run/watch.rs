//! Watches a statement that runs long: for how long, how far it is, who keeps it waiting.
//!
//! The server is asked on a second connection, which is opened when the statement has run for [`FIRST`] and closed behind it.
//! Whatever that connection does (it can't be had, it hangs, it is refused), the statement goes on as if there were none.

use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use crate::dialect::Session;
use crate::dialect::activity::{Activity, Observer};
use crate::dialect::session::BoxFuture;

/// How long a statement may run before it is watched.
const FIRST: Duration = Duration::from_secs(2);
/// How often it is looked at from then on.
const INTERVAL: Duration = Duration::from_secs(1);
/// How long the server may take to let the second connection in, to tell something there, and to close it.
const PATIENCE: Duration = Duration::from_secs(3);
const FAREWELL: Duration = Duration::from_millis(500);

/// What was seen of a running statement.
pub(super) struct Sight {
    /// For how long it runs.
    pub elapsed: Duration,
    /// What the server tells.
    pub activity: Option<Activity>,
}

/// Watches one statement, from its beginning to [`Watch::end`].
pub(super) struct Watch {
    sights: UnboundedReceiver<Sight>,
    /// Dropped where the statement has ended.
    running: oneshot::Sender<()>,
    /// What looks. It is polled in [`Watch::next`] and nowhere else.
    looking: BoxFuture<'static, ()>,
}

impl Watch {
    /// Begins now.
    pub(super) fn of(session: &dyn Session) -> Self {
        let (sender, sights) = unbounded_channel();
        let (running, ended) = oneshot::channel();
        Watch { sights, running, looking: Box::pin(look(session.observer(), sender, ended)) }
    }

    /// The next sight; for ever where there is none. Nothing is lost where the future is dropped.
    pub(super) async fn next(&mut self) -> Sight {
        tokio::select! {
            biased;
            Some(sight) = self.sights.recv() => sight,
            () = &mut self.looking => std::future::pending().await,
        }
    }

    /// Closes the second connection, where there is one.
    pub(super) async fn end(self) {
        drop(self.running);
        // A server writes into its log of a connection that just goes away. One that doesn't answer is left.
        let _ = timeout(FAREWELL, self.looking).await;
    }
}

async fn look(
    observer: BoxFuture<'static, Option<Box<dyn Observer>>>,
    sights: UnboundedSender<Sight>,
    mut ended: oneshot::Receiver<()>,
) {
    let began = Instant::now();
    if ends_within(FIRST, &mut ended).await {
        return;
    }
    let mut observer = timeout(PATIENCE, observer).await.ok().flatten();
    loop {
        let activity = match &mut observer {
            Some(observer) => timeout(PATIENCE, observer.look()).await.ok().flatten(),
            None => None,
        };
        if activity.is_none() {
            // It answers no more.
            observer = None;
        }
        if sights.send(Sight { elapsed: began.elapsed(), activity }).is_err() || ends_within(INTERVAL, &mut ended).await
        {
            break;
        }
    }
    if let Some(observer) = observer {
        observer.close().await;
    }
}

/// Waits; whether the statement ended meanwhile.
async fn ends_within(pause: Duration, ended: &mut oneshot::Receiver<()>) -> bool {
    tokio::select! {
        biased;
        _ = ended => true,
        () = sleep(pause) => false,
    }
}
