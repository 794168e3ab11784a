//! What a workload's builder tells of its container: its processors, variables, Secrets, files.

/// Gives a workload's builder `image_arch`, `env`, `secret_env`, `secret_files` and `config`.
macro_rules! told {
    ($Builder:ident) => {
        $crate::builder::told::told!([H, R] $Builder<H, R>);
    };
    ([$($G:ident),*] $Builder:ty) => {
        impl<$($G),*> $Builder {
            /// The processors its image is built for; Intel and AMD where none are said (ACC-22).
            pub fn image_arch(self, arch: $crate::spec::ImageArch) -> Self {
                self.with(|workload| workload.image_arch = arch)
            }

            /// An environment variable; one that eksml sets itself gives way (SEC-15).
            pub fn env(self, name: $crate::units::VariableName, value: impl Into<String>) -> Self {
                let value = value.into();
                self.with(|workload| drop(workload.env.insert(name, value)))
            }

            /// An environment variable whose value is a key of a Secret of yours in its namespace (SEC-15).
            pub fn secret_env(
                self,
                variable: $crate::units::VariableName,
                secret: $crate::units::Name,
                key: $crate::units::DataKey,
            ) -> Self {
                self.with(|workload| {
                    drop($crate::builder::told::of_name(&mut workload.secrets, secret).env.insert(variable, key));
                })
            }

            /// A directory in which every key of a Secret of yours in its namespace is a file (STO-22).
            pub fn secret_files(self, secret: $crate::units::Name, at: &str) -> Self {
                self.with(|workload| {
                    $crate::builder::told::of_name(&mut workload.secrets, secret).at = Some(at.to_owned());
                })
            }

            /// Files of the platform's own in a directory: names and what is in them (STO-22, STO-28).
            pub fn config<T: Into<String>>(
                self,
                name: $crate::units::Name,
                at: &str,
                files: impl IntoIterator<Item = ($crate::units::DataKey, T)>,
            ) -> Self {
                let files = files.into_iter().map(|(name, text)| (name, text.into())).collect();
                let config = $crate::spec::ConfigFiles { name, at: at.to_owned(), files };
                self.with(|workload| workload.configs.push(config))
            }
        }
    };
}

pub(super) use told;

use crate::spec::SecretUse;
use crate::units::Name;

/// The Secret of this name among those a workload uses, as a new one if there is none.
pub(super) fn of_name(secrets: &mut Vec<SecretUse>, name: Name) -> &mut SecretUse {
    let index = secrets.iter().position(|secret| secret.name == name).unwrap_or_else(|| {
        secrets.push(SecretUse { name, ..SecretUse::default() });
        secrets.len() - 1
    });
    &mut secrets[index]
}
