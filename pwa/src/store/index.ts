/** The store of one user: what is saved, shown, counted and kept for the server. It never waits for the network. */
import { makeIdMaker, makeUuid4 } from '../core/ids';
import type { Change, Draft, FieldsOf, Fields, Id, Kind, Scope, Shown, User } from '../core/types';
import { openAfar, type Reach } from './afar';
import type { BlobCounts, Blobs, NewBlob } from './blobs';
import { openBlobs, tidyBlobs } from './blobs';
import { makeChange } from './change';
import { renewDevice as renewNow } from './device';
import { BROWSER, leaveForLater, openGate, passGate, type Gate, type Ground, type Read } from './gate';
import { isContent } from './heads';
import type { Remembered } from './journal';
import type { Keyring } from './keyring';
import type { Connection } from './open';
import type { Counts } from './outbox';
import { countFates, expireShadows } from './outbox';
import type { Names } from './outbox-file';
import { makeOutboxFile, takeOutboxFile } from './outbox-file';
import type { StoredChange } from './schema';
import type { Health } from './save';
import { startSaver } from './save';
import type { Settings } from './settings';
import type { Safety } from './view';
import { countSafety, getShown, listShown } from './view';
import type { Tray } from './tray';
import { readTray, takeOffTray } from './tray';
import type { Touched } from './watch';
import { ALL_TOUCHED, startWatch, touchOf } from './watch';

export { leaveForLater, openGate };
export type {
  BlobCounts,
  Blobs,
  Counts,
  Gate,
  Ground,
  Health,
  Keyring,
  Names,
  NewBlob,
  Remembered,
  Safety,
  Settings,
  StoredChange,
  Touched,
  Tray,
};

type FieldsFor<K extends Kind> = K extends keyof FieldsOf ? FieldsOf[K] : Fields;

export type Store = {
  readonly user: User;
  /** The last number of this tablet before the browser cleared its storage; null if nothing is missing. */
  readonly cleared: () => Remembered | null;
  /**
   * Resolves when the changes are on disk in one transaction; never waits for the network and never gives up.
   * Raises `text_too_long` or `change_too_large` before anything is written.
   */
  readonly save: (drafts: readonly Draft[]) => Promise<readonly Change[]>;
  readonly get: (record: Id) => Promise<Shown | null>;
  readonly list: <K extends Kind>(kind: K, where?: { scope?: Scope }) => Promise<Shown<FieldsFor<K>>[]>;
  /** Raises `at_office` for a lesson that is put away while the office cannot be reached. */
  readonly evidenceOf: (observation: Id) => Promise<Shown<FieldsOf['evidence']>[]>;
  /** How many lessons are kept at the office only. */
  readonly countAway: () => Promise<number>;
  readonly watch: (listener: (touched: Touched) => void) => () => void;
  /** Calls `listener` with the changes that this tab has put on disk; returns the way to stop. */
  readonly onSaved: (listener: (changes: readonly Change[]) => void) => () => void;
  readonly counts: () => Promise<Counts>;
  readonly safety: (observation: Id) => Promise<Safety>;
  /** Own changes that have not become part of a record, with the words as they were typed. */
  readonly tray: () => Promise<Tray>;
  /** Takes changes that the server has off the tray and the screen; they stay in the shadow log and at the server. */
  readonly takeOffTray: (ids: readonly Id[]) => Promise<void>;
  /** Everything that the server may not have, as the text of a file. */
  readonly exportOutbox: (names: Names) => Promise<string>;
  /**
   * Takes what another device of the same user has exported; gives how many changes were new here. Raises
   * `not_an_outbox` or `wrong_user`.
   */
  readonly importOutbox: (text: string) => Promise<number>;
  /** Photos: their bytes, beside the attachments that announce them. */
  readonly blobs: Blobs;
  readonly settings: Settings;
  readonly health: () => Health;
  readonly onHealth: (listener: (health: Health) => void) => () => void;
  /** Tries at once to write what could not be written. */
  readonly retry: () => void;
  /** The way in for sync and exports. */
  readonly inside: Inside;
  /** Lets go of the database; nothing is deleted. */
  readonly close: () => void;
};

/** What the pad needs of a store; a rehearsal gives one that keeps nothing. */
export type LessonStore = Pick<Store, 'get' | 'list' | 'evidenceOf' | 'save' | 'watch' | 'settings'>;

/** What sync needs and screens do not. */
export type Inside = {
  readonly read: Read;
  readonly tell: (touched: Touched) => void;
  /** Takes a new device for changes from now on, if this database still is the one that was forked. */
  readonly renewDevice: (forked: Id) => Promise<void>;
  /** How what was put away is read from the office. */
  readonly reachBy: (reach: Reach) => void;
  readonly now: () => number;
};

