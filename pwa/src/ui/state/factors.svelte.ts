/** The ways in which the person here signs in, and what is being added. */
import type { Problem } from '../../core/problem';
import { Refusal } from '../../core/problem';
import type { Id } from '../../core/types';
import {
  addPasskey,
  addTotp,
  fetchFactors,
  offerPasskey,
  offerTotp,
  removeFactor,
  renewRecoveryCodes,
  type Added,
  type FactorList,
  type TotpOffer,
} from '../../sync/factors';
import { makePasskey } from './passkeys';

let list = $state.raw<FactorList | null>(null);
let offer = $state.raw<TotpOffer | null>(null);
let codes = $state.raw<readonly string[]>([]);
let trouble = $state.raw<Problem | null>(null);
let isDeclined = $state(false);
let isBusy = $state(false);

export const factors = {
  get list(): FactorList | null {
    return list;
  },
  /** An authenticator app that is being added. */
  get offer(): TotpOffer | null {
    return offer;
  },
  /** New recovery codes, until they are put away. */
  get codes(): readonly string[] {
    return codes;
  },
  get trouble(): Problem | null {
    return trouble;
  },
  /** The browser made no passkey. */
  get isDeclined(): boolean {
    return isDeclined;
  },
  get isBusy(): boolean {
    return isBusy;
  },
};

/** Asks the office anew, with nothing half done. */
export async function loadFactors(): Promise<void> {
  offer = null;
  codes = [];
  await attempt(async () => (list = await fetchFactors()));
}

export async function beginTotp(): Promise<void> {
  await attempt(async () => (offer = await offerTotp()));
}

export function stopAdding(): void {
  offer = null;
  trouble = null;
}

export async function endTotp(code: string, name: string): Promise<void> {
  await attempt(async () => take(await addTotp(code, name)));
}

export async function addNewPasskey(name: string): Promise<void> {
  await attempt(async () => {
    const answer = await makePasskey(await offerPasskey());
    isDeclined = answer === null;
    if (answer !== null) await take(await addPasskey(answer, name));
  });
}

export async function dropFactor(id: Id): Promise<void> {
  await attempt(async () => {
    await removeFactor(id);
    list = await fetchFactors();
  });
}

export async function renewCodes(): Promise<void> {
  await attempt(async () => {
    codes = await renewRecoveryCodes();
    list = await fetchFactors();
  });
}

export function putCodesAway(): void {
  codes = [];
}

async function take(added: Added): Promise<void> {
  offer = null;
  codes = added.recovery_codes;
  list = await fetchFactors();
}

async function attempt(work: () => Promise<unknown>): Promise<void> {
  isBusy = true;
  isDeclined = false;
  trouble = null;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    trouble = error.problem;
  } finally {
    isBusy = false;
  }
}
