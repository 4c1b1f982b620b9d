/** A small office in memory that speaks the protocol of sync, and whose faults a test sets. */
import type { Id, RecordRow, Scope } from '../core/types';
import type { Store } from '../store';
import type { WireChange } from '../store/outbox';
import type { World } from './cycle';
import { digestOf } from './digests';
import type { Answer, Transport } from './transport';
import type { Digests, PushBody } from './wire';

export type Result = PushBody['results'][number];

export type Office = {
  readonly transport: Transport;
  /** Every change that was stored, by id. */
  readonly stored: Map<Id, { readonly change: WireChange; readonly device: Id; readonly result: Result }>;
  readonly rows: Map<Id, RecordRow>;
  readonly pushes: WireChange[][];
  readonly asked: string[];
  gen: Id;
  /** Decides about a change; by default it is applied. */
  decide: (change: WireChange) => 'applied' | 'held' | 'quarantined';
  /** Called before each answer; what it gives is answered instead, with the work done. */
  spoil: (what: 'hello' | 'push' | 'pull' | 'reconcile') => Answer<never> | null;
  /** Refuses before anything is done. */
  refuse: (changes: readonly WireChange[]) => Answer<never> | null;
  pageSize: number;
  /** Scopes that this user may not see: their rows stay away, and what is written there is held. */
  readonly hidden: Set<Scope>;
  /** Gives a scope to this user: its rows get new numbers, and what was held there is applied in the order of `n`. */
  readonly grant: (scope: Scope) => void;
  /** Remembers everything as it is now; gives the way back to it. */
  readonly backUp: () => () => void;
  put: (row: Omit<RecordRow, 'seq' | 'v' | 'rev'> & { rev?: Id }) => RecordRow;
};

export const OFFLINE: Answer<never> = { ok: false, why: 'offline' };

export function problem(status: number, code: string, extra: Record<string, unknown> = {}): Answer<never> {
  const body = { type: 'about:blank', title: code, status, code, ...extra };
  return { ok: false, why: 'problem', problem: body, retry_after_ms: null };
}

