//! Thousands of files: the whole set, then one change in it.
use crate::folder::{Folder, Outcome, content, whole};
use eksml::output::{ManifestSet, check, emit};
use std::time::{Duration, Instant};

#[test]
fn five_thousand_files_are_written_checked_and_changed() -> Outcome {
    let folder = Folder::new("scale")?;
    let make = |changed: &str| -> Result<ManifestSet, eksml::output::Error> {
        let mut set = ManifestSet::new();
        for n in 0..5_000 {
            set.insert(format!("cluster-{}/{n}.yaml", n % 50), format!("n: {n}\n{}", if n == 77 { changed } else { "" }))?;
        }
        Ok(set)
    };
    let (one, two) = (make("")?, make("changed: true\n")?);
    let mut marks = vec![Instant::now()];
    assert_eq!(emit(&one, &folder.out())?.added.len(), 5_000);
    marks.push(Instant::now());
    assert!(check(&one, &folder.out())?.is_current());
    marks.push(Instant::now());
    let emitted = emit(&two, &folder.out())?;
    marks.push(Instant::now());
    assert_eq!((emitted.changed.len(), emitted.unchanged.len()), (1, 4_999));
    assert_eq!(emit(&two, &folder.out())?.unchanged.len(), 5_000);
    marks.push(Instant::now());
    let took: Vec<Duration> = marks.windows(2).map(|pair| pair[1] - pair[0]).collect();
    println!("write, check, change one, nothing to do: {took:?}");
    assert_eq!(content(&folder.out())?, whole(&two));
    assert!(took.iter().all(|one| *one < Duration::from_secs(20)), "{took:?}");
    Ok(())
}
