"""Commands of people's decisions: judge, judgements, verify."""

from typing import TYPE_CHECKING, BinaryIO, get_args

import click

from marsad.base.errors import UseError
from marsad.cli.deeds import log_read, with_asker
from marsad.cli.ledger import LEDGER, open_named
from marsad.cli.options import as_path
from marsad.model.judgement import Verdict

if TYPE_CHECKING:
    from marsad.pipeline.reviewing import DeskReviewing
    from marsad.store.ledger import Ledger


@click.command()
@click.argument("verdict", type=click.Choice(get_args(Verdict)))
@click.argument("about", nargs=-1, required=True, metavar="ID [ID]")
@click.option("--as", "by", required=True, metavar="NAME", help="Who decides.")
@click.option("--reason", metavar="TEXT", help="Why.")
@click.option("--set", "sets", multiple=True, metavar="FIELD=VALUE", help="With correct or add; repeat it.")
@click.option("--json", "payload", type=click.File("rb"), metavar="PATH", help="With add: the claim as pages send it.")
@click.option("--places", envvar="MARSAD_PLACES", metavar="PATH", help="The gazetteer, for --set where=ID.")
@LEDGER
def judge(  # noqa: PLR0917 - click passes them by name
    verdict: Verdict,
    about: tuple[str, ...],
    by: str,
    reason: str | None,
    sets: tuple[str, ...],
    payload: BinaryIO | None,
    places: str | None,
    where: str,
) -> None:
    """Record a decision: same, different or unsure of two ids; accept, correct or reject of one; undo N; add to one.

    It is signed, dated and never changed; a later one overrules it, and `undo N` takes number N back, by an entry of
    its own. `marsad link` then applies it.

    With correct, --set says what is right: type=, status=, kind=, when=DAY or DAY..DAY, where=PLACE-ID (more with
    commas), OUTCOME.GROUP=NUMBER such as killed.civilian=6, count.UNIT=NUMBER. A number is 6, 6+ (at least), 6-9 or
    ~6; `none` says that nothing is stated. Of an incident, killed.person=6 sets the best figure, and
    named.killed.civilian=5 says how many victims you know by name (5+: there may be more); no name is kept. Of a claim
    trigger=WORDS and evidence=WORDS are the words of the event and of all it rests on, detail.KEY=VALUE is a detail.

    With add, ID is a document, and --set says what it tells that was not read: type= and evidence=WORDS at least, then
    trigger=WORDS, when=, where=PLACE-ID, actor=, target=, weapon=, source= (ids, or none), figures and details. Behind
    @ stand the words of a value: killed.civilian='6 @ six civilians'. Words are quoted as they stand, once.

    \b
    Example:
      marsad judge different 5f0c9d2e7a61b3d84f10 0b77aa41c2e95d6f3381 --as Reviewer --reason "two villages"
      marsad judge correct 5f0c9d2e7a61b3d84f10 --set killed.civilian=6+ --set when=2018-07-05 --as Reviewer
      marsad judge undo 2 --as Reviewer
      marsad judge add REPORT-ID --as Reviewer --set type=shelling --set evidence="shells hit the town, killing two" \
        --set trigger="shells hit" --set "killed.person=2 @ two" --set when=2018-07-05
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.additions import parse_words_correction
    from marsad.pipeline.judge import find_place_in
    from marsad.pipeline.judge import judge as record

    if payload is not None and (verdict != "add" or sets):
        raise UseError("--json belongs to `judge add`, in the place of --set")
    if bool(sets or payload) != (verdict in {"correct", "add"}):
        wanted = "say what is right with --set FIELD=VALUE"
        raise UseError("--set belongs to `judge correct` and `judge add`" if sets else wanted)
    with open_named(where) as ledger:
        if verdict == "add":
            number, own_hash = _add(ledger, about, sets, payload, places, by=by, reason=reason)
        else:
            correction = None
            if sets:
                reviewing = _make_reviewing(ledger, places)
                correction = parse_words_correction(ledger, about[0], sets, find_place_in(places), reviewing)
            number, own_hash = record(ledger, verdict, about, by=by, reason=reason, correction=correction)
    click.echo(f"recorded {number} {own_hash}")
    click.echo("marsad: `marsad link` applies it to the incidents", err=True)


def _make_reviewing(ledger: "Ledger", places: str | None) -> "DeskReviewing":
    from marsad.pipeline.judge import find_place_in
    from marsad.pipeline.picked import PickedWords
    from marsad.pipeline.reviewing import DeskReviewing

    return DeskReviewing(ledger, find_place_in(places), PickedWords(as_path(places)))


def _add(
    ledger: "Ledger",
    about: tuple[str, ...],
    sets: tuple[str, ...],
    payload: BinaryIO | None,
    places: str | None,
    *,
    by: str,
    reason: str | None,
) -> tuple[int, str]:
    from marsad.base.clock import utc_now
    from marsad.pipeline.additions import add_claim, parse_addition, parse_payload

    if len(about) != 1:
        raise UseError("a claim is added to one document")
    sent = parse_addition(ledger, about[0], sets) if payload is None else parse_payload(payload.read())
    entry = add_claim(ledger, about[0], sent, _make_reviewing(ledger, places), by=by, at=utc_now(), reason=reason)
    if entry.judgement.claim is not None:
        click.echo(f"claim    {entry.judgement.claim.id}")
    return entry.number, entry.hash


@click.command()
@LEDGER
@with_asker()
def judgements(where: str, by: str | None) -> None:
    """List all decisions in the order they were made, each with its number, and the head of the chain at the end.

    \b
    Example:
      marsad judgements --ledger desk.db
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline.explain import say_judgement

    with open_named(where) as ledger:
        entries, head = ledger.read_entries(), ledger.read_judgement_head()
        log_read(ledger, by)
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
