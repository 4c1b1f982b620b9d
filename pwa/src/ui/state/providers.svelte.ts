/** Who else may say who a person is: the district's own sign-in, where it has one. */
import type { Provider } from '../../core/factors';
import { Refusal } from '../../core/problem';
import { fetchProviders } from '../../sync/factors';

let list = $state.raw<readonly Provider[]>([]);

export const providers = {
  get list(): readonly Provider[] {
    return list;
  },
};

/** Asks the office once; with no network there is nobody else to ask either. */
export async function loadProviders(): Promise<void> {
  try {
    list = await fetchProviders();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
