//! A file is judged as it stands: by its own values and eksctl's defaults, never by what the import would make of it.

use std::collections::BTreeSet;

use eksml_import::{Kind, Rank, import};

const HEAD: &str = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\n";
const META: &str = "metadata: {name: demo, region: us-west-2, version: \"1.35\"}\n";
const PRIVATE: &str = "vpc: {clusterEndpoints: {privateAccess: true, publicAccess: false}}\n";
const GROUP: &str = "managedNodeGroups: [{name: a, instanceType: m7i.large, minSize: 3, maxSize: 6, privateNetworking: true}]\n";

/// The rules that a file breaks, notes among them.
fn rules(body: &str) -> BTreeSet<&'static str> {
    import(format!("{HEAD}{body}").as_bytes()).findings.iter().map(|found| found.finding.rule).collect()
}

/// The rules that a file with this body breaks, without the note on what it leaves out.
fn told(body: &str) -> Vec<&'static str> {
    rules(body).into_iter().filter(|rule| *rule != "IMP-03").collect()
}

#[test]
fn what_eksctl_does_where_a_file_is_silent_is_no_fault() {
    for (what, body) in [
        ("nothing else", format!("{META}{PRIVATE}{GROUP}")),
        ("its creator is an administrator", format!("{META}{PRIVATE}{GROUP}accessConfig: {{authenticationMode: API}}")),
        ("an administrator by aws-auth alone, or by a user", format!(
            "{META}{PRIVATE}{GROUP}accessConfig: {{authenticationMode: API, bootstrapClusterCreatorAdminPermissions: false,\n  \
             accessEntries: [{{principalARN: \"arn:aws:iam::111122223333:user/me\", accessPolicies: [{{policyARN: \
             \"arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy\", accessScope: {{type: cluster}}}}]}}]}}"
        )),
        ("no Nitro, and no prefixes", format!("{META}{PRIVATE}{}", GROUP.replace("m7i.large", "t2.large"))),
        ("extended support", format!("{}{PRIVATE}{GROUP}", META.replace("1.35", "1.33"))),
        ("zones that eksctl chooses", format!("{}{PRIVATE}{GROUP}", META.replace("us-west-2", "us-east-1"))),
        ("zones that only the account knows", format!("{}{PRIVATE}{GROUP}", META.replace("us-west-2", "us-west-1"))),
        ("one NAT gateway and no key, of a cluster that may be anybody's", format!("{META}{PRIVATE}{GROUP}")),
        ("ARNs of two accounts", format!(
            "{META}{PRIVATE}secretsEncryption: {{keyARN: \"arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555\"}}\n{}",
            GROUP.replace("minSize", "volumeEncrypted: true, volumeKmsKeyID: \"arn:aws:kms:us-west-2:444455556666:key/11111111-2222-3333-4444-555555555555\", minSize")
        )),
        ("speed of a volume that is no gp3", format!("{META}{PRIVATE}{}", GROUP.replace("minSize", "volumeType: io1, volumeIOPS: 200, minSize"))),
        ("types of an own image", format!(
            "{META}{PRIVATE}{}", GROUP.replace("minSize", "ami: ami-0123456789abcdef0, amiFamily: AmazonLinux2023, overrideBootstrapCommand: \"apiVersion: node.eks.aws/v1alpha1\\nkind: NodeConfig\", minSize")
        )),
        ("zones of a group in a VPC of unknown zones", format!("{META}{PRIVATE}{}", GROUP.replace("minSize", "availabilityZones: [us-west-2d], minSize"))),
        ("Fargate for the system", format!("{META}{PRIVATE}fargateProfiles: [{{name: system, selectors: [{{namespace: default}}, {{namespace: kube-system}}]}}]")),
        ("a subnet by its ID alone", format!("{META}{PRIVATE}{}", GROUP.replace("minSize", "subnets: [subnet-0aaaaaaaaaaaaaaa1], minSize"))),
        ("no gateway where all nodes are private by other means", format!(
            "{META}vpc: {{clusterEndpoints: {{privateAccess: true, publicAccess: false}}, id: vpc-0123456789abcdef0, subnets: {{private: \
             {{one: {{id: subnet-0aaaaaaaaaaaaaaa1}}, two: {{id: subnet-0aaaaaaaaaaaaaaa2}}}}}}}}\n{}",
            GROUP.replace("minSize", "subnets: [one], minSize")
        )),
    ] {
        assert_eq!(told(&body), Vec::<&str>::new(), "{what}:\n{body}");
    }
}

