/** What happens in a lesson that is watched all the time: one state after another, and events in between. */
import type { Code, Protocol } from '../protocol';
import { isExclusive, trackOf } from '../protocol';
import { seatsOf, type Room } from '../room';
import type { EvidenceFields } from '../types';
import { drawEarly, drawOne, type Chance } from './draw';

type Asked = { readonly length_ms: number; readonly chance: Chance; readonly room: Room | null };

/** Something that can happen next. */
type Turn = (t_ms: number) => EvidenceFields | null;

/** Gives one thing after another, at every beat one; states that exclude each other begin with the lesson. */
export function planFlow(protocol: Protocol, asked: Asked, every_ms: number): readonly EvidenceFields[] {
  const { length_ms, chance } = asked;
  const tracks = listTracks(protocol).map((codes) => startTrack(protocol, codes, chance));
  const turns = [
    ...tracks.map((track) => track.turn),
    ...listLoose(protocol).map(startLoose),
    ...events(protocol, asked),
  ];
  const items = tracks.map((track) => track.first);
  for (let t_ms = every_ms; t_ms < length_ms - every_ms / 2; t_ms += Math.round(every_ms * (0.8 + chance() * 0.5))) {
    const item = drawEarly(chance, turns)?.(t_ms) ?? null;
    if (item !== null) items.push(item);
  }
  return items;
}

function listTracks(protocol: Protocol): readonly (readonly Code[])[] {
  const tracks = new Map<string, Code[]>();
  for (const code of protocol.codes) {
    if (code.kind !== 'state' || !isExclusive(protocol, code)) continue;
    tracks.set(trackOf(protocol, code), [...(tracks.get(trackOf(protocol, code)) ?? []), code]);
  }
  return [...tracks.values()];
}

function startTrack(
  protocol: Protocol,
  codes: readonly Code[],
  chance: Chance,
): { readonly first: EvidenceFields; readonly turn: Turn } {
  const initial = protocol.groups.flatMap((group) => group.initial ?? []);
  let running = codes.find((code) => initial.includes(code.id)) ?? codes[0];
  const start = (t_ms: number, code: Code | undefined): EvidenceFields => ({
    t_ms,
    action: 'start',
    code: code?.id ?? '',
  });
  return {
    first: start(0, running),
    turn: (t_ms) => {
      running = drawEarly(
        chance,
        codes.filter((code) => code !== running),
      );
      return running === undefined ? null : start(t_ms, running);
    },
  };
}

function listLoose(protocol: Protocol): readonly Code[] {
  return protocol.codes.filter((code) => code.kind === 'state' && !isExclusive(protocol, code));
}

/** A state that comes and goes by itself. */
function startLoose(code: Code): Turn {
  let runs = false;
  return (t_ms) => {
    runs = !runs;
    return { t_ms, action: runs ? 'start' : 'stop', code: code.id };
  };
}

/** As many turns as events have codes, three at most, so that states come too. */
function events(protocol: Protocol, { chance, room }: Asked): readonly Turn[] {
  const tags = protocol.script?.tags ?? [];
  const codes = protocol.codes.filter((code) => code.kind === 'event' && !tags.includes(code.id));
  const seats = room === null ? [] : seatsOf(room);
  const turn: Turn = (t_ms) => {
    const code = drawEarly(chance, codes);
    return code === undefined ? null : makeEvent(protocol, code, { t_ms, seats, chance });
  };
  return Array.from({ length: Math.min(3, codes.length) }, () => turn);
}

function makeEvent(
  protocol: Protocol,
  code: Code,
  { t_ms, seats, chance }: { t_ms: number; seats: readonly string[]; chance: Chance },
): EvidenceFields {
  const seated = protocol.subjects.some((one) => one.kind === 'seat' && code.subjects?.includes(one.id));
  const subject = drawEarly(chance, seated ? seats : (code.subjects ?? []));
  const common = { t_ms, code: code.id, ...(subject === undefined ? {} : { subject }) };
  const other = drawOne(
    chance,
    seats.filter((seat) => seat !== subject),
  );
  if (protocol.seatmap?.link !== code.id || other === undefined) return { ...common, action: 'tap' };
  return { ...common, action: 'link', to_subject: other };
}
