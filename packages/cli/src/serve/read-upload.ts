import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';

/** The bytes of an uploaded picture: the body itself, or the field `file` of a form. */
export async function readUpload(context: Context): Promise<Uint8Array> {
  const type = context.req.header('content-type') ?? '';
  const bytes = type.startsWith('multipart/form-data')
    ? await fileOf(context)
    : await context.req.arrayBuffer();
  if (bytes.byteLength === 0)
    throw new HTTPException(400, {
      message: 'Send a picture as the body, or as the field "file" of a form.',
    });
  return new Uint8Array(bytes);
}

async function fileOf(context: Context): Promise<ArrayBuffer> {
  const form = await context.req.formData().catch(() => {
    throw new HTTPException(400, { message: 'The form is malformed.' });
  });
  const file = form.get('file');
  return file instanceof File ? file.arrayBuffer() : new ArrayBuffer(0);
}
