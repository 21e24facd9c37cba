"""`lazaret screen` with the screener `litellm_proxy`, through the proxy."""

import json
import os
import subprocess
import tempfile

from report import check
from wire import ATTACK, BENIGN, CLASSIFY, EMAIL, GUARD, KEY, PROXY, asked, reset

LAZARET = os.environ["LAZARET"]

PIPELINE = """\
name: interoperability
store: store.sqlite
sources:
  - directory: documents
screeners:
  - name: proxy
    screener: litellm_proxy
    endpoint: {proxy}
    api_key: ${{PROXY_KEY}}
    model: {model}
    guardrails: [{guardrails}]
    retry_for: {retry_for}
"""


def lazaret(command, folder, pipeline, text="", key=KEY):
    path = os.path.join(folder, "pipeline.yaml")
    with open(path, "w") as file:
        file.write(pipeline)
    return subprocess.run(
        [LAZARET, command, path], input=text, text=True, capture_output=True, timeout=120,
        env=os.environ | {"PROXY_KEY": key})


def pipeline(guardrails, model="one-token", retry_for="5s"):
    return PIPELINE.format(
        proxy=PROXY, model=model, guardrails=", ".join(guardrails), retry_for=retry_for)


def states(folder, texts, guardrails, faults=(), key=KEY, **settings):
    """The exit code and the state of each line."""
    reset(*faults)
    lines = "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
    done = lazaret("screen", folder, pipeline(guardrails, **settings), lines, key)
    return done.returncode, [json.loads(line)["state"] for line in done.stdout.splitlines()]


def run():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "documents"))
        valid = lazaret("validate", folder, pipeline(["lakera"]))
        check("`lazaret validate` takes the pipeline file", 0, valid.returncode)

        texts = [ATTACK, BENIGN, EMAIL]
        # Two more requests are canaries: one that each guardrail must catch, one that must pass.
        check("an attack is quarantined and clean text is clean through lakera",
              ((0, ["quarantined", "clean", "quarantined"]), {GUARD: 3 + 2}),
              (states(folder, texts, ["lakera"]), asked()))
        check("an attack is quarantined and clean text is clean through lasso",
              ((0, ["quarantined", "clean"]), {CLASSIFY: 2 + 2}),
              (states(folder, texts[:2], ["lasso"]), asked()))
        check("clean text is asked of every guardrail that is named",
              ((0, ["clean"]), {GUARD: 1 + 2, CLASSIFY: 1 + 1}),
              (states(folder, [BENIGN], ["lakera", "lasso"]), asked()))

        down = states(folder, [ATTACK, BENIGN], ["lakera-down"], retry_for="1s")
        check("what no vendor judged is unscreened", (3, ["unscreened", "unscreened"]), down)
        for status in (429, 503):
            faults = [{"route": GUARD, "status": status}]
            came = states(folder, [BENIGN], ["lakera"], faults, retry_for="1s")
            check(f"Lakera's {status} through the proxy is unscreened", (3, ["unscreened"]), came)
        came = states(folder, [BENIGN], ["lakera"], model="no-such-model")
        check("a wrong model stops the command", (1, []), came)

        came = states(folder, [BENIGN], ["lakera"], key="sk-wrong")
        check("a wrong key stops the command", (1, []), came)
        for guardrails in (["no-such-guardrail"], ["lakera", "no-such-guardrail"]):
            came = states(folder, [ATTACK, BENIGN], guardrails)
            check(f"a guardrail that the proxy does not know stops the command, {guardrails}", (1, []), came)
        reset()
