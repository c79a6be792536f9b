#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""How well papers are chosen, beside whom: `make bench-ranking`. No test: the exit status is 0 whatever comes out.

    ranking.py [--draws N]

The truth is arXiv's: for each of several categories a library of 25 to 40 of its papers, and a day of 600 papers of which some are of the category, with the
categories hidden. digest orders the day by `library = LIST`; the other is TF-IDF and a linear SVM with the settings of arxiv-sanity-lite
(scikit-learn, Debian's python3-sklearn), trained on the library against all other papers that there are. Both know the same papers.
Average precision and recall in the first 50 are told for both; processor time and memory of a night, of each beyond a command of the same
program that does not choose. Needs ../shared."""
import argparse
import json
import os
import random
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
from tap import DIGEST, clean_env, scratch, shared  # noqa: E402

CATEGORIES = ["cs.IR", "cs.SE", "cs.NI", "quant-ph", "math.CO", "math.PR", "cs.CC", "cs.CR", "stat.ML", "cs.RO"]
DAY, MOST_OF_DAY, FIRST = 600, 60, 50

SKLEARN = r'''
import json, sys
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC
def vectors(texts):
    return TfidfVectorizer(input="content", encoding="utf-8", decode_error="replace", strip_accents="unicode", lowercase=True, analyzer="word",
                           stop_words="english", token_pattern=r"(?u)\b[a-zA-Z_][a-zA-Z0-9_]+\b", ngram_range=(1, 2), max_features=20000, norm="l2",
                           use_idf=True, smooth_idf=True, sublinear_tf=True, max_df=0.1, min_df=5).fit_transform(texts)
def scores(x, library, day):
    wanted = set(library)
    y = [i in wanted for i in range(x.shape[0])]
    return LinearSVC(class_weight="balanced", verbose=False, max_iter=10000, tol=1e-6, C=0.01, random_state=0).fit(x, y).decision_function(x[day])
'''
ONE_NIGHT = SKLEARN + '''
job = json.load(open(sys.argv[1]))
if job["library"]:
    scores(vectors(job["texts"]), job["library"], job["day"])
'''


def papers(home):
    """(title, abstract, primary category) by id, of the captures and of papers-sample."""
    found = {}
    inputs = [os.path.join(at, n) for at, _, names in os.walk(shared("captures")) for n in sorted(names) if not n.startswith("MANIFEST")]
    for path in sorted(inputs):
        r = subprocess.run([DIGEST, "fetch", "--store", "none", "--json", "--input", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=clean_env(home),
                           check=False)
        for line in r.stdout.splitlines():
            p = json.loads(line)
            if p.get("abstract") and p.get("categories"):
                found.setdefault(p["id"], (p["title"], p["abstract"], p["categories"][0]))
    with open(shared("corpus/papers-sample.jsonl"), encoding="utf-8") as f:
        for line in f:
            p = json.loads(line)
            m = re.search(r"\s*\(arXiv:\S+\s*\[([a-z-]+(\.[A-Za-z-]+)?)\][^)]*\)\s*$", p["title"])
            if m:
                found.setdefault(p["id"], (p["title"][:m.start()], re.sub(r"^arXiv:\S+ Announce Type: \S+\s*(Abstract:)?", "", p["abstract"]), m[1]))
    return found


def precision(order, right):
    hits, total = 0, 0.0
    for place, one in enumerate(order, 1):
        if one in right:
            hits += 1
            total += hits / place
    return total / len(right)


# A process inherits the peak of the one that it was forked from: a small one must stand between this and what is measured.
LAUNCHER = """
import posix, sys
pid = posix.fork()
if pid == 0:
    posix.execv(sys.argv[2], sys.argv[2:])
_, status, usage = posix.wait4(pid, 0)
posix.write(int(sys.argv[1]), b"%d %f %d" % (status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss))
"""


def used(argv, home):
    """What ARGV prints, its processor time, its peak in MB."""
    r, w = os.pipe()
    with open(f"{home}/out", "wb") as out:
        subprocess.run(["/usr/bin/python3", "-ISc", LAUNCHER, str(w), *argv], env=clean_env(home), stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL,
                       pass_fds=[w], check=True)
    os.close(w)
    with os.fdopen(r, "rb") as f:
        status, cpu, rss = f.read().split()
    assert os.waitstatus_to_exitcode(int(status)) in (0, 3), (argv, status)
    with open(f"{home}/out", "rb") as f:
        return f.read(), float(cpu), int(rss) / 1024


def draw(names, of, category, n):
    """The ids of a library, of a day, and of what in it is right."""
    chance = random.Random(f"{category} {n}")
    mine = [i for i in names if of[i][2] == category]
    others = [i for i in names if of[i][2] != category]
    chance.shuffle(mine)
    chance.shuffle(others)
    size = min(40, max(25, len(mine) // 2))
    right = mine[size:size + MOST_OF_DAY]
    day = right + others[:DAY - len(right)]
    chance.shuffle(day)
    return mine[:size], day, set(right)


class Ours:
    def __init__(self, of, home):
        self.of, self.home, self.store = of, home, f"{home}/s.db"
        with open(f"{home}/all.jsonl", "w", encoding="utf-8") as f:
            for i in of:
                f.write(self.record(i))
        subprocess.run([DIGEST, "fetch", "--store", self.store, "--input", f"{home}/all.jsonl"], env=clean_env(home), stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)

    def record(self, i):
        return json.dumps({"id": i, "version": 1, "title": self.of[i][0], "abstract": self.of[i][1]}) + "\n"

    def order(self, library, day, more=""):
        with open(f"{self.home}/day.jsonl", "w", encoding="utf-8") as f:
            f.writelines(self.record(i) for i in day)
        with open(f"{self.home}/library.txt", "w", encoding="ascii") as f:
            f.writelines(i + "\n" for i in library)
        with open(f"{self.home}/config", "w", encoding="utf-8") as f:
            f.write(f"[interest x]\nlibrary = {self.home}/library.txt\n{more}" if library else "")
        out, cpu, rss = used([DIGEST, "render", "--config", f"{self.home}/config", "--store", self.store, "--format", "json", f"{self.home}/day.jsonl"], self.home)
        return [json.loads(line)["id"] for line in out.splitlines()], cpu, rss


def mean(x):
    return sum(x) / len(x)


def error(x):
    """The standard error of X's mean."""
    return (sum((v - mean(x)) ** 2 for v in x) / (len(x) - 1) / len(x)) ** 0.5 if len(x) > 1 else 0


def main():
    args = argparse.ArgumentParser()
    args.add_argument("--draws", type=int, default=20)
    draws = args.parse_args().draws
    home = scratch()
    of = papers(home)
    names, ours = sorted(of), Ours(of, home)
    number = {i: k for k, i in enumerate(names)}
    space = {}
    exec(SKLEARN, space)  # pylint: disable=exec-used
    x = space["vectors"]([of[i][0] + " " + of[i][1] for i in names])
    print(f"{len(of)} papers, {draws} draws of each category; average precision, recall in the first {FIRST}")
    print(f"{'':10} {'digest':>15} {'half-life 365':>15} {'LinearSVC':>15}   difference of precision")
    gains = []
    for c in CATEGORIES:
        rows = {"digest": [], "aged": [], "svc": []}
        for n in range(draws):
            library, day, right = draw(names, of, c, n)
            s = space["scores"](x, [number[i] for i in library], [number[i] for i in day])
            orders = {"digest": ours.order(library, day)[0], "aged": ours.order(library, day, "half-life = 365\n")[0],
                      "svc": [i for _, i in sorted(zip(-s, day))]}
            for who, order in orders.items():
                rows[who].append((precision(order, right), sum(i in right for i in order[:FIRST]) / min(len(right), FIRST)))
        gain = [a[0] - b[0] for a, b in zip(rows["digest"], rows["svc"])]
        gains += gain
        print(f"{c:10} " + " ".join(f"{mean([r[0] for r in v]):8.3f} {mean([r[1] for r in v]):6.3f}" for v in rows.values()) +
              f"   {mean(gain):+.3f} ± {error(gain):.3f}")
    print(f"{'all':10} {'':47}   {mean(gains):+.3f} ± {error(gains):.3f}")
    library, day, _ = draw(names, of, CATEGORIES[0], 0)
    best = {"digest": [], "svc": []}
    for what, argv, some in ("svc", ["/usr/bin/python3", "-c", ONE_NIGHT, f"{home}/job"], True), ("svc", ["/usr/bin/python3", "-c", ONE_NIGHT, f"{home}/job"], False):
        with open(f"{home}/job", "w", encoding="utf-8") as f:
            json.dump({"texts": [of[i][0] + " " + of[i][1] for i in names], "library": [number[i] for i in library] if some else [], "day": [number[i] for i in day]}, f)
        best[what].append(min((used(argv, home)[1:] for _ in range(3)), key=lambda t: t[0]))
    for some in True, False:
        best["digest"].append(min((ours.order(library if some else [], day)[1:] for _ in range(3)), key=lambda t: t[0]))
    (a, b), (c, d) = best["digest"], best["svc"]
    print(f"a night beyond a command that does not choose: digest {1000 * (a[0] - b[0]):.0f} ms, {a[1] - b[1]:.1f} MB; LinearSVC {1000 * (c[0] - d[0]):.0f} ms, "
          f"{c[1] - d[1]:.1f} MB: {(a[0] - b[0]) / (c[0] - d[0]):.3f} of the time, {(a[1] - b[1]) / (c[1] - d[1]):.3f} of the memory")


if __name__ == "__main__":
    if not shared("captures") or not shared("corpus"):
        print("the shared corpus is not there")
    else:
        main()
