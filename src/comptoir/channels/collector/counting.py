"""Events without consent, added up: how often something was done in a minute at a source, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from uuid import UUID

import msgspec

from comptoir.channels.collector import lines
from comptoir.channels.collector.hearing import Counted
from comptoir.channels.collector.moments import moment_of
from comptoir.journal.vocabulary.collector import ActivityCounted

VISIT = "visit"  # one began
_encode = msgspec.json.Encoder().encode


def rows(counted: Iterable[Counted], new_id: Callable[[], bytes]) -> list[bytes]:
    """Rows of the journal, one for each source, minute, activity, kind of page and device."""
    sums: Counter[tuple[str, int, str, str, str]] = Counter()
    sources = {}
    for each in counted:
        sources[each.source] = each.reporter.source
        sums[each.source, each.minute, each.kind, each.kind_of_page, each.device] += 1
        if each.begins:
            sums[each.source, each.minute, VISIT, "", each.device] += 1
    found = []
    for (code, minute, activity, kind_of_page, device), times in sums.items():
        source, count_id = sources[code], UUID(bytes=new_id())
        word = ActivityCounted(
            count_id=count_id, minute=moment_of(minute), activity=activity, kind_of_page=kind_of_page, device=device,
            times=times,
        )  # fmt: skip
        texts = (
            word.NAME, word.LANE, word.LEGAL_BASIS, code, source.channel, source.market, source.legal_entity,
            source.storefront, word.SUBJECT_KIND, f"source:{code}",
        )  # fmt: skip
        found.append(lines.plain(word.VERSION, texts, count_id, minute, _encode(word.payload())))
    return found
