//! What differs from house to house about programs: the lists and thresholds that rules go by.

use crate::input::PathSet;

/// What the user says about programs; what is not said is as Bandit has it.
#[derive(Clone, Debug)]
pub struct PythonOptions {
    /// Files whose programs a machine wrote.
    pub generated: PathSet,
    /// Files in which an `assert` is right, such as tests.
    pub assert_skips: PathSet,
    /// Beginnings of paths that every user can write to.
    pub tmp_dirs: Vec<String>,
    /// Functions that start a program, through a shell where they are told to.
    pub subprocess: Vec<String>,
    /// Functions that start a program through a shell.
    pub shell: Vec<String>,
    /// Functions that start a program without one.
    pub no_shell: Vec<String>,
    /// Last names of the versions of TLS that are broken.
    pub bad_protocol_versions: Vec<String>,
    /// Least lengths of DSA keys.
    pub dsa: KeyBits,
    /// Least lengths of RSA keys.
    pub rsa: KeyBits,
    /// Least lengths of keys on elliptic curves.
    pub ec: KeyBits,
    /// A handler that does nothing counts whatever exception it names.
    pub check_typed_exception: bool,
    /// Further functions that take a text as markup.
    pub markup_names: Vec<String>,
    /// Functions that clean markup.
    pub markup_cleaners: Vec<String>,
}

/// Below which lengths, in bits, a key is too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyBits {
    /// A shorter key can be broken.
    pub breakable: i64,
    /// A shorter key is weaker than it should be.
    pub short: i64,
}

impl PythonOptions {
    /// The list that a policy means by `@subprocess`, `@shell`, `@no-shell` or `@markup`.
    pub fn list(&self, name: &str) -> Option<&[String]> {
        match name {
            "@subprocess" => Some(&self.subprocess),
            "@shell" => Some(&self.shell),
            "@no-shell" => Some(&self.no_shell),
            "@markup" => Some(&self.markup_names),
            _ => None,
        }
    }
}

impl Default for PythonOptions {
    fn default() -> Self {
        let owned = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect();
        let prime = KeyBits {
            breakable: 1024,
            short: 2048,
        };
        Self {
            generated: PathSet::default(),
            assert_skips: PathSet::default(),
            tmp_dirs: owned(&["/tmp", "/var/tmp", "/dev/shm"]),
            subprocess: owned(&SUBPROCESS),
            shell: owned(&SHELL),
            no_shell: owned(&NO_SHELL),
            bad_protocol_versions: owned(&BAD_PROTOCOL_VERSIONS),
            dsa: prime,
            rsa: prime,
            ec: KeyBits {
                breakable: 160,
                short: 224,
            },
            check_typed_exception: false,
            markup_names: Vec::new(),
            markup_cleaners: Vec::new(),
        }
    }
}

const SUBPROCESS: [&str; 5] = [
    "subprocess.Popen",
    "subprocess.call",
    "subprocess.check_call",
    "subprocess.check_output",
    "subprocess.run",
];

const SHELL: [&str; 14] = [
    "os.system",
    "os.popen",
    "os.popen2",
    "os.popen3",
    "os.popen4",
    "popen2.popen2",
    "popen2.popen3",
    "popen2.popen4",
    "popen2.Popen3",
    "popen2.Popen4",
    "commands.getoutput",
    "commands.getstatusoutput",
    "subprocess.getoutput",
    "subprocess.getstatusoutput",
];

const NO_SHELL: [&str; 17] = [
    "os.execl",
    "os.execle",
    "os.execlp",
    "os.execlpe",
    "os.execv",
    "os.execve",
    "os.execvp",
    "os.execvpe",
    "os.spawnl",
    "os.spawnle",
    "os.spawnlp",
    "os.spawnlpe",
    "os.spawnv",
    "os.spawnve",
    "os.spawnvp",
    "os.spawnvpe",
    "os.startfile",
];

const BAD_PROTOCOL_VERSIONS: [&str; 9] = [
    "PROTOCOL_SSLv2",
    "SSLv2_METHOD",
    "SSLv23_METHOD",
    "PROTOCOL_SSLv3",
    "PROTOCOL_TLSv1",
    "SSLv3_METHOD",
    "TLSv1_METHOD",
    "PROTOCOL_TLSv1_1",
    "TLSv1_1_METHOD",
];
