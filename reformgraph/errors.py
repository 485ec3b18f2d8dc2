"""The errors a user can cause, each with its exit code. Nothing else may end a command with a message."""


class UserError(Exception):
    """What is wrong, where, and what to do: one message for the user, no traceback. `exit_code` ends the process."""

    exit_code = 2


class InputError(UserError):
    """A file or text that cannot be read as what it should be (missing, empty, binary, no plan, not quoting)."""

    exit_code = 3


class GraphError(UserError):
    """The graph folder cannot be used: locked, of another layout, absent, damaged, disk full."""

    exit_code = 4


class QueryError(UserError):
    """An unknown question or parameter, or a query that is refused or cannot be parsed."""

    exit_code = 5


class Neo4jError(UserError):
    """Neo4j cannot be started, reached or used: away, wrong password, too old, read-only, full, a port in use."""

    exit_code = 6
