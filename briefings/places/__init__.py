"""Names of places: from what people write to countries and blocs, and back to a name in their language.

It owns which name means which place. It knows no member lists of blocs and draws no conclusion from a place.
"""

from briefings.places.aliases import read_aliases
from briefings.places.gazetteer import Gazetteer
from briefings.places.place import Place, PlaceKind, PlaceMention

__all__ = ["Gazetteer", "Place", "PlaceKind", "PlaceMention", "read_aliases"]
