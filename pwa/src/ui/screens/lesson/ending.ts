/** What is said when somebody is about to end a lesson that its protocol would like to be longer. */
import { formatClock } from '../../../core/format';
import type { Unfinished } from '../../../core/unfinished';
import type { Text } from '../../text';

export function sayUnfinished(open: readonly Unfinished[], t: Text): readonly string[] {
  return open.map((one) => say(one, t));
}

function say(one: Unfinished, { lesson: { pad } }: Text): string {
  switch (one.is) {
    case 'segments':
      return pad.unfinished.segments(one.open, formatClock(one.left_ms));
    case 'sweeps':
      return pad.unfinished.sweeps(one.made, one.planned);
    case 'items':
      return pad.unfinished.items(one.open, one.all);
    case 'planned':
      return pad.unfinished.planned(formatClock(one.left_ms));
    case 'interval':
      return pad.unfinished.interval(formatClock(one.left_ms));
  }
}
