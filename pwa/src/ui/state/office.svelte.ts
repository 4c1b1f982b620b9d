/** Who is signed in on this tablet, their store, and how sync stands: the shell's bridge. */
import { Refusal } from '../../core/problem';
import type { Role, Session } from '../../core/types';
import { enterStore, leaveForLater, openGate, type BlobCounts, type Gate, type Health, type Store } from '../../store';
import { forgetSession, hasSession, readSession, rememberSession } from '../../store/account';
import { readDevice } from '../../store/device';
import { askForRoom, type Room } from '../../store/room';
import { readNames, startSync, type SyncHandle, type SyncStatus } from '../../sync';
import { signOut as askToSignOut, transport } from '../../sync/transport';
import { onUpdate, type Updates } from '../../sync/updates';
import { afterStart } from './after-paint.svelte';
import { attempt } from './asked.svelte';
import { keepKeyAtOffice, openAfterSignIn, startLock, waitUntilOpen } from './lock.svelte';
import { startNotices } from './notices.svelte';
import { loadPreferences } from './preferences.svelte';
import { closeLesson } from './running.svelte';
import { useLanguage, warmLanguage } from './words.svelte';
import { tellWaiting } from './viewers';

export type Standing = {
  readonly phase: SyncStatus['phase'];
  readonly unsent: number;
  /** Own photos that are still to be sent. */
  readonly photos: number;
};

/** `sealed`: somebody is signed in, and what this tablet keeps of theirs waits for its key. */
type Phase = 'starting' | 'signed-out' | 'sealed' | 'open';

let phase = $state<Phase>('starting');
let session = $state.raw<Session | null>(null);
let store = $state.raw<Store | null>(null);
let status = $state.raw<SyncStatus | null>(null);
let health = $state.raw<Health>({ state: 'fine' });
let updates = $state.raw<Updates | null>(null);
let room = $state.raw<Room | null>(null);
let gate: Gate | null = null;
let sync: SyncHandle | null = null;
let stopNotices: () => void = () => undefined;
let stopLock: () => void = () => undefined;

export const office = {
  get phase(): Phase {
    return phase;
  },
  get session(): Session {
    if (session === null) throw new Error('nobody is signed in');
    return session;
  },
  get store(): Store {
    if (store === null) throw new Error('no store is open');
    return store;
  },
  get status(): SyncStatus | null {
    return status;
  },
  /** How many own changes the office has not acknowledged. */
  get unsent(): number {
    return status?.unsent ?? 0;
  },
  /** Own photos whose bytes the office does not have. */
  get photos(): BlobCounts {
    return status?.photos ?? { waiting: 0, refused: 0 };
  },
  /** What the badge and the sync page put in words. */
  get standing(): Standing {
    return { phase: status?.phase ?? 'offline', unsent: status?.unsent ?? 0, photos: status?.photos.waiting ?? 0 };
  },
  get health(): Health {
    return health;
  },
  get updates(): Updates | null {
    return updates;
  },
  get room(): Room | null {
    return room;
  },
  /** The browser emptied this tablet's storage since the last time. */
  get cleared(): boolean {
    return store !== null && store.cleared() !== null;
  },
  /** The person must add a second factor before anything else. */
  get mustEnrol(): boolean {
    return session?.must_enrol ?? false;
  },
  has: (role: Role): boolean => session?.user.roles.includes(role) ?? false,
};

/** Whether somebody is signed in on this tablet, as far as it is known before anything is opened. */
export function isRemembered(): boolean {
  try {
    return hasSession(localStorage);
  } catch (error) {
    // A browser that denies storage is told so by the start, in words.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** Opens the app for whoever was signed in last; with no network too. Raises what the tablet's storage refuses. */
export async function startOffice(): Promise<void> {
  onUpdate((found) => (updates = found));
  try {
    const remembered = readSession(localStorage);
    if (remembered !== null) return await enter(remembered);
  } catch (error) {
    // Whatever it is, it is told in words.
    await useLanguage(navigator.languages);
    throw error;
  }
  await useLanguage(navigator.languages);
  phase = 'signed-out';
}

/** Goes on once the person has the second factor that their role needs. */
export function endEnrolment(): void {
  if (session === null) return;
  session = { ...session, must_enrol: false };
  rememberSession(localStorage, session);
  sync?.sendNow();
}

/** Opens the app for a session that has just begun. */
export async function comeIn(found: Session): Promise<void> {
  if (gate !== null && gate.user.id !== found.user.id) leave();
  rememberSession(localStorage, found);
  if (store === null) {
    leave();
    await enter(found, openAfterSignIn);
  } else session = found;
  sync?.sendNow();
}

/** Keeps what the office says anew of the person who is signed in. */
export function keepSession(found: Session): void {
  rememberSession(localStorage, found);
  session = found;
}

/** Leaves this tablet. What is not sent stays sealed in this person's store. */
export async function signOut(): Promise<void> {
  try {
    await askToSignOut();
  } catch (error) {
    // With no network the cookie stays until it expires; on this tablet the person is out all the same.
    if (!(error instanceof Refusal)) throw error;
  }
  leave();
  forgetSession(localStorage);
  phase = 'signed-out';
}

/** Keeps close to the office while somebody looks at what others may change; returns the way to stop. */
export function lookClosely(): () => void {
  return sync?.lookClosely() ?? (() => undefined);
}

/** Starts sending and receiving at once. */
export function sendNow(): void {
  sync?.sendNow();
}

/** Compares everything on this tablet with the office. */
export function checkAll(): void {
  sync?.checkAll();
}

/** `prove` runs before anything is shown. */
async function enter(found: Session, prove = (): Promise<void> => Promise.resolve()): Promise<void> {
  warmLanguage(found.user.language);
  const mine = await openGate(found.user);
  gate = mine;
  [, stopLock] = await Promise.all([loadPreferences(mine.settings, found.user.language), startLock(mine)]);
  await prove();
  if (!mine.keyring.isOpen()) phase = 'sealed';
  await waitUntilOpen();
  // Whoever was to open it has left, or somebody else has come in.
  if (gate !== mine) return;
  const opened = await enterStore(mine);
  sync = startSync(opened, transport);
  await sync.ready;
  session = found;
  store = opened;
  health = opened.health();
  opened.onHealth((next) => (health = next));
  sync.onStatus((next) => {
    if (next.last_contact_at !== status?.last_contact_at) {
      void attempt(() => tellWaiting(opened));
      void attempt(keepKeyAtOffice);
    }
    status = next;
  });
  phase = 'open';
  const stops = [await startNotices(opened), afterStart(() => void tellOffice(opened).catch(leaveForLater))];
  const stopAll = (): void => stops.forEach((stop) => stop());
  if (gate === mine) stopNotices = stopAll;
  else stopAll();
  room = await askForRoom();
}

/** Has this tablet stand in its person's list of devices; with no network it does so the next time. */
async function tellOffice(opened: Store): Promise<void> {
  const device = await opened.inside.read(readDevice);
  const { app, device_name } = readNames();
  // Before the app has come whole to the tablet, this part of it takes a network too.
  const people = await import('../../sync/people').catch(() => null);
  if (device === null || people === null) return;
  await attempt(() => people.tellDevice(device, { name: device_name, app }));
}

function leave(): void {
  const left = gate;
  gate = null;
  closeLesson();
  stopLock();
  stopNotices();
  stopLock = stopNotices = () => undefined;
  sync?.stop();
  store?.close();
  left?.close();
  sync = null;
  store = null;
  session = null;
  status = null;
}
