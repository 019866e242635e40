//! Certificates and keys: what is made here, and what others have made, against what hulan says.

mod forge;
mod hostile;
mod limbo;
mod matrix;
mod servers;
mod speed;
