#!/usr/bin/env python3
"""Sheets at size: a ledger written as a workbook and a sheet read into a register by a running Huying, beside openpyxl
(https://openpyxl.readthedocs.io) and python-calamine (https://pypi.org/project/python-calamine), over the same cells in the same run.

    Tests/Independent/sheets.py [--program FILE] [--rows 400000] [--columns 30] [--out-rows 132000] [--out-columns 510] [--peer-part 10] [--taken N] [--out FILE]

Out: the ledger of all adults with so many columns, asked for as a clerk does, from the first byte of the request to the last of the file. openpyxl (write-only)
gets the values that stand in that file's first rows, and writes one in `--peer-part` of the rows, because all of them would take it most of an hour.
In: a sheet of people with more columns than the register has, written by openpyxl, uploaded as a browser does, its columns named, every row tried; then the
first `--taken` rows again as a sheet of their own, and taken. openpyxl (read-only) and calamine read the same file and do nothing with it.

Memory is the highest resident size of the process that did the work; the server's is counted from the moment before. Prints Markdown; --out writes it too.
Both libraries are installed into a virtual environment in the temporary folder where they are missing. People are made up.
"""
import argparse, os, random, re, resource, shutil, subprocess, sys, tempfile, time, urllib.request, venv, zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path += [ROOT + "/Tests/Browser"]

HEADINGS = ["姓名", "性别", "出生日期", "联系电话", "住址", "所在区域"]
MAPPED = ["name", "sex", "birth-date", "phone", "address", "+area"]
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦"
GIVEN = "国建华志德明文军平永福林生玉清成荣贵兴宝忠义庆海金光树春山祥全长学发友喜根保顺新安仁有世万秀英兰桂珍凤梅香芳花美莲云素爱淑菊芝琴巧霞瑞翠月彩改伟强涛磊勇杰超斌刚辉鹏峰波"


def row(dice, at, columns):
    birth = f"{dice.randint(1930, 2020)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    known = [
        dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN), dice.choice("男女"), birth, f"1{dice.randint(30, 99)}{at:08}",
        f"大学路{dice.randint(1, 200)}号院{dice.randint(1, 30)}号楼{dice.randint(1, 4)}单元{dice.randint(101, 1808)}", "410103007001",
    ]
    return known + [at * 30 + place if place % 3 else f"备注{at % 997}-{place}" for place in range(columns - len(known))]


def written(path, rows, columns):
    import openpyxl

    dice = random.Random(410103)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("人员")
    sheet.append(HEADINGS + [f"其他{place}" for place in range(columns - len(HEADINGS))])
    for at in range(rows):
        sheet.append(row(dice, at, columns))
    book.save(path)


# MARK: the others, each in a process of its own


def peer(what, path, rows=0):
    """Seconds, megabytes, cells."""
    begun = time.perf_counter()
    told = subprocess.run([sys.executable, __file__, "--peer", what, "--file", path, "--rows", str(rows)], capture_output=True, text=True, check=True)
    megabytes, cells = told.stdout.split()
    return time.perf_counter() - begun, int(megabytes), int(cells)


def as_peer(what, path, rows):
    cells = 0
    if what == "openpyxl reads":
        import openpyxl

        for line in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
            cells += len(line)
    elif what == "calamine reads":
        import python_calamine

        for line in python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows():
            cells += len(line)
    else:
        import openpyxl

        sample = [list(line) for line in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(min_row=4, max_row=203, values_only=True)]
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for at in range(rows):
            sheet.append(sample[at % len(sample)])
            cells += len(sample[0])
        book.save(path + ".peer.xlsx")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, cells)


# MARK: Huying


class Server:
    def __init__(self, program, folder, people):
        os.environ["HUYING_PROGRAM"] = os.path.abspath(program)
        import district

        self.kit = district
        from pathlib import Path

        self.district = district.District(Path(folder) / "district")
        if people:
            subprocess.run([os.path.abspath(program), "generate", "--people", str(people), "--data", self.district.folder], cwd=ROOT, check=True, stdout=sys.stderr)
        self.district.start()
        self.clerk = district.Client(self.district.base)
        self.clerk.sign_in(self.district.person("登记员", "民政"))

    def forget_memory(self):
        with open(f"/proc/{self.district.process.pid}/clear_refs", "w") as file:
            file.write("5")

    def megabytes(self):
        status = open(f"/proc/{self.district.process.pid}/status").read()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) // 1024

    def exported(self, columns, path):
        self.forget_memory()
        cookie = "; ".join(f"{one.name}={one.value}" for one in self.clerk.jar)
        spec = ["name", "sex", "birth-date", "phone", "address", "community"]
        query = "&".join("column=" + spec[place % len(spec)] for place in range(columns))
        begun = time.perf_counter()
        asked = urllib.request.Request(f"{self.district.base}/ledgers/adults/export.xlsx?group=-&{query}", headers={"Cookie": cookie})
        with urllib.request.urlopen(asked, timeout=3600) as answer, open(path, "wb") as file:
            shutil.copyfileobj(answer, file, 1 << 20)
        return time.perf_counter() - begun, self.megabytes()

    def uploaded(self, path, columns):
        """Reads, and tries every row: seconds of each, megabytes, the address, what was told."""
        self.forget_memory()
        begun = time.perf_counter()
        fields = self.clerk.hidden("/registers/person/import")
        with open(path, "rb") as file:
            answer = self.clerk.upload("/registers/person/import", fields, [("sheet", os.path.basename(path), file.read())])
        assert answer.status == 303, f"{answer.status}: {answer.words[:800]}"
        where = answer.headers["Location"]
        answered = time.perf_counter() - begun
        self.wait(where, "正在读取")
        read = time.perf_counter() - begun
        memory_read = self.megabytes()
        begun = time.perf_counter()
        mapping = {f"column-{at}": MAPPED[at] if at < len(MAPPED) else "" for at in range(columns)}
        self.clerk.post(where + "/check", self.clerk.hidden(where, where + "/check") | mapping)
        page = self.wait(where, "正在试算")
        return answered, read, memory_read, time.perf_counter() - begun, self.megabytes(), where, page

    def taken(self, where):
        self.forget_memory()
        begun = time.perf_counter()
        self.clerk.post(where + "/apply", self.clerk.hidden(where, where + "/apply") | {"alike": "yes"})
        page = self.wait(where, "正在写入")
        return time.perf_counter() - begun, self.megabytes(), page

    def wait(self, where, while_said):
        while True:
            page = self.clerk.get(where).text
            if while_said not in page:
                return page
            time.sleep(0.5)

    def close(self):
        self.district.stop()


