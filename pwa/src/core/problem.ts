/** Refusals with a stable code (RFC 9457), from the server or from the tablet itself. */

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly [extra: string]: unknown;
};

/** Refusals that the tablet makes itself; their words stand in `ui/text`. */
export type OwnCode =
  | 'store_unavailable'
  | 'store_blocked'
  | 'store_silent'
  | 'store_locked'
  | 'store_damaged'
  | 'too_many_guesses'
  | 'text_too_long'
  | 'change_too_large'
  | 'no_room'
  | 'not_kept'
  | 'not_a_picture'
  | 'not_an_outbox'
  | 'wrong_user'
  | 'at_office'
  | 'offline';

/** Carries a problem through a `throw`. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'Refusal';
    this.problem = problem;
  }
}

/** Makes a refusal of the tablet's own; status 0, since no server spoke. */
export function refuse(code: OwnCode, detail: string, extra: Readonly<Record<string, unknown>> = {}): Refusal {
  return new Refusal({ ...extra, type: 'about:blank', title: detail, status: 0, code, detail });
}

/** Reads a body as a problem of ours: `application/problem+json` with a `code`; null if it is anything else. */
export function parseProblem(contentType: string | null, body: unknown): Problem | null {
  if (!contentType?.startsWith('application/problem+json') || !isObject(body)) return null;
  const { code, status, title, type } = body;
  if (typeof code !== 'string' || typeof status !== 'number') return null;
  return {
    ...body,
    code,
    status,
    title: typeof title === 'string' ? title : code,
    type: typeof type === 'string' ? type : 'about:blank',
  };
}

/** Whether a parsed JSON value is an object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
