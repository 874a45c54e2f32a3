# SPDX-License-Identifier: Apache-2.0
"""The part of the station's one door that is about readouts."""

from __future__ import annotations

from collections.abc import Sequence

from parley.core.watch.readouts import account
from parley.station.names import parse_ref
from parley.station.queries import Queries
from parley.station.readouts.readouts import Readouts
from parley.station.readouts.views import ReadoutView, SiteFile, SiteView
from parley.station.record.choice import Wanted, bits
from parley.station.record.proofs import Proofs
from parley.tlog.leaf import Field

_ACT = bits(Field.KIND, Field.LOGGED, Field.REFERENCE)
_CONTACT = bits(Field.KIND, Field.LOGGED)


class ReadoutActs:
    """Mixed into `StationApi`, which sets what is named here."""

    _readouts: Readouts
    _proofs: Proofs
    _queries: Queries

    async def readouts(self, link: str | None = None) -> tuple[ReadoutView, ...]:
        """Return our drafts of readouts, and what either side has shown."""
        return self._readouts.listed(link)

    async def readout(self, name: str) -> ReadoutView:
        """Return one readout, by the number of a draft or the name of its entry."""
        return self._readouts.one(name)

    async def write_readout(
        self,
        texts: Sequence[tuple[str, str]],
        contacts: Sequence[str],
        not_before_ms: int,
        drafted_by: int,
        link: str | None = None,
        proof: bool = False,
    ) -> ReadoutView:
        """File a readout; it is shown, answered and published with `act`."""
        return await self._readouts.draft(
            link, texts, contacts, not_before_ms, drafted_by, proof=proof
        )

    async def withhold_readout(self, name: str, officer: int) -> ReadoutView:
        """Decide to neither confirm nor deny; nothing of it leaves the station."""
        return await self._readouts.withhold(name, officer)

    async def readout_site(self, link: str | None = None) -> SiteView:
        """Return every file that stands for our published readouts.

        Raises:
            LocalFault: PLY-REC-001 a proof is not cosigned yet; what a proof refuses.

        """
        from parley.station.readouts import site  # noqa: PLC0415 - XML, rarely asked

        known = self._queries.link_knowledge(link)
        ours, station = self._queries.status().party, known.setting_out.sender
        every = [
            view
            for view in self._readouts.listed(known.facts.link)
            if view.direction == "out" and view.state == "PUBLISHED"
        ]
        every.sort(key=lambda view: view.published_ms or 0, reverse=True)
        files: list[SiteFile] = []
        notes: list[str] = []
        public: list[site.Published] = []
        for view in every:
            name = "readout-" + "-".join(view.ref.split("/")[2:])
            proof = await self._proof(view, name, notes)
            names = tuple(each.name for each in proof)
            one = site.Published(view, name, ours, names)
            public.append(one)
            texts = tuple((each.language, each.text) for each in view.texts)
            files += [
                SiteFile(f"{name}.html", site.page(one)),
                SiteFile(f"{name}.txt", account(texts)),
                *proof,
            ]
        files += [
            SiteFile("index.html", site.index(public, ours)),
            SiteFile("feed.xml", site.feed(public, ours, station)),
        ]
        return SiteView(tuple(files), tuple(notes))

    async def _proof(
        self, view: ReadoutView, name: str, notes: list[str]
    ) -> tuple[SiteFile, ...]:
        if not self._readouts.proof_goes_along(view):
            return ()
        acts = [ref for ref in (view.ref, view.answer_ref, view.publication) if ref]
        keys = [parse_ref(ref) for ref in (*acts, *view.contacts)]
        wanted = Wanted(
            link=view.link,
            refs=tuple(dict.fromkeys(keys)),
            directions=(),
            from_ms=None,
            to_ms=None,
            kinds=frozenset(),
            precedences=frozenset(),
            fields=_CONTACT,
            answers=frozenset(),
            complete=False,
            opened=dict.fromkeys(keys[: len(acts)], _ACT),
        )
        made = await self._proofs.prove(wanted, b"")
        if not made.data:
            notes.append(f"{view.ref}: the agreement asks for a consent to its proof.")
            return ()
        return (
            SiteFile(f"{name}.proof", made.data),
            *(
                SiteFile(
                    f"{name}.{each.sender}.{each.incarnation}.policy",
                    each.text.encode(),
                )
                for each in made.policies
            ),
        )
