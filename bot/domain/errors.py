"""Everything that can go wrong in the district's own terms; each error has a stable code and a reply key."""

from __future__ import annotations


class IntakeError(Exception):
    """Base of all refusals. ``code`` is stable for logs and APIs; ``reply`` names the text a resident hears."""

    code = "E000"
    reply = "utter_internal_error"


class InvalidReport(IntakeError):
    """A report that cannot be filed as it stands; the message names the field."""

    code = "E101"
    reply = "utter_invalid_report"


class InvalidAttachment(IntakeError):
    """A file whose type or size is not accepted."""

    code = "E102"
    reply = "utter_attachment_refused"


class UnknownPlace(IntakeError):
    """A grid code that the district does not have."""

    code = "E103"
    reply = "utter_place_unknown"


class UnknownCategory(IntakeError):
    """A category code that the taxonomy does not have."""

    code = "E104"
    reply = "utter_internal_error"


class UnknownDepartment(IntakeError):
    """A department code that the district does not have."""

    code = "E105"
    reply = "utter_internal_error"


class TicketNotFound(IntakeError):
    """No ticket with this number, or none that the asker may see."""

    code = "E201"
    reply = "utter_ticket_not_found"


class IllegalMove(IntakeError):
    """A move that the ticket's state does not allow."""

    code = "E202"
    reply = "utter_move_not_possible"


class NotAllowed(IntakeError):
    """The actor may not do this."""

    code = "E203"
    reply = "utter_not_allowed"


class StaleTicket(IntakeError):
    """Somebody else changed the ticket meanwhile; read it again."""

    code = "E204"
    reply = "utter_try_again"


class ConversationNotFound(IntakeError):
    """No conversation with this id."""

    code = "E205"
    reply = "utter_internal_error"


class UpstreamUnavailable(IntakeError):
    """A server that this one needs does not answer."""

    code = "E301"
    reply = "utter_try_again"


class BadData(IntakeError):
    """A data file that cannot be taken; the message names file, line and field."""

    code = "E401"
    reply = "utter_internal_error"

    def __init__(self, file: str, line: int, field: str, problem: str) -> None:
        """Args: file: as the user named it. line: 1-based. field: column or key. problem: what is wrong."""
        super().__init__(f"{file}: line {line}: {field}: {problem}")
        self.file, self.line, self.field, self.problem = file, line, field, problem
