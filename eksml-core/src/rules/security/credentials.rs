//! How Pods get AWS credentials, and which.

use crate::findings::Severity;
use crate::rules::word::{listed, word};
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Identity, Mechanism, Oidc};
use crate::units::Name;
use crate::units::spelling::closest;

pub(super) const SEC_05: Rule = Rule {
    id: "SEC-05",
    name: "credentials-closed-or-twice",
    title: "an identity gets its credentials one way, and that way is open",
    severity: Severity::Error,
    why: "of two ways the SDK picks one silently; and IRSA without an OIDC provider leaves every AWS call with AccessDenied",
    source: "EKS best practices, Identity and access management; EKS user guide, IAM roles for service accounts",
    check: Check::Identity(the_way_is_open),
    bad: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\",\n\
         bucket data { s3: \"acme-ml-data\" }\n\
         cluster shared {\n\
             version: V1_35, vpc { cidr: \"10.0.0.0/16\", zones: 3 }\n\
             access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
             secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
             addons { oidc: Off }\n\
             scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
             namespace ml { serves: Training }\n\
             identity trainer { namespace: ml, read: bucket data, via: Irsa }\n\
         }",
    ),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\",\n\
         bucket data { s3: \"acme-ml-data\" }\n\
         cluster shared {\n\
             version: V1_35, vpc { cidr: \"10.0.0.0/16\", zones: 3 }\n\
             access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
             secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
             addons { oidc: Off }\n\
             scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
             namespace ml { serves: Training }\n\
             identity trainer { namespace: ml, read: bucket data, via: PodIdentity }\n\
         }",
    ),
};

fn the_way_is_open(scope: &Scope<'_>, identity: &At<'_, Identity>, findings: &mut Findings<'_>) {
    let via = identity.via();
    if via.is(|via| *via == Mechanism::Irsa) && *scope.cluster.addons().oidc() == Oidc::Off {
        findings.report(
            &via,
            format!(
                "identity `{}` gets its credentials by IRSA, but cluster `{}` has its OIDC provider off",
                *identity.name(),
                *scope.cluster.name()
            ),
            "write `via: PodIdentity`, or remove `oidc: Off` from `addons`",
        );
    }
}

pub(super) const SEC_06: Rule = Rule {
    id: "SEC-06",
    name: "irsa-trust-too-wide",
    title: "an IRSA role trusts exactly one service account",
    severity: Severity::Error,
    why: "a trust policy with a wildcard subject, or without the audience, lets any service account of the cluster assume the role",
    source: "EKS best practices, Identity and access management",
    check: Check::Form,
    bad: Example::Cluster(
        "namespace ml { serves: Training }\nidentity trainer { namespace: ml, via: Irsa, subject: \"system:serviceaccount:ml:*\" }",
    ),
    good: Example::Cluster("namespace ml { serves: Training }\nidentity trainer { namespace: ml, via: Irsa }"),
};

pub(super) const SEC_07: Rule = Rule {
    id: "SEC-07",
    name: "pod-identity-trust-wrong",
    title: "a Pod Identity role can be assumed and tagged, by its own cluster alone",
    severity: Severity::Error,
    why: "EKS Pod Identity tags every session: a trust policy without sts:TagSession fails each call, and one without conditions serves \
          every cluster of the account",
    source: "EKS user guide, EKS Pod Identity role trust policy; EKS best practices, Identity and access management",
    check: Check::Form,
    bad: Example::Cluster("namespace ml { serves: Training }\nidentity trainer { namespace: ml, trust: \"sts:AssumeRole\" }"),
    good: Example::Cluster("namespace ml { serves: Training }\nidentity trainer { namespace: ml, via: PodIdentity }"),
};

pub(super) const SEC_08: Rule = Rule {
    id: "SEC-08",
    name: "pod-identity-agent-by-hand",
    title: "the Pod Identity agent is there when an identity needs it",
    severity: Severity::Error,
    why: "an association without the agent on the node gives no credentials, and no error but the SDK's own time-out",
    source: "eksctl pkg/apis/eksctl.io/v1alpha5/validation.go; EKS user guide, Set up the EKS Pod Identity agent",
    check: Check::Form,
    bad: Example::Cluster("addons { pod_identity_agent: Off }"),
    good: Example::Cluster("addons { network_policy: Strict }"),
};

pub(super) const SEC_10: Rule = Rule {
    id: "SEC-10",
    name: "permissions-by-hand",
    title: "permissions follow from what a workload reads and writes",
    severity: Severity::Error,
    why: "a policy with s3:* or AdministratorAccess gives whoever gets into one Pod everything the account has",
    source: "EKS best practices, Identity and access management; eksctl's own capability examples attach AdministratorAccess",
    check: Check::Form,
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         identity trainer { namespace: ml, policies: [\"arn:aws:iam::aws:policy/AmazonS3FullAccess\"] }",
    ),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\",\n\
         bucket data { s3: \"acme-ml-data\" }\n\
         cluster shared {\n\
             version: V1_35, vpc { cidr: \"10.0.0.0/16\", zones: 3 }\n\
             access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
             secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
             scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
             namespace ml { serves: Training }\n\
             identity trainer { namespace: ml, read: bucket data }\n\
         }",
    ),
};

