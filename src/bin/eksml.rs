//! `eksml import cluster.yaml`, `eksml check FILE…`: see `eksml::cli`.

fn main() -> std::process::ExitCode {
    eksml::cli::run(std::env::args_os()).into()
}
