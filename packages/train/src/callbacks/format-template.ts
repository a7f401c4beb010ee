import { InvalidArgumentError } from '@imgclf/runtime';

const field = /\{([^{}:]*)(?::([^{}]*))?\}/g;
const spec = /^(0)?(\d*)(?:\.(\d+))?([dfeg%]?)$/;

/**
 * Fills in a template in Python's notation: `{epoch:02d}-{val_loss:.2f}`. The formats are those that make sense for
 * numbers: zero padding, width, precision, and the types `d`, `f`, `e`, `g` and `%`.
 *
 * @throws {InvalidArgumentError} for an unknown field or format
 */
export function formatTemplate(template: string, values: Readonly<Record<string, number>>): string {
  return template.replace(field, (_, name: string, format = '') => {
    const value = values[name];
    if (value === undefined) {
      throw new InvalidArgumentError({
        argument: 'path',
        allowed: `a template with the fields ${Object.keys(values).join(', ')}`,
        received: template,
      });
    }
    return formatNumber(value, format, template);
  });
}

function formatNumber(value: number, format: string, template: string): string {
  const [matched, zero, width = '', precision, type = ''] = spec.exec(format) ?? [];
  if (matched === undefined) {
    throw new InvalidArgumentError({
      argument: 'path',
      allowed: 'a template with formats such as 03d, .4f, .2e or .1%',
      received: template,
    });
  }
  const digits = precision === undefined ? undefined : Number(precision);
  return pad(render(value, type, digits), Number(width), zero === undefined ? ' ' : '0');
}

function render(value: number, type: string, digits: number | undefined): string {
  if (type === 'f') return value.toFixed(digits ?? 6);
  if (type === '%') return `${(value * 100).toFixed(digits ?? 6)}%`;
  if (type === 'e') return exponent(value.toExponential(digits ?? 6));
  if (type === 'd') return value.toFixed(0);
  if (type === '' && digits === undefined) return String(value);
  return general(value, Math.max(1, digits ?? 6));
}

/** Python's `g`: so many significant digits, without trailing zeros, with an exponent outside 1e-5 to 10^digits. */
function general(value: number, digits: number): string {
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  if (power < -4 || power >= digits) {
    const [mantissa = '', tail = ''] = value.toExponential(digits - 1).split('e');
    return exponent(`${trimZeros(mantissa)}e${tail}`);
  }
  return trimZeros(value.toFixed(Math.max(0, digits - 1 - power)));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Python writes exponents with at least two digits. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, (_, sign: string, digit: string) => `e${sign}0${digit}`);
}

function pad(text: string, width: number, fill: string): string {
  if (fill === ' ' || !text.startsWith('-')) return text.padStart(width, fill);
  return `-${text.slice(1).padStart(width - 1, fill)}`;
}
