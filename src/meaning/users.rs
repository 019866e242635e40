//! Users of containers.

/// Whether `user[:group]` is root, whatever the group.
pub fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or_default().trim();
    name == "root" || name.parse::<u32>() == Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_has_many_names() {
        for user in ["root", "0", "0:0", "root:root", "0:1000", "root:1000", "00"] {
            assert!(is_root(user), "{user}");
        }
        for user in ["1000", "1000:0", "rooty", "10", "", "nobody:root", "toor"] {
            assert!(!is_root(user), "{user}");
        }
    }
}
