//! What FSx for Lustre refuses to combine, and therefore has no word here.

use crate::findings::Severity;
use crate::rules::{Check, Example, Rule};

pub(super) const STO_06: Rule = Rule {
    id: "STO-06",
    name: "lustre-mirror-by-paths",
    title: "PERSISTENT_2 mirrors no bucket by paths",
    severity: Severity::Error,
    why: "FSx answers 400 to a PERSISTENT_2 file system with S3 import or export paths, and the claim stays pending",
    source: "FSx API, CreateFileSystem LustreConfiguration ImportPath",
    check: Check::Form,
    bad: Example::Cluster(
        "storage fsx_lustre_training {\n\
             fsx_lustre: Persistent2 { throughput: 1000, size_gib: 1200,\n\
                 s3_import_path: \"s3://my-training-data\", s3_export_path: \"s3://my-training-results\",\n\
                 place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] } }\n\
             binding: FirstConsumer }",
    ),
    good: Example::Cluster(
        "storage fsx_lustre_training {\n\
             fsx_lustre: Persistent2 { throughput: 1000, size_gib: 1200,\n\
                 place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] } }\n\
             binding: FirstConsumer }",
    ),
};

pub(super) const STO_07: Rule = Rule {
    id: "STO-07",
    name: "lustre-with-two-buckets",
    title: "a file system imports from and exports to one bucket",
    severity: Severity::Error,
    why: "FSx refuses an export path in another bucket than the import path, and the claim stays pending",
    source: "FSx API, ExportPath; aws-fsx-csi-driver examples/kubernetes/dynamic_provisioning_s3",
    check: Check::Form,
    bad: Example::Cluster(
        "storage scratch { fsx_lustre: Scratch2 { size_gib: 1200,\n\
             s3_import_path: \"s3://my-training-data\", s3_export_path: \"s3://my-training-results\",\n\
             place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] } } }",
    ),
    good: Example::Platform(
        "name: \"acme-ml\", region: \"us-west-2\",\n\
         bucket training_data { s3: \"my-training-data\" }\n\
         cluster shared {\n\
             version: V1_35, vpc { cidr: \"10.0.0.0/16\", zones: 3 }\n\
             access { admins: [\"arn:aws:iam::111122223333:role/platform-admin\"] }\n\
             secrets_key: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\",\n\
             scaler: ClusterAutoscaler, node_group system { instances: [\"m7i.xlarge\"], scale: 3..=6, serves: System }\n\
             storage scratch { fsx_lustre: Scratch2 { size_gib: 1200, mirrors: bucket training_data,\n\
                 place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] } } }\n\
         }",
    ),
};

pub(super) const STO_08: Rule = Rule {
    id: "STO-08",
    name: "lustre-version",
    title: "Lustre is of version 2.15",
    severity: Severity::Error,
    why: "FSx cannot make PERSISTENT_2 with 2.10, and clients of current kernels do not mount it",
    source: "FSx API, FileSystemTypeVersion",
    check: Check::Form,
    bad: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 1200, version: \"2.10\",\n\
             place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] } } }",
    ),
    good: Example::Cluster(
        "storage data { fsx_lustre: Persistent2 { throughput: 250, size_gib: 1200,\n\
             place { subnet: \"subnet-12345678\", zone: \"us-west-2a\", security_groups: [\"sg-12345678\"] } } }",
    ),
};
