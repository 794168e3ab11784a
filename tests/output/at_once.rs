//! Several runs into one folder at once: each writes its set whole or says that another one is at it.
use crate::folder::{Folder, Outcome, content, set, whole};
use eksml::output::{Error, emit};
use std::fs::{self, File};

#[test]
fn a_held_lock_refuses_and_a_lock_file_of_the_dead_does_not() -> Outcome {
    let folder = Folder::new("lock")?;
    let (one, two) = (set(&[("a", "1")]), set(&[("a", "2")]));
    emit(&one, &folder.out())?;
    fs::create_dir(folder.beside())?;
    let lock = File::create(folder.beside().join("lock"))?;
    lock.try_lock()?;
    let error = emit(&two, &folder.out()).expect_err("locked");
    assert!(matches!(error, Error::Busy { .. }), "{error}");
    assert_eq!(content(&folder.out())?, whole(&one));
    drop(lock);
    emit(&two, &folder.out())?;
    assert_eq!(content(&folder.out())?, whole(&two));
    assert!(!folder.beside().exists());
    Ok(())
}

#[test]
fn many_writers_never_mix() -> Outcome {
    let folder = Folder::new("writers")?;
    let sets: Vec<_> =
        ["1", "2", "3", "4"].map(|text| set(&[("a", text), ("d/b", text), (&format!("only-{text}"), text)])).into();
    let out = folder.out();
    emit(&set(&[]), &out)?;
    fs::write(out.join("foreign"), "mine")?;
    let written: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = sets
            .iter()
            .map(|set| {
                let out = &out;
                scope.spawn(move || {
                    let outcomes: Vec<_> = (0..60).map(|_| emit(set, out)).collect();
                    for error in outcomes.iter().filter_map(|outcome| outcome.as_ref().err()) {
                        assert!(matches!(error, Error::Busy { .. }), "{error}");
                    }
                    outcomes.iter().filter(|outcome| outcome.is_ok()).count()
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().expect("no writer fails otherwise")).sum()
    });
    assert!(written > 0);
    let mut found = content(&out)?;
    assert_eq!(found.remove("foreign").as_deref(), Some(b"mine".as_slice()));
    assert!(sets.iter().any(|set| whole(set) == found), "{found:?}");
    assert!(!folder.beside().exists());
    Ok(())
}

/// Two renames would leave a gap in which the folder is missing; one exchange has none.
#[cfg(any(target_os = "linux", target_os = "macos"))]
#[test]
fn a_reader_never_finds_the_folder_missing() -> Outcome {
    use std::sync::atomic::{AtomicBool, Ordering};
    let folder = Folder::new("gap")?;
    let out = folder.out();
    let sets = ["1", "2"].map(|text| set(&[("a", text)]));
    emit(&sets[0], &out)?;
    let done = AtomicBool::new(false);
    let (looks, missing) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut looks, mut missing) = (0_u32, 0_u32);
            while !done.load(Ordering::Relaxed) {
                looks += 1;
                missing += u32::from(out.join("a").symlink_metadata().is_err());
            }
            (looks, missing)
        });
        let start = std::time::Instant::now();
        let written =
            sets.iter().cycle().take_while(|_| start.elapsed().as_secs() < 2).try_for_each(|set| emit(set, &out).map(drop));
        done.store(true, Ordering::Relaxed);
        written.map(|()| reader.join().expect("the reader only counts"))
    })?;
    println!("{looks} looks, {missing} times missing");
    assert!(looks > 1000 && missing == 0, "missing {missing} times in {looks} looks");
    Ok(())
}
