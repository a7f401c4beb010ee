/** The address of a file beside the page; the worker's own script is in `assets/` once it is built. */
export function pageFile(name: string): URL {
  return new URL(import.meta.env.DEV ? `/${name}` : `../${name}`, self.location.href);
}
