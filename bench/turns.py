"""How fast a message is answered through the encrypted callback, one resident at a time and eight at once."""

from __future__ import annotations

import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from pathlib import Path

import psutil

from bench.report import print_report
from connectors.wechat import AccountSecrets, open_callback, seal
from connectors.wechat.platform_side import build_callback, compose, make_text
from jiesu.demo.platform import DemoPlatform
from jiesu.demo.product import RunningProduct
from jiesu.demo.resident import Resident

SAYS = ("你好", "路灯不亮了", "红旗小区5号楼", "你是机器人吗", "确认", "到哪一步了", "居住证怎么办理", "谢谢")
ROUNDS = 4
AT_ONCE = 8


def run() -> None:
    """Start the product, talk, measure its memory, and stop it."""
    with tempfile.TemporaryDirectory() as folder, DemoPlatform() as platform:
        with RunningProduct(Path(folder), platform.url) as product:
            (shown,) = product.ask("accounts", "show", "demo", "--json")
            app = product.addresses["app"]
            _talk(app, shown)
            one = [ms for _ in range(ROUNDS) for ms in _talk(app, shown)]
            begun = time.perf_counter()
            with ThreadPoolExecutor(AT_ONCE) as pool:
                many = [ms for talk in pool.map(lambda _: _talk(app, shown), range(AT_ONCE * 2)) for ms in talk]
            rate = len(many) / (time.perf_counter() - begun)
            memory = _memory(folder)
        reference = _reference_ms(shown)
    figures = {
        "one_at_a_time_ms_p50": statistics.median(one),
        "one_at_a_time_ms_p95": statistics.quantiles(one, n=20)[-1],
        "eight_at_once_ms_p50": statistics.median(many),
        "eight_at_once_per_s": rate,
        "memory_mb": memory,
        "reference_open_and_seal_ms": reference,
    }
    figures["ratio_to_reference"] = figures["one_at_a_time_ms_p50"] / reference
    print_report("turns", figures)


def _talk(app: str, shown: dict[str, str]) -> list[float]:
    resident = Resident(app, shown, pause_seconds=0.0)
    return [float(resident.say(words).milliseconds) for words in SAYS]


def _memory(folder: str) -> float:
    """Megabytes of all processes that work on this data folder."""
    total = 0
    for process in psutil.process_iter():
        try:
            if process.environ().get("JIESU_DATA") == folder:
                total += process.memory_info().rss
        except psutil.Error:
            continue
    return total / 1e6


def _reference_ms(shown: dict[str, str]) -> float:
    """Milliseconds that opening a callback and sealing a reply take by themselves."""
    account = AccountSecrets("demo", shown["app_id"], shown["original_id"], shown["token"], shown["encoding_aes_key"])
    times = []
    for n in range(200):
        now = datetime.now(timezone.utc)
        callback = build_callback(account, compose(make_text(account, "oBench", "路灯不亮了", n + 1, now)), now)
        begun = time.perf_counter()
        seal(open_callback(account, callback.query, callback.body, now), "好的", now)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)
