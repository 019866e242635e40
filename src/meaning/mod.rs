//! What things mean: which values are secrets, which are known to the world, which images are data
//! stores, and what of a text must never be shown.

mod addressees;
mod auth;
mod checker;
mod commands;
mod forbidden;
mod host_paths;
mod host_places;
mod image_lines;
mod image_reference;
mod images;
mod jwt;
mod knowledge;
mod lifecycles;
mod masks;
mod names;
mod overlay;
mod placeholders;
mod published;
mod redactor;
mod remarks;
mod secrets;
mod security_options;
mod services;
mod socket_proxies;
mod stores;
mod tokens;
mod transport;
mod users;
mod webhooks;

pub use addressees::addressee;
pub use auth::{Auth, Credential, Held, Lack, Unguarded};
pub use checker::Checker;
pub use forbidden::{Derivation, Forbidden, ForbiddenEntry};
pub use host_paths::{EnginePath, HostPath, Sensitivity, is_allowed};
pub use image_lines::{ImageLine, image_line};
pub use image_reference::{ImageVersion, image_repository, image_version};
pub use images::{ImageRef, image_name};
pub use jwt::jwt_signed_by;
pub use knowledge::{BuiltIn, Knowledge};
pub use lifecycles::{Ended, ended_line};
pub use masks::{mask_env_file, mask_yaml};
pub use names::{encrypts_data, is_secret_name};
pub use overlay::{Fault, Part, Wrong, forbidden_passwords};
pub use published::{Published, Use};
pub use redactor::Redactor;
pub use remarks::{remarks_in_env_file, remarks_in_yaml};
pub use secrets::{Form, Secret, Seen, secrets};
pub use security_options::{Confinement, disabled_confinement, no_new_privileges};
pub use services::Role;
pub use socket_proxies::{LetThrough, answers_named_callers_only, is_socket_proxy, let_through};
pub use stores::{Store, StoreKind};
pub use tokens::{
    Category, Checksum, Format, LONGEST, Located, Token, of_value, search, search_reader,
};
pub use transport::{WeakTransport, Weakness, weak_transports};
pub use users::is_root;
pub use webhooks::{Webhook, webhooks_in};
