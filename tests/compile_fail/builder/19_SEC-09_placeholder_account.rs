//! A role ARN with a placeholder for the account.
use eksml::builder::*;
use eksml::{name, role_arn};

fn main() {
    //~ SEC-09 ""arn:aws:iam::ACCOUNT:role/trainer""
    let ml_training = Namespace::new(name!("ml-training"));
    let _ = Identity::new(name!("trainer"), &ml_training).via_role(role_arn!("arn:aws:iam::ACCOUNT:role/trainer"));
}
