//! The AWS permissions of service accounts: exactly what an identity reads and writes, and what the Cluster Autoscaler needs.

use super::{bucket_region, drilled, has_own_key, key_alias, region};
use crate::spec::{At, Backend, Bucket, Cluster, ClusterAutoscaler, Identity, Lens, Platform, Store, variant};
use crate::units::{KeyArn, Name, Partition};

/// A statement of an IAM policy. Its effect is always Allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What it is for: letters and digits.
    pub sid: &'static str,
    /// The actions it allows.
    pub actions: &'static [&'static str],
    /// The resources it allows them on.
    pub resources: Vec<String>,
    /// When it allows them; always, where there is none.
    pub condition: Option<Condition>,
}

/// The condition of a statement: a key that must have one of some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// IAM's operator, such as `StringEquals`.
    pub operator: &'static str,
    /// The condition key.
    pub key: String,
    /// The values.
    pub values: Vec<String>,
}

/// What an identity may do: read and write the buckets it names, use their keys through S3, and consume the messages of its queues
/// (SEC-10, SEC-11).
pub fn identity_policy<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
    identity: impl Lens<'a, Identity>,
) -> Vec<Statement> {
    let platform = platform.into();
    let cluster = cluster.into();
    let identity = identity.into();
    let partition = region(platform, cluster).partition();
    let written = buckets(platform, identity.write().iter());
    let all = buckets(platform, identity.read().iter().chain(identity.write().iter()));
    let on_buckets = |of: &[At<'_, Bucket>]| of.iter().map(|bucket| format!("arn:{partition}:s3:::{}", bucket.s3())).collect();
    let on_objects = |of: &[At<'_, Bucket>]| of.iter().map(|bucket| format!("arn:{partition}:s3:::{}/*", bucket.s3())).collect();
    let statement = |sid, actions, resources| Statement { sid, actions, resources, condition: None };
    // A key is used by S3 on the identity's behalf; the identity itself has no business with it.
    let with_keys = |sid, actions, of: &[At<'_, Bucket>]| {
        let keys = keys(of);
        let services = keys.iter().map(|key| format!("s3.{}.{}", key.region(), partition.dns_suffix()));
        Statement {
            sid,
            actions,
            resources: keys.iter().map(ToString::to_string).collect(),
            condition: Some(Condition { operator: "StringEquals", key: "kms:ViaService".to_owned(), values: distinct(services) }),
        }
    };
    let statements = [
        statement("ListBuckets", &["s3:ListBucket"], on_buckets(&all)),
        statement("ReadObjects", &["s3:GetObject"], on_objects(&all)),
        statement("WriteObjects", &["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], on_objects(&written)),
        // The parts of a multipart upload are decrypted when they are joined, so writing takes kms:Decrypt, too.
        with_keys("DecryptObjects", &["kms:Decrypt"], &all),
        with_keys("EncryptObjects", &["kms:GenerateDataKey"], &written),
        statement(
            "ConsumeMessages",
            &[
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:GetQueueAttributes",
                "sqs:GetQueueUrl",
            ],
            distinct(identity.consumes().whole().iter()).into_iter().map(ToString::to_string).collect(),
        ),
        with_own_keys(platform, "DecryptOwnObjects", &["kms:Decrypt"], &all),
        with_own_keys(platform, "EncryptOwnObjects", &["kms:GenerateDataKey"], &written),
    ];
    statements.into_iter().filter(|statement| !statement.resources.is_empty()).collect()
}

/// The use of keys that are created with their buckets. Their ids are known only later, so they go by their aliases; the key's own
/// policy lets nobody use it but through S3. Source: KMS developer guide, "Use aliases to control access to KMS keys".
fn with_own_keys(
    platform: At<'_, Platform>,
    sid: &'static str,
    actions: &'static [&'static str],
    of: &[At<'_, Bucket>],
) -> Statement {
    let own: Vec<_> = of.iter().copied().filter(|bucket| has_own_key(bucket)).collect();
    let account = platform.account().get().map_or_else(|| "*".to_owned(), |account| account.to_string());
    let regions = own.iter().map(|bucket| {
        let region = bucket_region(platform, *bucket);
        format!("arn:{}:kms:{region}:{account}:key/*", region.partition())
    });
    Statement {
        sid,
        actions,
        resources: distinct(regions),
        condition: Some(Condition {
            operator: "ForAnyValue:StringEquals",
            key: "kms:ResourceAliases".to_owned(),
            values: own.iter().map(|bucket| key_alias(platform, *bucket)).collect(),
        }),
    }
}

/// What the restore drill of a namespace may do: read checkpoints where they are and where they are copied to, and change nothing.
pub fn drill_policy<'a>(platform: impl Lens<'a, Platform>, cluster: impl Lens<'a, Cluster>, namespace: &Name) -> Vec<Statement> {
    let platform = platform.into();
    let cluster = cluster.into();
    let partition = region(platform, cluster).partition();
    let account = platform.account().get().map_or_else(|| "*".to_owned(), |account| account.to_string());
    let places = drilled(platform, cluster, namespace);
    let buckets = distinct(places.iter().map(|place| format!("arn:{partition}:s3:::{}", place.s3)));
    let objects = buckets.iter().map(|bucket| format!("{bucket}/*")).collect();
    let given = keys(&places.iter().map(|place| place.bucket).collect::<Vec<_>>());
    // A copy of what a key encrypts is encrypted with a key of its own, which has the same alias there.
    let own: Vec<_> = places
        .iter()
        .filter(|place| has_own_key(place.bucket) || place.bucket.key().is_some() && place.s3 != *place.bucket.s3())
        .collect();
    let through = |regions: Vec<String>| Condition {
        operator: "StringEquals",
        key: "kms:ViaService".to_owned(),
        values: regions.into_iter().map(|region| format!("s3.{region}.{}", partition.dns_suffix())).collect(),
    };
    let statement = |sid, actions, resources| Statement { sid, actions, resources, condition: None };
    let statements = [
        statement("ListCheckpoints", &["s3:ListBucket"], buckets),
        statement("ReadCheckpoints", &["s3:GetObject"], objects),
        Statement {
            condition: Some(through(distinct(given.iter().map(|key| key.region().to_owned())))),
            ..statement("DecryptCheckpoints", &["kms:Decrypt"], given.iter().map(ToString::to_string).collect())
        },
        Statement {
            condition: Some(Condition {
                operator: "ForAnyValue:StringEquals",
                key: "kms:ResourceAliases".to_owned(),
                values: distinct(own.iter().map(|place| key_alias(platform, place.bucket))),
            }),
            ..statement(
                "DecryptOwnCheckpoints",
                &["kms:Decrypt"],
                distinct(own.iter().map(|place| format!("arn:{partition}:kms:{}:{account}:key/*", place.region))),
            )
        },
    ];
    statements.into_iter().filter(|statement| !statement.resources.is_empty()).collect()
}

/// What the Cluster Autoscaler may do: look at everything, change only groups that carry its cluster's discovery tag.
/// Source: Cluster Autoscaler, `cloudprovider/aws/README.md` ("Full Cluster Autoscaler Features Policy").
pub fn autoscaler_policy<'a>(
    platform: impl Lens<'a, Platform>,
    cluster: impl Lens<'a, Cluster>,
    scaler: impl Lens<'a, ClusterAutoscaler>,
) -> Vec<Statement> {
    let platform = platform.into();
    let cluster = cluster.into();
    let scaler = scaler.into();
    let region = region(platform, cluster);
    let account = platform.account().get().map_or_else(|| "*".to_owned(), |account| account.to_string());
    let look = Statement {
        sid: "LookAtGroupsAndTypes",
        actions: &[
            "autoscaling:DescribeAutoScalingGroups",
            "autoscaling:DescribeAutoScalingInstances",
            "autoscaling:DescribeLaunchConfigurations",
            "autoscaling:DescribeScalingActivities",
            "autoscaling:DescribeTags",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceTypes",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:GetInstanceTypesFromInstanceRequirements",
        ],
        resources: vec!["*".to_owned()],
        condition: None,
    };
    let managed = Statement {
        sid: "LookAtManagedGroups",
        actions: &["eks:DescribeNodegroup"],
        resources: vec![format!("arn:{}:eks:{region}:{account}:nodegroup/{}/*", region.partition(), cluster.name())],
        condition: None,
    };
    let scale = Statement {
        sid: "ScaleOwnGroups",
        actions: &["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
        resources: vec![format!(
            "arn:{}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/*",
            region.partition()
        )],
        condition: Some(Condition {
            operator: "StringEquals",
            key: format!("aws:ResourceTag/k8s.io/cluster-autoscaler/{}", discovery_name(cluster, scaler)),
            values: vec!["owned".to_owned()],
        }),
    };
    vec![look, managed, scale]
}

/// What the EBS driver may do with the keys that storage classes name: `AmazonEBSCSIDriverPolicy` knows no keys, and volumes with one
/// could be made but never attached. Source: EKS user guide, "Store Kubernetes volumes with Amazon EBS".
pub fn ebs_key_policy<'a>(cluster: impl Lens<'a, Cluster>) -> Vec<Statement> {
    let cluster = cluster.into();
    let keys = cluster.storage().iter().filter_map(|class| variant!(class.backend(), Backend::EbsGp3)?.key().whole().as_ref());
    let keys: Vec<String> = distinct(keys).into_iter().map(ToString::to_string).collect();
    let grant = Statement {
        sid: "GrantVolumeKeysToEc2",
        actions: &["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
        resources: keys.clone(),
        condition: Some(Condition {
            operator: "Bool",
            key: "kms:GrantIsForAWSResource".to_owned(),
            values: vec!["true".to_owned()],
        }),
    };
    let encrypt = Statement {
        sid: "UseVolumeKeys",
        actions: &["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        resources: keys,
        condition: None,
    };
    [grant, encrypt].into_iter().filter(|statement| !statement.resources.is_empty()).collect()
}

/// The cluster's name in the tag by which the Cluster Autoscaler finds its groups (CST-08).
pub fn discovery_name<'a>(cluster: impl Lens<'a, Cluster>, scaler: impl Lens<'a, ClusterAutoscaler>) -> &'a Name {
    let cluster = cluster.into();
    let scaler = scaler.into();
    scaler.discovery_cluster().get().unwrap_or_else(|| cluster.name()).whole()
}

/// The ARN of a policy that AWS maintains, such as `service-role/AmazonEBSCSIDriverPolicy`.
pub fn managed_policy(partition: Partition, path: &str) -> String {
    format!("arn:{partition}:iam::aws:policy/{path}")
}

fn buckets<'a>(platform: At<'a, Platform>, stores: impl Iterator<Item = At<'a, Store>>) -> Vec<At<'a, Bucket>> {
    let found = stores.filter_map(|store| {
        let name = variant!(store, Store::Bucket)?;
        platform.buckets().iter().find(|bucket| bucket.name() == name)
    });
    let mut all: Vec<At<'a, Bucket>> = Vec::new();
    for bucket in found {
        if !all.iter().any(|known| known.name() == bucket.name()) {
            all.push(bucket);
        }
    }
    all
}

fn keys<'a>(buckets: &[At<'a, Bucket>]) -> Vec<&'a KeyArn> {
    distinct(buckets.iter().filter_map(|bucket| bucket.key().whole().as_ref()))
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for item in items {
        if !all.contains(&item) {
            all.push(item);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{EbsGp3, Storage};

    const KEY: &str = "arn:aws:kms:us-west-2:111122223333:key/2f0c3a5e-8d7b-4e6f-9a1b-3c4d5e6f7a8b";

    fn platform(region: &str) -> Platform {
        let bucket = |name: &str, key: Option<&str>| Bucket {
            name: name.parse().expect(name),
            s3: format!("acme-{name}").parse().expect(name),
            key: key.map(|key| key.parse().expect(key)),
            create: None,
        };
        Platform {
            region: region.parse().expect(region),
            buckets: vec![bucket("data", Some(KEY)), bucket("checkpoints", None)],
            ..Platform::default()
        }
    }

    fn store(name: &str) -> Store {
        Store::Bucket(name.parse().expect(name))
    }

    fn shown(statements: &[Statement]) -> Vec<String> {
        statements.iter().map(|of| format!("{} {} {}", of.sid, of.actions.join(","), of.resources.join(","))).collect()
    }

    #[test]
    fn an_identity_may_do_what_it_says_and_no_more() {
        let platform = platform("us-west-2");
        let reader = Identity { read: vec![store("data")], ..Identity::default() };
        let statements = identity_policy(&platform, &Cluster::default(), &reader);
        assert_eq!(
            shown(&statements),
            [
                "ListBuckets s3:ListBucket arn:aws:s3:::acme-data",
                "ReadObjects s3:GetObject arn:aws:s3:::acme-data/*",
                &format!("DecryptObjects kms:Decrypt {KEY}"),
            ]
        );
        let via = statements.last().and_then(|statement| statement.condition.clone()).expect("a condition");
        assert_eq!((via.key.as_str(), via.values), ("kms:ViaService", vec!["s3.us-west-2.amazonaws.com".to_owned()]));
    }

    #[test]
    fn writing_includes_reading_and_names_each_bucket_once() {
        let both =
            Identity { read: vec![store("data")], write: vec![store("data"), store("checkpoints")], ..Identity::default() };
        assert_eq!(
            shown(&identity_policy(&platform("us-west-2"), &Cluster::default(), &both)),
            [
                "ListBuckets s3:ListBucket arn:aws:s3:::acme-data,arn:aws:s3:::acme-checkpoints",
                "ReadObjects s3:GetObject arn:aws:s3:::acme-data/*,arn:aws:s3:::acme-checkpoints/*",
                "WriteObjects s3:PutObject,s3:DeleteObject,s3:AbortMultipartUpload arn:aws:s3:::acme-data/*,arn:aws:s3:::acme-checkpoints/*",
                &format!("DecryptObjects kms:Decrypt {KEY}"),
                &format!("EncryptObjects kms:GenerateDataKey {KEY}"),
            ]
        );
    }

    #[test]
    fn arns_are_of_the_region_s_partition() {
        let writer = Identity { write: vec![store("checkpoints")], ..Identity::default() };
        for (region, arn) in [("cn-north-1", "arn:aws-cn:s3:::"), ("us-gov-west-1", "arn:aws-us-gov:s3:::")] {
            let statements = identity_policy(&platform(region), &Cluster::default(), &writer);
            assert!(statements.iter().flat_map(|statement| &statement.resources).all(|resource| resource.starts_with(arn)));
        }
    }

    #[test]
    fn an_identity_without_stores_may_do_nothing() {
        assert_eq!(identity_policy(&platform("us-west-2"), &Cluster::default(), &Identity::default()), []);
    }

    #[test]
    fn the_ebs_driver_uses_the_keys_of_its_classes() {
        let mut cluster = Cluster::default();
        assert_eq!(ebs_key_policy(&cluster), []);
        let ebs = EbsGp3 { key: Some(KEY.parse().expect(KEY)), ..EbsGp3::default() };
        let class = Storage { backend: Backend::EbsGp3(ebs), ..Storage::default() };
        cluster.storage = vec![class.clone(), class];
        let statements = ebs_key_policy(&cluster);
        assert!(statements.iter().all(|statement| statement.resources == [KEY]), "{statements:?}");
        let grant = statements.iter().find(|statement| statement.actions.contains(&"kms:CreateGrant")).expect("a grant");
        assert_eq!(grant.condition.as_ref().map(|condition| condition.operator), Some("Bool"));
    }

    #[test]
    fn the_autoscaler_changes_only_groups_of_its_cluster() {
        let cluster = Cluster { name: "shared".parse().expect("a name"), ..Cluster::default() };
        let policy = autoscaler_policy(&platform("us-west-2"), &cluster, &ClusterAutoscaler::default());
        let unconditional =
            policy.iter().filter(|statement| statement.condition.is_none()).flat_map(|statement| statement.actions);
        assert!(unconditional.clone().count() > 0);
        for action in unconditional {
            assert!(action.contains(":Describe") || action.contains(":Get"), "{action} changes something");
        }
        let tag = policy.last().and_then(|statement| statement.condition.as_ref());
        assert_eq!(tag.map(|condition| condition.key.as_str()), Some("aws:ResourceTag/k8s.io/cluster-autoscaler/shared"));
    }
}
