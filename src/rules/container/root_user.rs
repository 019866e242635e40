//! `user: root`, by name or number.

use crate::model::{Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the file asks for root. Without `user` the image decides, which is not seen here.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    match &container.user {
        Setting::Set(user) if is_root(&user.value) => {
            let site = Site::origin(cx, user.origin, container.owner);
            out.fail(Fail::new("default", site));
        }
        Setting::Set(user) if !user.value.is_empty() => {}
        _ => out.unknown(),
    }
}

/// Whether `user[:group]` is root, whatever the group.
fn is_root(user: &str) -> bool {
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
