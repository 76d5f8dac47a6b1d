#!/usr/bin/env python3
"""Kills the server (and the database) with kill -9 at random moments under load, and checks that nothing acknowledged is lost.

    Tests/Faults/kill9.py [--program FILE] [--engine sqlite,postgres] [--kills N] [--seed N]

For each engine: a district of its own in a temporary folder, eight clients that file, dispatch, accept and resolve cases over the JSON API,
each call with an Idempotency-Key. After every kill the server is started again, and then
  - every acknowledged call, sent again with its key, gives the very same answer: it is there, and not there twice;
  - every call that was cut off, sent again, is done exactly once;
  - every case stands in the state that the last acknowledged verb left it in;
  - `huying verify` finds the journal intact, and its numbers go up without repeating.
On PostgreSQL every other kill hits the whole database instead: the server lives on, answers 503 with a sentence, and recovers by itself.
With root, a full disk too: a clear answer, nothing lost, and work again once there is room.
"""
import os, random, subprocess

from common import Postgres, check, pages_while_gone, prepared, run_parts


def run(engine, program, kills, seed, folder):
    chance = random.Random(seed)
    postgres = Postgres(folder + "/postgres") if engine == "postgres" else None
    os.makedirs(folder, exist_ok=True)
    server = None
    try:
        server, load = prepared(program, folder, postgres.conninfo if postgres else None, seed)
        acknowledged = cut = 0
        for number in range(kills):
            whole_database = postgres is not None and number % 2 == 1
            load.run(chance.uniform(0.1, 0.9), postgres.kill if whole_database else server.kill)
            if whole_database:
                pages_while_gone(server)
                postgres.start()
            else:
                server.start()
            done, lost = load.verify()
            acknowledged, cut = acknowledged + done, cut + lost
            if number % 5 == 4 or number == kills - 1:
                said = server.huying("verify")
                check("intact" in said, said)
        server.kill()
        check(not load.sentences or all(len(sentence) > 10 for sentence in load.sentences), f"sentences: {load.sentences}")
        print(f"{engine}: {kills} kills, {acknowledged} acknowledged calls all there once, {cut} cut off and repeated, journal intact", flush=True)
    finally:
        if server and server.process.poll() is None:
            server.kill()
        if postgres:
            postgres.stop()


def full_disk(program, seed, folder):
    """A disk of 48 MB that fills up under load."""
    disk = folder + "/disk"
    os.makedirs(disk)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk], capture_output=True)
    if os.geteuid() != 0 or mounted.returncode != 0:
        print("left out: full disk (needs to mount a small file system)", flush=True)
        return
    server = None
    try:
        server, load = prepared(program, disk, None, seed)
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with open(disk + "/ballast", "wb") as ballast:
            ballast.write(b"\0" * max(0, room - 1_500_000))
        for number in range(2000):
            load.ask("case.file", {"channel": "phone", "text": "水管漏水" * 300 + f" full{number}x{seed}"}, load.desk)
            if load.cut:
                break
        check(load.cut, "the disk never filled")
        check(load.acknowledged, "nothing was taken before the disk was full")
        check(load.sentences, "a full disk gets no sentence")
        status, _, _ = server.call("GET", "/")
        check(status == 200, f"reading on a full disk: {status}")
        os.remove(disk + "/ballast")
        done, cut = load.verify()
        check("intact" in server.huying("verify"), "the journal after a full disk")
        print(f"full disk: {done} acknowledged calls all there, {cut} refused with '{next(iter(load.sentences))}' and taken once there was room", flush=True)
    finally:
        if server and server.process.poll() is None:
            server.kill()
        subprocess.run(["umount", disk])


def parts(options, folder):
    for engine in options.engine.split(","):
        run(engine, options.program, options.kills, options.seed, f"{folder}/{engine}")
    full_disk(options.program, options.seed, folder)


if __name__ == "__main__":
    run_parts("faults", __doc__, parts, engine="sqlite,postgres", kills=20)
