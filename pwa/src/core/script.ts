/** Scripting: which tag a line carries, and where it was written. */
import { findCode } from './protocol';
import type { Code, Protocol } from './protocol';

/** The codes that a line can be tagged with. */
export function tagsOf(protocol: Protocol): readonly string[] {
  return protocol.script?.tags ?? [];
}

/** Whether every code of the protocol is a tag of its script, so that it needs no keys of its own. */
export function isAllTags(protocol: Protocol): boolean {
  const tags = new Set(tagsOf(protocol));
  return tags.size > 0 && protocol.codes.every((code) => tags.has(code.id));
}

export type Tagged = { readonly text: string; readonly code: string | null };

/**
 * Takes a tag out of a line: `#TQ Why?` → `Why?`, tagged TQ. A tag ends at a space, or with the line when it is whole;
 * a word after # that is no tag stays as it was written.
 */
export function readTag(protocol: Protocol, line: string, { isWhole }: { readonly isWhole: boolean }): Tagged {
  for (const found of line.matchAll(isWhole ? /#(\S+)(\s+|$)/g : /#(\S+)(\s+)/g)) {
    const code = findTag(protocol, found[1] ?? '');
    if (code === null) continue;
    const rest = line.slice(0, found.index) + line.slice(found.index + found[0].length);
    return { text: rest, code };
  }
  return { text: line, code: null };
}

/** By its id, by what stands on its key in any language, or by its key; whatever the capitals. */
function findTag(protocol: Protocol, written: string): string | null {
  const wanted = written.toLowerCase();
  const tags = tagsOf(protocol).flatMap((id) => findCode(protocol, id) ?? []);
  const named = tags.find((code) => namesOf(code).some((name) => name.toLowerCase() === wanted));
  return (named ?? tags.find((code) => code.key === wanted))?.id ?? null;
}

function namesOf({ id, short }: Code): readonly string[] {
  return [id, ...(typeof short === 'object' ? Object.values(short) : [short ?? id])];
}
