#!/usr/bin/env python3
"""Takes the database away in the ways that operators do, under load, and checks that nothing acknowledged is lost.

    Tests/Faults/failover.py [--program FILE] [--restarts N] [--promotions N] [--seed N]

Restarts: PostgreSQL is stopped fast and started again while eight clients work. The server lives on and answers 503 meanwhile.
Promotions: two clusters, one the synchronous standby of the other (streaming replication, `synchronous_commit = on`). The primary is killed with
kill -9, the standby promoted; the server, whose connection names both, follows by itself. The old primary then becomes the new standby.
After each: every acknowledged call, sent again with its key, gives the very same answer; every call that was cut off is done exactly once; every case
stands in its last acknowledged state; `huying verify` finds the journal intact.
"""
import os, random, shutil, subprocess, time

from common import Failure, Postgres, check, prepared, run_parts


class Member(Postgres):
    """One of two clusters: a primary whose commits wait for the other, or that other."""

    def __init__(self, folder, port):
        self.port = port
        super().__init__(folder)

    options = ["-c", "synchronous_standby_names=*", "-c", "wal_level=replica", "-c", "max_wal_senders=8", "-c", "hot_standby=on",
               "-c", "wal_receiver_timeout=5s", "-c", "wal_sender_timeout=5s"]

    def start(self):
        self.process = subprocess.Popen(
            self.become + [self.bin + "/postgres", "-D", self.folder + "/data", "-p", str(self.port), "-c", "listen_addresses=",
                           "-c", f"unix_socket_directories={self.folder}", "-c", "fsync=on", "-c", "synchronous_commit=on", *self.options],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=open(self.folder + "/log", "a"))
        for _ in range(600):
            if subprocess.run([self.bin + "/pg_isready", "-q", "-h", self.folder, "-p", str(self.port)]).returncode == 0:
                return
            time.sleep(0.05)
        raise Failure("PostgreSQL did not start:\n" + open(self.folder + "/log").read()[-1500:])

    def query(self, text):
        done = subprocess.run(["psql", "-h", self.folder, "-p", str(self.port), "-U", "huying", "-d", "postgres", "-Atc", text], capture_output=True, text=True)
        return done.stdout.strip()

    def follow(self, primary):
        """Begins anew as the standby of another, and waits until commits there wait for it."""
        shutil.rmtree(self.folder + "/data", ignore_errors=True)
        done = subprocess.run(
            self.become + [self.bin + "/pg_basebackup", "-h", primary.folder, "-p", str(primary.port), "-U", "huying", "-D", self.folder + "/data",
                           "-R", "-X", "stream", "-c", "fast"], cwd=self.folder, capture_output=True, text=True)
        check(done.returncode == 0, "pg_basebackup: " + done.stderr)
        self.start()
        for _ in range(400):
            if primary.query("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'") == "1":
                return
            time.sleep(0.05)
        raise Failure("the standby does not follow: " + primary.query("SELECT state, sync_state FROM pg_stat_replication"))

    def promote(self):
        done = subprocess.run(self.become + [self.bin + "/pg_ctl", "promote", "-D", self.folder + "/data", "-w"], cwd=self.folder, capture_output=True, text=True)
        check(done.returncode == 0, "pg_ctl promote: " + done.stderr)


def until_ready(server):
    for _ in range(1200):
        try:
            if server.call("GET", "/ready")[0] == 200:
                return
        except OSError:
            pass
        check(server.process.poll() is None, "the server ended with the database")
        time.sleep(0.05)
    raise Failure("the server does not find the database again")


def restarts(program, count, seed, folder):
    chance = random.Random(seed)
    postgres = Postgres(folder + "/postgres")
    server = None
    acknowledged = cut = 0
    try:
        server, load = prepared(program, folder, postgres.conninfo, seed)

        def restart():
            postgres.stop()
            postgres.start()

        for number in range(count):
            load.run(chance.uniform(0.1, 0.9), restart)
            until_ready(server)
            done, lost = load.verify()
            acknowledged, cut = acknowledged + done, cut + lost
            if number % 10 == 9 or number == count - 1:
                check("intact" in server.huying("verify"), "the journal after a restart")
        print(f"restarts: {count} of PostgreSQL under load, {acknowledged} acknowledged calls all there once, {cut} cut off and repeated, journal intact", flush=True)
    finally:
        if server and server.process.poll() is None:
            server.kill()
        postgres.stop()


def promotions(program, count, seed, folder):
    chance = random.Random(seed)
    primary, standby = Member(folder + "/one", 5432), None
    server = None
    acknowledged = cut = 0
    longest = 0.0
    try:
        standby = Member(folder + "/two", 5433)
        standby.stop()
        standby.follow(primary)
        both = f"host={folder}/one,{folder}/two port=5432,5433 dbname=postgres user=huying target_session_attrs=read-write connect_timeout=5"
        server, load = prepared(program, folder, both, seed)
        for number in range(count):
            gone = 0.0

            def fail():
                nonlocal primary, standby, gone
                gone = time.monotonic()
                primary.kill()
                standby.promote()
                primary, standby = standby, primary
                # Commits wait for a standby from the first one on: nothing is acknowledged that one disk alone has.
                standby.follow(primary)

            load.run(chance.uniform(0.1, 0.9), fail)
            until_ready(server)
            longest = max(longest, time.monotonic() - gone)
            done, lost = load.verify()
            acknowledged, cut = acknowledged + done, cut + lost
            if number % 10 == 9 or number == count - 1:
                check("intact" in server.huying("verify"), "the journal after a promotion")
        print(f"promotions: {count} of a synchronous standby under load, the server followed, {acknowledged} acknowledged calls all there once, "
              f"{cut} cut off and repeated, longest time away {longest:.1f} s with the new standby's base backup in it, journal intact", flush=True)
    finally:
        if server and server.process.poll() is None:
            server.kill()
        for member in (primary, standby):
            if member:
                member.stop()


def parts(options, folder):
    for part, count in ((restarts, options.restarts), (promotions, options.promotions)):
        if count:
            os.makedirs(f"{folder}/{part.__name__}")
            part(options.program, count, options.seed, f"{folder}/{part.__name__}")


if __name__ == "__main__":
    run_parts("failover", __doc__, parts, restarts=5, promotions=5)
