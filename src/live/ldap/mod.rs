//! What a directory answers. No password of anybody is ever sent in clear: what is tried there is a
//! name that nobody has, with a password of random letters.

mod account;
mod ber;
mod message;
mod session;

use std::io::{Read, Write};

use self::message::{Entry, Filter, Scope};
use self::session::{SUCCESS, Session};
use super::tls::{Trust, enumerate, secure};
use super::wire::{Door, Wire};
use super::{Limits, Roots, StartTls, Target};
use crate::model::{
    AnonymousRead, ClearBind, Demand, Failure, Ldap, RootEntry, SNAPSHOT_VERSION, Sensitive,
    Snapshot, Taken, Unanswered, Why,
};

/// So many naming contexts are asked for an entry.
const MOST_CONTEXTS: usize = 4;
/// The sign of Active Directory among the capabilities.
const ACTIVE_DIRECTORY: &str = "1.2.840.113556.1.4.800";
/// It wants signatures or encryption first.
const STRONGER_AUTH_REQUIRED: u32 = 8;
/// It wants encryption first.
const CONFIDENTIALITY_REQUIRED: u32 = 13;
/// Name or password is wrong: both were looked at.
const INVALID_CREDENTIALS: u32 = 49;

/// The account that applications use.
pub struct Login {
    /// Its distinguished name, or whatever else the directory takes.
    pub name: String,
    /// Its password.
    pub password: Sensitive,
}

/// Begins TLS on a connection on which LDAP is spoken.
pub(super) fn begin_tls(wire: &mut Wire) -> Result<(), Failure> {
    match Session::new(wire).start_tls()? {
        SUCCESS => Ok(()),
        _ => Err(Failure::StarttlsRefused),
    }
}

/// Asks a directory. `is_secure` is LDAPS. A login is used over a connection alone that the
/// authorities of `roots` vouch for.
pub fn probe_ldap(
    target: &Target,
    is_secure: bool,
    roots: Option<&Roots>,
    login: Option<&Login>,
    limits: &Limits,
) -> Snapshot {
    let mut snapshot = Snapshot {
        version: SNAPSHOT_VERSION,
        scheme: if is_secure { "ldaps" } else { "ldap" }.to_owned(),
        host: target.host.clone(),
        port: target.port,
        sni: target.sni.clone(),
        ..Snapshot::default()
    };
    let answer = Door::new(target, None, limits).and_then(|door| {
        if is_secure {
            over_tls(&door, target, roots, &mut snapshot)?;
        } else {
            in_clear(&door, target, roots, &mut snapshot)?;
        }
        Ok(door)
    });
    match answer {
        Ok(door) => {
            if let Some(login) = login {
                let starttls = (!is_secure).then_some(StartTls::Ldap);
                let door = door.with(starttls);
                match account::account(&door, target, roots, login) {
                    Ok(account) => {
                        let ldap = snapshot.ldap.get_or_insert_default();
                        ldap.account = Some(account);
                    }
                    Err(why) => unanswered(&mut snapshot, "account", why),
                }
            }
        }
        Err(failure) => snapshot.failure = Some(failure),
    }
    snapshot
}

fn unanswered(snapshot: &mut Snapshot, question: &str, why: Why) {
    snapshot.unanswered.push(Unanswered {
        question: question.to_owned(),
        why,
    });
}

fn over_tls(
    door: &Door,
    target: &Target,
    roots: Option<&Roots>,
    snapshot: &mut Snapshot,
) -> Result<(), Failure> {
    snapshot.tls = Some(enumerate(door, target, roots, &mut snapshot.unanswered)?);
    let mut ldap = Ldap::default();
    match secure(door, target, Trust::Anybody) {
        Ok(channel) => {
            let mut session = Session::new(channel);
            let root = root_entry(&mut session)?;
            read_anonymously(&mut session, root.as_ref(), &mut ldap)?;
            session.end();
            let channel = secure(door, target, Trust::Anybody)?;
            bind_without_password(Session::new(channel), root.as_ref(), &mut ldap)?;
            describe(&mut ldap, root);
        }
        Err(untrusted) => unanswered(snapshot, "directory", Why::Failed(untrusted.into())),
    }
    snapshot.ldap = Some(ldap);
    Ok(())
}

