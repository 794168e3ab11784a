//! What FedRAMP asks of a cluster: validated cryptography on its nodes, keys of its own, and no API server on the internet.

use crate::catalog::AmiFamily;
use crate::findings::{Edit, Fix, Severity};
use crate::rules::node_group::pool::pool;
use crate::rules::{Check, Example, Findings, Rule, Scope};
use crate::source::Node;
use crate::spec::{At, Backend, EfsSource, Endpoint, Lustre, NodeGroup, Scaler, Storage};
use crate::units::KeyArn;

const PREFIX: &str = "fedramp";

pub(super) const SEC_19: Rule = Rule {
    id: "SEC-19",
    name: "fedramp-not-met",
    title: "a cluster under FedRAMP has FIPS nodes, keys of its own and a private API server",
    severity: Severity::Error,
    why: "FedRAMP asks for FIPS-validated cryptography and for control over keys and boundary (NIST SP 800-53 SC-12, SC-13, SC-7): what an \
          assessor finds later is a cluster to be built again",
    source: "eksctl amiFamily BottlerocketFips; NIST SP 800-53 Rev. 5, SC-7, SC-12, SC-13; EKS user guide, Auto Mode advanced security",
    check: Check::Cluster(fedramp_is_met),
    bad: Example::Cluster("namespace agency { serves: Inference, compliance: fedramp_moderate }"),
    good: Example::Cluster(
        "namespace agency { serves: Inference, compliance: fedramp_moderate }\n\
         node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System, ami: BottlerocketFips,\n\
             volume { key: \"arn:aws:kms:us-west-2:111122223333:key/22222222-2222-3333-4444-555555555555\" } }",
    ),
};

fn fedramp_is_met(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    let namespaces = scope.cluster.namespaces();
    let under = namespaces.iter().find_map(|namespace| {
        let regime = namespace.compliance().get().filter(|regime| regime.as_str().starts_with(PREFIX))?;
        Some(format!("namespace `{}` is under `{}`", *namespace.name(), *regime))
    });
    let Some(under) = under else { return };
    let (cluster, endpoint) = (scope.cluster.name(), scope.cluster.endpoint());
    findings.scope(|findings| {
        if endpoint.is(|endpoint| *endpoint != Endpoint::Private) {
            let problem = format!("{under}, and the API server of `{}` is on the internet", *cluster);
            findings.report(&endpoint, problem, Fix::decision([Edit::set(&endpoint, Node::word("Private"))]));
        }
    });
    findings.scope(|findings| {
        if scope.cluster.secrets_key().get().is_none() && !*scope.cluster.own_secrets_key() {
            let problem = format!("{under}, and Secrets of `{}` are encrypted with a key of AWS's own", *cluster);
            findings.report(&cluster, problem, "add `own_secrets_key: true`, or `secrets_key: \"arn:aws:kms:…\"`");
        }
    });
    let scaler = scope.cluster.scaler();
    if scaler.is(|scaler| matches!(scaler, Scaler::AutoMode(_))) {
        findings.report(
            &scaler,
            format!("{under}, and the built-in pools of EKS Auto Mode boot images without FIPS, whatever other pools boot"),
            "write `scaler: ClusterAutoscaler`, and `ami: BottlerocketFips` in managed node groups",
        );
    } else {
        findings.each(scope.cluster.node_groups().iter(), |group, findings| {
            nodes_are_validated(&under, &group, findings);
        });
    }
    findings.each(scope.cluster.storage().iter(), |class, findings| {
        if let Some((kind, key)) = missing_key(&class) {
            let problem = format!("{under}, and {kind} of class `{}` are encrypted with a key of AWS's own", *class.name());
            findings.report(&class.name(), problem, key);
        }
    });
}

fn nodes_are_validated(under: &str, group: &At<'_, NodeGroup>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let (name, ami) = (group.name(), group.ami());
        findings.scope(|findings| {
            if *ami != AmiFamily::BottlerocketFips {
                let fix = match pool(group) {
                    Some(_) => {
                        "write `ami: BottlerocketFips`, and leave `management` out: Karpenter has no alias for these images"
                    }
                    None => "write `ami: BottlerocketFips`",
                };
                let problem =
                    format!("{under}, and nodes of `{}` boot {}, whose cryptography is not FIPS-validated", *name, ami.as_str());
                findings.report(&ami, problem, fix);
            }
        });
        let volume = group.volume();
        if volume.key().get().is_none() {
            let problem = format!("{under}, and the volumes of `{}` are encrypted with a key of AWS's own", *name);
            findings.report(&volume, problem, "add `volume { key: \"arn:aws:kms:…\" }` with a key of yours");
        }
    });
}

/// What a class without a key of its own makes, and how it gets one.
fn missing_key(class: &At<'_, Storage>) -> Option<(&'static str, &'static str)> {
    const ADD: &str = "add `key: \"arn:aws:kms:…\"` with a key of yours";
    let backend = class.backend();
    let without = |key: At<'_, Option<KeyArn>>| key.get().is_none();
    if let Some(gp3) = backend.variant(|backend| if let Backend::EbsGp3(gp3) = backend { Some(gp3) } else { None }) {
        return without(gp3.key()).then_some(("volumes", ADD));
    }
    if let Some(efs) = backend.variant(|backend| if let Backend::Efs(efs) = backend { Some(efs) } else { None }) {
        let source = efs.source();
        let created = source.variant(|source| if let EfsSource::Create(created) = source { Some(created) } else { None });
        return created.is_some_and(|created| without(created.key())).then_some(("files", ADD));
    }
    let lustre = backend.variant(|backend| if let Backend::FsxLustre(lustre) = backend { Some(lustre) } else { None })?;
    match lustre.variant(|lustre| if let Lustre::Persistent2(of) = lustre { Some(of) } else { None }) {
        Some(of) => without(of.key()).then_some(("file systems", ADD)),
        None => Some(("file systems", "choose `Persistent2`, which takes a `key` of yours")),
    }
}
