//! EKS add-ons: that they are named, and have settings and a network.

use super::ask::{addon, is_auto_mode, on};
use super::{Check, Example, Findings, Rule, document};
use crate::catalog;
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::source::Node;
use crate::spec::At;
use crate::units::Name;
use crate::units::spelling::closest;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-42",
        name: "addon-named-wrongly",
        title: "an add-on has a name, and is named once",
        severity: Severity::Error,
        why: "eksctl installs both, and EKS refuses the second when the cluster stands already",
        source: "eksctl addon.go:136; EKS API CreateAddon, ResourceInUseException",
        check: Check::Config(addons_are_named_once),
        bad: Example::Config("addons: [{name: metrics-server}, {name: metrics-server, version: latest}]"),
        good: Example::Config("addons: [{name: metrics-server, version: latest}]"),
    },
    Rule {
        id: "EK-43",
        name: "misspelt-addon",
        title: "an add-on's name is not a misspelt one of AWS's own",
        severity: Severity::Warning,
        why: "eksctl asks EKS for the add-on only when the cluster stands already, and gives up there",
        source: "EKS user guide, AWS add-ons; eksctl pkg/actions/addon/addon.go:111",
        check: Check::Config(addons_are_known),
        bad: Example::Config("addons: [{name: aws-ebs-csi-drivers}]"),
        good: Example::Config("addons: [{name: aws-ebs-csi-driver}]"),
    },
    Rule {
        id: "EK-44",
        name: "unreadable-addon-settings",
        title: "settings of an add-on are JSON or YAML",
        severity: Severity::Error,
        why: "eksctl refuses a text that is neither",
        source: "eksctl addon.go:141",
        check: Check::Config(settings_can_be_read),
        bad: Example::Config("addons: [{name: metrics-server, configurationValues: '{\"replicas\": 2'}]"),
        good: Example::Config("addons: [{name: metrics-server, configurationValues: '{\"replicas\": 2}'}]"),
    },
    Rule {
        id: "EK-45",
        name: "invalid-addon-namespace",
        title: "an add-on's namespace is a namespace",
        severity: Severity::Error,
        why: "eksctl refuses a name that Kubernetes would refuse, and one that begins with a digit as well",
        source: "eksctl addon.go:119, 124",
        check: Check::Config(namespaces_are_namespaces),
        bad: Example::Config("addons: [{name: metrics-server, namespaceConfig: {namespace: Monitoring}}]"),
        good: Example::Config("addons: [{name: metrics-server, namespaceConfig: {namespace: monitoring}}]"),
    },
    Rule {
        id: "EK-46",
        name: "cluster-without-network-addon",
        title: "a cluster without default add-ons has a network before it has pods",
        severity: Severity::Error,
        why: "without the VPC CNI no node becomes ready: eksctl refuses the cluster, and waits in vain where it does not notice",
        source: "eksctl pkg/ctl/cmdutils/configfile.go:498; its check overlooks groups that give only `minSize`",
        check: Check::Config(bare_clusters_are_bare),
        bad: Example::Config(
            "addonsConfig: {disableDefaultAddons: true}\nmanagedNodeGroups: [{name: cpu, privateNetworking: true, minSize: 3, maxSize: 3}]",
        ),
        good: Example::Config(
            "addonsConfig: {disableDefaultAddons: true}\n\
             addons: [{name: vpc-cni}, {name: coredns}, {name: kube-proxy}]\n\
             managedNodeGroups: [{name: cpu, privateNetworking: true, minSize: 3, maxSize: 3}]",
        ),
    },
    Rule {
        id: "EK-125",
        name: "add-on-without-prerequisite",
        title: "what an add-on needs is there before it",
        severity: Severity::Error,
        why: "EKS refuses an add-on whose definitions or certificates nothing serves, when the cluster stands already and eksctl has waited for it",
        source: "EKS user guide, AWS Distro for OpenTelemetry, prerequisites: cert-manager; eksctl #6171",
        check: Check::Config(prerequisites_are_there),
        bad: Example::Config("addons: [{name: adot}]"),
        good: Example::Config("addons: [{name: cert-manager}, {name: adot}]"),
    },
];

fn addons_are_named_once(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let names: Vec<_> = config.addons().iter().map(|addon| addon.name()).collect();
    findings.each(names.iter().enumerate(), |(at, name), findings| {
        if name.whole().is_empty() {
            findings.report(name, "an add-on has no name", "write its name, such as `name: \"vpc-cni\"`");
        } else if names.iter().take(at).any(|before| before.whole() == name.whole()) {
            findings.report(name, format!("add-on `{}` is named twice", **name), "remove one of them");
        }
    });
}

