"""Prove the two commands on a bare machine: in a Debian root with Python, git, make and CA
certificates and nothing else, `make run` serves the demo with working PDFs and `make test` passes.

    python3 scripts/prove_bare.py [root] [somebody]

As root, with debootstrap. It makes the root with this machine's own Debian mirror and trusted
certificates, clones this folder's HEAD into it, and works in it by chroot, in namespaces of its
own, so that nothing stays mounted or running. No variable is passed that would help with
certificates.

The second run is of somebody who may not install packages: the demo starts without PDFs, and the
page of a document says what is missing.
"""

import http.cookiejar
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROJECT = "/srv/golden-thread"
CONTENT = "python3,git,make,ca-certificates"
KEPT = Path("/var/cache/golden-thread-bare")
KEPT_DAYS = 7
# How this machine reaches its registries. Nothing about certificates: that is what is proved.
PASSED = re.compile(
    r"(https?|no|all)_proxy|(PIP|UV|NPM_CONFIG)_.*(INDEX|REGISTRY).*", re.IGNORECASE
)
PERSON = "manchester-coordinator"
START_SECONDS = 1200
DOCUMENT_SECONDS = 240
# After `make run` has ended: whatever still runs beside this very look.
LEFT = """
import os, pathlib
for process in pathlib.Path('/proc').iterdir():
    if process.name.isdigit() and int(process.name) not in (1, os.getpid()):
        words = (process / 'cmdline').read_bytes().replace(bytes(1), b' ').decode()
        if words:
            print('LEFT', process.name, words)
print('NOTHING ELSE RUNS')
"""


class Unproved(Exception):
    """What did not go as it should."""


def say(text: str) -> None:
    print(f"prove_bare: {text}", flush=True)


@contextmanager
def timed(what: str) -> Iterator[None]:
    begun = time.monotonic()
    yield
    say(f"{what}: {time.monotonic() - begun:.0f} s")


def called(*command: str) -> str:
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    output = result.stdout.decode(errors="replace")
    if result.returncode:
        raise Unproved(f"{' '.join(command[:3])} ended with {result.returncode}:\n{output[-3000:]}")
    return output


# The root


def mirror() -> tuple[str, str]:
    """This machine's Debian: the address of its mirror, and its release."""
    suite = called("sh", "-c", ". /etc/os-release; echo $VERSION_CODENAME").strip()
    form = "$(REPO_URI) $(RELEASE)"
    for line in called("apt-get", "indextargets", "--format", form).splitlines():
        address, _, release = line.partition(" ")
        if release == suite:
            return address, suite
    raise Unproved(f"apt has no source for {suite}")


def make_root(target: Path) -> None:
    """A bare Debian. What debootstrap made is kept for a week: it takes a minute or more."""
    address, suite = mirror()
    kept = KEPT / f"{suite}.tar"
    if not kept.is_file() or time.time() - kept.stat().st_mtime > KEPT_DAYS * 86400:
        with timed(f"debootstrap {suite} with {CONTENT}"), tempfile.TemporaryDirectory() as folder:
            called(
                # What it mounts goes with its namespace, however it ends.
                "unshare",
                "--mount",
                "debootstrap",
                "--variant=minbase",
                f"--include={CONTENT}",
                suite,
                folder,
                address,
            )
            KEPT.mkdir(parents=True, exist_ok=True)
            called("tar", "--create", "--file", f"{kept}.new", "--directory", folder, ".")
            os.replace(f"{kept}.new", kept)
    called("tar", "--extract", "--file", str(kept), "--directory", str(target))
    target.chmod(0o755)
    (target / "dev" / "shm").chmod(0o1777)  # as on every machine that was started
    for name in ("resolv.conf", "hosts"):
        shutil.copyfile(f"/etc/{name}", target / "etc" / name)
    # What this machine trusts, where an administrator would put it: in the system's bundle alone.
    own = Path("/usr/local/share/ca-certificates")
    shutil.copytree(own, target / str(own)[1:], dirs_exist_ok=True)
    called("chroot", str(target), "update-ca-certificates")
    bundle = Path("/etc/ssl/certs/ca-certificates.crt")
    theirs = target / str(bundle)[1:]
    if theirs.read_text() != bundle.read_text():
        shutil.copyfile(bundle, theirs)
    called("git", "clone", "--quiet", str(ROOT), f"{target}{PROJECT}")


