//! Files of settings that stand outside of any compose project: of the engine, of Docker Desktop,
//! of WSL, of the `docker` command.

use super::daemon::Daemon;
use super::span::Span;

/// A file of settings.
pub struct SettingsFile {
    /// Its path as reports show it.
    pub path: String,
    /// Its beginning.
    pub place: Span,
    /// What it sets.
    pub kind: SettingsKind,
    /// What it says, in its order.
    pub entries: Vec<SettingsEntry>,
    /// What its reader does not understand, and so does not heed.
    pub faults: Vec<SettingsFault>,
    /// The settings of an engine's daemon in it.
    pub daemon: Option<Daemon>,
    /// Whether it belongs to the engine that was asked: then that is judged with it.
    pub is_of_engine: bool,
}

/// What a file sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsKind {
    /// `daemon.json`
    Daemon,
    /// `settings-store.json` of Docker Desktop, up to 4.34 `settings.json`.
    Desktop,
    /// `admin-settings.json`, by which an administrator sets Docker Desktop up.
    DesktopAdmin,
    /// `config.json` of the `docker` command.
    DockerClient,
    /// `.wslconfig` of a Windows user.
    WslConfig,
    /// `/etc/wsl.conf` of a distribution.
    WslConf,
}

/// A setting.
#[derive(Clone, PartialEq, Eq)]
pub struct SettingsEntry {
    /// Its name in lower case, after those of what it stands in: `wsl2.firewall`. Items of a list go
    /// by its name.
    pub name: String,
    /// Its value; nothing of one that may be a secret.
    pub value: String,
    /// Where the value stands.
    pub place: Span,
}

/// Something in a file that its reader does not understand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsFault {
    /// What it is: a key of the sentences of a rule.
    pub what: &'static str,
    /// The name that it is about; empty where there is none.
    pub name: String,
    /// Where it stands.
    pub place: Span,
}

impl SettingsFile {
    /// A setting by its name, in any case of letters; the last one counts.
    pub fn get(&self, name: &str) -> Option<&SettingsEntry> {
        let mut entries = self.entries.iter().rev();
        entries.find(|own| own.name.eq_ignore_ascii_case(name))
    }

    /// All values of a list.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s SettingsEntry> {
        let entries = self.entries.iter();
        entries.filter(move |own| own.name.eq_ignore_ascii_case(name))
    }

    /// Whether it is one of Docker Desktop.
    pub fn is_of_desktop(&self) -> bool {
        matches!(
            self.kind,
            SettingsKind::Desktop | SettingsKind::DesktopAdmin
        )
    }
}