export function makeOffice(user: Id): Office {
  let head = 0;
  const office: Office = {
    stored: new Map(),
    rows: new Map(),
    pushes: [],
    asked: [],
    gen: crypto.randomUUID(),
    decide: () => 'applied',
    spoil: () => null,
    refuse: () => null,
    pageSize: 1_000,
    hidden: new Set(),
    grant: (scope) => {
      office.hidden.delete(scope);
      for (const row of [...office.rows.values()].filter((one) => one.scope === scope)) office.put(row);
      release((change) => change.scope === scope);
    },
    backUp: () => {
      const [stored, rows, then] = [new Map(office.stored), new Map(office.rows), head];
      return () => {
        refill(office.stored, stored);
        refill(office.rows, rows);
        head = then;
      };
    },
    put: (given) => {
      head += 1;
      const row: RecordRow = { v: 1, rev: crypto.randomUUID(), ...given, seq: head };
      office.rows.set(row.record, row);
      return row;
    },
    transport: {
      hello: async () => answer('hello', { server: 'backrow', proto: 1, time: '', ...LIMITS }),
      push: async (envelope) => {
        const refusal = office.refuse(envelope.changes);
        if (refusal !== null) return refusal;
        office.pushes.push([...envelope.changes]);
        const results = envelope.changes.map((change) => take(change, envelope.device));
        return answer('push', {
          proto: 1,
          gen: office.gen,
          received_at: '',
          results,
          device: account(envelope.device),
        });
      },
      pull: async ({ cursor, digests, scope }) => {
        office.asked.push(scope ?? cursor ?? 'from zero');
        const [gen = office.gen, from = '0'] = cursor?.split('/') ?? [];
        if (gen !== office.gen || Number(from) > head) return problem(410, 'resync');
        const seen = [...office.rows.values()].filter(
          (row) => !office.hidden.has(row.scope) && (scope === undefined || row.scope === scope),
        );
        const newer = seen.filter((row) => row.seq > Number(from));
        const records = newer.sort((one, other) => one.seq - other.seq).slice(0, office.pageSize);
        const more = records.length < newer.length;
        const next = `${office.gen}/${records.at(-1)?.seq ?? from}`;
        const page = { proto: 1, user, gen: office.gen, records, cursor: next, more };
        return answer('pull', digests && !more ? { ...page, digests: await digest(seen) } : page);
      },
      reconcile: async ({ device, ranges }) => {
        const known = numbersOf(device);
        const asked = ranges.flatMap(([from = 0, to = 0]) => Array.from({ length: to - from + 1 }, (_, k) => from + k));
        const missing = asked.filter((n) => !known.has(n)).map((n) => [n, n]);
        return answer('reconcile', { proto: 1, gen: office.gen, missing, forked: false });
      },
    },
  };

  function answer<T>(what: Parameters<Office['spoil']>[0], body: T): Answer<T> {
    return office.spoil(what) ?? { ok: true, body };
  }

  function take(change: WireChange, device: Id): Result {
    const known = office.stored.get(change.id);
    if (known?.result.status === 'applied') return { ...known.result, status: 'duplicate' };
    const status = isVisible(change) ? office.decide(change) : 'held';
    const result: Result =
      status === 'applied' ? { id: change.id, status, seq: apply(change) } : refused(change, status);
    office.stored.set(change.id, { change, device, result });
    if (change.id === change.record && status === 'applied') release((held) => held.record === change.record);
    return result;
  }

  function isVisible({ id, record, scope }: WireChange): boolean {
    return !office.hidden.has(scope) && (id === record || office.rows.has(record));
  }

  function release(fits: (held: WireChange) => boolean): void {
    const held = [...office.stored.values()].filter((one) => one.result.status === 'held' && fits(one.change));
    for (const one of held.sort((first, second) => first.change.n - second.change.n)) take(one.change, one.device);
  }

  function refused(change: WireChange, status: 'held' | 'quarantined'): Result {
    return { id: change.id, status, code: status === 'held' ? 'not_visible_yet' : 'forbidden' };
  }

  function apply({ id, record, kind, scope, op, fields }: WireChange): number {
    const before = office.rows.get(record);
    const gone = op === 'delete' ? { deleted: true } : {};
    return office.put({ record, kind, scope, rev: id, fields: { ...before?.fields, ...fields }, ...gone }).seq;
  }

  function numbersOf(device: Id): Set<number> {
    return new Set([...office.stored.values()].filter((one) => one.device === device).map((one) => one.change.n));
  }

  function account(device: Id): PushBody['device'] {
    const numbers = numbersOf(device);
    let contiguous = 0;
    while (numbers.has(contiguous + 1)) contiguous += 1;
    const highest = Math.max(0, ...numbers);
    const below = Array.from({ length: highest }, (_, place) => place + 1);
    const missing = below.filter((n) => !numbers.has(n)).map((n) => [n, n]);
    return { contiguous, highest, missing, forked: false };
  }

  return office;
}

/** What a cycle works on: one store and one office, with nobody who looks on. */
export function makeWorld(store: Store, transport: Transport, more: Partial<World> = {}): World {
  const nothing = (): void => undefined;
  const names = { app: '1', device_name: 'tablet' };
  return { store, transport, names, show: nothing, onContact: nothing, wait: nothing, mayGoOn: () => true, ...more };
}

function refill<K, V>(map: Map<K, V>, from: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of from) map.set(key, value);
}

const LIMITS = { proto_range: { min: 1, max: 1 }, limits: { max_changes: 1_000, max_bytes: 1_048_576 } };

async function digest(rows: readonly RecordRow[]): Promise<Digests> {
  const scopes = [...new Set(rows.filter((row) => row.deleted !== true).map((row) => row.scope))];
  const digests = scopes.map(async (scope): Promise<[Scope, { count: number; sha256: string }]> => {
    const live = rows.filter((row) => row.scope === scope && row.deleted !== true);
    return [scope, { count: live.length, sha256: await digestOf(live.map((row) => `${row.record} ${row.rev}`)) }];
  });
  return Object.fromEntries(await Promise.all(digests)) as Digests;
}
