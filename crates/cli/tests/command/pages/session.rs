//! The shell in which the commands of a page are run.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use tempfile::TempDir;

use crate::simulating::Simulating;

const SIMULATE: &str = "defender-actions simulate";
/// The command, for those who have not installed it.
const NOT_INSTALLED: &str = "cargo run -- ";
/// The address of the simulator where none is named, which is not free everywhere.
const ADDRESS: &str = "127.0.0.1:8439";
/// What ends the output of a command.
const END: u8 = 0x1e;

/// A shell in an empty folder; `defender-actions` is the command of this build.
pub struct Session {
    bash: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    simulator: Option<Simulating>,
    folder: TempDir,
}

impl Session {
    pub fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let mut bash = command(&folder, "bash").args(["--noprofile", "--norc"]).spawn().unwrap();
        let (input, output) = (bash.stdin.take().unwrap(), bash.stdout.take().unwrap());
        Self { bash, input, output: BufReader::new(output), simulator: None, folder }
    }

    /// Runs a command: what it prints.
    pub fn run(&mut self, text: &str) -> String {
        let text = text.replace(NOT_INSTALLED, "defender-actions ");
        if let Some(arguments) = text.strip_prefix(SIMULATE) {
            return self.simulate(arguments);
        }
        let text = match &self.simulator {
            Some(simulator) => text.replace(ADDRESS, simulator.address()),
            None => text,
        };
        // A command sees the exit code of the one before it.
        write!(self.input, "(exit $code)\n{{ {text}\n}} </dev/null 2>&1; code=$?; printf '\\036'\n").unwrap();
        let mut printed = Vec::new();
        self.output.read_until(END, &mut printed).unwrap();
        assert_eq!(printed.pop(), Some(END), "the shell has ended: {text}");
        self.shown(&String::from_utf8(printed).unwrap())
    }

    /// Starts a simulator that stays.
    fn simulate(&mut self, arguments: &str) -> String {
        self.simulator = None;
        let text = format!("exec {SIMULATE} --listen 127.0.0.1:0 {arguments} 2>&1");
        let simulator = Simulating::start(command(&self.folder, "bash").args(["-c", &text]), 4);
        let printed = simulator.printed.join("\n") + "\n";
        self.simulator = Some(simulator);
        self.shown(&printed)
    }

    /// A text without what differs from run to run.
    fn shown(&self, text: &str) -> String {
        let text = match &self.simulator {
            Some(simulator) => text.replace(simulator.address(), ADDRESS),
            None => text.to_owned(),
        };
        text.replace(self.folder.path().to_str().unwrap(), "/home/analyst").replace("\r\n", "\n")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.bash.kill();
        let _ = self.bash.wait();
    }
}

/// A process in the folder, without the settings of the person who runs the test.
fn command(folder: &TempDir, program: &str) -> Command {
    let build = std::path::Path::new(env!("CARGO_BIN_EXE_defender-actions")).parent().unwrap().to_owned();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(std::iter::once(build).chain(env::split_paths(&path))).unwrap();
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let is_setting = name.to_str().is_none_or(|name| {
            let name = name.to_ascii_uppercase();
            name.starts_with("DEFENDER_ACTIONS") || name.starts_with("AZURE") || name.ends_with("_PROXY")
        });
        if is_setting {
            command.env_remove(name);
        }
    }
    command.current_dir(folder.path()).env("HOME", folder.path()).env("PATH", path).env("COLUMNS", "100");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    command
}

#[test]
fn commands_share_a_shell_and_call_the_simulator_of_the_page() {
    let mut session = Session::start();
    let started = session.run("cargo run -- simulate --fault 'status=403,times=1'");
    assert!(started.starts_with("http://127.0.0.1:8439\nthe simulator listens"), "{started}");
    assert_eq!(session.run("export A='b c'; cat >file <<'END'\n$A\nEND"), "");
    assert_eq!(session.run("echo \"$A\" >&2; cat file -; printf 'd\\r\\n'; false"), "b c\n$A\nd\n");
    assert_eq!(session.run("echo $?"), "1\n");
    assert_eq!(session.run("echo http://127.0.0.1:8439; pwd"), "http://127.0.0.1:8439\n/home/analyst\n");
    session.run("export DEFENDER_ACTIONS_BASE_URL=http://127.0.0.1:8439 DEFENDER_ACTIONS_TOKEN=any");
    let call = "defender-actions block-file --sha1 7327b54fd718525cbca07dacde913b5ac3c85673 --comment c >out; echo $?";
    assert!(session.run(call).ends_with("\n3\n"));
    assert!(session.run(call).ends_with("\n0\n"));
}
