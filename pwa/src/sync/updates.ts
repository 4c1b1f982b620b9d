/** New versions of the app: found at the start, offered, and taken over only when the person says so. */

/** What the app knows of a version that waits. */
export type Updates = {
  /** Makes the waiting version take over and reloads the page. Call it only when no lesson runs and all is stored. */
  readonly apply: () => void;
};

type Listener = (updates: Updates) => void;

const listeners = new Set<Listener>();
let waiting: Updates | null = null;

/** Calls `listener` when a new version waits (at once if one already does); returns the way to stop. */
export function onUpdate(listener: Listener): () => void {
  listeners.add(listener);
  if (waiting !== null) listener(waiting);
  return () => listeners.delete(listener);
}

/** Registers the service worker after the first screen is up; where there is none, the app runs without. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const register = async (): Promise<void> => {
    const registration = await navigator.serviceWorker.register(workerAddress(), { scope: '/' });
    watchRegistration(registration);
  };
  window.addEventListener('load', () => {
    register().catch((error: unknown) => console.warn('The app could not be kept for offline use.', error));
  });
}

/** The one Trusted Types policy of the page: it knows a single address. */
function workerAddress(): string {
  const address = '/sw.js';
  const factory = (globalThis as { trustedTypes?: TrustedTypePolicyFactory }).trustedTypes;
  if (factory === undefined) return address;
  const policy = factory.createPolicy('backrow-sw', {
    createScriptURL: (url: string) => {
      if (url !== address) throw new TypeError(`not an address of a worker: ${url}`);
      return url;
    },
  });
  // A browser with Trusted Types takes the policy's own object where TypeScript's DOM library says string.
  return policy.createScriptURL(address) as unknown as string;
}

type TrustedTypePolicyFactory = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => { createScriptURL: (url: string) => { toString(): string } };
};

function watchRegistration(registration: ServiceWorkerRegistration): void {
  if (registration.waiting !== null && navigator.serviceWorker.controller !== null) offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      // Without a controller this is the first installation, not an update.
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) offer(worker);
    });
  });
}

function offer(worker: ServiceWorker): void {
  const apply = (): void => {
    navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
    worker.postMessage('take over');
  };
  waiting = { apply };
  for (const listener of listeners) listener(waiting);
}
