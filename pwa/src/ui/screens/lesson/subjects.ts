/** Whom a protocol watches, and how the pad asks for it. */
import { findCode, type Protocol } from '../../../core/protocol';
import type { Fields } from '../../../core/types';

/** Whether subjects take turns by the interval: then nobody has to say whose turn it is. */
export function rotates(protocol: Protocol): boolean {
  return protocol.subjects.some((subject) => subject.every !== undefined);
}

/** Whether the only question is which seat is watched, and there is no map to touch. */
export function asksSeat({ subjects, seatmap }: Protocol): boolean {
  return seatmap === undefined && subjects.length === 1 && subjects[0]?.kind === 'seat';
}

/** Whether the pad has a place that says who is watched. */
export function hasSubjects(protocol: Protocol): boolean {
  return protocol.seatmap === undefined && protocol.subjects.length > 0;
}

/** Who is watched at first: the seat named in the set-up, or the first subject. */
export function firstSubject(protocol: Protocol, context: Fields): string {
  if (!asksSeat(protocol)) return protocol.subjects[0]?.id ?? '';
  const seat = protocol.context.find((field) => field.id === 'seat');
  const given = seat === undefined ? undefined : context[seat.id];
  return typeof given === 'string' ? given : '';
}

/** Of whom a tap on a code is recorded; nothing where turns or the map say it, or nobody was named. */
export function subjectOf(protocol: Protocol, code: string, subject: string): string | undefined {
  const asks = hasSubjects(protocol) && !rotates(protocol) && (findCode(protocol, code)?.subjects ?? []).length > 0;
  return asks && subject !== '' ? subject : undefined;
}
