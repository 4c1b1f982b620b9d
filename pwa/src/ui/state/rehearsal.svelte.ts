/** A rehearsal: a made-up lesson on the real pad, in a store that keeps nothing. */
import type { Agreement } from '../../core/agreement';
import { formatInstant } from '../../core/ids';
import { initialCodes } from '../../core/recorder';
import { compareRehearsal, makeChance, planLesson, rehearsalRoom } from '../../core/rehearsal';
import type { Draft, EvidenceFields, Fields, Scope } from '../../core/types';
import { newId } from '../../store';
import { dropHeartbeat, REHEARSAL } from '../../store/heartbeat';
import { makeScratch } from '../../store/scratch';
import { dropSweep } from '../../store/sweep';
import { openLesson, type Lesson } from './lesson.svelte';
import type { KnownProtocol } from './protocols';

export type Rehearsal = {
  readonly lesson: Lesson;
  /** What happens, in order of time. */
  readonly meant: readonly EvidenceFields[];
  readonly length_ms: number;
  /** How far what was recorded agrees with what was meant, once the lesson has ended. */
  readonly compare: (language: string) => Promise<Agreement>;
  readonly close: () => void;
};

type Wanted = {
  readonly length_ms: number;
  /** What might be said, for scripting. */
  readonly lines: readonly string[];
};

const SCOPE: Scope = `observation:${REHEARSAL}`;
/** A rehearsal is nobody's: no store has these. */
const NOBODY = REHEARSAL;

/** Makes up a lesson and opens the pad for it. */
export async function startRehearsal(known: KnownProtocol, { length_ms, lines }: Wanted): Promise<Rehearsal> {
  const room = rehearsalRoom(known.body);
  const chance = makeChance(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
  const meant = planLesson(known.body, { length_ms, chance, room, lines });
  const fields = { ...makeFields(known), ...(room === null ? {} : { seatmap: room }) };
  const store = makeScratch(NOBODY, draftLesson(known, fields));
  forgetTraces();
  const lesson = await openLesson(store, REHEARSAL, () => undefined);
  if (typeof lesson === 'string') throw new Error(`the rehearsal could not be opened: ${lesson}`);
  return {
    lesson,
    meant,
    length_ms,
    compare: async (language) => {
      const { fields: now } = lesson.view;
      const recorded = {
        fields: now,
        evidence: await store.evidenceOf(REHEARSAL),
        until_ms: now.ended_ms ?? lesson.exact(),
      };
      return compareRehearsal(known.body, recorded, meant, language);
    },
    close: () => {
      lesson.close();
      forgetTraces();
    },
  };
}

/** The clock and an open sweep leave traces in the small storage, which only a real lesson should find again. */
function forgetTraces(): void {
  dropHeartbeat(localStorage, REHEARSAL);
  dropSweep(localStorage, REHEARSAL);
}

function makeFields({ slug, version, hash }: KnownProtocol): Fields {
  const protocol = { protocol: slug, protocol_version: version, protocol_hash: hash };
  return { ...protocol, teacher: NOBODY, started_at: formatInstant(Date.now()) };
}

function draftLesson({ slug, version, hash, body }: KnownProtocol, fields: Fields): readonly Draft[] {
  const action = body.sampling.method === 'interval' ? 'mark' : 'start';
  return [
    { id: newId(), kind: 'protocol', scope: `space:${NOBODY}`, fields: { slug, version, hash, body } },
    { id: REHEARSAL, kind: 'observation', scope: SCOPE, fields },
    ...initialCodes(body).map((code): Draft => {
      return { id: newId(), kind: 'evidence', scope: SCOPE, fields: { t_ms: 0, action, code } };
    }),
  ];
}
