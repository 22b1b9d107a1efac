"""The subjects of a state by kind and by group, as a fold adds to them."""

from appraisal.subjects import Subject


class SubjectIndex:
    """The subjects by kind and by group: shared with the former state until one is added."""

    def __init__(
        self, kinds: dict[str, dict[str, None]], groups: dict[str, tuple[str, ...]]
    ) -> None:
        self.kinds, self.groups = kinds, groups
        self._own: set[str] = set()

    def add(self, subject: str, parsed: Subject) -> None:
        """Add a subject that was not there; a kind's list is copied once, whatever is added."""
        kind = parsed.kind
        if kind not in self._own:
            self.kinds = {**self.kinds, kind: dict(self.kinds.get(kind, {}))}
            if parsed.veiled and "" not in self._own:
                self.groups = dict(self.groups)
                self._own.add("")
            self._own.add(kind)
        self.kinds[kind][subject] = None
        if parsed.veiled:
            self.groups[parsed.group] = (*self.groups.get(parsed.group, ()), subject)
