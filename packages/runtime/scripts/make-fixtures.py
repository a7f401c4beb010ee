"""Writes the small pictures of src/node/__fixtures__ and what TensorFlow (else Pillow) decodes them to.

Needs Python with tensorflow, numpy and Pillow. Run it from anywhere: python make-fixtures.py
"""

import base64
import io
import json
import pathlib
import struct
import zlib

import numpy as np
import tensorflow as tf
from PIL import Image, ImageCms

folder = pathlib.Path(__file__).parent.parent / "src/node/__fixtures__"
random = np.random.RandomState(7)
HEIGHT, WIDTH = 5, 7
expected = {}


def noise(channels, high=256, dtype=np.uint8):
    return random.randint(0, high, (HEIGHT, WIDTH, channels)).astype(dtype)


def smooth(channels, height=12, width=18):
    rows, columns, planes = np.mgrid[0:height, 0:width, 0:channels]
    return (40 + rows * 6 + columns * 4 + planes * 17).astype(np.uint8)


def pillow(image, **options):
    stream = io.BytesIO()
    image.save(stream, **options)
    return stream.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(color_type, depth, pixels, extra=()):
    """A PNG of the given colour type and bit depth; `pixels` are samples, rows first."""
    rows = []
    for row in pixels.reshape(HEIGHT, -1):
        if depth == 16:
            packed = row.astype(">u2").tobytes()
        elif depth == 8:
            packed = row.astype(np.uint8).tobytes()
        else:
            bits = "".join(format(int(value), f"0{depth}b") for value in row)
            packed = bytes(int(bits[i : i + 8].ljust(8, "0"), 2) for i in range(0, len(bits), 8))
        rows.append(b"\0" + packed)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color_type, 0, 0, 0)
    body = chunk(b"IHDR", header) + b"".join(chunk(*item) for item in extra)
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IDAT", zlib.compress(b"".join(rows))) + chunk(b"IEND", b"")


def bmp(bits, rows, height=HEIGHT, masks=None, palette=b""):
    """An uncompressed BMP; `rows` are the packed rows in file order, unpadded. A V4 header where masks are given."""
    data = b"".join(row + b"\0" * (-len(row) % 4) for row in rows)
    size = 108 if masks else 40
    header = struct.pack("<IiiHHIIiiII", size, WIDTH, height, 1, bits, 3 if masks else 0, len(data), 0, 0, 0, 0)
    if masks:
        header += struct.pack("<IIII", *masks) + b"\0" * 52
    offset = 14 + size + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + header + palette + data


def is_jpeg(data):
    return data[:2] == b"\xff\xd8"


def tensorflow(data, channels):
    """TensorFlow's answer; for JPEG with the accurate DCT, which every decoder has, not its default fast one."""
    try:
        if is_jpeg(data):
            return tf.io.decode_jpeg(data, channels=channels, dct_method="INTEGER_ACCURATE").numpy()
        return tf.io.decode_image(data, channels=channels, expand_animations=False).numpy()
    except tf.errors.InvalidArgumentError:
        return None


def alpha_of(data, low_depth):
    """TensorFlow's alpha, else Pillow's. For opaque PNGs of fewer than 8 bits TensorFlow gives 1, 3 or 15; we give 255."""
    decoded = tensorflow(data, 4)
    if decoded is not None and not low_depth:
        return decoded[:, :, 3]
    return np.array(Image.open(io.BytesIO(data)).convert("RGBA"))[:, :, 3]


def add(name, data, pixels=None, tolerance=0, low_depth=False):
    """Keeps a picture. Its colours are `pixels` where given, else TensorFlow's where it can read it, else Pillow's."""
    (folder / name).write_bytes(data)
    colors = tensorflow(data, 3) if pixels is None else pixels
    source = "tensorflow" if pixels is None else "known"
    if colors is None:
        colors, source = np.array(Image.open(io.BytesIO(data)).convert("RGBA")), "pillow"
    alpha = colors[:, :, 3] if colors.shape[2] == 4 else alpha_of(data, low_depth) if pixels is None else None
    alpha = np.full(colors.shape[:2], 255, np.uint8) if alpha is None else alpha
    gray = tensorflow(data, 1) if pixels is None else None
    height, width = colors.shape[:2]
    entry = {"source": source, "tolerance": tolerance, "width": width, "height": height}
    entry["rgb"] = text(colors[:, :, :3])
    entry["rgba"] = text(np.dstack([colors[:, :, :3], alpha]))
    if gray is not None:
        entry["grayscale"] = text(gray)
    if is_jpeg(data):
        entry["fast"] = {"rgb": fast_jpeg(data, 3), "grayscale": fast_jpeg(data, 1)}
    expected[name] = entry


