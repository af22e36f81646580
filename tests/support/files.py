"""Small files that say who made them, as people's own programs write them."""

import io
import zipfile

import openpyxl
import pikepdf
from openpyxl.comments import Comment

AUTHOR, COMPANY, SAID = "Mara Quill", "Elm House Ltd", "Mara moved on Monday"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def a_pdf(*, author: str = "", wide: int = 612) -> bytes:
    """A PDF of one empty page; with an author, one who also commented on it and added a file."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(wide, 792))
        if author:
            with pdf.open_metadata() as told:
                told["dc:creator"] = [author]
                told["pdf:Producer"] = COMPANY
            pdf.docinfo["/Author"] = author
            page.obj.Annots = pdf.make_indirect(
                pikepdf.Array(
                    [
                        pikepdf.Dictionary(
                            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text,
                            Rect=[0, 0, 9, 9], T=author, Contents=SAID,
                        ),
                        pikepdf.Dictionary(
                            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link,
                            Rect=[0, 0, 9, 9], T=author,
                            A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/"),
                        ),
                    ]
                )
            )  # fmt: skip
            pdf.attachments["of-mara.txt"] = SAID.encode()
        pdf.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def a_workbook() -> bytes:
    """An Excel file by somebody, with a comment."""
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = AUTHOR
    book.properties.description = SAID
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Places taken"
    sheet["B1"] = 24
    sheet["A1"].comment = Comment(SAID, AUTHOR)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def a_word_file(photo: bytes = b"") -> bytes:
    """A Word file by somebody, with a tracked change, a comment and a list of people."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "word/document.xml": f'<w:document {_W}><w:body><w:p><w:ins w:id="1" w:author="{AUTHOR}" '
        'w:date="2026-10-01T09:00:00Z"><w:r><w:t>The page is out.</w:t></w:r></w:ins></w:p>'
        "</w:body></w:document>",
        "word/comments.xml": f'<w:comments {_W}><w:comment w:id="0" w:author="{AUTHOR}" '
        f'w:initials="MQ"><w:p><w:r><w:t>{SAID}</w:t></w:r></w:p></w:comment></w:comments>',
        "word/people.xml": f"<w15:people><w15:person w15:author='{AUTHOR}'>"
        f'<w15:presenceInfo w15:userId="{AUTHOR}"/></w15:person></w15:people>',
        "docProps/core.xml": f"<c><creator>{AUTHOR}</creator></c>",
        "docProps/app.xml": f"<p><Company>{COMPANY}</Company></p>",
        "docProps/custom.xml": f"<p><property>{AUTHOR}</property></p>",
    }
    return _packed(parts, photo)


def a_presentation() -> bytes:
    """A PowerPoint file by somebody, with a comment."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"/>',
        "ppt/presentation.xml": "<p:presentation/>",
        "ppt/slides/slide1.xml": "<p:sld><a:t>The page is out.</a:t></p:sld>",
        "ppt/commentAuthors.xml": f'<l><p:cmAuthor id="0" name="{AUTHOR}" initials="MQ"/></l>',
        "ppt/comments/comment1.xml": f"<l><p:cm><p:text>{SAID}</p:text></p:cm></l>",
        "ppt/authors.xml": f'<l><p188:author id="{{1}}" name="{AUTHOR}" userId="{AUTHOR}"/></l>',
        "ppt/comments/modernComment_1.xml": f"<l><a:t>{SAID}</a:t></l>",
        "docProps/core.xml": f"<c><lastModifiedBy>{AUTHOR}</lastModifiedBy></c>",
    }
    return _packed(parts)


def an_open_document() -> bytes:
    """An OpenDocument text by somebody, with a comment."""
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "meta.xml": f"<m><dc:creator>{AUTHOR}</dc:creator><user>{COMPANY}</user></m>",
        "content.xml": '<o><text:p>The page is out.<office:annotation office:name="1">'
        f"<dc:creator>{AUTHOR}</dc:creator><text:p>{SAID}</text:p></office:annotation></text:p>"
        f"<c><dc:creator>{AUTHOR}</dc:creator></c></o>",
    }
    return _packed(parts)


def _packed(parts: dict[str, str], photo: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, words in parts.items():
            archive.writestr(name, words)
        if photo:
            archive.writestr("word/media/image1.jpeg", photo)
    return out.getvalue()
