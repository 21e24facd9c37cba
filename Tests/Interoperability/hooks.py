"""LiteLLM's guardrail hooks, in this process, against the sandbox."""

import asyncio
import logging
import os
import uuid

from fastapi import HTTPException
from litellm.caching.dual_cache import DualCache
from litellm.proxy._types import UserAPIKeyAuth
from litellm.proxy.guardrails.guardrail_hooks.lakera_ai_v2 import LakeraAIGuardrail
from litellm.proxy.guardrails.guardrail_hooks.lasso.lasso import LassoGuardrail

from report import check
from wire import ATTACK, BENIGN, CLASSIFIX, CLASSIFY, EMAIL, GUARD, asked, reset

# Offsets are code points here: each of these is another count in UTF-16 or UTF-8.
BEFORE = {
    "plain words": "Write to ",
    "an emoji": "😀 Write to ",
    "emoji joined by ZWJ": "The family 👩‍👩‍👧‍👦 writes to ",
    "combining marks": "Cafe\u0301 and u\u0308ber, write to ",
    "a flag and an umlaut": "🇩🇪 Grüße an ",
}


def lakera(**settings):
    return LakeraAIGuardrail(
        guardrail_name="lakera", event_hook="pre_call", default_on=True,
        api_base=os.environ["SANDBOX_URL"], **({"api_key": "sandbox"} | settings))


def lasso(**settings):
    return LassoGuardrail(
        guardrail_name="lasso", event_hook="pre_call", default_on=True,
        api_key="sandbox", api_base=os.environ["SANDBOX_LASSO_URL"], **settings)


async def outcome(guardrail, text):
    """`passed` or what became of the text; `blocked`; or `error` and the vendor's status or the class."""
    data = {
        "model": "none", "messages": [{"role": "user", "content": text}], "metadata": {},
        "litellm_call_id": str(uuid.uuid4()),
    }
    try:
        answer = await guardrail.async_pre_call_hook(
            user_api_key_dict=UserAPIKeyAuth(), cache=DualCache(), data=data, call_type="completion")
    except HTTPException as error:
        detail = error.detail if isinstance(error.detail, dict) else {}
        known = {"lakera_guardrail_response", "lasso_response"} & detail.keys()
        return "blocked" if error.status_code == 400 and known else f"error {error.status_code}"
    except Exception as error:
        return f"error {getattr(getattr(error, 'response', None), 'status_code', type(error).__name__)}"
    (message,) = (answer or data)["messages"]
    return "passed" if message["content"] == text else message["content"]


async def expect(sentence, expected, guardrail, text, route, faults=()):
    """The outcome, and that exactly one request reached the route: nothing passes unasked."""
    reset(*faults)
    came = await outcome(guardrail, text)
    check(sentence, (expected, {route: 1}), (came, asked()))


async def check_lakera():
    await expect("Lakera's hook passes clean text", "passed", lakera(), BENIGN, GUARD)
    await expect("Lakera's hook blocks an attack", "blocked", lakera(), ATTACK, GUARD)
    await expect("Lakera's hook blocks an address with block", "blocked", lakera(), EMAIL, GUARD)
    await expect("Lakera's hook with a project passes clean text", "passed",
                 lakera(project_id="project-1234567890"), BENIGN, GUARD)
    for name, before in BEFORE.items():
        await expect(
            f"Lakera's hook masks exactly the address after {name}",
            before + "[MASKED EMAIL], please.",
            lakera(on_flagged="mask"), before + "jane@example.org, please.", GUARD)
    await expect(
        "Lakera's hook masks two addresses",
        "From [MASKED EMAIL] 👩‍🚀 to [MASKED EMAIL].",
        lakera(on_flagged="mask"), "From jane@example.org 👩‍🚀 to joe@example.com.", GUARD)
    await expect("Lakera's hook blocks an attack with mask", "blocked", lakera(on_flagged="mask"),
                 f"{ATTACK} {EMAIL}", GUARD)
    await expect("Lakera's hook passes an attack with monitor", "passed",
                 lakera(on_flagged="monitor"), ATTACK, GUARD)
    await expect("Lakera's hook fails with an empty key", "error 401", lakera(api_key=""), BENIGN, GUARD)
    for status in (401, 429, 500, 503):
        await expect(f"Lakera's hook fails on a {status}", f"error {status}", lakera(), BENIGN, GUARD,
                     [{"route": GUARD, "status": status}])
    await expect("Lakera's hook fails on an answer that is {}", "error KeyError", lakera(),
                 BENIGN, GUARD, [{"route": GUARD, "body": "{}"}])
    reset()
    clean = await asyncio.gather(*(outcome(lakera(), f"{BENIGN} {n}") for n in range(20)))
    check("Lakera's hook asks 20 times for 20 texts at once", (["passed"] * 20, {GUARD: 20}),
          (clean, asked()))


async def check_lasso():
    await expect("Lasso's hook passes clean text", "passed", lasso(), BENIGN, CLASSIFY)
    await expect("Lasso's hook blocks an attack", "blocked", lasso(), ATTACK, CLASSIFY)
    await expect("Lasso's hook passes an address without mask", "passed", lasso(), EMAIL, CLASSIFY)
    await expect("Lasso's hook passes clean text with mask", "passed", lasso(mask=True), BENIGN, CLASSIFIX)
    await expect("Lasso's hook blocks an attack with mask", "blocked", lasso(mask=True), ATTACK, CLASSIFIX)
    for name, before in BEFORE.items():
        await expect(
            f"Lasso's hook masks exactly the address after {name}",
            before + "<EMAIL_ADDRESS>, please.",
            lasso(mask=True), before + "jane@example.org, please.", CLASSIFIX)
    await expect("Lasso's hook fails on a 401", "error LassoGuardrailMissingSecrets", lasso(), BENIGN,
                 CLASSIFY, [{"route": CLASSIFY, "status": 401}])
    for status in (429, 500, 503):
        await expect(f"Lasso's hook fails on a {status}", "error LassoGuardrailAPIError", lasso(), BENIGN,
                     CLASSIFY, [{"route": CLASSIFY, "status": status}])
    await expect("Lasso's hook takes an answer that is {} for clean, which Lazaret does not", "passed",
                 lasso(), ATTACK, CLASSIFY, [{"route": CLASSIFY, "body": "{}"}])


def run():
    # What fails on purpose would fill the screen.
    logging.getLogger("LiteLLM Proxy").setLevel(logging.CRITICAL)
    logging.getLogger("LiteLLM").setLevel(logging.CRITICAL)

    async def all_of_them():
        await check_lakera()
        await check_lasso()
        reset()

    asyncio.run(all_of_them())
