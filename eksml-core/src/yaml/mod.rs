//! A YAML emitter whose strings survive every YAML 1.1 and 1.2 reader.
//!
//! Manifests are read by Go (`sigs.k8s.io/yaml`, YAML 1.1 rules), by Python and Ruby tooling and by YAML 1.2 libraries. They disagree on
//! what a bare `on`, `0o17`, `1_000` or `12:30` means. So [`to_string`] writes a string bare only when no reader could take it for
//! anything else, multi-line text as a literal block, and everything else double-quoted with escapes both versions know.
//!
//! ```
//! use eksml_core::yaml;
//! use std::collections::BTreeMap;
//!
//! let labels = BTreeMap::from([("region", "no"), ("schedule", "12:30"), ("team", "ml platform")]);
//! assert_eq!(yaml::to_string(&labels)?, "region: \"no\"\nschedule: \"12:30\"\nteam: ml platform\n");
//! # Ok::<(), yaml::Error>(())
//! ```
//!
//! | file | what |
//! |---|---|
//! | `plain` | which strings may stand bare |
//! | `text` | how a string is written: bare, quoted, literal block |
//! | `number` | how a float is written |
//! | `key` | how a mapping key becomes a string |
//! | `emitter` | the serde `Serializer` |
//! | `collection` | an open list or mapping of it |
//! | `documents` | several documents in one file |
mod collection;
mod documents;
mod emitter;
mod error;
mod key;
mod number;
mod plain;
mod text;

pub use documents::{Documents, documents};
pub use emitter::{MAX_DEPTH, to_string};
pub use error::{Error, ErrorKind};
