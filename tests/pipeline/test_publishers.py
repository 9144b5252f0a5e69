import pytest

from marsad.pipeline.publishers import find_publisher_country
from marsad.reference.gazetteer import SHIPPED, Gazetteer

pytestmark = pytest.mark.skipif(not SHIPPED.is_file(), reason="needs the built gazetteer")


@pytest.mark.parametrize(
    ("publisher", "country"),
    [
        ("السودان الآن", "SD"),
        ("صحيفة ليبيا الحرة", "LY"),
        ("الجزيرة", None),
        ("الشرقية", None),
        ("عمان اليوم", None),
        ("سوريا و العراق", None),
        (None, None),
    ],
)
def test_publisher_is_of_the_one_country_that_it_names(publisher: str | None, country: str | None) -> None:
    with Gazetteer.open(SHIPPED) as gazetteer:
        assert find_publisher_country(publisher, "ar", gazetteer) == country
