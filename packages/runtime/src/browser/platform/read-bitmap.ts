import type { PixelImage } from '../../platform/pixel-image';

/**
 * The pixels of a bitmap as RGBA, not premultiplied.
 * @throws {RangeError} when the browser cannot give them exactly
 */
export function readBitmap(bitmap: ImageBitmap): PixelImage {
  const { width, height } = bitmap;
  const data = readByCanvas(bitmap);
  const isOpaque = data.every((value, i) => i % 4 !== 3 || value === 255);
  // A 2D canvas multiplies colours by alpha and cannot get them back; WebGL hands them through untouched.
  return { width, height, channels: 4, data: isOpaque ? data : readByWebgl(bitmap) };
}

function readByCanvas(bitmap: ImageBitmap): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new RangeError('this browser has no 2D canvas of that size.');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

function readByWebgl(bitmap: ImageBitmap): Uint8Array {
  const { width, height } = bitmap;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null) throw new RangeError('it has transparent pixels, which need WebGL 2 here.');
  try {
    gl.bindTexture(gl.TEXTURE_2D, attachTexture(gl));
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    const data = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, data);
    const error = gl.getError();
    if (error !== gl.NO_ERROR) throw new RangeError(`WebGL could not read it (error ${error}).`);
    return data;
  } finally {
    gl.getExtension('WEBGL_lose_context')?.loseContext(); // browsers keep few contexts alive
  }
}

function attachTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return texture;
}