#[test]
fn what_the_file_itself_says_is_judged() {
    for (rule, body) in [
        (
            "CL-06",
            format!(
                "{META}{PRIVATE}{GROUP}accessConfig: {{authenticationMode: API, bootstrapClusterCreatorAdminPermissions: false}}"
            ),
        ),
        ("CL-09", format!("{META}{GROUP}")),
        ("CL-04", format!("{}{PRIVATE}{GROUP}upgradePolicy: {{supportType: STANDARD}}", META.replace("1.35", "1.33"))),
        (
            "NET-07",
            format!(
                "{META}{PRIVATE}{}addons: [{{name: vpc-cni, configurationValues: '{{\"env\":{{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}}}'}}]",
                GROUP.replace("m7i.large", "t2.large")
            ),
        ),
        ("NET-08", format!("{META}{PRIVATE}{}", GROUP.replace("minSize", "maxPodsPerNode: 110, minSize"))),
        (
            "NET-06",
            format!(
                "{META}vpc: {{cidr: 10.0.0.0/21, clusterEndpoints: {{privateAccess: true, publicAccess: false}}}}\n{}",
                GROUP.replace("maxSize: 6", "maxSize: 60").replace("m7i.large", "m7i.4xlarge")
            ),
        ),
        ("CL-08", format!("{}{PRIVATE}{GROUP}", META.replace("name:", "tags: {eksml/environment: production}, name:"))),
        ("NET-10", format!("{}{PRIVATE}{GROUP}", META.replace("name:", "tags: {eksml/environment: production}, name:"))),
        ("NG-03", format!("{META}{PRIVATE}{}", GROUP.replace("privateNetworking: true", "privateNetworking: false"))),
        ("NG-15", format!("{META}{PRIVATE}{}", GROUP.replace("minSize", "volumeIOPS: 200, minSize"))),
        ("SCH-04", format!("{META}{PRIVATE}{}", GROUP.replace("minSize: 3", "minSize: 1"))),
        (
            "NG-04",
            format!("{META}{PRIVATE}{}", GROUP.replace("instanceType: m7i.large", "instanceTypes: [m7i.large, m7i.4xlarge]")),
        ),
    ] {
        assert!(rules(&body).contains(rule), "{rule} is not told of:\n{body}\n{:?}", rules(&body));
    }
}

#[test]
fn what_eksml_has_no_word_for_is_a_note() {
    for (what, body) in [
        (
            "IPv6",
            format!(
                "{META}{PRIVATE}{GROUP}kubernetesNetworkConfig: {{ipFamily: IPv6}}\niam: {{withOIDC: true}}\naddons: [{{name: vpc-cni}}, {{name: coredns}}, {{name: kube-proxy}}]"
            ),
        ),
        ("Windows", format!("{META}{PRIVATE}{}", GROUP.replace("minSize", "amiFamily: WindowsServer2022CoreContainer, minSize"))),
        (
            "aws-auth",
            format!(
                "{META}{PRIVATE}{GROUP}iamIdentityMappings: [{{arn: \"arn:aws:iam::111122223333:role/a\", username: a, groups: [\"system:masters\"]}}]"
            ),
        ),
        ("a mode", format!("{META}{PRIVATE}{GROUP}accessConfig: {{authenticationMode: API_AND_CONFIG_MAP}}")),
        ("the creator", format!("{META}{PRIVATE}{GROUP}accessConfig: {{bootstrapClusterCreatorAdminPermissions: true}}")),
        (
            "a key by its alias",
            format!("{META}{PRIVATE}{}", GROUP.replace("minSize", "volumeEncrypted: true, volumeKmsKeyID: alias/a, minSize")),
        ),
        (
            "types by selector",
            format!("{META}{PRIVATE}{}", GROUP.replace("instanceType: m7i.large", "spot: true, instanceSelector: {vCPUs: 4}"))
                .replace(
                    "[{name: a",
                    "[{name: system, instanceType: m7i.large, minSize: 3, maxSize: 3, privateNetworking: true}, {name: a",
                ),
        ),
        (
            "a template",
            format!(
                "{META}{PRIVATE}managedNodeGroups: [{{name: system, instanceType: m7i.large, minSize: 3, maxSize: 3, privateNetworking: true}}, {{name: a, launchTemplate: {{id: lt-0123456789abcdef0, version: \"1\"}}, privateNetworking: true}}]"
            ),
        ),
        (
            "settings of the CNI",
            format!(
                "{META}{PRIVATE}{GROUP}addons: [{{name: vpc-cni, configurationValues: '{{\"env\":{{\"WARM_IP_TARGET\":\"2\"}}}}'}}]"
            ),
        ),
        ("a region of another partition", format!("{}{PRIVATE}{GROUP}", META.replace("us-west-2", "us-iso-east-1"))),
        (
            "a way to choose Spot pools",
            format!(
                "{META}{PRIVATE}managedNodeGroups: [{{name: system, instanceType: m7i.large, minSize: 3, maxSize: 3, privateNetworking: true}}]\nnodeGroups: [{{name: s, privateNetworking: true, minSize: 0, maxSize: 3, instancesDistribution: {{instanceTypes: [m5.large, m5a.large], spotAllocationStrategy: diversified}}}}]"
            ),
        ),
        ("a name in capitals", format!("{}{PRIVATE}{GROUP}", META.replace("demo", "Demo"))),
    ] {
        let imported = import(format!("{HEAD}{body}").as_bytes());
        let told: Vec<_> = imported.findings.iter().filter(|found| !["IMP-03", "NG-34"].contains(&found.finding.rule)).collect();
        assert!(!told.is_empty(), "{what}: nobody says so");
        for found in told {
            assert_eq!((found.finding.rule, found.rank), ("IMP-04", Rank::Note), "{what}: {found:#?}");
        }
        assert!(!imported.has_errors() && imported.open > 0, "{what}: no fault of the file, but the source cannot say it");
    }
}

