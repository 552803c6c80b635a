"""Border 3 as a contract of import-linter: a module is entered by its front door, never through a window."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class FrontDoorContract(Contract):
    """Modules import of each other only what is open to modules; the table of contents only what is open to it."""

    modules = fields.StringField()
    open_to_modules: Any = fields.SetField(subfield=fields.StringField())
    open_to_versions: Any = fields.SetField(subfield=fields.StringField())
    versions = fields.StringField()

    def check(self, graph, verbose):
        trespasses = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._trespasses(importer, imported)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _trespasses(self, importer: str, imported: str) -> bool:
        target, room = self._module(imported), self._room(imported)
        if target is None or room is None or self._module(importer) == target:
            return False
        allowed = self.open_to_versions if importer.startswith(f"{self.versions}.") else self.open_to_modules
        return room not in allowed and not self._is_an_upward_handler(importer, room)

    def _is_an_upward_handler(self, importer: str, room: str) -> bool:
        return self._room(importer) == "handlers" and room == "events"

    def _module(self, name: str) -> str | None:
        """The module that a dotted name lies in."""
        return name.removeprefix(f"{self.modules}.").split(".")[0] if name.startswith(f"{self.modules}.") else None

    def _room(self, name: str) -> str | None:
        """The file or package of its module that a dotted name lies in."""
        rooms = name.removeprefix(f"{self.modules}.").split(".")[1:] if self._module(name) else []
        return rooms[0] if rooms else None

    def render_broken_contract(self, check):
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} -> {imported}")
