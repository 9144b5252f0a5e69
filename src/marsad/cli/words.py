"""The pack against itself and against gold: `marsad words` and `marsad evaluate`."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from marsad.base.errors import InputError
from marsad.cli.options import as_path, show_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marsad.model.document import Fault
    from marsad.pipeline.evaluate import Result, Verdict
    from marsad.pipeline.words import Conflicts, Coverage, SharedForms

LANGUAGE = "ar"
SHOWN = 15  # rows of each list without --list
FORMS = 6  # forms shown of each pair of senses
PLACES = click.option("--places", envvar="MARSAD_PLACES", metavar="PATH", help="The gazetteer (also MARSAD_PLACES).")
WORDS = click.option("--words", metavar="DIR", help="Your own word tables, laid over the pack's.")
WHOLE = click.option("--list", "whole", is_flag=True, help="Every row of each list, not only the first.")


@click.group()
def words() -> None:
    """What the word tables hold: words that compete, rows that nothing reaches, words that are missing.

    \b
    Example:
      marsad words coverage reports/ --words my-words
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


@words.command("conflicts")
@PLACES
@WORDS
@WHOLE
def list_conflicts(places: str | None, words: str | None, whole: bool) -> None:
    """List triggers with two senses, rules that are never reached, and place names that are table words too.

    \b
    Example:
      marsad words conflicts --words my-words
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.packs import load_pack
    from marsad.pipeline.words import find_conflicts, read_rows
    from marsad.reference.gazetteer import Gazetteer

    pack = load_pack(LANGUAGE, as_path(words))
    with Gazetteer.open(as_path(places)) as gazetteer:
        _print_conflicts(find_conflicts(pack, read_rows(LANGUAGE, pack.fold, as_path(words)), gazetteer), whole)


def _print_conflicts(found: "Conflicts", whole: bool) -> None:
    differing = sum(each.differs for each in found.shared)
    _print_list(
        f"trigger forms with two senses: {len(found.shared)} pairs of senses, {differing} with different results",
        [f"{_lead(each, 0)}  |  {_lead(each, 1)}  :  {_some(each.forms, whole)}" for each in found.shared],
        whole,
    )
    _print_list(
        f"rules that an earlier rule always decides before: {len(found.shadows)}",
        [
            f"{each.rule}  behind  {each.earlier}  for  {'all its words' if each.whole else _join(each.senses)}"
            for each in found.shadows
        ],
        whole,
    )
    open_ = sum(each.guard is None for each in found.places)
    _print_list(
        f"table words that are place names too: {len(found.places)}, of them {open_} that nothing guards",
        [
            f"{one.form}  {one.table}/{one.sense}  {one.name_en} ({one.population or '?'})  {one.guard or 'unguarded'}"
            for one in found.places
        ],
        whole,
    )


@words.command("coverage")
@click.argument("paths", nargs=-1, metavar="[PATH …]")
@PLACES
@WORDS
@WHOLE
@click.option("--top", type=click.IntRange(0), default=30, show_default=True, metavar="N", help="Unknown words shown.")
def count_coverage(paths: tuple[str, ...], places: str | None, words: str | None, whole: bool, top: int) -> int:
    """Count the table rows and rules that no report reaches, and list unknown words that stand beside triggers.

    Without a PATH the samples are read, and the texts of evals in a checkout.

    \b
    Example:
      marsad words coverage reports/ more.jsonl.gz --top 50
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.model.document import Fault
    from marsad.packs import load_pack
    from marsad.pipeline.read import Reader
    from marsad.pipeline.words import CoverageCounter, find_texts, read_rows
    from marsad.reference.gazetteer import Gazetteer
    from marsad.sources.readers import read_documents

    reader, pack, faults, count = Reader(as_path(places), as_path(words)), load_pack(LANGUAGE, as_path(words)), [], 0
    with Gazetteer.open(as_path(places)) as gazetteer, _progress("reading") as tell:
        counter = CoverageCounter(pack, read_rows(LANGUAGE, pack.fold, as_path(words)), gazetteer)
        for captured in read_documents(paths or tuple(map(str, find_texts()))):
            if isinstance(captured, Fault):
                faults.append(captured)
                continue
            count += 1
            tell(count)
            counter.add(captured.document, reader.read(captured.document))
        found = counter.finish()
    if count:
        _print_coverage(found, whole, top)
    return _say_faults(faults, count)


