from __future__ import annotations

import pytest

from policysearch.ingest.language import detect_language, language_profiles

TEXTS = {
    "en": "The commission has published its report on the use of data in the courts, and it is in force.",
    "fr": "La commission a publié son rapport sur l’usage des données et il est en vigueur.",
    "de": "Die Kommission hat ihren Bericht über die Nutzung von Daten veröffentlicht, und er ist gültig.",
    "es": "La comisión ha publicado el informe sobre el uso de los datos que ya está en vigor.",
    "pt": "A comissão publicou o relatório sobre o uso dos dados nos tribunais, que não está ainda em vigor.",
    "it": "La commissione ha pubblicato la relazione sull’uso dei dati, che è in vigore da oggi.",
    "nl": "De commissie heeft het verslag over het gebruik van gegevens gepubliceerd en het is van kracht.",
    "pl": "Komisja opublikowała sprawozdanie na temat wykorzystania danych w sądach, które jest już w mocy.",
    "sv": "Kommissionen har publicerat sin rapport om användningen av data och den är nu i kraft.",
    "ru": "Комиссия опубликовала доклад об использовании данных, и он уже вступил в силу.",
    "uk": "Комісія опублікувала доповідь про використання даних, і вона вже набула чинності, що важливо.",
    "el": "Η επιτροπή δημοσίευσε την έκθεση για τη χρήση των δεδομένων στα δικαστήρια και είναι σε ισχύ.",
    "zh-Hans": "国务院发布了关于数据安全的规定，自二〇二一年起施行。",
    "zh-Hant": "行政院發布了關於資料安全的規定，並自二〇二一年起施行。",
    "ja": "政府はデータの利用に関する報告書を公表した。",
    "ko": "정부는 데이터 이용에 관한 보고서를 발표했다.",
    "ar": "نشرت اللجنة تقريرها عن استخدام البيانات في المحاكم.",
    "und": "GPT-4, BERT, T5, PaLM, LLaMA 2, 2023, 45.3 %",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_is_enough(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXTS["en"] * 3 + "《中华人民共和国数据安全法》", "en"),
        (TEXTS["zh-Hans"] * 3 + "OpenAI GPT-4 and the EU AI Act", "zh-Hans"),
        ("", "und"),
        ("The", "und"),
    ],
    ids=["Chinese titles in an English report", "English names in a Chinese one", "nothing", "one word"],
)
def test_mixed_and_short(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_profiles_are_in_lower_case_and_without_doubles() -> None:
    codes = [profile.code for profile in language_profiles()]
    assert len(codes) == len(set(codes))
    for profile in language_profiles():
        assert all(word == word.lower() for word in profile.words), profile.code
