"""The files of other shops, with the traps that theirs hold."""

import pytest

from src.modules.catalog.importing import Image, Variant
from tests.modules.catalog.importing.files import only, reading, refusals

SHOPIFY = (
    "Handle,Title,Body (HTML),Type,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    "Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Image Alt Text\n"
)
WOO = (
    "ID,Type,SKU,Name,Published,Short description,Description,Stock,Sale price,Regular price,Categories,Images,Parent,"
    "Attribute 1 name,Attribute 1 value(s),Attribute 2 name,Attribute 2 value(s)\n"
)
VENDURE = "name   ,slug  ,description ,assets ,facets ,optionGroups ,optionValues ,sku ,price ,stockOnHand\n"
SPREE = (
    "slug,sku,name,price,currency,status,description,category1,option1_name,option1_value,image1_src,inventory_count\n"
)


def test_shopify_rows_of_one_handle_are_variants_and_pictures_wherever_they_stand() -> None:
    goods, errors = reading(
        SHOPIFY
        + "tee,Tee,<p>Soft</p>,Shirts,true,Size,S,Color,Red,TEE-1,3,10.00,https://i.example/1.jpg,Front\n"
        + "mug,Mug,,,true,Title,Default Title,,,,4,5.00,,\n"
        + "tee,,,,,,M,,Red,,2,11.00,,\n"
        + "tee,,,,,,,,,,,,https://i.example/2.jpg,Back\n"
    )

    assert errors == []
    tee, mug = goods
    assert (tee.sku, tee.slug, tee.categories) == ("tee", "tee", (("Shirts",),))
    assert tee.images == (Image("https://i.example/1.jpg", "Front"), Image("https://i.example/2.jpg", "Back"))
    assert tee.variants == (
        Variant(row=2, sku="TEE-1", price=1000, stock=3, options={"Size": "S", "Color": "Red"}),
        Variant(row=4, sku="tee-M-Red", price=1100, stock=2, options={"Size": "M", "Color": "Red"}),
    )
    assert mug.categories == (("Uncategorised",),)
    assert mug.variants == (Variant(row=3, sku="mug", price=500, stock=4),)


def test_shopify_files_of_today_name_their_columns_otherwise() -> None:
    goods = only(
        "Title,URL handle,Description,Type,Published on online store,Status,SKU,Option1 name,Option1 value,"
        "Price,Inventory quantity,Product image URL,Image alt text\n"
        "Tee,tee,<p>Soft</p>,Shirts,TRUE,Draft,TEE-S,Size,S,10.00,3,https://i.example/1.jpg,Front\n"
    )

    assert (goods.name, goods.description, goods.published) == ("Tee", "<p>Soft</p>", False)
    assert goods.variants == (Variant(row=2, sku="TEE-S", price=1000, stock=3, options={"Size": "S"}),)
    assert goods.images == (Image("https://i.example/1.jpg", "Front"),)


def test_a_bad_shopify_variant_costs_only_itself() -> None:
    content = (
        SHOPIFY
        + "tee,Tee,,Shirts,true,Size,S,,,A,3,10.00,,\n"
        + "tee,,,,,,M,,,B,3,ten,,\n"
        + "tee,,,,,,S,,,C,3,10.00,,\n"
        + "tee,,,,,,L,,,A,3,10.00,,\n"
        + "tee,,,,,,XL,,,D,3,10.00,,\n"
    )

    assert [variant.sku for variant in reading(content)[0][0].variants] == ["A", "D"]
    assert refusals(content) == [
        (3, "variant price", "not_a_number"),
        (4, "options", "duplicate_options"),
        (5, "sku", "duplicate_sku"),
    ]


def test_a_handle_of_digits_or_of_ours_is_no_slug() -> None:
    rows = "".join(f"{handle},Tee,,,,,,,,S{handle},1,1.00,,\n" for handle in ("2024", "export", "Große Größe"))

    assert [item.slug for item in reading(SHOPIFY + rows)[0]] == ["", "", "grosse-grosse"]


def test_woocommerce_variations_find_their_parent_by_sku_or_number() -> None:
    goods, errors = reading(
        WOO
        + "3,variation,TEE-S,Tee - S,1,,,2,,12.00,,,id:2,Size,S,Color,\n"
        + '2,variable,,Tee &amp; Top,1,,a\\nb,,,,"Clothing > Tees, Sale\\, hot",'
        + 'https://i.example/t.jpg,,Size,"S, M",Color,\n'
        + '9,simple,MUG,Mug,1,Short,,7,4.50,5.00,Kitchen,"https://i.example/1.jpg, https://i.example/2.jpg",,Color,Red,,\n'
        + "4,variation,,Tee - M,1,,,,,13.00,,,id:2,Size,M,,\n"
        + "5,variation,MUG-L,,1,,,,,13.00,,,GONE,Size,L,,\n"
    )

    assert [(error.row, error.code, error.value) for error in errors] == [(6, "unknown_parent", "GONE")]
    tee, mug = goods
    assert (tee.row, tee.sku, tee.name, tee.description) == (3, "wc-2", "Tee & Top", "a\nb")
    assert tee.categories == (("Clothing", "Tees"), ("Sale, hot",))
    assert tee.variants == (
        Variant(row=2, sku="TEE-S", price=1200, stock=2, options={"Size": "S"}),
        Variant(row=5, sku="wc-4", price=1300, options={"Size": "M"}),
    )
    assert mug.variants == (Variant(row=4, sku="MUG", price=450, stock=7),)
    assert mug.description == "Short"
    assert mug.images == (Image("https://i.example/1.jpg"), Image("https://i.example/2.jpg"))


