//! Every kind of mistake that can be made in a table is found, and named by the row that has it.
use xtask::check::check;
use xtask::day::Day;
use xtask::facts::{Facts, repository};
use xtask::table::Table;

fn facts() -> Facts {
    Facts::read(&repository()).expect("the tables can be read")
}

/// The problems of the tables after a change to one of them.
fn after(table: &str, change: impl Fn(&mut Table), today: Option<&str>) -> Vec<String> {
    let mut facts = facts();
    change(facts.table_mut(table).expect("a table"));
    let day = today.map(|day| Day::parse(day).expect("a day"));
    check(&facts, day).map_or_else(|error| vec![error], |report| report.problems)
}

fn row(table: &Table, first: &str) -> usize {
    table.rows.iter().position(|row| row[0] == first).unwrap_or_else(|| panic!("{} has no {first}", table.name))
}

#[test]
fn a_cell_that_cannot_be_is_found() {
    for (table, name, column, cell, told) in [
        ("instance_types", "p5.48xlarge", "allocatable_memory_mib", "2097153", "2097153 MiB are left for Pods of 2097152 MiB"),
        ("instance_types", "p5.48xlarge", "memory_mib", "4194304", "EKS leaves"),
        ("instance_types", "m7i.large", "allocatable_cpu_m", "2000", "EKS leaves 1930"),
        ("instance_types", "m7i.large", "max_pods", "110", "interfaces of 10 addresses make 29"),
        ("instance_types", "m7i.large", "vcpu", "two", "`vcpu` is `two`, not a number"),
        ("instance_types", "m7i.large", "accelerator", "nvidia", "accelerator `nvidia`, model ``"),
        ("instance_types", "m7i.large", "capacity_block", "yes", "without an accelerator"),
        ("instance_types", "m7i.large", "eksctl_known", "true", "not yes or no"),
        ("instance_types", "inf2.xlarge", "neuron_cores", "", "go together"),
        ("instance_types", "p5.48xlarge", "efa_interfaces", "64", "more EFA interfaces than network cards"),
        (
            "instance_types",
            "m7i.large",
            "name",
            "p3.2xlarge",
            "retired_families.tsv: p3: facts/instance_types.tsv has types of it",
        ),
        (
            "instance_types",
            "m7i.large",
            "name",
            "trn3.large",
            "unverified_types.tsv: trn3.: facts/instance_types.tsv describes it",
        ),
        ("instance_types", "m7i.large", "name", "m7i.largest", "m7i.largest has no row for us-east-1"),
        ("prices", "m7i.large", "usd_per_hour", "-1", "not a price"),
        ("prices", "m7i.large", "usd_per_hour", "0.1234567", "at most six decimals"),
        ("prices", "m7i.large", "region", "us-east-9", "facts/regions.tsv has no region `us-east-9`"),
        ("accelerated_images", "bottlerocket", "families", "g99", "no table has a family `g99`"),
        ("regions", "cn-north-1", "partition", "aws", "its name says aws-cn"),
        ("regions", "us-east-1", "zones", "ab", "not three or more letters"),
        ("regions", "us-east-1", "zones_of_some_accounts", "g", "a zone that it does not have"),
        ("regions", "us-east-1", "zone_id_without_control_plane", "usw1-az3", "is not one of use1-az"),
        ("regions", "us-east-1", "eks_registry", "602401143", "twelve digits"),
        ("kubernetes", "1.33", "extended_support_ends", "2030-01-01", "not a year after"),
        ("kubernetes", "1.33", "standard_support_ends", "soon", "is not a day"),
        ("kubernetes", "1.33", "cluster_autoscaler", "1.32.1", "of another minor"),
        ("kubernetes", "1.33", "default", "yes", "2 minors are the default"),
        ("kubernetes", "1.33", "eksctl_default", "yes", "2 minors are eksctl's default"),
        ("kubernetes", "1.33", "version", "1.39", "it does not follow 1.32"),
        ("kubernetes", "1.33", "in_eksctl", "no", "eksctl has a constant for it and none for 1.33"),
        ("charts", "keda", "version", "", "it has no version"),
        ("charts", "keda", "version", "^2.19", "not one version"),
        ("charts", "keda", "repo", "kedacore.github.io", "an address of https:// or oci://"),
        ("images", "prometheus", "tag", "latest", "not one version"),
        ("images", "prometheus", "tag", "", "it has no tag"),
        ("images", "prometheus", "name", "", "a row has no name"),
        ("manifests", "argo-cd", "version", "stable", "not one version"),
        ("node_images", "bottlerocket", "release", "", "it has no release"),
        ("addons", "adot", "policies", "AdministratorAccess", "for a service account in a namespace"),
        ("served_apis", "batch/v1beta1", "instead", "", "what is removed names what to write instead"),
        ("eksctl_keys", "ClusterConfig", "type", "ClusterMetadata", "there is no object `ClusterMetadata`"),
        ("eksctl_keys", "ClusterConfig", "type", "list", "go together"),
        ("custom_kinds", "karpenter.sh/v1", "kind", "NodePond", "object `NodePond` is missing"),
        ("custom_kinds", "karpenter.sh/v1", "table", "elsewhere", "not custom_resources or eks_keys"),
        ("custom_kinds", "karpenter.sh/v1", "kind", "JobSet", "another group has a kind of that name"),
        ("custom_resources", "NodePool.spec", "type", "string", "nothing is of object `NodePool.spec.disruption`"),
    ] {
        let problems = after(
            table,
            |table| {
                let at = row(table, name);
                table.set(at, column, cell).expect("a cell");
            },
            None,
        );
        assert!(problems.iter().any(|problem| problem.contains(told)), "{table} {name} {column} = `{cell}`: {problems:#?}");
    }
}

