/** Whether notices are pushed to this browser, what of them, and when not. */
import type { NoticeChoice } from '../../core/notices';
import { Refusal } from '../../core/problem';
import type { Id } from '../../core/types';
import type { Store } from '../../store';
import {
  addSubscription,
  endSubscription,
  fetchChoice,
  ownTimeZone,
  saveChoice,
  type ShownChoice,
} from '../../sync/notices';
import {
  askForPush,
  closeSubscription,
  findPushPower,
  openSubscription,
  type PushPower,
} from '../../sync/push-browser';

export type { PushPower };

/** The id of this browser's subscription, as long as this person wants one here. */
const ID = 'push';
const ASKED = 'push_asked';
/** The time zone that the office was last told from here. */
const ZONE = 'notices_zone';

let power = $state.raw<PushPower>(findPushPower());
let isOn = $state(false);
let choice = $state.raw<ShownChoice | null>(null);
let isBusy = $state(false);
/** What did not work last: the office was not reached, or the browser has no push service. */
let trouble = $state.raw<'offline' | 'refused' | null>(null);

export const pushes = {
  get power(): PushPower {
    return power;
  },
  get isOn(): boolean {
    return isOn && power === 'allowed';
  },
  /** The browser is being asked. */
  get isBusy(): boolean {
    return isBusy;
  },
  get choice(): ShownChoice | null {
    return choice;
  },
  get trouble(): 'offline' | 'refused' | null {
    return trouble;
  },
};

/** Renews at the start what this person turned on here before: addresses of browsers change. */
export async function renewPush(store: Store): Promise<void> {
  power = findPushPower();
  isOn = (await store.settings.get<Id | null>(ID, null)) !== null;
  if (pushes.isOn) await orTrouble(() => subscribe(store));
  await orTrouble(() => keepZone(store));
}

/** Tells the office the time zone that its person is in now: "tomorrow" and the quiet hours are those of this place. */
async function keepZone(store: Store): Promise<void> {
  const zone = ownTimeZone();
  if ((await store.settings.get<string | null>(ZONE, null)) === zone) return;
  const chosen = await fetchChoice();
  choice = chosen.time_zone === zone ? chosen : await saveChoice({ ...chosen, time_zone: zone });
  await store.settings.set(ZONE, zone);
}

/** Turns pushes on here, asking the person by the browser's question; call it out of a touch. */
export async function turnOn(store: Store): Promise<void> {
  isBusy = true;
  try {
    power = power === 'may-ask' ? await askForPush() : power;
    if (power === 'allowed') await orTrouble(() => subscribe(store));
  } finally {
    isBusy = false;
  }
}

/** Turns pushes off here. With no network the browser stops at once, and the office forgets it at the next push. */
export async function turnOff(store: Store): Promise<void> {
  const id = await store.settings.get<Id | null>(ID, null);
  await store.settings.set(ID, null);
  isOn = false;
  await closeSubscription();
  if (id !== null) await orTrouble(() => endSubscription(id));
}

export async function loadChoice(): Promise<void> {
  await orTrouble(async () => {
    choice = await fetchChoice();
  });
}

/** Changes what is pushed, in the time of this tablet. */
export async function choosePushes(change: Partial<Pick<NoticeChoice, 'muted' | 'quiet'>>): Promise<void> {
  const before = choice;
  if (before === null) return;
  choice = { ...before, ...change, time_zone: ownTimeZone() };
  await orTrouble(async () => {
    choice = await saveChoice({ ...before, ...change, time_zone: ownTimeZone() });
  });
  if (trouble !== null) choice = before;
}

/** Whether the moment to offer pushes has come: there is something to be told of, and nobody was asked before. */
export async function mayOffer(store: Store): Promise<boolean> {
  if (findPushPower() !== 'may-ask' || (await store.settings.get<boolean>(ASKED, false))) return false;
  return (await store.list('next_step')).length > 0 || hasShared(store);
}

/** Does not offer it again by itself; the settings always do. */
export async function putOffer(store: Store): Promise<void> {
  await store.settings.set(ASKED, true);
}

async function hasShared(store: Store): Promise<boolean> {
  const members = await store.list('membership');
  return members.some(({ fields }) => fields['role'] === 'teacher' && fields['state'] === 'granted');
}

async function subscribe(store: Store): Promise<void> {
  const key = (choice ?? (await fetchChoice())).push_key;
  const made = await openSubscription(key);
  if (made === null) {
    trouble = 'refused';
    return;
  }
  await store.settings.set(ID, await addSubscription(made));
  isOn = true;
}

async function orTrouble(work: () => Promise<void>): Promise<void> {
  trouble = null;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    trouble = error.problem.code === 'offline' ? 'offline' : 'refused';
  }
}
