/** Which tab may edit an observation: one at a time, and another takes over only on purpose. */

export type Claim = {
  /** Resolves when another tab has taken over. */
  readonly lost: Promise<void>;
  readonly release: () => void;
};

/**
 * Claims a name for this tab. Gives null if another tab has it, unless `take` says to take it over. Where the browser
 * has no Web Locks every claim is granted: two tabs lose nothing, they only see each other late.
 */
export async function claim(name: string, { take }: { take: boolean }): Promise<Claim | null> {
  if (!('locks' in navigator)) return { lost: new Promise(() => undefined), release: () => undefined };
  return new Promise((resolve, reject) => {
    let release = (): void => undefined;
    let granted = false;
    let lose = (): void => undefined;
    const lost = new Promise<void>((tell) => (lose = tell));
    const hold = (lock: Lock | null): Promise<void> | null => {
      if (lock === null) {
        resolve(null);
        return null;
      }
      granted = true;
      const held = new Promise<void>((free) => (release = free));
      resolve({ lost, release });
      return held;
    };
    const options = take ? { steal: true } : { ifAvailable: true };
    // The request rejects with AbortError when another tab steals the lock.
    navigator.locks.request(name, options, hold).catch((error: unknown) => (granted ? lose() : reject(error)));
  });
}
