"""A copy of the demo site, to be built with its own settings beside the repository."""

from __future__ import annotations

import shutil
from pathlib import Path

from support.sites import ROOT

LIKE_THE_SEED = """---
title: '小さなモデルの見本市：30%の記憶域で動いた試作の記録'
date: '2025-02-03'
category: 'AI'
tags: ['LLM', '見本', 'コスト削減', 'Mixture of Experts', 'C++']
description: '試作したモデルの記憶域と速さを比べ、数字の読み方をまとめます。'
image: 'https://example.org/picture-of-a-model/'
featured: true
type: 'blog'
---

### 試作を始めた理由

2025年2月に試した「**小さなモデル**」は、**わずか30%**の記憶域で動きました。**「読める速さ」**という目標も、ひとまず**達成**です。

#### 用意したもの

- **試作A**: 記憶域8GB（量子化あり）
- **試作B**: 約24GB
  - 比べるための元のモデル

### 数字で見る違い

| 項目            | 試作A | 備考           |
| --------------- | ----- | -------------- |
| **速さ**        | 41.5  | 1秒あたりの語  |
| **正しさ**      | 79.8% | 100問の小テスト |

#### 1. 量子化（4ビット）

1. **重みの表**: 小さくする
2. **途中の値**: そのまま残す

### まとめ

続きは次の記事で。

[[ogp:https://example.org/models/small]]
[[ogp:https://example.com/ベンチマーク?lang=ja&v=2]]
[[ogp:https://arxiv.org/abs/2005.11401]]
"""
"""A post as the first user writes them."""


def copy_demo(root: Path) -> None:
    """Copy the demo's content and cards below root, with one more post."""
    for name in ("content", "cards"):
        shutil.copytree(ROOT / name, root / name)
    (root / "content/posts/like-the-seed.md").write_text(LIKE_THE_SEED, encoding="utf-8")
