//! SIGKILL at random moments: whoever looks afterwards, without any repair, finds one of the two sets whole.
#![cfg(unix)]
use crate::folder::{Folder, Outcome, content, identity, set, whole};
use eksml::output::{ManifestSet, emit};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FOR: Duration = Duration::from_secs(5);
/// On a busy machine a writer gets little done before it is killed: until both sets were seen it is tried on, with more time each.
const AT_MOST: Duration = Duration::from_secs(90);

fn two_sets() -> [ManifestSet; 2] {
    ["one", "two"].map(|word| {
        let mut set = set(&[("same", "same"), (&format!("only/{word}/file"), word)]);
        for n in 0..40 {
            set.insert(format!("d{}/{n}.yaml", n % 5), format!("{word}: {n}\n").repeat(20)).expect("portable and distinct");
        }
        set
    })
}

#[test]
fn a_killed_run_leaves_one_set_whole() -> Outcome {
    let folder = Folder::new("killed")?;
    let out = folder.out();
    let sets = two_sets();
    emit(&sets[0], &out)?;
    fs::write(out.join("d0/foreign"), "mine")?;
    let foreign = identity(&out.join("d0/foreign"))?;
    // A folder has one place only: it moves, and a killed run may leave it in the work folder, whole.
    fs::create_dir(out.join("d0/theirs"))?;
    fs::write(out.join("d0/theirs/file"), "mine")?;
    let theirs = ["d0/theirs", "d0/theirs/file"].map(|path| identity(&out.join(path)).expect("stands"));
    let same = identity(&out.join("same"))?;
    let start = Instant::now();
    let (mut seen, mut interrupted, mut kills) = ([0, 0], 0, 0);
    let mut random: u64 = 0x9E37_79B9_7F4A_7C15;
    while start.elapsed() < FOR || (seen.contains(&0) && start.elapsed() < AT_MOST) {
        let mut writer = Command::new(std::env::current_exe()?)
            .args(["--exact", "killed::write_until_killed"])
            .env("EKSML_TEST_WRITE_INTO", &out)
            .stdout(Stdio::null())
            .spawn()?;
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        std::thread::sleep(Duration::from_micros(3_000 + random % (60_000 + 5_000 * kills)));
        writer.kill()?;
        let status = writer.wait()?;
        assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9), "the writer ended by itself: {status}");
        kills += 1;
        interrupted += usize::from(folder.beside().join("next").exists() || folder.beside().join("old").exists());
        let mut found = content(&out)?;
        assert_eq!(found.remove("d0/foreign").as_deref(), Some(b"mine".as_slice()));
        let places = [out.clone(), folder.beside().join("next"), folder.beside().join("old")];
        let place = places.iter().find(|place| place.join("d0/theirs").exists()).ok_or("the foreign folder is lost")?;
        assert_eq!(["d0/theirs", "d0/theirs/file"].map(|path| identity(&place.join(path)).expect("stands")), theirs);
        found.retain(|path, _| !path.starts_with("d0/theirs/"));
        let index = sets
            .iter()
            .position(|set| whole(set) == found)
            .ok_or_else(|| format!("neither set after kill {kills}: {:?}", found.keys()))?;
        seen[index] += 1;
        assert_eq!((identity(&out.join("d0/foreign"))?, identity(&out.join("same"))?), (foreign, same));
    }
    println!("{kills} kills, {interrupted} of them in the middle of a run; sets found: {seen:?}");
    assert!(interrupted > 0 && seen[0] > 0 && seen[1] > 0, "{kills} kills hit nothing: {interrupted} interrupted, {seen:?} seen");
    emit(&sets[1], &out)?;
    let mut found = content(&out)?;
    found.remove("d0/foreign");
    assert_eq!(["d0/theirs", "d0/theirs/file"].map(|path| identity(&out.join(path)).expect("stands")), theirs);
    found.retain(|path, _| !path.starts_with("d0/theirs/"));
    assert_eq!(found, whole(&sets[1]));
    assert!(!folder.beside().exists());
    Ok(())
}

/// The process that is killed; by itself it does nothing.
#[test]
fn write_until_killed() -> Outcome {
    if let Some(out) = std::env::var_os("EKSML_TEST_WRITE_INTO") {
        let sets = two_sets();
        for set in sets.iter().rev().cycle() {
            emit(set, Path::new(&out))?;
        }
    }
    Ok(())
}
