//! What a workload's container is given beside volumes: Secrets and files.

use indexmap::IndexMap;

use super::declare::spec;
use crate::units::{DataKey, Name, VariableName};

spec! {
    /// A Secret of the workload's namespace. It is yours: its value is never part of a platform (SEC-15).
    pub struct SecretUse {
        /// The Secret's name.
        name: Name = name;
        /// Environment variables, each with the key of the Secret that is its value.
        env: IndexMap<VariableName, DataKey> = optional;
        /// The directory in which each of its keys is a file; none when absent (STO-22).
        at: Option<String> = optional;
    }
    refuses {
        "value" by "SEC-15": "whoever reads the repository or the manifests would read the secret", "remove the word, and create the Secret beside";
        "key" by "SEC-15": "a key is the value of the variable it becomes", "write `env { HF_TOKEN: \"token\" }`";
    }
}

spec! {
    /// Files that are part of the platform: a ConfigMap, mounted in a directory. What changes in them starts the Pods anew.
    pub struct ConfigFiles {
        /// Its name.
        name: Name = name;
        /// The directory (STO-22).
        at: String = required;
        /// The files: names and what is in them, at most 1 MiB together (STO-28).
        files: IndexMap<DataKey, String> = required;
    }
}
