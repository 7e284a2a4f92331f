"""What can go wrong, as a tree.

    PremiumError                 could not run (exit status 2)
    ├── InputError               a records folder or file that cannot be read as tables
    ├── ProfileError             a profile that does not say what it must, or does not fit its sender's file
    ├── ProgramError             a program file that does not say what it must
    ├── EngineError              the SQL engine gave up (memory, disk, a sum too large to be exact)
    ├── RunError                 a run folder that is not there, not whole, or not ours to overwrite
    ├── WorkspaceError           a workspace that is not there, is another's, or in which somebody is not known
    │   ├── NotHereError         an upload, job or run that is not there, or not for who asks: they are told the same
    │   └── TooLargeError        a file that is larger than a workspace takes
    └── ProofError               the run contradicts itself (exit status 3)

Faults in the *data* are never exceptions: they are rows (rejects and findings). An exception means that a person
asked for something that cannot be done, or that we must not give out an answer. Each carries a short `code` that
does not change between versions, and a `hint`: what to do now, in a sentence.
"""

from __future__ import annotations


class PremiumError(Exception):
    """The request could not be carried out; `str(error)` is a sentence for a person."""

    code = "premium"
    exit_status = 2

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the sentence, and what to do about it."""
        super().__init__(message)
        self.hint = hint


class InputError(PremiumError):
    """A records folder or file that cannot be read as the tables of the contract."""

    code = "input"


class ProfileError(PremiumError):
    """A profile that is missing, malformed, or does not fit the file it is used on."""

    code = "profile"


class ProgramError(PremiumError):
    """A program file that is missing, malformed, or contradicts itself."""

    code = "program"


class EngineError(PremiumError):
    """The SQL engine could not finish: out of memory or disk, or a sum too large to be exact."""

    code = "engine"


class RunError(PremiumError):
    """A run folder that is not there, not whole, or not ours to overwrite."""

    code = "run"


class WorkspaceError(PremiumError):
    """A workspace that cannot be opened, or that has no such person, upload, run or job."""

    code = "workspace"


class NotHereError(WorkspaceError):
    """Something that is not there, or that who asks may not see; both are told alike."""

    code = "not_here"


class TooLargeError(WorkspaceError):
    """A file over the limit; what had arrived of it is gone."""

    code = "too_large"


class ProofError(PremiumError):
    """The run contradicts itself: a cent has no place, or a second run gives other bytes."""

    code = "proof"
    exit_status = 3
