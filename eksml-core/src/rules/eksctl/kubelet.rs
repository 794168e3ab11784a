//! Values of a kubelet's configuration that the kubelet refuses: it ends before its node joins.

use super::group::groups;
use super::{Check, Example, Findings, Rule};
use crate::eksctl::{ClusterConfig, InlineDocument, Json};
use crate::findings::Severity;
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[Rule {
    id: "EK-126",
    name: "refused-kubelet-setting",
    title: "a kubelet takes its settings",
    severity: Severity::Error,
    why: "a kubelet that finds one of its settings wrong ends at once: no node of the group joins, and eksctl waits until it gives up",
    source: "Kubernetes pkg/kubelet/apis/config/validation/validation.go; eksctl #3892",
    check: Check::Config(kubelets_start),
    bad: Example::Config(
        "nodeGroups: [{name: cpu, privateNetworking: true, kubeletExtraConfig: {imageGCHighThresholdPercent: 50, imageGCLowThresholdPercent: 80}}]",
    ),
    good: Example::Config(
        "nodeGroups: [{name: cpu, privateNetworking: true, kubeletExtraConfig: {imageGCHighThresholdPercent: 80, imageGCLowThresholdPercent: 50}}]",
    ),
}];

/// Settings as they are written: a block, or the text of a NodeConfig.
enum Settings<'a> {
    Block(&'a InlineDocument),
    Text(&'a str),
}

impl Settings<'_> {
    /// The plain value of a key.
    fn get(&self, key: &str) -> Option<String> {
        match self {
            Self::Block(block) => match block.get(&[key])? {
                Json::Text(text) => Some(text.clone()),
                Json::Int(number) => Some(number.to_string()),
                Json::Bool(truth) => Some(truth.to_string()),
                _ => None,
            },
            // Of a document in a text what stands behind the key, in YAML as in JSON.
            Self::Text(text) => {
                let (before, rest) = text.split_at_checked(text.find(key)?)?;
                let is_whole = !before.ends_with(|last: char| last.is_alphanumeric());
                let value = rest.strip_prefix(key)?.trim_start_matches('"').strip_prefix(':')?.trim_start();
                let end = value.find([',', '}', '\n', '#']).unwrap_or(value.len());
                let value = value.get(..end)?.trim().trim_matches(['"', '\'']);
                (is_whole && !value.is_empty()).then(|| value.to_owned())
            }
        }
    }

    fn number(&self, key: &str) -> Option<i64> {
        self.get(key)?.parse().ok()
    }

    fn has(&self, key: &str) -> bool {
        match self {
            Self::Block(block) => block.get(&[key]).is_some(),
            Self::Text(text) => text.contains(&format!("{key}:")) || text.contains(&format!("\"{key}\"")),
        }
    }
}

fn kubelets_start(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    findings.each(groups(config), |group, findings| {
        let name = group.name();
        if let Some(kubelet) = group.self_managed().and_then(|group| group.kubelet_extra_config().get()) {
            judge(&Settings::Block(kubelet.whole()), &name, &kubelet, findings);
        }
        if let Some(text) = group.override_bootstrap_command().get().filter(|text| text.contains("NodeConfig")) {
            judge(&Settings::Text(text.whole()), &name, &text, findings);
        }
    });
}

fn judge<T: ?Sized>(settings: &Settings<'_>, group: &At<'_, String>, at: &At<'_, T>, findings: &mut Findings<'_>) {
    let mut refused = |what: String, fix: String| {
        findings.report(at, format!("the kubelet of node group `{}` does not start: {what}", **group), fix);
    };
    // Defaults: KubeletConfiguration v1beta1, 85 and 80.
    let (high, low) = (settings.number("imageGCHighThresholdPercent"), settings.number("imageGCLowThresholdPercent"));
    let (most, least) = (high.unwrap_or(85), low.unwrap_or(80));
    if (high.is_some() || low.is_some()) && (!(0..=100).contains(&most) || !(0..=100).contains(&least) || least >= most) {
        refused(
            format!("images are collected from {most} % on down to {least} %, and the second must be lower"),
            format!("write `imageGCLowThresholdPercent: {}`", (most.clamp(10, 100)) - 5),
        );
    }
    if settings.number("maxParallelImagePulls").is_some_and(|pulls| pulls > 1)
        && settings.get("serializeImagePulls").as_deref() == Some("true")
    {
        refused(
            "`maxParallelImagePulls` above 1 and images that are pulled one by one".to_owned(),
            "write `serializeImagePulls: false`, which EKS nodes have anyway".to_owned(),
        );
    }
    let choices: [(&str, &[&str]); 4] = [
        ("cpuManagerPolicy", &["none", "static"]),
        ("topologyManagerPolicy", &["none", "best-effort", "restricted", "single-numa-node"]),
        ("topologyManagerScope", &["container", "pod"]),
        ("memoryManagerPolicy", &["None", "Static"]),
    ];
    for (key, known) in choices {
        if let Some(own) = settings.get(key).filter(|own| !known.contains(&own.as_str())) {
            refused(format!("it knows no `{key}` {own:?}"), format!("write one of {}", known.join(", ")));
        }
    }
    if settings.has("evictionSoft") && !settings.has("evictionSoftGracePeriod") {
        refused(
            "soft eviction without grace periods".to_owned(),
            "write `evictionSoftGracePeriod` with a time for each signal of `evictionSoft`".to_owned(),
        );
    }
    if let Some(files) = settings.number("containerLogMaxFiles").filter(|files| *files < 2) {
        refused(
            format!("{files} log files, of which one is written to and one is full"),
            "write `containerLogMaxFiles: 5`".to_owned(),
        );
    }
    if let Some(pods) = settings.number("maxPods").filter(|pods| *pods < 0) {
        refused(format!("{pods} Pods at most"), "write `maxPods: 110`".to_owned());
    }
}
