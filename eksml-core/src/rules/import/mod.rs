//! Family IMP: files that are imported: whether they can be read, and what they leave to others.

mod left_out;

pub use left_out::left_out;

use super::{Check, Example, Findings, Rule};
use crate::findings::Severity;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "IMP-01",
        name: "unreadable-file",
        title: "an imported file is YAML that a reader of version 1.1 understands",
        severity: Severity::Error,
        why: "eksctl reads nothing of a file that it cannot parse, and of one that it parses otherwise than you, something else",
        source: "sigs.k8s.io/yaml; YAML 1.1",
        check: Check::Form,
        bad: Example::Config("kubernetesNetworkConfig: {ipFamily: IPv4"),
        good: Example::Config("kubernetesNetworkConfig: {ipFamily: IPv4}"),
    },
    Rule {
        id: "IMP-02",
        name: "several-documents",
        title: "a ClusterConfig stands alone in its file",
        severity: Severity::Warning,
        why: "eksctl reads the first document and ignores the rest without a word: a second cluster is never created",
        source: "eksctl pkg/eks/api.go:217, one object per file",
        check: Check::Form,
        bad: Example::Config("localZones: []\n---\nkind: ClusterConfig"),
        good: Example::Config("localZones: []"),
    },
    Rule {
        id: "IMP-03",
        name: "left-to-eksctl",
        title: "what an imported file leaves out is eksctl's choice, and known to be",
        severity: Severity::Note,
        why: "a key that is left out is a choice as well: eksctl's or AWS's, and often another than the source makes that `eksml import` prints",
        source: "eksctl pkg/apis/eksctl.io/v1alpha5, defaults.go and schema.json; EKS API, CreateCluster and CreateNodegroup",
        check: Check::Form,
        bad: Example::Config("managedNodeGroups: [{name: cpu, instanceType: m7i.large, privateNetworking: true}]"),
        good: Example::Config(
            "upgradePolicy: {supportType: STANDARD}\n\
             cloudWatch: {clusterLogging: {enableTypes: [audit, authenticator], logRetentionInDays: 90}}\n\
             addons: [{name: eks-pod-identity-agent}, {name: eks-node-monitoring-agent},\n\
             \x20 {name: vpc-cni, configurationValues: '{\"enableNetworkPolicy\":\"true\"}'}]\n\
             zonalShiftConfig: {enabled: true}\n\
             managedNodeGroups: [{name: cpu, instanceType: m7i.large, privateNetworking: true, minSize: 3, maxSize: 3,\n\
             \x20 disablePodIMDS: true, volumeEncrypted: true, nodeRepairConfig: {enabled: true}}]",
        ),
    },
    Rule {
        id: "IMP-04",
        name: "no-word-for-it",
        title: "what eksml has no word for is its own limit, and told as that",
        severity: Severity::Note,
        why: "eksctl takes it, and eksml does not know it: no rule judges what depends on it, and the source that `eksml import` prints lacks it",
        source: "what `platform!` has no word for: IPv6, Windows, AWS Outposts, launch templates, the aws-auth ConfigMap",
        check: Check::Form,
        bad: Example::Config(
            "managedNodeGroups: [{name: win, amiFamily: WindowsServer2022CoreContainer, privateNetworking: true, minSize: 2, maxSize: 2}]",
        ),
        good: Example::Config(
            "accessConfig: {authenticationMode: API, bootstrapClusterCreatorAdminPermissions: false}\n\
             managedNodeGroups: [{name: cpu, instanceType: m7i.large, privateNetworking: true, minSize: 2, maxSize: 2}]",
        ),
    },
    Rule {
        id: "IMP-05",
        name: "unrendered-template",
        title: "a template is rendered before it is read",
        severity: Severity::Error,
        why: "eksctl fills in nothing: it takes a placeholder for the value itself, and refuses it, or creates what nobody meant",
        source: "eksctl #3235: there is no templating in eksctl",
        check: Check::Form,
        bad: Example::Config("metadata: {name: shared, region: \"${AWS_REGION}\", version: \"1.35\"}"),
        good: Example::Config("metadata: {name: shared, region: us-west-2, version: \"1.35\"}"),
    },
];