#[test]
fn a_row_that_is_missing_or_stands_twice_is_found() {
    for (table, name, told) in [
        ("prices", "m7i.large", "m7i.large has no row for us-east-1"),
        ("instance_types", "m7i.large", "facts/prices.tsv: m7i.large us-east-1: facts/instance_types.tsv has no such type"),
        ("regions", "us-east-1", "facts/regions.tsv has no region `us-east-1`"),
        ("kubernetes", "1.33", "it does not follow 1.32"),
        ("custom_resources", "NodePool", "custom_resources.tsv: object `NodePool` is missing"),
    ] {
        let problems = after(table, |table| table.rows.retain(|row| row[0] != name), None);
        assert!(problems.iter().any(|problem| problem.contains(told)), "{table} without {name}: {problems:#?}");
    }
    for table in facts().tables() {
        let problems = after(&table.name, |table| table.rows.extend(table.rows.first().cloned()), None);
        assert!(problems.iter().any(|problem| problem.contains("stands twice")), "{}: {problems:#?}", table.name);
    }
}

#[test]
fn only_a_day_makes_tables_old() {
    let late = after("prices", |_| {}, Some("2035-01-01"));
    for table in facts().tables() {
        assert!(late.iter().any(|problem| problem.starts_with(&format!("facts/{}.tsv is of ", table.name))), "{}", table.name);
    }
    assert!(
        late.iter().any(|problem| problem.contains("kubernetes.tsv: 1.36: EKS offers it no more since 2028-08-02")),
        "{late:#?}"
    );
    let fresh = after("prices", |table| table.as_of = Day::parse("2026-12-01").expect("a day"), Some("2026-12-01"));
    assert_eq!(fresh, ["facts/kubernetes.tsv: 1.31: EKS offers it no more since 2026-11-26: remove it"]);
    let ahead = after("prices", |table| table.as_of = Day::parse("2026-12-02").expect("a day"), Some("2026-12-01"));
    assert!(ahead.iter().any(|problem| problem.contains("which is after 2026-12-01")), "{ahead:#?}");
    assert_eq!(after("prices", |_| {}, None), [""; 0]);
}
