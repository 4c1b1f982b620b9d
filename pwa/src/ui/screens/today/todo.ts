/** What needs an administrator, counted. */
import type { Colleague, DeviceSeen } from '../../state/people';

export type Todo = {
  readonly waiting: number;
  readonly expired: number;
  readonly uninvited: number;
  readonly unsent: number;
  readonly kept: number;
};

export function countTodo(people: readonly Colleague[], devices: readonly DeviceSeen[], kept: number): Todo {
  const count = (standing: Colleague['standing']): number =>
    people.filter((one) => one.active && one.standing === standing).length;
  const unsent = devices.filter((one) => (one.unsent ?? 0) > 0 && one.revoked_at === null).length;
  return { waiting: count('invited'), expired: count('expired'), uninvited: count('added'), unsent, kept };
}
