/** Visits as the screens list them, and the start of a new one. */
import { formatInstant } from '../../core/ids';
import { initialCodes } from '../../core/recorder';
import type { CycleFields, Draft, Fields, Id, ObservationFields, PersonFields, Scope, Shown } from '../../core/types';
import { newId, type Safety, type Store } from '../../store';
import { writeHeartbeat } from '../../store/heartbeat';
import type { KnownProtocol } from './protocols';

export type Visit = { readonly row: Shown<ObservationFields>; readonly safety: Safety };

/** All visits that this person may see, the latest first. */
export async function listVisits(store: Store): Promise<readonly Shown<ObservationFields>[]> {
  const rows = await store.list('observation');
  return [...rows].sort((one, other) => (one.fields.started_at < other.fields.started_at ? 1 : -1));
}

/** How safe the evidence of these visits is. */
export async function addSafety(store: Store, rows: readonly Shown<ObservationFields>[]): Promise<readonly Visit[]> {
  return Promise.all(rows.map(async (row) => ({ row, safety: await store.safety(row.record) })));
}

export async function listPeople(store: Store): Promise<readonly Shown<PersonFields>[]> {
  return store.list('person');
}

export async function listCycles(store: Store): Promise<readonly Shown<CycleFields>[]> {
  return store.list('cycle');
}

export type Wanted = {
  readonly protocol: KnownProtocol;
  readonly teacher: Id;
  readonly cycle: Id | null;
  readonly context: Fields;
};

/** Starts a lesson now; resolves with its id when it is on the tablet's disk. */
export async function startVisit(store: Store, wanted: Wanted): Promise<Id> {
  const now_ms = Date.now();
  const id = newId();
  const scope: Scope = `observation:${id}`;
  const room = await findRoom(store, wanted);
  writeHeartbeat(localStorage, id, { t_ms: 0, wall_ms: now_ms });
  await store.save([
    { id, record: id, kind: 'observation', scope, fields: { ...makeFields(wanted, now_ms), ...room } },
    ...initialCodes(wanted.protocol.body).map((code) => startCode(wanted.protocol, code, scope)),
  ]);
  await rememberWanted(store, wanted);
  return id;
}

function makeFields(wanted: Wanted, now_ms: number): Fields {
  return {
    protocol: wanted.protocol.slug,
    protocol_version: wanted.protocol.version,
    protocol_hash: wanted.protocol.hash,
    teacher: wanted.teacher,
    started_at: formatInstant(now_ms),
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(wanted.cycle === null ? {} : { cycle: wanted.cycle }),
    ...(Object.keys(wanted.context).length === 0 ? {} : { context: wanted.context }),
  };
}

/** A room stands as it stood at the last visit to this teacher, where the protocol has a seat map. */
async function findRoom(store: Store, { protocol, teacher }: Wanted): Promise<Pick<ObservationFields, 'seatmap'>> {
  if (protocol.body.seatmap === undefined) return {};
  const seen = (await listVisits(store)).find(({ fields }) => fields.teacher === teacher && fields.seatmap);
  return seen?.fields.seatmap === undefined ? {} : { seatmap: seen.fields.seatmap };
}

function startCode(protocol: KnownProtocol, code: string, scope: Scope): Draft {
  const id = newId();
  const action = protocol.body.sampling.method === 'interval' ? 'mark' : 'start';
  return { id, record: id, kind: 'evidence', scope, fields: { t_ms: 0, action, code } };
}

/** What was chosen last; it comes first the next time. */
export type LastUsed = { readonly teachers: readonly Id[]; readonly protocol: string | null };

/** On a tablet that started none yet, the visits that sync brought say what was used last. */
export async function readLastUsed(store: Store): Promise<LastUsed> {
  const kept = await store.settings.get<LastUsed | null>('last-used', null);
  if (kept !== null) return kept;
  const visits = (await listVisits(store)).map((visit) => visit.fields);
  return { teachers: [...new Set(visits.map((visit) => visit.teacher))], protocol: visits[0]?.protocol ?? null };
}

async function rememberWanted(store: Store, wanted: Wanted): Promise<void> {
  const { teachers } = await readLastUsed(store);
  const next = [wanted.teacher, ...teachers.filter((id) => id !== wanted.teacher)].slice(0, 40);
  await store.settings.set('last-used', { teachers: next, protocol: wanted.protocol.slug });
}
