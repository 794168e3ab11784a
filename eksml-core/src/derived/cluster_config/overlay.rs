//! What `eksctl { … }` blocks add to the ClusterConfig that follows from the words.
//!
//! The blocks have no keys for what words say, so nothing here undoes a word; lists are added to.

use indexmap::IndexMap;

use super::view::View;
use crate::eksctl::{
    Addon, ClusterBlock, ClusterConfig, ClusterIamBlock, ClusterMetaBlock, ClusterVpc, ClusterVpcBlock, ManagedNodeGroup,
    NodeGroupBlock, NodeGroupIam, NodeGroupNodeRepairConfig, NodeGroupSgs, SelfManagedNodeGroup,
};
use crate::source::Path;
use crate::spec::At;

/// Sets what the block sets, and leaves the rest.
macro_rules! set {
    ($view:expr, $at:expr, $of:expr, $block:expr, $($field:ident),+ $(,)?) => {
        $({
            let value = $view.copied($at, stringify!($field), $block.$field());
            if value.is_some() {
                $of.$field.clone_from(value);
            }
        })+
    };
}

/// Adds the lists of the block, each item once.
macro_rules! add {
    ($view:expr, $at:expr, $of:expr, $block:expr, $($field:ident),+ $(,)?) => {
        $($view.part($at, stringify!($field), || {
            for item in $block.$field().whole() {
                if !$of.$field.contains(item) {
                    $of.$field.push(item.clone());
                }
            }
        });)+
    };
}

/// Lays the cluster's block over its ClusterConfig.
pub(super) fn cluster<'a>(view: View<'a>, config: &mut ClusterConfig, block: At<'a, ClusterBlock>) {
    let root = Path::root();
    set!(
        view,
        &root,
        config,
        block,
        remote_network_config,
        addons_config,
        private_cluster,
        gitops,
        control_plane_scaling_config,
        zonal_shift_config,
        kube_api_server_config,
        kube_scheduler_config,
        kube_controller_manager_config,
    );
    add!(view, &root, config, block, identity_providers, fargate_profiles, local_zones, capabilities);
    view.part(&root, "metadata", || {
        if let Some(metadata) = block.metadata().get() {
            meta(view, config, metadata);
        }
    });
    view.part(&root, "auto_mode_config", || {
        if let Some(of) = block.auto_mode_config().get() {
            let auto = config.auto_mode_config.get_or_insert_default();
            set!(view, &root.field("auto_mode_config"), auto, of, node_role_arn, permissions_boundary_arn);
        }
    });
    view.part(&root, "iam", || {
        if let Some(of) = block.iam().get() {
            iam(view, config, of);
        }
    });
    view.part(&root, "access_config", || {
        if let Some(access) = block.access_config().get() {
            let config = config.access_config.get_or_insert_default();
            add!(view, &root.field("access_config"), config, access, access_entries);
        }
    });
    view.part(&root, "availability_zones", || {
        if block.vpc().get().is_some_and(|of| of.subnets().is_some()) {
            // The zones of an existing VPC are those of its subnets, and its NAT gateways are there already.
            config.availability_zones.clear();
        }
    });
    view.part(&root, "vpc", || {
        if let Some(of) = block.vpc().get() {
            vpc(view, config.vpc.get_or_insert_default(), of);
        }
    });
    view.part(&root, "addons", || {
        // Where an entry of the block's stands among those that follow from words depends on what it is: it is read whole.
        let view = View { unknown: None, ..view };
        for addon in block.addons().iter() {
            match config.addons.iter_mut().find(|known| known.name == *addon.name()) {
                Some(known) => add_on(view, known, addon),
                None => config.addons.push(addon.whole().clone()),
            }
        }
    });
}

fn meta<'a>(view: View<'a>, config: &mut ClusterConfig, block: At<'a, ClusterMetaBlock>) {
    let (metadata, at) = (&mut config.metadata, Path::root().field("metadata"));
    set!(view, &at, metadata, block, force_update_version, rollback_config);
    view.part(&at, "tags", || extend(&mut metadata.tags, &block.tags()));
    view.part(&at, "annotations", || extend(&mut metadata.annotations, &block.annotations()));
}