/// An add-on that needs another. Source: EKS user guide, the add-on's own page.
const NEEDS: [(&str, &str); 1] = [("adot", "cert-manager")];

fn prerequisites_are_there(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    // A platform brings what its add-ons need by charts, before the add-ons.
    let is_a_platform_s = config.metadata().tags().iter().any(|(key, _)| key == "eksml/platform");
    if is_a_platform_s {
        return;
    }
    findings.each(NEEDS, |(needs, needed), findings| {
        if let Some(own) = addon(config, needs)
            && addon(config, needed).is_none()
        {
            findings.report(
                &own.name(),
                format!("add-on `{needs}` needs `{needed}`, which is not there"),
                Fix::new(
                    format!("write the word `{}` in the cluster", needed.replace('-', "_")),
                    format!("add `addons: [{{name: {needed}}}]`, or install its chart before and the add-on after it"),
                ),
            );
        }
    });
}

fn addons_are_known(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.addons().iter(), |addon, findings| {
        let name = addon.name();
        let text = name.whole().as_str();
        let known = || catalog::Addon::ALL.iter().map(|addon| addon.as_str());
        // Partners and the marketplace have add-ons of their own: only what looks like one of AWS's is taken for it.
        if known().any(|known| known == text) {
            return;
        }
        if let Some(near) = closest(text, known()) {
            findings.report(
                &name,
                format!("AWS has no add-on `{text}`"),
                Fix::decision([Edit::set(&name, near)]).saying(format!("did you mean `{near}`?")),
            );
        }
    });
}

fn settings_can_be_read(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.addons().iter(), |addon, findings| {
        let Some(settings) = addon.configuration_values().get() else { return };
        if let Some(problem) = document::problem(settings.whole()) {
            findings.report(
                &settings,
                format!("the settings of add-on `{}` are neither JSON nor YAML: {problem}", *addon.name()),
                "write one JSON object, or a YAML block after `|`",
            );
        }
    });
}

fn namespaces_are_namespaces(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(config.addons().iter(), |addon, findings| {
        let Some(namespace) = addon.namespace_config().get().and_then(|config| config.namespace().get()) else { return };
        let text = namespace.whole();
        let problem = match text.parse::<Name>() {
            Err(invalid) => invalid.problem,
            Ok(_) if text.starts_with(|c: char| c.is_ascii_digit()) => format!("namespace `{text}` begins with a digit"),
            Ok(_) => return,
        };
        findings.report(
            &namespace,
            format!("add-on `{}` cannot be installed there: {problem}", *addon.name()),
            "write lowercase letters, digits and hyphens, 63 at most, a letter first",
        );
    });
}

fn bare_clusters_are_bare(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let Some(switch) = config.addons_config().get().map(|all| all.disable_default_addons()) else { return };
    if !on(&switch) || is_auto_mode(config) || addon(config, "vpc-cni").is_some() {
        return;
    }
    let mut runs = Vec::new();
    let size = |desired: Option<At<'_, u32>>, min: Option<At<'_, u32>>| desired.or(min).map_or(2, |size| *size);
    let own =
        config.self_managed_node_groups().iter().any(|group| size(group.desired_capacity().get(), group.min_size().get()) > 0);
    let managed =
        config.managed_node_groups().iter().any(|group| size(group.desired_capacity().get(), group.min_size().get()) > 0);
    runs.extend((own || managed).then_some("nodes"));
    runs.extend((!config.fargate_profiles().is_empty()).then_some("Fargate profiles"));
    runs.extend(config.karpenter().get().map(|_| "Karpenter"));
    runs.extend(config.gitops().get().map(|_| "Flux"));
    let iam = config.iam().get();
    runs.extend(iam.as_ref().filter(|iam| !iam.service_accounts().is_empty()).map(|_| "service accounts"));
    runs.extend(iam.filter(|iam| !iam.pod_identity_associations().is_empty()).map(|_| "Pod Identity associations"));
    if !runs.is_empty() {
        findings.report(
            &switch,
            format!("the cluster has no VPC CNI, but {}", runs.join(", ")),
            Fix::decision([Edit::insert(&config.addons(), named("vpc-cni"))])
                .saying("add `{name: \"vpc-cni\"}` to the add-ons, or remove `disableDefaultAddons`"),
        );
    }
}

/// The entry of an add-on that has no more than a name.
fn named(name: &str) -> Node {
    Node::block([("name", name.into())])
}
