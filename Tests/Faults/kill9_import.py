#!/usr/bin/env python3
"""Kills the server with kill -9 while a sheet is read, tried and taken into a register; each of its rows must be there once.

    Tests/Faults/kill9_import.py [--program FILE] [--engine sqlite,postgres] [--kills N] [--rows N] [--seed N]

For each engine: a district of its own in a temporary folder, and a clerk who brings a sheet of people, half of them with nothing but a name to tell them
apart. The first upload is killed while it is read: what was read of it never gets into the register. The second one is killed at random moments while its
rows are tried and taken, and started again; nobody does anything but wait. Then as many people are registered as the sheet has rows, the same sheet once
more changes nothing, and `huying verify` finds the journal intact.
"""
import os, random, re, threading, time

from common import Postgres, Session, check, district, first_password, run_parts

COLUMNS = ["name", "birth-date", "note", "+area"]


def sheet(rows, dice):
    lines = ["姓名,出生日期,备注,所在区域"]
    for at in range(rows):
        name = dice.choice("王李张刘陈杨赵黄周吴") + dice.choice("国建华志德明文军平永") + dice.choice("福林生玉清成荣贵兴宝")
        lines.append(f"{name},{dice.randint(1930, 2010)}-0{dice.randint(1, 9)}-1{dice.randint(0, 9)},第{at}行,410103007001" if at % 2 else f"{name},,第{at}行,410103007001")
    return "\n".join(lines).encode()


class Clerk(Session):
    def upload(self, content):
        edge = "sheet-edge"
        body = (f'--{edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{self.token("/registers/person/import")}\r\n--{edge}\r\n'
                'Content-Disposition: form-data; name="sheet"; filename="people.csv"\r\n\r\n').encode() + content + f"\r\n--{edge}--\r\n".encode()
        status, answered, page = self.send("POST", "/registers/person/import", body, f"multipart/form-data; boundary={edge}")
        check(status == 303, f"upload: {status} {page[-800:]!r}")
        return {name.lower(): value for name, value in answered.items()}["location"]

    def step(self, where, action, form):
        status, _, page = self.post(f"{where}/{action}", form, where)
        check(status == 303, f"{action}: {status} {page[-800:]!r}")

    def text(self, path):
        status, _, page = self.get(path)
        check(status == 200, f"{path}: {status}")
        return page.decode()

    def until(self, where, words, kills=0, server=None, dice=None):
        """Waits for what a page says, with so many kills on the way. Returns the page and how many kills there were."""
        done, deadline = 0, time.monotonic() + 300
        while True:
            page = self.text(where)
            if words in page:
                return page, done
            check(time.monotonic() < deadline, f"{where} never says '{words}': {re.sub('<[^>]*>', ' ', page)[-600:]}")
            time.sleep(dice.uniform(0.02, 0.6) if dice else 0.1)
            if done < kills:
                server.kill()
                server.start()
                done += 1


def run(engine, program, kills, rows, seed, folder):
    dice = random.Random(seed)
    postgres = Postgres(folder + "/postgres") if engine == "postgres" else None
    os.makedirs(folder, exist_ok=True)
    server = None
    try:
        server, _ = district(program, folder, postgres.conninfo if postgres else None)
        said = server.huying("account", "add", "faultclerk", "Clerk", "--role", "registrar", "--office", "civil-affairs")
        server.start()
        clerk = Clerk(server, "faultclerk", first_password("faultclerk", said))
        content = sheet(rows, dice)

        # Killed while it is read: an answer may come or not.
        timer = threading.Timer(dice.uniform(0.01, 0.3), server.kill)
        timer.start()
        try:
            clerk.upload(content)
        except OSError:
            pass
        timer.join()
        server.start()
        check("共 0 条" in clerk.text("/registers/person"), "rows of a sheet that was only being read are in the register")

        where = clerk.upload(content)
        clerk.until(where, "column-0")
        clerk.step(where, "check", {f"column-{at}": field for at, field in enumerate(COLUMNS)})
        _, tried = clerk.until(where, "/apply", kills // 3, server, dice)
        clerk.step(where, "apply", {"alike": "yes"})
        _, taken = clerk.until(where, "已写入", kills - tried, server, dice)
        time.sleep(1.2)
        count = re.search(r"共 ([\d,]+) 条", clerk.text("/registers/person")).group(1)
        check(count == f"{rows:,}", f"{count} people of {rows} rows")

        again = clerk.upload(content)
        clerk.until(again, "column-0")
        clerk.step(again, "check", {f"column-{at}": field for at, field in enumerate(COLUMNS)})
        page, _ = clerk.until(again, "/apply")
        figures = re.findall(r"<dd[^>]*>\s*([\d,]+)", page)[:6]
        check(figures == [f"{rows:,}", "0", "0", f"{rows:,}", "0", "0"], f"the same sheet once more: {figures}")
        check("intact" in server.huying("verify"), "the journal")
        server.kill()
        print(f"{engine}: {1 + tried + taken} kills while a sheet of {rows} rows was read, tried and taken: each row there once, journal intact", flush=True)
    finally:
        if server and getattr(server, "process", None) and server.process.poll() is None:
            server.kill()
        if postgres:
            postgres.stop()


def parts(options, folder):
    for engine in options.engine.split(","):
        run(engine, options.program, options.kills, options.rows, options.seed, f"{folder}/{engine}")


if __name__ == "__main__":
    run_parts("faults", __doc__, parts, engine="sqlite,postgres", kills=9, rows=2500)
