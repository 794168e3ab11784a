//! What a workload's container is made from, and what it is given beside volumes: Secrets and files.

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

spec! {
    /// The processors an image is built for; `docker buildx imagetools inspect IMAGE` prints them (ACC-22).
    pub enum ImageArch {
        /// Intel and AMD, as most images.
        Amd64,
        /// AWS Graviton and NVIDIA Grace.
        Arm64,
        /// Both: its tag is an index of two images.
        MultiArch,
    }
    refuses {
        "x86_64" by "ACC-22": "images name processors as Kubernetes does", "write `image_arch: Amd64`";
        "aarch64" by "ACC-22": "images name processors as Kubernetes does", "write `image_arch: Arm64`";
    }
}

impl ImageArch {
    /// Whether the image starts on such processors.
    pub fn runs_on(&self, arch: crate::catalog::Arch) -> bool {
        match self {
            Self::Amd64 => arch == crate::catalog::Arch::X86_64,
            Self::Arm64 => arch == crate::catalog::Arch::Arm64,
            Self::MultiArch => true,
        }
    }
}
