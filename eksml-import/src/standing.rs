//! A file's words as they stand: what eksctl does where the file is silent, and nothing of what the import would make of it.
//!
//! The source that is printed takes safer choices than eksctl (IMP-03 tells them). Rules that judge the *file* must not see those. So
//! eksctl's defaults take their place here, and what no word can say becomes a hole: of that no rule judges anything.

use super::words::{Object, Origins, is, items, text};
use super::yaml;
use eksml_core::catalog::{Region, Zone};
use eksml_core::derived::RESOURCE_TAG;
use eksml_core::source::{Entry, Mark, Node, Path, Value};

/// How many zones eksctl takes where none are named (eksctl `pkg/az/az.go`).
const ZONES: usize = 3;
/// The same in us-east-1.
const ZONES_IN_US_EAST_1: usize = 2;

/// The entries of a block, and where what the file does not say is told.
struct Block<'a> {
    entries: &'a mut Vec<Entry>,
    at: Mark,
}

impl Block<'_> {
    fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Says it so, whatever was said before.
    fn set(&mut self, key: &str, value: Node, origins: &mut Origins) {
        match self.entries.iter_mut().find(|entry| entry.key == key) {
            Some(entry) => entry.value = value,
            None => self.entries.push(origins.entry(key, value, self.at)),
        }
    }

    fn hole(&mut self, key: &str, origins: &mut Origins) {
        let hole = origins.node(Value::Hole(0), self.at);
        self.set(key, hole, origins);
    }

    fn word(&mut self, key: &str, word: &str, origins: &mut Origins) {
        let word = origins.word(word, self.at);
        self.set(key, word, origins);
    }

    /// The block under a key.
    fn inner(&mut self, key: &str) -> Option<Block<'_>> {
        let at = self.at;
        let entry = self.entries.iter_mut().find(|entry| entry.key == key)?;
        match &mut entry.value.value {
            Value::Block(entries) => Some(Block { entries, at }),
            _ => None,
        }
    }
}

/// The translated `words` of a `file`, as eksctl takes the file.
pub(super) fn standing(words: &Node, file: &Node, origins: &mut Origins) -> Node {
    let mut words = words.clone();
    let mut keys = Object::of(file);
    let (metadata, mut meta) = keys.object("metadata");
    let name = meta.take("name");
    let at = name.map_or_else(|| metadata.map_or(file.mark, |metadata| metadata.key_mark), |name| name.value.mark);
    let Value::Block(platform) = &mut words.value else { return words };
    // A guess: the account of the first ARN.
    Block { entries: platform, at }.hole("account", origins);
    let Some(cluster) = platform.iter_mut().find(|entry| entry.key == "cluster") else { return words };
    // One without a name is called `cluster`; what a name is that cannot be read, nobody knows.
    if name.is_some() {
        unnamed(cluster, name, origins);
    }
    let Value::Block(entries) = &mut cluster.value.value else { return words };
    let mut cluster = Block { entries, at };
    let is_stated = meta.object("tags").1.peek("eksml/environment").is_some();
    if !is_stated {
        cluster.hole("environment", origins);
    }
    if keys.object("upgradePolicy").1.peek("supportType").is_none() {
        cluster.word("support", "Extended", origins);
    }
    let file = File { file, region: meta.take("region").and_then(text) };
    file.access(&mut cluster, origins);
    // A group that can grow is grown by the Cluster Autoscaler or by hand; of settings nobody says anything (`unsaid`).
    if !cluster.has("scaler") {
        cluster.word("scaler", "Fixed", origins);
    }
    file.network(&mut cluster, origins);
    let groups = file.groups();
    let named = cluster.entries.iter_mut().filter(|entry| entry.key == "node_group");
    for (entry, node) in named.zip(groups) {
        file.group(entry, node, origins);
    }
    words
}

/// What is unknown beside the holes: a file does not say with which settings its groups are scaled, or that nothing scales them; but it
/// says whether EKS Auto Mode does.
pub(super) fn unsaid() -> Vec<Path> {
    vec![Path::root().field("clusters").index(0).field("scaler").field("0")]
}

/// What has no name in the file has none here.
fn unnamed(entry: &mut Entry, name: Option<&Entry>, origins: &mut Origins) {
    if name.and_then(text).is_some_and(|name| !name.is_empty()) {
        return;
    }
    let mark = entry.key_mark;
    entry.name = None;
    if let Value::Block(entries) = &mut entry.value.value {
        let hole = Node { value: Value::Hole(0), mark };
        let mut entry = origins.entry("name", hole, mark);
        entry.key_mark = mark;
        entries.push(entry);
    }
}

/// What the file says of its cluster.
struct File<'n> {
    file: &'n Node,
    region: Option<&'n str>,
}

