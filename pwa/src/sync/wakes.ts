/** When to look again: the page comes into sight, the network comes back, a minute has passed. */
import type { Wake } from './engine';

const EVERY_MS = 60_000;

/** Calls `wake` until the returned function is called. */
export function listenForWakes(wake: (by: Wake) => void): () => void {
  const onVisible = (): void => {
    if (document.visibilityState === 'visible') wake('visible');
  };
  const onOnline = (): void => wake('online');
  const clock = setInterval(() => {
    if (document.visibilityState === 'visible') wake('clock');
  }, EVERY_MS);
  document.addEventListener('visibilitychange', onVisible);
  window.addEventListener('online', onOnline);
  return () => {
    clearInterval(clock);
    document.removeEventListener('visibilitychange', onVisible);
    window.removeEventListener('online', onOnline);
  };
}
