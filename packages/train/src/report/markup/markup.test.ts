import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileText } from '../testing/hostile-text';
import { parseXml } from '../testing/parse-xml';
import { Markup, markup } from './markup';
import { plainText, printable, shortText } from './plain-text';

test('escapes text and attribute values, so that a strict parser gives them back', () => {
  fc.assert(
    fc.property(hostileText, (value) => {
      const text = plainText(value);
      const [element] = parseXml(markup`<a b="${text}">${text}</a>`.text);
      expect(element).toEqual({ name: 'a', attributes: { b: text }, text });
    }),
  );
});

test('makes any text well-formed, control characters and lone surrogates included', () => {
  fc.assert(
    fc.property(hostileText, (value) => {
      const elements = parseXml(markup`<a b="${value}">${value}</a>`.text);
      expect(elements).toHaveLength(1);
      expect(elements[0]?.text).toBe(printable(value).replace(/\r\n?/g, '\n'));
    }),
  );
});

test('inserts markup as it is, joins lists and leaves undefined out', () => {
  const items = ['<', 1].map((value) => markup`<li>${value}</li>`);
  expect(markup`<ul>${items}${undefined}${new Markup('<br/>')}</ul>`.text).toBe(
    '<ul><li>&lt;</li><li>1</li><br/></ul>',
  );
});

test('makes one line of any text, and cuts it between characters', () => {
  expect(plainText(' a\n\tb\u0000\u202e ')).toBe('a b\ufffd\ufffd');
  expect(shortText('Bernese mountain dog', 9)).toBe('Bernese…');
  expect(shortText('👍👍👍👍', 3)).toBe('👍👍…');
  fc.assert(
    fc.property(
      hostileText,
      fc.integer({ min: 1, max: 50 }),
      (text, n) => [...shortText(text, n)].length <= n,
    ),
  );
});
