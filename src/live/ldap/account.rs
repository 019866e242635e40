//! What the account of an application may do, as its own entry says. The password goes over a
//! connection alone whose certificate was verified.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::message::{Entry, Filter, Scope};
use super::session::{SUCCESS, Session};
use super::{Login, contexts, root_entry};
use crate::live::tls::{Secured, Trust, Untrusted, secure};
use crate::live::wire::Door;
use crate::live::{Roots, Target};
use crate::model::{Account, Why};

/// Its password never expires.
const DONT_EXPIRE: u32 = 0x1_0000;
/// It may act as others towards any service.
const TRUSTED_FOR_DELEGATION: u32 = 0x8_0000;
/// From the time that Windows counts from to the time that Unix counts from, in seconds.
const EPOCHS: u64 = 11_644_473_600;

/// The groups of administrators: whether they are built in, their numbers, their usual names.
const PRIVILEGED: [(bool, u32, &str); 9] = [
    (false, 512, "Domain Admins"),
    (false, 518, "Schema Admins"),
    (false, 519, "Enterprise Admins"),
    (false, 520, "Group Policy Creator Owners"),
    (true, 544, "Administrators"),
    (true, 548, "Account Operators"),
    (true, 549, "Server Operators"),
    (true, 550, "Print Operators"),
    (true, 551, "Backup Operators"),
];

/// Logs in and reads the account's entry.
pub(super) fn account(
    door: &Door,
    target: &Target,
    roots: Option<&Roots>,
    login: &Login,
) -> Result<Account, Why> {
    let roots = roots.ok_or(Why::NotVerified)?;
    let channel =
        secure(door, target, Trust::Only(roots)).map_err(|untrusted| match untrusted {
            Untrusted::NotVerified => Why::NotVerified,
            Untrusted::Failed(failure) => Why::Failed(failure),
        })?;
    let mut session = Session::new(channel);
    let code = session.bind(&login.name, login.password.expose().as_bytes());
    if code.map_err(Why::Failed)? != SUCCESS {
        return Err(Why::BindRefused);
    }
    let entry = own_entry(&mut session, &login.name)?;
    session.end();
    Ok(read(&login.name, &entry))
}

/// The entry of the account: by its distinguished name, or by the name that a domain knows it by.
fn own_entry(session: &mut Session<Secured>, name: &str) -> Result<Entry, Why> {
    const WANTED: [&str; 5] = [
        "userAccountControl",
        "adminCount",
        "memberOf",
        "pwdLastSet",
        "tokenGroups",
    ];
    let found = if name.contains('=') {
        let answer = session.search(name, Scope::Base, &Filter::Any, &WANTED);
        answer.map_err(Why::Failed)?.1
    } else {
        let root = root_entry(session).map_err(Why::Failed)?;
        let context = root
            .as_ref()
            .and_then(|root| contexts(root).into_iter().next());
        let context = context.ok_or(Why::EntryNotFound)?;
        let short = name.rsplit_once('\\').map_or(name, |(_, short)| short);
        let short = short.split_once('@').map_or(short, |(short, _)| short);
        let mut search = |attribute, value| {
            let filter = Filter::Equal(attribute, value);
            let answer = session.search(&context, Scope::Whole, &filter, &["distinguishedName"]);
            answer.map(|(_, entry)| entry).map_err(Why::Failed)
        };
        let entry = match search("userPrincipalName", name)? {
            Some(entry) => Some(entry),
            None => search("sAMAccountName", short)?,
        };
        let own = entry.and_then(|entry| entry.texts("distinguishedName").into_iter().next());
        // Its groups are given out to a search of the entry itself alone.
        let own = own.ok_or(Why::EntryNotFound)?;
        let answer = session.search(&own, Scope::Base, &Filter::Any, &WANTED);
        answer.map_err(Why::Failed)?.1
    };
    found.ok_or(Why::EntryNotFound)
}

fn read(name: &str, entry: &Entry) -> Account {
    let flags: u32 = entry.number("userAccountControl").unwrap_or(0);
    let mut groups: Vec<String> = Vec::new();
    let by_number = entry
        .bytes("tokenGroups")
        .iter()
        .filter_map(|sid| privileged(sid));
    for group in by_number {
        if !groups.iter().any(|own| own == group) {
            groups.push(group.to_owned());
        }
    }
    for member in entry.texts("memberOf") {
        let first = member.split(',').next().unwrap_or_default();
        let first = first.split_once('=').map_or(first, |(_, name)| name);
        let known = PRIVILEGED
            .iter()
            .find(|(_, _, own)| own.eq_ignore_ascii_case(first));
        if let Some((_, _, group)) = known
            && !groups.iter().any(|own| own == group)
        {
            groups.push((*group).to_owned());
        }
    }
    groups.sort();
    Account {
        name: name.to_owned(),
        privileged_groups: groups,
        is_protected: entry
            .number::<u32>("adminCount")
            .is_some_and(|count| count > 0),
        is_trusted_for_delegation: flags & TRUSTED_FOR_DELEGATION != 0,
        never_expires: flags & DONT_EXPIRE != 0,
        password_age_days: entry.number("pwdLastSet").and_then(age),
    }
}

/// The group of administrators that a security identifier is.
fn privileged(sid: &[u8]) -> Option<&'static str> {
    let (head, rest) = sid.split_at_checked(8)?;
    if head.first_chunk::<2>().map(|head| head[0]) != Some(1) || head.get(7) != Some(&5) {
        return None;
    }
    let (first, _) = rest.split_first_chunk::<4>()?;
    let (_, last) = rest.split_last_chunk::<4>()?;
    let is_built_in = match u32::from_le_bytes(*first) {
        32 => true,
        21 => false,
        _ => return None,
    };
    let number = u32::from_le_bytes(*last);
    let mut all = PRIVILEGED.iter();
    let found = all.find(|(built_in, own, _)| *built_in == is_built_in && *own == number);
    found.map(|(_, _, name)| *name)
}

/// How many days ago a time of Windows was, in units of 100 nanoseconds.
fn age(time: u64) -> Option<u64> {
    let seconds = (time / 10_000_000).checked_sub(EPOCHS)?;
    let then = UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    let age = SystemTime::now().duration_since(then).ok()?;
    Some(age.as_secs() / 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn administrators_are_known_by_number() {
        let domain = |rid: u32| {
            let mut sid = vec![1, 5, 0, 0, 0, 0, 0, 5];
            for part in [21_u32, 1, 2, 3, rid] {
                sid.extend(part.to_le_bytes());
            }
            sid
        };
        assert_eq!(privileged(&domain(512)), Some("Domain Admins"));
        assert_eq!(privileged(&domain(544)), None);
        assert_eq!(privileged(&domain(513)), None);
        let mut built_in = vec![1, 2, 0, 0, 0, 0, 0, 5];
        built_in.extend(32_u32.to_le_bytes());
        built_in.extend(544_u32.to_le_bytes());
        assert_eq!(privileged(&built_in), Some("Administrators"));
        for cut in 0..built_in.len() {
            let _ = privileged(&built_in[..cut]);
        }
    }

    #[test]
    fn a_time_of_windows_has_an_age() {
        let day = 86_400 * 10_000_000;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after");
        let now = (now.as_secs() + EPOCHS) * 10_000_000;
        assert_eq!(age(now - 3 * day), Some(3));
        assert_eq!(age(0), None);
        assert_eq!(age(u64::MAX), None);
    }
}
