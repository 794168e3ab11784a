//! The cluster of the file in the words of `platform!`.

use super::group::{group, grows, operator_label, says_nothing};
use super::known::Known;
use super::words::{Object, Origins, is, items, text};
use eksml_core::eksctl::ClusterConfig;
use eksml_core::source::{Entry, Mark, Node, Value};
use eksml_core::spec::Spec;

/// The range of a VPC that eksctl creates when none is written.
const EKSCTL_CIDR: &str = "192.168.0.0/16";
/// How many zones eksctl picks when none are written.
const EKSCTL_ZONES: i128 = 3;

/// The whole body of `platform!`.
pub(super) fn platform(file: &Node, known: &Known, origins: &mut Origins) -> Node {
    let mut keys = Object::of(file);
    keys.take("apiVersion");
    keys.take("kind");
    let (metadata, mut meta) = keys.object("metadata");
    let name = meta.take("name");
    let at = name.map_or_else(|| metadata.map_or(file.mark, |metadata| metadata.key_mark), |name| name.value.mark);
    let mut cluster = Cluster { entries: Vec::new(), block: Vec::new(), subnets: Vec::new(), at };
    let mut platform = Vec::new();
    let (tags, of_tags) = meta.object("tags");
    let mut kept = Vec::new();
    let mut own_name = None;
    for tag in of_tags.rest() {
        match (tag.key.as_str(), text(tag)) {
            ("eksml/platform", Some(_)) => own_name = Some(tag),
            ("eksml/environment", Some(environment)) => {
                let word = match environment {
                    "staging" => "Staging",
                    "development" => "Development",
                    _ => "Production",
                };
                let word = origins.word(word, tag.value.mark);
                cluster.say("environment", word, tag.key_mark, origins);
            }
            _ => kept.push(origins.copied(tag, &tag.key)),
        }
    }
    if !cluster.entries.iter().any(|entry| entry.key == "environment") {
        // The most careful; that the file does not say it, a comment does.
        let word = origins.word("Production", at);
        cluster.say("environment", word, at, origins);
    }
    let named = own_name.or(name);
    platform.push(known_or_hole("name", named, at, origins));
    let region = meta.take("region");
    platform.push(known_or_hole("region", region, at, origins));
    let account = account(file);
    let mirror = region.and_then(text).zip(account.as_ref()).map(|(region, account)| mirror(region, account));
    if let Some(account) = account {
        let value = origins.text(&account, at);
        platform.push(origins.entry("account", value, at));
    }
    let version = meta.take("version").filter(|version| !matches!(text(version), Some("auto" | "latest")));
    let version = known_or_hole("version", version, at, origins);
    cluster.entries.insert(0, version);
    let mut of_meta: Vec<Entry> = meta.rest().into_iter().map(|entry| origins.copied(entry, &entry.key)).collect();
    if let Some(tags) = tags.filter(|_| !kept.is_empty()) {
        let value = origins.node(Value::Block(kept), tags.key_mark);
        of_meta.push(origins.entry("tags", value, tags.key_mark));
    }
    if let Some(metadata) = metadata.filter(|_| !of_meta.is_empty()) {
        cluster.own("metadata", of_meta, metadata.key_mark, origins);
    }
    cluster.support(&mut keys, origins);
    cluster.network(&mut keys, mirror.as_deref(), origins);
    cluster.access(&mut keys, origins);
    cluster.records(&mut keys, known, origins);
    let is_auto = cluster.auto_mode(&mut keys, known, origins);
    cluster.roles(&mut keys, known, origins);
    cluster.addons(&mut keys, known, origins);
    let (own, managed) = (keys.take("nodeGroups"), keys.take("managedNodeGroups"));
    if !is_auto && !has_own_scaler(file) {
        cluster.scaler(own, managed, origins);
    }
    cluster.accelerators(own, managed, known, origins);
    cluster.groups(own, managed, known, origins);
    cluster.rest(keys, origins);
    let mark = origins.of(at);
    platform.push(Entry {
        key: "cluster".to_owned(),
        key_mark: mark,
        name: Some((name.and_then(text).unwrap_or("cluster").to_owned(), mark)),
        value: Node { value: Value::Block(cluster.entries), mark },
    });
    let mark = origins.of(file.mark);
    Node { value: Value::Block(platform), mark }
}

