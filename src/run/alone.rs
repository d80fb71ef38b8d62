//! A statement that shares no transaction with its record: marked as begun, sent, counted.

use super::error::Cause;
use super::execute::{Broken, Execution, Part};
use super::ledger::Mark;
use super::prepare::Piece;
use super::settings_of_script::Saved;
use crate::dialect::ServerError;
use crate::dialect::recovery::Effect;
use crate::dialect::session::ServerErrorKind;

impl Execution<'_> {
    /// A statement that shares no transaction with its record. `begun`: an earlier run has begun it and not counted it.
    pub(super) async fn alone(&mut self, part: &Part<'_>, begun: bool, saved: &Saved) -> Result<(), Broken> {
        let Some(piece) = part.pieces().next() else { return Ok(()) };
        if let Some(signal) = self.stop.asked() {
            return Err(Broken::Stopped(signal));
        }
        let before = piece.number - 1;
        let effect = match begun {
            true => self.effect(piece).await?,
            false => {
                // Without a mark nobody could tell that this statement was begun.
                self.note(part, Mark::Begun(before), saved).await?;
                self.set_again(saved, before).await?;
                Effect::None
            }
        };
        if effect != Effect::Whole {
            self.send_begun(part, piece, effect == Effect::Unknown, saved).await?;
        }
        self.note(part, part.mark, saved).await?;
        match part.mark {
            Mark::Done(done) => self.set_again(saved, done).await,
            Mark::Begun(_) | Mark::Whole => Ok(()),
        }
    }

    /// Sends a statement that is marked as begun, until it is done. `unknown`: whether it took effect in an earlier run.
    async fn send_begun(&mut self, part: &Part<'_>, piece: &Piece, unknown: bool, saved: &Saved) -> Result<(), Broken> {
        let mut attempt = 1;
        loop {
            self.announce(part, piece);
            let broken = match self.send(0, piece).await {
                Ok(()) => return Ok(()),
                Err(broken) => broken,
            };
            let Broken::Failed { cause: Cause::Server(fault), .. } = &broken else { return Err(broken) };
            if unknown && self.session.dialect().recovery().means_done(piece.sql(), fault) {
                return Ok(());
            }
            // What the fault says of the statement: nothing where the connection is gone, and of what an earlier run did
            // only where the server has looked at what the statement does.
            let settled = match fault.kind {
                ServerErrorKind::Connection => return Err(broken),
                ServerErrorKind::Statement => true,
                ServerErrorKind::Lock | ServerErrorKind::Cancelled | ServerErrorKind::Privilege => !unknown,
            };
            // Half of it may be left, and would be in the way of the next attempt.
            let clean = self.effect(piece).await.is_ok();
            if let Err(broken) = self.again(std::slice::from_ref(part), broken, &mut attempt).await {
                if settled && clean {
                    self.unmark(part, piece.number - 1, saved).await;
                }
                return Err(broken);
            }
        }
    }

    /// What is left of a statement that was begun; half of it is taken away.
    async fn effect(&mut self, piece: &Piece) -> Result<Effect, ServerError> {
        let dialect = self.session.dialect();
        dialect.recovery().effect(&mut *self.session, piece.sql()).await
    }

    /// Writes a record in a transaction of its own, whatever asks to stop: what it says is done already.
    async fn note(&mut self, part: &Part<'_>, mark: Mark, saved: &Saved) -> Result<(), Broken> {
        if self.ledger.is_none() {
            return Ok(());
        }
        // A setting of the script's may keep even the transaction from being opened.
        saved.outside(&mut *self.session).await?;
        self.begin().await?;
        if let Some(ledger) = self.ledger.as_mut()
            && !ledger.unchanged(&mut *self.session).await?
        {
            let _ = self.session.rollback().await;
            return Err(Broken::Elsewhere);
        }
        match self.record(part, mark, part.took, saved).await {
            Ok(()) => self.session.commit().await?,
            Err(broken) => {
                let _ = self.session.rollback().await;
                return Err(broken);
            }
        }
        self.believe(part, mark);
        Ok(())
    }

    /// After a statement that failed by itself: it was not begun, and where no statement is done, neither was the job.
    /// Whatever fails here is done by the next run, which finds the mark.
    async fn unmark(&mut self, part: &Part<'_>, before: usize, saved: &Saved) {
        if before > 0 {
            let _ = self.note(part, Mark::Done(before), saved).await;
        } else if let Some(ledger) = self.ledger.as_mut()
            && saved.outside(&mut *self.session).await.is_ok()
        {
            let _ = ledger.forget(&mut *self.session, part.job).await;
        }
    }
}
