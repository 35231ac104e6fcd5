//! The program. Everything it does is in the library; see [`annals::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    annals::cli::main()
}
