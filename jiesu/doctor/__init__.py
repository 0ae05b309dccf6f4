"""Looks at the machine and says what to do about each thing that is not right. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.settings import ROOT, BadSetting, Settings
from jiesu.doctor import doors, machine, stored
from jiesu.doctor.findings import Finding

__all__ = ["Finding", "examine", "examine_without_settings"]


def examine(settings: Settings) -> Iterator[Finding]:
    """All checks, in the order in which their failures should be mended."""
    yield machine.check_python()
    yield machine.check_packages(ROOT / "requirements.lock")
    yield machine.check_disk(settings.data)
    yield machine.check_memory()
    yield Finding("settings", "ok", "all variables can be used")
    yield stored.check_data_folder(settings.data)
    yield stored.check_keys(settings)
    yield from stored.check_database(settings)
    yield stored.check_model()
    yield machine.check_ports(settings)
    yield from doors.check_accounts(settings)
    if settings.redis_url:
        yield doors.check_redis(settings.redis_url)
    if settings.amqp_url:
        yield doors.check_rabbitmq(settings.amqp_url)


def examine_without_settings(error: BadSetting) -> Iterator[Finding]:
    """What can be said when a setting is bad."""
    yield machine.check_python()
    yield machine.check_packages(ROOT / "requirements.lock")
    yield machine.check_memory()
    yield Finding("settings", "fail", str(error), "change or unset the variable; see docs/settings.md")
