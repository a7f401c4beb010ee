import * as v from 'valibot';
import { InvalidArgumentError } from '../errors/invalid-argument-error';

/**
 * Checks `value` against a valibot schema and returns it with the schema's defaults filled in.
 *
 * @param schema what is allowed; a custom message of a rule becomes the error's `allowed`
 * @param value what the caller passed
 * @throws {InvalidArgumentError} naming the first field that is wrong, what is allowed and what came
 */
export function parseOptions<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new InvalidArgumentError({
    argument: pathOf(issue),
    allowed: allowedBy(issue),
    received: isUnknownKey(issue) ? issue.path?.at(-1)?.value : issue.input,
  });
}

/** For an unknown key valibot reports the key itself as the input. */
function isUnknownKey(issue: v.BaseIssue<unknown>): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map((item) => item.key);
  const text = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? 'options' : text.replace(/^\./, '');
}

/** A rule's own words where it has some, else what valibot expected, in words where it has only a symbol. */
function allowedBy(issue: v.BaseIssue<unknown>): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  if (isUnknownKey(issue)) return 'left out (there is no such option)';
  if (issue.message.startsWith('Invalid key')) return 'given';
  return issue.expected ?? 'something else';
}
