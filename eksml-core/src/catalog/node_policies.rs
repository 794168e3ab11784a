//! AWS's own IAM policies that a node needs for itself: to join, to pull images, to give Pods addresses, to be reached;
//! `facts/node_policies.tsv`.
use super::tables::nodes::{JOIN, OTHERS};

/// The name of a policy of AWS's own, in any partition.
fn name(arn: &str) -> Option<&str> {
    let (partition, name) = arn.strip_prefix("arn:")?.split_once(":iam::aws:policy/")?;
    partition.starts_with("aws").then_some(name)
}

/// Whether the ARN is that of a policy which the node needs for itself, and no workload.
pub fn is_node_policy(arn: &str) -> bool {
    name(arn).is_some_and(|name| JOIN.contains(&name) || OTHERS.contains(&name))
}

/// Whether nodes with these policies can join: `None` where one of them is not AWS's own, and may say anything.
pub fn can_join<'a>(arns: impl Iterator<Item = &'a str>) -> Option<bool> {
    let names: Vec<Option<&str>> = arns.map(name).collect();
    let joins = names.iter().flatten().any(|name| JOIN.contains(name));
    (joins || names.iter().all(Option::is_some)).then_some(joins)
}

#[cfg(test)]
mod tests {
    use super::{can_join, is_node_policy};

    #[test]
    fn nodes_need_few_policies() {
        assert!(is_node_policy("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"));
        assert!(is_node_policy("arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore"));
        for other in
            ["arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::111122223333:policy/AmazonEKSWorkerNodePolicy", "", "x"]
        {
            assert!(!is_node_policy(other), "{other}");
        }
    }

    #[test]
    fn nodes_join_by_one_of_two_policies() {
        let (join, pull) =
            ("arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy", "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly");
        let own = "arn:aws:iam::111122223333:policy/node";
        assert_eq!(can_join([pull].into_iter()), Some(false));
        assert_eq!(can_join([pull, join].into_iter()), Some(true));
        assert_eq!(can_join([pull, own].into_iter()), None);
        assert_eq!(can_join([own, join].into_iter()), Some(true));
    }
}
