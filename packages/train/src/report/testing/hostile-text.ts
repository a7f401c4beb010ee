import fc from 'fast-check';

const tricks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  ']]><!-- --><![CDATA[',
  '</style></title></svg>',
  '&amp;&#x3c;b&gt;',
  '{a|b}{b}{c}%s%d',
  ' class="zr0-cls-0" id="zr0-c1" url(#zr0-c0) ',
  '__proto__',
  'constructor',
  'a\u0000\u0001b\u000bc',
  'line\nbreak\r\nand\ttab',
  'lone \ud800 half',
  '\u202eright to left\u2066',
  '中华田园犬 👩‍👩‍👧‍👦 é',
  '',
  'x'.repeat(400),
];

/** Names as nobody should give them to classes and files, and any other text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...tricks),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
);
