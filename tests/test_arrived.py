"""What lies in a folder that others put files into."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from data.arrived import read_whole
from data.files_read import read as read_payments
from data.layouts import Layout
from data.police import bookings_prints

MOST = 1000


def _link(place: Path, secret: Path) -> None:
    place.symlink_to(secret)


def _pipe(place: Path, secret: Path) -> None:
    os.mkfifo(place)


def _folder(place: Path, secret: Path) -> None:
    place.mkdir()


def _zeros(place: Path, secret: Path) -> None:
    place.write_bytes(bytes(MOST + 1))


@pytest.mark.parametrize("lay", [_link, _pipe, _folder, _zeros])
def test_only_a_plain_file_of_its_size_is_read(lay: Callable[[Path, Path], None], tmp_path: Path) -> None:
    secret, place = tmp_path / "police.key", tmp_path / "bank.csv"
    secret.write_text("file 1 00")
    lay(place, secret)
    with pytest.raises(OSError, match=r"bank\.csv"):
        read_whole(place, MOST)


def test_a_device_without_end_is_not_read() -> None:
    with pytest.raises(OSError, match="no plain file"):
        read_whole(Path("/dev/zero"), MOST)


def test_a_plain_file_comes_whole(tmp_path: Path) -> None:
    place = tmp_path / "bank.csv"
    place.write_bytes(bytes(MOST))
    assert read_whole(place, MOST) == bytes(MOST)


def test_a_payment_file_that_is_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "bank.csv")
    layout = Layout("BANK", "A bank", "CSV", "CK", "*.csv", {})
    with pytest.raises(OSError, match="no plain file"):
        read_payments(tmp_path / "bank.csv", layout)


def test_links_and_pipes_are_no_files_of_prints(tmp_path: Path) -> None:
    place = tmp_path / bookings_prints.FOLDER
    place.mkdir()
    (tmp_path / "police.key").write_text("file 1 00")
    (place / "a.an2").symlink_to(tmp_path / "police.key")
    os.mkfifo(place / "b.an2")
    (place / "c.an2").write_bytes(b"x")
    assert [each.name for each in bookings_prints.waiting(tmp_path)] == ["c.an2"]
