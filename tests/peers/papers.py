# SPDX-License-Identifier: MIT
"""Six papers of our own with good answers, a whole run of digest over them, and what is to be seen on the page.

A paper is known by its LETTER; its MARK stands in title and abstract once each and in no other paper, so that a server can
tell requests apart by a substring. The answers pass the gate, so a run with the gate on is the usual case.
"""
import json
import os

import gfm_read
from made import feed, item, write
from tap import clean_env, run, scratch

WAIT = "待摘要"
ALWAYS = "always"  # the last of the steps of a paper: the one before it goes on for ever
KEY = "sk-peers-5d1e0c77ab"  # no such key anywhere else: it is searched for in what a run leaves behind

PAPERS = {
    "A": ("Aspenwood", "Aspenwood: Pruning Attention Heads Without Retraining",
          "Large language models keep many attention heads that hardly matter. We present Aspenwood, a method that scores every head by its effect on the "
          "loss and removes the weakest ones without any retraining. On 3 benchmarks it removes 42% of the heads and loses only 0.3 points of accuracy.",
          "Aspenwood：无需重新训练的注意力头剪枝", "提出 Aspenwood，按对损失的影响为注意力头打分，无需重新训练即可去掉 42% 的头，准确率只下降 0.3 个百分点。",
          "Aspenwood removes 42% of attention heads without retraining and loses only 0.3 points of accuracy.",
          "大语言模型中有许多注意力头几乎不起作用。我们提出 Aspenwood，这种方法按每个头对损失的影响打分，并在不做任何重新训练的情况下去掉最弱的头。在 3 个基准上，它去掉了 42% 的头，准确率只下降 0.3 个百分点。"),
    "B": ("Birchlake", "Birchlake: A Corpus of Spoken Questions for Reading Comprehension",
          "Reading comprehension is mostly tested with written questions. We release Birchlake, a corpus of 12000 spoken questions about short stories, with "
          "transcripts and answers. Systems that are strong on text lose 17 points when they have to listen, and noise makes the gap wider.",
          "Birchlake：面向阅读理解的口语问题语料库", "发布含 12000 个口语问题的语料库 Birchlake，并发现擅长文本的系统在听问题时下降 17 个百分点。",
          "Birchlake has 12000 spoken questions; systems that are strong on text lose 17 points when they listen.",
          "阅读理解大多用书面问题来测试。我们发布 Birchlake，这是一个关于短篇故事的语料库，含 12000 个口语问题，并附有转写文本和答案。擅长文本的系统在必须听问题时下降 17 个百分点，噪声会使差距更大。"),
    "C": ("Cedarpath", "Cedarpath: Planning With Uncertain Maps",
          "Robots often plan on maps that are wrong. Cedarpath keeps several maps at once and chooses the path whose worst case is best, with cost $O(n \\log n)$ "
          "in the number of cells. In simulation it reaches the goal in 91% of the trials, against 78% for a planner with a single map.",
          "Cedarpath：不确定地图上的规划", "Cedarpath 同时保留多张地图，选取最坏情形最好的路径，在仿真中 91% 的试验到达目标，单张地图的规划器为 78%。",
          "Cedarpath plans on several maps at once and reaches the goal in 91% of the trials, against 78% with a single map.",
          "机器人常常在有错误的地图上做规划。Cedarpath 同时保留多张地图，选取最坏情形最好的路径，其代价关于格子数为 $O(n \\log n)$。在仿真中，它在 91% 的试验里到达目标，而只用单张地图的规划器为 78%。"),
    "D": ("Driftglass", "Driftglass: When Do Recommendation Models Forget?",
          "Recommendation models are updated every day, and old tastes fade. Driftglass measures forgetting by asking yesterday's questions of today's model. "
          "Over 60 days we find that forgetting follows the seasons, and that replaying 5% of old data stops most of it.",
          "Driftglass：推荐模型何时遗忘？", "Driftglass 用昨天的问题考察今天的模型，发现 60 天内遗忘随季节变化，重放 5% 的旧数据即可止住大部分遗忘。",
          "Driftglass measures forgetting over 60 days; replaying 5% of old data stops most of it.",
          "推荐模型每天更新，旧的偏好随之淡去。Driftglass 用昨天的问题询问今天的模型，以此衡量遗忘。在 60 天的时间里，我们发现遗忘随季节变化，而重放 5% 的旧数据可以止住其中的大部分。"),
    "E": ("Emberline", "Emberline: Tracking Wildfires From Sparse Satellite Passes",
          "Satellites pass over a wildfire only a few times a day. Emberline fills the hours between two passes with a learned model of spread that respects "
          "wind and terrain. It places the front within 400 metres of aerial photographs and needs no ground stations.",
          "Emberline：由稀疏的卫星过境追踪野火", "Emberline 用学习到的蔓延模型填补两次卫星过境之间的时间，火线位置与航拍照片相差在 400 米以内。",
          "Emberline fills the hours between satellite passes and places the front within 400 metres of aerial photographs.",
          "卫星每天只有几次经过一场野火的上空。Emberline 用一个学习到的蔓延模型填补两次过境之间的几个小时，该模型顾及风和地形。它给出的火线位置与航拍照片相差在 400 米以内，并且不需要地面站。"),
    "F": ("Fernhollow", "Fernhollow: Small Proofs for Large Programs",
          "Proofs about programs grow faster than the programs. Fernhollow splits a proof along the calls of the program and reuses the parts that did not change. "
          "For 25 systems of moderate size a change is checked again in seconds instead of hours.",
          "Fernhollow：大型程序的小型证明", "Fernhollow 沿程序的调用关系拆分证明并重用未变的部分，对 25 个中等规模的系统，改动后的重新检查由数小时缩短到数秒。",
          "Fernhollow splits proofs along calls, so that for 25 systems a change is checked again in seconds instead of hours.",
          "关于程序的证明比程序本身增长得更快。Fernhollow 沿着程序的调用关系拆分证明，并重用其中没有改变的部分。对 25 个中等规模的系统，一处改动的重新检查由数小时缩短到数秒。"),
}
ALL = "".join(PAPERS)
IDS = {letter: f"2611.0{n}001" for n, letter in enumerate(ALL, 1)}
MARK = {letter: p[0] for letter, p in PAPERS.items()}
FIELDS = ["title", "tldr", "tldr_en", "abstract"]


