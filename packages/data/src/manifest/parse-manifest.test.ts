import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from './parse-manifest';

describe('parseManifest', () => {
  it('reads CSV with quotes, other columns and other names', async () => {
    const text = 'breed,id,size\r\n"terrier, ""wire""",a/ü 1.jpg,3\r\nhusky,b.jpg,4\r\n';
    expect(await parseManifest(text, { pathColumn: 'id', labelColumn: 'breed' })).toEqual([
      { path: 'a/ü 1.jpg', label: 'terrier, "wire"' },
      { path: 'b.jpg', label: 'husky' },
    ]);
  });

  it('reads JSON lines', async () => {
    const text = '{"path":"a.png","label":"x","more":1}\n\n{"path":"b.png","label":2}\n';
    expect(await parseManifest(text)).toEqual([
      { path: 'a.png', label: 'x' },
      { path: 'b.png', label: 2 },
    ]);
  });

  it('takes labels as ids where every one is a whole number', async () => {
    expect((await parseManifest('path,label\na,10\nb,2')).map(({ label }) => label)).toEqual([10, 2]);
    expect((await parseManifest('path,label\na,10\nb,x')).map(({ label }) => label)).toEqual(['10', 'x']);
  });

  it.each([
    ['a column is missing', 'file,label\na,b\n', "entry 1 has no 'path'"],
    ['a label is empty', 'path,label\na,b\nc,\n', "entry 2 has no 'label'"],
    ['a line is short', 'path,label\na\n', 'line 2'],
    ['a quote stays open', 'path,label\n"a,b\n', 'line'],
    ['a line is not JSON', '{"path":"a","label":"b"}\n{oops\n', 'line 2 is not JSON'],
    ['a path is not text', '{"path":["a"],"label":"b"}', "entry 1 has no 'path'"],
  ])('says where %s', async (_, text, message) => {
    await expect(parseManifest(text, { file: 'list.csv' })).rejects.toMatchObject({
      code: 'INVALID_FILE',
      file: 'list.csv',
      message: expect.stringContaining(message),
    });
  });

  it('gives entries or a typed error, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((rest) => `path,label\n${rest}`),
        ),
        async (text) => {
          try {
            for (const { path, label } of await parseManifest(text)) {
              expect([typeof path, path === '', label === '']).toEqual(['string', false, false]);
            }
          } catch (error) {
            expect(error).toMatchObject({ code: 'INVALID_FILE' });
          }
        },
      ),
    );
  });
});
