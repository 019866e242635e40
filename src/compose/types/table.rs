//! The form of the tables in which the types of Compose's model stand.

/// A type with members.
pub(super) struct Struct {
    /// Its members in the order in which they are printed.
    pub(super) members: &'static [Member],
    /// Whether keys in other letter cases reach its members: no schema stands before it.
    pub(super) is_open: bool,
}

/// A member of a type.
pub(super) struct Member {
    /// Its key in a compose file.
    pub(super) key: &'static str,
    /// Its key where it is printed.
    pub(super) shown: &'static str,
    /// What it holds.
    pub(super) kind: Kind,
    /// Whether it is printed even if it is empty.
    pub(super) keep: bool,
}

/// What a member holds.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// One value.
    One(One),
    /// A command: a list, or a string that is split like a shell splits it.
    Command,
    /// The test of a health check: a list, or a string for the shell.
    Test,
    /// A list of strings.
    Strings,
    /// A string or a list of things that are strings and nothing else.
    StringList,
    /// A string or a list of things that are written as strings.
    TextList,
    /// Texts by name, or a list of `name=text`.
    Texts(Texts),
    /// Strings by name.
    StringMap,
    /// Lists of texts by name.
    Options,
    /// Addresses by host name, or a list of `host=address`.
    Hosts,
    /// Keys for `ssh` by name.
    Ssh,
    /// Limits by name: a number, or a soft and a hard one.
    Ulimits,
    /// A struct that is there even where nothing is set.
    Struct(&'static Struct),
    /// A struct that may be absent.
    Maybe(&'static Struct),
    /// A list of structs.
    List(&'static Struct),
    /// A list of structs that may be absent.
    MaybeList(&'static Struct),
    /// Structs by name.
    Map(&'static Struct),
    /// Structs by name that may be absent.
    MaybeMap(&'static Struct),
}

/// What one value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum One {
    /// Characters.
    Str,
    /// A switch.
    Bool,
    /// A switch that may be absent: `false` is printed.
    MaybeBool,
    /// A number with a sign in 64 bits.
    Int,
    /// Such a number that may be absent: `0` is printed.
    MaybeInt,
    /// A number without a sign; more than 16 bits are cut.
    Uint16,
    /// A number without a sign; more than 32 bits are cut.
    Uint32,
    /// A number without a sign in 64 bits.
    Uint64,
    /// Such a number that may be absent: `0` is printed.
    MaybeUint64,
    /// A number in single precision.
    Float,
    /// Such a number, read by the rules for CPUs.
    Cpus,
    /// A number of bytes.
    Bytes,
    /// A span of time.
    Duration,
    /// A span of time that may be absent: `0s` is printed.
    MaybeDuration,
    /// A file mode.
    Mode,
    /// A number of devices, or `all`.
    Count,
}

impl One {
    /// Whether a value that is set is printed even if it is zero.
    pub(super) fn is_maybe(self) -> bool {
        matches!(
            self,
            Self::MaybeBool | Self::MaybeInt | Self::MaybeUint64 | Self::MaybeDuration | Self::Mode
        )
    }
}

/// What stands for null, and what is refused, where texts stand by name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    /// Null is the empty text.
    Plain,
    /// Null is the empty text, and a list is refused.
    MappingOnly,
    /// Null stays null, and in a list no name ends with a space.
    Variables,
}

/// A struct whose keys the schema has checked.
pub(super) const fn closed(members: &'static [Member]) -> Struct {
    Struct {
        members,
        is_open: false,
    }
}

/// A member that is not printed if it is empty.
pub(super) const fn omit(key: &'static str, kind: Kind) -> Member {
    Member {
        key,
        shown: key,
        kind,
        keep: false,
    }
}

/// A member that is always printed.
pub(super) const fn keep(key: &'static str, kind: Kind) -> Member {
    keep_as(key, key, kind)
}

/// A member that is always printed, under a name of its own.
pub(super) const fn keep_as(key: &'static str, shown: &'static str, kind: Kind) -> Member {
    Member {
        key,
        shown,
        kind,
        keep: true,
    }
}

/// A string.
pub(super) const STR: Kind = Kind::One(One::Str);
/// A switch.
pub(super) const BOOL: Kind = Kind::One(One::Bool);
/// A number with a sign.
pub(super) const INT: Kind = Kind::One(One::Int);
/// A number in single precision.
pub(super) const FLOAT: Kind = Kind::One(One::Float);
/// A number of bytes.
pub(super) const BYTES: Kind = Kind::One(One::Bytes);
/// A span of time that may be absent.
pub(super) const MAYBE_DURATION: Kind = Kind::One(One::MaybeDuration);
/// Texts by name.
pub(super) const TEXTS: Kind = Kind::Texts(Texts::Plain);
/// Texts by name, and no list of them.
pub(super) const PLAIN_OPTIONS: Kind = Kind::Texts(Texts::MappingOnly);
/// Variables by name.
pub(super) const VARIABLES: Kind = Kind::Texts(Texts::Variables);
