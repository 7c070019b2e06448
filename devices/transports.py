"""Addresses to connections.

An address is one of:

    10.1.2.3:9100   tcp:till3.local:9100   [::1]:9100        TCP
    unix:/run/user/1000/till3.sock                           unix socket, such as an SSH reverse forward
    serial:/dev/ttyS0?baud=19200&flow=rtscts                 serial port (flow: none, rtscts, xonxoff)
    rfc2217://host:port   socket://host:port   loop://       a pyserial URL
    file:/dev/usb/lp0                                        device node or file, one-way
    terminal:base64   terminal:raw?passthrough=tmux          the clerk's terminal, one-way
"""

from __future__ import annotations

from devices.file_transport import FileTransport
from devices.links import Transport, bad_address
from devices.media_copy import MediaCopyTransport, TerminalLine
from devices.serial_transport import SerialTransport
from devices.socket_transport import TcpTransport, UnixTransport


def transport(address: str, terminal: TerminalLine | None = None) -> Transport:
    """The transport that an address names, not yet connected; `terminal` is the way to the clerk's own.

    Raises DeviceError NOSERVICE for a bad address.
    """
    kind, _, rest = address.partition(":")
    if not rest.strip():
        raise bad_address(address)
    if kind == "unix":
        return UnixTransport(address, rest)
    if kind == "file":
        return FileTransport(address, rest)
    if kind == "terminal":
        return MediaCopyTransport.parse(address, terminal or TerminalLine())
    if kind in ("serial", "rfc2217", "socket", "loop"):
        return SerialTransport.parse(address)
    host, _, port = (rest if kind == "tcp" else address).rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536 or "/" in host:
        raise bad_address(address)
    return TcpTransport(address, host.strip("[]"), int(port))
