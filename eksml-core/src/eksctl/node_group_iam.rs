//! IAM, SSH and security groups of a node group.

use super::inline_document::InlineDocument;
use super::object::eksctl_object;

eksctl_object! {
    /// `iam` of a node group: its instance role, existing or created.
    ///
    /// An existing role (`instanceRoleARN`, or `instanceProfileARN` on self-managed groups) excludes every key that would shape a
    /// created one.
    pub struct NodeGroupIam, builder {
        /// A policy document to attach to the role.
        pub attach_policy: Option<InlineDocument>,
        /// ARNs of the policies of the role; they replace the defaults, so list the worker-node policies too.
        #[doc(alias = "attachPolicyARNs")]
        pub attach_policy_arns: Vec<String>,
        /// ARN of an existing instance profile; refused for managed groups.
        #[doc(alias = "instanceProfileARN")]
        pub instance_profile_arn: Option<String>,
        /// ARN of an existing role.
        #[doc(alias = "instanceRoleARN")]
        pub instance_role_arn: Option<String>,
        /// Name of the role that eksctl creates.
        pub instance_role_name: Option<String>,
        /// ARN of the permissions boundary of the role that eksctl creates.
        pub instance_role_permissions_boundary: Option<String>,
        /// Policies for add-ons that run on the nodes' role; refused with `disablePodIMDS`.
        pub with_addon_policies: Option<NodeGroupIamAddonPolicies>,
    }
}

eksctl_object! {
    /// Policies on the nodes' role, for every pod on the node; each absent one is off, save `imageBuilder`'s read-only part.
    pub struct NodeGroupIamAddonPolicies {
        /// Full access to ECR, as a build node needs it; absent: read only.
        pub image_builder: Option<bool>,
        /// What cluster-autoscaler needs.
        pub auto_scaler: Option<bool>,
        /// What external-dns needs on Route 53.
        #[doc(alias = "externalDNS")]
        pub external_dns: Option<bool>,
        /// What cert-manager needs to solve DNS01 challenges.
        pub cert_manager: Option<bool>,
        /// Full access to App Mesh.
        pub app_mesh: Option<bool>,
        /// Full access to the App Mesh preview.
        pub app_mesh_preview: Option<bool>,
        /// What the EBS CSI driver needs.
        pub ebs: Option<bool>,
        /// What the FSx CSI driver needs.
        pub fsx: Option<bool>,
        /// What the EFS CSI driver needs.
        pub efs: Option<bool>,
        /// What the AWS Load Balancer Controller needs.
        pub aws_load_balancer_controller: Option<bool>,
        /// What the ALB ingress controller, its predecessor, needed; excludes `awsLoadBalancerController`.
        pub alb_ingress: Option<bool>,
        /// What the X-Ray daemon needs.
        pub x_ray: Option<bool>,
        /// What the CloudWatch agent needs.
        pub cloud_watch: Option<bool>,
    }
}

eksctl_object! {
    /// `ssh` of a node group; at most one of the three key sources.
    pub struct NodeGroupSsh {
        /// Whether SSH is set up; absent: it is not. Without `privateNetworking` or source groups, port 22 is open to the world.
        pub allow: Option<bool>,
        /// Path of the public key on the machine that runs eksctl; absent: `~/.ssh/id_rsa.pub`.
        pub public_key_path: Option<String>,
        /// The public key itself.
        pub public_key: Option<String>,
        /// Name of an EC2 key pair.
        pub public_key_name: Option<String>,
        /// Security groups that may reach port 22.
        pub source_security_group_ids: Vec<String>,
        /// Obsolete: the SSM agent is part of the AMIs, and `false` is refused.
        pub enable_ssm: Option<bool>,
    }
}

eksctl_object! {
    /// `securityGroups` of a node group.
    pub struct NodeGroupSgs {
        /// Existing groups to attach.
        #[doc(alias = "attachIDs")]
        pub attach_ids: Vec<String>,
        /// Whether the group shared by all nodes is attached; absent: it is. Refused for managed groups when true.
        pub with_shared: Option<bool>,
        /// Whether the node group gets a group of its own; absent: it does. Refused for managed groups when true.
        pub with_local: Option<bool>,
    }
}
