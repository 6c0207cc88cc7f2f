from __future__ import annotations

import time

import pytest

from policysearch.ingest.encodings import decode

SENTENCES = {
    "ru": "Правительство утвердило стратегию развития искусственного интеллекта до 2030 года.",
    "fr": "Les mesures prévues visent à attirer des chercheurs étrangers, où nécessaire, dès l’été.",
    "de": "Für die Förderung stehen bis 2025 fünf Milliarden zur Verfügung – das ist mehr als früher.",
    "pl": "Rada Ministrów przyjęła uchwałę w sprawie rozwoju sztucznej inteligencji i określiła działania.",
    "el": "Η κυβέρνηση ετοιμάζει εθνική στρατηγική για την τεχνητή νοημοσύνη και τα δεδομένα.",
    "tr": "Yapay zekâ stratejisi için hazırlanan bu çalışma, kamu kurumları tarafından değerlendirilmiştir.",
    "zh": "国务院公布数据安全管理办法，自二〇二一年九月一日起施行。",
    "tw": "行政院公布人工智慧科研發展指引，內容包括以人為本等核心價值。",
    "ja": "政府は人工知能戦略を決定し、研究開発体制の再構築を進める方針を示した。",
    "ko": "정부는 인공지능 국가전략을 발표하고 경쟁력을 높이겠다는 목표를 제시했다.",
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        *[("ru", codec) for codec in ("cp1251", "koi8-r", "iso8859-5", "cp866")],
        *[("fr", codec) for codec in ("cp1252", "mac-roman")],
        ("de", "cp1252"),
        ("pl", "cp1250"),
        ("pl", "iso8859-2"),
        ("el", "cp1253"),
        ("tr", "cp1254"),
        ("zh", "gb18030"),
        ("tw", "big5"),
        *[("ja", codec) for codec in ("shift_jis", "euc_jp")],
        ("ko", "euc_kr"),
    ],
)
def test_one_sentence_is_enough_to_tell_the_encoding(language: str, codec: str) -> None:
    sentence = SENTENCES[language].encode(codec, "ignore").decode(codec)
    found = decode(sentence.encode(codec))
    assert found.text == sentence
    assert found.source == "detected"
    assert "(detected)" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "declared", "text", "source"),
    [
        ("Zażółć".encode("utf-8-sig"), "iso-8859-1", "Zażółć", "byte-order mark"),
        ("Zażółć".encode("utf-16"), "", "Zażółć", "byte-order mark"),
        ("Zażółć".encode("utf-32"), "", "Zażółć", "byte-order mark"),
        ("Zażółć".encode(), "windows-1252", "Zażółć", "UTF-8"),
        ("联通".encode("gb18030"), "gb2312", "联通", "declared"),
        ("“ja”".encode("cp1252"), "ISO-8859-1", "“ja”", "declared"),
        ("ja".encode("utf-16-le") * 9, "", "ja" * 9, "detected"),
        (b"plain", "no-such-codec", "plain", "UTF-8"),
        (b"plain", "base64", "plain", "UTF-8"),
        ("“ja” für alle".encode("cp1252"), "utf-8", "“ja” für alle", "detected"),
        (
            "Zażółć gęślą jaźń “gęślą” ".encode() + b"\x96",
            "utf-8",
            "Zażółć gęślą jaźń “gęślą” \ufffd",
            "declared",
        ),
    ],
)
def test_in_order_of_trust(data: bytes, declared: str, text: str, source: str) -> None:
    found = decode(data, declared=declared)
    assert (found.text, found.source) == (text, source)


def test_a_long_line_of_ascii_is_looked_through_once() -> None:
    started = time.process_time()
    found = decode(b"var x;" * 100_000 + b"\n\xe9t\xe9, o\xf9 est la loi?")
    assert found.text.endswith("été, où est la loi?")
    assert time.process_time() - started < 2


def test_what_cannot_be_decoded_is_counted() -> None:
    found = decode(b"\xff\xfea\x00\x00")
    assert found.replaced == 1
    assert found.gaps == ("characters that could not be decoded: 1",)
