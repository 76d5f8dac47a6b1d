#!/usr/bin/env python3
"""Rehearses an upgrade and the way back, with two programs: the one that serves today and the one to come.

    Tests/Faults/upgrade.py --old PROGRAM --packs-old DIR [--new PROGRAM] [--engine sqlite,postgres]

A district is made and worked in with the old program and backed up. The new program refuses the older records and says what to do; after `migrate` every
case is there and work goes on. Then back: the old program refuses the newer records, the backup is restored into a new folder, and the old program
serves it as it was.
"""
import argparse, json, os, shutil, subprocess, sys, tempfile

from common import ROOT, Failure, Postgres, Server, check, prepared


def said(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, cwd=os.path.dirname(program))
    return done.returncode, done.stdout + done.stderr


def numbers(server, key):
    status, _, answer = server.call("GET", "/api/cases?limit=100", headers={"Authorization": "Bearer " + key})
    check(status == 200, f"the ledger: {status} {answer[:200]}")
    return sorted(one["number"] for one in json.loads(answer)["cases"])


def rehearse(engine, old, packs_old, new, folder):
    os.makedirs(folder)
    postgres = Postgres(folder + "/postgres") if engine == "postgres" else None
    server = None
    try:
        data = folder + "/data"
        server, load = prepared(old, folder, postgres.conninfo if postgres else None, 1, packs=packs_old)
        for number in range(20):
            check(load.ask("case.file", {"channel": "phone", "text": f"升级前 {number}"}, load.desk), "filing with the old program")
        before = numbers(server, load.desk)
        code, text = said(old, "backup", "--data", data, folder + "/backup", "--with-keys")
        check(code == 0, text)
        server.kill()

        # There: the packs of the new program come with it.
        settings = open(data + "/huying.yaml").read()
        open(data + "/huying.yaml", "w").write("\n".join(
            f'packs: "{ROOT}/Packs"' if line.startswith("packs:") else line for line in settings.splitlines()) + "\n")
        code, text = said(new, "verify", "--data", data)
        check(code != 0 and "huying migrate" in text, f"older records should be refused with what to do: {text}")
        code, text = said(new, "migrate", "--data", data)
        check(code == 0, text)
        server = Server(new, data, server.port, server.log)
        server.start()
        load.server = server
        check(numbers(server, load.desk) == before, "the cases after the upgrade")
        check(load.ask("case.file", {"channel": "phone", "text": "升级后"}, load.desk), "filing with the new program")
        check(said(new, "verify", "--data", data)[0] == 0, "the journal after the upgrade")
        server.kill()

        # And back.
        code, text = said(old, "verify", "--data", data)
        check(code != 0, "the old program must not touch newer records")
        again = folder + "/again"
        restore = ["restore", folder + "/backup", "--data", again, "--keys", folder + "/backup/keys.json"]
        if postgres:
            subprocess.run([postgres.bin + "/createdb", "-h", postgres.folder, "-U", "huying", "again"], check=True)
            restore += ["--postgres", postgres.conninfo.replace("dbname=postgres", "dbname=again")]
        code, text = said(old, *restore)
        check(code == 0, text)
        server = Server(old, again, server.port, server.log)
        server.start()
        load.server = server
        check(numbers(server, load.desk) == before, "the cases after going back")
        check(load.ask("case.file", {"channel": "phone", "text": "回退后"}, load.desk), "filing after going back")
        check(said(old, "verify", "--data", again)[0] == 0, "the journal after going back")
        print(f"{engine}: upgraded, worked in, and gone back; {len(before)} cases there each time, journal intact", flush=True)
    finally:
        if server and server.process.poll() is None:
            server.kill()
        if postgres:
            postgres.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--old", required=True)
    parser.add_argument("--packs-old", required=True)
    parser.add_argument("--new", default=ROOT + "/.build/debug/huying")
    parser.add_argument("--engine", default="sqlite,postgres")
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="huying-upgrade-")
    os.chmod(folder, 0o711)
    try:
        for engine in options.engine.split(","):
            rehearse(engine, os.path.abspath(options.old), os.path.abspath(options.packs_old), os.path.abspath(options.new), f"{folder}/{engine}")
    except Failure as failure:
        sys.exit(f"FAULT: {failure}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
