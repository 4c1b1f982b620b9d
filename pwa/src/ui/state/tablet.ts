/** What this browser can tell of the tablet it runs on: asked, never guessed. */
import { askForRoom, type Room } from '../../store/room';
import { transport } from '../../sync/transport';

/** `null` where the browser cannot tell. */
export type TabletFacts = {
  readonly isInstalled: boolean;
  readonly isSafari: boolean;
  /** Whether the app itself is stored here. */
  readonly worker: 'active' | 'waiting' | 'none';
  readonly room: Room;
  readonly wakeLock: 'works' | 'refused' | 'none';
  /** How far the tablet's clock is ahead of the office's. */
  readonly ahead_ms: number | null;
  readonly canVibrate: boolean;
  readonly notices: 'granted' | 'default' | 'denied' | 'none';
  readonly canDraw: boolean;
};

export async function readTablet(): Promise<TabletFacts> {
  const [worker, room, wakeLock, ahead_ms] = await Promise.all([
    findWorker(),
    askForRoom(),
    tryWakeLock(),
    readClock(),
  ]);
  return {
    isInstalled: isInstalled(),
    isSafari: /^((?!chrome|android|crios|fxios).)*safari/i.test(navigator.userAgent),
    worker,
    room,
    wakeLock,
    ahead_ms,
    canVibrate: 'vibrate' in navigator,
    notices: 'Notification' in window ? Notification.permission : 'none',
    canDraw: typeof createImageBitmap === 'function',
  };
}

function isInstalled(): boolean {
  const modes = ['standalone', 'fullscreen', 'minimal-ui'];
  const isApple = (navigator as { standalone?: boolean }).standalone === true;
  return isApple || modes.some((mode) => matchMedia(`(display-mode: ${mode})`).matches);
}

async function findWorker(): Promise<TabletFacts['worker']> {
  if (!('serviceWorker' in navigator)) return 'none';
  const registration = await navigator.serviceWorker.getRegistration();
  return (registration?.active ?? null) === null ? 'waiting' : 'active';
}

/** Takes a lock and lets go of it: only a try shows whether the tablet gives one. */
async function tryWakeLock(): Promise<TabletFacts['wakeLock']> {
  if (!('wakeLock' in navigator)) return 'none';
  try {
    await (await navigator.wakeLock.request('screen')).release();
    return 'works';
  } catch (error) {
    if (error instanceof DOMException) return 'refused';
    throw error;
  }
}

/** Half of the time that the question took counts as the way back. */
async function readClock(): Promise<number | null> {
  const asked_ms = Date.now();
  const answer = await transport.hello();
  return answer.ok ? (asked_ms + Date.now()) / 2 - Date.parse(answer.body.time) : null;
}
