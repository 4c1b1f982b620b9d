/** What this browser can do about pushes, and asking it for them. */
import { LANGUAGE_PLACE, readBase64Url } from '../core/notices';

/**
 * `none`: this browser cannot; `home-screen`: an iPad or iPhone can as soon as the app stands on its Home Screen;
 * `denied`: the person said no to the browser; `may-ask`, and `allowed`.
 */
export type PushPower = 'none' | 'home-screen' | 'denied' | 'may-ask' | 'allowed';

const PATIENCE_MS = 10_000;

export function findPushPower(): PushPower {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    return isAppleTablet() && !isInstalled() ? 'home-screen' : 'none';
  }
  if (Notification.permission === 'denied') return 'denied';
  return Notification.permission === 'granted' ? 'allowed' : 'may-ask';
}

/** Asks the person, by the browser's own question; must be called out of a touch. */
export async function askForPush(): Promise<PushPower> {
  await Notification.requestPermission();
  return findPushPower();
}

/** Gives this browser's subscription under the office's key, made if there is none; null where the browser refuses. */
export async function openSubscription(key: string): Promise<PushSubscriptionJSON | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration === undefined) return null;
  const wanted = { userVisibleOnly: true, applicationServerKey: readBase64Url(key) };
  try {
    const made = await Promise.race([registration.pushManager.subscribe(wanted), giveUp()]);
    return made?.toJSON() ?? null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'InvalidStateError') return replace(registration, wanted);
    // NotAllowedError, AbortError: no push service can be reached, or none is wanted.
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Takes no pushes in this browser any more. */
export async function closeSubscription(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  const found = await registration?.pushManager.getSubscription();
  await found?.unsubscribe();
}

/** Leaves the chosen language where the worker finds it when a push comes and no page is open. */
export async function keepLanguageForPushes(language: string): Promise<void> {
  if (!('caches' in globalThis)) return;
  const cache = await caches.open(LANGUAGE_PLACE.cache);
  await cache.put(LANGUAGE_PLACE.address, new Response(language));
}

/** What the worker says to the pages: `look at notices`, `show notices`. */
export function listenToWorker(hear: (said: unknown) => void): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const onMessage = (event: MessageEvent): void => hear(event.data);
  navigator.serviceWorker.addEventListener('message', onMessage);
  return () => navigator.serviceWorker.removeEventListener('message', onMessage);
}

/** A browser whose push service cannot be reached may never answer. */
function giveUp(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
}

/** There is one under another key: the office was set up anew. */
async function replace(
  registration: ServiceWorkerRegistration,
  wanted: PushSubscriptionOptionsInit,
): Promise<PushSubscriptionJSON | null> {
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  return (await registration.pushManager.subscribe(wanted)).toJSON();
}

/** An iPad calls itself a Macintosh; a Macintosh has no touch screen. */
function isAppleTablet(): boolean {
  const { userAgent, maxTouchPoints } = navigator;
  return /iPad|iPhone/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1);
}

function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches;
}