/// A word that cannot be left out; where the file does not say it, somebody has to.
fn known_or_hole(word: &str, entry: Option<&Entry>, at: Mark, origins: &mut Origins) -> Entry {
    match entry {
        Some(entry) if text(entry).is_some_and(|text| !text.is_empty()) => origins.copied(entry, word),
        _ => {
            let hole = origins.node(Value::Hole(0), at);
            origins.entry(word, hole, at)
        }
    }
}

/// Whether the file speaks of an autoscaler that its owner installs: an account or an identity of that name, or rights that only one needs.
/// Another beside it would fight it over the same groups.
fn has_own_scaler(file: &Node) -> bool {
    let mut keys = Object::of(file);
    if keys.peek("karpenter").is_some() {
        return true;
    }
    let names = eksml_core::derived::names_a_scaler;
    let groups = |list: Option<&Entry>| {
        items(list).iter().any(|group| {
            let mut iam = Object::of(group).object("iam").1;
            is(iam.object("withAddonPolicies").1.peek("autoScaler"), true)
        })
    };
    if groups(keys.take("nodeGroups")) || groups(keys.take("managedNodeGroups")) {
        return true;
    }
    let (_, mut iam) = keys.object("iam");
    let accounts = items(iam.take("serviceAccounts")).iter().any(|account| {
        let mut of = Object::of(account);
        let named = of.object("metadata").1.peek("name").and_then(text).is_some_and(names);
        named || is(of.object("wellKnownPolicies").1.peek("autoScaler"), true)
    });
    accounts
        || items(iam.take("podIdentityAssociations")).iter().any(|association| {
            let mut of = Object::of(association);
            of.peek("serviceAccountName").and_then(text).is_some_and(names)
                || is(of.object("wellKnownPolicies").1.peek("autoScaler"), true)
        })
}

/// The account that the first ARN of the file is of.
fn account(node: &Node) -> Option<String> {
    match &node.value {
        Value::Str(text) => {
            let mut parts = text.strip_prefix("arn:")?.split(':');
            let account = parts.nth(3)?;
            (account.len() == 12 && account.bytes().all(|c| c.is_ascii_digit())).then(|| account.to_owned())
        }
        Value::List(items) => items.iter().find_map(account),
        Value::Block(entries) => entries.iter().find_map(|entry| account(&entry.value)),
        _ => None,
    }
}

/// Where a fully private cluster can pull from: nothing of eksml's comes from there in an eksctl file, but all of it in the source.
fn mirror(region: &str, account: &str) -> String {
    let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    format!("{account}.dkr.ecr.{region}.{suffix}/mirror")
}

struct Cluster {
    entries: Vec<Entry>,
    block: Vec<Entry>,
    /// The subnets that are there already: name or ID, and zone.
    subnets: Vec<(String, String)>,
    /// The cluster's name in the file.
    at: Mark,
}

impl Cluster {
    fn say(&mut self, key: &str, value: Node, mark: Mark, origins: &mut Origins) {
        let entry = origins.entry(key, value, mark);
        self.entries.push(entry);
    }

    /// Puts entries under a key of the `eksctl` block.
    fn own(&mut self, key: &str, entries: Vec<Entry>, mark: Mark, origins: &mut Origins) {
        let value = origins.node(Value::Block(entries), mark);
        let entry = origins.entry(key, value, mark);
        self.block.push(entry);
    }

    fn support(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let (_, mut policy) = keys.object("upgradePolicy");
        let Some(support) = policy.take("supportType") else { return };
        let value = match text(support) {
            Some("STANDARD") => return,
            Some("EXTENDED") => origins.word("Extended", support.value.mark),
            _ => origins.copy(&support.value),
        };
        self.say("support", value, support.key_mark, origins);
    }

