"""Every format of `lazaret export`, loaded by the programs that it is for."""

import csv
import gzip
import json
import os
import subprocess
import tempfile

from report import check

LAZARET = os.environ["LAZARET"]

PIPELINE = """\
name: interoperability
store: store.sqlite
sources:
  - directory: documents
screeners:
  - name: own
    screener: builtin
policy:
  actions: { "pii/*": mask }
"""

TEXTS = {
    "guide/install.md": "# Install\n\nPut the kettle on. Write to clerk@example.org about it.\n",
    "odd.md": "=1+1 is no formula here, \"quoted\", and ends a line\u2028here.\n",
    "prices.md": "Sencha 12, Assam 9, Gyokuro 31. 日本語 Grüße 👩‍👩‍👧‍👦\n",
}


def lazaret(folder, *arguments, status=0):
    done = subprocess.run([LAZARET, *arguments], cwd=folder, text=True, capture_output=True, timeout=120)
    if done.returncode != status:
        raise RuntimeError(f"lazaret {' '.join(arguments)}: {done.returncode}: {done.stderr}")
    return done.stdout


def exported(folder, name, *arguments):
    lazaret(folder, "export", "pipeline.yaml", "--output", name, *arguments)
    return os.path.join(folder, name)


def lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file.read().split("\n") if line]


def langchain(folder, wanted):
    from langchain_community.document_loaders import JSONLoader
    from langchain_core.documents import Document

    path = exported(folder, "langchain.jsonl", "--format", "langchain")
    documents = [Document(**row) for row in lines(path)]
    check("langchain: Document(**row) has the texts", wanted,
          {document.id: document.page_content for document in documents})
    check("langchain: the metadata is flat", set(),
          {type(value).__name__ for document in documents for value in document.metadata.values()}
          - {"str", "int", "bool"})
    loader = JSONLoader(path, jq_schema=".", content_key="page_content", json_lines=True,
                        metadata_func=lambda row, metadata: row["metadata"] | {"id": row["id"]})
    check("langchain: JSONLoader has the texts", wanted,
          {document.metadata["id"]: document.page_content for document in loader.load()})


def langchain_delta(folder, wanted):
    from langchain_core.documents import Document
    from langchain_core.embeddings import DeterministicFakeEmbedding
    from langchain_core.vectorstores import InMemoryVectorStore

    store = InMemoryVectorStore(DeterministicFakeEmbedding(size=8))

    def night():
        path = exported(folder, "delta.jsonl", "--format", "langchain", "--since", "last")
        changes = lines(path)
        store.delete([row["id"] for row in changes if row["op"] == "delete"])
        taken = [Document(**{key: row[key] for key in ("id", "page_content", "metadata")})
                 for row in changes if row["op"] == "upsert"]
        store.add_documents(taken)
        return {id: entry["text"] for id, entry in store.store.items()}

    check("langchain: the first delta fills a vector store", wanted, night())
    os.remove(os.path.join(folder, "documents", "prices.md"))
    lazaret(folder, "run", "pipeline.yaml", "--quiet", "--accept-deletes")
    left = {row["id"]: row["text"] for row in lines(exported(folder, "full.jsonl"))}
    check("langchain: the next delta takes out what is gone", left, night())
    check("langchain: and leaves the rest", len(wanted) - 1, len(left))


def llamaindex(folder, wanted):
    from llama_index.core.schema import MetadataMode, TextNode
    from llama_index.core.storage.docstore import SimpleDocumentStore

    nodes = [TextNode.from_dict(row)
             for row in lines(exported(folder, "llamaindex.jsonl", "--format", "llamaindex"))]
    check("llamaindex: TextNode.from_dict has the texts", wanted, {node.node_id: node.text for node in nodes})
    check("llamaindex: a node knows its document", [node.metadata["document_id"] for node in nodes],
          [node.ref_doc_id for node in nodes])
    check("llamaindex: an embedding does not see what is technical", [],
          [node.node_id for node in nodes if "sha256" in node.get_content(MetadataMode.EMBED)])
    store = SimpleDocumentStore()
    store.add_documents(nodes)
    store.delete_ref_doc(nodes[0].ref_doc_id)
    check("llamaindex: a docstore drops a document with its nodes",
          {node.node_id for node in nodes if node.ref_doc_id != nodes[0].ref_doc_id}, set(store.docs))


def haystack(folder, wanted):
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    rows = lines(exported(folder, "haystack.jsonl", "--format", "haystack"))
    documents = [Document.from_dict(row) for row in rows]
    check("haystack: Document.from_dict has the texts", wanted,
          {document.id: document.content for document in documents})
    check("haystack: and what they come from", [row["meta"] for row in rows],
          [document.meta for document in documents])
    store = InMemoryDocumentStore()
    store.write_documents(documents)
    found = store.filter_documents({"field": "meta.uri", "operator": "==", "value": "prices.md"})
    check("haystack: a document store finds by the metadata", ["prices.md"],
          [document.meta["uri"] for document in found])


def datasets(folder, wanted):
    from datasets import load_dataset

    cache = os.path.join(folder, "cache")
    for format, name in (("jsonl", "plain.jsonl"), ("jsonl", "plain.jsonl.gz"), ("dolma", "dolma.jsonl.gz")):
        path = exported(folder, name, "--format", format)
        table = load_dataset("json", data_files=path, split="train", cache_dir=cache)
        check(f"datasets: load_dataset has the texts of {name}", wanted, dict(zip(table["id"], table["text"])))
    again = open(exported(folder, "again.jsonl.gz"), "rb").read()
    check("gzip: the same bytes each time", again, open(os.path.join(folder, "plain.jsonl.gz"), "rb").read())


def comma_separated(folder, wanted):
    with open(exported(folder, "corpus.csv", "--format", "csv"), newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, strict=True))
    check("csv: the csv module has the texts, after one leading apostrophe is taken off", wanted,
          {row["id"]: row["text"].removeprefix("'") for row in rows})
    check("csv: no cell begins a formula", [],
          [cell[:9] for row in rows for cell in row.values() if cell[:1] in tuple("=+-@\t\r\n")])


def markdown(folder, wanted):
    import yaml

    path = exported(folder, "pages", "--format", "markdown")
    pages = {}
    for place, _, names in os.walk(path):
        for name in names:
            with open(os.path.join(place, name), encoding="utf-8", newline="") as file:
                _, matter, text = file.read().split("---\n", 2)
            pages[yaml.safe_load(matter)["uri"]] = text.strip()
    check("markdown: front matter is YAML, and each document is a file", sorted(TEXTS), sorted(pages))
    check("markdown: the texts are there, masked", sorted(text.strip() for text in wanted.values()),
          sorted(pages.values()))


def run():
    with tempfile.TemporaryDirectory() as folder:
        for name, text in TEXTS.items():
            path = os.path.join(folder, "documents", name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        with open(os.path.join(folder, "pipeline.yaml"), "w") as file:
            file.write(PIPELINE)
        lazaret(folder, "run", "pipeline.yaml", "--quiet")
        path = exported(folder, "proved.jsonl", "--prove")
        wanted = {row["id"]: row["text"] for row in lines(path)}
        check("the address is masked in the export", (len(TEXTS), False),
              (len(wanted), any("clerk@" in text for text in wanted.values())))
        lazaret(folder, "verify", "pipeline.yaml", "proved.jsonl")
        for group in (langchain, llamaindex, haystack, datasets, comma_separated, markdown, langchain_delta):
            group(folder, wanted)


if __name__ == "__main__":
    from report import finish

    run()
    finish()
