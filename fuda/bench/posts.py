"""The benchmark's posts: Markdown files of about 8.5 kB, alike in shape to a real post and all different."""

from __future__ import annotations

import random
from pathlib import Path

TOPICS = ("モデル", "推論", "学習", "評価", "検索", "要約", "翻訳", "対話", "音声", "画像")
CLAUSES = (
    "小さな実験を重ねるほど、見えてくるものが変わります",
    "手元の計算機で動くことを、まず確かめました",
    "数字だけを見ていると、読み違えることがあります",
    "同じ設定でも、データが変われば結果は変わります",
    "費用と速さの釣り合いを、もう一度考えてみます",
    "この節では、準備から後片付けまでを順に書きます",
    "結論を急がず、条件をそろえて比べることにしました",
    "失敗した例こそ、あとで読み返す価値があります",
)


CARDS = 3
"""Cards in each post, each to a page that no other post links."""
COVERS = 20


def card_url(number: int) -> str:
    """The address behind the `number`-th card of the site."""
    return f"https://example.org/{number}"


def cover_url(number: int) -> str:
    """The page that the `number`-th post has its cover from."""
    return f"https://example.org/covers/{number % COVERS}"


def make_posts(content: Path, count: int, *, cards: bool = True) -> None:
    """Write `count` posts below content/posts, always the same. `cards`: whether they have cards and a cover."""
    folder = content / "posts"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"post-{number:05}.md").write_text(make_post(number, cards=cards), encoding="utf-8")


def make_post(number: int, *, cards: bool = True) -> str:
    """The text of one post."""
    chance = random.Random(number)  # noqa: S311 - sample text
    topic = TOPICS[number % len(TOPICS)]
    tags = ", ".join(f"'話題{chance.randrange(200)}'" for _ in range(5))
    head = [
        "---",
        f"title: '{topic}の覚え書き {number}：条件をそろえて比べる'",
        f"date: '{2015 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}'",
        f"category: '{topic}'",
        f"tags: [{tags}]",
        f"description: '{topic}について、{number}回目の実験でわかったことを短くまとめます。'",
        *([f"image: '{cover_url(number)}'"] if cards else []),
        *(["featured: true"] if number % 97 == 0 else []),
        "type: 'blog'",
        "---",
        "",
    ]
    body = [part for section in range(7) for part in _section(chance, topic, section)]
    links = [f"[[ogp:{card_url(CARDS * number + card)}]]" for card in range(CARDS)] if cards else []
    return "\n".join([*head, *body, *_table(chance), *_code(number), "### 参考リンク", "", *links, ""])


def _section(chance: random.Random, topic: str, section: int) -> list[str]:
    sentences = ["。".join(chance.choices(CLAUSES, k=5)) + "。" for _ in range(2)]
    heading = f"### {section + 1}. {topic}の{chance.choice(CLAUSES)[:12]}"
    points = [f"- **{topic} {chance.randrange(100)}**: {chance.choice(CLAUSES)}" for _ in range(3)]
    return [heading, "", f"「**{topic}**」について。{sentences[0]}", "", "#### 要点", "", *points, "", sentences[1], ""]


def _table(chance: random.Random) -> list[str]:
    rows = [f"| 条件{row} | {chance.random() * 100:.1f}% | {chance.choice(CLAUSES)} |" for row in range(5)]
    return ["### 結果", "", "| 条件 | 値 | 備考 |", "| --- | ---: | --- |", *rows, ""]


def _code(number: int) -> list[str]:
    lines = [
        f"def step_{row}(value: float) -> float:\n    return value * {number % 7 + row}  # {row}" for row in range(4)
    ]
    return ["```python", "\n\n\n".join(lines), "```", ""]
