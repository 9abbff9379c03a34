"""Foods of which a log does not say how much of something they have."""

from collections.abc import Mapping
from types import MappingProxyType

UNKNOWN_FOODS: Mapping[str, str] = MappingProxyType(
    {
        "magnesium_mg": "magnesium_unknown_foods",
        "potassium_mg": "potassium_unknown_foods",
        "calcium_mg": "calcium_unknown_foods",
        "caffeine_mg": "caffeine_unknown_foods",
        "total_water_ml": "total_water_unknown_foods",
    }
)
"""The measure that counts the foods without a figure, by the measure that they have no figure of."""