def variables(home: str) -> list[str]:
    passed = {name: value for name, value in os.environ.items() if PASSED.fullmatch(name)}
    index = shutil.which("pip") and subprocess.run(
        ["pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    if index and index.stdout.startswith("http"):
        passed.setdefault("PIP_INDEX_URL", index.stdout.strip())
        passed.setdefault("UV_DEFAULT_INDEX", index.stdout.strip())
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    own = {"PATH": path, "HOME": home, "LANG": "C.UTF-8", "GIT_CONFIG_COUNT": "0"}
    return [f"{name}={value}" for name, value in {**passed, **own}.items()]


def inside(target: Path, script: str, user: str = "") -> list[str]:
    """The command that runs a script in the root, as the first process of its own namespace: when
    it ends, so does everything it started."""
    namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    enter = ["chroot", *([f"--userspec={user}"] if user else []), str(target)]
    home = f"/home/{user}" if user else "/root"
    return [
        *namespaces, f"--mount-proc={target}/proc", *enter, "env", "--ignore-environment",
        *variables(home), "sh", "-c", f"cd {PROJECT} && {script}",
    ]  # fmt: skip


# A person at a browser


class Browser:
    """Reads pages, keeps cookies, sends the forms it finds."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def read(self, path: str, **fields: str) -> tuple[int, bytes, str]:
        """The status, the content and the address in the end; a post when there are fields."""
        data = urllib.parse.urlencode(fields).encode() if fields else None
        request = urllib.request.Request(
            urllib.parse.urljoin(self.site, path), data=data, headers={"Referer": self.site}
        )
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read(), answer.geturl()
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read(), problem.geturl()
        except OSError as problem:
            return 0, str(problem).encode(), ""

    def page(self, path: str, **fields: str) -> tuple[str, str]:
        """A page that must be there, and its address."""
        status, content, address = self.read(path, **fields)
        if status != 200:
            raise Unproved(f"{path} answered {status}: {content[:300]!r}")
        return content.decode(), address


def token(page: str) -> str:
    return first(r'name="csrfmiddlewaretoken" value="([^"]+)"', page, "the key of a form")


def first(pattern: str, page: str, what: str) -> str:
    found = re.search(pattern, page)
    if not found:
        raise Unproved(f"the page has no {what}")
    return found[1]


def document_page(browser: Browser) -> tuple[str, float]:
    """Ask for a report as a PDF, as a person of the demo: the page it ends with, and after how many
    seconds."""
    home, _ = browser.page("/demo/", csrfmiddlewaretoken=token(browser.page("/demo/")[0]),
                           person=PERSON)  # fmt: skip
    reports, _ = browser.page(
        first(r'href="(/[^"/]+/[^"/]+/reports/)"', home, "link to the reports")
    )
    link = first(r'href="(/[^"/]+/[^"/]+/reports/[^"/]+/)"', reports, "link to a report")
    report, _ = browser.page(link)
    action = first(r'action="(/[^"]+/full/)"', report, "form for the full report")
    begun = time.monotonic()
    page, address = browser.page(action, csrfmiddlewaretoken=token(report))
    while "refresh" in page and time.monotonic() - begun < DOCUMENT_SECONDS:
        time.sleep(1)
        page, _ = browser.page(address)
    return page, time.monotonic() - begun


def expect_pdf(browser: Browser) -> None:
    page, seconds = document_page(browser)
    link = first(r'href="(/[^"/]+/[^"/]+/documents/[^"]+/file/)"', page, "link to a finished PDF")
    status, content, _ = browser.read(link)
    if status != 200 or not content.startswith(b"%PDF-") or len(content) < 5000:
        raise Unproved(f"{link} answered {status}: {content[:100]!r}")
    say(f"a report as a PDF, through its pages: {len(content)} bytes, {seconds:.0f} s")


def expect_words(browser: Browser) -> None:
    page, seconds = document_page(browser)
    said = first(r"<p>(This machine can’t make PDFs yet[^<]+)</p>", page, "words about PDFs")
    say(f"the page of a document says, after {seconds:.0f} s: {said}")


# The two commands


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def prove_run(target: Path, user: str, look: Callable[[Browser], None]) -> str:
    """`make run` in the root until it serves, `look` at it, Ctrl-C, and nothing left. Answers with
    what it printed."""
    port, begun = free_port(), time.monotonic()
    browser = Browser(f"http://127.0.0.1:{port}/")
    # The shell outlives Ctrl-C: it is the first process, and looks at what is left.
    script = f"trap : INT; make run PORT={port}; sleep 1; python3 -c {shlex.quote(LEFT)}"
    command = inside(target, script, user)
    log = target.parent / f"{target.name}.log"
    with log.open("wb") as output:
        run = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        try:
            while browser.read("/healthz")[0] != 200:
                if run.poll() is not None or time.monotonic() - begun > START_SECONDS:
                    raise Unproved("make run never served")
                time.sleep(1)
            say(f"make run serves its pages: {time.monotonic() - begun:.0f} s")
            look(browser)
            begun = time.monotonic()
            os.killpg(run.pid, signal.SIGINT)
            run.wait(40)
        except (subprocess.TimeoutExpired, Unproved) as problem:
            raise Unproved(f"{problem}\n{log.read_text()[-4000:]}") from problem
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)
    printed = log.read_text()
    if "LEFT " in printed or "NOTHING ELSE RUNS" not in printed:
        raise Unproved(f"after Ctrl-C: {printed[-2000:]}")
    say(f"Ctrl-C stops it, and nothing is left running: {time.monotonic() - begun:.0f} s")
    return printed


def expect_quiet(printed: str, *, known: str = "") -> None:
    """Nothing about certificates, no warning, no error on the way to a running program; what is
    `known` to be missing is said by the worker's own trial and by the first document, no more."""
    before = printed.partition("Golden Thread is at")[0]
    for line in before.splitlines():
        print(f"    {line}", flush=True)
    noise = re.findall(
        r".*(?:certificate|UnknownIssuer|SELF_SIGNED|warning|error|Traceback).*", before, re.I
    )
    if known:
        told = [line for line in noise if known in line]
        noise = [line for line in noise if line not in told] + told[2:]
    if noise:
        raise Unproved(f"make run is not quiet: {noise[:5]}")


def prove_test(target: Path) -> None:
    """`make test` in the root. Its last line is shown."""
    log = target.parent / "test.log"
    with timed("make test"), log.open("wb") as output:
        ended = subprocess.run(
            inside(target, "make test"), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    lines = log.read_text(errors="replace").rstrip().splitlines()
    if ended.returncode:
        raise Unproved("make test failed:\n" + "\n".join(lines[-60:]))
    say(lines[-1])


def prove_as_root(folder: Path) -> None:
    """Both commands: `make run` twice, then `make test`."""
    target = folder / "root"
    target.mkdir()
    make_root(target)
    expect_quiet(prove_run(target, "", expect_pdf))
    again = subprocess.run(
        inside(target, "python3 scripts/prepare.py demo"), capture_output=True, check=False
    )
    if again.returncode or again.stdout or again.stderr:
        raise Unproved(f"a second start is not quiet: {again.stdout!r} {again.stderr!r}")
    prove_test(target)


def prove_as_somebody(folder: Path) -> None:
    """Without leave to install anything, and no sudo."""
    target, user = folder / "somebody", "newcomer"
    target.mkdir()
    make_root(target)
    called("chroot", str(target), "useradd", "--create-home", user)
    called("chroot", str(target), "chown", "--recursive", f"{user}:", PROJECT)
    refused = subprocess.run(
        inside(target, "make run", user), capture_output=True, text=True, check=False
    )
    if not refused.returncode or "sudo apt-get install python3" not in refused.stderr:
        raise Unproved(f"without python3-venv: {refused.stdout} {refused.stderr}")
    say("somebody who may not install packages is told the command:")
    print("\n".join(f"    {line}" for line in refused.stderr.strip().splitlines()), flush=True)
    called(*inside(target, "apt-get update && apt-get install --yes python3-venv"))
    printed = prove_run(target, user, expect_words)
    expect_quiet(printed, known="this machine lacks libpango")
    if "sudo apt-get install libpango" not in printed:
        raise Unproved(f"it does not name the command to type: {printed[:2000]}")


PARTS: dict[str, Callable[[Path], object]] = {
    "root": prove_as_root,
    "somebody": prove_as_somebody,
}


def main() -> int:
    if os.geteuid() or not shutil.which("debootstrap"):
        say("it needs root and debootstrap (apt-get install debootstrap)")
        return 2
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="golden-thread-bare-") as folder:
        try:
            for name in sys.argv[1:] or PARTS:
                PARTS[name](Path(folder))
        except Unproved as problem:
            print(f"prove_bare: NOT proved: {problem}", file=sys.stderr)
            return 1
    say(f"proved on a bare machine ({time.monotonic() - begun:.0f} s in all)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
