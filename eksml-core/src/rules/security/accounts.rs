//! Whose account things belong to, and who gets into nodes.

use crate::findings::{Fix, Severity};
use crate::rules::storage::created_efs;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::spec::{At, Backend, Cluster, Mechanism, NodeGroup, Platform};
use crate::units::KeyArn;

pub(super) const SEC_09: Rule = Rule {
    id: "SEC-09",
    name: "foreign-account",
    title: "roles and keys are of the platform's own account",
    severity: Severity::Error,
    why: "a role of another account cannot be associated with a Pod, and a placeholder account or a key of the wrong account is found \
          out only when volumes and Pods fail to start",
    source: "EKS API, CreatePodIdentityAssociation; IAM user guide, ARNs",
    check: Check::Platform(accounts_agree),
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         identity trainer { namespace: ml, via: ExistingRole(\"arn:aws:iam::444455556666:role/MLTrainingRole\") }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         identity trainer { namespace: ml, via: ExistingRole(\"arn:aws:iam::111122223333:role/MLTrainingRole\") }",
    ),
};

fn accounts_agree(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let Some(account) = platform.account().get() else { return };
    findings.each(platform.clusters().iter(), |cluster, findings| {
        findings.each(cluster.identities().iter(), |identity, findings| {
            let role = identity.via().variant(|via| if let Mechanism::ExistingRole(role) = via { Some(role) } else { None });
            if let Some(role) = role
                && role.account() != &*account
            {
                findings.report(
                    &role,
                    format!(
                        "identity `{}` takes a role of account `{}`, but the platform is in `{}`",
                        *identity.name(),
                        role.account(),
                        *account
                    ),
                    format!(
                        "write a role of the platform's account, \"arn:{}:iam::{}:role/{}\", that may assume the other one",
                        role.partition(),
                        *account,
                        role.role_name()
                    ),
                );
            }
        });
    });
    findings.each(keys(platform), |(whose, key), findings| {
        if key.account() != &*account {
            findings.report(
                &key,
                format!("the key of {whose} is of account `{}`, but the platform is in `{}`", key.account(), *account),
                "write a key of the platform's account, or `waive(SEC-09, \"that account shares it\", until: \"YYYY-MM-DD\")`",
            );
        }
    });
}

/// Every KMS key of the platform, with what it encrypts.
fn keys<'a>(platform: &At<'a, Platform>) -> Vec<(String, At<'a, KeyArn>)> {
    let buckets = platform.buckets().iter().filter_map(|bucket| Some((bucket.name(), bucket.key().get()?)));
    let mut all: Vec<_> = buckets.map(|(name, key)| (format!("bucket `{}`", *name), key)).collect();
    for cluster in platform.clusters().iter() {
        all.extend(keys_of_cluster(&cluster));
    }
    all
}

fn keys_of_cluster<'a>(cluster: &At<'a, Cluster>) -> Vec<(String, At<'a, KeyArn>)> {
    let mut all: Vec<_> =
        cluster.secrets_key().get().into_iter().map(|key| (format!("cluster `{}`", *cluster.name()), key)).collect();
    for group in cluster.node_groups().iter() {
        all.extend(group.volume().key().get().map(|key| (format!("node group `{}`", *group.name()), key)));
    }
    for class in cluster.storage().iter() {
        let gp3 = class.backend().variant(|backend| if let Backend::EbsGp3(gp3) = backend { Some(gp3) } else { None });
        let efs = created_efs(&class).and_then(|efs| efs.key().get());
        all.extend(gp3.and_then(|gp3| gp3.key().get()).or(efs).map(|key| (format!("storage `{}`", *class.name()), key)));
    }
    all
}

pub(super) const SEC_18: Rule = Rule {
    id: "SEC-18",
    name: "ssh-key-on-nodes",
    title: "nodes take no SSH keys",
    severity: Severity::Error,
    why: "a key that opens a node opens every Pod and credential on it, belongs to nobody, and leaves no trace of who used it",
    source: "EKS best practices, Infrastructure security; AWS Systems Manager, Session Manager",
    check: Check::NodeGroup(ssh_is_closed),
    bad: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4, ssh { allow: true } }"),
    good: Example::Cluster("node_group cpu { instances: [\"m7i.large\"], scale: 0..=4 }"),
};

fn ssh_is_closed(_: &Scope<'_>, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    let Some(ssh) = group.eksctl().ssh().get() else { return };
    // A key opens the door by itself (eksctl `pkg/apis/eksctl.io/v1alpha5/defaults.go`, `setSSHDefaults`).
    let keys = [ssh.public_key(), ssh.public_key_path(), ssh.public_key_name()];
    let has_key = keys.iter().any(|key| key.get().is_some());
    if ssh.allow().get().map_or(has_key, |allow| *allow) {
        findings.report(
            &ssh,
            format!("node group `{}` takes SSH connections", *group.name()),
            Fix::new(
                "remove the key, and open a session with `aws ssm start-session --target INSTANCE`; or say why not: `waive(SEC-18, \"…\", until: \"YYYY-MM-DD\")`",
                "remove the key, and open a session with `aws ssm start-session --target INSTANCE`",
            ),
        );
    }
}