/** Makes the id of a record that is about to be created; later ones sort behind earlier ones. */
export const newId: () => Id = makeIdMaker(BROWSER.now, BROWSER.random);

/** Opens a user's store. Raises what `openGate` raises, and `store_locked` while its key is not here. */
export async function openStore(user: User, ground: Ground = BROWSER): Promise<Store> {
  return enterStore(await openGate(user, ground));
}

/** Opens the store behind a gate that is open. Raises `store_locked` while its key is not here. */
export async function enterStore(gate: Gate): Promise<Store> {
  const { user, ground, connection, read, journal, cleared, settings } = passGate(gate);
  const makeId = makeIdMaker(ground.now, ground.random);
  const newDevice = (): Id => makeUuid4(ground.random());
  const watch = startWatch(`backrow-${user.id}`);
  const listeners = new Set<(health: Health) => void>();
  const savedListeners = new Set<(changes: readonly Change[]) => void>();
  const saver = startSaver({
    connection,
    journal,
    onHealth: (health) => listeners.forEach((listener) => listener(health)),
    onSaved: (changes) => {
      watch.tell(touchOf(changes));
      savedListeners.forEach((listener) => listener(changes));
    },
  });
  const stopForgetting = watch.watch((touched) => {
    if (touched.all) saver.forgetNumber();
  });
  const renewDevice = async (forked: Id): Promise<void> => {
    await read((database) => renewNow(database, forked, { device: newDevice(), now_ms: ground.now() }));
    watch.tell(ALL_TOUCHED);
  };
  const own = () => ({ user: user.id, waiting: saver.waiting() });
  // Sealing or opening that was cut off goes on beside everything else.
  gate.keyring.goOn().catch(leaveForLater);
  const stopChecking = checkOnReturn(connection, saver.retry);
  const save: Store['save'] = (drafts) => saver.save(drafts.map((draft) => makeChange(draft, makeId, ground.now())));
  const afar = openAfar(read, ground.now);
  /** The one way to what a scope holds: where it was put away, the office is asked. */
  const listOf = async (kind: Kind, scope?: Scope): Promise<Shown[]> => {
    if (scope === undefined) return read((database) => listShown(database, own(), { kind }));
    const rows = isContent({ kind }) && scope.startsWith('observation:') ? await afar.rowsOf(scope) : null;
    return read((database) => listShown(database, own(), { kind, scope, afar: rows ?? [] }));
  };
  const blobs = openBlobs(
    read,
    (draft) => save([draft]),
    () => watch.tell({ all: false, kinds: ['attachment'], scopes: [] }),
  );
  await Promise.all([
    read((database) => expireShadows(database, ground.now())),
    tidyBlobs(read, (draft) => save([draft])),
  ]);

  return {
    user,
    cleared,
    save,
    blobs,
    get: (record) => read((database) => getShown(database, own(), record)),
    list: (kind, where) => listOf(kind, where?.scope) as Promise<never>,
    evidenceOf: (observation) => listOf('evidence', `observation:${observation}`) as Promise<never>,
    countAway: () => read((database) => database.count('away')),
    watch: watch.watch,
    onSaved: (listener) => {
      savedListeners.add(listener);
      return () => savedListeners.delete(listener);
    },
    counts: async () => {
      const counts = await read(countFates);
      return { ...counts, here: counts.unsent + saver.waiting().length };
    },
    safety: (observation) => read((database) => countSafety(database, own(), observation)),
    tray: () => read((database) => readTray(database, user.id)),
    takeOffTray: async (ids) => {
      await read((database) => takeOffTray(database, ids));
      watch.tell(ALL_TOUCHED);
    },
    exportOutbox: async (names) => JSON.stringify(await read((database) => makeOutboxFile(database, user.id, names))),
    importOutbox: async (text) => {
      const taken = await read((database) => takeOutboxFile(database, user.id, text));
      watch.tell(ALL_TOUCHED);
      return taken;
    },
    settings,
    health: saver.health,
    onHealth: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    retry: saver.retry,
    inside: { read, tell: watch.tell, renewDevice, reachBy: afar.reachBy, now: ground.now },
    close: () => {
      stopChecking();
      stopForgetting();
      saver.stop();
      watch.stop();
      gate.close();
    },
  };
}

/** iPadOS drops connections of pages in the background: ask again whenever the page comes back. */
function checkOnReturn(connection: Connection, retry: () => void): () => void {
  const onReturn = (): void => {
    if (document.visibilityState === 'hidden') return;
    void connection.check().then(retry);
  };
  window.addEventListener('pageshow', onReturn);
  document.addEventListener('visibilitychange', onReturn);
  document.addEventListener('resume', onReturn);
  return () => {
    window.removeEventListener('pageshow', onReturn);
    document.removeEventListener('visibilitychange', onReturn);
    document.removeEventListener('resume', onReturn);
  };
}
