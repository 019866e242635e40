//! Runs as root: told so by name or number, or because nothing tells its image otherwise.

use crate::meaning::{image_line, is_root};
use crate::model::{Command, Container, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails where the file asks for root, for the container or for a hook in it, and where an image
/// that needs no root is known to stay root without `user`, or with another entry point than its
/// own. Other images are not seen from here.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for (number, hook) in container.hooks.iter().enumerate() {
        if hook.user.value().is_some_and(|user| is_root(user)) {
            let site = Site::setting(cx, &hook.user, container.owner);
            out.fail(Fail::new("hook", site).role(format!("hook {number}")));
        }
    }
    match &container.user {
        Setting::Set(user) if is_root(&user.value) => {
            let site = Site::origin(cx, user.origin, container.owner);
            out.fail(Fail::new("default", site));
        }
        Setting::Set(user) if !user.value.is_empty() => {}
        Setting::NotObservable(_) => out.unknown(),
        _ => match image_line(container) {
            Some(line) if line.stays_root => {
                let fail = Fail::new("image", Site::missing(container.owner));
                out.fail(fail.arg("image", line.name));
            }
            Some(line) if line.steps_down => {
                let entrypoint = container.entrypoint.value();
                if let Some(own) = entrypoint.filter(|own| stays_in_front(own))
                    && let Some(program) = own.words.first()
                {
                    let site = Site::origin(cx, program.origin, container.owner);
                    let fail = Fail::new("entrypoint", site);
                    out.fail(fail.arg("image", line.name));
                }
            }
            Some(_) => {}
            None => out.unknown(),
        },
    }
}

/// Programs that change the user themselves.
const CHANGERS: [&str; 5] = [
    "docker-entrypoint.sh",
    "gosu",
    "su-exec",
    "setpriv",
    "runuser",
];

/// Whether an entry point neither changes the user nor hands its process over: what it starts in
/// the background may step down, it does not.
fn stays_in_front(entrypoint: &Command) -> bool {
    let mut words = entrypoint.words.iter().map(|word| word.value.expose());
    let hands_over = |word: &str| {
        let name = word.rsplit('/').next().unwrap_or(word);
        let mut lines = word.lines().map(str::trim);
        CHANGERS.contains(&name) || lines.any(|line| line.contains("exec ") && !line.ends_with('&'))
    };
    !entrypoint.words.is_empty() && !words.any(hands_over)
}