impl<'n> File<'n> {
    /// The object at a path of keys; none of its keys where it is not there.
    fn object(&self, path: &[&str]) -> Object<'n> {
        path.iter().fold(Object::of(self.file), |mut object, key| object.object(key).1)
    }

    fn groups(&self) -> Vec<&'n Node> {
        let mut keys = Object::of(self.file);
        let (own, managed) = (keys.take("nodeGroups"), keys.take("managedNodeGroups"));
        items(own).iter().chain(items(managed)).filter(|node| node.value != Value::Null).collect()
    }

    /// Whoever creates the cluster is an administrator, unless the file says otherwise: an admin of whom only the run knows.
    fn access(&self, cluster: &mut Block<'_>, origins: &mut Origins) {
        let mut access = self.object(&["accessConfig"]);
        let creator = access.take("bootstrapClusterCreatorAdminPermissions");
        let others = !items(access.take("accessEntries")).is_empty()
            || !items(Object::of(self.file).take("iamIdentityMappings")).is_empty();
        if is(creator, false) && !others {
            return;
        }
        let somebody = origins.node(Value::Hole(0), cluster.at);
        if let Some(mut access) = cluster.inner("access") {
            if let Some(Value::List(admins)) =
                access.entries.iter_mut().find(|entry| entry.key == "admins").map(|entry| &mut entry.value.value)
            {
                admins.push(somebody);
            } else {
                let list = origins.node(Value::List(vec![somebody]), access.at);
                access.set("admins", list, origins);
            }
            return;
        }
        let list = origins.node(Value::List(vec![somebody]), cluster.at);
        let admins = origins.entry("admins", list, cluster.at);
        let block = origins.node(Value::Block(vec![admins]), cluster.at);
        cluster.set("access", block, origins);
    }

    fn is_auto_mode(&self) -> bool {
        is(self.object(&["autoModeConfig"]).take("enabled"), true)
    }

    fn network(&self, cluster: &mut Block<'_>, origins: &mut Origins) {
        let is_private = |node: &&Node| is(Object::of(node).take("privateNetworking"), true);
        let any_private = self.groups().iter().any(is_private);
        let is_ipv6 = self.object(&["kubernetesNetworkConfig"]).take("ipFamily").and_then(text) == Some("IPv6");
        let mut of = self.object(&["vpc"]);
        let (subnets, gateway) = (of.take("subnets"), of.object("nat").1.take("gateway"));
        let is_there = subnets.is_some() || of.peek("id").is_some();
        let zones = Object::of(self.file).take("availabilityZones");
        let at = cluster.at;
        let Some(mut vpc) = cluster.inner("vpc") else { return };
        match self.prefixes() {
            Some(true) => vpc.word("pod_addresses", "PrefixDelegation", origins),
            Some(false) if !is_ipv6 => vpc.word("pod_addresses", "SecondaryAddresses", origins),
            _ => vpc.hole("pod_addresses", origins),
        }
        // An existing VPC has gateways or not, and nodes in public subnets need none.
        let is_disabled = gateway.and_then(text) == Some("Disable");
        if is_there || is_disabled && !any_private || !vpc.has("nat") {
            vpc.hole("nat", origins);
        }
        match (zones, subnets) {
            (Some(_), _) => {}
            (None, Some(subnets)) => {
                if !zones_of(subnets).iter().all(|(_, zone)| zone.is_some()) {
                    vpc.hole("zones", origins);
                }
            }
            (None, None) if is_there || self.region.is_none_or(|region| region.parse::<Region>().is_err()) => {
                vpc.hole("zones", origins);
            }
            // eksctl chooses them when it runs.
            (None, None) => {
                let count = if self.region == Some("us-east-1") { ZONES_IN_US_EAST_1 } else { ZONES };
                let chosen = (0..count).map(|_| origins.node(Value::Hole(0), at)).collect();
                let list = origins.node(Value::List(chosen), at);
                vpc.set("zones", list, origins);
            }
        }
    }

    /// Whether Pods get their addresses as prefixes; `None` where that depends on more than the file.
    fn prefixes(&self) -> Option<bool> {
        if self.is_auto_mode() || is(self.object(&["addonsConfig"]).take("disableDefaultAddons"), true) {
            return None;
        }
        let mut keys = Object::of(self.file);
        let addons = items(keys.take("addons"));
        let cni = addons.iter().map(Object::of).find(|addon| addon.peek("name").and_then(text) == Some("vpc-cni"));
        let Some(values) = cni.and_then(|mut cni| cni.take("configurationValues")) else { return Some(false) };
        let settings = yaml::read(text(values)?.as_bytes()).node;
        let Value::Block(_) = settings.value else { return None };
        match Object::of(&settings).object("env").1.take("ENABLE_PREFIX_DELEGATION").map(|entry| &entry.value.value) {
            None => Some(false),
            Some(Value::Bool(truth)) => Some(*truth),
            Some(Value::Str(text)) => text.parse().ok(),
            Some(_) => None,
        }
    }

    fn group(&self, entry: &mut Entry, node: &Node, origins: &mut Origins) {
        let mut keys = Object::of(node);
        let name = keys.take("name");
        let at = name.map_or(node.mark, |name| name.value.mark);
        unnamed(entry, name, origins);
        let Value::Block(entries) = &mut entry.value.value else { return };
        let mut group = Block { entries, at };
        if !group.has("imds") {
            let reason = origins.text("eksctl's default", at);
            let reached = origins.tagged("PodsToo", reason, at);
            group.set("imds", reached, origins);
        }
        // How the device plugin divides GPUs is not in the file; such a tag stands for a division that is somewhere else.
        if keys.object("tags").1.peek(&format!("{RESOURCE_TAG}nvidia.com/gpu")).is_some() {
            group.hole("sharing", origins);
        }
        if keys.peek("launchTemplate").is_some() {
            for word in ["imds", "volume", "ami"] {
                group.hole(word, origins);
            }
        }
        // Rules about speed are those of gp3.
        let is_gp3 = keys.take("volumeType").is_none_or(|kind| text(kind) == Some("gp3"));
        if let Some(mut volume) = group.inner("volume").filter(|_| !is_gp3) {
            for word in ["iops", "throughput"] {
                if volume.has(word) {
                    volume.hole(word, origins);
                }
            }
        }
        let named = items(keys.take("subnets"));
        if !named.is_empty() {
            let (has_zones, is_said) = (keys.peek("availabilityZones").is_some(), keys.peek("privateNetworking").is_some());
            self.group_subnets(&mut group, named, (has_zones, is_said), origins);
        }
        if keys.peek("localZones").is_some() {
            group.hole("zones", origins);
        }
        if is(self.object(&["privateCluster"]).take("enabled"), true) {
            group.entries.retain(|entry| entry.key != "subnets");
        }
    }

    /// The zones of a group's subnets, and whether they are public: both as far as `vpc.subnets` says it.
    fn group_subnets(&self, group: &mut Block<'_>, named: &[Node], (has_zones, is_said): (bool, bool), origins: &mut Origins) {
        let known = self.object(&["vpc"]).take("subnets").map(zones_of).unwrap_or_default();
        let find = |node: &Node| {
            let Value::Str(text) = &node.value else { return None };
            known.iter().find(|(subnet, _)| subnet.names.contains(&text.as_str()))
        };
        let zones: Vec<Option<Zone>> = named.iter().map(|node| find(node).and_then(|(_, zone)| *zone)).collect();
        if !has_zones && zones.iter().any(Option::is_none) {
            let at = group.at;
            if zones.len() == 1 {
                let one = origins.node(Value::Hole(0), at);
                let list = origins.node(Value::List(vec![one]), at);
                group.set("zones", list, origins);
            } else {
                group.hole("zones", origins);
            }
        }
        // Of a subnet that the file names by its ID alone, nobody knows here what it is.
        let block = group.inner("eksctl");
        let listed = block.and_then(|block| block.entries.iter_mut().find(|entry| entry.key == "subnets"));
        if let Some(Value::List(listed)) = listed.map(|entry| &mut entry.value.value) {
            for (own, _) in listed.iter_mut().zip(named).filter(|(_, node)| find(node).is_none()) {
                own.value = Value::Hole(0);
            }
        }
        let all_public = named.iter().all(|node| find(node).is_some_and(|(subnet, _)| subnet.is_public));
        if group.has("subnets") && !all_public && !is_said {
            group.hole("subnets", origins);
        }
    }
}

/// An existing subnet.
struct Subnet<'n> {
    /// Its key and its ID.
    names: Vec<&'n str>,
    is_public: bool,
}

/// Existing subnets, each with its zone if the file says it: beside the ID, or as its key.
fn zones_of(subnets: &Entry) -> Vec<(Subnet<'_>, Option<Zone>)> {
    let mut of = Object::of(&subnets.value);
    let mut all = Vec::new();
    for (kind, is_public) in [("private", false), ("public", true)] {
        for subnet in of.object(kind).1.rest() {
            let mut keys = Object::of(&subnet.value);
            let zone = keys.take("az").and_then(text).unwrap_or(&subnet.key).parse().ok();
            let names = std::iter::once(subnet.key.as_str()).chain(keys.take("id").and_then(text)).collect();
            all.push((Subnet { names, is_public }, zone));
        }
    }
    all
}
