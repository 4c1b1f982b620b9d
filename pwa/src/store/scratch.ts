/** A store in memory, for a rehearsal: the pad records into it as into any other, and nothing of it is kept or sent. */
import { overlayChanges, type Overlay } from '../core/merge';
import type { Change, Draft, Id, Shown } from '../core/types';
import { makeChange } from './change';
import { newId, type LessonStore } from './index';

/** Makes a store that holds what the drafts say. */
export function makeScratch(user: Id, drafts: readonly Draft[]): LessonStore {
  const overlays = new Map<Id, readonly Overlay[]>();
  const settings = new Map<string, unknown>();
  let n = 0;

  function keep(draft: Draft): Change {
    n += 1;
    const change = { ...makeChange(draft, newId, Date.now()), n };
    const before = overlays.get(change.record) ?? [];
    overlays.set(change.record, [...before, { change, by: user, unsafe: false }]);
    return change;
  }

  function listAll(): readonly Shown[] {
    return [...overlays.values()].flatMap((held) => overlayChanges(null, held) ?? []);
  }

  drafts.forEach(keep);
  return {
    save: async (made) => made.map(keep),
    get: async (record) => overlayChanges(null, overlays.get(record) ?? []),
    list: async (kind, where) =>
      listAll().filter((row) => row.kind === kind && (where?.scope ?? row.scope) === row.scope) as never,
    evidenceOf: async (observation) =>
      listAll().filter((row) => row.kind === 'evidence' && row.scope === `observation:${observation}`) as never,
    // Nobody else changes it.
    watch: () => () => undefined,
    settings: {
      get: async <T>(name: string, fallback: T) => (settings.has(name) ? (settings.get(name) as T) : fallback),
      set: async (name, value) => {
        settings.set(name, value);
      },
    },
  };
}
