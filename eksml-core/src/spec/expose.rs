//! How a service is reached from outside its cluster.

use super::declare::spec;
use crate::units::{CertificateArn, Cidr, HostName};

spec! {
    /// A name in DNS under which a service answers HTTPS from outside its cluster: an Ingress, for which an Application Load Balancer is made
    /// (ADD-04).
    pub struct Expose {
        /// The name; you point it at the load balancer, or `external_dns` does.
        host: HostName = required;
        /// Who may reach it; the VPC and its peers when absent (ADD-06).
        to: Audience = optional;
        /// The certificate of the name; the load balancer takes the one that ACM has for it when absent (ADD-05).
        certificate: Option<CertificateArn> = optional;
    }
    refuses {
        "http" by "ADD-06": "requests, and the keys they carry, are encrypted on their way", "remove the word: port 80 redirects to HTTPS";
        "port" by "ADD-06": "it answers HTTPS on port 443", "remove the word";
        "annotations" by "ADD-06": "the load balancer follows from who may reach the service", "write `to: Vpc`, `to: Addresses([…])` or `to: Internet(\"why\")`";
    }
}

spec! {
    /// Who may reach a service from outside its cluster.
    pub enum Audience {
        /// Whoever is in the VPC or in a network that it is peered with: the load balancer has private addresses alone.
        Vpc,
        /// These public addresses.
        Addresses(Vec<Cidr>),
        /// Everybody, for the stated reason (ADD-06).
        Internet(String),
    }
}
