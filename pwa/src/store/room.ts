/** How much room the browser gives, and whether it promises to keep what is stored. */

export type Room = {
  /** Null where the browser cannot say. */
  readonly persisted: boolean | null;
  readonly used_bytes: number | null;
  readonly quota_bytes: number | null;
};

/** Asks the browser to keep the data and how much room there is; WebKitGTK knows neither. */
export async function askForRoom(): Promise<Room> {
  // Typed as always there, but missing in some engines and outside https.
  const storage = navigator.storage as StorageManager | undefined;
  const persisted = await storage?.persist?.();
  const estimate = await storage?.estimate?.();
  return {
    persisted: persisted ?? null,
    used_bytes: estimate?.usage ?? null,
    quota_bytes: estimate?.quota ?? null,
  };
}