fn in_clear(
    door: &Door,
    target: &Target,
    roots: Option<&Roots>,
    snapshot: &mut Snapshot,
) -> Result<(), Failure> {
    let mut ldap = Ldap::default();
    let mut session = Session::new(door.connect()?);
    let root = root_entry(&mut session)?;
    read_anonymously(&mut session, root.as_ref(), &mut ldap)?;
    session.end();
    ldap.clear_bind = Some(match root.as_ref().and_then(nobody) {
        Some(name) => {
            let mut session = Session::new(door.connect()?);
            let code = session.bind(&name, random_word().as_bytes())?;
            session.end();
            match code {
                INVALID_CREDENTIALS => ClearBind::Accepted,
                STRONGER_AUTH_REQUIRED | CONFIDENTIALITY_REQUIRED => ClearBind::Refused,
                _ => ClearBind::Undetermined,
            }
        }
        // A name outside of what the directory holds is refused for that reason alone.
        None => ClearBind::Undetermined,
    });
    bind_without_password(Session::new(door.connect()?), root.as_ref(), &mut ldap)?;
    describe(&mut ldap, root);
    let door = door.with(Some(StartTls::Ldap));
    match door.open() {
        Ok(_) => {
            ldap.starttls = Some(Taken::Accepted);
            match enumerate(&door, target, roots, &mut snapshot.unanswered) {
                Ok(tls) => snapshot.tls = Some(tls),
                Err(failure) => unanswered(snapshot, "tls", Why::Failed(failure)),
            }
        }
        Err(Failure::StarttlsRefused) => ldap.starttls = Some(Taken::Refused),
        Err(failure) => unanswered(snapshot, "starttls", Why::Failed(failure)),
    }
    snapshot.ldap = Some(ldap);
    Ok(())
}

/// The entry without a name; nothing where anybody is refused it.
fn root_entry<C: Read + Write>(session: &mut Session<C>) -> Result<Option<Entry>, Failure> {
    const WANTED: [&str; 6] = [
        "namingContexts",
        "defaultNamingContext",
        "supportedSASLMechanisms",
        "supportedCapabilities",
        "dnsHostName",
        "domainControllerFunctionality",
    ];
    let (_, entry) = session.search("", Scope::Base, &Filter::Any, &WANTED)?;
    Ok(entry)
}

/// What the directory holds, the data before the settings.
fn contexts(root: &Entry) -> Vec<String> {
    let mut contexts = root.texts("defaultNamingContext");
    for context in root.texts("namingContexts") {
        if !context.is_empty() && !contexts.contains(&context) {
            contexts.push(context);
        }
    }
    contexts
}

fn is_active_directory(root: &Entry) -> bool {
    let all = root.texts("supportedCapabilities");
    all.iter().any(|own| own == ACTIVE_DIRECTORY)
}

/// A name below what the directory holds that nobody has.
fn nobody(root: &Entry) -> Option<String> {
    let context = contexts(root).into_iter().next()?;
    let name = format!("hulan-probe-{}", random_word());
    if !is_active_directory(root) {
        return Some(format!("cn={name},{context}"));
    }
    let parts = context.split(',');
    let parts = parts.filter_map(|part| {
        let (kind, value) = part.split_once('=')?;
        kind.trim().eq_ignore_ascii_case("dc").then(|| value.trim())
    });
    let domain: Vec<&str> = parts.collect();
    (!domain.is_empty()).then(|| format!("{name}@{}", domain.join(".")))
}

/// Sixteen random letters.
fn random_word() -> String {
    let mut bytes = [0_u8; 16];
    // Should there be no random numbers, the name alone is one that nobody has.
    let _ = getrandom::fill(&mut bytes);
    let letters = bytes.iter().map(|byte| char::from(b'a' + byte % 26));
    letters.collect()
}

fn read_anonymously<C: Read + Write>(
    session: &mut Session<C>,
    root: Option<&Entry>,
    ldap: &mut Ldap,
) -> Result<(), Failure> {
    let Some(root) = root else {
        return Ok(());
    };
    let mut read = AnonymousRead::default();
    for context in contexts(root).into_iter().take(MOST_CONTEXTS) {
        let (_, entry) = session.search(&context, Scope::Whole, &Filter::Any, &["1.1"])?;
        if entry.is_some() {
            read.contexts.push(context);
        }
    }
    ldap.anonymous_read = Some(read);
    Ok(())
}

/// A name without a password: many applications take the answer "yes" for a login.
fn bind_without_password<C: Read + Write>(
    mut session: Session<C>,
    root: Option<&Entry>,
    ldap: &mut Ldap,
) -> Result<(), Failure> {
    if let Some(name) = root.and_then(nobody) {
        let code = session.bind(&name, b"")?;
        ldap.unauthenticated_bind = Some(match code {
            SUCCESS => Taken::Accepted,
            _ => Taken::Refused,
        });
    }
    session.end();
    Ok(())
}

fn describe(ldap: &mut Ldap, root: Option<Entry>) {
    let Some(root) = root else {
        return;
    };
    let is_domain_controller = is_active_directory(&root);
    if is_domain_controller {
        // Whether logins are bound to the channel shows only in a login with NTLM or Kerberos.
        ldap.channel_binding = Some(Demand::Undetermined);
        ldap.signing = ldap.clear_bind.map(|answer| match answer {
            ClearBind::Accepted => Demand::NotRequired,
            ClearBind::Refused => Demand::Required,
            ClearBind::Undetermined => Demand::Undetermined,
        });
    }
    ldap.root = Some(RootEntry {
        product: is_domain_controller.then(|| "active-directory".to_owned()),
        naming_contexts: contexts(&root),
        sasl: root.texts("supportedSASLMechanisms"),
        host_name: root.texts("dnsHostName").into_iter().next(),
        functional_level: root.number("domainControllerFunctionality"),
    });
}