def fast_jpeg(data, channels):
    """TensorFlow's default for JPEG, the fast DCT."""
    try:
        return text(tf.io.decode_image(data, channels=channels).numpy())
    except tf.errors.InvalidArgumentError:
        return None


def text(pixels):
    return base64.b64encode(pixels.astype(np.uint8).tobytes()).decode()


def add_png():
    palette = bytes(random.randint(0, 256, 16 * 3).astype(np.uint8))
    indices = noise(1, 16)
    add("rgb8.png", png(2, 8, noise(3)))
    add("rgba8.png", png(6, 8, noise(4)))
    add("gray8.png", png(0, 8, noise(1)))
    add("gray-alpha8.png", png(4, 8, noise(2)))
    add("gray1.png", png(0, 1, noise(1, 2)), low_depth=True)
    add("gray4.png", png(0, 4, noise(1, 16)), low_depth=True)
    add("rgb16.png", png(2, 16, noise(3, 65536, np.uint16)))
    add("rgba16.png", png(6, 16, noise(4, 65536, np.uint16)))
    add("gray16.png", png(0, 16, noise(1, 65536, np.uint16)))
    add("gray-alpha16.png", png(4, 16, noise(2, 65536, np.uint16)))
    add("palette.png", png(3, 4, indices, [(b"PLTE", palette)]), low_depth=True)
    add("palette-alpha.png", png(3, 8, indices, [(b"PLTE", palette), (b"tRNS", bytes(range(0, 160, 10)))]))
    colors = noise(3)
    key = struct.pack(">HHH", *colors[0, 0])
    add("color-key.png", png(2, 8, colors, [(b"tRNS", key)]))
    add("gamma.png", png(2, 8, noise(3), [(b"gAMA", struct.pack(">I", 100000))]))
    profile = b"lab\0\0" + zlib.compress(swapped_profile())
    add("profile.png", png(2, 8, noise(3), [(b"iCCP", profile)]))


