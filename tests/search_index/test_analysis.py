"""Spelling, unmarked forms and numbers."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search_index.analysis import (
    ABBREVIATIONS,
    as_meant,
    fold,
    forms,
    normalise,
    number_tokens,
    parse_reference,
    respaced,
    tokens,
    with_other_marks,
)

VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
vietnamese = st.text(st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + " 12/-.,"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "hòa"),
        ("hòa", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("luỹ", "lũy"),
        ("quý", "quý"),
        ("qúy", "quý"),
        ("QUỲ", "quỳ"),
        ("hoàn", "hoàn"),
        ("hòan", "hoàn"),
        ("huỳnh", "huỳnh"),
        ("hùynh", "huỳnh"),
        ("khuỷu", "khuỷu"),
        ("ngoáy", "ngoáy"),
        ("hoà-bình", "hòa-bình"),
        ("Ðà Nẵng", "đà nẵng"),
        ("TT-BTС", "tt-btc"),
        ("İ", "i"),
        ("lí", "lý"),
        ("Kĩ thuật", "kỹ thuật"),
        ("qui, qúi, quí", "quy, quý, quý"),
        ("quít quình", "quýt quỳnh"),
        ("vỵ sỹ", "vị sĩ"),
        ("túi tuí thúi", "túi túi thúi"),
        ("quý I, thi", "quý i, thi"),
    ],
)
def test_normalise(written: str, expected: str) -> None:
    assert normalise(written) == expected
    assert normalise(unicodedata.normalize("NFD", written)) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Đường Hoà Bình", "duong hoa binh"),
        ("ƯỚC MUỐN, ặ!", "uoc muon, a!"),
        ("Ðà", "da"),
        ("TT-BTС", "tt-btc"),
        ("ΤΤ-ΒΤC ÐƢ", "tt-btc du"),
        ("ＵＢＮＤ ８０７", "ubnd 807"),
        ("한글", "한글"),
    ],
)
def test_fold(written: str, expected: str) -> None:
    assert fold(written) == expected


@given(st.text())
def test_fold_keeps_places_in_composed_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)

    assert len(fold(composed)) == len(composed)


@given(vietnamese)
def test_spelling_is_settled_at_once(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert fold(fold(text)) == fold(text) == fold(once)
    assert len(once) == len(unicodedata.normalize("NFC", text))


@given(vietnamese)
def test_decomposed_text_has_the_same_words(text: str) -> None:
    assert forms(unicodedata.normalize("NFD", text)) == forms(text)
    assert tokens(text) == tokens(normalise(text))


@given(st.text())
@example("ἠ")  # a look-alike once its mark is off
def test_folded_words_never_look_marked(text: str) -> None:
    """The index keeps both forms together, so no folded word may equal another's marked form."""
    assert all(fold(form.folded) == form.folded for form in forms(text))


KEYS = [
    ("coong", "công"),
    ("co6ng", "công"),
    ("vawn", "văn"),
    ("va8n", "văn"),
    ("dduwowngf", "đường"),
    ("d9u7o7ng2", "đường"),
    ("nguoiwf", "người"),
    ("hoaf", "hòa"),
    ("thuyr", "thủy"),
    ("quyeest", "quyết"),
    ("giair", "giải"),
    ("kix", "kỹ"),
    ("thair", "thải"),
    ("nhwngx", "những"),
    ("nwowcs", "nước"),
    ("muaw", "mưa"),
    ("toisf", "tòi"),
    ("toisz", "toi"),
    ("to10i", "toi"),
    ("sôs", "số"),
    ("đâts", "đất"),
]


@pytest.mark.parametrize(("typed", "meant"), KEYS)
def test_keys_of_an_input_method(typed: str, meant: str) -> None:
    assert as_meant(typed) == (meant,)


@pytest.mark.parametrize("word", ["cong", "văn", "ban", "2026", "a-b", ""])
def test_what_are_no_keys(word: str) -> None:
    assert as_meant(word) == ()


def test_no_space_was_lost_in_a_syllable() -> None:
    held = {"gieng": 2, "kho": 9, "an": 9, "to": 3}

    assert respaced("gieng khoan toán", lambda words: {w: held[w] for w in words if w in held}) == (
        "gieng khoan toán"
    )


def test_other_marks() -> None:
    assert with_other_marks("quyềt", hats=False) == {"quyêt", "quyết", "quyểt", "quyễt", "quyệt"}
    assert {"chữa", "chùa", "chưa"} <= with_other_marks("chũa", hats=True)
    assert not with_other_marks("chua" * 3, hats=True)


@pytest.mark.parametrize(
    "text", ["ﬁle đất ngoại", "ｆｉｌｅ\u3000đấ\u200bt n\xadgoại", "ﬁlе\xa0đất ngοại"]
)
def test_words_of_print_are_those_of_a_keyboard(text: str) -> None:
    assert tokens(text) == tokens(unicodedata.normalize("NFD", text)) == ["file", "đất", "ngoại"]


