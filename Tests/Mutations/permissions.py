#!/usr/bin/env python3
"""Removes one check of what somebody may at a time, and asks whether the tests notice.

    Tests/Mutations/permissions.py [--count N] [--seed N] [--folder DIR] [--keep]

The sources are copied; every check found in them is made to depend on a number in the environment, so that all mutants are built at once and one run
of the tests is one mutant. A check is: a permission required, a condition that narrows rows to somebody's reach, a compartment that is shut, an area,
issuer or independent person required, a refusal as forbidden, a form's token. Of all of them `--count` are drawn. A mutant that no test notices
is printed with its place, and the exit code is 1, unless it stands in EQUIVALENT with the reason why it changes nothing.
"""
import argparse, os, random, re, shutil, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What follows is noticed by one of these; they are asked in this order, the quickest first.
SUITES = [
    "PermissionTests", "SightTests|TipTests|StrangerTests|ContactListTests|SavedViewTests",
    "PageSightTests|PageTests|PagePermissionTests|APITests|Open311Tests|CallBackTests|AssistanceTests|ExtensionTests|StandstillTests|LetterTests|CircularTests"
    "|CaseLoopTests|CaseStateTests|FilingTests|NoticeTests|JournalFeedTests|AccountTests|AreaTests|IndicatorTests|AlikeTests|ScenarioTests|LadderTests",
]

# path suffix and text of the line: why removing it changes nothing that anybody could see.
TWICE = "asked for a second time: the route, or the query at the API, has asked for the same permission"
EQUIVALENT: dict[tuple[str, str], str] = {
    ("Casework/Ledger/SearchPage.swift", 'try scope.require("case.search")'): TWICE,
    ("Casework/Ledger/LedgerExport.swift", 'try reading.scope.require("case.export")'): TWICE,
    ("Kernel/Accounts/AccountStore.swift", 'try scope.require("account.view")'): TWICE,
    ("Casework/Exports/ContactListPages.swift",
     'try ledgerCondition(filter), try caseCondition(AskForContacts.permission), "c.contact IS NOT NULL",'):
        "nobody of the packs may ask in less than the ledger shows them, and the verb asks of each case again",
    ("Casework/Ledger/CaseFilter.swift", 'let condition = SQL.all([try ledgerCondition(filter), try caseCondition("case.export")])'):
        "nobody of the packs exports in less than the ledger shows them",
    ("Casework/Ledger/CallBackPage.swift",
     'AND o.to_office IN \\(list: scope.officeIDs) AND \\(caseCondition("case.call-back"))'):
        "no role of the packs calls back in less than the whole district",
    ("Open311/FileRequest.swift", 'try visit.scope.require(FileCase.permission)'):
        "the verb asks again; here so that nobody leaves pictures that hang on nothing",
    ("Casework/Ledger/DispatchDeskPage.swift",
     "WHERE c.district = \\(district) AND c.mode = \\(scope.mode) AND c.state = 'registered' AND \\(caseCondition(\"case.dispatch\"))"):
        "no role of the packs dispatches in less than the whole district",
}

CONDITION = re.compile(r"(?<![\w.])((?:reading\.|desk\.)?(?:caseCondition|orderCondition|tipCondition|openEntries|ownOrders)\([^()]*(?:\([^()]*\))?[^()]*\))")
STATEMENT = re.compile(
    r"^(\s*)(try (?:[\w.]+\.)?(?:scope\.require|requireArea|requireOpening|requireHandedOut|requireIssuer|requireIndependent|CSRF\.check)\(.*\))$")
INLINE = re.compile(r"^(\s*if [^{}]*\{ )(try (?:[\w.]+\.)?(?:scope\.require|requireArea|requireOpening|requireIndependent)\([^{}]*\))( \})$")
FORBIDDEN = re.compile(r"^(\s*)(throw Problem\(\.forbidden.*\))$")
GUARD = re.compile(r"^(\s*guard )((?!let |case |var )[^{}]*?)( else \{ throw Problem\(\.forbidden.*\}?)$")
DEFINITION = re.compile(r"\bfunc (caseCondition|orderCondition|tipCondition|openEntries|ownOrders|require\w*)\b")


