"""What goes wrong, in words that say why and what to do."""


class StudyError(ValueError):
    """The file or the question cannot be used; the message says why and what to do."""

    def _render_traceback_(self) -> list[str]:
        return _in_a_notebook(self)


class ProgramError(RuntimeError):
    """The simulator is missing, refused the question or stopped; the message holds its words."""

    def __init__(self, message: str, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code

    def _render_traceback_(self) -> list[str]:
        return _in_a_notebook(self)


def _in_a_notebook(error: Exception) -> list[str]:
    """IPython shows these lines in place of where the error came from, which is of no use here."""
    return f"{type(error).__name__}: {error}".splitlines()
