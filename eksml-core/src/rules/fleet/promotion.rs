//! The way of a model: training writes it, inference reads it, and nobody in between changes it.

use std::collections::BTreeMap;

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule, Workload};
use crate::spec::{At, Platform, Store};
use crate::units::Name;

/// A platform that trains in one cluster and serves in another, of which the server's identity has this entry.
macro_rules! promoted {
    ($entry:literal) => {
        Example::Beside(concat!(
            "bucket models { s3: \"acme-ml-models\" }\nbucket answers { s3: \"acme-ml-answers\" }\n",
            "cluster training { version: V1_35, vpc { cidr: \"10.1.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 0..=4 }\n",
            "namespace ml_training { serves: Training, https_to: [Internet(\"S3\")] }\n",
            "identity trainer { namespace: ml_training, write: bucket models }\n",
            "training pretrain { namespace: ml_training, on: cpu, cpu: 8, memory: \"16Gi\", identity: trainer,\n",
            "image: \"registry.example.com/ml/train:1.4@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" } }\n",
            "cluster serving { version: V1_35, vpc { cidr: \"10.2.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n",
            "secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n",
            "scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n",
            "node_group cpu { instances: [\"m7i.4xlarge\"], scale: 3..=6, zone_failure: Survived }\n",
            "namespace serving { serves: Inference, https_to: [Internet(\"S3\")] }\n",
            "identity server { namespace: serving, ",
            $entry,
            " }\n",
            "inference chat { namespace: serving, on: cpu, replicas: 3, cpu: 4, memory: \"8Gi\", port: 8000, health: \"/health\", identity: server,\n",
            "image: \"registry.example.com/ml/vllm:0.9@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\" } }",
        ))
    };
}

pub(super) const FL_05: Rule = Rule {
    id: "FL-05",
    name: "server-may-change-model",
    title: "what serves a model cannot change it",
    severity: Severity::Error,
    why: "a model is promoted one way: training writes it, inference reads it. A server that may write there can replace the model of \
          every replica and every other cluster, and faces the internet",
    source: "AWS Well-Architected Machine Learning Lens, protect against model tampering",
    check: Check::Platform(servers_only_read_models),
    bad: promoted!("write: [bucket models, bucket answers]"),
    good: promoted!("read: bucket models, write: bucket answers"),
};

fn servers_only_read_models(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let mut trained: BTreeMap<&Name, String> = BTreeMap::new();
    for cluster in platform.clusters().iter() {
        for training in cluster.training().iter() {
            let (Some(job), Some(home)) = (training.name().known(), cluster.name().known()) else { continue };
            let identity = Workload::Training(training).identity_in(&cluster);
            for store in identity.iter().flat_map(|identity| identity.write().iter().collect::<Vec<_>>()) {
                if let Some(Store::Bucket(bucket)) = store.known() {
                    trained.entry(bucket).or_insert_with(|| format!("training job `{job}` of cluster `{home}`"));
                }
            }
        }
    }
    findings.each(platform.clusters().iter(), |cluster, findings| {
        findings.each(cluster.inference().iter(), |inference, findings| {
            let service = inference.name();
            let Some(identity) = Workload::Inference(inference).identity_in(&cluster) else { return };
            findings.each(identity.write().iter(), |store, findings| {
                let Store::Bucket(bucket) = store.whole();
                if let Some(writer) = trained.get(bucket) {
                    findings.report(
                        &store,
                        format!(
                            "identity `{}` of inference service `{}` in cluster `{}` may write bucket `{bucket}`, where {writer} puts its models",
                            *identity.name(),
                            *service,
                            *cluster.name()
                        ),
                        format!("write `read: bucket {}`, and another bucket for what it writes", bucket.word()),
                    );
                }
            });
        });
    });
}
