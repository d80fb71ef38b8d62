//! The binary: parse, run, exit status.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(migrate::cli::main())
}
