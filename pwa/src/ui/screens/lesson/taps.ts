/** Fingers, mouse, keyboard and switch control on the keys: each press is one tap, whatever made it. */

export type TapRules = {
  readonly ontap: (code: string) => void;
  /** Whether to tap at the press of the finger. Where the keys scroll the click decides, so that a swipe taps nothing. */
  readonly onPress: () => boolean;
};

/** A click this long after the finger was lifted is a press of its own (some screen readers make only clicks). */
const SAME_PRESS_MS = 1_000;

/**
 * Listens on the whole pad, so that two fingers at once are two taps and a key costs no listener. It must not be set
 * up anew between press and click (the keys may move under the finger), so what changes is asked for, not handed over.
 */
export function listenForTaps({ ontap, onPress }: TapRules): (pad: HTMLElement) => () => void {
  /** Fingers that tapped and whose click is still to come, with the moment of lifting; null while one rests. */
  const pressed = new Map<number, number | null>();

  function press(event: PointerEvent): void {
    const code = findCode(event);
    if (code === null || !onPress() || (event.pointerType === 'mouse' && event.button !== 0)) return;
    forgetOld(event.timeStamp);
    pressed.set(event.pointerId, null);
    ontap(code);
  }

  function forgetOld(now_ms: number): void {
    for (const [finger, lifted] of pressed) {
      if (lifted !== null && now_ms - lifted >= SAME_PRESS_MS) pressed.delete(finger);
    }
  }

  function lift({ pointerId, timeStamp }: PointerEvent): void {
    if (pressed.has(pointerId)) pressed.set(pointerId, timeStamp);
  }

  function click(event: MouseEvent): void {
    const code = findCode(event);
    if (code !== null && (event.detail === 0 || !takePress(event.timeStamp))) ontap(code);
  }

  /** Whether a click belongs to a press; it may fall on another key, for the tap can have moved the keys. */
  function takePress(now_ms: number): boolean {
    for (const [finger, lifted] of pressed) {
      pressed.delete(finger);
      if (lifted === null || now_ms - lifted < SAME_PRESS_MS) return true;
    }
    return false;
  }

  /** A tap leaves the caret in the note and the focus where it is. */
  const keepFocus = (event: Event): void => {
    if (findCode(event) !== null) event.preventDefault();
  };
  const noMenu = keepFocus;
  /** The finger has tapped already; the mouse that a browser plays after it costs a frame, and taps nothing. */
  const noMouse = (event: Event): void => {
    if (event.cancelable && onPress() && findCode(event) !== null) event.preventDefault();
  };

  return (pad) => {
    pad.addEventListener('pointerdown', press);
    pad.addEventListener('pointerup', lift);
    pad.addEventListener('pointercancel', lift);
    pad.addEventListener('click', click);
    pad.addEventListener('mousedown', keepFocus);
    pad.addEventListener('contextmenu', noMenu);
    pad.addEventListener('touchend', noMouse, { passive: false });
    return () => {
      pad.removeEventListener('pointerdown', press);
      pad.removeEventListener('pointerup', lift);
      pad.removeEventListener('pointercancel', lift);
      pad.removeEventListener('click', click);
      pad.removeEventListener('mousedown', keepFocus);
      pad.removeEventListener('contextmenu', noMenu);
      pad.removeEventListener('touchend', noMouse);
    };
  };
}

function findCode({ target }: Event): string | null {
  const key = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-code]') : null;
  return key === null || key.disabled ? null : (key.dataset['code'] ?? null);
}
