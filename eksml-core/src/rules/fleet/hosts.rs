//! Host names of exposed services: each stands in one cluster.

use std::collections::BTreeMap;

use crate::findings::Severity;
use crate::rules::{Check, Example, Findings, Rule};
use crate::spec::{At, Platform};

/// Two clusters with an exposed service each, the second under the given name.
macro_rules! exposed {
    ($host:literal) => {
        Example::Platform(concat!(
            "name: \"acme-ml\", region: \"us-west-2\", account: \"111122223333\",\n",
            "cluster one { version: V1_35, environment: Development, vpc { cidr: \"10.0.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler, load_balancer_controller,\n",
            "node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } namespace web { serves: Inference }\n",
            "inference chat { namespace: web, on: system, replicas: 1, cpu: \"1\", memory: \"1Gi\", port: 8000, health: \"/health\",\n",
            "image: \"registry.example.com/chat:1.0\", expose { host: \"chat.example.com\" } } }\n",
            "cluster two { version: V1_35, environment: Development, vpc { cidr: \"10.1.0.0/16\", zones: 3 }\n",
            "access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }, scaler: ClusterAutoscaler, load_balancer_controller,\n",
            "node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System } namespace web { serves: Inference }\n",
            "inference chat { namespace: web, on: system, replicas: 1, cpu: \"1\", memory: \"1Gi\", port: 8000, health: \"/health\",\n",
            "image: \"registry.example.com/chat:1.0\", expose { host: \"", $host, "\" } } }"
        ))
    };
}

pub(super) const FL_10: Rule = Rule {
    id: "FL-10",
    name: "host-in-two-clusters",
    title: "a host name stands in one cluster",
    severity: Severity::Error,
    why: "one name has one record: both clusters ask for it, people reach the one that wrote last, production or not",
    source: "RFC 1034; AWS Load Balancer Controller and external-dns: who owns a record is the last who wrote it",
    check: Check::Platform(names_stand_once),
    bad: exposed!("chat.example.com"),
    good: exposed!("chat.two.example.com"),
};

fn names_stand_once(platform: &At<'_, Platform>, findings: &mut Findings<'_>) {
    let mut known: BTreeMap<String, (String, String)> = BTreeMap::new();
    findings.each(platform.clusters().iter(), |cluster, findings| {
        findings.each(cluster.inference().iter(), |service, findings| {
            let Some(host) = service.expose().get().map(|expose| expose.host()) else { return };
            let own = (cluster.name().to_string(), service.name().to_string());
            match known.get(host.as_str()) {
                Some((other, theirs)) if *other != own.0 => findings.report(
                    &host,
                    format!(
                        "`{}` is the name of service `{}` of cluster `{}`, and of `{theirs}` of cluster `{other}`",
                        *host, own.1, own.0
                    ),
                    format!("give it a name of its own here: `expose {{ host: \"{}.{}\" }}`", own.0, *host),
                ),
                Some(_) => {}
                None => {
                    known.insert(host.to_string(), own);
                }
            }
        });
    });
}
