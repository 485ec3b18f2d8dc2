"""The command line: `reformgraph COMMAND`. Commands stand in the modules beside this one, by what they do.

Exit codes: 0 done; 1 validation found what `--fail-on` names; 2 the command line itself is wrong; 3 an input file;
4 the graph's folder; 5 a query; 6 Neo4j; 130 interrupted. `reformgraph.errors` assigns 3 to 6; 0 and 1 are pySHACL's.
"""

import errno
import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import reformgraph
from reformgraph.cli import ask, build, check, coverage, lineage, link, neo4j, read, review, terms, view
from reformgraph.cli.console import LanguageOption, fail, say
from reformgraph.errors import GraphError, UserError

INTERRUPTED = 130


class _Commands(TyperGroup):
    """Turns what can go wrong into one message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            fail(error)
            raise typer.Exit(error.exit_code) from error
        except KeyboardInterrupt as error:
            say("已中断；未写入一半的内容。", "Interrupted; nothing is half-written.")
            raise typer.Exit(INTERRUPTED) from error
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise
            full = GraphError(
                f"{error.filename or 'the disk'}: {error.strerror}; make room, then run the command again"
            )
            fail(full)
            raise typer.Exit(full.exit_code) from error


app = typer.Typer(
    name="reformgraph",
    cls=_Commands,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 not valid, 2 usage, 3 input file, 4 graph folder, 5 query, 6 Neo4j, 130 interrupted",
)
app.command()(build.build)
app.command()(build.plans)
app.command()(build.remove)
app.command()(view.view)
app.command()(lineage.lineage)
app.command()(lineage.compare)
app.command(context_settings=ask.CONTEXT, add_help_option=False)(ask.query)
app.command()(read.extract)
app.command()(read.explain)
app.command()(coverage.coverage)
app.command()(check.validate)
app.command()(read.evaluate)
app.add_typer(terms.app, name="terms")
app.add_typer(review.app, name="review")
app.add_typer(link.app, name="link")
app.add_typer(neo4j.app, name="neo4j")


def _version(value: bool) -> None:
    if value:
        typer.echo(f"reformgraph {reformgraph.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version. 版本", callback=_version, is_eager=True)
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """From Chinese reform plans to a knowledge graph. 把改革方案文本变成可查询的知识图谱。"""


def main() -> None:
    """The entry point: UTF-8 on every stream whatever the locale, then the command."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    app()