    fn network(&mut self, keys: &mut Object<'_>, mirror: Option<&str>, origins: &mut Origins) {
        let (vpc, mut of) = keys.object("vpc");
        let mark = vpc.map_or(self.at, |vpc| vpc.key_mark);
        let mut words = Vec::new();
        match of.take("cidr") {
            Some(cidr) => words.push(origins.copied(cidr, "cidr")),
            // A VPC that is there already has a range of its own, which eksctl asks AWS for.
            None if of.peek("id").is_some() || of.peek("subnets").is_some() => {
                let unknown = origins.node(Value::Hole(0), mark);
                words.push(origins.entry("cidr", unknown, mark));
            }
            None => {
                let usual = origins.text(EKSCTL_CIDR, mark);
                words.push(origins.entry("cidr", usual, mark));
            }
        }
        let zones = keys.take("availabilityZones");
        let subnets = of.take("subnets");
        self.subnets = subnets.map(zones_of_subnets).unwrap_or_default();
        let value = match (zones, subnets) {
            (Some(zones), _) => origins.copied(zones, "zones"),
            (None, Some(subnets)) => {
                let named = zones_of(subnets).into_iter().map(|(zone, mark)| origins.text(&zone, mark)).collect();
                let value = origins.node(Value::List(named), subnets.key_mark);
                origins.entry("zones", value, subnets.key_mark)
            }
            (None, None) => {
                let usual = origins.node(Value::Int(EKSCTL_ZONES), mark);
                origins.entry("zones", usual, mark)
            }
        };
        words.push(value);
        // eksctl makes neither for a cluster that is fully private.
        let is_private = keys.peek("privateCluster").is_some_and(|private| is(Object::of(&private.value).take("enabled"), true));
        let (_, mut nat) = of.object("nat");
        let nat = match nat.take("gateway") {
            Some(gateway) => {
                let value = match text(gateway) {
                    Some("HighlyAvailable") => origins.word("PerZone", gateway.value.mark),
                    Some(other) => origins.word(other, gateway.value.mark),
                    None => origins.copy(&gateway.value),
                };
                Some(origins.entry("nat", value, gateway.key_mark))
            }
            // An existing VPC has its own, and a fully private cluster none.
            None if subnets.is_some() || is_private => None,
            None => {
                let usual = origins.word("Single", mark);
                Some(origins.entry("nat", usual, mark))
            }
        };
        words.extend(nat);
        if is_private && subnets.is_none() {
            // What eksml adds to the file calls these, and eksctl makes none for them.
            let called = ["EksAuth", "Eks", "Autoscaling"].map(|service| origins.word(service, mark)).to_vec();
            let called = origins.node(Value::List(called), mark);
            words.push(origins.entry("endpoints", called, mark));
        }
        let (network, mut services) = keys.object("kubernetesNetworkConfig");
        if let Some(cidr) = services.take("serviceIPv4CIDR") {
            words.push(origins.copied(cidr, "service_cidr"));
        }
        let is_ipv4 =
            services.take("ipFamily").is_none_or(|family| text(family).is_some_and(|family| family.eq_ignore_ascii_case("IPv4")));
        if let Some(network) = network
            && !(is_ipv4 && services.rest().is_empty())
        {
            let copied = origins.copied(network, "kubernetesNetworkConfig");
            self.block.push(copied);
        }
        let value = origins.node(Value::Block(words), mark);
        self.say("vpc", value, mark, origins);
        if let Some(mirror) = mirror.filter(|_| is_private) {
            let value = origins.text(mirror, mark);
            self.say("image_mirror", value, mark, origins);
        }
        self.endpoint(vpc, &mut of, is_private, origins);
        let mut rest: Vec<Entry> = subnets.into_iter().map(|entry| origins.copied(entry, "subnets")).collect();
        rest.extend(of.rest().into_iter().filter(|entry| !says_nothing(entry)).map(|entry| origins.copied(entry, &entry.key)));
        if !rest.is_empty() {
            self.own("vpc", rest, mark, origins);
        }
    }

