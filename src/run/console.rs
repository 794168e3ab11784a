//! Console of a run: standard output and standard error, neither of which can make a run panic.
//!
//! A reader that has gone away, such as `head`, ends its stream quietly. Whatever else keeps a stream from being written, a full device
//! above all, is told on standard error and makes the exit code 3.

use std::io::{self, ErrorKind, Write};

use super::ExitStatus;

/// The two streams of a run, and what went wrong with them.
pub(crate) struct Console<'a> {
    out: Stream<'a>,
    err: Stream<'a>,
    /// What the run has changed, for the last sentence of one that failed.
    changed: Option<String>,
}

struct Stream<'a> {
    sink: Box<dyn Write + 'a>,
    /// Why nothing more is written to it.
    fault: Option<io::Error>,
}

impl Stream<'_> {
    fn write(&mut self, text: &str) {
        if self.fault.is_none() {
            let written = self.sink.write_all(text.as_bytes()).and_then(|()| self.sink.flush());
            self.fault = written.err();
        }
    }

    /// The fault of the device; that nobody reads any longer is none.
    fn broken(&self) -> Option<&io::Error> {
        self.fault.as_ref().filter(|fault| fault.kind() != ErrorKind::BrokenPipe)
    }
}

impl Console<'static> {
    /// The streams of the process.
    pub(crate) fn of_process() -> Self {
        Self::new(io::stdout(), io::stderr())
    }
}

impl<'a> Console<'a> {
    pub(crate) fn new(out: impl Write + 'a, err: impl Write + 'a) -> Self {
        let stream = |sink| Stream { sink, fault: None };
        Self { out: stream(Box::new(out)), err: stream(Box::new(err)), changed: None }
    }

    /// Prints a text that was asked for to standard output.
    pub(crate) fn print(&mut self, text: &str) {
        self.out.write(text);
    }

    /// Tells a person something on standard error.
    pub(crate) fn tell(&mut self, text: &str) {
        self.err.write(text);
    }

    /// Remembers what the run has changed by now.
    pub(crate) fn has_changed(&mut self, what: impl Into<String>) {
        self.changed = Some(what.into());
    }

    /// Ends the run. One that failed says what became of the folder, whoever looks at its last line alone.
    pub(crate) fn end(mut self, status: ExitStatus) -> ExitStatus {
        let status = self.settle(status);
        if status != ExitStatus::Success {
            let changed = self.changed.take().unwrap_or_else(|| "nothing was written".to_owned());
            self.tell(&format!("{changed}\n"));
        }
        status
    }

    /// Ends the run of a program that writes no folder.
    #[cfg(feature = "cli")]
    pub(crate) fn end_of_reader(mut self, status: ExitStatus) -> ExitStatus {
        self.settle(status)
    }

    fn settle(&mut self, status: ExitStatus) -> ExitStatus {
        let full = self.out.broken().map(|fault| format!("error: standard output could not be written: {fault}\n"));
        if let Some(text) = &full {
            self.tell(text);
        }
        if full.is_some() || self.err.broken().is_some() { ExitStatus::Output } else { status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sink that fails in one way.
    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn run(out: impl Write, err: impl Write, status: ExitStatus) -> ExitStatus {
        let mut console = Console::new(out, err);
        console.print("text");
        console.tell("told");
        console.end(status)
    }

    #[test]
    fn a_reader_that_has_gone_changes_nothing() {
        for status in [ExitStatus::Success, ExitStatus::Findings, ExitStatus::Usage, ExitStatus::Output] {
            let gone = || Failing(ErrorKind::BrokenPipe);
            assert_eq!(run(gone(), Vec::new(), status), status);
            assert_eq!(run(Vec::new(), gone(), status), status);
            assert_eq!(run(gone(), gone(), status), status);
        }
    }

    #[test]
    fn a_full_device_is_told_and_ends_with_3() {
        let full = || Failing(ErrorKind::StorageFull);
        let mut told = Vec::new();
        assert_eq!(run(full(), &mut told, ExitStatus::Success), ExitStatus::Output);
        let told = String::from_utf8(told).expect("text");
        assert!(told.starts_with("told") && told.contains("standard output could not be written"), "{told}");
        assert!(told.ends_with("nothing was written\n"), "{told}");
        assert_eq!(run(Vec::new(), full(), ExitStatus::Success), ExitStatus::Output);
        assert_eq!(run(full(), full(), ExitStatus::Findings), ExitStatus::Output);
    }

    #[test]
    fn a_run_that_fails_says_what_became_of_the_folder() {
        let mut told = Vec::new();
        let mut console = Console::new(Vec::new(), &mut told);
        console.has_changed("manifests was written");
        assert_eq!(console.end(ExitStatus::Usage), ExitStatus::Usage);
        assert_eq!(told, b"manifests was written\n");
    }
}
