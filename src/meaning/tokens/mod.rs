//! Tokens of public services in texts of any kind: which provider gave a key out, and where it
//! stands.
//!
//! A text is walked once, in steps as long as the shortest token: only where a step lands inside
//! of a long word is anything looked at (`runs`). Where a word may begin with a token, its first
//! bytes choose the shapes that are tried (`search`, `shapes`). A shape that many services share
//! counts only with a name or a word nearby that says whose it is (`context`). All tables are made
//! when hulan is built; nothing is compiled when a search begins.

mod blocks;
mod checksums;
mod context;
mod fillers;
mod reader;
mod runs;
mod search;
mod shapes;
mod urls;

use std::ops::Range;

pub use reader::{LONGEST, Located, search_reader};
pub use search::search;

use shapes::{Class, Part, Shape};

include!(concat!(env!("OUT_DIR"), "/token_formats.rs"));

/// What kind of service gives a token out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Models and what belongs to them.
    Ai,
    /// Models of Chinese providers.
    AiCn,
    /// Platforms that people run themselves, and their stores.
    AiPlatform,
    /// Chinese clouds.
    CloudCn,
    /// Messengers.
    Chat,
    /// Clouds.
    Cloud,
    /// Forges of source code.
    Forge,
    /// Registries of packages and images.
    Registry,
    /// Other services.
    Saas,
    /// Forms that belong to no provider.
    Generic,
}

/// How a part of a token is checked against the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    /// The last 6: CRC-32 of what stands between them and the prefix, in base 62.
    Base62,
    /// The last 7: CRC-32 of all before, in base 36.
    Base36,
    /// The last 8: CRC-32 of what stands between the two last underscores, in hexadecimal.
    Hex,
    /// The last 8: CRC-32 of all before the last underscore, lowest byte first, in hexadecimal.
    HexOfAll,
    /// The last 6: CRC-32 of the 54 before, lowest byte first, in base 64.
    Base64,
    /// The first part is the header of a JSON Web Token.
    Jwt,
}

/// Words that say whose a value is.
#[derive(Debug)]
enum Naming {
    /// One of them has to stand in the name or nearby, as the shape says too little.
    Needed(&'static [&'static str]),
    /// They only confirm what the shape says.
    Confirms(&'static [&'static str]),
}

/// A public format of tokens.
#[derive(Debug)]
pub struct Format {
    /// A name of its own: `groq-api-key`.
    pub id: &'static str,
    /// Who gives it out: `Groq`.
    pub provider: &'static str,
    /// What it is: `API key`.
    pub name: &'static str,
    /// What kind of service it opens.
    pub category: Category,
    /// A usual name of the variable that holds it.
    pub variable: &'static str,
    /// Whether it only identifies and opens nothing.
    pub is_public: bool,
    /// Whether the provider no longer accepts it, whatever its value is.
    pub is_retired: bool,
    /// Whether it is the answer where several formats fit and nothing says which: the provider is
    /// then a description.
    pub is_fallback: bool,
    naming: Naming,
    /// What finds it where its shape does not.
    service: &'static str,
    verify: Option<Algorithm>,
}

impl Format {
    /// Every format that is known.
    pub fn all() -> &'static [Self] {
        FORMATS
    }

    /// Whether a value says by itself whose it is, without the name of its variable.
    pub fn is_specific(&self) -> bool {
        !self.needs_word() && !self.is_fallback
    }

    fn needs_word(&self) -> bool {
        matches!(self.naming, Naming::Needed(_))
    }

    fn words(&self) -> &'static [&'static str] {
        match self.naming {
            Naming::Needed(words) | Naming::Confirms(words) => words,
        }
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Format {}

/// What the part of a token says that checks the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// The format has no such part, or none that can be checked here.
    None,
    /// It is right.
    Valid,
    /// It is wrong: somebody made the value up, or changed it.
    Wrong,
}

/// A token in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub format: &'static Format,
    /// The bytes of the credential: of an address, only the part that opens something.
    pub range: Range<usize>,
    /// Whether it fits its own checksum.
    pub checksum: Checksum,
}
