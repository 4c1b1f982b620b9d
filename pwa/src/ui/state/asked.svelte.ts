/** Answers that only the office has: asked when a screen opens, and said plainly when they cannot be had. */
import { Refusal } from '../../core/problem';

export type Asked<T> = {
  /** Undefined until the first answer is there. */
  readonly now: T | undefined;
  /** The code of the refusal, such as `offline`; null while all is well. */
  readonly trouble: string | null;
  readonly again: () => Promise<void>;
};

/** Asks once at set-up, and again when told to. */
export function askOffice<T>(ask: () => Promise<T>): Asked<T> {
  let now = $state.raw<T | undefined>(undefined);
  let trouble = $state<string | null>(null);
  async function again(): Promise<void> {
    trouble = await attempt(async () => {
      now = await ask();
    });
  }
  void again();
  return {
    get now() {
      return now;
    },
    get trouble() {
      return trouble;
    },
    again,
  };
}

/** Does something at the office; gives the code of its refusal, or null when it is done. */
export async function attempt(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, fault } = error.problem;
    // A refusal of a password or a file says which fault it has.
    return typeof fault === 'string' ? fault : code;
  }
}
