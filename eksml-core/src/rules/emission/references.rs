//! EM-04: every name that is used is declared.

use crate::derived::is_system_namespace;
use crate::findings::Severity;
use crate::rules::known::instead;
use crate::rules::{Check, Example, Findings, Rule, Scope, Workload};
use crate::spec::{At, Store};
use crate::units::Name;

pub(super) const EM_04: Rule = Rule {
    id: "EM-04",
    name: "undeclared-name",
    title: "every name that is used is declared",
    severity: Severity::Error,
    why: "the API server takes an object that refers to nothing; its Pods then wait, or run without the access they need",
    source: "-",
    check: Check::Cluster(references_are_closed),
    bad: Example::Cluster("namespace ml_training { serves: Training }\nidentity trainer { namespace: ml_trainin }"),
    good: Example::Cluster("namespace ml_training { serves: Training }\nidentity trainer { namespace: ml_training }"),
};

/// Namespaces that every cluster has.
pub(super) const BUILT_IN: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];

fn references_are_closed(scope: &Scope<'_>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        findings.each(scope.cluster.identities().iter(), |identity, findings| {
            let user = format!("identity `{}`", *identity.name());
            namespace_is_there(scope, &user, &identity.namespace(), true, findings);
            findings.each(identity.read().iter().chain(identity.write().iter()), |store, findings| {
                bucket_is_there(scope, &user, &store, findings);
            });
        });
        findings.each(scope.cluster.helm().iter(), |release, findings| {
            namespace_is_there(scope, &format!("release `{}`", *release.name()), &release.namespace(), true, findings);
        });
        findings.each(Workload::all(&scope.cluster), |workload, findings| {
            namespace_is_there(scope, &workload.shown(), &workload.namespace(), false, findings);
            if let Workload::Training(training) = &workload
                && let Some(checkpoint) = training.checkpoint().get()
            {
                bucket_is_there(scope, &workload.shown(), &checkpoint.to(), findings);
            }
        });
        super::data::references_are_closed(scope, findings);
        findings.each(scope.cluster.backup().get().into_iter().flat_map(|backup| backup.buckets().iter()), |store, findings| {
            bucket_is_there(scope, "the backup", &store, findings);
        });
    });
    let monitoring = scope.cluster.monitoring().get();
    let prometheus = monitoring.as_ref().and_then(|monitoring| monitoring.prometheus().get());
    let grafana = monitoring.as_ref().and_then(|monitoring| monitoring.grafana().get());
    let classes = [
        ("Prometheus", prometheus.and_then(|prometheus| prometheus.class().get())),
        ("Grafana", grafana.and_then(|grafana| grafana.class().get())),
    ];
    findings.each(classes.into_iter().filter_map(|(user, class)| Some((user, class?))), |(user, class), findings| {
        class_is_there(scope, user, &class, findings);
    });
    findings.each(scope.cluster.notebooks().iter(), |notebook, findings| {
        if let Some(class) = notebook.home().class().get() {
            class_is_there(scope, &format!("notebook `{}`", *notebook.name()), &class, findings);
        }
    });
}

fn class_is_there(scope: &Scope<'_>, user: &str, class: &At<'_, Name>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let storage = scope.cluster.storage();
        let declared: Vec<_> = storage.iter().map(|storage| storage.name().whole()).collect();
        if !declared.contains(&class.whole()) {
            findings.report(
                class,
                format!("{user} uses storage class `{}`, which is not declared", **class),
                instead(class, &declared, &format!("declare `storage {} {{ ebs_gp3 }}`", class.word())),
            );
        }
    });
}

/// Workloads run in declared namespaces alone; an identity may also belong to something in one that exists anyway.
pub(super) fn namespace_is_there(scope: &Scope<'_>, user: &str, used: &At<'_, Name>, anyway: bool, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let namespaces = scope.cluster.namespaces();
        let declared: Vec<_> = namespaces.iter().map(|namespace| namespace.name().whole()).collect();
        let name = used.whole();
        if declared.contains(&name) || (anyway && (BUILT_IN.contains(&name.as_str()) || is_added(scope, name))) {
            return;
        }
        findings.report(
            used,
            format!("{user} is in namespace `{}`, which is not declared", *name),
            instead(name, &declared, &format!("declare `namespace {} {{ … }}`", name.word())),
        );
    });
}

fn bucket_is_there(scope: &Scope<'_>, user: &str, store: &At<'_, Store>, findings: &mut Findings<'_>) {
    findings.scope(|findings| {
        let Store::Bucket(name) = store.whole();
        let buckets = scope.platform.buckets();
        let declared: Vec<_> = buckets.iter().map(|bucket| bucket.name().whole()).collect();
        if !declared.contains(&name) {
            findings.report(
                store,
                format!("{user} uses bucket `{}`, which is not declared", *name),
                instead(name, &declared, &format!("declare `bucket {} {{ s3: \"…\" }}` beside the cluster", name.word())),
            );
        }
    });
}

/// Whether eksml adds a namespace of this name to the cluster.
pub(super) fn is_added(scope: &Scope<'_>, name: &Name) -> bool {
    is_system_namespace(scope.cluster, name.as_str())
}