def _print_coverage(found: "Coverage", whole: bool, top: int) -> None:
    total, left = sum(found.rows.values()), sum(map(len, found.unreached.values()))
    click.echo(f"{found.documents} reports reach {total - left} of {total} rows\n")
    click.echo(f"{'table':18}{'rows':>7}{'unreached':>11}")
    for file, rows in found.rows.items():
        click.echo(f"{file:18}{rows:7}{len(found.unreached[file]):11}")
    click.echo(f"{'rules':18}{found.rules:7}{len(found.idle_rules):11}\n")
    if whole:
        for file, names in found.unreached.items():
            _print_list(f"{file}: {len(names)} rows that no report reaches", names, whole)
    _print_list(f"rules that no claim or refusal rests on: {len(found.idle_rules)}", found.idle_rules, whole)
    click.echo(f"words within three of a trigger that nothing knows: {len(found.unknown)}")
    click.echo(f"{'times':>7}{'reports':>9}  word  (most often beside)")
    for each in found.unknown[:top]:
        beside = ", ".join(sense for sense, _ in each.beside.most_common(2))
        click.echo(f"{each.times:7}{len(each.documents):9}  {each.word}  ({beside})")


@click.group()
def evaluate() -> None:
    """How well the reader does against gold: claims, linking, places, gsr.

    \b
    Example:
      marsad evaluate claims
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


def _exam_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option("--gold", metavar="PATH", help="The gold; that of the checkout without it."),
        click.option("--reports", metavar="PATH", help="The reports, where they do not lie in or beside the gold."),
        click.option("--scorer", metavar="PATH", help="The scorer; that of the checkout without it."),
        click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Show the N worst as well."),
        click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the table."),
        PLACES,
        WORDS,
    )
    for option in reversed(options):
        command = option(command)
    return command


@evaluate.command("claims")
@_exam_options
def evaluate_claims(gold: str | None, reports: str | None, scorer: str | None, **rest: Any) -> int:  # noqa: ANN401 - by name
    """Score `marsad read` on reports with annotated events.

    \b
    Example:
      marsad evaluate claims --gold dev.jsonl --worst 5
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    return _evaluate("claims", gold, reports, scorer, **rest)


@evaluate.command("linking")
@_exam_options
def evaluate_linking(gold: str | None, reports: str | None, scorer: str | None, **rest: Any) -> int:  # noqa: ANN401 - by name
    """Score `marsad run` and `marsad incidents` on groups of reports of one incident.

    The gold is NAME-gold.json, its reports NAME.jsonl beside it.

    \b
    Example:
      marsad evaluate linking --gold linking-gold.json
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    return _evaluate("linking", gold, reports, scorer, **rest)


def _evaluate(  # noqa: PLR0917 - click passes them by name
    task: str, gold: str | None, reports: str | None, scorer: str | None, worst: int, as_json: bool,
    places: str | None, words: str | None,
) -> int:  # fmt: skip
    from marsad.pipeline import evaluate as exams
    from marsad.pipeline.read import Reader

    exam = exams.find_exam(task, as_path(gold), as_path(reports), as_path(scorer))
    measure = exams.evaluate_claims if task == "claims" else exams.evaluate_linking
    options = [*(["--worst", str(worst)] if worst else []), *(["--json"] if as_json else [])]
    with _progress("reading") as tell:
        result: Result = measure(exam, Reader(as_path(places), as_path(words)), options, tell)
    click.echo(result.printed, nl=False)
    return _say_faults(result.faults, 1)


@evaluate.command("places")
@click.option("--gold", metavar="PATH", help="Reports with annotated events; those of the checkout without it.")
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Show N places of each cause.")
@PLACES
@WORDS
def evaluate_places(gold: str | None, worst: int, places: str | None, words: str | None) -> int:
    """Look for each annotated place that has a point in the claims of its report, and say why it is not there.

    \b
    Example:
      marsad evaluate places --places my-places.sqlite --worst 10
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline import evaluate_places as exams
    from marsad.pipeline.evaluate import find_exam
    from marsad.pipeline.read import Reader

    with _progress("reading") as tell:
        chosen = as_path(gold) or find_exam("claims", None, None, None).gold
        exam = exams.evaluate_places(chosen, Reader(as_path(places), as_path(words)), tell)
    counted = exam.count()
    for cause in exams.CAUSES:
        click.echo(f"{cause:10} {counted[cause]:6} {counted[cause] / len(exam.verdicts):6.1%}")
        for verdict in [each for each in exam.verdicts if each.cause == cause and cause != "right"][:worst]:
            answer = f"  {verdict.answer}, {verdict.km:.0f} km" if verdict.km is not None else ""
            click.echo(f"    {verdict.document_id}  {verdict.name}{answer}")
    return _say_faults(exam.faults, len(exam.verdicts))


