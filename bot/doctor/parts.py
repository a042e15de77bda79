"""What the program needs of its own: the database, the library, the picture."""

import asyncio
from typing import TYPE_CHECKING

from bot.commands import Map
from bot.findings import Finding, doubtful, fine, wrong
from bot.rendering.picture import draw
from briefings.errors import CommuniqueError
from briefings.reply import Picture

if TYPE_CHECKING:
    from bot.app import App

_PNG = b"\x89PNG\r\n\x1a\n"


async def database(app: "App") -> Finding:
    """Whether it opens, may be written, is whole and of our version. Changes nothing."""
    from bot.storage.inspection import inspect  # noqa: PLC0415 - SQLAlchemy takes half a second
    from bot.storage.schema import REVISIONS, State  # noqa: PLC0415 - as above

    check = "database"
    try:
        found = await asyncio.to_thread(inspect, app.place())
    except CommuniqueError as error:
        sentence, _, remedy = str(error).rstrip(".").partition("; ")
        return wrong(check, sentence, remedy or "look at the folder and its disk, then try again")
    if found is None or found.state is State.EMPTY:
        return fine(check, "nothing is stored yet; it is made when something is")
    if found.damage is not None:
        return wrong(
            check, f"it is damaged: {found.damage}", "restore a copy, or move the file away and start anew"
        )
    if found.state is State.BEHIND:
        return doubtful(
            check,
            f"its tables are of version {found.version}, ours of {REVISIONS[-1]}",
            "copy the file if you may want to go back; the next start brings the tables up to date",
        )
    return fine(check, f"opens, may be written, is whole, version {found.version}")


async def library(app: "App") -> Finding:
    """Whether the briefings load and pass their checks."""
    try:
        held = (await asyncio.to_thread(lambda: app.handlers)).service.library
    except CommuniqueError as error:
        return wrong("library", str(error).rstrip("."), "type: communique library check")
    claims = sum(len(briefing.claims) for briefing in held.briefings)
    articles = len(held.briefings)
    return fine("library", f"{articles} article{'s' if articles > 1 else ''}, {claims} claims, all checked")


async def picture(app: "App") -> Finding:
    """Whether the picture of the whole library can be drawn, with the fonts that ship."""
    check = "picture"
    try:
        reply = await app.handlers.handle(Map())
        shown = next((block for block in reply.blocks if isinstance(block, Picture)), None)
        if shown is None:
            return fine(check, "the library has no relationships to draw")
        drawn = await asyncio.to_thread(draw, shown)
    except CommuniqueError:
        return doubtful(check, "not tried, since the library does not load", "mend the library first")
    except (OSError, ImportError, ValueError) as error:
        return wrong(
            check, f"it cannot be drawn ({type(error).__name__})", "install Communiqué again: fonts or Pillow"
        )
    if not drawn.startswith(_PNG):
        return wrong(check, "what was drawn is no picture", "install Communiqué again: Pillow")
    return fine(check, f"can be drawn, {len(drawn) // 1_000} kB")
