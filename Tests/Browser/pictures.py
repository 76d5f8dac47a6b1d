"""Photos made on the fly: real JPEG and PNG, one of them saying where it was taken."""

import io

from PIL import Image, ImageDraw


def _scene(width: int, height: int, hue: int) -> Image.Image:
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=(hue, 90 + 120 * y // height, 200 - 90 * y // height))
    draw.rectangle([width // 4, height // 2, width * 3 // 4, height - 8], fill=(70, 66, 60), outline=(30, 30, 30), width=3)
    draw.ellipse([width // 3, height // 3, width // 2, height * 2 // 3], fill=(176, 60, 40))
    return picture


def jpeg(width: int = 640, height: int = 480, hue: int = 90, with_position: bool = False) -> bytes:
    exif = Image.Exif()
    if with_position:
        exif[0x8825] = {1: "N", 2: (34.0, 43.0, 12.0), 3: "E", 4: (113.0, 38.0, 27.0)}
        exif[0x010F] = "HuyingCam"
    out = io.BytesIO()
    _scene(width, height, hue).save(out, "JPEG", quality=80, exif=exif)
    return out.getvalue()


def png(width: int = 480, height: int = 360, hue: int = 140) -> bytes:
    out = io.BytesIO()
    _scene(width, height, hue).save(out, "PNG")
    return out.getvalue()


def position_of(content: bytes) -> dict:
    return dict(Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825))