@evaluate.command("gsr")
@click.option("--gold", metavar="PATH", required=True, help="Judged sentences: a line has id, task, label, text.")
@click.option("--worst", type=click.IntRange(0), default=0, metavar="N", help="Show N wrong sentences of each kind.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the table.")
@PLACES
@WORDS
def evaluate_gsr(gold: str, worst: int, as_json: bool, places: str | None, words: str | None) -> None:
    """Score `marsad read` on sentences judged as ASSAULT or PROTEST, `ambiguous` ones left out.

    A sentence is met by a claim, neither denied nor planned, of a type that the annotators' guide lists for its task.

    \b
    Example:
      marsad evaluate gsr --gold gsr-dev.jsonl
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    from marsad.pipeline import evaluate as exams
    from marsad.pipeline.read import Reader

    sentences = exams.read_sentences(Path(gold))
    verdicts = []
    with _progress("reading") as tell:
        for number, verdict in enumerate(exams.judge_sentences(sentences, Reader(as_path(places), as_path(words))), 1):
            tell(number)
            verdicts.append(verdict)
    click.echo(exams.render_scores(exams.score_verdicts(verdicts), as_json=as_json), nl=False)
    if worst and not as_json:
        _print_wrong(verdicts, worst)


def _print_wrong(verdicts: "Sequence[Verdict]", worst: int) -> None:
    for task in dict.fromkeys(verdict.sentence.task for verdict in verdicts):
        mine = [verdict for verdict in verdicts if verdict.sentence.task == task]
        for title, is_yes in (("met, but no", False), ("yes, but not met", True)):
            wrong = [each for each in mine if (each.sentence.label == "yes") == is_yes and each.met != is_yes]
            click.echo(f"\n{task}: {title}: {len(wrong)}")
            for each in wrong[:worst]:
                click.echo(f"  {each.sentence.id}  {each.sentence.label}  [{_join(each.types)}]")
                click.echo(f"    {each.sentence.text}")


@contextmanager
def _progress(stage: str) -> "Iterator[Callable[[int], None]]":
    with show_progress() as tell:
        yield lambda done: tell(stage, done) if tell is not None else None


def _say_faults(faults: "Sequence[Fault]", count: int) -> int:
    for fault in faults:
        click.echo(f"marsad: {fault.say()}", err=True)
    if not count:
        raise InputError("no report could be read; name files or folders of reports")
    return 1 if faults else 0


def _print_list(title: str, lines: Sequence[str], whole: bool) -> None:
    click.echo(title)
    for line in lines if whole else lines[:SHOWN]:
        click.echo(f"  {line}")
    if not whole and len(lines) > SHOWN:
        click.echo(f"  … {len(lines) - SHOWN} more with --list")
    click.echo()


def _lead(each: "SharedForms", side: int) -> str:
    return f"{each.senses[side]} → {_join(each.makes[side])}"


def _join(parts: Iterable[str]) -> str:
    return ", ".join(parts) or "nothing"


def _some(forms: Sequence[str], whole: bool) -> str:
    shown = forms if whole else forms[:FORMS]
    return ", ".join(shown) + (f" … {len(forms) - len(shown)} more" if len(shown) < len(forms) else "")
