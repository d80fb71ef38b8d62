//! A statement that shares no transaction with its record: marked as begun, sent, counted.

use super::error::Cause;
use super::execute::{Execution, ExecutionError, GroupExecution};
use super::limits::Tries;
use super::prepare::ScriptStatement;
use super::session_settings::SavedSettings;
use super::version_state::StatementMark;
use crate::dialect::ServerError;
use crate::dialect::recovery::Effect;
use crate::dialect::session::ServerErrorKind;

impl Execution<'_> {
    /// A statement that shares no transaction with its record. `begun`: an earlier run has begun it and not counted it.
    pub(super) async fn alone(
        &mut self,
        part: &GroupExecution<'_>,
        begun: bool,
        saved: &SavedSettings,
    ) -> Result<(), ExecutionError> {
        let Some(script_statement) = part.statements().next() else { return Ok(()) };
        if let Some(signal) = self.stop.asked() {
            return Err(ExecutionError::Stopped(signal));
        }
        let before = script_statement.number - 1;
        let effect = if begun {
            self.effect(script_statement).await?
        } else {
            // Without a mark nobody could tell that this statement was begun.
            self.note(part, StatementMark::Begun(before), saved).await?;
            self.set_again(saved, before).await?;
            Effect::None
        };
        if part.first && !begun {
            self.mark_changed(part.prepared).await?;
        }
        if effect != Effect::Whole {
            self.send_begun(part, script_statement, effect == Effect::Unknown, saved).await?;
        }
        if part.mark == StatementMark::Whole {
            self.put_back_alone(part, saved).await?;
        }
        self.note(part, part.mark, saved).await?;
        match part.mark {
            StatementMark::Done(done) => self.set_again(saved, done).await,
            StatementMark::Begun(_) | StatementMark::Whole => Ok(()),
        }
    }

    /// Sends a statement that is marked as begun, until it is done. `unknown`: whether it took effect in an earlier run.
    async fn send_begun(
        &mut self,
        part: &GroupExecution<'_>,
        script_statement: &ScriptStatement,
        unknown: bool,
        saved: &SavedSettings,
    ) -> Result<(), ExecutionError> {
        let mut tries = Tries::first();
        loop {
            self.look_first(&part.prepared.id, std::iter::once(script_statement.sql())).await?;
            self.announce(part, script_statement);
            let broken = match self.send_keeping(part, script_statement, unknown).await {
                Ok(()) => return Ok(()),
                Err(broken) => broken,
            };
            let ExecutionError::Failed { cause: Cause::Server(fault), .. } = &broken else { return Err(broken) };
            if unknown && self.session.dialect().recovery().means_done(script_statement.sql(), fault) {
                return Ok(());
            }
            // What the fault says of the statement: nothing where the connection is gone, and of what an earlier run did
            // only where the server has looked at what the statement does.
            let settled = match fault.kind {
                ServerErrorKind::Connection => return Err(broken),
                ServerErrorKind::Statement => true,
                ServerErrorKind::Lock
                | ServerErrorKind::Cancelled
                | ServerErrorKind::Privilege
                | ServerErrorKind::Room => !unknown,
            };
            // Half of it may be left, and would be in the way of the next attempt.
            let clean = self.effect(script_statement).await.is_ok();
            if let Err(broken) = self.again(std::slice::from_ref(part), broken, &mut tries).await {
                if settled && clean {
                    self.unmark(part, script_statement.number - 1, saved).await;
                }
                return Err(broken);
            }
        }
    }

    /// Sends a statement, with what it loses copied before. `unknown`: whether it took effect in an earlier run.
    async fn send_keeping(
        &mut self,
        part: &GroupExecution<'_>,
        script_statement: &ScriptStatement,
        unknown: bool,
    ) -> Result<(), ExecutionError> {
        let to_see = self.keep_before(0, part.prepared, script_statement, unknown).await?;
        match self.send(0, Some(part.prepared), script_statement).await {
            Ok(()) => {
                self.early_are_done();
                Ok(self.keep_behind(to_see).await?)
            }
            // Whether it took effect is not known, where the connection is gone: what is kept stays.
            Err(broken) => {
                let gone = matches!(&broken, ExecutionError::Failed { cause: Cause::Server(fault), .. }
                    if fault.kind == ServerErrorKind::Connection);
                if gone || unknown {
                    self.early_are_done();
                }
                self.forget_early().await;
                Err(broken)
            }
        }
    }

    /// Puts back, in a transaction of its own, what the other direction of the revision lost.
    async fn put_back_alone(&mut self, part: &GroupExecution<'_>, saved: &SavedSettings) -> Result<(), ExecutionError> {
        if self.keeper.is_none() {
            return Ok(());
        }
        saved.outside(&mut *self.session).await?;
        self.session.begin().await?;
        match self.put_back(part.prepared).await {
            Ok(()) => Ok(self.session.commit().await?),
            Err(broken) => {
                let _ = self.session.rollback().await;
                Err(broken)
            }
        }
    }

    /// What is left of a statement that was begun; half of it is taken away.
    async fn effect(&mut self, script_statement: &ScriptStatement) -> Result<Effect, ServerError> {
        let dialect = self.session.dialect();
        dialect.recovery().effect(&mut *self.session, script_statement.sql()).await
    }

    /// Writes a record in a transaction of its own, whatever asks to stop: what it says is done already.
    async fn note(
        &mut self,
        part: &GroupExecution<'_>,
        mark: StatementMark,
        saved: &SavedSettings,
    ) -> Result<(), ExecutionError> {
        if self.version_state.is_none() {
            return Ok(());
        }
        // A setting of the script's may keep even the transaction from being opened.
        saved.outside(&mut *self.session).await?;
        self.begin().await?;
        if let Some(version_state) = self.version_state.as_mut()
            && !version_state.unchanged(&mut *self.session).await?
        {
            let _ = self.session.rollback().await;
            return Err(ExecutionError::Elsewhere);
        }
        match self.record(part, mark, part.took, saved).await {
            Ok(()) => self.session.commit().await?,
            Err(broken) => {
                let _ = self.session.rollback().await;
                return Err(broken);
            }
        }
        self.record_in_memory(part, mark);
        Ok(())
    }

    /// After a statement that failed by itself: it was not begun, and where no statement is done, neither was the revision.
    /// Whatever fails here is done by the next run, which finds the mark.
    async fn unmark(&mut self, part: &GroupExecution<'_>, before: usize, saved: &SavedSettings) {
        if before > 0 {
            let _ = self.note(part, StatementMark::Done(before), saved).await;
        } else if let Some(version_state) = self.version_state.as_mut()
            && saved.outside(&mut *self.session).await.is_ok()
        {
            let _ = version_state.forget(&mut *self.session, part.prepared).await;
        }
    }
}
