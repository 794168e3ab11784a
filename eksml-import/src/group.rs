//! A node group of the file in the words of `platform!`.

use super::known::Known;
use super::words::{Object, Origins, count, is, items, text};
use eksml_core::derived::{OPERANDS_LABEL, PLANE_LABELS};
use eksml_core::eksctl::{AmiFamily, ManagedNodeGroup, SelfManagedNodeGroup};
use eksml_core::source::{Entry, Mark, Node, Value};
use eksml_core::spec::Spec;

/// What eksctl buys when no type is named.
const EKSCTL_TYPE: &str = "m5.large";
/// How many nodes eksctl starts when no size is given.
const EKSCTL_SIZE: i128 = 2;

/// The label whose values are the uses of a group.
const USE_LABEL: &str = "workload-type";
const USES: [(&str, &str); 5] = [
    ("general", "General"),
    ("system", "System"),
    ("training", "Training"),
    ("inference", "Inference"),
    ("development", "Development"),
];

/// The entry `node_group NAME { … }`; of `subnets` that are there already, name or ID and zone.
pub(super) fn group(node: &Node, is_managed: bool, known: &Known, subnets: &[(String, String)], origins: &mut Origins) -> Entry {
    let mut keys = Object::of(node);
    let name = keys.take("name");
    let at = name.map_or(node.mark, |name| name.value.mark);
    // The first of the marks that come from the name is where whatever the file leaves out is told.
    let own = origins.of(at);
    let name = name.and_then(text).unwrap_or_default();
    let mut group = Group { entries: Vec::new(), block: Vec::new(), at, name, known, subnets };
    group.instances(&mut keys, is_managed, origins);
    group.sizes(&mut keys, origins);
    group.purpose_and_labels(&mut keys, origins);
    group.purchase(&mut keys, is_managed, origins);
    group.place(&mut keys, origins);
    group.taints(&mut keys, origins);
    group.volume(&mut keys, origins);
    group.instance_store(&mut keys, origins);
    group.metadata_service(&mut keys, origins);
    group.switches(&mut keys, is_managed, origins);
    group.rest(keys, is_managed, origins);
    Entry {
        key: "node_group".to_owned(),
        key_mark: own,
        name: Some((group.name.to_owned(), own)),
        value: Node { value: Value::Block(group.entries), mark: own },
    }
}

/// The label by which the GPU Operator is told what a group is for, if it means that.
pub(super) fn operator_label(node: &Node, known: &Known) -> Option<Mark> {
    let mut keys = Object::of(node);
    let name = keys.take("name").and_then(text).unwrap_or_default();
    let (_, labels) = keys.object("labels");
    let mut labels = labels.rest().into_iter();
    let of_plane = |entry: &&Entry| PLANE_LABELS.contains(&entry.key.as_str()) && known.means_sharing(name, &entry.key);
    labels.find(of_plane).map(|entry| entry.key_mark)
}

/// How many nodes eksctl makes a group of, least and most.
fn least_and_most(min: Option<&Entry>, max: Option<&Entry>, desired: Option<&Entry>) -> (i128, i128) {
    let least = count(min).or(count(desired)).unwrap_or(EKSCTL_SIZE);
    let most = count(max).unwrap_or_else(|| least.max(count(desired).unwrap_or(1)));
    (least, most)
}

/// Whether the group can grow.
pub(super) fn grows(node: &Node) -> bool {
    let keys = Object::of(node);
    let (least, most) = least_and_most(keys.peek("minSize"), keys.peek("maxSize"), keys.peek("desiredCapacity"));
    least < most
}

struct Group<'a> {
    entries: Vec<Entry>,
    block: Vec<Entry>,
    /// The group's name in the file.
    at: Mark,
    name: &'a str,
    known: &'a Known,
    /// Subnets that are there already: name or ID, and zone.
    subnets: &'a [(String, String)],
}

