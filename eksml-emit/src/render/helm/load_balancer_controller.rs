//! The AWS Load Balancer Controller's release. Its webhook's certificate and its CRDs make a chart of it rather than manifests.
//!
//! Source: kubernetes-sigs/aws-load-balancer-controller `helm/aws-load-balancer-controller/values.yaml`, chart 3.6.0.

use serde_json::{Value, json};

use crate::components::load_balancer_controller::SERVICE_ACCOUNT as NAME;
use crate::render::ClusterView;
use crate::render::kubernetes::system_home;

/// Its settings.
pub(super) fn values(view: &ClusterView<'_>) -> Value {
    let default_class = view.cluster.load_balancer_controller.as_ref().is_some_and(|settings| settings.default_class);
    let (affinity, tolerations) = system_home(view);
    let spread = |topology: &str| {
        json!({
            "maxSkew": 1, "topologyKey": topology, "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": { "matchLabels": { "app.kubernetes.io/name": NAME } },
        })
    };
    let mut values = json!({
        "clusterName": view.cluster.name.as_str(),
        "region": view.region().as_str(),
        // Pod Identity binds the role by this name.
        "serviceAccount": { "create": true, "name": NAME },
        "replicaCount": 2,
        "podDisruptionBudget": { "maxUnavailable": 1 },
        "affinity": affinity.unwrap_or_default(),
        "tolerations": tolerations.unwrap_or_default(),
        "topologySpreadConstraints": [spread("kubernetes.io/hostname"), spread("topology.kubernetes.io/zone")],
        "resources": { "requests": { "cpu": "100m", "memory": "256Mi" }, "limits": { "memory": "256Mi" } },
        // Pods have addresses of the VPC: traffic goes to them and not by way of a node.
        "defaultTargetType": "ip",
        "createIngressClassResource": true,
        "ingressClass": "alb",
        "ingressClassConfig": { "default": default_class },
        // With this webhook no Service at all can be made while the controller is down.
        "enableServiceMutatorWebhook": false,
        "podAnnotations": { "prometheus.io/scrape": "true", "prometheus.io/port": "8080", "prometheus.io/path": "/metrics" },
    });
    // Pods do not reach instance metadata, so the controller is told where it is: by the id of a VPC that is there already, or by the name
    // that eksctl gives to its own.
    match view.cluster.eksctl.vpc.as_ref().and_then(|vpc| vpc.id.as_ref()) {
        Some(id) => values["vpcId"] = json!(id),
        None => values["vpcTags"] = json!({ "Name": format!("eksctl-{}-cluster/VPC", view.cluster.name) }),
    }
    values
}
