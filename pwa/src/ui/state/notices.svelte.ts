/** What this person was told: kept on the tablet, so that it can be read with no network. */
import { countUnread, type Notice } from '../../core/notices';
import type { Id } from '../../core/types';
import { leaveForLater, type Store } from '../../store';
import { fetchNotices, tellRead } from '../../sync/notices';
import { keepLanguageForPushes, listenToWorker } from '../../sync/push-browser';
import { listenForWakes } from '../../sync/wakes';
import { afterStart } from './after-paint.svelte';
import { renewPush } from './pushes.svelte';
import { go, route } from './route.svelte';
import { words } from './words.svelte';

const LIST = 'notices';
/** Read on this tablet, and not told to the office yet. */
const READ = 'notices_read';
/** Of the wakes by the clock, which come every minute. */
const EVERY = 5;

let list = $state.raw<readonly Notice[]>([]);
let store: Store | null = null;

export const notices = {
  get list(): readonly Notice[] {
    return list;
  },
  get unread(): number {
    return countUnread(list);
  },
};

/** Takes up what was fetched before, and looks for more now and then; returns the way to stop. */
export async function startNotices(from: Store): Promise<() => void> {
  store = from;
  list = await from.settings.get<readonly Notice[]>(LIST, []);
  const stopRenewing = afterStart(() => {
    void refreshNotices();
    renewPush(from).catch(leaveForLater);
    keepLanguageForPushes(words.language).catch(leaveForLater);
  });
  let minutes = 0;
  const stopWaking = listenForWakes((by) => {
    minutes += by === 'clock' ? 1 : EVERY;
    if (minutes < EVERY) return;
    minutes = 0;
    void refreshNotices();
  });
  const stopHearing = listenToWorker(hear);
  return () => {
    stopRenewing();
    stopWaking();
    stopHearing();
    store = null;
    list = [];
  };
}

/** Tells the office what was read here and fetches what is new. With no network everything stays as it is. */
export async function refreshNotices(): Promise<void> {
  const own = store;
  if (own === null) return;
  try {
    const read = await own.settings.get<readonly Id[]>(READ, []);
    if (read.length > 0) {
      await tellRead(read);
      const since = await own.settings.get<readonly Id[]>(READ, []);
      await own.settings.set(
        READ,
        since.filter((id) => !read.includes(id)),
      );
    }
    await take(own, await fetchNotices());
  } catch (error) {
    // Offline, or signed out: the sync badge says so already; a full disk the pad says.
    leaveForLater(error);
  }
}

/** Marks notices as read, here at once and at the office when it can be reached. */
export async function markRead(ids: readonly Id[]): Promise<void> {
  const own = store;
  const unread = list.filter((notice) => !notice.read && ids.includes(notice.id)).map((notice) => notice.id);
  if (own === null || unread.length === 0) return;
  await own.settings.set(READ, [...(await own.settings.get<readonly Id[]>(READ, [])), ...unread]);
  await take(own, list);
  void refreshNotices();
}

async function take(own: Store, found: readonly Notice[]): Promise<void> {
  const read = new Set(await own.settings.get<readonly Id[]>(READ, []));
  const merged = found.map((notice) => (read.has(notice.id) ? { ...notice, read: true } : notice));
  await own.settings.set(LIST, merged);
  if (own === store) list = merged;
}

function hear(said: unknown): void {
  if (said === 'look at notices') void refreshNotices();
  // Nobody is taken away from a lesson that runs.
  if (said === 'show notices' && route.now.name !== 'lesson') go('/notices');
}
