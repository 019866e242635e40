//! Starts the binary.

fn main() -> std::process::ExitCode {
    hulan::cli::main()
}
