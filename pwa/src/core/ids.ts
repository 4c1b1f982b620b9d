/** Identities made on the tablet: UUIDv7 for changes, v4 for devices, v5 for memberships (RFC 9562). */
import type { Id, Instant } from './types';

/** Makes a UUIDv7 from milliseconds since 1970 and sixteen random bytes; sorts by time of making. */
export function makeUuid7(now_ms: number, random: Uint8Array): Id {
  const bytes = random.slice(0, 16);
  let rest = Math.floor(now_ms);
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return formatUuid(bytes, 7);
}

/**
 * Gives a maker of UUIDv7s that never goes back: ids of one millisecond, or made after the device's clock was set back,
 * still sort in the order of their making.
 */
export function makeIdMaker(now: () => number, random: () => Uint8Array): () => Id {
  let last_ms = 0;
  let place = 0;
  return () => {
    const now_ms = Math.floor(now());
    place = now_ms > last_ms ? 0 : place + 1;
    // The twelve bits behind the time count; past the last of them the next millisecond is borrowed.
    last_ms = Math.max(now_ms, last_ms) + (place > 0xfff ? 1 : 0);
    place %= 0x1000;
    const bytes = random();
    bytes[6] = place >> 8;
    bytes[7] = place & 0xff;
    return makeUuid7(last_ms, bytes);
  };
}

/** Makes a UUIDv4 from sixteen random bytes. */
export function makeUuid4(random: Uint8Array): Id {
  return formatUuid(random.slice(0, 16), 4);
}

/** Makes a UUIDv5 of `name` under `namespace`, itself a UUID. */
export async function makeUuid5(namespace: Id, name: string): Promise<Id> {
  const space = parseUuid(namespace);
  const text = new TextEncoder().encode(name);
  const whole = new Uint8Array(space.length + text.length);
  whole.set(space);
  whole.set(text, space.length);
  return formatUuid(new Uint8Array(await crypto.subtle.digest('SHA-1', whole)).slice(0, 16), 5);
}

/** The id of the one membership that a user can have in a scope. */
export function makeMembershipId(user: Id, scope: string): Promise<Id> {
  return makeUuid5(user, scope);
}

/** Whether a text is a UUID as Backrow writes them: lower case, with hyphens. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
}

/** The moment, in milliseconds since 1970, that a UUIDv7 carries. */
export function momentOfUuid7(id: Id): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The smallest UUIDv7 of a moment in milliseconds since 1970: the bound of a range of ids. */
export function lowestUuid7(moment_ms: number): Id {
  return makeUuid7(moment_ms, new Uint8Array(16));
}

/** Writes a moment in milliseconds since 1970 as an instant. */
export function formatInstant(moment_ms: number): Instant {
  return new Date(moment_ms).toISOString();
}

function formatUuid(bytes: Uint8Array, version: number): Id {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function parseUuid(id: Id): Uint8Array {
  const pairs = id.replaceAll('-', '').match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}
