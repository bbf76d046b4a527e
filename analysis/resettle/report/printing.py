"""A page as PDF, printed by Chromium without its window."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from resettle.errors import StudyError

NAMES = ("chromium", "chromium-browser", "google-chrome")
MARK = b"\n% resettle report\n"  # behind the end of the PDF, where readers allow a comment
LONGEST = 300  # seconds
DRAWN_WITHIN = 120_000  # milliseconds of the page's own clock, which does not wait


def find_browser() -> str:
    """Errors: StudyError if there is none."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise StudyError(
        "A PDF is printed with Chromium, which is not on the PATH. Write the page instead "
        "(-o report.html) and print it to PDF from your browser, or install Chromium "
        "(apt-get install chromium)."
    )


def print_page(page: str, target: Path, browser: str) -> None:
    """Errors: StudyError with the last words of the browser if it prints nothing."""
    with tempfile.TemporaryDirectory(prefix="resettle-print-") as folder:
        source, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            browser, "--headless", "--disable-gpu", "--no-first-run", "--no-pdf-header-footer",
            # The sandbox needs rights that containers do not give; the page is our own and asks
            # nothing of the network.
            "--no-sandbox", "--disable-dev-shm-usage", f"--user-data-dir={folder}/profile",
            f"--virtual-time-budget={DRAWN_WITHIN}", f"--print-to-pdf={printed}", source.as_uri(),
        ]  # fmt: skip
        said = ""
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False,
                timeout=LONGEST,
            )  # fmt: skip
            said = done.stderr.strip()[-500:]
        except (OSError, subprocess.TimeoutExpired) as error:
            said = str(error)[-500:]
        if not printed.is_file() or not printed.read_bytes().startswith(b"%PDF"):
            raise StudyError(
                f"'{browser}' printed no PDF. Write the page instead (-o report.html) and print it "
                f"from your browser. It said:\n{said}"
            )
        target.write_bytes(printed.read_bytes() + MARK)
