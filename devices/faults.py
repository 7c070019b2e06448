"""What can go wrong with a simulated printer, and the drawer on its connector."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Faults:
    """What goes wrong, and when. Lines are counted from the last `ESC @`, from 1. None or 0 is never."""

    die_at_line: int = 0
    """The power fails when this line is to be printed: no answer, and no end of the connection either."""
    die_before_answer: bool = False
    """The power fails when everything is printed and the printer is about to say so."""
    paper_end_at_line: int = 0
    """The roll ends when this line has been printed."""
    mute: bool = False
    """Prints, but never says anything."""
    no_process_id: bool = False
    """Does not know GS ( H."""
    reset_after_bytes: int = 0
    """Resets the connection when a job has brought so many bytes."""
    never_reads: bool = False
    """Takes the connection and nothing else."""
    seconds_per_line: float = 0.0
    """How slow it prints."""
    wrong_status: bool = False
    """Its answers to real-time questions have their bits turned around."""


@dataclass
class SimulatedDrawer:
    """A cash drawer on the printer's connector."""

    has_switch: bool = True
    """Without one pin 3 stays high."""
    high_when_open: bool = False
    """What the switch does to pin 3. Other drivers take high for closed when nobody says otherwise."""
    jammed: bool = False
    """Pulses do not open it."""
    is_open: bool = False
    pulses: list[bytes] = field(default_factory=list)
    """Arguments of every pulse received: connector, time on, time off."""

    def pulse(self, arguments: bytes) -> None:
        """The coil fires."""
        self.pulses.append(arguments)
        self.is_open = self.is_open or not self.jammed

    @property
    def pin_3(self) -> bool:
        return self.is_open is self.high_when_open if self.has_switch else True
