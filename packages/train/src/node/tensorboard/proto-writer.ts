/** Writes messages in the protocol buffers' wire format, field by field. */
export class ProtoWriter {
  readonly #parts: Uint8Array[] = [];

  /** An integer of at least 0. */
  integer(field: number, value: number): this {
    return this.#add(varint(field * 8), varint(value));
  }

  double(field: number, value: number): this {
    return this.#add(varint(field * 8 + 1), new Uint8Array(Float64Array.of(value).buffer));
  }

  float(field: number, value: number): this {
    return this.#add(varint(field * 8 + 5), new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#add(varint(field * 8 + 2), varint(value.length), value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Repeated doubles, packed. */
  doubles(field: number, values: Float64Array): this {
    return this.bytes(field, new Uint8Array(values.slice().buffer));
  }

  message(field: number, value: ProtoWriter): this {
    return this.bytes(field, value.finish());
  }

  /** The message's bytes. */
  finish(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }

  #add(...parts: Uint8Array[]): this {
    this.#parts.push(...parts);
    return this;
  }
}

/** Seven bits a byte, lowest first; the highest bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}
