#!/usr/bin/env python3
"""Sheets as LibreOffice (https://www.libreoffice.org) has them: what Huying writes is opened, saved again and comes in unchanged; what it looks like on paper.

    Tests/Independent/office.py [--program FILE] [--keep FOLDER]

A demonstration district is served. A register is exported, saved once more by LibreOffice as .xlsx, as .ods read back to .xlsx, and as .csv, and each of them uploaded again: every row
must be the same. Its template is filled in with openpyxl, saved by LibreOffice and uploaded: every row must be new, and the drop-downs must still be there. The same workbooks are read with
calamine, cell by cell as openpyxl does. With --keep, a ledger and the template are left there as pictures of their printed pages.
LibreOffice is asked for as `soffice` (Debian: libreoffice-calc-nogui); openpyxl and python-calamine are installed as for sheets.py.
"""
import argparse, os, re, shutil, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path += [ROOT + "/Tests/Independent", ROOT + "/Tests/Browser"]

import sheets


def saved(path, kind, folder):
    """The same workbook, as LibreOffice saves it."""
    os.makedirs(folder, exist_ok=True)
    home = f"-env:UserInstallation=file://{folder}/profile"
    done = subprocess.run(["soffice", home, "--headless", "--convert-to", kind, "--outdir", folder, path], capture_output=True, text=True, timeout=180)
    made = os.path.join(folder, os.path.splitext(os.path.basename(path))[0] + "." + kind.split(":")[0])
    assert os.path.exists(made), done.stdout + done.stderr
    return made


class Clerk(sheets.Server):
    def fetched(self, path, file):
        answer = self.clerk.get(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        with open(file, "wb") as out:
            out.write(answer.body)
        return file

    def brought(self, kind, file):
        """Uploads with the columns as the page guesses them: new, changed, same, alike, refused."""
        page = f"/registers/{kind}/import"
        with open(file, "rb") as content:
            answer = self.clerk.upload(page, self.clerk.hidden(page), [("sheet", os.path.basename(file), content.read())])
        assert answer.status == 303, answer.words[:600]
        where = answer.headers["Location"]
        self.wait(where, "正在读取")
        naming = self.clerk.get(where).text
        chosen = {}
        for name, markup in re.findall(r'<select [^>]*name="(column-\d+)"[^>]*>(.*?)</select>', naming, re.S):
            found = re.search(r'value="([^"]*)" selected', markup)
            chosen[name] = found.group(1) if found else ""
        self.clerk.post(where + "/check", self.clerk.hidden(where, where + "/check") | chosen)
        return sheets.counts(self.wait(where, "正在试算"))


def read_by_both(path):
    """The texts of the first sheet, as openpyxl and as calamine have them."""
    import openpyxl, python_calamine

    def plain(value):
        if value is None or value == "":
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value)[:10] if hasattr(value, "year") else str(value).replace("\r\n", "\n")

    def trimmed(rows):
        rows = [[plain(cell) for cell in row] for row in rows]
        return [row[: max((at + 1 for at, cell in enumerate(row) if cell), default=0)] for row in rows]

    one = trimmed(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    other = trimmed(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
    return [row for row in one if row], [row for row in other if row]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT + "/.build/debug/huying")
    parser.add_argument("--keep")
    options = parser.parse_args()
    sheets.installed()
    if not shutil.which("soffice"):
        sys.exit("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")
    import openpyxl

    folder = tempfile.mkdtemp(prefix="huying-office-")
    server = None
    try:
        server = Clerk(options.program, folder, 0)
        for kind in ("person", "shop", "household"):
            ours = server.fetched(f"/registers/{kind}/export.xlsx", f"{folder}/{kind}.xlsx")
            one, other = read_by_both(ours)
            assert one == other, next((a, b) for a, b in zip(one, other) if a != b)
            rows = len(one) - 1
            others = {
                "as it is": ours, "saved as .xlsx": saved(ours, "xlsx:Calc MS Excel 2007 XML", folder + "/again"),
                "by way of .ods": saved(saved(ours, "ods", folder + "/open"), "xlsx:Calc MS Excel 2007 XML", folder + "/back"),
                "saved as .csv": saved(ours, "csv:Text - txt - csv (StarCalc):44,34,76,1", folder + "/text"),
            }
            for how, path in others.items():
                told = server.brought(kind, path)
                print(f"{kind}, {rows} rows, {how}: new, changed, same, alike, refused {told[1:]}", flush=True)
                assert told == [rows, 0, 0, rows, 0, 0], told
        template = server.fetched("/registers/person/template.xlsx", folder + "/template.xlsx")
        book = openpyxl.load_workbook(template)
        sheet = book.worksheets[0]
        header = next(row for row in sheet.iter_rows() if any(cell.value == "姓名" or str(cell.value).startswith("姓名") for cell in row))
        place = {str(cell.value).rstrip("*＊ "): cell.column for cell in header}
        for at, (name, sex, birth) in enumerate([("司徒静", "女", "1988-08-08"), ("欧阳锋", "男", "1991年2月3日"), ("诸葛云", "女", "1979/12/31")]):
            for field, value in (("姓名", name), ("性别", sex), ("出生日期", birth), ("所在区域", "410103007001")):
                sheet.cell(header[0].row + 1 + at, place[field], value)
        filled = folder + "/filled.xlsx"
        book.save(filled)
        again = saved(filled, "xlsx:Calc MS Excel 2007 XML", folder + "/filled-again")
        lists = [str(rule.formula1) for rule in openpyxl.load_workbook(again).worksheets[0].data_validations.dataValidation if rule.type == "list"]
        told = server.brought("person", again)
        print(f"template filled in and saved: new, changed, same, alike, refused {told[1:]}; drop-downs {lists}", flush=True)
        assert told[1] == 3 and told[5] == 0 and any("男" in one for one in lists), (told, lists)
        if options.keep:
            os.makedirs(options.keep, exist_ok=True)
            ledger = server.fetched("/ledgers/key-groups/export.xlsx", folder + "/ledger.xlsx")
            for path in (ledger, template):
                printed = saved(path, "pdf", folder + "/paper")
                subprocess.run(["pdftoppm", "-r", "70", "-png", "-l", "2", printed, os.path.join(options.keep, os.path.basename(path)[:-5])], check=True)
    finally:
        if server:
            server.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
