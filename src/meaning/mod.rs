//! What things mean: which values are secrets, which are known to the world, which images are data
//! stores, and what of a text must never be shown.

mod masks;
mod names;
mod published;
mod redactor;
mod remarks;
mod secrets;
mod stores;

pub use masks::{mask_env_file, mask_yaml};
pub use names::is_secret_name;
pub use published::{Published, is_placeholder, published};
pub use redactor::Redactor;
pub use remarks::{remarks_in_env_file, remarks_in_yaml};
pub use secrets::{Form, Secret, secrets};
pub use stores::{Store, StoreKind, image_name, is_for_a_store, store, store_of_port};