fn iam<'a>(view: View<'a>, config: &mut ClusterConfig, block: At<'a, ClusterIamBlock>) {
    let (iam, at) = (config.iam.get_or_insert_default(), Path::root().field("iam"));
    set!(
        view,
        &at,
        iam,
        block,
        with_oidc,
        service_role_arn,
        service_role_permissions_boundary,
        fargate_pod_execution_role_arn,
        fargate_pod_execution_role_permissions_boundary,
        vpc_resource_controller_policy,
    );
    add!(view, &at, iam, block, service_accounts, pod_identity_associations);
    view.part(&at, "with_oidc", || {
        if !block.service_accounts().is_empty() {
            iam.with_oidc = Some(true);
        }
    });
}

fn vpc<'a>(view: View<'a>, vpc: &mut ClusterVpc, block: At<'a, ClusterVpcBlock>) {
    let at = Path::root().field("vpc");
    set!(
        view,
        &at,
        vpc,
        block,
        id,
        subnets,
        security_group,
        hostname_type,
        ipv6_cidr,
        ipv6_pool,
        shared_node_security_group,
        manage_shared_node_security_group_rules,
        auto_allocate_ipv6,
        control_plane_on_private_subnets,
        control_plane_egress_mode,
    );
    add!(view, &at, vpc, block, extra_cidrs, extra_ipv6_cidrs, control_plane_subnet_ids, control_plane_security_group_ids);
    view.part(&at, "nat", || {
        if block.subnets().is_some() {
            vpc.nat = None;
        }
    });
}

/// What follows from the platform stays; CL-22 refuses a block that says it again.
fn add_on<'a>(view: View<'a>, known: &mut Addon, block: At<'a, Addon>) {
    let at = Path::root();
    set!(
        view,
        &at,
        known,
        block,
        version,
        service_account_role_arn,
        attach_policy,
        permissions_boundary,
        well_known_policies,
        resolve_conflicts,
        use_default_pod_identity_associations,
        namespace_config,
    );
    // An add-on has one source of permissions: what the block brings along takes the place of what follows from the platform.
    let brings_its_own = block.service_account_role_arn.is_some()
        || block.attach_policy.is_some()
        || !block.attach_policy_arns.is_empty()
        || block.well_known_policies.is_some()
        || block.use_default_pod_identity_associations == Some(true);
    if brings_its_own {
        known.pod_identity_associations.clear();
    }
    if known.configuration_values.is_none() {
        known.configuration_values.clone_from(&block.configuration_values());
    }
    if known.pod_identity_associations.is_empty() {
        known.pod_identity_associations.clone_from(&block.pod_identity_associations());
    }
    add!(view, &at, known, block, attach_policy_arns, publishers, types, owners);
    extend(&mut known.tags, &block.tags());
}

/// The keys that managed and self-managed groups share.
macro_rules! shared {
    ($view:expr, $at:expr, $group:expr, $block:expr) => {
        set!(
            $view,
            $at,
            $group,
            $block,
            instance_prefix,
            instance_name,
            ami,
            ebs_optimized,
            volume_type,
            volume_name,
            override_bootstrap_command,
            placement,
            bottlerocket,
            enable_detailed_monitoring,
            capacity_reservation,
            outpost_arn,
            update_config,
            instance_selector,
            ssh,
        );
        add!($view, $at, $group, $block, asg_suspend_processes, additional_volumes, pre_bootstrap_commands, subnets);
        $view.part($at, "security_groups", || {
            if let Some(block) = $block.security_groups().get() {
                security_groups(&mut $group.security_groups, &block);
            }
        });
        $view.part($at, "availability_zones", || {
            if !$block.subnets().is_empty() {
                // A subnet has its zone; eksctl refuses both.
                $group.availability_zones.clear();
            }
        });
        $view.part($at, "iam", || {
            if let Some(block) = $block.iam().get() {
                instance_role($view, &$at.field("iam"), $group.iam.get_or_insert_default(), block);
            }
        });
    };
}

