//! What a workload's container is told: variables, Secrets, and files of the platform's own.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use k8s_openapi::api::core::v1::{ConfigMap, EnvVar, EnvVarSource, SecretKeySelector, Volume, VolumeMount};

use super::FILE;
use super::pod::Work;
use crate::render::kubernetes::fingerprint;
use crate::render::kubernetes::pods::{config_map, env, mount_read_only, secret};
use crate::render::{ClusterFiles, ClusterView, Remark, RenderError};
use crate::spec::{ConfigFiles, SecretUse};
use crate::units::{DataKey, VariableName};

/// The words of a workload about it.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    /// Variables.
    pub(super) env: &'a IndexMap<VariableName, String>,
    /// Secrets.
    pub(super) secrets: &'a [SecretUse],
    /// Files.
    pub(super) configs: &'a [ConfigFiles],
}

impl Told<'_> {
    /// The environment: what eksml sets, unless the workload says the same variable, and what the workload says. Its own come last,
    /// so that they may refer to the others as `$(NAME)`.
    pub(super) fn variables(&self, ours: impl Iterator<Item = EnvVar>) -> Vec<EnvVar> {
        let mut own: Vec<EnvVar> = Vec::new();
        for of in self.secrets {
            own.extend(of.env.iter().map(|(name, key)| {
                let key = SecretKeySelector { name: of.name.to_string(), key: key.to_string(), optional: None };
                let value_from = EnvVarSource { secret_key_ref: Some(key), ..EnvVarSource::default() };
                EnvVar { name: name.to_string(), value_from: Some(value_from), ..EnvVar::default() }
            }));
        }
        own.extend(self.env.iter().map(|(name, value)| env(name.as_str(), value.as_str())));
        let mut all: Vec<EnvVar> = Vec::new();
        for variable in ours.filter(|ours| own.iter().all(|own| own.name != ours.name)) {
            // What is more particular comes later and stands.
            all.retain(|earlier| earlier.name != variable.name);
            all.push(variable);
        }
        all.extend(own);
        all
    }

    /// Its Secrets and files as volumes, and where they are.
    pub(super) fn volumes(&self, work: &Work<'_>) -> Vec<(Volume, VolumeMount)> {
        let secrets = self.secrets.iter().filter_map(|of| {
            let volume = format!("secret-{}", of.name);
            Some((secret(&volume, of.name.as_str()), mount_read_only(&volume, of.at.as_ref()?)))
        });
        let configs = self.configs.iter().map(|of| {
            let volume = format!("config-{}", of.name);
            (config_map(&volume, &object_name(work, of)), mount_read_only(&volume, &of.at))
        });
        secrets.chain(configs).collect()
    }

    /// Adds the ConfigMaps.
    pub(super) fn render(&self, work: &Work<'_>, files: &mut ClusterFiles) -> Result<(), RenderError> {
        for of in self.configs {
            let data = of.files.iter().map(|(name, text)| (name.to_string(), text.clone())).collect();
            let metadata = work.owned(&object_name(work, of));
            files.add(FILE, &ConfigMap { metadata, data: Some(data), ..ConfigMap::default() })?;
        }
        Ok(())
    }

    /// The annotation by which new content starts the Pods anew.
    pub(super) fn mark(&self, further: Option<&str>) -> Option<BTreeMap<String, String>> {
        let own = self.configs.iter().flat_map(|of| of.files.values().map(String::as_str));
        let texts: Vec<&str> = own.chain(further).collect();
        (!texts.is_empty()).then(|| fingerprint::annotation(&texts))
    }
}

/// The Secrets that must be there: a Pod waits for one that is not.
pub(super) fn remarks(view: &ClusterView<'_>) -> Vec<Remark> {
    let cluster = view.cluster;
    let all = (cluster.training.iter().map(|it| (&it.namespace, &it.secrets)))
        .chain(cluster.inference.iter().map(|it| (&it.namespace, &it.secrets)))
        .chain(cluster.processing.iter().map(|it| (&it.namespace, &it.secrets)))
        .chain(cluster.notebooks.iter().map(|it| (&it.namespace, &it.secrets)));
    let mut needed: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for (namespace, secrets) in all {
        for secret in secrets {
            let keys = needed.entry((namespace.as_str(), secret.name.as_str())).or_default();
            keys.extend(secret.env.values().map(DataKey::as_str));
        }
    }
    let shown = |((namespace, name), keys): ((&str, &str), BTreeSet<&str>)| {
        let keys: Vec<String> = keys.iter().map(|key| format!("--from-file={key}=FILE")).collect();
        let keys = if keys.is_empty() { "--from-file=KEY=FILE".to_owned() } else { keys.join(" ") };
        Remark::After(format!(
            "the Secret `{name}` is yours, and its Pods wait for it: `kubectl -n {namespace} create secret generic {name} {keys}`"
        ))
    };
    needed.into_iter().map(shown).collect()
}

fn object_name(work: &Work<'_>, of: &ConfigFiles) -> String {
    format!("{}-{}-{}", work.name, work.component, of.name)
}
