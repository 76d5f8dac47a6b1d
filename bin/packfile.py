"""What the make-* scripts of this folder share: writing pack files, reading the rows of hand-written ones, and --check.

Why not a YAML library: these scripts must run on any machine with Python 3 and nothing else. They write a small, regular part of YAML
1.2 (block lists of one-line flow mappings) and read back only lines of that same shape (`- {key: value, …}`), so a few lines suffice.
"""
import argparse
import difflib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"

# A scalar that may stand bare inside {…} or […]: no YAML indicator, and nothing another reader could take for a number, date or boolean.
BARE = re.compile(r"[A-Za-z\u4e00-\u9fff][^:#,\[\]{}&*!|>'\"%@`\n]*(?<! )")
WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def scalar(value):
    """One value as YAML: bare when that is safe, else in double quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if BARE.fullmatch(value) and value.lower() not in WORDS_OF_YAML:
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def flow(value):
    """A mapping, list or scalar on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value)


def rows(path):
    """The one-line rows `- {…}` of a hand-written pack file, each with its line number; other lines are comments, keys and blanks."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r"\s*- \{", line):
            found.append((number, Reader(line, f"{path.name}:{number}").row()))
    return found


class Reader:
    """Reads one flow mapping: bare and double-quoted scalars (all of them as text), lists and mappings."""

    def __init__(self, line, place):
        self.text, self.at, self.place = line, line.index("{"), place

    def row(self):
        value = self.mapping()
        self.blanks()
        if self.at < len(self.text) and self.text[self.at] != "#":
            self.refuse("text after the closing brace")
        return value

    def refuse(self, why):
        sys.exit(f"{self.place}: column {self.at + 1}: {why}")

    def blanks(self):
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1

    def peek(self):
        self.blanks()
        if self.at >= len(self.text):
            self.refuse("the row ends too early")
        return self.text[self.at]

    def take(self, sign):
        if self.peek() != sign:
            self.refuse(f"expected {sign}")
        self.at += 1

    def value(self):
        sign = self.peek()
        if sign == "{":
            return self.mapping()
        if sign == "[":
            return self.items()
        if sign == '"':
            match = re.compile(r'"((?:[^"\\]|\\.)*)"').match(self.text, self.at)
            if not match:
                self.refuse("the quoted text has no end")
            self.at = match.end()
            return re.sub(r"\\(.)", r"\1", match.group(1))
        match = re.compile(r"[^,\[\]{}\"#]+").match(self.text, self.at)
        if not match:
            self.refuse("expected a value")
        self.at = match.end()
        return match.group().strip()

    def mapping(self):
        self.take("{")
        result = {}
        while self.peek() != "}":
            match = re.compile(r"([\w-]+): ").match(self.text, self.at)
            if not match:
                self.refuse("expected a key")
            if match.group(1) in result:
                self.refuse(f"the key {match.group(1)} stands twice")
            self.at = match.end()
            result[match.group(1)] = self.value()
            if self.peek() == ",":
                self.at += 1
        self.take("}")
        return result

    def items(self):
        self.take("[")
        result = []
        while self.peek() != "]":
            result.append(self.value())
            if self.peek() == ",":
                self.at += 1
        self.take("]")
        return result


def arguments(description):
    """The command line every script has: --check. The caller adds its own arguments and parses."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the committed file differs from what would be written")
    return parser


def finish(path, text, check):
    """Writes the file, or with --check compares it and shows the first differences."""
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{name}: written, {len(text.splitlines())} lines")
        return
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    if old == text:
        print(f"{name}: up to date")
        return
    difference = difflib.unified_diff(old.splitlines(), text.splitlines(), "committed", "generated", lineterm="", n=0)
    print("\n".join(list(difference)[:20]))
    sys.exit(f"{name}: differs from what the script makes; run {pathlib.Path(sys.argv[0]).name} again")
