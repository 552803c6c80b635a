"""Files in other encodings, damaged ones, and what is no product file at all."""

import gzip
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from src.modules.catalog.importing import FORMATS, Goods, RowError, UnreadableFile, detect, read, unpacked, unpacking
from tests.modules.catalog.importing.files import archive, native, only, reading, refusals, workbook

UMLAUT = "Tässchen für Öl,,1,,M,1,c,"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_usual_encoding_is_understood(encoding: str) -> None:
    assert only(native(UMLAUT).encode(encoding)).name == "Tässchen für Öl"


@pytest.mark.parametrize(
    ("encoding", "name", "description"),
    [
        ("cp1252", "Jalapeño", ""),
        ("cp1252", "Smørrebrød Ærø", ""),
        ("cp1252", "Tee™ shirt ®", "50 × 70 cm ±1°, 10€"),
        ("cp1252", "Théière", "à l’ancienne – “belle”"),
        ("cp1252", "Kaffee®becher", "Größe–Farbe"),
        ("cp1250", "Kubek żółty", "Piękny kubek, ręcznie malowany"),
        ("cp1250", "Hrnek růžový", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
        ("mac_roman", "Geschirr groß", "Schöne Tasse für Kaffee"),
        ("mac_roman", "Café", ""),
        ("cp1251", "Кружка синяя", "Красивая кружка для чая"),
        ("cp1253", "Μπλε κούπα", "Όμορφη κούπα για καφέ"),
        ("shift_jis", "青いマグカップ", "コーヒーに最適です。"),
        ("shift_jis", "マグ", ""),
        ("gb18030", "蓝色马克杯", "非常适合喝咖啡的杯子。"),
        ("euc_kr", "파란 머그잔", "커피를 마시기에 좋은 컵입니다"),
    ],
)
def test_what_spreadsheets_save_elsewhere_is_understood(encoding: str, name: str, description: str) -> None:
    goods = only(native(f'{name},"{description}",1,,M,1,c,').encode(encoding))

    assert (goods.name, goods.description) == (name, description)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_usual_separator_and_line_end_is_understood(delimiter: str, newline: str) -> None:
    content = native("Mug,,1,,M,1,c,").replace(",", delimiter).replace("\n", newline)

    assert only(content).name == "Mug"


def test_a_semicolon_file_with_decimal_commas_is_understood() -> None:
    assert only("sku;name;price\nM;Mug;1.299,50\n").variants[0].price == 129950


def test_the_hint_that_spreadsheets_leave_is_not_a_row() -> None:
    assert refusals("sep=;\nsku;name;price\nM;Mug;x\n") == [(2, "price", "not_a_number")]


def test_headers_may_be_padded_and_in_any_case() -> None:
    assert only("\n SKU ,Name  , PRICE\nM,Mug,1\n").name == "Mug"


def test_blank_rows_vanish_and_still_count() -> None:
    assert refusals(native("", ",,,,,,,", ",,1,,M,1,c,")) == [(4, "name", "required")]


def test_one_broken_byte_costs_one_row_not_the_others_letters() -> None:
    rows = [UMLAUT.replace(",M,", f",M{n},") for n in range(3)]
    content = native(*rows).encode() + b"Bro\xffken,,1,,B,1,c,\n"

    goods, errors = reading(content)

    assert [item.name for item in goods] == ["Tässchen für Öl"] * 3
    assert [(error.row, error.field, error.code) for error in errors] == [(5, "name", "invalid_encoding")]


def test_a_quote_that_is_never_closed_costs_one_row() -> None:
    goods, errors = reading(native("Mug,,1,,A,1,c,", 'Cup,"oops,1,,B,1,c,', "Jug,,1,,C,1,c,", "Pot,,1,,D,1,c,"))

    assert [item.sku for item in goods] == ["A", "C", "D"]
    assert [(error.row, error.code) for error in errors] == [(3, "unclosed_quote")]


def test_an_endless_line_costs_one_row() -> None:
    goods, errors = reading(native("Mug,,1,,A,1,c,", "x" * 3_000_000, "Jug,,1,,C,1,c,"))

    assert [item.sku for item in goods] == ["A", "C"]
    assert [(error.row, error.code) for error in errors] == [(3, "record_too_long")]


def test_a_row_number_counts_records_not_lines() -> None:
    assert refusals(native('Mug,"three\nlines\nlong",1,,A,1,c,', ",,1,,B,1,c,")) == [(3, "name", "required")]


def test_a_header_without_rows_is_an_empty_catalogue() -> None:
    assert reading(native()) == ([], [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n\n", "unknown_columns"),
        (b"%PDF-1.7 ...", "wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "wrong_kind"),
        (b"\x89PNG\r\n\x1a\n", "wrong_kind"),
        (b"<!DOCTYPE html><html></html>", "wrong_kind"),
        (bytes(range(1, 32)) * 50, "not_text"),
        (b"dear diary\ntoday was nice\n", "unknown_columns"),
        (b'[{"name": "Mug"}]', "not_json_lines"),
        (b"PK\x03\x04 torn", "damaged_workbook"),
        (archive(**{"readme.txt": b"hello"}), "not_a_workbook"),
        (archive(xl__workbook_xml=b"").replace(b"workbook_xml", b"workbook.xml"), "damaged_workbook"),
        (b"x" * 2_000_000, "not_text"),
    ],
)
def test_what_is_no_product_file_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        reading(content)

    assert refusal.value.code == code


def test_a_workbook_that_unpacks_to_a_flood_is_not_unpacked() -> None:
    bomb = archive(**{"xl__workbook.xml": b"<a/>", "xl__worksheets__sheet1.xml": b" " * 30_000_000})

    with pytest.raises(UnreadableFile) as refusal:
        reading(bomb)

    assert refusal.value.code == "too_large"


def test_a_sheet_that_pretends_to_be_endless_is_not_walked() -> None:
    blank: list[list[object]] = [[]] * 10_001
    sheet: list[list[object]] = [["name", "sku", "price"], ["Mug", "M", 1], *blank, ["Cup", "C", 1]]

    with pytest.raises(UnreadableFile) as refusal:
        reading(workbook(sheet))

    assert refusal.value.code == "too_sparse"


def test_goods_may_be_on_any_sheet_of_a_workbook() -> None:
    header = ["name", "sku", "price"]

    content = workbook([], [["Prices of spring"], ["Ask Ann"]], [header, ["Mug", "M", 1]], [header, ["Cup", "C", 1]])

    assert only(content).sku == "M"


def test_a_workbook_without_goods_says_what_it_has_instead() -> None:
    with pytest.raises(UnreadableFile) as refused:
        reading(workbook([], [["Prices of spring"]]))

    assert (refused.value.code, "prices of spring" in str(refused.value).casefold()) == ("unknown_columns", True)


def test_a_compressed_file_is_read() -> None:
    with unpacked(io.BytesIO(gzip.compress(native("Mug,,1,,M,1,c,").encode()))) as plain:
        assert [item.sku for item in read(plain) if isinstance(item, Goods)] == ["M"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(b" " * 3_000_000), "too_large"),
        (gzip.compress(b"name,sku,price")[:-6], "damaged_archive"),
        (b"\x1f\x8bnothing", "damaged_archive"),
    ],
    ids=["bomb", "cut off", "no archive"],
)
def test_a_compressed_file_that_is_a_trap_is_refused(
    content: bytes, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 2_000_000)

    with pytest.raises(UnreadableFile) as refused, unpacked(io.BytesIO(content)):
        pass

    assert refused.value.code == code