def counts(page):
    """The figures of a sheet's page: rows, new, changed, same, alike, refused."""
    return [int(one.replace(",", "")) for one in re.findall(r"<dd[^>]*>\s*([\d,]+)", page)][:6]


def installed():
    try:
        import openpyxl, python_calamine  # noqa: F401
    except ImportError:
        folder = os.path.join(tempfile.gettempdir(), f"huying-sheets-{os.getuid()}")
        if not os.path.exists(folder + "/installed"):
            venv.create(folder, with_pip=True)
            subprocess.run([folder + "/bin/pip", "install", "--quiet", "openpyxl", "python-calamine"], check=True)
            open(folder + "/installed", "w").close()
        os.execv(folder + "/bin/python", [folder + "/bin/python", *sys.argv])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT + "/.build/release/huying")
    parser.add_argument("--rows", type=int, default=400_000)
    parser.add_argument("--columns", type=int, default=30)
    parser.add_argument("--out-rows", type=int, default=132_000)
    parser.add_argument("--out-columns", type=int, default=510)
    parser.add_argument("--peer-part", type=int, default=10)
    parser.add_argument("--taken", type=int, default=40_000)
    parser.add_argument("--out")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    options = parser.parse_args()
    installed()
    if options.peer:
        return as_peer(options.peer, options.file, options.rows)
    folder = tempfile.mkdtemp(prefix="huying-sheets-bench-")
    lines = ["| work | rows × columns | seconds | cells a second | memory |", "|---|---|---|---|---|"]

    def add(work, rows, columns, seconds, megabytes):
        rate = f"{rows * columns / seconds / 1e6:.2f} million" if columns else f"{rows / seconds:.0f} rows"
        lines.append(f"| {work} | {rows:,} × {columns or '–'} | {seconds:.1f} | {rate} | {megabytes} MB |")
        print(lines[-1], file=sys.stderr, flush=True)

    server = None
    try:
        # More people than adults.
        server = Server(options.program, folder, int(options.out_rows * 1.33) if options.out_rows else 0)
        if options.out_rows:
            path = folder + "/ledger.xlsx"
            seconds, megabytes = server.exported(options.out_columns, path)
            size = os.path.getsize(path)
            with zipfile.ZipFile(path) as book:
                text = book.open("xl/worksheets/sheet1.xml")
                rows = sum(chunk.count(b"<row ") for chunk in iter(lambda: text.read(1 << 24), b"")) - 4
            add(f"Huying writes a ledger ({size >> 20} MB file)", rows, options.out_columns + 1, seconds, megabytes)
            some = max(1, rows // options.peer_part)
            seconds, megabytes, cells = peer("openpyxl writes", path, some)
            add("openpyxl writes a part of it", some, cells // some, seconds, megabytes)
            os.remove(path)
        if options.rows:
            path = folder + "/people.xlsx"
            written(path, options.rows, options.columns)
            answered, read, memory_read, tried, memory, where, page = server.uploaded(path, options.columns)
            add(f"Huying takes in and reads a sheet ({os.path.getsize(path) >> 20} MB file; answered after {answered:.1f} s)", options.rows, options.columns, read, memory_read)
            add("Huying tries every row", options.rows, 0, tried, memory)
            print(counts(page), file=sys.stderr)
            for what in ("openpyxl reads", "calamine reads"):
                seconds, megabytes, cells = peer(what, path)
                add(what, options.rows, cells // options.rows, seconds, megabytes)
            if options.taken:
                small = folder + "/some.xlsx"
                written(small, options.taken, options.columns)
                *_, where, page = server.uploaded(small, options.columns)
                seconds, megabytes, page = server.taken(where)
                add("Huying takes rows into the register", options.taken, 0, seconds, megabytes)
                print(counts(page), file=sys.stderr)
        text = "\n".join(lines) + "\n"
        print(text)
        if options.out:
            with open(options.out, "w") as file:
                file.write(text)
    finally:
        if server:
            server.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