pub(super) const SEC_11: Rule = Rule {
    id: "SEC-11",
    name: "invalid-bucket-grant",
    title: "a grant on a bucket has the shape S3 takes",
    severity: Severity::Error,
    why: "s3:ListBucket on objects and s3:GetObject on the bucket allow nothing, and without kms:Decrypt an encrypted object answers \
          AccessDenied to whoever may read it",
    source: "Service Authorization Reference, Amazon S3; EKS best practices, AI/ML security",
    check: Check::Form,
    bad: Example::Cluster(
        "namespace ml { serves: Training }\nidentity trainer { namespace: ml, resources: [\"arn:aws:s3:::acme-ml-data\"] }",
    ),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\",\n\
         bucket data { s3: \"acme-ml-data\", key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\" }\n\
         cluster shared {\n\
             version: V1_35, vpc { cidr: \"10.0.0.0/16\", zones: 3, endpoints: [S3] }\n\
             access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
             secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
             scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
             namespace ml { serves: Training }\n\
             identity trainer { namespace: ml, read: bucket data }\n\
         }",
    ),
};

pub(super) const SEC_12: Rule = Rule {
    id: "SEC-12",
    name: "api-token-in-workload",
    title: "workloads have no token of the API server's",
    severity: Severity::Error,
    why: "a token in every Pod is a way from every vulnerable model server to the API server, and AWS credentials need none of it: they come \
          by a token of their own",
    source: "EKS best practices, Identity and access management: disable auto-mounting of service account tokens",
    check: Check::Form,
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\",\n\
             automount_service_account_token: true }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\" }",
    ),
};

pub(super) const SEC_13: Rule = Rule {
    id: "SEC-13",
    name: "identity-of-another-namespace",
    title: "a workload's identity is one of its own namespace",
    severity: Severity::Error,
    why: "a Pod whose service account is not in its namespace is never created; with the namespace's `default` instead, permissions \
          given to one workload would be everyone's",
    source: "Kubernetes, Configure Service Accounts for Pods",
    check: Check::Cluster(identities_are_declared),
    bad: Example::Cluster(
        "namespace ml { serves: Training }\n\
         identity trainer { namespace: ml }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\",\n\
             identity: trianer }",
    ),
    good: Example::Cluster(
        "namespace ml { serves: Training }\n\
         identity trainer { namespace: ml }\n\
         node_group train { instances: [\"g6e.2xlarge\"], scale: 0..=4, taint: nvidia_gpu, serves: Training }\n\
         training tune { namespace: ml, on: train, gpus: 1, cpu: \"4\", memory: \"32Gi\", image: \"registry.example.com/train:1.0\",\n\
             identity: trainer }",
    ),
};

fn identities_are_declared(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.each(Workload::all(&scope.cluster), |workload, findings| {
        if let Some(identity) = workload.identity().get() {
            is_of_the_namespace(scope, &identity, &workload.name(), &workload.namespace(), findings);
        }
    });
}

fn is_of_the_namespace(
    scope: &Scope<'_>,
    wanted: &At<'_, Name>,
    workload: &At<'_, Name>,
    namespace: &At<'_, Name>,
    findings: &mut Findings<'_>,
) {
    let declared: Vec<_> = scope.cluster.identities().iter().map(|identity| (identity.name(), identity.namespace())).collect();
    if declared.iter().any(|(name, place)| **name == **wanted && **place == **namespace) {
        return;
    }
    if let Some((_, elsewhere)) = declared.iter().find(|(name, _)| **name == **wanted) {
        findings.report(
            wanted,
            format!("`{}` runs in namespace `{}`, but identity `{}` is in `{}`", **workload, **namespace, **wanted, **elsewhere),
            format!("declare another `identity` with `namespace: {}`, or move the workload", word(namespace.as_str())),
        );
        return;
    }
    let here = || declared.iter().filter(|(_, place)| **place == **namespace).map(|(name, _)| name.as_str());
    let fix = match closest(wanted.as_str(), here()) {
        Some(near) => format!("did you mean `{}`?", word(near)),
        None => format!(
            "declare `identity {} {{ namespace: {} }}`; declared in that namespace: {}",
            word(wanted.as_str()),
            word(namespace.as_str()),
            listed(here())
        ),
    };
    findings.report(
        wanted,
        format!("`{}` names identity `{}`, which namespace `{}` does not have", **workload, **wanted, **namespace),
        fix,
    );
}
