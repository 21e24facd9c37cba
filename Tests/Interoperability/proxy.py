"""The LiteLLM proxy over HTTP, with the sandbox behind its guardrails."""

from report import check
from wire import ATTACK, BENIGN, CLASSIFY, EMAIL, GUARD, apply_guardrail, asked, chat

LAKERA = "lakera_guardrail_response"
LASSO = "lasso_response"


def passed(answer):
    """Status, and whether it is a chat completion of the shape that Lazaret asks for."""
    status, body, _ = answer
    return status, isinstance(body, dict) and body.get("object") == "chat.completion"


def vendor(answer, key):
    """The vendor's answer inside the proxy's error, or `None`."""
    _, body, _ = answer
    error = body.get("error") if isinstance(body, dict) else None
    fields = error.get("provider_specific_fields") if isinstance(error, dict) else None
    return fields.get(key) if isinstance(fields, dict) else None


def check_verdicts():
    for name, route in (("lakera", GUARD), ("lasso", CLASSIFY)):
        answer = chat(BENIGN, [name])
        check(f"the proxy passes clean text with {name}", (200, True, {route: 1}),
              (*passed(answer), asked()))

    answer = chat(ATTACK, ["lakera"])
    came = vendor(answer, LAKERA) or {}
    types = [row["detector_type"] for row in came.get("breakdown", []) if row["detected"]]
    check("the proxy answers 400 with Lakera's answer to an attack",
          (400, True, ["prompt_attack"], {GUARD: 1}), (answer[0], came.get("flagged"), types, asked()))

    answer = chat(ATTACK, ["lasso"])
    came = vendor(answer, LASSO) or {}
    actions = {finding["action"] for finding in came.get("findings", {}).get("jailbreak", [])}
    check("the proxy answers 400 with Lasso's answer to an attack",
          (400, True, {"BLOCK"}, {CLASSIFY: 1}),
          (answer[0], came.get("violations_detected"), actions, asked()))

    answer = chat(EMAIL, ["lakera"])
    check("the proxy blocks an address with lakera", (400, True),
          (answer[0], bool(vendor(answer, LAKERA))))
    answer = chat(EMAIL, ["lakera-mask"])
    check("the proxy does not give back a masked text", (200, True, False),
          (*passed(answer), "MASKED" in str(answer[1])))
    answer = chat(EMAIL, ["lasso-mask"])
    check("the proxy ignores `mask: true` for lasso", (200, True, {CLASSIFY: 1}),
          (*passed(answer), asked()))


def check_no_op():
    """`/guardrails/apply_guardrail` asks nobody for these two vendors."""
    for name in ("lakera", "lasso"):
        status, body, _ = apply_guardrail(name, ATTACK)
        check(f"apply_guardrail gives the attack back unscreened with {name}",
              (200, {"response_text": ATTACK}, {}), (status, body, asked()))
    check("apply_guardrail answers 404 to an unknown name", 404,
          apply_guardrail("no-such-guardrail", ATTACK)[0])


def check_unknown_guardrail():
    """The trap that a canary is for: nothing in the answer says that nobody was asked."""
    answer = chat(ATTACK, ["no-such-guardrail"])
    check("the proxy passes an attack through a guardrail that does not exist", (200, True, {}),
          (*passed(answer), asked()))
    check("the proxy says that it applied the guardrail that does not exist", "no-such-guardrail",
          answer[2]["x-litellm-applied-guardrails"])
    for name, guardrails in (("an empty list of guardrails", []), ("a string for the list", "lakera")):
        answer = chat(ATTACK, guardrails)
        check(f"the proxy passes an attack with {name}", (200, True, {}), (*passed(answer), asked()))


def check_errors():
    """None of them may look like a pass or like a detection."""

    def shape(answer):
        status, body, _ = answer
        known = vendor(answer, LAKERA) or vendor(answer, LASSO)
        return status, passed(answer)[1], bool(known)

    check("the proxy answers 400 to an unknown model", (400, False, False),
          shape(chat(BENIGN, ["lakera"], model="no-such-model")))
    answer = chat(BENIGN, ["lakera"], key="sk-wrong")
    check("the proxy without a database answers 400 to a wrong key",
          (400, False, False, "no_db_connection", {}),
          (*shape(answer), answer[1]["error"]["type"], asked()))
    check("the proxy answers 401 without a key", (401, False, False),
          shape(chat(BENIGN, ["lakera"], key=None)))
    for name in ("lakera-down", "lasso-down"):
        check(f"the proxy answers 500 when the vendor of {name} cannot be reached", (500, False, False),
              shape(chat(BENIGN, [name])))
    for status in (400, 401, 429, 500, 503):
        check(f"the proxy hands on Lakera's {status}", (status, False, False),
              shape(chat(BENIGN, ["lakera"], faults=[{"route": GUARD, "status": status}])))
        check(f"the proxy makes a 500 of Lasso's {status}", (500, False, False),
              shape(chat(BENIGN, ["lasso"], faults=[{"route": CLASSIFY, "status": status}])))


def run():
    check_verdicts()
    check_no_op()
    check_unknown_guardrail()
    check_errors()