def rewrite(text, path, sites):
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if DEFINITION.search(line) or line.lstrip().startswith("//"):
            continue

        def number():
            sites.append((path, at + 1, line.strip()))
            return len(sites) - 1

        if match := STATEMENT.match(line):
            lines[at] = f"{match[1]}if !mutant({number()}) {{ {match[2]} }}"
        elif match := INLINE.match(line):
            lines[at] = f"{match[1]}if !mutant({number()}) {{ {match[2]} }}{match[3]}"
        elif (match := GUARD.match(line)) and " let " not in match[2]:
            lines[at] = f"{match[1]}mutant({number()}) || ({match[2].replace(', ', ' && ') if '(' not in match[2] else match[2]}){match[3]}"
        elif match := FORBIDDEN.match(line):
            before = next((one for one in reversed(lines[:at]) if one.strip()), "")
            # Behind a guard the way must end.
            if before.strip().startswith("if ") or before.strip().startswith("} else if "):
                lines[at] = f"{match[1]}if !mutant({number()}) {{ {match[2]} }}"
        elif CONDITION.search(line) and "static let" not in line:
            lines[at] = CONDITION.sub(lambda match: f'(mutant({number()}) ? ("(1 = 1)" as SQL) : {match[1]})', line)
    return "\n".join(lines)


def copy(folder):
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    for name in filter(None, names):
        if not os.path.exists(os.path.join(ROOT, name)):
            continue
        target = os.path.join(folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(os.path.join(ROOT, name), target, follow_symlinks=False)
    sites = []
    for directory, _, files in sorted(os.walk(os.path.join(folder, "Sources"))):
        for file in sorted(files):
            path = os.path.join(directory, file)
            if not file.endswith(".swift"):
                continue
            with open(path) as handle:
                text = handle.read()
            changed = rewrite(text, os.path.relpath(path, folder), sites)
            if changed != text:
                with open(path, "w") as handle:
                    handle.write(changed)
    with open(os.path.join(folder, "Sources/Kernel/Mutant.swift"), "w") as handle:
        handle.write("import Foundation\n\nprivate let chosen = ProcessInfo.processInfo.environment[\"HUYING_MUTANT\"].flatMap { Int($0) }\n\n"
                     "package func mutant(_ number: Int) -> Bool { chosen == number }\n")
    return sites


def noticed(folder, number):
    environment = os.environ | {"HUYING_MUTANT": str(number)}
    for suites in SUITES:
        done = subprocess.run(["swift", "test", "--skip-build", "--filter", suites], cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            first = next((line for line in (done.stdout + done.stderr).splitlines() if "✘ Test " in line), "it ended")
            return re.sub(r"^.*✘ Test ", "", first)[:110]
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--folder", default=None)
    parser.add_argument("--keep", action="store_true", help="leave the copy with its build where it is")
    options = parser.parse_args()
    folder = options.folder or tempfile.mkdtemp(prefix="huying-mutants-")
    os.makedirs(folder, exist_ok=True)
    try:
        sites = copy(folder)
        print(f"seed {options.seed}; {len(sites)} checks found", flush=True)
        built = subprocess.run(["swift", "build", "--build-tests"], cwd=folder, capture_output=True, text=True)
        if built.returncode != 0:
            sys.exit("the mutants do not build:\n" + "\n".join(line for line in built.stdout.splitlines() if "error:" in line)[:3000])
        if said := noticed(folder, -1):
            sys.exit("the tests fail without any mutation: " + said)
        drawn = random.Random(options.seed).sample(range(len(sites)), min(options.count, len(sites)))
        missed = excused = 0
        for number in drawn:
            path, line, text = sites[number]
            said = noticed(folder, number)
            reason = EQUIVALENT.get((path.split("Sources/")[-1], text))
            if said:
                print(f"noticed   {path}:{line}  {text[:80]}  <- {said}", flush=True)
            elif reason:
                excused += 1
                print(f"the same  {path}:{line}  {text[:80]}  ({reason})", flush=True)
            else:
                missed += 1
                print(f"MISSED    {path}:{line}  {text}", flush=True)
        print(f"{len(drawn)} mutants: {len(drawn) - missed - excused} noticed, {excused} change nothing, {missed} missed", flush=True)
        sys.exit(1 if missed else 0)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
