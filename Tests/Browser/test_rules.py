"""A condition means in the browser what it means on the server: 250 random rules over 12 records, as the server worked them out."""

import json
from pathlib import Path

from district import ROOT

WORK_OUT = """
(corpus) => {
  const read = (text) => {
    const kind = text.slice(0, text.indexOf(":")), rest = text.slice(text.indexOf(":") + 1);
    return kind === "text" ? rest : kind === "truth" ? rest === "true" : kind === "none" ? null : Number(rest);
  };
  const records = corpus.records.map((record) => Object.fromEntries(Object.entries(record).map(([name, text]) => [name, read(text)])));
  const wrong = [];
  for (const one of corpus.cases) {
    records.forEach((record, at) => {
      const said = huyingRules.value(one.rule, (name) => record[name], corpus.today);
      if (!Object.is(said, read(one.values[at])) && !(said === 0 && read(one.values[at]) === 0)) wrong.push([one.expression, at, said, one.values[at]]);
    });
  }
  return wrong;
}
"""


def test_the_browser_says_what_the_server_says(someone):
    visitor = someone()
    visitor.open("/")
    visitor.page.add_script_tag(url="/assets/rules.js")
    corpus = json.loads(Path(ROOT / "Tests/Browser/rules.json").read_text())
    assert len(corpus["cases"]) == 250 and len(corpus["records"]) == 12
    wrong = visitor.page.evaluate(WORK_OUT, corpus)
    assert wrong == [], wrong[:5]
