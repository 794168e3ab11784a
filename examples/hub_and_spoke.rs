//! A hub of shared services and a spoke for each of three teams: pattern 3 of the architecture decisions, as ordinary code.
//!
//! `patterns::hub_and_spoke` gives clusters that break no rule; a queue for the GPUs that spokes leave idle, Argo CD in the hub, what the
//! teams run, and what one team has otherwise, is added here.

use eksml::patterns::{Ground, Site, Team, hub_and_spoke, share_idle_nodes};
use eksml::prelude::*;
use eksml::spec::{
    ArgoCd, ArgoCdCapability, Checkpoint, Cluster, GitOps, Inference, NodeGroup, Placement, Receiver, Scale, Store, Training,
};
use eksml::{account, cidr, duration, image, key_arn, name, quantity, region, role_arn};

/// The hub and its spokes.
pub fn platform() -> Platform {
    let ground = Ground::new(
        name!("acme-ml"),
        region!("us-west-2"),
        account!("111122223333"),
        role_arn!("arn:aws:iam::111122223333:role/platform-admin"),
        key_arn!("arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6"),
    )
    // The address of the webhook is in a Secret of this name, in the namespace of Prometheus.
    .alerting(Receiver::Webhook(name!("alert-webhook")));
    let spokes = [
        (
            Team::new(name!("vision"), role_arn!("arn:aws:iam::111122223333:role/ml-vision")),
            Site::new(name!("vision"), cidr!("10.65.0.0/16")),
        ),
        (
            Team::new(name!("language"), role_arn!("arn:aws:iam::111122223333:role/ml-language")),
            Site::new(name!("language"), cidr!("10.66.0.0/16")),
        ),
        (
            Team::new(name!("search"), role_arn!("arn:aws:iam::111122223333:role/ml-search")),
            Site::new(name!("search"), cidr!("10.67.0.0/16")),
        ),
    ];
    let mut platform = hub_and_spoke(&ground, &Site::new(name!("hub"), cidr!("10.64.0.0/16")), spokes);
    platform.people = Some(120);
    // Jobs that any team puts into this queue of the hub run where GPUs are idle; each team's own jobs come first in its spoke.
    share_idle_nodes(&mut platform, &name!("batch"));
    // Argo CD runs in the hub and comes into every spoke by an access entry, with the right to write what the set has there.
    platform.gitops = Some(GitOps::ArgoCd(ArgoCd {
        repo: "https://github.com/acme/ml-platform".to_owned(),
        role: Some(role_arn!("arn:aws:iam::111122223333:role/acme-ml-argocd")),
        capability: Some(ArgoCdCapability {
            identity_center: "arn:aws:sso:::instance/ssoins-7223abcd12345678".to_owned(),
            admins: vec!["b8e1f3a0-40d1-70a2-91f3-2c5d6e7f8a90".to_owned()],
            viewers: vec!["c9f204b1-51e2-81b3-a2f4-3d6e7f809ba1".to_owned()],
            ..ArgoCdCapability::default()
        }),
        ..ArgoCd::default()
    }));
    for cluster in &mut platform.clusters {
        match cluster.name.as_str() {
            "vision" => {
                // What the team brings from a repository of its own goes into its namespaces and nowhere else.
                for team in &mut cluster.access.teams {
                    team.repos = vec!["https://github.com/acme/vision-services".to_owned()];
                    team.sign_in_groups = vec!["d0a315c2-62f3-92c4-b305-4e7f80910cb2".to_owned()];
                }
                cluster.inference.push(detector());
            }
            "language" => {
                node_group(cluster, "training-gpu", |group| group.scale = Scale { min: 0, max: 24 });
                cluster.training.push(pretrain());
            }
            _ => {}
        }
    }
    platform
}

/// What one team has otherwise, by the name of the group.
fn node_group(cluster: &mut Cluster, name: &str, otherwise: impl FnOnce(&mut NodeGroup)) {
    if let Some(group) = cluster.node_groups.iter_mut().find(|group| group.name.as_str() == name) {
        otherwise(group);
    }
}

fn pretrain() -> Training {
    Training {
        name: name!("pretrain"),
        namespace: name!("ml-training"),
        placement: Placement::On(name!("training-gpu")),
        nodes: Some(4),
        gpus: Some(4),
        cpu: quantity!("40"),
        memory: quantity!("320Gi"),
        image: image!(
            "111122223333.dkr.ecr.us-west-2.amazonaws.com/pretrain@sha256:4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
        ),
        identity: Some(name!("trainer")),
        checkpoint: Some(Checkpoint { every: duration!("15m"), to: Store::Bucket(name!("language-models")) }),
        ..Training::default()
    }
}

fn detector() -> Inference {
    Inference {
        name: name!("detector"),
        namespace: name!("ml-inference"),
        placement: Placement::On(name!("inference-gpu")),
        replicas: 3,
        gpus: Some(1),
        cpu: quantity!("6"),
        memory: quantity!("24Gi"),
        image: image!(
            "111122223333.dkr.ecr.us-west-2.amazonaws.com/detector@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        ),
        port: 8000,
        health: "/health".to_owned(),
        identity: Some(name!("server")),
        ..Inference::default()
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
