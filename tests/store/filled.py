"""A ledger with something of everything: versions, generations, preserved files, incidents, judgements."""

from written import make_claim, make_document, make_full_claim, make_incident, make_judgement, make_reading

from marsad.base.ids import hash_bytes
from marsad.store.ledger import Ledger

PAGES = tuple(f"صفحة {number} كما وردت\r\n".encode("cp1256") * 40 for number in range(5))


def fill_ledger(ledger: Ledger) -> None:
    claims = []
    for number, page in enumerate(PAGES):
        document = make_document(id=f"report-{number}", bytes_sha256=hash_bytes(page))
        claims.append(make_full_claim(document))
        ledger.write_reading(make_reading(document, claims[-1]), document, page)
    edited = make_document("قتل سبعة مدنيين في صيدا، وفق المرصد.", id="report-0")
    ledger.write_reading(make_reading(edited, make_claim(edited), reader="reader-2"), edited, None)
    ledger.write_incidents([make_incident("a", claims[1].id), make_incident("b", claims[2].id)], {"old": "a"})
    for verdict, about in (("accept", ("a",)), ("different", ("a", "b")), ("reject", (claims[3].id,))):
        ledger.write_judgement(make_judgement(verdict, *about))
    assert ledger.verify() == []
