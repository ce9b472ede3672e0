"""Foreign bytes are opened here alone: in a child process with limits, and without a network."""

from documents.sandbox.client import Sandbox
from documents.sandbox.problems import LimitExceeded, SandboxBusy, SandboxGone

__all__ = ["LimitExceeded", "Sandbox", "SandboxBusy", "SandboxGone"]
