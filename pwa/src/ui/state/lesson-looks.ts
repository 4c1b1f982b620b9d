/** What is asked of a lesson now and then: looked up when it is wanted, so that no tap pays for it. */
import { findLeft } from '../../core/later';
import type { LiveItem } from '../../core/live';
import { itemsOf, observedPart } from '../../core/recorder';
import type { Recording } from '../../core/recorder';
import { findNewest } from './lesson-view';
import { findUnfinished, type Unfinished } from '../../core/unfinished';

export type Looks = {
  /** The newest items that stand, so many of them. */
  readonly recent: (most: number) => readonly LiveItem[];
  /** All items in the order of their making, retracted ones too. */
  readonly all: () => readonly LiveItem[];
  /** What was left for later. */
  readonly left: () => readonly LiveItem[];
  /** What the protocol still wants at this moment. */
  readonly unfinished: () => readonly Unfinished[];
  /** Of a lesson that has ended. Milliseconds. */
  readonly part: () => { from_ms: number; until_ms: number };
};

/** `now` gives the recording, and makes whoever asks wake when it changes. */
export function makeLooks(now: () => Recording, exact: () => number): Looks {
  return {
    recent: (most) => findNewest(now(), most),
    all: () => itemsOf(now()),
    left: () => findLeft(now().protocol, itemsOf(now())),
    unfinished: () => findUnfinished(now(), exact()),
    part: () => observedPart(now()),
  };
}