def test_a_woocommerce_group_has_no_price_and_is_reported() -> None:
    assert refusals(WOO + "1,grouped,G,Group,1,,,,,,,,,,,,\n") == [(2, "type", "unsupported_type")]


@pytest.mark.parametrize(
    "header",
    [
        "ID,Typ,Artikelnummer,Name,Veröffentlicht,Beschreibung,Lager,Angebotspreis,Regulärer Preis,Kategorien,Bilder,"
        "Übergeordnetes Produkt,Attribut 1 Name,Attribut 1 Wert(e),Attribut 1 Sichtbar,Attribut 1 Global",
        "ID,Type,UGS,Nom,Publié,Description,Stock,Tarif promo,Tarif régulier,Catégories,Images,"
        "Parent,Nom de l\N{RIGHT SINGLE QUOTATION MARK}attribut 1,"
        "Valeur(s) de l\N{RIGHT SINGLE QUOTATION MARK}attribut 1 ,Attribut 1 visible,Attribut 1 global",
        "ID,Tipo,SKU,Nombre,Publicado,Descripción,Inventario,Precio rebajado,Precio normal,Categorías,Imágenes,"
        "Superior,Nombre del atributo 1,Valor(es) del atributo 1,Atributo visible 1,Atributo global 1",
        "ID,Type,SKU,Naam,Gepubliceerd,Beschrijving,Voorraad,Actieprijs,Reguliere prijs,Categorieën,Afbeeldingen,"
        "Hoofd,Naam attribuut 1,Waarde(n) attribuut 1,Zichtbaar attribuut 1,Algemeen attribuut 1",
        "ID,Tipo,SKU,Nome,Pubblicato,Descrizione,Magazzino,Prezzo in offerta,Prezzo di listino,Categorie,Immagini,"
        "Genitore,Nome dell'attributo 1,Valore dell'attributo 1,Attributo visibile 1,Attributo globale 1",
    ],
    ids=["de", "fr", "es", "nl", "it"],
)
def test_woocommerce_speaks_the_language_of_its_shop(header: str) -> None:
    goods = only(
        f"{header}\n"
        '1,variable,TEE,Tee,1,Soft,,,,Tops,https://i.example/t.jpg,,Size,"S, M",1,1\n'
        '2,variation,TEE-S,Tee - S,1,,3,"9,50",10,,,TEE,Size,S,,1\n'
    )

    assert (goods.name, goods.description, goods.categories) == ("Tee", "Soft", (("Tops",),))
    assert goods.images == (Image("https://i.example/t.jpg"),)
    assert goods.variants == (Variant(row=3, sku="TEE-S", price=950, stock=3, options={"Size": "S"}),)


def test_vendure_rows_without_a_name_continue_the_product_above() -> None:
    goods, errors = reading(
        VENDURE
        + "Laptop ,laptop ,Fast ,a.jpg ,category:Tech|category:Computers|brand:X ,screen|RAM ,13|8GB ,L1 ,10.00 ,5\n"
        + "       ,       ,     ,      ,                                         ,           ,15|8GB ,L2 ,12.00 ,6\n"
        + "       ,       ,     ,      ,                                         ,           ,15     ,L3 ,12.00 ,6\n"
        + "Mouse  ,mouse  ,     ,m.jpg ,brand:X                                  ,           ,       ,   ,1.00  ,\n"
    )

    assert [(error.row, error.field, error.code) for error in errors] == [(4, "optionvalues", "options_mismatch")]
    laptop, mouse = goods
    assert (laptop.sku, laptop.slug, laptop.images) == ("laptop", "laptop", ())
    assert laptop.categories == (("Tech", "Computers"),)
    assert laptop.variants == (
        Variant(row=2, sku="L1", price=1000, stock=5, options={"screen": "13", "RAM": "8GB"}),
        Variant(row=3, sku="L2", price=1200, stock=6, options={"screen": "15", "RAM": "8GB"}),
    )
    assert mouse.categories == (("Uncategorised",),)
    assert mouse.variants == (Variant(row=5, sku="mouse", price=100),)