    fn endpoint(&mut self, vpc: Option<&Entry>, of: &mut Object<'_>, is_private: bool, origins: &mut Origins) {
        let (endpoints, mut doors) = of.object("clusterEndpoints");
        let from = of.take("publicAccessCIDRs");
        let (private, public) = (doors.take("privateAccess"), doors.take("publicAccess"));
        let mark = private.or(public).or(endpoints).or(from).or(vpc).map_or(self.at, |entry| entry.key_mark);
        let value = match (is(private, true), !is(public, false)) {
            _ if is_private && endpoints.is_none() => origins.word("Private", mark),
            (false, _) => {
                let at = private.map_or(mark, |entry| entry.value.mark);
                match from {
                    Some(from) => {
                        let networks = origins.copied(from, "from");
                        let payload = origins.node(Value::Block(vec![networks]), at);
                        origins.tagged("Public", payload, at)
                    }
                    None => origins.word("Public", at),
                }
            }
            (true, false) => origins.word("Private", mark),
            (true, true) => {
                let networks = match from {
                    Some(from) => origins.copied(from, "from"),
                    None => {
                        let everyone = origins.text("0.0.0.0/0", mark);
                        let all = origins.node(Value::List(vec![everyone]), mark);
                        origins.entry("from", all, mark)
                    }
                };
                let payload = origins.node(Value::Block(vec![networks]), mark);
                origins.tagged("PrivateAndPublic", payload, mark)
            }
        };
        self.say("endpoint", value, mark, origins);
    }

