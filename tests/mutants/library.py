"""The library of the model in which a switch puts one fault in force."""

import concurrent.futures
import csv
import fcntl
import json
import pathlib
import random
import subprocess

from places import BUILD, CORES, HERE, HOME, LIBRARY, PLACE, give_up, say

FOLDERS = [HOME / "sim" / folder for folder in ("processes", "policies")]
# Of the engine, what decides who gets something, and the money for it.
ENGINE = [
    HOME / "sim/engine" / name for name in ("conditions.cpp", "free_money.cpp", "queue.h", "traits.cpp")
]


def _files(ending):
    found = [p for folder in FOLDERS for p in sorted(folder.glob(f"*{ending}"))]
    return [p for p in (*found, *ENGINE) if p.suffix == ending]


def model_files():
    return [p.relative_to(HOME).as_posix() for p in _files(".cpp")]


def headers_with_code():
    files = [p for p in _files(".h") if "return" in p.read_text()]
    return sorted(p.relative_to(HOME).as_posix() for p in files)


def files_named(names):
    """The files of the processes named, with the headers that only hold code for them."""
    known = model_files() + headers_with_code()
    files = []
    for name in names:
        stem = pathlib.Path(name).stem
        found = [file for file in known if pathlib.Path(file).stem == stem]
        if not found:
            all_names = ", ".join(sorted({pathlib.Path(file).stem for file in known}))
            give_up(f"'{name}' is no process and no policy. There are: {all_names}")
        files += found
    return files


def sample(wanted):
    """Some files, others after every commit; a mutant stands on about every third line.

    Headers are left to whole runs: their faults are compiled into every file.
    """
    files = model_files()
    commits = subprocess.run(
        ["git", "-C", HOME, "rev-list", "--count", "HEAD"], capture_output=True, text=True
    )
    random.Random(int(commits.stdout or 0)).shuffle(files)
    chosen = []
    lines = 0
    for file in files:
        if lines > 3 * wanted:
            break
        chosen.append(file)
        lines += (HOME / file).read_text().count("\n")
    return chosen


def compile_commands():
    """How the release compiles each file of the model, by file."""
    path = BUILD / "compile_commands.json"
    if not path.exists():
        give_up("there is no build: ./resettle test --mutants makes one")
    commands = {}
    for entry in json.loads(path.read_text()):
        if "resettle_model.dir" in entry["command"]:
            commands[str(pathlib.Path(entry["file"]).relative_to(HOME))] = entry
    return commands


def compile_one(entry, source, target, mutated_headers):
    words = entry["command"].split()
    target.parent.mkdir(parents=True, exist_ok=True)
    words[words.index("-o") + 1] = str(target)
    words[words.index("-c") + 1] = str(source)
    first = next(i for i, word in enumerate(words) if word.startswith("-I"))
    words[first:first] = [f"-I{HERE}"] + ([f"-I{PLACE / 'sim'}"] if mutated_headers else [])
    words += ["-w", "-Wno-narrowing", "-Wno-error"]
    done = subprocess.run(words, cwd=entry["directory"], capture_output=True, text=True)
    if done.returncode != 0:
        give_up(f"{source} does not compile:\n{done.stderr[:3000]}")
    return target


def alone():
    """One run at a time in a checkout: it makes its folder anew. Held until the program ends."""
    lock = open(BUILD / ".mutants.lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("waiting for another run of the mutants in this checkout")
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def build_library(files):
    """Compiles the mutated files and links them with the others as the release compiled them."""
    commands = compile_commands()
    subprocess.run(["rm", "-rf", PLACE], check=True)
    PLACE.mkdir(parents=True)
    subprocess.run(["/usr/bin/python3", "-I", HERE / "mutate.py", HOME, PLACE, *files], check=True)
    mutated_headers = any(file.endswith(".h") for file in files)
    sources = [file for file in files if file.endswith(".cpp")]
    if mutated_headers:  # their code is compiled into every file that includes them
        sources = sorted(set(sources) | set(model_files()))
    tasks = [
        (commands[file], PLACE / file if file in files else HOME / file, PLACE / f"{file}.o")
        for file in sources
    ]
    some = commands[sources[0]]
    tasks.append((some, HERE / "mutant.cpp", PLACE / "mutant.o"))
    with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
        objects = list(pool.map(lambda task: compile_one(*task, mutated_headers), tasks))
    for file, entry in commands.items():
        if file.endswith(".cpp") and file not in sources:
            words = entry["command"].split()
            objects.append(pathlib.Path(entry["directory"]) / words[words.index("-o") + 1])
    LIBRARY.parent.mkdir()
    subprocess.run(
        [some["command"].split()[0] if "ccache" not in some["command"] else "c++", "-shared",
         "-o", LIBRARY, "-Wl,-soname,libresettle_model.so", "-Wl,-Bsymbolic-functions",
         *objects, "-ltbb"],
        check=True,
    )  # fmt: skip


def read_mutants():
    with open(PLACE / "mutants.csv", newline="") as file:
        mutants = list(csv.DictReader(file))
    for mutant in mutants:
        mutant |= {"number": int(mutant["number"]), "place": int(mutant["place"])}
    return mutants
