//! A password in the values of a chart.
fn main() {
    //~ SEC-15 ""hunter2""
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        cluster shared {
            version: V1_35,
            vpc { cidr: "10.0.0.0/16", zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
            helm hub {
                chart: "jupyterhub", repo: "https://hub.jupyter.org/helm-chart", version: "4.2.0", namespace: kube_system,
                values { hub { password: "hunter2" } },
            }
        }
    };
}