/// Lays a group's block over what EKS will run. What exists for self-managed groups only, NG-41 refuses.
pub(super) fn managed<'a>(view: View<'a>, at: &Path, group: &mut ManagedNodeGroup, block: At<'a, NodeGroupBlock>) {
    if block.launch_template().is_some() {
        templated(group);
    }
    shared!(view, at, group, block);
    set!(view, at, group, block, release_version, launch_template);
    view.part(at, "node_repair_config", || {
        let Some(block) = block.node_repair_config().get() else { return };
        let at = at.field("node_repair_config");
        let repair = group.node_repair_config.get_or_insert_with(NodeGroupNodeRepairConfig::default);
        set!(
            view,
            &at,
            repair,
            block,
            max_unhealthy_node_threshold_percentage,
            max_unhealthy_node_threshold_count,
            max_parallel_nodes_repaired_percentage,
            max_parallel_nodes_repaired_count,
        );
        add!(view, &at, repair, block, node_repair_config_overrides);
    });
}

/// Leaves out what follows from words and is the launch template's to do: beside one, eksctl refuses it or ignores it. What the block
/// says beside a template stays, and is refused (EK-109, EK-110).
fn templated(group: &mut ManagedNodeGroup) {
    // A Capacity Block is still said, and checked, here.
    let capacity_reservation = group.capacity_reservation.take().filter(|_| group.instance_market_options.is_some());
    *group = ManagedNodeGroup {
        volume_type: None,
        volume_size: None,
        volume_encrypted: None,
        volume_kms_key_id: None,
        volume_iops: None,
        volume_throughput: None,
        disable_imds_v1: None,
        disable_pod_imds: None,
        efa_enabled: None,
        placement: None,
        max_pods_per_node: None,
        override_bootstrap_command: None,
        bottlerocket: None,
        // NET-19 says it.
        security_groups: None,
        capacity_reservation,
        ..std::mem::take(group)
    };
}

/// Lays a group's block over what eksctl will run. What exists for managed groups only, NG-41 refuses.
pub(super) fn self_managed<'a>(view: View<'a>, at: &Path, group: &mut SelfManagedNodeGroup, block: At<'a, NodeGroupBlock>) {
    shared!(view, at, group, block);
    set!(
        view,
        at,
        group,
        block,
        cpu_credits,
        cluster_dns,
        kubelet_extra_config,
        container_runtime,
        max_instance_lifetime,
        enclave_enabled,
    );
    add!(view, at, group, block, asg_metrics_collection, classic_load_balancer_names, target_group_arns, local_zones);
    view.part(at, "availability_zones", || {
        if !block.local_zones().is_empty() {
            group.availability_zones.clear();
        }
    });
    view.part(at, "instances_distribution", || {
        // NG-41: without a distribution there is nothing to price.
        if let (Some(block), Some(mix)) = (block.instances_distribution().get(), &mut group.instances_distribution) {
            let at = at.field("instances_distribution");
            set!(view, &at, mix, block, max_price, spot_instance_pools, capacity_rebalance);
        }
    });
}

/// Both are attached: the block's first, where findings look for them, and the one of the group's kind behind them.
fn security_groups(known: &mut Option<NodeGroupSgs>, block: &NodeGroupSgs) {
    let known = known.get_or_insert_default();
    if block.with_shared.is_some() {
        known.with_shared = block.with_shared;
    }
    if block.with_local.is_some() {
        known.with_local = block.with_local;
    }
    known.attach_ids.splice(..0, block.attach_ids.iter().cloned());
}

fn instance_role<'a>(view: View<'a>, at: &Path, iam: &mut NodeGroupIam, block: At<'a, NodeGroupIam>) {
    set!(
        view,
        at,
        iam,
        block,
        attach_policy,
        instance_profile_arn,
        instance_role_arn,
        instance_role_name,
        instance_role_permissions_boundary,
        with_addon_policies,
    );
    add!(view, at, iam, block, attach_policy_arns);
}

fn extend(map: &mut IndexMap<String, String>, more: &IndexMap<String, String>) {
    map.extend(more.iter().map(|(key, value)| (key.clone(), value.clone())));
}
