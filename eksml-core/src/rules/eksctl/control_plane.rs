//! Settings of the managed control plane.

use super::{Check, Example, Findings, Rule};
use crate::eksctl::ClusterConfig;
use crate::findings::{Edit, Fix, Severity};
use crate::spec::At;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "EK-07",
        name: "invalid-control-plane-setting",
        title: "settings of control-plane components have values that the components understand",
        severity: Severity::Error,
        why: "eksctl passes them on unread, and CloudFormation refuses them when the network of the cluster stands already",
        source: "eksctl control_plane_component_config.go:20 checks their presence only; Go time.ParseDuration; kube-scheduler NodeResourcesFitArgs",
        check: Check::Config(components_understand),
        bad: Example::Config("kubeAPIServerConfig: {eventTTL: an hour, serviceNodePortRange: {minPort: 32000, maxPort: 31000}}"),
        good: Example::Config("kubeAPIServerConfig: {eventTTL: 1h, serviceNodePortRange: {minPort: 31000, maxPort: 32000}}"),
    },
    Rule {
        id: "EK-08",
        name: "zonal-shift-undecided",
        title: "zonal shift is said to be on or off",
        severity: Severity::Error,
        why: "a block without `enabled` says nothing: eksctl refuses it when the cluster is updated, and shifts nothing when it is created",
        source: "eksctl pkg/ctl/cmdutils/zonal_shift_config.go:21",
        check: Check::Config(zonal_shift_is_said),
        bad: Example::Config("zonalShiftConfig: {}"),
        good: Example::Config("zonalShiftConfig: {enabled: true}"),
    },
];

/// Whether a text is a duration as Go writes it: numbers with a unit each, such as `90m` or `1h30m`.
pub(super) fn is_go_duration(text: &str) -> bool {
    let mut rest = text;
    loop {
        let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (number, behind) = rest.split_at(digits);
        if number.parse::<f64>().is_err() {
            return false;
        }
        let unit = ["ns", "us", "µs", "ms", "s", "m", "h"]
            .into_iter()
            .filter(|unit| behind.starts_with(unit))
            .max_by_key(|unit| unit.len());
        let Some(behind) = unit.and_then(|unit| behind.strip_prefix(unit)) else { return false };
        if behind.is_empty() {
            return true;
        }
        rest = behind;
    }
}

fn duration(key: &str, at: Option<At<'_, String>>, example: &str, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        if let Some(at) = at
            && !is_go_duration(at.whole())
        {
            findings.report(
                &at,
                format!("`{key}: {}` is not a duration", *at),
                format!("write numbers with a unit, such as `{key}: {example}`"),
            );
        }
    });
}

fn components_understand(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    let server = config.kube_api_server_config().get();
    duration("eventTTL", server.as_ref().and_then(|server| server.event_ttl().get()), "3h", findings);
    if let Some(range) = server.and_then(|server| server.service_node_port_range().get()) {
        findings.scope(|findings| match (range.min_port().get(), range.max_port().get()) {
            (Some(min), Some(max)) if *min > *max => findings.report(
                &max,
                format!("the NodePort range begins at {} and ends at {}", *min, *max),
                Fix::decision([Edit::set(&min, *max), Edit::set(&max, *min)]),
            ),
            (Some(_), Some(_)) => {}
            _ => findings.report(&range, "the NodePort range has only one end", "write `minPort` and `maxPort`"),
        });
    }
    let fit = config.kube_scheduler_config().get().and_then(|scheduler| scheduler.node_resources_fit().get());
    findings.each(
        fit.and_then(|fit| fit.scoring_strategy().get()).iter().flat_map(|strategy| strategy.resources().iter()),
        |resource, findings| {
            if let Some(weight) = resource.weight().get()
                && !(1..=100).contains(&*weight)
            {
                findings.report(&weight, format!("a resource cannot weigh {}", *weight), "write a weight of 1 to 100");
            }
        },
    );
    let manager = config.kube_controller_manager_config().get();
    let autoscaler = manager.and_then(|manager| manager.horizontal_pod_autoscaler_controller_config().get());
    let period = autoscaler.and_then(|autoscaler| autoscaler.horizontal_pod_autoscaler_sync_period().get());
    duration("horizontalPodAutoscalerSyncPeriod", period, "15s", findings);
}

fn zonal_shift_is_said(config: &At<'_, ClusterConfig>, findings: &mut Findings<'_>) {
    if let Some(shift) = config.zonal_shift_config().get()
        && shift.enabled().get().is_none()
    {
        findings.report(
            &shift,
            "zonal shift is neither on nor off",
            Fix::decision([Edit::set(&shift.enabled(), true)]).saying("{}, or leave the block out"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::is_go_duration;

    #[test]
    fn durations_are_what_go_reads() {
        for text in ["1h", "90m", "1h30m", "1.5h", "100ms", "3µs"] {
            assert!(is_go_duration(text), "{text}");
        }
        for text in ["", "banana", "1", "1 h", "h", "1d", "-"] {
            assert!(!is_go_duration(text), "{text}");
        }
    }
}
