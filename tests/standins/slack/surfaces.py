"""Modals and Home tabs as readers have them before them: opened, pushed, updated, closed.

Owns the stack of up to three modals of each reader and the ids and hashes of views.
"""

import copy
from typing import Any

from tests.standins.slack import limits
from tests.standins.slack.refusals import Refused
from tests.standins.slack.state import State
from tests.standins.slack.world import Channel, User, View


class Surfaces:
    """All views."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._hashes = 0
        self._stacks: dict[str, list[View]] = {}

    def stack(self, user: User) -> list[View]:
        """The reader's open modals, the one on top last."""
        return list(self._stacks.get(user.id, []))

    def open(self, user: User, content: dict[str, Any], origin: Channel | None = None) -> View:
        """A modal over whatever was open, which is gone."""
        self.clear(user)
        return self.push(user, content, origin)

    def push(self, user: User, content: dict[str, Any], origin: Channel | None = None) -> View:
        """A further modal on the stack; `Refused` when there are three."""
        stack = self._stacks.setdefault(user.id, [])
        if len(stack) >= limits.VIEW_STACK:
            raise Refused("push_limit_reached")
        view = self._made(user, content)
        view.origin = origin
        if stack:
            view.root_id, view.previous_id = stack[0].root_id, stack[-1].id
        stack.append(view)
        self._state.changes.ring()
        return view

    def change(self, view: View, content: dict[str, Any], hash_: str | None = None) -> None:
        """Other content in the same view; `Refused` when `hash_` is not that of what is there."""
        if hash_ and hash_ != view.hash:
            raise Refused("hash_conflict")
        self._unlike(content, view)
        view.replaced.append(view.content)
        view.content, view.hash = _named(content, view.id), self._hash()
        view.errors = {}
        self._state.changes.ring()

    def publish(self, user: User, content: dict[str, Any], hash_: str | None = None) -> View:
        """The reader's Home tab."""
        home = self._state.world.homes.get(user.id)
        if home is not None:
            self.change(home, content, hash_)
            return home
        home = self._made(user, content)
        self._state.world.homes[user.id] = home
        self._state.changes.ring()
        return home

    def close(self, view: View) -> None:
        """The modal is gone, the one below shows again."""
        view.open = False
        stack = self._stacks.get(view.user.id, [])
        if view in stack:
            stack.remove(view)
        self._state.changes.ring()

    def clear(self, user: User) -> None:
        """All modals of the reader are gone."""
        for each in self.stack(user):
            self.close(each)

    def find(self, view_id: str, external_id: str) -> View:
        """The open modal or Home tab; `Refused` when there is none."""
        for each in self._state.world.views.values():
            external = each.content.get("external_id")
            if each.open and (each.id == view_id or (external_id and external == external_id)):
                return each
        raise Refused("not_found")

    def _made(self, user: User, content: dict[str, Any]) -> View:
        self._unlike(content, None)
        view_id = self._state.world.new_id("V")
        view = View(view_id, user, _named(content, view_id), self._hash(), view_id)
        self._state.world.views[view_id] = view
        return view

    def _unlike(self, content: dict[str, Any], own: View | None) -> None:
        external = content.get("external_id")
        if external and any(
            each.open and each is not own and each.content.get("external_id") == external
            for each in self._state.world.views.values()
        ):
            raise Refused("duplicate_external_id")

    def _hash(self) -> str:
        self._hashes += 1
        return f"{int(self._state.clock.now().timestamp())}.{self._hashes:06x}"


def _named(content: dict[str, Any], view_id: str) -> dict[str, Any]:
    """A copy whose blocks and elements all have ids, as the vendor gives them."""
    copied = copy.deepcopy(content)
    for number, block in enumerate(copied.get("blocks") or []):
        block.setdefault("block_id", f"{view_id}b{number}")
        found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
        if block.get("type") in {"actions", "section", "input"}:
            for index, each in enumerate(each for each in found if isinstance(each, dict)):
                each.setdefault("action_id", f"a{number}{index}")
    return copied
