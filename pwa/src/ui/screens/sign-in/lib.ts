/** Which sentence answers a refused sign-in. */
import type { Problem } from '../../../core/problem';

export type SignInProblem = 'bad_credentials' | 'too_many' | 'offline' | 'other';

export function readProblem({ code, status }: Pick<Problem, 'code' | 'status'>): SignInProblem {
  if (code === 'bad_credentials') return 'bad_credentials';
  if (status === 429) return 'too_many';
  return code === 'offline' || status === 0 ? 'offline' : 'other';
}
