/**
 * A day of one tablet, step by step: two tabs, an office, a network that loses, doubles and delays, a disk that is
 * full, a browser that dies. Whoever takes a step is told at once if something that must hold does not.
 */
import { expect, vi } from 'vitest';

import type { Change, Draft, Id, RecordRow, Scope } from '../core/types';
import type { Store } from '../store';
import { forgetSession } from '../store/account';
import { ALICE, clearBrowser, makeGround, makeId, openAlice, tap } from '../store/testing';
import { runCycle, type World } from './cycle';
import type { State, Wake } from './engine';
import { STARTED } from './engine';
import { makeOffice, makeWorld } from './testing';
import { checkOutbox, checkReplica, checkScreen, sorted } from './testing-checks';
import type { Weather } from './testing-faults';
import { armDeath, armDisk, exposeTo } from './testing-faults';
import type { Transport } from './transport';

/** `dies`: the browser is gone before that many more writes have begun. */
export type Step =
  | { readonly do: 'tap'; readonly tab: number; readonly codes: readonly string[]; readonly full?: boolean }
  | { readonly do: 'edit' | 'remove'; readonly tab: number; readonly which: number }
  | { readonly do: 'sync'; readonly tab: number; readonly weather: readonly Weather[]; readonly dies?: number }
  /** Both tabs sync at once, as after a lock was stolen, while one of them records. */
  | { readonly do: 'both'; readonly weather: readonly Weather[]; readonly tap: string }
  | { readonly do: 'restart' | 'sign out' }
  | { readonly do: 'others'; readonly which: number }
  | { readonly do: 'back up' }
  | { readonly do: 'restore'; readonly forgets: boolean }
  | { readonly do: 'revoke' | 'grant' };

/** Exchanges; no day is so long that it takes more. */
const LONGEST_CYCLE = 300;
const LESSON = makeId();
const SCOPE: Scope = `observation:${LESSON}`;

type Tab = { store: Store; state: State };

export type Day = {
  readonly take: (step: Step) => Promise<void>;
  /** Good weather, no death, everything open again: all that was ticked is at the office, and both are equal. */
  readonly evening: () => Promise<void>;
  readonly over: () => void;
};

