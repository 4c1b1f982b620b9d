/** What a day can bring: a network that loses, doubles and delays, a browser that dies, a disk that is full. */
import { vi } from 'vitest';

import { OFFLINE } from './testing';
import type { Transport } from './transport';

/** What the network does to one exchange. */
export type Weather = 'fair' | 'slow' | 'lost' | 'unanswered' | 'twice' | 'late';

/** The way to the office through this weather; what it keeps back comes with a later exchange. */
export function exposeTo(transport: Transport, weather: Weather[], late: (() => Promise<unknown>)[]): Transport {
  function through<Q, A>(ask: (question: Q) => Promise<A>): (question: Q) => Promise<A> {
    return async (question) => {
      const now = weather.shift() ?? 'fair';
      if (now === 'lost') return OFFLINE as A;
      const before = late.splice(0);
      const answer = await ask(question);
      if (now === 'slow') await new Promise((resolve) => setTimeout(resolve, 5));
      for (const deliver of before) await deliver();
      if (now === 'late') late.push(() => ask(question));
      if (now === 'twice') return ask(question);
      return now === 'unanswered' ? (OFFLINE as A) : answer;
    };
  }
  const { push, pull, reconcile } = transport;
  const hello = through<void, Awaited<ReturnType<Transport['hello']>>>(() => transport.hello());
  return { hello: () => hello(), push: through(push), pull: through(pull), reconcile: through(reconcile) };
}

/** Makes every later write of the browser fail once so many have begun. */
export function armDeath(): { after: (writes: number) => void; never: () => void; isNow: () => boolean } {
  let left = Infinity;
  const begin = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...asked) {
    if (asked[1] === 'readwrite') left -= 1;
    if (left < 0) throw new DOMException('The browser is gone.', 'InvalidStateError');
    return begin.apply(this, asked);
  });
  return {
    after: (writes) => (left = writes),
    never: () => (left = Infinity),
    isNow: () => left < 0,
  };
}

/** Makes transactions abort after their requests have succeeded, as a full disk does. */
export function armDisk(): { fill: () => void; free: () => void } {
  let full = false;
  const commit = IDBTransaction.prototype.commit;
  vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (this: IDBTransaction) {
    if (full) this.abort();
    else commit.call(this);
  });
  return { fill: () => (full = true), free: () => (full = false) };
}
