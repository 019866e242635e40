//! One value as the type that a member wants: the casts of the decoder, and what they refuse.

use super::number::{float, json_single, single, unsigned, whole, yaml_float};
use super::out::{Out, SUPPLIED};
use super::table::One;
use super::time::Time;
use super::{duration, size};
use crate::compose::fields::switch;
use crate::compose::value::{Data, Value};
use crate::syntax::yaml::Core;

/// A scalar as the YAML reader of Compose hands it on.
pub(super) enum Raw<'a> {
    /// A string.
    Str(&'a str),
    /// A switch.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number that needs the 64th bit.
    Big(u64),
    /// Another number.
    Float(f64),
    /// A date.
    Time(Time<'a>),
}

impl<'a> Raw<'a> {
    /// The scalar with these characters and this type.
    pub(super) fn new(text: &'a str, core: Core) -> Self {
        let read = match core {
            Core::Bool => Some(Self::Bool(text == "true")),
            Core::Int => {
                let int = text.parse().map(Self::Int);
                int.or_else(|_| text.parse().map(Self::Big)).ok()
            }
            Core::Float => float(text).or_else(|| yaml_float(text)).map(Self::Float),
            Core::Timestamp => Time::parse(text).map(Self::Time),
            _ => None,
        };
        read.unwrap_or(Self::Str(text))
    }
}

/// A value of the type that a member wants.
pub(super) enum Scalar<'a> {
    /// Characters.
    Text(&'a str),
    /// A switch.
    Bool(bool),
    /// A number with a sign.
    Int(i64),
    /// A number without one.
    Uint(u64),
    /// A number in single precision.
    Float(f32),
    /// A number of bytes.
    Bytes(i64),
    /// Nanoseconds.
    Duration(i64),
    /// A file mode.
    Mode(i64),
    /// It is set at deploy.
    Supplied,
}

impl<'a> Scalar<'a> {
    /// What stands where nothing is set.
    pub(super) fn zero(one: One) -> Self {
        match one {
            One::Str => Self::Text(""),
            One::Bool | One::MaybeBool => Self::Bool(false),
            One::Int | One::MaybeInt | One::Count => Self::Int(0),
            One::Uint16 | One::Uint32 | One::Uint64 | One::MaybeUint64 => Self::Uint(0),
            One::Float | One::Cpus => Self::Float(0.0),
            One::Bytes => Self::Bytes(0),
            One::Duration | One::MaybeDuration => Self::Duration(0),
            One::Mode => Self::Mode(0),
        }
    }

    /// The value as `one`, or the key of the sentence that says what it must be.
    pub(super) fn decode(one: One, value: &'a Value) -> Result<Self, &'static str> {
        match &value.data {
            Data::Null => Ok(Self::zero(one)),
            Data::Unknown(..) => Ok(Self::Supplied),
            Data::Scalar(text, core) => Self::cast(one, text.expose(), *core),
            // The decoder of sizes passes over what it does not know.
            Data::Sequence(_) | Data::Mapping(_) if one == One::Bytes => Ok(Self::Bytes(0)),
            Data::Sequence(_) | Data::Mapping(_) => Err(expected(one)),
        }
    }

    fn cast(one: One, text: &'a str, core: Core) -> Result<Self, &'static str> {
        let raw = Raw::new(text, core);
        let cast = match one {
            One::Str => matches!(raw, Raw::Str(_) | Raw::Int(_)).then_some(Self::Text(text)),
            One::Bool | One::MaybeBool => match raw {
                Raw::Bool(on) => Some(Self::Bool(on)),
                Raw::Str(text) => switch(text).map(Self::Bool),
                _ => None,
            },
            One::Int | One::MaybeInt => signed(&raw).map(Self::Int),
            One::Uint16 => natural(&raw)?.map(|number| Self::Uint(number & 0xffff)),
            One::Uint32 => natural(&raw)?.map(|number| Self::Uint(number & 0xffff_ffff)),
            One::Uint64 | One::MaybeUint64 => natural(&raw)?.map(Self::Uint),
            One::Float => fraction(&raw, single).map(Self::Float),
            // Those two are narrowed, and a number with the 64th bit is refused.
            One::Cpus if matches!(raw, Raw::Big(_)) => None,
            One::Cpus => fraction(&raw, |text| float(text).map(narrow)).map(Self::Float),
            One::Bytes => match raw {
                Raw::Int(bytes) => Some(Self::Bytes(bytes)),
                Raw::Str(text) => size::parse(text).map(Self::Bytes),
                _ => Some(Self::Bytes(0)),
            },
            One::Duration | One::MaybeDuration => match raw {
                Raw::Str(text) => duration::parse(text).map(Self::Duration),
                Raw::Int(0) => Some(Self::Duration(0)),
                Raw::Float(number) => (number == 0.0).then_some(Self::Duration(0)),
                _ => None,
            },
            One::Mode => match raw {
                Raw::Int(mode) => Some(Self::Mode(mode)),
                Raw::Str(text) => i64::from_str_radix(text, 8).ok().map(Self::Mode),
                _ => None,
            },
            One::Count => match raw {
                Raw::Int(count) => Some(Self::Int(count)),
                Raw::Str(text) if text.eq_ignore_ascii_case("all") => Some(Self::Int(-1)),
                Raw::Str(text) => text.parse().ok().map(Self::Int),
                _ => None,
            },
        };
        cast.ok_or(expected(one))
    }

    /// Whether it is what stands where nothing is set.
    pub(super) fn is_empty(&self) -> bool {
        match *self {
            Self::Text(text) => text.is_empty(),
            Self::Bool(on) => !on,
            Self::Int(number)
            | Self::Bytes(number)
            | Self::Duration(number)
            | Self::Mode(number) => number == 0,
            Self::Uint(number) => number == 0,
            Self::Float(number) => number == 0.0,
            Self::Supplied => false,
        }
    }

    /// Its length where it is printed, more or less.
    pub(super) fn length(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            _ => 8,
        }
    }

    /// Prints it.
    pub(super) fn print(&self, out: &mut Out) {
        if !out.is_on() {
            return;
        }
        match *self {
            Self::Text(text) => out.string(text),
            Self::Bool(on) => out.shown(on),
            Self::Int(number) => out.shown(number),
            Self::Uint(number) => out.shown(number),
            // Compose prints nothing at all where a number is infinite.
            Self::Float(number) => out.raw(json_single(number).as_deref().unwrap_or("null")),
            Self::Bytes(number) => out.shown(format_args!("\"{number}\"")),
            Self::Duration(time) => out.string(&duration::text(time)),
            Self::Mode(mode) if mode < 0 => {
                out.shown(format_args!("\"0-{:o}\"", mode.unsigned_abs()));
            }
            Self::Mode(mode) => out.shown(format_args!("\"0{mode:o}\"")),
            Self::Supplied => out.string(SUPPLIED),
        }
    }
}

fn signed(raw: &Raw<'_>) -> Option<i64> {
    match *raw {
        Raw::Int(number) => Some(number),
        Raw::Big(number) => Some(number.cast_signed()),
        Raw::Float(number) => Some(whole(number)),
        Raw::Str(text) => text.parse().ok(),
        Raw::Bool(_) | Raw::Time(_) => None,
    }
}

fn natural(raw: &Raw<'_>) -> Result<Option<u64>, &'static str> {
    match *raw {
        Raw::Int(number) => u64::try_from(number).map(Some).or(Err("refused.negative")),
        Raw::Big(number) => Ok(Some(number)),
        Raw::Float(number) if number < 0.0 => Err("refused.negative"),
        Raw::Float(number) => Ok(Some(unsigned(number))),
        Raw::Str(_) | Raw::Bool(_) | Raw::Time(_) => Ok(None),
    }
}

fn fraction(raw: &Raw<'_>, read: impl Fn(&str) -> Option<f32>) -> Option<f32> {
    #[expect(clippy::cast_precision_loss, reason = "the member holds no more")]
    match *raw {
        Raw::Int(number) => Some(narrow(number as f64)),
        Raw::Big(number) => Some(narrow(number as f64)),
        Raw::Float(number) => Some(narrow(number)),
        Raw::Str(text) => read(text),
        Raw::Bool(_) | Raw::Time(_) => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the member holds no more")]
fn narrow(number: f64) -> f32 {
    number as f32
}

/// The key of the sentence that says what a value must be.
fn expected(one: One) -> &'static str {
    match one {
        One::Str => "refused.string",
        One::Bool | One::MaybeBool => "refused.bool",
        One::Bytes => "refused.size",
        One::Duration | One::MaybeDuration => "refused.duration",
        One::Mode => "refused.mode",
        One::Count => "refused.count",
        _ => "refused.number",
    }
}
