//! Metrics and alerts of an accelerator platform: what is scraped, what is watched for, and what ends on a day that is known.
//!
//! `cargo run --example observability` writes the manifests to `manifests/`.

use eksml::prelude::*;

/// The platform.
pub fn platform() -> Platform {
    platform! {
        name: "acme-obs", region: "us-west-2", account: "111122223333",

        cluster observed {
            version: V1_35,
            environment: Production,
            vpc { cidr: "10.16.0.0/16", zones: 3, nat: PerZone }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/7d9f1e2a-3b4c-4d5e-8f60-718293a4b5c6",
            logs { retention_days: 90, api: true }
            scaler: ClusterAutoscaler,

            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            // Bought ahead, and gone at 11:30 UTC on its last day.
            node_group pretrain {
                instances: ["p5.48xlarge"], scale: 0..=4, serves: Training, taint: nvidia_gpu, efa: true,
                purchase: CapacityBlock("cr-0123456789abcdef0"), block_ends: "2027-01-15", zone: "us-west-2a",
            }
            node_group trainium {
                instances: ["trn1.32xlarge"], scale: 0..=2, serves: Training, taint: aws_neuron, zone: "us-west-2b", efa: true,
            }

            storage gp3 { ebs_gp3, default: true }

            // Add-ons follow from the platform; here are two more, and the version of one that follows.
            addons {
                addon aws_guardduty_agent { }
                // Brings cert-manager, without which it does not come up.
                addon adot { }
                addon coredns { version: "v1.12.4-eksbuild.1" }
            }
            load_balancer_controller { default_class: true }
            namespace keda { serves: System, network: Unrestricted("the API server calls its webhooks and metrics from addresses that change") }
            helm keda {
                chart: "keda", repo: "https://kedacore.github.io/charts", version: "2.18.1", namespace: keda,
                values {
                    operator { replicaCount: 2 }
                    metricsServer { replicaCount: 2 }
                    prometheus { operator { enabled: true } }
                }
            }

            monitoring {
                prometheus { retention: "30d", storage: "200Gi", class: gp3 }
                dcgm,
                node_exporter,
                neuron_monitor,
                kube_state_metrics,
                // Its administrator's password is in a Secret that nobody writes down here.
                grafana { admin_secret: "grafana-admin", storage: "10Gi", class: gp3 }
                alertmanager { to: Sns("arn:aws:sns:us-west-2:111122223333:platform-alerts") }
                remote_write { workspace: "ws-0a1b2c3d-1234-1234-1234-0123456789ab" }
            }
        }

        // The same under the Prometheus Operator, for a platform that has one already.
        cluster operated {
            version: V1_35,
            environment: Staging,
            vpc { cidr: "10.32.0.0/16", zones: 3, nat: Single }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System, zone_failure: Survived }
            node_group gpu { instances: ["g6.2xlarge"], scale: 0..=4, serves: Development, taint: nvidia_gpu }
            storage gp3 { ebs_gp3, default: true }
            monitoring {
                prometheus { form: Operator, storage: "100Gi", class: gp3 }
                dcgm { every: "30s" }
                node_exporter,
                kube_state_metrics,
                grafana { admin_secret: "grafana-admin" }
                alertmanager { to: Webhook("alert-webhook") }
            }
        }
    }
}

fn main() -> std::process::ExitCode {
    eksml::run(platform())
}
