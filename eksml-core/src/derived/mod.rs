//! What follows from a spec: rules judge it, renderers emit it, so that both speak of the same thing.

mod accelerator;
mod access_groups;
mod addons;
mod asg_tags;
mod backups;
mod buckets;
mod callers;
mod cluster_config;
mod cluster_view;
mod data;
mod device_agents;
mod devices;
mod disk;
mod endpoints;
mod gitops;
pub mod gp3;
mod hardware;
mod iam_policy;
mod images;
pub mod ip_plan;
mod irsa;
mod job_form;
mod needed_endpoints;
mod network;
mod node_group;
mod own_scaler;
mod own_subnets;
mod placement;
mod plane;
mod pools;
mod priorities;
mod purchase;
mod queues;
mod registries;
mod roles;
mod room;
mod secrets;
mod security_groups;
mod sent_jobs;
pub mod side_jobs;
mod storage_matrix;
mod system_namespaces;
mod workload;
mod workspace;

pub use accelerator::{AcceleratorKind, accelerator};
pub use access_groups::{VIEWERS_GROUP, custom_resources_in, team_group, team_needs_group};
pub use addons::{ALWAYS, addon_version, addons, csi_driver, is_repaired, offers_metrics_server, prometheus_class};
pub use asg_tags::{LABEL_TAG, RESOURCE_TAG, TAINT_TAG, asg_tags, discovery_tags, template_tag, template_tags};
pub use backups::{
    COLD_DAYS, CheckpointPlace, DRILL, KEEP_DAYS, drill_namespaces, drilled, is_deletion_protected, kept_days, vault_name,
};
pub use buckets::{
    FLEET_FOLDER, bucket_region, has_own_key, is_linked, key_alias, own_secrets_key, replica_name, secrets_key_alias,
};
pub use callers::{Caller, callers};
pub use cluster_config::{ConfigOrigin, cluster_config, interruption_queue};
pub(crate) use cluster_config::{cluster_config_with_unknown, derived_addon, karpenter_permissions};
pub use cluster_config::{placement_group, vpc_cni};
pub use cluster_view::ClusterView;
pub use data::{
    cache_mib, class_of, created_efs, is_one_nodes, is_provisioned, lustre_at_home, lustre_place, lustre_size_gib, mounted,
    persistent_volume_name, single_file_system, waits_for_stack,
};
pub use device_agents::{DeviceAgent, device_agents, tolerated_keys};
pub use devices::{device_resource, devices};
pub use disk::{disk_mib, root_volume_gib};
pub use endpoints::{eksctl_makes_endpoint, is_fully_private, own_endpoints};
pub use gitops::{
    GITOPS_FOLDER, GITOPS_GROUP, GITOPS_PATH, GITOPS_REVISION, argo_cd, argo_cd_entry, argo_cd_home, argo_cd_keeps,
    gitops_installs_operators,
};
pub use hardware::{accelerators_shown, model_shown, price_shown, same_shape, shape_shown};
pub use iam_policy::{
    Condition, Statement, autoscaler_policy, discovery_name, drill_policy, ebs_key_policy, identity_policy, managed_policy,
};
pub use images::{is_reached_privately, mirrored_images, own_images};
pub use irsa::{IrsaRole, irsa_role, makes_irsa_role, needs_oidc};
pub use job_form::{JobForm, has_jobs, job_form};
pub use needed_endpoints::needed_endpoints;
pub use network::{
    MOST_ZONES, SERVICE_CIDR_DEFAULTS, default_service_cidr, free_block, narrowest_vpc, private_subnet, private_subnet_size,
    region, service_cidr, zones_of_cluster, zones_of_group,
};
pub use node_group::{USE_LABEL, label, labels, model_label, taints, workload_type};
pub use own_scaler::{has_own_scaler, names_a_scaler};
pub use own_subnets::{own_private_subnet_in, own_private_subnet_of_each_zone, own_private_subnets};
pub use placement::{GROUP_LABEL, efa_interfaces, efa_interfaces_of, groups_of, homes, huge_pages_mib, on_spot};
pub use plane::{
    AUTOSCALER_LABEL, DEVICE_CLASS, OPERANDS_LABEL, PLANE_LABELS, carries_nvidia, claims_devices, has_both_ways, has_claims,
    node_labels, placement_label, placement_labels, plane_of, served_by, sharing_name,
};
pub use pools::{
    consolidate_after, efa_layout, expire_after, has_general_purpose, has_pools, holds_nodes_back, image_alias, is_auto_mode,
    limits, makes_node_role, node_role_arn, node_role_name, only_when_empty, pool, pools,
};
pub use priorities::{PRIORITY_OF_USE, PriorityClass, priority_classes, priority_of};
pub use purchase::{always_on_demand, may_use_spot};
pub use queues::{
    LOADING_SECONDS, QueuePlan, ResourceAmount, SharePlan, knows_its_place, most_nodes, node_amounts, queue_of, queues,
    training_groups,
};
pub use registries::allowed_registries;
pub use roles::{LONGEST_ROLE_NAME, role_arn};
pub use room::{EFA_COUNTERS, MPS_CONTROL, Room, room, rooms};
pub use secrets::{Secret, is_named_secret, is_secret_name, is_secret_option, secret_in, token_in};
pub use security_groups::{
    KindGroup, comes_after_stack, has_group_per_kind, has_own_file_system, kind_group, kind_groups, kinds_let_in, may_run_on,
};
pub use sent_jobs::{
    SENDER, SENDER_GROUP, jobs_wait_here, reached_from, sender, sender_role_arn, sender_role_name, sends_jobs, sent_amounts,
    takes_jobs, workers,
};
pub use storage_matrix::{Medium, StorageRow, storage_row};
pub use system_namespaces::{
    AGENT_NAMESPACE, DEVICE_NAMESPACE, MONITORING_NAMESPACE, is_system_namespace, monitoring_namespace, system_namespaces,
};
pub use workload::Workload;
pub use workspace::workspace;
