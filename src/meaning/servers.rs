//! Which credentials a server accepts, as far as its settings tell, and where clients have theirs.

use super::commands::{flag, tokens};
use super::images::ImageRef;
use super::knowledge::Knowledge;
use crate::model::{Container, OriginId, Sensitive, Span};

/// A product that checks credentials: an entry of the table.
struct Server {
    name: &'static str,
    images: &'static [&'static str],
    accounts: &'static [Account],
    schemes: &'static [&'static str],
    takes_nameless: bool,
    all_powerful: &'static [&'static str],
}

/// An account of a server: where its name and its credential stand.
struct Account {
    variables: &'static [&'static str],
    flags: &'static [&'static str],
    user: &'static str,
    otherwise: &'static str,
    is_all_powerful: bool,
    is_list: bool,
}

/// Where a client has a credential whose name does not show whom it is for.
struct Client {
    images: &'static [&'static str],
    variable: &'static str,
    user: &'static str,
    at: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/servers.rs"));

/// What a server accepts.
pub struct Accepts<'a> {
    /// The product.
    pub product: &'static str,
    /// Its credentials that are known.
    pub credentials: Vec<Accepted<'a>>,
    /// Callers that give no name are the account of the credential.
    takes_nameless: bool,
    all_powerful: &'static [&'static str],
}

/// A credential that a server accepts.
pub struct Accepted<'a> {
    /// The variable or the flag that holds it.
    pub name: &'static str,
    /// The variable that names its account; empty where none does.
    pub user_variable: &'static str,
    /// The account; `None` where the server asks for no name.
    user: Option<&'a str>,
    /// The value, or the list of values.
    value: Sensitive,
    is_list: bool,
    is_all_powerful: bool,
    /// Where the value comes from.
    pub origin: OriginId,
    /// Where the server declares it.
    pub declared: Option<Span>,
}

impl<'a> Accepts<'a> {
    /// The credentials of an account, where callers that give no `user` may be one.
    pub fn of<'s>(&'s self, user: Option<&'s str>) -> impl Iterator<Item = &'s Accepted<'a>> {
        self.credentials
            .iter()
            .filter(move |own| match (own.user, user) {
                (None, _) => true,
                (Some(own), Some(user)) => own == user,
                (Some(_), None) => self.takes_nameless,
            })
    }

    /// Whether an account may do everything in the server: by its name, or as the variable that is
    /// given names it.
    pub fn power_of(&self, user: &str) -> Option<Power> {
        if self.all_powerful.contains(&user) {
            return Some(Power::ByName);
        }
        let mut own = self.of(Some(user));
        let own = own.find(|own| own.is_all_powerful && own.user.is_some())?;
        Some(match own.user_variable {
            "" => Power::ByName,
            variable => Power::ByVariable(variable),
        })
    }
}

/// What makes an account one that may do everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// The product calls it so.
    ByName,
    /// A variable of the server makes one of this name.
    ByVariable(&'static str),
}

impl Accepted<'_> {
    /// Whether the server accepts a value.
    pub fn takes(&self, value: &str) -> bool {
        let own = self.value.expose();
        own == value || (self.is_list && own.split(',').any(|own| own.trim() == value))
    }

    /// The values, one by one.
    pub fn values(&self) -> impl Iterator<Item = &str> {
        let text = self.value.expose();
        let parts = text.split(|c| self.is_list && c == ',');
        parts.map(str::trim).filter(|part| !part.is_empty())
    }
}

impl Knowledge {
    /// What a container accepts; `None` for a product that is not known.
    pub fn accepts<'a>(&self, container: &'a Container) -> Option<Accepts<'a>> {
        let image = self.image_of(container)?;
        let server = SERVERS.iter().find(|server| has(server.images, &image))?;
        let mut credentials = Vec::new();
        for account in server.accounts {
            let named = value(container, account.user).or(Some(account.otherwise));
            let user = named.filter(|user| !user.is_empty());
            // An account without a name, in a server that asks for one, is none.
            if user.is_none() && !account.user.is_empty() {
                continue;
            }
            let mut add = |name, value: &str, origin, declared| {
                if !value.is_empty() {
                    credentials.push(Accepted {
                        name,
                        user_variable: account.user,
                        user,
                        value: Sensitive::new(value),
                        is_list: account.is_list,
                        is_all_powerful: account.is_all_powerful,
                        origin,
                        declared,
                    });
                }
            };
            for name in account.variables {
                let mut variables = container.environment.iter();
                if let Some(variable) = variables.find(|own| own.name == *name)
                    && let Some(value) = &variable.value
                {
                    let declared = Some(variable.declared);
                    add(*name, value.expose(), variable.origin, declared);
                }
            }
            if account.flags.is_empty() {
                continue;
            }
            let words = tokens(container);
            for name in account.flags {
                if let Some((value, origin)) = flag(&words, name) {
                    add(*name, value, origin, None);
                }
            }
        }
        Some(Accepts {
            product: server.name,
            credentials,
            takes_nameless: server.takes_nameless,
            all_powerful: server.all_powerful,
        })
    }

    /// The variables that name the account and the address for a credential of a container, where
    /// the names do not show it. Both are empty for one that it does not use.
    pub fn client(
        &self,
        container: &Container,
        variable: &str,
    ) -> Option<(&'static str, &'static str)> {
        let mut clients = CLIENTS.iter().filter(|client| client.variable == variable);
        let image = self.image_of(container)?;
        let client = clients.find(|client| has(client.images, &image))?;
        Some((client.user, client.at))
    }
}

/// Whether the account may do everything in the servers to which URLs of this kind lead.
pub fn is_all_powerful(scheme: &str, user: &str) -> bool {
    // mysql+pymysql, and what comes behind jdbc:.
    let scheme = scheme.split('+').next().unwrap_or_default();
    let mut servers = SERVERS.iter();
    let server = servers.find(|server| server.schemes.contains(&scheme));
    server.is_some_and(|server| server.all_powerful.contains(&user))
}

fn has(images: &[&str], image: &ImageRef<'_>) -> bool {
    images.iter().any(|known| image.is(known))
}

/// What a variable says, where it says something.
fn value<'a>(container: &'a Container, name: &str) -> Option<&'a str> {
    let mut variables = container.environment.iter();
    let variable = variables.find(|own| !name.is_empty() && own.name == name)?;
    let value = variable.value.as_ref().map(Sensitive::expose)?;
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_accounts_have_power_by_product() {
        for (scheme, user, expected) in [
            ("postgresql", "postgres", true),
            ("postgresql+psycopg2", "postgres", true),
            ("postgresql", "app", false),
            ("mysql", "root", true),
            ("mysql", "postgres", false),
            ("redis", "default", false),
            ("https", "root", false),
        ] {
            assert_eq!(is_all_powerful(scheme, user), expected, "{scheme} {user}");
        }
    }

    #[test]
    fn each_variable_of_a_server_is_in_one_account() {
        for server in SERVERS {
            let accounts = server.accounts.iter();
            let mut names: Vec<&str> = accounts
                .flat_map(|account| account.variables.iter().chain(account.flags))
                .copied()
                .collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", server.name);
        }
    }
}
