"""Prints which clients are driven."""

import platform
from importlib.metadata import version

packages = ["litellm", "litellm-proxy-extras", "litellm-enterprise", "prisma", "datasets", "haystack-ai",
            "langchain-core", "langchain-community", "llama-index-core"]
print(f"# Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in packages))