def good(letter, without=()):
    """The fields of a good answer."""
    return {f: text for f, text in zip(FIELDS, PAPERS[letter][3:]) if f not in without}


def answer(letter, **changes):
    """The same as a model writes it: a JSON object."""
    return json.dumps({k: v for k, v in dict(good(letter), **changes).items() if v is not None}, ensure_ascii=False)


def labels(letter):
    """And from an endpoint that was not asked for JSON."""
    return "".join(f"{f}: {text}\n" for f, text in good(letter).items())


def whose(text):
    """The letters of the papers whose mark is in TEXT."""
    return "".join(letter for letter in ALL if MARK[letter] in text)


class Home:
    """A night's home: a feed with the six papers, a store and a page; run() is one run of digest over them."""

    def __init__(self, papers=ALL, config=""):
        self.dir = scratch()
        self.feed = f"{self.dir}/feed.xml"
        self.announce(papers)
        self.page = f"{self.dir}/page.md"
        self.config = write(f"{self.dir}/digest.conf", config)

    def announce(self, papers):
        write(self.feed, feed("2026-11-20", *(item(IDS[x], PAPERS[x][1], abstract=PAPERS[x][2]) for x in papers)))

    def start(self, *args, key=KEY):
        env = clean_env(self.dir, **({"DIGEST_API_KEY": key} if key else {}))
        r = run(*args, "--config", self.config, "--store", f"{self.dir}/digest.db", env=env, home=self.dir, cwd=self.dir)
        r.shown, r.reasons, r.faults = self.look()
        return r

    def run(self, *args, key=KEY):
        """A run, with what it left on the page: .shown {letter: "done", "waits", "bad: …"}, .reasons {letter: why it waits}."""
        r = self.start("--input", self.feed, "-o", self.page, "--contact", "peers@example.org", "--report", f"{self.dir}/report.json", *args, key=key)
        r.report = json.loads(_read(f"{self.dir}/report.json") or "{}")
        return r

    def fetch(self):
        return self.start("fetch", "--input", self.feed)

    def summarize(self, *args, key=KEY):
        """No page comes out of this."""
        return self.start("summarize", *args, key=key)

    def look(self):
        text = _read(self.page).encode()
        if not text:
            return {}, {}, ["no page"]
        page = gfm_read.read(text)
        shown, reasons = {}, {}
        for row, note in zip(page.rows, page.notes):
            letter = next((x for x in ALL if row and IDS[x] in (row.href or "")), None)
            if letter is None:
                continue
            texts = [p.text for p in note.paragraphs]
            if row.summary == WAIT:
                shown[letter] = "waits"
                reasons[letter] = next((x for x in texts if x.startswith(WAIT)), "")
            else:
                want = [gfm_read.fold(x) for x in good(letter).values()]
                seen = [row.summary, *texts]
                lacks = [x for x in want if not any(x in s for s in seen)]
                shown[letter] = f"bad: lacks {lacks}, shows {seen}" if lacks else "done"
        return shown, reasons, page.faults

    def leaks(self, r, key=KEY):
        """Where the key was left: in anything that the run printed or wrote."""
        found = [name for name, data in (("standard output", r.out), ("standard error", r.err)) if key.encode() in data]
        for folder, _, names in os.walk(self.dir):
            for name in names:
                with open(os.path.join(folder, name), "rb") as f:
                    if key.encode() in f.read():
                        found.append(name)
        return found


def _read(path):
    try:
        with open(path, encoding="utf-8") as f:
            return f.read()
    except FileNotFoundError:
        return ""
