"""A corpus of English-looking Markdown, the same for the same seed on every machine.

    python3 corpus.py FOLDER [MEGABYTES] [SEED]

Documents of 1 to 20 kB with headings, paragraphs, lists and code, ten folders of a hundred and so on. No
paragraph stands twice, so that no answer can be used twice."""
import pathlib
import random
import sys

SYLLABLES = (
    "ba be bi bo bu ca ce co cu da de di do du fa fe fi fo ga ge go ha he hi ho in is it ja jo ka ke ki la le li"
    " lo lu ma me mi mo mu na ne ni no nu on or pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu un va"
    " ve vi vo wa we wi za ze").split()
SMALL = "the of and to in is that for it with as on be at by this are from or an which can not all when".split()


class Writer:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.words = ["".join(self.random.choices(SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3, 4))))
                      for _ in range(6000)]

    def word(self):
        return self.random.choice(SMALL if self.random.random() < 0.4 else self.words)

    def sentence(self):
        words = [self.word() for _ in range(self.random.randint(6, 24))]
        if len(words) > 14:
            words[7] += ","
        return " ".join(words).capitalize() + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(2, 6)))

    def block(self):
        kind = self.random.random()
        if kind < 0.12:
            return "\n".join(f"- {self.sentence()}" for _ in range(self.random.randint(2, 6)))
        if kind < 0.18:
            lines = [f"    {self.word()}_{self.word()} = {self.random.randint(0, 9999)}"
                     for _ in range(self.random.randint(2, 8))]
            return "```\n" + "\n".join(lines) + "\n```"
        if kind < 0.32:
            return f"## {self.word().capitalize()} {self.word()} {self.word()}"
        return self.paragraph()

    def document(self, size):
        blocks, length = [f"# {self.word().capitalize()} {self.word()}"], 0
        while length < size:
            blocks.append(self.block())
            length += len(blocks[-1]) + 2
        return "\n\n".join(blocks) + "\n"


def write(folder, megabytes=16, seed=1):
    """Writes at least so many megabytes below the folder, and returns the number of files."""
    writer, written, count = Writer(seed), 0, 0
    while written < megabytes * 1e6:
        text = writer.document(min(20_000, max(1000, int(writer.random.lognormvariate(8.5, 0.7)))))
        path = pathlib.Path(folder) / f"part-{count // 1000:02d}" / f"chapter-{count // 100 % 10}" / f"{count:06d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        written += len(text.encode())
        count += 1
    return count


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(write(sys.argv[1], *(int(argument) for argument in sys.argv[2:4])), "files")
