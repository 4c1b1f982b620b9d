/** What this person chose on this tablet: hand, dim mode, language, last protocol. None of it travels. */
import type { Database } from './open';

export type Settings = {
  /** Gives `fallback` as long as nothing was chosen. */
  readonly get: <T>(name: string, fallback: T) => Promise<T>;
  readonly set: (name: string, value: unknown) => Promise<void>;
};

type Read = <T>(ask: (database: Database) => Promise<T>) => Promise<T>;

export function openSettings(read: Read): Settings {
  return {
    get: async <T>(name: string, fallback: T) => {
      const found = await read((database) => database.get('settings', name));
      return found === undefined ? fallback : (found as T);
    },
    set: (name, value) =>
      read(async (database) => {
        await database.put('settings', value, name);
      }),
  };
}
