"""Commands of people's decisions: judge, judgements, verify."""

from typing import get_args

import click

from marsad.base.errors import UseError
from marsad.cli.ledger import LEDGER, open_named
from marsad.model.judgement import Verdict


@click.command()
@click.argument("verdict", type=click.Choice(get_args(Verdict)))
@click.argument("about", nargs=-1, required=True, metavar="ID [ID]")
@click.option("--as", "by", required=True, metavar="NAME", help="Who decides.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="With correct: what is right; repeat it.")
@click.option("--places", envvar="MARSAD_PLACES", metavar="PATH", help="The gazetteer, for --set where=ID.")
@LEDGER
def judge(  # noqa: PLR0917 - click passes them by name
    verdict: Verdict,
    about: tuple[str, ...],
    by: str,
    reason: str | None,
    sets: tuple[str, ...],
    places: str | None,
    where: str,
) -> None:
    """Record a decision: same, different or unsure of two ids; accept, correct or reject of one; undo of a number.

    It is signed, dated and never changed; a later one overrules it, and `undo N` takes number N back, by an entry of
    its own. `marsad link` then applies it.

    With correct, --set says what is right: type=, status=, kind=, when=DAY or DAY..DAY, where=PLACE-ID (more with
    commas), OUTCOME.GROUP=NUMBER such as killed.civilian=6, count.UNIT=NUMBER. A number is 6, 6+ (at least), 6-9 or
    ~6; `none` says that nothing is stated. Of an incident, killed.person=6 sets the best figure, and
    named.killed.civilian=5 says how many victims you know by name (5+: there may be more); no name is kept.

    \b
    Example:
      marsad judge different 5f0c9d2e7a61b3d84f10 0b77aa41c2e95d6f3381 --as Reviewer --reason "two villages"
      marsad judge correct 5f0c9d2e7a61b3d84f10 --set killed.civilian=6+ --set when=2018-07-05 --as Reviewer
      marsad judge undo 2 --as Reviewer
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.corrections import parse_correction
    from marsad.pipeline.judge import find_place_in
    from marsad.pipeline.judge import judge as record

    if bool(sets) != (verdict == "correct"):
        raise UseError(
            "a correction says what is right with --set FIELD=VALUE" if not sets else "--set belongs to `judge correct`"
        )
    correction = parse_correction(sets, find_place_in(places)) if sets else None
    with open_named(where) as ledger:
        number, own_hash = record(ledger, verdict, about, by=by, reason=reason, correction=correction)
    click.echo(f"recorded {number} {own_hash}")
    click.echo("marsad: `marsad link` applies it to the incidents", err=True)


@click.command()
@LEDGER
def judgements(where: str) -> None:
    """List all decisions in the order they were made, each with its number, and the head of the chain at the end.

    \b
    Example:
      marsad judgements --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.explain import say_judgement

    with open_named(where) as ledger:
        entries, head = ledger.read_entries(), ledger.read_judgement_head()
    for entry in entries:
        undone = f" [undone by {entry.undone_by}]" if entry.undone_by else ""
        click.echo(f"{entry.number:>4}  {say_judgement(entry.judgement)}{undone}")
    click.echo(f"head  {head or 'none'}")


@click.command()
@LEDGER
@click.option("--head", "noted_head", metavar='"N HASH"', help="A head of either chain, noted outside the ledger.")
def verify(where: str, noted_head: str | None) -> int:
    """Check the chains of judgements and of the log, and the hash of every preserved file and document.

    Exit code 1 when something does not verify, each problem on a line of its own. Note the printed heads elsewhere: who
    can write the whole file could make new chains, but not ones that hold a head that you noted.

    \b
    Example:
      marsad verify --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    with open_named(where) as ledger:
        problems = ledger.verify(noted_head)
        totals = ledger.read_totals()
        head, log_head = ledger.read_judgement_head(), ledger.log.read_head()
    for problem in problems:
        click.echo(problem)
    click.echo(f"documents   {totals.documents}")
    click.echo(f"claims      {totals.claims} live")
    click.echo(f"judgements  {totals.judgements}" + (f", newest hash {head.split()[1]}" if head else ""))
    if head:
        click.echo(f"head        {head}")
    if log_head:
        click.echo(f"log head    {log_head}")
    click.echo(f"problems    {len(problems)}")
    return 1 if problems else 0
