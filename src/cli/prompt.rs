//! A question on the terminal, answered by one key.
//!
//! The keyboard stays as the shell has set it, but for two things: a key counts without Enter, and is not shown. The
//! cursor is never hidden, and Ctrl-C stays the signal it is. So whatever ends the question, the terminal is as before.

use super::context::CommandContext;
use crate::error::{Error, Result};
use crate::report::screen::to_stderr;
use crate::report::style::{CHANGED, FAINT, paint};
use crate::run::{RunError, Signal};

/// What a person answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Yes.
    Yes,
    /// No, which Enter alone says, too.
    No,
    /// None: Esc, Ctrl-D, or a terminal that is gone.
    None,
}

impl Answer {
    /// The word that stays on the screen.
    fn word(self) -> &'static str {
        match self {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::None => "not answered",
        }
    }

    /// What a key says, if it says anything.
    fn of_key(key: u8) -> Option<Self> {
        match key {
            b'y' | b'Y' => Some(Answer::Yes),
            b'n' | b'N' | b'\r' | b'\n' => Some(Answer::No),
            // Ctrl-D.
            0x04 => Some(Answer::None),
            _ => None,
        }
    }
}

/// Asks a question.
///
/// # Errors
/// Ctrl-C or SIGTERM at the question.
pub(super) fn ask(context: &CommandContext, question: &str) -> Result<Answer> {
    to_stderr(&format!("{} {question} {} ", paint(CHANGED, "?"), paint(FAINT, "[y/N]")));
    let answer = keys::answer(&context.stop);
    match answer {
        Ok(answer) => to_stderr(&format!("{}\n", answer.word())),
        Err(_) => to_stderr("\n"),
    }
    answer.map_err(stopped)
}

fn stopped(signal: Signal) -> Error {
    RunError::stopped_early(signal).into()
}

#[cfg(unix)]
mod keys {
    //! One key at a time.

    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::{Errno, read};
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    use super::Answer;
    use crate::run::{Signal, Stop};

    /// How often a request to stop is looked for.
    const GLANCE: Duration = Duration::from_millis(40);
    /// How soon the rest of what one key sends follows its first byte.
    const TOGETHER: Duration = Duration::from_millis(25);
    const ESCAPE: u8 = 0x1b;
    /// Whether the last question was answered by a letter: Enter that was typed with it must not answer the next one.
    static AFTER_LETTER: AtomicBool = AtomicBool::new(false);

    /// The terminal's settings, put back at the end.
    struct OneKey<'a> {
        input: &'a io::Stdin,
        before: Option<Termios>,
    }

    impl<'a> OneKey<'a> {
        fn new(input: &'a io::Stdin) -> Self {
            let before = tcgetattr(input).ok();
            if let Some(before) = &before {
                let mut one_key = before.clone();
                one_key.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
                one_key.special_codes[SpecialCodeIndex::VMIN] = 1;
                one_key.special_codes[SpecialCodeIndex::VTIME] = 0;
                // Without it a key counts only after Enter, and is shown.
                let _ = tcsetattr(input, OptionalActions::Now, &one_key);
            }
            OneKey { input, before }
        }
    }

    impl Drop for OneKey<'_> {
        fn drop(&mut self) {
            if let Some(before) = &self.before {
                let _ = tcsetattr(self.input, OptionalActions::Now, before);
            }
        }
    }

    /// Waits for an answer.
    ///
    /// # Errors
    /// A request to stop.
    pub(super) fn answer(stop: &Stop) -> Result<Answer, Signal> {
        let input = io::stdin();
        let one_key = OneKey::new(&input);
        let mut after_letter = AFTER_LETTER.swap(false, Ordering::Relaxed) && ready(&input, TOGETHER);
        loop {
            if let Some(signal) = stop.asked() {
                return Err(signal);
            }
            if !ready(one_key.input, GLANCE) {
                continue;
            }
            let Some(key) = next(one_key.input) else { return Ok(Answer::None) };
            if key == ESCAPE {
                // Alone it is the key; an arrow sends more.
                if !ready(one_key.input, TOGETHER) {
                    return Ok(Answer::None);
                }
                while ready(one_key.input, TOGETHER) && next(one_key.input).is_some() {}
                continue;
            }
            let first = std::mem::take(&mut after_letter);
            if first && is_enter(key) {
                continue;
            }
            if let Some(answer) = Answer::of_key(key) {
                AFTER_LETTER.store(key.is_ascii_alphabetic(), Ordering::Relaxed);
                return Ok(answer);
            }
        }
    }

    fn is_enter(key: u8) -> bool {
        matches!(key, b'\r' | b'\n')
    }

    /// Whether a key can be read.
    fn ready(input: &io::Stdin, within: Duration) -> bool {
        let mut input = [PollFd::new(input, PollFlags::IN)];
        let within = Timespec { tv_sec: 0, tv_nsec: within.subsec_nanos().into() };
        poll(&mut input, Some(&within)).is_ok_and(|ready| ready > 0)
    }

    /// The next byte; none where the terminal is gone.
    fn next(input: &io::Stdin) -> Option<u8> {
        let mut byte = [0];
        loop {
            match read(input, &mut byte) {
                Ok(1..) => return byte.first().copied(),
                Err(Errno::INTR) => {}
                Ok(0) | Err(_) => return None,
            }
        }
    }
}

#[cfg(not(unix))]
mod keys {
    //! A line, of which the first letter counts.

    use super::Answer;
    use crate::run::{Signal, Stop};

    /// Waits for an answer.
    ///
    /// # Errors
    /// A request to stop.
    pub(super) fn answer(stop: &Stop) -> Result<Answer, Signal> {
        let mut line = String::new();
        loop {
            line.clear();
            let read = std::io::stdin().read_line(&mut line);
            if let Some(signal) = stop.asked() {
                return Err(signal);
            }
            match (read, line.trim().as_bytes().first()) {
                (Ok(0) | Err(_), _) => return Ok(Answer::None),
                (Ok(_), None) => return Ok(Answer::No),
                (Ok(_), Some(key)) => {
                    if let Some(answer) = Answer::of_key(*key) {
                        return Ok(answer);
                    }
                }
            }
        }
    }
}
