//! Completions and the manual page, made from the arguments.

use std::io::Write;

use clap::CommandFactory;

use super::Status;
use super::arguments::Arguments;
use crate::report::screen::record_write_result;

/// The completions of a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Status {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "migrate", &mut text);
    print(&text)
}

/// The manual page of the program and its commands.
pub(super) fn man() -> Status {
    let mut text = Vec::new();
    // Written to memory: nothing can fail.
    let _ = clap_mangen::Man::new(Arguments::command()).render(&mut text);
    print(&text)
}

fn print(text: &[u8]) -> Status {
    let mut out = std::io::stdout().lock();
    record_write_result(out.write_all(text).and_then(|()| out.flush()));
    0
}
