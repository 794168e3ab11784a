//! A cluster that inherits a misspelt base, and leaves out what another has not; two bases that inherit each other.
fn main() {
    //~ DSL-06 "standart"
    //~ DSL-06 "training_gpu"
    //~ DSL-06 "odd"
    let _ = eksml::platform! {
        name: "acme-ml", region: "us-west-2", account: "111122223333",
        base standard {
            version: V1_35,
            vpc { zones: 3 }
            access { admins: ["arn:aws:iam::111122223333:role/platform-admin"] }
            secrets_key: "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555",
            scaler: ClusterAutoscaler,
            node_group system { instances: ["m7i.xlarge"], scale: 3..=6, serves: System }
        }
        cluster blue { inherits: standart, vpc { cidr: "10.1.0.0/16" } }
        base even { inherits: odd }
        base odd { inherits: even }
        cluster green { inherits: standard, vpc { cidr: "10.2.0.0/16" }, without: [node_group training_gpu] }
    };
}
