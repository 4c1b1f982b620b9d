/** What happens in a made-up lesson, as it is told to whoever practises. */
import { findCode, findGroup, isExclusive, readText, stepOf, trackOf, type Protocol } from '../../../core/protocol';
import { READING_MS } from '../../../core/rehearsal';
import type { EvidenceFields } from '../../../core/types';
import type { Text } from '../../text';

export type Scene = {
  readonly key: string;
  /** Where to look: the lane, the seat, the speaker, how many. */
  readonly where: string;
  /** What is to be seen or heard there. */
  readonly says: string;
  /** The name of the code, for whoever wants it. */
  readonly name: string;
};

export type Told = { readonly now: readonly Scene[]; readonly goesOn: readonly Scene[] };

type Words = { readonly language: string; readonly t: Text };

/** A thing is told this long, or until its interval or sweep is over. */
const TOLD_MS = 12_000;
const MOST = 4;

/** What is told at a moment: the newest first, and the states that go on. */
export function tellAt(protocol: Protocol, meant: readonly EvidenceFields[], now_ms: number, words: Words): Told {
  const begun = meant.map((item, place) => ({ item, place })).filter(({ item }) => item.t_ms - READING_MS <= now_ms);
  const fresh = begun.filter(({ item }) => isTold(protocol, item, now_ms)).reverse();
  const shown = fresh.slice(0, protocol.sampling.method === 'continuous' ? MOST : fresh.length);
  const running = listRunning(
    protocol,
    begun.map(({ item }) => item),
  );
  const told = new Set(shown.map(({ item }) => item));
  return {
    now: shown.map(({ item, place }) => writeScene(protocol, item, { ...words, key: String(place) })),
    goesOn: running
      .filter((item) => !told.has(item))
      .map((item) => writeScene(protocol, item, { ...words, key: item.code ?? '' })),
  };
}

function isTold({ sampling }: Protocol, item: EvidenceFields, now_ms: number): boolean {
  if (sampling.method === 'interval' && item.action === 'mark') {
    const step = stepOf(sampling);
    return Math.floor(item.t_ms / step) === Math.floor((now_ms + READING_MS) / step);
  }
  // A look over the room takes its time, seat by seat or code by code.
  const told_ms = item.action === 'sweep' && item.subject === undefined ? 60_000 : TOLD_MS;
  return item.t_ms + told_ms > now_ms;
}

/** The states that were begun and not ended, by themselves or by another of their lane. */
function listRunning(protocol: Protocol, begun: readonly EvidenceFields[]): readonly EvidenceFields[] {
  const running = new Map<string, EvidenceFields>();
  for (const item of begun) {
    const code = findCode(protocol, item.code ?? '');
    if (code === undefined || (item.action !== 'start' && item.action !== 'stop')) continue;
    const place = isExclusive(protocol, code) ? `track ${trackOf(protocol, code)}` : `code ${code.id}`;
    if (item.action === 'start') running.set(place, item);
    else running.delete(place);
  }
  return [...running.values()];
}

function writeScene(protocol: Protocol, item: EvidenceFields, words: Words & { key: string }): Scene {
  const { language, key } = words;
  const code = findCode(protocol, item.code ?? '');
  const asked = protocol.items.find((one) => one.id === item.code);
  const subject = code ?? asked;
  return {
    key,
    where: listWhere(protocol, item, words).join(' · '),
    says:
      item.action === 'note'
        ? `“${item.note ?? ''}”`
        : subject === undefined
          ? ''
          : readText(subject.look_for, language),
    name: subject === undefined ? '' : readText(subject.label, language),
  };
}

function listWhere(protocol: Protocol, item: EvidenceFields, { language, t }: Words): readonly string[] {
  const { rehearsal } = t.tablet;
  const group = findGroup(protocol, findCode(protocol, item.code ?? '')?.group ?? '');
  const lane = group === undefined ? [] : [readText(group.label, language)];
  switch (item.action) {
    case 'link':
      return [rehearsal.fromTo(item.subject ?? '', item.to_subject ?? '')];
    case 'start':
      return [...lane, rehearsal.starts];
    case 'stop':
      return [...lane, rehearsal.stops];
    case 'sweep':
      return item.subject === undefined ? [rehearsal.seen(item.value ?? 1)] : [rehearsal.atSeat(item.subject)];
    case 'rate':
    case 'check':
      return [rehearsal.judge, writeAnswer(protocol, item, { language, t })];
    case 'note':
      return [nameSpeaker(protocol, item, language)];
    case 'tap':
    case 'mark':
      return [...lane, ...nameSubject(protocol, item, { language, t })];
  }
}

function nameSubject(
  { subjects, seatmap }: Protocol,
  { subject }: EvidenceFields,
  { language, t }: Words,
): readonly string[] {
  if (subject === undefined) return [];
  const known = subjects.find((one) => one.id === subject);
  if (known !== undefined) return [readText(known.label, language)];
  return [seatmap === undefined ? subject : t.tablet.rehearsal.atSeat(subject)];
}

function nameSpeaker({ script }: Protocol, { speaker = '' }: EvidenceFields, language: string): string {
  const known = script?.speakers.find((one) => one.id === speaker);
  return known === undefined ? speaker : readText(known.label, language);
}

function writeAnswer(protocol: Protocol, { code, action, value }: EvidenceFields, { language, t }: Words): string {
  const { rehearsal } = t.tablet;
  if (value === null || value === undefined) return rehearsal.notApplicable;
  if (action === 'check') return value === 1 ? rehearsal.isSeen : rehearsal.isNotSeen;
  const item = protocol.items.find((one) => one.id === code);
  const level = protocol.scales.find((one) => one.id === item?.scale)?.levels.find((one) => one.value === value);
  return level === undefined ? String(value) : readText(level.label, language);
}
