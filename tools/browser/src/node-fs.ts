/** Reads a file of the repository, which the test server serves, as `readFileSync` of Node does. */
export function readFileSync(url: URL, encoding?: 'utf8'): string | Uint8Array {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  if (encoding === undefined) request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  if (request.status !== 200) throw new RangeError(`${url} cannot be read: ${request.status}.`);
  if (encoding !== undefined) return request.responseText;
  return Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 255);
}