SPREE_ROWS = (
    SPREE
    + "kettle,KETTLE,Kettle,0,USD,active,Hot,Kitchen -> Kettles,,,https://i.example/k.webp,\n"
    + "kettle,KETTLE-W,,44.99,USD,,,,Color,White,https://i.example/w.webp,50\n"
    + "kettle-pro,KETTLE,Kettle Pro,0,USD,draft,,Kitchen,,,,\n"
    + "kettle-pro,PRO-W,,60,USD,,,,Color,White,,5\n"
    + "kettle,KETTLE-W,,41.99,EUR,,,,,,,\n"
    + "kettle,KETTLE-X,,1.00,EUR,,,,,,,\n"
)


def test_a_spree_master_is_not_sold_and_the_shops_currency_is_preferred() -> None:
    goods, errors = reading(SPREE_ROWS, currency="EUR")

    assert [(error.row, error.code, error.value) for error in errors] == [(7, "unknown_sku", "KETTLE-X")]
    kettle, pro = goods
    assert (kettle.sku, kettle.currency, kettle.categories) == ("KETTLE", "EUR", (("Kitchen", "Kettles"),))
    assert kettle.variants == (Variant(row=3, sku="KETTLE-W", price=4199, stock=50, options={"Color": "White"}),)
    assert kettle.images == (Image("https://i.example/k.webp"), Image("https://i.example/w.webp"))
    assert (pro.sku, pro.currency, pro.published) == ("kettle-pro", "USD", False)
    assert pro.variants == (Variant(row=5, sku="PRO-W", price=6000, stock=5, options={"Color": "White"}),)


def test_without_prices_in_the_shops_currency_the_files_first_one_holds() -> None:
    assert {(item.currency, item.variants[0].price) for item in reading(SPREE_ROWS, currency="CHF")[0]} == {
        ("USD", 4499),
        ("USD", 6000),
    }


def test_an_oscar_file_has_no_header_and_rows_from_one() -> None:
    content = (
        'Book,Books > Novels,978,Emma,"By ""Jane""",Partner,978,9.99,20\n'
        "Book,Books > Novels,979,,Nameless,Partner,979,9.99,20\n"
    )

    goods, errors = reading(content)

    assert [(error.row, error.field, error.code) for error in errors] == [(2, "title", "required")]
    assert (goods[0].row, goods[0].sku, goods[0].name) == (1, "978", "Emma")
    assert goods[0].categories == (("Books", "Novels"),)
    assert goods[0].variants == (Variant(row=1, sku="978", price=999, stock=20),)


def test_what_another_shop_has_oversold_is_out_of_stock_here():
    shopify = only(
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price\n"
        "cup,Cup,Title,Default Title,CUP,-3,9.90\n"
    )
    woocommerce = only(
        "ID,Type,SKU,Name,Stock,Sale price,Regular price,Categories,Images,Parent\n1,simple,S,Cup,-2.0000,,9,Cups,,\n"
    )

    assert [goods.variants[0].stock for goods in (shopify, woocommerce)] == [0, 0]


def test_variants_of_a_shopify_product_may_stand_apart_with_pictures_and_others_between():
    goods, errors = reading(
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src\n"
        "cup,Cup,Size,S,CUP-S,9.90,https://i.example/1.jpg\n"
        "gift,Gift card,Denominations,$10.00,,10.00,\n"
        "\n"
        "cup,,,,,,https://i.example/2.jpg\n"
        "gift,,,$25.00,,25.00,\n"
        "cup,,,M,CUP-M,10.90,\n"
    )

    assert errors == []
    assert [(item.sku, [variant.sku for variant in item.variants], len(item.images)) for item in goods] == [
        ("cup", ["CUP-S", "CUP-M"], 2),
        ("gift", ["gift-$10.00", "gift-$25.00"], 0),
    ]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("cp1252", ";"), ("utf-16", "\t"), ("utf-8-sig", ";"), ("utf-8-sig", "\t")]
)
def test_a_shopify_file_may_have_been_saved_by_a_spreadsheet(encoding, delimiter):
    rows = [
        "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price",
        "tasse,Tässchen,Title,Default Title,T,9·90",
    ]
    content = "\r\n".join(rows).replace(",", delimiter).replace("·", ",").encode(encoding)

    goods = only(content)

    assert (goods.name, goods.variants[0].price) == ("Tässchen", 990)


def test_external_goods_of_woocommerce_are_goods_and_groups_and_priceless_ones_are_reported():
    goods, errors = reading(
        "ID,Type,SKU,Name,Published,Stock,Sale price,Regular price,Categories,Images,Parent\n"
        '1,"simple, downloadable, virtual",D,Song,1,,,3.00,Music,,\n'
        "2,external,E,Guitar,1,,,200.00,Music,,\n"
        "3,grouped,G,Band,1,,,,Music,,\n"
        "4,simple,N,Air,1,,,,Music,,\n"
        "5,simple,P,Secret,-1,,,1.00,Music,,\n"
    )

    assert [(item.sku, item.published) for item in goods] == [("D", True), ("E", True), ("P", False)]
    assert [(error.row, error.field, error.code) for error in errors] == [
        (4, "type", "unsupported_type"),
        (5, "regular price", "required"),
    ]
