//! Values of the registry that a script sets.

use super::line::{Line, Value};

/// A value of the registry.
pub struct Entry {
    /// The key, in lower case, with `\`.
    pub key: String,
    /// The name of the value.
    pub name: String,
    /// What it is set to.
    pub value: Value,
}

impl Entry {
    /// Whether it is a number, decimal or hexadecimal.
    pub fn number(&self) -> Option<u64> {
        let text = self.value.text.trim();
        let hexadecimal = text.strip_prefix("0x").or(text.strip_prefix("0X"));
        let number = match hexadecimal {
            Some(digits) => u64::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        };
        number.filter(|_| self.value.is_known)
    }
}

/// The value of the registry that a command sets.
pub fn entry(line: &Line<'_>) -> Option<Entry> {
    let (key, name, value) = match line.program().as_str() {
        "set-itemproperty" | "new-itemproperty" => {
            let mut operands = line.operands(&["Force", "PassThru", "Confirm"]).into_iter();
            let mut take = |names: &[&str]| line.parameter(names).or_else(|| operands.next());
            let key = take(&["Path", "LiteralPath"])?;
            let name = take(&["Name"])?;
            (key, name, take(&["Value"])?)
        }
        "reg" if line.begins(&["add"]) => {
            let key = line.arguments().get(1).map(|own| line.value(own))?;
            (key, line.option(&["v"])?, line.option(&["d"])?)
        }
        _ => return None,
    };
    Some(Entry {
        key: key.text.to_ascii_lowercase().replace('/', "\\"),
        name: name.text,
        value,
    })
}