    fn access(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let (access, mut of) = keys.object("accessConfig");
        let Some(access) = access else { return };
        let (mut admins, mut viewers, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let entries = of.take("accessEntries");
        for entry in items(entries) {
            match simple_principal(entry) {
                Some((arn, "AmazonEKSClusterAdminPolicy")) => admins.push(origins.copy(arn)),
                Some((arn, "AmazonEKSViewPolicy")) => viewers.push(origins.copy(arn)),
                _ => others.push(origins.copy(entry)),
            }
        }
        let mark = entries.map_or(access.key_mark, |entries| entries.key_mark);
        let mut words = Vec::new();
        for (word, roles) in [("admins", admins), ("viewers", viewers)] {
            if !roles.is_empty() {
                let value = origins.node(Value::List(roles), mark);
                words.push(origins.entry(word, value, mark));
            }
        }
        if !words.is_empty() {
            let value = origins.node(Value::Block(words), access.key_mark);
            self.say("access", value, access.key_mark, origins);
        }
        let mut own = Vec::new();
        for (key, usual) in [
            ("authenticationMode", Value::Str("API".to_owned())),
            ("bootstrapClusterCreatorAdminPermissions", Value::Bool(false)),
        ] {
            if let Some(entry) = of.take(key).filter(|entry| entry.value.value != usual) {
                own.push(origins.copied(entry, key));
            }
        }
        if !others.is_empty() {
            let value = origins.node(Value::List(others), mark);
            own.push(origins.entry("accessEntries", value, mark));
        }
        if !own.is_empty() {
            self.own("accessConfig", own, access.key_mark, origins);
        }
    }

    fn records(&mut self, keys: &mut Object<'_>, known: &Known, origins: &mut Origins) {
        let (encryption, mut of) = keys.object("secretsEncryption");
        if let (Some(_), Some(key)) = (encryption, of.take("keyARN")) {
            // A key of the platform's own goes by its alias.
            if text(key).is_some_and(|arn| arn.contains(":alias/")) && known.is_own_secrets_key() {
                let own = origins.node(Value::Bool(true), key.value.mark);
                self.say("own_secrets_key", own, key.key_mark, origins);
            } else {
                let copied = origins.copied(key, "secrets_key");
                self.entries.push(copied);
            }
        }
        let (watch, mut of) = keys.object("cloudWatch");
        let (_, mut logging) = of.object("clusterLogging");
        let Some(watch) = watch else { return };
        let types = logging.take("enableTypes");
        let named: Vec<&str> = items(types)
            .iter()
            .filter_map(|node| match &node.value {
                Value::Str(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let all = named.iter().any(|name| matches!(*name, "all" | "*"));
        let mark = types.map_or(watch.key_mark, |types| types.key_mark);
        let mut words = Vec::new();
        if let Some(days) = logging.take("logRetentionInDays") {
            words.push(origins.copied(days, "retention_days"));
        }
        for (log, word) in [("api", "api"), ("controllerManager", "controller_manager"), ("scheduler", "scheduler")] {
            if all || named.contains(&log) {
                let on = origins.node(Value::Bool(true), mark);
                words.push(origins.entry(word, on, mark));
            }
        }
        if !words.is_empty() {
            let value = origins.node(Value::Block(words), watch.key_mark);
            self.say("logs", value, watch.key_mark, origins);
        }
    }

    /// EKS Auto Mode, and whether it is on.
    fn auto_mode(&mut self, keys: &mut Object<'_>, known: &Known, origins: &mut Origins) -> bool {
        let (auto, mut of) = keys.object("autoModeConfig");
        let Some(auto) = auto else { return false };
        let enabled = of.take("enabled");
        let is_on = is(enabled, true);
        if is_on {
            let mut words = Vec::new();
            let pools = of.take("nodePools");
            let general = |node: &Node| node.value == Value::Str("general-purpose".to_owned());
            if let Some(pools) = pools.filter(|pools| !items(Some(pools)).iter().any(general)) {
                let off = origins.node(Value::Bool(false), pools.value.mark);
                words.push(origins.entry("general_purpose", off, pools.key_mark));
            }
            let mark = enabled.map_or(auto.key_mark, |enabled| enabled.value.mark);
            let scaler = if words.is_empty() {
                origins.word("AutoMode", mark)
            } else {
                let payload = origins.node(Value::Block(words), mark);
                origins.tagged("AutoMode", payload, mark)
            };
            self.say("scaler", scaler, auto.key_mark, origins);
            of = of.without("nodeRoleARN", known.is_own_node_role());
        }
        let rest: Vec<Entry> = of.rest().into_iter().map(|entry| origins.copied(entry, &entry.key)).collect();
        if !rest.is_empty() {
            self.own("autoModeConfig", rest, auto.key_mark, origins);
        }
        is_on
    }

    fn roles(&mut self, keys: &mut Object<'_>, known: &Known, origins: &mut Origins) {
        let (iam, mut of) = keys.object("iam");
        // Without service accounts of IRSA's the provider is there for roles that are made elsewhere.
        let needed = items(of.peek("serviceAccounts")).iter().any(|node| node.value != Value::Null);
        let oidc = of.take("withOIDC").filter(|entry| is(Some(entry), true) && !needed);
        let mut rest: Vec<Entry> = oidc.into_iter().map(|entry| origins.copied(entry, "withOIDC")).collect();
        for (key, derived) in [("serviceAccounts", &known.accounts), ("podIdentityAssociations", &known.associations)] {
            let Some(list) = of.take(key) else { continue };
            let kept: Vec<Node> = items(Some(list))
                .iter()
                .enumerate()
                .filter(|(at, _)| !derived.contains(at))
                .map(|(_, node)| origins.copy(node))
                .collect();
            if !kept.is_empty() {
                let value = origins.node(Value::List(kept), list.key_mark);
                rest.push(origins.entry(key, value, list.key_mark));
            }
        }
        let others = of.rest().into_iter().filter(|entry| !says_nothing(entry));
        rest.extend(others.map(|entry| origins.copied(entry, &entry.key)));
        if let Some(iam) = iam.filter(|_| !rest.is_empty()) {
            self.own("iam", rest, iam.key_mark, origins);
        }
    }

    /// The add-ons, without what follows from every platform.
    fn addons(&mut self, keys: &mut Object<'_>, known: &Known, origins: &mut Origins) {
        let addons = keys.take("addons");
        let mut kept = Vec::new();
        for (at, node) in items(addons).iter().enumerate() {
            let Some(derived) = known.addon(at) else {
                kept.push(origins.copy(node));
                continue;
            };
            let mut of = Object::of(node);
            let name = of.take("name");
            // eksctl takes EKS' default version where none is written, and the newest for `latest`.
            let version = of.take("version");
            let own = of.rest().into_iter().filter(|entry| !derived.contains(&entry.key.as_str()));
            let rest: Vec<&Entry> = version.into_iter().chain(own).collect();
            if !rest.is_empty() {
                let entries = name.into_iter().chain(rest).map(|entry| origins.copied(entry, &entry.key)).collect();
                kept.push(origins.node(Value::Block(entries), node.mark));
            }
        }
        if let Some(addons) = addons.filter(|_| !kept.is_empty()) {
            let value = origins.node(Value::List(kept), addons.key_mark);
            let entry = origins.entry("addons", value, addons.key_mark);
            self.block.push(entry);
        }
    }

    /// Groups that can grow are grown by somebody.
    fn scaler(&mut self, own: Option<&Entry>, managed: Option<&Entry>, origins: &mut Origins) {
        if items(own).iter().chain(items(managed)).any(grows) {
            let word = origins.word("ClusterAutoscaler", self.at);
            self.say("scaler", word, self.at, origins);
        }
    }

    /// The GPU Operator reads what a group is for off its nodes' labels.
    fn accelerators(&mut self, own: Option<&Entry>, managed: Option<&Entry>, known: &Known, origins: &mut Origins) {
        let mut groups = items(own).iter().chain(items(managed));
        let Some(mark) = groups.find_map(|node| operator_label(node, known)) else { return };
        let plane = origins.word("GpuOperator", mark);
        let plane = origins.entry("plane", plane, mark);
        let block = origins.node(Value::Block(vec![plane]), mark);
        self.say("accelerators", block, mark, origins);
    }

    fn groups(&mut self, own: Option<&Entry>, managed: Option<&Entry>, known: &Known, origins: &mut Origins) {
        for (list, is_managed) in [(own, false), (managed, true)] {
            for node in items(list).iter().filter(|node| node.value != Value::Null) {
                let entry = group(node, is_managed, known, &self.subnets, origins);
                self.entries.push(entry);
            }
        }
    }

    fn rest(&mut self, keys: Object<'_>, origins: &mut Origins) {
        for entry in keys.rest_of(ClusterConfig::SHAPE) {
            if !says_nothing(entry) {
                let copied = origins.copied(entry, &entry.key);
                self.block.push(copied);
            }
        }
        if !self.block.is_empty() {
            let block = std::mem::take(&mut self.block);
            let value = origins.node(Value::Block(block), self.at);
            self.say("eksctl", value, self.at, origins);
        }
    }
}

/// The zones that existing subnets are in, as far as their keys say it; private ones first, each once.
fn zones_of(subnets: &Entry) -> Vec<(String, Mark)> {
    let mut of = Object::of(&subnets.value);
    let mut zones: Vec<(String, Mark)> = Vec::new();
    for kind in ["private", "public"] {
        let (_, named) = of.object(kind);
        for subnet in named.rest() {
            let (zone, mark) = match Object::of(&subnet.value).take("az").and_then(|az| Some((text(az)?, az.value.mark))) {
                Some((az, mark)) => (az.to_owned(), mark),
                None => (subnet.key.clone(), subnet.key_mark),
            };
            if !zones.iter().any(|(known, _)| *known == zone) {
                zones.push((zone, mark));
            }
        }
    }
    zones
}

/// The names and IDs of existing subnets, each with its zone.
fn zones_of_subnets(subnets: &Entry) -> Vec<(String, String)> {
    let mut of = Object::of(&subnets.value);
    let mut zones = Vec::new();
    for kind in ["private", "public"] {
        for subnet in of.object(kind).1.rest() {
            let mut keys = Object::of(&subnet.value);
            let zone = keys.take("az").and_then(text).unwrap_or(&subnet.key);
            zones.push((subnet.key.clone(), zone.to_owned()));
            zones.extend(keys.take("id").and_then(text).map(|id| (id.to_owned(), zone.to_owned())));
        }
    }
    zones
}

/// A principal with one policy in the whole cluster and nothing else: its ARN and the policy's name.
fn simple_principal(entry: &Node) -> Option<(&Node, &str)> {
    let mut of = Object::of(entry);
    let arn = of.take("principalARN")?;
    if of.take("type").is_some_and(|kind| text(kind) != Some("STANDARD")) {
        return None;
    }
    let [policy] = items(of.take("accessPolicies")) else { return None };
    if !of.rest().is_empty() || !text(arn)?.contains(":role/") {
        return None;
    }
    let mut policy = Object::of(policy);
    let name = text(policy.take("policyARN")?)?.rsplit('/').next()?;
    let (_, mut scope) = policy.object("accessScope");
    let everywhere = scope.take("type").and_then(text) == Some("cluster");
    everywhere.then_some((&arn.value, name))
}
