//! AWS services that a VPC reaches without the internet.

use super::declare::spec;

spec! {
    /// A service with an endpoint in the VPC: its traffic leaves neither the VPC nor a NAT gateway's bill (NET-11).
    pub enum AwsService {
        /// S3, by a gateway that costs nothing; ECR keeps image layers there.
        S3,
        /// ECR: its API and its registry.
        Ecr,
        /// STS, for IRSA.
        Sts,
        /// EC2, for the CNI and the EBS driver.
        Ec2,
        /// The EKS API.
        Eks,
        /// EKS Pod Identity.
        EksAuth,
        /// CloudWatch Logs.
        Logs,
        /// EC2 Auto Scaling, for the Cluster Autoscaler.
        Autoscaling,
        /// FSx.
        Fsx,
        /// EFS.
        Efs,
        /// SQS, for Karpenter's interruption queue and for queues that services grow by.
        Sqs,
        /// KMS.
        Kms,
        /// Systems Manager: sessions on nodes, and the AMIs that Karpenter looks up.
        Ssm,
        /// Managed Prometheus.
        Prometheus,
        /// Elastic Load Balancing, for the AWS Load Balancer Controller.
        ElasticLoadBalancing,
        /// SNS, for Alertmanager.
        Sns,
    }
}
