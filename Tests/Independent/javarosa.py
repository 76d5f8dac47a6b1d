#!/usr/bin/env python3
"""Asks JavaRosa, the engine inside ODK Collect, what the rules of Tests/Browser/rules.json come to, and holds it against what ours came to.

    .venv/bin/pip install pyxform && .venv/bin/python Tests/Independent/javarosa.py        (needs a JDK)

JavaRosa comes with pyxform, inside ODK Validate. Left out, because the two differ on purpose (docs/expressions.md): what is missing, division, truths as
answers, days outside the years 1 to 9999, fractions of days; and `today()`, which JavaRosa takes from the machine. Prints every other difference; exit code 1 where
there is one, or where fewer than 200 comparisons were left.
"""
import datetime, glob, json, math, os, re, subprocess, sys, tempfile
from xml.sax.saxutils import escape, quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
TYPES = {"age": "decimal", "height": "decimal", "name": "string", "note": "string", "born": "date", "moved": "date", "category": "string", "needs": "string"}
DIFFERS = ["today()", "${alone}", "''", "number(", " div ", " mod ", "selected(${category}", "1000000", "0.1"]
HTML = ('<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>rules</h:title><model><instance><data id="rules">%s<meta><instanceID/></meta></data>'
        '</instance>%s</model></h:head><h:body><input ref="/data/name"><label>name</label></input></h:body></h:html>')


def jar():
    for folder in sys.path:
        for found in glob.glob(os.path.join(folder, "pyxform/validators/odk_validate/bin/ODK_Validate.jar")):
            return found
    sys.exit("pyxform is missing: .venv/bin/pip install pyxform")


def day(number):
    return (datetime.date(1970, 1, 1) + datetime.timedelta(int(number))).isoformat()


def typed(text):
    kind, value = text.split(":", 1)
    return day(value) if kind == "date" else value


def is_ordinary(record, expression):
    """Everything it asks for was answered, by nothing that JavaRosa trims and no day at the ends of time."""
    answers = [record.get(name, "text:") for name in re.findall(r"\$\{(\w+)\}", expression)]
    return all(text.split(":", 1)[1].strip() == text.split(":", 1)[1] != "" and text not in ("date:-719162", "date:2932896") for text in answers)


def form(record, cases):
    answers = "".join("<%s>%s</%s>" % (name, escape(typed(record.get(name, "text:"))), name) for name in TYPES)
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in TYPES.items())
    for at, one in cases:
        expression = re.sub(r"\$\{(\w+)\}", r" /data/\1 ", one["expression"])
        answers += f"<r{at}/>"
        binds += f'<bind nodeset="/data/r{at}" type="string" calculate={quoteattr("string(" + expression + ")")}/>'
    return HTML % (answers, binds)


def is_same(ours, theirs):
    kind, value = ours.split(":", 1)
    if kind == "number":
        try:
            return math.isclose(float(theirs), float(value), rel_tol=1e-9, abs_tol=1e-12)
        except ValueError:
            return False
    if kind == "date":
        return theirs in (value, day(value))
    return theirs.lower() == value if kind == "truth" else theirs == value.replace("\n", "\\n")


def main():
    corpus = json.load(open(os.path.join(HERE, "../Browser/rules.json")))
    cases = [(at, one) for at, one in enumerate(corpus["cases"]) if not any(word in one["expression"] for word in DIFFERS)]
    records = list(enumerate(corpus["records"]))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["javac", "-cp", jar(), "-d", folder, os.path.join(HERE, "RuleHarness.java")], check=True)
        for at, record in records:
            with open(f"{folder}/f{at}.xml", "w") as file:
                file.write(form(record, cases))
        run = subprocess.run(["java", "-Duser.timezone=UTC", "-cp", f"{jar()}:{folder}", "RuleHarness"] + [f"{folder}/f{at}.xml" for at, _ in records],
                             capture_output=True, text=True)
    lines = [line.split("\t") for line in run.stdout.splitlines() if re.match(r"f\d+\.xml\tr\d+\t", line)]
    compared = wrong = 0
    for file, node, theirs in lines:
        one, at = corpus["cases"][int(node[1:])], int(file[1:-4])
        ours = one["values"][at]
        if ours == "none:" or not is_ordinary(corpus["records"][at], one["expression"]):
            continue
        compared += 1
        if not is_same(ours, theirs):
            wrong += 1
            print(f"ours {ours!r}, JavaRosa's {theirs!r}: {one['expression']}")
    print(f"{len(cases)} rules over {len(records)} records: {compared} compared, {wrong} differ")
    sys.exit(0 if compared >= 200 and not wrong else 1)


if __name__ == "__main__":
    main()
