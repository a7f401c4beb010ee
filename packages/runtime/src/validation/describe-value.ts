const maxLength = 120;

/** A short, safe rendering of any value for an error message: never throws, never runs over a line. */
export function describeValue(value: unknown): string {
  const text = describeSafely(value);
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** An object may answer any question about itself by throwing. */
function describeSafely(value: unknown): string {
  try {
    return describe(value);
  } catch {
    return 'an object that cannot be looked into';
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  const name = value.constructor?.name;
  if (Array.isArray(value) || name === 'Object' || name === undefined) return json(value);
  return `a ${name}`;
}

function json(value: object): string {
  try {
    return JSON.stringify(value) ?? 'an object';
  } catch {
    return Array.isArray(value) ? 'an array' : 'an object';
  }
}
