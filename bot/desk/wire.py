"""Wire words: what agencies and channels put before a colon, and nobody is called."""

from __future__ import annotations

import re
import unicodedata

_WORDS = """
breaking|breaking news|urgent|update|updated|upd|flash|newsflash|alert|news alert|just in|developing|exclusive|live
correction|corrected|clarification|watch|video|photo|photos|thread|fyi|nb|note|important|attention|confirmed
news|latest|bulletin|advisory|fact check|re|fwd|ps
терміново|блискавка|важливо|увага|оновлено|оновлення|ексклюзив|новини|відео|фото|уточнення
срочно|молния|важно|внимание|обновлено|обновление|эксклюзив|новости|видео|уточнение
alerte|alerte info|dernière minute|dernière heure|mise à jour|exclusif|en direct
urgente|última hora|último minuto|actualización|alerta|exclusiva|exclusivo|atualização|ultima ora
ultim'ora|aggiornamento
eilmeldung|eil|eilt|aktualisiert|exklusiv|pilne|z ostatniej chwili|aktualizacja|son dakika|acil|güncelleme
عاجل|خبر عاجل|تحديث|مهم|حصري|فوری|خبر فوری
דחוף|מבזק|עדכון|חדשות|דיווח ראשוני|בלעדי
突发|突發|快讯|快訊|更新|紧急|緊急|速報|最新|重要|独家|속보|긴급|단독
ब्रेकिंग|ब्रेकिंग न्यूज़|तत्काल|ताज़ा खबर|სასწრაფოდ|სასწრაფო
"""
_NUMBER = re.compile(r"[\s-]*#?\d{1,3}$")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


_KNOWN = frozenset(_folded(word.strip()) for line in _WORDS.split("\n") for word in line.split("|") if word.strip())


# What joins a wire word to a name where no second colon does: `BREAKING | Kyiv: …`, `URGENT – Kyiv: …`.
_JOINED = re.compile(r"\s*[|•–—]+\s*|\s+-+\s+")


def split_wire(head: str) -> tuple[str, str]:
    """The wire word that `head` begins with, and the rest: `BREAKING | Kyiv`; ("", head) without one."""
    joint = _JOINED.search(head, 1)
    if joint and head[joint.end() :] and is_wire(head[: joint.start()]):
        return head[: joint.start()], head[joint.end() :]
    return "", head


def is_wire(head: str) -> bool:
    """Whether the whole of `head` is a wire word: `BREAKING`, `‼️ СРОЧНО`, `#URGENT`, `UPDATE 2`."""
    if len(head) > 60:
        return False
    text = _folded(re.sub(r":[a-z0-9_+'-]+:", " ", head))
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or unicodedata.category(text[end - 1]) in {"Mn", "Mc"}):
        end -= 1
    word = " ".join(text[start:end].split())
    return word in _KNOWN or _NUMBER.sub("", word) in _KNOWN
