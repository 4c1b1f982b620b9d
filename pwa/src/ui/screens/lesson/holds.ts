/** Buttons that measure as long as they are held: the press is a tap, and letting go ends it. */

export type HoldRules = {
  readonly codes: ReadonlySet<string>;
  readonly onrelease: (code: string) => void;
};

/** Listens on the whole pad; a finger that slides off its key lets go too. */
export function listenForHolds({ codes, onrelease }: HoldRules): (pad: HTMLElement) => () => void {
  const held = new Map<number, string>();

  function press({ target, pointerId }: PointerEvent): void {
    const key = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-code]') : null;
    const code = key?.dataset['code'];
    if (code !== undefined && codes.has(code)) held.set(pointerId, code);
  }

  function letGo({ pointerId }: PointerEvent): void {
    const code = held.get(pointerId);
    held.delete(pointerId);
    if (code !== undefined) onrelease(code);
  }

  return (pad) => {
    if (codes.size === 0) return () => undefined;
    pad.addEventListener('pointerdown', press);
    window.addEventListener('pointerup', letGo);
    window.addEventListener('pointercancel', letGo);
    return () => {
      pad.removeEventListener('pointerdown', press);
      window.removeEventListener('pointerup', letGo);
      window.removeEventListener('pointercancel', letGo);
    };
  };
}