def swapped_profile():
    """An RGB colour profile whose red and green are exchanged: whoever applies it turns the colours round."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[24:36] = bytes(12)  # the date, so that the files come out the same every time
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


def add_bmp():
    colors, alpha = noise(3), noise(4)
    bgr = colors[:, :, ::-1]
    add("bmp24.bmp", bmp(24, [row.tobytes() for row in bgr[::-1]]))
    add("bmp24-top-down.bmp", bmp(24, [row.tobytes() for row in bgr], height=-HEIGHT))
    bgra = alpha[:, :, [2, 1, 0, 3]]
    add("bmp32.bmp", bmp(32, [row.tobytes() for row in bgra[::-1]]))
    masks = (0xFF00, 0xFF0000, 0xFF000000, 0xFF)
    rows = [row.tobytes() for row in alpha[::-1, :, [3, 0, 1, 2]]]
    add("bmp32-masks.bmp", bmp(32, rows, masks=masks), pixels=alpha)
    table = random.randint(0, 256, (16, 3)).astype(np.uint8)
    palette = np.dstack([table[None, :, ::-1], np.zeros((1, 16, 1), np.uint8)]).tobytes()
    indices = noise(1, 16)[:, :, 0]
    eight = bmp(8, [row.tobytes() for row in indices[::-1]], palette=palette + b"\0" * 4 * 240)
    add("bmp8.bmp", eight, pixels=table[indices])
    padded = np.pad(indices, ((0, 0), (0, 1)))
    four = [(row[0::2] * 16 + row[1::2]).astype(np.uint8).tobytes() for row in padded[::-1]]
    add("bmp4.bmp", bmp(4, four, palette=palette), pixels=table[indices])
    one = [np.packbits(row % 2).tobytes() for row in indices[::-1]]
    add("bmp1.bmp", bmp(1, one, palette=palette[:8]), pixels=table[indices % 2])
    words = noise(1, 65536, np.uint16)[:, :, 0]
    rows = [row.astype("<u2").tobytes() for row in words[::-1]]
    add("bmp16.bmp", bmp(16, rows), pixels=unpack(words, (10, 5, 0), (5, 5, 5)))
    masks = (0xF800, 0x7E0, 0x1F, 0)
    add("bmp16-565.bmp", bmp(16, rows, masks=masks), pixels=unpack(words, (11, 5, 0), (5, 6, 5)))


def unpack(words, shifts, bits):
    planes = [((words >> shift) & (2**n - 1)) * 255 / (2**n - 1) for shift, n in zip(shifts, bits)]
    return np.floor(np.stack(planes, -1) + 0.5).astype(np.uint8)


def add_others():
    colors, alpha = Image.fromarray(noise(3)), Image.fromarray(noise(4))
    indexed, second = colors.quantize(8), Image.fromarray(noise(3)).quantize(8)
    add("still.gif", pillow(indexed, format="GIF"))
    add("animated.gif", pillow(indexed, format="GIF", save_all=True, append_images=[second], duration=50))
    add("transparent.gif", pillow(indexed, format="GIF", transparency=3))
    add("lossless.webp", pillow(colors, format="WEBP", lossless=True))
    add("alpha.webp", pillow(alpha, format="WEBP", lossless=True, exact=True))
    add("animated.webp", pillow(colors, format="WEBP", lossless=True, save_all=True, append_images=[alpha.convert("RGB")]))
    add("rgb8.tiff", pillow(colors, format="TIFF", compression="tiff_lzw"))
    add("rgba8.tiff", pillow(alpha, format="TIFF"))
    add("palette.tiff", pillow(indexed, format="TIFF"))
    gray = noise(1, 65536, np.uint16)[:, :, 0]
    high = np.repeat((gray >> 8).astype(np.uint8)[:, :, None], 3, 2)
    add("gray16.tiff", pillow(Image.fromarray(gray), format="TIFF"), pixels=high)
    add("pages.tiff", pillow(colors, format="TIFF", save_all=True, append_images=[second.convert("RGB")]))
    add("smooth.avif", pillow(Image.fromarray(smooth(3)), format="AVIF", quality=95, subsampling="4:4:4"), tolerance=6)


def add_jpeg():
    picture = Image.fromarray(smooth(3))
    turned = Image.Exif()
    turned[0x0112] = 6
    add("rgb.jpg", pillow(picture, format="JPEG", quality=95))
    add("gray.jpg", pillow(Image.fromarray(smooth(1)[:, :, 0]), format="JPEG", quality=95))
    add("exif-6.jpg", pillow(picture, format="JPEG", quality=95, exif=turned))
    add("profile.jpg", pillow(picture, format="JPEG", quality=95, icc_profile=swapped_profile()))
    add("cmyk.jpg", pillow(Image.fromarray(smooth(4), "CMYK"), format="JPEG", quality=95))
    data = pillow(picture, format="JPEG", quality=95)
    noisy = Image.fromarray(np.random.RandomState(3).randint(0, 256, (9, 19, 3)).astype(np.uint8))
    add("noisy.jpg", pillow(noisy, format="JPEG", quality=75))
    add("progressive.jpg", pillow(noisy, format="JPEG", quality=60, progressive=True, subsampling="4:2:2"))
    add("rgb-coded.jpg", pillow(noisy, format="JPEG", quality=80, keep_rgb=True))
    for name in ("noisy.jpg", "progressive.jpg"):
        del expected[name]["grayscale"]  # its colours are cut to 0..255, so their grey is not the stored brightness
    add("extra-bytes.jpg", data[:-2] + b"\0\1\2\3" + data[-2:])
    (folder / "truncated.jpg").write_bytes(data[: len(data) * 2 // 3])
    (folder / "no-end.jpg").write_bytes(data[:-2])


def add_bombs():
    """Headers that claim far more pixels than the file holds."""
    side = 30_000
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 64))
    (folder / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b""))
    (folder / "bomb.bmp").write_bytes(bmp(24, []).replace(struct.pack("<ii", WIDTH, HEIGHT), struct.pack("<ii", side, side)))


folder.mkdir(exist_ok=True)
add_png()
add_bmp()
add_others()
add_jpeg()
add_bombs()
(folder / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")
