//! What Karpenter's controller may do in AWS, and the name of the queue it listens to.

use super::view::View;
use crate::derived;
use crate::eksctl::{InlineDocument, Json};
use crate::spec::{At, Cluster, Lens, Platform};

/// The name of the queue by which EC2 warns of interruptions (CST-04).
pub fn interruption_queue<'a>(cluster: impl Lens<'a, Cluster>) -> String {
    format!("{}-karpenter", cluster.into().name())
}

/// What Karpenter may do: look at what EC2 offers, and change only what carries its cluster's tag.
/// Source: Karpenter 1.14, reference, "CloudFormation", controller policies.
pub(crate) fn permissions(platform: At<'_, Platform>, cluster: At<'_, Cluster>) -> InlineDocument {
    let view = View { platform, cluster, unknown: None };
    let region = view.region();
    let (partition, cluster) = (region.partition(), view.cluster.name().whole().as_str());
    let account = view.platform.account().get().map_or_else(|| "*".to_owned(), |account| account.to_string());
    let ec2 = |account: &str, kinds: &[&str]| {
        kinds.iter().map(|kind| format!("arn:{partition}:ec2:{region}:{account}:{kind}/*")).collect::<Vec<_>>()
    };
    let owned = |tag: &str| format!("aws:{tag}/kubernetes.io/cluster/{cluster}");
    let of_pool = |tag: &str| format!("aws:{tag}/karpenter.sh/nodepool");
    let of_class = |tag: &str| format!("aws:{tag}/karpenter.k8s.aws/ec2nodeclass");
    let in_region = |tag: &str| format!("aws:{tag}/topology.kubernetes.io/region");
    let made = ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"];
    let inputs = ["security-group", "subnet", "capacity-reservation", "placement-group"];
    let public = ec2("", &["image", "snapshot"]);
    let profiles = format!("arn:{partition}:iam::{account}:instance-profile/*");
    let role = derived::node_role_arn(view.platform, view.cluster);
    let eks = format!("arn:{partition}:eks:{region}:{account}:cluster/{cluster}");
    let queue = format!("arn:{partition}:sqs:{region}:{account}:{}", interruption_queue(view.cluster));
    let keys = keys(view);
    let mut statements = vec![
        allow(
            "LaunchFromWhatIsThere",
            &["ec2:RunInstances", "ec2:CreateFleet"],
            Json::texts([public, ec2("*", &inputs)].concat()),
            None,
        ),
        allow(
            "LaunchFromOwnTemplates",
            &["ec2:RunInstances", "ec2:CreateFleet"],
            Json::texts(ec2("*", &["launch-template"])),
            Some(when([
                ("StringEquals", vec![(owned("ResourceTag"), Json::from("owned"))]),
                ("StringLike", vec![(of_pool("ResourceTag"), Json::from("*"))]),
            ])),
        ),
        allow(
            "LaunchWhatIsTagged",
            &["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
            Json::texts(ec2("*", &made)),
            Some(when([
                (
                    "StringEquals",
                    vec![
                        (owned("RequestTag"), Json::from("owned")),
                        ("aws:RequestTag/eks:eks-cluster-name".to_owned(), Json::from(cluster)),
                    ],
                ),
                ("StringLike", vec![(of_pool("RequestTag"), Json::from("*"))]),
            ])),
        ),
        allow(
            "TagWhatIsLaunched",
            &["ec2:CreateTags"],
            Json::texts(ec2("*", &made)),
            Some(when([
                (
                    "StringEquals",
                    vec![
                        (owned("RequestTag"), Json::from("owned")),
                        ("aws:RequestTag/eks:eks-cluster-name".to_owned(), Json::from(cluster)),
                        ("ec2:CreateAction".to_owned(), Json::texts(["RunInstances", "CreateFleet", "CreateLaunchTemplate"])),
                    ],
                ),
                ("StringLike", vec![(of_pool("RequestTag"), Json::from("*"))]),
            ])),
        ),
        allow(
            "NameWhatRuns",
            &["ec2:CreateTags"],
            Json::texts(ec2("*", &["instance"])),
            Some(when([
                ("StringEquals", vec![(owned("ResourceTag"), Json::from("owned"))]),
                ("StringLike", vec![(of_pool("ResourceTag"), Json::from("*"))]),
                (
                    "ForAllValues:StringEquals",
                    vec![("aws:TagKeys".to_owned(), Json::texts(["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"]))],
                ),
            ])),
        ),
        allow(
            "EndItsOwn",
            &["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
            Json::texts(ec2("*", &["instance", "launch-template"])),
            Some(when([
                ("StringEquals", vec![(owned("ResourceTag"), Json::from("owned"))]),
                ("StringLike", vec![(of_pool("ResourceTag"), Json::from("*"))]),
            ])),
        ),
        allow(
            "LookAtTheRegion",
            &[
                "ec2:DescribeCapacityReservations",
                "ec2:DescribeImages",
                "ec2:DescribeInstances",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstanceTypeOfferings",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplates",
                "ec2:DescribePlacementGroups",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSpotPriceHistory",
                "ec2:DescribeSubnets",
            ],
            Json::from("*"),
            Some(when([("StringEquals", vec![("aws:RequestedRegion".to_owned(), Json::from(region.as_str()))])])),
        ),
        allow(
            "FindImages",
            &["ssm:GetParameter"],
            Json::from(format!("arn:{partition}:ssm:{region}::parameter/aws/service/*")),
            None,
        ),
        allow("FindPrices", &["pricing:GetProducts"], Json::from("*"), None),
        allow("HearOfInterruptions", &["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], Json::from(queue), None),
        allow(
            "GiveNodesTheirRole",
            &["iam:PassRole"],
            Json::from(role),
            Some(when([(
                "StringEquals",
                vec![("iam:PassedToService".to_owned(), Json::from(format!("ec2.{}", partition.dns_suffix())))],
            )])),
        ),
        allow(
            "MakeProfiles",
            &["iam:CreateInstanceProfile"],
            Json::from(profiles.as_str()),
            Some(when([
                (
                    "StringEquals",
                    vec![(owned("RequestTag"), Json::from("owned")), (in_region("RequestTag"), Json::from(region.as_str()))],
                ),
                ("StringLike", vec![(of_class("RequestTag"), Json::from("*"))]),
            ])),
        ),
        allow(
            "TagProfiles",
            &["iam:TagInstanceProfile"],
            Json::from(profiles.as_str()),
            Some(when([
                (
                    "StringEquals",
                    vec![
                        (owned("ResourceTag"), Json::from("owned")),
                        (in_region("ResourceTag"), Json::from(region.as_str())),
                        (owned("RequestTag"), Json::from("owned")),
                        (in_region("RequestTag"), Json::from(region.as_str())),
                    ],
                ),
                ("StringLike", vec![(of_class("ResourceTag"), Json::from("*")), (of_class("RequestTag"), Json::from("*"))]),
            ])),
        ),
        allow(
            "ChangeOwnProfiles",
            &["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
            Json::from(profiles.as_str()),
            Some(when([
                (
                    "StringEquals",
                    vec![(owned("ResourceTag"), Json::from("owned")), (in_region("ResourceTag"), Json::from(region.as_str()))],
                ),
                ("StringLike", vec![(of_class("ResourceTag"), Json::from("*"))]),
            ])),
        ),
        allow("ReadProfiles", &["iam:GetInstanceProfile"], Json::from(profiles.as_str()), None),
        allow("ListProfiles", &["iam:ListInstanceProfiles"], Json::from("*"), None),
        allow("FindTheApiServer", &["eks:DescribeCluster"], Json::from(eks), None),
    ];
    if !keys.is_empty() {
        let grants = when([("Bool", vec![("kms:GrantIsForAWSResource".to_owned(), Json::from("true"))])]);
        let keys = || Json::texts(keys.iter().map(String::as_str));
        statements.push(allow("GrantVolumeKeysToEc2", &["kms:CreateGrant"], keys(), Some(grants)));
        let actions = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"];
        statements.push(allow("UseVolumeKeys", &actions, keys(), None));
    }
    [("Version", Json::from("2012-10-17")), ("Statement", Json::from(statements))].into_iter().collect()
}

/// The keys of the volumes of pools, each once.
fn keys(view: View<'_>) -> Vec<String> {
    let mut keys: Vec<String> =
        derived::pools(view.cluster).filter_map(|(group, _)| group.volume().key().get()).map(|key| key.to_string()).collect();
    keys.sort();
    keys.dedup();
    keys
}

fn allow(sid: &str, actions: &[&str], resources: Json, condition: Option<Json>) -> Json {
    let what = [
        ("Sid", Json::from(sid)),
        ("Effect", Json::from("Allow")),
        ("Action", Json::texts(actions.iter().copied())),
        ("Resource", resources),
    ];
    Json::object(what.into_iter().chain(condition.map(|condition| ("Condition", condition))))
}

/// A condition: operators, each with keys and what they must be.
fn when<const N: usize>(operators: [(&str, Vec<(String, Json)>); N]) -> Json {
    Json::object(operators.map(|(operator, keys)| (operator, Json::object(keys))))
}
