/** The hash by which a protocol version is known: the office computes the same (`server/domain/protocol.py`). */

/** SHA-256 in hex of the canonical JSON: keys sorted, no blanks, UTF-8. */
export async function hashProtocol(body: unknown): Promise<string> {
  const text = new TextEncoder().encode(writeCanonical(body));
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function writeCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${fields.map(([name, held]) => `${JSON.stringify(name)}:${writeCanonical(held)}`).join(',')}}`;
}
