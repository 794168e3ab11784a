//! `cargo run` writes `manifests/`; `cargo run -- check` compares it with what the platform says.

fn main() -> std::process::ExitCode {
    eksml::run(infra_repo::platform::platform())
}
