//! A short mark of a configuration's content: in a Pod's annotations it rolls the Pods whenever the configuration changes.

use std::collections::BTreeMap;
use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The annotation with the mark of these texts.
pub(super) fn annotation(texts: &[&str]) -> BTreeMap<String, String> {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        // A separator no YAML holds, so that moving text from one file to the next is a change.
        hash.update([0]);
    }
    let mut mark = String::new();
    for byte in hash.finalize().iter().take(8) {
        let _ = write!(mark, "{byte:02x}");
    }
    BTreeMap::from([("eksml/config".to_owned(), mark)])
}
