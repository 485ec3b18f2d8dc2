"""The commands that bring the graph to Neo4j; the server's are in `reformgraph.cli.server`."""

import typer

from reformgraph.cli import server

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="The graph in Neo4j. 在 Neo4j 中使用图谱。")
app.command()(server.start)
app.command()(server.status)
app.command()(server.stop)
