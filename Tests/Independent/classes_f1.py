#!/usr/bin/env python3
"""How well classes are told from words: ours beside scikit-learn's LinearSVC over the same texts and the same folds, in the same run.

LinearSVC gets tf-idf of one to three characters, sublinear, as our own classifier uses; it is the reference for what the words hold.

usage: classes_f1.py SHEET.csv [PROGRAM]
"""
import collections
import csv
import subprocess
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

WORDS, LABEL, FOLDS = ["留言主题", "留言详情"], "一级标签", 5


def main(path, program):
    with open(path, encoding="utf-8-sig", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    texts = ["\n".join(row[word] for word in WORDS) for row in rows]
    labels = [row[LABEL] for row in rows]
    seen = collections.Counter()
    fold = []
    for label in labels:
        fold.append(seen[label] % FOLDS)
        seen[label] += 1
    started = time.monotonic()
    told = [None] * len(texts)
    for number in range(FOLDS):
        known = [index for index, one in enumerate(fold) if one != number]
        asked = [index for index, one in enumerate(fold) if one == number]
        vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True)
        model = LinearSVC(C=1.0).fit(vectorizer.fit_transform(texts[index] for index in known), [labels[index] for index in known])
        for index, label in zip(asked, model.predict(vectorizer.transform(texts[index] for index in asked))):
            told[index] = label
    print(f"LinearSVC: macro-F1 {f1_score(labels, told, average='macro'):.4f}, {len(texts)} texts, {len(seen)} classes, "
          f"{time.monotonic() - started:.1f} s")
    options = [option for word in WORDS for option in ("--words", word)]
    ours = subprocess.run([program, "classes", path, *options, "--label", LABEL, "--folds", str(FOLDS)], capture_output=True, text=True, check=True)
    print("huying:    " + ours.stdout.strip())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ".build/release/huying")
