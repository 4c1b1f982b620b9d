/**
 * One tab syncs at a time, by a Web Lock; a tab that was frozen while it held the lock is recognised by its heartbeat.
 * The lock saves work only: two tabs that sync at once lose nothing.
 */

export type Held = {
  /** Whether the lock is still this tab's. */
  readonly isMine: () => boolean;
  readonly beat: () => void;
};

/** Silence of the holder after which another tab takes over. */
const FROZEN_MS = 2 * 60_000;

/** Runs `work` under the lock; gives false, without running it, if a living tab has it. */
export async function underLock(name: string, storage: Storage, work: (held: Held) => Promise<void>): Promise<boolean> {
  if (!('locks' in navigator)) {
    await work({ isMine: () => true, beat: () => undefined });
    return true;
  }
  if (await attempt(name, { ifAvailable: true }, work, storage)) return true;
  const last_ms = Number(storage.getItem(name) ?? 0);
  if (Math.abs(Date.now() - last_ms) < FROZEN_MS) return false;
  return attempt(name, { steal: true }, work, storage);
}

async function attempt(
  name: string,
  options: LockOptions,
  work: (held: Held) => Promise<void>,
  storage: Storage,
): Promise<boolean> {
  let mine = false;
  const beat = (): void => beatIn(storage, name);
  try {
    return await navigator.locks.request(name, options, async (lock) => {
      if (lock === null) return false;
      mine = true;
      beat();
      await work({ isMine: () => mine, beat });
      return true;
    });
  } catch (error) {
    // AbortError: another tab stole the lock; what this one was doing ends at its next step.
    if (!(error instanceof DOMException) || error.name !== 'AbortError') throw error;
    return true;
  } finally {
    mine = false;
  }
}

/** A full or forbidden small storage must not stop sending: another tab may then take a living one for frozen. */
function beatIn(storage: Storage, name: string): void {
  try {
    storage.setItem(name, String(Date.now()));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}
