//! Backups that end before what cold storage bills.
use eksml::builder::*;
use eksml::cold;

fn main() {
    //~ DR-03 "60"
    let _ = Backup::every(Every::Day).cold(cold!(30 => 60));
}
