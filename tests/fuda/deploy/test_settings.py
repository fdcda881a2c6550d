"""Settings: each mistake is one line that names it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fuda.deploy.outcome import PublishFailed
from fuda.deploy.settings import DeploySettings


def test_without_settings_it_works_on_a_fresh_machine(tmp_path: Path) -> None:
    settings = DeploySettings.of({"SITEURL": "x"}, tmp_path)
    assert (settings.target, settings.releases, settings.keep) == ("local", tmp_path.resolve(), 5)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"TARGET": "ftp"}, "DEPLOY_TARGET is 'ftp'; input should be 'local', 'rsync', 'github-pages' or 'rclone'"),
        ({"TARGET": "rsync"}, "DEPLOY_TARGET 'rsync' also needs DEPLOY_HOST and DEPLOY_PATH"),
        ({"TARGET": "rclone"}, "DEPLOY_TARGET 'rclone' also needs DEPLOY_PATH"),
        ({"TARGET": "rsync", "HOST": "h", "PATH": "~/www"}, "DEPLOY_PATH can't begin with ~"),
        ({"HOST": "-oProxyCommand=x"}, "DEPLOY_HOST is '-oProxyCommand=x'; "),
        ({"HOST": "a b"}, "DEPLOY_HOST is 'a b'; "),
        ({"BRANCH": "--force"}, "DEPLOY_BRANCH is '--force'; "),
        ({"KEEP": 1}, "DEPLOY_KEEP is 1; input should be greater than or equal to 2"),
        ({"PORT": "ssh"}, "DEPLOY_PORT is 'ssh'; "),
        ({"TARGT": "local"}, "DEPLOY_TARGT is not a deploy setting; there are DEPLOY_TARGET, DEPLOY_RELEASES, "),
    ],
)
def test_a_mistake_is_named(settings: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(PublishFailed) as caught:
        DeploySettings.of({f"DEPLOY_{name}": value for name, value in settings.items()}, tmp_path)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
