#!/usr/bin/env python3
"""Figures of the real requests, computed from their sheet without any of the product's code.

Prints JSON: for all rows and for each year of filing, how many there are and were answered, median and 90th percentile (nearest rank) of
the days to the answer, and the per cent that took over 15 plain days and over 15 working days. Working days are those after the
day of filing up to and including the day of the answer; in years that no notice is known of, Monday to Friday (with a warning).

usage: appeals_figures.py APPEALS.csv HOLIDAYS.json
"""
import csv
import datetime
import json
import sys

ONE_DAY = datetime.timedelta(days=1)


def moment(text):
    day, time = text.strip().split(" ")
    year, month, date = (int(part) for part in day.split("/"))
    hour, minute, second = (int(part) for part in time.split(":"))
    return datetime.datetime(year, month, date, hour, minute, second)


def is_working(day, notices):
    notice = notices.get(day.isoformat())
    if notice is not None:
        return not notice["off"]
    return day.weekday() < 5


def working_days(filed, answered, notices):
    count = 0
    day = filed.date() + ONE_DAY
    while day <= answered.date():
        count += is_working(day, notices)
        day += ONE_DAY
    return count


def figures(rows, notices):
    taken = sorted(answered - filed for filed, answered in rows)
    count = len(taken)
    middle = (taken[(count - 1) // 2] + taken[count // 2]) / 2
    ninetieth = taken[-(-count * 9 // 10) - 1]
    return {
        "total": count,
        "answered": count,
        "median_days": middle / ONE_DAY,
        "p90_days": ninetieth / ONE_DAY,
        "over_15_days": 100 * sum(span > 15 * ONE_DAY for span in taken) / count,
        "over_15_working_days": 100 * sum(working_days(filed, answered, notices) > 15 for filed, answered in rows) / count,
    }


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        notices = json.load(file)
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        rows = [(moment(row["留言时间"]), moment(row["答复时间"])) for row in csv.DictReader(file)]
    # A year's notice always names its New Year's Day.
    years = {day.year for row in rows for day in row}
    assumed = sorted(year for year in years if f"{year}-01-01" not in notices)
    if assumed:
        print(f"warning: no calendar is known of {assumed}: Monday to Friday is taken", file=sys.stderr)
    result = {"all": figures(rows, notices), "assumed_years": assumed}
    for year in sorted({filed.year for filed, _ in rows}):
        result[str(year)] = figures([row for row in rows if row[0].year == year], notices)
    json.dump(result, sys.stdout, ensure_ascii=False, indent=1)


main()
