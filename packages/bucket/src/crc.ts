// CRC-32C and CRC-64/NVME byte by byte, and the joining of CRCs: the checksum of two pieces from theirs and a length.
// All are reflected, start with ones and end inverted. CRC-32 comes from zlib.
import { crc32 } from "node:zlib";

export const POLYNOMIALS = {
  CRC32: { width: 32n, reflected: 0xedb88320n },
  CRC32C: { width: 32n, reflected: 0x82f63b78n },
  CRC64NVME: { width: 64n, reflected: 0x9a6c9329ac4bc9b5n },
} as const;
export type CrcName = keyof typeof POLYNOMIALS;

export interface Hasher {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

const crc32cTable = makeCrc32cTable();
const crc64Tables = makeCrc64Tables();

function makeCrc32cTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
    table[byte] = value >>> 0;
  }
  return table;
}

/** Two halves, because numbers hold 53 bits and BigInt is fifty times slower. */
function makeCrc64Tables(): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  const { reflected } = POLYNOMIALS.CRC64NVME;
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ reflected : value >> 1n;
    high[byte] = Number(value >> 32n);
    low[byte] = Number(value & 0xffffffffn);
  }
  return { high, low };
}

function crc32Hasher(): Hasher {
  let value = 0;
  return {
    update(chunk) {
      value = crc32(chunk, value);
    },
    digest: () => uint32(value),
  };
}

function crc32cHasher(): Hasher {
  let value = 0xffffffff;
  return {
    update(chunk) {
      for (let i = 0; i < chunk.length; i++) value = (value >>> 8) ^ crc32cTable[(value ^ chunk[i]!) & 0xff]!;
    },
    digest: () => uint32(~value >>> 0),
  };
}

function crc64nvmeHasher(): Hasher {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(chunk) {
      for (let i = 0; i < chunk.length; i++) {
        const at = (low ^ chunk[i]!) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ crc64Tables.low[at]!;
        high = (high >>> 8) ^ crc64Tables.high[at]!;
      }
    },
    digest: () => Buffer.concat([uint32(~high >>> 0), uint32(~low >>> 0)]),
  };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function createCrc(name: CrcName): Hasher {
  if (name === "CRC32") return crc32Hasher();
  return name === "CRC32C" ? crc32cHasher() : crc64nvmeHasher();
}

/** CRC of two pieces joined, big-endian bytes, from the CRC of each and the length of the second in bytes. */
export function joinCrcs(name: CrcName, first: Uint8Array, second: Uint8Array, secondBytes: number): Buffer {
  const tables = shiftTablesOf(name, secondBytes);
  let joined = toBigInt(second);
  for (const [i, byte] of first.entries()) joined ^= tables[i]![byte]!;
  return Buffer.from(joined.toString(16).padStart(first.length * 2, "0"), "hex");
}

/** For each byte of a CRC and each of its values, what becomes of it when so many bytes follow. */
type ShiftTables = readonly (readonly bigint[])[];

/** The last ones are kept: all parts of an upload but one have the same size, and there may be ten thousand. */
let lastTables: { readonly name: CrcName; readonly bytes: number; readonly tables: ShiftTables } | undefined;

/** A CRC is shifted by a product, which is linear: the product of a value is that of its bits, added. */
function shiftTablesOf(name: CrcName, bytes: number): ShiftTables {
  if (lastTables?.name === name && lastTables.bytes === bytes) return lastTables.tables;
  const { width, reflected } = POLYNOMIALS[name];
  const operator = powerOfX(BigInt(bytes) * 8n, width, reflected);
  const tables: bigint[][] = [];
  for (let shift = width - 8n; shift >= 0n; shift -= 8n) {
    const table = [0n];
    for (let bit = 0n; bit < 8n; bit++) {
      const product = multiply(operator, 1n << (shift + bit), width, reflected);
      table.push(...table.map((value) => value ^ product));
    }
    tables.push(table);
  }
  lastTables = { name, bytes, tables };
  return tables;
}

const toBigInt = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);

/** Product of two polynomials modulo the CRC's; the highest bit is the coefficient of x^0. */
function multiply(a: bigint, b: bigint, width: bigint, reflected: bigint): bigint {
  let product = 0n;
  let factor = b;
  for (let bit = 1n << (width - 1n); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ reflected : factor >> 1n;
  }
  return product;
}

/** x^exponent modulo the CRC's polynomial, by repeated squaring. */
function powerOfX(exponent: bigint, width: bigint, reflected: bigint): bigint {
  let power = 1n << (width - 1n);
  let square = 1n << (width - 2n);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(power, square, width, reflected);
    square = multiply(square, square, width, reflected);
  }
  return power;
}
