/** Fingers, mouse, keyboard and switch control on the keys: each press is one tap, whatever made it. */

export type TapRules = {
  readonly ontap: (code: string) => void;
  /** Tap at the press of the finger. Where the keys scroll the click decides, so that a swipe taps nothing. */
  readonly onPress: boolean;
};

/** A click this long after the press of the same key is a press of its own (some screen readers make only clicks). */
const SAME_PRESS_MS = 1_000;

/** Listens on the whole pad, so that two fingers at once are two taps and a key costs no listener. */
export function listenForTaps({ ontap, onPress }: TapRules): (pad: HTMLElement) => () => void {
  const pressed = new Map<string, number>();

  function press(event: PointerEvent): void {
    const code = findCode(event);
    if (code === null || (event.pointerType === 'mouse' && event.button !== 0)) return;
    pressed.set(code, event.timeStamp);
    ontap(code);
  }

  function click(event: MouseEvent): void {
    const code = findCode(event);
    if (code === null) return;
    const before = pressed.get(code);
    const followsPress = event.detail > 0 && before !== undefined && event.timeStamp - before < SAME_PRESS_MS;
    if (!followsPress) ontap(code);
  }

  /** A tap leaves the caret in the note and the focus where it is. */
  const keepFocus = (event: Event): void => {
    if (findCode(event) !== null) event.preventDefault();
  };
  const noMenu = keepFocus;

  return (pad) => {
    if (onPress) pad.addEventListener('pointerdown', press);
    pad.addEventListener('click', click);
    pad.addEventListener('mousedown', keepFocus);
    pad.addEventListener('contextmenu', noMenu);
    return () => {
      pad.removeEventListener('pointerdown', press);
      pad.removeEventListener('click', click);
      pad.removeEventListener('mousedown', keepFocus);
      pad.removeEventListener('contextmenu', noMenu);
    };
  };
}

function findCode({ target }: Event): string | null {
  const key = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-code]') : null;
  return key === null || key.disabled ? null : (key.dataset['code'] ?? null);
}
