#!/usr/bin/python3
"""The smallest browser of WebKitGTK that WebDriver can drive and that keeps its profile.

WebKit's own MiniBrowser forgets everything at its end when it is driven, which is no phone.
Run by the system's Python, which has GTK's bindings; `HINGHOI_PROFILE` names the folder, whose
`before.js` runs in every page first.
"""

from __future__ import annotations

import os
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

PROFILE = Path(os.environ["HINGHOI_PROFILE"])


def scripts() -> WebKit2.UserContentManager:
    """What runs ahead of every page's own scripts."""
    manager = WebKit2.UserContentManager()
    source = (PROFILE / "before.js").read_text("utf-8")
    top, start = WebKit2.UserContentInjectedFrames.TOP_FRAME, WebKit2.UserScriptInjectionTime.START
    if source:
        manager.add_script(WebKit2.UserScript.new(source, top, start, None, None))
    return manager


def window(context: WebKit2.WebContext) -> WebKit2.WebView:
    view = WebKit2.WebView(
        web_context=context, is_controlled_by_automation=True, user_content_manager=scripts()
    )
    frame = Gtk.Window(default_width=360, default_height=640, decorated=False)
    frame.add(view)
    frame.show_all()
    return view


def main() -> None:
    data, cache = str(PROFILE / "data"), str(PROFILE / "cache")
    store = WebKit2.WebsiteDataManager(base_data_directory=data, base_cache_directory=cache)
    context = WebKit2.WebContext(website_data_manager=store)
    context.set_automation_allowed(True)

    def begin(_: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        session.connect("create-web-view", lambda _: window(context))

    context.connect("automation-started", begin)
    Gtk.main()


main()
