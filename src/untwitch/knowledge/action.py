"""The one vocabulary of things to do and things to leave, and which of them may be advised at all."""

import functools
import json

from untwitch.facts.refused import Refused, nearest
from untwitch.knowledge.advice_limit import ALWAYS, AdviceLimit, advice_limits
from untwitch.knowledge.data_table import packaged_text


@functools.cache
def action_ids() -> frozenset[str]:
    """Gives every action id that the answer of `check` may hold."""
    schema = json.loads(packaged_text("check_answer.json"))
    return frozenset(schema["$defs"]["action_id"]["enum"])


def limit_of(action: str) -> AdviceLimit | None:
    """Gives the limit of an action, None where it has none.

    Raises:
        Refused: The action is not known.
    """
    if action not in action_ids():
        raise Refused(f"action {action!r} is not known{nearest(action, sorted(action_ids()))}")
    return next((limit for limit in advice_limits() if limit.action == action), None)


def checked_advice(action: str, *, where: str) -> str:
    """Gives an action back when it may be advised to somebody.

    Args:
        action: Id of the action.
        where: File and place, for the refusal.

    Raises:
        Refused: It is not known, or it must never be advised.
    """
    try:
        limit = limit_of(action)
    except Refused as refusal:
        raise Refused(f"{where}: {refusal}") from None
    if limit and limit.never_when == ALWAYS:
        raise Refused(f"{where}: {action} must never be advised ({limit.why})")
    return action
