//! The security group of Lustre file systems in a subnet of the cluster's, by which they and their clients reach each other and nobody
//! else (NET-16). Source: FSx for Lustre user guide, "File system access control with Amazon VPC".

use serde_json::{Value, json};

use super::fsx::output;
use super::node_groups::{EGRESS, INGRESS, clients};
use super::template::{Resource, Template, get_att, import};
use crate::render::ClusterView;
use crate::spec::{Backend, Lustre, Storage};

/// The ports of Lustre: its service, and those from which servers and clients open connections to it.
const PORTS: [(u16, u16); 2] = [(988, 988), (1018, 1023)];

/// Adds the group of a class. Gives its rules, which must be there before a file system.
pub(super) fn group(template: &mut Template, view: &ClusterView<'_>, class: &Storage) -> Vec<String> {
    let clients = clients(view, class);
    let group = output(class.name.as_str(), "SecurityGroup");
    let efa = matches!(&class.backend, Backend::FsxLustre(Lustre::Persistent2(of)) if of.efa);
    let rules = |end: &str, of: &Value, what: &str| rules(efa, end, of, what);
    let of_clients = |end: &str, way: &str| -> Vec<Value> {
        clients.iter().flat_map(|of| rules(end, &of.group, &format!("Lustre {way} {}", of.shown))).collect()
    };
    let properties = json!({
        "GroupDescription": "Lustre between file systems and the nodes of the cluster",
        "VpcId": import(&super::eksctl_stack(view), "VPC"),
        "SecurityGroupIngress": of_clients("SourceSecurityGroupId", "from"),
        "SecurityGroupEgress": of_clients("DestinationSecurityGroupId", "to"),
        "Tags": super::tags(view.platform),
    });
    template.add(group.as_str(), Resource::new("AWS::EC2::SecurityGroup", properties));
    let id = get_att(&group, "GroupId");
    let mut added = Vec::new();
    let mut add = |what: &str, r#type: &'static str, on: &Value, rules: Vec<Value>| {
        for (at, mut rule) in rules.into_iter().enumerate() {
            rule["GroupId"] = on.clone();
            added.push(format!("{group}{what}{at}"));
            template.add(format!("{group}{what}{at}"), Resource::new(r#type, rule));
        }
    };
    add("FromItself", INGRESS, &id, rules("SourceSecurityGroupId", &id, "Lustre between servers"));
    add("ToItself", EGRESS, &id, rules("DestinationSecurityGroupId", &id, "Lustre between servers"));
    for client in &clients {
        let from = rules("SourceSecurityGroupId", &id, "Lustre from the file systems of a class");
        add(&format!("To{}", client.id), INGRESS, &client.group, from);
        // What goes over EFA is let out by a rule that names the other group, and by no range of addresses.
        if client.is_closed || efa {
            let to = rules("DestinationSecurityGroupId", &id, "Lustre to the file systems of a class");
            add(&format!("From{}", client.id), EGRESS, &client.group, to);
        }
    }
    added
}

/// What is open to or from a group, which `end` of a rule names. EFA sends past TCP: between all of its ends everything is open.
fn rules(efa: bool, end: &str, of: &Value, what: &str) -> Vec<Value> {
    let mut open: Vec<Value> = if efa {
        vec![json!({ "IpProtocol": "-1" })]
    } else {
        PORTS.iter().map(|(from, to)| json!({ "IpProtocol": "tcp", "FromPort": from, "ToPort": to })).collect()
    };
    for rule in &mut open {
        rule[end] = of.clone();
        rule["Description"] = json!(what);
    }
    open
}
