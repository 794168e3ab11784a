//! An end of a connection, as tests write it.

use std::fmt;
use std::net::Ipv4Addr;

use super::pods::Pod;

/// An end of a connection.
///
/// | written | who |
/// |---|---|
/// | `chat`, `ml-inference/chat` | the Pods of a workload; the namespace may be left out where the name is the only one |
/// | `ml-inference/chat:8000` | the same on a port; without one, on the first they listen on |
/// | `ml-training/*` | some other Pod of a namespace, with no labels a policy could know |
/// | `10.8.0.7:443` | an address |
/// | `internet:443` | public addresses, all of them |
/// | `dns` | the cluster's DNS Pods |
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Pods, and the port they are called on.
    Pods(Pod, Option<u16>),
    /// An address, and the port it is called on.
    Address(Ipv4Addr, Option<u16>),
    /// Public addresses, and the port they are called on.
    Internet(Option<u16>),
}

impl End {
    /// The port that is called: the one that was written, or the first that the Pods listen on.
    pub fn port(&self) -> Option<u16> {
        match self {
            Self::Pods(pod, port) => port.or_else(|| pod.ports.first().map(|(number, _)| *number)),
            Self::Address(_, port) | Self::Internet(port) => *port,
        }
    }

    /// Reads an end among these Pods.
    pub(super) fn read(text: &str, pods: &[Pod]) -> Result<Self, String> {
        let (who, port) = match text.rsplit_once(':') {
            Some((who, port)) => (who, Some(port.parse::<u16>().map_err(|_| format!("`{port}` in `{text}` is no port"))?)),
            None => (text, None),
        };
        if who == "internet" {
            return Ok(Self::Internet(port));
        }
        if let Ok(address) = who.parse() {
            return Ok(Self::Address(address, port));
        }
        let who = who.replace('_', "-");
        let (namespace, name) = match who.split_once('/') {
            Some((namespace, name)) => (Some(namespace), name),
            None if who == "dns" => (Some("kube-system"), "kube-dns"),
            None => (None, who.as_str()),
        };
        if let (Some(namespace), "*") = (namespace, name) {
            return Ok(Self::Pods(anybody(namespace), port));
        }
        let found: Vec<&Pod> =
            pods.iter().filter(|pod| pod.name == name && namespace.is_none_or(|namespace| pod.namespace == namespace)).collect();
        let mut places: Vec<String> = found.iter().map(|pod| format!("{}/{}", pod.namespace, pod.name)).collect();
        places.dedup();
        match (found.as_slice(), places.len()) {
            ([], _) => {
                let mut known: Vec<String> = pods.iter().map(|pod| format!("{}/{}", pod.namespace, pod.name)).collect();
                known.sort();
                known.dedup();
                Err(format!("there are no Pods `{who}`; there are {}", known.join(", ")))
            }
            // One object may have several templates: the one that listens is meant.
            ([first, ..], 1) => {
                let listens =
                    |pod: &&&Pod| port.map_or(!pod.ports.is_empty(), |port| pod.ports.iter().any(|(own, _)| *own == port));
                Ok(Self::Pods((*found.iter().find(listens).unwrap_or(first)).clone(), port))
            }
            _ => Err(format!("`{who}` is in several namespaces: write one of {}", places.join(", "))),
        }
    }
}

/// Some Pod of a namespace, with no labels a policy could know.
fn anybody(namespace: &str) -> Pod {
    Pod { namespace: namespace.to_owned(), name: "*".to_owned(), labels: [].into(), ports: Vec::new(), on_host_network: false }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pods(pod, _) => write!(f, "{}/{}", pod.namespace, pod.name)?,
            Self::Address(address, _) => address.fmt(f)?,
            Self::Internet(_) => f.write_str("internet")?,
        }
        match self.port() {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}
