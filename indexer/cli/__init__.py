"""The `copybook` command. Each subcommand is loaded when it is asked for, so that a check never waits for a model."""

from __future__ import annotations

import importlib

import click

#: Each subcommand: where it is, and what it does in one line (so that the list of them loads none).
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("indexer.cli.check:check", "Check case studies: every fault, where it is, and how to mend it."),
    "rules": ("indexer.cli.rules:rules", "Say what each rule is, why, and how to mend what breaks it."),
    "new": ("indexer.cli.new:new", "Begin a case study: asks for the first things to know, and writes the file."),
    "review": ("indexer.cli.review:review", "Print what is to be said under a pull request about its case studies."),
    "build": ("indexer.cli.build:build", "Make a new index of the case studies."),
    "watch": ("indexer.cli.watch:watch", "Follow the content repository: fetch, build and publish at every push."),
    "search": ("indexer.cli.search:search", "Search the index from here."),
    "evaluate": ("indexer.cli.evaluate:evaluate", "Measure how good the answers are, over judged questions."),
    "status": ("indexer.cli.status:status", "Say what is in the index, and since when."),
}


class Commands(click.Group):
    """A group that knows its commands by name and imports only the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(cls=Commands)
@click.version_option(package_name="copybook-portal")
def main() -> None:
    """Case studies that councils can find, trust and copy: check them, index them, search them."""
