//! Programs inside of files.

/// Where a program runs, as that decides what it can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runtime {
    /// The sandbox of Dify: no processes, a network unless that was turned off.
    DifySandbox,
    /// The sandbox of `FastGPT`: no processes and no network.
    FastgptSandbox,
    /// A plugin: an ordinary process beside the platform.
    Plugin,
    /// The host or a container, with all its rights.
    Host,
    /// A notebook.
    Notebook,
    /// Text that shows code: nothing runs it yet.
    Prompt,
}
