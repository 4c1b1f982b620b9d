/** Keeping the screen on during a lesson. */

/** Asks again each time the page comes back, since the browser lets go when it is hidden. `tell`: whether it works. */
export function keepAwake(tell: (works: boolean) => void): () => void {
  let held: WakeLockSentinel | null = null;
  let over = false;

  async function ask(): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    const sentinel = await requestLock();
    tell(sentinel !== null);
    if (over) await sentinel?.release();
    else held = sentinel;
  }

  const onVisible = (): void => void ask();
  document.addEventListener('visibilitychange', onVisible);
  void ask();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', onVisible);
    void held?.release();
  };
}

/** Null where the browser has no wake lock or refuses it (low battery, no https). */
async function requestLock(): Promise<WakeLockSentinel | null> {
  if (!('wakeLock' in navigator)) return null;
  try {
    return await navigator.wakeLock.request('screen');
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
