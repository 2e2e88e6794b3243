// The curve P-256 in BigInt, as far as signing needs it: multiples of the base point.
// https://csrc.nist.gov/pubs/sp/800/186/final, section 3.2.1.3

export const PRIME = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
/** How many multiples the base point has. */
export const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

const BASE: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

/** Stands for (x/z², y/z³), which saves a division in every step; z is 0 for the point at infinity. */
interface Jacobian {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
}

const INFINITY: Jacobian = { x: 1n, y: 1n, z: 0n };

/** The remainder in 0..m-1: `%` keeps the sign. */
function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** The inverse by Euclid's algorithm, for a value in 1..m-1 and a prime m. */
export function invert(value: bigint, modulus: bigint): bigint {
  let [a, b] = [value, modulus];
  let [x, y] = [1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  return mod(x, modulus);
}

/** For a = -3: https://hyperelliptic.org/EFD/g1p/auto-shortw-jacobian-3.html#doubling-dbl-2001-b */
function double({ x, y, z }: Jacobian): Jacobian {
  const delta = (z * z) % PRIME;
  const gamma = (y * y) % PRIME;
  const beta = (x * gamma) % PRIME;
  const alpha = (3n * (x - delta) * (x + delta)) % PRIME;
  const x3 = mod(alpha * alpha - 8n * beta, PRIME);
  return { x: x3, y: mod(alpha * (4n * beta - x3) - 8n * gamma * gamma, PRIME), z: mod(2n * y * z, PRIME) };
}

/** https://hyperelliptic.org/EFD/g1p/auto-shortw-jacobian-3.html#addition-madd, with the cases that it leaves out. */
function add(a: Jacobian, b: Point): Jacobian {
  if (a.z === 0n) return { x: b.x, y: b.y, z: 1n };
  const zz = (a.z * a.z) % PRIME;
  const dx = mod(b.x * zz - a.x, PRIME);
  const dy = mod(b.y * zz * a.z - a.y, PRIME);
  if (dx === 0n) return dy === 0n ? double(a) : INFINITY;
  const dx2 = (dx * dx) % PRIME;
  const dx3 = (dx2 * dx) % PRIME;
  const v = (a.x * dx2) % PRIME;
  const x = mod(dy * dy - dx3 - 2n * v, PRIME);
  return { x, y: mod(dy * (v - x) - a.y * dx3, PRIME), z: (a.z * dx) % PRIME };
}

function toAffine({ x, y, z }: Jacobian): Point {
  const inverse = invert(z, PRIME);
  const square = (inverse * inverse) % PRIME;
  return { x: (x * square) % PRIME, y: (y * square * inverse) % PRIME };
}

const TEETH = 4;
const TOOTH_BITS = 256 / TEETH;

let comb: readonly Point[] | undefined;

/** For each pattern of four bits the sum of those of G, 2^64 G, 2^128 G and 2^192 G whose bits are set. */
function makeComb(): readonly Point[] {
  const sums: Point[] = [BASE]; // pattern 0 is never added
  let tooth = BASE;
  for (let bit = 0; bit < TEETH; bit++) {
    for (let pattern = 1 << bit, rest = 0; rest < 1 << bit; pattern++, rest++)
      sums[pattern] = rest === 0 ? tooth : toAffine(add({ ...sums[rest]!, z: 1n }, tooth));
    let next: Jacobian = { ...tooth, z: 1n };
    for (let i = 0; i < TOOTH_BITS; i++) next = double(next);
    tooth = toAffine(next);
  }
  return sums;
}

/** `scalar` times the base point, for 1..n-1: 64 doublings and at most as many additions. Its time depends on the scalar. */
export function multiplyBase(scalar: bigint): Point {
  comb ??= makeComb();
  const digits = scalar.toString(2).padStart(256, "0");
  let sum = INFINITY;
  for (let column = 0; column < TOOTH_BITS; column++) {
    sum = double(sum);
    let pattern = 0;
    for (let tooth = 0; tooth < TEETH; tooth++)
      if (digits.charCodeAt(255 - tooth * TOOTH_BITS - (TOOTH_BITS - 1 - column)) === 0x31) pattern |= 1 << tooth;
    if (pattern !== 0) sum = add(sum, comb[pattern]!);
  }
  return toAffine(sum);
}
