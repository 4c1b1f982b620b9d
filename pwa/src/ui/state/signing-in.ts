/** Signing in, step by step, until the app opens for a session. */
import type { FactorKind } from '../../core/factors';
import type { Problem } from '../../core/problem';
import { Refusal } from '../../core/problem';
import type { Session } from '../../core/types';
import { fetchSecondStep, proveSecond, signInByPassword } from '../../sync/factors';
import { whoAmI } from '../../sync/transport';
import { comeIn } from './office.svelte';
import { usePasskey } from './passkeys';

/** What came of a step of signing in: `half` asks for a second proof, `declined` is the browser's no to a passkey. */
export type SignInStep =
  | { readonly is: 'in' }
  | { readonly is: 'half'; readonly factors: readonly FactorKind[] }
  | { readonly is: 'declined' }
  | { readonly is: 'refused'; readonly problem: Problem };

/** Signs in at the office by password. */
export function signIn(email: string, password: string): Promise<SignInStep> {
  return takeStep(async () => {
    const found = await signInByPassword(email, password);
    return 'user' in found ? enterAs(found) : { is: 'half', factors: found.factors };
  });
}

/** Ends a half-done sign-in by a code of an app or from paper. */
export function signInByCode(code: string): Promise<SignInStep> {
  return takeStep(async () => enterAs(await proveSecond({ code })));
}

/** Ends a half-done sign-in by a passkey. */
export function signInByPasskey(): Promise<SignInStep> {
  return takeStep(async () => {
    const { passkey: asked } = await fetchSecondStep();
    const passkey = asked === null ? null : await usePasskey(asked);
    return passkey === null ? { is: 'declined' } : enterAs(await proveSecond({ passkey }));
  });
}

/** Takes up a sign-in that the district's page has done, or half done. */
export function takeUpSignIn(isHalf: boolean): Promise<SignInStep> {
  return takeStep(async () =>
    isHalf ? { is: 'half', factors: (await fetchSecondStep()).factors } : enterAs(await whoAmI()),
  );
}

async function takeStep(step: () => Promise<SignInStep>): Promise<SignInStep> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Refusal) return { is: 'refused', problem: error.problem };
    throw error;
  }
}

async function enterAs(found: Session): Promise<SignInStep> {
  await comeIn(found);
  return { is: 'in' };
}