def test_words_are_cut_at_everything_else() -> None:
    assert tokens("Điều 1. kế_hoạch/2026 (QĐ)") == ["điều", "1", "kế", "hoạch", "2026", "qđ"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0807/UBND-VX", {"0807/ubnd-vx", "0807", "ubnd", "vx", "ubnd-vx", "ubndvx", "807"}),
        ("12 UBND VP", {"12/ubnd-vp", "12", "ubnd", "vp", "ubnd-vp", "ubndvp"}),
        ("Số : 9/ 9/TT-NHNN", {"9/9/tt-nhnn", "9", "tt-nhnn", "ttnhnn", "tt", "nhnn"}),
        ("11-CT/TW", {"11-ct/tw", "11-ct", "11", "ct", "tw"}),
        ("", set()),
        ("-/ -", set()),
    ],
)
def test_number_tokens(written: str, expected: set[str]) -> None:
    assert number_tokens(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "12/UBND-VP",
        "12 UBND VP",
        "12 UBND-VP",
        "12/UBND VP",
        "12/ubnd-vp",
        "012/UBND-VP",
        "Số: 12/UBND-VP",
        "Số 12/UBND-VP",
        "12 / UBND - VP",
        "12/UBND –VP",
        "12/UВND-VР",
        "12/UB\u00adND-\u200bVP",
        "Công văn số: 12/UBND-VP",
    ],
)
def test_one_reference_in_many_spellings(written: str) -> None:
    reference = parse_reference(written)

    assert (reference.key, reference.serial) == ("12/ubnd-vp", "12")


@pytest.mark.parametrize(
    ("written", "serial"),
    [("Số: /2025/TT-BNNMT", ""), ("UBND-VX", ""), ("1711-QĐ/UBKTTW", "1711"), ("000/X", "0")],
)
def test_serial(written: str, serial: str) -> None:
    assert parse_reference(written).serial == serial


@given(st.text())
def test_any_reference_is_taken_apart(text: str) -> None:
    reference = parse_reference(text)

    assert set(reference.parts) <= number_tokens(text)
    assert parse_reference(reference.text).key == reference.key


def test_abbreviations_are_normalised_and_one_each() -> None:
    shorts = [fold(entry.short) for entry in ABBREVIATIONS]
    words = [word for entry in ABBREVIATIONS for word in (entry.short, *entry.long)]

    assert len(set(shorts)) == len(shorts)
    assert [tokens(word) for word in words] == [[word] for word in words]


SYLLABLES = (
    "à á ả ã ạ ừ ứng ấy ước ồn đã để đường đất đội đợt đặc điều đoàn đổi được đuổi "
    "nghị nghiêng nghĩa nguyễn nguyện người ngoài ngoằn ngoèo ngửa khuỷu khuya khoẻ khoảng khoăn "
    "quyết quyền quý quà quả quần quặng quở quốc quẩn gì giữ giếng giường giữa giải gỉ già "
    "rác thải trạm tiêm vắc xin thuở mưa chữa lửa cứu trợ lưu hưu hướng rượu bưởi tưới lươn mướn "
    "tuần luật xuất thuế huệ tuổi chuối buồng thủy hòa hoà họa loè xòe xoắn oán toàn oằn tuýp "
    "huỳnh yêu yếu tiếng tiểu kiểm việc biển nghiệp mía nghĩa múa kỹ lý mỹ tỷ kêu nếu đều cấp cầu "
    "cẩu bão báo bảo bẫy bậc bôi bối lỗi hội sẽ sổ số rõ xã xẻ xử xứ sở sĩ phòng phổ "
    "phủ như những nhựa"
)
TELEX = {"̂": "", "̆": "w", "̛": "w", "́": "s", "̀": "f", "̉": "r", "̃": "x", "̣": "j"}
VNI = {"̂": "6", "̆": "8", "̛": "7", "́": "1", "̀": "2", "̉": "3", "̃": "4", "̣": "5"}


def _typed(syllable: str, keys: dict[str, str], *, at_end: bool) -> str:
    """The keys of a syllable: each behind its letter, or all behind the last."""
    now, late = "", ""
    for letter in unicodedata.normalize("NFC", syllable):
        bare, *marks = list(unicodedata.normalize("NFD", letter))
        if bare == "đ":
            bare, marks = "d", ["d" if keys is TELEX else "9"]
        struck = [keys.get(mark, mark) or bare for mark in marks]
        hats = [one for one in struck if one not in "sfrxj12345"]
        now += bare if at_end else bare + "".join(hats)
        late += "".join(one for one in struck if one not in hats)
        late = "".join(one for one in hats if at_end and one not in late) + late
    return now + late


@pytest.mark.parametrize("keys", [TELEX, VNI], ids=["telex", "vni"])
@pytest.mark.parametrize("at_end", [False, True], ids=["each", "at_end"])
def test_every_syllable_comes_back_from_its_keys(keys: dict[str, str], at_end: bool) -> None:
    strayed = {
        typed: as_meant(typed)
        for syllable in SYLLABLES.split()
        if (typed := _typed(syllable, keys, at_end=at_end)) != syllable
        and as_meant(typed) != (normalise(syllable),)
    }
    assert strayed == {}
