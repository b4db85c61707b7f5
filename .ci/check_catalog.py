#!/usr/bin/env python3
"""Compares the shipped catalogue, and the table of quirks, with the facts that they were made from.

usage: check_catalog.py [folder with models.csv and quirks.csv]   default: ../shared/providers

Each row of models.csv must be a model of one of its vendor's providers, with the same id, aliases,
context, output limit, kind, capabilities, price with currency and date, and filing. Left out on purpose are:

- an output limit that equals the context: it limits nothing (most are marked as unsure);
- a price that is marked as unsure or from memory, and a price of 0 where nothing says that the model
  is free: it would be booked as if it were known;
- a price of a base model, which nobody can call: deployments have names of their own;
- where two rows speak of one model that one provider sells, the older price;
- where two rows contradict each other on a capability, the capability.

Any other difference that is meant stands in MEANT with its reason; one that is no longer there is an
error, too.
"""
import csv
import json
import pathlib
import re
import sys
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parent.parent
CATALOG = ROOT / "llm-gateway-ejb/src/main/resources/catalog"
QUIRKS = ROOT / "llm-gateway-ejb/src/test/resources/quirks-known.csv"

# The providers of the catalogue that are one vendor of the facts.
FAMILIES = {
    "qwen": ["qwen", "qwen-intl"],
    "zhipu": ["zhipu", "zai"],
    "moonshot": ["moonshot", "moonshot-intl"],
    "minimax": ["minimax", "minimax-intl"],
    "stepfun": ["stepfun", "stepfun-intl"],
    "yi": ["yi", "yi-intl"],
    "doubao": ["doubao", "doubao-intl"],
    "sensenova": ["sensenova", "sensenova-compatible"],
    "spark": ["spark", "spark-x"],
    "hunyuan": ["hunyuan", "hunyuan-tokenhub"],
}
CAPABILITIES = {
    "parallel_tools": "parallel_tools",
    "json_mode": "json_mode",
    "json_schema": "json_schema",
    "vision": "vision",
    "reasoning": "reasoning",
    "streaming_tool_calls": "streaming_tool_calls",
}
# (vendor, model, field): why the catalogue says otherwise.
MEANT = {
    ("hunyuan", "hy3-preview", "max output tokens"): "two sources; the one with the price says 128000",
}


def known(value):
    return value.strip().split(" ")[0] if value else ""


def date(row):
    """Of the price: the first one of the last source that is named."""
    dates = re.findall(r"\b\d{4}-\d{2}(?:-\d{2})?\b", row["date/source"].split("|")[-1])
    return dates[0] if dates else ""


def differences(row, others, alone, model):
    """The fields in which a model of the catalogue is not what the row says.

    others: all rows of this model, alone: whether one provider sells it.
    """
    found = []

    def compare(field, theirs, ours):
        if theirs != ours:
            found.append((field, theirs, ours))

    compare("type", row["type"], model["type"])
    if row["context window"]:
        compare("context window", int(row["context window"]), model.get("contextWindow"))
    if row["max output tokens"] and row["max output tokens"] != row["context window"]:
        compare("max output tokens", int(row["max output tokens"]), model.get("maxOutputTokens"))
    names = set(model.get("aliases", []))
    for alias in row["aliases"].split(";"):
        alias = alias.strip()
        if re.fullmatch(r"[A-Za-z0-9._:/-]+", alias):
            compare("alias " + alias, True, alias in names or alias.lower() == model["id"].lower())
    has, lacks = set(model.get("capabilities", [])), set(model.get("lacks", []))
    if model["type"] == "chat":
        tools = {"native": "yes", "none": "no"}.get(row["tools"], row["tools"])
        for field, capability, value in [("tools", "tools", tools)] + [
            (c, n, known(row[c])) for c, n in CAPABILITIES.items()
        ]:
            said = {value if field == "tools" else known(o[field]) for o in others} & {"yes", "no"}
            ours = "yes" if capability in has else "no" if capability in lacks else "unknown"
            theirs = value if value in ("yes", "no") else "unknown"
            if theirs != ours and (said == {ours} or len(said) > 1):
                continue
            compare(field, theirs, ours)
    newest = date(row) == max(date(o) for o in others if o["input price"] or o is row)
    if newest or not alone:
        price(row, model, compare)
    filing = "yes" if model.get("filing") else "unknown"
    compare("filing", row["filing"], filing)
    if re.search(r"deprecated|offline|retired", row["notes"]):
        retirement = model.get("retirement") or {}
        compare("retirement", True, bool(retirement.get("replacement") and retirement.get("source")))
    return found


def price(row, model, compare):
    """A list price, or one that holds at some hours or for some sizes; a free one is a price."""
    doubtful = re.search(r"unsure|from memory", row["date/source"])
    unsaid = Decimal(row["input price"] or 0) == 0 and "free" not in row["notes"]
    if not row["input price"] or doubtful or unsaid or model.get("base"):
        return
    card = model.get("price")
    if card is None:
        compare("price", row["input price"] + " " + row["currency"], None)
        return
    theirs = [Decimal(row["input price"]), Decimal(row["output price"] or 0)]
    ours = [[Decimal(p.get("input", card["input"])), Decimal(p.get("output", card["output"]))]
            for p in [card] + card.get("variants", [])]
    compare("price", [str(p) for p in theirs],
            [str(p) for p in theirs] if theirs in ours else [str(p) for p in ours[0]])
    if Decimal(row["cached-input price"] or 0):
        caches = {Decimal(p["cacheRead"]) for p in [card] + card.get("variants", [])
                  if "cacheRead" in p}
        compare("cached-input price", True, Decimal(row["cached-input price"]) in caches)
    compare("currency", row["currency"], card["currency"])
    if date(row):
        compare("date of the price", date(row), card["date"])
    compare("source of the price", True, bool(card.get("source")))


def main(facts):
    cards = {p.stem: json.loads(p.read_text(encoding="utf-8"))
             for p in CATALOG.glob("*.json") if p.stem != "index"}
    facts_of_models = [row for row in csv.DictReader(
        open(facts / "models.csv", encoding="utf-8", newline=""))
        if not row["model id"].startswith("(")]  # whatever a server of one's own has loaded
    wrong, meant = [], set()
    for row in facts_of_models:
        vendor, name = row["provider"], row["model id"]
        others = [o for o in facts_of_models if (o["provider"], o["model id"]) == (vendor, name)]
        sold = [model for provider in FAMILIES.get(vendor, [vendor])
                for model in cards[provider]["models"]
                if name.lower() in {n.lower() for n in [model["id"], *model.get("aliases", [])]}]
        best = min((differences(row, others, len(sold) == 1, model) for model in sold),
                   key=len, default=None)
        for field, theirs, ours in [("model", name, None)] if best is None else best:
            if (vendor, name, field) in MEANT:
                meant.add((vendor, name, field))
            else:
                wrong.append(f"{vendor}/{name}: {field}: the facts say {theirs}, the catalogue {ours}")
    wrong += [f"{m} is no longer different" for m in set(MEANT) - meant]
    quirks = [(q["provider"], q["direction"], q["quirk"])
              for q in csv.DictReader(open(facts / "quirks.csv", encoding="utf-8", newline=""))]
    ours = [tuple(q.values())
            for q in csv.DictReader(open(QUIRKS, encoding="utf-8", newline=""))]
    wrong += [f"quirk that is not in the table: {q}" for q in quirks if q not in ours]
    for line in wrong:
        print(line)
    print(f"{len(facts_of_models)} models and {len(quirks)} quirks compared, {len(wrong)} differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "../shared/providers")))