impl Group<'_> {
    fn say(&mut self, key: &str, value: Node, mark: Mark, origins: &mut Origins) {
        let entry = origins.entry(key, value, mark);
        self.entries.push(entry);
    }

    /// Copies a key under a word.
    fn copy(&mut self, entry: Option<&Entry>, word: &str, origins: &mut Origins) {
        if let Some(entry) = entry {
            let copied = origins.copied(entry, word);
            self.entries.push(copied);
        }
    }

    fn instances(&mut self, keys: &mut Object<'_>, is_managed: bool, origins: &mut Origins) {
        let mut named: Vec<&Node> = Vec::new();
        let one = keys.take("instanceType").filter(|entry| text(entry) != Some("mixed"));
        named.extend(one.map(|entry| &entry.value));
        // Self-managed groups do not know the key; whoever writes it there means this.
        let several = keys.take("instanceTypes");
        named.extend(items(several));
        let (mix, mut mixed) = keys.object("instancesDistribution");
        let types = mixed.take("instanceTypes");
        named.extend(items(types));
        let listed: Vec<Node> = named.iter().map(|node| origins.copy(node)).collect();
        let selector = keys.take("instanceSelector");
        if let Some(selector) = selector {
            let copied = origins.copied(selector, "instanceSelector");
            self.block.push(copied);
        }
        // Types that a selector or a template chooses are for somebody to name.
        let chosen = selector.or_else(|| keys.peek("launchTemplate"));
        let mark = several.or(one).or(types).or(chosen).map_or(self.at, |entry| entry.key_mark);
        let listed = if listed.is_empty() && chosen.is_none() { vec![origins.text(EKSCTL_TYPE, self.at)] } else { listed };
        let value = origins.node(Value::List(listed), mark);
        self.say("instances", value, mark, origins);
        // `spot` and `instanceTypes` are words of managed groups.
        if is_managed || several.is_some() {
            return;
        }
        let mut distribution = Vec::new();
        if let Some(mix) = mix {
            for (key, word) in
                [("onDemandBaseCapacity", "on_demand_base"), ("onDemandPercentageAboveBaseCapacity", "on_demand_percent")]
            {
                if let Some(entry) = mixed.take(key) {
                    distribution.push(origins.copied(entry, word));
                } else if word == "on_demand_percent" {
                    let all = origins.node(Value::Int(100), mix.key_mark);
                    distribution.push(origins.entry(word, all, mix.key_mark));
                }
            }
            if let Some(entry) = mixed.take("spotAllocationStrategy") {
                let word = match text(entry) {
                    Some("capacity-optimized") => Some("CapacityOptimized"),
                    Some("price-capacity-optimized") => Some("PriceCapacityOptimized"),
                    Some("lowest-price") => Some("LowestPrice"),
                    _ => None,
                };
                let strategy = match word {
                    Some(word) => origins.word(word, entry.value.mark),
                    None => origins.copy(&entry.value),
                };
                distribution.push(origins.entry("strategy", strategy, entry.key_mark));
            } else {
                let strategy = origins.word("LowestPrice", mix.key_mark);
                distribution.push(origins.entry("strategy", strategy, mix.key_mark));
            }
            let rest: Vec<Entry> = mixed.rest().into_iter().map(|entry| origins.copied(entry, &entry.key)).collect();
            if !rest.is_empty() {
                let value = origins.node(Value::Block(rest), mix.key_mark);
                let entry = origins.entry("instancesDistribution", value, mix.key_mark);
                self.block.push(entry);
            }
        }
        let mark = mix.map_or(self.at, |mix| mix.key_mark);
        let mut by_hand = Vec::new();
        if mix.is_some() {
            let value = origins.node(Value::Block(distribution), mark);
            by_hand.push(origins.entry("distribution", value, mark));
        }
        let payload = origins.node(Value::Block(by_hand), mark);
        let management = origins.tagged("SelfManaged", payload, mark);
        self.say("management", management, mark, origins);
    }

    fn sizes(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let (min, max, desired) = (keys.take("minSize"), keys.take("maxSize"), keys.take("desiredCapacity"));
        let broken = |entry: Option<&Entry>| entry.is_some() && count(entry).is_none();
        if broken(min) || broken(max) || broken(desired) {
            let hole = origins.node(Value::Hole(0), self.at);
            return self.say("scale", hole, self.at, origins);
        }
        let (least, most) = least_and_most(min, max, desired);
        let from = origins.node(Value::Int(least), min.or(desired).map_or(self.at, |entry| entry.value.mark));
        let to = origins.node(Value::Int(most), max.map_or(self.at, |entry| entry.value.mark));
        let range = Value::Range { from: Box::new(from), to: Box::new(to), inclusive: true };
        let mark = max.or(min).map_or(self.at, |entry| entry.key_mark);
        let range = origins.node(range, mark);
        self.say("scale", range, mark, origins);
        if count(desired).is_some_and(|nodes| nodes != least) {
            self.copy(desired, "desired", origins);
        }
    }

    fn purpose_and_labels(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let (labels, of) = keys.object("labels");
        let Some(labels) = labels else { return };
        // Which the operator leaves alone whatever the plane.
        let bottlerocket = keys.peek("amiFamily").and_then(text).is_some_and(|family| family.starts_with("Bottlerocket"));
        let mut kept = Vec::new();
        for entry in of.rest() {
            let purpose = text(entry).and_then(|value| USES.iter().find(|(label, _)| *label == value));
            match purpose {
                // eksml's own follow from the group.
                _ if entry.key.starts_with("eksml/") => {}
                _ if PLANE_LABELS.contains(&entry.key.as_str()) && self.known.means_sharing(self.name, &entry.key) => {
                    if entry.key == OPERANDS_LABEL && !bottlerocket {
                        // Who offers its GPUs instead, the file does not say; it is the plugin, unless somebody installed another.
                        let word = origins.word("DevicePlugin", entry.value.mark);
                        self.say("plane", word, entry.key_mark, origins);
                    } else {
                        self.sharing(entry, origins);
                    }
                }
                _ if entry.key != USE_LABEL && self.known.is_derived_label(self.name, &entry.key) => {}
                Some((_, word)) if entry.key == USE_LABEL => {
                    let word = origins.word(word, entry.value.mark);
                    self.say("serves", word, entry.key_mark, origins);
                }
                _ => kept.push(origins.copied(entry, &entry.key)),
            }
        }
        if !kept.is_empty() {
            let value = origins.node(Value::Block(kept), labels.key_mark);
            self.say("labels", value, labels.key_mark, origins);
        }
    }

    /// One accelerator for several Pods, as the GPU Operator reads it off the nodes.
    fn sharing(&mut self, label: &Entry, origins: &mut Origins) {
        let Some(value) = text(label) else { return };
        let mark = label.value.mark;
        let pods = |prefix: &str| value.strip_prefix(prefix).and_then(|pods| pods.parse::<u32>().ok());
        let (word, payload) = match (pods("time-slicing-"), pods("mps-"), value.strip_prefix("all-")) {
            (Some(pods), ..) => ("TimeSlicing", Value::Int(i128::from(pods))),
            (_, Some(pods), _) => ("Mps", Value::Int(i128::from(pods))),
            // A label takes no `+`.
            (.., Some(profile)) => ("Mig", Value::Str(profile.replace(".me", "+me"))),
            _ => return,
        };
        let payload = origins.node(payload, mark);
        let sharing = origins.tagged(word, payload, mark);
        self.say("sharing", sharing, label.key_mark, origins);
    }

    /// A RAID of the instance store, as each image is told at boot.
    fn instance_store(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let of_bootstrap =
            keys.peek("overrideBootstrapCommand").filter(|entry| text(entry).is_some_and(|it| it.contains("RAID0")));
        let of_settings = || {
            let settings = Object::of(&keys.peek("bottlerocket")?.value).take("settings")?;
            Object::of(&settings.value).take("bootstrap-commands")
        };
        let Some(entry) = of_bootstrap.or_else(of_settings).filter(|_| self.known.is_raid(self.name)) else { return };
        keys.take(if of_bootstrap.is_some() { "overrideBootstrapCommand" } else { "bottlerocket" });
        let word = origins.word("Raid0", entry.value.mark);
        self.say("instance_store", word, entry.key_mark, origins);
    }

    /// Who may read instance metadata. What the file says on purpose is kept; what it leaves out becomes safer, and IMP-03 says so.
    fn metadata_service(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let (v1, pods) = (keys.take("disableIMDSv1"), keys.take("disablePodIMDS"));
        let (word, entry) = match (v1.filter(|v1| is(Some(v1), false)), pods.filter(|pods| is(Some(pods), false))) {
            (Some(v1), _) => ("Version1", v1),
            (None, Some(pods)) => ("PodsToo", pods),
            (None, None) => return,
        };
        let reason = origins.text(&format!("`{}: false` in the file", entry.key), entry.value.mark);
        let word = origins.tagged(word, reason, entry.value.mark);
        self.say("imds", word, entry.key_mark, origins);
    }

    fn purchase(&mut self, keys: &mut Object<'_>, is_managed: bool, origins: &mut Origins) {
        if let Some(spot) = keys.take("spot") {
            let word = if is(Some(spot), true) { "Spot" } else { "OnDemand" };
            // Self-managed groups have no such key, and whoever reads it there says so under the key.
            let word = origins.word(word, if is_managed { spot.value.mark } else { spot.key_mark });
            self.say("purchase", word, spot.key_mark, origins);
        }
        let (market, mut of_market) = keys.object("instanceMarketOptions");
        let is_block = of_market.take("marketType").and_then(text) == Some("capacity-block");
        let Some(reservation) = keys.take("capacityReservation") else {
            if let Some(market) = market {
                let copied = origins.copied(market, "instanceMarketOptions");
                self.block.push(copied);
            }
            return;
        };
        let (_, mut target) = Object::of(&reservation.value).object("capacityReservationTarget");
        match target.take("capacityReservationID") {
            Some(id) => {
                let payload = origins.copy(&id.value);
                let word = if is_block { "CapacityBlock" } else { "Reservation" };
                let purchase = origins.tagged(word, payload, id.value.mark);
                self.say("purchase", purchase, reservation.key_mark, origins);
            }
            None => {
                let copied = origins.copied(reservation, "capacityReservation");
                self.block.push(copied);
            }
        }
    }

    fn place(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let zones = keys.take("availabilityZones");
        self.copy(zones, "zones", origins);
        // The zones that are known are said: rules about zones judge the words.
        let subnets = keys.peek("subnets");
        let zone = |node: &Node| {
            let Value::Str(named) = &node.value else { return None };
            self.subnets.iter().find(|(known, _)| known == named).map(|(_, zone)| zone.clone())
        };
        let of_subnets: Option<Vec<String>> = items(subnets).iter().map(zone).collect();
        if let (None, Some(subnets), Some(mut named)) = (zones, subnets, of_subnets) {
            named.dedup();
            let named = named.iter().map(|zone| origins.text(zone, subnets.key_mark)).collect();
            let value = origins.node(Value::List(named), subnets.key_mark);
            self.say("zones", value, subnets.key_mark, origins);
        }
        let private = keys.take("privateNetworking");
        let readable = private.is_none_or(|entry| matches!(entry.value.value, Value::Bool(_)));
        if readable && !is(private, true) {
            let mark = private.map_or(self.at, |entry| entry.value.mark);
            let word = origins.word("Public", mark);
            self.say("subnets", word, mark, origins);
        }
    }

    fn taints(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        for taint in items(keys.take("taints")) {
            let mut of = Object::of(taint);
            let (key, value, effect) = (of.take("key"), of.take("value"), of.take("effect"));
            let mark = key.map_or(taint.mark, |key| key.value.mark);
            let parts = (key.and_then(text), value.and_then(text), effect.and_then(text));
            let node = match parts {
                (Some("nvidia.com/gpu"), Some("true"), Some("NoSchedule")) => origins.word("NvidiaGpu", mark),
                (Some("aws.amazon.com/neuron"), Some("true"), Some("NoSchedule")) => origins.word("AwsNeuron", mark),
                _ => {
                    let mut entries = Vec::new();
                    entries.extend(key.map(|entry| origins.copied(entry, "key")));
                    match value {
                        Some(entry) => entries.push(origins.copied(entry, "value")),
                        None => {
                            let nothing = origins.text("", mark);
                            entries.push(origins.entry("value", nothing, mark));
                        }
                    }
                    if let Some(effect) = effect {
                        let word = match text(effect) {
                            Some(word) => origins.word(word, effect.value.mark),
                            None => origins.copy(&effect.value),
                        };
                        entries.push(origins.entry("effect", word, effect.key_mark));
                    }
                    let payload = origins.node(Value::Block(entries), mark);
                    origins.tagged("Custom", payload, mark)
                }
            };
            self.say("taint", node, mark, origins);
        }
    }

    fn volume(&mut self, keys: &mut Object<'_>, origins: &mut Origins) {
        let mut entries = Vec::new();
        let mut mark = None;
        for (key, word) in
            [("volumeSize", "size_gib"), ("volumeIOPS", "iops"), ("volumeThroughput", "throughput"), ("volumeKmsKeyID", "key")]
        {
            if let Some(entry) = keys.take(key) {
                mark = mark.or(Some(entry.key_mark));
                entries.push(origins.copied(entry, word));
            }
        }
        if let Some(mark) = mark {
            let value = origins.node(Value::Block(entries), mark);
            self.say("volume", value, mark, origins);
        }
        for (key, usual) in [("volumeEncrypted", Value::Bool(true)), ("volumeType", Value::Str("gp3".to_owned()))] {
            if let Some(entry) = keys.take(key)
                && entry.value.value != usual
            {
                let copied = origins.copied(entry, key);
                self.block.push(copied);
            }
        }
    }

    fn switches(&mut self, keys: &mut Object<'_>, is_managed: bool, origins: &mut Origins) {
        if let Some(family) = keys.take("amiFamily") {
            let value = match text(family) {
                Some(name) => origins.text(canonical(name), family.value.mark),
                None => origins.copy(&family.value),
            };
            if !matches!(&value.value, Value::Str(name) if name == "AmazonLinux2023") {
                self.say("ami", value, family.key_mark, origins);
            }
        }
        self.copy(keys.take("efaEnabled").filter(|entry| !is(Some(entry), false)), "efa", origins);
        self.copy(keys.take("maxPodsPerNode"), "max_pods", origins);
        keys.take("propagateASGTags");
        let (tags, of) = keys.object("tags");
        let kept: Vec<Entry> = of
            .rest()
            .into_iter()
            .filter(|entry| !self.known.is_derived_tag(self.name, &entry.key))
            .map(|entry| origins.copied(entry, &entry.key))
            .collect();
        if let Some(tags) = tags.filter(|_| !kept.is_empty()) {
            let value = origins.node(Value::Block(kept), tags.key_mark);
            self.say("tags", value, tags.key_mark, origins);
        }
        let (repair, mut of) = keys.object("nodeRepairConfig");
        if let Some(repair) = repair {
            let enabled = of.take("enabled");
            if !is(enabled, true) {
                let word = origins.word("Off", enabled.unwrap_or(repair).key_mark);
                self.say("repair", word, repair.key_mark, origins);
            }
            let rest: Vec<Entry> = of.rest().into_iter().map(|entry| origins.copied(entry, &entry.key)).collect();
            if !rest.is_empty() {
                let value = origins.node(Value::Block(rest), repair.key_mark);
                let entry = origins.entry("nodeRepairConfig", value, repair.key_mark);
                self.block.push(entry);
            }
        }
        if is_managed {
            // One node at a time is the rule anyway.
            let (update, mut of) = keys.object("updateConfig");
            if let Some(update) = update
                && count(of.take("maxUnavailable")) != Some(1)
            {
                let copied = origins.copied(update, "updateConfig");
                self.block.push(copied);
            }
        }
        // Without a key of its own a group's SSH is closed; session manager is there anyway.
        if let Some(ssh) = keys.take("ssh") {
            let mut of = Object::of(&ssh.value);
            let closed = is(of.take("allow"), false);
            of.take("enableSsm");
            if !closed || !of.rest().is_empty() {
                let copied = origins.copied(ssh, "ssh");
                self.block.push(copied);
            }
        }
    }

    fn rest(&mut self, keys: Object<'_>, is_managed: bool, origins: &mut Origins) {
        let shape = if is_managed { ManagedNodeGroup::SHAPE } else { SelfManagedNodeGroup::SHAPE };
        for entry in keys.rest_of(shape) {
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

/// Empty objects and lists, which change nothing.
pub(super) fn says_nothing(entry: &Entry) -> bool {
    match &entry.value.value {
        Value::Block(entries) => entries.iter().all(says_nothing),
        Value::List(items) => items.is_empty(),
        Value::Null => true,
        _ => false,
    }
}

/// eksctl reads families in any case.
fn canonical(name: &str) -> &str {
    AmiFamily::ALL.iter().map(|family| family.as_str()).find(|known| known.eq_ignore_ascii_case(name)).unwrap_or(name)
}
