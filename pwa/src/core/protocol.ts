/** The questions asked of a protocol. Its shape is generated from `protocols/schema/protocol.schema.json`. */
import type { Code, Group, IntervalRule, IntervalSampling, Protocol, Subject, Text } from '../generated/protocol';

export type * from '../generated/protocol';

// Every tap of a lesson asks for its code, and a protocol never changes.
const codesById = new WeakMap<Protocol['codes'], ReadonlyMap<string, Code>>();

export function findCode(protocol: Protocol, id: string): Code | undefined {
  const known = codesById.get(protocol.codes) ?? new Map(protocol.codes.map((code) => [code.id, code]));
  codesById.set(protocol.codes, known);
  return known.get(id);
}

export function findGroup(protocol: Protocol, id: string): Group | undefined {
  return protocol.groups.find((group) => group.id === id);
}

/** The codes of a lane, in the order of the file. */
export function codesOf(protocol: Protocol, group: string): readonly Code[] {
  return protocol.codes.filter((code) => code.group === group);
}

export function isExclusive(protocol: Protocol, code: Code): boolean {
  return findGroup(protocol, code.group)?.exclusive ?? false;
}

/** Exclusive groups of one track exclude each other too. */
export function trackOf(protocol: Protocol, code: Code): string {
  return findGroup(protocol, code.group)?.track ?? code.group;
}

/** The states that end at the instant when this code is recorded, the code itself not among them. */
export function endedBy(protocol: Protocol, code: Code): ReadonlySet<string> {
  const ended = new Set(code.stops ?? []);
  if (code.kind === 'state' && isExclusive(protocol, code)) {
    const track = trackOf(protocol, code);
    for (const other of protocol.codes) {
      if (other.kind === 'state' && isExclusive(protocol, other) && trackOf(protocol, other) === track)
        ended.add(other.id);
    }
  }
  ended.delete(code.id);
  return ended;
}

/** What a tap does while the state runs. */
export function secondTapOf(protocol: Protocol, code: Code): 'stop' | 'ignore' | 'restart' {
  return code.second_tap ?? (isExclusive(protocol, code) ? 'ignore' : 'stop');
}

/** What stands on the key. */
export function shortOf({ id, short }: Pick<Code, 'id' | 'short'>, language: string): string {
  return typeof short === 'object' ? readText(short, language) : (short ?? id);
}

export function ruleOf(sampling: IntervalSampling, code: Code | undefined): IntervalRule {
  return code?.rule ?? sampling.rule;
}

/** Milliseconds from the start of an interval to the start of the next. */
export function stepOf(sampling: IntervalSampling): number {
  return (sampling.length_s + (sampling.record_gap_s ?? 0)) * 1000;
}

/** The interval in which a moment lies, or after which it lies while recording; counted from 0. */
export function intervalAt(sampling: IntervalSampling, t_ms: number): number {
  return Math.floor(t_ms / stepOf(sampling));
}

/** Who is watched in an interval: every so many intervals the subject that says so, else the first one. */
export function subjectAt(protocol: Protocol, interval: number): Subject | undefined {
  const turns = protocol.subjects.find((subject) => subject.every && (interval + 1) % subject.every === 0);
  const rotates = protocol.subjects.some((subject) => subject.every);
  return turns ?? (rotates ? protocol.subjects.find((subject) => !subject.every) : undefined);
}

/** A text in the reader's language, or in English where the protocol does not have it. */
export function readText(text: Text, language: string): string {
  return text[language] ?? text.en;
}
