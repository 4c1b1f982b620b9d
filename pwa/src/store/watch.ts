/** Telling every screen, in this tab and the others, that records have changed. */
import type { Kind, Scope } from '../core/types';

/** Which kinds and scopes look different; `all` after a whole copy was replaced. */
export type Touched = { readonly kinds: readonly Kind[]; readonly scopes: readonly Scope[]; readonly all: boolean };

export type Watch = {
  /** Calls `listener` after every change; returns the way to stop. */
  readonly watch: (listener: (touched: Touched) => void) => () => void;
  readonly tell: (touched: Touched) => void;
  readonly stop: () => void;
};

export function startWatch(name: string): Watch {
  const listeners = new Set<(touched: Touched) => void>();
  let channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name);
  const callAll = (touched: Touched): void => listeners.forEach((listener) => listener(touched));
  if (channel !== null) channel.onmessage = (event: MessageEvent<Touched>) => callAll(event.data);
  return {
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (touched) => {
      callAll(touched);
      channel?.postMessage(touched);
    },
    stop: () => {
      listeners.clear();
      channel?.close();
      channel = null;
    },
  };
}

/** The touch of some records or changes. */
export function touchOf(held: readonly { readonly kind: Kind; readonly scope: Scope }[]): Touched {
  return { kinds: unique(held.map((one) => one.kind)), scopes: unique(held.map((one) => one.scope)), all: false };
}

/** The touch that concerns everybody. */
export const ALL_TOUCHED: Touched = { kinds: [], scopes: [], all: true };

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
