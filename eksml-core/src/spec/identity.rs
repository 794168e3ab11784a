//! Service accounts with AWS permissions.

use super::Waiver;
use super::declare::spec;
use crate::units::{Name, QueueArn, RoleArn};

spec! {
    /// A service account with AWS permissions, granted by what it reads and writes (SEC-10).
    pub struct Identity {
        /// The service account's name.
        name: Name = name;
        /// Its namespace.
        namespace: Name = required;
        /// What it reads.
        read: Vec<Store> = optional;
        /// What it reads, writes and deletes.
        write: Vec<Store> = optional;
        /// The SQS queues whose messages it receives and deletes; a key of its own that a queue has is not covered.
        consumes: Vec<QueueArn> = optional;
        /// How it gets its credentials; one way (SEC-05).
        via: Mechanism = optional;
        /// Whose Pods run as it; those of workloads declared here, unless others are said to (SEC-21).
        used_by: UsedBy = optional;
        /// Rules set aside for this identity.
        waivers: Vec<Waiver> = each "waive";
    }
    refuses {
        "policies" by "SEC-10": "whole policies are broader than what the workload needs",
            "say what it needs: `read: bucket …`, `write: bucket …`";
        "actions" by "SEC-10": "actions follow from what the workload reads and writes",
            "say what it needs: `read: bucket …`, `write: bucket …`";
        "resources" by "SEC-11": "a bucket is listed by its own ARN, its objects are read by theirs, and its key is used through S3: each action \
            on its resource",
            "say what it needs: `read: bucket …`, `write: bucket …`";
        "kms_keys" by "SEC-11": "the key of a bucket is used by whoever may use the bucket, through S3 alone",
            "give the bucket its key: `bucket … { key: \"arn:aws:kms:…\" }`, or `create { own_key: true }`";
        "subject" by "SEC-06": "the trust policy names this namespace and service account exactly, and the audience sts.amazonaws.com",
            "remove the word; declare an `identity` for each service account that needs one";
        "audience" by "SEC-06": "the trust policy names this namespace and service account exactly, and the audience sts.amazonaws.com",
            "remove the word";
        "trust" by "SEC-07": "the trust policy follows from cluster, namespace and name: sts:AssumeRole and sts:TagSession for this one service account",
            "remove the word, or write `via: ExistingRole(\"arn:aws:iam::…\")` for a role with a trust policy of its own";
        "trust_policy" by "SEC-07": "the trust policy follows from cluster, namespace and name: sts:AssumeRole and sts:TagSession for this one service account",
            "remove the word, or write `via: ExistingRole(\"arn:aws:iam::…\")` for a role with a trust policy of its own";
        "role_arn" by "SEC-05": "a role is one of the ways to get credentials, and there is one way for an identity",
            "write `via: ExistingRole(\"arn:aws:iam::…\")`";
        "role" by "SEC-05": "a role is one of the ways to get credentials, and there is one way for an identity",
            "write `via: ExistingRole(\"arn:aws:iam::…\")`";
        "annotations" by "SEC-05": "`eks.amazonaws.com/role-arn` and the like follow from `via`; a second way beside it would be picked silently",
            "write `via: PodIdentity`, `via: Irsa` or `via: ExistingRole(\"arn:aws:iam::…\")`";
    }
}

spec! {
    /// A place where data lives.
    pub enum Store {
        /// A bucket of the platform, by its name there.
        Bucket(Name),
    }
}

spec! {
    /// Whose Pods run as a service account.
    pub enum UsedBy {
        /// Those of workloads that are declared in the same platform.
        Workloads,
        /// Those of others, too: another tool's, or objects of the raw door, which come in after the macro has judged.
        Others,
    }
}

spec! {
    /// How a service account gets AWS credentials.
    pub enum Mechanism {
        /// EKS Pod Identity: an association, no annotation, no OIDC provider.
        PodIdentity,
        /// IAM roles for service accounts, for cross-account access and Fargate.
        Irsa,
        /// EKS Pod Identity with a role that exists already.
        ExistingRole(RoleArn),
    }
}
