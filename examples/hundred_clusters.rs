//! A hundred clusters from a loop: a base that all of them inherit, addresses cut from one block, and every override in the READMEs.

use eksml::catalog::Region;
use eksml::patterns::{Base, Ground, Site, Team, parts};
use eksml::prelude::*;
use eksml::spec::{Bucket, Cluster, Environment, Nat, Receiver};
use eksml::{account, cidr, key_arn, name, region, role_arn, s3_bucket};

/// The teams; each has a cluster in every stage and region.
const TEAMS: [&str; 10] = ["ads", "chat", "fraud", "maps", "ranking", "search", "speech", "support", "translate", "vision"];
/// A stage of the way to production.
const STAGES: [(&str, Environment); 2] = [("prod", Environment::Production), ("dev", Environment::Development)];

/// Where clusters lie: the word for it in their names, the region, and its key for Secrets.
fn places() -> [(&'static str, Region, KeyArn); 5] {
    [
        ("usw2", region!("us-west-2"), key_arn!("arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6")),
        ("use2", region!("us-east-2"), key_arn!("arn:aws:kms:us-east-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6")),
        ("euw1", region!("eu-west-1"), key_arn!("arn:aws:kms:eu-west-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6")),
        (
            "euc1",
            region!("eu-central-1"),
            key_arn!("arn:aws:kms:eu-central-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6"),
        ),
        (
            "apn1",
            region!("ap-northeast-1"),
            key_arn!("arn:aws:kms:ap-northeast-1:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6"),
        ),
    ]
}

/// Ten teams, five regions, two stages.
pub fn platform() -> Platform {
    let ground = Ground::new(
        name!("acme-fleet"),
        region!("us-west-2"),
        account!("111122223333"),
        role_arn!("arn:aws:iam::111122223333:role/platform-admin"),
        key_arn!("arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6"),
    )
    // The address of the webhook is in a Secret of this name, in the namespace of Prometheus.
    .alerting(Receiver::Webhook(name!("alert-webhook")));
    let base = Base::new(name!("standard"), standard(&ground));
    let mut platform = ground.platform();
    platform.buckets = vec![
        Bucket { name: name!("models"), s3: s3_bucket!("acme-fleet-models"), ..Bucket::default() },
        Bucket { name: name!("experiments"), s3: s3_bucket!("acme-fleet-experiments"), ..Bucket::default() },
    ];
    // One block for all, so that no two clusters ever get the same addresses (NET-14).
    let mut addresses = cidr!("10.0.0.0/8").subnets(16);
    for team in TEAMS {
        for (place, region, key) in places() {
            for (stage, environment) in STAGES {
                let (Ok(name), Some(vpc)) = (format!("{team}-{stage}-{place}").parse(), addresses.next()) else { continue };
                let site = Site::new(name, vpc).in_region(region, key.clone());
                platform.clusters.push(base.inherit(&site, |cluster| own(cluster, team, &environment)));
            }
        }
    }
    platform
}

/// What every cluster has: system and serving nodes, a namespace for services, and an identity that reads models.
fn standard(ground: &Ground) -> Cluster {
    let site = Site::new(name!("standard"), cidr!("10.0.0.0/16"));
    let serving = name!("serving");
    let mut cluster = ground.cluster(&site, Environment::Production);
    cluster.node_groups.push(parts::inference_nodes());
    cluster.identities = vec![parts::identity(name!("server"), &serving, &[&name!("models")], &[])];
    cluster.namespaces = vec![parts::inference_namespace(serving)];
    cluster
}

/// What one cluster has otherwise: its team, and in development Spot nodes and buckets of development alone (FL-01).
fn own(cluster: &mut Cluster, team: &str, environment: &Environment) {
    let role = |stage: &str| format!("arn:aws:iam::111122223333:role/{team}-{stage}").parse();
    if *environment == Environment::Development {
        let notebooks = name!("notebooks");
        cluster.environment = Environment::Development;
        cluster.vpc.nat = Nat::Single;
        cluster.node_groups.pop();
        cluster.node_groups.push(parts::development_nodes());
        cluster.identities = vec![parts::identity(name!("notebook"), &notebooks, &[], &[&name!("experiments")])];
        cluster.namespaces = vec![parts::development_namespace(notebooks)];
    }
    let namespaces: Vec<Name> = cluster.namespaces.iter().map(|namespace| namespace.name.clone()).collect();
    let stage = if *environment == Environment::Development { "dev" } else { "prod" };
    if let (Ok(name), Ok(role)) = (team.parse(), role(stage)) {
        cluster.access.teams = vec![Team::new(name, role).edits(namespaces)];
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