def test_rows_of_a_sheet_are_counted_from_its_header() -> None:
    assert refusals(workbook([[], ["name", "sku", "price"], [], ["Mug", "M", "x"]])) == [(3, "price", "not_a_number")]


def test_a_file_of_another_format_than_asked_for_is_refused() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        reading(native(UMLAUT), format="shopify")

    assert refusal.value.code == "unknown_columns"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        detect(io.BytesIO(b"x"), format="magento")

    assert refusal.value.code == "unknown_format"


def swallowed(content: bytes, format: str) -> None:
    try:
        items = list(read(io.BytesIO(content), format=format))
    except UnreadableFile:
        return
    assert all(isinstance(item, Goods | RowError) for item in items)


@settings(max_examples=150, deadline=None)
@example(content=b"a\x00b\x00c", format="auto")
@given(content=st.binary(max_size=400), format=st.sampled_from(FORMATS))
def test_no_bytes_whatever_break_the_reader(content: bytes, format: str) -> None:
    swallowed(content, format)


HEADERS = [
    "name,description,price,currency,sku,stock,categories,images,parent_sku,option:Size",
    "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Image Src",
    "ID,Type,SKU,Name,Stock,Sale price,Regular price,Categories,Images,Parent,Attribute 1 name,Attribute 1 value(s)",
    "name,slug,description,assets,facets,optionGroups,optionValues,sku,price,stockOnHand",
    "slug,sku,name,price,currency,status,category1,option1_name,option1_value,inventory_count,image1_src",
]
CELL = st.one_of(
    st.sampled_from(["", "a", "b", "1", "1.50", "EUR", "id:1", "simple", "variable", '"', "https://a.b/c"]),
    st.text(max_size=12),
)


@settings(max_examples=250, deadline=None)
@given(header=st.sampled_from(HEADERS), rows=st.lists(st.lists(CELL, min_size=1, max_size=13), max_size=8))
def test_no_cells_whatever_break_a_layout(header: str, rows: list[list[str]]) -> None:
    lines = [header, *(",".join(row) for row in rows)]
    swallowed("\n".join(lines).encode("utf-8", "surrogatepass"), "auto")


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 4000), byte=st.integers(0, 255))
def test_a_workbook_with_a_wrong_byte_breaks_nothing(at: int, byte: int) -> None:
    content = bytearray(workbook([["name", "sku", "price"], ["Mug", "M", 1]]))
    content[at % len(content)] = byte
    swallowed(bytes(content), "auto")


def test_an_endless_cell_costs_its_row_alone() -> None:
    goods, errors = reading(native("Mug," + "x" * 1_000_000 + ",1,,A,1,c,", "Cup,ok,1,,B,1,c,"))

    assert [item.sku for item in goods] == ["B"]
    assert [(error.row, error.field, error.code) for error in errors] == [(2, "description", "too_long")]


def test_columns_that_a_spreadsheet_left_empty_are_none() -> None:
    assert only('\ufeff"name","price","sku",,,\n"Mug","1","A",,,\n,,,,,\n').sku == "A"


def test_a_fault_in_the_last_row_costs_that_row_alone() -> None:
    rows = [f"Mug {n},,1,,M{n},1,c," for n in range(2_000)]

    goods, errors = reading(native(*rows, 'Mug,"never closed,1,,LAST,1,c,'))

    assert len(goods) == 2_000
    assert [(error.row, error.code) for error in errors] == [(2002, "unclosed_quote")]
