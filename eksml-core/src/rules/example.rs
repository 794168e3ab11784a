//! The examples of a rule, as words of `platform!` or of eksctl, and the sound platform or ClusterConfig around them.

use std::fmt::Write as _;

/// An example for a rule.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// The whole body of `platform!`.
    Platform(&'static str),
    /// Entries of the cluster `shared` of an otherwise sound platform; they replace that cluster's own entries of the same key.
    Cluster(&'static str),
    /// Entries beside the cluster `shared` of a sound platform.
    Beside(&'static str),
    /// Top-level keys of an eksctl ClusterConfig, in YAML; they replace the keys of an otherwise sound one.
    Config(&'static str),
    /// Objects of Kubernetes that are applied together, in YAML.
    Objects(&'static str),
}

/// The lines of a cluster with a sound GPU group `gpu`, namespace and identity, and the training job `pretrain` of the given entries.
macro_rules! job {
    ($($line:literal),* ; $job:literal) => {
        $crate::rules::Example::Cluster(concat!(
            $($line, "\n",)*
            "namespace ml_training { serves: Training }\n",
            "identity trainer { namespace: ml_training }\n",
            "training pretrain { namespace: ml_training, identity: trainer, image: \"registry.example.com/ml/train:1.4@sha256:",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\n",
            "    ", $job, " }",
        ))
    };
}

/// The same with the inference service `vllm`.
macro_rules! service {
    ($($line:literal),* ; $service:literal) => {
        $crate::rules::Example::Cluster(concat!(
            $($line, "\n",)*
            "namespace serving { serves: Inference }\n",
            "identity server { namespace: serving }\n",
            "inference vllm { namespace: serving, identity: server, image: \"registry.example.com/ml/vllm:0.9@sha256:",
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\",\n",
            "    port: 8000, health: \"/health\", ", $service, " }",
        ))
    };
}

pub(super) use {job, service};

/// The entries of a cluster that breaks no rule, each under the key it begins with.
const CLUSTER: &[(&str, &str)] = &[
    ("version", "version: V1_35,"),
    ("vpc", "vpc { cidr: \"10.0.0.0/16\", zones: 3 }"),
    ("access", "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }"),
    ("secrets_key", "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\","),
    ("scaler", "scaler: ClusterAutoscaler,"),
    ("node_group system", "node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }"),
];

const PLATFORM: &[(&str, &str)] =
    &[("name", "name: \"acme-ml\","), ("region", "region: \"us-west-2\","), ("account", "account: \"111122223333\",")];

/// The top-level keys of a ClusterConfig that breaks no rule.
const CONFIG: &[(&str, &str)] = &[
    ("apiVersion", "apiVersion: eksctl.io/v1alpha5"),
    ("kind", "kind: ClusterConfig"),
    ("metadata", "metadata: {name: shared, region: us-west-2, version: \"1.35\"}"),
    ("accessConfig", "accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: true}"),
    (
        "vpc",
        "vpc: {cidr: 10.0.0.0/16, nat: {gateway: HighlyAvailable}, clusterEndpoints: {privateAccess: true, publicAccess: false}}",
    ),
    ("availabilityZones", "availabilityZones: [us-west-2a, us-west-2b, us-west-2c]"),
    (
        "managedNodeGroups",
        "managedNodeGroups: [{name: system, instanceTypes: [m7i.xlarge], privateNetworking: true, minSize: 3, maxSize: 6, volumeEncrypted: true, disablePodIMDS: true}]",
    ),
];

impl Example {
    /// Whether its words are eksctl's.
    pub fn is_config(&self) -> bool {
        matches!(self, Self::Config(_))
    }

    /// Whether its words are those of `platform!`.
    pub fn is_words(&self) -> bool {
        matches!(self, Self::Platform(_) | Self::Cluster(_) | Self::Beside(_))
    }

    /// The example's own words.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Platform(words) | Self::Cluster(words) | Self::Beside(words) | Self::Config(words) | Self::Objects(words) => {
                words
            }
        }
    }

    /// The whole body of a `platform!`, or the whole ClusterConfig, that contains the example.
    pub fn body(&self) -> String {
        match self {
            Self::Platform(words) | Self::Objects(words) => (*words).to_owned(),
            Self::Cluster(words) => format!("{}cluster shared {{\n{}{}\n}}\n", own(PLATFORM, ""), own(CLUSTER, words), words),
            Self::Config(words) => format!("{}{words}\n", own(CONFIG, words)),
            Self::Beside(words) => format!("{}{words}\ncluster shared {{\n{}}}\n", own(PLATFORM, words), own(CLUSTER, "")),
        }
    }
}

/// The `entries` whose keys `words` does not begin a line with.
fn own(entries: &[(&str, &str)], words: &str) -> String {
    let mut text = String::new();
    for (key, entry) in entries {
        let replaced = words
            .lines()
            .any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with([' ', ':', '{', ',']) || rest.is_empty()));
        if !replaced {
            let _ = writeln!(text, "{entry}");
        }
    }
    text
}
