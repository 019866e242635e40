//! Starts the binary.

// Programs are trees of many small things: the allocator of the system takes a fifth of a scan.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    hulan::cli::main()
}
