"""Why two claims, or the claims of two incidents, are or are not one incident: the waterfall of evidence.

Every row is one thing that was compared: how it came out, what that is worth, and the sum so far. The worth is in bits:
+1 doubles the odds. The last row is the sum with its band.

Hard because a claim is compared in the light of its whole report (a lead borrows the town of the paragraph below), so
all live claims of the reports concerned are read, not only the two.
Known gaps: what the other members of a cluster add is not in a pair's waterfall.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from marsad.linking import ClaimFacts, Decision, decide_link, find_band
from marsad.linking.judged import find_reviews
from marsad.linking.linkage import prepare_reviewed, sort_claims
from marsad.model.claim import LiveClaim
from marsad.model.document import DocumentHead
from marsad.pipeline.carrying import carry_over
from marsad.pipeline.origins import mark_origins
from marsad.publish.work import LinkEvidence, Reason
from marsad.store.ledger import Ledger
from marsad.store.records import DocumentText

LINKS_SHOWN = 50
MEMBERS_WEIGHED = 20
PAIRS_SHOWN = 3
_ROW = "  {feature:<12}{level:<16}{weight:>7}{total:>9}"

CONFLICTS = {
    "lane": "one is a single event, the other is planned, background, a sum or a campaign",
    "type": "events of these types are never one",
    "day": "their days lie apart",
    "place": "their places lie apart",
    "report": "one report tells them as two",
    "sum": "two sums are one only where type, area, period and a figure agree",
}


def prepare_members(ledger: Ledger, claim_ids: Sequence[str]) -> list[ClaimFacts]:
    """The facts of live claims as people read them, each in the light of its whole report, in the order given.

    Replaced ones are left out.
    """
    kept = ledger.read_claims(claim_ids)
    heads = {one.document.id: one.document for one in kept.values()}
    claims = sort_claims(read_marked(ledger, tuple(heads.values())))
    reviews = find_reviews(carry_over(ledger, ledger.read_standing_judgements()), claims)
    by_id = {one.id: one for one in prepare_reviewed(claims.values(), reviews)}
    return [by_id[claim_id] for claim_id in claim_ids if claim_id in by_id]


def read_marked(ledger: Ledger, heads: Sequence[DocumentHead]) -> tuple[LiveClaim, ...]:
    """All live claims of some documents, with what copies what among these."""
    claims = [
        LiveClaim(
            claim=claim,
            document_id=head.id,
            publisher=head.publisher,
            published=head.published,
            title=head.title,
        )
        for head in heads
        for claim in ledger.read_claims_of_document(head.id)
    ]
    return mark_origins(claims, _read_texts(ledger, heads))


def weigh_link(ledger: Ledger, one: str, other: str) -> LinkEvidence | None:
    """Why two live claims are, or are not, one incident; None where one of them is gone."""
    facts = prepare_members(ledger, (one, other))
    return weigh_facts(*facts) if len(facts) == 2 else None


def weigh_links(ledger: Ledger, ones: Sequence[str], others: Sequence[str]) -> tuple[LinkEvidence, ...]:
    """The evidence over the pairs between two groups of claims, the strongest first, forbidden ones last.

    Of large groups only the first `MEMBERS_WEIGHED` of each are compared.
    """
    facts = {one.id: one for one in prepare_members(ledger, [*ones[:MEMBERS_WEIGHED], *others[:MEMBERS_WEIGHED]])}
    pairs = product((one for one in ones if one in facts), (other for other in others if other in facts))
    weighed = [weigh_facts(facts[one], facts[other]) for one, other in pairs if one != other]
    return tuple(sorted(weighed, key=lambda evidence: (-evidence.score, evidence.one, evidence.other)))


def weigh_facts(one: ClaimFacts, other: ClaimFacts) -> LinkEvidence:
    """The evidence over a pair of prepared claims."""
    decision = decide_link(one, other)
    return LinkEvidence(
        one=one.id, other=other.id, band=decision.band, score=decision.score,
        reasons=tuple(Reason(*each) for each in decision.evidence), conflict=decision.conflict,
        link=find_band("link"), possible=find_band("possible"),
    )  # fmt: skip


def _read_texts(ledger: Ledger, heads: Iterable[DocumentHead]) -> Iterator[DocumentText]:
    """The texts of some documents."""
    for head in heads:
        document = ledger.read_document(head.id)
        if document is not None:
            yield DocumentText(head.id, head.published, head.publisher, head.language, document.text, head.url)


def list_links(ledger: Ledger, claim_ids: Sequence[str]) -> Iterator[str]:
    """The pairs of an incident, one a line, those that hold it together first."""
    facts = prepare_members(ledger, claim_ids)
    decided = [(one.id, other.id, decide_link(one, other)) for one, other in combinations(facts, 2)]
    decided.sort(key=lambda pair: (-pair[2].score, pair[0], pair[1]))
    for one, other, decision in decided[:LINKS_SHOWN]:
        reasons = ", ".join(f"{each.feature} {each.level} {each.weight:+.1f}" for each in decision.evidence)
        score = _say_conflict(decision) if decision.conflict else f"{decision.score:+.1f}: {reasons}"
        yield f"{one} – {other}  {decision.band}, {score}"
    if len(decided) > LINKS_SHOWN:
        yield f"… and {len(decided) - LINKS_SHOWN} weaker pairs"


def draw_links(ledger: Ledger, ones: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    """The waterfalls of the strongest pairs between two groups of claims, best first; at least one claim in each."""
    firsts, seconds = prepare_members(ledger, ones), prepare_members(ledger, others)
    decided = [(one, other, decide_link(one, other)) for one, other in product(firsts, seconds) if one.id != other.id]
    decided.sort(key=lambda pair: (-pair[2].score, pair[0].id, pair[1].id))
    for one, other, decision in decided[:PAIRS_SHOWN]:
        yield from draw_waterfall(one, other, decision)
    if len(decided) > PAIRS_SHOWN:
        yield f"… and {len(decided) - PAIRS_SHOWN} weaker pairs"


def draw_waterfall(one: ClaimFacts, other: ClaimFacts, decision: Decision) -> Iterator[str]:
    """One pair as a table: feature, level, weight, sum so far; or the conflict that forbids it."""
    yield f"link        {one.id} – {other.id}"
    for facts in (one, other):
        yield f"  «{facts.live.claim.evidence.text}» {facts.document}"
    if decision.conflict:
        yield f"  {decision.band}: {_say_conflict(decision)}"
        return
    yield _ROW.format(feature="feature", level="level", weight="worth", total="sum")
    total = 0.0
    for each in decision.evidence:
        total += each.weight
        yield _ROW.format(feature=each.feature, level=each.level, weight=f"{each.weight:+.1f}", total=f"{total:+.1f}")
    bands = f"link from {find_band('link'):+.1f}, possible from {find_band('possible'):+.1f}"
    yield f"  {decision.band}: {decision.score:+.1f} ({bands})"


def _say_conflict(decision: Decision) -> str:
    return f"a hard conflict: {CONFLICTS[decision.conflict or '']}"
