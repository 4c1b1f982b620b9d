/** Which sentence answers a refused sign-in. */
import type { Problem } from '../../../core/problem';
import type { Text } from '../../text';

export type { SignInStep } from '../../state/signing-in';

export type SignInProblem = 'bad_credentials' | 'too_many' | 'offline' | 'other';

export function readProblem({ code, status }: Pick<Problem, 'code' | 'status'>): SignInProblem {
  if (code === 'bad_credentials') return 'bad_credentials';
  if (status === 429) return 'too_many';
  return code === 'offline' || status === 0 ? 'offline' : 'other';
}

export function readSecondProblem(problem: Problem, t: Text): string {
  if (problem.code === 'bad_code') return t.factors.second.bad_code;
  if (problem.code === 'step_over') return t.factors.second.step_over;
  return t.signIn.problem[readProblem(problem)];
}

/** What the district's sign-in came back with. */
export type Return = 'none' | 'in' | 'second' | 'unknown' | 'unverified' | 'failed';

export function readReturn(query: string): Return {
  const found = new URLSearchParams(query).get('district');
  const known: readonly Return[] = ['in', 'second', 'unknown', 'unverified', 'failed'];
  return known.find((one) => one === found) ?? 'none';
}