#[test]
fn a_template_is_told_once() {
    for (text, at) in [
        (
            format!("{HEAD}metadata: {{name: \"${{NAME}}\", region: $REGION, version: \"${{VERSION}}\"}}\n{PRIVATE}{GROUP}"),
            "${NAME}",
        ),
        (
            format!("{HEAD}{META}{PRIVATE}{}", GROUP.replace("m7i.large", "<type>").replace("minSize: 3", "minSize: <n>")),
            "<type>",
        ),
        (format!("{HEAD}metadata:\n  name: {{{{ .Values.name }}}}\n{GROUP}"), "{{ .Values.name }}"),
        (format!("{{{{- if .Values.on }}}}\n{HEAD}{META}{GROUP}\n{{{{- end }}}}"), "{{- if .Values.on }}"),
        (format!("{HEAD}{META}{PRIVATE}{}", GROUP.replace("name: a", "name: \"{{ name }}\"")), "{{ name }}"),
    ] {
        let imported = import(text.as_bytes());
        let told: Vec<_> = imported.findings.iter().filter(|found| found.finding.rule != "IMP-03").collect();
        assert_eq!((imported.kind, told.len()), (Kind::Template, 1), "{text}\n{told:#?}");
        assert_eq!(told[0].finding.rule, "IMP-05");
        assert!(told[0].finding.problem.contains(at), "{}", told[0].finding.problem);
        assert_eq!(imported.source.as_deref(), Ok(""));
    }
}

#[test]
fn scripts_and_policies_are_no_templates() {
    let body = format!(
        "{META}{PRIVATE}{}",
        GROUP.replace("minSize", "preBootstrapCommands: [\"echo $HOME > <file>\"], tags: {price: \"5$\"}, minSize")
    );
    assert!(!rules(&body).contains("IMP-05"), "{:?}", rules(&body));
}

#[test]
fn the_gravest_stand_first() {
    let body = format!(
        "{META}managedNodeGroups: [{{name: a, instanceType: m7i.large, minsize: 3}}, {{name: a, privateNetworking: false}}]"
    );
    let ranks: Vec<Rank> = import(format!("{HEAD}{body}").as_bytes()).findings.iter().map(|found| found.rank).collect();
    assert!(ranks.is_sorted(), "{ranks:?}");
    assert_eq!((ranks.first(), ranks.last()), (Some(&Rank::Refused), Some(&Rank::Note)));
}

#[test]
fn what_a_file_leaves_out_is_one_note() {
    let of = |body: &str| {
        let imported = import(format!("{HEAD}{body}").as_bytes());
        imported.findings.into_iter().filter(|found| found.finding.rule == "IMP-03").collect::<Vec<_>>()
    };
    let told = of(&format!("metadata: {{name: demo, region: us-west-2}}\n{PRIVATE}{GROUP}"));
    assert_eq!(told.len(), 1);
    for part in ["metadata: {version: ", "upgradePolicy", "disablePodIMDS", "cloudWatch"] {
        assert!(told[0].finding.fix.contains(part), "{part} is not in {}", told[0].finding.fix);
    }
}
