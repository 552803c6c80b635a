"""Whole catalogues at once: `/products/bulk_upload/`, `/products/export/`."""

from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from src.modules.catalog.api.calls import merchant_of, writes
from src.modules.catalog.api.schemas.uploads import ExportQuery, UploadForm, UploadOut
from src.modules.catalog.errors import UnknownUpload, UploadFinished
from src.modules.catalog.selectors import uploads as found
from src.modules.catalog.services.exports.files import MEDIA_TYPES, export_products
from src.modules.catalog.services.exports.refusals import refused_rows
from src.modules.catalog.services.imports import uploads
from src.platform.auth.bearer import merchant
from src.platform.auth.principal import SignedInRequest
from src.platform.http.forms import only_known_fields
from src.platform.http.promises import as_files, located, may_refuse

router = Router(tags=["products"], auth=merchant)
MOST_ERRORS = 1_000


@router.post("/bulk_upload/", response={202: UploadOut}, throttle=writes)
@located
def upload_products(
    request: SignedInRequest, response: HttpResponse, file: File[UploadedFile], form: Form[UploadForm]
) -> Status[UploadOut]:
    """Bring a product file (.csv, .jsonl, .xlsx, 200 MB at most) of this shop or another. The worker lands it.

    Products are known by their SKUs. A bad row is reported and skipped, the rest lands.
    """
    only_known_fields(request, UploadForm, "file")
    upload = uploads.accept_upload(
        merchant_of(request), file, name=file.name or "", format=form.format, dry_run=form.dry_run
    )
    response["Location"] = request.build_absolute_uri(f"{request.path.rstrip('/')}/{upload.pk}/")
    return Status(202, UploadOut.of(upload, []))


@router.get("/bulk_upload/{uuid:upload_id}/", response=UploadOut)
@may_refuse(UnknownUpload)
def show_upload(request: SignedInRequest, upload_id: UUID) -> UploadOut:
    """How far an upload is, and its first 1,000 refused rows."""
    upload = found.upload_of(upload_id, owner_id=_owner(request))
    return UploadOut.of(upload, found.first_errors(upload_id, MOST_ERRORS))


@router.get("/bulk_upload/{uuid:upload_id}/errors.csv", response={200: str})
@as_files("text/csv")
@may_refuse(UnknownUpload)
def download_upload_errors(request: SignedInRequest, upload_id: UUID) -> StreamingHttpResponse:
    """All refused rows of an upload, safe for spreadsheets."""
    upload = found.upload_of(upload_id, owner_id=_owner(request))
    headers = {"Content-Disposition": f'attachment; filename="errors-{upload.pk}.csv"'}
    return StreamingHttpResponse(refused_rows(upload.pk), content_type="text/csv; charset=utf-8", headers=headers)


@router.delete("/bulk_upload/{uuid:upload_id}/", response={204: None}, throttle=writes)
@may_refuse(UnknownUpload, UploadFinished)
def cancel_upload(request: SignedInRequest, upload_id: UUID) -> Status[None]:
    """Stop an upload. What has landed stays; it ends as `failed`, with `reason` "Cancelled."."""
    uploads.cancel_upload(merchant_of(request), upload_id)
    return Status(204, None)


@router.get("/export/", response={200: bytes})
@as_files(*MEDIA_TYPES.values())
def download_products(request: SignedInRequest, query: Query[ExportQuery]) -> StreamingHttpResponse:
    """The goods on sale (a seller's own, an admin's all) as a file that imports again, safe for spreadsheets.

    Shopify's layout holds products in the shop's own currency with at most three options; it comes as csv or xlsx.
    """
    seller_id = None if request.principal.is_admin else request.principal.user_id
    pieces = export_products(format=query.format, layout=query.layout, seller_id=seller_id)
    headers = {"Content-Disposition": f'attachment; filename="products.{query.format}"'}
    return StreamingHttpResponse(pieces, content_type=MEDIA_TYPES[query.format], headers=headers)


def _owner(request: SignedInRequest) -> UUID | None:
    return None if request.principal.is_admin else request.principal.user_id
