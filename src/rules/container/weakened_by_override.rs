//! A protection that stood in an earlier place and that a later one takes away: another file, the
//! service that extends, a line of `.env`, a second entry of a list.

use crate::meaning::{ImageVersion, image_version, is_root, no_new_privileges};
use crate::model::{Container, OriginId, Port, Setting};
use crate::rules::{Context, Fail, Out, Site};

/// Fails for each protection that was there. That it is gone is what other rules say.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    for replaced in settings(container) {
        let earlier = cx.earlier(replaced.origin);
        // A value that is as weak as the one in effect protects nothing: the search goes on.
        let safe = earlier.iter().find(|own| (replaced.was_safe)(&own.text));
        if let Some(safe) = safe {
            let site = Site::origin(cx, replaced.origin, container.owner);
            let fail = Fail::new("default", site).related(safe.place);
            out.fail(fail.role(replaced.before).arg("before", replaced.before));
        }
    }
    for mount in container.mounts.iter().filter(|mount| !mount.read_only) {
        let earlier = cx.earlier(mount.origin);
        if let Some(safe) = earlier.iter().find(|own| was_read_only(&own.text)) {
            let site = Site::origin(cx, mount.origin, container.owner);
            let fail = Fail::new("mount", site).related(safe.place);
            out.fail(
                fail.role(&mount.target)
                    .arg("target", mount.target.as_str()),
            );
        }
    }
    new_privileges(container, cx, out);
    ports(container, cx, out);
}

/// A setting that protects nothing, and how to tell that an earlier value did.
struct Weak {
    /// What protected, as a compose file writes it.
    before: &'static str,
    origin: OriginId,
    was_safe: fn(&str) -> bool,
}

/// The settings of a container that protect nothing.
fn settings(container: &Container) -> Vec<Weak> {
    fn weak<T>(
        before: &'static str,
        setting: &Setting<T>,
        is_weak: impl Fn(&T) -> bool,
        was_safe: fn(&str) -> bool,
    ) -> Option<Weak> {
        let own = setting.traced().filter(|own| is_weak(&own.value))?;
        Some(Weak {
            before,
            origin: own.origin,
            was_safe,
        })
    }
    let own = &container.namespaces;
    let is_host = |mode: &String| mode == "host";
    let was_own: fn(&str) -> bool = |mode| mode != "host";
    let limit: fn(&str) -> bool =
        |text| text.starts_with(|first: char| ('1'..='9').contains(&first));
    let all = [
        weak("privileged: false", &container.privileged, |on| *on, is_off),
        weak("read_only: true", &container.read_only, |on| !on, is_on),
        weak(
            "use_api_socket: false",
            &container.use_api_socket,
            |on| *on,
            is_off,
        ),
        weak(
            "user",
            &container.user,
            |user| is_root(user),
            |user| !user.is_empty() && !is_root(user),
        ),
        weak("network_mode", &own.network, is_host, was_own),
        weak("pid", &own.pid, is_host, was_own),
        weak("ipc", &own.ipc, is_host, was_own),
        weak(
            "mem_limit",
            &container.limits.memory,
            |limit| *limit == 0,
            limit,
        ),
        weak(
            "pids_limit",
            &container.limits.pids,
            |limit| *limit <= 0,
            limit,
        ),
        weak(
            "image",
            &container.image,
            |image| image_version(image) != ImageVersion::Fixed,
            |image| !image.is_empty() && image_version(image) == ImageVersion::Fixed,
        ),
    ];
    all.into_iter().flatten().collect()
}

/// An entry that forbids new privileges, and a later one that allows them.
fn new_privileges(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let options = container.security_opt.iter();
    let said: Vec<_> = options
        .filter_map(|option| Some((option.origin, no_new_privileges(&option.value)?)))
        .collect();
    let Some((last, false)) = said.last() else {
        return;
    };
    let safe = said.iter().rev().find(|(_, forbidden)| *forbidden);
    if let Some(place) = safe.and_then(|(origin, _)| cx.project.origins.place(*origin)) {
        let before = "no-new-privileges:true";
        let fail = Fail::new("default", Site::origin(cx, *last, container.owner)).related(place);
        out.fail(fail.role(before).arg("before", before));
    }
}

/// A port on a loopback address, and a later entry that publishes it to all.
fn ports(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let same = |a: &Port, b: &Port| {
        a.target == b.target && a.protocol == b.protocol && a.published == b.published
    };
    for (at, port) in container.ports.iter().enumerate() {
        if !port.is_on_all_interfaces() {
            continue;
        }
        let mut before = container.ports.iter().take(at);
        let loopback = before.find(|own| own.is_loopback() && same(own, port));
        if let Some(place) = loopback.and_then(|own| cx.project.origins.place(own.origin)) {
            let site = Site::origin(cx, port.origin, container.owner);
            let fail = Fail::new("port", site).related(place);
            let role = format!("{}/{}", port.target.0, port.protocol);
            out.fail(fail.role(role).arg("port", port.target.0.to_string()));
        }
    }
}

fn is_on(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "yes" | "on" | "y"
    )
}

fn is_off(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "false" | "no" | "off" | "n"
    )
}

/// Whether a mount as written could not be written to, in the short or in the long syntax.
fn was_read_only(text: &str) -> bool {
    let long = text.split(['\n', ',', '{', '}']).find_map(|line| {
        let line = line.split('#').next().unwrap_or(line).trim();
        line.strip_prefix("read_only:").map(str::trim)
    });
    if let Some(value) = long {
        return is_on(value);
    }
    let options = text.rsplit(':').next().filter(|_| text.contains(':'));
    options.is_some_and(|options| options.split(',').any(|option| option.trim() == "ro"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_as_they_were_written() {
        for text in [
            "./conf:/conf:ro",
            "data:/data:Z,ro",
            "type: bind\n  source: ./a\n  read_only: true # kept\n  target: /a",
            "{type: bind, source: ./a, target: /a, read_only: yes}",
        ] {
            assert!(was_read_only(text), "{text}");
        }
        for text in [
            "./conf:/conf",
            "ro",
            "./ro:/ro",
            "data:/data:rw",
            "type: bind\n  read_only: false",
        ] {
            assert!(!was_read_only(text), "{text}");
        }
    }
}
