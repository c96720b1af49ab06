"""What the fault tests share: one browser and one server for all that leave them whole.

`phone` and `site` are new for each test (a new browser context, a new network); tests that kill
or starve their server start one of their own (`tests.support.faults.site.home`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import PHONE
from tests.support.faults.phone import Phone
from tests.support.faults.site import Home, Site, home, through_proxy
from tests.support.faults.tab import PageTab


@pytest.fixture(scope="package")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with home(tmp_path_factory.mktemp("home") / "data") as one:
        yield one


@pytest.fixture
def site(shared_home: Home) -> Iterator[Site]:
    with through_proxy(shared_home) as one:
        yield one


@pytest.fixture
def tab(browser: Browser) -> Iterator[PageTab]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield PageTab(context.new_page())
    context.close()


@pytest.fixture
def phone(tab: PageTab, site: Site) -> Phone:
    """A phone that has the page open and can seal."""
    one = Phone(tab, site)
    one.visit()
    return one
