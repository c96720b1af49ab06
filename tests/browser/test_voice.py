"""A voice note: recorded without signal, given another voice, cleaned and attached."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.browser import PHONE, Chromium, phone
from tests.support.screens import barriers, screenshot, small_targets
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser

MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
SECONDS = 1.0
# What the page keeps on the phone only its own key opens: so its cleaner is listened to.
WATCH_CLEANED = """() => {
  const Real = Worker;
  window.cleaned = [];
  window.Worker = class extends Real {
    constructor(...all) {
      super(...all);
      this.addEventListener("message", ({ data: { result } }) => {
        if (result) window.cleaned.push(result);
      });
    }
  };
}"""
LAST_CLEANED = """() => {
  const { bytes, type } = window.cleaned.at(-1);
  return { type, bytes: btoa(String.fromCharCode(...bytes)) };
}"""
WATCH_TRACKS = """
const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.tracks = [];
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await asked(wanted);
  window.tracks.push(...stream.getTracks());
  return stream;
}"""
# A steady tone instead of the beeps of Chromium's own fake microphone.
STEADY = """
navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { type: "sawtooth", frequency: 200 });
  const heard = new MediaStreamAudioDestinationNode(context);
  tone.connect(heard);
  tone.start();
  return heard.stream;
}"""
# The pitch of each note after its first half second, from when its signs come again: µ-law has
# them in the highest bit.
PITCHES = """() => window.cleaned.map(({ bytes }) => {
  const sound = bytes.subarray(44 + 4000);
  let best = [0, 0];
  for (let lag = 20; lag < 90; lag++) {
    let alike = 0;
    for (let i = 0; i < 2000; i++) alike += (sound[i] ^ sound[i + lag]) & 128 ? -1 : 1;
    if (alike > best[1]) best = [lag, alike];
  }
  return 8000 / best[0];
})"""
DENY = """
navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("no", "NotAllowedError");
}"""
LONGER_THAN = """(least) => {
  const said = document.querySelector("dialog [role=timer]").textContent;
  const [minutes, seconds] = /(\\d+):(\\d+)/.exec(said).slice(1).map(Number);
  return minutes * 60 + seconds >= least;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "data", "--demo") as running:
        yield running


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with phone(tmp_path_factory.mktemp("phone") / "profile", *MICROPHONE) as running:
        yield running


@pytest.fixture
def fresh(chromium: Chromium) -> Iterator[BrowserContext]:
    """A phone with a microphone that has never been here."""
    context = chromium.browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


def opened(fresh: BrowserContext, url: str, *, script: str = "") -> tuple[Page, list[str]]:
    """The page, and what its console complains about from now on."""
    page = fresh.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(f"({WATCH_CLEANED})(); {script}")
    page.goto(url)
    page.wait_for_selector("html[data-ready]")
    return page, complaints


def record(page: Page) -> None:
    page.click("[data-action=voice]")
    expect(page.locator("dialog [name=disguise]")).to_be_checked()
    page.click("[data-action=voice-record]")
    page.wait_for_function(LONGER_THAN, arg=SECONDS)
    page.click("[data-action=voice-stop]")
    expect(page.locator("dialog")).to_have_attribute("data-voice", "recorded")


def attach(page: Page) -> tuple[str, bytes]:
    page.click("[data-action=voice-use]")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-files] [data-clean]")).to_have_count(1)
    told = page.evaluate(LAST_CLEANED)
    return told["type"], base64.b64decode(told["bytes"])


def probed(file: Path) -> dict[str, Any]:
    asked = ["-show_streams", "-show_format", "-of", "json"]
    run = subprocess.run(
        ["ffprobe", "-v", "error", *asked, str(file)], capture_output=True, check=True
    )
    assert run.stderr == b""
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_recorded_heard_disguised_and_attached(
    fresh: BrowserContext, server: Server, tmp_path: Path
) -> None:
    page, complaints = opened(fresh, server.url)
    record(page)
    screenshot(page, "voice")
    assert barriers(page) == []
    assert small_targets(page) == []
    page.click("[data-action=voice-listen]")
    expect(page.locator("[data-action=voice-listen]")).to_have_text("หยุดฟัง")
    kind, note = attach(page)
    assert kind == "audio/ogg"
    assert complaints == []
    (tmp_path / "note.ogg").write_bytes(note)
    told = probed(tmp_path / "note.ogg")
    (stream,) = told["streams"]
    assert stream["codec_name"] == "opus"
    assert not stream.get("tags")
    assert float(told["format"]["duration"]) >= SECONDS
    assert len(note) < 8000 * float(told["format"]["duration"])


def test_without_signal_and_without_an_encoder(fresh: BrowserContext, tmp_path: Path) -> None:
    with running_server(tmp_path / "data", "--demo") as own:
        page, _ = opened(fresh, own.url, script="delete window.AudioEncoder")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        own.kill()
        record(page)
        kind, note = attach(page)
    assert kind == "audio/wav"
    (tmp_path / "note.wav").write_bytes(note)
    told = probed(tmp_path / "note.wav")
    assert told["streams"][0]["codec_name"] == "pcm_mulaw"
    assert float(told["format"]["duration"]) >= SECONDS


def test_another_voice_unless_told_otherwise(fresh: BrowserContext, server: Server) -> None:
    page, _ = opened(fresh, server.url, script=f"{STEADY}; delete window.AudioEncoder")
    record(page)
    attach(page)
    page.click("[data-action=remove-file]")
    record(page)
    page.uncheck("[name=disguise]")
    attach(page)
    disguised, plain = page.evaluate(PITCHES)
    assert 195 < plain < 205
    assert disguised < 175 or disguised > 230


def test_thrown_away(fresh: BrowserContext, server: Server) -> None:
    page, complaints = opened(fresh, server.url, script=WATCH_TRACKS)
    record(page)
    page.click("[data-action=voice-drop]")
    expect(page.locator("dialog")).to_have_count(0)
    page.click("[data-action=voice]")
    page.click("[data-action=voice-record]")
    expect(page.locator("dialog")).to_have_attribute("data-voice", "recording")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("[data-files] li")).to_have_count(0)
    assert page.evaluate("tracks.map((track) => track.readyState)") == ["ended", "ended"]
    assert complaints == []


def test_a_microphone_that_is_not_allowed(fresh: BrowserContext, server: Server) -> None:
    page, _ = opened(fresh, server.url, script=DENY)
    page.click("[data-action=voice]")
    page.click("[data-action=voice-record]")
    expect(page.locator("dialog [role=status]")).to_contain_text("อนุญาตไมโครโฟน")
    expect(page.locator("[data-action=voice-record]")).to_be_enabled()


def test_hidden_where_nothing_can_be_recorded(fresh: BrowserContext, server: Server) -> None:
    page, _ = opened(fresh, server.url, script="delete window.AudioWorkletNode")
    expect(page.locator("[data-action=voice]")).to_be_hidden()
