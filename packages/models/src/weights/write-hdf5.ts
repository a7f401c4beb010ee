import type { File as Hdf5File } from 'h5wasm';

let written = 0;

/** The file system of the HDF5 library, which is in memory. */
interface MemoryFiles {
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
}

/** Writes an HDF5 file in memory, with the HDF5 library in WebAssembly. It is large, and loaded when it is first needed. */
export async function writeHdf5(write: (root: Hdf5File) => void): Promise<Uint8Array> {
  const { default: h5wasm } = await import('h5wasm');
  const { FS, activate_throwing_error_handler: throwErrors } = await h5wasm.ready;
  // Otherwise the library prints errors and goes on.
  throwErrors();
  const files = FS as unknown as MemoryFiles;
  const name = `write-${written++}.h5`;
  const root = new h5wasm.File(name, 'w');
  try {
    write(root);
  } finally {
    root.close();
  }
  try {
    return files.readFile(name);
  } finally {
    files.unlink(name);
  }
}