export async function beginDay(): Promise<Day> {
  clearBrowser();
  const ground = makeGround();
  const office = makeOffice(ALICE.id);
  office.pageSize = 3;
  office.decide = (change) => (change.fields?.['code'] === 'BAD' ? 'quarantined' : 'applied');
  const ticked = new Map<Id, Change>();
  const death = armDeath();
  const disk = armDisk();
  let tabs: Tab[] = [];
  let restore: (() => void) | null = null;
  const theirs: RecordRow[] = [];
  /** Numbers were given twice since a restore that nobody was told of. */
  let forgot = false;
  /** The lesson was taken away, and what comes back comes by the next pulls. */
  let wasTaken = false;
  const late: (() => Promise<unknown>)[] = [];

  async function open(): Promise<void> {
    tabs = [];
    for (let tab = 0; tab < 2; tab += 1) tabs.push({ store: await openAlice(ground), state: STARTED });
  }

  function tabOf(which: number): Tab {
    return tabs[which % tabs.length] as Tab;
  }

  async function save(tab: number, drafts: readonly Draft[]): Promise<void> {
    const saved = await tabOf(tab).store.save(drafts);
    for (const change of saved) ticked.set(change.id, change);
  }

  async function tapFull(tab: number, drafts: readonly Draft[]): Promise<void> {
    disk.fill();
    let isTicked = false;
    const saving = save(tab, drafts).then(() => (isTicked = true));
    await vi.waitFor(() => expect(isTicked || tabOf(tab).store.health().state === 'retrying').toBe(true));
    await check();
    disk.free();
    tabOf(tab).store.retry();
    await saving;
  }

  async function sync(which: number, weather: readonly Weather[], by: Wake): Promise<void> {
    const tab = tabOf(which);
    const transport = exposeTo(office.transport, [...weather], late);
    tab.state = await runCycle(makeBoundWorld(tab.store, transport), tab.state, { is: 'woken', by });
  }

  async function dieIn(work: () => Promise<unknown>, dies: number): Promise<void> {
    death.after(dies);
    await work().catch((error: unknown) => {
      if (!death.isNow()) throw error;
    });
    tabs.forEach(({ store }) => store.close());
    death.never();
    await open();
  }

  async function take(step: Step): Promise<void> {
    await act(step);
    await check();
  }

  async function act(step: Step): Promise<void> {
    switch (step.do) {
      case 'tap':
        return (step.full === true ? tapFull : save)(
          step.tab,
          step.codes.map((code) => tap(LESSON, code)),
        );
      case 'edit':
      case 'remove':
        return correct(step);
      case 'sync':
        if (step.dies !== undefined) return dieIn(() => sync(step.tab, step.weather, 'person'), step.dies);
        return sync(step.tab, step.weather, 'person');
      case 'both':
        await Promise.all([
          sync(0, step.weather, 'person'),
          sync(1, [...step.weather].reverse(), 'person'),
          save(1, [tap(LESSON, step.tap)]),
        ]);
        return;
      case 'restart':
        tabs.forEach(({ store }) => store.close());
        return open();
      case 'sign out':
        tabs.forEach(({ store }) => store.close());
        forgetSession(localStorage);
        return open();
      case 'others':
        return others(step.which);
      case 'back up':
        restore = office.backUp();
        return;
      case 'restore':
        if (restore === null) return;
        restore();
        if (step.forgets) forgot = true;
        else office.gen = crypto.randomUUID();
        return;
      case 'revoke':
      case 'grant':
        return permit(step.do);
    }
  }

  /** Corrections of an item that stands: its code, or the whole item. */
  async function correct(step: Extract<Step, { do: 'edit' | 'remove' }>): Promise<void> {
    const { store } = tabOf(step.tab);
    const items = (await store.evidenceOf(LESSON)).filter((one) => one.fields.code !== 'BAD');
    const item = items[step.which % Math.max(1, items.length)];
    if (item === undefined) return;
    const named = { kind: 'evidence', scope: SCOPE, record: item.record, base: item.rev } as const;
    if (step.do === 'edit') await save(step.tab, [{ ...named, fields: { code: `C${step.which}` } }]);
    else await save(step.tab, [{ ...named, op: 'delete', fields: {} }]);
  }

  /** Somebody else records an item, or writes a note at one of ours. */
  async function others(which: number): Promise<void> {
    const rows = [...office.rows.values()].filter((row) => row.kind === 'evidence' && row.deleted !== true);
    const row = rows[which % (rows.length + 1)];
    const made = { record: makeId(), kind: 'evidence', scope: SCOPE, fields: { code: 'THEIRS' } } as const;
    if (row === undefined) theirs.push(office.put(made));
    else office.put({ ...row, rev: makeId(), fields: { ...row.fields, note: `n${which}` } });
  }

  function permit(what: 'revoke' | 'grant'): void {
    const membership = { record: 'own-membership', kind: 'membership', scope: `user:${ALICE.id}` } as const;
    const state = what === 'revoke' ? 'revoked' : 'granted';
    office.put({ ...membership, fields: { scope: SCOPE, role: 'owner', state } });
    wasTaken = true;
    if (what === 'revoke') office.hidden.add(SCOPE);
    else office.grant(SCOPE);
  }

  async function check(): Promise<void> {
    const { store } = tabOf(0);
    const stored = await store.inside.read((database) => database.getAll('changes'));
    checkOutbox(stored, ticked);
    if (!forgot) await checkReplica(store, office);
    if (!wasTaken) await checkScreen(store, LESSON, stored);
  }

  async function evening(): Promise<void> {
    // The other tablets send again, too, what a restore has lost.
    theirs.filter((row) => !office.rows.has(row.record)).forEach(office.put);
    permit('grant');
    tabs.forEach(({ store }) => store.close());
    await open();
    await Promise.all(late.splice(0).map((deliver) => deliver()));
    // Numbers that a restore has lost are noticed when the next ones are sent.
    await save(0, [tap(LESSON, 'NEXT')]);
    for (const by of ['start', 'start', 'person'] as const) await sync(0, [], by);
    forgot = false;
    wasTaken = false;
    await check();
    const { store } = tabOf(0);
    expect([...ticked.keys()].filter((id) => !office.stored.has(id))).toEqual([]);
    expect(await store.counts()).toMatchObject({ unsent: 0, sent: 0, held: 0 });
    const standing = [...office.rows.values()].filter((row) => row.kind === 'evidence' && row.deleted !== true);
    const shown = await store.evidenceOf(LESSON);
    expect(sorted(shown.map(({ record, fields }) => ({ record, fields })))).toEqual(
      sorted(standing.map(({ record, fields }) => ({ record, fields }))),
    );
  }

  function over(): void {
    death.never();
    disk.free();
    tabs.forEach(({ store }) => store.close());
    vi.restoreAllMocks();
  }

  await open();
  return { take, evening, over };
}

/** A world in which a cycle without end is an error. */
function makeBoundWorld(store: Store, transport: Transport): World {
  let exchanges = 0;
  const show = (): void => {
    exchanges += 1;
    if (exchanges > LONGEST_CYCLE) throw new Error('a cycle without end');
  };
  return makeWorld(store, transport, { show });
}
