"""What goes wrong, in words that say why and what to do."""


class StudyError(ValueError):
    """The file or the question cannot be used; the message says why and what to do."""


class ProgramError(RuntimeError):
    """The simulator is missing, refused the question or stopped; the message holds its words."""

    def __init__(self, message: str, exit_code: int | None = None) -> None:
        super().__init__(message)
        self.exit_code = exit_code
